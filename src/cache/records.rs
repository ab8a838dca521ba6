//! What each thing of the last build was made from, and how that is written.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::answers::{keep_stamp, recall_stamp};
use super::named::{Listed, Named};
use super::next::{Links, Numbers};
use super::read::Read;
use super::record::{BodyRecords, DocumentRecord, TargetRecord};
use super::state::{BODIES, DOCUMENTS, FILES, LINKS, Part, READS, Stored, TARGETS};
use crate::fingerprint::Fingerprint;
use crate::path::SourcePath;
use crate::source::FileStamp;
use crate::wire::{Reader, Shelf, Shelved, Writer, slice};

/// What each thing was made from.
#[derive(Debug, Default)]
pub(super) struct Records {
    pub reads: Vec<Arc<Read>>,
    /// How many of them lie with the other records; the rest came since.
    pub first_reads: usize,
    /// Their numbers, once somebody asked for them.
    pub numbers: OnceLock<Arc<Numbers>>,
    pub documents: Named<DocumentRecord>,
    pub bodies: BodyRecords,
    pub targets: Named<TargetRecord>,
    /// Files whose content was looked at.
    pub files: FxHashMap<SourcePath, (FileStamp, Fingerprint)>,
    /// Writes how the documents belong together, as the pipeline keeps it.
    pub links: Option<Links>,
}

impl Records {
    /// All parts, in their order.
    pub fn encode(&self) -> Vec<Part> {
        // About how many bytes one of each takes.
        const READ: usize = 48;
        const BODY: usize = 224;
        const TARGET: usize = 160;
        const FILE: usize = 96;
        const DOCUMENT: usize = 384;
        let Records { reads, first_reads: _, numbers: _, bodies, targets, files, documents, links } = self;
        // What takes longest first.
        let parts: [&(dyn Fn() -> (usize, Part) + Sync); 6] = [
            &|| (DOCUMENTS, Part::shelved(documents.listed().len() * DOCUMENT, |writer| documents.keep(writer))),
            &|| (BODIES, Part::shelved(bodies.listed().len() * BODY, |writer| bodies.keep(writer))),
            &|| (TARGETS, Part::shelved(targets.listed().len() * TARGET, |writer| targets.keep(writer))),
            &|| (LINKS, links.as_ref().map_or_else(|| Part::of(Vec::new()), |links| Part::of((links.0)()))),
            &|| {
                let read = |writer: &mut Writer| {
                    writer.size(reads.len());
                    reads.iter().for_each(|read| read.keep(writer));
                };
                (READS, Part::written(reads.len() * READ, read))
            },
            &|| (FILES, Part::written(files.len() * FILE, |writer| keep_files(files, writer))),
        ];
        let mut parts: Vec<(usize, Part)> = parts.into_par_iter().map(|part| part()).collect();
        parts.sort_by_key(|(at, _)| *at);
        parts.into_iter().map(|(_, part)| part).collect()
    }

    /// The records that are stored; `None` for damage. Single ones are read later.
    pub fn recall(stored: &Arc<Stored>) -> Option<Records> {
        let reads = recall_reads(&stored.part(READS)?)?;
        let files = recall_files(&mut Reader::new(&stored.part(FILES)?))?;
        let [bodies, targets, documents] = [BODIES, TARGETS, DOCUMENTS].map(|at| stored.shelf(at));
        Some(Records {
            first_reads: reads.len(),
            reads,
            documents: Named::shelved(documents?),
            bodies: Named::shelved(bodies?),
            targets: Named::shelved(targets?),
            files,
            ..Records::default()
        })
    }

    /// Writes what came since they were read.
    pub fn keep_upon(&self, writer: &mut Writer) {
        let new = self.reads.get(self.first_reads..).unwrap_or_default();
        writer.size(new.len());
        new.iter().for_each(|read| read.keep(writer));
        keep_files(&self.files, writer);
        let shelves: [&dyn Fn(&mut Writer) -> Fingerprint; 3] =
            [&|writer| self.bodies.keep(writer), &|writer| self.targets.keep(writer), &|writer| {
                self.documents.keep(writer)
            }];
        let mut room = Writer::new();
        for shelf in shelves {
            room.clear();
            shelf(&mut room);
            writer.blob(room.bytes());
        }
    }

    /// Adds what `keep_upon` wrote; `None` for damage.
    pub fn recall_upon(&mut self, whole: &Bytes) -> Option<()> {
        let mut reader = Reader::new(whole);
        for _ in 0..reader.count()? {
            self.reads.push(Arc::new(Read::recall(&mut reader)?));
        }
        self.files = recall_files(&mut reader)?;
        self.bodies = std::mem::take(&mut self.bodies).with(recall_listed(&mut reader, whole)?);
        self.targets = std::mem::take(&mut self.targets).with(recall_listed(&mut reader, whole)?);
        self.documents = std::mem::take(&mut self.documents).with(recall_listed(&mut reader, whole)?);
        reader.is_done().then_some(())
    }
}

fn recall_listed<T: Shelved>(reader: &mut Reader<'_>, whole: &Bytes) -> Option<Vec<Listed<T>>> {
    let shelf = Shelf::of(slice(reader, whole)?)?;
    let one = |at| {
        let (name, mut reader, whole) = shelf.entry(at)?;
        Some((name.into(), Arc::new(T::recall(&mut reader, whole)?)))
    };
    (0..shelf.len()).map(one).collect()
}

fn keep_files(files: &FxHashMap<SourcePath, (FileStamp, Fingerprint)>, writer: &mut Writer) {
    let mut files: Vec<_> = files.iter().collect();
    files.sort_unstable_by_key(|(path, _)| *path);
    writer.size(files.len());
    for (path, (stamp, print)) in files {
        writer.text(path.as_str());
        keep_stamp(Some(*stamp), writer);
        writer.fingerprint(*print);
    }
}

fn recall_reads(bytes: &[u8]) -> Option<Vec<Arc<Read>>> {
    let mut reader = Reader::new(bytes);
    (0..reader.count()?).map(|_| Read::recall(&mut reader).map(Arc::new)).collect()
}

fn recall_files(reader: &mut Reader<'_>) -> Option<FxHashMap<SourcePath, (FileStamp, Fingerprint)>> {
    let files = (0..reader.count()?)
        .map(|_| Some((SourcePath::new(reader.text()?)?, (recall_stamp(reader)??, reader.fingerprint()?))));
    files.collect()
}
