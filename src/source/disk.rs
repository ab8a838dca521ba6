//! The real world: a folder on a disk, the clock, the environment.
#![expect(clippy::disallowed_methods, reason = "the one place that reads the disk, the clock and the environment")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use walkdir::WalkDir;

use super::world::{Listed, World};
use crate::path::SourcePath;

/// The site in a folder on disk.
#[derive(Debug)]
pub struct DiskWorld {
    root: PathBuf,
    today: Option<Date>,
}

impl DiskWorld {
    /// The site in `root`. `today` stands in for the clock's day where it is given.
    pub fn new(root: impl Into<PathBuf>, today: Option<Date>) -> DiskWorld {
        DiskWorld { root: root.into(), today }
    }

    /// The site's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn full(&self, path: &SourcePath) -> PathBuf {
        self.root.join(path.as_str())
    }
}

impl World for DiskWorld {
    fn list(&self, folder: &str) -> io::Result<Vec<Listed>> {
        let top = self.root.join(folder);
        if !top.is_dir() {
            return Ok(Vec::new());
        }
        let mut files = Vec::new();
        for entry in WalkDir::new(&top).follow_links(true) {
            let entry = entry.map_err(io::Error::other)?;
            if !entry.file_type().is_file() {
                continue;
            }
            let within = entry.path().strip_prefix(&self.root).map_err(io::Error::other)?;
            let path = within.to_str().and_then(SourcePath::new).ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidData, format!("{}: not a Unicode name", within.display()))
            })?;
            files.push(listed(path, &entry.metadata().map_err(io::Error::other)?));
        }
        files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }

    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        fs::read(self.full(path))
    }

    fn stat(&self, path: &SourcePath) -> io::Result<Listed> {
        Ok(listed(path.clone(), &fs::metadata(self.full(path))?))
    }

    fn locate(&self, path: &SourcePath) -> Option<PathBuf> {
        Some(self.full(path))
    }

    fn today(&self, zone: &str) -> Date {
        self.today.unwrap_or_else(|| Zoned::now().with_time_zone(TimeZone::get(zone).unwrap_or(TimeZone::UTC)).date())
    }

    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn env(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }
}

fn listed(path: SourcePath, metadata: &fs::Metadata) -> Listed {
    let modified = metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .map_or(0, |since| since.as_nanos().cast_signed());
    Listed { path, size: metadata.len(), modified }
}
