//! Grammars as the parser wants them, made from syntect's when they are first needed.
//!
//! syntect's set shows a context to who has a reference to it, and references can be read by serde; so the contexts of a grammar
//! are those with the numbers 0, 1, … until there is none.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use syntect::parsing::syntax_definition::{Context as Written, ContextReference, MatchOperation, Pattern};
use syntect::parsing::{SyntaxReference, SyntaxSet};

use super::expression::Expression;
use super::room::Rooms;
use super::rule::{Context, Id, List, Rule, of, target};

/// A set of grammars.
#[derive(Debug)]
pub struct Grammars {
    set: SyntaxSet,
    /// What is known of each grammar.
    syntaxes: Box<[OnceLock<Syntax>]>,
    /// All expressions by their text: many rules have the same, and what is found for one serves all.
    expressions: Mutex<FxHashMap<Box<str>, Arc<Expression>>>,
    /// Room for parsers to work in.
    pub(super) rooms: Rooms,
}

/// A grammar.
#[derive(Debug)]
struct Syntax {
    contexts: Box<[Entry]>,
    /// The place of the context it starts with.
    start: Option<usize>,
}

/// A context, as far as it was needed.
#[derive(Debug)]
struct Entry {
    reference: ContextReference,
    /// The rules written in it, by their place; `None` for an include.
    written: OnceLock<Box<[Option<Arc<Rule>>]>>,
    /// Its rules without those of the prototype: what counts where it is added to another context.
    own: OnceLock<List>,
    context: OnceLock<Context>,
}

impl Grammars {
    /// The grammars of a set of syntect's.
    pub fn new(set: SyntaxSet) -> Grammars {
        let syntaxes = set.syntaxes().iter().map(|_| OnceLock::new()).collect();
        Grammars { set, syntaxes, expressions: Mutex::default(), rooms: Rooms::default() }
    }

    /// syntect's set, to look up grammars.
    pub fn set(&self) -> &SyntaxSet {
        &self.set
    }

    /// The context a grammar of the set starts with.
    pub(super) fn start(&self, syntax: &SyntaxReference) -> Option<&Context> {
        let at = self.set.syntaxes().iter().position(|one| std::ptr::eq(one, syntax))?;
        self.context(Id { syntax: at, context: self.syntax(at)?.start? })
    }

    /// The context with this number.
    pub(super) fn context(&self, id: Id) -> Option<&Context> {
        let entry = self.syntax(id.syntax)?.contexts.get(id.context)?;
        if entry.context.get().is_none() {
            let (_, written) = self.entry(id)?;
            let prototype = written.prototype.and_then(of).map(|prototype| self.rules(prototype));
            let made = Context::new(written, List::new(prototype.unwrap_or_default(), self.rules(id), written));
            // Another thread may have made the same.
            let _ = entry.context.set(made);
        }
        entry.context.get()
    }

    /// The rules of a context without those of its prototype.
    pub(super) fn own(&self, id: Id) -> Option<&List> {
        let (entry, written) = self.entry(id)?;
        Some(entry.own.get_or_init(|| List::new(Vec::new(), self.rules(id), written)))
    }

    fn syntax(&self, at: usize) -> Option<&Syntax> {
        let syntax = self.set.syntaxes().get(at)?;
        let known = self.syntaxes.get(at)?;
        Some(known.get_or_init(|| {
            let references = (0..).map_while(|context| Id { syntax: at, context }.reference());
            let contexts = references.map_while(|reference| {
                let is_start = is_start(reference.resolve(&self.set).ok()?, syntax);
                let (written, own, context) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
                Some((is_start, Entry { reference, written, own, context }))
            });
            let (starts, contexts): (Vec<bool>, Vec<Entry>) = contexts.unzip();
            Syntax { contexts: contexts.into(), start: starts.iter().position(|is_start| *is_start) }
        }))
    }

    /// A context, and how it was written.
    fn entry(&self, id: Id) -> Option<(&Entry, &Written)> {
        let entry = self.syntax(id.syntax)?.contexts.get(id.context)?;
        Some((entry, entry.reference.resolve(&self.set).ok()?))
    }

    /// The rules of a context and of those it includes. One that is included again adds nothing: its rules have been tried.
    fn rules(&self, id: Id) -> Vec<Arc<Rule>> {
        let mut rules = Vec::new();
        let mut seen = HashSet::new();
        let mut left = vec![(id, 0)];
        while let Some((id, at)) = left.pop() {
            if at == 0 && !seen.insert(id) {
                continue;
            }
            let Some((entry, written)) = self.entry(id) else { continue };
            let own = entry.written.get_or_init(|| self.written_rules(written));
            for (at, (pattern, rule)) in written.patterns.iter().zip(own).enumerate().skip(at) {
                match (pattern, rule) {
                    (Pattern::Include(reference), _) => {
                        left.push((id, at + 1));
                        left.extend(target(reference).map(|id| (id, 0)));
                        break;
                    }
                    (_, rule) => rules.extend(rule.clone()),
                }
            }
        }
        rules
    }

    fn written_rules(&self, context: &Written) -> Box<[Option<Arc<Rule>>]> {
        let rule = |pattern: &Pattern| match pattern {
            Pattern::Match(written) => {
                // What syntect reads it tries, but not what holds a reference.
                let expression = self.expression(written.regex.regex_str(), !written.has_captures);
                Some(Arc::new(Rule::new(written, expression)))
            }
            Pattern::Include(_) => None,
        };
        context.patterns.iter().map(rule).collect()
    }

    fn expression(&self, text: &str, is_sound: bool) -> Arc<Expression> {
        let mut known = self.expressions.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(expression) = known.get(text) {
            return Arc::clone(expression);
        }
        let made = Arc::new(Expression::new(text, known.len(), is_sound));
        known.insert(text.into(), Arc::clone(&made));
        made
    }
}

/// Whether a context is the one its grammar starts with: it has the grammar's scope for its content, and opens the main one before the
/// first character.
fn is_start(context: &Written, syntax: &SyntaxReference) -> bool {
    context.meta_content_scope == [syntax.scope]
        && !context.meta_include_prototype
        && matches!(context.patterns.as_slice(), [Pattern::Match(only)]
            if only.regex.regex_str().is_empty() && matches!(only.operation, MatchOperation::Push(_)))
}
