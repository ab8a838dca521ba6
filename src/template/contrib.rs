//! What Zola adds to Tera 2's own filters and tests from tera-contrib, under the names Zola gives them (checklist T2-2).

use std::sync::Arc;

use tera::{Kwargs, Map, State, Tera, TeraResult, Value};
use tera_contrib::{base64, dates, filesize_format, format, json, rand, regex, slug, urlencode};

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
    tera.register_filter("date", dates::date);
    tera.register_filter("upper", upper);
    tera.register_filter("shuffle", shuffle);
    tera.register_function("get_random", get_random);
    tera.register_test("matching", regex::Matching::default());
    tera.register_test("before", dates::is_before);
    tera.register_test("after", dates::is_after);
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

/// The arguments with a seed: a build must yield the same bytes each time, so chance follows from the page.
fn seeded(kwargs: Kwargs) -> TeraResult<Kwargs> {
    if kwargs.get::<&Value>("seed")?.is_some() {
        return Ok(kwargs);
    }
    let mut map: Map = kwargs.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    map.insert("seed".into(), Value::from(next_seed()));
    Ok(Kwargs::new(Arc::new(map)))
}
