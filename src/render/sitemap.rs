//! What the sitemap's templates see (checklist MAP-1, MAP-2).

use tera::Value;

use super::environment::Environment;
use super::view::map;
use crate::graph::{NodeId, SiteGraph};
use crate::path::join_url;
use crate::plan::{SITEMAP_PART, SitemapEntry};

/// The template of the sitemap `part` (none for the only one or the index of parts), and its own variable.
pub(super) fn variable(part: Option<usize>, environment: &Environment) -> (&'static str, (&'static str, Value)) {
    let entries = environment.sitemap();
    let list = |entries: &[SitemapEntry]| {
        let values: Vec<Value> = entries.iter().map(|entry| value(entry, &environment.graph)).collect();
        ("sitemap.xml", ("entries", Value::from(values)))
    };
    match part {
        Some(part) => {
            let start = part.saturating_sub(1).saturating_mul(SITEMAP_PART).min(entries.len());
            let end = start.saturating_add(SITEMAP_PART).min(entries.len());
            list(&entries[start..end])
        }
        None if entries.len() < SITEMAP_PART => list(entries),
        None => {
            let parts = 1..=entries.len().div_ceil(SITEMAP_PART);
            let urls = parts.map(|part| join_url(&environment.config.base_url, &format!("sitemap{part}.xml")));
            ("split_sitemap_index.xml", ("sitemaps", Value::from(urls.collect::<Vec<String>>())))
        }
    }
}

/// An entry: permalink, updated, and the `extra` of a page or section; null where there is none.
fn value(entry: &SitemapEntry, graph: &SiteGraph) -> Value {
    let extra = entry.node.map(|node| match node {
        NodeId::Page(page) => graph.page(page).front().extra.clone(),
        NodeId::Section(section) => graph.section(section).front().extra.clone(),
    });
    map([
        ("permalink", Value::from(entry.permalink.as_str())),
        ("updated", Value::from(entry.updated.as_deref())),
        ("extra", extra.unwrap_or_else(Value::none)),
    ])
}
