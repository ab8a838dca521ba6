//! Where a cache lies: a folder, a name in it, and the files of that name.
//!
//! ```text
//! .lianluo/
//!   .gitignore        so that no cache is committed by accident
//!   build-1f3a.state  what all else hangs on, written whole and put in place by a rename
//!   build-1f3a.9.looks
//!   build-1f3a.7.records
//!   build-1f3a.4.bodies
//!   build-1f3a.lock   held while a build works with it; another build at the same time goes without
//! ```
#![expect(clippy::disallowed_methods, reason = "the cache is on the disk, outside of the site's sources and output")]

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::head::Head;
use super::heap::no_link;

/// A cache's folder and name in it.
#[derive(Clone, Debug)]
pub struct Place {
    /// The folder.
    pub folder: PathBuf,
    /// What kind of build it is for: builds of other kinds do not share.
    pub name: String,
}

impl Place {
    /// A file of this cache.
    pub(super) fn file(&self, extension: &str) -> PathBuf {
        self.folder.join(format!("{}.{extension}", self.name))
    }

    /// The looks' file of this number.
    pub(super) fn looks(&self, number: u64) -> PathBuf {
        self.file(&format!("{number}.looks"))
    }

    /// The records' file of this number.
    pub(super) fn records(&self, number: u64) -> PathBuf {
        self.file(&format!("{number}.records"))
    }

    /// The bodies' file of this number.
    pub(super) fn bodies(&self, number: u64) -> PathBuf {
        self.file(&format!("{number}.bodies"))
    }

    /// Removes what belongs to other states than this one; should it stay, nobody reads it.
    pub(super) fn clear(&self, head: &Head) {
        let needed = [self.looks(head.looks), self.records(head.records), self.bodies(head.heap.0)];
        let is_old = |path: &PathBuf| {
            let name = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_prefix(&self.name));
            let parts = name.and_then(|rest| rest.strip_prefix('.')?.rsplit_once('.'));
            let is_ours = |(number, kind): (&str, &str)| {
                number.parse::<u64>().is_ok() && matches!(kind, "looks" | "records" | "bodies")
            };
            parts.is_some_and(is_ours) && !needed.contains(path)
        };
        let all = fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|entry| entry.path());
        for old in all.filter(is_old) {
            let _ = fs::remove_file(old);
        }
    }

    /// Makes the folder and locks the cache; `None` if either cannot be done.
    pub(super) fn lock(&self) -> Option<File> {
        fs::create_dir_all(&self.folder).ok()?;
        ignore(&self.folder);
        let path = self.file("lock");
        no_link(&path);
        let file = File::options().write(true).create(true).truncate(false).open(path).ok()?;
        file.try_lock().ok()?;
        Some(file)
    }
}

/// Keeps the folder out of version control.
fn ignore(folder: &Path) {
    if let Ok(mut file) = File::create_new(folder.join(".gitignore")) {
        let _ = file.write_all(b"*\n");
    }
}
