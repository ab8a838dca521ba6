//! A build killed between any two operations on the file system leaves the old output or the new one.

use std::fs;
use std::path::Path;

use super::{Site, owned, texts};
use crate::output::staging;
use crate::output::steps::Steps;
use crate::output::{DiskOptions, DiskStage, Manifest, OutputFile, Stage};
use crate::path::Route;

const OLD: [(&str, &str); 12] = [
    ("a", "a file that becomes a folder"),
    ("b/c", "in a folder that becomes a file"),
    ("b/d/e", "deeper"),
    ("f/g/h", "goes with its folders"),
    ("index.html", "home"),
    ("k1", "stays"),
    ("k2/x", "stays"),
    ("k3", "stays"),
    ("k4", "stays"),
    ("k5", "stays"),
    ("k6", "stays"),
    ("k7", "stays"),
];

/// Few files differ: file by file.
const FEW: [(&str, &str); 8] = [
    ("b/c", "in a folder that becomes a file"),
    ("b/d/e", "deeper"),
    ("index.html", "new home"),
    ("f/g/h", "goes with its folders"),
    ("k1", "stays"),
    ("k2/x", "stays"),
    ("k3", "stays"),
    ("new/folder/x", "new"),
];

/// Files and folders change places.
const PLACES: [(&str, &str); 10] = [
    ("a/index", "a folder now"),
    ("b", "a file now"),
    ("index.html", "new home"),
    ("k1", "stays"),
    ("k2/x", "stays"),
    ("k3", "stays"),
    ("k4", "stays"),
    ("k5", "stays"),
    ("k6", "stays"),
    ("k7", "stays"),
];

/// Nearly all differ: the folder is swapped.
const MOST: [(&str, &str); 3] = [("index.html", "new home"), ("k1", "stays"), ("new/folder/x", "new")];

fn put(stage: &DiskStage, files: &[(&str, &str)]) {
    for (name, text) in files {
        stage.put(&Route::file(name).unwrap(), OutputFile::Bytes(text.as_bytes().to_vec().into())).unwrap();
    }
}

/// A site with the old output.
fn old() -> (Site, Manifest) {
    let site = Site::new();
    let stage = site.open(DiskOptions::default());
    put(&stage, &OLD);
    let (_, manifest) = stage.commit().unwrap();
    (site, manifest)
}

fn folders(folder: &Path) -> usize {
    let inner = fs::read_dir(folder).unwrap().flatten().filter(|entry| entry.file_type().unwrap().is_dir());
    inner.map(|entry| 1 + folders(&entry.path())).sum()
}

/// What holds of an output: its files, and how many folders there are.
fn state(output: &Path) -> (Vec<(String, String)>, usize) {
    (texts(output), folders(output))
}

/// Kills a build after each number of steps, the first builds after it as well, and looks at what is left in the end.
fn kill_everywhere(files: &[(&str, &str)], within: bool, foreign: &[(&str, &str)]) {
    let start = |steps: Steps| {
        let (site, manifest) = old();
        for (name, text) in foreign {
            site.write(&format!("public/{name}"), text);
        }
        let before = state(&site.output());
        let mut stage = site.open_over(DiskOptions::default(), Some(manifest));
        stage.within = within;
        stage.steps = steps;
        put(&stage, files);
        (site, stage, before)
    };
    let (site, stage, _) = start(Steps::default());
    stage.commit().unwrap();
    let after = state(&site.output());
    let mut expected = owned(files);
    expected.sort();
    assert_eq!(after.0, expected);

    let recover = |site: &Site, steps: &Steps| staging::recover(site.folder.path(), "public", &site.output(), steps);
    let (mut old_ones, mut new_ones) = (0, 0);
    for most in 0.. {
        let (site, stage, before) = start(Steps::until(most));
        if stage.commit().is_ok() {
            assert!(most > 2, "there are steps to be killed between");
            break;
        }
        // The next build is killed as well, at each of its steps, and the one after it.
        for again in 0..40 {
            if recover(&site, &Steps::until(again)).is_ok() {
                break;
            }
        }
        recover(&site, &Steps::default()).unwrap();
        let now = state(&site.output());
        assert!(now == before || now == after, "killed after {most} steps: {now:?}");
        if now == before {
            old_ones += 1
        } else {
            new_ones += 1
        }
        assert!(site.leftovers().is_empty());

        // And then a build is as any other.
        let next = site.open(DiskOptions::default());
        put(&next, files);
        next.commit().unwrap();
        assert_eq!(state(&site.output()), after);
    }
    assert!(old_ones > 0 && new_ones > 0, "{old_ones} old, {new_ones} new");
}

#[test]
fn killed_while_few_files_change() {
    let keep: Vec<(&str, &str)> = OLD[5..].to_vec();
    let mut files = FEW.to_vec();
    files.extend(keep.iter().filter(|kept| !FEW.contains(kept)));
    kill_everywhere(&files, false, &[]);
}

#[test]
fn killed_while_files_and_folders_change_places() {
    kill_everywhere(&PLACES, true, &[]);
}

#[test]
fn killed_while_foreign_files_are_cleared_away() {
    kill_everywhere(&PLACES, true, &[("foreign/x/y", "?"), ("k2/foreign", "?"), ("new", "?")]);
}

#[test]
fn killed_around_the_swap_of_the_folder() {
    kill_everywhere(&MOST, false, &[]);
}

#[test]
fn a_damaged_journal_is_thrown_away() {
    let (site, _) = old();
    let before = state(&site.output());
    let folder = site.path(".public.staging-999999-0");
    fs::create_dir_all(folder.join("tree")).unwrap();
    fs::write(folder.join("lock"), "").unwrap();
    fs::write(folder.join("tree/index.html"), "new").unwrap();
    fs::write(folder.join("journal"), "half of it").unwrap();
    drop(site.open(DiskOptions::default()));
    assert_eq!(state(&site.output()), before);
    assert!(site.leftovers().is_empty());
}

#[test]
fn an_output_that_was_removed_is_not_built_from_a_journal() {
    let (site, manifest) = old();
    let mut stage = site.open_over(DiskOptions::default(), Some(manifest));
    let mut files = OLD;
    files[4].1 = "new home";
    put(&stage, &files);
    // Killed when the journal is written and nothing is done.
    stage.steps = Steps::until(2);
    assert!(stage.commit().is_err());
    assert!(!site.leftovers().is_empty());
    fs::remove_dir_all(site.output()).unwrap();
    drop(site.open(DiskOptions::default()));
    assert!(!site.output().exists());
    assert!(site.leftovers().is_empty());
}

#[test]
fn what_cannot_be_finished_stays_to_be_finished() {
    let (site, manifest) = old();
    let mut stage = site.open_over(DiskOptions::default(), Some(manifest));
    let mut files = OLD;
    files[4].1 = "new home";
    put(&stage, &files);
    stage.steps = Steps::until(2);
    let failed = stage.commit().unwrap_err();
    assert_eq!(failed.code.id, "output-unfinished");
    // Something is in the way that nobody may remove.
    let home = site.output().join("index.html");
    fs::remove_file(&home).unwrap();
    site.write("public/index.html/inner", "in the way");
    let failed = match DiskStage::open(&site.output(), DiskOptions::default(), site.world(), None) {
        Ok(_) => panic!("the rest cannot be done"),
        Err(diagnostic) => diagnostic,
    };
    assert_eq!(failed.code.id, "output-unfinished");
    fs::remove_dir_all(&home).unwrap();
    drop(site.open(DiskOptions::default()));
    assert_eq!(fs::read_to_string(home).unwrap(), "new home");
    assert!(site.leftovers().is_empty());
}
