//! Parses code line by line, with syntect's outcome wherever syntect comes to an end.
//!
//! A grammar can go round: open, close and replace contexts for ever without taking a character. syntect notices when a context is
//! opened and closed, not when contexts are replaced (`set`). Here both are noticed ([`Watch`]); then the next character is passed
//! over, as syntect does where it notices.

use std::sync::Arc;

use syntect::parsing::{Region, ScopeStackOp, SyntaxReference};

use super::rule::{Context, Operation, Target};
use super::scopes::{self, Changes};
use super::search::{Hit, Odd, Search};
use super::set::Grammars;
use super::state::{Groups, State};
use super::watch::{Seen, Watch};

/// How often contexts may open without end before the grammar counts as broken.
const MOST_GROWN: usize = 8;

/// A grammar that leads to a context that is not there, or opens contexts without end: the rest of the code has no colours.
#[derive(Debug, PartialEq, Eq)]
pub struct Broken;

/// A parser of code.
#[derive(Debug)]
pub struct Parser<'g> {
    grammars: &'g Grammars,
    state: State<'g>,
    search: Search<'g>,
    /// Contexts that a rule opens.
    opened: Vec<&'g Context>,
    is_first: bool,
    /// How often contexts opened without end.
    grown: usize,
    /// Whether the grammar went round.
    #[cfg(test)]
    pub went_round: bool,
}

impl Drop for Parser<'_> {
    fn drop(&mut self) {
        self.grammars.rooms.give(self.search.leave());
    }
}

impl<'g> Parser<'g> {
    /// A parser for code in a language of the set; `None` if its grammar has no start.
    pub fn new(grammars: &'g Grammars, syntax: &SyntaxReference) -> Option<Parser<'g>> {
        let state = State::new(grammars.start(syntax)?);
        let search = Search::new(grammars.rooms.take());
        Some(Parser {
            grammars,
            state,
            search,
            opened: Vec::new(),
            is_first: true,
            grown: 0,
            #[cfg(test)]
            went_round: false,
        })
    }

    /// Parses the next line, with the newline that ends it, and adds the changes of scopes on it to `changes`.
    ///
    /// # Errors
    /// A broken grammar; then nothing is added, and no further line is to be parsed.
    pub fn line(&mut self, text: &str, changes: &mut Changes) -> Result<(), Broken> {
        let start = changes.len();
        if std::mem::take(&mut self.is_first) {
            let scopes = self.state.levels.iter().flat_map(|level| level.context.content.first());
            changes.extend(scopes.map(|scope| (0, ScopeStackOp::Push(*scope))));
        }
        let (kept, state) = (changes.len(), self.state.clone());
        let mut done = self.parse(text, changes, false);
        if matches!(done, Ok(Err(Odd))) {
            changes.truncate(kept);
            self.state = state;
            done = self.parse(text, changes, true);
        }
        done.map(|_| ()).inspect_err(|_| changes.truncate(start))
    }

    /// Whether the last line took so long that the rest of it was left as it is.
    pub fn gave_up(&self) -> bool {
        self.search.gave_up
    }

    /// Parses a line; step for step as syntect does, if `as_syntect`.
    fn parse(&mut self, text: &str, changes: &mut Changes, as_syntect: bool) -> Result<Result<(), Odd>, Broken> {
        self.search.next_line(text);
        self.state.opened = None;
        let mut at = 0;
        let mut watch = Watch::new(at, &self.state);
        loop {
            let seen = watch.sees(at, &mut self.state, changes);
            #[cfg(test)]
            {
                self.went_round |= seen != Seen::Nothing;
            }
            self.grown += usize::from(seen == Seen::Growth);
            if self.grown > MOST_GROWN {
                return Err(Broken);
            }
            let hit = if seen == Seen::Nothing {
                self.state.drop_shields();
                let may_go_round = self.state.opened == Some((at, self.state.levels.len()));
                let found = if as_syntect {
                    self.search.find_as_syntect(&self.state, text, at, may_go_round)
                } else {
                    match self.search.find(&self.state, text, at, may_go_round) {
                        Ok(found) => found,
                        Err(Odd) => return Ok(Err(Odd)),
                    }
                };
                match found {
                    None => return Ok(Ok(())),
                    Some(hit) => Some(hit).filter(|hit| !hit.goes_round),
                }
            } else {
                None
            };
            let Some(hit) = hit else {
                let mut rest = text[at..].chars();
                // At the end there is no character to pass over.
                match rest.next().filter(|_| !rest.as_str().is_empty()) {
                    Some(c) => at += c.len_utf8(),
                    None => return Ok(Ok(())),
                }
                continue;
            };
            let height = self.state.levels.len();
            if hit.found.end <= at && matches!(hit.rule.operation, Operation::Push(_)) {
                self.state.opened = Some((hit.found.end, height + 1));
            }
            at = hit.found.end;
            if hit.is_outer {
                self.state.shields.push(height);
            }
            self.take(&hit, text, changes)?;
        }
    }

    /// Does what a rule says.
    fn take(&mut self, hit: &Hit<'g>, text: &str, changes: &mut Changes) -> Result<(), Broken> {
        let rule = hit.rule;
        let inside = self.state.inside().ok_or(Broken)?;
        let context = |target: &Target| target.and_then(|id| self.grammars.context(id)).ok_or(Broken);
        self.opened.clear();
        if let Operation::Push(targets) | Operation::Set(targets) = &rule.operation {
            for target in targets {
                self.opened.push(context(target)?);
            }
        }
        let outer = match rule.outer {
            Some(target) if !self.opened.is_empty() => Some(target.and_then(|id| self.grammars.own(id)).ok_or(Broken)?),
            _ => None,
        };
        let refers = self.opened.iter().any(|context| context.rules.refers)
            || outer.is_some_and(|list| list.refers)
            || self.state.outer_refers();
        let region = if refers || !rule.groups.is_empty() { self.search.region(hit, &self.state, text) } else { None };
        scopes::add(changes, rule, hit.found, region.as_ref(), inside, &self.opened);
        let replaces = match rule.operation {
            Operation::Stay => return Ok(()),
            Operation::Pop => {
                self.state.close();
                return Ok(());
            }
            Operation::Push(_) => false,
            Operation::Set(_) => true,
        };
        let groups = region.filter(|_| refers).map(|region| Arc::new(texts(&region, text)));
        self.state.open(&self.opened, outer, groups.as_ref(), replaces);
        Ok(())
    }
}

/// The texts of the groups 0 to 9.
fn texts(region: &Region, text: &str) -> Groups {
    std::array::from_fn(|number| {
        let (start, end) = region.pos(number)?;
        text.get(start..end).map(Box::from)
    })
}
