//! Documents to a graph: all files together, once.

use super::SiteGraph;
use crate::config::Config;
use crate::content::Content;
use crate::diagnostic::Sink;

/// Links all documents: sections and pages, order, siblings, taxonomies, translations, addresses. Colliding addresses,
/// undeclared taxonomies and `index.md` beside `_index.md` are told.
pub fn link(content: Content, config: &Config, sink: &Sink) -> SiteGraph {
    let _ = (content, config, sink);
    unimplemented!()
}
