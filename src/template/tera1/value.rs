//! Values as Tera 1 sees them: what JSON can hold. Printing, truth, equality and numbers follow from that.

use std::io::Write;

use tera::value::ValueKind;
use tera::{Map, Value};

/// A value by its kind.
#[derive(Clone, Copy, Debug)]
pub enum Json<'v> {
    /// Nothing; also numbers that JSON cannot hold.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(&'v str),
    /// Values in a row.
    Array(&'v [Value]),
    /// Values by name.
    Map(&'v Map),
}

/// A number, always finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A whole one.
    Int(i64),
    /// A whole one beyond `i64::MAX`.
    Big(u64),
    /// One with a point.
    Float(f64),
}

impl Number {
    /// As a floating point number, which may be less exact.
    pub fn float(self) -> f64 {
        match self {
            Number::Int(number) => number as f64,
            Number::Big(number) => number as f64,
            Number::Float(number) => number,
        }
    }

    /// As a natural number, if it is a whole one from 0.
    pub fn natural(self) -> Option<u64> {
        match self {
            Number::Int(number) => u64::try_from(number).ok(),
            Number::Big(number) => Some(number),
            Number::Float(_) => None,
        }
    }

    /// A floating point number; none for those that are no numbers or infinite.
    pub fn finite(number: f64) -> Option<Number> {
        number.is_finite().then_some(Number::Float(number))
    }

    /// As a value of templates.
    pub fn value(self) -> Value {
        match self {
            Number::Int(number) => Value::from(number),
            Number::Big(number) => Value::from(number),
            Number::Float(number) => Value::from(number),
        }
    }

    /// As `{{ }}` shows it: without a point where there is nothing behind it, without exponent.
    pub fn print(self, out: &mut Vec<u8>) {
        // Writing to a vector cannot fail.
        let _ = match self {
            Number::Int(number) => write!(out, "{number}"),
            Number::Big(number) => write!(out, "{number}"),
            Number::Float(number) => write!(out, "{number}"),
        };
    }

    /// As JSON writes it: with a point, with an exponent for the very big and small.
    pub fn to_json(self) -> String {
        match self {
            Number::Int(number) => number.to_string(),
            Number::Big(number) => number.to_string(),
            Number::Float(number) => serde_json::Number::from_f64(number).map_or_else(String::new, |n| n.to_string()),
        }
    }
}

/// The value by its kind.
pub fn json(value: &Value) -> Json<'_> {
    match value.kind() {
        ValueKind::Bool => Json::Bool(value.as_bool().unwrap_or_default()),
        ValueKind::String => Json::Text(value.as_str().unwrap_or_default()),
        ValueKind::Array => Json::Array(value.as_array().unwrap_or_default()),
        ValueKind::Map => value.as_map().map_or(Json::Null, Json::Map),
        ValueKind::I64 | ValueKind::U64 | ValueKind::I128 | ValueKind::U128 | ValueKind::F64 => {
            number(value).map_or(Json::Null, Json::Number)
        }
        _ => Json::Null,
    }
}

/// The number a value is.
pub fn number(value: &Value) -> Option<Number> {
    if value.kind() == ValueKind::F64 {
        return value.as_f64().and_then(Number::finite);
    }
    if let Some(number) = value.as_i64() {
        return Some(Number::Int(number));
    }
    if let Some(number) = value.as_u64() {
        return Some(Number::Big(number));
    }
    value.as_i128().map(|number| Number::Float(number as f64))
}

/// Whether a value is null.
pub fn is_null(value: &Value) -> bool {
    matches!(json(value), Json::Null)
}

/// Whether a condition holds for a value.
pub fn is_true(value: &Value) -> bool {
    match json(value) {
        Json::Null => false,
        Json::Bool(truth) => truth,
        Json::Number(number) => number.float() != 0.0,
        Json::Text(text) => !text.is_empty(),
        Json::Array(values) => !values.is_empty(),
        Json::Map(map) => !map.is_empty(),
    }
}

/// Whether two values are the same JSON: `2` and `2.0` are not.
pub fn equal(left: &Value, right: &Value) -> bool {
    match (json(left), json(right)) {
        (Json::Null, Json::Null) => true,
        (Json::Bool(left), Json::Bool(right)) => left == right,
        (Json::Number(left), Json::Number(right)) => left == right,
        (Json::Text(left), Json::Text(right)) => left == right,
        (Json::Array(left), Json::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Json::Map(left), Json::Map(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, value)| right.get(key).is_some_and(|other| equal(value, other)))
        }
        _ => false,
    }
}

/// Writes a value as `{{ }}` shows it, unescaped.
pub fn print(value: &Value, out: &mut Vec<u8>) {
    match json(value) {
        Json::Null => {}
        Json::Bool(truth) => out.extend_from_slice(if truth { b"true" } else { b"false" }),
        Json::Number(number) => number.print(out),
        Json::Text(text) => out.extend_from_slice(text.as_bytes()),
        Json::Array(values) => {
            out.push(b'[');
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    out.extend_from_slice(b", ");
                }
                print(value, out);
            }
            out.push(b']');
        }
        Json::Map(_) => out.extend_from_slice(b"[object]"),
    }
}

/// A value as `{{ }}` shows it.
pub fn printed(value: &Value) -> String {
    let mut out = Vec::new();
    print(value, &mut out);
    String::from_utf8(out).unwrap_or_default()
}

/// Writes text escaped for HTML.
pub fn escape(text: &str, out: &mut Vec<u8>) {
    /// So many bytes are looked at together, which most often hold nothing to escape.
    const STRETCH: usize = 16;
    let bytes = text.as_bytes();
    let (mut written, mut at) = (0, 0);
    while at < bytes.len() {
        let rest = &bytes[at..];
        let stretch = rest.first_chunk::<STRETCH>();
        if stretch.is_none_or(|stretch| stretch.iter().fold(false, |any, byte| any | entity(*byte).is_some())) {
            for byte in &rest[..rest.len().min(STRETCH)] {
                if let Some(entity) = entity(*byte) {
                    out.extend_from_slice(&bytes[written..at]);
                    out.extend_from_slice(entity.as_bytes());
                    written = at + 1;
                }
                at += 1;
            }
        } else {
            at += STRETCH;
        }
    }
    out.extend_from_slice(&bytes[written..]);
}

/// What stands for the character in HTML, if it cannot stand there itself.
const fn entity(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#x27;"),
        b'/' => Some("&#x2F;"),
        _ => None,
    }
}

/// Text escaped for HTML.
pub fn escaped(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len() + text.len() / 8);
    escape(text, &mut out);
    String::from_utf8(out).unwrap_or_default()
}

/// What kind of value this is, in Chinese and English.
pub fn kind_words(value: &Value) -> (&'static str, &'static str) {
    match json(value) {
        Json::Null => ("空值", "null"),
        Json::Bool(_) => ("真假值", "a truth value"),
        Json::Number(_) => ("数", "a number"),
        Json::Text(_) => ("文字", "a text"),
        Json::Array(_) => ("列表", "an array"),
        Json::Map(_) => ("对象", "a map"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tera::Value;

    use super::{entity, equal, escaped, is_true, printed};

    fn value(json: serde_json::Value) -> Value {
        Value::try_from_serializable(&json).unwrap()
    }

    #[test]
    fn values_are_shown_as_json_without_quotes() {
        let all = value(serde_json::json!([1, -2, 2.0, 1e21, "a/b", null, true, {"a": 1}, ["x"]]));
        assert_eq!(printed(&all), "[1, -2, 2, 1000000000000000000000, a/b, , true, [object], [x]]");
        assert_eq!(printed(&Value::from(f64::NAN)), "");
        assert_eq!(printed(&Value::from(u64::MAX)), "18446744073709551615");
    }

    #[test]
    fn equality_is_that_of_json() {
        assert!(equal(&Value::from(2_i64), &Value::from(2_u64)));
        assert!(!equal(&Value::from(2), &Value::from(2.0)));
        assert!(equal(&value(serde_json::json!({"a": 1, "b": [2]})), &value(serde_json::json!({"b": [2], "a": 1}))));
        assert!(equal(&Value::from(f64::NAN), &Value::none()));
        assert!(!is_true(&Value::from(0.0)) && is_true(&value(serde_json::json!([0]))));
    }

    #[test]
    fn escaping_takes_six_characters() {
        assert_eq!(
            escaped("<a href=\"/\">'&'</a> 大阪"),
            "&lt;a href=&quot;&#x2F;&quot;&gt;&#x27;&amp;&#x27;&lt;&#x2F;a&gt; 大阪"
        );
    }

    proptest! {
        #[test]
        fn every_stretch_is_escaped(text in "([a-z]|[&<>\"'/]|[一-龥]){0,60}") {
            let one = |letter: char| match u8::try_from(letter).ok().and_then(entity) {
                Some(entity) => entity.to_owned(),
                None => letter.to_string(),
            };
            prop_assert_eq!(escaped(&text), text.chars().map(one).collect::<String>());
        }
    }
}
