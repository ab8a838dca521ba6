//! Tests: `is …`. Their arguments have names since Tera 2.

use super::Rewriter;
use super::expression::{Level, Piece, Want};
use super::scope::Known;
use crate::migrate::code::NO_TEST;
use crate::template::tera1::syntax::{Span, Test};

/// The tests that lasted under their name and take nothing.
const SAME: [&str; 6] = ["defined", "undefined", "odd", "even", "string", "number"];
/// The tests with an argument: the old name, the new one, the argument's name.
const KEYED: [(&str, &str, &str); 5] = [
    ("starting_with", "starting_with", "pat"),
    ("ending_with", "ending_with", "pat"),
    ("containing", "containing", "pat"),
    ("matching", "matching", "pat"),
    ("divisibleby", "divisible_by", "divisor"),
];

impl Rewriter<'_> {
    pub fn test(&mut self, test: &Test, span: Span) -> Piece {
        let name = self.of(test.name);
        let path = self.of(test.path);
        let asks = matches!(name, "defined" | "undefined");
        // What is optional is none where it is not given, and that is defined.
        if asks && self.scope.find(path) == Some(Known::Optional) {
            let is_none = (name == "undefined") != test.negated.is_some();
            let word = if is_none { "is none" } else { "is not none" };
            let whole = Span { start: test.path.start, end: test.name.end };
            return self.splice(span, vec![(whole, format!("{path} {word}"))], Level::Loose);
        }
        let subject = self.path(test.path, asks);
        let mut parts = vec![(test.path, subject.clone())];
        let keyed = KEYED.iter().find(|(old, ..)| *old == name);
        match (name, keyed) {
            (_, Some((_, new, key))) => {
                parts.push((test.name, (*new).to_owned()));
                if let Some(argument) = test.arguments.first() {
                    let value = self.expr(argument, Want::Value).text;
                    parts.push((argument.span, format!("{key}={value}")));
                }
            }
            ("object", _) => parts.push((test.name, "map".to_owned())),
            // Texts can be looped over, and are iterable since.
            ("iterable", _) if test.negated.is_none() => {
                let piece = self.splice(span, parts, Level::Loose);
                return Piece::atom(format!("({} and {subject} is not string)", piece.text));
            }
            ("iterable", _) => {
                let piece = self.splice(span, parts, Level::Loose);
                return Piece::atom(format!("({} or {subject} is string)", piece.text));
            }
            _ if SAME.contains(&name) => {}
            _ => self.note_with(&NO_TEST, test.name, "name", name),
        }
        // Empty brackets are no part of a test that takes nothing.
        if test.arguments.is_empty()
            && let Some(close) = self.empty_brackets(test.name.end)
        {
            parts.push((Span { start: test.name.end, end: close }, String::new()));
        }
        self.splice(span, parts, Level::Loose)
    }

    /// The end of `()` after the byte `at`, if it stands there.
    fn empty_brackets(&self, at: u32) -> Option<u32> {
        let rest = &self.text[at as usize..];
        let inner = rest.trim_start().strip_prefix('(')?.trim_start().strip_prefix(')')?;
        Some(at + (rest.len() - inner.len()) as u32)
    }
}
