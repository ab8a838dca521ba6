//! The table of kinds: the shipped one, and what a site's settings add to it, read in the same form.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::field::{Field, FieldType, Need, Place};
use super::kind::{Kind, Kinds, Openness};
use super::read::with_near;
use super::vocabulary::{self, Vocabulary};
use crate::diagnostic::{Diagnostic, Sink, SourceText};
use crate::liaison::code::{FIELD_SETTING, SETTING, WORDS_UNKNOWN};
use crate::path::SourcePath;
use crate::source::{Item, Node, SourceTree, Table, parse_toml};

static SHIPPED: &str = include_str!("kinds.toml");

/// What a field may hold, by the word for it in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Text,
    Count,
    Yuan,
    Bool,
    Date,
    Quarter,
    Word,
    Words,
    Texts,
    Member,
    Members,
    File,
    Entries,
    Table,
    Tables,
}

const HOLDS: [(&str, Holds); 15] = [
    ("text", Holds::Text),
    ("count", Holds::Count),
    ("yuan", Holds::Yuan),
    ("bool", Holds::Bool),
    ("date", Holds::Date),
    ("quarter", Holds::Quarter),
    ("word", Holds::Word),
    ("words", Holds::Words),
    ("texts", Holds::Texts),
    ("member", Holds::Member),
    ("members", Holds::Members),
    ("file", Holds::File),
    ("entries", Holds::Entries),
    ("table", Holds::Table),
    ("tables", Holds::Tables),
];

/// Who sees the entries of a kind that do not say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    Public,
    Count,
    Say,
}

const SEEN: [(&str, Seen); 3] = [("public", Seen::Public), ("count", Seen::Count), ("say", Seen::Say)];

/// The shipped table of kinds with the shipped vocabularies.
pub fn shipped_kinds() -> Kinds {
    load(None, None, &Sink::new())
}

/// The kinds of a site: the shipped table, then `kinds`, `shared` and `tables` of the layer's settings. A vocabulary is
/// read from the site's folder where it has one there.
pub fn load(settings: Option<&mut Table>, sources: Option<&SourceTree>, sink: &Sink) -> Kinds {
    let mut reader = Reader { sources, sink, vocabularies: BTreeMap::new(), tables: BTreeMap::new() };
    let mut kinds = Kinds::default();
    if let Some(mut table) = shipped_table() {
        reader.absorb(&mut table, &mut kinds);
    }
    if let Some(settings) = settings {
        reader.absorb(settings, &mut kinds);
    }
    let Kinds { all, shared } = &mut kinds;
    for kind in all {
        let said: Vec<Arc<Field>> =
            shared.iter().filter(|field| kind.own.iter().all(|own| own.name != field.name)).cloned().collect();
        Arc::make_mut(kind).shared = said;
    }
    kinds
}

fn shipped_table() -> Option<Table> {
    let source = SourceText { path: SourcePath::new("kinds.toml")?, text: SHIPPED.into() };
    let entries = parse_toml(&source, 0..SHIPPED.len()).ok()?;
    Some(Table::new(source, "", 0..0, entries))
}

struct Reader<'a> {
    sources: Option<&'a SourceTree>,
    sink: &'a Sink,
    vocabularies: BTreeMap<String, Arc<Vocabulary>>,
    tables: BTreeMap<String, Arc<[Arc<Field>]>>,
}

impl Reader<'_> {
    /// Adds what a table says to the kinds: rows of the same name replace each other.
    fn absorb(&mut self, table: &mut Table, kinds: &mut Kinds) {
        if let Some(mut named) = table.table("tables", self.sink) {
            let source = named.source().clone();
            for entry in named.rest() {
                let path = named.path(&entry.key);
                let fields = self.fields(entry.node, &path, &source);
                self.tables.insert(entry.key, fields.into());
            }
        }
        if let Some(mut shared) = table.table("shared", self.sink) {
            self.add_fields(&mut shared, &mut kinds.shared);
            shared.finish(self.sink);
        }
        for (id, span, mut row) in table.table_map("kinds", self.sink).unwrap_or_default() {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
            if id.is_empty() || !id.chars().all(plain) {
                let diagnostic = Diagnostic::new(&SETTING).arg("key", "kinds").arg("value", &id);
                self.sink.push(diagnostic.arg("example", "[liaison.kinds.volunteer]").at(row.source(), span));
                continue;
            }
            let at = kinds.all.iter().position(|kind| kind.id == id).unwrap_or(kinds.all.len());
            if at == kinds.all.len() {
                let (own, shared, aliases) = (Vec::new(), Vec::new(), Vec::new());
                let (openness, ahead, most_chars) = (Openness::Public, false, None);
                let (zh, en) = (id.clone(), id.clone());
                kinds.all.push(Arc::new(Kind { id, zh, en, aliases, shared, own, openness, ahead, most_chars }));
            }
            self.kind(&mut row, Arc::make_mut(&mut kinds.all[at]));
        }
    }

    fn kind(&mut self, row: &mut Table, kind: &mut Kind) {
        let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        if let Some(zh) = filled(row.string("zh", self.sink)) {
            kind.zh = zh;
        }
        if let Some(en) = filled(row.string("en", self.sink)) {
            kind.en = en;
        }
        kind.aliases.extend(row.strings("aliases", self.sink).unwrap_or_default());
        let once = row.string_map("public_if", self.sink).and_then(|pairs| pairs.into_iter().next());
        match row.choice("visibility", &SEEN, self.sink) {
            Some(Seen::Public) => kind.openness = Openness::Public,
            Some(Seen::Count) => kind.openness = Openness::Count(once),
            Some(Seen::Say) => kind.openness = Openness::Say,
            None => {}
        }
        if let Some(ahead) = row.boolean("ahead", self.sink) {
            kind.ahead = ahead;
        }
        if let Some(most) = row.count("most_chars", self.sink) {
            kind.most_chars = usize::try_from(most).ok();
        }
        self.add_fields(row, &mut kind.own);
        row.finish(self.sink);
    }

    /// Adds the fields under `fields`, replacing those of the same name.
    fn add_fields(&mut self, row: &mut Table, to: &mut Vec<Arc<Field>>) {
        let (path, source) = (row.path("fields"), row.source().clone());
        let Some(node) = row.node("fields") else { return };
        for field in self.fields(node, &path, &source) {
            match to.iter_mut().find(|other| other.name == field.name) {
                Some(other) => *other = field,
                None => to.push(field),
            }
        }
    }

    /// A list of fields, or the name of one that stands in `tables`.
    fn fields(&mut self, node: Node, path: &str, source: &SourceText) -> Vec<Arc<Field>> {
        let wrong = |value: &str| {
            let diagnostic = Diagnostic::new(&SETTING).arg("key", path).arg("value", value);
            diagnostic
                .arg("example", "[{ name = \"hours\", zh = \"时长\", holds = \"count\" }]")
                .at(source, node.span.clone())
        };
        let items = match node.item {
            Item::Text(name) => match self.tables.get(&name) {
                Some(fields) => return fields.to_vec(),
                None => {
                    self.sink.push(wrong(&name));
                    return Vec::new();
                }
            },
            Item::List(items) => items,
            _ => {
                self.sink.push(wrong(""));
                return Vec::new();
            }
        };
        let mut fields = Vec::with_capacity(items.len());
        for item in items {
            match item.item {
                Item::Table(entries) => {
                    let mut row = Table::new(source.clone(), path, item.span, entries);
                    // Of a row that was given up not every key was asked for.
                    if let Some(field) = self.field(&mut row) {
                        row.finish(self.sink);
                        fields.push(Arc::new(field));
                    }
                }
                _ => self.sink.push(wrong("")),
            }
        }
        fields
    }

    fn field(&mut self, row: &mut Table) -> Option<Field> {
        let Some(name) = row.string("name", self.sink).filter(|name| !name.trim().is_empty() && name != "kind") else {
            self.sink.push(row.diagnose(&FIELD_SETTING, "name").arg("needs", "name"));
            return None;
        };
        let text = |row: &mut Table, key, sink: &Sink| row.string(key, sink).unwrap_or_default();
        let zh = text(row, "zh", self.sink);
        let en = text(row, "en", self.sink);
        let top = row.boolean("top", self.sink).unwrap_or(false);
        let holds = self.holds(row)?;
        Some(Field {
            zh: if zh.is_empty() { name.clone() } else { zh },
            en: if en.is_empty() { name.clone() } else { en },
            name,
            place: if top { Place::Top } else { Place::Extra },
            holds,
            need: self.need(row),
            least: row.count("least", self.sink).and_then(|least| usize::try_from(least).ok()).unwrap_or(0),
            shown: row.boolean("shown", self.sink).unwrap_or(false),
            ahead: row.boolean("ahead", self.sink).unwrap_or(false),
            link: row.boolean("link", self.sink).unwrap_or(true),
            help: text(row, "help", self.sink),
            example: text(row, "example", self.sink),
        })
    }

    fn need(&self, row: &mut Table) -> Need {
        let pair = |row: &mut Table, key| row.string_map(key, self.sink).and_then(|pairs| pairs.into_iter().next());
        let (required_if, wanted_if) = (pair(row, "required_if"), pair(row, "wanted_if"));
        let required = row.boolean("required", self.sink).unwrap_or(false);
        let wanted = row.boolean("wanted", self.sink).unwrap_or(false);
        match (required, required_if, wanted, wanted_if) {
            (true, ..) => Need::Required,
            (_, Some((field, word)), ..) => Need::RequiredIf(field, word),
            (_, _, true, _) => Need::Wanted,
            (_, _, _, Some((field, word))) => Need::WantedIf(field, word),
            _ => Need::Optional,
        }
    }

    fn holds(&mut self, row: &mut Table) -> Option<FieldType> {
        let holds = if row.has("holds") { row.choice("holds", &HOLDS, self.sink)? } else { Holds::Text };
        let words = row.node("words");
        let (path, source) = (row.path("fields"), row.source().clone());
        let inner = row.node("fields");
        Some(match holds {
            Holds::Text => FieldType::Text,
            Holds::Count => FieldType::Count,
            Holds::Yuan => FieldType::Yuan,
            Holds::Bool => FieldType::Bool,
            Holds::Date => FieldType::Date,
            Holds::Quarter => FieldType::Quarter,
            Holds::Texts => FieldType::Texts,
            Holds::Member => FieldType::Member,
            Holds::Members => FieldType::Members,
            Holds::File => FieldType::File,
            Holds::Entries => FieldType::Entries,
            Holds::Word => FieldType::Word(self.vocabulary(words, row)?),
            Holds::Words => FieldType::Words(self.vocabulary(words, row)?),
            Holds::Table | Holds::Tables => {
                let Some(inner) = inner else {
                    self.sink.push(row.diagnose(&FIELD_SETTING, "fields").arg("needs", "fields"));
                    return None;
                };
                let fields = self.fields(inner, &path, &source).into();
                if holds == Holds::Table { FieldType::Table(fields) } else { FieldType::Tables(fields) }
            }
        })
    }

    /// The words of a field: a list written there, or the name of a vocabulary.
    fn vocabulary(&mut self, node: Option<Node>, row: &Table) -> Option<Arc<Vocabulary>> {
        let text = |node: &Node| match &node.item {
            Item::Text(text) => Some(text.clone()),
            _ => None,
        };
        let found = match node {
            Some(Node { item: Item::Text(name), .. }) => {
                let found = self.named(&name);
                if found.is_none() {
                    let shipped: Vec<String> =
                        vocabulary::shipped_files().map(|(file, _)| file.trim_end_matches(".txt").to_owned()).collect();
                    let near = crate::diagnostic::suggest(&name, shipped.iter().map(String::as_str));
                    let diagnostic = row.diagnose(&WORDS_UNKNOWN, "words").arg("value", &name);
                    self.sink.push(with_near(diagnostic.arg("allowed", shipped.join("、")), near));
                }
                return found;
            }
            Some(Node { item: Item::List(items), .. }) => {
                let words: Option<Vec<String>> = items.iter().map(text).collect();
                words.map(|words| Arc::new(Vocabulary::of(&words)))
            }
            _ => None,
        };
        if found.is_none() {
            self.sink.push(row.diagnose(&FIELD_SETTING, "words").arg("needs", "words"));
        }
        found
    }

    fn named(&mut self, name: &str) -> Option<Arc<Vocabulary>> {
        if let Some(known) = self.vocabularies.get(name) {
            return Some(known.clone());
        }
        let own = SourcePath::new(&format!("{}/{name}.txt", vocabulary::FOLDER));
        // The program asks for the words of `visibility` by name.
        let own = own.filter(|path| name != "visibility" && self.sources.is_some_and(|sources| sources.exists(path)));
        let own = own.and_then(|path| match self.sources?.text(&path) {
            Ok(source) => Some(source.text.to_string()),
            Err(diagnostic) => {
                self.sink.push(diagnostic);
                None
            }
        });
        let text = own.or_else(|| vocabulary::shipped(name).map(str::to_owned))?;
        let read = Arc::new(Vocabulary::parse(&text));
        self.vocabularies.insert(name.to_owned(), read.clone());
        Some(read)
    }
}

#[cfg(test)]
mod tests {
    use super::{load, shipped_table};
    use crate::diagnostic::Sink;

    #[test]
    fn the_shipped_table_has_no_mistake() {
        assert!(shipped_table().is_some());
        let sink = Sink::new();
        let kinds = load(None, None, &sink);
        assert_eq!(sink.finish(), []);
        assert!(kinds.all.iter().all(|kind| kind.field("title").is_some() && kind.field("submission").is_some()));
    }
}
