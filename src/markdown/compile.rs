//! One document's body to a `Body`.

use std::sync::Arc;

use super::highlight::Highlighter;
use crate::config::Config;
use crate::content::{Body, LanguageId};
use crate::diagnostic::{Diagnostic, Sink};
use crate::graph::{NodeId, SiteGraph};
use crate::template::{Engine, Variables};

/// What Markdown outside a document (the `markdown` filter) is near to: its links are resolved from there.
#[derive(Clone, Copy, Debug, Default)]
pub struct Near {
    /// The document being rendered, if any.
    pub node: Option<NodeId>,
    /// The language.
    pub language: LanguageId,
}

/// All that compiling needs, shared between threads and with the `markdown` filter.
#[derive(Clone)]
pub struct Compiler {
    /// The settings.
    pub config: Arc<Config>,
    /// The documents links point at.
    pub graph: Arc<SiteGraph>,
    /// Colours of code.
    pub highlighter: Arc<Highlighter>,
}

impl Compiler {
    /// Compiles the body of `node`. `variables` are made only if the body is a template (checklist CT-1, CT-2).
    /// Problems are told; the best HTML there is comes back.
    pub fn compile(&self, node: NodeId, engine: &Engine, variables: impl FnOnce() -> Variables, sink: &Sink) -> Body {
        let _ = (node, engine, variables(), sink);
        unimplemented!()
    }

    /// Renders Markdown of a template (checklist MD-11); `inline` takes off the one paragraph around it.
    ///
    /// # Errors
    /// What is wrong with a link in it.
    pub fn fragment(&self, text: &str, near: Near, inline: bool) -> Result<String, Diagnostic> {
        let _ = (text, near, inline);
        unimplemented!()
    }
}
