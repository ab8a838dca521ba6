//! One document to an entry: what the ledger, the archive and templates know of it.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use tera::{Map, Value};

use super::check::Checker;
use super::field::{Field, FieldType};
use super::kind::{Kind, Kinds, Openness};
use super::submission::{Submission, submissions};
use super::value::{beside, day_in, is_empty, listed, text, value, visit};
use super::visibility::Visibility;
use crate::content::{Document, Front, LanguageId};
use crate::diagnostic::{Diagnostic, Sink, Wording, suggest};
use crate::fingerprint::Fingerprint;
use crate::liaison::code::KIND_UNKNOWN;
use crate::path::SourcePath;

/// A fact of an entry as readers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its field.
    pub field: Arc<Field>,
    /// What it holds, ready to print.
    pub value: String,
}

/// A content file that is an entry, read by the table of kinds.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its kind.
    pub kind: Arc<Kind>,
    /// Its title.
    pub title: String,
    /// The file, from the site's root.
    pub path: SourcePath,
    /// The file, from `content/`.
    pub relative: SourcePath,
    /// What others name the entry by: its path from `content/` without `.md` or `/index.md`, and without a language.
    pub name: String,
    /// Its language.
    pub language: LanguageId,
    /// The id it has if it is a member.
    pub id: String,
    /// Its day in the site's time zone; none if it has no valid date.
    pub date: Option<Date>,
    /// Who may see it.
    pub visibility: Visibility,
    /// The ids of the members who took part: those under `members`, then those of other fields that name members.
    pub members: Vec<String>,
    /// The facts readers see, in the table's order.
    pub facts: Vec<Fact>,
    /// To whom it was sent.
    pub submissions: Vec<Submission>,
    /// Its `[extra]`, a map.
    pub extra: Value,
    /// The files it names, from the site's root.
    pub files: Vec<SourcePath>,
    /// The folder that is its own, from the site's root, if it has one.
    pub folder: Option<String>,
}

impl Entry {
    /// Its `[extra]`; none only where it is no map, which the front matter's reading rules out.
    pub fn extra(&self) -> Option<&Map> {
        self.extra.as_map()
    }

    /// All that it says, as a fingerprint: what it is follows from that and the table of kinds.
    pub fn print(&self) -> Fingerprint {
        let said = (&self.path, &self.title, self.date, &self.extra);
        Fingerprint::of(format!("{said:?}").as_bytes())
    }

    /// The text or word it has under a key, a word under its own name.
    pub fn word(&self, key: &str) -> Option<&str> {
        let said = text(self.extra()?, key)?.trim();
        match self.kind.field(key).map(|field| &field.holds) {
            Some(FieldType::Word(vocabulary)) => vocabulary.find(said),
            _ => (!said.is_empty()).then_some(said),
        }
    }
}

/// What reading an entry needs to know.
pub struct ReadContext<'a> {
    /// The site's time zone.
    pub zone: &'a TimeZone,
    /// The kinds there are.
    pub kinds: &'a Kinds,
    /// Where mistakes go.
    pub sink: &'a Sink,
}

/// Reads a document as an entry. `None` if it does not say to be one, or says an unknown kind, which is told.
pub fn read(document: &Document, context: &ReadContext) -> Option<Entry> {
    let Front::Page(front) = &document.front else { return None };
    let extra = front.extra.as_map()?;
    let said = value(extra, "kind")?;
    let Some(kind) = said.as_str().and_then(|name| context.kinds.find(name)) else {
        let value = said.to_string();
        let names = context.kinds.all.iter().flat_map(|kind| [kind.id.as_str(), kind.zh.as_str()]);
        context.sink.push(with_near(
            Diagnostic::new(&KIND_UNKNOWN)
                .arg("value", &value)
                .arg("allowed", context.kinds.listed())
                .at(&document.source, document.matter.locate(&document.source.text, "extra.kind")),
            suggest(&value, names),
        ));
        return None;
    };
    let checker = Checker { document, kind, sink: context.sink };
    let mut facts = Vec::new();
    // Readers want to know first what sets this kind apart.
    for field in kind.own.iter().chain(&kind.shared) {
        if let Some(value) = checker.check(field, front, extra) {
            facts.extend(fact(field, value));
        }
    }
    checker.unknown_fields(extra);
    let place = &document.place;
    Some(Entry {
        kind: kind.clone(),
        title: front.title.clone().unwrap_or_default(),
        path: place.file.clone(),
        relative: place.relative.clone(),
        name: place.canonical.strip_suffix("/index").unwrap_or(&place.canonical).to_owned(),
        language: place.language,
        id: place.name.clone(),
        date: front.date.as_ref().map(|date| day_in(date, context.zone)),
        visibility: visibility(kind, extra),
        members: members(kind, extra),
        facts,
        submissions: submissions(extra, kind),
        extra: front.extra.clone(),
        files: files(kind, extra).filter_map(|name| beside(place.file.parent(), &name)).collect(),
        folder: place.colocated.as_ref().map(|folder| format!("content/{}", folder.trim_end_matches('/'))),
    })
}

/// Who may see it: what it says, else what its kind says.
fn visibility(kind: &Kind, extra: &Map) -> Visibility {
    if let Some(said) = value(extra, "visibility").filter(|value| !is_empty(value)) {
        let word = kind.field("visibility").and_then(|field| match &field.holds {
            FieldType::Word(vocabulary) => vocabulary.find(said.as_str()?),
            _ => None,
        });
        return match word {
            Some("public") => Visibility::Public,
            Some("count") => Visibility::Count,
            // A wrong word is told; until it is mended the entry is kept back.
            _ => Visibility::Internal,
        };
    }
    match &kind.openness {
        Openness::Public => Visibility::Public,
        Openness::Count(Some((key, word))) if text(extra, key) == Some(word.as_str()) => Visibility::Public,
        Openness::Count(_) => Visibility::Count,
        // That it must say so is told.
        Openness::Say => Visibility::Internal,
    }
}

/// The members who took part, each once.
fn members(kind: &Kind, extra: &Map) -> Vec<String> {
    let mut members: Vec<String> = super::value::texts(extra, "members").map(str::to_owned).collect();
    visit(kind, extra, &mut |field, _, value| {
        if field.link && matches!(field.holds, FieldType::Member | FieldType::Members) {
            members.extend(listed(Some(value)).map(str::to_owned));
        }
    });
    let mut seen = rustc_hash::FxHashSet::default();
    members.retain(|id| !id.trim().is_empty() && seen.insert(id.clone()));
    members
}

/// The names of the files an entry names: pictures, clippings, reports.
fn files(kind: &Kind, extra: &Map) -> impl Iterator<Item = String> {
    let mut files = Vec::new();
    visit(kind, extra, &mut |field, _, value| {
        if field.holds == FieldType::File {
            files.extend(value.as_str().map(str::to_owned));
        }
    });
    files.into_iter()
}

/// Adds the nearest known name as a hint.
pub fn with_near(diagnostic: Diagnostic, near: Option<&str>) -> Diagnostic {
    match near {
        Some(near) => diagnostic
            .arg("near", near)
            .hint(Wording { zh: "是不是想写“{near}”？", en: "did you mean `{near}`?" }),
        None => diagnostic,
    }
}

/// An example of a type in TOML, for messages and new entries.
pub fn example_of(holds: &FieldType) -> String {
    let word = |vocabulary: &super::Vocabulary| {
        let first = vocabulary.words.first().map_or("……", |word| word.name.as_str());
        toml_edit::Value::from(first).to_string()
    };
    let text = match holds {
        FieldType::Text => "\"……\"",
        FieldType::File => "\"01.jpg\"",
        FieldType::Count | FieldType::Yuan => "1",
        FieldType::Bool => "false",
        FieldType::Date => "2026-03-18",
        FieldType::Quarter => "\"2026Q1\"",
        FieldType::Word(vocabulary) => return word(vocabulary),
        FieldType::Words(vocabulary) => return format!("[{}]", word(vocabulary)),
        FieldType::Member => "\"wang\"",
        FieldType::Texts => "[\"……\"]",
        FieldType::Members => "[\"wang\"]",
        FieldType::Entries => "\"activity/2026-03-18-zhi-shu\"",
        FieldType::Table(_) => "{ … }",
        FieldType::Tables(_) => "[{ … }]",
    };
    text.to_owned()
}

/// The fact readers see of a value that passed its check.
fn fact(field: &Arc<Field>, value: &Value) -> Option<Fact> {
    let words = |vocabulary: &super::Vocabulary| {
        let words: Vec<&str> = listed(Some(value)).filter_map(|word| vocabulary.find(word)).collect();
        words.join("、")
    };
    let value = match &field.holds {
        _ if !field.shown => return None,
        FieldType::Texts => listed(Some(value)).collect::<Vec<_>>().join("、"),
        FieldType::Table(_) => collection(value.as_map()?)?,
        FieldType::Word(vocabulary) | FieldType::Words(vocabulary) => words(vocabulary),
        FieldType::Bool
        | FieldType::Tables(_)
        | FieldType::Member
        | FieldType::Members
        | FieldType::Entries
        | FieldType::File => return None,
        FieldType::Text | FieldType::Count | FieldType::Yuan | FieldType::Date | FieldType::Quarter => {
            value.to_string()
        }
    };
    Some(Fact { field: field.clone(), value })
}

/// 《青溪文史》第3辑第12页; none for a table that is no collection.
fn collection(table: &Map) -> Option<String> {
    let number = |key: &str| value(table, key).and_then(Value::as_i128);
    let mut text = format!("《{}》", text(table, "series")?);
    if let Some(volume) = number("volume") {
        text.push_str(&format!("第{volume}辑"));
    }
    if let Some(page) = number("page") {
        text.push_str(&format!("第{page}页"));
    }
    Some(text)
}
