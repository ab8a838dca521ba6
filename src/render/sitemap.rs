//! What the sitemap's templates see (checklist MAP-1, MAP-2).

use std::io;

use tera::{Value, escape_html};

use super::environment::Environment;
use super::view::map;
use crate::config::Dialect;
use crate::graph::{NodeId, SiteGraph};
use crate::path::join_url;
use crate::plan::{SITEMAP_PART, SitemapEntry};
use crate::template::Engine;

/// The name of the template of addresses.
const LIST: &str = "sitemap.xml";

/// The entries that the sitemap `part` lists; none for the index of parts. Without parts there is only one.
fn listed(part: Option<usize>, entries: &[SitemapEntry]) -> Option<&[SitemapEntry]> {
    match part {
        Some(part) => {
            let start = part.saturating_sub(1).saturating_mul(SITEMAP_PART).min(entries.len());
            let end = start.saturating_add(SITEMAP_PART).min(entries.len());
            Some(&entries[start..end])
        }
        None => (entries.len() < SITEMAP_PART).then_some(entries),
    }
}

/// The template of the sitemap `part` (none for the only one or the index of parts), and its own variable.
pub(super) fn variable(part: Option<usize>, environment: &Environment) -> (&'static str, (&'static str, Value)) {
    let entries = environment.sitemap();
    if let Some(entries) = listed(part, entries) {
        let values: Vec<Value> = entries.iter().map(|entry| value(entry, &environment.graph)).collect();
        return (LIST, ("entries", Value::from(values)));
    }
    let parts = 1..=entries.len().div_ceil(SITEMAP_PART);
    let urls = parts.map(|part| join_url(&environment.config.base_url, &format!("sitemap{part}.xml")));
    ("split_sitemap_index.xml", ("sitemaps", Value::from(urls.collect::<Vec<String>>())))
}

/// What the built-in template makes of the sitemap `part`, where a site has no other: it lists every address of the site, and
/// to make values of them all takes longer than all the rest.
pub(super) fn written(part: Option<usize>, environment: &Environment, engine: &Engine) -> Option<Vec<u8>> {
    // Tera 1 escapes otherwise.
    if environment.config.dialect != Dialect::V2 || !engine.is_builtin(LIST) {
        return None;
    }
    let mut out = Vec::new();
    // Writing into memory does not fail.
    write(listed(part, environment.sitemap())?, &mut out).ok()?;
    Some(out)
}

fn write(entries: &[SitemapEntry], out: &mut Vec<u8>) -> io::Result<()> {
    out.extend(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.extend(b"<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">");
    for entry in entries {
        out.extend(b"\n<url>\n<loc>");
        escape_html(&entry.permalink, out)?;
        out.extend(b"</loc>");
        if let Some(updated) = entry.updated.as_deref().filter(|updated| !updated.is_empty()) {
            out.extend(b"\n<lastmod>");
            escape_html(updated, out)?;
            out.extend(b"</lastmod>");
        }
        out.extend(b"\n</url>");
    }
    out.extend(b"\n</urlset>\n");
    Ok(())
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

#[cfg(test)]
mod tests {
    use tera::Value;

    use super::{LIST, value, write};
    use crate::graph::SiteGraph;
    use crate::plan::SitemapEntry;
    use crate::template::Registry;
    use crate::template::testing::engine;

    #[test]
    fn what_is_written_is_what_the_template_shows() {
        let entry = |permalink: &str, updated: Option<&str>| SitemapEntry {
            permalink: permalink.to_owned(),
            updated: updated.map(str::to_owned),
            node: None,
        };
        let entries = [
            entry("https://e.test/", None),
            entry("https://e.test/a&b/\"'<甲>/", Some("2026-11-26")),
            entry("https://e.test/c/", Some("")),
            entry("https://e.test/d/", Some("2026-11-26T10:00:00+08:00<&>")),
        ];
        let engine = engine(&[], Registry::default()).unwrap();
        assert!(engine.is_builtin(LIST));
        for entries in [&entries[..0], &entries[..]] {
            let graph = SiteGraph::default();
            let values: Vec<Value> = entries.iter().map(|entry| value(entry, &graph)).collect();
            let (mut shown, mut written) = (Vec::new(), Vec::new());
            engine.render(LIST, &vec![("entries", Value::from(values))], &mut shown).unwrap();
            write(entries, &mut written).unwrap();
            assert_eq!(String::from_utf8(written).unwrap(), String::from_utf8(shown).unwrap());
        }
    }
}
