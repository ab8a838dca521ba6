//! Signs of a dialect: what only one of the two template languages has (checklist 1.27, 1.28, 4.3).

use std::ops::Range;

use super::tags::{Kind, Piece, Tag, pieces, tags};
use crate::config::Dialect;

/// How much a sign tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// A name or an argument the other dialect does not know.
    Name,
    /// Something the other dialect cannot read.
    Syntax,
}

/// A sign of a dialect in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// The dialect.
    pub dialect: Dialect,
    /// How much it tells.
    pub strength: Strength,
    /// The bytes that show it.
    pub span: Range<usize>,
}

/// Filters that only Tera 1 has.
const V1_FILTERS: [&str; 9] = [
    "as_str",
    "linebreaksbr",
    "trim_start_matches",
    "trim_end_matches",
    "concat",
    "slice",
    "map",
    "filter",
    "addslashes",
];
/// Filters that only Tera 2 and its companion have.
const V2_FILTERS: [&str; 8] = ["newlines_to_br", "escape_html", "str", "values", "keys", "pairs", "format", "shuffle"];
/// Tests, likewise.
const V1_TESTS: [&str; 2] = ["divisibleby", "object"];
const V2_TESTS: [&str; 7] = ["divisible_by", "map", "bool", "array", "integer", "float", "none"];
/// Arguments by the function or filter that takes them in one dialect only.
const V1_ARGUMENTS: [(&str, &str); 4] = [
    ("int", "default"),
    ("float", "default"),
    ("indent", "prefix"),
    // V2 still takes it, under protest.
    ("get_taxonomy_url", "name"),
];
const V2_ARGUMENTS: [(&str, &str); 7] = [
    ("get_taxonomy_url", "term"),
    ("get_page", "allow_missing"),
    ("get_section", "allow_missing"),
    ("resize_image", "filter"),
    ("indent", "width"),
    ("trim_start", "pat"),
    ("trim_end", "pat"),
];

/// The first and strongest sign in the template `text`, looked for as far as needed: of syntax the first one, else of names.
pub fn sign(text: &str) -> Option<Sign> {
    best(text, None)
}

/// The first and strongest sign of `dialect` in `text`.
pub fn sign_of(text: &str, dialect: Dialect) -> Option<Sign> {
    best(text, Some(dialect))
}

fn best(text: &str, wanted: Option<Dialect>) -> Option<Sign> {
    let mut best: Option<Sign> = None;
    for tag in tags(text) {
        let inside = pieces(text, tag.inner.clone());
        let found = by_syntax(&tag, &inside).or_else(|| by_name(&inside));
        let Some(found) = found.filter(|found| wanted.is_none_or(|wanted| wanted == found.dialect)) else { continue };
        if found.strength == Strength::Syntax {
            return Some(found);
        }
        best = best.or(Some(found));
    }
    best
}

fn by_syntax(tag: &Tag, inside: &[Piece]) -> Option<Sign> {
    let whole = |dialect| Some(Sign { dialect, strength: Strength::Syntax, span: tag.span.clone() });
    let text = |at: usize| inside.get(at).map_or("", |piece| piece.text);
    let word =
        |at: usize, word: &str| inside.get(at).is_some_and(|piece| piece.kind == Kind::Word && piece.text == word);
    let first = text(0);
    if first == "<" {
        return whole(Dialect::V2);
    }
    if tag.is_statement {
        match first {
            "macro" | "endmacro" | "import" => return whole(Dialect::V1),
            "component" | "endcomponent" | "endset" => return whole(Dialect::V2),
            "include" if text(1) == "[" || (word(2, "ignore") && word(3, "missing")) => return whole(Dialect::V1),
            "set" if inside.len() > 1 && !inside.iter().any(|piece| piece.text == "=") => return whole(Dialect::V2),
            _ => {}
        }
    }
    let touching =
        |at: usize| inside.get(at).zip(inside.get(at + 1)).is_some_and(|(a, b)| a.start + a.text.len() == b.start);
    let mut brackets = 0_usize;
    for (at, piece) in inside.iter().enumerate() {
        let here = |dialect, end: usize| {
            let last = &inside[end.min(inside.len() - 1)];
            Some(Sign { dialect, strength: Strength::Syntax, span: piece.start..last.start + last.text.len() })
        };
        let is_word = |at: Option<&Piece>| at.is_some_and(|piece| piece.kind == Kind::Word);
        match piece.text {
            "[" => brackets += 1,
            "]" => brackets = brackets.saturating_sub(1),
            ":" if text(at + 1) == ":" && touching(at) => {
                let around = at.checked_sub(1).is_some_and(|before| is_word(inside.get(before)));
                if around && is_word(inside.get(at + 2)) {
                    return here(Dialect::V1, at + 2);
                }
            }
            ":" if brackets > 0 => return here(Dialect::V2, at),
            "?" if matches!(text(at + 1), "." | "[") && touching(at) => return here(Dialect::V2, at + 1),
            "." if text(at + 1) == "." && text(at + 2) == "." => return here(Dialect::V2, at + 2),
            "/" if text(at + 1) == "/" && touching(at) => return here(Dialect::V2, at + 1),
            "*" if text(at + 1) == "*" && touching(at) => return here(Dialect::V2, at + 1),
            "{" => return here(Dialect::V2, at),
            "if" if at > 0 && piece.kind == Kind::Word && inside[at..].iter().any(|piece| piece.text == "else") => {
                return here(Dialect::V2, at);
            }
            "is" if at > 0 && piece.kind == Kind::Word => {
                let name = if word(at + 1, "not") { at + 2 } else { at + 1 };
                if text(name + 1) == "(" && text(name + 2) != ")" {
                    let keyword = is_word(inside.get(name + 2)) && text(name + 3) == "=" && text(name + 4) != "=";
                    return here(if keyword { Dialect::V2 } else { Dialect::V1 }, name + 2);
                }
            }
            _ => {}
        }
    }
    None
}

fn by_name(inside: &[Piece]) -> Option<Sign> {
    let text = |at: usize| inside.get(at).map_or("", |piece| piece.text);
    let mut calls: Vec<&str> = Vec::new();
    for (at, piece) in inside.iter().enumerate() {
        let sign = |dialect| {
            Some(Sign { dialect, strength: Strength::Name, span: piece.start..piece.start + piece.text.len() })
        };
        let before = at.checked_sub(1).map_or("", text);
        match (piece.kind, before) {
            (Kind::Mark, word) if piece.text == "(" => calls.push(word),
            (Kind::Mark, _) if piece.text == ")" => {
                calls.pop();
            }
            (Kind::Word, "|") if V1_FILTERS.contains(&piece.text) => return sign(Dialect::V1),
            (Kind::Word, "|") if V2_FILTERS.contains(&piece.text) => return sign(Dialect::V2),
            // Tera 2 wants to know how long.
            (Kind::Word, "|") if piece.text == "truncate" && text(at + 1) != "(" => return sign(Dialect::V1),
            (Kind::Word, "is" | "not") if V1_TESTS.contains(&piece.text) => return sign(Dialect::V1),
            (Kind::Word, "is" | "not") if V2_TESTS.contains(&piece.text) => return sign(Dialect::V2),
            (Kind::Word, _) if text(at + 1) == "(" && piece.text == "text_direction" => return sign(Dialect::V2),
            (Kind::Word, "(" | ",") if text(at + 1) == "=" => {
                let argument = (calls.last().copied().unwrap_or_default(), piece.text);
                if V1_ARGUMENTS.contains(&argument) {
                    return sign(Dialect::V1);
                }
                if V2_ARGUMENTS.contains(&argument) {
                    return sign(Dialect::V2);
                }
            }
            // A date format of chrono that jiff does not have.
            (Kind::Text, "=") if piece.text.contains("%+") && calls.last() == Some(&"date") => {
                return sign(Dialect::V1);
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Strength, sign, sign_of};
    use crate::config::Dialect;

    fn told(text: &str) -> Option<(Dialect, &str)> {
        sign(text).map(|sign| (sign.dialect, &text[sign.span]))
    }

    #[test]
    fn macros_positional_tests_and_lists_are_of_tera_1() {
        for (text, shown) in [
            ("x {% macro card(a) %}", "{% macro card(a) %}"),
            ("{% import \"m.html\" as m %}", "{% import \"m.html\" as m %}"),
            ("{{ m::card(a=1) }}", "::card"),
            ("{% if a is starting_with(\"x\") %}", "is starting_with(\"x\""),
            ("{% if a is not containing(b) %}", "is not containing(b"),
            ("{% include [\"a.html\", \"b.html\"] %}", "{% include [\"a.html\", \"b.html\"] %}"),
            ("{% include \"a.html\" ignore missing %}", "{% include \"a.html\" ignore missing %}"),
            ("{{ a | linebreaksbr }}", "linebreaksbr"),
            ("{{ a | slice(end=3) }}", "slice"),
            ("{{ a | truncate }}", "truncate"),
            ("{{ d | date(format=\"%+\") }}", "\"%+\""),
            ("{% if a is object %}", "object"),
            ("{{ a | int(default=1) }}", "default"),
        ] {
            assert_eq!(told(text), Some((Dialect::V1, shown)), "{text}");
        }
    }

    #[test]
    fn components_chains_and_literals_are_of_tera_2() {
        for (text, shown) in [
            ("{% component a.b(x) %}", "{% component a.b(x) %}"),
            ("{{ <card a=1 /> }}", "{{ <card a=1 /> }}"),
            ("{{<card/>}}", "{{<card/>}}"),
            ("{{ a?.b }}", "?."),
            ("{% set a %}x{% endset %}", "{% set a %}"),
            ("{{ a if b else c }}", "if"),
            ("{% set x = {\"a\": 1} %}", "{"),
            ("{{ a[1:2] }}", ":"),
            ("{{ [...a, b] }}", "..."),
            ("{% if a is starting_with(pat=\"x\") %}", "is starting_with(pat"),
            ("{{ a | values }}", "values"),
            ("{{ get_taxonomy_url(kind=\"tags\", term=t) }}", "term"),
            ("{% set p = get_page(path=\"a.md\", allow_missing=true) %}", "allow_missing"),
        ] {
            assert_eq!(told(text), Some((Dialect::V2, shown)), "{text}");
        }
    }

    #[test]
    fn what_both_have_tells_nothing() {
        for text in [
            "{% if a is defined and b is odd %}{% elif c %}{% else %}{% endif %}",
            "{{ a | default(value=\"::\") | truncate(length=3) }}",
            "{% for k, v in m %}{{ loop.index / 2 }}{% endfor %}",
            "{% set x = 1 %}{% set_global y = x %}",
            "{{ get_image_metadata(path=p, allow_missing=true) }} {{ a[\"b\"] }} {{ x == y }}",
            "{# {% macro x() %} #}{% raw %}{{ a?.b }}{% endraw %}",
            "{{ \"https://x\" }} a ? b : c",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }

    #[test]
    fn syntax_tells_more_than_names() {
        let text = "{{ a | slice(end=1) }}{{ <b/> }}";
        assert_eq!(sign(text).map(|sign| (sign.dialect, sign.strength)), Some((Dialect::V2, Strength::Syntax)));
        assert_eq!(sign_of(text, Dialect::V1).map(|sign| sign.strength), Some(Strength::Name));
    }
}
