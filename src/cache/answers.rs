//! What the world answered to a build: while it would answer the same, the build would end the same.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::listing::Listing;
use crate::fingerprint::Fingerprint;
use crate::path::SourcePath;
use crate::source::{self, Answer, FileStamp, FontFile, Request, Stray, Unreachable, World};
use crate::wire::{Reader, Writer};

/// The world, with a record of what it answered. The clock is not in it: renders record how finely they look at it.
///
/// It answers alike as long as it lives, and asks the world but once. What is asked only to compare ([`Answers::hold`]) is
/// remembered, and not in the record.
pub struct TracedWorld {
    inner: Arc<dyn World>,
    /// The moment that counts as now.
    now: Timestamp,
    answers: Mutex<Answers>,
    /// What is known without having been asked for: stamps and folders.
    known: Mutex<Known>,
    /// Whether stamps are looked at with the folders.
    looks_ahead: AtomicBool,
}

#[derive(Default)]
struct Known {
    stamps: FxHashMap<SourcePath, Option<FileStamp>>,
    lists: BTreeMap<String, Listing>,
}

/// The record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// Folders that were listed, and a fingerprint of the names found.
    lists: BTreeMap<String, Fingerprint>,
    /// Folders that were listed with the stamps of their files: each file counts as asked for.
    stamped: BTreeMap<String, Listing>,
    /// Other files that were read or asked for; none for those that were not there.
    files: FxHashMap<SourcePath, Option<FileStamp>>,
    /// Paths whose mere existence was asked for.
    exist: BTreeMap<SourcePath, bool>,
    /// Variables of the environment.
    variables: BTreeMap<String, Option<String>>,
    /// Time zones, and the day it was there.
    days: BTreeMap<String, String>,
    /// The files of fonts that were found.
    fonts: BTreeMap<String, Option<FileStamp>>,
}

impl TracedWorld {
    /// A record of what `inner` answers.
    pub fn over(inner: Arc<dyn World>) -> Arc<TracedWorld> {
        let (now, looks_ahead) = (inner.now(), AtomicBool::new(false));
        Arc::new(TracedWorld { now, inner, answers: Mutex::default(), known: Mutex::default(), looks_ahead })
    }

    /// From now on the stamps of files are looked at with the folder they lie in: for builds that know most files already,
    /// and do not read them.
    pub fn look_ahead(&self) {
        self.looks_ahead.store(true, Ordering::Relaxed);
    }

    /// What was answered so far; from now on the record is empty.
    pub fn take_answers(&self) -> Answers {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The stamp of a file, the first one seen: a file that changes during the build differs from it for the next.
    fn seen(&self, path: &SourcePath) -> Option<FileStamp> {
        if let Some(stamp) = self.lock().known(path, &mut 0) {
            return stamp;
        }
        let stamp = self.known().stamp(path.as_str(), &mut 0).unwrap_or_else(|| self.inner.stamp(path));
        *self.lock().files.entry(path.clone()).or_insert(stamp)
    }

    /// The files that have other stamps than these; `None` for a path that is none.
    fn others(&self, files: &[(&str, Option<FileStamp>)]) -> Option<Vec<SourcePath>> {
        /// So many files are looked at in one go.
        const CHUNK: usize = 512;
        // Those that have others; what was found out, if that was not known.
        let look = |known: &Known, chunk: &[(&str, Option<FileStamp>)]| {
            let (mut others, mut found, mut near) = (Vec::new(), Vec::new(), 0);
            for (path, then) in chunk {
                let now = match known.stamp(path, &mut near) {
                    Some(now) => now,
                    None => {
                        let path = SourcePath::new(path)?;
                        let now = self.inner.stamp(&path);
                        found.push((path, now));
                        now
                    }
                };
                if now != *then {
                    others.push(SourcePath::new(path)?);
                }
            }
            Some((others, found))
        };
        // In one go: what was found out is remembered even where some other file is not the same.
        let mut known = self.known();
        let all = {
            let known: &Known = &known;
            files.par_chunks(CHUNK).map(|chunk| look(known, chunk)).collect::<Option<Vec<_>>>()
        };
        let (others, found): (Vec<_>, Vec<_>) = all?.into_iter().unzip();
        let others: Vec<SourcePath> = others.into_iter().flatten().collect();
        if !others.is_empty() {
            known.stamps.extend(found.into_iter().flatten());
        }
        Some(others)
    }

    /// The files of a folder.
    fn listed(&self, folder: &str, stamped: bool) -> io::Result<Listing> {
        let known = self.known().lists.get(folder).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let listing = match stamped {
            true => Listing::stamped(self.inner.list_stamped(folder)?),
            false => Listing { paths: self.inner.list(folder)?.into(), stamps: Arc::default() },
        };
        self.known().lists.insert(folder.to_owned(), listing.clone());
        Ok(listing)
    }

    /// The files of a folder, taken down as answered.
    fn answered(&self, folder: &str) -> io::Result<Listing> {
        let listing = self.listed(folder, self.looks_ahead.load(Ordering::Relaxed))?;
        let mut answers = self.lock();
        if !answers.lists.contains_key(folder) {
            // Most of what is listed is read.
            answers.files.reserve(listing.paths.len());
            answers.lists.insert(folder.to_owned(), names(&listing.paths));
        }
        Ok(listing)
    }
}

impl Known {
    /// The stamp of a file, if it is known.
    fn stamp(&self, path: &str, near: &mut usize) -> Option<Option<FileStamp>> {
        self.stamps.get(path).copied().or_else(|| listed_stamp(&self.lists, path, near).map(Some))
    }
}

/// The stamp that a file has in a listing of the folder it lies in.
fn listed_stamp(lists: &BTreeMap<String, Listing>, path: &str, near: &mut usize) -> Option<FileStamp> {
    let inside =
        |folder: &str| path.strip_prefix(folder).is_some_and(|rest| folder.is_empty() || rest.starts_with('/'));
    lists.iter().filter(|(folder, _)| inside(folder)).find_map(|(_, listing)| listing.stamp(path, near))
}

impl World for TracedWorld {
    fn list(&self, folder: &str) -> io::Result<Vec<SourcePath>> {
        Ok(self.answered(folder)?.paths.to_vec())
    }

    fn list_stamped(&self, folder: &str) -> io::Result<Vec<(SourcePath, Option<FileStamp>)>> {
        let listing = self.answered(folder)?;
        if listing.stamps.is_empty() {
            return Ok(listing.paths.iter().map(|path| (path.clone(), None)).collect());
        }
        self.lock().stamped.insert(folder.to_owned(), listing.clone());
        Ok(listing.files().map(|(path, stamp)| (path.clone(), *stamp)).collect())
    }

    fn strays(&self) -> Vec<Stray> {
        self.inner.strays()
    }

    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        if self.lock().known(path, &mut 0).is_some() {
            return self.inner.read(path);
        }
        let known = self.known().stamp(path.as_str(), &mut 0);
        let read = self.inner.read_stamped(path);
        // Of a file that cannot be read the stamp says whether it is there.
        let stamp = known.unwrap_or_else(|| read.as_ref().map_or_else(|_| self.inner.stamp(path), |(_, stamp)| *stamp));
        self.lock().files.entry(path.clone()).or_insert(stamp);
        read.map(|(bytes, _)| bytes)
    }

    fn exists(&self, path: &SourcePath) -> bool {
        let exists = self.inner.exists(path);
        self.lock().exist.insert(path.clone(), exists);
        exists
    }

    fn stamp(&self, path: &SourcePath) -> Option<FileStamp> {
        self.seen(path)
    }

    fn locate(&self, path: &SourcePath) -> Option<PathBuf> {
        self.seen(path);
        self.inner.locate(path)
    }

    fn today(&self, zone: &str) -> Date {
        let today = self.inner.today(zone);
        self.lock().days.insert(zone.to_owned(), today.to_string());
        today
    }

    fn now(&self) -> Timestamp {
        self.now
    }

    fn env(&self, name: &str) -> Option<String> {
        let value = self.inner.env(name);
        self.lock().variables.insert(name.to_owned(), value.clone());
        value
    }

    fn fetch(&self, request: &Request) -> Result<Answer, Unreachable> {
        self.inner.fetch(request)
    }

    fn recall(&self, name: &str) -> Option<Vec<u8>> {
        self.inner.recall(name)
    }

    fn keep(&self, name: &str, bytes: &[u8]) {
        self.inner.keep(name, bytes);
    }

    fn font(&self, family: &str) -> Option<FontFile> {
        // That there is none is told, and what has something to tell is built again.
        let font = self.inner.font(family)?;
        let mark = self.inner.font_mark(&font.place);
        self.lock().fonts.insert(font.place.clone(), mark);
        Some(font)
    }

    fn font_mark(&self, place: &str) -> Option<FileStamp> {
        self.inner.font_mark(place)
    }
}

impl Answers {
    /// The stamp of a file when it was first looked at. `near` is where the last one was found: files in their order are
    /// found at once.
    pub fn stamp(&self, path: &SourcePath, near: &mut usize) -> Option<FileStamp> {
        self.known(path, near).flatten()
    }

    /// The stamp of a file, if it was looked at.
    fn known(&self, path: &SourcePath, near: &mut usize) -> Option<Option<FileStamp>> {
        let single = self.files.get(path).copied();
        single.or_else(|| listed_stamp(&self.stamped, path.as_str(), near).map(Some))
    }

    /// All files that were looked at, sorted.
    fn all_files(&self) -> Vec<(&SourcePath, Option<FileStamp>)> {
        let listed = self.stamped.values().flat_map(Listing::files);
        let listed = listed.filter(|(path, stamp)| stamp.is_some() && !self.files.contains_key(*path));
        let mut all: Vec<_> = listed.chain(&self.files).map(|(path, stamp)| (path, *stamp)).collect();
        // Stable, since that is quick where most of it is sorted.
        all.sort();
        all.dedup();
        all
    }

    /// The files that are others in `world`, if it would answer the same to all else.
    pub fn compare(&self, world: &TracedWorld) -> Option<Vec<SourcePath>> {
        let files: Vec<(&str, Option<FileStamp>)> =
            self.all_files().into_iter().map(|(path, stamp)| (path.as_str(), stamp)).collect();
        self.others_hold(world).then(|| world.others(&files)).flatten()
    }

    /// The same for what `keep` wrote: without a map of what may be a hundred thousand files. Damage counts as another answer.
    pub fn compare_kept(bytes: &[u8], world: &TracedWorld) -> Option<Vec<SourcePath>> {
        let mut reader = Reader::new(bytes);
        let files = Answers::recall_files(&mut reader)?;
        let others = Answers::recall_others(&mut reader)?;
        others.others_hold(world).then(|| world.others(&files)).flatten()
    }

    /// Writes what `keep` wrote in `bytes`, and these answers, which count where both know one; `None` for damage.
    pub fn keep_upon(&self, bytes: &[u8], writer: &mut Writer) -> Option<()> {
        let mut reader = Reader::new(bytes);
        let known = Answers::recall_files(&mut reader)?;
        let mut others = Answers::recall_others(&mut reader)?;
        let new = self.all_files();
        let mut new = new.iter().map(|(path, stamp)| (path.as_str(), *stamp)).peekable();
        let mut files: Vec<(&str, Option<FileStamp>)> = Vec::with_capacity(known.len() + new.len());
        // Both are sorted.
        for (path, stamp) in known {
            while let Some(before) = new.next_if(|(other, _)| *other < path) {
                files.push(before);
            }
            files.push(new.next_if(|(other, _)| *other == path).unwrap_or((path, stamp)));
        }
        files.extend(new);
        keep_files(&files, writer);
        let Answers { lists, stamped: _, files: _, exist, variables, days, fonts } = self.clone();
        others.lists.extend(lists);
        others.exist.extend(exist);
        others.variables.extend(variables);
        others.days.extend(days);
        others.fonts.extend(fonts);
        others.keep_others(writer);
        Some(())
    }

    /// Whether `world` would answer the same to all but what was asked about files.
    fn others_hold(&self, world: &TracedWorld) -> bool {
        let inner = &*world.inner;
        self.exist.iter().all(|(path, there)| inner.exists(path) == *there)
            && self.variables.iter().all(|(name, value)| inner.env(name) == *value)
            && self.fonts.iter().all(|(place, mark)| inner.font_mark(place) == *mark)
            && self.days.iter().all(|(zone, day)| inner.today(zone).to_string() == *day)
            && self
                .lists
                .iter()
                .all(|(folder, then)| world.listed(folder, true).is_ok_and(|now| names(&now.paths) == *then))
    }

    /// Forgets the stamps that cannot be trusted because the file changed a moment before `now`.
    pub fn distrust_recent(&mut self, now: Timestamp) {
        let now = now.as_nanosecond();
        let listed = self.stamped.values().flat_map(Listing::files);
        let recent = listed.filter(|(_, stamp)| stamp.is_some_and(|stamp| !is_settled(stamp, now)));
        for (path, stamp) in recent {
            self.files.entry(path.clone()).or_insert(*stamp);
        }
        for stamp in self.files.values_mut().flatten() {
            if !is_settled(*stamp, now) {
                stamp.1 = -1;
            }
        }
    }

    /// Writes it.
    pub fn keep(&self, writer: &mut Writer) {
        let files = self.all_files();
        keep_files(&files.iter().map(|(path, stamp)| (path.as_str(), *stamp)).collect::<Vec<_>>(), writer);
        self.keep_others(writer);
    }

    /// Writes all but the files.
    fn keep_others(&self, writer: &mut Writer) {
        writer.size(self.lists.len());
        for (folder, found) in &self.lists {
            writer.text(folder);
            writer.fingerprint(*found);
        }
        writer.size(self.exist.len());
        for (path, there) in &self.exist {
            writer.text(path.as_str());
            writer.flag(*there);
        }
        writer.size(self.variables.len());
        for (name, value) in &self.variables {
            writer.text(name);
            writer.maybe_text(value.as_deref());
        }
        writer.size(self.days.len());
        for (zone, day) in &self.days {
            writer.text(zone);
            writer.text(day);
        }
        writer.size(self.fonts.len());
        for (place, mark) in &self.fonts {
            writer.text(place);
            keep_stamp(*mark, writer);
        }
    }

    /// The files that `keep` wrote first.
    fn recall_files<'b>(reader: &mut Reader<'b>) -> Option<Vec<(&'b str, Option<FileStamp>)>> {
        (0..reader.count()?).map(|_| Some((reader.text()?, recall_stamp(reader)?))).collect()
    }

    /// What `keep` wrote behind the files.
    fn recall_others(reader: &mut Reader<'_>) -> Option<Answers> {
        let mut answers = Answers::default();
        for _ in 0..reader.count()? {
            answers.lists.insert(reader.text()?.to_owned(), reader.fingerprint()?);
        }
        for _ in 0..reader.count()? {
            answers.exist.insert(SourcePath::new(reader.text()?)?, reader.flag()?);
        }
        for _ in 0..reader.count()? {
            answers.variables.insert(reader.text()?.to_owned(), reader.maybe_text()?.map(str::to_owned));
        }
        for _ in 0..reader.count()? {
            answers.days.insert(reader.text()?.to_owned(), reader.text()?.to_owned());
        }
        for _ in 0..reader.count()? {
            answers.fonts.insert(reader.text()?.to_owned(), recall_stamp(reader)?);
        }
        Some(answers)
    }
}

fn keep_files(files: &[(&str, Option<FileStamp>)], writer: &mut Writer) {
    writer.size(files.len());
    for (path, stamp) in files {
        writer.text(path);
        keep_stamp(*stamp, writer);
    }
}

/// Writes a stamp that may be absent.
pub fn keep_stamp(stamp: Option<FileStamp>, writer: &mut Writer) {
    writer.flag(stamp.is_some());
    if let Some((size, mark)) = stamp {
        writer.number(size);
        writer.wide(mark.cast_unsigned());
    }
}

/// What `keep_stamp` wrote; `None` for damage.
pub fn recall_stamp(reader: &mut Reader<'_>) -> Option<Option<FileStamp>> {
    if !reader.flag()? {
        return Some(None);
    }
    Some(Some((reader.number()?, reader.wide()?.cast_signed())))
}

/// Whether a file with this stamp, looked at after `now`, cannot have changed before that look and after it under the same
/// stamp.
pub(super) fn is_settled((_, mark): FileStamp, now: i128) -> bool {
    /// So far ahead no clock goes: such a mark is no time.
    const NO_TIME: i64 = 1_000_000 * 1_000_000_000;
    let now = i64::try_from(now).unwrap_or(i64::MAX);
    let (modified, changed) = (mark as i64, (mark >> 64) as i64);
    let is_old = |time: i64| time == 0 || source::is_settled(time, now);
    // A mark that is no time (a world in memory) is the content's own.
    mark < 0 || modified < 0 || modified > now.saturating_add(NO_TIME) || is_old(modified) && is_old(changed)
}

/// A fingerprint of a listing.
fn names(found: &[SourcePath]) -> Fingerprint {
    Fingerprint::of_all(found.iter().map(|path| path.as_str().as_bytes()))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Answers, TracedWorld, is_settled};
    use crate::path::SourcePath;
    use crate::source::{MemoryWorld, World};
    use crate::wire::Writer;

    #[test]
    fn any_other_answer_is_noticed() {
        let path = |text: &str| SourcePath::new(text).unwrap();
        let mut world = MemoryWorld::default();
        world.put("content/a.md", "a");
        world.put("content/b.md", "b");
        let traced = TracedWorld::over(Arc::new(world.clone()));
        traced.list("content").unwrap();
        traced.read(&path("content/a.md")).unwrap();
        assert!(traced.read(&path("zola.toml")).is_err());
        traced.exists(&path("static"));
        traced.env("HOME");
        traced.today("UTC");
        let mut writer = Writer::new();
        let taken = traced.take_answers();
        taken.keep(&mut writer);
        let bytes = writer.into_bytes();
        let fresh = |world: &MemoryWorld| TracedWorld::over(Arc::new(world.clone()));
        assert_eq!(taken.compare(&fresh(&world)), Some(Vec::new()));
        assert_eq!(Answers::compare_kept(&bytes[..bytes.len() - 1], &fresh(&world)), None, "damage");
        let compared = |change: &dyn Fn(&mut MemoryWorld)| {
            let mut world = world.clone();
            change(&mut world);
            let compared = taken.compare(&fresh(&world));
            assert_eq!(compared, Answers::compare_kept(&bytes, &fresh(&world)));
            compared
        };
        let changed = |change: &dyn Fn(&mut MemoryWorld)| compared(change) != Some(Vec::new());
        let edited = compared(&|world| world.put("content/a.md", "x"));
        assert_eq!(edited, Some(vec![path("content/a.md")]));
        assert!(!changed(&|world| world.put("content/b.md", "other")));
        assert!(changed(&|world| world.put("content/a.md", "x")));
        assert!(changed(&|world| world.put("content/c.md", "")));
        assert!(changed(&|world| world.put("zola.toml", "")));
        assert!(changed(&|world| world.put("static/x", "")));
        assert!(changed(&|world| drop(world.env.insert("HOME".to_owned(), "x".to_owned()))));
        assert!(changed(&|world| world.today = world.today.tomorrow().unwrap()));
    }

    #[test]
    fn answers_are_taken_over_where_no_newer_one_is_known() {
        let path = |text: &str| SourcePath::new(text).unwrap();
        let mut world = MemoryWorld::default();
        world.put("content/a.md", "a");
        world.put("content/b.md", "b");
        let kept = |answers: &Answers| {
            let mut writer = Writer::new();
            answers.keep(&mut writer);
            writer.into_bytes()
        };
        let first = TracedWorld::over(Arc::new(world.clone()));
        first.list("content").unwrap();
        for file in ["content/a.md", "content/b.md"] {
            first.read(&path(file)).unwrap();
        }
        first.env("HOME");
        let first = kept(&first.take_answers());
        world.put("content/a.md", "other");
        let second = TracedWorld::over(Arc::new(world.clone()));
        second.read(&path("content/a.md")).unwrap();
        second.exists(&path("static"));
        let mut writer = Writer::new();
        second.take_answers().keep_upon(&first, &mut writer).unwrap();
        let both = writer.into_bytes();
        let fresh = |world: &MemoryWorld| TracedWorld::over(Arc::new(world.clone()));
        assert_eq!(Answers::compare_kept(&both, &fresh(&world)), Some(Vec::new()));
        assert_eq!(Answers::compare_kept(&first, &fresh(&world)), Some(vec![path("content/a.md")]));
        let mut more = world.clone();
        more.put("static/x", "");
        assert_eq!(Answers::compare_kept(&both, &fresh(&more)), None);
        world.put("content/b.md", "other");
        assert_eq!(Answers::compare_kept(&both, &fresh(&world)), Some(vec![path("content/b.md")]));
        assert!(Answers::default().keep_upon(&first[1..], &mut Writer::new()).is_none());
    }

    #[test]
    fn what_changed_a_moment_ago_is_not_trusted() {
        let at = |modified: i128, changed: i128| (1, modified | changed << 64);
        let now = 1_764_000_000_000_000_000;
        assert!(is_settled(at(now - 30_000_000, now - 30_000_001), now));
        assert!(!is_settled(at(now - 5_000_001, now - 30_000_001), now));
        assert!(!is_settled(at(now - 30_000_001, now - 5_000_001), now));
        assert!(!is_settled(at(now - 1_000_000_000, 0), now));
        assert!(is_settled(at(now - 3_000_000_000, 0), now));
    }
}
