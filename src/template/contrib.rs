//! What Zola adds to Tera 2's own filters and tests from tera-contrib, under the names Zola gives them (checklist T2-2).

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tera::value::Key;
use tera::{Kwargs, Map, State, Tera, TeraResult, Value};
use tera_contrib::{base64, dates, filesize_format, format, json, rand, regex, slug, urlencode};

use super::localized_date::date;
use super::scope::next_seed;

/// The names of the filters Tera 2 has by itself and those added here, for suggestions.
pub const FILTERS: [&str; 52] = [
    "safe",
    "default",
    "upper",
    "lower",
    "wordcount",
    "escape",
    "escape_html",
    "escape_xml",
    "newlines_to_br",
    "pluralize",
    "trim",
    "trim_start",
    "trim_end",
    "replace",
    "capitalize",
    "title",
    "truncate",
    "indent",
    "str",
    "int",
    "float",
    "length",
    "reverse",
    "split",
    "abs",
    "round",
    "first",
    "last",
    "nth",
    "join",
    "sort",
    "unique",
    "get",
    "values",
    "keys",
    "pairs",
    "group_by",
    "base64_encode",
    "base64_decode",
    "regex_replace",
    "striptags",
    "spaceless",
    "urlencode",
    "urlencode_strict",
    "json_encode",
    "filesizeformat",
    "format",
    "slugify",
    "date",
    "shuffle",
    "markdown",
    "num_format",
];

/// Likewise for tests.
pub const TESTS: [&str; 20] = [
    "string",
    "number",
    "map",
    "bool",
    "array",
    "integer",
    "float",
    "none",
    "iterable",
    "defined",
    "undefined",
    "odd",
    "even",
    "divisible_by",
    "starting_with",
    "ending_with",
    "containing",
    "matching",
    "before",
    "after",
];

/// Likewise for functions.
pub const FUNCTIONS: [&str; 4] = ["range", "throw", "super", "get_random"];

/// Registers them.
pub fn register(tera: &mut Tera) {
    tera.register_filter("base64_encode", base64::b64_encode);
    tera.register_filter("base64_decode", base64::b64_decode);
    tera.register_filter("regex_replace", regex::RegexReplace::default());
    tera.register_filter("striptags", regex::striptags);
    tera.register_filter("spaceless", regex::spaceless);
    tera.register_filter("urlencode", urlencode::urlencode);
    tera.register_filter("urlencode_strict", urlencode::urlencode_strict);
    tera.register_filter("json_encode", json::json_encode);
    tera.register_filter("filesizeformat", filesize_format::filesize_format);
    tera.register_filter("format", format::format);
    tera.register_filter("slugify", slug::slug);
    tera.register_filter("date", date);
    tera.register_filter("safe", safe);
    tera.register_filter("upper", upper);
    tera.register_filter("shuffle", shuffle);
    tera.register_filter("group_by", group_by);
    tera.register_function("get_random", get_random);
    tera.register_test("matching", regex::Matching::default());
    tera.register_test("before", dates::is_before);
    tera.register_test("after", dates::is_after);
}

/// Marks a text as HTML. Tera's own copies it, whole pages as well.
fn safe(value: &Value, _: Kwargs, _: &State) -> Value {
    match value.as_str() {
        Some(_) => value.clone().mark_safe(),
        None => Value::safe_string(&value.to_string()),
    }
}

/// In capitals; of HTML that is no HTML any more (`&nbsp;` becomes `&NBSP;`), so it is escaped where Tera's own is not, as
/// in the conformance cases.
fn upper(value: &str, _: Kwargs, _: &State) -> String {
    value.to_uppercase()
}

fn get_random(kwargs: Kwargs, state: &State) -> TeraResult<i64> {
    rand::get_random(seeded(kwargs)?, state)
}

fn shuffle(value: Vec<Value>, kwargs: Kwargs, state: &State) -> TeraResult<Vec<Value>> {
    rand::shuffle(value, seeded(kwargs)?, state)
}

/// `group_by(attribute)`: Tera's own puts the groups into another order in each build; here they stand as they first
/// appear.
fn group_by(list: &[Value], kwargs: Kwargs, _: &State) -> TeraResult<Map> {
    let mut groups: Map = Map::new();
    if list.is_empty() {
        return Ok(groups);
    }
    let attribute = kwargs.must_get::<&str>("attribute")?;
    let mut grouped: Vec<(Key<'static>, Vec<Value>)> = Vec::new();
    let mut places: FxHashMap<Key<'static>, usize> = FxHashMap::default();
    for (at, value) in list.iter().enumerate() {
        let found = value.get_from_path(attribute).ok_or_else(|| {
            let message =
                format!("Value at index {at} (a {}) does not have an attribute at path: {attribute}", value.name());
            tera::Error::message(message)
        })?;
        if found.is_none() {
            continue;
        }
        let place = *places.entry(key(found)?).or_insert(grouped.len());
        if place == grouped.len() {
            grouped.push((key(found)?, Vec::new()));
        }
        grouped[place].1.push(value.clone());
    }
    groups.extend(grouped.into_iter().map(|(key, group)| (key, Value::from(group))));
    Ok(groups)
}

/// A value as the key of a map.
fn key(value: &Value) -> TeraResult<Key<'static>> {
    let text = value.as_str().map(|text| Key::from(text.to_owned()));
    let number = || value.as_i64().filter(|_| !value.is_f64()).map(Key::I64);
    let large = || value.as_u64().filter(|_| !value.is_f64()).map(Key::U64);
    let key = text.or_else(|| value.as_bool().map(Key::Bool)).or_else(number).or_else(large);
    key.ok_or_else(|| tera::Error::message("Not a valid key type"))
}

/// The arguments with a seed: a build must yield the same bytes each time, so chance follows from the page.
fn seeded(kwargs: Kwargs) -> TeraResult<Kwargs> {
    if kwargs.get::<&Value>("seed")?.is_some() {
        return Ok(kwargs);
    }
    let mut map: Map = kwargs.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    map.insert("seed".into(), Value::from(next_seed()));
    Ok(Kwargs::new(Arc::new(map)))
}
