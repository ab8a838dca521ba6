//! Finds the rule that matches next.
//!
//! It is the first in order of those that match first in the text. Where a context has just been opened without taking a character,
//! a rule that closes it again without taking one would go round: any other is preferred.

use std::collections::HashMap;
use std::sync::Arc;

use syntect::parsing::Region;

use super::expression::{Expression, Match, Matching, kind};
use super::room::{Known, Room};
use super::rule::{List, Operation, Rule};
use super::state::{Groups, Lists, State};

/// From this height of the stack on rules that open a context no longer count.
pub const HIGHEST: usize = 100;

/// How many expressions with texts in them are kept.
const MOST_FILLED: usize = 16;

/// How many steps of matching code may take, and how many more for each byte. Code of real sites takes some forty for each byte.
/// Beyond, a line is left as it is: an expression that goes through the rest of the line from each of its places takes the square
/// of a line's length.
const STEPS: usize = 50_000_000;
const STEPS_A_BYTE: usize = 1_000;

/// A rule that matches.
#[derive(Debug)]
pub struct Hit<'g> {
    /// The rule.
    pub rule: &'g Rule,
    /// Where.
    pub found: Match,
    /// The height of the level it belongs to.
    pub height: usize,
    /// Whether it is the rule of an outer context.
    pub is_outer: bool,
    /// Whether it would go round.
    pub goes_round: bool,
    /// The groups, if they were kept.
    pub region: Option<Region>,
}

/// A line on which more than the text decides, so that it must be searched step for step as syntect does.
#[derive(Debug)]
pub struct Odd;

/// An expression with the texts of groups in it.
#[derive(Debug)]
struct Filled<'g> {
    rule: &'g Rule,
    groups: Arc<Groups>,
    expression: Expression,
    known: Known,
}

/// Finds rules on a line.
#[derive(Debug)]
pub struct Search<'g> {
    room: Room,
    matching: Matching,
    /// How many steps may be gone.
    most: usize,
    /// Whether they were gone on this line, so that the rest of it was not searched.
    pub gave_up: bool,
    filled: Vec<Filled<'g>>,
    lists: Lists<'g>,
    /// Rules that matched nothing, which keeps them from being tried further on.
    idle: Vec<(usize, u16)>,
    /// What syntect would keep of a line, by the place of the rule in memory, which only tells rules apart.
    kept: HashMap<usize, Option<(Match, Region)>>,
}

impl<'g> Search<'g> {
    /// A search in this room.
    pub fn new(room: Room) -> Search<'g> {
        Search {
            room,
            matching: Matching::default(),
            most: STEPS,
            gave_up: false,
            filled: Vec::new(),
            lists: Vec::new(),
            idle: Vec::new(),
            kept: HashMap::new(),
        }
    }

    /// Goes on to the next line.
    pub fn next_line(&mut self, text: &str) {
        self.most = self.most.saturating_add(text.len().saturating_mul(STEPS_A_BYTE));
        self.gave_up = false;
        self.room.next_line();
        self.kept.clear();
    }

    /// Leaves the room.
    pub fn leave(&mut self) -> Room {
        std::mem::take(&mut self.room)
    }

    /// The rule that matches next from `start` on; `may_go_round` if a context has just been opened here.
    ///
    /// # Errors
    /// Where it must be searched step for step.
    pub fn find(
        &mut self,
        state: &State<'g>,
        text: &str,
        start: usize,
        may_go_round: bool,
    ) -> Result<Option<Hit<'g>>, Odd> {
        let Search { room, matching, most, gave_up, filled, lists, idle, .. } = self;
        state.lists(lists);
        if state.levels.len() >= HIGHEST || lists.iter().any(|(list, _)| list.is_odd) {
            return Err(Odd);
        }
        idle.clear();
        let bytes = text.as_bytes();
        let last = lists.len().saturating_sub(1);
        let mut at = start;
        loop {
            if matching.steps > *most {
                *gave_up = true;
                return Ok(None);
            }
            let kind = kind(bytes, at);
            let mut round = None;
            for (number, (list, height)) in lists.iter().enumerate() {
                for place in list.dispatch.at(kind) {
                    if !idle.is_empty() && idle.contains(&(number, *place)) {
                        continue;
                    }
                    let rule = &*list.rules[usize::from(*place)];
                    let end = if rule.refers {
                        let groups = groups(state, list, usize::from(*place), *height);
                        matched(rule, groups, filled, (room, matching), text, at)
                    } else {
                        room.at(&rule.expression, text, at, matching)
                    };
                    let Some(end) = end else { continue };
                    if end == at && rule.operation == Operation::Stay {
                        idle.push((number, *place));
                        continue;
                    }
                    let goes_round = may_go_round && end == start && rule.operation == Operation::Pop;
                    let found = Match { start: at, end };
                    let hit = Hit { rule, found, height: *height, is_outer: number < last, goes_round, region: None };
                    if !goes_round {
                        return Ok(Some(hit));
                    }
                    round = Some(hit);
                }
            }
            if round.is_some() {
                return Ok(round);
            }
            if at >= bytes.len() {
                return Ok(None);
            }
            at += 1;
            while !text.is_char_boundary(at) {
                at += 1;
            }
        }
    }

    /// The same, rule for rule and search for search as syntect does it: what it keeps of earlier searches can decide.
    pub fn find_as_syntect(
        &mut self,
        state: &State<'g>,
        text: &str,
        start: usize,
        may_go_round: bool,
    ) -> Option<Hit<'g>> {
        state.lists(&mut self.lists);
        let last = self.lists.len().saturating_sub(1);
        let is_high = state.levels.len() >= HIGHEST;
        let mut best: Option<Hit<'g>> = None;
        for (number, (list, height)) in self.lists.iter().enumerate() {
            for (place, rule) in list.rules.iter().enumerate() {
                let groups = groups(state, list, place, *height).filter(|_| rule.refers);
                let key = Arc::as_ptr(rule).addr();
                let kept = self.kept.get(&key);
                let found = match kept {
                    Some(None) => continue,
                    Some(Some((found, region))) if found.start >= start => Some((*found, region.clone())),
                    _ => {
                        self.matching.steps += text.len() - start;
                        if self.matching.steps > self.most {
                            self.gave_up = true;
                            return None;
                        }
                        let region = &mut self.matching.region;
                        let found = match groups {
                            Some(groups) => fill(rule, groups).search(text, start, region),
                            None => rule.expression.search(text, start, region),
                        };
                        let found = found.map(|found| (found, region.clone()));
                        let counts = found.as_ref().is_none_or(|(found, _)| match rule.operation {
                            Operation::Stay => found.start != found.end,
                            Operation::Push(_) => !is_high,
                            _ => true,
                        });
                        if counts && groups.is_none() {
                            self.kept.insert(key, found.clone());
                        }
                        found.filter(|_| counts)
                    }
                };
                let Some((found, region)) = found else { continue };
                let is_better = best.as_ref().is_none_or(|best| {
                    found.start < best.found.start || (found.start == best.found.start && best.goes_round)
                });
                if is_better {
                    if is_high && matches!(rule.operation, Operation::Push(_)) {
                        return None;
                    }
                    let goes_round = may_go_round && found.end <= start && rule.operation == Operation::Pop;
                    let is_outer = number < last;
                    best = Some(Hit { rule, found, height: *height, is_outer, goes_round, region: Some(region) });
                    if found.start == start && !goes_round {
                        return best;
                    }
                }
            }
        }
        best
    }

    /// The groups of a match.
    pub fn region(&mut self, hit: &Hit<'g>, state: &State<'g>, text: &str) -> Option<Region> {
        if hit.region.is_some() {
            return hit.region.clone();
        }
        let groups = state.levels.get(hit.height).and_then(|level| level.groups.as_ref()).filter(|_| hit.rule.refers);
        let known = groups.and_then(|groups| {
            self.filled.iter().find(|filled| std::ptr::eq(filled.rule, hit.rule) && filled.groups == *groups)
        });
        let expression = known.map_or(&*hit.rule.expression, |filled| &filled.expression);
        let region = &mut self.matching.region;
        let found = expression.search(text, hit.found.start, region)?;
        (found == hit.found).then(|| region.clone())
    }
}

/// The groups that a rule of a list refers to: rules of a prototype have none.
fn groups<'s>(state: &'s State, list: &List, place: usize, height: usize) -> Option<&'s Arc<Groups>> {
    state.levels.get(height).filter(|_| place >= list.of_prototype)?.groups.as_ref()
}

/// Where the match of a rule that refers to groups ends, if one starts at `at`.
fn matched<'g>(
    rule: &'g Rule,
    groups: Option<&Arc<Groups>>,
    filled: &mut Vec<Filled<'g>>,
    (room, matching): (&mut Room, &mut Matching),
    text: &str,
    at: usize,
) -> Option<usize> {
    let Some(groups) = groups else { return room.at(&rule.expression, text, at, matching) };
    let known = filled.iter().position(|filled| std::ptr::eq(filled.rule, rule) && filled.groups == *groups);
    let place = known.unwrap_or_else(|| {
        if filled.len() == MOST_FILLED {
            filled.remove(0);
        }
        let (groups, expression) = (Arc::clone(groups), fill(rule, groups));
        filled.push(Filled { rule, groups, expression, known: Known::default() });
        filled.len() - 1
    });
    let Filled { expression, known, .. } = &mut filled[place];
    if !expression.first.has(kind(text.as_bytes(), at)) {
        return None;
    }
    known.at(room.line(), expression, text, at, matching)
}

/// The rule's expression with the texts of the groups it refers to.
fn fill(rule: &Rule, groups: &Groups) -> Expression {
    let mut filled = String::new();
    let mut rest = rule.expression.text().chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            filled.push(c);
            continue;
        }
        match rest.next() {
            Some(digit @ '0'..='9') => {
                let text = groups[digit as usize - '0' as usize].as_deref();
                filled.push_str(&regex::escape(text.unwrap_or_default()));
            }
            Some(other) => filled.extend(['\\', other]),
            None => filled.push('\\'),
        }
    }
    Expression::new(&filled, 0, false)
}
