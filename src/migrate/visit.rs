//! Going through the expressions of a template.

use crate::template::tera1::syntax::{Expr, ExprKind, Node};

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
