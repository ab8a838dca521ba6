//! What the last committed build left in the output: every file's content and stamp, every folder's stamp.
//!
//! Kept from one build to the next, it lets a build know, by looking at stamps only, that the output is still what was
//! put there: nobody changed, added or removed a file.

mod encode;
mod row;
mod rows;
mod slots;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::directory::{Directory, Kind};
use super::disk::DiskOptions;
use super::stamp::{Seen, Stamp};
use crate::fingerprint::Fingerprint;
use crate::wire::Names;
use row::{ENTRY, FOLDER, FOLDER_LOOK};
use rows::Rows;
use slots::Slots;
use tree::Folder;

/// What the last committed build left in the output. Files are sorted by their routes. It is read where it lies: of most files
/// only the stamps are compared.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// All routes.
    names: Names,
    entries: Rows<ENTRY>,
    /// The folders with files in or below them, outer before inner ones, the output itself first.
    folders: Rows<FOLDER>,
    /// How folders looked, by their numbers; not of those that were not looked at.
    looks: Rows<FOLDER_LOOK>,
    /// Of folders that were not looked at: nothing in them changed since, by the clock of the file system; 0 if that is not known.
    pub(super) quiet_since: i64,
    /// Each file's folder.
    folder_of: Rows<4>,
    /// Finds files, once somebody asks for some.
    slots: Slots,
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
        Manifest::collect([].into_iter(), DiskOptions::default())
    }
}

impl Manifest {
    /// The manifest of files given in the order of their routes. No folder was looked at yet.
    pub(super) fn collect<'a>(
        files: impl ExactSizeIterator<Item = (&'a str, Entry)> + Clone,
        options: DiskOptions,
    ) -> Manifest {
        let names = Names::collect(files.clone().map(|(name, _)| name));
        let (folders, folder_of) = tree::folders(&names);
        Manifest {
            names,
            entries: Rows::collect(files.map(|(_, entry)| row::of_entry(&entry))),
            looks: Rows::collect([].into_iter()),
            folders: Rows::collect(folders.iter().map(row::of_folder)),
            quiet_since: 0,
            folder_of: Rows::collect(folder_of.into_iter().map(u32::to_le_bytes)),
            slots: Slots::default(),
            options,
        }
    }

    /// Whether the folders are what could follow from some files: numbers lead to files and to outer folders.
    fn has_true_folders(&self) -> bool {
        let is_true = |at: usize| {
            let Folder { file, length, parent } = self.folder(at);
            let (file, length, parent) = (file as usize, length as usize, parent as usize);
            let is_first = at == 0 && (file, length, parent) == (0, 0, 0);
            is_first
                || parent < at
                    && file < self.len()
                    && length > 0
                    && self.name(file).as_bytes().get(length) == Some(&b'/')
        };
        self.folder_count() > 0
            && (0..self.folder_count()).all(is_true)
            && (0..self.len()).all(|at| self.folder_of(at) < self.folder_count())
    }

    /// The same files, of which nobody but these was put; with what is known now of entries that were not settled and of the folders,
    /// as `entry` and `folder` say by their numbers; `None` if a route that was put is none of them.
    pub(super) fn with<'a>(
        &self,
        puts: impl Iterator<Item = (&'a str, Entry)>,
        entry: impl Fn(usize) -> Entry,
        folder: impl Fn(usize) -> Option<Seen>,
    ) -> Option<Manifest> {
        let mut manifest = self.clone();
        for (at, bytes) in manifest.entries.all_mut().iter_mut().enumerate() {
            if !row::is_settled(bytes) {
                *bytes = row::of_entry(&entry(at));
            }
        }
        manifest.set_looks((0..self.folder_count()).map(folder));
        for (route, entry) in puts {
            let at = self.find(route)?;
            manifest.entries.all_mut()[at] = row::of_entry(&entry);
        }
        Some(manifest)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The fingerprint of the bytes put at a route; none for other routes and for source files.
    pub fn fingerprint(&self, route: &str) -> Option<Fingerprint> {
        match self.entry(self.find(route)?).origin {
            Origin::Bytes(fingerprint) => Some(fingerprint),
            Origin::Source { .. } => None,
        }
    }

    /// The number of a file.
    pub(super) fn find(&self, route: &str) -> Option<usize> {
        self.slots.find(&self.names, route)
    }

    /// A file's route.
    pub(super) fn name(&self, at: usize) -> &str {
        self.names.get(at)
    }

    /// What is known of a file.
    pub(super) fn entry(&self, at: usize) -> Entry {
        row::entry(&self.entries.all()[at])
    }

    /// The files whose stamps prove nothing.
    pub(super) fn unsettled(&self) -> impl Iterator<Item = usize> + '_ {
        self.entries.all().iter().enumerate().filter(|(_, bytes)| !row::is_settled(bytes)).map(|(at, _)| at)
    }

    /// The number of a file's folder.
    pub(super) fn folder_of(&self, at: usize) -> usize {
        u32::from_le_bytes(self.folder_of.all()[at]) as usize
    }

    /// How many folders there are, the output itself among them.
    pub(super) fn folder_count(&self) -> usize {
        self.folders.all().len()
    }

    fn folder(&self, at: usize) -> Folder {
        row::folder(&self.folders.all()[at])
    }

    /// A folder's path in the output; empty for the output itself.
    pub(super) fn folder_name(&self, at: usize) -> &str {
        folder_name(&self.names, &self.folder(at))
    }

    /// The folders that the files before `file` are not in or below.
    pub(super) fn folders_from(&self, file: usize) -> std::ops::Range<usize> {
        let folders = self.folders.all();
        folders.partition_point(|bytes| (row::folder(bytes).file as usize) < file)..folders.len()
    }

    /// The number of the first file in or below a folder.
    pub(super) fn first_file(&self, at: usize) -> usize {
        self.folder(at).file as usize
    }

    /// The number of the folder that holds a folder; its own for the output itself.
    pub(super) fn folder_parent(&self, at: usize) -> usize {
        self.folder(at).parent as usize
    }

    /// How a folder looked; the default for one that was not looked at.
    pub(super) fn look(&self, at: usize) -> Seen {
        let looks = self.looks.all();
        // All are there, or most are not.
        let is_it = |bytes: &&[u8; FOLDER_LOOK]| row::looked_at(bytes) as usize == at;
        let direct = looks.get(at).filter(is_it);
        let found = direct.or_else(|| {
            let near = looks.partition_point(|bytes| (row::looked_at(bytes) as usize) < at);
            looks.get(near).filter(is_it)
        });
        found.map_or_else(Seen::default, row::look)
    }

    /// Notes how the folders looked, in their order.
    fn set_looks(&mut self, looks: impl Iterator<Item = Option<Seen>>) {
        let looks = looks.enumerate().filter_map(|(at, look)| Some((at as u32, look?)));
        let looks: Vec<(u32, Seen)> = looks.filter(|(_, look)| *look != Seen::default()).collect();
        self.looks = Rows::collect(looks.iter().map(row::of_look));
    }

    /// Whether there is a folder of this path.
    pub(super) fn has_folder(&self, path: &str) -> bool {
        self.file_below(path).is_some()
    }

    /// The number of the first file in or below the folder of this path; none if there is no such folder.
    fn file_below(&self, path: &str) -> Option<usize> {
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
        (low < self.len() && after(self.name(low)).is_eq()).then_some(low)
    }

    /// The number of the folder of this path; the output itself has the empty one.
    fn find_folder(&self, path: &str) -> Option<usize> {
        if path.is_empty() {
            return Some(0);
        }
        let mut folder = self.folder_of(self.file_below(path)?);
        while self.folder_name(folder) != path {
            folder = Some(self.folder_parent(folder)).filter(|parent| *parent < folder)?;
        }
        Some(folder)
    }

    /// Takes over how folders looked in the manifest `old`, as far as `known` can say it of the folder's number there.
    pub(super) fn take_looks(&mut self, old: &Manifest, known: impl Fn(usize) -> Option<Seen>) {
        self.quiet_since = old.quiet_since;
        let numbers: rustc_hash::FxHashMap<&str, usize> =
            (0..old.folder_count()).map(|at| (old.folder_name(at), at)).collect();
        let look = |at: usize| known(*numbers.get(self.folder_name(at))?);
        let looks: Vec<Option<Seen>> = (0..self.folder_count()).map(look).collect();
        self.set_looks(looks.into_iter());
    }

    /// Notes how a file looked; nothing for a route that is not known.
    pub(super) fn set_seen(&mut self, route: &str, seen: Seen) {
        if let Some(at) = self.find(route) {
            let entry = Entry { seen, ..self.entry(at) };
            self.entries.all_mut()[at] = row::of_entry(&entry);
        }
    }

    /// Forgets how everything looked.
    pub(super) fn forget_looks(&mut self) {
        self.quiet_since = 0;
        for bytes in self.entries.all_mut() {
            *bytes = row::of_entry(&Entry { seen: Seen::default(), ..row::entry(bytes) });
        }
        self.looks = Rows::collect([].into_iter());
    }

    /// Whether a folder that looks so now, and was not looked at before, is as it was: nobody can set when it was last changed.
    pub(super) fn is_quiet(&self, now: Stamp) -> bool {
        self.quiet_since != 0 && now.changed != 0 && now.seen(self.quiet_since).settled
    }

    /// Looks at all files and folders of which is not known how they look, and at the folders `touched`, which may be none of these;
    /// `moment` is what the clock of the file system says. Not at folders of which is known since when nothing in them changed.
    pub(super) fn look_again<'a>(&mut self, root: &Directory, moment: i64, touched: impl Iterator<Item = &'a String>) {
        let seen = |name: &str, wanted: Kind| match root.look(name) {
            Some((kind, stamp)) if kind == wanted => stamp.seen(moment),
            _ => Seen::default(),
        };
        let mut folders: Vec<usize> = touched.filter_map(|path| self.find_folder(path)).collect();
        if self.quiet_since == 0 {
            folders.extend((0..self.folder_count()).filter(|at| self.look(*at) == Seen::default()));
        }
        let look = |at: usize| (at as u32, seen(self.folder_name(at), Kind::Folder));
        let found: Vec<(u32, Seen)> = folders.into_par_iter().with_min_len(CHUNK).map(look).collect();
        let known = self.looks.all().iter().map(|bytes| (row::looked_at(bytes), row::look(bytes)));
        let mut looks: BTreeMap<u32, Seen> = known.collect();
        looks.extend(found);
        looks.retain(|_, look| *look != Seen::default());
        self.looks = Rows::collect(looks.into_iter().map(|look| row::of_look(&look)));
        let names = &self.names;
        self.entries.all_mut().par_iter_mut().enumerate().with_min_len(CHUNK).for_each(|(at, bytes)| {
            let entry = row::entry(bytes);
            if entry.seen == Seen::default() {
                *bytes = row::of_entry(&Entry { seen: seen(names.get(at), Kind::File), ..entry });
            }
        });
    }
}

/// How many files a thread looks at before it asks for more.
pub(super) const CHUNK: usize = 256;

fn folder_name<'a>(names: &'a Names, folder: &Folder) -> &'a str {
    match folder.length as usize {
        0 => "",
        length => &names.get(folder.file as usize)[..length],
    }
}
