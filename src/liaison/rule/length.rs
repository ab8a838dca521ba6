//! The length of a text, where its kind has one: a report of public opinion says one thing, briefly.

use super::{Case, Rules};
use crate::liaison::code::TEXT_LONG;

pub(super) fn check(case: &Case, rules: &Rules) {
    let kind = &case.entry.kind;
    let count = case.document.body().chars().filter(|c| !c.is_whitespace()).count();
    if let Some(most) = kind.most_chars.filter(|most| count > *most) {
        let diagnostic = case.at(&TEXT_LONG, "title").arg("count", count).arg("most", most);
        rules.sink.push(diagnostic.arg("kind", &kind.zh).arg("kind_en", &kind.en));
    }
}
