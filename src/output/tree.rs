//! The output as a value: which file holds what.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use super::stage::Stage;
use crate::path::{Route, SourcePath};

/// The content of an output file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutputFile {
    /// Bytes made for it.
    Bytes(Vec<u8>),
    /// A source file as it is.
    Source(SourcePath),
}

/// An output tree in memory: for the preview server and for tests.
#[derive(Debug, Default)]
pub struct MemoryStage {
    files: Mutex<BTreeMap<Route, OutputFile>>,
}

impl MemoryStage {
    /// The files put so far.
    pub fn into_files(self) -> BTreeMap<Route, OutputFile> {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stage for MemoryStage {
    fn put(&self, route: &Route, file: OutputFile) -> io::Result<()> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(route.clone(), file);
        Ok(())
    }
}
