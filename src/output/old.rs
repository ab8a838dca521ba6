//! The old output: what of it is as the last build left it, what else lies there.
#![expect(clippy::disallowed_methods, reason = "output/ is the hand that writes")]

use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering::Relaxed};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::directory::{Directory, Kind};
use super::disk::DiskOptions;
use super::file;
use super::manifest::{CHUNK, Entry, Manifest, Origin};
use super::stamp::{Seen, Stamp};
use crate::path::common_folder;

/// There is no such file.
const MISSING: u8 = 0;
/// There is a file that somebody else wrote or touched.
const EDITED: u8 = 1;
/// Its stamp is the old one but proves nothing: its bytes have to be looked at.
const UNSETTLED: u8 = 2;
/// It is the file the last build left.
const INTACT: u8 = 3;

/// What became of a folder since the last build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Became {
    /// It is gone.
    Gone,
    /// It looks as it did, so that the same lies in it.
    Same,
    /// It looks otherwise, or its looks prove nothing.
    Other,
}

/// The old output folder.
#[derive(Debug, Default)]
pub(super) struct OldTree {
    /// What the last build left.
    pub manifest: Manifest,
    /// What became of each of its files since.
    states: Vec<AtomicU8>,
    /// Which of them stay, as they are known.
    kept: Vec<AtomicBool>,
    /// What became of each of its folders.
    folders: Vec<Became>,
    /// How those look that do not look as they did.
    looks: FxHashMap<u32, Seen>,
    /// When all this was looked at, by the clock of the file system.
    pub moment: i64,
    /// Other regular files with Unicode names, relative to the output, with `/`.
    pub foreign: FxHashSet<String>,
    /// What no site holds: symbolic links, sockets, names that are no Unicode. Relative to the output.
    pub strange: Vec<PathBuf>,
    /// Folders that hold nothing but such folders, inner before outer ones.
    pub hollow: Vec<String>,
    /// The staging folder of a killed build lies in the output itself.
    pub has_leftovers: bool,
}

/// What a folder holds beside what is known.
#[derive(Debug, Default)]
struct Listing {
    foreign: Vec<String>,
    strange: Vec<PathBuf>,
    hollow: Vec<String>,
    has_leftovers: bool,
}

/// What is looked for in an old output.
struct Survey<'a> {
    output: &'a Path,
    manifest: &'a Manifest,
    keep_dotfiles: bool,
    /// How the names of staging folders at the top begin.
    staging: &'a str,
    /// The staging folder in use.
    own: Option<&'a Path>,
}

impl OldTree {
    /// Looks at the output folder: every file and folder of the manifest by its stamp, every folder that does not look as
    /// it did by its entries.
    ///
    /// # Errors
    /// If a folder cannot be read.
    pub fn survey(
        output: &Path,
        options: DiskOptions,
        manifest: Manifest,
        staging: &str,
        own: Option<&Path>,
        moment: i64,
    ) -> io::Result<OldTree> {
        let root = match Directory::open(output) {
            Ok(root) => root,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(OldTree { moment, ..OldTree::default() });
            }
            Err(error) => return Err(error),
        };
        let keep_dotfiles = options.keep_dotfiles;
        // Kept entries are nobody's business.
        let is_kept = |name: &str| keep_dotfiles && name.starts_with('.');

        // Each folder just before its files, and all from the folder that holds them: the system finds them quicker so.
        let look_at = |files: Range<usize>| {
            let base = common_folder(manifest.name(files.start), manifest.name(files.end - 1));
            let inner = root.within(base).ok().filter(|_| !base.is_empty());
            let look = |name: &str, wanted: Kind| {
                let inside =
                    inner.as_ref().and_then(|inner| Some((inner, name.strip_prefix(base)?.strip_prefix('/')?)));
                let (folder, rest) = inside.unwrap_or((&root, name));
                let found = if is_kept(name) { None } else { folder.look(rest) };
                found.filter(|(kind, _)| *kind == wanted).map(|(_, stamp)| stamp)
            };
            let mut inside = manifest.folders_from(files.start).peekable();
            let (mut folders, mut states) = (Vec::new(), Vec::with_capacity(files.len()));
            let mut others = Vec::new();
            for at in files {
                while let Some(folder) = inside.next_if(|folder| manifest.first_file(*folder) <= at) {
                    let look = look(manifest.folder_name(folder), Kind::Folder);
                    let became = manifest.became(folder, look);
                    if let Some(stamp) = look.filter(|_| became == Became::Other) {
                        others.push((folder as u32, stamp.seen(moment)));
                    }
                    folders.push(became);
                }
                let look = look(manifest.name(at), Kind::File);
                let state = |stamp| judge(&manifest.entry(at), stamp, manifest.options, options);
                states.push(look.map_or(MISSING, state));
            }
            (folders, states, others)
        };
        let parts = (0..manifest.len()).step_by(CHUNK).map(|start| start..manifest.len().min(start + CHUNK));
        let parts: Vec<_> = parts.collect::<Vec<_>>().into_par_iter().map(look_at).collect();
        let (mut folders, mut states) =
            (Vec::with_capacity(manifest.folder_count()), Vec::with_capacity(manifest.len()));
        let mut looks: FxHashMap<u32, Seen> = FxHashMap::default();
        for (some_folders, some_states, others) in parts {
            folders.extend(some_folders);
            states.extend(some_states);
            looks.extend(others);
        }
        if manifest.is_empty() {
            let look = root.look("").filter(|(kind, _)| *kind == Kind::Folder);
            folders.push(manifest.became(0, look.map(|(_, stamp)| stamp)));
            looks.extend(look.map(|(_, stamp)| (0, stamp.seen(moment))));
        }
        // Below a folder that became a link to another place there is nothing of ours, whatever it looks like.
        if folders.contains(&Became::Gone) {
            for at in 1..folders.len() {
                if folders[manifest.folder_parent(at)] == Became::Gone {
                    folders[at] = Became::Gone;
                }
            }
            for (at, state) in states.iter_mut().enumerate() {
                if folders[manifest.folder_of(at)] == Became::Gone {
                    *state = MISSING;
                }
            }
        }
        let states: Vec<AtomicU8> = states.into_iter().map(AtomicU8::new).collect();

        let survey = Survey { output, manifest: &manifest, keep_dotfiles, staging, own };
        let other_rule = manifest.options.keep_dotfiles != keep_dotfiles;
        let unsure = |at: &usize| match folders[*at] {
            Became::Gone => false,
            Became::Same => *at == 0 && other_rule,
            Became::Other => true,
        };
        let listings: Vec<Listing> = (0..folders.len())
            .into_par_iter()
            .filter(unsure)
            .map(|at| survey.list(manifest.folder_name(at)))
            .collect::<io::Result<_>>()?;
        let kept = (0..manifest.len()).map(|_| AtomicBool::new(false)).collect();
        let mut old = OldTree { states, kept, folders, looks, moment, ..OldTree::default() };
        for listing in listings {
            old.foreign.extend(listing.foreign);
            old.strange.extend(listing.strange);
            old.hollow.extend(listing.hollow);
            old.has_leftovers |= listing.has_leftovers;
        }
        old.strange.sort();
        old.manifest = manifest;
        Ok(old)
    }

    /// Whether every file is as the last build left it, and nothing else is there.
    pub fn is_whole(&self, output: &Path) -> bool {
        let is_alone = self.foreign.is_empty() && self.strange.is_empty() && self.hollow.is_empty();
        let is_intact = |at: usize| match self.states[at].load(Relaxed) {
            INTACT => true,
            UNSETTLED => self.intact(output, self.manifest.name(at)).is_some(),
            _ => false,
        };
        is_alone
            && !self.manifest.is_empty()
            && (0..self.states.len()).into_par_iter().with_min_len(CHUNK).all(is_intact)
    }

    /// The manifest of what was found whole, if more of it can be believed now than before.
    pub fn refreshed(&self) -> Option<Manifest> {
        let has_settled = self.manifest.unsettled().any(|at| self.entry(at).seen.settled);
        let is_known = self.looks.values().any(|look| look.settled);
        if !has_settled && !is_known {
            return None;
        }
        self.manifest.with([].into_iter(), |at| self.entry(at), |at| self.folder(at))
    }

    /// How many files there are.
    pub fn count(&self) -> usize {
        self.states.iter().filter(|state| state.load(Relaxed) != MISSING).count() + self.foreign.len()
    }

    /// Whether there is a file at the route.
    pub fn has(&self, route: &str) -> bool {
        match self.manifest.find(route) {
            Some(at) => self.states[at].load(Relaxed) != MISSING,
            None => self.foreign.contains(route),
        }
    }

    /// The file's number if the last build put it there and it is still what was put.
    pub fn intact(&self, output: &Path, route: &str) -> Option<usize> {
        let at = self.manifest.find(route)?;
        match self.states[at].load(Relaxed) {
            INTACT => Some(at),
            UNSETTLED => {
                let holds = match self.manifest.entry(at).origin {
                    Origin::Bytes(fingerprint) => {
                        let path = output.join(route);
                        file::is(&path, self.manifest.entry(at).seen.stamp, fingerprint)
                            && !file::has_other_names(&path)
                    }
                    // To be compared with its source.
                    Origin::Source { .. } => false,
                };
                self.states[at].store(if holds { INTACT } else { EDITED }, Relaxed);
                holds.then_some(at)
            }
            _ => None,
        }
    }

    /// Notes whether a file stays as it is known.
    pub fn keep(&self, at: usize, stays: bool) {
        self.kept[at].store(stays, Relaxed);
    }

    /// Whether there is a file at the route that stays as it is known.
    pub fn stays(&self, route: &str) -> bool {
        self.manifest.find(route).is_some_and(|at| self.kept[at].load(Relaxed))
    }

    /// Notes the same of every file.
    pub fn keep_each(&self, stays: bool) {
        self.kept.iter().for_each(|kept| kept.store(stays, Relaxed));
    }

    /// The files of the manifest that stay as they are known.
    pub fn kept(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.kept.len()).filter(|at| self.kept[*at].load(Relaxed))
    }

    /// The files that are there and do not stay as they are known, in no order.
    pub fn others(&self) -> impl Iterator<Item = &str> {
        let known = (0..self.kept.len())
            .filter(|at| self.states[*at].load(Relaxed) != MISSING && !self.kept[*at].load(Relaxed))
            .map(|at| self.manifest.name(at));
        known.chain(self.foreign.iter().map(String::as_str))
    }

    /// An entry of a file that stays: what was unsure when it was last looked at may be settled by now.
    pub fn entry(&self, at: usize) -> Entry {
        let entry = self.manifest.entry(at);
        let settled = entry.seen.settled || entry.seen.stamp.seen(self.moment).settled;
        Entry { seen: Seen { settled, ..entry.seen }, origin: entry.origin }
    }

    /// How a folder looked when the build began, the default for one that was not looked at before and lies quiet since; none if it
    /// was gone.
    pub fn folder(&self, at: usize) -> Option<Seen> {
        match self.folders.get(at)? {
            Became::Gone => None,
            Became::Same => Some(self.manifest.look(at)),
            Became::Other => self.looks.get(&(at as u32)).copied(),
        }
    }
}

impl Manifest {
    /// What became of a folder that looks so now.
    fn became(&self, at: usize, now: Option<Stamp>) -> Became {
        let Some(now) = now else { return Became::Gone };
        let before = self.look(at);
        let is_same = match before == Seen::default() {
            true => self.is_quiet(now),
            false => now == before.stamp && before.settled,
        };
        if is_same { Became::Same } else { Became::Other }
    }
}

/// What a file's stamp says.
fn judge(entry: &Entry, now: Stamp, then: DiskOptions, options: DiskOptions) -> u8 {
    // A source file that was linked has to be copied now, or the other way round.
    let other_rule = matches!(entry.origin, Origin::Source { .. }) && then.hard_link != options.hard_link;
    match entry.seen {
        seen if seen.stamp != now || other_rule => EDITED,
        seen if seen.settled => INTACT,
        _ => UNSETTLED,
    }
}

impl Survey<'_> {
    /// Lists the folder at `route` (the output itself if empty): what is not in the manifest, at any depth.
    fn list(&self, route: &str) -> io::Result<Listing> {
        let mut listing = Listing::default();
        let folder = if route.is_empty() { self.output.to_owned() } else { self.output.join(route) };
        self.add_folder(&folder, Path::new(route), route, &mut listing)?;
        Ok(listing)
    }

    /// Adds what lies in `folder`; whether that is nothing.
    fn add_folder(&self, folder: &Path, path: &Path, route: &str, listing: &mut Listing) -> io::Result<bool> {
        let mut is_hollow = true;
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            is_hollow &=
                route.is_empty() && self.is_none_of_ours(&entry, listing) || self.add(&entry, path, route, listing)?;
        }
        if is_hollow && !route.is_empty() {
            listing.hollow.push(route.to_owned());
        }
        Ok(is_hollow)
    }

    /// Whether an entry at the top is not looked at: what stays, and staging folders.
    fn is_none_of_ours(&self, entry: &fs::DirEntry, listing: &mut Listing) -> bool {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(self.staging) {
            listing.has_leftovers |= self.own.is_none_or(|own| own != entry.path());
            return true;
        }
        self.keep_dotfiles && name.starts_with('.')
    }

    /// Adds an entry; whether it is a folder that holds nothing.
    fn add(&self, entry: &fs::DirEntry, parent: &Path, prefix: &str, listing: &mut Listing) -> io::Result<bool> {
        let name = entry.file_name();
        let path = parent.join(&name);
        let kind = entry.file_type()?;
        let Some(text) = name.to_str() else {
            listing.strange.push(path);
            return Ok(false);
        };
        let route = if prefix.is_empty() { text.to_owned() } else { format!("{prefix}/{text}") };
        if kind.is_dir() {
            if self.manifest.has_folder(&route) {
                return Ok(false);
            }
            return self.add_folder(&entry.path(), &path, &route, listing);
        }
        if !kind.is_file() {
            listing.strange.push(path);
        } else if self.manifest.find(&route).is_none() {
            listing.foreign.push(route);
        }
        Ok(false)
    }
}

/// The entries at the top of the output whose names start with a dot, without staging folders; sorted.
///
/// # Errors
/// If the folder cannot be read.
pub(super) fn dotted(output: &Path, staging: &str) -> io::Result<Vec<PathBuf>> {
    let mut dotted = Vec::new();
    match fs::read_dir(output) {
        Ok(entries) => {
            for entry in entries {
                let name = entry?.file_name();
                let text = name.to_string_lossy();
                if text.starts_with('.') && !text.starts_with(staging) {
                    dotted.push(PathBuf::from(name));
                }
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    dotted.sort();
    Ok(dotted)
}
