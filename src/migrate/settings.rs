//! Settings under the names of 0.23 (checklist MC-1 to MC-5): keys are renamed where they stand, and only the old ones of
//! highlighting make a new table.

use std::ops::Range;

use toml_edit::{Array, DocumentMut, Item as Edited, Table, value};

use super::code::{COLOURS, FEEDS, GRAMMARS, SETTING_LEFT, SHEETS};
use super::edit::Edits;
use crate::config::{Config, HighlightStyle, Highlighting};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::markdown::theme_since_022;
use crate::path::SourcePath;
use crate::source::{Entry, Item, parse_toml};

/// Keys that have another name: the old one, the new one, whether its value is put into a list.
const RENAMED: [(&str, &str, bool); 5] = [
    ("generate_feed", "generate_feeds", false),
    ("feed_filename", "feed_filenames", true),
    ("generate_rss", "generate_feeds", false),
    ("rss_limit", "feed_limit", false),
    ("language_code", "default_language", false),
];

/// Keys of the old highlighting, in `[markdown]` and, longer ago, at the root.
const HIGHLIGHTING: [&str; 6] = [
    "highlight_code",
    "highlight_theme",
    "highlight_themes_css",
    "extra_syntaxes_and_themes",
    "extra_syntaxes",
    "error_on_missing_highlight",
];

/// Keys that were moved so long ago, and in such a way, that it is done by hand: the key, how it is written.
const BY_HAND: [(&str, &str); 1] = [("slugify_paths", "[slugify] paths = \"safe\"")];

/// What a settings file becomes.
pub(super) fn convert(source: &SourceText, config: &Config, skip: &[String], notes: &mut Vec<Diagnostic>) -> String {
    let text = &*source.text;
    let Ok(entries) = parse_toml(source, 0..text.len()) else { return text.to_owned() };
    let mut edits = Edits::default();
    rename(&entries, text, &mut edits);
    for entry in &entries {
        let Item::Table(inner) = &entry.node.item else {
            if let Some((key, now)) = BY_HAND.iter().find(|(key, _)| *key == entry.key) {
                let note = Diagnostic::new(&SETTING_LEFT).arg("key", key).arg("now", now);
                notes.push(note.at(source, entry.key_span.clone()));
            }
            continue;
        };
        match entry.key.as_str() {
            "languages" => {
                for language in inner {
                    if let Item::Table(own) = &language.node.item {
                        rename(own, text, &mut edits);
                    }
                }
            }
            "translations" if inner.iter().any(|entry| matches!(entry.node.item, Item::Table(_))) => {
                let note = Diagnostic::new(&SETTING_LEFT).arg("key", "translations");
                notes.push(note.arg("now", "[languages.fr.translations]").at(source, entry.key_span.clone()));
            }
            "compat" => {
                let zola = inner.iter().find(|entry| entry.key == "zola");
                if let Some(zola) = zola {
                    edits.replace(zola.node.span.clone(), "\"0.23\"");
                }
            }
            _ => {}
        }
    }
    taxonomies(&entries, source, &mut edits, notes);
    feeds(&entries, source, config, &mut edits, notes);
    let text = edits.apply(text);
    let text = highlighting(text, source, config, notes);
    with_skipped(text, skip)
}

fn rename(entries: &[Entry], text: &str, edits: &mut Edits) {
    let has = |key: &str| entries.iter().any(|entry| entry.key == key);
    for entry in entries {
        let Some((old, new, into_list)) = RENAMED.iter().find(|(old, ..)| *old == entry.key) else { continue };
        if has(new) || (*old == "generate_rss" && has("generate_feed")) {
            // The newer key won.
            let (start, end) = line_of(text, entry.key_span.start);
            edits.remove(start..end);
            continue;
        }
        edits.replace(entry.key_span.clone(), *new);
        if *into_list && !matches!(entry.node.item, Item::List(_)) {
            let span = entry.node.span.clone();
            edits.insert(span.start, "[");
            edits.insert(span.end, "]");
        }
        if *old == "generate_rss" && !has("feed_filenames") && !has("feed_filename") {
            let (_, end) = line_of(text, entry.key_span.start);
            edits.insert(end, "feed_filenames = [\"rss.xml\"]\n");
        }
    }
}

/// The line around the byte `at`, with its end.
fn line_of(text: &str, at: usize) -> (usize, usize) {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
    (start, end)
}

/// `rss` of a taxonomy is `feed` now; its `lang` is a table of languages.
fn taxonomies(entries: &[Entry], source: &SourceText, edits: &mut Edits, notes: &mut Vec<Diagnostic>) {
    let Some(Item::List(items)) = entries.iter().find(|entry| entry.key == "taxonomies").map(|entry| &entry.node.item)
    else {
        return;
    };
    let has = |key: &str| entries.iter().any(|entry| entry.key == key);
    // Beside later settings it meant nothing.
    let has_rss = has("generate_rss") && !has("generate_feed") && !has("generate_feeds");
    for item in items {
        let Item::Table(own) = &item.item else { continue };
        for entry in own {
            match entry.key.as_str() {
                "rss" if has_rss => edits.replace(entry.key_span.clone(), "feed"),
                "lang" => {
                    let note = Diagnostic::new(&SETTING_LEFT).arg("key", "taxonomies.lang");
                    notes.push(note.arg("now", "[languages.fr] taxonomies").at(source, entry.key_span.clone()));
                }
                _ => {}
            }
        }
    }
}

/// Feeds of other languages are written since only where the default language has its own (checklist FEED-4): it gets one, so
/// that they stay.
fn feeds(entries: &[Entry], source: &SourceText, config: &Config, edits: &mut Edits, notes: &mut Vec<Diagnostic>) {
    let others = config.languages.iter().filter(|language| language.code != config.default_language().code);
    if config.default_language().generate_feeds || !others.clone().any(|language| language.generate_feeds) {
        return;
    }
    let is_flag = |entry: &&Entry| matches!(entry.key.as_str(), "generate_feeds" | "generate_feed" | "generate_rss");
    let (key, span) = match entries.iter().find(is_flag) {
        Some(flag) => {
            edits.replace(flag.node.span.clone(), "true");
            (flag.key.as_str(), flag.key_span.clone())
        }
        None => {
            let above = entries.iter().find(|entry| entry.key == "base_url");
            let (at, span) =
                above.map_or((0, 0..0), |entry| (line_of(&source.text, entry.node.span.end).1, entry.key_span.clone()));
            let newline = if at > 0 && !source.text[..at].ends_with('\n') { "\n" } else { "" };
            edits.insert(at, format!("{newline}generate_feeds = true\n"));
            ("generate_feeds", span)
        }
    };
    notes.push(Diagnostic::new(&FEEDS).arg("key", key).at(source, span));
}

/// The old keys of highlighting, taken together into `[markdown.highlighting]`.
fn highlighting(text: String, source: &SourceText, config: &Config, notes: &mut Vec<Diagnostic>) -> String {
    let Ok(mut document) = text.parse::<DocumentMut>() else { return text };
    let mut comments = String::new();
    let mut found = false;
    let mut take = |table: &mut Table| {
        for key in HIGHLIGHTING {
            let Some((key, _)) = table.remove_entry(key) else { continue };
            found = true;
            let above = key.leaf_decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default();
            comments.extend(above.lines().filter(|line| line.trim().starts_with('#')).map(|line| format!("{line}\n")));
        }
    };
    take(document.as_table_mut());
    if let Some(markdown) = document.get_mut("markdown").and_then(Edited::as_table_mut) {
        take(markdown);
    }
    if !found {
        return text;
    }
    let Some(settings) = &config.markdown.highlighting else {
        // It was off: nothing is what says so now.
        return document.to_string();
    };
    let table = table(settings, source, notes, &comments);
    let root = document.as_table_mut();
    let markdown = root.entry("markdown").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Edited::Table(table)
    });
    if let Some(markdown) = markdown.as_table_mut() {
        markdown.insert("highlighting", Edited::Table(table));
    }
    document.to_string()
}

fn table(settings: &Highlighting, source: &SourceText, notes: &mut Vec<Diagnostic>, comments: &str) -> Table {
    let mut table = Table::new();
    table.decor_mut().set_prefix(format!("\n{comments}"));
    let mut name = |old: &str| -> String {
        let (now, same) = theme_since_022(old);
        if !same {
            let note = Diagnostic::new(&COLOURS).arg("name", old).arg("now", now);
            let at = source.text.find(old).map_or(0..0, |at| at..at + old.len());
            notes.push(note.at(source, at));
        }
        now.to_owned()
    };
    match &settings.dark_theme {
        None => {
            table.insert("theme", value(name(&settings.theme)));
        }
        Some(dark) => {
            let (first, second) = (name(&settings.theme), name(dark));
            table.insert("light_theme", value(first));
            table.insert("dark_theme", value(second));
        }
    }
    if settings.style == HighlightStyle::Class {
        table.insert("style", value("class"));
        let old: Vec<&str> = settings.sheets();
        let now = if old.len() > 1 { "giallo-light.css, giallo-dark.css" } else { "giallo.css" };
        if !old.is_empty() && old.join(", ") != now {
            let at = source.text.find("highlight_themes_css").map_or(0..0, |at| at..at + "highlight_themes_css".len());
            notes.push(Diagnostic::new(&SHEETS).arg("old", old.join(", ")).arg("now", now).at(source, at));
        }
    }
    if settings.error_on_missing_language {
        table.insert("error_on_missing_language", value(true));
    }
    if !(settings.extra_grammars.is_empty() && settings.extra_themes.is_empty()) {
        let at = source.text.find("extra_syntaxes").map_or(0..0, |at| at..at + "extra_syntaxes".len());
        notes.push(Diagnostic::new(&GRAMMARS).at(source, at));
    }
    table
}

/// The settings with more globs in `skip_content_templating`.
fn with_skipped(text: String, skip: &[String]) -> String {
    if skip.is_empty() {
        return text;
    }
    let Ok(mut document) = text.parse::<DocumentMut>() else { return text };
    let mut list = Array::new();
    for glob in skip {
        list.push(glob.as_str());
    }
    if skip.len() > 1 {
        list.iter_mut().for_each(|item| item.decor_mut().set_prefix("\n    "));
        list.set_trailing("\n");
        list.set_trailing_comma(true);
    }
    document.insert("skip_content_templating", value(list));
    document.to_string()
}

/// The settings with the keys at `spans` made comments, each with all lines of its value.
pub(super) fn without(text: &str, spans: &[Range<usize>]) -> String {
    let mut edits = Edits::default();
    let Some(path) = SourcePath::new("settings") else { return text.to_owned() };
    let source = SourceText { path, text: text.into() };
    let entries = parse_toml(&source, 0..text.len()).unwrap_or_default();
    for span in spans {
        let Some(end) = value_end(&entries, span) else { continue };
        let (start, _) = line_of(text, span.start);
        for (at, _) in text[start..end].match_indices('\n').map(|(at, line)| (start + at + 1, line)) {
            edits.insert(at, "# ");
        }
        edits.insert(start, "# ");
    }
    edits.apply(text)
}

/// Where the value of the key at `span` ends.
fn value_end(entries: &[Entry], span: &Range<usize>) -> Option<usize> {
    entries.iter().find_map(|entry| {
        if entry.key_span == *span {
            return Some(entry.node.span.end.max(span.end));
        }
        match &entry.node.item {
            Item::Table(inner) => value_end(inner, span),
            Item::List(items) => items.iter().find_map(|item| match &item.item {
                Item::Table(inner) => value_end(inner, span),
                _ => None,
            }),
            _ => None,
        }
    })
}

/// What a theme's description becomes: it needs the new Zola.
pub(super) fn theme(source: &SourceText) -> Option<String> {
    let entries = parse_toml(source, 0..source.text.len()).ok()?;
    let version = entries.iter().find(|entry| entry.key == "min_version")?;
    let Item::Text(written) = &version.node.item else { return None };
    if crate::config::Dialect::of_version(written) == Some(crate::config::Dialect::V2) {
        return None;
    }
    let mut edits = Edits::default();
    edits.replace(version.node.span.clone(), "\"0.23.0\"");
    Some(edits.apply(&source.text))
}
