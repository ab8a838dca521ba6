//! Tries an expression at one place of a text, going back where it leads nowhere, as Oniguruma does.
//!
//! Some expressions go back over the same text again and again, in a time that doubles with each character. After so many steps the
//! ways that led nowhere are therefore kept, and none is gone twice. That makes no difference to the outcome: no group is looked back
//! at, so where a step leads hangs on the place alone.

use super::class::{Class, Known};
use super::first;
use super::node::{Greed, Place};
use super::program::Step;

/// How many steps are gone before ways are kept.
const FREE_STEPS: usize = 2_000;

/// How many bits may be kept.
const MOST_BITS: usize = 1 << 25;

/// How many steps are gone at all. Oniguruma gives up in its own time.
const MOST_STEPS: usize = 1_000_000;

/// The answer hangs on characters beyond ASCII, or takes too long.
#[derive(Debug, PartialEq, Eq)]
pub struct Unsure;

/// A way that was not gone.
#[derive(Debug)]
pub enum Way {
    /// On from a step.
    At { step: usize, at: usize },
    /// Fewer characters of a run.
    Fewer { step: usize, from: usize, to: usize },
    /// One more character of a run, at most so many.
    More { step: usize, class: Class, at: usize, left: u32 },
    /// The next of the branches that can start here.
    Next { step: usize, branch: usize, at: usize },
}

/// Where a match that starts at `from` ends, if there is one. `ways` is room to work in; the steps gone are added to `gone`.
///
/// # Errors
/// Where Oniguruma must be asked.
pub fn end_of_match(
    steps: &[Step],
    text: &str,
    from: usize,
    ways: &mut Vec<Way>,
    gone: &mut usize,
) -> Result<Option<usize>, Unsure> {
    ways.clear();
    let mut matcher = Matcher { steps, text, ways, gone: 0 };
    let end = matcher.run(0, from);
    *gone += matcher.gone;
    end
}

struct Matcher<'m> {
    steps: &'m [Step],
    text: &'m str,
    ways: &'m mut Vec<Way>,
    /// The number of steps gone.
    gone: usize,
}

/// Steps and places of a run from which a way was gone: where one is gone again, it led nowhere. A bit for each.
#[derive(Default)]
struct Vain(Vec<u64>);

impl Vain {
    /// Whether the way is known, which it is from now on.
    fn knows(&mut self, matcher: &Matcher, step: usize, at: usize) -> bool {
        let places = matcher.text.len() + 1;
        if self.0.is_empty() {
            let bits = matcher.steps.len().saturating_mul(places);
            if bits > MOST_BITS {
                return false;
            }
            self.0.resize(bits / 64 + 1, 0);
        }
        let bit = step * places + at;
        let (word, mask) = (&mut self.0[bit / 64], 1 << (bit % 64));
        let known = *word & mask != 0;
        *word |= mask;
        known
    }
}

impl Matcher<'_> {
    /// Goes from a step to the end of the program, or of the steps that stand for themselves.
    fn run(&mut self, mut step: usize, mut at: usize) -> Result<Option<usize>, Unsure> {
        let base = self.ways.len();
        let free = self.gone + FREE_STEPS;
        let mut vain = Vain::default();
        loop {
            self.gone += 1;
            if self.gone > MOST_STEPS {
                return Err(Unsure);
            }
            let next = match &self.steps[step] {
                Step::Match => {
                    self.ways.truncate(base);
                    return Ok(Some(at));
                }
                Step::Class(class) => self.character(*class, at)?.map(|length| (step + 1, at + length)),
                Step::Text(text) => {
                    let rest = self.text.as_bytes().get(at..).unwrap_or_default();
                    let is_here = text.len() <= rest.len() && text.bytes().zip(rest).all(|(one, other)| one == *other);
                    is_here.then_some((step + 1, at + text.len()))
                }
                Step::Place(place) => self.is_at(*place, at)?.then_some((step + 1, at)),
                Step::Run { class, least, most, greed } => {
                    self.run_of(step + 1, *class, (*least, *most), *greed, at)?.map(|at| (step + 1, at))
                }
                Step::Either(first, second) => {
                    self.ways.push(Way::At { step: *second, at });
                    Some((*first, at))
                }
                Step::Choice(..) => self.branch(step, 0, at),
                Step::Go(to) => Some((*to, at)),
                Step::Atomic { then } => self.run(step + 1, at)?.map(|at| (*then, at)),
                Step::Ahead { not, then } => (self.run(step + 1, at)?.is_some() != *not).then_some((*then, at)),
                Step::Behind { not, ways, then } => {
                    let mut found = false;
                    for (count, way) in ways {
                        if let Some(from) = self.back(at, *count) {
                            found = found || self.run(*way, from)?.is_some();
                        }
                    }
                    (found != *not).then_some((*then, at))
                }
            };
            (step, at) = match next {
                Some(next) => next,
                None => loop {
                    match self.other_way(base)? {
                        Some((step, at)) if self.gone > free && vain.knows(self, step, at) => {}
                        Some(next) => break next,
                        None => return Ok(None),
                    }
                },
            };
        }
    }

    /// The last way that was not gone, of those above `base`.
    fn other_way(&mut self, base: usize) -> Result<Option<(usize, usize)>, Unsure> {
        while self.ways.len() > base {
            match self.ways.pop() {
                Some(Way::At { step, at }) => return Ok(Some((step, at))),
                Some(Way::Fewer { step, from, to }) => {
                    let mut at = to - 1;
                    while !self.is_start(at) {
                        at -= 1;
                    }
                    if at > from {
                        self.ways.push(Way::Fewer { step, from, to: at });
                    }
                    return Ok(Some((step, at)));
                }
                Some(Way::More { step, class, at, left }) => {
                    if let Some(length) = self.character(class, at)? {
                        let at = at + length;
                        if left > 1 {
                            self.ways.push(Way::More { step, class, at, left: left - 1 });
                        }
                        return Ok(Some((step, at)));
                    }
                }
                Some(Way::Next { step, branch, at }) => {
                    if let Some(next) = self.branch(step, branch, at) {
                        return Ok(Some(next));
                    }
                }
                None => break,
            }
        }
        Ok(None)
    }

    /// The branch with this number, of those that can start here; the ones after it are left for later.
    fn branch(&mut self, step: usize, branch: usize, at: usize) -> Option<(usize, usize)> {
        let Step::Choice(dispatch, starts) = &self.steps[step] else { return None };
        let can = dispatch.at(first::kind(self.text.as_bytes(), at));
        let start = *starts.get(usize::from(*can.get(branch)?))?;
        if branch + 1 < can.len() {
            self.ways.push(Way::Next { step, branch: branch + 1, at });
        }
        Some((start, at))
    }

    /// Where a run of characters first ends; other ends are left for later.
    fn run_of(
        &mut self,
        then: usize,
        class: Class,
        (least, most): (u32, u32),
        greed: Greed,
        from: usize,
    ) -> Result<Option<usize>, Unsure> {
        let mut at = from;
        for _ in 0..least {
            match self.character(class, at)? {
                Some(length) => at += length,
                None => return Ok(None),
            }
        }
        if greed == Greed::Lazy {
            if most > least {
                self.ways.push(Way::More { step: then, class, at, left: most - least });
            }
            return Ok(Some(at));
        }
        let from = at;
        let mut left = most - least;
        while left > 0 {
            match self.character(class, at)? {
                Some(length) => at += length,
                None => break,
            }
            left -= 1;
        }
        self.gone += (at - from) / 8;
        if greed == Greed::Greedy && at > from {
            self.ways.push(Way::Fewer { step: then, from, to: at });
        }
        Ok(Some(at))
    }

    /// The length of the character here if it is in the set.
    #[inline]
    fn character(&self, class: Class, at: usize) -> Result<Option<usize>, Unsure> {
        match self.text.as_bytes().get(at) {
            None => Ok(None),
            Some(byte) if *byte < 128 => Ok(class.has(*byte).then_some(1)),
            Some(_) => self.wide(class, at),
        }
    }

    /// The same of a character that is not in ASCII.
    #[cold]
    fn wide(&self, class: Class, at: usize) -> Result<Option<usize>, Unsure> {
        let c = self.text.get(at..).and_then(|rest| rest.chars().next()).ok_or(Unsure)?;
        match class.has_wide(c) {
            Known::No => Ok(None),
            Known::Yes => Ok(Some(c.len_utf8())),
            Known::Ask => Err(Unsure),
        }
    }

    /// Whether a character starts here.
    fn is_start(&self, at: usize) -> bool {
        self.text.is_char_boundary(at)
    }

    /// So many characters before.
    fn back(&self, mut at: usize, count: u32) -> Option<usize> {
        for _ in 0..count {
            at = at.checked_sub(1)?;
            while !self.is_start(at) {
                at = at.checked_sub(1)?;
            }
        }
        Some(at)
    }

    fn is_at(&self, place: Place, at: usize) -> Result<bool, Unsure> {
        let end = self.text.len();
        let is_newline = |at: usize| self.text.as_bytes().get(at) == Some(&b'\n');
        Ok(match place {
            // Behind the newline that ends the text there is no line.
            Place::LineStart => at == 0 || (at < end && is_newline(at - 1)),
            Place::LineEnd => at == end || is_newline(at),
            Place::TextStart => at == 0,
            Place::TextEnd => at == end,
            Place::LastLineEnd => at == end || (at + 1 == end && is_newline(at)),
            Place::WordEdge => self.is_word_edge(at)?,
            Place::NoWordEdge => !self.is_word_edge(at)?,
        })
    }

    fn is_word_edge(&self, at: usize) -> Result<bool, Unsure> {
        let is_word = |at: Option<usize>| match at {
            None => Ok(false),
            Some(at) => Ok(self.character(Class::WORD, at)?.is_some()),
        };
        Ok(is_word(self.back(at, 1))? != is_word(Some(at))?)
    }
}
