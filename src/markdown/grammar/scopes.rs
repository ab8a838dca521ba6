//! The changes of scopes that a rule makes where it matches.
//!
//! The scopes of contexts (`meta_scope`, `meta_content_scope`) come and go around those of the match as Sublime Text has it, which is
//! its own way for each operation: what closes a context lies in its scope but not in that of its content; what replaces it lies in
//! both of the old one and in the scope of the new one.

use syntect::parsing::{Region, ScopeStackOp};

use super::expression::Match;
use super::rule::{Context, Operation, Rule};

/// Changes of the stack of scopes, each with the place on the line.
pub type Changes = Vec<(usize, ScopeStackOp)>;

/// Adds the changes that `rule` makes in the context `inside`; `opened` are the contexts it opens.
pub fn add(
    changes: &mut Changes,
    rule: &Rule,
    found: Match,
    region: Option<&Region>,
    inside: &Context,
    opened: &[&Context],
) {
    before(changes, rule, found.start, inside, opened);
    changes.extend(rule.scopes.iter().map(|scope| (found.start, ScopeStackOp::Push(*scope))));
    if let Some(region) = region {
        groups(changes, rule, region);
    }
    pop(changes, found.end, rule.scopes.len());
    after(changes, rule, found.end, inside, opened);
}

fn pop(changes: &mut Changes, at: usize, count: usize) {
    if count > 0 {
        changes.push((at, ScopeStackOp::Pop(count)));
    }
}

/// Changes of the contexts' scopes where the match starts.
fn before(changes: &mut Changes, rule: &Rule, at: usize, inside: &Context, opened: &[&Context]) {
    let is_set = match rule.operation {
        Operation::Stay => return,
        Operation::Pop => return pop(changes, at, inside.content.len()),
        Operation::Push(_) => false,
        Operation::Set(_) => true,
    };
    if is_set && inside.clear.is_some() {
        changes.push((at, ScopeStackOp::Restore));
    }
    for context in opened {
        if let Some(amount) = context.clear.filter(|_| !is_set) {
            changes.push((at, ScopeStackOp::Clear(amount)));
        }
        changes.extend(context.meta.iter().map(|scope| (at, ScopeStackOp::Push(*scope))));
    }
}

/// Changes of the contexts' scopes where the match ends.
fn after(changes: &mut Changes, rule: &Rule, at: usize, inside: &Context, opened: &[&Context]) {
    let is_set = match rule.operation {
        Operation::Stay => return,
        Operation::Pop => {
            pop(changes, at, inside.meta.len());
            if inside.clear.is_some() {
                changes.push((at, ScopeStackOp::Restore));
            }
            return;
        }
        Operation::Push(_) => false,
        Operation::Set(_) => true,
    };
    let replaced = if is_set { inside.content.len() + inside.meta.len() } else { 0 };
    let has_more = |context: &&Context| !context.content.is_empty() || (is_set && context.clear.is_some());
    if replaced == 0 && !opened.iter().any(has_more) {
        return;
    }
    // All are taken away and put back, so that those of the content lie in their order among the others.
    pop(changes, at, replaced + opened.iter().map(|context| context.meta.len()).sum::<usize>());
    for context in opened {
        if let Some(amount) = context.clear.filter(|_| is_set) {
            changes.push((at, ScopeStackOp::Clear(amount)));
        }
        let scopes = context.meta.iter().chain(&context.content);
        changes.extend(scopes.map(|scope| (at, ScopeStackOp::Push(*scope))));
    }
}

/// The scopes of groups, the outer before the inner. Empty groups have none.
fn groups(changes: &mut Changes, rule: &Rule, region: &Region) {
    let mut sorted = Vec::new();
    for (number, scopes) in &rule.groups {
        let Some((start, end)) = region.pos(*number).filter(|(start, end)| start != end) else { continue };
        // At one place what ends comes first, then the longest that starts.
        sorted
            .extend(scopes.iter().map(|scope| ((start, Some(usize::MAX - (end - start))), ScopeStackOp::Push(*scope))));
        sorted.push(((end, None), ScopeStackOp::Pop(scopes.len())));
    }
    sorted.sort_by_key(|(place, _)| *place);
    changes.extend(sorted.into_iter().map(|((at, _), change)| (at, change)));
}
