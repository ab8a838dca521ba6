//! The conditions of targets, rewards and scores: read, and held against the fields and words that there are, so that a slip
//! is told where it stands instead of counting nothing.

use std::ops::Range;
use std::sync::Arc;

use super::code::{CONDITION_FIELD, CONDITION_UNDECLARED, CONDITION_UNLISTED, CONDITION_WORD};
use super::item::{Condition, Count, Wanted};
use crate::diagnostic::{Diagnostic, Sink, SourceText, suggest};
use crate::liaison::code::{TARGET, TARGET_COUNT};
use crate::liaison::entry::{Field, FieldType, Kind, Kinds, Vocabulary, with_near};
use crate::source::{Item, Node, Table};

/// Reads `where` of a row that counts `count`; it is held against nothing where that is not known.
pub fn conditions(row: &mut Table, count: Option<&Count>, rules: Rules) -> Vec<Condition> {
    let sink = rules.sink;
    let Some(mut table) = row.table("where", sink) else { return Vec::new() };
    let source = table.source().clone();
    let mut conditions = Vec::new();
    for entry in table.rest() {
        let path = table.path(&entry.key);
        let mut wanted: Vec<(Wanted, Range<usize>)> = Vec::new();
        if !read(&entry.node, &mut wanted) {
            let needs = "\"…\"、[\"…\"]、true";
            sink.push(Diagnostic::new(&TARGET).arg("key", path).arg("needs", needs).at(&source, entry.node.span));
            continue;
        }
        if let Some(count) = count {
            let check = Check { count, rules, source: &source };
            check.condition(&entry.key, &entry.key_span, &wanted);
        }
        conditions.push((entry.key, wanted.into_iter().map(|(wanted, _)| wanted).collect()));
    }
    conditions
}

/// The values of a condition with their places; false for what is none.
fn read(node: &Node, wanted: &mut Vec<(Wanted, Range<usize>)>) -> bool {
    let one = match &node.item {
        Item::Text(text) => Wanted::Text(text.clone()),
        Item::Boolean(flag) => Wanted::Flag(*flag),
        Item::Integer(number) => Wanted::Number(*number),
        Item::List(items) => return items.iter().all(|item| read(item, wanted)),
        _ => return false,
    };
    wanted.push((one, node.span.clone()));
    true
}

/// What rows are held against.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    /// The kinds.
    pub kinds: &'a Kinds,
    /// Whether the rows are shipped, so that the site's own lists of words may differ from what they were written for.
    pub shipped: bool,
    /// Where mistakes are told.
    pub sink: &'a Sink,
}

/// Holds what a row says of fields against those of what it counts.
pub struct Check<'a> {
    /// What is counted.
    pub count: &'a Count,
    /// What it is held against.
    pub rules: Rules<'a>,
    /// The file it stands in.
    pub source: &'a SourceText,
}

impl Check<'_> {
    fn condition(&self, key: &str, span: &Range<usize>, wanted: &[(Wanted, Range<usize>)]) {
        if key == "kind" {
            return wanted.iter().for_each(|(wanted, span)| self.kind(wanted, span));
        }
        let fields = self.fields(key, span);
        for (wanted, span) in wanted {
            let Wanted::Text(text) = wanted else { continue };
            self.word(key, &fields, text, span);
        }
    }

    fn kind(&self, wanted: &Wanted, span: &Range<usize>) {
        let name = match wanted {
            Wanted::Text(name) if self.rules.kinds.find(name).is_some() => return,
            Wanted::Text(name) => name.clone(),
            Wanted::Flag(flag) => flag.to_string(),
            Wanted::Number(number) => number.to_string(),
        };
        let near = suggest(&name, self.rules.kinds.ids());
        let diagnostic = Diagnostic::new(&TARGET_COUNT).arg("value", &name).arg("allowed", self.rules.kinds.listed());
        self.rules.sink.push(with_near(diagnostic.at(self.source, span.clone()), near));
    }

    /// The fields that `key` can mean, told if there are none.
    pub fn fields(&self, key: &str, span: &Range<usize>) -> Vec<&Arc<Field>> {
        let own = key.strip_prefix("entry.");
        let inner = if own.is_some() { &[][..] } else { self.inner() };
        let of_entries = || self.of().flat_map(|kind| kind.all_fields());
        let called = |field: &&Arc<Field>| field.name == own.unwrap_or(key) || field.zh == own.unwrap_or(key);
        let mut found: Vec<&Arc<Field>> = inner.iter().filter(called).collect();
        if found.is_empty() {
            found = of_entries().filter(called).collect();
        }
        if found.is_empty() {
            let mut names: Vec<&str> = inner.iter().chain(of_entries()).map(|field| field.name.as_str()).collect();
            names.sort_unstable();
            names.dedup();
            let zh = inner.iter().chain(of_entries()).map(|field| field.zh.as_str());
            let near = suggest(own.unwrap_or(key), names.iter().copied().chain(zh));
            let slip = near.is_some() && !self.rules.shipped;
            let code = if slip { &CONDITION_FIELD } else { &CONDITION_UNDECLARED };
            let diagnostic = Diagnostic::new(code).arg("key", key).arg("allowed", names.join("、"));
            self.rules.sink.push(with_near(diagnostic.at(self.source, span.clone()), near));
        }
        found
    }

    /// Tells a word that none of the fields can hold: every one of them has a list, and it is in none.
    pub fn word(&self, key: &str, fields: &[&Arc<Field>], text: &str, span: &Range<usize>) {
        let lists: Option<Vec<&Vocabulary>> = fields.iter().map(|field| list(field)).collect();
        let Some(lists) = lists.filter(|lists| !lists.is_empty()) else { return };
        let known = |list: &&Vocabulary| {
            let floor = text.strip_suffix("以上").and_then(|word| list.rank(word));
            matches!(text, "" | "*") || list.find(text).is_some() || floor.is_some()
        };
        if lists.iter().any(known) {
            return;
        }
        let near = suggest(text, lists.iter().flat_map(|list| list.names()));
        let allowed: Vec<String> = lists.iter().map(|list| list.listed()).collect();
        let code = if self.rules.shipped { &CONDITION_UNLISTED } else { &CONDITION_WORD };
        let diagnostic = Diagnostic::new(code).arg("key", key).arg("value", text);
        let diagnostic = diagnostic.arg("allowed", allowed.join("；")).at(self.source, span.clone());
        self.rules.sink.push(with_near(diagnostic, near));
    }

    /// The kinds it counts entries, rows or sendings of.
    fn of(&self) -> impl Iterator<Item = &Arc<Kind>> {
        let only = match self.count {
            Count::Entries(Some(kind)) | Count::Rows(kind, _) => Some(kind),
            _ => None,
        };
        self.rules.kinds.all.iter().filter(move |kind| only.is_none_or(|only| kind.id == *only))
    }

    /// The fields of what is counted where that is no entry: of a row, of a sending.
    fn inner(&self) -> &[Arc<Field>] {
        let field = match self.count {
            Count::Rows(kind, field) => self.rules.kinds.find(kind).and_then(|kind| kind.field(field)),
            Count::Submissions | Count::Adoptions => {
                self.rules.kinds.shared.iter().find(|field| field.name == "submission")
            }
            Count::Entries(_) => None,
        };
        field.map(|field| field.holds.inner()).unwrap_or_default()
    }
}

/// The list of a field's words, if it has one.
fn list(field: &Field) -> Option<&Vocabulary> {
    match &field.holds {
        FieldType::Word(words) | FieldType::Words(words) => Some(words),
        _ => None,
    }
}
