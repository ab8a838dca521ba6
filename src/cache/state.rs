//! How that which a build leaves for the next one lies on the disk, but for the bodies' HTML: parts in three files.
//!
//! ```text
//! the state:   version | for each part: length u64, fingerprint u128 | head, upon, answers since, host since
//! the looks:   answers, host
//! the records: reads, files, links, bodies, targets, documents
//! ```
//! The state and the looks tell whether anything changed; of the records only what is asked for is read. A build that changes
//! little of either leaves that file as it is, and puts what is new into the state: `upon`, and how the looks differ now.
#![expect(clippy::disallowed_methods, reason = "the cache is on the disk, outside of the site's sources and output")]

use std::fs::File;
use std::io::{self, Write as _};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use super::delta::Delta;
use super::heap::{no_link, read_at};
use crate::fingerprint::Fingerprint;
use crate::wire::{Reader, Shelf, Writer};

/// Changes with every change of what is written here.
const VERSION: &[u8] = b"lianluo cache 8\n";

/// What tells the build.
pub(super) const HEAD: usize = 0;
/// Records that came since all were written; empty for none.
pub(super) const UPON: usize = 1;
/// How the answers differ now from those among the looks.
const ANSWERS_SINCE: usize = 2;
/// The same of what the host left.
const HOST_SINCE: usize = 3;
/// What the world answered.
pub(super) const ANSWERS: usize = 4;
/// What the host left.
pub(super) const HOST: usize = 5;
/// What functions looked at.
pub(super) const READS: usize = 6;
/// Files whose content was looked at.
pub(super) const FILES: usize = 7;
/// How the documents belong together; empty for nothing.
pub(super) const LINKS: usize = 8;
/// A shelf of bodies.
pub(super) const BODIES: usize = 9;
/// A shelf of output files.
pub(super) const TARGETS: usize = 10;
/// A shelf of documents.
pub(super) const DOCUMENTS: usize = 11;

/// How many parts there are.
const PARTS: usize = 12;

/// The first part that lies in the looks' file.
const LOOKS: usize = ANSWERS;

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

/// What a table says of the parts in another file.
#[derive(Clone, Debug)]
pub(super) struct Rows(Vec<Row>);

impl Rows {
    /// What it says of these.
    pub fn of(parts: &[Part]) -> Rows {
        Rows(parts.iter().map(|part| part.row).collect())
    }
}

/// How the looks differ now from those in their file.
pub(super) struct Since(pub [Delta; 2]);

impl Since {
    /// As those do which were just written as these parts.
    pub fn none(looks: &[Part]) -> Since {
        Since([0, 1].map(|at| Delta::none(looks[at].bytes.len())))
    }

    /// As these do; `None` if that is much.
    pub fn next(self, before: [&Bytes; 2], now: [&Bytes; 2]) -> Option<Since> {
        let [answers, host] = self.0;
        Some(Since([answers.next(before[0], now[0])?, host.next(before[1], now[1])?]))
    }
}

/// Writes a state's file, and where the looks and the records lie in theirs.
///
/// # Errors
/// As the file system gives them.
pub(super) fn write_state(path: &Path, head: Part, upon: Part, since: &Since, others: [&Rows; 2]) -> io::Result<()> {
    let [answers, host] = since.0.each_ref().map(|delta| Part::written(256, |writer| delta.keep(writer)));
    let parts: [Part; LOOKS] = [head, upon, answers, host];
    let mut table = VERSION.to_vec();
    for (length, print) in parts.iter().map(|part| &part.row).chain(others.into_iter().flat_map(|rows| &rows.0)) {
        table.extend((*length as u64).to_le_bytes());
        table.extend(print.bits().to_le_bytes());
    }
    write_new(path, std::iter::once(table.as_slice()).chain(parts.iter().map(|part| &part.bytes[..])))
}

/// Writes one of the other files.
///
/// # Errors
/// As the file system gives them.
pub(super) fn write_parts(path: &Path, parts: &[Part]) -> io::Result<()> {
    write_new(path, parts.iter().map(|part| &part.bytes[..]))
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
            if at == LOOKS || at == RECORDS {
                start = 0;
            }
            let end = start.checked_add(u64::from_le_bytes(reader.raw(8)?.try_into().ok()?))?;
            rows.push((start..end, reader.fingerprint()?));
            start = end;
        }
        Some(Table(rows))
    }

    /// What it says of the looks.
    pub fn looks(&self) -> Rows {
        self.rows(LOOKS..RECORDS)
    }

    /// What it says of the records.
    pub fn records(&self) -> Rows {
        self.rows(RECORDS..PARTS)
    }

    fn rows(&self, parts: Range<usize>) -> Rows {
        let length = |place: &Range<u64>| (place.end - place.start) as usize;
        Rows(self.0[parts].iter().map(|(place, print)| (length(place), *print)).collect())
    }
}

/// One of the files, open.
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
        Stored::checked(file, table, LOOKS - 1)
    }

    /// The looks of a state with this table; `None` for none, or damage.
    pub fn looks(path: &Path, table: Table) -> Option<Stored> {
        Stored::checked(File::open(path).ok()?, table, RECORDS - 1)
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
        self.read(place.clone()).filter(|bytes| Fingerprint::of(bytes) == *print).map(Bytes::from)
    }

    /// How the looks differ now from those in their file, in the state; `None` for damage.
    pub fn since(&self) -> Option<Since> {
        Some(Since([self.delta(ANSWERS)?, self.delta(HOST)?]))
    }

    /// A part of the looks, of which `state` tells how it differs now; `None` for damage.
    pub fn look(&self, at: usize, state: &Stored) -> Option<Bytes> {
        let ((place, print), delta) = (self.table.0.get(at)?, state.delta(at)?);
        let base = self.read_with_room(place.clone(), delta.more());
        delta.apply(base.filter(|bytes| Fingerprint::of(bytes) == *print)?)
    }

    /// Its first bytes, at most so many, damaged or not.
    pub fn look_start(&self, at: usize, length: usize, state: &Stored) -> Option<Bytes> {
        let (place, _) = self.table.0.get(at)?;
        let mut start = self.read(place.start..place.end.min(place.start.saturating_add(length as u64)))?;
        state.delta(at)?.apply_start(&mut start);
        Some(start.into())
    }

    /// How a part of the looks differs now, in the state.
    fn delta(&self, look: usize) -> Option<Delta> {
        let since = if look == ANSWERS { ANSWERS_SINCE } else { HOST_SINCE };
        Delta::recall(&self.part(since)?)
    }

    /// A part that is a shelf; `None` for damage.
    pub fn shelf(self: &Arc<Stored>, at: usize) -> Option<Shelf> {
        let (place, print) = self.table.0.get(at)?.clone();
        let (stored, length) = (self.clone(), usize::try_from(place.end - place.start).ok()?);
        Shelf::open(length, Some(print), move |part| {
            let (start, end) = (place.start.checked_add(part.start as u64)?, place.start.checked_add(part.end as u64)?);
            (end <= place.end).then(|| stored.read(start..end)).flatten().map(Bytes::from)
        })
    }

    fn read(&self, place: Range<u64>) -> Option<Vec<u8>> {
        self.read_with_room(place, 0)
    }

    /// What lies there, with room for so many bytes more.
    fn read_with_room(&self, place: Range<u64>, more: usize) -> Option<Vec<u8>> {
        let length = usize::try_from(place.end.checked_sub(place.start)?).ok()?;
        let mut bytes = vec![0; length.checked_add(more)?];
        bytes.truncate(length);
        read_at(&self.file, &mut bytes, place.start).ok()?;
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;
    use std::sync::Arc;

    use bytes::Bytes;
    use proptest::prelude::*;

    use super::{ANSWERS, HEAD, HOST, LINKS, Part, Rows, Since, Stored, UPON, write_parts, write_state};
    use crate::cache::delta::Delta;
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
            looks: 5,
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

    /// The files of a state in a folder of their own.
    struct Files(tempfile::TempDir);

    impl Files {
        fn written() -> Files {
            let files = Files(tempfile::tempdir().unwrap());
            let looks = [&[1; 4000][..], &[2; 4000]].map(Part::of);
            let records = records().encode();
            write_parts(&files.path(1), &looks).unwrap();
            write_parts(&files.path(2), &records).unwrap();
            let head = Part::written(0, |writer| head().keep(writer));
            let (before, now) = ([[1; 4000], [2; 4000]].map(Bytes::from_owner), Files::now());
            let since = Since::none(&looks).next(before.each_ref(), now.each_ref()).unwrap();
            let others = [&Rows::of(&looks), &Rows::of(&records)];
            write_state(&files.path(0), head, Part::of(Bytes::new()), &since, others).unwrap();
            files
        }

        /// The looks as they are now.
        fn now() -> [Bytes; 2] {
            let [mut answers, mut host] = [vec![1; 4000], vec![2; 4000]];
            (answers[7], host[0]) = (0, 0);
            host.push(3);
            [answers, host].map(Bytes::from)
        }

        fn path(&self, at: usize) -> PathBuf {
            self.0.path().join(["state", "looks", "records"][at])
        }

        fn open(&self) -> Option<[Arc<Stored>; 3]> {
            let state = Stored::state(&self.path(0))?;
            let looks = Stored::looks(&self.path(1), state.table.clone())?;
            let records = Stored::records(&self.path(2), state.table.clone())?;
            Some([state, looks, records].map(Arc::new))
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
        let [state, looks, stored] = Files::written().open().unwrap();
        let back = Head::recall(&state.part(HEAD).unwrap()).unwrap();
        assert_eq!(format!("{back:?}"), format!("{:?}", head()));
        assert_eq!(state.part(UPON).unwrap(), "");
        assert_eq!([ANSWERS, HOST].map(|at| looks.look(at, &state).unwrap()), Files::now());
        assert_eq!(looks.look_start(HOST, 3, &state).unwrap(), [0, 2, 2][..]);
        assert_eq!(state.since().unwrap().0.map(|delta| delta == Delta::none(4000)), [false, false]);
        assert_eq!(stored.part(LINKS).unwrap(), "links");
        assert_same(&records());
        assert_same(&Records::recall(&stored).unwrap());
    }

    #[test]
    fn what_came_since_is_found_before_what_was_there() {
        let [_, _, stored] = Files::written().open().unwrap();
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
        fn damage_gives_nothing_else(which in 0usize..3, at in any::<prop::sample::Index>(), by in 1..=255u8) {
            let files = Files::written();
            let mut bytes = fs::read(files.path(which)).unwrap();
            let at = at.index(bytes.len());
            bytes[at] ^= by;
            fs::write(files.path(which), bytes).unwrap();
            let Some([state, looks, stored]) = files.open() else { return Ok(()) };
            let parts = [HEAD, UPON].map(|at| state.part(at));
            let now = [ANSWERS, HOST].map(|at| looks.look(at, &state));
            for (now, was) in now.iter().zip(Files::now()) {
                prop_assert!(now.as_ref().is_none_or(|now| *now == was));
            }
            let records = Records::recall(&stored);
            let found = records.as_ref().map(|records| {
                let document = |path| records.documents.find(path, &mut 0).map(|found| (found.stamp, format!("{:?}", found.document)));
                let body = records.bodies.find("content/a.md", &mut 0);
                (body.is_some(), records.targets.find("a/index.html", &mut 0).is_some(), document("content/a.md").is_some())
            });
            // Something is gone, and all that is there is as it was.
            let is_all_there = parts.iter().chain(&now).all(Option::is_some)
                && stored.part(LINKS).is_some()
                && found == Some((true, true, true));
            prop_assert!(!is_all_there);
        }
    }
}
