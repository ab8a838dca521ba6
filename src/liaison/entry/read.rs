//! One document to an entry: its fields read by the table, every mistake told at its place.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use tera::value::Key;
use tera::{Map, Value};

use super::field::{Field, FieldType, Need};
use super::kind::{KINDS, Kind, kind_of};
use super::visibility::Visibility;
use super::vocabulary::VISIBILITIES;
use crate::content::{DateText, Document, Front, LanguageId, PageFront};
use crate::diagnostic::{Diagnostic, Sink, Wording, suggest};
use crate::liaison::code::{FIELD_MISSING, FIELD_TYPE, FIELD_UNKNOWN, KIND_UNKNOWN, WORD_UNKNOWN};
use crate::path::SourcePath;

/// A fact of an entry as readers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The field's key.
    pub name: &'static str,
    /// Its Chinese name.
    pub zh: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// What it holds, ready to print.
    pub value: String,
}

/// A content file that is an entry, read by the table of kinds.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its kind.
    pub kind: &'static Kind,
    /// The file, from the site's root.
    pub path: SourcePath,
    /// The file, from `content/`.
    pub relative: SourcePath,
    /// Its language.
    pub language: LanguageId,
    /// The id it has if it is a member.
    pub id: String,
    /// Its day in the site's time zone; none if it has no valid date.
    pub date: Option<Date>,
    /// Who may see it.
    pub visibility: Visibility,
    /// The ids of the members it names.
    pub members: Vec<String>,
    /// The facts readers see, in the table's order.
    pub facts: Vec<Fact>,
    /// The files it names, from the site's root.
    pub files: Vec<SourcePath>,
    /// The folder that is its own, from the site's root, if it has one.
    pub folder: Option<String>,
}

/// What reading an entry needs to know.
pub struct ReadContext<'a> {
    /// The site's time zone.
    pub zone: &'a TimeZone,
    /// Where mistakes go.
    pub sink: &'a Sink,
}

/// Reads a document as an entry. `None` if it does not say to be one, or says an unknown kind, which is told.
pub fn read(document: &Document, context: &ReadContext) -> Option<Entry> {
    let Front::Page(front) = &document.front else { return None };
    let extra = front.extra.as_map()?;
    let said = value(extra, "kind")?;
    let Some(kind) = said.as_str().and_then(kind_of) else {
        let allowed = KINDS.iter().map(|kind| format!("{}（{}）", kind.id, kind.zh)).collect::<Vec<_>>().join("、");
        let value = said.to_string();
        let near = suggest(&value, KINDS.iter().flat_map(|kind| [kind.id, kind.zh]));
        context.sink.push(with_near(
            Diagnostic::new(&KIND_UNKNOWN)
                .arg("value", &value)
                .arg("allowed", allowed)
                .at(&document.source, document.matter.locate(&document.source.text, "extra.kind")),
            near,
        ));
        return None;
    };
    let reader = Reader { document, kind, sink: context.sink };
    let mut facts = Vec::new();
    // Readers want to know first what sets this kind apart.
    let (own, shared): (Vec<_>, Vec<_>) = kind.all_fields().partition(|field| kind.fields.contains(field));
    for field in own.into_iter().chain(shared) {
        reader.check(field, front, extra, &mut facts);
    }
    reader.unknown_fields(extra);
    let visibility = match text(extra, "visibility").and_then(|word| VISIBILITIES.find(word)).map(|word| word.name) {
        Some("count") => Visibility::Count,
        Some("internal") => Visibility::Internal,
        Some(_) => Visibility::Public,
        // A wrong word was told above; until it is mended the entry is kept back.
        None if value(extra, "visibility").is_some() => Visibility::Internal,
        None => Visibility::Public,
    };
    let place = &document.place;
    let files = named_files(extra).filter_map(|name| beside(place.file.parent(), name)).collect();
    Some(Entry {
        kind,
        path: place.file.clone(),
        relative: place.relative.clone(),
        language: place.language,
        id: place.name.clone(),
        date: front.date.as_ref().map(|date| day_in(date, context.zone)),
        visibility,
        members: texts(extra, "members").map(str::to_owned).collect(),
        facts,
        files,
        folder: place.colocated.as_ref().map(|folder| format!("content/{}", folder.trim_end_matches('/'))),
    })
}

/// The day of a date in a time zone: a date without an offset is the day it names.
pub fn day_in(date: &DateText, zone: &TimeZone) -> Date {
    let time = date.text.split_once('T').map_or("", |(_, time)| time);
    if time.contains(['Z', 'z', '+', '-']) { date.moment.to_zoned(zone.clone()).date() } else { date.day }
}

/// The value under a key.
pub fn value<'a>(map: &'a Map, key: &'static str) -> Option<&'a Value> {
    map.get(&Key::Str(key))
}

/// The text under a key.
pub fn text<'a>(map: &'a Map, key: &'static str) -> Option<&'a str> {
    value(map, key).and_then(Value::as_str)
}

/// The texts of a list under a key.
pub fn texts<'a>(map: &'a Map, key: &'static str) -> impl Iterator<Item = &'a str> {
    let list = value(map, key).and_then(Value::as_array).unwrap_or_default();
    list.iter().filter_map(Value::as_str)
}

/// The tables of a list under a key.
pub fn tables<'a>(map: &'a Map, key: &'static str) -> impl Iterator<Item = &'a Map> {
    let list = value(map, key).and_then(Value::as_array).unwrap_or_default();
    list.iter().filter_map(Value::as_map)
}

/// The names of files an entry names: pictures and a member's photo.
fn named_files(extra: &Map) -> impl Iterator<Item = &str> {
    tables(extra, "images").filter_map(|image| text(image, "file")).chain(text(extra, "photo"))
}

/// The file `name` in `folder`.
pub fn beside(folder: &str, name: &str) -> Option<SourcePath> {
    SourcePath::new(&format!("{folder}/{name}")).filter(|path| path.strip_prefix("content").is_some())
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

/// One document being read.
struct Reader<'a> {
    document: &'a Document,
    kind: &'static Kind,
    sink: &'a Sink,
}

impl Reader<'_> {
    /// Checks one field of the table and takes down its fact.
    fn check(&self, field: &'static Field, front: &PageFront, extra: &Map, facts: &mut Vec<Fact>) {
        let path = field.path();
        let top;
        let value = match (field.place, field.name) {
            (super::Place::Extra, name) => value(extra, name),
            // Zola's own keys are typed already; here they only must be there.
            (super::Place::Top, "title") => {
                top = front.title.as_deref().map(Value::from);
                top.as_ref()
            }
            (super::Place::Top, "date") => {
                top = front.date.as_ref().map(|date| Value::from(date.text.as_str()));
                top.as_ref()
            }
            (super::Place::Top, _) => None,
        };
        match value.filter(|value| !is_empty(value)) {
            Some(value) => {
                let right = self.value(field, &path, value);
                facts.extend((right && field.shown).then(|| fact(field, value)).flatten());
            }
            None if self.needs(field, extra) && !self.written(field, &path) => self.missing(field, &path),
            None => {}
        }
    }

    /// Whether one of Zola's own keys is written, with a wrong value: that was told when the document was parsed.
    fn written(&self, field: &Field, path: &str) -> bool {
        let text = &self.document.source.text;
        let key = self.document.matter.locate_key(text, path);
        let key = text.get(key).unwrap_or_default().trim_matches(['"', '\'']);
        field.place == super::Place::Top && (key == field.name || key == field.zh) && {
            let value = self.document.matter.locate(text, path);
            !text.get(value).unwrap_or_default().trim_matches(['"', '\'', ' ']).is_empty()
        }
    }

    fn needs(&self, field: &'static Field, extra: &Map) -> bool {
        match field.need {
            Need::Required => true,
            Need::RequiredIf(other, word) => text(extra, other).is_some_and(|found| {
                let same = |vocabulary: &super::Vocabulary| vocabulary.find(found).is_some_and(|it| it.name == word);
                match self.kind.field(other).map(|field| field.holds) {
                    Some(FieldType::Word(vocabulary)) => same(vocabulary),
                    _ => found == word,
                }
            }),
            Need::Optional => field.name == "visibility" && self.kind.must_say_visibility,
        }
    }

    fn missing(&self, field: &Field, path: &str) {
        let table = path.rsplit_once('.').map_or(String::new(), |(table, _)| table.to_owned());
        let example = if field.example.is_empty() { example_of(field.holds) } else { field.example };
        self.sink.push(
            Diagnostic::new(&FIELD_MISSING)
                .arg("kind", self.kind.zh)
                .arg("kind_en", self.kind.en)
                .arg("field", field.name)
                .arg("name", field.zh)
                .arg("name_en", field.en)
                .arg("table", if table.is_empty() { "+++".to_owned() } else { format!("[{table}]") })
                .arg("example", example)
                .at(&self.document.source, self.document.matter.locate(&self.document.source.text, path)),
        );
    }

    /// Checks a value; false if it was wrong.
    fn value(&self, field: &'static Field, path: &str, value: &Value) -> bool {
        match field.holds {
            FieldType::Text | FieldType::File if value.is_string() => true,
            FieldType::Count if value.as_i128().is_some_and(|number| number >= 0) => true,
            FieldType::Yuan if value.as_f64().is_some_and(|number| number >= 0.0) => true,
            FieldType::Bool if value.is_bool() => true,
            FieldType::Date if value.as_str().is_some_and(is_date) => true,
            FieldType::Word(vocabulary) => match value.as_str() {
                Some(word) if vocabulary.find(word).is_some() => true,
                Some(word) => {
                    self.sink.push(with_near(
                        self.about(field, &WORD_UNKNOWN, path).arg("value", word).arg("allowed", vocabulary.listed()),
                        suggest(word, vocabulary.names()),
                    ));
                    false
                }
                None => self.wrong_type(field, path, value),
            },
            FieldType::Texts | FieldType::Members => match value.as_array() {
                Some(list) => {
                    let wrong = list.iter().position(|item| !item.is_string());
                    wrong.is_none_or(|at| self.wrong_type(field, &format!("{path}.{at}"), &list[at]))
                }
                None => self.wrong_type(field, path, value),
            },
            FieldType::Table(fields) => match value.as_map() {
                Some(table) => self.table(fields, path, table),
                None => self.wrong_type(field, path, value),
            },
            FieldType::Tables(fields) => match value.as_array() {
                Some(list) => {
                    let mut right = true;
                    for (at, item) in list.iter().enumerate() {
                        let path = format!("{path}.{at}");
                        right &= match item.as_map() {
                            Some(table) => self.table(fields, &path, table),
                            None => self.wrong_type(field, &path, item),
                        };
                    }
                    right
                }
                None => self.wrong_type(field, path, value),
            },
            _ => self.wrong_type(field, path, value),
        }
    }

    /// Checks the fields of a table inside the front matter.
    fn table(&self, fields: &'static [Field], path: &str, table: &Map) -> bool {
        let mut right = true;
        for field in fields {
            let path = format!("{path}.{}", field.name);
            match value(table, field.name).filter(|value| !is_empty(value)) {
                Some(value) => right &= self.value(field, &path, value),
                None if field.need == Need::Required => {
                    self.missing(field, &path);
                    right = false;
                }
                None => {}
            }
        }
        let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
        for key in table.keys().filter_map(|key| key.as_str()) {
            self.unknown(key, &format!("{path}.{key}"), &known);
        }
        right
    }

    fn wrong_type(&self, field: &Field, path: &str, value: &Value) -> bool {
        let (expected, expected_en) = described(field.holds);
        let found = match value.as_str() {
            Some(text) => format!("\"{text}\""),
            None => value.to_string(),
        };
        self.sink.push(
            self.about(field, &FIELD_TYPE, path)
                .arg("expected", expected)
                .arg("expected_en", expected_en)
                .arg("found", found),
        );
        false
    }

    fn about(&self, field: &Field, code: &'static crate::diagnostic::Code, path: &str) -> Diagnostic {
        Diagnostic::new(code)
            .arg("field", field.name)
            .arg("name", field.zh)
            .arg("name_en", field.en)
            .at(&self.document.source, self.document.matter.locate(&self.document.source.text, path))
    }

    /// Keys of `[extra]` that are near to a field's name were probably meant to be it. Others belong to the theme.
    fn unknown_fields(&self, extra: &Map) {
        let known: Vec<&str> = self.kind.all_fields().map(|field| field.name).collect();
        for key in extra.keys().filter_map(|key| key.as_str()) {
            self.unknown(key, &format!("extra.{key}"), &known);
        }
    }

    fn unknown(&self, key: &str, path: &str, known: &[&str]) {
        if key == "kind" || known.contains(&key) {
            return;
        }
        if let Some(near) = suggest(key, known.iter().copied()) {
            self.sink.push(
                Diagnostic::new(&FIELD_UNKNOWN)
                    .arg("field", key)
                    .arg("near", near)
                    .at(&self.document.source, self.document.matter.locate_key(&self.document.source.text, path)),
            );
        }
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_none() || value.is_undefined() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// Whether the text is a day, or a day and time.
pub fn is_date(text: &str) -> bool {
    text.parse::<Date>().is_ok()
        || text.parse::<jiff::civil::DateTime>().is_ok()
        || text.parse::<jiff::Timestamp>().is_ok()
}

/// What a type is called.
fn described(holds: FieldType) -> (&'static str, &'static str) {
    match holds {
        FieldType::Text => ("一段文字", "text"),
        FieldType::File => ("文件名", "the name of a file"),
        FieldType::Count => ("不小于 0 的整数", "a whole number, not negative"),
        FieldType::Yuan => ("不小于 0 的金额（元）", "an amount in yuan, not negative"),
        FieldType::Bool => ("true（是）或 false（否）", "true or false"),
        FieldType::Date => ("日期，如 2026-03-18", "a date such as 2026-03-18"),
        FieldType::Word(_) => ("一个词", "one word"),
        FieldType::Texts => ("用方括号括起来的几段文字", "a list of texts"),
        FieldType::Members => ("用方括号括起来的委员编号", "a list of members' ids"),
        FieldType::Table(_) => ("一个表，如 { … }", "a table such as { … }"),
        FieldType::Tables(_) => ("几个表，如 [{ … }]", "a list of tables such as [{ … }]"),
    }
}

/// An example of a type in TOML, for messages.
fn example_of(holds: FieldType) -> &'static str {
    match holds {
        FieldType::Text => "\"……\"",
        FieldType::File => "\"01.jpg\"",
        FieldType::Count | FieldType::Yuan => "1",
        FieldType::Bool => "false",
        FieldType::Date => "2026-03-18",
        FieldType::Word(vocabulary) => vocabulary.words.first().map_or("\"……\"", |word| word.name),
        FieldType::Texts | FieldType::Members => "[\"……\"]",
        FieldType::Table(_) => "{ … }",
        FieldType::Tables(_) => "[{ … }]",
    }
}

/// The fact readers see of a value that passed its check.
fn fact(field: &'static Field, value: &Value) -> Option<Fact> {
    let value = match field.holds {
        FieldType::Texts => value.as_array()?.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("、"),
        FieldType::Table(_) => collection(value.as_map()?),
        FieldType::Word(vocabulary) => vocabulary.find(value.as_str()?)?.name.to_owned(),
        FieldType::Bool | FieldType::Tables(_) | FieldType::Members | FieldType::File => return None,
        FieldType::Text | FieldType::Count | FieldType::Yuan | FieldType::Date => value.to_string(),
    };
    Some(Fact { name: field.name, zh: field.zh, en: field.en, value })
}

/// 《青溪文史》第 3 辑第 12 页.
fn collection(table: &Map) -> String {
    let number = |key: &'static str| value(table, key).and_then(Value::as_i128);
    let mut text = format!("《{}》", text(table, "series").unwrap_or_default());
    if let Some(volume) = number("volume") {
        text.push_str(&format!("第 {volume} 辑"));
    }
    if let Some(page) = number("page") {
        text.push_str(&format!("第 {page} 页"));
    }
    text
}
