//! The world a build runs in: everything it can see from outside, and nothing else.

use std::io;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::Date;

use super::fetch::{Answer, Request, Unreachable};
use super::font::FontFile;
use crate::path::SourcePath;

/// The size of a file or folder in bytes and a mark of its last change, as [`World::stamp`] gives them.
pub type FileStamp = (u64, i128);

/// The bytes of a file, and its stamp.
pub type Stamped = (Vec<u8>, Option<FileStamp>);

/// What lies below a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// All files, at any depth, sorted by path; with their stamps where these were looked at.
    pub files: Vec<(SourcePath, Option<FileStamp>)>,
    /// The folder and those in it, at any depth, as they looked before they were read; none for one that is not there. While all
    /// of them look the same, the same files lie there. None where that does not follow: links lead elsewhere, something lies
    /// there that is no file, or the system does not say when a folder changed.
    pub folders: Option<Vec<(String, Option<FileStamp>)>>,
}

/// Something that lies among the files of a site and is none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stray {
    /// Where it lies.
    pub path: SourcePath,
    /// What it is.
    pub kind: StrayKind,
}

/// What a [`Stray`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StrayKind {
    /// The end of a connection between programs.
    Socket,
    /// A link that leads nowhere.
    DeadLink,
    /// The folder of what is kept between builds, reached by a link, and so not used.
    LinkedCache,
}

/// What a build may ask of its surroundings. Tests and the preview server give other worlds than the command line.
pub trait World: Send + Sync {
    /// All files below `folder` (the root if empty), at any depth, symbolic links followed, sorted by path.
    /// Empty if there is no such folder.
    ///
    /// # Errors
    /// `NotADirectory` if that is a file; others if a folder cannot be read, a name is no Unicode, or links form a loop: the error's
    /// text names the place.
    fn list(&self, folder: &str) -> io::Result<Vec<SourcePath>>;

    /// The same with what else shows on the way: the stamps of the files where they are asked for and looking at them costs
    /// little, and those of the folders. They may be from a moment before.
    ///
    /// # Errors
    /// As `list`.
    fn walk(&self, folder: &str, _stamped: bool) -> io::Result<Walk> {
        let files = self.list(folder)?.into_iter().map(|path| (path, None)).collect();
        Ok(Walk { files, folders: None })
    }

    /// What was passed over where folders were listed since this was asked last, sorted.
    fn strays(&self) -> Vec<Stray> {
        Vec::new()
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// `NotFound` if there is none; others as the system gives them.
    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>>;

    /// The bytes of a file, and its stamp when it was opened.
    ///
    /// # Errors
    /// As `read`.
    fn read_stamped(&self, path: &SourcePath) -> io::Result<Stamped> {
        let stamp = self.stamp(path);
        Ok((self.read(path)?, stamp))
    }

    /// Whether there is a file or folder of this path.
    fn exists(&self, path: &SourcePath) -> bool;

    /// A file's size in bytes and a mark of its last change: while both stay the same, so do its bytes. On a disk the mark
    /// is the time of the last change in nanoseconds since 1970, in its lower half, and that of the file's entry in its
    /// higher half (0 where unknown).
    fn stamp(&self, path: &SourcePath) -> Option<FileStamp>;

    /// The stamps of files and folders by their paths. In the order of their paths they are found quickest.
    fn stamps(&self, paths: &[&str]) -> Vec<Option<FileStamp>> {
        paths.iter().map(|path| self.stamp(&SourcePath::new(path)?)).collect()
    }

    /// Where the file lies on a disk, if it does: it can be copied or linked without passing through memory.
    fn locate(&self, path: &SourcePath) -> Option<PathBuf>;

    /// The day that counts as today in the site's time zone `zone` (an IANA name; UTC where unknown).
    fn today(&self, zone: &str) -> Date;

    /// The moment that counts as now.
    fn now(&self) -> Timestamp;

    /// A variable of the environment.
    fn env(&self, name: &str) -> Option<String>;

    /// Asks another computer. A world without a network says so.
    ///
    /// # Errors
    /// Why there is no answer; an answer with a status of failure is one.
    fn fetch(&self, request: &Request) -> Result<Answer, Unreachable>;

    /// What an earlier build kept under `name`, if it is still there.
    fn recall(&self, name: &str) -> Option<Vec<u8>>;

    /// Keeps what is costly to make for later builds, under a plain file name that stands for all it was made from. It
    /// may be lost at any time.
    fn keep(&self, name: &str, bytes: &[u8]);

    /// The bold font of a family that is installed on the computer, or what the family has instead. A world without a
    /// computer has none.
    fn font(&self, _family: &str) -> Option<FontFile> {
        None
    }

    /// The size of a font's file, where `font` found it, and a mark of its last change.
    fn font_mark(&self, _place: &str) -> Option<FileStamp> {
        None
    }
}
