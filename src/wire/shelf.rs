//! Records by name as a build leaves them for the next one: found one by one, none decoded before it is asked for.
//!
//! ```text
//! count u32 | where each ends u32 … | for each, in the order of the names: name, record
//! ```

use std::cmp::Ordering;

use bytes::Bytes;

use super::{Reader, Writer};

/// What can stand on a shelf.
pub trait Shelved: Sized {
    /// Writes it; `room` is to put things together in, whatever it holds.
    fn keep(&self, writer: &mut Writer, room: &mut Writer);

    /// What `keep` wrote; `None` for damage. What it shares with the bytes it is read from is a slice of `whole`, which the
    /// reader reads.
    fn recall(reader: &mut Reader<'_>, whole: &Bytes) -> Option<Self>;
}

/// Records by name, sorted.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    bytes: Bytes,
    count: usize,
}

/// What a number takes in the table of ends.
const END: usize = 4;

impl Shelf {
    /// Writes records that are given in the order of their names.
    pub fn write<'a, T: Shelved + 'a>(records: impl ExactSizeIterator<Item = (&'a str, &'a T)>, writer: &mut Writer) {
        let (mut ends, count) = (Vec::with_capacity(records.len() * END), records.len() as u32);
        let (mut entries, mut room) = (Writer::with_capacity(records.len() * 256), Writer::new());
        for (name, record) in records {
            entries.text(name);
            record.keep(&mut entries, &mut room);
            ends.extend((entries.len() as u32).to_le_bytes());
        }
        writer.raw(&count.to_le_bytes());
        writer.raw(&ends);
        writer.raw(entries.bytes());
    }

    /// The shelf in bytes that `write` wrote; `None` for damage.
    pub fn of(bytes: Bytes) -> Option<Shelf> {
        let count = u32::from_le_bytes(bytes.get(..END)?.try_into().ok()?) as usize;
        let shelf = Shelf { bytes, count };
        let end = if count == 0 { shelf.start() } else { shelf.end(count - 1)? };
        (end == shelf.bytes.len()).then_some(shelf)
    }

    /// Whether nothing stands on it.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// The record of this name, not read yet. `near` is where the last one was found: those in their order are found at once.
    pub fn find(&self, name: &str, near: &mut usize) -> Option<Reader<'_>> {
        self.entry(self.place(name, near)?).map(|(_, reader)| reader)
    }

    /// The number of the record of this name; `near` as for `find`.
    pub fn place(&self, name: &str, near: &mut usize) -> Option<usize> {
        place_of(self.count, |at| self.entry(at).map_or("", |(known, _)| known), name, near)
    }

    /// A record by its number, not read yet, and its name.
    pub fn entry(&self, at: usize) -> Option<(&str, Reader<'_>)> {
        let start = if at == 0 { self.start() } else { self.end(at - 1)? };
        let mut reader = Reader::within(&self.bytes, start..self.end(at)?)?;
        Some((reader.text()?, reader))
    }

    /// All bytes, which records share.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Where the first record lies.
    fn start(&self) -> usize {
        END + self.count * END
    }

    /// Where a record ends.
    fn end(&self, at: usize) -> Option<usize> {
        let end = self.bytes.get(END + at * END..)?.first_chunk::<END>()?;
        self.start().checked_add(u32::from_le_bytes(*end) as usize)
    }
}

/// The place of `path` among so many that are sorted by `path_of`. `near` is where the last one was found: the next is most
/// often the next.
pub fn place_of<'a>(count: usize, path_of: impl Fn(usize) -> &'a str, path: &str, near: &mut usize) -> Option<usize> {
    let is_at = |at: &usize| *at < count && path_of(*at) == path;
    let at = match [*near, *near + 1].into_iter().find(is_at) {
        Some(at) => at,
        None => search(count, |at| path_of(at).cmp(path))?,
    };
    *near = at;
    Some(at)
}

fn search(count: usize, compared: impl Fn(usize) -> Ordering) -> Option<usize> {
    let (mut low, mut high) = (0, count);
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
