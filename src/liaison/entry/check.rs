//! The fields of one document held against the table: every mistake told at its place.

use std::sync::Arc;

use jiff::civil::Date;
use tera::{Map, Value};

use super::field::{Field, FieldType, Need, Place};
use super::kind::{Kind, Openness};
use super::read::{example_of, with_near};
use super::value::{is_empty, text, value};
use crate::content::{Document, PageFront};
use crate::diagnostic::{Code, Diagnostic, Sink, suggest};
use crate::liaison::archive::Quarter;
use crate::liaison::code::{FIELD_FEW, FIELD_MISSING, FIELD_TYPE, FIELD_UNKNOWN, FIELD_WANTED, WORD_UNKNOWN};

/// One document being held against the fields of its kind.
pub(super) struct Checker<'a> {
    pub document: &'a Document,
    pub kind: &'a Kind,
    pub sink: &'a Sink,
}

impl Checker<'_> {
    /// Checks one field of the table; gives its value if that is right.
    pub fn check<'v>(&self, field: &Field, front: &PageFront, extra: &'v Map) -> Option<&'v Value> {
        let path = field.path();
        let top = match (field.place, field.name.as_str()) {
            (Place::Extra, name) => {
                let found = value(extra, name).filter(|value| !is_empty(value));
                if let Some(found) = found {
                    let right = self.value(field, &path, found);
                    let few = found.as_array().filter(|list| list.len() < field.least);
                    if let Some(few) = few.filter(|_| right && self.applies(field, extra)) {
                        let diagnostic = self.about(field, &FIELD_FEW, &path);
                        self.sink.push(diagnostic.arg("least", field.least).arg("count", few.len()));
                    }
                    return right.then_some(found);
                }
                false
            }
            // Zola's own keys are typed already; here they only must be there.
            (Place::Top, "title") => front.title.as_deref().is_some_and(|title| !title.trim().is_empty()),
            (Place::Top, "date") => front.date.is_some(),
            (Place::Top, _) => true,
        };
        let code = match field.need {
            _ if top => None,
            Need::Required | Need::RequiredIf(..) if self.applies(field, extra) => Some(&FIELD_MISSING),
            Need::Wanted | Need::WantedIf(..) if self.applies(field, extra) => Some(&FIELD_WANTED),
            Need::Optional if field.name == "visibility" && self.kind.openness == Openness::Say => Some(&FIELD_MISSING),
            _ => None,
        };
        if let Some(code) = code.filter(|_| !self.written(field, &path)) {
            self.missing(field, &path, code);
        }
        None
    }

    /// Whether one of Zola's own keys is written, with a wrong value: that was told when the document was parsed.
    fn written(&self, field: &Field, path: &str) -> bool {
        if field.place != Place::Top {
            return false;
        }
        let text = &self.document.source.text;
        let key = self.document.matter.locate_key(text, path);
        let key = text.get(key).unwrap_or_default().trim_matches(['"', '\'']);
        (key == field.name || key == field.zh) && {
            let value = self.document.matter.locate(text, path);
            !text.get(value).unwrap_or_default().trim_matches(['"', '\'', ' ']).is_empty()
        }
    }

    /// Whether what the field needs is needed here: always, or where another field holds a word.
    fn applies(&self, field: &Field, extra: &Map) -> bool {
        let (Need::RequiredIf(other, word) | Need::WantedIf(other, word)) = &field.need else { return true };
        text(extra, other).is_some_and(|found| match self.kind.field(other).map(|field| &field.holds) {
            Some(FieldType::Word(vocabulary)) => vocabulary.find(found) == Some(word.as_str()),
            _ => found == word,
        })
    }

    fn missing(&self, field: &Field, path: &str, code: &'static Code) {
        let table = path.rsplit_once('.').map_or(String::new(), |(table, _)| table.to_owned());
        let example = if field.example.is_empty() { example_of(&field.holds) } else { field.example.clone() };
        self.sink.push(
            self.about(field, code, path)
                .arg("kind", &self.kind.zh)
                .arg("kind_en", &self.kind.en)
                .arg("table", if table.is_empty() { "+++".to_owned() } else { format!("[{table}]") })
                .arg("example", example),
        );
    }

    /// Checks a value; false if it was wrong.
    fn value(&self, field: &Field, path: &str, value: &Value) -> bool {
        match &field.holds {
            FieldType::Text | FieldType::File | FieldType::Member if value.is_string() => true,
            FieldType::Count if value.as_i128().is_some_and(|number| number >= 0) => true,
            FieldType::Yuan if value.as_f64().is_some_and(|number| number >= 0.0) => true,
            FieldType::Bool if value.is_bool() => true,
            FieldType::Date if value.as_str().is_some_and(is_date) => true,
            FieldType::Quarter if value.as_str().is_some_and(|text| text.parse::<Quarter>().is_ok()) => true,
            FieldType::Entries if value.is_string() => true,
            FieldType::Word(vocabulary) => match value.as_str() {
                Some(word) => self.word(field, vocabulary, path, word),
                None => self.wrong_type(field, path, value),
            },
            FieldType::Words(vocabulary) => self.list(field, path, value, |path, item| match item.as_str() {
                Some(word) => self.word(field, vocabulary, path, word),
                None => self.wrong_type(field, path, item),
            }),
            FieldType::Texts | FieldType::Members | FieldType::Entries => {
                self.list(field, path, value, |path, item| item.is_string() || self.wrong_type(field, path, item))
            }
            FieldType::Table(fields) => match value.as_map() {
                Some(table) => self.table(fields, path, table),
                None => self.wrong_type(field, path, value),
            },
            FieldType::Tables(fields) => self.list(field, path, value, |path, item| match item.as_map() {
                Some(table) => self.table(fields, path, table),
                None => self.wrong_type(field, path, item),
            }),
            _ => self.wrong_type(field, path, value),
        }
    }

    fn list(&self, field: &Field, path: &str, value: &Value, check: impl Fn(&str, &Value) -> bool) -> bool {
        let Some(list) = value.as_array() else { return self.wrong_type(field, path, value) };
        let mut right = true;
        for (at, item) in list.iter().enumerate() {
            right &= check(&format!("{path}.{at}"), item);
        }
        right
    }

    fn word(&self, field: &Field, vocabulary: &super::Vocabulary, path: &str, word: &str) -> bool {
        let known = vocabulary.find(word).is_some();
        if !known {
            let about = self.about(field, &WORD_UNKNOWN, path);
            let about = about.arg("value", word).arg("allowed", vocabulary.listed());
            self.sink.push(with_near(about, suggest(word, vocabulary.names())));
        }
        known
    }

    /// Checks the fields of a table inside the front matter.
    fn table(&self, fields: &[Arc<Field>], path: &str, table: &Map) -> bool {
        let mut right = true;
        for field in fields {
            let path = format!("{path}.{}", field.name);
            match value(table, &field.name).filter(|value| !is_empty(value)) {
                Some(value) => right &= self.value(field, &path, value),
                None if field.need == Need::Required => {
                    self.missing(field, &path, &FIELD_MISSING);
                    right = false;
                }
                None => {}
            }
        }
        let known: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        for key in table.keys().filter_map(|key| key.as_str()) {
            self.unknown(key, &format!("{path}.{key}"), &known);
        }
        right
    }

    fn wrong_type(&self, field: &Field, path: &str, value: &Value) -> bool {
        let (expected, expected_en) = described(&field.holds);
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

    fn about(&self, field: &Field, code: &'static Code, path: &str) -> Diagnostic {
        Diagnostic::new(code)
            .arg("field", &field.name)
            .arg("name", &field.zh)
            .arg("name_en", &field.en)
            .at(&self.document.source, self.document.matter.locate(&self.document.source.text, path))
    }

    /// Keys of `[extra]` that are near to a field's name were probably meant to be it. Others belong to the theme.
    pub fn unknown_fields(&self, extra: &Map) {
        let known: Vec<&str> = self.kind.all_fields().map(|field| field.name.as_str()).collect();
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

/// Whether the text is a day, or a day and time.
fn is_date(text: &str) -> bool {
    text.parse::<Date>().is_ok()
        || text.parse::<jiff::civil::DateTime>().is_ok()
        || text.parse::<jiff::Timestamp>().is_ok()
}

/// What a type is called.
fn described(holds: &FieldType) -> (&'static str, &'static str) {
    match holds {
        FieldType::Text => ("一段文字", "text"),
        FieldType::File => ("文件名", "the name of a file"),
        FieldType::Count => ("不小于 0 的整数", "a whole number, not negative"),
        FieldType::Yuan => ("不小于 0 的金额（元）", "an amount in yuan, not negative"),
        FieldType::Bool => ("true（是）或 false（否）", "true or false"),
        FieldType::Date => ("日期，如 2026-03-18", "a date such as 2026-03-18"),
        FieldType::Quarter => ("季度，如 \"2026Q1\"", "a quarter such as \"2026Q1\""),
        FieldType::Word(_) => ("一个词", "one word"),
        FieldType::Words(_) => ("用方括号括起来的几个词", "a list of words"),
        FieldType::Texts => ("用方括号括起来的几段文字", "a list of texts"),
        FieldType::Member => ("一位委员的编号", "a member's id"),
        FieldType::Members => ("用方括号括起来的委员编号", "a list of members' ids"),
        FieldType::Entries => ("条目的路径，如 \"activity/2026-03-18-zhi-shu\"", "the path of an entry"),
        FieldType::Table(_) => ("一个表，如 { … }", "a table such as { … }"),
        FieldType::Tables(_) => ("几个表，如 [{ … }]", "a list of tables such as [{ … }]"),
    }
}
