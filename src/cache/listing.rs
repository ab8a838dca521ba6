//! A folder's files with their stamps.

use std::sync::Arc;

use crate::path::SourcePath;
use crate::source::FileStamp;
use crate::wire::place_of;

/// The files of a folder, sorted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Listing {
    pub paths: Arc<[SourcePath]>,
    /// Their stamps, where they were looked at on the way; else empty.
    pub stamps: Arc<[Option<FileStamp>]>,
}

impl Listing {
    /// What the world found.
    pub fn stamped(found: Vec<(SourcePath, Option<FileStamp>)>) -> Listing {
        let is_stamped = found.iter().any(|(_, stamp)| stamp.is_some());
        let (paths, stamps): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        Listing { paths: paths.into(), stamps: if is_stamped { stamps.into() } else { Arc::default() } }
    }

    /// The files with their stamps; none where these were not looked at.
    pub fn files(&self) -> impl Iterator<Item = (&SourcePath, &Option<FileStamp>)> {
        self.paths.iter().zip(self.stamps.iter())
    }

    /// The stamp of a file, if it is known. `near` is where the last one was found: the next is most often the next.
    pub fn stamp(&self, path: &str, near: &mut usize) -> Option<FileStamp> {
        if self.stamps.is_empty() {
            return None;
        }
        let at = place_of(self.paths.len(), |at| self.paths[at].as_str(), path, near)?;
        self.stamps.get(at).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::Listing;
    use crate::path::SourcePath;

    #[test]
    fn files_are_found_in_any_order() {
        let file = |name: &str, size| (SourcePath::new(name).unwrap(), size);
        let listing = Listing::stamped(vec![file("a", Some((1, 1))), file("b", None), file("c", Some((3, 3)))]);
        let mut near = 0;
        let sizes = ["a", "b", "c", "a", "x", "c"].map(|path| listing.stamp(path, &mut near).map(|stamp| stamp.0));
        assert_eq!(sizes, [Some(1), None, Some(3), Some(1), None, Some(3)]);
        assert!(Listing::stamped(vec![file("a", None)]).stamps.is_empty());
    }
}
