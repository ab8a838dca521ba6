//! An open folder: what lies in it is looked up from there, not from the root of the file system.
#![cfg_attr(not(target_os = "linux"), expect(clippy::disallowed_methods, reason = "output/ is the hand that writes"))]

use std::fs::File;
use std::io;
use std::path::Path;

use super::stamp::Stamp;

/// What is found at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, a socket, a device.
    Other,
}

/// An open folder. Names are relative to it, with `/`; the empty name is the folder itself.
#[derive(Debug)]
pub(super) struct Directory {
    #[cfg(target_os = "linux")]
    handle: std::os::fd::OwnedFd,
    #[cfg(not(target_os = "linux"))]
    path: std::path::PathBuf,
}

#[cfg(target_os = "linux")]
impl Directory {
    /// Opens a folder.
    ///
    /// # Errors
    /// As the file system gives them.
    pub fn open(path: &Path) -> io::Result<Directory> {
        use rustix::fs::{Mode, OFlags};
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Directory { handle: rustix::fs::open(path, flags, Mode::empty())? })
    }

    /// Opens a folder in it.
    ///
    /// # Errors
    /// As the file system gives them.
    pub fn within(&self, name: &str) -> io::Result<Directory> {
        use rustix::fs::{Mode, OFlags, openat};
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Directory { handle: openat(&self.handle, name, flags, Mode::empty())? })
    }

    /// What lies at a place, links not followed; none if nothing does.
    pub fn look(&self, name: &str) -> Option<(Kind, Stamp)> {
        use rustix::fs::{AtFlags, FileType, statat};
        // To allow for an empty name costs a little with every other one.
        let empty = if name.is_empty() { AtFlags::EMPTY_PATH } else { AtFlags::empty() };
        let found = statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW | empty).ok()?;
        let kind = match FileType::from_raw_mode(found.st_mode) {
            FileType::RegularFile => Kind::File,
            FileType::Directory => Kind::Folder,
            _ => Kind::Other,
        };
        Some((kind, Stamp::from_stat(&found)))
    }

    /// Creates a file that is not there yet.
    ///
    /// # Errors
    /// `AlreadyExists`; others as the file system gives them.
    pub fn create(&self, name: &str) -> io::Result<File> {
        use rustix::fs::{Mode, OFlags, openat};
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        Ok(File::from(openat(&self.handle, name, flags, Mode::from_raw_mode(0o666))?))
    }

    /// Creates a folder.
    ///
    /// # Errors
    /// As the file system gives them.
    pub fn create_folder(&self, name: &str) -> io::Result<()> {
        Ok(rustix::fs::mkdirat(&self.handle, name, rustix::fs::Mode::from_raw_mode(0o777))?)
    }

    /// Removes a file.
    ///
    /// # Errors
    /// As the file system gives them.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.handle, name, rustix::fs::AtFlags::empty())?)
    }
}

#[cfg(not(target_os = "linux"))]
impl Directory {
    /// Opens a folder.
    ///
    /// # Errors
    /// As the file system gives them.
    pub fn open(path: &Path) -> io::Result<Directory> {
        match std::fs::metadata(path)?.is_dir() {
            true => Ok(Directory { path: path.to_owned() }),
            false => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    /// Opens a folder in it.
    ///
    /// # Errors
    /// As the file system gives them.
    pub fn within(&self, name: &str) -> io::Result<Directory> {
        Directory::open(&self.path.join(name))
    }

    /// What lies at a place, links not followed; none if nothing does.
    pub fn look(&self, name: &str) -> Option<(Kind, Stamp)> {
        let found = std::fs::symlink_metadata(self.path.join(name)).ok()?;
        let kind = match found.file_type() {
            kind if kind.is_file() => Kind::File,
            kind if kind.is_dir() => Kind::Folder,
            _ => Kind::Other,
        };
        Some((kind, Stamp::of(&found)))
    }

    /// Creates a file that is not there yet.
    ///
    /// # Errors
    /// `AlreadyExists`; others as the file system gives them.
    pub fn create(&self, name: &str) -> io::Result<File> {
        File::create_new(self.path.join(name))
    }

    /// Creates a folder.
    ///
    /// # Errors
    /// As the file system gives them.
    pub fn create_folder(&self, name: &str) -> io::Result<()> {
        std::fs::create_dir(self.path.join(name))
    }

    /// Removes a file.
    ///
    /// # Errors
    /// As the file system gives them.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        std::fs::remove_file(self.path.join(name))
    }
}

impl Directory {
    /// Creates the folders that lead to the file `name`; those that are there are left as they are.
    ///
    /// # Errors
    /// As the file system gives them.
    pub fn create_folders_to(&self, name: &str) -> io::Result<()> {
        let Some((folder, _)) = name.rsplit_once('/') else { return Ok(()) };
        match self.create_folder(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.create_folders_to(folder)?;
                self.create_folder(folder)
            }
            other => other,
        }
        .or_else(|error| if error.kind() == io::ErrorKind::AlreadyExists { Ok(()) } else { Err(error) })
    }
}
