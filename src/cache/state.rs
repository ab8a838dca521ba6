//! All that a build leaves for the next one, but for the bodies' HTML.

use std::ops::Range;

use bytes::Bytes;
use rustc_hash::FxHashMap;

use super::answers::{Answers, Stamp, keep_stamp, recall_stamp};
use super::read::{Grain, Read};
use crate::fingerprint::Fingerprint;
use crate::path::SourcePath;
use crate::wire::{Reader, Writer};

/// Changes with every change of what is written here.
const VERSION: &[u8] = b"lianluo cache 1\n";

/// How many documents there were, to be told again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages.
    pub pages: usize,
    /// Pages without a section.
    pub orphans: usize,
    /// Sections, the roots not counted.
    pub sections: usize,
}

/// What a body was made from, and where it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyRecord {
    /// All it was made from but for `reads`.
    pub key: Fingerprint,
    /// Whether it went through the template engine.
    pub templated: bool,
    /// What its functions and links looked at, sorted.
    pub reads: Vec<u32>,
    /// What that was.
    pub read: Fingerprint,
    /// The pictures it wants, as routes.
    pub wants: Vec<String>,
    /// What came out.
    pub print: Fingerprint,
    /// Its links to documents, encoded; empty for none.
    pub links: Vec<u8>,
    /// Where it stands in the heap.
    pub place: Range<u64>,
}

/// What an output file was made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The program, the settings and the options.
    pub base: Fingerprint,
    /// The template with all it is made of.
    pub template: Fingerprint,
    /// The document it shows.
    pub own: Fingerprint,
    /// What stands in relation to it: lists, neighbours.
    pub related: Fingerprint,
    /// What functions looked at.
    pub read: Fingerprint,
}

/// Why an output file is made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It was not there.
    New,
    /// The program, the settings or the options are others.
    Base,
    /// Its template, or something that template is made of, is another.
    Template,
    /// Its own document is another.
    Own,
    /// A list, a neighbour or another document it shows is another.
    Related,
    /// Something a function looked at is another: a file, the clock, a document.
    Read,
    /// The file in the output folder is not what was put there.
    Output,
    /// It is made each time.
    Always,
}

impl Trace {
    /// What tells it from `last`, if anything does.
    pub fn differs(&self, last: &Trace) -> Option<Reason> {
        let pairs = [
            (self.base, last.base, Reason::Base),
            (self.template, last.template, Reason::Template),
            (self.own, last.own, Reason::Own),
            (self.related, last.related, Reason::Related),
            (self.read, last.read, Reason::Read),
        ];
        pairs.into_iter().find(|(now, then, _)| now != then).map(|(.., reason)| reason)
    }
}

/// An output file's trace, and what it drew in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TargetRecord {
    /// What it was made from.
    pub trace: Trace,
    /// What functions looked at, sorted.
    pub reads: Vec<u32>,
    /// The pictures it wants, as routes.
    pub wants: Vec<String>,
}

/// A document's stamp and itself, encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DocumentRecord {
    pub stamp: Option<Stamp>,
    /// Shared with the state it was read from.
    pub bytes: Bytes,
}

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
    pub answers: Answers,
    /// What the host left.
    pub host: Vec<u8>,
    /// Which heap the bodies lie in, and how long it was.
    pub heap: (u64, u64),
}

/// What each thing was made from.
#[derive(Debug, Default)]
pub(super) struct Records {
    pub reads: Vec<Read>,
    pub documents: FxHashMap<Box<str>, DocumentRecord>,
    pub bodies: FxHashMap<Box<str>, BodyRecord>,
    pub targets: FxHashMap<Box<str>, TargetRecord>,
    /// Files whose content was looked at.
    pub files: FxHashMap<SourcePath, (Stamp, Fingerprint)>,
}

/// The whole state in bytes.
pub(super) fn encode(head: &Head, records: &Records) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.raw(VERSION);
    writer.fingerprint(head.key);
    writer.fingerprint(head.base);
    for count in [head.counts.pages, head.counts.orphans, head.counts.sections] {
        writer.size(count);
    }
    writer.flag(head.told);
    let grain = head.clock.as_ref().map(|(grain, _)| *grain);
    writer.size(grain.and_then(|grain| Grain::ALL.iter().position(|known| *known == grain)).map_or(0, |at| at + 1));
    writer.text(head.clock.as_ref().map_or("", |(_, text)| text));
    writer.number(head.heap.0);
    writer.number(head.heap.1);
    section(&mut writer, |writer| head.answers.keep(writer));
    writer.blob(&head.host);
    section(&mut writer, |writer| {
        writer.size(records.reads.len());
        records.reads.iter().for_each(|read| read.keep(writer));
    });
    section(&mut writer, |writer| records.keep_bodies(writer));
    section(&mut writer, |writer| records.keep_targets(writer));
    section(&mut writer, |writer| {
        let mut files: Vec<_> = records.files.iter().collect();
        files.sort_unstable_by_key(|(path, _)| *path);
        writer.size(files.len());
        for (path, (stamp, print)) in files {
            writer.text(path.as_str());
            keep_stamp(Some(*stamp), writer);
            writer.fingerprint(*print);
        }
    });
    writer.size(records.documents.len());
    for (path, DocumentRecord { stamp, bytes }) in sorted(&records.documents) {
        writer.text(path);
        keep_stamp(*stamp, &mut writer);
        writer.blob(bytes);
    }
    let print = Fingerprint::of(writer.bytes());
    writer.fingerprint(print);
    writer.into_bytes()
}

/// The head of what `encode` wrote, and where the rest begins; `None` for damage anywhere, and for what another version
/// wrote.
pub(super) fn decode_head(bytes: &[u8]) -> Option<(Head, usize)> {
    let end = bytes.len().checked_sub(16)?;
    let print = u128::from_le_bytes(bytes[end..].try_into().ok()?);
    if Fingerprint::of(&bytes[..end]).bits() != print {
        return None;
    }
    let mut reader = Reader::new(&bytes[..end]);
    if reader.raw(VERSION.len())? != VERSION {
        return None;
    }
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
    let answers = Answers::recall(&mut Reader::new(reader.blob()?))?;
    let host = reader.blob()?.to_vec();
    Some((Head { key, base, counts, told, clock, answers, host, heap }, reader.position()))
}

/// The records in what `encode` wrote, from `start` on; `None` for damage.
pub(super) fn decode_records(bytes: &Bytes, start: usize) -> Option<Records> {
    let mut reader = Reader::new(&bytes[..bytes.len().checked_sub(16)?]);
    reader.raw(start)?;
    let (reads, bodies, targets, files) = (reader.blob()?, reader.blob()?, reader.blob()?, reader.blob()?);
    let (documents, (bodies, targets)) = rayon::join(
        || recall_documents(&mut reader, bytes),
        || rayon::join(|| recall_bodies(&mut Reader::new(bodies)), || recall_targets(&mut Reader::new(targets))),
    );
    let mut reader = Reader::new(reads);
    let reads = (0..reader.count()?).map(|_| Read::recall(&mut reader)).collect::<Option<_>>()?;
    let mut reader = Reader::new(files);
    let files = (0..reader.count()?)
        .map(|_| Some((SourcePath::new(reader.text()?)?, (recall_stamp(&mut reader)??, reader.fingerprint()?))));
    let files = files.collect::<Option<_>>()?;
    Some(Records { reads, documents: documents?, bodies: bodies?, targets: targets?, files })
}

impl Records {
    fn keep_bodies(&self, writer: &mut Writer) {
        writer.size(self.bodies.len());
        for (path, body) in sorted(&self.bodies) {
            writer.text(path);
            let BodyRecord { key, templated, reads, read, wants, print, links, place } = body;
            writer.fingerprint(*key);
            writer.flag(*templated);
            numbers(reads, writer);
            writer.fingerprint(*read);
            writer.texts(wants.iter().map(String::as_str));
            writer.fingerprint(*print);
            writer.blob(links);
            writer.number(place.start);
            writer.number(place.end);
        }
    }

    fn keep_targets(&self, writer: &mut Writer) {
        writer.size(self.targets.len());
        for (route, target) in sorted(&self.targets) {
            writer.text(route);
            let TargetRecord { trace: Trace { base, template, own, related, read }, reads, wants } = target;
            for print in [base, template, own, related, read] {
                writer.fingerprint(*print);
            }
            numbers(reads, writer);
            writer.texts(wants.iter().map(String::as_str));
        }
    }
}

fn section(writer: &mut Writer, write: impl FnOnce(&mut Writer)) {
    let mut inner = Writer::new();
    write(&mut inner);
    writer.blob(&inner.into_bytes());
}

fn sorted<T>(map: &FxHashMap<Box<str>, T>) -> Vec<(&str, &T)> {
    let mut items: Vec<(&str, &T)> = map.iter().map(|(key, item)| (&**key, item)).collect();
    items.sort_unstable_by_key(|(key, _)| *key);
    items
}

fn numbers(numbers: &[u32], writer: &mut Writer) {
    writer.size(numbers.len());
    numbers.iter().for_each(|number| writer.number(u64::from(*number)));
}

fn recall_numbers(reader: &mut Reader<'_>) -> Option<Vec<u32>> {
    (0..reader.count()?).map(|_| u32::try_from(reader.number()?).ok()).collect()
}

fn recall_documents(reader: &mut Reader<'_>, whole: &Bytes) -> Option<FxHashMap<Box<str>, DocumentRecord>> {
    let count = reader.count()?;
    let mut documents = FxHashMap::with_capacity_and_hasher(count, Default::default());
    for _ in 0..count {
        let path = reader.text()?.into();
        let stamp = recall_stamp(reader)?;
        let length = reader.blob()?.len();
        let end = reader.position();
        documents.insert(path, DocumentRecord { stamp, bytes: whole.slice(end - length..end) });
    }
    reader.is_done().then_some(documents)
}

fn recall_bodies(reader: &mut Reader<'_>) -> Option<FxHashMap<Box<str>, BodyRecord>> {
    let count = reader.count()?;
    let mut bodies = FxHashMap::with_capacity_and_hasher(count, Default::default());
    for _ in 0..count {
        let path = reader.text()?.into();
        let body = BodyRecord {
            key: reader.fingerprint()?,
            templated: reader.flag()?,
            reads: recall_numbers(reader)?,
            read: reader.fingerprint()?,
            wants: reader.texts()?,
            print: reader.fingerprint()?,
            links: reader.blob()?.to_vec(),
            place: reader.number()?..reader.number()?,
        };
        bodies.insert(path, body);
    }
    Some(bodies)
}

fn recall_targets(reader: &mut Reader<'_>) -> Option<FxHashMap<Box<str>, TargetRecord>> {
    let count = reader.count()?;
    let mut targets = FxHashMap::with_capacity_and_hasher(count, Default::default());
    for _ in 0..count {
        let route = reader.text()?.into();
        let trace = Trace {
            base: reader.fingerprint()?,
            template: reader.fingerprint()?,
            own: reader.fingerprint()?,
            related: reader.fingerprint()?,
            read: reader.fingerprint()?,
        };
        targets.insert(route, TargetRecord { trace, reads: recall_numbers(reader)?, wants: reader.texts()? });
    }
    Some(targets)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;

    use super::{
        BodyRecord, Counts, DocumentRecord, Head, Reason, Records, TargetRecord, Trace, decode_head, decode_records,
        encode,
    };
    use crate::cache::{Grain, Read};
    use crate::fingerprint::Fingerprint;

    fn state() -> (Head, Records) {
        let print = |text: &str| Fingerprint::of(text.as_bytes());
        let head = Head {
            base: print("base"),
            counts: Counts { pages: 3, orphans: 1, sections: 2 },
            told: true,
            clock: Some((Grain::Day, "2026-11-25".to_owned())),
            host: b"manifest".to_vec(),
            heap: (7, 9),
            ..Head::default()
        };
        let mut records = Records { reads: vec![Read::Site, Read::File("a".to_owned())], ..Records::default() };
        let body = BodyRecord {
            key: print("key"),
            templated: true,
            reads: vec![1],
            read: print("read"),
            wants: vec!["x.png".to_owned()],
            print: print("out"),
            links: vec![1, 2],
            place: 3..9,
        };
        records.bodies.insert("content/a.md".into(), body);
        let trace = Trace { base: head.base, template: print("t"), ..Trace::default() };
        records.targets.insert("a/index.html".into(), TargetRecord { trace, reads: vec![0, 1], wants: Vec::new() });
        let document = |stamp, bytes: &'static [u8]| DocumentRecord { stamp, bytes: Bytes::from_static(bytes) };
        records.documents.insert("content/a.md".into(), document(Some((3, -4)), b"document"));
        records.documents.insert("content/b.md".into(), document(None, b""));
        (head, records)
    }

    #[test]
    fn a_state_comes_back_as_it_was() {
        let (head, records) = state();
        let bytes = Bytes::from(encode(&head, &records));
        let (back, start) = decode_head(&bytes).unwrap();
        assert_eq!((back.base, back.counts, back.told, &back.clock), (head.base, head.counts, true, &head.clock));
        assert_eq!((back.host.as_slice(), back.heap), (&b"manifest"[..], (7, 9)));
        let back = decode_records(&bytes, start).unwrap();
        assert_eq!((&back.reads, &back.bodies, &back.targets), (&records.reads, &records.bodies, &records.targets));
        assert_eq!(back.documents, records.documents);
    }

    #[test]
    fn a_trace_says_what_differs() {
        let trace = Trace::default();
        let other = Fingerprint::of(b"other");
        assert_eq!(trace.differs(&Trace { own: other, read: other, ..trace }), Some(Reason::Own));
        assert_eq!(trace.differs(&Trace { base: other, own: other, ..trace }), Some(Reason::Base));
        assert_eq!(trace.differs(&trace), None);
    }

    proptest! {
        #[test]
        fn damage_counts_as_none(at in any::<prop::sample::Index>(), by in 1..=255u8) {
            let (head, records) = state();
            let mut bytes = encode(&head, &records);
            let at = at.index(bytes.len());
            bytes[at] ^= by;
            prop_assert!(decode_head(&bytes).is_none());
        }
    }
}
