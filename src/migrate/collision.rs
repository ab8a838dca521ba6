//! Sections at the address of a taxonomy: its page hid theirs before 0.23, which takes both for a mistake (checklist PATH-20).

use crate::config::Config;
use crate::content::{Document, Front};

/// What has to stand in a section's front matter so that it goes on being hidden, and where; nothing for any other document.
/// `uses` tells whether a taxonomy of a language has terms: without any it has no page.
pub(super) fn hidden(
    document: &Document,
    config: &Config,
    uses: impl Fn(usize, &str) -> bool,
) -> Option<(usize, &'static str)> {
    let Front::Section(front) = &document.front else { return None };
    if !front.render {
        return None;
    }
    let index = usize::from(document.place.language.0);
    let root = config.taxonomy_root.iter().flat_map(|root| root.split('/')).filter(|part| !part.is_empty());
    let root: Vec<&str> = root.collect();
    let is_there = |slug: &str| {
        let folders = &document.place.folders;
        folders.iter().map(String::as_str).eq(root.iter().copied().chain([slug]))
    };
    let mut taxonomies = config.languages.get(index)?.taxonomies.iter();
    taxonomies.find(|taxonomy| taxonomy.render && is_there(&taxonomy.slug) && uses(index, &taxonomy.name))?;
    let text = &*document.source.text;
    let fence = text.len() - text.trim_start().len();
    let end = fence + text[fence..].find('\n')? + 1;
    let line = if text[fence..].starts_with("+++") { "render = false\n" } else { "render: false\n" };
    Some((end, line))
}
