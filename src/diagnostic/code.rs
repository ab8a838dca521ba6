//! The kinds of diagnostics: a stable id, how grave it is, and its wording in Chinese and English.

use std::fmt::Display;

/// The language messages are printed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Locale {
    /// Simplified Chinese.
    Zh,
    /// English.
    #[default]
    En,
}

/// Whether a diagnostic stops the build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is written while one stands.
    Error,
    /// Told, and the site is built.
    Warning,
}

/// One text in both languages; `{name}` stands for the argument of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wording {
    /// Simplified Chinese, for a clerk.
    pub zh: &'static str,
    /// English, for an engineer.
    pub en: &'static str,
}

impl Wording {
    /// The text in `locale` with its arguments put in.
    pub fn fill(&self, locale: Locale, args: &[(&'static str, String)]) -> String {
        let pattern = match locale {
            Locale::Zh => self.zh,
            Locale::En => self.en,
        };
        let mut text = String::with_capacity(pattern.len() + 32);
        let mut rest = pattern;
        while let Some(open) = rest.find('{') {
            let Some(close) = rest[open..].find('}').map(|at| open + at) else { break };
            let name = &rest[open + 1..close];
            match args.iter().find(|(key, _)| *key == name) {
                Some((_, value)) => {
                    text.push_str(&rest[..open]);
                    text.push_str(in_locale(value, locale));
                }
                None => text.push_str(&rest[..=close]),
            }
            rest = &rest[close + 1..];
        }
        text.push_str(rest);
        text
    }
}

/// Parts the English and the Chinese of a text that holds both: a noncharacter, which no text has.
const PARTS: char = '\u{FFFE}';

/// A text in both languages, for an argument that is itself a sentence and passes through hands that know but one text,
/// such as a template engine's errors.
pub fn both(zh: impl Display, en: impl Display) -> String {
    format!("{en}{PARTS}{zh}")
}

/// The text, which may hold both languages, with `before` in front of each.
pub fn prefixed(before: impl Display, text: &str) -> String {
    match text.split_once(PARTS) {
        Some((en, zh)) => both(format_args!("{before}{zh}"), format_args!("{before}{en}")),
        None => format!("{before}{text}"),
    }
}

/// The part of a text in `locale`; all of it where it holds one language only.
fn in_locale(text: &str, locale: Locale) -> &str {
    match (text.split_once(PARTS), locale) {
        (Some((_, zh)), Locale::Zh) => zh,
        (Some((en, _)), Locale::En) => en,
        (None, _) => text,
    }
}

/// A kind of diagnostic. Declared as a `static` in the `code.rs` of the folder whose checks raise it.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Stable, for programs and searches: lower case words joined by hyphens, the first one the area.
    pub id: &'static str,
    /// Whether it stops the build.
    pub severity: Severity,
    /// What is wrong.
    pub message: Wording,
    /// What to do about it; empty texts for nothing to add.
    pub help: Wording,
}

impl Code {
    /// A kind that stops the build.
    pub const fn error(id: &'static str, message: Wording, help: Wording) -> Code {
        Code { id, severity: Severity::Error, message, help }
    }

    /// A kind that is only told.
    pub const fn warning(id: &'static str, message: Wording, help: Wording) -> Code {
        Code { id, severity: Severity::Warning, message, help }
    }
}

#[cfg(test)]
mod tests {
    use super::{Locale, Wording, both, prefixed};

    #[test]
    fn arguments_are_put_in_by_name() {
        let wording = Wording { zh: "没有“{name}”", en: "no `{name}` in {place} {other}" };
        let args = [("name", "x".to_owned()), ("place", "here".to_owned())];
        assert_eq!(wording.fill(Locale::Zh, &args), "没有“x”");
        assert_eq!(wording.fill(Locale::En, &args), "no `x` in here {other}");
    }

    #[test]
    fn an_argument_may_hold_both_languages() {
        let wording = Wording { zh: "出错：{reason}", en: "{reason}" };
        let args = [("reason", prefixed("`f`: ", &both("没有", "none")))];
        assert_eq!(wording.fill(Locale::Zh, &args), "出错：`f`: 没有");
        assert_eq!(wording.fill(Locale::En, &args), "`f`: none");
        assert_eq!(prefixed("a", "b"), "ab");
    }
}
