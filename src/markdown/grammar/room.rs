//! What is known of a line while it is parsed, in room that one block leaves to the next.

use std::sync::{Mutex, PoisonError};

use super::expression::{Expression, Found, Matching};

/// What is known of an expression on a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known {
    /// The line it is known of.
    line: u64,
    /// No match starts before this place, of those that were asked for.
    next: usize,
    /// Where the match ends that starts at that place; `None` if it is not known whether there is one.
    end: Option<usize>,
}

impl Known {
    /// Where the match ends that starts at `at`, if one does. Places are asked for in their order.
    pub fn at(
        &mut self,
        line: u64,
        expression: &Expression,
        text: &str,
        at: usize,
        matching: &mut Matching,
    ) -> Option<usize> {
        if self.line == line {
            if self.next > at {
                return None;
            }
            if self.next == at && self.end.is_some() {
                return self.end;
            }
        }
        let (next, end) = match expression.at(text, at, matching) {
            Found::Here { end } => (at, Some(end)),
            Found::NotHere => (at + 1, None),
            Found::Later(found) => (found.start, Some(found.end)),
            Found::Never => (usize::MAX, None),
        };
        *self = Known { line, next, end };
        self.end.filter(|_| next == at)
    }
}

/// What is known of each expression of a set.
#[derive(Debug, Default)]
pub struct Room {
    /// The number of the line, of all that were parsed here; from 1.
    line: u64,
    known: Vec<Known>,
}

impl Room {
    /// Goes on to the next line, of which nothing is known.
    pub fn next_line(&mut self) {
        self.line += 1;
    }

    /// The number of the line.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Where the match of an expression of the set ends that starts at `at`, if one does.
    pub fn at(&mut self, expression: &Expression, text: &str, at: usize, matching: &mut Matching) -> Option<usize> {
        if expression.number >= self.known.len() {
            self.known.resize(expression.number + 1, Known::default());
        }
        self.known[expression.number].at(self.line, expression, text, at, matching)
    }
}

/// Rooms that are free.
#[derive(Debug, Default)]
pub struct Rooms(Mutex<Vec<Room>>);

impl Rooms {
    /// A free room, or a new one.
    pub fn take(&self) -> Room {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Leaves a room to others.
    pub fn give(&self, room: Room) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(room);
    }
}
