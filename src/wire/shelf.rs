//! Records by name as a build leaves them for the next one: found one by one, none read or decoded before it is asked for.
//!
//! ```text
//! the records in the order of their names, each with its name, in blocks | index | length of the index u32
//! index: count of records u32, of blocks u32 | where each record ends u32 … | for each block:
//!        its first record u32, its fingerprint u128, the name of its first record
//! ```

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use super::{Reader, Writer};
use crate::fingerprint::Fingerprint;

/// What can stand on a shelf.
pub trait Shelved: Sized {
    /// Writes it; `room` is to put things together in, whatever it holds.
    fn keep(&self, writer: &mut Writer, room: &mut Writer);

    /// What `keep` wrote; `None` for damage. What it shares with the bytes it is read from is a slice of `whole`, which the
    /// reader reads.
    fn recall(reader: &mut Reader<'_>, whole: &Bytes) -> Option<Self>;
}

/// Records by name, sorted. A copy shares them.
#[derive(Clone, Default)]
pub struct Shelf(Arc<Inner>);

#[derive(Default)]
struct Inner {
    read: Option<Box<ReadPart>>,
    /// Where each record ends: four bytes for each.
    ends: Bytes,
    blocks: Vec<Block>,
}

/// Gives a part of the shelf's bytes.
type ReadPart = dyn Fn(Range<usize>) -> Option<Bytes> + Send + Sync;

/// Records that are read together.
struct Block {
    /// The number of the first.
    first: usize,
    name: Box<str>,
    print: Fingerprint,
    /// The bytes, once somebody asked for them; none for damage.
    bytes: OnceLock<Option<Bytes>>,
}

/// What a whole number takes in the index.
const NUMBER: usize = 4;

/// A block ends with the record that reaches this length.
const BLOCK: usize = 16 << 10;

impl Shelf {
    /// Writes records that are given in the order of their names, and gives the fingerprint of the index.
    pub fn write<'a, T: Shelved + 'a>(
        records: impl ExactSizeIterator<Item = (&'a str, &'a T)>,
        writer: &mut Writer,
    ) -> Fingerprint {
        let count = records.len();
        let (mut ends, mut blocks, mut room) = (Vec::with_capacity(count * NUMBER), Writer::new(), Writer::new());
        let first = writer.len();
        let (mut start, mut number) = (first, 0u32);
        let mut records = records.enumerate().peekable();
        while let Some((at, (name, record))) = records.next() {
            if writer.len() == start {
                number += 1;
                blocks.raw(&(at as u32).to_le_bytes());
                blocks.text(name);
            }
            writer.text(name);
            record.keep(writer, &mut room);
            ends.extend(((writer.len() - first) as u32).to_le_bytes());
            if writer.len() - start >= BLOCK || records.peek().is_none() {
                blocks.fingerprint(Fingerprint::of(&writer.bytes()[start..]));
                start = writer.len();
            }
        }
        let mut index = Writer::with_capacity(ends.len() + blocks.len() + 2 * NUMBER);
        index.raw(&(count as u32).to_le_bytes());
        index.raw(&number.to_le_bytes());
        index.raw(&ends);
        index.raw(blocks.bytes());
        writer.raw(index.bytes());
        writer.raw(&(index.len() as u32).to_le_bytes());
        Fingerprint::of(index.bytes())
    }

    /// The shelf of so many bytes that `write` wrote and `read` reads by their places; `None` for damage. `print` is what `write`
    /// gave, where somebody else may have touched them.
    pub fn open(
        length: usize,
        print: Option<Fingerprint>,
        read: impl Fn(Range<usize>) -> Option<Bytes> + Send + Sync + 'static,
    ) -> Option<Shelf> {
        let behind = length.checked_sub(NUMBER)?;
        let start = behind.checked_sub(number(&read(behind..length)?, 0)?)?;
        let index = read(start..behind)?;
        if print.is_some_and(|print| Fingerprint::of(&index) != print) {
            return None;
        }
        let (count, blocks) = (number(&index, 0)?, number(&index, NUMBER)?);
        let table = 2 * NUMBER..(2 * NUMBER).checked_add(count.checked_mul(NUMBER)?)?;
        let mut reader = Reader::within(&index, table.end..index.len())?;
        let mut block = || {
            let first = number(reader.raw(NUMBER)?, 0).filter(|first| *first < count)?;
            Some(Block { first, name: reader.text()?.into(), print: reader.fingerprint()?, bytes: OnceLock::new() })
        };
        let blocks = (0..blocks).map(|_| block()).collect::<Option<Vec<_>>>()?;
        let ends = index.slice(table);
        let end = if count == 0 { 0 } else { number(&ends, (count - 1) * NUMBER)? };
        let is_whole = reader.is_done() && start == end && (count == 0) == blocks.is_empty();
        is_whole.then(|| Shelf(Arc::new(Inner { read: Some(Box::new(read)), ends, blocks })))
    }

    /// The shelf in `bytes`, which are whole.
    pub fn of(bytes: Bytes) -> Option<Shelf> {
        Shelf::open(bytes.len(), None, move |part| (part.end <= bytes.len()).then(|| bytes.slice(part)))
    }

    /// Whether nothing stands on it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.ends.len() / NUMBER
    }

    /// The record of this name, not decoded yet, and the bytes it shares. `near` is where the last one was found: those in their
    /// order are found at once.
    pub fn find(&self, name: &str, near: &mut usize) -> Option<(Reader<'_>, &Bytes)> {
        let (_, reader, whole) = self.entry(self.place(name, near)?)?;
        Some((reader, whole))
    }

    /// The number of the record of this name; `near` as for `find`.
    pub fn place(&self, name: &str, near: &mut usize) -> Option<usize> {
        let known = |at| self.entry(at).map_or("", |(known, ..)| known);
        let is_at = |at: &usize| *at < self.len() && known(*at) == name;
        if let Some(at) = [*near, *near + 1].into_iter().find(is_at) {
            *near = at;
            return Some(at);
        }
        let blocks = &self.0.blocks;
        let block = blocks.partition_point(|block| *block.name <= *name).checked_sub(1)?;
        let entries = blocks[block].first..blocks.get(block + 1).map_or(self.len(), |next| next.first);
        let at = search(entries, |at| known(at).cmp(name))?;
        *near = at;
        Some(at)
    }

    /// A record by its number: its name, itself, not decoded yet, and the bytes it shares.
    pub fn entry(&self, at: usize) -> Option<(&str, Reader<'_>, &Bytes)> {
        let block = self.0.blocks.partition_point(|block| block.first <= at).checked_sub(1)?;
        let start = self.start(self.0.blocks[block].first)?;
        let bytes = self.block(block, start)?;
        let place = self.start(at)?.checked_sub(start)?..self.start(at + 1)?.checked_sub(start)?;
        let mut reader = Reader::within(bytes, place)?;
        Some((reader.text()?, reader, bytes))
    }

    /// The bytes of a block that starts there.
    fn block(&self, at: usize, start: usize) -> Option<&Bytes> {
        let Inner { read, blocks, .. } = &*self.0;
        let block = &blocks[at];
        let bytes = block.bytes.get_or_init(|| {
            let end = self.start(blocks.get(at + 1).map_or(self.len(), |next| next.first))?;
            let bytes = read.as_ref()?((start <= end).then_some(start..end)?)?;
            (Fingerprint::of(&bytes) == block.print).then_some(bytes)
        });
        bytes.as_ref()
    }

    /// Where a record starts, which is where the one before ends.
    fn start(&self, at: usize) -> Option<usize> {
        if at == 0 { Some(0) } else { number(&self.0.ends, (at - 1) * NUMBER) }
    }
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shelf").field("count", &self.len()).finish_non_exhaustive()
    }
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk::<NUMBER>()?) as usize)
}

/// The place of `path` among so many that are sorted by `path_of`. `near` is where the last one was found: the next is most
/// often the next.
pub fn place_of<'a>(count: usize, path_of: impl Fn(usize) -> &'a str, path: &str, near: &mut usize) -> Option<usize> {
    let is_at = |at: &usize| *at < count && path_of(*at) == path;
    let at = match [*near, *near + 1].into_iter().find(is_at) {
        Some(at) => at,
        None => search(0..count, |at| path_of(at).cmp(path))?,
    };
    *near = at;
    Some(at)
}

fn search(among: Range<usize>, compared: impl Fn(usize) -> Ordering) -> Option<usize> {
    let (mut low, mut high) = (among.start, among.end);
    while low < high {
        let middle = low.midpoint(high);
        match compared(middle) {
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
            Ordering::Equal => return Some(middle),
        }
    }
    None
}

/// A blob, shared with the bytes that are read: `whole`.
pub fn slice(reader: &mut Reader<'_>, whole: &Bytes) -> Option<Bytes> {
    let length = reader.blob()?.len();
    // Nothing need not be shared.
    if length == 0 {
        return Some(Bytes::new());
    }
    let end = reader.position();
    Some(whole.slice(end - length..end))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;

    use super::{Fingerprint, Reader, Shelf, Shelved, Writer};

    #[derive(Debug, PartialEq)]
    struct Text(String);

    impl Shelved for Text {
        fn keep(&self, writer: &mut Writer, _: &mut Writer) {
            writer.text(&self.0);
        }

        fn recall(reader: &mut Reader<'_>, _: &Bytes) -> Option<Text> {
            reader.text().map(|text| Text(text.to_owned()))
        }
    }

    fn written(records: &[(String, Text)]) -> (Bytes, Fingerprint) {
        let mut writer = Writer::new();
        let print = Shelf::write(records.iter().map(|(name, text)| (name.as_str(), text)), &mut writer);
        (writer.into_bytes().into(), print)
    }

    fn open((bytes, print): (Bytes, Fingerprint)) -> Option<Shelf> {
        Shelf::open(bytes.len(), Some(print), move |part| (part.end <= bytes.len()).then(|| bytes.slice(part)))
    }

    fn found(shelf: &Shelf, name: &str, near: &mut usize) -> Option<Text> {
        let (mut reader, whole) = shelf.find(name, near)?;
        Text::recall(&mut reader, whole)
    }

    fn many() -> Vec<(String, Text)> {
        // Some thousand bytes each, so that there are many blocks.
        (0..40).map(|at| (format!("n{at:03}"), Text(format!("{at}").repeat(1500)))).collect()
    }

    proptest! {
        #[test]
        fn records_are_found_in_any_order(
            names in prop::collection::btree_set("[a-c/]{0,3}", 0..30),
            length in 0usize..3000,
            asked in prop::collection::vec("[a-c/]{0,3}", 0..30),
        ) {
            let records: Vec<_> = names.iter().map(|name| (name.clone(), Text(name.repeat(length)))).collect();
            let shelf = open(written(&records)).unwrap();
            prop_assert_eq!((shelf.len(), shelf.is_empty()), (names.len(), names.is_empty()));
            let mut near = 0;
            for name in names.iter().chain(&asked) {
                let wanted = names.contains(name).then(|| Text(name.repeat(length)));
                prop_assert_eq!(found(&shelf, name, &mut near), wanted);
            }
        }

        #[test]
        fn no_damage_gives_another_record(at in any::<prop::sample::Index>(), by in 1..=255u8) {
            let (bytes, print) = written(&many());
            let mut damaged = bytes.to_vec();
            let at = at.index(damaged.len());
            damaged[at] ^= by;
            if let Some(shelf) = open((damaged.into(), print)) {
                for (name, text) in many() {
                    prop_assert!(found(&shelf, &name, &mut 0).is_none_or(|found| found == text));
                }
            }
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Some(shelf) = Shelf::of(bytes.into()) {
                for at in 0..shelf.len().min(100) {
                    shelf.entry(at);
                }
                shelf.find("a", &mut 0);
            }
        }
    }

    #[test]
    fn a_part_of_it_is_none() {
        let (bytes, print) = written(&many());
        for length in (0..bytes.len()).step_by(7) {
            assert!(open((bytes.slice(..length), print)).is_none(), "{length}");
        }
    }

    #[test]
    fn only_what_is_asked_for_is_read() {
        use std::sync::Arc;
        use std::sync::atomic::{AtomicUsize, Ordering};
        let (bytes, print) = written(&many());
        let read = Arc::new(AtomicUsize::new(0));
        let (count, all) = (read.clone(), bytes.len());
        let shelf = Shelf::open(bytes.len(), Some(print), move |part| {
            count.fetch_add(part.len(), Ordering::Relaxed);
            Some(bytes.slice(part))
        });
        let shelf = shelf.unwrap();
        assert!(read.load(Ordering::Relaxed) < 1000);
        found(&shelf, "n020", &mut 0).unwrap();
        found(&shelf, "n020", &mut 0).unwrap();
        // Its block, and the first one, where it could have been.
        assert!(read.load(Ordering::Relaxed) < 45_000 && all > 100_000);
    }
}
