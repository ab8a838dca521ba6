//! Templates of Tera 1 to templates of Tera 2, tag by tag; what is no tag that has to change is not touched.
//!
//! Every tag is read with what is known at its place: which variables are there for sure (`scope`), and what Tera 1 let
//! pass there. The rules are those of the study of the two dialects (checklist 4.3) and of `docs/compatibility.md`.

mod condition;
mod date;
mod expression;
mod filter;
mod fraction;
mod function;
mod hidden;
mod inherit;
mod list;
mod node;
mod macros;
mod scope;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::edit::Edits;
use super::site::{Site, Template};
use crate::diagnostic::{Code, Diagnostic};
use crate::template::tera1::syntax::{Node, Span};
use scope::Scope;

pub(super) use expression::LOOP;
pub(super) use filter::may_be_none;
pub(super) use macros::parameter_name;
pub(super) use scope::Known;

/// What is made of a template.
pub(super) struct Rewritten {
    pub edits: Edits,
    pub notes: Vec<Diagnostic>,
}

/// Rewrites the template number `file`, all of it.
pub(super) fn rewrite(site: &Site, file: usize) -> Rewritten {
    let mut rewriter = Rewriter::new(site, file);
    rewriter.root = site.root_of(file);
    if let Some(root) = rewriter.root {
        rewriter.scope.bind(root, Known::Page);
    }
    rewriter.template();
    Rewritten { edits: rewriter.edits, notes: rewriter.notes }
}

/// Rewrites the template number `file` as the body of a component with the parameters `given`, whose outputs are escaped
/// by filters where `escaping` is set: what is called from content is not escaped by itself.
pub(super) fn rewrite_body(site: &Site, file: usize, given: &[(String, Known)], escaping: bool) -> Rewritten {
    let mut rewriter = Rewriter::new(site, file);
    rewriter.within = if escaping { Within::EscapingBody } else { Within::Body };
    for (name, known) in given {
        rewriter.scope.bind(name, *known);
    }
    let nodes = &rewriter.file.tree.nodes;
    rewriter.nodes(nodes);
    Rewritten { edits: rewriter.edits, notes: rewriter.notes }
}

/// What the tags stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    /// A template, escaped by its name.
    Template,
    /// A component for content that shows things as they are.
    Body,
    /// A component for content that escapes what it shows.
    EscapingBody,
}

struct Rewriter<'s> {
    site: &'s Site,
    /// The template's number, and the template.
    index: usize,
    file: &'s Template,
    text: &'s str,
    scope: Scope,
    /// What is shown by this template, where that is known.
    root: Option<&'static str>,
    within: Within,
    /// How many loops are open here.
    loops: usize,
    /// Whether `body` is a parameter here, which has another name since.
    body_is_renamed: bool,
    /// Names that were set to what may be none.
    maybe_none: BTreeSet<&'s str>,
    /// Names that were set to numbers that may have a fraction.
    fractions: BTreeSet<&'s str>,
    /// Parameters of the macro around that are texts where they are not given.
    texts: BTreeSet<&'s str>,
    /// Whether this is the inside of a macro, which sees less.
    in_macro: bool,
    /// Whether a component has given `body` another value here.
    body_is_set: bool,
    /// The names that have two values here, from outside in.
    hidden: Vec<hidden::Hidden<'s>>,
    /// Blocks that get another name, by where theirs stands.
    renamed_blocks: BTreeMap<u32, &'s str>,
    edits: Edits,
    notes: Vec<Diagnostic>,
}

impl<'s> Rewriter<'s> {
    fn new(site: &'s Site, index: usize) -> Rewriter<'s> {
        let file = &site.templates[index];
        let text = &*file.source.text;
        let scope = Scope::default();
        let (edits, notes) = (Edits::default(), Vec::new());
        Rewriter {
            site,
            index,
            file,
            text,
            scope,
            root: None,
            within: Within::Template,
            loops: 0,
            body_is_renamed: false,
            maybe_none: BTreeSet::new(),
            fractions: BTreeSet::new(),
            texts: BTreeSet::new(),
            in_macro: false,
            body_is_set: false,
            hidden: Vec::new(),
            renamed_blocks: BTreeMap::new(),
            edits,
            notes,
        }
    }

    fn template(&mut self) {
        self.first_comments();
        self.part_double_blocks();
        let nodes = &self.file.tree.nodes;
        if self.file.parent().is_some() {
            self.child(nodes);
        } else {
            self.nodes(nodes);
        }
    }

    /// Comments at the very start were left out before `-#}` could trim what follows them. That blank is seen only where
    /// the template stands in a line of text.
    fn first_comments(&mut self) {
        if !matches!(&*self.file.plain, "anchor-link.html" | "summary-cutoff.html") {
            return;
        }
        let mut at = 0;
        while let Some(inside) = self.text[at..].strip_prefix("{#") {
            let Some(end) = inside.find("#}") else { return };
            let close = at + 2 + end;
            if inside[..end].ends_with('-') && end > 1 {
                self.edits.remove(close - 1..close);
            }
            at = close + 2;
        }
    }

    fn nodes(&mut self, nodes: &'s [Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn note(&mut self, code: &'static Code, span: Range<usize>) -> &mut Diagnostic {
        self.notes.push(Diagnostic::new(code).at(&self.file.source, span));
        // Just pushed.
        let last = self.notes.len() - 1;
        &mut self.notes[last]
    }

    /// Notes something about the bytes `span`, with one argument of its wording.
    fn note_with(&mut self, code: &'static Code, span: Span, name: &'static str, value: &str) {
        self.note(code, span.range()).args.push((name, value.to_owned()));
    }

    fn of(&self, span: Span) -> &'s str {
        span.of(self.text)
    }
}
