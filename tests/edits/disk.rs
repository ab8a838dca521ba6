//! An output folder and a cache on the disk, and builds that die.
#![expect(clippy::disallowed_methods, reason = "tests look at what builds leave on the disk")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lianluo::cache::{Cache, Place, TracedWorld};
use lianluo::diagnostic::{Diagnostic, Severity};
use lianluo::output::{DiskOptions, DiskStage, Manifest};
use lianluo::pipeline::{Work, build};

use super::harness::Site;

/// Where a build dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Death {
    /// It does not.
    None,
    /// Before the output is committed.
    BeforeTheOutput,
    /// After that, before the cache is.
    BeforeTheCache,
}

/// An output folder and a cache on the disk.
pub struct Disk {
    output: PathBuf,
    place: Place,
}

impl Disk {
    /// In `folder`.
    pub fn new(folder: &Path) -> Disk {
        Disk { output: folder.join("public"), place: Place { folder: folder.join("cache"), name: "x".to_owned() } }
    }

    /// Builds a site into it, and dies as told; what there was to do and to tell, if anything was.
    pub fn build(&mut self, site: &Site, death: Death) -> Option<(Work, Vec<Diagnostic>)> {
        let mut cache = Cache::open(self.place.clone());
        let manifest = Manifest::decode(cache.host());
        let world = Arc::new(site.world.clone());
        let stage = DiskStage::open(&self.output, DiskOptions::default(), world.clone(), manifest).expect("a stage");
        let traced = TracedWorld::over(world);
        // As the command does it.
        if cache.is_current(&traced, site.options.key()) && stage.is_whole() {
            if let Some(manifest) = stage.refreshed() {
                cache.keep_host(encoded(&manifest));
            }
            return None;
        }
        let mut built = build(&traced, &site.options, &cache, |_| Ok(&stage));
        let failed = built.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
        if failed || death == Death::BeforeTheOutput {
            return None;
        }
        let (_, manifest) = stage.commit().expect("a commit");
        if let Some(next) = built.next.take().filter(|_| death == Death::None) {
            cache.commit(next, encoded(&manifest));
        }
        Some((built.work, built.diagnostics))
    }

    /// Takes the cache away.
    pub fn lose_cache(&mut self) {
        let _ = std::fs::remove_dir_all(&self.place.folder);
    }

    /// Damages one of the cache's files, which and where `chance` says by numbers below those it is given.
    pub fn damage_cache(&mut self, chance: impl FnMut(usize) -> usize) {
        self.damage(&["state", "looks", "records", "bodies"], chance);
    }

    /// The same of the records' file.
    pub fn damage_records(&mut self, chance: impl FnMut(usize) -> usize) {
        self.damage(&["records"], chance);
    }

    /// A byte or two become others, or the end is cut off.
    fn damage(&mut self, kinds: &[&str], mut chance: impl FnMut(usize) -> usize) {
        let all = std::fs::read_dir(&self.place.folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let is_one = |path: &PathBuf| path.extension().is_some_and(|kind| kinds.iter().any(|one| kind == *one));
        let mut files: Vec<PathBuf> = all.filter(is_one).collect();
        files.sort();
        let Some(path) = files.get(chance(files.len())) else { return };
        let mut bytes = std::fs::read(path).expect("a file");
        if !bytes.is_empty() && chance(8) > 0 {
            for _ in 0..1 + chance(2) {
                let at = chance(bytes.len());
                bytes[at] ^= 1 + chance(255) as u8;
            }
        } else {
            bytes.truncate(chance(bytes.len() + 1));
        }
        std::fs::write(path, bytes).expect("a file");
    }

    /// Does something to the output folder, if what it is done to is there.
    pub fn meddle(&mut self, what: impl FnOnce(&Path) -> std::io::Result<()>) {
        let _ = what(&self.output);
    }

    /// What is in the output folder.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        fn add(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                match entry.path().is_dir() {
                    true => add(&entry.path(), &format!("{name}/"), files),
                    false => drop(files.insert(name, std::fs::read(entry.path()).expect("a file"))),
                }
            }
        }
        let mut files = BTreeMap::new();
        add(&self.output, "", &mut files);
        files
    }
}

fn encoded(manifest: &Manifest) -> Vec<u8> {
    let mut bytes = Vec::new();
    manifest.encode(&mut bytes);
    bytes
}
