//! The filters, tests and functions of Tera 1, and those Zola 0.22 added to them that need nothing of the site.
//!
//! <https://keats.github.io/tera/docs/#built-ins>, <https://www.getzola.org/documentation/templates/overview/>.

mod array;
mod call;
mod date;
mod encode;
mod function;
mod number;
mod test;
mod text;

pub use call::{Call, Patterns, TestCall};
use tera::Value;

use super::fault::Fault;

/// A filter.
pub type BuiltinFilter = fn(&Value, &Call<'_>) -> Result<Value, Fault>;

/// A function.
pub type BuiltinFunction = fn(&Call<'_>) -> Result<Value, Fault>;

/// A test.
pub type BuiltinTest = fn(&TestCall<'_>) -> Result<bool, Fault>;

const FILTERS: [(&str, BuiltinFilter); 49] = [
    ("abs", number::abs),
    ("addslashes", text::addslashes),
    ("as_str", text::as_str),
    ("base64_decode", encode::base64_decode),
    ("base64_encode", encode::base64_encode),
    ("capitalize", text::capitalize),
    ("concat", array::concat),
    ("date", date::date),
    ("escape", encode::escape),
    ("escape_xml", encode::escape_xml),
    ("filesizeformat", number::filesizeformat),
    ("filter", array::filter),
    ("first", array::first),
    ("float", number::float),
    ("get", array::get),
    ("group_by", array::group_by),
    ("indent", text::indent),
    ("int", number::int),
    ("join", array::join),
    ("json_encode", encode::json_encode),
    ("last", array::last),
    ("length", array::length),
    ("linebreaksbr", text::linebreaksbr),
    ("lower", text::lower),
    ("map", array::map),
    ("nth", array::nth),
    ("pluralize", number::pluralize),
    ("regex_replace", text::regex_replace),
    ("replace", text::replace),
    ("reverse", array::reverse),
    ("round", number::round),
    ("slice", array::slice),
    ("slugify", text::slugify),
    ("sort", array::sort),
    ("spaceless", text::spaceless),
    ("split", text::split),
    ("striptags", text::striptags),
    ("title", text::title),
    ("trim", text::trim),
    ("trim_end", text::trim_end),
    ("trim_end_matches", text::trim_end_matches),
    ("trim_start", text::trim_start),
    ("trim_start_matches", text::trim_start_matches),
    ("truncate", text::truncate),
    ("unique", array::unique),
    ("upper", text::upper),
    ("urlencode", encode::urlencode),
    ("urlencode_strict", encode::urlencode_strict),
    ("wordcount", text::wordcount),
];

const FUNCTIONS: [(&str, BuiltinFunction); 3] =
    [("get_random", function::get_random), ("range", function::range), ("throw", function::throw)];

const TESTS: [(&str, BuiltinTest); 13] = [
    ("containing", test::containing),
    ("defined", test::defined),
    ("divisibleby", test::divisibleby),
    ("ending_with", test::ending_with),
    ("even", test::even),
    ("iterable", test::iterable),
    ("matching", test::matching),
    ("number", test::number),
    ("object", test::object),
    ("odd", test::odd),
    ("starting_with", test::starting_with),
    ("string", test::string),
    ("undefined", test::undefined),
];

/// The filter of this name.
pub fn filter(name: &str) -> Option<BuiltinFilter> {
    FILTERS.iter().find(|(known, _)| *known == name).map(|(_, filter)| *filter)
}

/// The function of this name.
pub fn function(name: &str) -> Option<BuiltinFunction> {
    FUNCTIONS.iter().find(|(known, _)| *known == name).map(|(_, function)| *function)
}

/// The test of this name.
pub fn test(name: &str) -> Option<BuiltinTest> {
    TESTS.iter().find(|(known, _)| *known == name).map(|(_, test)| *test)
}

/// The names of all filters; `safe` and `default` are the language's own.
pub fn filter_names() -> impl Iterator<Item = &'static str> {
    FILTERS.iter().map(|(name, _)| *name).chain(["safe", "default"])
}

/// The names of all functions.
pub fn function_names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|(name, _)| *name)
}

/// The names of all tests.
pub fn test_names() -> impl Iterator<Item = &'static str> {
    TESTS.iter().map(|(name, _)| *name)
}
