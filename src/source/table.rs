//! A table of a TOML or YAML file being read key by key: typed, with places; what nobody read is told with a suggestion.

use std::ops::Range;

use super::code::{
    IGNORED_KEY, NOT_BOOLEAN, NOT_CHOICE, NOT_COUNT, NOT_INTEGER, NOT_NUMBER, NOT_TABLE, NOT_TABLES, NOT_TEXT,
    NOT_TEXTS, UNKNOWN_KEY,
};
use super::node::{Entry, Item, Node};
use crate::diagnostic::{Code, Diagnostic, Sink, SourceText, Wording, suggest};

/// The hint that names the nearest known name, the argument `suggestion`.
pub const DID_YOU_MEAN: Wording =
    Wording { zh: "是不是想写“{suggestion}”？", en: "did you mean `{suggestion}`?" };

const KNOWN_HERE: Wording = Wording { zh: "这里可以写：{allowed_zh}", en: "known here: {allowed}" };

/// How many unknown keys of a table are told; more tell nothing new.
const MOST_UNKNOWN: usize = 100;

/// A table as written, with the places of its keys and values.
///
/// Reading a key hands its value out once and marks it as known; a value of the wrong type is told and counts as absent.
/// `finish` tells the keys that were never asked for, and suggests those that were. To read a table that is only lent,
/// clone it.
#[derive(Clone, Debug)]
pub struct Table {
    source: SourceText,
    path: String,
    span: Range<usize>,
    entries: Vec<Entry>,
    known: Vec<&'static str>,
}

/// A key that was never asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown<'a> {
    /// The key.
    pub key: &'a str,
    /// Its bytes.
    pub span: Range<usize>,
    /// The known key it was most likely meant to be.
    pub suggestion: Option<&'static str>,
}

impl Table {
    /// The `entries` of the table at the dotted `path` (empty for the file's top) in `source`; `span` is where to point at
    /// when one is missing.
    pub fn new(source: SourceText, path: impl Into<String>, span: Range<usize>, entries: Vec<Entry>) -> Table {
        Table { source, path: path.into(), span, entries, known: Vec::new() }
    }

    /// The file it stands in.
    pub fn source(&self) -> &SourceText {
        &self.source
    }

    /// The dotted path of `key` in the file.
    pub fn path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Whether the key is written here, read already or not.
    pub fn has(&self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    /// The bytes of the key's value; of the table where the key is absent.
    pub fn span(&self, key: &str) -> Range<usize> {
        self.entry(key).map_or_else(|| self.span.clone(), |entry| entry.node.span.clone())
    }

    /// The bytes of the key itself; of the table where the key is absent.
    pub fn key_span(&self, key: &str) -> Range<usize> {
        self.entry(key).map_or_else(|| self.span.clone(), |entry| entry.key_span.clone())
    }

    /// The keys asked for so far: the known ones, once everything is read.
    pub fn known(&self) -> &[&'static str] {
        &self.known
    }

    /// The text of the key, without reading it.
    pub fn text(&self, key: &str) -> Option<&str> {
        match &self.entry(key)?.node.item {
            Item::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A diagnostic that points at the key's value, with its path as the argument `key`.
    pub fn diagnose(&self, code: &'static Code, key: &str) -> Diagnostic {
        Diagnostic::new(code).arg("key", self.path(key)).arg("name", key).at(&self.source, self.span(key))
    }

    /// The value of any type.
    pub fn node(&mut self, key: &'static str) -> Option<Node> {
        self.known.push(key);
        self.take(key)
    }

    /// A text.
    pub fn string(&mut self, key: &'static str, sink: &Sink) -> Option<String> {
        self.read(key, &NOT_TEXT, sink, |item| match item {
            Item::Text(text) => Some(text),
            _ => None,
        })
    }

    /// True or false.
    pub fn boolean(&mut self, key: &'static str, sink: &Sink) -> Option<bool> {
        self.read(key, &NOT_BOOLEAN, sink, |item| match item {
            Item::Boolean(flag) => Some(flag),
            _ => None,
        })
    }

    /// A whole number.
    pub fn integer(&mut self, key: &'static str, sink: &Sink) -> Option<i64> {
        self.read(key, &NOT_INTEGER, sink, |item| match item {
            Item::Integer(number) => number.try_into().ok(),
            _ => None,
        })
    }

    /// A whole number from 0 on.
    pub fn count(&mut self, key: &'static str, sink: &Sink) -> Option<u64> {
        self.read(key, &NOT_COUNT, sink, |item| match item {
            Item::Integer(number) => number.try_into().ok(),
            _ => None,
        })
    }

    /// A number, whole or not.
    pub fn float(&mut self, key: &'static str, sink: &Sink) -> Option<f64> {
        self.read(key, &NOT_NUMBER, sink, |item| match item {
            Item::Float(number) => Some(number),
            // Whole numbers beyond 2^53 lose digits, as in every program that counts in floats.
            Item::Integer(number) => Some(number as f64),
            _ => None,
        })
    }

    /// A list of texts.
    pub fn strings(&mut self, key: &'static str, sink: &Sink) -> Option<Vec<String>> {
        let texts = self.placed_strings(key, sink)?;
        Some(texts.into_iter().map(|(text, _)| text).collect())
    }

    /// A list of texts, each with its bytes.
    pub fn placed_strings(&mut self, key: &'static str, sink: &Sink) -> Option<Vec<(String, Range<usize>)>> {
        let node = self.node(key)?;
        let wrong = match node.item {
            Item::Null => return None,
            Item::List(items) => {
                let mut texts = Vec::with_capacity(items.len());
                let mut wrong = None;
                for item in items {
                    match item.item {
                        Item::Text(text) => texts.push((text, item.span)),
                        _ => wrong = wrong.or(Some(item.span)),
                    }
                }
                match wrong {
                    Some(span) => span,
                    None => return Some(texts),
                }
            }
            _ => node.span,
        };
        sink.push(Diagnostic::new(&NOT_TEXTS).arg("key", self.path(key)).at(&self.source, wrong));
        None
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&mut self, key: &'static str, allowed: &[(&'static str, T)], sink: &Sink) -> Option<T> {
        let text = self.string(key, sink)?;
        if let Some((_, value)) = allowed.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let words: Vec<&'static str> = allowed.iter().map(|(word, _)| *word).collect();
        let mut diagnostic = self.diagnose(&NOT_CHOICE, key).arg("value", &text);
        if let Some(suggestion) = suggest(&text, words.iter().copied()) {
            diagnostic = diagnostic.arg("suggestion", suggestion).hint(DID_YOU_MEAN);
        }
        sink.push(with_allowed(diagnostic, &words));
        None
    }

    /// A table.
    pub fn table(&mut self, key: &'static str, sink: &Sink) -> Option<Table> {
        let (path, span, source) = (self.path(key), self.key_span(key), self.source.clone());
        let entries = self.read(key, &NOT_TABLE, sink, |item| match item {
            Item::Table(entries) => Some(entries),
            _ => None,
        })?;
        Some(Table::new(source, path, span, entries))
    }

    /// A list of tables.
    pub fn tables(&mut self, key: &'static str, sink: &Sink) -> Option<Vec<Table>> {
        let (path, source) = (self.path(key), self.source.clone());
        self.read(key, &NOT_TABLES, sink, |item| {
            let Item::List(items) = item else { return None };
            let table = |node: Node| match node.item {
                Item::Table(entries) => Some(Table::new(source.clone(), path.clone(), node.span, entries)),
                _ => None,
            };
            items.into_iter().map(table).collect()
        })
    }

    /// A table of texts, whose keys are free.
    pub fn string_map(&mut self, key: &'static str, sink: &Sink) -> Option<Vec<(String, String)>> {
        let table = self.table(key, sink)?;
        let mut pairs = Vec::with_capacity(table.entries.len());
        for entry in &table.entries {
            match &entry.node.item {
                Item::Text(text) => pairs.push((entry.key.clone(), text.clone())),
                _ => sink.push(table.diagnose(&NOT_TEXT, &entry.key)),
            }
        }
        Some(pairs)
    }

    /// A table of tables, whose keys are free: each key, its bytes and its table.
    pub fn table_map(&mut self, key: &'static str, sink: &Sink) -> Option<Vec<(String, Range<usize>, Table)>> {
        let table = self.table(key, sink)?;
        let mut pairs = Vec::with_capacity(table.entries.len());
        for entry in &table.entries {
            match &entry.node.item {
                Item::Table(inner) => {
                    let span = entry.key_span.clone();
                    let inner = Table::new(self.source.clone(), table.path(&entry.key), span.clone(), inner.clone());
                    pairs.push((entry.key.clone(), span, inner));
                }
                _ => sink.push(table.diagnose(&NOT_TABLE, &entry.key)),
            }
        }
        Some(pairs)
    }

    /// All entries nobody has read, for a table whose keys are free. Counts as reading them.
    pub fn rest(&mut self) -> Vec<Entry> {
        let unread = std::mem::take(&mut self.entries);
        unread.into_iter().filter(|entry| !entry.read).collect()
    }

    /// The first keys nobody has asked for, with suggestions from those that were asked for.
    pub fn unknown(&self) -> Vec<Unknown<'_>> {
        let unread = self.entries.iter().filter(|entry| !entry.read);
        let mut unknown = unread.filter(|entry| !self.known.contains(&entry.key.as_str())).peekable();
        if unknown.peek().is_none() {
            return Vec::new();
        }
        let free: Vec<&'static str> = self.known.iter().copied().filter(|known| !self.has(known)).collect();
        unknown
            .take(MOST_UNKNOWN)
            .map(|entry| Unknown {
                key: &entry.key,
                span: entry.key_span.clone(),
                suggestion: suggestion(&entry.key, &free),
            })
            .collect()
    }

    /// Tells the keys nobody has asked for, as errors.
    pub fn finish(&self, sink: &Sink) {
        let mut known = self.known.clone();
        known.sort_unstable();
        known.dedup();
        for unknown in self.unknown() {
            let diagnostic = Diagnostic::new(&UNKNOWN_KEY).arg("key", self.path(unknown.key));
            let diagnostic = match unknown.suggestion {
                Some(suggestion) => diagnostic.arg("suggestion", suggestion).hint(DID_YOU_MEAN),
                None => with_allowed(diagnostic, &known).hint(KNOWN_HERE),
            };
            sink.push(diagnostic.at(&self.source, unknown.span));
        }
    }

    /// Tells the keys nobody has asked for: those that look like a slip as errors, others as warnings, for files from a time
    /// when they did no harm.
    pub fn finish_old(&self, sink: &Sink) {
        for unknown in self.unknown() {
            let code = if unknown.suggestion.is_some() { &UNKNOWN_KEY } else { &IGNORED_KEY };
            let diagnostic = Diagnostic::new(code).arg("key", self.path(unknown.key));
            let diagnostic = match unknown.suggestion {
                Some(suggestion) => diagnostic.arg("suggestion", suggestion).hint(DID_YOU_MEAN),
                None => diagnostic,
            };
            sink.push(diagnostic.at(&self.source, unknown.span));
        }
    }

    /// Tells the keys nobody has asked for, all as warnings.
    pub fn finish_ignored(&self, sink: &Sink) {
        for unknown in self.unknown() {
            let diagnostic = Diagnostic::new(&IGNORED_KEY).arg("key", self.path(unknown.key));
            let diagnostic = match unknown.suggestion {
                Some(suggestion) => diagnostic.arg("suggestion", suggestion).hint(DID_YOU_MEAN),
                None => diagnostic,
            };
            sink.push(diagnostic.at(&self.source, unknown.span));
        }
    }

    /// Tells the keys nobody has asked for as warnings, and only those that look like a slip: for tables in which others
    /// may keep what they like.
    pub fn finish_open(&self, sink: &Sink) {
        for unknown in self.unknown() {
            if let Some(suggestion) = unknown.suggestion {
                let diagnostic = Diagnostic::new(&IGNORED_KEY).arg("key", self.path(unknown.key));
                let diagnostic = diagnostic.arg("suggestion", suggestion).hint(DID_YOU_MEAN);
                sink.push(diagnostic.at(&self.source, unknown.span));
            }
        }
    }

    fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    fn take(&mut self, key: &str) -> Option<Node> {
        let entry = self.entries.iter_mut().find(|entry| entry.key == key && !entry.read)?;
        entry.read = true;
        let item = std::mem::replace(&mut entry.node.item, Item::Null);
        Some(Node { item, span: entry.node.span.clone() })
    }

    /// YAML's `null` counts as absent: `title:` without a value.
    fn read<T>(
        &mut self,
        key: &'static str,
        code: &'static Code,
        sink: &Sink,
        convert: impl FnOnce(Item) -> Option<T>,
    ) -> Option<T> {
        let node = self.node(key)?;
        if node.item == Item::Null {
            return None;
        }
        let value = convert(node.item);
        if value.is_none() {
            sink.push(self.diagnose(code, key));
        }
        value
    }
}

fn with_allowed(diagnostic: Diagnostic, words: &[&str]) -> Diagnostic {
    diagnostic.arg("allowed", words.join(", ")).arg("allowed_zh", words.join("、"))
}

/// Which of the keys that are `free` was meant by `key`.
fn suggestion(key: &str, free: &[&'static str]) -> Option<&'static str> {
    suggest(key, free.iter().copied()).or_else(|| {
        // Beyond slips of the fingers: `base-url`, `baseUrl` and the like.
        let plain = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let wanted: String = plain(key);
        free.iter().copied().find(|known| plain(known) == wanted)
    })
}

#[cfg(test)]
mod tests {
    use super::Table;
    use crate::diagnostic::{Locale, Sink, SourceText};
    use crate::path::SourcePath;
    use crate::source::{parse_toml, parse_yaml};
    use proptest::prelude::*;

    fn source(text: &str) -> SourceText {
        SourceText { path: SourcePath::new("a.toml").unwrap(), text: text.into() }
    }

    fn table(text: &str) -> Table {
        let source = source(text);
        let entries = parse_toml(&source, 0..text.len()).unwrap();
        Table::new(source, "", 0..0, entries)
    }

    fn told(sink: Sink) -> Vec<(String, String)> {
        let marked = |diagnostic: &crate::Diagnostic| {
            let (text, span) = diagnostic.labels[0].mark.clone().unwrap();
            text.text[span].to_owned()
        };
        sink.finish().iter().map(|found| (found.message(Locale::En), marked(found))).collect()
    }

    #[test]
    fn values_come_typed_and_with_their_places() {
        let mut table =
            table("a = \"甲\"\nb = true\nc = -3\nd = [\"x\", \"y\"]\ne = { f = 1.5 }\n[[g]]\nh = 1\n[[g]]\n");
        let sink = Sink::new();
        assert_eq!(table.string("a", &sink).as_deref(), Some("甲"));
        assert_eq!(&table.source().text[table.span("a")], "\"甲\"");
        assert_eq!(&table.source().text[table.key_span("b")], "b");
        assert_eq!(table.boolean("b", &sink), Some(true));
        assert_eq!(table.integer("c", &sink), Some(-3));
        let texts = table.placed_strings("d", &sink).unwrap();
        assert_eq!(&table.source().text[texts[1].1.clone()], "\"y\"");
        assert_eq!(table.table("e", &sink).unwrap().float("f", &sink), Some(1.5));
        assert_eq!(table.tables("g", &sink).unwrap().len(), 2);
        assert_eq!(table.string("absent", &sink), None);
        table.finish(&sink);
        assert_eq!(told(sink), []);
    }

    #[test]
    fn wrong_types_are_told_at_the_value() {
        let mut table = table("a = 1\nb = \"yes\"\nc = -3\nd = [\"x\", 2]\ne = 4\nf = \"colour\"\n");
        let sink = Sink::new();
        assert_eq!(table.string("a", &sink), None);
        assert_eq!(table.boolean("b", &sink), None);
        assert_eq!(table.count("c", &sink), None);
        assert_eq!(table.strings("d", &sink), None);
        assert!(table.table("e", &sink).is_none());
        assert_eq!(table.choice("f", &[("date", 1), ("title", 2)], &sink), None);
        let pair = |message: &str, marked: &str| (message.to_owned(), marked.to_owned());
        assert_eq!(
            told(sink),
            [
                pair("`a` must be a string", "1"),
                pair("`b` must be true or false", "\"yes\""),
                pair("`c` must be a whole number that is not negative", "-3"),
                pair("`d` must be a list of strings", "2"),
                pair("`e` must be a table", "4"),
                pair("`f` cannot be `colour`", "\"colour\""),
            ]
        );
    }

    #[test]
    fn unread_keys_are_told_with_the_nearest_asked_for() {
        let mut table = table("titel = 1\n\"base-url\" = 2\nzzz = 3\n[own]\nx = 1\n");
        let sink = Sink::new();
        table.string("title", &sink);
        table.string("base_url", &sink);
        table.table("own", &sink).unwrap().finish(&sink);
        let unknown: Vec<_> = table.unknown().into_iter().map(|key| (key.key.to_owned(), key.suggestion)).collect();
        let pair = |key: &str, suggestion| (key.to_owned(), suggestion);
        assert_eq!(unknown, [pair("titel", Some("title")), pair("base-url", Some("base_url")), pair("zzz", None)]);
        table.finish_open(&sink);
        let found = sink.finish();
        let ids: Vec<_> = found.iter().map(|found| (found.code.id, found.message(Locale::En))).collect();
        assert_eq!(ids.len(), 3);
        assert_eq!(ids[0], ("unknown-key", "unknown key `own.x`".to_owned()));
        assert_eq!(ids[1].0, "ignored-key");
    }

    proptest! {
        #[test]
        fn any_text_parses_or_is_told_with_places_inside(head in "\\PC{0,6}", text in "[a-c=\\[\\]{}\"'#:：“” \\n\\t0-9.,T+-]{0,60}", any in "(\\PC|\n){0,40}") {
            for text in [format!("{head}{text}"), format!("{head}{any}")] {
                let source = source(&text);
                let span = head.len()..text.len();
                for parsed in [parse_toml(&source, span.clone()), parse_yaml(&source, span)] {
                    match parsed {
                        Ok(entries) => for entry in entries {
                            prop_assert!(text.get(entry.key_span.clone()).is_some(), "{:?}", entry);
                            prop_assert!(text.get(entry.node.span.clone()).is_some(), "{:?}", entry);
                        },
                        Err(found) => {
                            prop_assert!(!found.is_empty());
                            for found in found {
                                let (_, span) = found.labels[0].mark.clone().unwrap();
                                prop_assert!(text.get(span).is_some(), "{:?}", found);
                            }
                        }
                    }
                }
            }
        }
    }
}
