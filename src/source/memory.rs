//! A world in memory, for tests and for text that is not saved yet.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::fetch::{Answer, Request, Unreachable};
use super::world::{FileStamp, World};
use crate::fingerprint::Fingerprint;
use crate::path::SourcePath;

/// Files, a day and variables, all given beforehand.
#[derive(Clone, Debug)]
pub struct MemoryWorld {
    /// The files and their bytes.
    pub files: BTreeMap<SourcePath, Vec<u8>>,
    /// The day that counts as today.
    pub today: Date,
    /// The environment.
    pub env: BTreeMap<String, String>,
    /// What the network answers, by address.
    pub web: BTreeMap<String, Result<Answer, Unreachable>>,
}

impl Default for MemoryWorld {
    fn default() -> MemoryWorld {
        MemoryWorld { files: BTreeMap::new(), today: date(2026, 1, 1), env: BTreeMap::new(), web: BTreeMap::new() }
    }
}

impl MemoryWorld {
    /// Puts a file there, in place of an older one.
    ///
    /// # Panics
    /// If `path` leads out of the site.
    pub fn put(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        let path = SourcePath::new(path).expect("a path inside the site");
        self.files.insert(path, bytes.into());
    }
}

impl World for MemoryWorld {
    fn list(&self, folder: &str) -> io::Result<Vec<SourcePath>> {
        if SourcePath::new(folder).is_some_and(|path| self.files.contains_key(&path)) {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Ok(self.files.keys().filter(|path| path.strip_prefix(folder).is_some()).cloned().collect())
    }

    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        self.files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn exists(&self, path: &SourcePath) -> bool {
        self.files.contains_key(path) || self.files.keys().any(|file| file.strip_prefix(path.as_str()).is_some())
    }

    fn stamp(&self, path: &SourcePath) -> Option<FileStamp> {
        // The content itself stands for the time; no time is negative.
        let bytes = self.files.get(path)?;
        Some((bytes.len() as u64, -1 - (Fingerprint::of(bytes).bits() >> 1).cast_signed()))
    }

    fn locate(&self, _: &SourcePath) -> Option<PathBuf> {
        None
    }

    fn today(&self, _: &str) -> Date {
        self.today
    }

    fn now(&self) -> Timestamp {
        self.today.to_zoned(jiff::tz::TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |day| day.timestamp())
    }

    fn env(&self, name: &str) -> Option<String> {
        self.env.get(name).cloned()
    }

    fn fetch(&self, request: &Request) -> Result<Answer, Unreachable> {
        self.web.get(&request.url).cloned().unwrap_or(Err(Unreachable::NoNetwork))
    }

    /// Nothing is kept: each build of such a world stands alone.
    fn recall(&self, _: &str) -> Option<Vec<u8>> {
        None
    }

    fn keep(&self, _: &str, _: &[u8]) {}
}
