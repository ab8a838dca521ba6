//! A place in a template's text that moves forward over tokens, and back to where it was.

use rustc_hash::FxHashSet;

use super::mistake::{Expected, Mistake, Problem};
use super::tree::Span;

/// A piece of a template's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it is.
    pub span: Span,
}

/// The kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Text between tags, also between `raw` and `endraw`.
    Text,
    /// `{{`, `{%`, `{#`, with the dash if there is one.
    Open,
    /// `}}`, `%}`, `#}`, with the dash if there is one.
    Close,
    /// What a comment says.
    Comment,
    /// Blanks within a tag.
    Blank,
    /// A word of the language.
    Keyword,
    /// A name, with points and brackets where it is a variable's.
    Name,
    /// A number.
    Number,
    /// A string with its quotes.
    String,
    /// An operator or bracket.
    Mark,
}

/// Where the cursor was.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    at: usize,
    tokens: usize,
}

/// Reads tokens. A reading that fails leaves the cursor where it was and notes what was expected there: the mistake of a
/// text that cannot be parsed is where reading came furthest.
#[derive(Debug)]
pub struct Cursor<'t> {
    /// The template.
    pub text: &'t str,
    at: usize,
    tokens: Vec<Token>,
    furthest: Problem,
    fatal: Option<Problem>,
    depth: usize,
    /// Where reading a call failed: it would fail again.
    pub failed_calls: FxHashSet<usize>,
}

/// How many operators or filters may follow one another.
const LONGEST: usize = 500;

/// How deep brackets and blocks may nest; each costs stack.
const DEEPEST: usize = 100;

impl<'t> Cursor<'t> {
    /// At the start of `text`.
    pub fn new(text: &'t str) -> Cursor<'t> {
        Cursor {
            text,
            at: 0,
            tokens: Vec::with_capacity(text.len() / 8),
            furthest: Problem { span: Span::new(0, 0), mistake: Mistake::Expected(Vec::new()), related: None },
            fatal: None,
            depth: 0,
            failed_calls: FxHashSet::default(),
        }
    }

    /// The byte it stands before.
    pub fn at(&self) -> usize {
        self.at
    }

    /// What is still to be read.
    pub fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Whether all is read.
    pub fn done(&self) -> bool {
        self.at == self.text.len()
    }

    /// Where it stands, to come back to.
    pub fn place(&self) -> Place {
        Place { at: self.at, tokens: self.tokens.len() }
    }

    /// Goes back.
    pub fn reset(&mut self, place: Place) {
        self.at = place.at;
        self.tokens.truncate(place.tokens);
    }

    /// Goes over `length` bytes as one token.
    pub fn take(&mut self, length: usize, kind: TokenKind) -> Span {
        let span = Span::new(self.at, self.at + length);
        self.at += length;
        self.tokens.push(Token { kind, span });
        span
    }

    /// Goes over blanks, if there are any.
    pub fn blanks(&mut self) {
        let length = self.rest().bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
        if length > 0 {
            self.take(length, TokenKind::Blank);
        }
    }

    /// Goes over blanks; at least one.
    pub fn some_blanks(&mut self) -> Option<()> {
        let before = self.at;
        self.blanks();
        if self.at == before {
            self.expected(Expected::Blank);
            return None;
        }
        Some(())
    }

    /// Goes over `literal`, which need not end where a word ends.
    pub fn literal(&mut self, literal: &'static str, kind: TokenKind) -> Option<Span> {
        if self.rest().starts_with(literal) {
            return Some(self.take(literal.len(), kind));
        }
        self.expected(Expected::Literal(literal));
        None
    }

    /// Goes over an operator or bracket.
    pub fn mark(&mut self, mark: &'static str) -> Option<Span> {
        self.literal(mark, TokenKind::Mark)
    }

    /// Goes over `and`, `or` or `not`, which a blank must follow.
    pub fn word_operator(&mut self, word: &'static str) -> Option<Span> {
        let rest = self.rest();
        let follows = rest.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '\t', '\r', '\n']));
        if follows {
            return Some(self.take(word.len(), TokenKind::Keyword));
        }
        self.expected(Expected::Literal(word));
        None
    }

    /// Goes over a name: Latin letters, digits and underscores, no digit first.
    pub fn name(&mut self) -> Option<Span> {
        let length = self.name_length();
        if length == 0 {
            self.expected(Expected::Name);
            return None;
        }
        Some(self.take(length, TokenKind::Name))
    }

    /// How many bytes the name here has; 0 if there is none.
    pub fn name_length(&self) -> usize {
        let rest = self.rest().as_bytes();
        match rest.first() {
            Some(first) if first.is_ascii_alphabetic() || *first == b'_' => {
                rest.iter().take_while(|byte| is_name_byte(**byte)).count()
            }
            _ => 0,
        }
    }

    /// Goes over a string, with its quotes.
    pub fn string(&mut self) -> Option<Span> {
        let rest = self.rest();
        let quote = rest.chars().next().filter(|first| matches!(first, '"' | '\'' | '`'));
        let Some(quote) = quote else {
            self.expected(Expected::String);
            return None;
        };
        match rest[1..].find(quote) {
            Some(length) => Some(self.take(length + 2, TokenKind::String)),
            None => {
                self.mistake(Span::new(self.at, self.at + 1), Mistake::StringWithoutEnd, None);
                None
            }
        }
    }

    /// Goes over a number; whether it has a point.
    pub fn number(&mut self) -> Option<(Span, bool)> {
        match number_length(self.rest().as_bytes()) {
            Some((length, point)) => Some((self.take(length, TokenKind::Number), point)),
            None => {
                self.expected(Expected::Value);
                None
            }
        }
    }

    /// Goes over a variable: names with points, and with brackets where `brackets` says so.
    pub fn path(&mut self) -> Option<Span> {
        let length = path_length(self.rest().as_bytes());
        if length == 0 {
            self.expected(Expected::Value);
            return None;
        }
        Some(self.take(length, TokenKind::Name))
    }

    /// Notes that something else was expected here.
    pub fn expected(&mut self, expected: Expected) {
        self.expected_at(self.at, expected);
    }

    /// Notes that something else was expected there.
    pub fn expected_at(&mut self, at: usize, expected: Expected) {
        let furthest = self.furthest.span.start as usize;
        if at > furthest {
            let mistake = Mistake::Expected(vec![expected]);
            self.furthest = Problem { span: Span::new(at, at), mistake, related: None };
        } else if at == furthest
            && let Mistake::Expected(all) = &mut self.furthest.mistake
            && !all.contains(&expected)
        {
            all.push(expected);
        }
    }

    /// Notes a mistake that is known by name. It says more than what was expected at its place.
    pub fn mistake(&mut self, span: Span, mistake: Mistake, related: Option<Span>) {
        let start = self.furthest.span.start;
        if span.start > start || (span.start == start && matches!(self.furthest.mistake, Mistake::Expected(_))) {
            self.furthest = Problem { span, mistake, related };
        }
    }

    /// Notes a mistake that no other reading could avoid.
    pub fn fatal(&mut self, span: Span, mistake: Mistake) {
        self.fatal.get_or_insert(Problem { span, mistake, related: None });
    }

    /// Reads something that may contain itself.
    pub fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= DEEPEST || self.fatal.is_some() {
            self.fatal(Span::new(self.at, self.at), Mistake::TooDeep);
            return None;
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    /// Whether one more operator or filter may follow that many; each lies in the next one.
    pub fn is_short(&mut self, length: usize) -> bool {
        if length >= LONGEST {
            self.fatal(Span::new(self.at, self.at), Mistake::TooDeep);
        }
        length < LONGEST
    }

    /// The mistake no reading could avoid.
    pub fn take_fatal(&mut self) -> Option<Problem> {
        self.fatal.take()
    }

    /// Where reading came furthest and what was wrong there.
    pub fn into_problem(self) -> Problem {
        self.furthest
    }

    /// All tokens read.
    pub fn into_tokens(self) -> Vec<Token> {
        self.tokens
    }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// How many bytes the number at the start of `text` has, and whether it has a point.
fn number_length(text: &[u8]) -> Option<(usize, bool)> {
    let sign = usize::from(text.first() == Some(&b'-'));
    let digits = |from: usize| text[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = match text.get(sign)? {
        b'0' => sign + 1,
        b'1'..=b'9' => sign + digits(sign),
        _ => return None,
    };
    if text.get(whole) == Some(&b'.') {
        let fraction = digits(whole + 1);
        if fraction > 0 {
            return Some((whole + 1 + fraction, true));
        }
    }
    Some((whole, false))
}

/// How many bytes the variable at the start of `text` has: `a.b[0]["c"][d.e].f`; 0 if there is none.
fn path_length(text: &[u8]) -> usize {
    path_end(text, 0).unwrap_or(0)
}

fn path_end(text: &[u8], start: usize) -> Option<usize> {
    let names = |from: usize| text[from..].iter().take_while(|byte| is_name_byte(**byte)).count();
    let first = text.get(start)?;
    if !(first.is_ascii_alphabetic() || *first == b'_') {
        return None;
    }
    let mut end = start + names(start);
    loop {
        match text.get(end) {
            Some(b'.') => match names(end + 1) {
                0 => return Some(end),
                length => end += 1 + length,
            },
            Some(b'[') => match bracket_end(text, end + 1) {
                Some(after) => end = after,
                None => return Some(end),
            },
            _ => return Some(end),
        }
    }
}

/// The end of what stands in brackets, from after the opening one to after the closing one.
fn bracket_end(text: &[u8], start: usize) -> Option<usize> {
    let inner = match text.get(start)? {
        quote @ (b'"' | b'\'' | b'`') => {
            let length = text[start + 1..].iter().position(|byte| byte == quote)?;
            start + length + 2
        }
        b'-' | b'0'..=b'9' => match number_length(&text[start..])? {
            (length, false) => start + length,
            // Only whole numbers: the point must be a mistake.
            (_, true) => return None,
        },
        _ => path_end(text, start)?,
    };
    (text.get(inner) == Some(&b']')).then_some(inner + 1)
}
