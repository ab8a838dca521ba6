//! What a parser carries from one place to the next: the contexts that are open.

use std::sync::Arc;

use super::rule::{Context, List};

/// The texts of the groups 0 to 9 of a match.
pub type Groups = [Option<Box<str>>; 10];

/// An open context.
#[derive(Clone, Debug)]
pub struct Level<'g> {
    /// The context.
    pub context: &'g Context,
    /// The groups of the match that opened it, where its rules refer to them.
    pub groups: Option<Arc<Groups>>,
}

impl PartialEq for Level<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.context, other.context) && self.groups == other.groups
    }
}

/// Rules that count, with the height of the level they belong to.
pub type Lists<'g> = Vec<(&'g List, usize)>;

/// All that decides what comes next, but for the text.
#[derive(Clone, Debug)]
pub struct State<'g> {
    /// The open contexts, the innermost last.
    pub levels: Vec<Level<'g>>,
    /// Rules of other contexts that count, before all others, up to where a level ends; the highest level last.
    outer: Lists<'g>,
    /// Heights of the stack: where a rule of an outer context opened one. Below the last of them outer contexts do not count.
    pub shields: Vec<usize>,
    /// Where a context was last opened without taking a character, and the height of the stack then.
    pub opened: Option<(usize, usize)>,
}

impl PartialEq for State<'_> {
    fn eq(&self, other: &Self) -> bool {
        let same = |((one, height), (other, as_high)): (&(&List, usize), &(&List, usize))| {
            std::ptr::eq(*one, *other) && height == as_high
        };
        (self.opened, &self.shields) == (other.opened, &other.shields)
            && self.levels == other.levels
            && self.outer.len() == other.outer.len()
            && self.outer.iter().zip(&other.outer).all(same)
    }
}

impl<'g> State<'g> {
    /// The state before the first line.
    pub fn new(start: &'g Context) -> State<'g> {
        let start = Level { context: start, groups: None };
        State { levels: vec![start], outer: Vec::new(), shields: Vec::new(), opened: None }
    }

    /// The innermost context.
    pub fn inside(&self) -> Option<&'g Context> {
        self.levels.last().map(|level| level.context)
    }

    /// Whether rules of the innermost level's outer contexts refer to groups.
    pub fn outer_refers(&self) -> bool {
        let top = self.levels.len().saturating_sub(1);
        self.outer.iter().rev().take_while(|(_, height)| *height == top).any(|(list, _)| list.refers)
    }

    /// Closes the innermost context.
    pub fn close(&mut self) {
        self.levels.pop();
        self.trim();
    }

    /// Opens contexts, the last with the rules of `outer`; if `replaces`, in the place of the innermost, whose outer contexts stay.
    pub fn open(
        &mut self,
        contexts: &[&'g Context],
        outer: Option<&'g List>,
        groups: Option<&Arc<Groups>>,
        replaces: bool,
    ) {
        let refers = replaces && self.outer_refers();
        if replaces {
            self.levels.pop();
        }
        let last = contexts.len().saturating_sub(1);
        for (number, context) in contexts.iter().enumerate() {
            let refers = context.rules.refers
                || (refers && number == 0)
                || (number == last && outer.is_some_and(|list| list.refers));
            self.levels.push(Level { context, groups: groups.filter(|_| refers).cloned() });
        }
        self.trim();
        if let Some((height, list)) = self.levels.len().checked_sub(1).zip(outer) {
            self.outer.push((list, height));
        }
    }

    fn trim(&mut self) {
        while self.outer.last().is_some_and(|(_, height)| *height >= self.levels.len()) {
            self.outer.pop();
        }
    }

    /// Forgets shields of contexts that are closed.
    pub fn drop_shields(&mut self) {
        while self.shields.last().is_some_and(|height| *height >= self.levels.len()) {
            self.shields.pop();
        }
    }

    /// The rules that count, in their order. The last are those of the innermost context.
    pub fn lists(&self, lists: &mut Lists<'g>) {
        lists.clear();
        let shield = self.shields.last().copied().unwrap_or(0);
        lists.extend(&self.outer[self.outer.partition_point(|(_, height)| *height < shield)..]);
        if let Some((height, level)) = self.levels.iter().enumerate().next_back() {
            lists.push((&level.context.rules, height));
        }
    }
}
