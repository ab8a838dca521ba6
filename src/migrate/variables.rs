//! Which variables a piece of a template takes from outside.

use std::collections::BTreeSet;

use super::path::names;
use super::site::Site;
use super::visit::{self, Met};
use crate::template::tera1::syntax::{ExprKind, Node};

/// Names that are no variables of the site's.
const OWN: [&str; 3] = ["loop", "__tera_context", "self"];

/// The variables that `nodes` of the template number `file` use without having set them, `bound` being those they are
/// given. Files they include count.
pub(super) fn free(site: &Site, file: usize, nodes: &[Node], bound: &[&str]) -> BTreeSet<String> {
    let mut free = BTreeSet::new();
    visit::through(site, file, nodes, bound, &mut |met, around| {
        let Met::Expr(expr) = met else { return };
        visit::expression(expr, &mut |expr| {
            let path = match &expr.kind {
                ExprKind::Path(path) => *path,
                ExprKind::Test(test) => test.path,
                _ => return,
            };
            names(path.of(around.text), &mut |name| {
                if !around.bound.iter().any(|known| known == name) && !OWN.contains(&name) {
                    free.insert(name.to_owned());
                }
            });
        });
    });
    free
}
