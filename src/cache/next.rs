//! What the running build gathers for the build after it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::answers::{Answers, Stamp};
use super::read::{Grain, Read};
use super::state::{BodyRecord, Counts, DocumentRecord, Records, TargetRecord};
use crate::fingerprint::Fingerprint;
use crate::path::SourcePath;

/// A document's path, the stamp it had when it was read, and itself, encoded.
pub type KeptDocument = (SourcePath, Option<Stamp>, Bytes);

/// What is gathered; from many threads.
#[derive(Debug, Default)]
pub struct Next {
    /// The program and the options.
    pub key: Fingerprint,
    /// When the build began.
    pub began: Timestamp,
    /// The program, the settings and the options.
    pub base: Fingerprint,
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
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    reads: Vec<Read>,
    numbers: FxHashMap<Read, u32>,
    bodies: FxHashMap<Box<str>, BodyRecord>,
    targets: FxHashMap<Box<str>, TargetRecord>,
    files: FxHashMap<SourcePath, (Stamp, Fingerprint)>,
}

impl Next {
    /// Starts with the reads of the last state, so that its records keep their numbers.
    pub(super) fn after(reads: &[Read]) -> Next {
        let numbers = reads.iter().enumerate().map(|(at, read)| (read.clone(), at as u32)).collect();
        let inner = Inner { reads: reads.to_vec(), numbers, ..Inner::default() };
        Next { inner: Mutex::new(inner), ..Next::default() }
    }

    /// Makes room for so many bodies and outputs.
    pub fn reserve(&self, bodies: usize, targets: usize) {
        let mut inner = self.lock();
        inner.bodies.reserve(bodies);
        inner.targets.reserve(targets);
    }

    /// The numbers of reads, sorted, each once.
    pub fn numbers(&self, reads: Vec<Read>) -> Vec<u32> {
        if reads.is_empty() {
            return Vec::new();
        }
        let mut inner = self.lock();
        let mut numbers: Vec<u32> = Vec::with_capacity(reads.len());
        for read in reads {
            if let Some(number) = inner.numbers.get(&read) {
                numbers.push(*number);
                continue;
            }
            let number = inner.reads.len() as u32;
            inner.reads.push(read.clone());
            inner.numbers.insert(read, number);
            numbers.push(number);
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The read with this number.
    pub fn read(&self, number: u32) -> Option<Read> {
        self.lock().reads.get(number as usize).cloned()
    }

    /// Takes down a body.
    pub fn body(&self, path: &str, record: BodyRecord) {
        self.lock().bodies.insert(path.into(), record);
    }

    /// Takes down an output file.
    pub fn target(&self, route: &str, record: TargetRecord) {
        self.lock().targets.insert(route.into(), record);
    }

    /// What an output file's functions looked at.
    pub fn target_reads(&self, route: &str) -> Vec<u32> {
        self.lock().targets.get(route).map(|target| target.reads.clone()).unwrap_or_default()
    }

    /// Takes down a file's content.
    pub fn file(&self, path: &SourcePath, stamp: Stamp, print: Fingerprint) {
        self.lock().files.insert(path.clone(), (stamp, print));
    }

    /// A file's content, if it was taken down under this stamp.
    pub fn file_print(&self, path: &SourcePath, stamp: Stamp) -> Option<Fingerprint> {
        self.lock().files.get(path).filter(|(known, _)| *known == stamp).map(|(_, print)| *print)
    }

    /// The records, with only the reads that are used.
    pub(super) fn into_records(self) -> Records {
        let Inner { reads, mut bodies, mut targets, files, .. } =
            self.inner.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut used: Vec<Option<u32>> = vec![None; reads.len()];
        let lists = bodies.values_mut().map(|body| &mut body.reads);
        let mut lists: Vec<&mut Vec<u32>> = lists.chain(targets.values_mut().map(|target| &mut target.reads)).collect();
        for number in lists.iter().flat_map(|list| list.iter()) {
            if let Some(used) = used.get_mut(*number as usize) {
                *used = Some(0);
            }
        }
        let mut kept = Vec::new();
        for (read, used) in reads.into_iter().zip(&mut used) {
            if let Some(number) = used {
                *number = kept.len() as u32;
                kept.push(read);
            }
        }
        for list in &mut lists {
            for number in list.iter_mut() {
                *number = used.get(*number as usize).copied().flatten().unwrap_or_default();
            }
        }
        drop(lists);
        let documents = self.documents.into_iter();
        let documents = documents.map(|(path, stamp, bytes)| (path.as_str().into(), DocumentRecord { stamp, bytes }));
        Records { reads: kept, documents: documents.collect(), bodies, targets, files }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Next;
    use crate::cache::{Read, TargetRecord};

    #[test]
    fn reads_are_numbered_once_and_unused_ones_go() {
        let file = |name: &str| Read::File(name.to_owned());
        let next = Next::after(&[file("gone"), file("a")]);
        assert_eq!(next.numbers(vec![file("b"), file("a"), file("b")]), [1, 2]);
        assert_eq!(next.read(2), Some(file("b")));
        next.target("x", TargetRecord { reads: vec![1, 2], ..TargetRecord::default() });
        let records = next.into_records();
        assert_eq!(records.reads, [file("a"), file("b")]);
        assert_eq!(records.targets["x"].reads, [0, 1]);
    }
}
