//! Calls of every builtin: a value of the kind it wants, its arguments by name, each from what fits it.
//!
//! Now and then a value or an argument is of another kind, is left out, or has a name that nobody knows.

use super::generator::Chance;

/// What a filter wants, or an argument.
#[derive(Clone, Copy)]
enum Wanted {
    Text,
    Number,
    Array,
    Map,
    Date,
    Any,
    Pages,
    Count,
    Truth,
    Separator,
    Attribute,
    Format,
    Zone,
    Locale,
    Pattern,
    Method,
    Key,
    Base,
}

use Wanted::{
    Any, Array, Attribute, Base, Count, Date, Format, Key, Locale, Map, Method, Number, Pages, Pattern, Separator,
    Text, Truth, Zone,
};

type Arguments = &'static [(&'static str, Wanted)];

/// Every filter with what it is used on and what it takes.
const FILTERS: [(Wanted, &str, Arguments); 52] = [
    (Text, "upper", &[]),
    (Text, "lower", &[]),
    (Text, "trim", &[]),
    (Text, "trim_start", &[]),
    (Text, "trim_end", &[]),
    (Text, "trim_start_matches", &[("pat", Separator)]),
    (Text, "trim_end_matches", &[("pat", Separator)]),
    (Text, "truncate", &[("length", Count), ("end", Text)]),
    (Text, "wordcount", &[]),
    (Text, "replace", &[("from", Separator), ("to", Text)]),
    (Text, "capitalize", &[]),
    (Text, "title", &[]),
    (Text, "linebreaksbr", &[]),
    (Text, "indent", &[("prefix", Separator), ("first", Truth), ("blank", Truth)]),
    (Text, "striptags", &[]),
    (Text, "spaceless", &[]),
    (Text, "urlencode", &[("safe", Separator)]),
    (Text, "urlencode_strict", &[]),
    (Text, "escape", &[]),
    (Text, "escape_xml", &[]),
    (Text, "slugify", &[]),
    (Text, "addslashes", &[]),
    (Text, "split", &[("pat", Separator)]),
    (Text, "int", &[("default", Count), ("base", Base)]),
    (Text, "float", &[("default", Number)]),
    (Text, "length", &[]),
    (Text, "reverse", &[]),
    (Array, "first", &[]),
    (Array, "last", &[]),
    (Array, "nth", &[("n", Count)]),
    (Array, "join", &[("sep", Separator)]),
    (Array, "sort", &[]),
    (Array, "unique", &[("case_sensitive", Truth)]),
    (Array, "slice", &[("start", Count), ("end", Count)]),
    (Array, "concat", &[("with", Any)]),
    (Array, "length", &[]),
    (Array, "reverse", &[]),
    (Pages, "sort", &[("attribute", Attribute)]),
    (Pages, "unique", &[("attribute", Attribute), ("case_sensitive", Truth)]),
    (Pages, "group_by", &[("attribute", Attribute)]),
    (Pages, "filter", &[("attribute", Attribute), ("value", Any)]),
    (Pages, "map", &[("attribute", Attribute)]),
    (Number, "abs", &[]),
    (Number, "pluralize", &[("singular", Text), ("plural", Text)]),
    (Number, "round", &[("method", Method), ("precision", Count)]),
    (Number, "filesizeformat", &[("binary", Truth)]),
    (Number, "int", &[]),
    (Date, "date", &[("format", Format), ("timezone", Zone), ("locale", Locale)]),
    (Any, "json_encode", &[("pretty", Truth)]),
    (Any, "as_str", &[]),
    (Map, "get", &[("key", Key), ("default", Any)]),
    (Any, "default", &[("value", Any)]),
];

/// Every test with what it is used on and what it takes.
const TESTS: [(Wanted, &str, &[Wanted]); 15] = [
    (Any, "defined", &[]),
    (Any, "undefined", &[]),
    (Number, "odd", &[]),
    (Number, "even", &[]),
    (Any, "string", &[]),
    (Any, "number", &[]),
    (Number, "divisibleby", &[Count]),
    (Any, "iterable", &[]),
    (Any, "object", &[]),
    (Text, "starting_with", &[Separator]),
    (Text, "ending_with", &[Separator]),
    (Text, "containing", &[Separator]),
    (Array, "containing", &[Any]),
    (Map, "containing", &[Key]),
    (Text, "matching", &[Pattern]),
];

const TEXTS: [&str; 21] = [
    "odd",
    "s",
    "html",
    "path",
    "empty",
    "zh",
    "lines",
    "key",
    "slash",
    "crlf",
    "quoted",
    "entity",
    "markup",
    "query",
    "digits",
    "hex",
    "decimal",
    "negative",
    "map.a",
    "page.title",
    "blanks",
];
const TEXT_LITERALS: [&str; 14] = [
    "\"a\"",
    "'<b>'",
    "`x/y`",
    "\"\"",
    "\"日本 語\"",
    "'it\"s'",
    "\"\\n\"",
    "\"a\\tb\"",
    "\" padded \"",
    "\"…\"",
    "'&amp;'",
    "\"ÀÉß ŒŸ\"",
    "\"x'y\"",
    "\"{{ x }}\"",
];
const NUMBERS: [&str; 24] = [
    "n",
    "zero",
    "neg",
    "f",
    "whole",
    "big",
    "huge",
    "far",
    "tiny",
    "stamp",
    "min",
    "half",
    "third",
    "0",
    "1",
    "-1",
    "1.5",
    "-0.5",
    "0.1",
    "1.005",
    "2.675",
    "123456789.125",
    "9223372036854775807",
    "-0.0",
];
const ARRAYS: [&str; 13] = [
    "numbers",
    "floats",
    "words",
    "mixed",
    "nothing",
    "pages",
    "nested",
    "nulls",
    "truths",
    "[3, 1, 2]",
    "[\"b\", \"a\", \"B\"]",
    "[1.5, 1, -2]",
    "[]",
];
const MAPS: [&str; 6] = ["map", "bare", "place", "page", "map.e", "pages[0]"];
const DATES: [&str; 27] = [
    "\"9999-12-31T23:59:59Z\"",
    "\"2016-12-31T23:59:60Z\"",
    "\"2024-03-10T02:30:00\"",
    "\"2024-11-03T01:30:00-04:00\"",
    "\"0000-01-01\"",
    "\"20240229\"",
    "\"2024-02-29T12:00:00.5-03:30\"",
    "253402300800",
    "-62135596801",
    "1700000000.5",
    "html",
    "date",
    "moment",
    "naive",
    "stamp",
    "zulu",
    "fraction",
    "spaced",
    "early",
    "wrong",
    "neg",
    "zero",
    "digits",
    "\"2024-02-29\"",
    "\"2026-03-02T15:04:05+0800\"",
    "1700000000",
    "-86400",
];
const OTHERS: [&str; 12] =
    ["yes", "no", "nil", "unknown", "true", "false", "map.c", "unknown.x", "map.nope", "numbers[9]", "loop", "s.x"];
const COUNTS: [&str; 14] = ["0", "1", "2", "3", "5", "9", "-1", "-2", "n", "zero", "neg", "whole", "1.0", "2.5"];
const SEPARATORS: [&str; 16] = [
    "\" \"", "\",\"", "\"\\n\"", "\"o\"", "\"/\"", "\"\"", "\"<br>\"", "key", "\"\\t\"", "\"--\"", "'&'", "\"，\"",
    "\"l\"", "empty", "\"> \"", "\"\\\\\"",
];
const ATTRIBUTES: [&str; 14] = [
    "\"title\"",
    "\"year\"",
    "\"extra.w\"",
    "\"extra.tag\"",
    "\"date\"",
    "\"ok\"",
    "\"nope\"",
    "\"\"",
    "\"extra\"",
    "\"extra.nope.x\"",
    "key",
    "\"title.x\"",
    "\"0\"",
    "\".\"",
];
const SPECIFIERS: [&str; 56] = [
    "%Y", "%C", "%y", "%m", "%b", "%B", "%h", "%d", "%e", "%a", "%A", "%w", "%u", "%U", "%W", "%G", "%g", "%V", "%j",
    "%D", "%x", "%F", "%v", "%H", "%k", "%I", "%l", "%P", "%p", "%M", "%S", "%f", "%.f", "%.3f", "%6f", "%R", "%T",
    "%X", "%r", "%Z", "%z", "%:z", "%::z", "%#z", "%c", "%+", "%s", "%t", "%n", "%%", "%-d", "%_d", "%0e", "%q", "%E",
    "%",
];
const ZONES: [&str; 16] = [
    "\"Australia/Lord_Howe\"",
    "\"Pacific/Apia\"",
    "\"Asia/Shanghai\"",
    "\"Africa/Monrovia\"",
    "\"US/Pacific\"",
    "\"EST5EDT\"",
    "\"Asia/Tokyo\"",
    "\"America/New_York\"",
    "\"Europe/London\"",
    "\"UTC\"",
    "\"Asia/Kathmandu\"",
    "\"Nowhere\"",
    "\"America/St_Johns\"",
    "\"Etc/GMT+5\"",
    "empty",
    "\"asia/tokyo\"",
];
const LOCALES: [&str; 30] = [
    "\"it_IT\"",
    "\"es_ES\"",
    "\"nl_NL\"",
    "\"sv_SE\"",
    "\"ko_KR\"",
    "\"zh_TW\"",
    "\"tr_TR\"",
    "\"th_TH\"",
    "\"hi_IN\"",
    "\"he_IL\"",
    "\"el_GR\"",
    "\"cs_CZ\"",
    "\"fi_FI\"",
    "\"hu_HU\"",
    "\"vi_VN\"",
    "\"C\"",
    "\"fr_FR\"",
    "\"zh_CN\"",
    "\"de_DE\"",
    "\"ja_JP\"",
    "\"ru_RU\"",
    "\"ar_SA\"",
    "\"en_US\"",
    "\"POSIX\"",
    "\"pl_PL\"",
    "\"xx\"",
    "\"pt_BR\"",
    "\"fa_IR\"",
    "\"uk_UA\"",
    "\"fr-FR\"",
];
const PATTERNS: [&str; 10] =
    ["\"^h\"", "\"[0-9]+\"", "\"(\"", "s", "\"\\d\"", "\"(?i)HELLO\"", "\"^$\"", "\"\\s{2}\"", "\"[政协]\"", "\"a|b\""];
const METHODS: [&str; 5] = ["\"common\"", "\"ceil\"", "\"floor\"", "\"x\"", "key"];
const KEYS: [&str; 9] = ["\"a\"", "key", "\"c\"", "\"nope\"", "\"a.b\"", "\"0\"", "\"x/y\"", "\"title\"", "slash"];
const BASES: [&str; 6] = ["10", "2", "8", "16", "36", "n"];

fn fitting(chance: &mut Chance, wanted: Wanted) -> String {
    let pick = match wanted {
        Text if chance.once_in(3) => chance.pick(&TEXT_LITERALS),
        Text => chance.pick(&TEXTS),
        Number if chance.once_in(4) => return number(chance),
        Number => chance.pick(&NUMBERS),
        Array => chance.pick(&ARRAYS),
        Map => chance.pick(&MAPS),
        Pages if chance.once_in(6) => chance.pick(&ARRAYS),
        Pages => "pages",
        Date => chance.pick(&DATES),
        Count => chance.pick(&COUNTS),
        Truth => chance.pick(&["true", "false", "yes", "no", "n"]),
        Separator if chance.once_in(6) => chance.pick(&TEXT_LITERALS),
        Separator => chance.pick(&SEPARATORS),
        Attribute => chance.pick(&ATTRIBUTES),
        Format => {
            let parts: Vec<&str> = (0..1 + chance.below(4)).map(|_| chance.pick(&SPECIFIERS)).collect();
            return format!("\"{}\"", parts.join(chance.pick(&["", " ", "-", "年", "."])));
        }
        Zone => chance.pick(&ZONES),
        Locale => chance.pick(&LOCALES),
        Pattern => chance.pick(&PATTERNS),
        Method => chance.pick(&METHODS),
        Key => chance.pick(&KEYS),
        Base => chance.pick(&BASES),
        Any => return any(chance),
    };
    pick.to_owned()
}

/// A number as it may be written.
fn number(chance: &mut Chance) -> String {
    let sign = chance.pick(&["", "", "-"]);
    let digits = 10_usize.pow(chance.below(19) as u32);
    let whole = chance.below(digits);
    match chance.below(3) {
        0 => format!("{sign}{whole}"),
        1 => format!("{sign}{}.{}", whole % 1_000_000, chance.below(10_000)),
        _ => format!("{sign}0.{:0width$}", chance.below(1000), width = 3 + chance.below(6)),
    }
}

fn any(chance: &mut Chance) -> String {
    match chance.below(6) {
        0 => fitting(chance, Text),
        1 => fitting(chance, Number),
        2 => fitting(chance, Array),
        3 => fitting(chance, Map),
        4 => fitting(chance, Count),
        _ => chance.pick(&OTHERS).to_owned(),
    }
}

fn arguments(chance: &mut Chance, taken: Arguments) -> String {
    let mut given = Vec::new();
    for (name, wanted) in taken {
        if chance.once_in(4) {
            continue;
        }
        let value = if chance.once_in(8) { any(chance) } else { fitting(chance, *wanted) };
        given.push(format!("{name}={value}"));
    }
    if chance.once_in(24) {
        given.push(format!("strange={}", any(chance)));
    }
    if let (true, Some((name, _))) = (chance.once_in(24), taken.first()) {
        given.push(format!("{name}={}", any(chance)));
    }
    if chance.once_in(2) {
        given.reverse();
    }
    if given.is_empty() {
        return chance.pick(&["", "", "", "()"]).to_owned();
    }
    format!("({}{})", given.join(chance.pick(&[", ", ",", " , "])), chance.pick(&["", "", "", ",", " "]))
}

/// A filter with its arguments.
pub fn filter(chance: &mut Chance) -> String {
    let (_, name, taken) = chance.pick(&FILTERS);
    format!("{name}{}", arguments(chance, taken))
}

/// A value with a filter that is meant for its kind, and perhaps another one.
pub fn filtered(chance: &mut Chance) -> String {
    let (wanted, name, taken) = chance.pick(&FILTERS);
    let value = if chance.once_in(8) { any(chance) } else { fitting(chance, wanted) };
    let first = format!("{value}{}{name}{}", chance.pick(&[" | ", "|", " |"]), arguments(chance, taken));
    if chance.once_in(3) { format!("{first} | {}", filter(chance)) } else { first }
}

/// A variable under a test that is meant for its kind.
pub fn tested(chance: &mut Chance) -> String {
    let (wanted, name, taken) = chance.pick(&TESTS);
    let mut value = if chance.once_in(8) { any(chance) } else { fitting(chance, wanted) };
    if !value.starts_with(|c: char| c.is_ascii_lowercase()) {
        // Only variables can be tested.
        value = chance.pick(&OTHERS).to_owned();
    }
    let given: Vec<String> =
        taken.iter().map(|wanted| if chance.once_in(8) { any(chance) } else { fitting(chance, *wanted) }).collect();
    let given = match given.is_empty() {
        true => chance.pick(&["", "", "", "()"]).to_owned(),
        false => format!("({})", given.join(", ")),
    };
    format!("{value} is {}{name}{given}", chance.pick(&["", "", "not "]))
}

/// A call of a function that gives the same on both sides.
pub fn function(chance: &mut Chance) -> String {
    match chance.below(6) {
        0..=2 => {
            let end = chance.pick(&["3", "n", "zero", "neg", "0", "5", "whole", "f", "s", "-1"]);
            let start = chance.pick(&["", "start=1, ", "start=zero, ", "start=9, ", "start=neg, ", "start=key, "]);
            // The reference counts on for ever by steps of 0.
            let step = chance.pick(&["", "", ", step_by=2", ", step_by=n", ", step_by=-1"]);
            format!("range({start}end={end}{step})")
        }
        3 => format!("throw(message={})", any(chance)),
        4 => format!("get_random(start={0}, end={0} + 1)", chance.pick(&["0", "3", "n", "-4"])),
        _ => format!("{}(v={})", chance.pick(&["echo", "safe_echo"]), any(chance)),
    }
}
