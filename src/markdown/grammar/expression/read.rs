//! Reads regular expressions as Oniguruma's own syntax has them; what is rare or doubtful in it is left to Oniguruma.

use super::class::Class;
use super::node::{Greed, Node, Place};
use super::read_class;

/// How deep groups may stand in each other.
const DEEPEST: usize = 100;

/// What changes the meaning of what follows.
#[derive(Clone, Copy, Default)]
pub struct Options {
    /// `i`: the case of letters does not count.
    pub fold: bool,
    /// `m`: a dot stands for the end of the line too.
    dot_all: bool,
    /// `x`: blanks and comments do not count.
    extended: bool,
}

/// A place in an expression.
pub struct Reader<'e> {
    rest: &'e str,
}

/// The tree of `expression`; `None` if it is left to Oniguruma.
pub fn read(expression: &str) -> Option<Node> {
    let mut reader = Reader { rest: expression };
    let node = reader.choice(Options::default(), DEEPEST)?;
    reader.rest.is_empty().then_some(node)
}

impl Reader<'_> {
    /// The next character, which stays.
    pub fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Whether this comes next.
    pub fn comes(&self, text: &str) -> bool {
        self.rest.starts_with(text)
    }

    /// The next character, which is taken.
    pub fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    /// Takes `text` if it comes next.
    pub fn takes(&mut self, text: &str) -> bool {
        let after = self.rest.strip_prefix(text);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Takes what stands before `end`, and that.
    pub fn until(&mut self, end: &str) -> Option<&str> {
        let (before, after) = self.rest.split_once(end)?;
        self.rest = after;
        Some(before)
    }

    /// Alternatives up to a closing bracket or the end, neither of which is taken.
    fn choice(&mut self, options: Options, deep: usize) -> Option<Node> {
        let deep = deep.checked_sub(1)?;
        let mut branches = Vec::new();
        let mut items = Vec::new();
        loop {
            self.skip(options);
            match self.peek() {
                None | Some(')') => break,
                Some('|') => {
                    self.next();
                    branches.push(sequence(std::mem::take(&mut items)));
                }
                Some(_) => {
                    if let Some(options) = self.options_alone(options) {
                        // `a(?i)b|c` is `a(?i:b|c)`.
                        items.push(self.choice(options, deep)?);
                        break;
                    }
                    let item = self.item(options, deep)?;
                    items.push(self.repeated(item, options)?);
                }
            }
        }
        branches.push(sequence(items));
        Some(if branches.len() == 1 { branches.swap_remove(0) } else { Node::Choice(branches) })
    }

    /// Takes what does not count.
    fn skip(&mut self, options: Options) {
        loop {
            if self.comes("(?#") {
                if self.until(")").is_none() {
                    return;
                }
            } else if options.extended && self.peek().is_some_and(char::is_whitespace) {
                self.next();
            } else if options.extended && self.comes("#") {
                if self.until("\n").is_none() {
                    self.rest = "";
                }
            } else {
                return;
            }
        }
    }

    /// `(?i)`: options for all that follows in the group.
    fn options_alone(&mut self, options: Options) -> Option<Options> {
        let mut ahead = Reader { rest: self.rest.strip_prefix("(?")? };
        let options = ahead.options(options)?;
        ahead.rest = ahead.rest.strip_prefix(')')?;
        self.rest = ahead.rest;
        Some(options)
    }

    /// Letters of options, up to what ends them.
    fn options(&mut self, mut options: Options) -> Option<Options> {
        let mut on = true;
        loop {
            match self.peek()? {
                '-' => on = false,
                'i' => options.fold = on,
                'm' => options.dot_all = on,
                'x' => options.extended = on,
                ')' | ':' => return Some(options),
                _ => return None,
            }
            self.next();
        }
    }

    fn item(&mut self, options: Options, deep: usize) -> Option<Node> {
        match self.next()? {
            '(' => self.group(options, deep),
            '[' => {
                let (class, not) = read_class::read(self, deep)?;
                let class = if options.fold { read_class::folded(class, not)? } else { class };
                Some(Node::Class(if not { class.not() } else { class }))
            }
            '.' => Some(Node::Class(if options.dot_all { Class::ALL } else { Class::ANY })),
            '^' => Some(Node::Place(Place::LineStart)),
            '$' => Some(Node::Place(Place::LineEnd)),
            '*' | '+' | '?' => None,
            '{' if self.interval().is_some() => None,
            '\\' => self.escape(options),
            c => literal(c, options),
        }
    }

    fn group(&mut self, options: Options, deep: usize) -> Option<Node> {
        let (kind, options): (fn(Node) -> Node, Options) = if !self.takes("?") {
            if self.comes("*") {
                return None;
            }
            (|node| node, options)
        } else if self.takes("=") {
            (|node| Node::Ahead { not: false, node: Box::new(node) }, options)
        } else if self.takes("!") {
            (|node| Node::Ahead { not: true, node: Box::new(node) }, options)
        } else if self.takes("<=") {
            (|node| Node::Behind { not: false, node: Box::new(node) }, options)
        } else if self.takes("<!") {
            (|node| Node::Behind { not: true, node: Box::new(node) }, options)
        } else if self.takes(">") {
            (|node| Node::Atomic(Box::new(node)), options)
        } else if self.takes("<") {
            self.until(">")?;
            (|node| node, options)
        } else {
            let options = self.options(options)?;
            if !self.takes(":") {
                return None;
            }
            (|node| node, options)
        };
        let node = self.choice(options, deep)?;
        self.takes(")").then(|| kind(node))
    }

    /// What comes behind a backslash, outside of sets.
    fn escape(&mut self, options: Options) -> Option<Node> {
        if let Some(class) = read_class::kind(self) {
            return class.map(Node::Class);
        }
        let place = |place| Some(Node::Place(place));
        match self.peek()? {
            'b' | 'B' | 'A' | 'Z' | 'z' => match self.next()? {
                'b' => place(Place::WordEdge),
                'B' => place(Place::NoWordEdge),
                'A' => place(Place::TextStart),
                'Z' => place(Place::LastLineEnd),
                _ => place(Place::TextEnd),
            },
            'N' | 'O' => Some(Node::Class(if self.next()? == 'N' { Class::ANY } else { Class::ALL })),
            'R' | 'X' => self.next().map(|_| Node::Opaque),
            'k' | 'g' => {
                self.next();
                let end = if self.takes("<") {
                    ">"
                } else if self.takes("'") {
                    "'"
                } else {
                    return None;
                };
                self.until(end).map(|_| Node::Opaque)
            }
            '1'..='9' => {
                self.next();
                (!self.peek().is_some_and(|c| c.is_ascii_digit())).then_some(Node::Opaque)
            }
            _ => literal(self.character()?, options),
        }
    }

    /// The one character that what comes behind a backslash stands for.
    pub fn character(&mut self) -> Option<char> {
        Some(match self.next()? {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\u{C}',
            'v' => '\u{B}',
            'a' => '\u{7}',
            'e' => '\u{1B}',
            'x' if self.takes("{") => self.until("}").and_then(number)?,
            'x' => {
                let digits = self.digits(16, 2)?;
                // Beyond ASCII it would be a lone byte.
                number(digits).filter(char::is_ascii)?
            }
            'u' => {
                let digits = self.digits(16, 4)?;
                (digits.len() == 4).then(|| number(digits))??
            }
            '0' => match self.digits(8, 2) {
                Some(digits) => char::from(u8::from_str_radix(digits, 8).ok()?),
                None => '\0',
            },
            'c' | 'C' | 'M' | 'o' | 'y' | 'Y' | 'K' | 'G' => return None,
            c => c,
        })
    }

    fn digits(&mut self, base: u32, most: usize) -> Option<&str> {
        let count = self.rest.chars().take(most).take_while(|c| c.is_digit(base)).count();
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        (count > 0).then_some(digits)
    }

    /// The item as often as what follows it says.
    fn repeated(&mut self, item: Node, options: Options) -> Option<Node> {
        self.skip(options);
        let (least, most, is_interval) = match self.peek() {
            Some('*') => (0, None, false),
            Some('+') => (1, None, false),
            Some('?') => (0, Some(1), false),
            Some('{') => {
                let mut ahead = Reader { rest: &self.rest[1..] };
                let Some((least, most)) = ahead.interval() else { return Some(item) };
                self.rest = ahead.rest;
                (least, most, true)
            }
            _ => return Some(item),
        };
        if !is_interval {
            self.next();
        }
        let greed = match self.peek() {
            Some('?') if !(is_interval && Some(least) == most) => Greed::Lazy,
            Some('+') if !is_interval => Greed::Possessive,
            _ => Greed::Greedy,
        };
        if greed != Greed::Greedy {
            self.next();
        }
        self.skip(options);
        let again = matches!(self.peek(), Some('*' | '+' | '?'))
            || (self.comes("{") && Reader { rest: &self.rest[1..] }.interval().is_some());
        let is_place = item.width() == Some(0);
        if again || is_place || most.is_some_and(|most| most < least) {
            return None;
        }
        Some(Node::Repeat { node: Box::new(item), least, most, greed })
    }

    /// The numbers of `{2,5}` behind its bracket, which are taken if it is one.
    fn interval(&mut self) -> Option<(u32, Option<u32>)> {
        let (inside, after) = self.rest.split_once('}')?;
        let number = |text: &str| {
            (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
        };
        let found = match inside.split_once(',') {
            None => (number(inside)?, Some(number(inside)?)),
            Some((least, "")) => (number(least)?, None),
            Some(("", most)) => (0, Some(number(most)?)),
            Some((least, most)) => (number(least)?, Some(number(most)?)),
        };
        self.rest = after;
        Some(found)
    }
}

fn number(digits: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

fn literal(c: char, options: Options) -> Option<Node> {
    match (c.is_ascii(), options.fold) {
        (true, false) => Some(Node::Class(Class::of(c))),
        (true, true) => Some(Node::Class(Class::of(c).folded())),
        (false, false) => Some(Node::Char(c)),
        // It may stand for several of ASCII.
        (false, true) => None,
    }
}

fn sequence(mut items: Vec<Node>) -> Node {
    if items.len() == 1 { items.swap_remove(0) } else { Node::Sequence(items) }
}
