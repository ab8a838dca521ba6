//! Templates ready to run: names as numbers, paths in pieces, blanks trimmed, other templates found.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use rustc_hash::FxHashMap;
use tera::Value;

use super::syntax::{Logic, Math, Span};
use crate::diagnostic::SourceText;

/// A name that templates use, as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(pub u32);

/// All names that templates use.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    by_text: FxHashMap<Box<str>, Symbol>,
    texts: Vec<Box<str>>,
}

impl Symbols {
    /// The number of `text`, a new one if it has none.
    pub fn intern(&mut self, text: &str) -> Symbol {
        if let Some(known) = self.find(text) {
            return known;
        }
        let symbol = Symbol(self.texts.len() as u32);
        self.texts.push(text.into());
        self.by_text.insert(text.into(), symbol);
        symbol
    }

    /// The number of `text`, if any template uses it.
    pub fn find(&self, text: &str) -> Option<Symbol> {
        self.by_text.get(text).copied()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// The name with this number.
    pub fn text(&self, symbol: Symbol) -> &str {
        self.texts.get(symbol.0 as usize).map_or("", |text| text)
    }
}

/// The name of a call, as its place among all called names of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot(pub usize);

/// The place of a template among all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TemplateId(pub usize);

/// Parts in a row.
pub type Body = Box<[Node]>;

/// A compiled template.
#[derive(Debug)]
pub struct Template {
    /// Its full name.
    pub name: String,
    /// Its text and file.
    pub source: SourceText,
    /// What it shows.
    pub body: Body,
    /// Its blocks that children can fill and blocks within them.
    pub blocks: FxHashMap<Symbol, Arc<Block>>,
    /// The macros it defines.
    pub macros: FxHashMap<Symbol, Macro>,
    /// The templates it extends, its parent first.
    pub parents: Vec<TemplateId>,
    /// The namespace of its own macros, if it has any.
    pub own_namespace: Option<Symbol>,
    /// Where the macros of each namespace are, as seen from this file; none where imports go in a circle.
    pub namespaces: Option<FxHashMap<Symbol, TemplateId>>,
    /// Whether a render of it escapes for HTML.
    pub escapes: bool,
}

/// A part of a template.
#[derive(Debug)]
pub enum Node {
    /// Text as it is.
    Text(Span),
    /// Text between `raw` and `endraw`.
    Raw(Span),
    /// What shows nothing: comments, imports, definitions.
    Nothing,
    /// A value shown.
    Output(Expr),
    /// An assignment.
    Set(Set),
    /// Another template's text.
    Include(Include),
    /// `extends`, which stops an included template.
    Extends(Span),
    /// A choice.
    If(If),
    /// A loop.
    For(Box<For>),
    /// A block.
    Block(Arc<Block>),
    /// The parent's block.
    Super(Span),
    /// A filter over a body.
    Filter(Filtered),
    /// Ends the loop.
    Break,
    /// Ends this turn of the loop.
    Continue,
}

/// An assignment.
#[derive(Debug)]
pub struct Set {
    /// The variable.
    pub name: Symbol,
    /// Whether it holds outside loops.
    pub global: bool,
    /// The value.
    pub value: Expr,
}

/// An inclusion.
#[derive(Debug)]
pub struct Include {
    /// The first of the names that exists.
    pub found: Option<TemplateId>,
    /// The names, for messages.
    pub names: Box<[Box<str>]>,
    /// Whether none need exist.
    pub ignore_missing: bool,
    /// Where the names are.
    pub span: Span,
}

/// A choice.
#[derive(Debug)]
pub struct If {
    /// Conditions with what they show.
    pub branches: Box<[(Expr, Body)]>,
    /// What is shown where none holds.
    pub otherwise: Option<Body>,
}

/// A loop.
#[derive(Debug)]
pub struct For {
    /// The variable of the key.
    pub key: Option<Symbol>,
    /// The variable of the value.
    pub value: Symbol,
    /// What is gone through.
    pub container: Expr,
    /// What is shown each time.
    pub body: Body,
    /// What is shown where there is nothing to go through.
    pub otherwise: Option<Body>,
}

/// A block.
#[derive(Debug)]
pub struct Block {
    /// Its name.
    pub name: Symbol,
    /// What it shows.
    pub body: Body,
    /// Its name's place.
    pub span: Span,
}

/// A filter over a body.
#[derive(Debug)]
pub struct Filtered {
    /// The filter; none for `safe`, which changes nothing here.
    pub call: Option<Call>,
    /// What it is given.
    pub body: Body,
}

/// A macro.
#[derive(Debug)]
pub struct Macro {
    /// Its parameters with their defaults.
    pub parameters: Box<[(Symbol, Option<Value>)]>,
    /// What it shows.
    pub body: Body,
}

/// An expression.
#[derive(Debug)]
pub struct Expr {
    /// What it is.
    pub kind: Kind,
    /// Whether `not` stands before it.
    pub negated: bool,
    /// What stands in where a variable is missing or null: only `default` as the first filter does that.
    pub default: Option<DefaultValue>,
    /// The filters that do something.
    pub filters: Box<[Call]>,
    /// Whether any filter is written, even one that does nothing.
    pub filtered: bool,
    /// Whether `safe` is the last filter.
    pub safe: bool,
    /// All of it.
    pub span: Span,
}

/// The argument of `default`.
#[derive(Debug)]
pub enum DefaultValue {
    /// The value given.
    Value(Box<Expr>),
    /// No value was given: an error where it is needed.
    Missing(Span),
}

/// The kinds of expressions.
#[derive(Debug)]
pub enum Kind {
    /// A text, which is escaped like a variable.
    Text(Value),
    /// A whole number.
    Int(i64),
    /// A number with a point.
    Float(f64),
    /// A truth value.
    Bool(bool),
    /// A variable, with its place.
    Path(Path, Span),
    /// The whole context as JSON.
    Context,
    /// An array.
    Array(Box<[Expr]>),
    /// Texts and values joined.
    Concat(Box<[Piece]>),
    /// A function's result.
    Call(Call),
    /// A macro's text.
    Macro(Box<MacroCall>),
    /// A test's result.
    Test(Box<Test>),
    /// Arithmetic.
    Math(Math, Box<(Expr, Expr)>),
    /// Comparison and logic.
    Logic(Logic, Box<(Expr, Expr)>),
    /// Containment.
    In(Box<In>),
}

/// A part of a concatenation.
#[derive(Debug)]
pub enum Piece {
    /// Text, also of numbers.
    Text(Box<str>),
    /// A variable.
    Path(Path, Span),
    /// The whole context as JSON.
    Context,
    /// A function's result.
    Call(Call),
}

/// Containment.
#[derive(Debug)]
pub struct In {
    /// What is looked for.
    pub needle: Expr,
    /// Where.
    pub container: Expr,
    /// Whether `not` stands before `in`.
    pub negated: bool,
}

/// A variable: the name it begins with and the way from there.
#[derive(Debug)]
pub struct Path {
    /// The name it begins with.
    pub root: Symbol,
    /// The way from there.
    pub way: Way,
}

/// The way from a variable to a value in it.
#[derive(Debug)]
pub enum Way {
    /// The variable itself.
    Whole,
    /// `loop.index` and its like.
    Loop(LoopField),
    /// Known steps.
    Steps(Box<[Step]>),
    /// Steps of which some are other variables' values.
    Computed(Box<[Stride]>),
    /// Brackets whose texts hold marks of the path language itself, followed letter by letter as the reference does.
    Written(Box<str>),
}

/// What a loop tells about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoopField {
    /// The turn, from 1.
    Index,
    /// The turn, from 0.
    Index0,
    /// Whether it is the first.
    First,
    /// Whether it is the last.
    Last,
}

/// A step into a map by name or into an array by number.
#[derive(Debug)]
pub struct Step {
    /// The name.
    pub name: Box<str>,
    /// The name as a number, if it is one.
    pub index: Option<usize>,
    /// Where the key stood in the last map that had it: maps of one kind, such as all pages, have it at one place.
    pub place: AtomicU32,
}

impl Step {
    /// The step that `name` says.
    pub fn new(name: &str) -> Step {
        Step { name: name.into(), index: index(name), place: AtomicU32::new(0) }
    }
}

/// The number that `name` is, written without sign and needless zeros.
pub fn index(name: &str) -> Option<usize> {
    let odd = name.starts_with('+') || (name.starts_with('0') && name.len() != 1);
    if odd { None } else { name.parse().ok() }
}

/// A step that is known or another variable's value.
#[derive(Debug)]
pub enum Stride {
    /// A known one.
    Step(Step),
    /// The value of this variable, with its text's place.
    Of(Path, Span),
}

/// A call of a function or filter.
#[derive(Debug)]
pub struct Call {
    /// Which.
    pub slot: Slot,
    /// Its arguments by name.
    pub arguments: Box<[(Arc<str>, Expr)]>,
    /// Its name's place.
    pub span: Span,
}

/// A call of a macro.
#[derive(Debug)]
pub struct MacroCall {
    /// The namespace.
    pub namespace: Symbol,
    /// The macro.
    pub name: Symbol,
    /// Its arguments by name.
    pub arguments: Box<[(Symbol, Expr)]>,
    /// The namespace's place.
    pub namespace_span: Span,
    /// The name's place.
    pub span: Span,
}

/// A test.
#[derive(Debug)]
pub struct Test {
    /// Of what; none for the whole context.
    pub path: Option<Path>,
    /// Whether `not` stands after `is`.
    pub negated: bool,
    /// Which.
    pub slot: Slot,
    /// Its arguments by position.
    pub arguments: Box<[Expr]>,
    /// Its name's place.
    pub span: Span,
}

impl Call {
    /// Its name's number among those of its kind.
    pub fn symbol(&self) -> Symbol {
        Symbol(self.slot.0 as u32)
    }
}

impl Test {
    /// Its name's number among tests.
    pub fn symbol(&self) -> Symbol {
        Symbol(self.slot.0 as u32)
    }
}
