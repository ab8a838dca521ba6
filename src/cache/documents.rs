//! The documents of a state, in the order of their paths.

use super::near;
use super::next::KeptDocument;
use super::record::DocumentRecord;
use crate::path::SourcePath;

/// Documents with their stamps, sorted by path: whoever asks for one asks for the next most often.
#[derive(Debug, Default)]
pub(super) struct Documents(Vec<(SourcePath, DocumentRecord)>);

impl Documents {
    /// These, in whatever order.
    pub fn of(documents: Vec<KeptDocument>) -> Documents {
        let record = |(path, stamp, document)| (path, DocumentRecord { stamp, document });
        let documents = documents.into_iter().map(record);
        Documents::sorted(documents.collect())
    }

    /// The same of records.
    pub fn sorted(mut documents: Vec<(SourcePath, DocumentRecord)>) -> Documents {
        // Stable, since that is quick where most of it is sorted.
        documents.sort_by(|(a, _), (b, _)| a.cmp(b));
        Documents(documents)
    }

    /// The document at `path`. `near` is where the last one was found: documents in their order are found at once.
    pub fn find(&self, path: &str, near: &mut usize) -> Option<&DocumentRecord> {
        let at = near::place(&self.0, |(known, _)| known.as_str(), path, near)?;
        Some(&self.0[at].1)
    }

    /// All of them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &(SourcePath, DocumentRecord)> {
        self.0.iter()
    }

    /// All of them, to be changed.
    pub fn records_mut(&mut self) -> impl Iterator<Item = &mut DocumentRecord> {
        self.0.iter_mut().map(|(_, record)| record)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::Documents;
    use crate::cache::Kept;
    use crate::path::SourcePath;

    #[test]
    fn documents_are_found_in_any_order() {
        let kept = |name: &str, size| (SourcePath::new(name).unwrap(), Some((size, 0)), Kept::Bytes(Bytes::new()));
        let documents = Documents::of(vec![kept("b", 2), kept("c", 3), kept("a", 1)]);
        let mut near = 0;
        let sizes = ["a", "b", "c", "a", "x", "c"].map(|path| Some(documents.find(path, &mut near)?.stamp?.0));
        assert_eq!(sizes, [Some(1), Some(2), Some(3), Some(1), None, Some(3)]);
    }
}
