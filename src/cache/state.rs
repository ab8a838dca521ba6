//! How that which a build leaves for the next one lies on the disk, but for the bodies' HTML: parts in two files.
//!
//! ```text
//! the state:   version | for each part: length u64, fingerprint u128 | head, answers, host, upon
//! the records: reads, files, links, bodies, targets, documents
//! ```
//! The state alone tells whether anything changed. The records lie in a file of their own, of which only what is asked for is
//! read. A build that changes little of them leaves that file as it is, and puts what is new into the state (`upon`).
#![expect(clippy::disallowed_methods, reason = "the cache is on the disk, outside of the site's sources and output")]

use std::fs::File;
use std::io::{self, Write as _};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use super::heap::{no_link, read_at};
use crate::fingerprint::Fingerprint;
use crate::wire::{Reader, Shelf, Writer};

/// Changes with every change of what is written here.
const VERSION: &[u8] = b"lianluo cache 7\n";

/// What tells the build.
pub(super) const HEAD: usize = 0;
/// What the world answered.
pub(super) const ANSWERS: usize = 1;
/// What the host left.
pub(super) const HOST: usize = 2;
/// Records that came since all were written; empty for none.
pub(super) const UPON: usize = 3;
/// What functions looked at.
pub(super) const READS: usize = 4;
/// Files whose content was looked at.
pub(super) const FILES: usize = 5;
/// How the documents belong together; empty for nothing.
pub(super) const LINKS: usize = 6;
/// A shelf of bodies.
pub(super) const BODIES: usize = 7;
/// A shelf of output files.
pub(super) const TARGETS: usize = 8;
/// A shelf of documents.
pub(super) const DOCUMENTS: usize = 9;

/// How many parts there are.
const PARTS: usize = 10;

/// The first part that lies in the records' file.
const RECORDS: usize = READS;

/// What a part takes in the table of parts.
const ROW: usize = 8 + 16;

/// How long that which stands before the parts is.
const TABLE: usize = VERSION.len() + PARTS * ROW;

/// A part, to be written.
pub(super) struct Part {
    row: Row,
    bytes: Bytes,
}

/// How long a part is, and its fingerprint; a shelf's is that of its index.
type Row = (usize, Fingerprint);

impl Part {
    /// These bytes.
    pub fn of(bytes: impl Into<Bytes>) -> Part {
        let bytes = bytes.into();
        Part { row: (bytes.len(), Fingerprint::of(&bytes)), bytes }
    }

    /// What `write` writes, which are about so many bytes.
    pub fn written(size: usize, write: impl FnOnce(&mut Writer)) -> Part {
        let mut writer = Writer::with_capacity(size);
        write(&mut writer);
        Part::of(writer.into_bytes())
    }

    /// A shelf that `write` writes, which is about so many bytes.
    pub fn shelved(size: usize, write: impl FnOnce(&mut Writer) -> Fingerprint) -> Part {
        let mut writer = Writer::with_capacity(size);
        let print = write(&mut writer);
        let bytes = Bytes::from(writer.into_bytes());
        Part { row: (bytes.len(), print), bytes }
    }
}

/// What a table says of the parts in the records' file.
#[derive(Clone, Debug)]
pub(super) struct Rows(Vec<Row>);

impl Rows {
    /// What it says of these.
    pub fn of(records: &[Part]) -> Rows {
        Rows(records.iter().map(|part| part.row).collect())
    }
}

/// Writes a state's file: its parts, and where those of the records lie.
///
/// # Errors
/// As the file system gives them.
pub(super) fn write_state(path: &Path, parts: [Part; RECORDS], records: &Rows) -> io::Result<()> {
    let mut table = VERSION.to_vec();
    for (length, print) in parts.iter().map(|part| &part.row).chain(&records.0) {
        table.extend((*length as u64).to_le_bytes());
        table.extend(print.bits().to_le_bytes());
    }
    write_new(path, std::iter::once(table.as_slice()).chain(parts.iter().map(|part| &part.bytes[..])))
}

/// Writes the records' file.
///
/// # Errors
/// As the file system gives them.
pub(super) fn write_records(path: &Path, records: &[Part]) -> io::Result<()> {
    write_new(path, records.iter().map(|part| &part.bytes[..]))
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

/// Where the parts lie in their files, and what they have to be.
#[derive(Clone, Debug)]
pub(super) struct Table(Vec<(Range<u64>, Fingerprint)>);

impl Table {
    /// The table in the first `TABLE` bytes of a state; `None` for another version.
    fn decode(bytes: &[u8]) -> Option<Table> {
        let mut reader = Reader::new(bytes);
        if reader.raw(VERSION.len())? != VERSION {
            return None;
        }
        let (mut start, mut rows) = (TABLE as u64, Vec::with_capacity(PARTS));
        for at in 0..PARTS {
            if at == RECORDS {
                start = 0;
            }
            let end = start.checked_add(u64::from_le_bytes(reader.raw(8)?.try_into().ok()?))?;
            rows.push((start..end, reader.fingerprint()?));
            start = end;
        }
        Some(Table(rows))
    }

    /// What it says of the records.
    pub fn rows(&self) -> Rows {
        let length = |place: &Range<u64>| (place.end - place.start) as usize;
        Rows(self.0[RECORDS..].iter().map(|(place, print)| (length(place), *print)).collect())
    }
}

/// One of the two files, open.
#[derive(Debug)]
pub(super) struct Stored {
    file: File,
    pub table: Table,
}

impl Stored {
    /// The state in the file `path`; `None` for none, or damage.
    pub fn state(path: &Path) -> Option<Stored> {
        let file = File::open(path).ok()?;
        let mut bytes = vec![0; TABLE];
        read_at(&file, &mut bytes, 0).ok()?;
        let table = Table::decode(&bytes)?;
        Stored::checked(file, table, RECORDS - 1)
    }

    /// The records of a state with this table; `None` for none, or damage.
    pub fn records(path: &Path, table: Table) -> Option<Stored> {
        Stored::checked(File::open(path).ok()?, table, PARTS - 1)
    }

    /// Damage may name any length.
    fn checked(file: File, table: Table, last: usize) -> Option<Stored> {
        let is_whole = table.0[last].0.end == file.metadata().ok()?.len();
        is_whole.then_some(Stored { file, table })
    }

    /// A part; `None` for damage.
    pub fn part(&self, at: usize) -> Option<Bytes> {
        let (place, print) = self.table.0.get(at)?;
        self.read(place.clone()).filter(|bytes| Fingerprint::of(bytes) == *print)
    }

    /// The first bytes of a part, at most so many, damaged or not.
    pub fn start(&self, at: usize, length: usize) -> Option<Bytes> {
        let (place, _) = self.table.0.get(at)?;
        self.read(place.start..place.end.min(place.start.saturating_add(length as u64)))
    }

    /// A part that is a shelf; `None` for damage.
    pub fn shelf(self: &Arc<Stored>, at: usize) -> Option<Shelf> {
        let (place, print) = self.table.0.get(at)?.clone();
        let (stored, length) = (self.clone(), usize::try_from(place.end - place.start).ok()?);
        Shelf::open(length, Some(print), move |part| {
            let (start, end) = (place.start.checked_add(part.start as u64)?, place.start.checked_add(part.end as u64)?);
            (end <= place.end).then(|| stored.read(start..end)).flatten()
        })
    }

    fn read(&self, place: Range<u64>) -> Option<Bytes> {
        let mut bytes = vec![0; usize::try_from(place.end.checked_sub(place.start)?).ok()?];
        read_at(&self.file, &mut bytes, place.start).ok()?;
        Some(bytes.into())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;
    use std::sync::Arc;

    use bytes::Bytes;
    use proptest::prelude::*;

    use super::{ANSWERS, HEAD, HOST, LINKS, Part, Rows, Stored, UPON, write_records, write_state};
    use crate::cache::head::Head;
    use crate::cache::named::Named;
    use crate::cache::record::DocumentRecord;
    use crate::cache::records::Records;
    use crate::cache::{BodyRecord, Counts, Decoded, Grain, Kept, Links, Read, TargetRecord, Trace};
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

    fn head() -> Head {
        Head {
            base: print("base"),
            counts: Counts { pages: 3, orphans: 1, sections: 2 },
            told: true,
            clock: Some((Grain::Day, "2026-11-25".to_owned())),
            heap: (7, 9),
            records: 4,
            ..Head::default()
        }
    }

    fn records() -> Records {
        let document = |stamp, bytes: &'static [u8]| {
            Arc::new(DocumentRecord { stamp, document: Kept::Bytes(Bytes::from_static(bytes)) })
        };
        Records {
            reads: [Read::Site, Read::File("a".to_owned())].map(Arc::new).to_vec(),
            bodies: Named::of(vec![("content/a.md".into(), Arc::new(body()))]),
            targets: Named::of(vec![("a/index.html".into(), Arc::new(target()))]),
            documents: Named::of(vec![
                ("content/b.md".into(), document(None, b"")),
                ("content/a.md".into(), document(Some((3, -4)), b"document")),
            ]),
            links: Some(Links(Box::new(|| b"links".to_vec()))),
            ..Records::default()
        }
    }

    /// The two files of a state in a folder of their own.
    struct Files(tempfile::TempDir);

    impl Files {
        fn written() -> Files {
            let files = Files(tempfile::tempdir().unwrap());
            let parts = records().encode();
            write_records(&files.path(1), &parts).unwrap();
            let head = Part::written(0, |writer| head().keep(writer));
            let others = [&b"answers"[..], b"manifest", b""].map(Part::of);
            let [answers, host, upon] = others;
            write_state(&files.path(0), [head, answers, host, upon], &Rows::of(&parts)).unwrap();
            files
        }

        fn path(&self, at: usize) -> PathBuf {
            self.0.path().join(["state", "records"][at])
        }

        fn open(&self) -> Option<(Stored, Arc<Stored>)> {
            let state = Stored::state(&self.path(0))?;
            let records = Stored::records(&self.path(1), state.table.clone())?;
            Some((state, Arc::new(records)))
        }
    }

    fn assert_same(records: &Records) {
        assert_eq!(records.reads, self::records().reads);
        assert_eq!(records.bodies.find("content/a.md", &mut 0).as_deref(), Some(&body()));
        assert_eq!(records.targets.find("a/index.html", &mut 0).as_deref(), Some(&target()));
        let document = |path| records.documents.find(path, &mut 0);
        let (a, b) = (document("content/a.md").unwrap(), document("content/b.md").unwrap());
        assert_eq!((a.stamp, b.stamp), (Some((3, -4)), None));
        assert!(matches!(&a.document, Kept::Bytes(bytes) if bytes == "document"));
        assert!(document("content/c.md").is_none());
    }

    #[test]
    fn a_state_comes_back_as_it_was() {
        let (state, stored) = Files::written().open().unwrap();
        let back = Head::recall(&state.part(HEAD).unwrap()).unwrap();
        assert_eq!(format!("{back:?}"), format!("{:?}", head()));
        let parts = [ANSWERS, HOST, UPON].map(|at| state.part(at).unwrap());
        assert_eq!(parts, [&b"answers"[..], b"manifest", b""]);
        assert_eq!(stored.part(LINKS).unwrap(), "links");
        assert_same(&records());
        assert_same(&Records::recall(&stored).unwrap());
    }

    #[test]
    fn what_came_since_is_found_before_what_was_there() {
        let stored = Files::written().open().unwrap().1;
        let first = || Records::recall(&stored).unwrap();
        let mut last = first();
        last.reads.push(Arc::new(Read::Time));
        let other = BodyRecord { print: print("new"), reads: vec![2], ..body() };
        last.bodies = last.bodies.with(vec![("content/a.md".into(), Arc::new(other.clone()))]);
        last.targets = last.targets.with(vec![("b/index.html".into(), Arc::new(target()))]);
        let mut writer = Writer::new();
        last.keep_upon(&mut writer);
        let upon = Bytes::from(writer.into_bytes());
        let mut back = first();
        back.recall_upon(&upon).unwrap();
        assert_eq!(back.reads, last.reads);
        assert_eq!(back.bodies.find("content/a.md", &mut 0).as_deref(), Some(&other));
        for route in ["a/index.html", "b/index.html"] {
            assert_eq!(back.targets.find(route, &mut 0).as_deref(), Some(&target()));
        }
        assert!(back.documents.find("content/b.md", &mut 0).is_some());
        for length in 0..upon.len() {
            assert!(first().recall_upon(&upon.slice(..length)).is_none());
        }
    }

    proptest! {
        #[test]
        fn damage_gives_nothing_else(which in 0usize..2, at in any::<prop::sample::Index>(), by in 1..=255u8) {
            let files = Files::written();
            let mut bytes = fs::read(files.path(which)).unwrap();
            let at = at.index(bytes.len());
            bytes[at] ^= by;
            fs::write(files.path(which), bytes).unwrap();
            let Some((state, stored)) = files.open() else { return Ok(()) };
            let parts = [HEAD, ANSWERS, HOST, UPON].map(|at| state.part(at));
            let records = Records::recall(&stored);
            let found = records.as_ref().map(|records| {
                let document = |path| records.documents.find(path, &mut 0).map(|found| (found.stamp, format!("{:?}", found.document)));
                let body = records.bodies.find("content/a.md", &mut 0);
                (body.is_some(), records.targets.find("a/index.html", &mut 0).is_some(), document("content/a.md").is_some())
            });
            // Something is gone, and all that is there is as it was.
            let is_all_there = parts.iter().all(Option::is_some)
                && stored.part(LINKS).is_some()
                && found == Some((true, true, true));
            prop_assert!(!is_all_there);
        }
    }
}
