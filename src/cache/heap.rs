//! The compiled bodies, one after another in a file that only grows; without a file, in memory.
//!
//! Records stand in the state with their places. What a killed build wrote beyond the state's end is written over.
#![expect(clippy::disallowed_methods, reason = "the cache is on the disk, outside of the site's sources and output")]

use std::fs::{self, File};
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::fingerprint::Fingerprint;

/// So many bytes are gathered before they are written.
const CHUNK: usize = 1 << 20;

/// Before each record stands its fingerprint.
const HEAD: u64 = 16;

/// The heap.
#[derive(Debug, Default)]
pub(super) struct Heap {
    file: Option<File>,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// How much of the file is written.
    written: u64,
    /// What comes after that.
    tail: Vec<u8>,
    /// A write failed: what the heap says is not to be relied on any more.
    broken: bool,
}

impl Heap {
    /// A heap in memory.
    pub fn in_memory() -> Heap {
        Heap::default()
    }

    /// The heap in the file `path`, of which the first `length` bytes count; new if there is none of that length.
    ///
    /// # Errors
    /// If the file cannot be made or read.
    pub fn open(path: &Path, length: u64) -> io::Result<Heap> {
        no_link(path);
        let file = File::options().read(true).write(true).create(true).truncate(false).open(path)?;
        let length = if file.metadata()?.len() < length { 0 } else { length };
        Ok(Heap { file: Some(file), inner: Mutex::new(Inner { written: length, ..Inner::default() }) })
    }

    /// How long it is.
    pub fn len(&self) -> u64 {
        let inner = self.lock();
        inner.written + inner.tail.len() as u64
    }

    /// Adds a record and says where it stands.
    pub fn put(&self, record: &[u8]) -> Range<u64> {
        let mut inner = self.lock();
        let start = inner.written + inner.tail.len() as u64;
        inner.tail.extend_from_slice(&Fingerprint::of(record).bits().to_le_bytes());
        inner.tail.extend_from_slice(record);
        if inner.tail.len() >= CHUNK {
            self.write(&mut inner);
        }
        start..start + HEAD + record.len() as u64
    }

    /// The record at `place`; `None` if there is none.
    pub fn get(&self, place: Range<u64>) -> Option<Vec<u8>> {
        let length = usize::try_from(place.end.checked_sub(place.start)?).ok()?;
        let inner = self.lock();
        let mut bytes = match place.start.checked_sub(inner.written) {
            Some(start) => {
                let start = usize::try_from(start).ok()?;
                inner.tail.get(start..start.checked_add(length)?)?.to_vec()
            }
            None => {
                drop(inner);
                let mut bytes = vec![0; length.min(1 << 30)];
                read_at(self.file.as_ref()?, &mut bytes, place.start).ok()?;
                bytes
            }
        };
        let print = u128::from_le_bytes(bytes.get(..HEAD as usize)?.try_into().ok()?);
        bytes.drain(..HEAD as usize);
        (Fingerprint::of(&bytes).bits() == print).then_some(bytes)
    }

    /// Brings everything to the file.
    ///
    /// # Errors
    /// If that failed now or before.
    pub fn flush(&self) -> io::Result<()> {
        let mut inner = self.lock();
        self.write(&mut inner);
        if inner.broken { Err(io::ErrorKind::WriteZero.into()) } else { Ok(()) }
    }

    fn write(&self, inner: &mut Inner) {
        let Some(file) = &self.file else { return };
        match write_at(file, &inner.tail, inner.written) {
            Ok(()) => {
                inner.written += inner.tail.len() as u64;
                inner.tail.clear();
            }
            Err(_) => inner.broken = true,
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(unix)]
pub(super) fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

/// In one call with its place: other threads read the same file.
#[cfg(windows)]
pub(super) fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt;
    while !bytes.is_empty() {
        match file.seek_read(bytes, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => (bytes, at) = (&mut bytes[read..], at + read as u64),
        }
    }
    Ok(())
}

#[cfg(windows)]
fn write_at(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt;
    while !bytes.is_empty() {
        match file.seek_write(bytes, at)? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            written => (bytes, at) = (&bytes[written..], at + written as u64),
        }
    }
    Ok(())
}

/// Removes a link that lies where a file of the cache is to be written: what a site brings along must not have other files written.
pub(super) fn no_link(path: &Path) {
    if fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink()) {
        let _ = fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use super::Heap;

    #[test]
    fn records_are_found_again_in_memory_and_in_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.bodies");
        for heap in [Heap::in_memory(), Heap::open(&path, 0).unwrap()] {
            let (a, b) = (heap.put(b"one"), heap.put(&vec![7; super::CHUNK]));
            let c = heap.put(b"");
            assert_eq!(heap.get(a.clone()).unwrap(), b"one");
            heap.flush().unwrap();
            assert_eq!((heap.get(a).unwrap(), heap.get(b).unwrap().len()), (b"one".to_vec(), super::CHUNK));
            assert_eq!((heap.get(c), heap.get(1..9), heap.get(9..99_999_999)), (Some(Vec::new()), None, None));
        }
        let first = Heap::open(&path, 19).unwrap();
        assert_eq!((first.get(0..19).unwrap(), first.len()), (b"one".to_vec(), 19));
        assert_eq!(Heap::open(&path, 1 << 40).unwrap().len(), 0);
    }
}
