//! Contexts and their rules.

use std::sync::Arc;

use serde::Deserialize;
use syntect::parsing::syntax_definition::{
    Context as Written, ContextId, ContextReference, MatchOperation, MatchPattern,
};
use syntect::parsing::{ClearAmount, Scope};

use super::expression::{Dispatch, Expression, First};

/// A context: what counts for the text at hand.
#[derive(Debug)]
pub struct Context {
    /// The scopes of all in it and of what opened and closes it.
    pub meta: Box<[Scope]>,
    /// The scopes of what lies between.
    pub content: Box<[Scope]>,
    /// How many of the scopes outside do not count in it.
    pub clear: Option<ClearAmount>,
    /// Its rules, those of the prototype first.
    pub rules: List,
}

impl Context {
    /// The context as it was written, with these rules.
    pub fn new(written: &Written, rules: List) -> Context {
        Context {
            meta: written.meta_scope.as_slice().into(),
            content: written.meta_content_scope.as_slice().into(),
            clear: written.clear_scopes,
            rules,
        }
    }
}

/// Rules in the order in which they are tried.
#[derive(Debug)]
pub struct List {
    /// The rules.
    pub rules: Box<[Arc<Rule>]>,
    /// How many of them, at the start, are the prototype's.
    pub of_prototype: usize,
    /// Those that can match by what stands at a place.
    pub dispatch: Dispatch,
    /// Whether a match of one of them hangs on where a search began.
    pub is_odd: bool,
    /// Whether some refer to groups of the rule that opened the context.
    pub refers: bool,
}

impl List {
    /// The rules of the prototype, and of the context as it was written.
    pub fn new(of_prototype: Vec<Arc<Rule>>, own: Vec<Arc<Rule>>, written: &Written) -> List {
        let of_prototype_count = of_prototype.len();
        let mut rules = of_prototype;
        rules.extend(own);
        // No grammar comes near.
        rules.truncate(Dispatch::MOST);
        // What a rule that refers to groups can start with shows only when they are known.
        let first = |rule: &Arc<Rule>| if rule.refers { First::ALL } else { rule.expression.first };
        List {
            of_prototype: of_prototype_count,
            dispatch: Dispatch::new(&rules.iter().map(first).collect::<Vec<_>>()),
            is_odd: rules.iter().any(|rule| rule.expression.is_odd),
            rules: rules.into(),
            refers: written.uses_backrefs,
        }
    }
}

/// What is done where an expression matches.
#[derive(Debug)]
pub struct Rule {
    /// The expression.
    pub expression: Arc<Expression>,
    /// Whether it refers to groups of the rule that opened the context.
    pub refers: bool,
    /// The scopes of the match.
    pub scopes: Box<[Scope]>,
    /// The scopes of groups, by their numbers.
    pub groups: Box<[(usize, Box<[Scope]>)]>,
    /// What becomes of the context.
    pub operation: Operation,
    /// A context whose rules count, before all others, in all that stands in the opened one.
    pub outer: Option<Target>,
}

/// What becomes of a context.
#[derive(Debug, PartialEq, Eq)]
pub enum Operation {
    /// Nothing.
    Stay,
    /// It ends.
    Pop,
    /// Others are opened in it.
    Push(Box<[Target]>),
    /// Others take its place.
    Set(Box<[Target]>),
}

impl Rule {
    /// The rule as it was written, with this expression.
    pub fn new(written: &MatchPattern, expression: Arc<Expression>) -> Rule {
        let targets = |references: &[ContextReference]| references.iter().map(target).collect();
        let groups = written.captures.iter().flatten();
        Rule {
            expression,
            refers: written.has_captures,
            scopes: written.scope.as_slice().into(),
            groups: groups.map(|(number, scopes)| (*number, scopes.as_slice().into())).collect(),
            operation: match &written.operation {
                MatchOperation::None => Operation::Stay,
                MatchOperation::Pop => Operation::Pop,
                MatchOperation::Push(references) => Operation::Push(targets(references)),
                MatchOperation::Set(references) => Operation::Set(targets(references)),
            },
            outer: written.with_prototype.as_ref().map(target),
        }
    }
}

/// The number of a context; `None` if no grammar has it.
pub type Target = Option<Id>;

/// The number of a context: of its grammar, and in it. To be read as syntect writes it, which keeps the numbers to itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub struct Id {
    /// The grammar's place in the set.
    #[serde(rename = "syntax_index")]
    pub syntax: usize,
    /// The context's place in the grammar.
    #[serde(rename = "context_index")]
    pub context: usize,
}

impl Id {
    /// The reference to it.
    pub fn reference(self) -> Option<ContextReference> {
        let number = serde_json::json!({ "Direct": { "syntax_index": self.syntax, "context_index": self.context } });
        serde_json::from_value(number).ok()
    }
}

/// What a reference leads to.
pub fn target(reference: &ContextReference) -> Target {
    of(reference.id().ok()?)
}

/// Our number of a context.
pub fn of(id: ContextId) -> Target {
    serde_json::from_value(serde_json::to_value(id).ok()?).ok()
}
