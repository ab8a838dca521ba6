//! Links to headings of other pages, and of the page itself (checklist LNK-1).
//!
//! That a linked file exists is known while bodies compile; its anchors only when all bodies are there.

use percent_encoding::percent_decode_str;
use rustc_hash::{FxHashMap, FxHashSet};

use super::code::{MISSING_ANCHOR, NEAR_ANCHOR};
use crate::config::Config;
use crate::content::{Document, InternalLink};
use crate::diagnostic::{Diagnostic, Severity, Sink, suggest};
use crate::graph::{BodyCell, NodeId, PageId, SectionId, Site};

/// From this many anchors on a set is made of them, once; below, looking through the list is faster.
const MANY: usize = 32;

/// Tells every internal link whose anchor is not there, as grave as `link_checker.internal_level` says. `#` and `#top`
/// are on every page.
pub fn links(site: &Site, config: &Config, sink: &Sink) {
    let mut check = Check { site, config, sink, sets: FxHashMap::default() };
    for (index, page) in site.graph.pages.iter().enumerate() {
        let body = site.page_body(PageId(index as u32));
        check.document(&page.document, body);
    }
    for (index, section) in site.graph.sections.iter().enumerate() {
        let body = site.section_body(SectionId(index as u32));
        check.document(&section.document, body);
    }
}

/// The same, of the links in some documents alone.
pub fn links_in(nodes: &[NodeId], site: &Site, config: &Config, sink: &Sink) {
    let mut check = Check { site, config, sink, sets: FxHashMap::default() };
    for node in nodes {
        let body = match *node {
            NodeId::Page(id) => site.page_body(id),
            NodeId::Section(id) => site.section_body(id),
        };
        check.document(site.graph.document(*node), body);
    }
}

struct Check<'a> {
    site: &'a Site,
    config: &'a Config,
    sink: &'a Sink,
    /// The anchors of long documents that are linked to.
    sets: FxHashMap<NodeId, FxHashSet<&'a str>>,
}

impl<'a> Check<'a> {
    fn document(&mut self, document: &Document, body: &BodyCell) {
        for link in body.internal_links() {
            let Some(anchor) = link.target.anchor.as_deref().filter(|anchor| !matches!(*anchor, "" | "top")) else {
                continue;
            };
            // A missing file is told where the link was resolved.
            let Some(node) = self.site.graph.find(&link.target.path) else { continue };
            let decoded = percent_decode_str(anchor).decode_utf8_lossy();
            if !self.has(node, anchor) && !self.has(node, &decoded) {
                self.tell(document, link, node, &decoded);
            }
        }
    }

    fn has(&mut self, node: NodeId, anchor: &str) -> bool {
        let anchors = anchors(self.site, node);
        if anchors.len() < MANY {
            return anchors.iter().any(|known| known == anchor);
        }
        self.sets.entry(node).or_insert_with(|| anchors.iter().map(String::as_str).collect()).contains(anchor)
    }

    fn tell(&self, document: &Document, link: &InternalLink, node: NodeId, anchor: &str) {
        let source = &document.source;
        let target = self.site.graph.document(node);
        let own = target.source.path == source.path;
        let shown = if own { format!("#{anchor}") } else { format!("@/{}#{anchor}", link.target.path) };
        let mut diagnostic = Diagnostic::new(&MISSING_ANCHOR)
            .arg("file", &source.path)
            .arg("link", shown)
            .arg("target", &target.source.path)
            .arg("anchor", anchor);
        // The reference lets a page's anchors pass whatever their case, browsers do not.
        let lax = |known: &String| known.to_lowercase() == anchor.to_lowercase();
        let passes = matches!(node, NodeId::Page(_)) && anchors(self.site, node).iter().any(lax);
        let level = self.config.link_checker.internal_level;
        diagnostic = diagnostic.severity(if passes { Severity::Warning } else { level });
        if let Some(near) = suggest(anchor, anchors(self.site, node).iter().map(String::as_str)) {
            diagnostic = diagnostic.arg("near", near).hint(NEAR_ANCHOR);
        }
        self.sink.push(match &link.span {
            Some(span) => diagnostic.at(source, span.clone()),
            None => diagnostic.in_file(&source.path),
        });
    }
}

fn anchors(site: &Site, node: NodeId) -> &[String] {
    match node {
        NodeId::Page(page) => site.page_body(page).anchors(),
        NodeId::Section(section) => site.section_body(section).anchors(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::links;
    use crate::content::{Body, InternalLink, LinkTarget};
    use crate::diagnostic::{Diagnostic, Locale, Severity, Sink};
    use crate::graph::testing::SiteText;
    use crate::graph::{Bodies, Site};

    fn body(anchors: &[&str], links: &[(&str, Option<&str>)]) -> Body {
        let link = |(path, anchor): &(&str, Option<&str>)| InternalLink {
            target: LinkTarget { path: (*path).to_owned(), anchor: anchor.map(str::to_owned) },
            span: Some(8..12),
        };
        Body {
            html: tera::Value::from(""),
            summary: None,
            toc: Vec::new(),
            anchors: anchors.iter().map(|anchor| (*anchor).to_owned()).collect(),
            internal_links: links.iter().map(link).collect(),
            external_links: Vec::new(),
            word_count: 0,
            reading_time: 0,
        }
    }

    fn check(level: Severity, to: &[&str], from: &[(&str, Option<&str>)]) -> Vec<Diagnostic> {
        let mut linked = SiteText::new()
            .section("_index.md", |_| {})
            .page_text("from.md", "+++\n+++\n[a](@/to.md#x)\n", |_| {})
            .page("to.md", |_| {})
            .link();
        linked.config.link_checker.internal_level = level;
        let graph = Arc::new(linked.graph);
        let pages = graph.pages.iter().map(|page| match page.slug.as_str() {
            "from" => body(&["own"], from).into(),
            _ => body(to, &[]).into(),
        });
        let bodies =
            Bodies { pages: pages.collect(), sections: graph.sections.iter().map(|_| body(&[], &[]).into()).collect() };
        let site = Site::join(graph, bodies, true);
        let sink = Sink::new();
        links(&site, &linked.config, &sink);
        sink.finish()
    }

    #[test]
    fn anchors_that_are_there_pass() {
        let from = [
            ("to.md", Some("intro")),
            ("to.md", Some("%E4%B8%AD")),
            ("to.md", Some("100%")),
            ("to.md", Some("top")),
            ("to.md", Some("")),
            ("to.md", None),
            ("from.md", Some("own")),
            ("missing.md", Some("told elsewhere")),
        ];
        assert_eq!(check(Severity::Error, &["intro", "中", "100%"], &from), []);
    }

    #[test]
    fn missing_anchors_are_told_at_the_link_with_the_nearest_name() {
        let found = check(Severity::Error, &["intro", "other"], &[("to.md", Some("intor")), ("from.md", Some("zzz"))]);
        assert_eq!(found.len(), 2);
        let near = found.iter().find(|one| one.hint.is_some()).unwrap();
        assert_eq!(
            near.message(Locale::En),
            "content/from.md links to @/to.md#intor, but content/to.md has no `#intor`"
        );
        assert_eq!(near.helps(Locale::En)[0], "did you mean `#intro`?");
        assert_eq!(near.labels[0].position(), Some((3, 1)));
        assert!(found.iter().any(|one| one.message(Locale::Zh).contains("#zzz")));
        let warned = check(Severity::Warning, &[], &[("to.md", Some("x"))]);
        assert_eq!(warned[0].severity, Severity::Warning);
    }

    #[test]
    fn long_documents_are_looked_up_alike() {
        let names: Vec<String> = (0..100).map(|n| format!("h-{n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let found = check(Severity::Error, &names, &[("to.md", Some("h-77")), ("to.md", Some("h-777"))]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].helps(Locale::En).len(), 2);
    }
}
