//! A second build over the manifest of the first: nothing is touched that did not change, nothing foreign is believed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use super::{Site, make_old, owned, texts};
use crate::output::stamp::Stamp;
use crate::output::{Changes, DiskOptions, DiskStage, Manifest, OutputFile, Stage};
use crate::path::{Route, SourcePath};

/// Longer than the tick within which stamps prove nothing.
const TICK: Duration = Duration::from_millis(30);

const FILES: [(&str, &str); 8] = [
    ("404.html", "not found"),
    ("a/index.html", "a"),
    ("b/c/index.html", "c"),
    ("b/index.html", "b"),
    ("d/e/f/g.html", "g"),
    ("index.html", "home"),
    ("x.html", "x"),
    ("y.html", "y"),
];

fn route(text: &str) -> Route {
    Route::file(text).unwrap()
}

fn bytes(text: &str) -> OutputFile {
    OutputFile::Bytes(text.as_bytes().to_vec().into())
}

/// Everything that shows that a file was written: `incremental.py` of the benchmarks looks at no more.
fn stamps(folder: &Path) -> BTreeMap<String, Stamp> {
    let stamp = |name: &String| Stamp::of(&fs::symlink_metadata(folder.join(name)).unwrap());
    texts(folder).into_iter().map(|(name, _)| name).map(|name| (name.clone(), stamp(&name))).collect()
}

/// The routes whose stamps differ.
fn rewritten(before: &BTreeMap<String, Stamp>, after: &BTreeMap<String, Stamp>) -> Vec<String> {
    let all: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    all.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

impl Site {
    /// Builds over the last manifest; each file is kept if it can be, else put.
    fn rebuild(&self, last: Manifest, files: &[(&str, &str)], changed: &[&str]) -> (Changes, Manifest) {
        let stage = self.open_over(DiskOptions::default(), Some(last));
        for (name, text) in files {
            let route = route(name);
            if !changed.contains(name) && stage.is_intact(&route) {
                stage.keep(&route).unwrap();
            } else {
                stage.put(&route, bytes(text)).unwrap();
            }
        }
        stage.commit().unwrap()
    }

    /// A first build and one more that finds its stamps settled.
    fn settled(&self) -> Manifest {
        let stage = self.open(DiskOptions::default());
        super::put_all(&stage, &FILES);
        let (_, manifest) = stage.commit().unwrap();
        sleep(TICK);
        let (changes, manifest) = self.rebuild(manifest, &FILES, &[]);
        assert!(changes.is_empty(), "{changes:?}");
        manifest
    }

    /// Builds again; nothing of the old tree is believed that is not right.
    fn heals(&self, manifest: Manifest) -> (Changes, Manifest) {
        let done = self.rebuild(reread(&manifest), &FILES, &[]);
        assert_eq!(texts(&self.output()), owned(&FILES));
        assert!(self.leftovers().is_empty());
        done
    }
}

/// As the cache gives it back.
fn reread(manifest: &Manifest) -> Manifest {
    let mut bytes = Vec::new();
    manifest.encode(&mut bytes);
    Manifest::decode(&bytes.into()).unwrap()
}

#[test]
fn what_is_kept_is_not_touched() {
    let site = Site::new();
    let manifest = site.settled();
    let (before, folder) = (stamps(&site.output()), fs::metadata(site.output()).unwrap().modified().unwrap());
    sleep(TICK);
    let (changes, manifest) = site.heals(manifest);
    assert!(changes.is_empty());
    assert_eq!(changes.unchanged, FILES.len());
    assert_eq!(rewritten(&before, &stamps(&site.output())), [""; 0]);
    assert_eq!(fs::metadata(site.output()).unwrap().modified().unwrap(), folder);

    // Put again with the same bytes: kept as well.
    let (changes, _) = site.rebuild(manifest, &FILES, &["a/index.html", "x.html"]);
    assert!(changes.is_empty());
    assert_eq!(rewritten(&before, &stamps(&site.output())), [""; 0]);
}

#[test]
fn exactly_the_changed_files_are_written() {
    let site = Site::new();
    let mut manifest = site.settled();
    let mut files = FILES.to_vec();
    // Round by round: what a commit leaves is enough for the next one.
    for text in ["A", "AA", "B", "a"] {
        files[1].1 = text;
        let before = stamps(&site.output());
        let (changes, next) = site.rebuild(reread(&manifest), &files, &["a/index.html"]);
        assert_eq!(changes.changed, ["a/index.html"]);
        assert_eq!(changes.unchanged, FILES.len() - 1);
        assert_eq!(rewritten(&before, &stamps(&site.output())), ["a/index.html"]);
        assert_eq!(texts(&site.output()), owned(&files));
        manifest = next;
    }
    let before = stamps(&site.output());
    files.retain(|(name, _)| *name != "d/e/f/g.html");
    files.push(("z/z.html", "z"));
    let (changes, _) = site.rebuild(manifest, &files, &[]);
    assert_eq!((changes.added, changes.removed), (vec!["z/z.html".to_owned()], vec!["d/e/f/g.html".to_owned()]));
    assert_eq!(rewritten(&before, &stamps(&site.output())), ["d/e/f/g.html", "z/z.html"]);
    assert!(!site.output().join("d").exists(), "empty folders go");
    assert!(site.leftovers().is_empty());
}

#[test]
fn a_stamp_taken_at_once_is_not_believed() {
    let site = Site::new();
    let stage = site.open(DiskOptions::default());
    super::put_all(&stage, &FILES);
    let (_, manifest) = stage.commit().unwrap();
    // Within the tick: on a coarse clock the stamp may still be the same.
    fs::write(site.output().join("x.html"), "X").unwrap();
    let (changes, _) = site.heals(manifest);
    assert_eq!(changes.changed, ["x.html"]);
}

#[test]
fn edited_files_are_healed() {
    let site = Site::new();
    let manifest = site.settled();
    let path = site.output().join("b/index.html");
    fs::write(&path, "B").unwrap();
    let (changes, manifest) = site.heals(manifest);
    assert_eq!((changes.changed, changes.removed), (vec!["b/index.html".to_owned()], vec![]));

    // Size and time of change as they were: no program can set the other time.
    sleep(TICK);
    let (changes, manifest) = site.heals(manifest);
    assert!(changes.is_empty());
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, "E").unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    if cfg!(unix) {
        assert_eq!(site.heals(manifest).0.changed, ["b/index.html"]);
    }
}

#[test]
fn touched_files_with_the_same_bytes_stay() {
    let site = Site::new();
    let manifest = site.settled();
    make_old(&site.output().join("b/index.html"));
    let before = stamps(&site.output());
    let (changes, manifest) = site.heals(manifest);
    assert!(changes.is_empty());
    sleep(TICK);
    let stage = site.open_over(DiskOptions::default(), Some(manifest));
    assert!(stage.is_intact(&route("b/index.html")), "its new stamp is known");
    drop(stage);
    assert_eq!(rewritten(&before, &stamps(&site.output())), [""; 0]);
}

#[test]
fn removed_files_and_folders_come_back() {
    let site = Site::new();
    let manifest = site.settled();
    fs::remove_file(site.output().join("x.html")).unwrap();
    fs::remove_dir_all(site.output().join("d/e")).unwrap();
    let (changes, manifest) = site.heals(manifest);
    assert_eq!(changes.added, ["d/e/f/g.html", "x.html"]);
    fs::remove_dir_all(site.output()).unwrap();
    assert_eq!(site.heals(manifest).0.added.len(), FILES.len());
}

/// The folders of a first build are not looked at.
#[test]
fn foreign_files_go_after_a_first_build_too() {
    for folder in ["", "b/", "b/c/", "d/e/f/"] {
        let site = Site::new();
        let stage = site.open(DiskOptions::default());
        super::put_all(&stage, &FILES);
        let (_, manifest) = stage.commit().unwrap();
        sleep(TICK);
        let is_whole = || site.open_over(DiskOptions::default(), Some(reread(&manifest))).is_whole();
        assert!(is_whole());
        site.write(&format!("public/{folder}foreign.txt"), "");
        // Whatever its own time says.
        make_old(&site.output().join(folder).join("foreign.txt"));
        assert!(!is_whole());
        let (changes, manifest) = site.heals(manifest);
        assert_eq!(changes.removed, [format!("{folder}foreign.txt")]);
        // A folder of the same name in its place.
        sleep(TICK);
        let other = site.output().join("d/e/other");
        fs::create_dir_all(&other).unwrap();
        fs::write(other.join("g.html"), "g").unwrap();
        fs::remove_dir_all(site.output().join("d/e/f")).unwrap();
        fs::rename(&other, site.output().join("d/e/f")).unwrap();
        site.heals(manifest);
    }
}

#[test]
fn foreign_files_and_folders_go() {
    let site = Site::new();
    let manifest = site.settled();
    site.write("public/b/c/foreign.txt", "");
    site.write("public/new/folder/foreign.txt", "");
    fs::create_dir_all(site.output().join("d/hollow/inner")).unwrap();
    let before = stamps(&site.output());
    let (changes, manifest) = site.heals(manifest);
    assert_eq!(changes.removed, ["b/c/foreign.txt", "new/folder/foreign.txt"]);
    assert_eq!(rewritten(&before, &stamps(&site.output())), ["b/c/foreign.txt", "new/folder/foreign.txt"]);
    assert!(!site.output().join("new").exists() && !site.output().join("d/hollow").exists());

    // A folder that is left empty by hand, of a page that is gone.
    fs::remove_file(site.output().join("a/index.html")).unwrap();
    let files: Vec<_> = FILES.into_iter().filter(|(name, _)| *name != "a/index.html").collect();
    let (changes, _) = site.rebuild(manifest, &files, &[]);
    assert!(changes.is_empty());
    assert!(!site.output().join("a").exists());
}

#[test]
fn files_and_folders_that_changed_places_are_healed() {
    let site = Site::new();
    let manifest = site.settled();
    fs::remove_file(site.output().join("x.html")).unwrap();
    site.write("public/x.html/inner.txt", "a folder now");
    fs::remove_dir_all(site.output().join("a")).unwrap();
    site.write("public/a", "a file now");
    let (changes, _) = site.heals(manifest);
    assert_eq!(changes.removed, ["a", "x.html/inner.txt"]);
    assert_eq!(changes.added, ["a/index.html", "x.html"]);
}

#[cfg(unix)]
#[test]
fn a_folder_behind_a_link_is_not_believed() {
    let site = Site::new();
    let manifest = site.settled();
    // The very files, with their stamps, but elsewhere.
    fs::rename(site.output().join("b"), site.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink(site.path("elsewhere"), site.output().join("b")).unwrap();
    let stage = site.open_over(DiskOptions::default(), Some(reread(&manifest)));
    assert!(!stage.is_intact(&route("b/index.html")) && !stage.is_intact(&route("b/c/index.html")));
    assert!(stage.keep(&route("b/index.html")).is_err());
    drop(stage);
    assert_eq!(site.heals(manifest).0.added, ["b/c/index.html", "b/index.html"]);
    assert!(!fs::symlink_metadata(site.output().join("b")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(site.path("elsewhere/index.html")).unwrap(), "b");
}

#[cfg(unix)]
#[test]
fn a_file_that_got_another_name_is_parted_from_it() {
    let site = Site::new();
    let manifest = site.settled();
    fs::hard_link(site.output().join("x.html"), site.path("other")).unwrap();
    assert_eq!(site.heals(manifest).0.changed, ["x.html"]);
}

#[test]
fn what_comes_last_counts() {
    let site = Site::new();
    let manifest = site.settled();
    let stage = site.open_over(DiskOptions::default(), Some(manifest));
    for (name, text) in FILES {
        stage.put(&route(name), bytes(text)).unwrap();
    }
    stage.put(&route("x.html"), bytes("other")).unwrap();
    stage.keep(&route("x.html")).unwrap();
    stage.keep(&route("y.html")).unwrap();
    stage.put(&route("y.html"), bytes("other")).unwrap();
    assert!(stage.keep(&route("unknown.html")).is_err());
    let (changes, _) = stage.commit().unwrap();
    assert_eq!((changes.changed.as_slice(), changes.unchanged), (["y.html".to_owned()].as_slice(), FILES.len() - 1));
    assert_eq!(fs::read_to_string(site.output().join("x.html")).unwrap(), "x");
}

#[test]
fn a_manifest_of_another_folder_does_no_harm() {
    let site = Site::new();
    let manifest = site.settled();
    let other = Site::new();
    other.write("public/x.html", "x");
    let (changes, _) = other.heals(manifest);
    assert_eq!((changes.added.len(), changes.unchanged), (FILES.len() - 1, 1));
}

#[test]
fn most_files_new_swaps_the_folder_and_keeps_the_rest() {
    let site = Site::new();
    let manifest = site.settled();
    let mut files = FILES;
    for (_, text) in &mut files[..6] {
        *text = "new";
    }
    let inode = Stamp::of(&fs::metadata(site.output().join("x.html")).unwrap()).inode;
    let changed: Vec<&str> = files.iter().map(|(name, _)| *name).take(6).collect();
    let (changes, manifest) = site.rebuild(manifest, &files, &changed);
    assert_eq!((changes.changed.len(), changes.unchanged), (6, 2));
    assert_eq!(texts(&site.output()), owned(&files));
    assert_eq!(Stamp::of(&fs::metadata(site.output().join("x.html")).unwrap()).inode, inode);

    sleep(TICK);
    let before = stamps(&site.output());
    let stage = site.open_over(DiskOptions::default(), Some(reread(&manifest)));
    assert!(files.iter().all(|(name, _)| stage.is_intact(&route(name))));
    drop(stage);
    assert_eq!(rewritten(&before, &stamps(&site.output())), [""; 0]);
}

#[test]
fn source_files_are_kept_while_they_are_the_same() {
    let site = Site::new();
    site.write("static/logo.svg", "<svg/>");
    make_old(&site.path("static/logo.svg"));
    let source = || OutputFile::Source(SourcePath::new("static/logo.svg").unwrap());
    let build = |last: Option<Manifest>, options: DiskOptions| {
        let stage = site.open_over(options, last);
        super::put_all(&stage, &FILES);
        stage.put(&route("logo.svg"), source()).unwrap();
        stage.commit().unwrap()
    };
    let (_, manifest) = build(None, DiskOptions::default());
    sleep(TICK);
    let (changes, manifest) = build(Some(reread(&manifest)), DiskOptions::default());
    assert!(changes.is_empty());
    let stage = site.open_over(DiskOptions::default(), Some(reread(&manifest)));
    assert!(stage.is_intact(&route("logo.svg")));
    drop(stage);

    // Touched: the same bytes stay.
    fs::File::options()
        .append(true)
        .open(site.path("static/logo.svg"))
        .unwrap()
        .set_modified(std::time::SystemTime::now())
        .unwrap();
    let before = stamps(&site.output());
    let (changes, manifest) = build(Some(reread(&manifest)), DiskOptions::default());
    assert!(changes.is_empty());
    assert_eq!(rewritten(&before, &stamps(&site.output())), [""; 0]);

    site.write("static/logo.svg", "<gvs/>");
    let (changes, manifest) = build(Some(reread(&manifest)), DiskOptions::default());
    assert_eq!(changes.changed, ["logo.svg"]);

    // What was copied is not what has to be linked.
    sleep(TICK);
    let links = DiskOptions { hard_link: true, ..DiskOptions::default() };
    let stage = site.open_over(links, Some(reread(&manifest)));
    assert!(!stage.is_intact(&route("logo.svg")) && stage.is_intact(&route("x.html")));
    drop(stage);
    let (changes, manifest) = build(Some(manifest), links);
    assert_eq!(changes.changed, ["logo.svg"]);
    sleep(TICK);
    let (changes, manifest) = build(Some(reread(&manifest)), links);
    assert!(changes.is_empty() || cfg!(not(unix)));
    // Written through the link: the output shows it, but not as what was put there.
    sleep(TICK);
    site.write("static/logo.svg", "<more/>");
    let stage = site.open_over(links, Some(manifest));
    assert!(!stage.is_intact(&route("logo.svg")));
}

#[test]
fn dot_entries_stay_and_are_none_of_the_manifest() {
    let site = Site::new();
    site.write("public/.git/objects/a", "object");
    let keep = DiskOptions { keep_dotfiles: true, ..DiskOptions::default() };
    let build = |last: Option<Manifest>, options: DiskOptions| {
        let stage = site.open_over(options, last);
        super::put_all(&stage, &FILES);
        super::put_all(&stage, &[(".well-known/x", "x")]);
        let (changes, manifest) = stage.commit().unwrap();
        sleep(TICK);
        (changes, reread(&manifest))
    };
    let (_, manifest) = build(None, keep);
    site.write("public/.git/objects/b", "object");
    let (changes, manifest) = build(Some(manifest), keep);
    assert!(changes.is_empty(), "{changes:?}");
    let stage = site.open_over(keep, Some(reread(&manifest)));
    assert!(!stage.is_intact(&route(".well-known/x")) && stage.is_intact(&route("x.html")));
    drop(stage);
    // Without the option they are foreign, though the folder looks as it did.
    let (changes, manifest) = build(Some(manifest), DiskOptions::default());
    assert_eq!(changes.removed, [".git/objects/a", ".git/objects/b"]);
    let (changes, _) = build(Some(manifest), keep);
    assert!(changes.is_empty(), "{changes:?}");
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let site = Site::new();
    let manifest = site.settled();
    let second = site.open_over(DiskOptions::default(), Some(reread(&manifest)));
    for (name, _) in FILES {
        second.keep(&route(name)).unwrap();
    }
    // The first one changes a file that the second has decided to keep.
    let mut files = FILES;
    files[2].1 = "new";
    site.rebuild(manifest, &files, &["b/c/index.html"]);
    let failed = second.commit().unwrap_err();
    assert!(failed.message(crate::diagnostic::Locale::En).contains("b/c/index.html"));
    assert_eq!(texts(&site.output()), owned(&files));
    assert!(site.leftovers().is_empty());

    // What the second does not keep may change.
    let second = site.open(DiskOptions::default());
    super::put_all(&second, &FILES[..3]);
    site.write("public/z.html", "foreign");
    second.commit().unwrap();
    assert_eq!(fs::read_to_string(site.output().join("b/c/index.html")).unwrap(), "c");
}

#[test]
fn a_stage_without_a_folder_knows_nothing() {
    let site = Site::new();
    let stage = site.open(DiskOptions::default());
    assert!(!stage.is_intact(&route("x.html")));
    assert!(stage.keep(&route("x.html")).is_err());
    let world: Arc<dyn crate::source::World> = site.world();
    let missing =
        DiskStage::open(&site.path("other"), DiskOptions::default(), world, Some(Manifest::default())).unwrap();
    assert!(!missing.is_intact(&route("x.html")));
}

#[test]
fn what_was_looked_at_by_its_bytes_need_not_be_again() {
    let site = Site::new();
    let (_, manifest) = site.rebuild(Manifest::default(), &FILES, &[]);
    // Its files are too young to be believed.
    sleep(TICK);
    let stage = site.open_over(DiskOptions::default(), Some(manifest));
    assert!(stage.is_whole());
    let refreshed = stage.refreshed().unwrap();
    drop(stage);
    let stage = site.open_over(DiskOptions::default(), Some(refreshed.clone()));
    assert!(stage.is_whole() && stage.refreshed().is_none());
    drop(stage);
    // What changes later is noticed.
    fs::write(site.output().join("x.html"), "X").unwrap();
    assert!(!site.open_over(DiskOptions::default(), Some(refreshed)).is_whole());
}
