//! What the running build gathers for the build after it.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::answers::Answers;
use super::named::{Listed, Named};
use super::read::{Grain, Read};
use super::record::{BodyRecord, BodyRecords, Counts, DocumentRecord, Kept, TargetRecord};
use super::records::Records;
use crate::fingerprint::Fingerprint;
use crate::path::SourcePath;
use crate::source::FileStamp;

/// A document's path, the stamp it had when it was read, and itself.
pub type KeptDocument = (SourcePath, Option<FileStamp>, Kept);

/// What writes something, once that is needed.
pub struct Links(pub Box<dyn Fn() -> Vec<u8> + Send + Sync>);

impl fmt::Debug for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Links")
    }
}

/// Unused reads are left in place as long as they are at most one in so many.
const UNUSED: usize = 4;

/// What is gathered; from many threads.
#[derive(Debug, Default)]
pub struct Next {
    /// The program and the options.
    pub key: Fingerprint,
    /// When the build began.
    pub began: Timestamp,
    /// The program, the settings and the options: what reading a document depends on besides its file.
    pub base: Fingerprint,
    /// That and all else that every body and output depends on.
    pub ground: Fingerprint,
    /// How many documents there are.
    pub counts: Counts,
    /// Whether there were diagnostics.
    pub told: bool,
    /// What the world answered.
    pub answers: Answers,
    /// The finest look at the clock, and what it showed.
    pub clock: Option<(Grain, String)>,
    /// The documents by path, with the stamps they had when they were read.
    pub documents: Vec<KeptDocument>,
    /// Writes how the documents belong together, for a build that takes all of them over.
    pub links: Option<Links>,
    /// Whether all that the last build left still holds, but for what is gathered here.
    pub upon_last: bool,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    reads: Vec<Arc<Read>>,
    /// The numbers of those of the last build, and of the new ones.
    known: Arc<Numbers>,
    numbers: Numbers,
    /// The bodies of the last build, where they are taken over whole.
    same: BodyRecords,
    /// All others.
    bodies: Vec<Listed<BodyRecord>>,
    targets: Vec<Listed<TargetRecord>>,
    files: FxHashMap<SourcePath, (FileStamp, Fingerprint)>,
}

/// The numbers of reads.
pub(super) type Numbers = FxHashMap<Arc<Read>, u32>;

/// Numbers reads by their places.
pub(super) fn numbered(reads: &[Arc<Read>]) -> Arc<Numbers> {
    Arc::new(reads.iter().enumerate().map(|(at, read)| (read.clone(), at as u32)).collect())
}

impl Next {
    /// Starts with the reads of the last state, so that its records keep their numbers.
    pub(super) fn after(reads: &[Arc<Read>], known: Arc<Numbers>) -> Next {
        let inner = Inner { reads: reads.to_vec(), known, ..Inner::default() };
        Next { inner: Mutex::new(inner), ..Next::default() }
    }

    /// Makes room for so many bodies and outputs.
    pub fn reserve(&self, bodies: usize, targets: usize) {
        let mut inner = self.lock();
        inner.bodies.reserve(bodies);
        inner.targets.reserve(targets);
    }

    /// The numbers of reads, sorted, each once.
    pub fn numbers(&self, reads: &[Read]) -> Vec<u32> {
        if reads.is_empty() {
            return Vec::new();
        }
        let mut inner = self.lock();
        let mut numbers: Vec<u32> = Vec::with_capacity(reads.len());
        for read in reads {
            if let Some(number) = inner.known.get(read).or_else(|| inner.numbers.get(read)) {
                numbers.push(*number);
                continue;
            }
            let number = inner.reads.len() as u32;
            let read = Arc::new(read.clone());
            inner.reads.push(read.clone());
            inner.numbers.insert(read, number);
            numbers.push(number);
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The number of the clock, if somebody looked at it.
    pub fn time(&self) -> Option<u32> {
        let inner = self.lock();
        inner.known.get(&Read::Time).or_else(|| inner.numbers.get(&Read::Time)).copied()
    }

    /// How many reads there are so far; their numbers are below that.
    pub fn reads(&self) -> usize {
        self.lock().reads.len()
    }

    /// The read with this number.
    pub fn read(&self, number: u32) -> Option<Arc<Read>> {
        self.lock().reads.get(number as usize).cloned()
    }

    /// Takes down a body.
    pub fn body(&self, path: &str, record: Arc<BodyRecord>) {
        let body = (path.into(), record);
        self.lock().bodies.push(body);
    }

    /// Takes over all bodies of the last build, which are still what they were but for those that are taken down.
    pub fn same_bodies(&self, bodies: BodyRecords) {
        self.lock().same = bodies;
    }

    /// Takes down an output file.
    pub fn target(&self, route: &str, record: Arc<TargetRecord>) {
        let target = (route.into(), record);
        self.lock().targets.push(target);
    }

    /// What an output file's functions looked at.
    pub fn target_reads(&self, route: &str) -> Vec<u32> {
        let inner = self.lock();
        let target = inner.targets.iter().rfind(|(known, _)| &**known == route);
        target.map(|(_, target)| target.reads.clone()).unwrap_or_default()
    }

    /// Takes down a file's content.
    pub fn file(&self, path: &SourcePath, stamp: FileStamp, print: Fingerprint) {
        self.lock().files.insert(path.clone(), (stamp, print));
    }

    /// A file's content, if it was taken down under this stamp.
    pub fn file_print(&self, path: &SourcePath, stamp: FileStamp) -> Option<Fingerprint> {
        self.lock().files.get(path).filter(|(known, _)| *known == stamp).map(|(_, print)| *print)
    }

    /// The records; without the reads that are not used, if those are many.
    pub(super) fn into_records(self) -> Records {
        let Inner { reads, mut known, numbers, same, bodies, targets, files } =
            self.inner.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (mut bodies, mut targets) = (same.with(bodies), Named::of(targets));
        let documents = Named::of(self.documents.into_iter().map(listed).collect());
        let links = self.links;
        let mut used: Vec<Option<u32>> = vec![None; reads.len()];
        let (of_bodies, of_targets) = (bodies.listed().iter(), targets.listed().iter());
        let lists = of_bodies.map(|(_, body)| &body.reads).chain(of_targets.map(|(_, target)| &target.reads));
        for number in lists.flatten() {
            if let Some(used) = used.get_mut(*number as usize) {
                *used = Some(0);
            }
        }
        // Records with other numbers are other records; as they are they can be shared with those of the last build.
        let unused = used.iter().filter(|used| used.is_none()).count();
        if unused <= reads.len() / UNUSED {
            if !numbers.is_empty() {
                Arc::make_mut(&mut known).extend(numbers);
            }
            let first_reads = reads.len();
            return Records { numbers: known.into(), reads, first_reads, documents, bodies, targets, files, links };
        }
        let mut kept = Vec::new();
        for (read, used) in reads.into_iter().zip(&mut used) {
            if let Some(number) = used {
                *number = kept.len() as u32;
                kept.push(read);
            }
        }
        let renumber = |list: &mut Vec<u32>| {
            for number in list {
                *number = used.get(*number as usize).copied().flatten().unwrap_or_default();
            }
        };
        bodies.listed_mut().iter_mut().for_each(|(_, body)| renumber(&mut Arc::make_mut(body).reads));
        targets.listed_mut().iter_mut().for_each(|(_, target)| renumber(&mut Arc::make_mut(target).reads));
        Records { reads: kept, documents, bodies, targets, files, links, ..Records::default() }
    }

    /// The records of the last build, and what was gathered in their places.
    pub(super) fn upon(self, last: Records) -> Records {
        let Inner { reads, same: _, known: _, numbers: _, bodies, targets, files: new } =
            self.inner.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut files = last.files;
        files.extend(new);
        Records {
            reads,
            first_reads: last.first_reads,
            numbers: OnceLock::new(),
            documents: last.documents.with(self.documents.into_iter().map(listed).collect()),
            bodies: last.bodies.with(bodies),
            targets: last.targets.with(targets),
            files,
            links: None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn listed((path, stamp, document): KeptDocument) -> Listed<DocumentRecord> {
    (path.as_str().into(), Arc::new(DocumentRecord { stamp, document }))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Next;
    use crate::cache::{Read, TargetRecord};

    #[test]
    fn reads_are_numbered_once_and_unused_ones_go() {
        let file = |name: &str| Read::File(name.to_owned());
        let reads = [file("gone"), file("a")].map(Arc::new);
        let next = Next::after(&reads, super::numbered(&reads));
        assert_eq!(next.numbers(&[file("b"), file("a"), file("b")]), [1, 2]);
        assert_eq!(next.read(2).as_deref(), Some(&file("b")));
        next.target("x", Arc::new(TargetRecord { reads: vec![1, 2], ..TargetRecord::default() }));
        let records = next.into_records();
        assert_eq!(records.reads, [file("a"), file("b")].map(Arc::new));
        assert_eq!(records.targets.find("x", &mut 0).unwrap().reads, [0, 1]);
    }
}
