//! All that a build leaves for the next one, but for the bodies' HTML.
//!
//! ```text
//! version | for each part: length u64, fingerprint u128 | parts: head, reads, bodies, targets, files, documents
//! ```
//! The head alone tells whether anything changed; the other parts are read only if something did.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::answers::{Answers, TracedWorld, keep_stamp, recall_stamp};
use super::named::Named;
use super::next::Numbers;
use super::read::{Grain, Read};
use super::record::{BodyRecords, Counts, DocumentRecord, TargetRecord};
use super::shelf::Shelf;
use crate::fingerprint::Fingerprint;
use crate::path::SourcePath;
use crate::source::FileStamp;
use crate::wire::{Reader, Writer};

/// Changes with every change of what is written here.
const VERSION: &[u8] = b"lianluo cache 5\n";

/// How many parts a state has.
const PARTS: usize = 6;

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
    /// Whether `world` would answer the same.
    pub fn hold(&self, world: &TracedWorld) -> bool {
        match self {
            KeptAnswers::Answers(answers) => answers.hold(world),
            KeptAnswers::Bytes(bytes) => Answers::kept_hold(bytes, world),
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
    /// Their numbers, once somebody asked for them.
    pub numbers: OnceLock<Arc<Numbers>>,
    pub documents: Named<DocumentRecord>,
    pub bodies: BodyRecords,
    pub targets: Named<TargetRecord>,
    /// Files whose content was looked at.
    pub files: FxHashMap<SourcePath, (FileStamp, Fingerprint)>,
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
}

/// All parts but the head, in their order.
pub(super) fn encode_records(records: &Records) -> Vec<Part> {
    // About how many bytes one of each takes.
    const READ: usize = 48;
    const BODY: usize = 192;
    const TARGET: usize = 160;
    const FILE: usize = 96;
    const DOCUMENT: usize = 384;
    let Records { reads, numbers: _, bodies, targets, files, documents } = records;
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
    ];
    parts.into_par_iter().map(|part| part()).collect()
}

/// The whole state in bytes: what stands before the parts, and the parts.
pub(super) fn encode(head: &Head, records: Vec<Part>) -> Vec<Vec<u8>> {
    let head = Part::written(head.host.len() + head.answers.bytes().len() + 256, |writer| head.keep(writer));
    let parts: Vec<Part> = std::iter::once(head).chain(records).collect();
    let mut table = VERSION.to_vec();
    for part in &parts {
        table.extend((part.bytes.len() as u64).to_le_bytes());
        table.extend(part.print.bits().to_le_bytes());
    }
    std::iter::once(table).chain(parts.into_iter().map(|part| part.bytes)).collect()
}

/// Where the parts of a state lie in its file, and what they have to be.
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

    /// Where all other parts lie.
    pub fn records(&self) -> Range<usize> {
        self.0[0].0.end..self.0[PARTS - 1].0.end
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
        let small = || Some((recall_reads(&part(1)?)?, recall_files(&part(4)?)?));
        let shelves = || Some((Shelf::of(part(2)?)?, Shelf::of(part(3)?)?, Shelf::of(part(5)?)?));
        let (shelves, small) = rayon::join(shelves, small);
        let ((bodies, targets, documents), (reads, files)) = (shelves?, small?);
        let (bodies, targets, documents) = (Named::shelved(bodies), Named::shelved(targets), Named::shelved(documents));
        Some(Records { reads, documents, bodies, targets, files, ..Records::default() })
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
        let answers = KeptAnswers::Bytes(slice(reader, whole)?);
        let host = slice(reader, whole)?;
        Some(Head { key, base, counts, told, clock, answers, host, heap })
    }
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

fn recall_files(bytes: &[u8]) -> Option<FxHashMap<SourcePath, (FileStamp, Fingerprint)>> {
    let mut reader = Reader::new(bytes);
    let files = (0..reader.count()?)
        .map(|_| Some((SourcePath::new(reader.text()?)?, (recall_stamp(&mut reader)??, reader.fingerprint()?))));
    files.collect()
}

/// A blob, shared with the bytes that are read.
fn slice(reader: &mut Reader<'_>, whole: &Bytes) -> Option<Bytes> {
    let length = reader.blob()?.len();
    let end = reader.position();
    Some(whole.slice(end - length..end))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bytes::Bytes;
    use proptest::prelude::*;

    use super::{Counts, DocumentRecord, Head, Named, Records, TABLE, Table, TargetRecord, encode, encode_records};
    use crate::cache::{BodyRecord, Decoded, Grain, Kept, Read, Trace};
    use crate::fingerprint::Fingerprint;

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

    #[test]
    fn a_state_comes_back_as_it_was() {
        let (head, records) = state();
        let (back, back_records) = decoded(&encode(&head, encode_records(&records)).concat()).unwrap();
        assert_eq!((back.base, back.counts, back.told, &back.clock), (head.base, head.counts, true, &head.clock));
        assert_eq!((&back.host[..], back.heap), (&b"manifest"[..], (7, 9)));
        let back = back_records;
        assert_eq!(back.reads, records.reads);
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

    proptest! {
        #[test]
        fn damage_counts_as_none(at in any::<prop::sample::Index>(), by in 1..=255u8) {
            let (head, records) = state();
            let mut bytes = encode(&head, encode_records(&records)).concat();
            let at = at.index(bytes.len());
            bytes[at] ^= by;
            prop_assert!(decoded(&bytes).is_none());
        }
    }
}
