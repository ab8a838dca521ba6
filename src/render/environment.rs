//! What functions and filters work on, in two makes: while bodies compile, and while targets render.

use std::sync::Arc;

use super::view::Views;
use crate::config::Config;
use crate::graph::{Site, SiteGraph};
use crate::markdown::Compiler;
use crate::source::SourceTree;
use crate::template::{Engine, Registry};

/// What functions and filters can reach. `site` is none while bodies compile: no body is seen then.
pub struct Environment {
    /// The settings.
    pub config: Arc<Config>,
    /// The documents.
    pub graph: Arc<SiteGraph>,
    /// The finished site.
    pub site: Option<Arc<Site>>,
    /// The sources, for functions that read files.
    pub sources: SourceTree,
    /// The values of pages, sections and taxonomies.
    pub views: Arc<Views>,
    /// Markdown for the filter of that name.
    pub compiler: Compiler,
}

impl Environment {
    /// Zola's functions and filters over this environment.
    pub fn registry(self: &Arc<Environment>) -> Registry {
        unimplemented!()
    }
}

/// An engine with its environment: what `render` needs for a target.
pub struct Renderer {
    /// The environment.
    pub environment: Arc<Environment>,
    /// The compiled templates.
    pub engine: Engine,
}
