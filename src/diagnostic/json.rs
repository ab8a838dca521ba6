//! Diagnostics for programs: one JSON array.

use serde_json::{Value, json};

use super::code::{Locale, Severity};
use super::report::Diagnostic;

/// The diagnostics as a JSON array: `code`, `severity`, `message`, `help`, and for each place `file`, `line`, `column`,
/// `end_line`, `end_column` (from 1, columns in characters) and the marked `text`.
pub fn to_json(diagnostics: &[Diagnostic], locale: Locale) -> String {
    let all: Vec<Value> = diagnostics.iter().map(|diagnostic| one(diagnostic, locale)).collect();
    // Serialising a tree of plain values has no way to fail.
    serde_json::to_string_pretty(&all).unwrap_or_default()
}

fn one(diagnostic: &Diagnostic, locale: Locale) -> Value {
    let places: Vec<Value> = diagnostic
        .labels
        .iter()
        .map(|label| {
            let mut place = json!({ "file": label.path.as_str() });
            if let Some((text, span)) = &label.mark {
                let (line, column) = text.position(span.start);
                let (end_line, end_column) = text.position(span.end);
                place["line"] = line.into();
                place["column"] = column.into();
                place["end_line"] = end_line.into();
                place["end_column"] = end_column.into();
                place["text"] = text.text.get(span.clone()).unwrap_or_default().into();
            }
            if let Some(note) = label.note {
                place["note"] = note.fill(locale, &diagnostic.args).into();
            }
            place
        })
        .collect();
    json!({
        "code": diagnostic.code.id,
        "severity": match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "message": diagnostic.message(locale),
        "help": diagnostic.helps(locale),
        "places": places,
    })
}
