//! Tera 1, the language of Zola 0.22 and before, behind the calls of `Engine`.

use std::ops::Range;

use tera::Value;

use super::Variables;
use super::code::NOT_YET;
use super::registry::Registry;
use super::set::TemplateSet;
use crate::diagnostic::{Diagnostic, Sink, SourceText};

/// Compiled Tera 1 templates with their functions.
pub struct Tera1 {
    names: Vec<String>,
}

impl Tera1 {
    /// Compiles `set`. All templates with mistakes are told; `None` if there are any.
    pub fn load(_: &TemplateSet, _: Registry, sink: &Sink) -> Option<Tera1> {
        sink.push(Diagnostic::new(&NOT_YET));
        None
    }

    /// The same compiled templates with other functions and filters in place of those of the same names.
    pub fn with_registry(&self, _: Registry) -> Tera1 {
        Tera1 { names: self.names.clone() }
    }

    /// Whether a template of this name can be rendered.
    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }

    /// The names templates are asked for by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Renders the template `name`.
    pub fn render(&self, _: &str, _: &[(String, Value)], _: &Variables, _: &mut Vec<u8>) -> Result<(), Diagnostic> {
        Err(Diagnostic::new(&NOT_YET))
    }

    /// Renders the bytes `span` of a content file as a template, without escaping.
    pub fn render_body(&self, _: &SourceText, _: Range<usize>, _: &Variables) -> Result<String, Diagnostic> {
        Err(Diagnostic::new(&NOT_YET))
    }
}
