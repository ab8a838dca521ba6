//! One file: compared, copied with its modification time, linked.
#![expect(clippy::disallowed_methods, reason = "output/ is the hand that writes")]

use std::fs::{self, File, FileTimes};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use rayon::prelude::*;

use super::directory::Directory;
use super::stamp::Stamp;
use crate::fingerprint::Fingerprint;

/// Adds the path to an error of the file system, which does not name it.
pub(super) fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// Removes a folder with all that is in it, on all processors: to remove a large one takes half as long as to make it. Links are
/// removed, not followed.
///
/// # Errors
/// The last attempt's, if something cannot be removed.
pub(super) fn remove_tree(folder: &Path) -> io::Result<()> {
    let inside = if is_folder(folder) { folders_in(folder) } else { Vec::new() };
    // Most pages have a folder of their own in one of few.
    let below: Vec<PathBuf> = inside.iter().flat_map(|folder| folders_in(folder)).collect();
    for folders in [below, inside] {
        folders.par_iter().for_each(|folder| drop(fs::remove_dir_all(folder)));
    }
    fs::remove_dir_all(folder)
}

/// Whether there is a folder, not a link to one: that would have been brought along, and lead elsewhere.
pub(super) fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())).map(|entry| entry.path()).collect()
}

/// Whether the file at `path` holds exactly `bytes`. One that cannot be read does not.
pub(super) fn holds(path: &Path, bytes: &[u8]) -> bool {
    let compare = || -> io::Result<bool> {
        let mut file = File::open(path)?;
        if file.metadata()?.len() != bytes.len() as u64 {
            return Ok(false);
        }
        let mut rest = bytes;
        let mut buffer = vec![0; bytes.len().clamp(1, 1 << 16)];
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(rest.is_empty()),
                read if rest.starts_with(&buffer[..read]) => rest = &rest[read..],
                _ => return Ok(false),
            }
        }
    };
    compare().unwrap_or(false)
}

/// Whether two files hold the same bytes; equal sizes and equal, fine-grained modification times are taken as proof.
/// Files that cannot be read do not.
pub(super) fn same(a: &Path, b: &Path) -> bool {
    let compare = || -> io::Result<bool> {
        let (mut a, mut b) = (File::open(a)?, File::open(b)?);
        let (a_is, b_is) = (a.metadata()?, b.metadata()?);
        if a_is.len() != b_is.len() {
            return Ok(false);
        }
        let (a_time, b_time) = (a_is.modified()?, b_is.modified()?);
        if a_time == b_time && is_fine(a_time) {
            return Ok(true);
        }
        let (mut left, mut right) = (vec![0; 1 << 16], vec![0; 1 << 16]);
        loop {
            let read = fill(&mut a, &mut left)?;
            if fill(&mut b, &mut right)? != read || left[..read] != right[..read] {
                return Ok(false);
            }
            if read == 0 {
                return Ok(true);
            }
        }
    };
    compare().unwrap_or(false)
}

/// Whether a time has more than whole seconds: memory sticks count in steps of two, in which a file can change twice.
fn is_fine(time: SystemTime) -> bool {
    time.duration_since(UNIX_EPOCH).is_ok_and(|since| since.subsec_nanos() != 0)
}

fn fill(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// Whether the file at `path` bears the stamp and holds bytes of this fingerprint. One that cannot be read does not.
pub(super) fn is(path: &Path, stamp: Stamp, fingerprint: Fingerprint) -> bool {
    let look = || -> io::Result<bool> {
        let mut file = File::open(path)?;
        if Stamp::of_open(&file)? != stamp {
            return Ok(false);
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(Fingerprint::of(&bytes) == fingerprint)
    };
    look().unwrap_or(false)
}

/// Whether a path with `/` is relative and leads to something inside the folder it is relative to.
pub(super) fn is_inside(path: &str) -> bool {
    // Byte by byte: all the paths of a site are looked at so, and their parts are short.
    let (mut length, mut has_other) = (0, false);
    for byte in path.bytes() {
        match byte {
            b'/' if has_other || length > 2 => (length, has_other) = (0, false),
            b'/' => return false,
            _ => (length, has_other) = (length + 1, has_other || byte != b'.'),
        }
    }
    has_other || length > 2
}

/// Writes a new file; an old one of the name is replaced, never written into, since it may be another file's link.
/// Returns its stamp, where that is final when it is written.
pub(super) fn write(folder: &Directory, name: &str, bytes: &[u8]) -> io::Result<Stamp> {
    let mut file = match folder.create(name) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            folder.remove(name)?;
            folder.create(name)?
        }
        other => other?,
    };
    file.write_all(bytes)?;
    // Elsewhere the times are set when the file is closed.
    if cfg!(unix) { Stamp::of_open(&file) } else { Ok(Stamp::default()) }
}

/// Copies a file with its modification time (shared blocks where the file system can); the copy can be written to.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    remove_old(to)?;
    fs::copy(from, to)?;
    let metadata = fs::metadata(from)?;
    let mut permissions = metadata.permissions();
    if permissions.readonly() {
        make_writable(&mut permissions);
        fs::set_permissions(to, permissions)?;
    }
    let file = File::options().write(true).open(to)?;
    file.set_times(FileTimes::new().set_modified(metadata.modified()?))
}

#[cfg(unix)]
fn make_writable(permissions: &mut fs::Permissions) {
    use std::os::unix::fs::PermissionsExt;
    permissions.set_mode(permissions.mode() | 0o200);
}

#[cfg(not(unix))]
#[expect(clippy::permissions_set_readonly_false, reason = "the attribute has no wider meaning here")]
fn make_writable(permissions: &mut fs::Permissions) {
    permissions.set_readonly(false);
}

/// Gives the file `from` the further name `to`, or copies it where it cannot be linked.
pub(super) fn link_or_copy(from: &Path, to: &Path) -> io::Result<()> {
    remove_old(to)?;
    if fs::hard_link(from, to).is_ok() { Ok(()) } else { copy(from, to) }
}

fn remove_old(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Whether the file has another name too: then it may be a source, and to keep it would tie the output to it.
#[cfg(unix)]
pub(super) fn has_other_names(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).is_ok_and(|metadata| metadata.nlink() > 1)
}

#[cfg(not(unix))]
pub(super) fn has_other_names(_: &Path) -> bool {
    false
}

/// Whether both paths name one file.
#[cfg(unix)]
pub(super) fn is_one(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (fs::metadata(a), fs::metadata(b)) {
        (Ok(a), Ok(b)) => (a.dev(), a.ino()) == (b.dev(), b.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
pub(super) fn is_one(_: &Path, _: &Path) -> bool {
    false
}

/// Whether two folders can be swapped: they are on one file system, or the second is not there.
#[cfg(unix)]
pub(super) fn may_swap(new: &Path, old: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (fs::metadata(new), fs::metadata(old)) {
        (Ok(new), Ok(old)) => new.dev() == old.dev(),
        _ => true,
    }
}

#[cfg(not(unix))]
pub(super) fn may_swap(_: &Path, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::remove_tree;

    #[test]
    fn a_tree_goes_whole_and_what_it_links_to_stays() {
        let folder = tempfile::tempdir().unwrap();
        let outside = folder.path().join("outside");
        fs::create_dir_all(outside.join("in")).unwrap();
        fs::write(outside.join("in/file"), "mine").unwrap();
        let tree = folder.path().join("tree");
        for below in ["", "a", "a/b", "a/b/c", "a/b/c/d", "e"] {
            fs::create_dir_all(tree.join(below)).unwrap();
            fs::write(tree.join(below).join("file"), below).unwrap();
            #[cfg(unix)]
            std::os::unix::fs::symlink(&outside, tree.join(below).join("link")).unwrap();
        }
        #[cfg(unix)]
        {
            let link = folder.path().join("link");
            std::os::unix::fs::symlink(&outside, &link).unwrap();
            let _ = remove_tree(&link);
        }
        remove_tree(&tree).unwrap();
        assert!(!tree.exists());
        assert_eq!(fs::read_to_string(outside.join("in/file")).unwrap(), "mine");
        assert!(remove_tree(&tree).is_err());
    }
}
