//! What of the last build can be asked of the cache.
#![expect(clippy::disallowed_methods, reason = "the cache is on the disk, outside of the site's sources and output")]

use std::fs::{self, File};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use super::answers::recall_stamp;
use super::head::{Head, KeptAnswers};
use super::heap::Heap;
use super::named::Found;
use super::next::{Next, numbered};
use super::place::Place;
use super::read::{Grain, Read};
use super::record::{BodyRecord, BodyRecords, Counts, Kept, KnownDocument, TargetRecord};
use super::records::Records;
use super::state::{ANSWERS, HEAD, HOST, LINKS, Stored, UPON};
use super::traced::TracedWorld;
use crate::fingerprint::Fingerprint;
use crate::path::SourcePath;
use crate::source::{FileStamp, World};

/// What the last build left. Empty without one.
#[derive(Debug, Default)]
pub struct Cache {
    pub(super) place: Option<Place>,
    /// Held as long as the cache is open.
    _lock: Option<File>,
    pub(super) head: Head,
    pub(super) is_empty: bool,
    /// The state's file: what is more than its head is read when it is first asked for.
    pub(super) state: Option<Stored>,
    /// The looks' file, which is opened when it is first asked for.
    pub(super) looks: OnceLock<Option<Stored>>,
    pub(super) answers: OnceLock<KeptAnswers>,
    pub(super) host: OnceLock<Bytes>,
    /// The records' file, and the records, read when they are first asked for.
    pub(super) stored: OnceLock<Option<Arc<Stored>>>,
    pub(super) records: OnceLock<Records>,
    pub(super) links: OnceLock<Bytes>,
    /// The files that are others than in the last build, if nothing else is, once that was looked at.
    pub(super) changed: OnceLock<Vec<SourcePath>>,
    pub(super) heap: Arc<Heap>,
}

impl Cache {
    /// A cache in memory, empty.
    pub fn in_memory() -> Cache {
        Cache { heap: Arc::new(Heap::in_memory()), is_empty: true, ..Cache::default() }
    }

    /// The cache at `place`. One that cannot be read, is damaged, or is in use counts as empty; one that cannot be written
    /// is not kept.
    pub fn open(place: Place) -> Cache {
        let Some(lock) = place.lock() else { return Cache::in_memory() };
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
        let changed = is_same.then(|| world.others(&self.answers().bytes())).flatten();
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
        self.host.get_or_init(|| self.look(HOST))
    }

    /// The first bytes of that, at most so many, without a look at the rest: nobody knows yet whether it is damaged.
    pub fn host_start(&self, length: usize) -> Bytes {
        match self.host.get() {
            Some(host) => host.slice(..host.len().min(length)),
            None => {
                let looks = self.looks().zip(self.state.as_ref());
                looks.and_then(|(looks, state)| looks.look_start(HOST, length, state)).unwrap_or_default()
            }
        }
    }

    /// What the world answered to the last build.
    pub(super) fn answers(&self) -> &KeptAnswers {
        self.answers.get_or_init(|| KeptAnswers::Bytes(self.look(ANSWERS)))
    }

    /// A part of the looks as it is now; empty for none, or damage.
    fn look(&self, at: usize) -> Bytes {
        let looks = self.looks().zip(self.state.as_ref());
        looks.and_then(|(looks, state)| looks.look(at, state)).unwrap_or_default()
    }

    /// The looks' file.
    fn looks(&self) -> Option<&Stored> {
        let open = || {
            let (place, state) = (self.place.as_ref()?, self.state.as_ref()?);
            Stored::looks(&place.looks(self.head.looks), state.table.clone())
        };
        self.looks.get_or_init(open).as_ref()
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
            self.is_empty = true;
            self.close();
            (self.records, self.links) = (OnceLock::new(), OnceLock::new());
        }
    }

    /// Closes the files, but for the bodies'.
    pub(super) fn close(&mut self) {
        (self.state, self.looks, self.stored) = (None, OnceLock::new(), OnceLock::new());
    }

    /// Forgets everything, here and on the disk.
    pub fn forget(&mut self) {
        if let Some(place) = &self.place {
            let _ = fs::remove_file(place.file("state"));
        }
        *self =
            Cache { place: self.place.take(), _lock: self._lock.take(), heap: self.heap.clone(), ..Cache::in_memory() };
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;

    use bytes::Bytes;

    use super::Cache;
    use crate::cache::{BodyRecord, Decoded, Kept, Place, TracedWorld};
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
    fn what_the_host_keeps_changes_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = SourcePath::new("content/a.md").unwrap();
        let mut cache = Cache::open(place(folder.path()));
        let mut next = cache.next();
        next.documents.push((path.clone(), Some((1, -5)), Kept::Bytes(Bytes::from_static(b"document"))));
        cache.commit(next, b"one".to_vec());
        drop(cache);
        for (before, after) in [("one", "longer"), ("longer", "2")] {
            let mut cache = Cache::open(place(folder.path()));
            assert_eq!(&cache.host()[..], before.as_bytes());
            cache.keep_host(after.into());
            assert_eq!(&cache.host()[..], after.as_bytes());
            assert!(cache.document(&path, Some((1, -5)), &mut 0).is_some());
        }
        let cache = Cache::open(place(folder.path()));
        assert!(cache.document(&path, Some((1, -5)), &mut 0).is_some());
        let world = TracedWorld::over(Arc::new(MemoryWorld::default()));
        assert!(cache.is_current(&world, Fingerprint::default()));
    }

    #[test]
    fn what_changes_little_stays_where_it_lies() {
        let folder = tempfile::tempdir().unwrap();
        let mut cache = Cache::open(place(folder.path()));
        let mut host = vec![1; 4000];
        cache.commit(cache.next(), host.clone());
        drop(cache);
        let looks = |number: u64| folder.path().join(format!("cache/build-x.{number}.looks"));
        let written = fs::read(looks(1)).unwrap();
        for at in [500, 0, 3999] {
            let mut cache = Cache::open(place(folder.path()));
            host[at] = 2;
            cache.keep_host(host.clone());
            assert_eq!(cache.host()[..], host);
            drop(cache);
            let cache = Cache::open(place(folder.path()));
            assert!(!cache.is_empty());
            assert_eq!((&cache.host_start(3)[..], &cache.host()[..]), (&host[..3], &host[..]));
            assert_eq!(fs::read(looks(1)).unwrap(), written);
        }
        // Now most of it is another one: it is written anew, and the old one goes.
        let mut cache = Cache::open(place(folder.path()));
        cache.keep_host(vec![3; 4000]);
        drop(cache);
        assert!(!looks(1).exists() && looks(2).exists());
        assert_eq!(Cache::open(place(folder.path())).host()[..], [3; 4000]);
        // Without the looks there is nothing to go by.
        fs::remove_file(looks(2)).unwrap();
        let cache = Cache::open(place(folder.path()));
        let world = TracedWorld::over(Arc::new(MemoryWorld::default()));
        assert!(cache.host().is_empty() && !cache.is_current(&world, Fingerprint::default()));
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
