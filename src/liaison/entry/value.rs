//! Reading what `[extra]` holds: values, texts, lists and days under a key, and every field of the table in turn.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use tera::value::Key;
use tera::{Map, Value};

use super::field::{Field, FieldType, Place};
use super::kind::Kind;
use crate::content::DateText;
use crate::path::{SourcePath, with_slashes};

/// The value under a key.
pub fn value<'a>(map: &'a Map, key: &str) -> Option<&'a Value> {
    // By its index, so that the key need not live as long as the value.
    map.get_index_of(&Key::Str(key)).and_then(|at| map.get_index(at)).map(|(_, value)| value)
}

/// The text under a key.
pub fn text<'a>(map: &'a Map, key: &str) -> Option<&'a str> {
    value(map, key).and_then(Value::as_str)
}

/// The texts of a list under a key; a single text counts as a list of one.
pub fn texts<'a>(map: &'a Map, key: &str) -> impl Iterator<Item = &'a str> {
    listed(value(map, key))
}

/// The texts of a list; a single text counts as a list of one.
pub fn listed(value: Option<&Value>) -> impl Iterator<Item = &str> {
    let list = value.and_then(Value::as_array).unwrap_or_default();
    list.iter().filter_map(Value::as_str).chain(value.and_then(Value::as_str))
}

/// The tables of a list under a key.
pub fn tables<'a>(map: &'a Map, key: &str) -> impl Iterator<Item = &'a Map> {
    let list = value(map, key).and_then(Value::as_array).unwrap_or_default();
    list.iter().filter_map(Value::as_map)
}

/// The day under a key: the first ten characters of a date, with or without a time.
pub fn day_of(map: &Map, key: &str) -> Option<Date> {
    day(text(map, key)?)
}

/// The day a date begins with, as it is written.
pub fn day(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

/// The day of a date in a time zone: a date without an offset is the day it names.
pub fn day_in(date: &DateText, zone: &TimeZone) -> Date {
    let time = date.text.split_once('T').map_or("", |(_, time)| time);
    if time.contains(['Z', 'z', '+', '-']) { date.moment.to_zoned(zone.clone()).date() } else { date.day }
}

/// Whether nothing is written: null, or blank text.
pub fn is_empty(value: &Value) -> bool {
    value.is_none() || value.is_undefined() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// The file `name` in `folder`.
pub fn beside(folder: &str, name: &str) -> Option<SourcePath> {
    SourcePath::new(folder)?.join(&with_slashes(name)).filter(|path| path.strip_prefix("content").is_some())
}

/// The name of the entry that a reference means: its path in `content/`, with or without `@/`, `.md` and `/index.md`.
pub fn reference(text: &str) -> &str {
    let path = text.trim().trim_start_matches("@/").trim_start_matches('/').trim_end_matches('/');
    let path = path.strip_prefix("content/").unwrap_or(path);
    path.strip_suffix("/index.md").or_else(|| path.strip_suffix(".md")).unwrap_or(path)
}

/// Shows every value that a field of `kind` under `[extra]` has, in tables too, with its dotted path.
pub fn visit<'a>(kind: &'a Kind, extra: &'a Map, see: &mut dyn FnMut(&'a Field, &str, &'a Value)) {
    fields(kind.all_fields().filter(|field| field.place == Place::Extra), extra, "extra", see);
}

fn fields<'a>(
    all: impl Iterator<Item = &'a Arc<Field>>,
    map: &'a Map,
    path: &str,
    see: &mut dyn FnMut(&'a Field, &str, &'a Value),
) {
    for field in all {
        let Some(value) = value(map, &field.name).filter(|value| !is_empty(value)) else { continue };
        let path = format!("{path}.{}", field.name);
        see(field, &path, value);
        match &field.holds {
            FieldType::Table(inner) => {
                if let Some(table) = value.as_map() {
                    fields(inner.iter(), table, &path, see);
                }
            }
            FieldType::Tables(inner) => {
                let rows = value.as_array().unwrap_or_default().iter().enumerate();
                for (at, table) in rows.filter_map(|(at, row)| Some((at, row.as_map()?))) {
                    fields(inner.iter(), table, &format!("{path}.{at}"), see);
                }
            }
            _ => {}
        }
    }
}
