//! What a template shows by the macros it calls.

use super::site::Site;
use super::visit;
use crate::template::tera1::syntax::{Expr, ExprKind, Macro, Node};

/// Macros in one another that are looked into; more are taken for text.
const DEEPEST: usize = 8;

/// The texts of all macros that the template number `file` calls, and that those call.
pub(super) fn texts_of_macros(site: &Site, file: usize) -> String {
    let mut seen: Vec<(usize, String)> = Vec::new();
    let mut next: Vec<(usize, &[Node])> = vec![(file, &site.templates[file].tree.nodes)];
    let mut text = String::new();
    while let Some((file, nodes)) = next.pop() {
        visit::expressions(nodes, &mut |expr| {
            let Some((target, found)) = called(site, file, expr) else { return };
            let own = &site.templates[target].source.text;
            let id = (target, found.name.of(own).to_owned());
            if !seen.contains(&id) {
                seen.push(id);
                text.push_str(&own[found.open.span.end as usize..found.close.span.start as usize]);
                next.push((target, &found.body));
            }
        });
    }
    text
}

/// The first text that is shown of `nodes` of the template number `file`, without blanks around it; `{` if that is a value's.
pub(super) fn first_text(site: &Site, file: usize, nodes: &[Node]) -> Option<String> {
    first_within(site, file, nodes, 0)
}

fn first_within(site: &Site, file: usize, nodes: &[Node], depth: usize) -> Option<String> {
    let mut first: Option<String> = None;
    visit::nodes(nodes, &mut |node| {
        if first.is_some() {
            return;
        }
        let text = match node {
            Node::Text(span) => Some(span.of(&site.templates[file].source.text).trim().to_owned()),
            Node::Output(_, expr) => match called(site, file, expr) {
                Some((target, found)) if depth < DEEPEST => first_within(site, target, &found.body, depth + 1),
                _ => Some("{".to_owned()),
            },
            _ => None,
        };
        first = text.filter(|text| !text.is_empty());
    });
    first
}

/// The macro that an expression calls, with the number of its file.
fn called<'s>(site: &'s Site, file: usize, expr: &Expr) -> Option<(usize, &'s Macro)> {
    let ExprKind::MacroCall(call) = &expr.kind else { return None };
    let (target, name) = site.called(file, call)?;
    let template = &site.templates[target];
    let found = template.macros().find(|found| found.name.of(&template.source.text) == name)?;
    Some((target, found))
}
