//! What goes wrong while a template runs: what, where, and how the render came there.

use super::program::TemplateId;
use super::syntax::Span;
use crate::diagnostic::{Code, Wording};

/// Something wrong, without its place.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What.
    pub code: &'static Code,
    /// The arguments of its wording.
    pub args: Vec<(&'static str, String)>,
    /// A name that was not found, and among which kind of names to look for one like it.
    pub wrong_name: Option<(String, Known)>,
}

/// Kinds of names that can be suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Filters.
    Filters,
    /// Functions.
    Functions,
    /// Tests.
    Tests,
    /// Templates.
    Templates,
    /// Those in the argument `available`.
    Available,
}

impl Fault {
    /// One of the kind `code`.
    pub fn new(code: &'static Code) -> Fault {
        Fault { code, args: Vec::new(), wrong_name: None }
    }

    /// Gives the wording's `{name}` its value.
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Fault {
        self.args.push((name, value.to_string()));
        self
    }

    /// Says that `name` was not found.
    pub fn wrong(mut self, name: &str, known: Known) -> Fault {
        self.wrong_name = Some((name.to_owned(), known));
        self
    }

    /// With its place.
    pub fn at(self, template: TemplateId, span: Span) -> Failure {
        Box::new(Failed { fault: self, template, span, trail: Vec::new() })
    }
}

/// A failed render.
pub type Failure = Box<Failed>;

/// A fault with its place and the way there.
#[derive(Debug)]
pub struct Failed {
    /// What is wrong.
    pub fault: Fault,
    /// In which template.
    pub template: TemplateId,
    /// Where in it.
    pub span: Span,
    /// From where the render came there, nearest first.
    pub trail: Vec<(TemplateId, Span, Wording)>,
}

/// The most steps of a way that are told.
const LONGEST_TRAIL: usize = 8;

/// Adds the place from where the render came.
pub fn came_from<T>(result: Result<T, Failure>, template: TemplateId, span: Span, note: Wording) -> Result<T, Failure> {
    result.map_err(|mut failure| {
        if failure.trail.len() < LONGEST_TRAIL {
            failure.trail.push((template, span, note));
        }
        failure
    })
}
