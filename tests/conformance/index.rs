//! JSON and search indexes as data.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::case::Rules;
use crate::listing::{Lines, squeeze};

/// A value with the keys of its objects in order.
pub fn canonical_json(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(canonical_json).collect(),
        Value::Object(fields) => {
            let sorted: BTreeMap<&String, &Value> = fields.iter().collect();
            Value::Object(sorted.into_iter().map(|(key, value)| (key.clone(), canonical_json(value))).collect())
        }
        _ => value.clone(),
    }
}

/// What is compared of a JSON value.
pub fn json_lines(value: &Value) -> Lines {
    let text = serde_json::to_string_pretty(&canonical_json(value)).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// What is compared of a search index: bare JSON, or JSON assigned to something in a script.
pub fn lines(text: &str, rules: &Rules) -> Result<Lines, String> {
    static ASSIGNED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?s)^(.*?=)\s*([\[{].*[\]}])\s*;?\s*$").expect("a valid pattern"));
    let text = text.trim();
    let (target, value): (String, Value) = match serde_json::from_str(text) {
        Ok(value) => ("(bare JSON)".to_owned(), value),
        Err(_) => {
            let parts = ASSIGNED.captures(text).ok_or("neither JSON nor an assignment of JSON")?;
            let value =
                serde_json::from_str(&parts[2]).map_err(|error| format!("what is assigned is no JSON: {error}"))?;
            (parts[1].split_whitespace().collect(), value)
        }
    };
    let mut lines = vec![format!("assigned to: {target}")];
    if value.get("documentStore").is_some() {
        lines.extend(elasticlunr(&value, rules));
        return Ok(lines);
    }
    let value = squeezed(&value);
    match value.as_array() {
        // Entries may stand in any order, and twice.
        Some(entries) => {
            let entries: BTreeMap<String, &Value> =
                entries.iter().map(|entry| (format!("{} {}", entry["url"], canonical_json(entry)), entry)).collect();
            lines.extend(entries.into_values().flat_map(json_lines));
        }
        None => lines.extend(json_lines(&value)),
    }
    Ok(lines)
}

/// The value with the white space of its texts squeezed.
fn squeezed(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(squeeze(text)),
        Value::Array(items) => items.iter().map(squeezed).collect(),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, value)| (key.clone(), squeezed(value))).collect())
        }
        _ => value.clone(),
    }
}

fn elasticlunr(index: &Value, rules: &Rules) -> Lines {
    let mut fields: Vec<&str> = index["fields"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    fields.sort_unstable();
    let mut lines = vec![format!("fields: {fields:?}"), format!("ref: {}", index["ref"])];
    let documents = canonical_json(&squeezed(&index["documentStore"]["docs"]));
    for (reference, document) in documents.as_object().into_iter().flatten() {
        lines.push(format!("document {reference}"));
        lines.extend(document.as_object().into_iter().flatten().map(|(key, value)| format!("  {key}: {value}")));
    }
    lines.push(format!("length: {}", index["documentStore"]["length"]));
    lines.push(format!("pipeline: {}", index["pipeline"]));
    let terms: BTreeMap<&str, BTreeMap<String, BTreeSet<&str>>> = index["index"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(field, tree)| {
            let mut terms = BTreeMap::new();
            collect(&tree["root"], String::new(), &mut terms);
            (field.as_str(), terms)
        })
        .collect();
    if !rules.index_terms {
        let fields: Vec<&&str> = terms.keys().collect();
        lines.push(format!("indexed fields: {fields:?}"));
        lines.extend(terms.iter().map(|(field, terms)| format!("{field} has terms: {}", !terms.is_empty())));
        return lines;
    }
    // Terms of the title that are repeated under other fields are accepted and not needed.
    let titles: BTreeSet<(&str, &str)> = terms
        .get("title")
        .into_iter()
        .flatten()
        .flat_map(|(term, references)| references.iter().map(move |reference| (term.as_str(), *reference)))
        .collect();
    for (field, terms) in &terms {
        for (term, references) in terms {
            let counted = |reference: &&&str| *field == "title" || !titles.contains(&(term.as_str(), **reference));
            let references: Vec<&&str> = references.iter().filter(counted).collect();
            if !references.is_empty() {
                lines.push(format!("term {field}/{term}: {references:?}"));
            }
        }
    }
    lines
}

/// Walks elasticlunr's tree of letters.
fn collect<'a>(node: &'a Value, term: String, terms: &mut BTreeMap<String, BTreeSet<&'a str>>) {
    for (key, child) in node.as_object().into_iter().flatten() {
        match (key.as_str(), child.as_object()) {
            ("docs", Some(documents)) if !documents.is_empty() => {
                terms.insert(term.clone(), documents.keys().map(String::as_str).collect());
            }
            ("docs" | "df", _) | (_, None) => {}
            (letter, Some(_)) => collect(child, format!("{term}{letter}"), terms),
        }
    }
}
