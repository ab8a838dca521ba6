//! Watches that a grammar leads on through the text.

use super::scopes::Changes;
use super::search::HIGHEST;
use super::state::State;

/// How many steps at one place are usual.
const USUAL: usize = 16;

/// How many steps may be gone at one place, counted from where fewer contexts were open than ever since the place was reached: as many
/// as may open, and some more.
const MOST: usize = 2 * HIGHEST + 8 * USUAL;

/// What was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Nothing strange.
    Nothing,
    /// The same state as before at the same place: the steps go round.
    Ring,
    /// Contexts open without end.
    Growth,
}

/// Watches the steps at a place.
pub struct Watch<'g> {
    at: usize,
    /// Steps gone at this place.
    steps: usize,
    /// Of them those since the fewest contexts were open.
    rising: usize,
    /// The fewest contexts that were open here.
    lowest: usize,
    /// The state after the usual steps, and the number of changes then.
    early: Option<(State<'g>, usize)>,
    /// The same later: after twice as many each time.
    late: Option<(State<'g>, usize)>,
}

impl<'g> Watch<'g> {
    /// Starts at a place.
    pub fn new(at: usize, state: &State<'g>) -> Watch<'g> {
        Watch { at, steps: 0, rising: 0, lowest: state.levels.len(), early: None, late: None }
    }

    /// Sees the place and the state before a step. If the steps lead nowhere, the state and the changes become those of before, and a
    /// character is to be passed over.
    pub fn sees(&mut self, at: usize, state: &mut State<'g>, changes: &mut Changes) -> Seen {
        if at != self.at {
            *self = Watch::new(at, state);
            return Seen::Nothing;
        }
        self.steps += 1;
        self.rising += 1;
        if state.levels.len() < self.lowest {
            (self.lowest, self.rising) = (state.levels.len(), 0);
        }
        if self.steps < USUAL {
            return Seen::Nothing;
        }
        let (seen, back) = if self.late.as_ref().is_some_and(|(late, _)| late == state) {
            (Seen::Ring, self.late.take())
        } else if self.rising > MOST {
            (Seen::Growth, self.early.take())
        } else {
            (Seen::Nothing, None)
        };
        if let Some((before, count)) = back {
            *state = before;
            changes.truncate(count);
            *self = Watch::new(at, state);
        } else if self.steps.is_power_of_two() {
            self.late = Some((state.clone(), changes.len()));
            self.early = self.early.take().or_else(|| self.late.clone());
        }
        seen
    }
}
