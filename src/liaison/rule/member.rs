//! Members: every id an entry names belongs to a member, and to one only.

use rustc_hash::FxHashMap;

use super::{Case, Rules};
use crate::diagnostic::{Diagnostic, Sink, suggest};
use crate::liaison::code::{MEMBER_TWICE, MEMBER_UNKNOWN};
use crate::liaison::entry::{Entry, texts, with_near};
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
    for (at, id) in texts(case.extra, "members").enumerate() {
        if !rules.members.contains_key(id) {
            let mut known: Vec<&str> = rules.members.keys().copied().collect();
            known.sort_unstable();
            let near = suggest(id, known.iter().copied());
            let diagnostic = case.at(&MEMBER_UNKNOWN, &format!("extra.members.{at}"));
            rules.sink.push(with_near(diagnostic.arg("value", id).arg("allowed", known.join("、")), near));
        }
    }
}
