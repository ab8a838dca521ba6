//! The promises of the output folder: all or nothing, unchanged files untouched, sources safe.
#![expect(clippy::disallowed_methods, reason = "tests look at the folder from outside")]

mod crash;
mod random;
mod warm;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use tempfile::TempDir;

use super::{Changes, DiskOptions, DiskStage, Manifest, OutputFile, Stage};
use crate::diagnostic::Locale;
use crate::path::{Route, SourcePath};
use crate::source::{DiskWorld, MemoryWorld, World};

struct Site {
    folder: TempDir,
}

impl Site {
    fn new() -> Site {
        Site { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn output(&self) -> PathBuf {
        self.path("public")
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn world(&self) -> Arc<dyn World> {
        Arc::new(DiskWorld::new(self.folder.path(), None))
    }

    fn open(&self, options: DiskOptions) -> DiskStage {
        self.open_over(options, None)
    }

    fn open_over(&self, options: DiskOptions, last: Option<Manifest>) -> DiskStage {
        DiskStage::open(&self.output(), options, self.world(), last).unwrap()
    }

    fn refused(&self, name: &str) -> bool {
        match DiskStage::open(&self.path(name), DiskOptions::default(), self.world(), None) {
            Ok(_) => false,
            Err(diagnostic) => {
                assert!(
                    diagnostic.message(Locale::En).contains(self.folder.path().parent().unwrap().to_str().unwrap())
                );
                assert_eq!(diagnostic.code.id, "output-folder");
                true
            }
        }
    }

    fn build(&self, files: &[(&str, &str)]) -> Changes {
        let stage = self.open(DiskOptions::default());
        put_all(&stage, files);
        stage.commit().unwrap().0
    }

    /// All that lies beside the output: nothing may be left behind.
    fn leftovers(&self) -> Vec<String> {
        let names = fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        names.map(|name| name.to_string_lossy().into_owned()).filter(|name| name.contains("staging")).collect()
    }
}

fn put_all(stage: &DiskStage, files: &[(&str, &str)]) {
    for (route, text) in files {
        stage.put(&Route::file(route).unwrap(), OutputFile::Bytes(text.as_bytes().to_vec().into())).unwrap();
    }
}

fn tree(folder: &Path) -> BTreeMap<String, (String, SystemTime)> {
    fn walk(folder: &Path, prefix: &str, found: &mut BTreeMap<String, (String, SystemTime)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().unwrap().is_dir() {
                walk(&entry.path(), &format!("{name}/"), found);
            } else {
                let time = entry.metadata().unwrap().modified().unwrap();
                found.insert(name, (fs::read_to_string(entry.path()).unwrap(), time));
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, "", &mut found);
    found
}

fn texts(folder: &Path) -> Vec<(String, String)> {
    tree(folder).into_iter().map(|(name, (text, _))| (name, text)).collect()
}

fn owned(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn make_old(path: &Path) -> SystemTime {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_times(fs::FileTimes::new().set_modified(time)).unwrap();
    time
}

#[test]
fn a_commit_tells_what_changed_and_leaves_the_rest_untouched() {
    let site = Site::new();
    let first = site.build(&[("a.html", "a"), ("b/c.html", "c"), ("d.html", "d")]);
    assert_eq!((first.added.len(), first.unchanged), (3, 0));
    let time = make_old(&site.output().join("b/c.html"));

    let second = site.build(&[("a.html", "A!"), ("b/c.html", "c"), ("e/f/g.html", "g")]);
    assert_eq!(second.added, ["e/f/g.html"]);
    assert_eq!(second.changed, ["a.html"]);
    assert_eq!(second.removed, ["d.html"]);
    assert_eq!((second.unchanged, second.written()), (1, 2));
    assert_eq!(texts(&site.output()), owned(&[("a.html", "A!"), ("b/c.html", "c"), ("e/f/g.html", "g")]));
    assert_eq!(tree(&site.output())["b/c.html"].1, time);
    assert!(site.leftovers().is_empty());
}

#[test]
fn nothing_new_leaves_the_folder_itself_untouched() {
    let site = Site::new();
    site.build(&[("a.html", "a"), ("b/c.html", "c")]);
    let before = fs::metadata(site.output()).unwrap().modified().unwrap();
    let changes = site.build(&[("a.html", "a"), ("b/c.html", "c")]);
    assert!(changes.is_empty());
    assert_eq!(changes.unchanged, 2);
    assert_eq!(fs::metadata(site.output()).unwrap().modified().unwrap(), before);
    assert!(site.leftovers().is_empty());
}

#[test]
fn a_build_that_does_not_commit_leaves_everything_as_it_was() {
    let files: Vec<(String, String)> = (0..20).map(|n| (format!("{n}/index.html"), format!("new {n}"))).collect();
    let site = Site::new();
    site.build(&[("0/index.html", "old"), ("gone.html", "x")]);
    let before = tree(&site.output());
    for stop in 0..=files.len() {
        let stage = site.open(DiskOptions::default());
        for (route, text) in &files[..stop] {
            stage.put(&Route::file(route).unwrap(), OutputFile::Bytes(text.clone().into_bytes().into())).unwrap();
        }
        drop(stage);
        assert_eq!(tree(&site.output()), before);
        assert!(site.leftovers().is_empty());
    }
}

#[test]
fn a_first_build_that_fails_leaves_no_folder() {
    let site = Site::new();
    let output = site.path("build/out/public");
    let stage = DiskStage::open(&output, DiskOptions::default(), site.world(), None).unwrap();
    put_all(&stage, &[("a.html", "a")]);
    drop(stage);
    assert!(!site.path("build").exists());

    let stage = DiskStage::open(&output, DiskOptions::default(), site.world(), None).unwrap();
    put_all(&stage, &[("a.html", "a")]);
    stage.commit().unwrap();
    assert_eq!(texts(&output), owned(&[("a.html", "a")]));
}

#[test]
fn leftovers_of_a_killed_build_go_but_not_those_of_a_running_one() {
    let site = Site::new();
    site.build(&[("a.html", "a")]);
    let killed = site.path(".public.staging-999999-0");
    fs::create_dir_all(killed.join("tree/x")).unwrap();
    fs::write(killed.join("lock"), "").unwrap();
    fs::write(killed.join("tree/x/y.html"), "half").unwrap();

    let running = site.open(DiskOptions::default());
    put_all(&running, &[("running.html", "1")]);
    assert!(!killed.exists());
    let other = site.open(DiskOptions::default());
    assert_eq!(site.leftovers().len(), 2);
    drop(other);
    running.commit().unwrap();
    assert_eq!(texts(&site.output()), owned(&[("running.html", "1")]));
}

#[test]
fn a_build_killed_between_two_renames_is_put_right() {
    let site = Site::new();
    let killed = site.path(".public.staging-999999-0");
    fs::create_dir_all(killed.join("old")).unwrap();
    fs::create_dir_all(killed.join("tree")).unwrap();
    fs::write(killed.join("lock"), "").unwrap();
    fs::write(killed.join("old/a.html"), "a").unwrap();
    fs::write(killed.join("tree/a.html"), "new").unwrap();
    drop(site.open(DiskOptions::default()));
    assert_eq!(texts(&site.output()), owned(&[("a.html", "a")]));
    assert!(site.leftovers().is_empty());
}

#[test]
fn many_threads_put_at_once() {
    let site = Site::new();
    let stage = site.open(DiskOptions::default());
    (0..500).into_par_iter().for_each(|n| {
        let route = Route::file(&format!("{}/{}/index.html", n % 7, n)).unwrap();
        stage.put(&route, OutputFile::Bytes(n.to_string().into_bytes().into())).unwrap();
    });
    assert_eq!(stage.commit().unwrap().0.added.len(), 500);
    let found = tree(&site.output());
    assert_eq!(found.len(), 500);
    assert_eq!(found["3/353/index.html"].0, "353");
}

#[test]
fn a_route_put_twice_holds_what_came_last() {
    let site = Site::new();
    site.build(&[("a", "0")]);
    assert_eq!(site.build(&[("a", "1"), ("a", "2")]).changed, ["a"]);
    assert_eq!(texts(&site.output()), owned(&[("a", "2")]));
    assert!(site.build(&[("a", "1"), ("a", "2")]).is_empty());
}

#[test]
fn source_files_keep_their_time_and_stay_their_own() {
    let site = Site::new();
    site.write("static/logo.svg", "<svg/>");
    let time = make_old(&site.path("static/logo.svg"));
    let put = |options| {
        let stage = site.open(options);
        let source = OutputFile::Source(SourcePath::new("static/logo.svg").unwrap());
        stage.put(&Route::file("logo.svg").unwrap(), source).unwrap();
        stage.commit().unwrap().0
    };
    assert_eq!(put(DiskOptions::default()).added, ["logo.svg"]);
    assert_eq!(tree(&site.output())["logo.svg"], ("<svg/>".to_owned(), time));
    assert!(put(DiskOptions::default()).is_empty());

    // Linked on demand, and parted again when that is switched off.
    let links = DiskOptions { hard_link: true, ..DiskOptions::default() };
    let linked = || super::file::is_one(&site.path("static/logo.svg"), &site.output().join("logo.svg"));
    assert_eq!(put(links).changed, ["logo.svg"]);
    assert!(linked() || cfg!(not(unix)));
    assert!(put(links).is_empty() || cfg!(not(unix)));
    put(DiskOptions::default());
    assert!(!linked());

    // The same size, another text.
    site.write("static/logo.svg", "<gvs/>");
    assert_eq!(put(DiskOptions::default()).changed, ["logo.svg"]);
    assert_eq!(texts(&site.output()), owned(&[("logo.svg", "<gvs/>")]));
}

#[test]
fn sources_without_a_disk_are_read_from_the_world() {
    let site = Site::new();
    let mut world = MemoryWorld::default();
    world.files.insert(SourcePath::new("static/a.txt").unwrap(), b"memory".to_vec());
    let stage = DiskStage::open(&site.output(), DiskOptions::default(), Arc::new(world), None).unwrap();
    let put = |path| stage.put(&Route::file("a.txt").unwrap(), OutputFile::Source(SourcePath::new(path).unwrap()));
    put("static/a.txt").unwrap();
    assert!(put("static/missing.txt").is_err());
    stage.commit().unwrap();
    assert_eq!(texts(&site.output()), owned(&[("a.txt", "memory")]));
}

#[test]
fn dot_entries_stay_on_demand() {
    let site = Site::new();
    site.write("public/.git/objects/a", "object");
    site.write("public/.keep", "keep");
    site.write("public/.well-known/old.txt", "old");
    site.write("public/old.html", "old");
    let keep = DiskOptions { keep_dotfiles: true, ..DiskOptions::default() };
    let build = || {
        let stage = site.open(keep);
        put_all(&stage, &[("index.html", "new"), (".well-known/new.txt", "new")]);
        stage.commit().unwrap().0
    };
    assert_eq!(build().removed, ["old.html"]);
    let expected = [
        (".git/objects/a", "object"),
        (".keep", "keep"),
        (".well-known/new.txt", "new"),
        (".well-known/old.txt", "old"),
        ("index.html", "new"),
    ];
    assert_eq!(texts(&site.output()), owned(&expected));
    assert!(build().is_empty());

    assert_eq!(site.build(&[("index.html", "new")]).removed.len(), 4);
    assert_eq!(texts(&site.output()), owned(&[("index.html", "new")]));
}

#[test]
fn folders_with_sources_are_refused() {
    let site = Site::new();
    site.write("content/_index.md", "");
    site.write("a-file", "");
    for name in ["", "content", "content/x", "themes/new", "static", "..", "a-file", "public/../content"] {
        assert!(site.refused(name), "{name}");
    }
    assert!(!site.refused("public"));
    assert!(!site.refused("contents"));
    let root = DiskStage::open(Path::new("/"), DiskOptions::default(), site.world(), None);
    assert!(root.is_err());
    assert!(site.path("content/_index.md").exists());
}

#[test]
fn the_home_folder_is_refused() {
    let site = Site::new();
    fs::create_dir_all(site.path("home/me")).unwrap();
    let mut world = MemoryWorld::default();
    world.env.insert("HOME".to_owned(), site.path("home/me").to_str().unwrap().to_owned());
    let world: Arc<dyn World> = Arc::new(world);
    let open = |name: &str| DiskStage::open(&site.path(name), DiskOptions::default(), world.clone(), None);
    assert!(open("home/me").is_err());
    assert!(open("home").is_err());
    assert!(open("home/me/public").is_ok());
}

#[cfg(unix)]
#[test]
fn links_are_followed_to_the_folder_but_never_written_through() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    fs::create_dir_all(site.path("real")).unwrap();
    symlink(site.path("real"), site.output()).unwrap();
    site.write("content/a.md", "source");
    symlink(site.path("content"), site.path("real/sub")).unwrap();
    assert_eq!(site.build(&[("sub/a.md", "x")]).added, ["sub/a.md"]);
    assert!(fs::symlink_metadata(site.output()).unwrap().is_symlink());
    assert_eq!(texts(&site.path("real")), owned(&[("sub/a.md", "x")]));
    assert_eq!(fs::read_to_string(site.path("content/a.md")).unwrap(), "source");

    // A link that hides the sources is seen through.
    fs::remove_file(site.output()).unwrap();
    symlink(site.path("content"), site.output()).unwrap();
    assert!(site.refused("public"));
}

#[cfg(unix)]
#[test]
fn file_by_file_gives_the_same_folder() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    site.write("content/a.md", "source");
    site.build(&[("a", "file"), ("b/c", "c"), ("b/d/e", "e"), ("same", "same"), ("f/g", "g")]);
    symlink(site.path("content"), site.output().join("link")).unwrap();
    let time = make_old(&site.output().join("same"));

    let mut stage = site.open(DiskOptions::default());
    let files = [("a/index", "folder now"), ("b", "file now"), ("link/a.md", "x"), ("same", "same"), ("f/h", "h")];
    put_all(&stage, &files);
    stage.within = true;
    assert_eq!(stage.commit().unwrap().0.removed, ["a", "b/c", "b/d/e", "f/g"]);

    let expected = [("a/index", "folder now"), ("b", "file now"), ("f/h", "h"), ("link/a.md", "x"), ("same", "same")];
    assert_eq!(texts(&site.output()), owned(&expected));
    assert_eq!(tree(&site.output())["same"].1, time);
    assert_eq!(fs::read_to_string(site.path("content/a.md")).unwrap(), "source");
    assert!(site.leftovers().is_empty());
}
