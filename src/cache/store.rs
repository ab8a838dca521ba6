//! Where the cache lies, and what of the last build can be asked of it.
//!
//! ```text
//! .lianluo/
//!   .gitignore        so that no cache is committed by accident
//!   build-1f3a.state  what tells whether anything changed, written whole and put in place by a rename
//!   build-1f3a.7.records
//!   build-1f3a.4.bodies
//!   build-1f3a.lock   held while a build works with it; another build at the same time goes without
//! ```
#![expect(clippy::disallowed_methods, reason = "the cache is on the disk, outside of the site's sources and output")]

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use super::answers::{TracedWorld, is_settled, recall_stamp};
use super::head::{Head, KeptAnswers};
use super::heap::{Heap, no_link};
use super::named::Found;
use super::next::{Next, numbered};
use super::read::{Grain, Read};
use super::record::{BodyRecord, BodyRecords, Counts, Kept, KnownDocument, TargetRecord};
use super::records::Records;
use super::state::{ANSWERS, HEAD, HOST, LINKS, Part, Rows, Stored, UPON, write_records, write_state};
use crate::fingerprint::Fingerprint;
use crate::path::SourcePath;
use crate::source::{FileStamp, World};
use crate::wire::Writer;

/// A heap with so many dead bytes, and more dead than living ones, is written anew.
const SLACK: u64 = 8 << 20;

/// A cache's folder and name in it.
#[derive(Clone, Debug)]
pub struct Place {
    /// The folder.
    pub folder: PathBuf,
    /// What kind of build it is for: builds of other kinds do not share.
    pub name: String,
}

/// What the last build left. Empty without one.
#[derive(Debug, Default)]
pub struct Cache {
    place: Option<Place>,
    /// Held as long as the cache is open.
    _lock: Option<File>,
    head: Head,
    is_empty: bool,
    /// The state's file: what is more than its head is read when it is first asked for.
    state: Option<Stored>,
    answers: OnceLock<KeptAnswers>,
    host: OnceLock<Bytes>,
    /// The records' file, and the records, read when they are first asked for.
    stored: OnceLock<Option<Arc<Stored>>>,
    records: OnceLock<Records>,
    links: OnceLock<Bytes>,
    /// The files that are others than in the last build, if nothing else is, once that was looked at.
    changed: OnceLock<Vec<SourcePath>>,
    heap: Arc<Heap>,
}

/// What a build gathered, ready to be committed.
pub struct Prepared {
    head: Head,
    answers: KeptAnswers,
    records: Records,
    writing: Writing,
}

/// What is written of the records.
enum Writing {
    /// Nothing, in memory.
    Nothing,
    /// All of them.
    All(Vec<Part>),
    /// Only what came since the others were written, which stay as they are.
    Upon(Bytes, Rows),
}

impl Cache {
    /// A cache in memory, empty.
    pub fn in_memory() -> Cache {
        Cache { heap: Arc::new(Heap::in_memory()), is_empty: true, ..Cache::default() }
    }

    /// The cache at `place`. One that cannot be read, is damaged, or is in use counts as empty; one that cannot be written
    /// is not kept.
    pub fn open(place: Place) -> Cache {
        let Some(lock) = lock(&place) else { return Cache::in_memory() };
        let mut cache = Cache { _lock: Some(lock), ..Cache::in_memory() };
        if let Some(state) = Stored::state(&place.file("state"))
            && let Some(head) = state.part(HEAD).and_then(|bytes| Head::recall(&bytes))
        {
            (cache.head, cache.state, cache.is_empty) = (head, Some(state), false);
        }
        let (number, length) = cache.head.heap;
        match Heap::open(&place.bodies(number), length) {
            Ok(heap) => cache.heap = Arc::new(heap),
            Err(_) => return Cache::in_memory(),
        }
        cache.place = Some(place);
        cache
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// Whether a build in `world` now, of the same program and options (`key`), would end as the last one did, without a
    /// word to tell.
    pub fn is_current(&self, world: &TracedWorld, key: Fingerprint) -> bool {
        let shows_same = |(grain, shown): &(Grain, String)| grain.of(world.now()) == *shown;
        let is_same = !self.is_empty()
            && self.head.key == key
            && !self.head.told
            && self.head.clock.as_ref().is_none_or(shows_same);
        let changed = is_same.then(|| self.answers().compare(world)).flatten();
        let changed = changed.map(|changed| self.changed.get_or_init(|| changed));
        changed.is_some_and(Vec::is_empty)
    }

    /// The files that are others than in the last build, if nothing else is, as `is_current` found it.
    pub fn changed_files(&self) -> Option<&[SourcePath]> {
        self.changed.get().map(Vec::as_slice).filter(|_| self.state.is_some())
    }

    /// How the documents belong together, as the last build left it; empty for nothing.
    pub fn links(&self) -> &Bytes {
        self.links.get_or_init(|| self.stored().and_then(|stored| stored.part(LINKS)).unwrap_or_default())
    }

    /// How many records came since the others were written.
    pub fn since(&self) -> usize {
        let Records { documents, bodies, targets, .. } = self.records();
        documents.listed().len() + bodies.listed().len() + targets.listed().len()
    }

    /// Whether anybody looked at something that `is_it` tells of.
    pub fn has_read(&self, is_it: impl Fn(&Read) -> bool) -> bool {
        self.records().reads.iter().any(|read| is_it(read))
    }

    /// Whether it lies on the disk.
    pub fn is_kept(&self) -> bool {
        self.place.is_some()
    }

    /// The bodies that came since all were written, by the paths of their documents.
    pub fn bodies_since(&self) -> impl Iterator<Item = (&str, &BodyRecord)> {
        self.records().bodies.listed().iter().map(|(path, body)| (&**path, &**body))
    }

    /// Gives what is known of bodies by the paths of their documents.
    pub fn record_reader(&self) -> impl Fn(&SourcePath) -> Option<Arc<BodyRecord>> + Send + Sync + 'static {
        let bodies = self.records().bodies.clone();
        move |path| bodies.find(path.as_str(), &mut 0)
    }

    /// Gives the documents by their paths, as they are kept.
    pub fn document_reader(&self) -> impl Fn(&SourcePath) -> Option<Kept> + Send + Sync + 'static {
        let documents = self.records().documents.clone();
        move |path| documents.find(path.as_str(), &mut 0).map(|record| record.document.clone())
    }

    /// How fine the last build's look at the clock was, if it looked.
    pub fn clock(&self) -> Option<Grain> {
        self.head.clock.as_ref().map(|(grain, _)| *grain)
    }

    /// The program, the settings and the options of the last build.
    pub fn base(&self) -> Fingerprint {
        self.head.base
    }

    /// How many documents the last build had.
    pub fn counts(&self) -> Counts {
        self.head.counts
    }

    /// What the host left beside it: the output's manifest; empty without one.
    pub fn host(&self) -> &Bytes {
        self.host.get_or_init(|| self.state.as_ref().and_then(|state| state.part(HOST)).unwrap_or_default())
    }

    /// Reads at once what tells whether anything changed.
    pub fn read_ahead(&self) {
        rayon::join(|| self.host(), || self.answers());
    }

    fn answers(&self) -> &KeptAnswers {
        self.answers.get_or_init(|| {
            let kept = self.state.as_ref().and_then(|state| state.part(ANSWERS));
            KeptAnswers::Bytes(kept.unwrap_or_default())
        })
    }

    /// The document of the file at `path`, if the file still has this stamp. `near` is where the last one was found: documents in
    /// their order are found at once.
    pub fn document(&self, path: &SourcePath, stamp: Option<FileStamp>, near: &mut usize) -> Option<KnownDocument<'_>> {
        let (known, document) = match self.records().documents.look(path.as_str(), near)? {
            Found::Listed(record) => (record.stamp, KnownDocument::of(&record.document)),
            Found::Shelved(mut reader, whole) => {
                let stamp = recall_stamp(&mut reader)?;
                (stamp, KnownDocument::Bytes(reader.blob()?, whole))
            }
        };
        (known.is_some() && known == stamp).then_some(document)
    }

    /// The body of the document at `path`. `near` as for `document`.
    pub fn body(&self, path: &SourcePath, near: &mut usize) -> Option<Arc<BodyRecord>> {
        self.records().bodies.find(path.as_str(), near)
    }

    /// All bodies by the paths of their documents.
    pub fn bodies(&self) -> BodyRecords {
        self.records().bodies.clone()
    }

    /// The output file at `route`. `near` as for `document`.
    pub fn target(&self, route: &str, near: &mut usize) -> Option<Arc<TargetRecord>> {
        self.records().targets.find(route, near)
    }

    /// The fingerprint of a file's content: as it is known under this stamp, else of what `world` reads, taken down in
    /// `next` either way. None for a file that is not there.
    pub fn file(&self, path: &SourcePath, world: &dyn World, next: &Next) -> Option<Fingerprint> {
        let stamp = world.stamp(path)?;
        if let Some(print) = next.file_print(path, stamp) {
            return Some(print);
        }
        let known = self.records().files.get(path).filter(|(known, _)| *known == stamp).map(|(_, print)| *print);
        let print = match known {
            Some(print) => print,
            None => Fingerprint::of(&world.read(path).ok()?),
        };
        next.file(path, stamp, print);
        Some(print)
    }

    /// Where bodies are put and found.
    pub(crate) fn put_body(&self, bytes: &[u8]) -> std::ops::Range<u64> {
        self.heap.put(bytes)
    }

    /// The bytes of a body; `None` if they are gone.
    pub(crate) fn body_reader(
        &self,
    ) -> impl Fn(std::ops::Range<u64>) -> Option<Vec<u8>> + Clone + Send + Sync + 'static {
        let heap = self.heap.clone();
        move |place| heap.get(place)
    }

    /// Starts to gather for the next build.
    pub fn next(&self) -> Next {
        let Records { reads, numbers, .. } = self.records();
        Next::after(reads, numbers.get_or_init(|| numbered(reads)).clone())
    }

    /// Reads what a build asks for first, which else is done when that is asked for.
    pub fn read_all(&self) {
        let Records { reads, numbers, .. } = self.records();
        numbers.get_or_init(|| numbered(reads));
        if self.changed_files().is_some() {
            self.links();
        }
    }

    /// The output is gone, so that nothing of it can be taken over. To read what was known takes longer then than to make it
    /// again, unless there are bodies that are dear to make.
    pub fn start_over(&mut self) {
        if self.heap.len() == 0 {
            (self.is_empty, self.state) = (true, None);
            (self.stored, self.records, self.links) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        }
    }

    /// Makes what a build gathered ready to be taken over, which may go on while its output is committed.
    pub fn prepare(&mut self, mut next: Next) -> Prepared {
        let began = next.began;
        next.answers.distrust_recent(began);
        let mut head = Head {
            key: next.key,
            base: next.base,
            counts: next.counts,
            told: next.told,
            clock: next.clock.take(),
            heap: self.head.heap,
            records: self.head.records,
        };
        if next.upon_last {
            return self.prepare_upon(head, next);
        }
        let answers = KeptAnswers::Answers(std::mem::take(&mut next.answers));
        let mut records = next.into_records();
        let trusted = |stamp: &FileStamp| is_settled(*stamp, began.as_nanosecond());
        records.files.retain(|_, (stamp, _)| trusted(stamp));
        for (_, document) in records.documents.listed_mut() {
            if !document.stamp.as_ref().is_none_or(trusted) {
                Arc::make_mut(document).stamp = None;
            }
        }
        self.compact(&mut head, &mut records);
        head.heap.1 = self.heap.len();
        // In memory nothing is encoded.
        if self.place.is_none() {
            return Prepared { head, answers, records, writing: Writing::Nothing };
        }
        let (answers, parts) = rayon::join(|| answers.bytes(), || records.encode());
        head.records += 1;
        Prepared { head, answers: KeptAnswers::Bytes(answers), records, writing: Writing::All(parts) }
    }

    /// The same where all that the last build left still holds, but for what was gathered: the records stay where they are.
    fn prepare_upon(&mut self, mut head: Head, mut next: Next) -> Prepared {
        let (began, rows) = (next.began, self.state.as_ref().map(|state| state.table.rows()));
        let trusted = |stamp: &FileStamp| is_settled(*stamp, began.as_nanosecond());
        for (_, stamp, _) in &mut next.documents {
            *stamp = stamp.filter(trusted);
        }
        let known = self.answers().bytes();
        let mut answers = Writer::with_capacity(known.len() + 1024);
        // Were they damaged, no build would have been made upon them.
        let answers = next.answers.keep_upon(&known, &mut answers).map(|()| answers.into_bytes()).unwrap_or_default();
        head.counts = self.head.counts;
        let last = self.records.take().unwrap_or_default();
        let mut records = next.upon(last);
        records.files.retain(|_, (stamp, _)| trusted(stamp));
        head.heap.1 = self.heap.len();
        let mut upon = Writer::new();
        records.keep_upon(&mut upon);
        let writing = rows.map_or(Writing::Nothing, |rows| Writing::Upon(upon.into_bytes().into(), rows));
        Prepared { head, answers: KeptAnswers::Bytes(answers.into()), records, writing }
    }

    /// Takes over what a committed build gathered, with what the host wants to know next time. A cache that cannot be
    /// written is empty next time.
    pub fn commit(&mut self, next: Next, host: Vec<u8>) {
        let prepared = self.prepare(next);
        self.commit_prepared(prepared, host);
    }

    /// The same, of what is ready.
    pub fn commit_prepared(&mut self, prepared: Prepared, host: Vec<u8>) {
        let Prepared { head, answers, records, writing } = prepared;
        let host = Bytes::from(host);
        // Some systems do not replace a file that is open.
        (self.state, self.stored) = (None, OnceLock::new());
        (self.links, self.changed) = (OnceLock::new(), OnceLock::new());
        if let Some(place) = self.place.clone()
            && self.write(&place, &head, [&answers.bytes(), &host], writing).is_err()
        {
            let _ = fs::remove_file(place.file("state"));
        }
        (self.answers, self.host) = (answers.into(), host.into());
        (self.head, self.is_empty) = (head, false);
        let last = std::mem::replace(&mut self.records, OnceLock::from(records));
        // To take it apart takes a while, for which nobody has to wait.
        rayon::spawn(|| drop(last));
    }

    /// Forgets everything, here and on the disk.
    pub fn forget(&mut self) {
        if let Some(place) = &self.place {
            let _ = fs::remove_file(place.file("state"));
        }
        *self =
            Cache { place: self.place.take(), _lock: self._lock.take(), heap: self.heap.clone(), ..Cache::in_memory() };
    }

    fn write(&self, place: &Place, head: &Head, [answers, host]: [&Bytes; 2], writing: Writing) -> io::Result<()> {
        self.heap.flush()?;
        let (upon, rows) = match writing {
            Writing::Nothing => return Ok(()),
            Writing::Upon(upon, rows) => (upon, rows),
            Writing::All(parts) => {
                write_records(&place.records(head.records), &parts)?;
                (Bytes::new(), Rows::of(&parts))
            }
        };
        let (state, new) = (place.file("state"), place.file("state.new"));
        let parts = [
            Part::written(256, |writer| head.keep(writer)),
            Part::of(answers.clone()),
            Part::of(host.clone()),
            Part::of(upon),
        ];
        write_state(&new, parts, &rows)?;
        fs::rename(&new, &state)?;
        place.clear(head);
        Ok(())
    }

    /// Starts a new heap with the living bodies, if the old one is mostly dead.
    fn compact(&mut self, head: &mut Head, records: &mut Records) {
        let places = records.bodies.listed().iter().filter_map(|(_, body)| body.place.as_ref());
        let living: u64 = places.map(|place| place.end - place.start).sum();
        let dead = self.heap.len().saturating_sub(living);
        if dead < SLACK || dead < living {
            return;
        }
        let number = head.heap.0 + 1;
        let heap = match &self.place {
            Some(place) => match Heap::open(&place.bodies(number), 0) {
                Ok(heap) => heap,
                Err(_) => return,
            },
            None => Heap::in_memory(),
        };
        records.bodies.listed_mut().retain_mut(|(_, body)| {
            let Some(place) = body.place.clone() else { return true };
            let moved = self.heap.get(place).map(|bytes| heap.put(&bytes));
            moved.map(|place| Arc::make_mut(body).place = Some(place)).is_some()
        });
        head.heap.0 = number;
        self.heap = Arc::new(heap);
    }

    fn records(&self) -> &Records {
        self.records.get_or_init(|| self.read_records().unwrap_or_default())
    }

    /// `None` for none, or damage.
    fn read_records(&self) -> Option<Records> {
        let mut records = Records::recall(self.stored()?)?;
        let upon = self.state.as_ref()?.part(UPON)?;
        match upon.is_empty() {
            true => Some(records),
            false => records.recall_upon(&upon).map(|()| records),
        }
    }

    /// The records' file.
    fn stored(&self) -> Option<&Arc<Stored>> {
        let open = || {
            let (place, state) = (self.place.as_ref()?, self.state.as_ref()?);
            Stored::records(&place.records(self.head.records), state.table.clone()).map(Arc::new)
        };
        self.stored.get_or_init(open).as_ref()
    }
}

impl Place {
    fn file(&self, extension: &str) -> PathBuf {
        self.folder.join(format!("{}.{extension}", self.name))
    }

    fn records(&self, number: u64) -> PathBuf {
        self.file(&format!("{number}.records"))
    }

    fn bodies(&self, number: u64) -> PathBuf {
        self.file(&format!("{number}.bodies"))
    }

    /// Removes the records and bodies of other states than this one; should they stay, nobody reads them.
    fn clear(&self, head: &Head) {
        let needed = [self.records(head.records), self.bodies(head.heap.0)];
        let is_old = |path: &PathBuf| {
            let name = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_prefix(&self.name));
            let parts = name.and_then(|rest| rest.strip_prefix('.')?.rsplit_once('.'));
            parts.is_some_and(|(number, kind)| number.parse::<u64>().is_ok() && matches!(kind, "records" | "bodies"))
                && !needed.contains(path)
        };
        let all = fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|entry| entry.path());
        for old in all.filter(is_old) {
            let _ = fs::remove_file(old);
        }
    }
}

/// Makes the folder and locks the cache; `None` if either cannot be done.
fn lock(place: &Place) -> Option<File> {
    fs::create_dir_all(&place.folder).ok()?;
    ignore(&place.folder);
    let path = place.file("lock");
    no_link(&path);
    let file = File::options().write(true).create(true).truncate(false).open(path).ok()?;
    file.try_lock().ok()?;
    Some(file)
}

/// Keeps the folder out of version control.
fn ignore(folder: &Path) {
    if let Ok(mut file) = File::create_new(folder.join(".gitignore")) {
        let _ = file.write_all(b"*\n");
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;

    use bytes::Bytes;

    use super::{Cache, Place};
    use crate::cache::{BodyRecord, Decoded, Kept, TracedWorld};
    use crate::fingerprint::Fingerprint;
    use crate::path::SourcePath;
    use crate::source::MemoryWorld;

    fn place(folder: &std::path::Path) -> Place {
        Place { folder: folder.join("cache"), name: "build-x".to_owned() }
    }

    fn record(cache: &Cache, bytes: &[u8]) -> Arc<BodyRecord> {
        Arc::new(BodyRecord {
            key: Fingerprint::of(b"key"),
            templated: false,
            reads: Vec::new(),
            read: Fingerprint::default(),
            wants: Vec::new(),
            print: Fingerprint::of(bytes),
            links: Bytes::new(),
            decoded: Decoded::default(),
            anchors: Bytes::new(),
            place: Some(cache.put_body(bytes)),
        })
    }

    #[test]
    fn what_a_build_left_is_there_for_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let path = SourcePath::new("content/a.md").unwrap();
        let now = "2026-11-25T00:00:00Z".parse().unwrap();
        for round in 0..3 {
            let mut cache = Cache::open(place(folder.path()));
            assert_eq!(cache.is_empty(), round == 0);
            let world = TracedWorld::over(Arc::new(MemoryWorld::default()));
            assert_eq!(cache.is_current(&world, Fingerprint::default()), round > 0);
            let kept = cache.document(&path, Some((1, -5)), &mut 0);
            match kept.map(|known| known.kept()) {
                Some(Kept::Bytes(bytes)) => assert_eq!((&bytes[..], round > 0), (&b"document"[..], true)),
                other => assert!(other.is_none() && round == 0),
            }
            assert!(cache.document(&path, Some((1, -6)), &mut 0).is_none());
            let mut next = cache.next();
            match round {
                0 => next.body(path.as_str(), record(&cache, b"body")),
                _ => {
                    let record = cache.body(&path, &mut 0).unwrap();
                    assert_eq!(cache.body_reader()(record.place.clone().unwrap()).unwrap(), b"body");
                    next.body(path.as_str(), record);
                }
            }
            next.target("a/index.html", Arc::default());
            next.documents.push((path.clone(), Some((1, -5)), Kept::Bytes(Bytes::from_static(b"document"))));
            next.began = now;
            cache.commit(next, b"manifest".to_vec());
            assert_eq!((&cache.host()[..], cache.target("a/index.html", &mut 0).is_some()), (&b"manifest"[..], true));
        }
        assert!(folder.path().join("cache/.gitignore").is_file());
    }

    #[test]
    fn two_builds_do_not_share_a_cache() {
        let folder = tempfile::tempdir().unwrap();
        let mut first = Cache::open(place(folder.path()));
        first.commit(first.next(), Vec::new());
        assert!(!first.is_empty() && Cache::open(place(folder.path())).is_empty());
        drop(first);
        assert!(!Cache::open(place(folder.path())).is_empty());
    }

    #[test]
    fn a_damaged_or_missing_file_is_no_cache() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("cache/build-x.state");
        let mut cache = Cache::open(place(folder.path()));
        let mut next = cache.next();
        let path = SourcePath::new("content/a.md").unwrap();
        next.documents.push((path.clone(), Some((1, -5)), Kept::Bytes(Bytes::from_static(b"document"))));
        cache.commit(next, Vec::new());
        drop(cache);
        let bytes = fs::read(&state).unwrap();
        fs::write(&state, &bytes[..bytes.len() - 1]).unwrap();
        assert!(Cache::open(place(folder.path())).is_empty());
        // The records are looked at only when they are asked for; damage there leaves none.
        fs::write(&state, &bytes).unwrap();
        let records = folder.path().join("cache/build-x.1.records");
        let whole = fs::read(&records).unwrap();
        let mut damaged = whole.clone();
        *damaged.last_mut().unwrap() ^= 1;
        fs::write(&records, damaged).unwrap();
        let cache = Cache::open(place(folder.path()));
        assert!(cache.document(&path, Some((1, -5)), &mut 0).is_none());
        drop(cache);
        fs::write(&records, &whole).unwrap();
        assert!(Cache::open(place(folder.path())).document(&path, Some((1, -5)), &mut 0).is_some());
        let mut cache = Cache::open(place(folder.path()));
        assert!(!cache.is_empty());
        cache.forget();
        assert!(cache.is_empty() && !state.exists());
    }
}
