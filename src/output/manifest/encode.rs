//! A manifest as bytes, for the cache: flat arrays, little-endian, a fingerprint of it all at the end.
//!
//! ```text
//! version u32 | options u8 | quiet since i64 | files u32 | folders u32 | looks u32 | bytes of names u32
//! ends of names u32 … | entries … | folders … | each file's folder u32 … | names | looks of folders … | fingerprint u128
//! ```
//! What changes in length from build to build while the files stay the same stands at the end.

use bytes::Bytes;

use super::Manifest;
use super::row::{ENTRY, FOLDER, FOLDER_LOOK};
use super::rows::Rows;
use super::slots::Slots;
use crate::fingerprint::Fingerprint;
use crate::output::disk::DiskOptions;
use crate::output::file;
use crate::wire::Names;

/// Changed with the form.
const VERSION: u32 = 0x6c6c_0004;

const KEEP_DOTFILES: u8 = 1;
const HARD_LINK: u8 = 2;

impl Manifest {
    /// Appends the manifest to `out`.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let start = out.len();
        let parts = [
            self.names.ends(),
            self.entries.bytes(),
            self.folders.bytes(),
            self.folder_of.bytes(),
            self.names.text().as_bytes(),
            self.looks.bytes(),
        ];
        out.reserve(64 + parts.iter().map(|part| part.len()).sum::<usize>());
        out.extend(VERSION.to_le_bytes());
        let flag = |on: bool, bit: u8| if on { bit } else { 0 };
        out.push(flag(self.options.keep_dotfiles, KEEP_DOTFILES) | flag(self.options.hard_link, HARD_LINK));
        out.extend(self.quiet_since.to_le_bytes());
        for count in [self.len(), self.folder_count(), self.looks.all().len(), self.names.text().len()] {
            out.extend((count as u32).to_le_bytes());
        }
        parts.iter().for_each(|part| out.extend_from_slice(part));
        let proof = Fingerprint::of(&out[start..]);
        out.extend(proof.bits().to_le_bytes());
    }

    /// The manifest in bytes that [`encode`](Manifest::encode) wrote, which stay where they are; none if they are damaged, or of
    /// another version.
    pub fn decode(bytes: &Bytes) -> Option<Manifest> {
        let (proven, proof) = bytes.split_last_chunk::<16>()?;
        if Fingerprint::of(proven).bits() != u128::from_le_bytes(*proof) {
            return None;
        }
        let mut rest = bytes.slice(..proven.len());
        if number(&mut rest)? != VERSION {
            return None;
        }
        let options = take(&mut rest, 1, 1)?[0];
        let options = DiskOptions { keep_dotfiles: options & KEEP_DOTFILES != 0, hard_link: options & HARD_LINK != 0 };
        let quiet_since = i64::from_le_bytes(take(&mut rest, 8, 1)?.as_ref().try_into().ok()?);
        let [files, folders, looks, length] =
            [number(&mut rest)?, number(&mut rest)?, number(&mut rest)?, number(&mut rest)?];
        let ends = take(&mut rest, 4, files)?;
        let manifest = Manifest {
            entries: Rows::open(take(&mut rest, ENTRY, files)?)?,
            folders: Rows::open(take(&mut rest, FOLDER, folders)?)?,
            folder_of: Rows::open(take(&mut rest, 4, files)?)?,
            names: Names::open(ends, take(&mut rest, length as usize, 1)?)?,
            looks: Rows::open(take(&mut rest, FOLDER_LOOK, looks)?)?,
            quiet_since,
            slots: Slots::default(),
            options,
        };
        // What is removed by its name must lie in the output.
        (rest.is_empty() && are_inside(&manifest.names) && manifest.has_true_folders()).then_some(manifest)
    }
}

/// Whether all names lead to something inside the folder they are relative to.
fn are_inside(names: &Names) -> bool {
    // Mostly a look at all of them together tells: a part without a letter begins or ends a name, or one of these is there.
    let is_plain = !names.text().contains("//") && !names.text().contains("./");
    let begins_and_ends = |name: &str| !name.is_empty() && !name.starts_with('/') && !name.ends_with(['/', '.']);
    names.iter().all(|name| is_plain && begins_and_ends(name) || file::is_inside(name))
}

/// The next `count` rows of `length` bytes.
fn take(rest: &mut Bytes, length: usize, count: u32) -> Option<Bytes> {
    let length = length.checked_mul(count as usize)?;
    (length <= rest.len()).then(|| rest.split_to(length))
}

fn number(rest: &mut Bytes) -> Option<u32> {
    take(rest, 4, 1)?.as_ref().try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::are_inside;
    use crate::output::file;
    use crate::wire::Names;

    proptest! {
        #[test]
        fn a_look_at_all_names_says_what_looks_at_each_say(names in prop::collection::btree_set("[a./]{0,5}|[a./]{0,2}/\\.{0,3}", 0..4)) {
            let each = names.iter().all(|name| file::is_inside(name));
            prop_assert_eq!(are_inside(&Names::collect(names.iter().map(String::as_str))), each);
        }
    }
}
