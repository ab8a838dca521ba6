//! How what a build gathered becomes what the next one starts from.
#![expect(clippy::disallowed_methods, reason = "the cache is on the disk, outside of the site's sources and output")]

use std::fs;
use std::io;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use super::answers::is_settled;
use super::head::{Head, KeptAnswers};
use super::heap::Heap;
use super::next::Next;
use super::place::Place;
use super::records::Records;
use super::state::{Part, Rows, Since, Stored, UPON, write_parts, write_state};
use super::store::Cache;
use crate::path::SourcePath;
use crate::source::FileStamp;
use crate::wire::Writer;

/// A heap with so many dead bytes, and more dead than living ones, is written anew.
const SLACK: u64 = 8 << 20;

/// What a build gathered, ready to be committed.
pub struct Prepared {
    head: Head,
    answers: KeptAnswers,
    records: Records,
    writing: Writing,
}

/// How the records lie on the disk.
enum Writing {
    /// Not at all, in memory.
    Nothing,
    /// Not at all, since they could not be written.
    Failed,
    /// All of them anew.
    All(Rows),
    /// As the last build left them; only what came since is to be written.
    Upon(Bytes, Rows),
}

impl Cache {
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
            looks: self.head.looks,
        };
        let settled = std::mem::take(&mut next.answers.settled);
        let trusted = |path: &SourcePath, stamp: &FileStamp| {
            is_settled(*stamp, began.as_nanosecond()) || settled.contains(path.as_str())
        };
        for (path, stamp, _) in &mut next.documents {
            *stamp = stamp.filter(|stamp| trusted(path, stamp));
        }
        if next.upon_last {
            return self.prepare_upon(head, next, trusted);
        }
        let answers = KeptAnswers::Answers(Box::new(std::mem::take(&mut next.answers)));
        let mut records = next.into_records();
        records.files.retain(|path, (stamp, _)| trusted(path, stamp));
        self.compact(&mut head, &mut records);
        head.heap.1 = self.heap.len();
        // In memory nothing is encoded.
        let Some(place) = &self.place else {
            return Prepared { head, answers, records, writing: Writing::Nothing };
        };
        head.records += 1;
        let path = place.records(head.records);
        let write = || {
            let parts = records.encode();
            write_parts(&path, &parts).map_or(Writing::Failed, |()| Writing::All(Rows::of(&parts)))
        };
        let (answers, writing) = rayon::join(|| answers.bytes(), write);
        Prepared { head, answers: KeptAnswers::Bytes(answers), records, writing }
    }

    /// The same where all that the last build left still holds, but for what was gathered: the records stay where they are.
    fn prepare_upon(
        &mut self,
        mut head: Head,
        next: Next,
        trusted: impl Fn(&SourcePath, &FileStamp) -> bool,
    ) -> Prepared {
        let rows = self.state.as_ref().map(|state| state.table.records());
        // Were they damaged, no build would have been made upon them.
        let answers = next.answers.bytes_upon(&self.answers().bytes()).unwrap_or_default();
        head.counts = self.head.counts;
        let last = self.records.take().unwrap_or_default();
        let mut records = next.upon(last);
        records.files.retain(|path, (stamp, _)| trusted(path, stamp));
        head.heap.1 = self.heap.len();
        let mut upon = Writer::new();
        records.keep_upon(&mut upon);
        let writing = rows.map_or(Writing::Nothing, |rows| Writing::Upon(upon.into_bytes().into(), rows));
        Prepared { head, answers: KeptAnswers::Bytes(answers), records, writing }
    }

    /// Takes over what a committed build gathered, with what the host wants to know next time. A cache that cannot be
    /// written is empty next time.
    pub fn commit(&mut self, next: Next, host: Vec<u8>) {
        let prepared = self.prepare(next);
        self.commit_prepared(prepared, host);
    }

    /// The same, of what is ready.
    pub fn commit_prepared(&mut self, prepared: Prepared, host: Vec<u8>) {
        let Prepared { mut head, answers, records, writing } = prepared;
        let host = Bytes::from(host);
        if let Some(place) = self.place.clone()
            && self.write(&place, &mut head, [&answers.bytes(), &host], writing).is_err()
        {
            let _ = fs::remove_file(place.file("state"));
        }
        (self.links, self.changed) = (OnceLock::new(), OnceLock::new());
        (self.answers, self.host) = (answers.into(), host.into());
        (self.head, self.is_empty) = (head, false);
        let last = std::mem::replace(&mut self.records, OnceLock::from(records));
        // To take it apart takes a while, for which nobody has to wait.
        rayon::spawn(|| drop(last));
    }

    /// Keeps what the host wants to know next time in the place of what it wanted, while all else holds still. What cannot be
    /// written is as it was.
    pub fn keep_host(&mut self, host: Vec<u8>) {
        let (host, answers) = (Bytes::from(host), self.answers().bytes());
        let known = self.state.as_ref().and_then(|state| Some((state.part(UPON)?, state.table.records())));
        if let (Some((upon, records)), Some(place)) = (known, self.place.clone()) {
            let mut head = self.head.clone();
            if self.write(&place, &mut head, [&answers, &host], Writing::Upon(upon, records)).is_ok() {
                self.head = head;
            }
            self.state = Stored::state(&place.file("state"));
        }
        self.host = host.into();
    }

    /// Writes what is ready, and closes the files of the last build.
    fn write(&mut self, place: &Place, head: &mut Head, looks: [&Bytes; 2], writing: Writing) -> io::Result<()> {
        let since = match writing {
            Writing::Upon(..) => self.looks_since(looks),
            _ => None,
        };
        // Some systems do not replace a file that is open.
        self.close();
        self.heap.flush()?;
        let (upon, records) = match writing {
            Writing::Nothing => return Ok(()),
            Writing::Failed => return Err(io::ErrorKind::WriteZero.into()),
            Writing::All(records) => (Bytes::new(), records),
            Writing::Upon(upon, records) => (upon, records),
        };
        let (since, looks) = match since {
            Some(since) => since,
            None => {
                let parts = looks.map(|bytes| Part::of(bytes.clone()));
                head.looks += 1;
                write_parts(&place.looks(head.looks), &parts)?;
                (Since::none(&parts), Rows::of(&parts))
            }
        };
        let (state, new) = (place.file("state"), place.file("state.new"));
        let head_part = Part::written(256, |writer| head.keep(writer));
        write_state(&new, head_part, Part::of(upon), &since, [&looks, &records])?;
        fs::rename(&new, &state)?;
        place.clear(head);
        Ok(())
    }

    /// How these looks differ from those in the file, and what the table says of those; `None` if they differ much.
    fn looks_since(&self, looks: [&Bytes; 2]) -> Option<(Since, Rows)> {
        let state = self.state.as_ref()?;
        let since = state.since()?.next([&self.answers().bytes(), self.host()], looks)?;
        Some((since, state.table.looks()))
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
}
