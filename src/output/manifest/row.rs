//! What a manifest knows of a file or folder, as a row of bytes: numbers, little-endian.

use super::tree::Folder;
use super::{Entry, Origin};
use crate::fingerprint::Fingerprint;
use crate::output::stamp::{Seen, Stamp};

const SETTLED: u8 = 1;
const SOURCE: u8 = 2;
const LINKED: u8 = 4;

/// The length of a look: four numbers and a byte.
const LOOK: usize = 33;
/// The length of a folder's look: its number as well.
pub(super) const FOLDER_LOOK: usize = 4 + LOOK;
/// The length of an entry: a look and a fingerprint or time.
pub(super) const ENTRY: usize = LOOK + 16;
/// The length of a folder: three numbers of 32 bits.
pub(super) const FOLDER: usize = 12;

/// How a folder looked, in bytes.
pub(super) fn of_look((folder, look): &(u32, Seen)) -> [u8; FOLDER_LOOK] {
    let mut bytes = [0; FOLDER_LOOK];
    bytes[..4].copy_from_slice(&folder.to_le_bytes());
    bytes[4..].copy_from_slice(&with_bits(look, 0));
    bytes
}

/// The number of the folder in bytes that `of_look` made.
pub(super) fn looked_at(bytes: &[u8; FOLDER_LOOK]) -> u32 {
    bytes.first_chunk().map_or(0, |number| u32::from_le_bytes(*number))
}

/// The look in bytes that `of_look` made.
pub(super) fn look(bytes: &[u8; FOLDER_LOOK]) -> Seen {
    bytes.last_chunk().map_or_else(Seen::default, |look| without_bits(look).0)
}

/// An entry in bytes.
pub(super) fn of_entry(entry: &Entry) -> [u8; ENTRY] {
    let (bits, detail) = match entry.origin {
        Origin::Bytes(fingerprint) => (0, fingerprint.bits()),
        Origin::Source { modified, linked } => {
            (SOURCE | if linked { LINKED } else { 0 }, u128::from(modified.cast_unsigned()))
        }
    };
    let mut bytes = [0; ENTRY];
    bytes[..LOOK].copy_from_slice(&with_bits(&entry.seen, bits));
    bytes[LOOK..].copy_from_slice(&detail.to_le_bytes());
    bytes
}

/// The entry in bytes that `of_entry` made.
pub(super) fn entry(bytes: &[u8; ENTRY]) -> Entry {
    let (mut look, mut detail) = ([0; LOOK], [0; 16]);
    look.copy_from_slice(&bytes[..LOOK]);
    detail.copy_from_slice(&bytes[LOOK..]);
    let (seen, bits) = without_bits(&look);
    let detail = u128::from_le_bytes(detail);
    let origin = if bits & SOURCE == 0 {
        Origin::Bytes(Fingerprint::from_bits(detail))
    } else {
        Origin::Source { modified: (detail as u64).cast_signed(), linked: bits & LINKED != 0 }
    };
    Entry { seen, origin }
}

/// Whether an entry in bytes is settled.
pub(super) fn is_settled(bytes: &[u8; ENTRY]) -> bool {
    bytes[LOOK - 1] & SETTLED != 0
}

/// A folder in bytes.
pub(super) fn of_folder(folder: &Folder) -> [u8; FOLDER] {
    let mut bytes = [0; FOLDER];
    let numbers = [folder.file, folder.length, folder.parent];
    for (place, number) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(numbers) {
        *place = number.to_le_bytes();
    }
    bytes
}

/// The folder in bytes that `of_folder` made.
pub(super) fn folder(bytes: &[u8; FOLDER]) -> Folder {
    let (numbers, _) = bytes.as_chunks::<4>();
    let number = |at: usize| u32::from_le_bytes(numbers[at]);
    Folder { file: number(0), length: number(1), parent: number(2) }
}

fn with_bits(look: &Seen, bits: u8) -> [u8; LOOK] {
    let mut bytes = [0; LOOK];
    let Stamp { size, modified, changed, inode } = look.stamp;
    let numbers = [size, modified.cast_unsigned(), changed.cast_unsigned(), inode];
    for (place, number) in bytes.as_chunks_mut::<8>().0.iter_mut().zip(numbers) {
        *place = number.to_le_bytes();
    }
    bytes[LOOK - 1] = bits | if look.settled { SETTLED } else { 0 };
    bytes
}

/// A look and the bits beside it.
fn without_bits(bytes: &[u8; LOOK]) -> (Seen, u8) {
    let (numbers, _) = bytes.as_chunks::<8>();
    let number = |at: usize| u64::from_le_bytes(numbers[at]);
    let stamp = Stamp {
        size: number(0),
        modified: number(1).cast_signed(),
        changed: number(2).cast_signed(),
        inode: number(3),
    };
    let bits = bytes[LOOK - 1];
    (Seen { stamp, settled: bits & SETTLED != 0 }, bits)
}
