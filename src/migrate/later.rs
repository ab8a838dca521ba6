//! Keys of front matter that mean something else since: those that 0.23 brought, which before were any others, without effect
//! (checklist FM-3, PG-8), and the name that `generate_feeds` had before 0.19 (MC-1).

use std::ops::Range;

use crate::config::Config;
use crate::content::{Document, FEEDS, Front, OLD_FEEDS};

/// Keys that 0.23 brought.
const LATER: [&str; 2] = ["hidden", "include_in_feeds"];

/// Where keys that 0.23 brought stand in a document's front matter, each at the start of a line of its own.
pub(super) fn keys(document: &Document) -> Vec<Range<usize>> {
    places(document, &LATER)
}

/// Where a section switches its feeds on by the name of before 0.19; nothing where that name has no effect.
pub(super) fn old_feeds(document: &Document, config: &Config) -> Vec<Range<usize>> {
    match &document.front {
        Front::Section(front)
            if config.has_old_feeds && front.generate_feeds && places(document, &[FEEDS]).is_empty() =>
        {
            places(document, &[OLD_FEEDS])
        }
        _ => Vec::new(),
    }
}

/// Where any of `keys` stands in a document's front matter.
fn places(document: &Document, keys: &[&str]) -> Vec<Range<usize>> {
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
        if let Some(key) = key.filter(|key| keys.contains(key)) {
            found.push(at..at + key.len());
        }
        at += line.len();
    }
    found
}
