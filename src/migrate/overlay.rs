//! The world as it would be with some files changed.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::fingerprint::Fingerprint;
use crate::path::SourcePath;
use crate::source::{Answer, FileStamp, Request, Stray, Unreachable, World};

/// A world over another one: some files hold other bytes, some are gone.
pub(super) struct Overlay {
    pub below: Arc<dyn World>,
    /// The files that differ; none for those that are gone.
    pub files: BTreeMap<SourcePath, Option<Vec<u8>>>,
    /// The time, where it stands still.
    pub now: Option<Timestamp>,
}

impl World for Overlay {
    fn list(&self, folder: &str) -> io::Result<Vec<SourcePath>> {
        let mut all = self.below.list(folder)?;
        all.retain(|path| !self.files.contains_key(path));
        let own = self.files.iter().filter(|(_, bytes)| bytes.is_some()).map(|(path, _)| path);
        all.extend(own.filter(|path| path.strip_prefix(folder).is_some()).cloned());
        all.sort();
        Ok(all)
    }

    fn strays(&self) -> Vec<Stray> {
        self.below.strays()
    }

    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        match self.files.get(path) {
            Some(Some(bytes)) => Ok(bytes.clone()),
            Some(None) => Err(io::ErrorKind::NotFound.into()),
            None => self.below.read(path),
        }
    }

    fn exists(&self, path: &SourcePath) -> bool {
        match self.files.get(path) {
            Some(bytes) => bytes.is_some(),
            None => {
                let inside = |(file, bytes): (&SourcePath, &Option<Vec<u8>>)| {
                    bytes.is_some() && file.strip_prefix(path.as_str()).is_some()
                };
                self.below.exists(path) || self.files.iter().any(inside)
            }
        }
    }

    fn stamp(&self, path: &SourcePath) -> Option<FileStamp> {
        match self.files.get(path) {
            // The content itself stands for the time; no time is negative.
            Some(bytes) => bytes
                .as_ref()
                .map(|bytes| (bytes.len() as u64, -1 - (Fingerprint::of(bytes).bits() >> 1).cast_signed())),
            None => self.below.stamp(path),
        }
    }

    fn locate(&self, path: &SourcePath) -> Option<PathBuf> {
        if self.files.contains_key(path) { None } else { self.below.locate(path) }
    }

    fn today(&self, zone: &str) -> Date {
        self.below.today(zone)
    }

    fn now(&self) -> Timestamp {
        self.now.unwrap_or_else(|| self.below.now())
    }

    fn env(&self, name: &str) -> Option<String> {
        self.below.env(name)
    }

    fn fetch(&self, request: &Request) -> Result<Answer, Unreachable> {
        self.below.fetch(request)
    }

    fn recall(&self, name: &str) -> Option<Vec<u8>> {
        self.below.recall(name)
    }

    /// Looking at what would be leaves nothing behind.
    fn keep(&self, _: &str, _: &[u8]) {}
}
