//! The settings file as written: found, parsed, and what it says about the dialect before everything else is read.

use std::ops::Range;

use super::Overrides;
use super::code::NO_SETTINGS;
use super::dialect::{Dialect, Recognised};
use super::older;
use crate::diagnostic::{Diagnostic, Sink, SourceText, Wording};
use crate::path::SourcePath;
use crate::source::{Entry, SourceTree, Table, find, parse_toml};

/// The names of the settings file, the first one there is read.
const NAMES: [&str; 3] = ["lianluo.toml", "zola.toml", "config.toml"];

/// Keys that only sites for Zola 0.22 and before have (checklist MC-1, MC-2); the older releases of Zola had still others,
/// which are read too.
const V1_KEYS: [&str; 15] = [
    "markdown.highlight_code",
    "markdown.highlight_theme",
    "markdown.highlight_themes_css",
    "markdown.extra_syntaxes_and_themes",
    "markdown.extra_syntaxes",
    "markdown.error_on_missing_highlight",
    "generate_feed",
    "feed_filename",
    "generate_rss",
    "rss_limit",
    "highlight_code",
    "highlight_theme",
    "extra_syntaxes",
    "extra_syntaxes_and_themes",
    "slugify_paths",
];

/// How feeds were set before Zola 0.19 (checklist MC-1).
const OLD_FEED_KEYS: [&str; 4] = ["generate_feed", "feed_filename", "generate_rss", "rss_limit"];

/// Keys that Zola has only since 0.23, and that are errors before (checklist MC-4).
const V2_KEYS: [&str; 1] = ["skip_content_templating"];

/// The settings file, parsed but not resolved.
#[derive(Debug)]
pub struct ConfigFile {
    pub(super) root: Table,
    /// Whether no current Zola would read it: then it is read as well as it can be, and unknown keys are no errors.
    pub(super) is_old: bool,
    /// Whether feeds are set as before Zola 0.19.
    pub(super) has_old_feeds: bool,
    /// What the command line or `[compat]` says.
    asked: Option<Dialect>,
    told: Option<Recognised>,
    layered: bool,
}

impl ConfigFile {
    /// Finds and parses the settings file. `None`, told, if there is none or it is no TOML.
    pub fn read(sources: &SourceTree, overrides: &Overrides, sink: &Sink) -> Option<ConfigFile> {
        let names: Vec<&str> = overrides.file.as_deref().map_or_else(|| NAMES.to_vec(), |file| vec![file]);
        let found = names.iter().filter_map(|name| SourcePath::new(name)).find(|path| sources.exists(path));
        let Some(path) = found else {
            let diagnostic = Diagnostic::new(&NO_SETTINGS).arg("names", names.join(", "));
            sink.push(diagnostic.arg("names_zh", names.join("、")));
            return None;
        };
        let source = sources.text(&path).map_err(|diagnostic| sink.push(diagnostic)).ok()?;
        let parsed = parse_toml(&source, 0..source.text.len());
        let mut entries =
            parsed.map_err(|diagnostics| diagnostics.into_iter().for_each(|diagnostic| sink.push(diagnostic))).ok()?;
        // Before the older keys get their later names.
        let told = told_by_keys(&source, &entries);
        let is_written = |key: &&str| find(&entries, key).is_some_and(|(.., whole)| whole);
        let has_old_feeds = OLD_FEED_KEYS.iter().any(is_written);
        let renewed = older::renew(&mut entries, &source, sink);
        let is_old = renewed.is_some() | has_old_highlighting(&entries);
        let told = told.or_else(|| renewed.map(|(key, span)| because_of(&source, &key, &span, Dialect::V1)));
        let mut root = Table::new(source, "", 0..0, entries);
        let asked = asked(&mut root, overrides, sink);
        let layered = overrides.layer.is_some_and(|key| root.has(key));
        Some(ConfigFile { root, is_old, has_old_feeds, asked, told, layered })
    }

    /// Where the cache lies, from the root (`cache_dir`, ours).
    pub fn cache_dir(&self) -> Option<&str> {
        self.root.text("cache_dir")
    }

    /// The dialect the command line or `[compat] zola` asks for; who asked needs no reason told.
    pub fn asked(&self) -> Option<Recognised> {
        self.asked.map(|dialect| Recognised { dialect, reason: None })
    }

    /// Whether a layer above has settings in it.
    pub fn is_layered(&self) -> bool {
        self.layered
    }

    /// The dialect that the other settings tell: keys that only one has.
    pub fn told_by_keys(&self) -> Option<Recognised> {
        self.told.clone()
    }

    /// The dialect where nothing tells it. Zola reads `zola.toml` only since 0.22, and settings of that name are mostly
    /// newer; sites with the older `config.toml` are mostly older, and Tera 1 forgives them more. The settings of a layer
    /// and `lianluo.toml` are of this program, whose own templates are in V2.
    pub fn by_default(&self) -> Recognised {
        const OLDER: Wording = Wording {
            zh: "模板两种写法都说得通，设置文件用的是旧名字 {file}",
            en: "the templates would do for either, and the settings have the older name {file}",
        };
        const NEWER: Wording = Wording {
            zh: "模板两种写法都说得通，设置文件是 {file}",
            en: "the templates would do for either, and the settings are in {file}",
        };
        let file = self.root.source().path.file_name().to_owned();
        if self.layered || file == NAMES[0] {
            return Recognised::default();
        }
        let (dialect, wording) = if file == NAMES[2] { (Dialect::V1, OLDER) } else { (Dialect::V2, NEWER) };
        Recognised::because(dialect, wording, vec![("file", file)])
    }

    /// The name of the theme.
    pub fn theme(&self) -> Option<String> {
        self.root.text("theme").filter(|theme| !theme.is_empty()).map(str::to_owned)
    }
}

/// The dialect asked for: by the command line, else by `[compat] zola`.
fn asked(root: &mut Table, overrides: &Overrides, sink: &Sink) -> Option<Dialect> {
    let written = root.table("compat", sink).and_then(|mut compat| {
        let dialect = compat.choice("zola", &Dialect::WORDS, sink);
        compat.finish(sink);
        dialect
    });
    overrides.dialect.or(written)
}

fn has_old_highlighting(entries: &[Entry]) -> bool {
    let mut keys = V1_KEYS.iter().filter(|key| key.starts_with("markdown."));
    keys.any(|key| find(entries, key).is_some_and(|(.., whole)| whole))
}

/// The dialect of the first key that only one has.
fn told_by_keys(source: &SourceText, entries: &[Entry]) -> Option<Recognised> {
    let by = |keys: &[&'static str], dialect| {
        let place = |key: &str| find(entries, key).filter(|(.., whole)| *whole).map(|(span, ..)| span);
        let found = keys.iter().find_map(|key| Some((key, place(key)?)));
        found.map(|(key, span)| because_of(source, key, &span, dialect))
    };
    by(&V1_KEYS, Dialect::V1).or_else(|| by(&V2_KEYS, Dialect::V2))
}

/// The dialect for the key at `span`.
fn because_of(source: &SourceText, key: &str, span: &Range<usize>, dialect: Dialect) -> Recognised {
    const KEY: Wording = Wording { zh: "{file} 第 {line} 行有 {key}", en: "{file}:{line} sets {key}" };
    let (line, _) = source.position(span.start);
    let args = vec![("file", source.path.to_string()), ("line", line.to_string()), ("key", key.to_owned())];
    Recognised::because(dialect, KEY, args)
}
