//! The keys of a page's front matter (checklist 1.7).

use tera::Value;

use super::alias::Names;
use super::code::{BAD_DATE, BLANK_TERM, EMPTY, MISPLACED_KEY, UNKNOWN_TAXONOMY};
use super::date::DateText;
use crate::config::{Language, to_map};
use crate::diagnostic::{Diagnostic, Sink, SourceText, suggest};
use crate::source::{DID_YOU_MEAN, IGNORED_KEY, Item, NOT_TEXTS, Node, Table};

/// A page's front matter with its defaults.
#[derive(Clone, Debug)]
pub struct PageFront {
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `date`, or the date in the file's name.
    pub date: Option<DateText>,
    /// `updated`.
    pub updated: Option<DateText>,
    /// `weight`.
    pub weight: Option<u64>,
    /// `draft`.
    pub draft: bool,
    /// Whether the page is written.
    pub render: bool,
    /// `slug`.
    pub slug: Option<String>,
    /// `path`, as written.
    pub path: Option<String>,
    /// `aliases`.
    pub aliases: Vec<String>,
    /// `template`.
    pub template: Option<String>,
    /// `taxonomies`: each with its terms, in the order written.
    pub taxonomies: Vec<(String, Vec<String>)>,
    /// `authors`.
    pub authors: Vec<String>,
    /// Whether it stands in the search index.
    pub in_search_index: bool,
    /// Whether it stands in feeds.
    pub include_in_feeds: bool,
    /// Whether it is left out of its sections' lists.
    pub hidden: bool,
    /// `extra`, always a map; dates in it are texts (checklist FM-5).
    pub extra: Value,
}

impl Default for PageFront {
    /// That of a page which says nothing.
    fn default() -> PageFront {
        PageFront {
            title: None,
            description: None,
            date: None,
            updated: None,
            weight: None,
            draft: false,
            render: true,
            slug: None,
            path: None,
            aliases: Vec::new(),
            template: None,
            taxonomies: Vec::new(),
            authors: Vec::new(),
            in_search_index: true,
            include_in_feeds: true,
            hidden: false,
            extra: to_map(Vec::new()),
        }
    }
}

impl PageFront {
    /// Reads a page's front matter. `language` is the page's: its taxonomies are the ones that may be used.
    ///
    /// Unknown keys pass, as in the reference; those that look like a slip are told.
    pub(super) fn read(table: &mut Table, language: &Language, names: &Names<'_>, sink: &Sink) -> PageFront {
        let front = PageFront {
            title: table.string("title", sink),
            description: table.string("description", sink),
            date: date(table, "date", sink),
            updated: date(table, "updated", sink),
            weight: table.count("weight", sink),
            draft: table.boolean("draft", sink).unwrap_or(false),
            render: table.boolean("render", sink).unwrap_or(true),
            slug: filled(table, "slug", sink),
            path: filled(table, "path", sink),
            aliases: table.strings("aliases", sink).unwrap_or_default(),
            template: table.string("template", sink),
            taxonomies: taxonomies(table, language, sink),
            authors: table.strings("authors", sink).unwrap_or_default(),
            in_search_index: table.boolean("in_search_index", sink).unwrap_or(true),
            include_in_feeds: table.boolean("include_in_feeds", sink).unwrap_or(true),
            hidden: table.boolean("hidden", sink).unwrap_or(false),
            extra: extra(table, sink),
        };
        table.finish_open(sink);
        for unknown in table.unknown().into_iter().filter(|unknown| unknown.suggestion.is_none()) {
            let is_taxonomy = language.taxonomies.iter().any(|taxonomy| taxonomy.name == unknown.key);
            let belongs = if is_taxonomy { Some("taxonomies") } else { names.table_of(unknown.key) };
            let diagnostic = if let Some(belongs) = belongs {
                Diagnostic::new(&MISPLACED_KEY).arg("key", unknown.key).arg("table", belongs)
            } else if let Some(suggestion) = names.suggest(unknown.key) {
                Diagnostic::new(&IGNORED_KEY).arg("key", unknown.key).arg("suggestion", suggestion).hint(DID_YOU_MEAN)
            } else {
                continue;
            };
            sink.push(diagnostic.at(table.source(), unknown.span));
        }
        front
    }
}

/// A date, quoted or not (checklist FM-4).
fn date(table: &mut Table, key: &'static str, sink: &Sink) -> Option<DateText> {
    let date = match table.node(key)?.item {
        Item::Null => return None,
        Item::Text(text) | Item::Moment(text) => DateText::parse(&text),
        _ => None,
    };
    if date.is_none() {
        sink.push(table.diagnose(&BAD_DATE, key));
    }
    date
}

/// A text that must not be empty where it is given (checklist PG-4).
fn filled(table: &mut Table, key: &'static str, sink: &Sink) -> Option<String> {
    let text = table.string(key, sink)?;
    if text.is_empty() {
        sink.push(table.diagnose(&EMPTY, key));
        return None;
    }
    Some(text)
}

/// `taxonomies`: each must be one of the language's, and no term blank (checklist PG-6).
fn taxonomies(table: &mut Table, language: &Language, sink: &Sink) -> Vec<(String, Vec<String>)> {
    let Some(mut table) = table.table("taxonomies", sink) else { return Vec::new() };
    let source = table.source().clone();
    let entries = table.rest();
    let mut found = Vec::with_capacity(entries.len());
    for entry in entries {
        let name = entry.key.clone();
        let key = table.path(&name);
        if !language.taxonomies.iter().any(|taxonomy| taxonomy.name == name) {
            let known: Vec<&str> = language.taxonomies.iter().map(|taxonomy| taxonomy.name.as_str()).collect();
            let mut diagnostic = Diagnostic::new(&UNKNOWN_TAXONOMY)
                .arg("taxonomy", &name)
                .arg("allowed", if known.is_empty() { "none".to_owned() } else { known.join(", ") })
                .arg("allowed_zh", if known.is_empty() { "无".to_owned() } else { known.join("、") });
            if let Some(suggestion) = suggest(&name, known.iter().copied()) {
                diagnostic = diagnostic.arg("suggestion", suggestion).hint(DID_YOU_MEAN);
            }
            sink.push(diagnostic.at(&source, entry.key_span));
            continue;
        }
        let Some(terms) = terms(entry.node, &key, &source, sink) else { continue };
        found.push((name, terms));
    }
    found
}

/// The terms of one taxonomy.
fn terms(node: Node, key: &str, source: &SourceText, sink: &Sink) -> Option<Vec<String>> {
    let items = match node.item {
        Item::List(items) => items,
        // As with other lists, YAML's empty value is none.
        Item::Null => Vec::new(),
        _ => {
            sink.push(Diagnostic::new(&NOT_TEXTS).arg("key", key).at(source, node.span));
            return None;
        }
    };
    let mut terms = Vec::with_capacity(items.len());
    for item in items {
        match item.item {
            Item::Text(term) if !term.trim().is_empty() => terms.push(term),
            Item::Text(_) => sink.push(Diagnostic::new(&BLANK_TERM).arg("key", key).at(source, item.span)),
            _ => sink.push(Diagnostic::new(&NOT_TEXTS).arg("key", key).at(source, item.span)),
        }
    }
    Some(terms)
}

/// `extra`, always a map (checklist FM-5).
pub(super) fn extra(table: &mut Table, sink: &Sink) -> Value {
    to_map(table.table("extra", sink).map(|mut extra| extra.rest()).unwrap_or_default())
}
