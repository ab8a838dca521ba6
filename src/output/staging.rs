//! The staging folder: named after the output and the process, locked while in use, removed when left behind.
//!
//! It lies beside the output folder, so that the new tree gets its place by one rename:
//!
//! ```text
//! .public.staging-4711-0/
//!   lock    locked as long as the build lives
//!   tree/   the new output as it grows; after the swap the old one
//!   old/    the old output, only while systems that cannot swap rename twice
//!   journal what is still to be done, while a commit goes file by file
//! ```
#![expect(clippy::disallowed_methods, reason = "output/ is the hand that writes")]

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::file::{is_folder, named};
use super::journal::Journal;
use super::stamp::Stamp;
use super::steps::Steps;

/// A staging folder in use.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    /// Holds the lock; let go before the folder is removed, which some systems ask for.
    lock: Option<File>,
    /// It stays when this is dropped: the next build has something to finish.
    left: bool,
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
            let staging = Staging { folder, lock: Some(lock), left: false };
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

    /// The list of what is still to be done.
    pub fn journal(&self) -> PathBuf {
        journal(&self.folder)
    }

    /// What the clock of the file system says now, in nanoseconds since 1970: the time it gives to a file changed now.
    ///
    /// # Errors
    /// As the file system gives them.
    pub fn clock(&self) -> io::Result<i64> {
        let Some(mut lock) = self.lock.as_ref() else { return Ok(0) };
        lock.write_all(b".")?;
        Ok(Stamp::of_open(lock)?.modified)
    }

    /// Leaves the folder to the next build.
    pub fn leave(&mut self) {
        self.left = true;
    }

    /// Nothing is left to do for the next build.
    pub fn take_back(&mut self) {
        self.left = false;
    }

    /// Whether the folder is left to the next build.
    pub fn is_left(&self) -> bool {
        self.left
    }

    /// The staging folder's own name.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if self.left {
            return;
        }
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

/// Where the journal lies in a staging folder.
fn journal(folder: &Path) -> PathBuf {
    folder.join("journal")
}

/// Finishes the commits that killed builds of `output` left in `parent`, and removes their staging folders. If the output
/// is missing and one of them holds the old one, it is put back first.
///
/// # Errors
/// If a commit cannot be finished; what is left of it stays for the next time.
pub(super) fn recover(parent: &Path, name: &str, output: &Path, steps: &Steps) -> io::Result<()> {
    let prefix = prefix(name);
    let Ok(entries) = fs::read_dir(parent) else { return Ok(()) };
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
            if is_folder(&old) {
                put_back(&old, output);
            }
            continue;
        };
        if lock.try_lock().is_err() {
            continue;
        }
        let old = folder.join("old");
        if is_folder(&old) && !put_back(&old, output) && fs::remove_dir_all(&old).is_err() {
            continue;
        }
        let journal = journal(&folder);
        // Where there is no output any more, somebody wanted it gone.
        if let Some(left) = Journal::read(&journal)
            && output.is_dir()
            && is_folder(&folder.join("tree"))
        {
            left.carry_out(&folder.join("tree"), output, steps)?;
        }
        // Before the staged files: without them it would be wrong.
        steps.next()?;
        let _ = fs::remove_file(&journal);
        steps.next()?;
        let _ = fs::remove_dir_all(folder.join("tree"));
        drop(lock);
        steps.next()?;
        let _ = fs::remove_dir_all(&folder);
    }
    Ok(())
}

/// Puts the old output back if there is none; false if there is one.
fn put_back(old: &Path, output: &Path) -> bool {
    !output.exists() && fs::rename(old, output).is_ok()
}
