//! What is known of each document, body and output file: what it was made from.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use super::answers::{keep_stamp, recall_stamp};
use super::named::Named;
use crate::content::{Document, InternalLink, recall_links};
use crate::fingerprint::Fingerprint;
use crate::source::FileStamp;
use crate::wire::{Reader, Shelved, Writer, slice};

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
    pub links: Bytes,
    /// The same, once somebody asked for them.
    pub decoded: Decoded,
    /// The places in it that links can name, encoded; empty for none.
    pub anchors: Bytes,
    /// Where it stands in the heap; none for a body that is compiled again where somebody looks at it.
    pub place: Option<Range<u64>>,
}

/// Bodies by the paths of their documents; builds that change none share them.
pub type BodyRecords = Named<BodyRecord>;

/// The links of a body, decoded when they are first asked for.
#[derive(Clone, Debug, Default)]
pub struct Decoded(OnceLock<Arc<[InternalLink]>>);

impl PartialEq for Decoded {
    /// What is decoded follows from what is encoded.
    fn eq(&self, _: &Decoded) -> bool {
        true
    }
}

impl Eq for Decoded {}

impl BodyRecord {
    /// Its links to documents; `None` for damage.
    pub fn links(&self) -> Option<Arc<[InternalLink]>> {
        if let Some(known) = self.decoded.0.get() {
            return Some(known.clone());
        }
        let links = match self.links.is_empty() {
            true => Vec::new(),
            false => recall_links(&mut Reader::new(&self.links))?,
        };
        Some(self.decoded.0.get_or_init(|| links.into()).clone())
    }
}

/// What an output file was made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// What every output is made from: the program, the settings, the options, what is withheld.
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

/// A document that was read before.
#[derive(Clone, Debug)]
pub enum Kept {
    /// By this run of the program.
    Document(Arc<Document>),
    /// By an earlier one, encoded; shared with the state it was read from.
    Bytes(Bytes),
}

/// A document as a state has it.
#[derive(Clone, Copy)]
pub enum KnownDocument<'a> {
    /// Of this run of the program.
    Document(&'a Arc<Document>),
    /// Of an earlier one, encoded; and the bytes it is a part of.
    Bytes(&'a [u8], &'a Bytes),
}

impl<'a> KnownDocument<'a> {
    pub(super) fn of(kept: &'a Kept) -> KnownDocument<'a> {
        match kept {
            Kept::Document(document) => KnownDocument::Document(document),
            Kept::Bytes(bytes) => KnownDocument::Bytes(bytes, bytes),
        }
    }

    /// The same, to be kept on.
    pub fn kept(self) -> Kept {
        match self {
            KnownDocument::Document(document) => Kept::Document(document.clone()),
            KnownDocument::Bytes(bytes, whole) => Kept::Bytes(whole.slice_ref(bytes)),
        }
    }
}

/// A document and its stamp.
#[derive(Clone, Debug)]
pub(super) struct DocumentRecord {
    pub stamp: Option<FileStamp>,
    pub document: Kept,
}

impl Shelved for DocumentRecord {
    fn keep(&self, writer: &mut Writer, room: &mut Writer) {
        keep_stamp(self.stamp, writer);
        match &self.document {
            Kept::Bytes(bytes) => writer.blob(bytes),
            Kept::Document(document) => {
                room.clear();
                document.keep(room);
                writer.blob(room.bytes());
            }
        }
    }

    fn recall(reader: &mut Reader<'_>, whole: &Bytes) -> Option<DocumentRecord> {
        Some(DocumentRecord { stamp: recall_stamp(reader)?, document: Kept::Bytes(slice(reader, whole)?) })
    }
}

impl Shelved for BodyRecord {
    fn keep(&self, writer: &mut Writer, _: &mut Writer) {
        let BodyRecord { key, templated, reads, read, wants, print, links, decoded: _, anchors, place } = self;
        writer.fingerprint(*key);
        writer.flag(*templated);
        numbers(reads, writer);
        writer.fingerprint(*read);
        writer.texts(wants.iter().map(String::as_str));
        writer.fingerprint(*print);
        writer.blob(links);
        writer.blob(anchors);
        // An empty place is none.
        let place = place.as_ref().unwrap_or(&(0..0));
        writer.number(place.start);
        writer.number(place.end);
    }

    fn recall(reader: &mut Reader<'_>, whole: &Bytes) -> Option<BodyRecord> {
        Some(BodyRecord {
            key: reader.fingerprint()?,
            templated: reader.flag()?,
            reads: recall_numbers(reader)?,
            read: reader.fingerprint()?,
            wants: reader.texts()?,
            print: reader.fingerprint()?,
            links: slice(reader, whole)?,
            decoded: Decoded::default(),
            anchors: slice(reader, whole)?,
            place: Some(reader.number()?..reader.number()?).filter(|place| !place.is_empty()),
        })
    }
}

impl Shelved for TargetRecord {
    fn keep(&self, writer: &mut Writer, _: &mut Writer) {
        let TargetRecord { trace: Trace { base, template, own, related, read }, reads, wants } = self;
        for print in [base, template, own, related, read] {
            writer.fingerprint(*print);
        }
        numbers(reads, writer);
        writer.texts(wants.iter().map(String::as_str));
    }

    fn recall(reader: &mut Reader<'_>, _: &Bytes) -> Option<TargetRecord> {
        let trace = Trace {
            base: reader.fingerprint()?,
            template: reader.fingerprint()?,
            own: reader.fingerprint()?,
            related: reader.fingerprint()?,
            read: reader.fingerprint()?,
        };
        Some(TargetRecord { trace, reads: recall_numbers(reader)?, wants: reader.texts()? })
    }
}

fn numbers(numbers: &[u32], writer: &mut Writer) {
    writer.size(numbers.len());
    numbers.iter().for_each(|number| writer.number(u64::from(*number)));
}

fn recall_numbers(reader: &mut Reader<'_>) -> Option<Vec<u32>> {
    (0..reader.count()?).map(|_| u32::try_from(reader.number()?).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Reason, Trace};
    use crate::fingerprint::Fingerprint;

    #[test]
    fn a_trace_says_what_differs() {
        let trace = Trace::default();
        let other = Fingerprint::of(b"other");
        assert_eq!(trace.differs(&Trace { own: other, read: other, ..trace }), Some(Reason::Own));
        assert_eq!(trace.differs(&Trace { base: other, own: other, ..trace }), Some(Reason::Base));
        assert_eq!(trace.differs(&trace), None);
    }
}
