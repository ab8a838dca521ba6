//! What lies in a folder.

use std::sync::Arc;

use super::answers::{keep_stamp, recall_stamp};
use crate::fingerprint::Fingerprint;
use crate::path::SourcePath;
use crate::source::{FileStamp, Walk};
use crate::wire::{Reader, Writer, place_of};

/// Folders that were looked into, and how they looked, as in a [`Walk`].
type Folders = Arc<[(String, Option<FileStamp>)]>;

/// The files of a folder, sorted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Listing {
    pub paths: Arc<[SourcePath]>,
    /// Their stamps, where they were looked at on the way; else empty.
    pub stamps: Arc<[Option<FileStamp>]>,
    /// None where they do not tell what lies in them.
    folders: Option<Folders>,
}

/// What a folder held: enough to see whether it still does.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Held {
    /// A fingerprint of the files' names.
    pub names: Fingerprint,
    /// None where they do not tell what lies in them.
    pub folders: Option<Folders>,
}

impl Held {
    /// Whether a stamp of one of its folders is so.
    pub fn has(&self, is_so: impl Fn(FileStamp) -> bool) -> bool {
        self.folders.iter().flat_map(|folders| folders.iter()).filter_map(|(_, stamp)| *stamp).any(is_so)
    }

    /// Changes the stamps of its folders.
    pub fn each_stamp(&mut self, change: impl Fn(&mut FileStamp)) {
        let folders = self.folders.as_mut().map(Arc::make_mut).into_iter().flatten();
        folders.filter_map(|(_, stamp)| stamp.as_mut()).for_each(change);
    }

    /// Writes it.
    pub fn keep(&self, writer: &mut Writer) {
        writer.fingerprint(self.names);
        writer.flag(self.folders.is_some());
        if let Some(folders) = &self.folders {
            writer.size(folders.len());
            for (folder, stamp) in &**folders {
                writer.text(folder);
                keep_stamp(*stamp, writer);
            }
        }
    }

    /// What `keep` wrote; `None` for damage.
    pub fn recall(reader: &mut Reader<'_>) -> Option<Held> {
        let names = reader.fingerprint()?;
        let is_known = reader.flag()?;
        let folder = |reader: &mut Reader<'_>| Some((reader.text()?.to_owned(), recall_stamp(reader)?));
        let folders = match is_known {
            true => Some((0..reader.count()?).map(|_| folder(reader)).collect::<Option<Vec<_>>>()?.into()),
            false => None,
        };
        Some(Held { names, folders })
    }
}

impl Listing {
    /// What the world found.
    pub fn of(walk: Walk) -> Listing {
        let is_stamped = walk.files.iter().any(|(_, stamp)| stamp.is_some());
        let (paths, stamps): (Vec<_>, Vec<_>) = walk.files.into_iter().unzip();
        let stamps = if is_stamped { stamps.into() } else { Arc::default() };
        Listing { paths: paths.into(), stamps, folders: walk.folders.map(Into::into) }
    }

    /// What the folder held.
    pub fn held(&self) -> Held {
        let names = Fingerprint::of_all(self.paths.iter().map(|path| path.as_str().as_bytes()));
        Held { names, folders: self.folders.clone() }
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
    use crate::source::Walk;

    #[test]
    fn files_are_found_in_any_order() {
        let file = |name: &str, size| (SourcePath::new(name).unwrap(), size);
        let listing = |files| Listing::of(Walk { files, folders: None });
        let unstamped = listing(vec![file("a", None)]);
        let listing = listing(vec![file("a", Some((1, 1))), file("b", None), file("c", Some((3, 3)))]);
        let mut near = 0;
        let sizes = ["a", "b", "c", "a", "x", "c"].map(|path| listing.stamp(path, &mut near).map(|stamp| stamp.0));
        assert_eq!(sizes, [Some(1), None, Some(3), Some(1), None, Some(3)]);
        assert!(unstamped.stamps.is_empty());
    }
}
