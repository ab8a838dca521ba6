//! Which variables a piece of a template takes from outside.

use std::collections::BTreeSet;

use super::path::names;
use super::site::{Site, unquoted};
use super::visit;
use crate::template::tera1::syntax::{Expr, ExprKind, Node};

/// Names that are no variables of the site's.
const OWN: [&str; 3] = ["loop", "__tera_context", "self"];

/// The variables that `nodes` of the template number `file` use without having set them, `bound` being those they are
/// given. Files they include count.
pub(super) fn free(site: &Site, file: usize, nodes: &[Node], bound: &[&str]) -> BTreeSet<String> {
    let mut search = Search { site, found: BTreeSet::new(), included: vec![file] };
    let mut bound: Vec<String> = bound.iter().map(|name| (*name).to_owned()).collect();
    search.nodes(file, nodes, &mut bound);
    search.found
}

struct Search<'s> {
    site: &'s Site,
    found: BTreeSet<String>,
    included: Vec<usize>,
}

impl Search<'_> {
    fn nodes(&mut self, file: usize, nodes: &[Node], bound: &mut Vec<String>) {
        for node in nodes {
            self.node(file, node, bound);
        }
    }

    fn node(&mut self, file: usize, node: &Node, bound: &mut Vec<String>) {
        let site = self.site;
        let text = &*site.templates[file].source.text;
        match node {
            Node::Output(_, expr) => self.expr(text, expr, bound),
            Node::Set(_, set) => {
                self.expr(text, &set.value, bound);
                bound.push(set.name.of(text).to_owned());
            }
            Node::If(choice) => {
                for branch in &choice.branches {
                    self.expr(text, &branch.condition, bound);
                    self.nodes(file, &branch.body, bound);
                }
                if let Some((_, body)) = &choice.otherwise {
                    self.nodes(file, body, bound);
                }
            }
            Node::For(found) => {
                self.expr(text, &found.container, bound);
                let before = bound.len();
                bound.extend(found.key.iter().chain([&found.value]).map(|name| name.of(text).to_owned()));
                self.nodes(file, &found.body, bound);
                bound.truncate(before);
                for (_, body) in &found.otherwise {
                    self.nodes(file, body, bound);
                }
            }
            Node::Block(block) => self.nodes(file, &block.body, bound),
            Node::Filter(filter) => {
                filter.call.arguments.iter().for_each(|argument| self.expr(text, &argument.value, bound));
                self.nodes(file, &filter.body, bound);
            }
            Node::Include(_, include) => {
                let found = include.names.iter().find_map(|name| site.find(unquoted(name.of(text))));
                if let Some(target) = found.filter(|target| !self.included.contains(target)) {
                    self.included.push(target);
                    // What the file sets stays inside it.
                    self.nodes(target, &site.templates[target].tree.nodes, &mut bound.clone());
                }
            }
            _ => {}
        }
    }

    fn expr(&mut self, text: &str, expr: &Expr, bound: &[String]) {
        visit::expression(expr, &mut |expr| {
            let path = match &expr.kind {
                ExprKind::Path(path) => *path,
                ExprKind::Test(test) => test.path,
                _ => return,
            };
            names(path.of(text), &mut |name| {
                if !bound.iter().any(|known| known == name) && !OWN.contains(&name) {
                    self.found.insert(name.to_owned());
                }
            });
        });
    }
}
