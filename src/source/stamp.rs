//! The stamps of files and folders on a disk.
#![expect(clippy::disallowed_methods, reason = "the one place that reads the disk, the clock and the environment")]

use std::fs;
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

use super::world::FileStamp;

/// The stamp of the file at `path`; none if there is none.
pub(super) fn stamp_of(path: &Path) -> Option<FileStamp> {
    fs::metadata(path).ok().map(|metadata| stamp(&metadata))
}

/// The stamp in what the system says: the mark is when the file was last changed, in nanoseconds since 1970; where the system
/// keeps it, when its entry was, in the higher half: tools that put a file's time back do not put that back.
pub(super) fn stamp(metadata: &fs::Metadata) -> FileStamp {
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified = modified.map_or(0, |since| since.as_nanos() as u64);
    (metadata.len(), mark(modified, changed(metadata)))
}

fn mark(modified: u64, changed: i64) -> i128 {
    i128::from(modified) | i128::from(changed) << 64
}

#[cfg(unix)]
fn changed(metadata: &fs::Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt;
    metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec()).max(0)
}

#[cfg(not(unix))]
fn changed(_: &fs::Metadata) -> i64 {
    0
}

/// The stamp of an open file, if that is a regular one: on Linux by a quicker look than the one that asks for all there is to know.
///
/// # Errors
/// As the system gives them.
pub(super) fn stamp_of_regular(file: &fs::File) -> io::Result<Option<FileStamp>> {
    #[cfg(target_os = "linux")]
    {
        let found = rustix::fs::fstat(file)?;
        let is_regular = rustix::fs::FileType::from_raw_mode(found.st_mode) == rustix::fs::FileType::RegularFile;
        Ok(is_regular.then(|| of_stat(&found)))
    }
    #[cfg(not(target_os = "linux"))]
    {
        let metadata = file.metadata()?;
        Ok(metadata.is_file().then(|| stamp(&metadata)))
    }
}

#[cfg(target_os = "linux")]
fn of_stat(found: &rustix::fs::Stat) -> FileStamp {
    let nanoseconds =
        |seconds: i64, rest: u64| seconds.saturating_mul(1_000_000_000).saturating_add(rest.cast_signed());
    let modified = nanoseconds(found.st_mtime, found.st_mtime_nsec).max(0).cast_unsigned();
    let changed = nanoseconds(found.st_ctime, found.st_ctime_nsec).max(0);
    (found.st_size.cast_unsigned(), mark(modified, changed))
}

/// The stamps of files and folders by their paths from `root`, looked up from the folder that holds them all: that is quicker than
/// from the root of the file system.
#[cfg(target_os = "linux")]
pub(super) fn stamps(root: &Path, paths: &[&str]) -> Vec<Option<FileStamp>> {
    use rustix::fs::{AtFlags, Mode, OFlags, open, statat};

    use crate::path::common_folder;

    let common = match paths {
        [first, .., last] => common_folder(first, last),
        _ => "",
    };
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let Ok(folder) = open(root.join(common), flags, Mode::empty()) else {
        return paths.iter().map(|path| stamp_of(&root.join(path))).collect();
    };
    let look = |path: &&str| {
        let within = path.strip_prefix(common).map(|rest| rest.trim_start_matches('/'));
        let Some(within) = within.filter(|within| !within.is_empty()) else { return stamp_of(&root.join(path)) };
        statat(&folder, within, AtFlags::empty()).ok().map(|found| of_stat(&found))
    };
    paths.iter().map(look).collect()
}

#[cfg(not(target_os = "linux"))]
pub(super) fn stamps(root: &Path, paths: &[&str]) -> Vec<Option<FileStamp>> {
    paths.iter().map(|path| stamp_of(&root.join(path))).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{stamp_of, stamp_of_regular, stamps};

    #[test]
    fn many_looks_see_what_each_sees() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("a/b/c")).unwrap();
        fs::create_dir_all(root.join("a/bb")).unwrap();
        for (name, bytes) in [("a/b/x", "1"), ("a/b/c/y", "22"), ("a/bb/z", "333"), ("w", "")] {
            fs::write(root.join(name), bytes).unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("b/x", root.join("a/link")).unwrap();
        let cases: [&[&str]; 8] = [
            &[],
            &["w"],
            &["a/b/x"],
            &["a/b", "a/b/c", "a/b/c/y", "a/b/gone", "a/b/x"],
            &["a/b/c", "a/b/x"],
            &["a/b/x", "a/bb/z", "a/link", "w", "w/x"],
            &["a/gone/x", "a/gone/y"],
            &["a/b/x", "w", "a/b/c"],
        ];
        for paths in cases {
            let each: Vec<_> = paths.iter().map(|path| stamp_of(&root.join(path))).collect();
            assert_eq!(stamps(root, paths), each, "{paths:?}");
        }
        let open = |name: &str| stamp_of_regular(&fs::File::open(root.join(name)).unwrap()).unwrap();
        assert_eq!(open("a/b/x"), stamp_of(&root.join("a/b/x")));
        #[cfg(unix)]
        assert_eq!(open("a/b"), None);
        assert_eq!(stamps(root, &["a/b/c/y"])[0].map(|stamp| stamp.0), Some(2));
        assert_eq!(stamps(&root.join("gone"), &["x", "y"]), [None, None]);
    }
}
