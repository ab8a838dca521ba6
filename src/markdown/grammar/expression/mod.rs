//! Regular expressions of grammars.
//!
//! They are written for Oniguruma, and where a match lies is Oniguruma's to say. But most of them are simple, most places of a text
//! hold nothing for most of them, and Oniguruma takes its time to say so. So each is read for the characters a match can start with
//! ([`First`]), and those that only use what we know exactly are tried by a matcher of our own, which leaves all that hangs on
//! Unicode tables to Oniguruma.

mod class;
mod first;
mod matcher;
mod node;
mod program;
mod read;
mod read_class;

#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use syntect::parsing::{Regex, Region};

pub use first::{Dispatch, First, kind};
pub use matcher::Way;
use program::Step;

/// A regular expression.
#[derive(Debug)]
pub struct Expression {
    /// Its place in the set's list.
    pub number: usize,
    /// What a match can start with.
    pub first: First,
    /// Whether a match hangs on more than the text: on where the search began, or it starts elsewhere than it was found.
    pub is_odd: bool,
    regex: Regex,
    /// Whether Oniguruma is known to take it.
    is_sound: bool,
    sound: OnceLock<bool>,
    steps: OnceLock<Option<Box<[Step]>>>,
}

/// Where a match lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Its first byte.
    pub start: usize,
    /// Behind its last byte.
    pub end: usize,
}

/// What was found at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A match from here.
    Here {
        /// Behind its last byte.
        end: usize,
    },
    /// None from here.
    NotHere,
    /// None from here, and the next there is further on.
    Later(Match),
    /// None in the rest of the text.
    Never,
}

impl Expression {
    /// Reads an expression; `is_sound` if Oniguruma is known to take it.
    pub fn new(text: &str, number: usize, is_sound: bool) -> Expression {
        let first = read::read(text).map_or(First::ALL, |node| First::of(&node));
        let is_odd = text.contains("\\G") || text.contains("\\K");
        let (regex, sound, steps) = (Regex::new(text.to_owned()), OnceLock::new(), OnceLock::new());
        Expression { number, first, is_odd, regex, is_sound, sound, steps }
    }

    /// Whether a match starts at `at`.
    pub fn at(&self, text: &str, at: usize, matching: &mut Matching) -> Found {
        let own =
            self.steps().map(|steps| matcher::end_of_match(steps, text, at, &mut matching.ways, &mut matching.steps));
        if let Some(Ok(end)) = own {
            return end.map_or(Found::NotHere, |end| Found::Here { end });
        }
        // How far Oniguruma goes it does not say.
        matching.steps += text.len() - at;
        match self.search(text, at, &mut matching.region) {
            Some(Match { start, end }) if start == at => Found::Here { end },
            Some(found) => Found::Later(found),
            None => Found::Never,
        }
    }

    /// The program of our own matcher, if there is one.
    fn steps(&self) -> Option<&[Step]> {
        let made = || read::read(self.regex.regex_str()).and_then(|node| program::compile(&node));
        self.steps.get_or_init(made).as_deref()
    }

    /// The first match from `at` on, by Oniguruma; its groups are in `region`.
    pub fn search(&self, text: &str, at: usize, region: &mut Region) -> Option<Match> {
        let is_sound =
            self.is_sound || *self.sound.get_or_init(|| Regex::try_compile(self.regex.regex_str()).is_none());
        if !is_sound || !self.regex.search(text, at, text.len(), Some(region)) {
            return None;
        }
        let (start, end) = region.pos(0)?;
        Some(Match { start, end })
    }

    /// The expression as it is written.
    pub fn text(&self) -> &str {
        self.regex.regex_str()
    }
}

/// Room to match in.
#[derive(Debug, Default)]
pub struct Matching {
    ways: Vec<Way>,
    /// The steps gone so far, as a measure of time.
    pub steps: usize,
    /// The groups of the last search.
    pub region: Region,
}
