//! The real world: a folder on a disk, the clock, the environment.
#![expect(clippy::disallowed_methods, reason = "the one place that reads the disk, the clock and the environment")]

use std::fs::{self, DirEntry, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use rayon::prelude::*;
use walkdir::WalkDir;

use super::fetch::{Answer, Fetch, Request, Unreachable};
use super::font::{self, FontFile};
use super::shelf::Shelf;
use super::stamp::{stamp, stamp_of, stamp_of_regular, stamps};
use super::world::{FileStamp, Stamped, Stray, StrayKind, Walk, World};
use super::zone::time_zone;
use crate::path::SourcePath;

/// The largest file that is read into memory, in bytes. Files that are only copied may be larger.
const LARGEST: u64 = 1_000_000_000;

/// Where what is kept between builds lies, from the site's root.
const KEPT: &str = ".lianluo/made";

/// So many entries of a folder are looked at in one go.
const FEW: usize = 64;

/// What an entry of a folder is.
enum Found {
    /// A file.
    File(SourcePath, Option<FileStamp>),
    /// A folder, by its path from the site's root.
    Folder(String),
    /// A link, to these files.
    Link(Vec<SourcePath>),
    /// Nothing of the site, which was noted.
    Nothing,
}

/// The site in a folder on disk.
#[derive(Debug)]
pub struct DiskWorld {
    root: PathBuf,
    today: Option<Date>,
    web: Option<Arc<dyn Fetch>>,
    made: Shelf,
    strays: Mutex<Vec<Stray>>,
}

impl DiskWorld {
    /// The site in `root`. `today` stands in for the clock's day where it is given.
    pub fn new(root: impl Into<PathBuf>, today: Option<Date>) -> DiskWorld {
        let root = root.into();
        let made = Shelf::of_site(&root, KEPT);
        let strays = match SourcePath::new(KEPT).filter(|_| made.is_closed()) {
            Some(path) => vec![Stray { path, kind: StrayKind::LinkedCache }],
            None => Vec::new(),
        };
        DiskWorld { made, root, today, web: None, strays: Mutex::new(strays) }
    }

    /// The same with a network.
    pub fn with_web(self, web: Arc<dyn Fetch>) -> DiskWorld {
        DiskWorld { web: Some(web), ..self }
    }

    /// The site's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn full(&self, path: &SourcePath) -> PathBuf {
        self.root.join(path.as_str())
    }

    /// All files below `folder`, whose path from the site's root is `route`, with their stamps if they are asked for; inner
    /// folders side by side. A walk that follows links asks the system about every file, so links are followed only where
    /// there are any.
    fn below(&self, folder: &Path, route: &str, stamped: bool) -> io::Result<Walk> {
        // Before it is read: what changes later gives another stamp.
        let looked = if cfg!(unix) { stamp_of(folder) } else { None };
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let entries = entries.map_err(|error| named(error, folder))?;
        let looked_at = entries.into_par_iter().with_min_len(FEW).map(|entry| self.look(&entry, route, stamped));
        let (mut files, mut inner) = (Vec::new(), Vec::new());
        let mut folders = looked.map(|stamp| vec![(route.to_owned(), Some(stamp))]);
        for found in looked_at.collect::<Vec<_>>() {
            match found? {
                Found::File(path, stamp) => files.push((path, stamp)),
                Found::Folder(path) => inner.push(path),
                Found::Link(linked) => {
                    files.extend(linked.into_iter().map(|path| (path, None)));
                    folders = None;
                }
                Found::Nothing => folders = None,
            }
        }
        let inner = inner.into_par_iter().map(|route| self.below(&self.root.join(&route), &route, stamped));
        // Of several errors the same one each time.
        for inside in inner.collect::<Vec<_>>() {
            let inside = inside?;
            files.extend(inside.files);
            folders = folders.zip(inside.folders).map(|(mut folders, inside)| {
                folders.extend(inside);
                folders
            });
        }
        Ok(Walk { files, folders })
    }

    /// What an entry of the folder at `route` is.
    fn look(&self, entry: &DirEntry, route: &str, stamped: bool) -> io::Result<Found> {
        let kind = entry.file_type().map_err(|error| named(error, &entry.path()))?;
        if kind.is_symlink() {
            let mut linked = Vec::new();
            self.walk_link(&entry.path(), &mut linked)?;
            return Ok(Found::Link(linked));
        }
        if !kind.is_dir() && !kind.is_file() {
            refuse_endless(kind, &entry.path())?;
            self.pass_over(&entry.path(), StrayKind::Socket);
            return Ok(Found::Nothing);
        }
        let name = entry.file_name();
        let name = name.to_str().ok_or_else(|| not_unicode(&entry.path()))?;
        let path = if route.is_empty() { name.to_owned() } else { format!("{route}/{name}") };
        if kind.is_dir() {
            return Ok(Found::Folder(path));
        }
        let path = SourcePath::new(&path).ok_or_else(|| not_unicode(&entry.path()))?;
        // Looked at from the open folder, which is quicker than by its whole path.
        // Windows keeps in a folder what may be older than the file.
        let metadata = if stamped && cfg!(unix) { entry.metadata().ok() } else { None };
        Ok(Found::File(path, metadata.map(|metadata| stamp(&metadata))))
    }

    /// All files below a folder that a link leads to; the walk finds loops.
    fn follow(&self, top: &Path, files: &mut Vec<SourcePath>) -> io::Result<()> {
        for entry in WalkDir::new(top).follow_links(true) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => match error.path() {
                    Some(path) if is_dead_link(path) => {
                        self.pass_over(path, StrayKind::DeadLink);
                        continue;
                    }
                    _ => return Err(io::Error::other(error)),
                },
            };
            let kind = entry.file_type();
            if kind.is_file() {
                files.push(self.within(entry.path())?);
            } else if !kind.is_dir() {
                refuse_endless(kind, entry.path())?;
                self.pass_over(entry.path(), StrayKind::Socket);
            }
        }
        Ok(())
    }

    /// Notes what is no file of the site. Links to nothing that editors leave as locks (`.#name`) are theirs.
    fn pass_over(&self, path: &Path, kind: StrayKind) {
        let is_lock = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".#"));
        if let Some(path) = self.within(path).ok().filter(|_| !is_lock) {
            self.strays.lock().unwrap_or_else(PoisonError::into_inner).push(Stray { path, kind });
        }
    }

    fn walk_link(&self, link: &Path, files: &mut Vec<SourcePath>) -> io::Result<()> {
        match fs::metadata(link) {
            // A link to a folder above itself would be walked for ever: the walk that follows links tells it.
            Ok(metadata) if metadata.is_dir() => {
                let loops = fs::canonicalize(link)
                    .is_ok_and(|target| link.parent().is_some_and(|parent| is_above(&target, parent)));
                if loops {
                    let text = format!("{}: a link to a folder that holds it", link.display());
                    return Err(io::Error::other(text));
                }
                self.follow(link, files)
            }
            Ok(metadata) if metadata.is_file() => {
                files.push(self.within(link)?);
                Ok(())
            }
            Ok(metadata) => {
                refuse_endless(metadata.file_type(), link)?;
                self.pass_over(link, StrayKind::Socket);
                Ok(())
            }
            Err(_) => {
                self.pass_over(link, StrayKind::DeadLink);
                Ok(())
            }
        }
    }

    fn within(&self, path: &Path) -> io::Result<SourcePath> {
        // As text: to compare paths part by part takes longer than to list them.
        let within = path.to_str().and_then(|text| text.strip_prefix(self.root.to_str()?));
        within
            .and_then(|text| SourcePath::new(text.trim_start_matches(std::path::is_separator)))
            .ok_or_else(|| not_unicode(path))
    }
}

impl World for DiskWorld {
    fn list(&self, folder: &str) -> io::Result<Vec<SourcePath>> {
        Ok(self.walk(folder, false)?.files.into_iter().map(|(path, _)| path).collect())
    }

    fn walk(&self, folder: &str, stamped: bool) -> io::Result<Walk> {
        let (top, route) = (self.root.join(folder), folder.trim_matches('/'));
        match fs::metadata(&top) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
            Err(_) => return Ok(Walk { files: Vec::new(), folders: Some(vec![(route.to_owned(), None)]) }),
        }
        let mut walk = self.below(&top, route, stamped)?;
        walk.files.par_sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        walk.folders.iter_mut().for_each(|folders| folders.sort_unstable());
        Ok(walk)
    }

    fn strays(&self) -> Vec<Stray> {
        let mut strays = std::mem::take(&mut *self.strays.lock().unwrap_or_else(PoisonError::into_inner));
        strays.sort_unstable();
        strays.dedup();
        strays
    }

    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        self.read_stamped(path).map(|(bytes, _)| bytes)
    }

    fn read_stamped(&self, path: &SourcePath) -> io::Result<Stamped> {
        let file = open(&self.full(path))?;
        let stamp = match stamp_of_regular(&file)? {
            Some(stamp) => stamp,
            None => {
                let metadata = file.metadata()?;
                refuse_endless(metadata.file_type(), path.as_str().as_ref())?;
                stamp(&metadata)
            }
        };
        let size = stamp.0;
        if size > LARGEST {
            let text = format!("it has {} MB, and only {} are read", size / 1_000_000, LARGEST / 1_000_000);
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, text));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        // What is written behind its end meanwhile belongs to another stamp.
        file.take(size).read_to_end(&mut bytes)?;
        Ok((bytes, Some(stamp)))
    }

    fn exists(&self, path: &SourcePath) -> bool {
        self.full(path).exists()
    }

    fn stamp(&self, path: &SourcePath) -> Option<FileStamp> {
        stamp_of(&self.full(path))
    }

    fn stamps(&self, paths: &[&str]) -> Vec<Option<FileStamp>> {
        stamps(&self.root, paths)
    }

    fn locate(&self, path: &SourcePath) -> Option<PathBuf> {
        Some(self.full(path))
    }

    fn today(&self, zone: &str) -> Date {
        self.today.unwrap_or_else(|| self.now().to_zoned(time_zone(zone)).date())
    }

    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn env(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    fn fetch(&self, request: &Request) -> Result<Answer, Unreachable> {
        self.web.as_ref().map_or(Err(Unreachable::NoNetwork), |web| web.fetch(request))
    }

    fn recall(&self, name: &str) -> Option<Vec<u8>> {
        self.made.get(name)
    }

    fn keep(&self, name: &str, bytes: &[u8]) {
        self.made.put(name, bytes);
    }

    fn font(&self, family: &str) -> Option<FontFile> {
        font::installed(family)
    }

    fn font_mark(&self, place: &str) -> Option<FileStamp> {
        stamp_of(Path::new(place))
    }
}

/// Opens a file for reading; a pipe that nobody writes to is not waited for.
fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    options.open(path)
}

/// Pipes and devices, which may never end, are no files of a site.
fn refuse_endless(kind: fs::FileType, path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() || kind.is_char_device() || kind.is_block_device() {
            let text = format!("{}: a pipe or device, not a file", path.display());
            return Err(io::Error::other(text));
        }
    }
    let _ = (kind, path);
    Ok(())
}

/// An error that names its place.
fn named(error: io::Error, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn not_unicode(path: &Path) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{}: not a Unicode name", path.display()))
}

/// Whether a link is there that leads nowhere.
fn is_dead_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|link| link.file_type().is_symlink()) && fs::metadata(path).is_err()
}

/// Whether `above` is `below` or a folder that holds it, whatever links lead there.
fn is_above(above: &Path, below: &Path) -> bool {
    fs::canonicalize(below).is_ok_and(|below| below.starts_with(above))
}
