//! The world, with a record of what it answered.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use jiff::Timestamp;
use jiff::civil::Date;
use rayon::prelude::*;

use super::answers::{Answers, is_settled};
use super::known::{Known, doubtful};
use super::listing::{Held, Listing};
use crate::fingerprint::Fingerprint;
use crate::path::SourcePath;
use crate::source::{Answer, FileStamp, FontFile, Request, Stray, Unreachable, Walk, World};

/// The world, with a record of what it answered. The clock is not in it: renders record how finely they look at it.
///
/// It answers alike as long as it lives, and asks the world but once. What is asked only to compare ([`TracedWorld::others`]) is
/// remembered, and not in the record.
pub struct TracedWorld {
    inner: Arc<dyn World>,
    /// The moment that counts as now.
    now: Timestamp,
    answers: Mutex<Answers>,
    /// What is known without having been asked for.
    known: Mutex<Known>,
    /// Whether stamps are looked at with the folders.
    looks_ahead: AtomicBool,
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

    /// The same, at the end of a build. What had changed a moment before it was looked at is looked at again: if it is still the
    /// same, and some time has gone by, its stamp can be trusted.
    pub fn settled_answers(&self) -> Answers {
        let mut answers = self.take_answers();
        let moment = self.inner.now().as_nanosecond();
        let recent = std::mem::take(&mut answers.recent);
        let files = answers.files.iter().filter_map(|(path, stamp)| Some((path, stamp.as_ref()?, recent.get(path)?)));
        let is_same = |(path, stamp, print): &(&SourcePath, &FileStamp, &Fingerprint)| {
            is_settled(**stamp, moment)
                && self
                    .inner
                    .read_stamped(path)
                    .is_ok_and(|(bytes, now)| now.as_ref() == Some(*stamp) && Fingerprint::of(&bytes) == **print)
        };
        let files: Vec<_> = files.collect();
        let settled: Vec<String> =
            files.into_par_iter().filter(is_same).map(|(path, ..)| path.as_str().to_owned()).collect();
        answers.settled.extend(settled);
        let began = self.now.as_nanosecond();
        for (folder, held) in &mut answers.lists {
            let is_recent = held.has(|stamp| !is_settled(stamp, began));
            if !is_recent || held.has(|stamp| !is_settled(stamp, moment)) {
                continue;
            }
            let again = self.inner.walk(folder, false).map(|walk| Listing::of(walk).held());
            if let Ok(again) = again
                && again.names == held.names
                && !again.has(|stamp| !is_settled(stamp, moment))
            {
                *held = again;
                answers.settled.insert(folder.clone());
            }
        }
        answers
    }

    /// The files that are others than in the record `then` ([`Answers::bytes`]), if the world would answer the same to all else.
    /// Damage counts as another answer.
    pub(super) fn others(&self, then: &Bytes) -> Option<Vec<SourcePath>> {
        let (files, then) = Answers::recall(then)?;
        let relisted = self.holds(&then).then(|| self.relisted(&then)).flatten()?;
        // Nothing is locked while many look.
        let known = self.known().clone();
        let compared = known.compare(files, &*self.inner)?;
        let others = compared.others();
        self.known().compared = Some(Arc::new(compared));
        // The folders look otherwise than it was noted, though the same is in them.
        self.lock().lists.extend(relisted);
        Some(others)
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
        let is_recent = |moment: Timestamp| stamp.is_some_and(|stamp| !is_settled(stamp, moment.as_nanosecond()));
        // Whoever asks looks at its content after that.
        let has_settled = is_recent(self.now) && !is_recent(self.inner.now());
        let mut answers = self.lock();
        if has_settled {
            answers.settled.insert(path.as_str().to_owned());
        }
        *answers.files.entry(path.clone()).or_insert(stamp)
    }

    /// Whether the world would answer the same to all but what was asked about files and folders.
    fn holds(&self, then: &Answers) -> bool {
        let inner = &*self.inner;
        then.exist.iter().all(|(path, there)| inner.exists(path) == *there)
            && then.variables.iter().all(|(name, value)| inner.env(name) == *value)
            && then.fonts.iter().all(|(place, mark)| inner.font_mark(place) == *mark)
            && then.days.iter().all(|(zone, day)| inner.today(zone).to_string() == *day)
    }

    /// The folders that had to be listed to see that the same files lie in them; `None` where others do.
    fn relisted(&self, then: &Answers) -> Option<Vec<(String, Held)>> {
        let list = |folder: &str| {
            let held = self.listed(folder, true).ok()?.held();
            (held.names == then.lists.get(folder)?.names).then(|| (folder.to_owned(), held))
        };
        doubtful(&then.lists, &*self.inner).into_iter().map(list).collect()
    }

    /// The files of a folder.
    fn listed(&self, folder: &str, stamped: bool) -> io::Result<Listing> {
        let known = self.known().clone();
        if let Some(listing) = known.lists.get(folder) {
            return Ok(listing.clone());
        }
        let listing = known.list(folder, stamped, &*self.inner)?;
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
            answers.lists.insert(folder.to_owned(), listing.held());
        }
        Ok(listing)
    }
}

impl World for TracedWorld {
    fn list(&self, folder: &str) -> io::Result<Vec<SourcePath>> {
        Ok(self.answered(folder)?.paths.to_vec())
    }

    fn walk(&self, folder: &str, stamped: bool) -> io::Result<Walk> {
        let listing = self.answered(folder)?;
        let files = match listing.stamps.is_empty() || !stamped {
            true => listing.paths.iter().map(|path| (path.clone(), None)).collect(),
            false => {
                self.lock().stamped.insert(folder.to_owned(), listing.clone());
                listing.files().map(|(path, stamp)| (path.clone(), *stamp)).collect()
            }
        };
        Ok(Walk { files, folders: None })
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
        let mut answers = self.lock();
        answers.files.entry(path.clone()).or_insert(stamp);
        let is_recent = stamp.is_some_and(|stamp| !is_settled(stamp, self.now.as_nanosecond()));
        if let Some((bytes, _)) = read.as_ref().ok().filter(|_| is_recent) {
            answers.recent.insert(path.clone(), Fingerprint::of(bytes));
        }
        drop(answers);
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

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests change a site from outside")]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::Arc;
    use std::time::{Duration, SystemTime};

    use super::{Answers, TracedWorld};
    use crate::path::SourcePath;
    use crate::source::{DiskWorld, MemoryWorld, World};

    fn path(text: &str) -> SourcePath {
        SourcePath::new(text).unwrap()
    }

    fn fresh(world: &MemoryWorld) -> Arc<TracedWorld> {
        TracedWorld::over(Arc::new(world.clone()))
    }

    #[test]
    fn any_other_answer_is_noticed() {
        let mut world = MemoryWorld::default();
        world.put("content/a.md", "a");
        world.put("content/b.md", "b");
        let traced = fresh(&world);
        traced.list("content").unwrap();
        traced.read(&path("content/a.md")).unwrap();
        assert!(traced.read(&path("zola.toml")).is_err());
        traced.exists(&path("static"));
        traced.env("HOME");
        traced.today("UTC");
        let bytes = traced.take_answers().bytes();
        assert_eq!(fresh(&world).others(&bytes), Some(Vec::new()));
        assert_eq!(fresh(&world).others(&bytes.slice(..bytes.len() - 1)), None, "damage");
        let compared = |change: &dyn Fn(&mut MemoryWorld)| {
            let mut world = world.clone();
            change(&mut world);
            fresh(&world).others(&bytes)
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
        let mut world = MemoryWorld::default();
        world.put("content/a.md", "a");
        world.put("content/b.md", "b");
        let first = fresh(&world);
        first.list("content").unwrap();
        for file in ["content/a.md", "content/b.md"] {
            first.read(&path(file)).unwrap();
        }
        first.env("HOME");
        let first = first.take_answers().bytes();
        world.put("content/a.md", "other");
        let second = fresh(&world);
        second.read(&path("content/a.md")).unwrap();
        second.exists(&path("static"));
        let both = second.take_answers().bytes_upon(&first).unwrap();
        assert_eq!(fresh(&world).others(&both), Some(Vec::new()));
        assert_eq!(fresh(&world).others(&first), Some(vec![path("content/a.md")]));
        let mut more = world.clone();
        more.put("static/x", "");
        assert_eq!(fresh(&more).others(&both), None);
        world.put("content/b.md", "other");
        assert_eq!(fresh(&world).others(&both), Some(vec![path("content/b.md")]));
        assert!(Answers::default().bytes_upon(&first.slice(1..)).is_none());
    }

    /// A site on a disk of which everything is old, and what the world answered to somebody who listed and read it.
    fn listed(root: &Path) -> bytes::Bytes {
        for folder in ["content/inner/deep", "static"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        for file in ["content/a.md", "content/inner/b.md", "content/inner/deep/c.md", "static/x"] {
            fs::write(root.join(file), file).unwrap();
        }
        answers(&disk(root))
    }

    fn disk(root: &Path) -> Arc<TracedWorld> {
        TracedWorld::over(Arc::new(DiskWorld::new(root, None)))
    }

    fn answers(world: &TracedWorld) -> bytes::Bytes {
        for folder in ["content", "static", "sass"] {
            for (file, _) in world.walk(folder, false).unwrap().files {
                world.read(&file).unwrap();
            }
        }
        world.take_answers().bytes()
    }

    #[test]
    #[cfg(unix)]
    fn folders_that_look_the_same_are_not_listed_again() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let then = listed(root);
        let listings = |world: &TracedWorld| world.known().lists.keys().cloned().collect::<Vec<_>>();
        let same = disk(root);
        assert_eq!(same.others(&then), Some(Vec::new()));
        assert!(listings(&same).is_empty());
        // A file's content is not the folder's.
        fs::write(root.join("content/inner/b.md"), "other").unwrap();
        let edited = disk(root);
        assert_eq!(edited.others(&then), Some(vec![path("content/inner/b.md")]));
        assert!(listings(&edited).is_empty());
        assert_eq!(edited.stamp(&path("content/inner/b.md")).map(|stamp| stamp.0), Some(5));
        // What came and went is looked at once, and noted.
        fs::write(root.join("content/inner/deep/new"), "").unwrap();
        assert_eq!(disk(root).others(&then), None);
        fs::remove_file(root.join("content/inner/deep/new")).unwrap();
        let again = disk(root);
        assert_eq!(again.others(&then), Some(vec![path("content/inner/b.md")]));
        assert_eq!(listings(&again), ["content"]);
        again.read(&path("content/inner/b.md")).unwrap();
        let upon = again.take_answers().bytes_upon(&then).unwrap();
        let last = disk(root);
        assert_eq!(last.others(&upon), Some(Vec::new()));
        assert!(listings(&last).is_empty());
        // A folder that was not there.
        fs::create_dir(root.join("sass")).unwrap();
        assert_eq!(disk(root).others(&upon), Some(Vec::new()));
        fs::write(root.join("sass/x.scss"), "").unwrap();
        assert_eq!(disk(root).others(&upon), None);
        fs::remove_dir_all(root.join("sass")).unwrap();
        fs::remove_dir_all(root.join("static")).unwrap();
        assert_eq!(disk(root).others(&upon), None);
    }

    #[test]
    #[cfg(unix)]
    fn where_links_lead_folders_are_listed() {
        let folder = tempfile::tempdir().unwrap();
        let (root, other) = (folder.path().join("site"), folder.path().join("other"));
        fs::create_dir_all(&other).unwrap();
        fs::create_dir_all(root.join("content")).unwrap();
        fs::write(other.join("x.md"), "x").unwrap();
        std::os::unix::fs::symlink(&other, root.join("content/link")).unwrap();
        let then = listed(&root);
        assert_eq!(disk(&root).others(&then), Some(Vec::new()));
        fs::write(other.join("y.md"), "y").unwrap();
        assert_eq!(disk(&root).others(&then), None);
    }

    #[test]
    fn what_was_compared_is_answered_alike() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let then = listed(root);
        let world = disk(root);
        assert_eq!(world.others(&then), Some(Vec::new()));
        // Changes after that are for the next build.
        let before = world.stamp(&path("content/a.md"));
        let file = fs::File::options().append(true).open(root.join("content/a.md")).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
        fs::write(root.join("content/more.md"), "").unwrap();
        world.look_ahead();
        let walk = world.walk("content", true).unwrap().files;
        assert_eq!(walk.len(), 4);
        assert_eq!(walk[0], (path("content/a.md"), before));
        assert_eq!(walk[3].0, path("content/more.md"));
        assert!(walk.iter().all(|(_, stamp)| stamp.is_some()));
        let later = disk(root).others(&world.take_answers().bytes());
        assert_eq!(later, Some(vec![path("content/a.md")]));
    }

    #[test]
    #[cfg(unix)]
    fn folders_that_changed_a_moment_ago_are_not_trusted() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        listed(root);
        let world = disk(root);
        world.list("content").unwrap();
        let mut taken = world.take_answers();
        let listings = |bytes: &bytes::Bytes| {
            let world = disk(root);
            assert_eq!(world.others(bytes), Some(Vec::new()));
            world.known().lists.len()
        };
        let began = jiff::Timestamp::now() + Duration::from_secs(10);
        taken.distrust_recent(began);
        assert_eq!(listings(&taken.bytes()), 0);
        taken.distrust_recent(began - Duration::from_secs(11));
        assert_eq!(listings(&taken.bytes()), 1);
    }

    #[test]
    #[cfg(unix)]
    fn what_changed_a_moment_ago_is_trusted_once_it_stayed_so_for_a_while() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        // All of it is written after the build began.
        let (world, late) = (disk(root), disk(root));
        listed(root);
        world.list("static").unwrap();
        for file in world.list("content").unwrap() {
            world.read(&file).unwrap();
        }
        world.stamp(&path("static/x"));
        fs::write(root.join("content/a.md"), "other").unwrap();
        let hurried = world.take_answers();
        *world.lock() = hurried.clone();
        std::thread::sleep(Duration::from_millis(60));
        let compared = |mut answers: Answers| {
            answers.distrust_recent(world.now);
            let world = disk(root);
            let others = world.others(&answers.bytes()).unwrap();
            (others.len(), world.known().lists.len())
        };
        // Four files, and two folders that had to be listed.
        assert_eq!(compared(hurried), (4, 2));
        // One changed after it was read, one was looked at too early for whoever reads it later.
        assert_eq!(compared(world.settled_answers()), (2, 0));
        late.stamp(&path("static/x"));
        assert_eq!(compared(late.settled_answers()), (0, 0));
    }
}
