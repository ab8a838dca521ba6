//! Files included from loops: since 0.23 they do not see the `loop` around them (checklist MT-3).

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::site::Site;
use super::template::LOOP;
use super::visit::{self, Met};
use crate::template::tera1::syntax::{Expr, ExprKind};

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
            let mut used = BTreeSet::new();
            visit::through(site, index, &file.tree.nodes, &[], &mut |met, around| match met {
                Met::Include(target) if around.loops > 0 => {
                    loops.included.insert(target);
                }
                Met::Expr(expr) if around.loops == 0 => used.extend(fields(expr, around.text)),
                _ => {}
            });
            if !used.is_empty() {
                loops.fields.insert(index, LOOP.into_iter().filter(|field| used.contains(field)).collect());
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

/// The fields of `loop` in an expression.
fn fields(expr: &Expr, text: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    visit::expression(expr, &mut |expr| {
        let path = match &expr.kind {
            ExprKind::Path(path) => path.of(text),
            ExprKind::Test(test) => test.path.of(text),
            _ => return,
        };
        let field = path.strip_prefix("loop.").and_then(|rest| rest.split(['.', '[']).next());
        found.extend(field.and_then(|field| LOOP.into_iter().find(|known| *known == field)));
    });
    found
}
