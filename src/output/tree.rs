//! The output as a value: which file holds what.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use super::stage::Stage;
use crate::path::{Route, SourcePath};

/// The content of an output file. Clones share the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutputFile {
    /// Bytes made for it.
    Bytes(Bytes),
    /// A source file as it is.
    Source(SourcePath),
}

/// All files of an output.
pub type OutputTree = BTreeMap<Route, OutputFile>;

/// An output tree in memory: for the preview server and for tests.
#[derive(Debug, Default)]
pub struct MemoryStage {
    last: Arc<OutputTree>,
    files: Mutex<OutputTree>,
}

impl MemoryStage {
    /// A stage over the tree of the last build: what is kept shares its bytes.
    pub fn over(last: Arc<OutputTree>) -> MemoryStage {
        MemoryStage { last, files: Mutex::default() }
    }

    /// The file at this route, if it is put or kept.
    pub fn file(&self, route: &Route) -> Option<OutputFile> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).get(route).cloned()
    }

    /// The files put or kept so far; the stage is empty then.
    pub fn take_files(&self) -> OutputTree {
        std::mem::take(&mut self.files.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Stage for MemoryStage {
    fn put(&self, route: &Route, file: OutputFile) -> io::Result<()> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(route.clone(), file);
        Ok(())
    }

    fn is_intact(&self, route: &Route) -> bool {
        self.last.contains_key(route)
    }

    fn holds(&self, route: &Route, bytes: &[u8]) -> bool {
        matches!(self.last.get(route), Some(OutputFile::Bytes(known)) if known == bytes)
    }

    fn keep(&self, route: &Route) -> io::Result<()> {
        let file = self.last.get(route).ok_or(io::ErrorKind::NotFound)?;
        self.put(route, file.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::{MemoryStage, OutputFile, Stage};
    use crate::path::Route;

    #[test]
    fn what_is_kept_shares_the_bytes_of_the_last_tree() {
        let [a, b, c] = ["a", "b", "c"].map(|route| Route::file(route).unwrap());
        let first = MemoryStage::default();
        assert!(!first.is_intact(&a) && first.keep(&a).is_err());
        for route in [&a, &b] {
            first.put(route, OutputFile::Bytes(vec![1; 100].into())).unwrap();
        }
        let last = first.take_files();
        let OutputFile::Bytes(before) = last[&a].clone() else { panic!("bytes were put") };

        let second = MemoryStage::over(last.into());
        assert!(second.is_intact(&a) && second.is_intact(&b) && !second.is_intact(&c));
        second.keep(&a).unwrap();
        let files = second.take_files();
        assert_eq!(files.keys().collect::<Vec<_>>(), [&a], "what is not kept is gone");
        assert!(matches!(&files[&a], OutputFile::Bytes(after) if after.as_ptr() == before.as_ptr()));
    }
}
