//! What is costly to get and kept on disk between builds: one file each. Losing any of them is no harm.
#![expect(
    clippy::disallowed_methods,
    reason = "what is kept between builds lies on the disk, outside of sources and output"
)]

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

const DAY: Duration = Duration::from_secs(24 * 3600);
/// What nobody asked for so long is removed.
const LONGEST: Duration = Duration::from_secs(90 * 24 * 3600);

/// A folder of kept files, made when first needed.
#[derive(Debug)]
pub struct Shelf {
    folder: PathBuf,
    swept: Once,
    written: AtomicU32,
}

impl Shelf {
    /// The shelf in `folder`.
    pub fn new(folder: impl Into<PathBuf>) -> Shelf {
        Shelf { folder: folder.into(), swept: Once::new(), written: AtomicU32::new(0) }
    }

    /// What is kept under `name`.
    pub fn get(&self, name: &str) -> Option<Vec<u8>> {
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
        // Beside it first: whoever reads at the same time sees the old or the new one whole.
        let number = self.written.fetch_add(1, Ordering::Relaxed);
        let beside = self.folder.join(format!("{name}.{}-{number}.new", std::process::id()));
        let written = fs::create_dir_all(&self.folder).and_then(|()| fs::write(&beside, bytes));
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

    use super::Shelf;

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
