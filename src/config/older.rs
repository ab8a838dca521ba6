//! Settings as Zola had them before 0.19, put into their later form (checklist MC-1): a site that was never moved on builds
//! all the same, and is told once how each is written now. Those of highlighting that lasted until 0.21 are read in
//! `highlight.rs`.
//!
//! <https://github.com/getzola/zola/blob/master/CHANGELOG.md>, the notes on breaking changes.

use std::ops::Range;

use super::code::OLD_KEY;
use crate::diagnostic::{Diagnostic, Sink, SourceText};
use crate::source::{Entry, Item, Node};

/// Keys that were renamed: the old one, the new one, how the new one is written.
const RENAMED: [(&str, &str, &str); 5] = [
    ("generate_feed", "generate_feeds", "generate_feeds = true"),
    ("feed_filename", "feed_filenames", "feed_filenames = [\"atom.xml\"]"),
    ("generate_rss", "generate_feeds", "generate_feeds = true, feed_filenames = [\"rss.xml\"]"),
    ("rss_limit", "feed_limit", "feed_limit = 20"),
    ("language_code", "default_language", "default_language = \"en\""),
];

/// Keys that stood at the root and belong to `[markdown]`.
const MOVED: [(&str, &str); 4] = [
    ("highlight_code", "highlight_code"),
    ("highlight_theme", "highlight_theme"),
    ("extra_syntaxes", "extra_syntaxes_and_themes"),
    ("extra_syntaxes_and_themes", "extra_syntaxes_and_themes"),
];

/// Rewrites the entries of a settings file. The first key there was to rewrite, with its place: then the file is from a time
/// when unknown keys were no errors.
pub fn renew(entries: &mut Vec<Entry>, source: &SourceText, sink: &Sink) -> Option<(String, Range<usize>)> {
    let has_rss = has(entries, "generate_rss") && !has(entries, "generate_feed") && !has(entries, "generate_feeds");
    let mut renewal = Renewal { source, sink, has_rss, found: None };
    renewal.rename(entries, "");
    renewal.languages(entries);
    if let Some(table) = table(entries, "languages") {
        for entry in table.iter_mut() {
            let path = format!("languages.{}.", entry.key);
            if let Item::Table(own) = &mut entry.node.item {
                renewal.rename(own, &path);
            }
        }
    }
    renewal.taxonomies(entries);
    renewal.translations(entries);
    renewal.markdown(entries);
    renewal.slugs(entries);
    renewal.found
}

struct Renewal<'a> {
    source: &'a SourceText,
    sink: &'a Sink,
    /// Whether feeds are set as until 0.10.
    has_rss: bool,
    found: Option<(String, Range<usize>)>,
}

impl Renewal<'_> {
    fn tell(&mut self, key: String, span: Range<usize>, now: &str) {
        self.found.get_or_insert_with(|| (key.clone(), span.clone()));
        self.sink.push(Diagnostic::new(&OLD_KEY).arg("key", key).arg("now", now).at(self.source, span));
    }

    fn rename(&mut self, entries: &mut Vec<Entry>, above: &str) {
        for (old, new, now) in RENAMED {
            let Some(entry) = take(entries, old) else { continue };
            self.tell(format!("{above}{old}"), entry.key_span.clone(), now);
            // A release that knows the one no longer knew the other.
            if old == "generate_rss" && has(entries, "generate_feeds") {
                continue;
            }
            if old == "generate_rss" && !has(entries, "feed_filenames") && !has(entries, "feed_filename") {
                let name = at(&entry.node, Item::Text("rss.xml".to_owned()));
                put(entries, "feed_filenames", &entry, Item::List(vec![name]));
            }
            let item = match old {
                "feed_filename" => Item::List(vec![entry.node.clone()]),
                _ => entry.node.item.clone(),
            };
            put(entries, new, &entry, item);
        }
    }

    /// `languages = [{ code = "fr", feed = true, search = true }]`, until 0.15.
    fn languages(&mut self, entries: &mut Vec<Entry>) {
        let is_list = entries.iter().any(|entry| entry.key == "languages" && matches!(entry.node.item, Item::List(_)));
        let Some(entry) = is_list.then(|| take(entries, "languages")).flatten() else { return };
        self.tell(
            "languages".to_owned(),
            entry.key_span.clone(),
            "[languages.fr] generate_feeds = true, build_search_index = true",
        );
        let Item::List(items) = &entry.node.item else { return };
        let mut languages = Vec::new();
        for item in items {
            let Item::Table(mut own) = item.item.clone() else { continue };
            let Some(Item::Text(code)) = take(&mut own, "code").map(|code| code.node.item) else { continue };
            for (old, new) in [("rss", "generate_feeds"), ("feed", "generate_feeds"), ("search", "build_search_index")]
            {
                if let Some(flag) = take(&mut own, old) {
                    put(&mut own, new, &flag, flag.node.item.clone());
                }
            }
            languages.push(Entry::new(code, item.span.clone(), at(item, Item::Table(own))));
        }
        put(entries, "languages", &entry, Item::Table(languages));
    }

    /// `rss = true` of a taxonomy until 0.10, and `lang = "fr"` until 0.15. Later releases ignore both, so they only count beside
    /// other settings of their time.
    fn taxonomies(&mut self, entries: &mut Vec<Entry>) {
        let older = self.found.is_some();
        let mut elsewhere: Vec<(String, Node)> = Vec::new();
        let Some(Item::List(items)) =
            entries.iter_mut().find(|entry| entry.key == "taxonomies").map(|entry| &mut entry.node.item)
        else {
            return;
        };
        for item in items.iter_mut() {
            let Item::Table(own) = &mut item.item else { continue };
            if let Some(flag) = self.has_rss.then(|| take(own, "rss")).flatten() {
                self.tell("taxonomies.rss".to_owned(), flag.key_span.clone(), "feed = true");
                put(own, "feed", &flag, flag.node.item.clone());
            }
        }
        if !older {
            return;
        }
        items.retain(|item| {
            let Item::Table(own) = &item.item else { return true };
            let language = own.iter().find(|entry| entry.key == "lang").map(|entry| &entry.node.item);
            if let Some(Item::Text(code)) = language {
                elsewhere.push((code.clone(), item.clone()));
            }
            !matches!(language, Some(Item::Text(_)))
        });
        let default = default_language(entries);
        for (code, item) in elsewhere {
            let own = if code == default {
                Some(&mut *entries)
            } else {
                table(entries, "languages").and_then(|all| table(all, &code))
            };
            let Some(own) = own else { continue };
            match own.iter_mut().find(|entry| entry.key == "taxonomies").map(|entry| &mut entry.node.item) {
                Some(Item::List(items)) => items.push(item),
                _ => own.push(Entry::new(
                    "taxonomies".to_owned(),
                    item.span.clone(),
                    Node { span: item.span.clone(), item: Item::List(vec![item]) },
                )),
            }
        }
    }

    /// `[translations.fr]` until 0.15.
    fn translations(&mut self, entries: &mut Vec<Entry>) {
        let Some(all) = table(entries, "translations") else { return };
        let mut elsewhere = Vec::new();
        while let Some(index) = all.iter().position(|entry| matches!(entry.node.item, Item::Table(_))) {
            elsewhere.push(all.remove(index));
        }
        let default = default_language(entries);
        for entry in elsewhere {
            self.tell(format!("translations.{}", entry.key), entry.key_span.clone(), "[languages.fr.translations]");
            let own = if entry.key == default {
                Some(&mut *entries)
            } else {
                table(entries, "languages").and_then(|all| table(all, &entry.key))
            };
            let (Some(own), Item::Table(texts)) = (own, entry.node.item.clone()) else { continue };
            match table(own, "translations") {
                Some(known) => known.extend(texts),
                None => put(own, "translations", &entry, Item::Table(texts)),
            }
        }
    }

    /// Highlighting at the root until 0.12.
    fn markdown(&mut self, entries: &mut Vec<Entry>) {
        for (old, new) in MOVED {
            let Some(entry) = take(entries, old) else { continue };
            self.tell(
                old.to_owned(),
                entry.key_span.clone(),
                "[markdown.highlighting] theme, extra_grammars, extra_themes",
            );
            if table(entries, "markdown").is_none() {
                put(entries, "markdown", &entry, Item::Table(Vec::new()));
            }
            if let Some(markdown) = table(entries, "markdown") {
                put(markdown, new, &entry, entry.node.item.clone());
            }
        }
        if let Some(markdown) = table(entries, "markdown")
            && let Some(entry) = take(markdown, "extra_syntaxes")
        {
            self.tell(
                "markdown.extra_syntaxes".to_owned(),
                entry.key_span.clone(),
                "[markdown.highlighting] extra_grammars",
            );
            put(markdown, "extra_syntaxes_and_themes", &entry, entry.node.item.clone());
        }
    }

    /// `slugify_paths = false` until 0.11.
    fn slugs(&mut self, entries: &mut Vec<Entry>) {
        let Some(entry) = take(entries, "slugify_paths") else { return };
        self.tell(
            "slugify_paths".to_owned(),
            entry.key_span.clone(),
            "[slugify] paths = \"safe\", taxonomies = \"safe\"",
        );
        let word = if entry.node.item == Item::Boolean(false) { "safe" } else { "on" };
        let how = |key: &str| {
            Entry::new(key.to_owned(), entry.key_span.clone(), at(&entry.node, Item::Text(word.to_owned())))
        };
        put(entries, "slugify", &entry, Item::Table(vec![how("paths"), how("taxonomies")]));
    }
}

fn has(entries: &[Entry], key: &str) -> bool {
    entries.iter().any(|entry| entry.key == key)
}

fn take(entries: &mut Vec<Entry>, key: &str) -> Option<Entry> {
    let index = entries.iter().position(|entry| entry.key == key)?;
    Some(entries.remove(index))
}

/// Adds a key at the place of the `old` one, unless the key is there already.
fn put(entries: &mut Vec<Entry>, key: &str, old: &Entry, item: Item) {
    if !has(entries, key) {
        entries.push(Entry::new(key.to_owned(), old.key_span.clone(), at(&old.node, item)));
    }
}

fn at(node: &Node, item: Item) -> Node {
    Node { item, span: node.span.clone() }
}

fn table<'a>(entries: &'a mut [Entry], key: &str) -> Option<&'a mut Vec<Entry>> {
    match &mut entries.iter_mut().find(|entry| entry.key == key)?.node.item {
        Item::Table(inner) => Some(inner),
        _ => None,
    }
}

fn default_language(entries: &[Entry]) -> String {
    let written = entries.iter().find(|entry| entry.key == "default_language").map(|entry| &entry.node.item);
    if let Some(Item::Text(code)) = written { code.clone() } else { "en".to_owned() }
}
