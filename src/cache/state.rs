//! All that a build leaves for the next one, but for the bodies' HTML.
//!
//! ```text
//! version | for each part: length u64, fingerprint u128 | head
//! ```
//! The head alone tells whether anything changed. The other parts (reads, bodies, targets, files, documents, links) lie in a
//! file of their own, which is read only if something did. A build that changes little of them leaves that file as it is, and
//! puts what is new into the head.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::answers::{Answers, TracedWorld, keep_stamp, recall_stamp};
use super::named::{Listed, Named};
use super::next::Numbers;
use super::read::{Grain, Read};
use super::record::{BodyRecords, Counts, DocumentRecord, TargetRecord};
use crate::fingerprint::Fingerprint;
use crate::path::SourcePath;
use crate::source::FileStamp;
use crate::wire::{Reader, Shelf, Shelved, Writer, slice};

/// Changes with every change of what is written here.
const VERSION: &[u8] = b"lianluo cache 6\n";

/// How many parts a state has.
const PARTS: usize = 7;

/// What a part takes in the table of parts.
const ROW: usize = 8 + 16;

/// How long that which stands before the parts is.
pub(super) const TABLE: usize = VERSION.len() + PARTS * ROW;

/// What tells whether anything changed at all.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    /// The program and the options of the build.
    pub key: Fingerprint,
    /// The program, the settings and the options of the build.
    pub base: Fingerprint,
    pub counts: Counts,
    /// Whether it had diagnostics: only a build tells them again.
    pub told: bool,
    /// The finest look at the clock, and what it showed.
    pub clock: Option<(Grain, String)>,
    pub answers: KeptAnswers,
    /// What the host left.
    pub host: Bytes,
    /// Which heap the bodies lie in, and how long it was.
    pub heap: (u64, u64),
    /// Which file the records lie in.
    pub records: u64,
    /// Records that came since; empty for none.
    pub upon: Bytes,
}

/// What the world answered to the last build.
#[derive(Clone, Debug)]
pub(super) enum KeptAnswers {
    /// In this run of the program.
    Answers(Answers),
    /// In an earlier one, encoded; shared with the state it was read from.
    Bytes(Bytes),
}

impl Default for KeptAnswers {
    fn default() -> KeptAnswers {
        KeptAnswers::Answers(Answers::default())
    }
}

impl KeptAnswers {
    /// The files that are others in `world`, if it would answer the same to all else.
    pub fn compare(&self, world: &TracedWorld) -> Option<Vec<SourcePath>> {
        match self {
            KeptAnswers::Answers(answers) => answers.compare(world),
            KeptAnswers::Bytes(bytes) => Answers::compare_kept(bytes, world),
        }
    }

    /// In bytes.
    pub fn bytes(&self) -> Bytes {
        match self {
            KeptAnswers::Bytes(bytes) => bytes.clone(),
            KeptAnswers::Answers(answers) => {
                let mut writer = Writer::new();
                answers.keep(&mut writer);
                writer.into_bytes().into()
            }
        }
    }
}

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
    /// How the documents belong together, as the pipeline keeps it; empty for nothing.
    pub links: Bytes,
}

/// A part of the state.
pub(super) struct Part {
    print: Fingerprint,
    bytes: Vec<u8>,
}

impl Part {
    /// What `write` writes, which are about so many bytes.
    fn written(size: usize, write: impl FnOnce(&mut Writer)) -> Part {
        let mut writer = Writer::with_capacity(size);
        write(&mut writer);
        let bytes = writer.into_bytes();
        Part { print: Fingerprint::of(&bytes), bytes }
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn row(&self) -> (usize, Fingerprint) {
        (self.bytes.len(), self.print)
    }
}

/// All parts but the head, in their order.
pub(super) fn encode_records(records: &Records) -> Vec<Part> {
    // About how many bytes one of each takes.
    const READ: usize = 48;
    const BODY: usize = 192;
    const TARGET: usize = 160;
    const FILE: usize = 96;
    const DOCUMENT: usize = 384;
    let Records { reads, first_reads: _, numbers: _, bodies, targets, files, documents, links } = records;
    let parts: [&(dyn Fn() -> Part + Sync); PARTS - 1] = [
        &|| {
            Part::written(reads.len() * READ, |writer| {
                writer.size(reads.len());
                reads.iter().for_each(|read| read.keep(writer));
            })
        },
        &|| Part::written(bodies.listed().len() * BODY, |writer| bodies.keep(writer)),
        &|| Part::written(targets.listed().len() * TARGET, |writer| targets.keep(writer)),
        &|| Part::written(files.len() * FILE, |writer| keep_files(files, writer)),
        &|| Part::written(documents.listed().len() * DOCUMENT, |writer| documents.keep(writer)),
        &|| Part::written(links.len(), |writer| writer.raw(links)),
    ];
    parts.into_par_iter().map(|part| part()).collect()
}

/// Where the parts lie, and the head, in bytes: all of the state but its records.
pub(super) fn encode(head: &Head, records: &Rows) -> [Vec<u8>; 2] {
    let size = head.host.len() + head.answers.bytes().len() + head.upon.len() + 256;
    let head = Part::written(size, |writer| head.keep(writer));
    let mut table = VERSION.to_vec();
    for (length, print) in std::iter::once(&head.row()).chain(&records.0) {
        table.extend((*length as u64).to_le_bytes());
        table.extend(print.bits().to_le_bytes());
    }
    [table, head.bytes]
}

/// What a table says of the records' parts: how long each is, and what it has to be.
#[derive(Clone, Debug)]
pub(super) struct Rows([(usize, Fingerprint); PARTS - 1]);

impl Rows {
    /// What it says of these; `None` if they are not the records' parts.
    pub fn of(parts: &[Part]) -> Option<Rows> {
        Some(Rows(parts.iter().map(Part::row).collect::<Vec<_>>().try_into().ok()?))
    }
}

/// Where the parts of a state lie, one after another, and what they have to be.
#[derive(Clone, Debug)]
pub(super) struct Table([(Range<usize>, Fingerprint); PARTS]);

impl Table {
    /// The table in the first `TABLE` bytes of a state; `None` for another version.
    pub fn decode(bytes: &[u8]) -> Option<Table> {
        let mut reader = Reader::new(bytes);
        if reader.raw(VERSION.len())? != VERSION {
            return None;
        }
        let mut start = TABLE;
        let mut table = Table(std::array::from_fn(|_| (0..0, Fingerprint::default())));
        for row in &mut table.0 {
            let length = usize::try_from(u64::from_le_bytes(reader.raw(8)?.try_into().ok()?)).ok()?;
            let end = start.checked_add(length)?;
            *row = (start..end, reader.fingerprint()?);
            start = end;
        }
        Some(table)
    }

    /// Where the head lies.
    pub fn head(&self) -> Range<usize> {
        self.0[0].0.clone()
    }

    /// Where all other parts would lie behind it.
    pub fn records(&self) -> Range<usize> {
        self.0[0].0.end..self.0[PARTS - 1].0.end
    }

    /// What it says of the records.
    pub fn rows(&self) -> Rows {
        Rows(std::array::from_fn(|at| {
            let (place, print) = &self.0[at + 1];
            (place.len(), *print)
        }))
    }

    /// The head from its bytes; `None` for damage.
    pub fn decode_head(&self, bytes: &Bytes) -> Option<Head> {
        if Fingerprint::of(bytes) != self.0[0].1 {
            return None;
        }
        let mut reader = Reader::new(bytes);
        let head = Head::recall(&mut reader, bytes)?;
        reader.is_done().then_some(head)
    }

    /// The records from the bytes of all other parts; `None` for damage.
    pub fn decode_records(&self, bytes: &Bytes) -> Option<Records> {
        let first = self.records().start;
        let part = |at: usize| {
            let (place, print) = &self.0[at];
            let part = place.start - first..place.end - first;
            (part.end <= bytes.len()).then(|| bytes.slice(part)).filter(|part| Fingerprint::of(part) == *print)
        };
        let small = || Some((recall_reads(&part(1)?)?, recall_files(&mut Reader::new(&part(4)?))?));
        let shelves = || Some((Shelf::of(part(2)?)?, Shelf::of(part(3)?)?, Shelf::of(part(5)?)?));
        let (shelves, small) = rayon::join(shelves, small);
        let ((bodies, targets, documents), (reads, files)) = (shelves?, small?);
        let (bodies, targets, documents) = (Named::shelved(bodies), Named::shelved(targets), Named::shelved(documents));
        let links = part(6)?;
        let first_reads = reads.len();
        Some(Records { reads, first_reads, documents, bodies, targets, files, links, ..Records::default() })
    }
}

impl Head {
    fn keep(&self, writer: &mut Writer) {
        writer.fingerprint(self.key);
        writer.fingerprint(self.base);
        for count in [self.counts.pages, self.counts.orphans, self.counts.sections] {
            writer.size(count);
        }
        writer.flag(self.told);
        let grain = self.clock.as_ref().map(|(grain, _)| *grain);
        writer.size(grain.and_then(|grain| Grain::ALL.iter().position(|known| *known == grain)).map_or(0, |at| at + 1));
        writer.text(self.clock.as_ref().map_or("", |(_, text)| text));
        writer.number(self.heap.0);
        writer.number(self.heap.1);
        writer.number(self.records);
        writer.blob(&self.upon);
        writer.blob(&self.answers.bytes());
        writer.blob(&self.host);
    }

    fn recall(reader: &mut Reader<'_>, whole: &Bytes) -> Option<Head> {
        let (key, base) = (reader.fingerprint()?, reader.fingerprint()?);
        let counts = Counts { pages: reader.size()?, orphans: reader.size()?, sections: reader.size()? };
        let told = reader.flag()?;
        let grain = reader.size()?;
        let shown = reader.text()?.to_owned();
        let clock = match grain.checked_sub(1) {
            None => None,
            Some(at) => Some((*Grain::ALL.get(at)?, shown)),
        };
        let heap = (reader.number()?, reader.number()?);
        let records = reader.number()?;
        let upon = slice(reader, whole)?;
        let answers = KeptAnswers::Bytes(slice(reader, whole)?);
        let host = slice(reader, whole)?;
        Some(Head { key, base, counts, told, clock, answers, host, heap, records, upon })
    }
}

impl Records {
    /// Writes what came since they were read.
    pub fn keep_upon(&self, writer: &mut Writer) {
        let new = self.reads.get(self.first_reads..).unwrap_or_default();
        writer.size(new.len());
        new.iter().for_each(|read| read.keep(writer));
        keep_files(&self.files, writer);
        let shelves: [&dyn Fn(&mut Writer); 3] =
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
        let (name, mut reader) = shelf.entry(at)?;
        Some((name.into(), Arc::new(T::recall(&mut reader, shelf.bytes())?)))
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bytes::Bytes;
    use proptest::prelude::*;

    use super::{
        Counts, DocumentRecord, Head, Named, Part, Records, Rows, TABLE, Table, TargetRecord, encode, encode_records,
    };
    use crate::cache::{BodyRecord, Decoded, Grain, Kept, Read, Trace};
    use crate::fingerprint::Fingerprint;
    use crate::wire::Writer;

    fn print(text: &str) -> Fingerprint {
        Fingerprint::of(text.as_bytes())
    }

    fn body() -> BodyRecord {
        BodyRecord {
            key: print("key"),
            templated: true,
            reads: vec![1],
            read: print("read"),
            wants: vec!["x.png".to_owned()],
            print: print("out"),
            links: Bytes::from_static(&[1, 2]),
            decoded: Decoded::default(),
            anchors: Bytes::from_static(b"x"),
            place: Some(3..9),
        }
    }

    fn target() -> TargetRecord {
        let trace = Trace { base: print("base"), template: print("t"), ..Trace::default() };
        TargetRecord { trace, reads: vec![0, 1], wants: Vec::new() }
    }

    fn state() -> (Head, Records) {
        let head = Head {
            base: print("base"),
            counts: Counts { pages: 3, orphans: 1, sections: 2 },
            told: true,
            clock: Some((Grain::Day, "2026-11-25".to_owned())),
            host: Bytes::from_static(b"manifest"),
            heap: (7, 9),
            records: 4,
            upon: Bytes::from_static(b"upon"),
            ..Head::default()
        };
        let document = |stamp, bytes: &'static [u8]| {
            Arc::new(DocumentRecord { stamp, document: Kept::Bytes(Bytes::from_static(bytes)) })
        };
        let records = Records {
            reads: [Read::Site, Read::File("a".to_owned())].map(Arc::new).to_vec(),
            bodies: Named::of(vec![("content/a.md".into(), Arc::new(body()))]),
            targets: Named::of(vec![("a/index.html".into(), Arc::new(target()))]),
            documents: Named::of(vec![
                ("content/b.md".into(), document(None, b"")),
                ("content/a.md".into(), document(Some((3, -4)), b"document")),
            ]),
            links: Bytes::from_static(b"links"),
            ..Records::default()
        };
        (head, records)
    }

    fn decoded(bytes: &[u8]) -> Option<(Head, Records)> {
        let table = Table::decode(bytes.get(..TABLE)?)?;
        let head = table.decode_head(&Bytes::copy_from_slice(bytes.get(table.head())?))?;
        let records = table.decode_records(&Bytes::copy_from_slice(bytes.get(table.records())?))?;
        Some((head, records))
    }

    fn encoded(head: &Head, records: &Records) -> Vec<u8> {
        let parts = encode_records(records);
        let records: Vec<&[u8]> = parts.iter().map(Part::bytes).collect();
        [encode(head, &Rows::of(&parts).unwrap()).concat(), records.concat()].concat()
    }

    #[test]
    fn a_state_comes_back_as_it_was() {
        let (head, records) = state();
        let (back, back_records) = decoded(&encoded(&head, &records)).unwrap();
        assert_eq!((back.base, back.counts, back.told, &back.clock), (head.base, head.counts, true, &head.clock));
        assert_eq!((&back.host[..], back.heap), (&b"manifest"[..], (7, 9)));
        assert_eq!((back.records, &back.upon[..]), (4, &b"upon"[..]));
        let back = back_records;
        assert_eq!((&back.reads, &back.links), (&records.reads, &records.links));
        for records in [&back, &records] {
            assert_eq!(records.bodies.find("content/a.md", &mut 0).as_deref(), Some(&body()));
            assert_eq!(records.targets.find("a/index.html", &mut 0).as_deref(), Some(&target()));
            let document = |path| records.documents.find(path, &mut 0);
            let (a, b) = (document("content/a.md").unwrap(), document("content/b.md").unwrap());
            assert_eq!((a.stamp, b.stamp), (Some((3, -4)), None));
            assert!(matches!(&a.document, Kept::Bytes(bytes) if bytes == "document"));
            assert!(document("content/c.md").is_none());
        }
    }

    #[test]
    fn what_came_since_is_found_before_what_was_there() {
        let (head, records) = state();
        let mut last = decoded(&encoded(&head, &records)).unwrap().1;
        last.reads.push(Arc::new(Read::Time));
        let other = BodyRecord { print: print("new"), reads: vec![2], ..body() };
        last.bodies = last.bodies.with(vec![("content/a.md".into(), Arc::new(other.clone()))]);
        last.targets = last.targets.with(vec![("b/index.html".into(), Arc::new(target()))]);
        let mut writer = Writer::new();
        last.keep_upon(&mut writer);
        let upon = Bytes::from(writer.into_bytes());
        let mut back = decoded(&encoded(&head, &records)).unwrap().1;
        back.recall_upon(&upon).unwrap();
        assert_eq!(back.reads, last.reads);
        assert_eq!(back.bodies.find("content/a.md", &mut 0).as_deref(), Some(&other));
        for route in ["a/index.html", "b/index.html"] {
            assert_eq!(back.targets.find(route, &mut 0).as_deref(), Some(&target()));
        }
        assert!(back.documents.find("content/b.md", &mut 0).is_some());
        for length in 0..upon.len() {
            assert!(decoded(&encoded(&head, &records)).unwrap().1.recall_upon(&upon.slice(..length)).is_none());
        }
    }

    proptest! {
        #[test]
        fn damage_counts_as_none(at in any::<prop::sample::Index>(), by in 1..=255u8) {
            let (head, records) = state();
            let mut bytes = encoded(&head, &records);
            let at = at.index(bytes.len());
            bytes[at] ^= by;
            prop_assert!(decoded(&bytes).is_none());
        }
    }
}
