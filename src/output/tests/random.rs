//! Sequences of builds at random, the output changed by others in between, builds killed, their manifests lost: what is
//! committed is always exactly what was put and kept.

use std::collections::BTreeMap;
use std::fs;

use proptest::prelude::*;

use super::{Site, texts};
use crate::output::steps::Steps;
use crate::output::{DiskOptions, Manifest, OutputFile, Stage, staging};
use crate::path::Route;

const NAMES: [&str; 12] =
    ["a", "a/b", "a/c/d", "a/c/e", "b", "b/x", "c.html", "d/e/f", "d/e/g", "d/h", "index.html", "k/index.html"];

const STAY: [&str; 8] = ["k/1", "k/2", "k/3/4", "l", "m", "n", "o/p", "q"];

/// What somebody else does to the output.
#[derive(Clone, Debug)]
enum Meddling {
    Write(usize, u8),
    Remove(usize),
    MakeFolder(usize),
    RemoveFolder(usize),
}

#[derive(Clone, Debug)]
struct Build {
    edits: Vec<(usize, Option<u8>)>,
    meddling: Vec<Meddling>,
    /// After how many steps of its commit it is killed.
    dies: Option<usize>,
    /// It does not get to keep its manifest.
    forgets: bool,
    /// The manifest of the last one is lost.
    knows_nothing: bool,
    /// Time goes by, so that stamps are settled.
    waits: bool,
}

fn builds() -> impl Strategy<Value = Vec<Build>> {
    let name = 0..NAMES.len();
    let meddling = prop_oneof![
        (name.clone(), 0..3u8).prop_map(|(name, text)| Meddling::Write(name, text)),
        name.clone().prop_map(Meddling::Remove),
        name.clone().prop_map(Meddling::MakeFolder),
        name.clone().prop_map(Meddling::RemoveFolder),
    ];
    let build = (
        prop::collection::vec((name, prop::option::weighted(0.7, 0..3u8)), 0..4),
        prop::collection::vec(meddling, 0..3),
        prop::option::weighted(0.4, 0..14usize),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.2),
    );
    let build = build.prop_map(|(edits, meddling, dies, forgets, knows_nothing, waits)| Build {
        edits,
        meddling,
        dies,
        forgets,
        knows_nothing,
        waits,
    });
    prop::collection::vec(build, 1..9)
}

/// No name is a folder of another one.
fn fits(files: &BTreeMap<&str, String>, name: &str) -> bool {
    files.keys().all(|other| !other.starts_with(&format!("{name}/")) && !name.starts_with(&format!("{other}/")))
}

fn meddle(site: &Site, meddling: &Meddling) {
    // What cannot be done is not done: a folder may be in the way.
    let place = |name: usize| site.output().join(NAMES[name]);
    match meddling {
        Meddling::Write(name, text) => {
            let path = place(*name);
            let _ = fs::create_dir_all(path.parent().unwrap()).and_then(|()| fs::write(path, [b'0' + text]));
        }
        Meddling::Remove(name) => drop(fs::remove_file(place(*name))),
        Meddling::MakeFolder(name) => drop(fs::create_dir_all(place(*name))),
        Meddling::RemoveFolder(name) => drop(fs::remove_dir_all(place(*name).parent().unwrap())),
    }
}

/// What the cache holds: the last manifest, and what was in the files it knows.
#[derive(Default)]
struct Cache {
    manifest: Vec<u8>,
    files: BTreeMap<&'static str, String>,
}

fn run(site: &Site, files: &BTreeMap<&'static str, String>, build: &Build, cache: &mut Cache) {
    if build.waits {
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    let last = if build.knows_nothing { None } else { Manifest::decode(&cache.manifest.clone().into()) };
    let mut stage = site.open_over(DiskOptions::default(), last);
    let before = texts_if_there(site);
    if let Some(most) = build.dies {
        stage.steps = Steps::until(most);
    }
    for (name, text) in files {
        let route = Route::file(name).unwrap();
        if cache.files.get(name) == Some(text) && stage.is_intact(&route) {
            stage.keep(&route).unwrap();
        } else {
            stage.put(&route, OutputFile::Bytes(text.clone().into_bytes().into())).unwrap();
        }
    }
    let expected: Vec<(String, String)> = files.iter().map(|(name, text)| ((*name).to_owned(), text.clone())).collect();
    match stage.commit() {
        Ok((_, manifest)) => {
            assert_eq!(texts_if_there(site), expected);
            if !build.forgets {
                cache.manifest.clear();
                manifest.encode(&mut cache.manifest);
                cache.files.clone_from(files);
            }
        }
        Err(_) => {
            staging::recover(site.folder.path(), "public", &site.output(), &Steps::default()).unwrap();
            let now = texts_if_there(site);
            assert!(now == before || now == expected, "{now:?} is neither {before:?} nor {expected:?}");
        }
    }
    assert!(site.leftovers().is_empty());
}

fn texts_if_there(site: &Site) -> Vec<(String, String)> {
    if site.output().exists() { texts(&site.output()) } else { Vec::new() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn what_is_committed_is_what_was_put(builds in builds()) {
        let site = Site::new();
        // Beside so many that stay, most commits go file by file.
        let mut files: BTreeMap<&'static str, String> = STAY.map(|name| (name, "stays".to_owned())).into();
        let mut cache = Cache::default();
        for build in &builds {
            for (name, text) in &build.edits {
                let name = NAMES[*name];
                files.remove(name);
                if let Some(text) = text && fits(&files, name) {
                    files.insert(name, text.to_string());
                }
            }
            for meddling in &build.meddling {
                meddle(&site, meddling);
            }
            run(&site, &files, build, &mut cache);
        }
        // The last one gets through, and leaves no empty folder either.
        let last = Build { dies: None, ..builds[0].clone() };
        run(&site, &files, &last, &mut cache);
        prop_assert!(no_empty_folder(&site.output()));
    }
}

fn no_empty_folder(folder: &std::path::Path) -> bool {
    let inner = || fs::read_dir(folder).unwrap().flatten().filter(|entry| entry.file_type().unwrap().is_dir());
    inner().all(|entry| fs::read_dir(entry.path()).unwrap().next().is_some() && no_empty_folder(&entry.path()))
}
