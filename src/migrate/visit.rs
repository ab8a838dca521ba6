//! Going through the nodes and expressions of templates.

use super::macros::ROOTS;
use super::site::{Site, unquoted};
use crate::template::tera1::syntax::{Expr, ExprKind, Node};

/// What a walk comes upon.
#[derive(Clone, Copy)]
pub(super) enum Met<'t> {
    /// An expression of a tag, with all inside it.
    Expr(&'t Expr),
    /// The inclusion of the template of this number.
    Include(usize),
}

/// What is around a place of a template.
pub(super) struct Around<'w> {
    /// The template's text.
    pub text: &'w str,
    /// The names that are bound there.
    pub bound: &'w [String],
    /// How many loops are open there.
    pub loops: usize,
}

/// Goes through `nodes` of the template number `file`, at the first place through each file they come to include, and not
/// into macros, which see nothing of what is around them. `bound` are the names that are bound from the start.
pub(super) fn through<'s>(
    site: &'s Site,
    file: usize,
    nodes: &'s [Node],
    bound: &[&str],
    see: &mut dyn FnMut(Met<'s>, &Around<'_>),
) {
    let bound = bound.iter().map(|name| (*name).to_owned()).collect();
    Walk { site, file, included: vec![file], bound, loops: 0, see }.nodes(nodes);
}

struct Walk<'s, 'f> {
    site: &'s Site,
    /// The template it is in.
    file: usize,
    included: Vec<usize>,
    bound: Vec<String>,
    loops: usize,
    see: &'f mut dyn FnMut(Met<'s>, &Around<'_>),
}

impl<'s> Walk<'s, '_> {
    fn text(&self) -> &'s str {
        &self.site.templates[self.file].source.text
    }

    fn met(&mut self, met: Met<'s>) {
        let text = self.text();
        (self.see)(met, &Around { text, bound: &self.bound, loops: self.loops });
    }

    fn nodes(&mut self, nodes: &'s [Node]) {
        nodes.iter().for_each(|node| self.node(node));
    }

    fn node(&mut self, node: &'s Node) {
        match node {
            Node::Output(_, expr) => self.met(Met::Expr(expr)),
            Node::Set(_, set) => {
                self.met(Met::Expr(&set.value));
                self.bound.push(set.name.of(self.text()).to_owned());
            }
            Node::If(choice) => {
                let before = self.bound.len();
                for branch in &choice.branches {
                    self.met(Met::Expr(&branch.condition));
                    self.nodes(&branch.body);
                }
                choice.otherwise.iter().for_each(|(_, body)| self.nodes(body));
                // Where no branch was taken, what is shown is meant again.
                let branches = choice.branches.len() + 1;
                let set: Vec<String> = self.bound.drain(before..).collect();
                let times = |name: &String| set.iter().filter(|other| *other == name).count();
                let is_sure = |name: &&String| !ROOTS.contains(&name.as_str()) || times(name) >= branches;
                self.bound.extend(set.iter().filter(is_sure).cloned());
            }
            Node::For(found) => {
                self.met(Met::Expr(&found.container));
                let (before, text) = (self.bound.len(), self.text());
                self.bound.extend(found.key.iter().chain([&found.value]).map(|name| name.of(text).to_owned()));
                self.loops += 1;
                self.nodes(&found.body);
                self.loops -= 1;
                self.bound.truncate(before);
                found.otherwise.iter().for_each(|(_, body)| self.nodes(body));
            }
            Node::Block(block) => self.nodes(&block.body),
            Node::Filter(filter) => {
                filter.call.arguments.iter().for_each(|argument| self.met(Met::Expr(&argument.value)));
                self.nodes(&filter.body);
            }
            Node::Include(_, include) => {
                let site = self.site;
                let names = include.names.iter().map(|name| unquoted(name.of(self.text())));
                let Some(target) = names.filter_map(|name| site.find(name)).next() else { return };
                self.met(Met::Include(target));
                if !self.included.contains(&target) {
                    self.included.push(target);
                    // What the file sets stays inside it.
                    let (outer, before) = (std::mem::replace(&mut self.file, target), self.bound.len());
                    self.nodes(&site.templates[target].tree.nodes);
                    self.bound.truncate(before);
                    self.file = outer;
                }
            }
            _ => {}
        }
    }
}

/// Calls `see` with every expression in `nodes`, those inside others too.
pub(super) fn expressions<'t>(nodes: &'t [Node], see: &mut dyn FnMut(&'t Expr)) {
    for node in nodes {
        match node {
            Node::Output(_, expr) => expression(expr, see),
            Node::Set(_, set) => expression(&set.value, see),
            Node::If(choice) => {
                for branch in &choice.branches {
                    expression(&branch.condition, see);
                    expressions(&branch.body, see);
                }
                if let Some((_, body)) = &choice.otherwise {
                    expressions(body, see);
                }
            }
            Node::For(found) => {
                expression(&found.container, see);
                expressions(&found.body, see);
                found.otherwise.iter().for_each(|(_, body)| expressions(body, see));
            }
            Node::Block(block) => expressions(&block.body, see),
            Node::Macro(found) => expressions(&found.body, see),
            Node::Filter(filter) => {
                filter.call.arguments.iter().for_each(|argument| expression(&argument.value, see));
                expressions(&filter.body, see);
            }
            _ => {}
        }
    }
}

/// Calls `see` with an expression and every one inside it.
pub(super) fn expression<'t>(expr: &'t Expr, see: &mut dyn FnMut(&'t Expr)) {
    see(expr);
    match &expr.kind {
        ExprKind::Array(elements) | ExprKind::Concat(elements) => {
            elements.iter().for_each(|element| expression(element, see));
        }
        ExprKind::Call(call) => call.arguments.iter().for_each(|argument| expression(&argument.value, see)),
        ExprKind::MacroCall(call) => call.arguments.iter().for_each(|argument| expression(&argument.value, see)),
        ExprKind::Test(test) => test.arguments.iter().for_each(|argument| expression(argument, see)),
        ExprKind::Math(operator) => {
            expression(&operator.left, see);
            expression(&operator.right, see);
        }
        ExprKind::Logic(operator) => {
            expression(&operator.left, see);
            expression(&operator.right, see);
        }
        ExprKind::In(found) => {
            expression(&found.needle, see);
            expression(&found.container, see);
        }
        _ => {}
    }
    for filter in &expr.filters {
        filter.arguments.iter().for_each(|argument| expression(&argument.value, see));
    }
}

/// Calls `see` with every node, those inside others too.
pub(super) fn nodes<'t>(all: &'t [Node], see: &mut dyn FnMut(&'t Node)) {
    for node in all {
        see(node);
        match node {
            Node::If(choice) => {
                choice.branches.iter().for_each(|branch| nodes(&branch.body, see));
                choice.otherwise.iter().for_each(|(_, body)| nodes(body, see));
            }
            Node::For(found) => {
                nodes(&found.body, see);
                found.otherwise.iter().for_each(|(_, body)| nodes(body, see));
            }
            Node::Block(block) => nodes(&block.body, see),
            Node::Macro(found) => nodes(&found.body, see),
            Node::Filter(filter) => nodes(&filter.body, see),
            _ => {}
        }
    }
}
