//! The site as it will be rendered: graph, bodies and back links. Nothing changes after `Site::join`.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::id::{NodeId, PageId, SectionId};
use super::{List, SiteGraph};
use crate::content::{Body, InternalLink};

/// The compiled bodies, parallel to the graph's pages and sections. A copy shares them.
#[derive(Clone, Debug, Default)]
pub struct Bodies {
    /// One for each page.
    pub pages: List<BodyCell>,
    /// One for each section.
    pub sections: Vec<Arc<BodyCell>>,
}

/// A body that is there, or comes from the last build when somebody looks at it.
pub struct BodyCell {
    body: OnceLock<Body>,
    later: Option<Later>,
}

/// A body that is not there yet, and what is known of it all the same.
struct Later {
    /// Its links to documents.
    links: Arc<[InternalLink]>,
    anchors: OnceLock<Vec<String>>,
    load_anchors: Box<dyn Fn() -> Vec<String> + Send + Sync>,
    load: Box<dyn Fn() -> Body + Send + Sync>,
}

impl BodyCell {
    /// A body with these links to documents that `load` gives when it is first looked at, and `anchors` its anchors.
    pub fn later(
        links: Arc<[InternalLink]>,
        anchors: impl Fn() -> Vec<String> + Send + Sync + 'static,
        load: impl Fn() -> Body + Send + Sync + 'static,
    ) -> Arc<BodyCell> {
        let (load_anchors, load) = (Box::new(anchors), Box::new(load));
        let later = Later { links, anchors: OnceLock::new(), load_anchors, load };
        Arc::new(BodyCell { body: OnceLock::new(), later: Some(later) })
    }

    /// Its links to documents.
    pub fn internal_links(&self) -> &[InternalLink] {
        self.later.as_ref().map_or_else(|| &self.internal_links[..], |later| &later.links)
    }

    /// The places in it that links can name.
    pub fn anchors(&self) -> &[String] {
        match &self.later {
            Some(later) => later.anchors.get_or_init(|| (later.load_anchors)()),
            None => &self.anchors,
        }
    }
}

impl Deref for BodyCell {
    type Target = Body;

    fn deref(&self) -> &Body {
        // One that was given is set already.
        self.body.get_or_init(|| self.later.as_ref().map_or_else(Body::empty, |later| (later.load)()))
    }
}

impl From<Body> for Arc<BodyCell> {
    fn from(body: Body) -> Arc<BodyCell> {
        Arc::new(BodyCell { body: OnceLock::from(body), later: None })
    }
}

impl fmt::Debug for BodyCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.body.fmt(f)
    }
}

/// Graph and bodies together; final.
#[derive(Debug)]
pub struct Site {
    /// The documents and their relations.
    pub graph: Arc<SiteGraph>,
    /// Their bodies.
    pub bodies: Bodies,
    /// For each page, the documents that link to it, by permalink; empty where nobody looks at them.
    pub page_backlinks: Vec<Vec<NodeId>>,
    /// The same for each section.
    pub section_backlinks: Vec<Vec<NodeId>>,
}

impl Site {
    /// Joins graph and bodies, and where somebody looks at them finds the back links (checklist CNT-5): each linking document
    /// once, and only those a reader can go to.
    pub fn join(graph: Arc<SiteGraph>, bodies: Bodies, backlinks: bool) -> Site {
        match backlinks {
            true => Site::linked_back(graph, bodies),
            false => Site { graph, bodies, page_backlinks: Vec::new(), section_backlinks: Vec::new() },
        }
    }

    fn linked_back(graph: Arc<SiteGraph>, bodies: Bodies) -> Site {
        let pages = bodies.pages.iter().enumerate().map(|(index, body)| (NodeId::Page(PageId(index as u32)), body));
        let sections = bodies.sections.iter().enumerate();
        let sections = sections.map(|(index, body)| (NodeId::Section(SectionId(index as u32)), body));
        let mut linking: Vec<(NodeId, &Arc<BodyCell>)> = pages
            .chain(sections)
            .filter(|(node, body)| !body.internal_links().is_empty() && graph.is_written(*node))
            .collect();
        linking.par_sort_unstable_by_key(|(node, _)| (graph.permalink(*node), *node));
        let mut page_backlinks = vec![Vec::new(); graph.pages.len()];
        let mut section_backlinks = vec![Vec::new(); graph.sections.len()];
        let targets = |(source, body): (NodeId, &Arc<BodyCell>)| {
            // A broken link is told by the check, not here.
            let targets = body.internal_links().iter().filter_map(|link| graph.find(&link.target.path));
            (source, targets.collect::<Vec<NodeId>>())
        };
        let linking: Vec<(NodeId, Vec<NodeId>)> = linking.into_par_iter().map(targets).collect();
        for (source, targets) in linking {
            for target in targets {
                let backlinks = match target {
                    NodeId::Page(id) => &mut page_backlinks[id.0 as usize],
                    NodeId::Section(id) => &mut section_backlinks[id.0 as usize],
                };
                if backlinks.last() != Some(&source) {
                    backlinks.push(source);
                }
            }
        }
        Site { graph, bodies, page_backlinks, section_backlinks }
    }

    /// The body of a page.
    pub fn page_body(&self, page: PageId) -> &BodyCell {
        &self.bodies.pages[page.0 as usize]
    }

    /// The body of a section.
    pub fn section_body(&self, section: SectionId) -> &BodyCell {
        &self.bodies.sections[section.0 as usize]
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Bodies, Site};
    use crate::content::{Body, InternalLink, LinkTarget};
    use crate::graph::testing::SiteText;

    fn body(links: &[&str]) -> Body {
        let link =
            |path: &&str| InternalLink { target: LinkTarget { path: (*path).to_owned(), anchor: None }, span: None };
        Body {
            html: tera::Value::from(""),
            summary: None,
            toc: Vec::new(),
            anchors: Vec::new(),
            internal_links: links.iter().map(link).collect(),
            external_links: Vec::new(),
            word_count: 0,
            reading_time: 0,
        }
    }

    // checklist: CNT-5
    #[test]
    fn back_links_come_by_permalink_each_once() {
        let site = SiteText::new()
            .section("_index.md", |_| ())
            .page("a.md", |_| ())
            .page("b.md", |front| front.path = Some("zzz".to_owned()))
            .page("c.md", |_| ())
            .page("hidden.md", |front| front.render = false);
        let graph = Arc::new(site.link().graph);
        let pages: Vec<Body> = vec![
            body(&["_index.md", "a.md"]),
            body(&["a.md", "c.md", "a.md", "gone.md"]),
            body(&["a.md"]),
            body(&["a.md"]),
        ];
        let site = Site::join(
            graph.clone(),
            Bodies { pages: pages.into_iter().map(Into::into).collect(), sections: vec![body(&["a.md"]).into()] },
            true,
        );
        let links = |nodes: &[crate::graph::NodeId]| -> Vec<String> {
            nodes.iter().map(|node| graph.permalink(*node).trim_start_matches("https://x.test").to_owned()).collect()
        };
        assert_eq!(links(&site.page_backlinks[0]), ["/", "/a/", "/c/", "/zzz/"]);
        assert_eq!(links(&site.page_backlinks[2]), ["/zzz/"]);
        assert_eq!(links(&site.section_backlinks[0]), ["/a/"]);
        assert_eq!(site.page_body(crate::graph::PageId(0)).internal_links.len(), 2);
        assert_eq!(site.section_body(crate::graph::SectionId(0)).internal_links.len(), 1);
    }
}
