//! Filters on arrays and maps.

use std::cmp::Ordering;

use rustc_hash::FxHashSet;
use tera::value::Key;
use tera::{Map, Value};

use super::super::code::{DIFFERENT_KINDS, NO_ATTRIBUTE, NO_KEY, NOT_SORTABLE, NOT_UNIQUE};
use super::super::fault::Fault;
use super::super::path::{get as field, pointer};
use super::super::value::{Json, Number, equal, is_null, json, kind_words, print, printed};
use super::call::{Call, TEXT};

type Filtered = Result<Value, Fault>;

/// How many elements, entries or letters there are.
pub fn length(value: &Value, call: &Call<'_>) -> Filtered {
    match json(value) {
        Json::Array(values) => Ok(Value::from(values.len())),
        Json::Map(map) => Ok(Value::from(map.len())),
        Json::Text(text) => Ok(Value::from(text.chars().count())),
        _ => Err(call.wrong_value(("列表、对象或文字", "an array, a map or a text"), value)),
    }
}

/// Backwards.
pub fn reverse(value: &Value, call: &Call<'_>) -> Filtered {
    match json(value) {
        Json::Array(values) => Ok(Value::from(values.iter().rev().cloned().collect::<Vec<_>>())),
        Json::Text(text) => Ok(Value::from(text.chars().rev().collect::<String>())),
        _ => Err(call.wrong_value(("列表或文字", "an array or a text"), value)),
    }
}

/// The first element; an empty text if there is none.
pub fn first(value: &Value, call: &Call<'_>) -> Filtered {
    Ok(call.filtered_array(value)?.first().cloned().unwrap_or_else(|| Value::from("")))
}

/// The last element; an empty text if there is none.
pub fn last(value: &Value, call: &Call<'_>) -> Filtered {
    Ok(call.filtered_array(value)?.last().cloned().unwrap_or_else(|| Value::from("")))
}

/// The element number `n`, from 0; an empty text if there is none.
pub fn nth(value: &Value, call: &Call<'_>) -> Filtered {
    let values = call.filtered_array(value)?;
    if values.is_empty() {
        return Ok(Value::from(""));
    }
    let at = call.natural("n")?.ok_or_else(|| call.missing("n"))?;
    Ok(values.get(at).cloned().unwrap_or_else(|| Value::from("")))
}

/// The elements as they are shown, with `sep` between them.
pub fn join(value: &Value, call: &Call<'_>) -> Filtered {
    let values = call.filtered_array(value)?;
    let between = call.text("sep")?.unwrap_or_default().replace("\\n", "\n").replace("\\t", "\t");
    let mut out = Vec::new();
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            out.extend_from_slice(between.as_bytes());
        }
        print(value, &mut out);
    }
    Ok(Value::from(String::from_utf8(out).unwrap_or_default()))
}

/// What an `attribute` leads to; the element itself where none is asked for.
fn attribute<'v>(value: &'v Value, path: &str) -> Result<&'v Value, Fault> {
    pointer(value, path).ok_or_else(|| Fault::new(&NO_ATTRIBUTE).arg("attribute", path))
}

/// What elements are sorted by: all alike.
enum SortKey<'v> {
    Truth(bool),
    Number(f64),
    Text(&'v str),
    Length(usize),
}

impl SortKey<'_> {
    fn compare(&self, other: &SortKey<'_>) -> Ordering {
        match (self, other) {
            (SortKey::Truth(a), SortKey::Truth(b)) => a.cmp(b),
            (SortKey::Number(a), SortKey::Number(b)) => a.total_cmp(b),
            (SortKey::Text(a), SortKey::Text(b)) => a.cmp(b),
            (SortKey::Length(a), SortKey::Length(b)) => a.cmp(b),
            _ => Ordering::Equal,
        }
    }
}

fn sort_key(value: &Value) -> Result<SortKey<'_>, Fault> {
    Ok(match json(value) {
        Json::Bool(truth) => SortKey::Truth(truth),
        Json::Number(number) => SortKey::Number(number.float()),
        Json::Text(text) => SortKey::Text(text),
        Json::Array(values) => SortKey::Length(values.len()),
        Json::Null | Json::Map(_) => {
            let (zh, en) = kind_words(value);
            return Err(Fault::new(&NOT_SORTABLE).arg("got_zh", zh).arg("got", en));
        }
    })
}

/// In ascending order, by `attribute` if one is given; arrays by their length.
pub fn sort(value: &Value, call: &Call<'_>) -> Filtered {
    let values = call.filtered_array(value)?;
    if values.is_empty() {
        return Ok(value.clone());
    }
    let path = call.text("attribute")?.unwrap_or_default();
    let mut keyed: Vec<(SortKey<'_>, &Value)> = Vec::with_capacity(values.len());
    for value in values {
        let key = sort_key(attribute(value, path)?)?;
        if let Some((first, _)) = keyed.first()
            && std::mem::discriminant(first) != std::mem::discriminant(&key)
        {
            return Err(Fault::new(&DIFFERENT_KINDS).arg("name", call.name));
        }
        keyed.push((key, value));
    }
    keyed.sort_by(|(a, _), (b, _)| a.compare(b));
    Ok(Value::from(keyed.into_iter().map(|(_, value)| value.clone()).collect::<Vec<_>>()))
}

/// What elements are told apart by.
#[derive(PartialEq, Eq, Hash)]
enum UniqueKey {
    Truth(bool),
    Number(i64),
    Text(String),
}

/// The first of elements that are the same, by `attribute` if one is given; capitals count if `case_sensitive`.
pub fn unique(value: &Value, call: &Call<'_>) -> Filtered {
    let values = call.filtered_array(value)?;
    let Some(first) = values.first() else { return Ok(value.clone()) };
    let case_sensitive = call.truth("case_sensitive")?.unwrap_or_default();
    let path = call.text("attribute")?.unwrap_or_default();
    let different = || Fault::new(&DIFFERENT_KINDS).arg("name", call.name);
    let key = |value: &Value| -> Result<UniqueKey, Fault> {
        Ok(match json(value) {
            Json::Bool(truth) => UniqueKey::Truth(truth),
            Json::Number(Number::Int(number)) => UniqueKey::Number(number),
            Json::Text(text) if case_sensitive => UniqueKey::Text(text.to_owned()),
            Json::Text(text) => UniqueKey::Text(text.to_lowercase()),
            _ => {
                let (zh, en) = kind_words(value);
                return Err(Fault::new(&NOT_UNIQUE).arg("got_zh", zh).arg("got", en));
            }
        })
    };
    let first = key(attribute(first, path)?)?;
    let mut seen: FxHashSet<UniqueKey> = FxHashSet::default();
    let mut kept = Vec::new();
    for value in values {
        let Some(found) = pointer(value, path) else { continue };
        let key = key(found).map_err(|fault| if is_null(found) { different() } else { fault })?;
        if std::mem::discriminant(&key) != std::mem::discriminant(&first) {
            return Err(different());
        }
        if seen.insert(key) {
            kept.push(value.clone());
        }
    }
    Ok(Value::from(kept))
}

/// The elements by what their `attribute` is shown as; those without it are left out.
pub fn group_by(value: &Value, call: &Call<'_>) -> Filtered {
    let values = call.filtered_array(value)?;
    if values.is_empty() {
        return Ok(Value::from(Map::new()));
    }
    let path = call.required_text("attribute")?;
    let mut groups: Vec<(String, Vec<Value>)> = Vec::new();
    let mut places: rustc_hash::FxHashMap<String, usize> = rustc_hash::FxHashMap::default();
    for value in values {
        let Some(key) = pointer(value, path).filter(|key| !is_null(key)) else { continue };
        let key = match json(key) {
            Json::Text(text) => text.to_owned(),
            Json::Number(number) => number.to_json(),
            // Plain values have no way to fail.
            _ => serde_json::to_string(key).unwrap_or_else(|_| printed(key)),
        };
        let place = *places.entry(key.clone()).or_insert_with(|| {
            groups.push((key, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(value.clone());
    }
    let map: Map = groups.into_iter().map(|(key, values)| (Key::from(key), Value::from(values))).collect();
    Ok(Value::from(map))
}

/// The elements whose `attribute` is `value`; without a value, those that have one.
pub fn filter(value: &Value, call: &Call<'_>) -> Filtered {
    let values = call.filtered_array(value)?;
    if values.is_empty() {
        return Ok(value.clone());
    }
    let path = call.required_text("attribute")?;
    let wanted = call.value("value").filter(|value| !is_null(value));
    let kept = values.iter().filter(|value| match (pointer(value, path), wanted) {
        (found, None) => found.is_some_and(|found| !is_null(found)),
        (Some(found), Some(wanted)) => equal(found, wanted),
        (None, Some(_)) => false,
    });
    Ok(Value::from(kept.cloned().collect::<Vec<_>>()))
}

/// The `attribute` of every element that has it.
pub fn map(value: &Value, call: &Call<'_>) -> Filtered {
    let values = call.filtered_array(value)?;
    if values.is_empty() {
        return Ok(value.clone());
    }
    let path = call.required_text("attribute")?;
    let found = values.iter().filter_map(|value| pointer(value, path)).filter(|value| !is_null(value));
    Ok(Value::from(found.cloned().collect::<Vec<_>>()))
}

/// The elements from `start` to before `end`; numbers below 0 count from the end.
pub fn slice(value: &Value, call: &Call<'_>) -> Filtered {
    let values = call.filtered_array(value)?;
    if values.is_empty() {
        return Ok(value.clone());
    }
    let place = |at: f64| if at >= 0.0 { at as usize } else { (values.len() as f64 + at) as usize };
    let start = call.float("start")?.map_or(0, place);
    let end = call.float("end")?.map_or(values.len(), place).min(values.len());
    Ok(Value::from(values.get(start..end).unwrap_or_default().to_vec()))
}

/// With `with` at the end: its elements if it is an array.
pub fn concat(value: &Value, call: &Call<'_>) -> Filtered {
    let values = call.filtered_array(value)?;
    let with = call.required("with")?;
    let mut all = values.to_vec();
    match with.as_array() {
        Some(further) => all.extend_from_slice(further),
        None => all.push(with.clone()),
    }
    Ok(Value::from(all))
}

/// The entry `key` of a map, or `default`.
pub fn get(value: &Value, call: &Call<'_>) -> Filtered {
    let key = call.required("key")?;
    let key = key.as_str().ok_or_else(|| call.wrong("key", TEXT, key))?;
    let Json::Map(map) = json(value) else { return Err(call.wrong_value(("对象", "a map"), value)) };
    match field(map, key).or_else(|| call.value("default")) {
        Some(found) => Ok(found.clone()),
        None => Err(Fault::new(&NO_KEY).arg("key", key)),
    }
}
