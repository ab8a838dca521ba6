//! What is costly to get and kept on disk between builds: one file each. Losing any of them is no harm.
#![expect(
    clippy::disallowed_methods,
    reason = "what is kept between builds lies on the disk, outside of sources and output"
)]

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

const DAY: Duration = Duration::from_secs(24 * 3600);
/// What nobody asked for so long is removed.
const LONGEST: Duration = Duration::from_secs(90 * 24 * 3600);

/// Whether the folder `place` below `root` is the site's own: no link leads to it, nor to a folder on the way. What a site brings along
/// must not make a build write elsewhere.
pub fn is_own(root: &Path, place: &Path) -> bool {
    let mut path = root.to_owned();
    place.components().all(|part| {
        path.push(part);
        match part {
            Component::Normal(_) => !fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink()),
            Component::CurDir => true,
            _ => false,
        }
    })
}

/// A folder of kept files, made when first needed.
#[derive(Debug)]
pub struct Shelf {
    folder: PathBuf,
    /// Nothing is kept there.
    is_closed: bool,
    swept: Once,
    written: AtomicU32,
}

impl Shelf {
    /// The shelf in `folder`.
    pub fn new(folder: impl Into<PathBuf>) -> Shelf {
        Shelf { folder: folder.into(), is_closed: false, swept: Once::new(), written: AtomicU32::new(0) }
    }

    /// The shelf in the folder `place` of the site at `root`; one that keeps nothing if a link leads there.
    pub fn of_site(root: &Path, place: &str) -> Shelf {
        Shelf { is_closed: !is_own(root, Path::new(place)), ..Shelf::new(root.join(place)) }
    }

    /// Whether nothing is kept there, since a link leads to it.
    pub fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// What is kept under `name`.
    pub fn get(&self, name: &str) -> Option<Vec<u8>> {
        if self.is_closed {
            return None;
        }
        let mut file = File::open(self.folder.join(name)).ok()?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        // Its time says when it was last of use, to the day.
        let modified = file.metadata().and_then(|metadata| metadata.modified());
        if modified.is_ok_and(|modified| modified.elapsed().is_ok_and(|age| age > DAY)) {
            let _ = File::options().append(true).open(self.folder.join(name)).map(|file| file.set_modified(now()));
        }
        Some(bytes)
    }

    /// Keeps `bytes` under `name`, which must be a plain file name, if the disk lets it.
    pub fn put(&self, name: &str, bytes: &[u8]) {
        if self.is_closed {
            return;
        }
        // Beside it first: whoever reads at the same time sees the old or the new one whole.
        let number = self.written.fetch_add(1, Ordering::Relaxed);
        let beside = self.folder.join(format!("{name}.{}-{number}.new", std::process::id()));
        // A new one: what lies there already may be a link.
        let write = || File::create_new(&beside)?.write_all(bytes);
        let written = fs::create_dir_all(&self.folder).and_then(|()| write());
        if written.and_then(|()| fs::rename(&beside, self.folder.join(name))).is_err() {
            let _ = fs::remove_file(&beside);
        }
        self.swept.call_once(|| sweep(&self.folder));
    }
}

fn now() -> SystemTime {
    SystemTime::now()
}

/// Removes what is too old to be of use.
fn sweep(folder: &Path) {
    let old = |modified: SystemTime| modified.elapsed().is_ok_and(|age| age > LONGEST);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.metadata().and_then(|metadata| metadata.modified()).is_ok_and(old) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{File, read_dir};
    use std::time::{Duration, SystemTime};

    use super::{Shelf, is_own};

    #[test]
    #[cfg(unix)]
    fn links_do_not_lead_what_is_kept_elsewhere() {
        let folder = tempfile::TempDir::new().unwrap();
        let (site, other) = (folder.path().join("site"), folder.path().join("other"));
        std::fs::create_dir_all(site.join("real")).unwrap();
        std::fs::create_dir(&other).unwrap();
        std::fs::write(other.join("x"), "theirs").unwrap();
        std::os::unix::fs::symlink(&other, site.join("link")).unwrap();
        std::os::unix::fs::symlink(&other, site.join("real/link")).unwrap();
        for (place, own) in
            [("real", true), ("real/new", true), ("link", false), ("real/link", false), ("../other", false)]
        {
            assert_eq!(is_own(&site, place.as_ref()), own, "{place}");
            let shelf = Shelf::of_site(&site, place);
            assert_eq!(shelf.is_closed(), !own);
            shelf.put("y", b"ours");
            assert_eq!(shelf.get("y").is_some(), own, "{place}");
        }
        assert!(!is_own(&site, &other));
        let names: Vec<_> = read_dir(&other).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["x"]);
    }

    #[test]
    fn what_is_put_is_got_until_nobody_asks_for_long() {
        let folder = tempfile::TempDir::new().unwrap();
        let place = folder.path().join("a/b");
        let shelf = Shelf::new(&place);
        assert_eq!(shelf.get("x"), None);
        shelf.put("x", b"one");
        shelf.put("x", b"two");
        assert_eq!(shelf.get("x").as_deref(), Some(&b"two"[..]));
        let days = |days: u64| SystemTime::now() - Duration::from_secs(days * 24 * 3600);
        let date = |name: &str, age: u64| {
            File::options().append(true).open(place.join(name)).unwrap().set_modified(days(age)).unwrap();
        };
        shelf.put("old", b"");
        date("x", 80);
        date("old", 100);
        shelf.get("x");
        Shelf::new(&place).put("new", b"");
        date("x", 80);
        let mut names: Vec<_> = read_dir(&place).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["new", "x"]);
    }
}
