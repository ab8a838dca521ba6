//! The template engine: Tera 2 behind the few calls the rest of the crate needs.

use std::ops::Range;

use super::Variables;
use super::registry::Registry;
use super::set::TemplateSet;
use crate::diagnostic::{Diagnostic, Sink, SourceText};

/// Compiled templates with their functions.
pub struct Engine {}

impl Engine {
    /// Compiles `set`. All templates with mistakes are told; `None` if there are any.
    pub fn load(set: &TemplateSet, registry: Registry, sink: &Sink) -> Option<Engine> {
        let _ = (set, registry, sink);
        unimplemented!()
    }

    /// Whether a template of this name can be rendered.
    pub fn has(&self, name: &str) -> bool {
        let _ = name;
        unimplemented!()
    }

    /// Renders the template `name` to the end of `out`.
    ///
    /// # Errors
    /// A diagnostic at the place in the template, with the trail of includes and components as further labels.
    pub fn render(&self, name: &str, variables: &Variables, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        let _ = (name, variables, out);
        unimplemented!()
    }

    /// Renders the bytes `span` of a content file as a template, without escaping.
    ///
    /// # Errors
    /// A diagnostic at the place in the content file.
    pub fn render_body(
        &self,
        source: &SourceText,
        span: Range<usize>,
        variables: &Variables,
    ) -> Result<String, Diagnostic> {
        let _ = (source, span, variables);
        unimplemented!()
    }
}
