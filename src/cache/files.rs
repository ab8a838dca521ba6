//! Files with their stamps, as they lie in a state.

use bytes::Bytes;

use crate::source::FileStamp;
use crate::wire::{Names, Reader, Writer, slice};

/// A stamp that may be absent: whether it is there, the size, the mark.
const ROW: usize = 1 + 8 + 16;

/// Files sorted by their paths, with their stamps; none for those that were not there. Read where they lie: of what may be a
/// hundred thousand files most are only looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Files {
    names: Names,
    stamps: Bytes,
}

impl Files {
    /// These files, which must be sorted.
    pub fn collect(files: &[(&str, Option<FileStamp>)]) -> Files {
        let mut stamps = Vec::with_capacity(files.len() * ROW);
        files.iter().for_each(|(_, stamp)| stamps.extend_from_slice(&row(*stamp)));
        Files { names: Names::collect(files.iter().map(|(path, _)| *path)), stamps: stamps.into() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// A file by its number, which must be less than `len`.
    pub fn get(&self, at: usize) -> (&str, Option<FileStamp>) {
        (self.names.get(at), self.stamp_at(at))
    }

    fn stamp_at(&self, at: usize) -> Option<FileStamp> {
        let (is_there, rest) = self.stamps.as_chunks::<ROW>().0[at].split_first()?;
        let (size, mark) = rest.split_first_chunk()?;
        (*is_there != 0).then_some((u64::from_le_bytes(*size), i128::from_le_bytes(mark.try_into().ok()?)))
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<FileStamp>)> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// The stamp of a file, if it is one of them. `near` is where the last one was found.
    pub fn find(&self, path: &str, near: &mut usize) -> Option<Option<FileStamp>> {
        self.names.find(path, near).map(|at| self.stamp_at(at))
    }

    /// The same files with these stamps in place of theirs; `None` if one of `newer` is none of them.
    pub fn with(&self, newer: &[(&str, Option<FileStamp>)]) -> Option<Files> {
        let mut stamps = self.stamps.to_vec();
        let mut near = 0;
        for (path, stamp) in newer {
            let at = self.names.find(path, &mut near)?;
            stamps.as_chunks_mut::<ROW>().0[at] = row(*stamp);
        }
        Some(Files { names: self.names.clone(), stamps: stamps.into() })
    }

    /// These files and others, also sorted, whose stamps count where both are known.
    pub fn and(&self, newer: &[(&str, Option<FileStamp>)]) -> Files {
        let mut newer = newer.iter().copied().peekable();
        let mut files: Vec<(&str, Option<FileStamp>)> = Vec::with_capacity(self.len() + newer.len());
        for (path, stamp) in self.iter() {
            while let Some(before) = newer.next_if(|(other, _)| *other < path) {
                files.push(before);
            }
            files.push(newer.next_if(|(other, _)| *other == path).unwrap_or((path, stamp)));
        }
        files.extend(newer);
        Files::collect(&files)
    }

    /// Writes them.
    pub fn keep(&self, writer: &mut Writer) {
        writer.blob(self.names.ends());
        writer.text(self.names.text());
        writer.blob(&self.stamps);
    }

    /// What `keep` wrote, shared with the bytes that are read: `whole`; `None` for damage.
    pub fn recall(reader: &mut Reader<'_>, whole: &Bytes) -> Option<Files> {
        let (ends, text, stamps) = (slice(reader, whole)?, slice(reader, whole)?, slice(reader, whole)?);
        let names = Names::open(ends, text)?;
        (stamps.len() == names.len() * ROW).then_some(Files { names, stamps })
    }
}

fn row(stamp: Option<FileStamp>) -> [u8; ROW] {
    let (size, mark) = stamp.unwrap_or_default();
    let mut row = [0; ROW];
    row[0] = u8::from(stamp.is_some());
    row[1..9].copy_from_slice(&size.to_le_bytes());
    row[9..].copy_from_slice(&mark.to_le_bytes());
    row
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::Files;
    use crate::wire::{Reader, Writer};

    #[test]
    fn files_come_back_as_they_were() {
        let list = [("a", Some((1, -1))), ("b/c", None), ("b/d", Some((u64::MAX, i128::MAX)))];
        let files = Files::collect(&list);
        assert!(files.iter().eq(list));
        let mut writer = Writer::new();
        writer.flag(true);
        files.keep(&mut writer);
        let bytes = Bytes::from(writer.into_bytes());
        let recall = |bytes: &Bytes| {
            let mut reader = Reader::new(bytes);
            reader.flag()?;
            Files::recall(&mut reader, bytes)
        };
        assert_eq!(recall(&bytes), Some(files.clone()));
        assert_eq!(recall(&bytes.slice(..bytes.len() - 1)), None);
        let mut near = 0;
        let found = ["b/d", "a", "b/c", "b"].map(|path| files.find(path, &mut near));
        assert_eq!(found, [Some(list[2].1), Some(list[0].1), Some(None), None]);
        let newer = files.with(&[("a", None), ("b/d", Some((7, 8)))]).unwrap();
        assert!(newer.iter().eq([("a", None), ("b/c", None), ("b/d", Some((7, 8)))]));
        assert_eq!(files.with(&[("a", None), ("c", None)]), None);
        let more = files.and(&[("", None), ("b/c", Some((7, 8))), ("c", None)]);
        assert!(more.iter().eq([("", None), list[0], ("b/c", Some((7, 8))), list[2], ("c", None)]));
    }
}
