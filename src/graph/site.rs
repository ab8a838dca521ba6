//! The site as it will be rendered: graph, bodies and back links. Nothing changes after `Site::join`.

use std::sync::Arc;

use super::SiteGraph;
use super::id::{NodeId, PageId, SectionId};
use crate::content::Body;

/// The compiled bodies, parallel to the graph's pages and sections.
#[derive(Debug, Default)]
pub struct Bodies {
    /// One for each page.
    pub pages: Vec<Body>,
    /// One for each section.
    pub sections: Vec<Body>,
}

/// Graph and bodies together; final.
#[derive(Debug)]
pub struct Site {
    /// The documents and their relations.
    pub graph: Arc<SiteGraph>,
    /// Their bodies.
    pub bodies: Bodies,
    /// For each page, the documents that link to it, by permalink.
    pub page_backlinks: Vec<Vec<NodeId>>,
    /// For each section, the documents that link to it, by permalink.
    pub section_backlinks: Vec<Vec<NodeId>>,
}

impl Site {
    /// Joins graph and bodies, and finds the back links.
    pub fn join(graph: Arc<SiteGraph>, bodies: Bodies) -> Site {
        let _ = (&graph, &bodies);
        unimplemented!()
    }

    /// The body of a page.
    pub fn page_body(&self, page: PageId) -> &Body {
        &self.bodies.pages[page.0 as usize]
    }

    /// The body of a section.
    pub fn section_body(&self, section: SectionId) -> &Body {
        &self.bodies.sections[section.0 as usize]
    }
}
