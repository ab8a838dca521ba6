//! Sections at the address of a taxonomy and pages at that of a term: its page hid theirs before 0.23, which takes both for a
//! mistake (checklist PATH-20).

use std::collections::BTreeSet;

use crate::config::Config;
use crate::content::{Document, Front};
use crate::path::slugify;

/// What has to stand in a document's front matter so that it goes on being hidden, and where; nothing for any other document.
/// `terms` gives the terms that pages of a language have in a taxonomy: without any it has no page.
pub(super) fn hidden(
    document: &Document,
    config: &Config,
    terms: impl Fn(usize, &str) -> BTreeSet<String>,
) -> Option<(usize, &'static str)> {
    let index = usize::from(document.place.language.0);
    let root = config.taxonomy_root.iter().flat_map(|root| root.split('/')).filter(|part| !part.is_empty());
    let root: Vec<&str> = root.collect();
    let folders = document.place.folders.iter().map(String::as_str);
    let is_there = |slug: &str| folders.clone().eq(root.iter().copied().chain([slug]));
    let mut taxonomies = config.languages.get(index)?.taxonomies.iter().filter(|taxonomy| taxonomy.render);
    match &document.front {
        Front::Section(front) if front.render => {
            taxonomies.find(|taxonomy| is_there(&taxonomy.slug) && !terms(index, &taxonomy.name).is_empty())?;
        }
        Front::Page(front) if front.render && front.path.is_none() => {
            let text = front.slug.as_deref().unwrap_or_else(|| document.place.slug_text(config.paths_keep_dates));
            let own = slugify(text, config.slugify_paths);
            let is_term = |term: &String| slugify(term, config.slugify_taxonomies) == own;
            taxonomies.find(|taxonomy| is_there(&taxonomy.slug) && terms(index, &taxonomy.name).iter().any(is_term))?;
        }
        _ => return None,
    }
    let text = &*document.source.text;
    let fence = text.len() - text.trim_start().len();
    let end = fence + text[fence..].find('\n')? + 1;
    let line = if text[fence..].starts_with("+++") { "render = false\n" } else { "render: false\n" };
    Some((end, line))
}
