//! Style sheets: blanks, comments and a last semicolon do not count.

use std::sync::LazyLock;

use regex::Regex;

use crate::listing::Lines;

/// A style sheet without what does not count.
pub fn canonical(css: &str) -> String {
    static STEPS: LazyLock<[(Regex, &str); 6]> = LazyLock::new(|| {
        let pattern = |pattern: &str| Regex::new(pattern).expect("a valid pattern");
        [
            // Comments are dropped, but not those that say they must stay.
            (pattern(r"(?s)/\*[^!].*?\*/|/\*\*/"), ""),
            (pattern(r"\s+"), " "),
            (pattern(r"\s*([{};,>])\s*"), "$1"),
            (pattern(r":\s+"), ":"),
            (pattern(r";\}"), "}"),
            (pattern(r#"(?i)^\s*@charset "UTF-8";"#), ""),
        ]
    });
    let text = css.trim_start_matches('\u{feff}').to_owned();
    let text = STEPS.iter().fold(text, |text, (pattern, with)| pattern.replace_all(&text, *with).into_owned());
    text.trim().to_owned()
}

/// A style sheet, a line for each declaration and bracket.
pub fn lines(css: &str) -> Lines {
    canonical(css).split_inclusive(['{', '}', ';']).map(str::to_owned).collect()
}
