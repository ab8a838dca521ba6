//! Records by name as they lie in a state, one after another: found one by one, none decoded before it is asked for.
//!
//! ```text
//! count u32 | where each ends u32 … | for each, in the order of the names: name, record
//! ```

use bytes::Bytes;

use super::near;
use crate::wire::{Reader, Writer};

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
pub(super) struct Shelf {
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

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// The record of this name, not read yet. `near` is where the last one was found: those in their order are found at once.
    pub fn find(&self, name: &str, near: &mut usize) -> Option<Reader<'_>> {
        let at = near::place_of(self.count, |at| self.entry(at).map_or("", |(known, _)| known), name, near)?;
        self.entry(at).map(|(_, reader)| reader)
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
