//! Running a compiled template: the reference's rules, its odd ones too, over borrowed values.
//!
//! Two of those rules shape everything here. A dotted variable is looked for frame by frame until one of them can follow
//! the whole path, so an inner variable without the field lets the outer one through. And errors under an `if` are
//! swallowed where they stand, frames pushed on the way included: frames are therefore popped by hand where the reference
//! does, not by scope.

mod arithmetic;
mod condition;
mod expression;
mod inherit;
mod lookup;
mod node;

use tera::Value;

use super::call::Calls;
use super::fault::{Failure, Fault};
use super::frame::{Frame, FrameKind, Val};
use super::lower::Vocabulary;
use super::program::{Symbol, Template, TemplateId};
use super::repeat::Kept;
use super::syntax::Span;
use crate::template::Variables;
use crate::template::tera1::code::TOO_DEEP_CALLS;

/// How many includes, macros and blocks may stand in one another; each costs stack.
const DEEPEST: usize = 120;

/// What renders share.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The templates.
    pub templates: &'a [Template],
    /// One more, numbered after them.
    pub further: Option<&'a Template>,
    /// The names they use.
    pub vocabulary: &'a Vocabulary,
    /// The name `loop`.
    pub loop_name: Symbol,
    /// What they call.
    pub calls: &'a Calls,
    /// What macros showed.
    pub kept: Option<&'a Kept>,
}

impl<'a> Setting<'a> {
    fn template(&self, id: TemplateId) -> &'a Template {
        match self.further {
            Some(further) if id.0 == self.templates.len() => further,
            _ => &self.templates[id.0],
        }
    }
}

/// The variables a render is given.
pub struct Given<'a> {
    arguments: &'a [(String, Value)],
    variables: &'a Variables,
    by_symbol: Vec<(Symbol, &'a Value)>,
}

impl<'a> Given<'a> {
    /// Variables win over arguments of their names.
    pub fn new(vocabulary: &Vocabulary, arguments: &'a [(String, Value)], variables: &'a Variables) -> Given<'a> {
        let mut by_symbol: Vec<(Symbol, &'a Value)> = Vec::with_capacity(arguments.len() + variables.len());
        let mut put = |name: &str, value: &'a Value| {
            let Some(symbol) = vocabulary.symbols.find(name) else { return };
            match by_symbol.iter_mut().find(|(known, _)| *known == symbol) {
                Some(known) => known.1 = value,
                None => by_symbol.push((symbol, value)),
            }
        };
        arguments.iter().for_each(|(name, value)| put(name, value));
        variables.iter().for_each(|(name, value)| put(name, value));
        Given { arguments, variables, by_symbol }
    }

    fn get(&self, name: Symbol) -> Option<&'a Value> {
        self.by_symbol.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    fn all(&self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let arguments = self.arguments.iter().map(|(name, value)| (name.as_str(), value));
        arguments.chain(self.variables.iter().map(|(name, value)| (*name, value)))
    }
}

/// A render that is running.
pub struct Render<'a> {
    setting: Setting<'a>,
    given: Given<'a>,
    frames: Vec<Frame<'a>>,
    /// Whether texts are escaped just now.
    escapes: bool,
    /// The blocks entered, with the template that fills each and how far up the line of parents that is. What is entered
    /// stays, but for `super()`: macros are looked up from the last one.
    blocks: Vec<(Symbol, TemplateId, usize)>,
    /// The template asked for.
    leaf: TemplateId,
    /// Its topmost parent, whose text is shown.
    root: TemplateId,
    /// The template whose text is running, for messages.
    file: TemplateId,
    depth: usize,
}

impl<'a> Render<'a> {
    /// Renders the template `leaf` to the end of `out`.
    pub fn run(setting: Setting<'a>, leaf: TemplateId, given: Given<'a>, out: &mut Vec<u8>) -> Result<(), Failure> {
        let template = setting.template(leaf);
        let root = template.parents.last().copied().unwrap_or(leaf);
        let mut render = Render {
            setting,
            given,
            frames: vec![Frame::new(FrameKind::Origin, leaf)],
            escapes: template.escapes,
            blocks: Vec::new(),
            leaf,
            root,
            file: root,
            depth: 0,
        };
        render.body(&setting.template(root).body, out)
    }

    fn template(&self, id: TemplateId) -> &'a Template {
        self.setting.template(id)
    }

    /// A fault in the text that is running.
    fn fail<T>(&self, fault: Fault, span: Span) -> Result<T, Failure> {
        Err(fault.at(self.file, span))
    }

    /// The frame on top; there is always the first.
    fn frame(&self) -> &Frame<'a> {
        &self.frames[self.frames.len() - 1]
    }

    fn frame_mut(&mut self) -> &mut Frame<'a> {
        let top = self.frames.len() - 1;
        &mut self.frames[top]
    }

    fn pop(&mut self) {
        // The first frame stays, whatever swallowed errors left behind.
        if self.frames.len() > 1 {
            self.frames.pop();
        }
    }

    /// Sets a variable in the frame on top or, for `set_global`, in the one around the loops.
    fn assign(&mut self, name: Symbol, global: bool, value: Val<'a>) {
        let at = match global {
            true => self.frames.iter().rposition(|frame| frame.kind != FrameKind::Loop).unwrap_or(0),
            false => self.frames.len() - 1,
        };
        self.frames[at].set(name, value);
    }

    /// Runs text of the template `file`, one level deeper.
    fn within<T>(
        &mut self,
        file: TemplateId,
        span: Span,
        run: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        if self.depth >= DEEPEST {
            return self.fail(Fault::new(&TOO_DEEP_CALLS).arg("limit", DEEPEST), span);
        }
        let from = std::mem::replace(&mut self.file, file);
        self.depth += 1;
        let result = run(self);
        self.depth -= 1;
        self.file = from;
        result
    }
}
