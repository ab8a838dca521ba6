//! By what a file or folder is known again without reading it.

use std::fs::{File, Metadata};
use std::io;

use crate::source::is_settled;

/// Size, times and identity of a file or folder. Times are nanoseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Bytes.
    pub size: u64,
    /// When the content was last changed; for a folder: when an entry came, went or was replaced.
    pub modified: i64,
    /// When anything about it was last changed, which no program can set; 0 where systems do not tell.
    pub changed: i64,
    /// Which file of its file system it is; 0 where systems do not tell.
    pub inode: u64,
}

/// A stamp, and whether it proves anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// How it looked.
    pub stamp: Stamp,
    /// Any later change gives another stamp. Not so for what was changed within the tick of the clock in which it was
    /// looked at: then a second change within that tick does not show.
    pub settled: bool,
}

impl Stamp {
    /// The stamp in a file's metadata.
    #[cfg(unix)]
    pub fn of(metadata: &Metadata) -> Stamp {
        use std::os::unix::fs::MetadataExt;
        Stamp {
            size: metadata.size(),
            modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
            changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
            inode: metadata.ino(),
        }
    }

    /// The stamp in a file's metadata.
    #[cfg(not(unix))]
    pub fn of(metadata: &Metadata) -> Stamp {
        let since = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        let modified = since.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or(0);
        Stamp { size: metadata.len(), modified, changed: 0, inode: 0 }
    }

    /// The stamp of an open file.
    ///
    /// # Errors
    /// As the file system gives them.
    #[cfg(target_os = "linux")]
    pub fn of_open(file: &File) -> io::Result<Stamp> {
        Ok(Stamp::from_stat(&rustix::fs::fstat(file)?))
    }

    /// The stamp of an open file.
    ///
    /// # Errors
    /// As the file system gives them.
    #[cfg(not(target_os = "linux"))]
    pub fn of_open(file: &File) -> io::Result<Stamp> {
        Ok(Stamp::of(&file.metadata()?))
    }

    /// The stamp in what the system says.
    #[cfg(target_os = "linux")]
    pub fn from_stat(stat: &rustix::fs::Stat) -> Stamp {
        let time = |seconds: i64, rest: u64| nanoseconds(seconds, rest.cast_signed());
        Stamp {
            size: stat.st_size.cast_unsigned(),
            modified: time(stat.st_mtime, stat.st_mtime_nsec),
            changed: time(stat.st_ctime, stat.st_ctime_nsec),
            inode: stat.st_ino,
        }
    }

    /// The stamp as it was seen at `moment`, by the clock of the file system.
    pub fn seen(self, moment: i64) -> Seen {
        Seen { stamp: self, settled: is_settled(self.modified, moment) && is_settled(self.changed, moment) }
    }
}

/// Seconds and nanoseconds as nanoseconds.
#[cfg(unix)]
fn nanoseconds(seconds: i64, rest: i64) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(rest)
}

#[cfg(test)]
mod tests {
    use super::Stamp;

    #[test]
    fn both_times_have_to_be_settled() {
        let second = 1_000_000_000;
        let stamp = Stamp { modified: 1, changed: 5 * second + 1, ..Stamp::default() };
        assert!(!stamp.seen(5 * second + 2).settled);
        assert!(stamp.seen(6 * second).settled);
    }
}
