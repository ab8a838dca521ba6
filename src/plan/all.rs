//! The whole plan of a site.

use super::target::{Plan, Target};
use crate::config::Config;
use crate::diagnostic::Sink;
use crate::graph::SiteGraph;
use crate::source::SourceTree;

/// Plans every output file of the site. `further` are targets of layers above and of the asset stages (style sheets);
/// static files, the theme's first, replace generated files of the same route without a word, as in the reference.
pub fn all(graph: &SiteGraph, config: &Config, sources: &SourceTree, further: Vec<Target>, sink: &Sink) -> Plan {
    let _ = (graph, config, sources, further, sink);
    unimplemented!()
}
