//! A case: a site, what it has to become, and what is asked of the comparison.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};
use serde::Deserialize;

/// `case.toml`, as `README.md` describes it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: String,
    covers: Vec<String>,
    dialect: String,
    expect: Expect,
    #[serde(default)]
    flags: Vec<String>,
    #[serde(default)]
    global_flags: Vec<String>,
    #[serde(default)]
    error_words: Vec<String>,
    #[serde(default)]
    ignore: Vec<String>,
    #[serde(default)]
    tolerate: BTreeSet<String>,
    #[serde(default)]
    strict: BTreeSet<String>,
    output: Option<String>,
    #[serde(default)]
    same_inode: Vec<(String, String)>,
    #[serde(default)]
    prepare: Prepare,
}

/// What a case has to end in.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Expect {
    /// The recorded tree.
    #[default]
    Build,
    /// A message with the case's words.
    Error,
}

/// What lies there before the build.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Prepare {
    /// Empty folders of the site.
    pub mkdir: Vec<String>,
    /// Files in the output folder.
    pub stale_output: BTreeMap<String, String>,
}

/// How strictly a file is compared.
#[derive(Debug, Default)]
pub struct Rules {
    /// The program's own pages may look as they like.
    pub builtin_pages: bool,
    /// A feed's own id and link are not compared.
    pub feed_self_link: bool,
    /// Dates in XML are not compared.
    pub ignore_timestamps: bool,
    /// HTML may be hardly larger than recorded.
    pub minified: bool,
    /// The terms of a search index are compared.
    pub index_terms: bool,
}

/// A case, read.
#[derive(Debug)]
pub struct Case {
    /// The folder's name.
    pub name: String,
    /// What it is about.
    pub title: String,
    /// Its folder.
    pub folder: PathBuf,
    /// The version of Zola it was recorded from, for `--compat`: many sites would do for either.
    pub zola: String,
    /// How it ends.
    pub expect: Expect,
    /// Command line words before `build`.
    pub global_flags: Vec<String>,
    /// Command line words after `build`.
    pub flags: Vec<String>,
    /// What the message of an error has to hold.
    pub error_words: Vec<String>,
    /// Output files that are not compared.
    pub ignore: GlobSet,
    /// How files are compared.
    pub rules: Rules,
    /// The output folder the site's settings name, where the case is about that.
    pub output: Option<String>,
    /// Pairs of a source and an output file that are one file on disk.
    pub same_inode: Vec<(String, String)>,
    /// What lies there before.
    pub prepare: Prepare,
}

impl Case {
    /// All cases in a folder, by name.
    pub fn all(folder: &Path) -> Vec<Case> {
        let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
        let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        folders.sort();
        folders.iter().filter(|folder| folder.is_dir()).map(|folder| Case::read(folder)).collect()
    }

    fn read(folder: &Path) -> Case {
        let place = folder.join("case.toml");
        let text = fs::read_to_string(&place).unwrap_or_else(|error| panic!("{}: {error}", place.display()));
        let written: Written = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", place.display()));
        assert!(!written.covers.is_empty(), "{}: covers nothing", place.display());
        assert!(folder.parent().is_some_and(|above| above.ends_with(&written.dialect)), "{}", place.display());
        let mut ignore = GlobSetBuilder::new();
        for glob in &written.ignore {
            ignore.add(Glob::new(glob).unwrap_or_else(|error| panic!("{}: {error}", place.display())));
        }
        let asked: BTreeSet<&str> = written.tolerate.union(&written.strict).map(String::as_str).collect();
        let known = ["builtin-pages", "feed-self-link", "ignore-timestamps", "minified", "index-terms"];
        assert!(asked.iter().all(|rule| known.contains(rule)), "{}: an unknown rule", place.display());
        let rules = Rules {
            builtin_pages: asked.contains("builtin-pages"),
            feed_self_link: asked.contains("feed-self-link"),
            ignore_timestamps: asked.contains("ignore-timestamps"),
            minified: asked.contains("minified"),
            index_terms: asked.contains("index-terms"),
        };
        Case {
            name: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            title: written.title,
            folder: folder.to_owned(),
            zola: written.dialect.trim_start_matches("zola-").to_owned(),
            expect: written.expect,
            global_flags: written.global_flags,
            flags: written.flags,
            error_words: written.error_words,
            ignore: ignore.build().unwrap_or_default(),
            rules,
            output: written.output,
            same_inode: written.same_inode,
            prepare: written.prepare,
        }
    }
}
