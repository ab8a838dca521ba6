//! What the last committed build left in the output: every file's content and stamp, every folder's stamp.
//!
//! Kept from one build to the next, it lets a build know, by looking at stamps only, that the output is still what was
//! put there: nobody changed, added or removed a file.

mod encode;
#[cfg(test)]
mod tests;
mod tree;

use std::hash::Hasher;
use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::FxHasher;

use super::directory::{Directory, Kind};
use super::disk::DiskOptions;
use super::stamp::{Seen, Stamp};
use crate::fingerprint::Fingerprint;
use tree::Folder;

/// What the last committed build left in the output. Files are sorted by their routes.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// All routes, one after the other.
    names: String,
    /// Where each route ends in `names`.
    ends: Vec<u32>,
    entries: Vec<Entry>,
    /// The folders with files in or below them, outer before inner ones, the output itself first.
    folders: Vec<Folder>,
    /// How each folder looked; the default for one that was not looked at.
    looks: Vec<Seen>,
    /// Of folders that were not looked at: nothing in them changed since, by the clock of the file system; 0 if that is not known.
    pub(super) quiet_since: i64,
    /// Each file's folder.
    folder_of: Vec<u32>,
    /// Finds a file by the hash of its route, once somebody asks for one: its number and one, 0 where there is none.
    slots: OnceLock<Vec<u32>>,
    /// The options of the build.
    pub(super) options: DiskOptions,
}

/// What is known of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// How the file looked.
    pub seen: Seen,
    /// What was put there.
    pub origin: Origin,
}

/// What was put at a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// Bytes with this fingerprint.
    Bytes(Fingerprint),
    /// A source file.
    Source {
        /// Its time of change in nanoseconds since 1970; 0 if it proves nothing.
        modified: i64,
        /// It is linked, not copied.
        linked: bool,
    },
}

impl Default for Manifest {
    fn default() -> Manifest {
        Manifest::new(String::new(), Vec::new(), Vec::new(), DiskOptions::default())
    }
}

impl Manifest {
    /// The manifest of files given in the order of their routes. No folder was looked at yet.
    pub(super) fn collect<'a>(
        files: impl ExactSizeIterator<Item = (&'a str, Entry)>,
        options: DiskOptions,
    ) -> Manifest {
        let mut names = String::with_capacity(files.len() * 32);
        let (mut ends, mut entries) = (Vec::with_capacity(files.len()), Vec::with_capacity(files.len()));
        for (name, entry) in files {
            names.push_str(name);
            ends.push(names.len() as u32);
            entries.push(entry);
        }
        Manifest::new(names, ends, entries, options)
    }

    fn new(names: String, ends: Vec<u32>, entries: Vec<Entry>, options: DiskOptions) -> Manifest {
        let (folders, folder_of) = tree::folders(&names, &ends);
        let looks = vec![Seen::default(); folders.len()];
        Manifest { names, ends, entries, folders, looks, quiet_since: 0, folder_of, slots: OnceLock::new(), options }
    }

    fn slots(&self) -> &[u32] {
        self.slots.get_or_init(|| {
            let mut slots = vec![0; (self.len() * 2).next_power_of_two()];
            let mask = slots.len() - 1;
            for at in 0..self.len() {
                let mut slot = hash(self.name(at)) & mask;
                while slots[slot] != 0 {
                    slot = (slot + 1) & mask;
                }
                slots[slot] = at as u32 + 1;
            }
            slots
        })
    }

    /// The same files, of which nobody but these was put: with how they and the folders look now, as `entry` and `folder` say by
    /// their numbers; `None` if a route that was put is none of them.
    pub(super) fn with<'a>(
        &self,
        puts: impl Iterator<Item = (&'a str, Entry)>,
        entry: impl Fn(usize) -> Entry,
        folder: impl Fn(usize) -> Option<Seen>,
    ) -> Option<Manifest> {
        let mut manifest = Manifest { quiet_since: 0, ..self.clone() };
        for (at, place) in manifest.entries.iter_mut().enumerate() {
            *place = entry(at);
        }
        for (at, look) in manifest.looks.iter_mut().enumerate() {
            *look = folder(at).unwrap_or_default();
        }
        for (route, entry) in puts {
            manifest.entries[self.find(route)?] = entry;
        }
        Some(manifest)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The fingerprint of the bytes put at a route; none for other routes and for source files.
    pub fn fingerprint(&self, route: &str) -> Option<Fingerprint> {
        match self.entries[self.find(route)?].origin {
            Origin::Bytes(fingerprint) => Some(fingerprint),
            Origin::Source { .. } => None,
        }
    }

    /// The number of a file.
    pub(super) fn find(&self, route: &str) -> Option<usize> {
        let slots = self.slots();
        let mask = slots.len() - 1;
        let mut slot = hash(route) & mask;
        // Half of the slots are empty, so this ends; a manifest without files has one empty slot.
        while let Some(at) = (slots[slot] as usize).checked_sub(1) {
            if self.name(at) == route {
                return Some(at);
            }
            slot = (slot + 1) & mask;
        }
        None
    }

    /// A file's route.
    pub(super) fn name(&self, at: usize) -> &str {
        name(&self.names, &self.ends, at)
    }

    pub(super) fn entry(&self, at: usize) -> &Entry {
        &self.entries[at]
    }

    /// The number of a file's folder.
    pub(super) fn folder_of(&self, at: usize) -> usize {
        self.folder_of[at] as usize
    }

    /// How many folders there are, the output itself among them.
    pub(super) fn folder_count(&self) -> usize {
        self.folders.len()
    }

    /// A folder's path in the output; empty for the output itself.
    pub(super) fn folder_name(&self, at: usize) -> &str {
        folder_name(&self.names, &self.ends, &self.folders[at])
    }

    /// The folders that the files before `file` are not in or below.
    pub(super) fn folders_from(&self, file: usize) -> std::ops::Range<usize> {
        self.folders.partition_point(|folder| (folder.file as usize) < file)..self.folders.len()
    }

    /// The number of the first file in or below a folder.
    pub(super) fn first_file(&self, at: usize) -> usize {
        self.folders[at].file as usize
    }

    /// The number of the folder that holds a folder; its own for the output itself.
    pub(super) fn folder_parent(&self, at: usize) -> usize {
        self.folders[at].parent as usize
    }

    /// How a folder looked.
    pub(super) fn look(&self, at: usize) -> Seen {
        self.looks[at]
    }

    /// Whether there is a folder of this path.
    pub(super) fn has_folder(&self, path: &str) -> bool {
        // Files in it follow each other, the first not before `path/`.
        let (mut low, mut high) = (0, self.len());
        let after = |name: &str| {
            let start = name.as_bytes().get(..path.len()).unwrap_or(name.as_bytes());
            start.cmp(path.as_bytes()).then_with(|| name.as_bytes().get(path.len()).cmp(&Some(&b'/')))
        };
        while low < high {
            let middle = low.midpoint(high);
            if after(self.name(middle)).is_lt() { low = middle + 1 } else { high = middle }
        }
        low < self.len() && after(self.name(low)).is_eq()
    }

    /// Takes over how folders looked in the manifest `old`, as far as `known` can say it of the folder's number there.
    pub(super) fn take_looks(&mut self, old: &Manifest, known: impl Fn(usize) -> Option<Seen>) {
        if self.ends == old.ends && self.names == old.names {
            for (at, look) in self.looks.iter_mut().enumerate() {
                *look = known(at).unwrap_or_default();
            }
            return;
        }
        let numbers: rustc_hash::FxHashMap<&str, usize> =
            (0..old.folder_count()).map(|at| (old.folder_name(at), at)).collect();
        for at in 0..self.folder_count() {
            let same = numbers.get(self.folder_name(at)).copied();
            self.looks[at] = same.and_then(&known).unwrap_or_default();
        }
    }

    /// Notes how a file looked; nothing for a route that is not known.
    pub(super) fn set_seen(&mut self, route: &str, seen: Seen) {
        if let Some(at) = self.find(route) {
            self.entries[at].seen = seen;
        }
    }

    /// Forgets how everything looked.
    pub(super) fn forget_looks(&mut self) {
        self.entries.iter_mut().for_each(|entry| entry.seen = Seen::default());
        self.looks.fill(Seen::default());
    }

    /// Whether a folder that looks so now, and was not looked at before, is as it was: nobody can set when it was last changed.
    pub(super) fn is_quiet(&self, now: Stamp) -> bool {
        self.quiet_since != 0 && now.changed != 0 && now.seen(self.quiet_since).settled
    }

    /// Looks at all files and folders of which is not known how they look, and at the folders that are `touched`; `moment`
    /// is what the clock of the file system says. Not at folders of which is known since when nothing in them changed.
    pub(super) fn look_again(&mut self, root: &Directory, moment: i64, touched: impl Fn(&str) -> bool + Sync) {
        let seen = |name: &str, wanted: Kind| match root.look(name) {
            Some((kind, stamp)) if kind == wanted => stamp.seen(moment),
            _ => Seen::default(),
        };
        let (names, ends, folders, quiet_since) = (&self.names, &self.ends, &self.folders, self.quiet_since);
        self.looks.par_iter_mut().zip(folders).with_min_len(CHUNK).for_each(|(look, folder)| {
            let path = folder_name(names, ends, folder);
            if *look == Seen::default() && quiet_since == 0 || touched(path) {
                *look = seen(path, Kind::Folder);
            }
        });
        self.entries.par_iter_mut().enumerate().with_min_len(CHUNK).for_each(|(at, entry)| {
            if entry.seen == Seen::default() {
                entry.seen = seen(name(names, ends, at), Kind::File);
            }
        });
    }
}

/// How many files a thread looks at before it asks for more.
pub(super) const CHUNK: usize = 256;

fn name<'a>(names: &'a str, ends: &[u32], at: usize) -> &'a str {
    let start = if at == 0 { 0 } else { ends[at - 1] as usize };
    &names[start..ends[at] as usize]
}

fn folder_name<'a>(names: &'a str, ends: &[u32], folder: &Folder) -> &'a str {
    match folder.length as usize {
        0 => "",
        length => &name(names, ends, folder.file as usize)[..length],
    }
}

fn hash(name: &str) -> usize {
    let mut hasher = FxHasher::default();
    hasher.write(name.as_bytes());
    hasher.finish() as usize
}
