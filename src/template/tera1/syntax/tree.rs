//! The parts of a parsed template, each with its bytes in the text.

use std::ops::Range;

use super::cursor::Token;

/// Bytes of a template's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// Those from `start` to before `end`. Texts beyond 4 GiB are not parsed.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }

    /// As a range of `text[..]`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The bytes themselves.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// From the start of this to the end of `last`.
    pub fn to(self, last: Span) -> Span {
        Span { start: self.start, end: last.end }
    }
}

/// A parsed template.
#[derive(Clone, Debug)]
pub struct Tree {
    /// What it consists of, in order.
    pub nodes: Vec<Node>,
    /// The whole text in tokens without gaps.
    pub tokens: Vec<Token>,
}

/// One `{% … %}`, `{{ … }}` or `{# … #}` with its marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// With the marks.
    pub span: Span,
    /// Whether it opens with a dash, which takes the blanks before it.
    pub trims_left: bool,
    /// Whether it closes with a dash, which takes the blanks after it.
    pub trims_right: bool,
}

/// A part of a template.
#[derive(Clone, Debug)]
pub enum Node {
    /// Text as it is.
    Text(Span),
    /// `{# … #}`. One at the very start of the file takes no blanks, dash or not.
    Comment(Tag, CommentPlace),
    /// `{% raw %}…{% endraw %}`.
    Raw(Tag, Span, Tag),
    /// `{{ … }}`.
    Output(Tag, Expr),
    /// `{{ super() }}` inside a block.
    Super(Tag),
    /// `{% set name = … %}`, `{% set_global name = … %}`.
    Set(Tag, Set),
    /// `{% include … %}`.
    Include(Tag, Include),
    /// `{% extends "…" %}`: the string with its quotes.
    Extends(Tag, Span),
    /// `{% import "…" as … %}`: the string with its quotes, the namespace.
    Import(Tag, Span, Span),
    /// `{% if %}…{% endif %}`.
    If(If),
    /// `{% for %}…{% endfor %}`.
    For(Box<For>),
    /// `{% block %}…{% endblock %}`.
    Block(Block),
    /// `{% macro %}…{% endmacro %}`.
    Macro(Macro),
    /// `{% filter %}…{% endfilter %}`.
    Filter(Filter),
    /// `{% break %}`.
    Break(Tag),
    /// `{% continue %}`.
    Continue(Tag),
}

/// Where a comment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommentPlace {
    /// First in the file, before anything else.
    Head,
    /// Elsewhere.
    Body,
}

/// An assignment.
#[derive(Clone, Debug)]
pub struct Set {
    /// Whether it is `set_global`.
    pub global: bool,
    /// The variable.
    pub name: Span,
    /// Its value.
    pub value: Expr,
}

/// An inclusion.
#[derive(Clone, Debug)]
pub struct Include {
    /// The names tried in order, with their quotes.
    pub names: Vec<Span>,
    /// Whether none of them need exist.
    pub ignore_missing: bool,
}

/// A choice.
#[derive(Clone, Debug)]
pub struct If {
    /// `if` and every `elif`.
    pub branches: Vec<Branch>,
    /// `else`.
    pub otherwise: Option<(Tag, Vec<Node>)>,
    /// `endif`.
    pub close: Tag,
}

/// One `if` or `elif`.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Its tag.
    pub tag: Tag,
    /// Its condition.
    pub condition: Expr,
    /// What it shows.
    pub body: Vec<Node>,
}

/// A loop.
#[derive(Clone, Debug)]
pub struct For {
    /// `for`.
    pub open: Tag,
    /// The variable of the key, over maps.
    pub key: Option<Span>,
    /// The variable of the value.
    pub value: Span,
    /// What is gone through.
    pub container: Expr,
    /// What is shown each time.
    pub body: Vec<Node>,
    /// Every `else`; only the last one counts.
    pub otherwise: Vec<(Tag, Vec<Node>)>,
    /// `endfor`.
    pub close: Tag,
}

/// A block children can fill.
#[derive(Clone, Debug)]
pub struct Block {
    /// `block`.
    pub open: Tag,
    /// Its name.
    pub name: Span,
    /// What it shows.
    pub body: Vec<Node>,
    /// `endblock`.
    pub close: Tag,
}

/// A macro's definition.
#[derive(Clone, Debug)]
pub struct Macro {
    /// `macro`.
    pub open: Tag,
    /// Its name.
    pub name: Span,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// What it shows.
    pub body: Vec<Node>,
    /// `endmacro`.
    pub close: Tag,
}

/// A parameter of a macro.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: Span,
    /// Its default, a literal.
    pub default: Option<Expr>,
}

/// A filter over what is between its tags.
#[derive(Clone, Debug)]
pub struct Filter {
    /// `filter`.
    pub open: Tag,
    /// The filter.
    pub call: Call,
    /// What it is given.
    pub body: Vec<Node>,
    /// `endfilter`.
    pub close: Tag,
}

/// An expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// The `not` before it.
    pub negated: Option<Span>,
    /// The filters after it.
    pub filters: Vec<Call>,
    /// All of it.
    pub span: Span,
}

impl Expr {
    /// One without `not` and filters.
    pub fn plain(kind: ExprKind, span: Span) -> Expr {
        Expr { kind, negated: None, filters: Vec::new(), span }
    }
}

/// The kinds of expressions.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A string with its quotes.
    String(Span),
    /// A whole number.
    Int(i64),
    /// A number with a point.
    Float(f64),
    /// `true`, `false`, `True`, `False`.
    Bool(bool),
    /// A variable: names with points and brackets.
    Path(Span),
    /// `[…]`.
    Array(Vec<Expr>),
    /// `a ~ b`.
    Concat(Vec<Expr>),
    /// `name(…)`.
    Call(Call),
    /// `namespace::name(…)`.
    MacroCall(MacroCall),
    /// `… is …`.
    Test(Box<Test>),
    /// `a + b`.
    Math(Operator<Math>),
    /// `a == b`, `a and b`.
    Logic(Operator<Logic>),
    /// `a in b`.
    In(Box<In>),
}

/// Two operands.
#[derive(Clone, Debug)]
pub struct Operator<O> {
    /// Which.
    pub operator: O,
    /// Left of it.
    pub left: Box<Expr>,
    /// Right of it.
    pub right: Box<Expr>,
}

/// Operators of arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Math {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `%`
    Mod,
}

/// Operators of comparison and logic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Logic {
    /// `<=`
    Lte,
    /// `>=`
    Gte,
    /// `<`
    Lt,
    /// `>`
    Gt,
    /// `==`
    Eq,
    /// `!=`
    NotEq,
    /// `and`
    And,
    /// `or`
    Or,
}

/// Containment.
#[derive(Clone, Debug)]
pub struct In {
    /// What is looked for.
    pub needle: Expr,
    /// The `not` before `in`.
    pub negated: Option<Span>,
    /// Where.
    pub container: Expr,
}

/// A test of a variable.
#[derive(Clone, Debug)]
pub struct Test {
    /// The variable.
    pub path: Span,
    /// The `not` after `is`.
    pub negated: Option<Span>,
    /// The test's name.
    pub name: Span,
    /// Its arguments, by position.
    pub arguments: Vec<Expr>,
}

/// A call of a function, or a filter with its arguments.
#[derive(Clone, Debug)]
pub struct Call {
    /// The name.
    pub name: Span,
    /// The arguments.
    pub arguments: Vec<Argument>,
    /// The name and the arguments.
    pub span: Span,
}

/// `name=value` in a call.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The name.
    pub name: Span,
    /// The value.
    pub value: Expr,
}

/// A call of a macro.
#[derive(Clone, Debug)]
pub struct MacroCall {
    /// The namespace.
    pub namespace: Span,
    /// The macro's name.
    pub name: Span,
    /// The arguments.
    pub arguments: Vec<Argument>,
}
