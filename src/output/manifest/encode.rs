//! A manifest as bytes, for the cache: flat arrays, little-endian, a fingerprint of it all at the end.
//!
//! ```text
//! version u32 | options u8 | quiet since i64 | files u32 | folders u32 | bytes of names u32
//! ends of names u32 … | entries … | folders' looks … | names | fingerprint u128
//! ```

use super::{Entry, Manifest, Origin};
use crate::fingerprint::Fingerprint;
use crate::output::disk::DiskOptions;
use crate::output::file;
use crate::output::stamp::{Seen, Stamp};

/// Changed with the form.
const VERSION: u32 = 0x6c6c_0002;

const KEEP_DOTFILES: u8 = 1;
const HARD_LINK: u8 = 2;

const SETTLED: u8 = 1;
const SOURCE: u8 = 2;
const LINKED: u8 = 4;

/// The length of a look: four numbers and a byte.
const LOOK: usize = 33;
/// The length of an entry: a look and a fingerprint or time.
const ENTRY: usize = LOOK + 16;

impl Manifest {
    /// Appends the manifest to `out`.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let start = out.len();
        out.reserve(64 + self.len() * (ENTRY + 4) + self.looks.len() * LOOK + self.names.len());
        out.extend(VERSION.to_le_bytes());
        let flag = |on: bool, bit: u8| if on { bit } else { 0 };
        out.push(flag(self.options.keep_dotfiles, KEEP_DOTFILES) | flag(self.options.hard_link, HARD_LINK));
        out.extend(self.quiet_since.to_le_bytes());
        for count in [self.len(), self.looks.len(), self.names.len()] {
            out.extend((count as u32).to_le_bytes());
        }
        for end in &self.ends {
            out.extend(end.to_le_bytes());
        }
        for entry in &self.entries {
            let (bits, detail) = match entry.origin {
                Origin::Bytes(fingerprint) => (0, fingerprint.bits()),
                Origin::Source { modified, linked } => {
                    (SOURCE | flag(linked, LINKED), u128::from(modified.cast_unsigned()))
                }
            };
            encode_look(&entry.seen, bits, out);
            out.extend(detail.to_le_bytes());
        }
        for look in &self.looks {
            encode_look(look, 0, out);
        }
        out.extend(self.names.as_bytes());
        let proof = Fingerprint::of(&out[start..]);
        out.extend(proof.bits().to_le_bytes());
    }

    /// The manifest in bytes that [`encode`](Manifest::encode) wrote; none if they are damaged, or of another version.
    pub fn decode(bytes: &[u8]) -> Option<Manifest> {
        let (bytes, proof) = bytes.split_last_chunk::<16>()?;
        if Fingerprint::of(bytes).bits() != u128::from_le_bytes(*proof) {
            return None;
        }
        let mut rest = bytes;
        if number(&mut rest)? != VERSION {
            return None;
        }
        let options = take(&mut rest, 1)?[0];
        let options = DiskOptions { keep_dotfiles: options & KEEP_DOTFILES != 0, hard_link: options & HARD_LINK != 0 };
        let quiet_since = i64::from_le_bytes(take(&mut rest, 8)?.try_into().ok()?);
        let [files, folders, length] = [number(&mut rest)?, number(&mut rest)?, number(&mut rest)?];
        let ends = take(&mut rest, (files as usize).checked_mul(4)?)?;
        let entries = take(&mut rest, (files as usize).checked_mul(ENTRY)?)?;
        let looks = take(&mut rest, (folders as usize).checked_mul(LOOK)?)?;
        let names = str::from_utf8(rest).ok().filter(|names| names.len() == length as usize)?;

        let ends: Vec<u32> = ends.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
        if !are_routes(names, &ends) {
            return None;
        }
        let entries = entries.as_chunks::<ENTRY>().0.iter().map(decode_entry).collect();
        let mut manifest = Manifest::new(names.to_owned(), ends, entries, options);
        if manifest.looks.len() != folders as usize {
            return None;
        }
        manifest.quiet_since = quiet_since;
        manifest.looks = looks.as_chunks::<LOOK>().0.iter().map(|bytes| decode_look(bytes).0).collect();
        Some(manifest)
    }
}

fn encode_look(look: &Seen, bits: u8, out: &mut Vec<u8>) {
    let mut bytes = [0; LOOK];
    let Stamp { size, modified, changed, inode } = look.stamp;
    let numbers = [size, modified.cast_unsigned(), changed.cast_unsigned(), inode];
    for (place, number) in bytes.as_chunks_mut::<8>().0.iter_mut().zip(numbers) {
        *place = number.to_le_bytes();
    }
    bytes[LOOK - 1] = bits | if look.settled { SETTLED } else { 0 };
    out.extend(bytes);
}

/// A look and the bits beside it.
fn decode_look(bytes: &[u8; LOOK]) -> (Seen, u8) {
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

fn decode_entry(bytes: &[u8; ENTRY]) -> Entry {
    let mut look = [0; LOOK];
    look.copy_from_slice(&bytes[..LOOK]);
    let (seen, bits) = decode_look(&look);
    let mut detail = [0; 16];
    detail.copy_from_slice(&bytes[LOOK..]);
    let detail = u128::from_le_bytes(detail);
    let origin = if bits & SOURCE == 0 {
        Origin::Bytes(Fingerprint::from_bits(detail))
    } else {
        Origin::Source { modified: (detail as u64).cast_signed(), linked: bits & LINKED != 0 }
    };
    Entry { seen, origin }
}

/// Whether the names are routes, in ascending order: what is removed by them must lie in the output.
fn are_routes(names: &str, ends: &[u32]) -> bool {
    let mut start = 0;
    let mut before = "";
    for end in ends {
        let Some(name) = names.get(start..*end as usize) else { return false };
        if name <= before || !file::is_inside(name) {
            return false;
        }
        (start, before) = (*end as usize, name);
    }
    start == names.len()
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(taken)
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    take(rest, 4)?.try_into().ok().map(u32::from_le_bytes)
}
