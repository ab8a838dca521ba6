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
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use super::answers::{TracedWorld, is_settled, recall_stamp};
use super::heap::{Heap, no_link};
use super::named::Found;
use super::next::{Next, numbered};
use super::read::{Grain, Read};
use super::record::{BodyRecord, BodyRecords, Counts, Kept, KnownDocument, TargetRecord};
use super::state::{Head, KeptAnswers, Part, Records, Rows, TABLE, Table, encode, encode_records};
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
    /// What the records have to be: they are read when they are first asked for.
    table: Option<Table>,
    records: OnceLock<Records>,
    /// The files that are others than in the last build, if nothing else is, once that was looked at.
    changed: OnceLock<Vec<SourcePath>>,
    heap: Arc<Heap>,
}

/// What a build gathered, ready to be committed.
pub struct Prepared {
    head: Head,
    records: Records,
    writing: Writing,
}

/// What is written of the records.
enum Writing {
    /// Nothing, in memory.
    Nothing,
    /// All of them.
    All(Vec<Part>),
    /// Only what came since, which is in the head.
    Upon(Rows),
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
        if let Some((head, table)) = read_head(&place.file("state")) {
            (cache.head, cache.table, cache.is_empty) = (head, Some(table), false);
        }
        let (number, length) = cache.head.heap;
        match Heap::open(&place.file(&format!("{number}.bodies")), length) {
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
        let changed = is_same.then(|| self.head.answers.compare(world)).flatten();
        let changed = changed.map(|changed| self.changed.get_or_init(|| changed));
        changed.is_some_and(Vec::is_empty)
    }

    /// The files that are others than in the last build, if nothing else is, as `is_current` found it.
    pub fn changed_files(&self) -> Option<&[SourcePath]> {
        self.changed.get().map(Vec::as_slice).filter(|_| self.table.is_some())
    }

    /// How the documents belong together, as the last build left it; empty for nothing.
    pub fn links(&self) -> Bytes {
        self.records().links.clone()
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
        &self.head.host
    }

    /// The document of the file at `path`, if the file still has this stamp. `near` is where the last one was found: documents in
    /// their order are found at once.
    pub fn document(&self, path: &SourcePath, stamp: Option<FileStamp>, near: &mut usize) -> Option<KnownDocument<'_>> {
        let (known, document) = match self.records().documents.look(path.as_str(), near)? {
            Found::Listed(record) => (record.stamp, KnownDocument::of(&record.document)),
            Found::Shelved(mut reader, shelf) => {
                let stamp = recall_stamp(&mut reader)?;
                (stamp, KnownDocument::Bytes(reader.blob()?, shelf.bytes()))
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

    /// Reads all there is, which else is done when it is first asked for.
    pub fn read_all(&self) {
        self.records();
    }

    /// The output is gone, so that nothing of it can be taken over. To read what was known takes longer then than to make it
    /// again, unless there are bodies that are dear to make.
    pub fn start_over(&mut self) {
        if self.heap.len() == 0 {
            (self.is_empty, self.table, self.records) = (true, None, OnceLock::new());
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
            answers: KeptAnswers::default(),
            host: Bytes::new(),
            heap: self.head.heap,
            records: self.head.records,
            upon: Bytes::new(),
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
        let writing = match self.place {
            // In memory nothing is encoded.
            None => {
                head.answers = answers;
                Writing::Nothing
            }
            Some(_) => {
                let (answers, parts) = rayon::join(|| answers.bytes(), || encode_records(&records));
                head.answers = KeptAnswers::Bytes(answers);
                head.records += 1;
                Writing::All(parts)
            }
        };
        Prepared { head, records, writing }
    }

    /// The same where all that the last build left still holds, but for what was gathered: the records stay where they are.
    fn prepare_upon(&mut self, mut head: Head, mut next: Next) -> Prepared {
        let (began, rows) = (next.began, self.table.as_ref().map(Table::rows));
        let trusted = |stamp: &FileStamp| is_settled(*stamp, began.as_nanosecond());
        for (_, stamp, _) in &mut next.documents {
            *stamp = stamp.filter(trusted);
        }
        let mut answers = Writer::with_capacity(self.head.answers.bytes().len() + 1024);
        let answers = next.answers.keep_upon(&self.head.answers.bytes(), &mut answers).map(|()| answers.into_bytes());
        // Where they lie damaged no build would have been made upon them.
        head.answers = KeptAnswers::Bytes(answers.unwrap_or_default().into());
        head.counts = self.head.counts;
        let last = self.records.take().unwrap_or_default();
        let mut records = next.upon(last);
        records.files.retain(|_, (stamp, _)| trusted(stamp));
        head.heap.1 = self.heap.len();
        let mut upon = Writer::new();
        records.keep_upon(&mut upon);
        head.upon = upon.into_bytes().into();
        let writing = rows.map_or(Writing::Nothing, Writing::Upon);
        Prepared { head, records, writing }
    }

    /// Takes over what a committed build gathered, with what the host wants to know next time. A cache that cannot be
    /// written is empty next time.
    pub fn commit(&mut self, next: Next, host: Vec<u8>) {
        let prepared = self.prepare(next);
        self.commit_prepared(prepared, host);
    }

    /// The same, of what is ready.
    pub fn commit_prepared(&mut self, prepared: Prepared, host: Vec<u8>) {
        let Prepared { mut head, records, writing } = prepared;
        head.host = host.into();
        self.table = None;
        self.changed = OnceLock::new();
        if let Some(place) = self.place.clone()
            && self.write(&place, &head, &writing).is_err()
        {
            let _ = fs::remove_file(place.file("state"));
        }
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
        (self.head, self.is_empty, self.table, self.records) = (Head::default(), true, None, OnceLock::new());
    }

    fn write(&self, place: &Place, head: &Head, writing: &Writing) -> io::Result<()> {
        self.heap.flush()?;
        let rows = match writing {
            Writing::Nothing => return Ok(()),
            Writing::Upon(rows) => rows.clone(),
            Writing::All(parts) => {
                write_new(&place.records(head.records), parts.iter().map(Part::bytes))?;
                Rows::of(parts).ok_or(io::ErrorKind::InvalidData)?
            }
        };
        let (state, new) = (place.file("state"), place.file("state.new"));
        write_new(&new, encode(head, &rows).iter().map(Vec::as_slice))?;
        fs::rename(&new, &state)?;
        if let Writing::All(_) = writing {
            // Nobody needs the last ones any more; should they stay, nobody reads them.
            let _ = fs::remove_file(place.records(self.head.records));
        }
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
            Some(place) => match Heap::open(&place.file(&format!("{number}.bodies")), 0) {
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
        if let Some(place) = &self.place {
            // The state that needs it is about to be replaced; should that fail, it counts as damaged.
            let _ = fs::remove_file(place.file(&format!("{}.bodies", head.heap.0)));
        }
        head.heap.0 = number;
        self.heap = Arc::new(heap);
    }

    fn records(&self) -> &Records {
        self.records.get_or_init(|| self.read_records().unwrap_or_default())
    }

    /// The records of a state of which the head is read already; `None` for damage.
    fn read_records(&self) -> Option<Records> {
        let (place, table) = (self.place.as_ref()?, self.table.as_ref()?);
        let file = File::open(place.records(self.head.records)).ok()?;
        let length = table.records().len();
        // Damage may name any length.
        (length as u64 == file.metadata().ok()?.len()).then_some(())?;
        let mut bytes = vec![0; length];
        (&file).read_exact(&mut bytes).ok()?;
        let mut records = table.decode_records(&bytes.into())?;
        if !self.head.upon.is_empty() {
            records.recall_upon(&self.head.upon)?;
        }
        Some(records)
    }
}

impl Place {
    fn file(&self, extension: &str) -> PathBuf {
        self.folder.join(format!("{}.{extension}", self.name))
    }

    fn records(&self, number: u64) -> PathBuf {
        self.file(&format!("{number}.records"))
    }
}

/// The head of the state in the file `path`; `None` for none, or damage.
fn read_head(path: &Path) -> Option<(Head, Table)> {
    let file = File::open(path).ok()?;
    let mut bytes = vec![0; TABLE];
    (&file).read_exact(&mut bytes).ok()?;
    let table = Table::decode(&bytes)?;
    // Damage may name any length.
    (table.head().end as u64 == file.metadata().ok()?.len()).then_some(())?;
    let length = table.head().len();
    let mut bytes = vec![0; length];
    (&file).read_exact(&mut bytes).ok()?;
    Some((table.decode_head(&bytes.into())?, table))
}

/// Writes a file that is not there yet, or may go.
fn write_new<'a>(path: &Path, parts: impl Iterator<Item = &'a [u8]>) -> io::Result<()> {
    no_link(path);
    let mut file = File::create(path)?;
    for part in parts {
        file.write_all(part)?;
    }
    Ok(())
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
        let mut damaged = bytes.clone();
        *damaged.last_mut().unwrap() ^= 1;
        fs::write(&state, damaged).unwrap();
        let cache = Cache::open(place(folder.path()));
        assert!(cache.document(&path, Some((1, -5)), &mut 0).is_none());
        drop(cache);
        fs::write(&state, &bytes).unwrap();
        let mut cache = Cache::open(place(folder.path()));
        assert!(!cache.is_empty());
        cache.forget();
        assert!(cache.is_empty() && !state.exists());
    }
}
