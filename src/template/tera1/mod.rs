//! Tera 1, the language of Zola 0.22 and before, behind the calls of `Engine`.
//!
//! The language is frozen: `syntax` reads it, `lower` and `load` tie the files of a set together, `eval` runs them over the
//! same values Tera 2 has, `builtin` holds its filters, tests and functions. `now` and `get_env` are the site's to give.

mod builtin;
mod call;
mod code;
mod eval;
mod fault;
mod frame;
mod load;
mod lower;
mod path;
mod program;
mod repeat;
mod report;
pub mod syntax;
mod value;

use std::ops::Range;
use std::sync::Arc;

use tera::Value;

use self::call::Calls;
use self::eval::{Given, Render, Setting};
use self::load::Program;
use self::program::{Template, TemplateId};
use self::repeat::Kept;
use super::Variables;
use super::builtin::PREFIX;
use super::kept::Keeper;
use super::registry::Registry;
use super::set::TemplateSet;
use crate::diagnostic::{Diagnostic, Sink, SourceText};
pub use code::CODES;
pub use lower::unquoted;
pub use path::closing;

/// Whether a template can be read, whatever it calls and extends.
pub fn reads(text: &str) -> bool {
    syntax::parse(text).is_ok()
}

/// Compiled Tera 1 templates with their functions.
pub struct Tera1 {
    program: Arc<Program>,
    calls: Calls,
    /// What macros showed, for renders of templates.
    kept: Option<Kept>,
}

impl Tera1 {
    /// Compiles `set`. All templates with mistakes are told; `None` if there are any.
    pub fn load(set: &TemplateSet, registry: Registry, sink: &Sink) -> Option<Tera1> {
        let program = load::compile(set, sink)?;
        let calls = Calls::new(&program.vocabulary, registry);
        Some(Tera1 { program: Arc::new(program), calls, kept: None })
    }

    /// The same compiled templates with other functions and filters in place of those of the same names.
    pub fn with_registry(&self, registry: Registry) -> Tera1 {
        let calls = self.calls.with(&self.program.vocabulary, registry);
        Tera1 { program: Arc::clone(&self.program), calls, kept: None }
    }

    /// The same, with what macros show remembered by `keeper`: those that show the same for the same arguments.
    pub fn keeping(&mut self, keeper: Arc<dyn Keeper>) {
        self.kept = Kept::new(&self.program, keeper);
    }

    /// Whether a template of this name can be rendered.
    pub fn has(&self, name: &str) -> bool {
        self.program.directory.find(name).is_some()
    }

    /// Whether the template that answers to the name is a built-in one.
    pub fn is_builtin(&self, name: &str) -> bool {
        let found = self.program.directory.find(name).and_then(|found| self.program.templates.get(found.0));
        found.is_some_and(|template| template.source.path.as_str().starts_with(PREFIX))
    }

    /// The names templates are asked for by.
    pub fn names(&self) -> Vec<&str> {
        self.program.directory.names()
    }

    /// Renders the template `name`, which exists, to the end of `out`; what is there of it after an error is undefined.
    pub fn render(
        &self,
        name: &str,
        arguments: &[(String, Value)],
        variables: &Variables,
        out: &mut Vec<u8>,
    ) -> Result<(), Diagnostic> {
        let Some(template) = self.program.directory.find(name) else { return Ok(()) };
        let program = &*self.program;
        let setting = Setting {
            templates: &program.templates,
            further: None,
            vocabulary: &program.vocabulary,
            loop_name: program.loop_name,
            calls: &self.calls,
            kept: self.kept.as_ref(),
        };
        let given = Given::new(&program.vocabulary, arguments, variables);
        Render::run(setting, template, given, out).map_err(|failure| {
            report::failed(*failure, &program.directory, &self.calls, |template, span| {
                (program.templates[template.0].source.clone(), span.range())
            })
        })
    }

    /// Renders the bytes `span` of a content file as a template, without escaping.
    pub fn render_body(
        &self,
        source: &SourceText,
        span: Range<usize>,
        variables: &Variables,
    ) -> Result<String, Diagnostic> {
        let start = span.start;
        let text = source.text.get(span).unwrap_or_default();
        let part = SourceText { path: source.path.clone(), text: text.into() };
        let program = &*self.program;
        let mut vocabulary = program.vocabulary.clone();
        let moved = |mut diagnostic: Diagnostic| {
            for (text, span) in diagnostic.labels.iter_mut().filter_map(|label| label.mark.as_mut()) {
                if *text == part {
                    *text = source.clone();
                    *span = span.start + start..span.end + start;
                }
            }
            diagnostic
        };
        let template: Template = load::compile_text(program, &mut vocabulary, &part).map_err(moved)?;
        let calls = self.calls.extended(&vocabulary);
        let id = TemplateId(program.templates.len());
        let setting = Setting {
            templates: &program.templates,
            further: Some(&template),
            vocabulary: &vocabulary,
            loop_name: program.loop_name,
            calls: &calls,
            kept: None,
        };
        let mut out = Vec::new();
        Render::run(setting, id, Given::new(&vocabulary, &[], variables), &mut out).map_err(|failure| {
            moved(report::failed(*failure, &program.directory, &calls, |template, span| {
                let source = program.templates.get(template.0).map_or(&part, |template| &template.source);
                (source.clone(), span.range())
            }))
        })?;
        // Only whole texts are rendered.
        Ok(String::from_utf8(out).unwrap_or_default())
    }
}
