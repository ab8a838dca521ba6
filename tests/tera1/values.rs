//! Values that chance gives the variables of a case, and filters without arguments.

use serde_json::{Value as Json, json};

use super::generator::Chance;

/// Variables whose values chance may change: none that says how long something gets.
const CHANGING: [&str; 24] = [
    "html", "path", "empty", "lines", "slash", "big", "tiny", "yes", "no", "nil", "numbers", "floats", "words",
    "mixed", "nothing", "map", "bare", "place", "pages", "page", "date", "moment", "stamp", "nested",
];
const KEYS: [&str; 9] = ["a", "b", "title", "extra", "w", "year", "0", "a.b", "x/y"];
const CONTENTS: [&str; 10] =
    ["", "a", "x/y", "<i>&\"'/", "2024-02-30", "7", " \n\t", "👩‍👩‍👧 e\u{301} \u{202e}", "ǆ ﬁ İ ß", "0"];

/// A value of any kind.
fn json(chance: &mut Chance, depth: usize) -> Json {
    match chance.below(if depth == 0 { 7 } else { 10 }) {
        0 => Json::Null,
        1 => json!(chance.once_in(2)),
        2 => json!(chance.pick(&[0_i64, 1, -1, 2, 10, 2025, i64::MAX, i64::MIN, 1_700_000_000])),
        3 => json!(chance.pick(&[0.0, -0.0, 1.0, 2.5, -0.25, 1e16, 1e-7, 123_456.789, 1e300])),
        4..=6 => json!(chance.pick(&CONTENTS)),
        7..=8 => (0..chance.below(4)).map(|_| json(chance, depth - 1)).collect(),
        _ => Json::Object(
            (0..chance.below(4)).map(|_| (chance.pick(&KEYS).to_owned(), json(chance, depth - 1))).collect(),
        ),
    }
}

/// Other values for some variables.
pub fn changed(chance: &mut Chance) -> Vec<(&'static str, Json)> {
    let count = chance.pick(&[0, 0, 1, 2, 4]);
    (0..count).map(|_| (chance.pick(&CHANGING), json(chance, 3))).collect()
}

/// Filters, with whatever they take left out.
pub const PLAIN_FILTERS: [&str; 40] = [
    "upper",
    "lower",
    "trim",
    "trim_start",
    "trim_end",
    "wordcount",
    "capitalize",
    "title",
    "linebreaksbr",
    "indent",
    "striptags",
    "spaceless",
    "urlencode",
    "urlencode_strict",
    "escape",
    "escape_xml",
    "slugify",
    "addslashes",
    "int",
    "float",
    "first",
    "last",
    "sort",
    "unique",
    "abs",
    "pluralize",
    "round",
    "filesizeformat",
    "length",
    "reverse",
    "date",
    "json_encode",
    "as_str",
    "safe",
    "shout",
    "safe_shout",
    "join",
    "slice",
    "truncate",
    "default",
];
/// Those of texts.
pub const TEXT_FILTERS: [&str; 19] = [
    "upper",
    "lower",
    "trim",
    "trim_start",
    "trim_end",
    "wordcount",
    "capitalize",
    "title",
    "linebreaksbr",
    "indent",
    "striptags",
    "spaceless",
    "urlencode",
    "urlencode_strict",
    "escape",
    "escape_xml",
    "slugify",
    "addslashes",
    "safe",
];
