//! The matcher against Oniguruma, with the expressions of all grammars.

use std::collections::BTreeSet;

use syntect::parsing::syntax_definition::Pattern;
use syntect::parsing::{Regex, Region};

use super::{Expression, Found, Matching, kind};

/// All expressions of two-face's grammars.
fn expressions() -> BTreeSet<String> {
    let set = two_face::syntax::extra_newlines().into_builder();
    let contexts = set.syntaxes().iter().flat_map(|syntax| syntax.contexts.values());
    let patterns = contexts.flat_map(|context| &context.patterns);
    let rules = patterns.filter_map(|pattern| if let Pattern::Match(rule) = pattern { Some(rule) } else { None });
    rules.filter(|rule| !rule.has_captures).map(|rule| rule.regex.regex_str().to_owned()).collect()
}

#[test]
fn matches_lie_where_oniguruma_has_them() {
    const LINES: [&str; 7] = [
        "\n",
        "  fn main(a: &str) -> Result<(), Error> { let x = \"y\\n\"; } // note\n",
        "<div class=\"a\">{{ x | y }}</div> &amp; if else end def class import\n",
        "@media $x: %w[1 0x1F 2.5e-3] == 'it''s' #{y} `z` /re/gi;\n",
        "\t- key: [true, null] | \"中文 é\" ~ \\begin{x} $1 <<EOF --flag\n",
        "{-# a #-} -- b\r\n",
        "SELECT * FROM a WHERE b = 1 && c",
    ];
    let (mut own, mut found) = (0, 0);
    let (mut matching, mut region) = (Matching::default(), Region::new());
    for (number, text) in expressions().iter().enumerate() {
        assert_eq!(Regex::try_compile(text).map(|error| error.to_string()), None, "{text}");
        let expression = Expression::new(text, 0, true);
        if expression.is_odd {
            continue;
        }
        own += usize::from(expression.steps().is_some());
        let bit: String = text.chars().filter(|c| !"\\()[]?|*+".contains(*c)).skip(number % 5).take(9).collect();
        for line in [LINES[number % LINES.len()], &format!(" {bit}{bit} x\n")] {
            for at in (0..=line.len()).filter(|at| line.is_char_boundary(*at)) {
                let truth = expression.search(line, at, &mut region);
                let here = truth.filter(|truth| truth.start == at).map(|truth| truth.end);
                let can = expression.first.has(kind(line.as_bytes(), at));
                assert!(here.is_none() || can, "{text} at {at} of {line:?}");
                match expression.at(line, at, &mut matching) {
                    Found::Here { end } => assert_eq!(Some(end), here, "{text} at {at} of {line:?}"),
                    Found::NotHere => assert_eq!(here, None, "{text} at {at} of {line:?}"),
                    Found::Later(next) => assert_eq!((Some(next), here), (truth, None), "{text} at {at} of {line:?}"),
                    Found::Never => assert_eq!(truth, None, "{text} at {at} of {line:?}"),
                }
                found += usize::from(here.is_some());
            }
        }
    }
    // Few are left to Oniguruma.
    assert!(own > 9_000 && found > 10_000, "{own} {found}");
}
