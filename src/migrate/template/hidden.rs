//! A variable set in a loop under the name of what the loop goes over. Tera 1 found a field that the new value has not in the
//! element it hides; since, the new value gets a name of its own, and both are asked.

use super::Rewriter;
use crate::migrate::path::{Step, steps};
use crate::migrate::visit;
use crate::template::tera1::syntax::{Expr, ExprKind, For, Node, Set};

/// A name with two values.
pub(super) struct Hidden<'s> {
    /// The name, since that of the element alone.
    name: &'s str,
    /// The name of the value that was set.
    new: String,
    /// Whether that is a text, which has no fields.
    is_text: bool,
}

impl<'s> Rewriter<'s> {
    /// What stands in a loop.
    pub fn loop_body(&mut self, found: &'s For) {
        let (before, after, hidden) = match self.hiding(found) {
            Some((at, hidden)) => (&found.body[..at], &found.body[at + 1..], Some((&found.body[at], hidden))),
            None => (&found.body[..], &[][..], None),
        };
        self.nodes(before);
        let Some((set, hidden)) = hidden else { return };
        if let Node::Set(_, set) = set {
            let value = self.value(&set.value).text;
            self.edits.replace(set.name.range(), hidden.new.clone());
            self.edits.replace(set.value.span.range(), value);
        }
        self.scope.bind(&hidden.new, super::Known::Present);
        self.hidden.push(hidden);
        self.nodes(after);
        self.hidden.pop();
    }

    /// The place of the one tag that hides a loop's element and what it hides, where fields are asked for afterwards. Files that
    /// are included would have to ask in the same way: then all stays.
    fn hiding(&self, found: &'s For) -> Option<(usize, Hidden<'s>)> {
        let name = self.of(found.value);
        let sets = |node: &'s Node| match node {
            Node::Set(_, set) if self.of(set.name) == name => Some(set),
            _ => None,
        };
        let at = found.body.iter().position(|node| sets(node).is_some())?;
        let set = sets(&found.body[at])?;
        let rest = &found.body[at + 1..];
        let keeps = set.global || !self.is_plain(set) || self.may_be_none(&set.value) || self.is_fraction(&set.value);
        let (mut asks, mut stays) = (false, keeps);
        visit::nodes(rest, &mut |node| stays |= matches!(node, Node::Include(..)) || sets(node).is_some());
        visit::expressions(rest, &mut |expr| asks |= self.asks(expr, name));
        let mut new = format!("{name}_now");
        while self.text.contains(&new) {
            new.push('_');
        }
        (asks && !stays).then_some((at, Hidden { name, new, is_text: self.is_text(&set.value) }))
    }

    /// Whether the value is a variable or made of texts: what functions give has its fields.
    fn is_plain(&self, set: &Set) -> bool {
        !matches!(set.value.kind, ExprKind::Call(_) | ExprKind::MacroCall(_) | ExprKind::Array(_))
    }

    fn is_text(&self, value: &Expr) -> bool {
        const TEXTS: [&str; 10] =
            ["upper", "lower", "trim", "replace", "slugify", "title", "capitalize", "join", "date", "as_str"];
        match value.filters.last() {
            Some(last) => TEXTS.contains(&self.of(last.name)),
            None => matches!(value.kind, ExprKind::String(_) | ExprKind::Concat(_) | ExprKind::Int(_)),
        }
    }

    /// Whether an expression asks for a field of the variable `name`.
    fn asks(&self, expr: &Expr, name: &str) -> bool {
        let path = match &expr.kind {
            ExprKind::Path(path) => *path,
            ExprKind::Test(test) => test.path,
            _ => return false,
        };
        let (root, steps) = steps(self.of(path));
        root == name && !steps.is_empty()
    }

    /// The variable `text`, where its name has two values; `old` is how the element is asked.
    pub fn asked_of_both(&self, text: &str, old: &str) -> Option<String> {
        let (root, steps) = steps(text);
        let hidden = self.hidden.iter().rev().find(|hidden| hidden.name == root)?;
        if steps.is_empty() {
            return Some(hidden.new.clone());
        }
        if hidden.is_text {
            return None;
        }
        // As lenient as can be: whether it is there is what is asked.
        let new = &hidden.new;
        let step = |step: &Step<'_>| match step {
            Step::Field(name) if !name.bytes().all(|byte| byte.is_ascii_digit()) => format!("?.{name}"),
            Step::Field(inner) | Step::Index(inner) => format!("?[{inner}]"),
        };
        let asked = format!("{new}{}", steps.iter().map(step).collect::<String>());
        Some(format!("({asked} if {new} is map and {asked} is defined else {old})"))
    }
}
