//! Files included from loops: since 0.23 they do not see the `loop` around them (checklist MT-3).

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::site::{Site, unquoted};
use super::template::LOOP;
use super::visit;
use crate::template::tera1::syntax::{Expr, ExprKind, Node};

/// Which files are included from loops, and which fields of `loop` each uses outside of loops of its own.
#[derive(Default)]
pub(super) struct Loops {
    included: FxHashSet<usize>,
    fields: FxHashMap<usize, Vec<&'static str>>,
}

impl Loops {
    /// Looks at all templates of a site.
    pub fn of(site: &Site) -> Loops {
        let mut loops = Loops::default();
        for (index, file) in site.templates.iter().enumerate() {
            let mut search = Search { site, in_loops: Vec::new(), fields: BTreeSet::new(), seen: vec![index] };
            search.nodes(index, &file.tree.nodes, 0);
            loops.included.extend(search.in_loops);
            if !search.fields.is_empty() {
                loops.fields.insert(index, LOOP.into_iter().filter(|field| search.fields.contains(field)).collect());
            }
        }
        loops
    }

    /// Whether some file includes the template number `file` from a loop.
    pub fn is_included(&self, file: usize) -> bool {
        self.included.contains(&file)
    }

    /// The fields of the `loop` around it that the template number `file`, or what it includes, uses.
    pub fn fields(&self, file: usize) -> &[&'static str] {
        self.fields.get(&file).map_or(&[], Vec::as_slice)
    }
}

struct Search<'s> {
    site: &'s Site,
    /// The files included from loops, by whatever way.
    in_loops: Vec<usize>,
    fields: BTreeSet<&'static str>,
    seen: Vec<usize>,
}

impl Search<'_> {
    fn nodes(&mut self, file: usize, nodes: &[Node], depth: usize) {
        let site = self.site;
        let text = &*site.templates[file].source.text;
        for node in nodes {
            match node {
                Node::Output(_, expr) => self.expr(text, expr, depth),
                Node::Set(_, set) => self.expr(text, &set.value, depth),
                Node::If(choice) => {
                    for branch in &choice.branches {
                        self.expr(text, &branch.condition, depth);
                        self.nodes(file, &branch.body, depth);
                    }
                    choice.otherwise.iter().for_each(|(_, body)| self.nodes(file, body, depth));
                }
                Node::For(found) => {
                    self.expr(text, &found.container, depth);
                    self.nodes(file, &found.body, depth + 1);
                    found.otherwise.iter().for_each(|(_, body)| self.nodes(file, body, depth));
                }
                Node::Block(block) => self.nodes(file, &block.body, depth),
                Node::Filter(filter) => {
                    filter.call.arguments.iter().for_each(|argument| self.expr(text, &argument.value, depth));
                    self.nodes(file, &filter.body, depth);
                }
                Node::Include(_, include) => {
                    let found = include.names.iter().find_map(|name| site.find(unquoted(name.of(text))));
                    let Some(target) = found else { continue };
                    if depth > 0 {
                        self.in_loops.push(target);
                    }
                    if !self.seen.contains(&target) {
                        self.seen.push(target);
                        self.nodes(target, &site.templates[target].tree.nodes, depth);
                    }
                }
                // Macros see nothing of what is around them.
                _ => {}
            }
        }
    }

    fn expr(&mut self, text: &str, expr: &Expr, depth: usize) {
        if depth > 0 {
            return;
        }
        visit::expression(expr, &mut |expr| {
            let path = match &expr.kind {
                ExprKind::Path(path) => path.of(text),
                ExprKind::Test(test) => test.path.of(text),
                _ => return,
            };
            let field = path.strip_prefix("loop.").and_then(|rest| rest.split(['.', '[']).next());
            self.fields.extend(field.and_then(|field| LOOP.into_iter().find(|known| *known == field)));
        });
    }
}
