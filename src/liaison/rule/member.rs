//! Members and other entries: every id an entry names belongs to a member, and to one only; every path to an entry.

use rustc_hash::FxHashMap;

use super::{Case, Rules};
use crate::diagnostic::{Diagnostic, Sink, suggest};
use crate::liaison::code::{ENTRY_UNKNOWN, MEMBER_TWICE, MEMBER_UNKNOWN};
use crate::liaison::entry::{Entry, FieldType, listed, reference, visit, with_near};
use crate::path::SourcePath;

/// The ids of all members.
pub(super) fn ids<'a>(entries: &'a [Entry], sink: &Sink) -> FxHashMap<&'a str, &'a SourcePath> {
    let mut ids: FxHashMap<&str, &SourcePath> = FxHashMap::default();
    // A translation of a member's page is the same member.
    let members = entries.iter().filter(|entry| entry.kind.id == "member" && entry.language.0 == 0);
    for entry in members {
        if let Some(other) = ids.insert(&entry.id, &entry.path) {
            sink.push(Diagnostic::new(&MEMBER_TWICE).arg("value", &entry.id).in_file(&entry.path).in_file(other));
        }
    }
    ids
}

pub(super) fn check(case: &Case, rules: &Rules) {
    visit(&case.entry.kind, case.extra, &mut |field, path, value| {
        let many = value.as_array().is_some();
        let places = listed(Some(value)).enumerate();
        for (at, name) in places.filter(|(_, name)| !name.trim().is_empty()) {
            let path = if many { format!("{path}.{at}") } else { path.to_owned() };
            match field.holds {
                FieldType::Member | FieldType::Members => member(case, rules, name, &path),
                FieldType::Entries => entry(case, rules, name, &path),
                _ => {}
            }
        }
    });
}

fn member(case: &Case, rules: &Rules, id: &str, path: &str) {
    if !rules.members.contains_key(id) {
        let mut known: Vec<&str> = rules.members.keys().copied().collect();
        known.sort_unstable();
        let near = suggest(id, known.iter().copied());
        let diagnostic = case.at(&MEMBER_UNKNOWN, path);
        rules.sink.push(with_near(diagnostic.arg("value", id).arg("allowed", known.join("、")), near));
    }
}

fn entry(case: &Case, rules: &Rules, name: &str, path: &str) {
    if !rules.names.contains(reference(name)) {
        let near = suggest(reference(name), rules.names.iter().copied());
        rules.sink.push(with_near(case.at(&ENTRY_UNKNOWN, path).arg("value", name), near));
    }
}
