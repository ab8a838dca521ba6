//! The staging folder: named after the output and the process, locked while in use, removed when left behind.
//!
//! It lies beside the output folder, so that the new tree gets its place by one rename:
//!
//! ```text
//! .public.staging-4711-0/
//!   lock    locked as long as the build lives
//!   tree/   the new output as it grows; after the swap the old one
//!   old/    the old output, only while systems that cannot swap rename twice
//! ```
#![expect(clippy::disallowed_methods, reason = "output/ is the hand that writes")]

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::file::named;

/// A staging folder in use.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    /// Holds the lock; let go before the folder is removed, which some systems ask for.
    lock: Option<File>,
}

impl Staging {
    /// A new staging folder in `parent` for the output folder named `name`.
    ///
    /// # Errors
    /// As the file system gives them.
    pub fn create(parent: &Path, name: &str) -> io::Result<Staging> {
        let prefix = prefix(name);
        for number in 0..u32::MAX {
            let folder = parent.join(format!("{prefix}{}-{number}", std::process::id()));
            match fs::create_dir(&folder) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(named(&folder, &error)),
            }
            // Another build may take the folder for a leftover until it is locked, and remove it: then the next name.
            let lock_path = folder.join("lock");
            let Ok(lock) = File::create_new(&lock_path) else {
                if folder.is_dir() {
                    return Err(io::Error::other(format!("{}: cannot be created", lock_path.display())));
                }
                continue;
            };
            if matches!(lock.try_lock(), Err(TryLockError::WouldBlock)) || !lock_path.is_file() {
                continue;
            }
            let staging = Staging { folder, lock: Some(lock) };
            fs::create_dir(staging.tree()).map_err(|error| named(&staging.tree(), &error))?;
            return Ok(staging);
        }
        Err(io::Error::other("no free name for a staging folder"))
    }

    /// Where the new output grows.
    pub fn tree(&self) -> PathBuf {
        self.folder.join("tree")
    }

    /// Where the old output waits while a system that cannot swap renames twice.
    pub fn old(&self) -> PathBuf {
        self.folder.join("old")
    }

    /// The staging folder's own name.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next build.
        let _ = fs::remove_dir_all(self.tree());
        drop(self.lock.take());
        // Not the whole folder: an old output that could not be put back stays for the next build.
        let _ = fs::remove_file(self.folder.join("lock"));
        let _ = fs::remove_dir(&self.folder);
    }
}

/// How the names of staging folders of the output folder `name` begin.
pub(super) fn prefix(name: &str) -> String {
    format!(".{name}.staging-")
}

/// Removes the staging folders that killed builds of `output` left in `parent`. If the output is missing and one of them
/// holds the old one, it is put back first.
pub(super) fn recover(parent: &Path, name: &str, output: &Path) {
    let prefix = prefix(name);
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.filter_map(Result::ok) {
        if !entry.file_name().to_string_lossy().starts_with(&prefix)
            || !entry.file_type().is_ok_and(|kind| kind.is_dir())
        {
            continue;
        }
        let folder = entry.path();
        let Ok(lock) = File::options().write(true).open(folder.join("lock")) else {
            // Without its lock it is being made, which only an empty folder can be, or being removed.
            let _ = fs::remove_dir(&folder);
            let old = folder.join("old");
            if old.is_dir() {
                put_back(&old, output);
            }
            continue;
        };
        if lock.try_lock().is_err() {
            continue;
        }
        let old = folder.join("old");
        if old.is_dir() && !put_back(&old, output) && fs::remove_dir_all(&old).is_err() {
            continue;
        }
        let _ = fs::remove_dir_all(folder.join("tree"));
        drop(lock);
        let _ = fs::remove_dir_all(&folder);
    }
}

/// Puts the old output back if there is none; false if there is one.
fn put_back(old: &Path, output: &Path) -> bool {
    !output.exists() && fs::rename(old, output).is_ok()
}
