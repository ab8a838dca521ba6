//! Keys of front matter that 0.23 brought: before they were any others, without effect (checklist FM-3, PG-8).

use std::ops::Range;

use crate::content::Document;

/// Such keys.
const LATER: [&str; 2] = ["hidden", "include_in_feeds"];

/// Where such keys stand in a document's front matter, each at the start of a line of its own.
pub(super) fn keys(document: &Document) -> Vec<Range<usize>> {
    let matter = &document.source.text[..document.body.start];
    let is_toml = matter.trim_start().starts_with("+++");
    let mut found = Vec::new();
    let mut at = 0;
    for line in matter.split_inclusive('\n') {
        // What follows is a table's own.
        if is_toml && line.starts_with('[') {
            break;
        }
        let key = line.split_once(if is_toml { '=' } else { ':' }).map(|(key, _)| key.trim_end());
        if let Some(key) = key.filter(|key| LATER.contains(key)) {
            found.push(at..at + key.len());
        }
        at += line.len();
    }
    found
}
