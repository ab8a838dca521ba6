//! The code of a Sass style sheet, apart from comments, strings and unquoted addresses; and how long its expressions are.

use std::ops::Range;

/// How deep interpolations may lie in unquoted addresses to be looked for: each may be looked at twice.
const DEEPEST_ADDRESS: usize = 8;

/// Reads the bytes of a style sheet that are code.
pub(super) struct Code<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    /// What ends the strings and interpolations that are open, the innermost last: a quote, or a brace.
    within: Vec<u8>,
    /// In how many unquoted addresses it is.
    addresses: usize,
}

impl<'t> Code<'t> {
    /// All of a text.
    pub fn new(text: &'t str) -> Code<'t> {
        Code::part(text, 0..text.len())
    }

    /// A part of a text; places count from the start of the text.
    pub fn part(text: &'t str, part: Range<usize>) -> Code<'t> {
        Code { text, at: part.start, end: part.end, within: Vec::new(), addresses: 0 }
    }

    /// The text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Where it reads on.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Goes back to where a byte of code was.
    pub fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    /// Whether it is in an interpolation.
    pub fn is_inside(&self) -> bool {
        !self.within.is_empty()
    }

    /// The name that begins where it reads on, its escapes resolved, and where it stands.
    pub fn name(&mut self) -> Option<(String, Range<usize>)> {
        let start = self.at;
        let mut name = Vec::new();
        while let Some(byte) = self.byte(self.at) {
            self.at += 1;
            match byte {
                b'\\' => {
                    let digits: String =
                        self.text[self.at..self.end].chars().take(6).take_while(char::is_ascii_hexdigit).collect();
                    match u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32) {
                        Some(char) => {
                            name.extend(char.to_string().bytes());
                            self.at += digits.len();
                            if self.byte(self.at).is_some_and(|byte| byte.is_ascii_whitespace()) {
                                self.at += 1;
                            }
                        }
                        None => {
                            let char = self.text[self.at..self.end].chars().next()?;
                            name.extend(char.to_string().bytes());
                            self.at += char.len_utf8();
                        }
                    }
                }
                _ if is_name(byte) => name.push(byte),
                _ => {
                    self.at -= 1;
                    break;
                }
            }
        }
        let name = String::from_utf8(name).ok().filter(|name| !name.is_empty())?;
        Some((name, start..self.at))
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied().filter(|_| at < self.end)
    }

    /// Reads one step: a byte of code, or something that is none.
    fn step(&mut self) -> Option<Option<(usize, u8)>> {
        let at = self.at;
        let byte = self.byte(at)?;
        let next = self.byte(at + 1);
        self.at += 1;
        match (self.within.last().copied(), byte) {
            (Some(quote @ (b'"' | b'\'')), _) => match byte {
                b'\\' => self.at += 1,
                // A string ends with its line at the latest; the compiler tells it.
                b'\n' => drop(self.within.pop()),
                _ if byte == quote => drop(self.within.pop()),
                b'#' if next == Some(b'{') => self.open_interpolation(),
                _ => {}
            },
            (_, b'\\') => {
                self.at += 1;
                return Some(Some((at, byte)));
            }
            (_, b'"' | b'\'') => self.within.push(byte),
            (_, b'/') if next == Some(b'/') => {
                // Not the end of the line: it ends a block of the indented syntax as well.
                let line = &self.text.as_bytes()[at..self.end];
                self.at = line.iter().position(|byte| *byte == b'\n').map_or(self.end, |length| at + length);
            }
            (_, b'/') if next == Some(b'*') => {
                let comment = &self.text.as_bytes()[at + 2..self.end];
                self.at = memchr::memmem::find(comment, b"*/").map_or(self.end, |length| at + length + 4);
            }
            (_, b'#') if next == Some(b'{') => self.open_interpolation(),
            (Some(_), b'}') => drop(self.within.pop()),
            (_, b'(') if self.is_after_url(at) => match self.address(at + 1) {
                Some(end) => self.at = end,
                None => return Some(Some((at, byte))),
            },
            _ => return Some(Some((at, byte))),
        }
        Some(None)
    }

    fn open_interpolation(&mut self) {
        self.at += 1;
        self.within.push(b'}');
    }

    /// Whether the name before a bracket is `url`.
    fn is_after_url(&self, bracket: usize) -> bool {
        let before = &self.text.as_bytes()[..bracket];
        let Some((rest, word)) = before.split_last_chunk::<3>() else { return false };
        word.eq_ignore_ascii_case(b"url") && !rest.last().is_some_and(|byte| is_name(*byte))
    }

    /// Where an address ends that begins there without quotes; none if it is something else, as the compiler tells them apart.
    fn address(&self, from: usize) -> Option<usize> {
        if self.addresses >= DEEPEST_ADDRESS {
            return None;
        }
        let blanks = |mut at: usize| {
            while self.byte(at).is_some_and(|byte| byte.is_ascii_whitespace()) {
                at += 1;
            }
            at
        };
        let mut at = blanks(from);
        loop {
            match self.byte(at)? {
                b')' => return Some(at + 1),
                b'\\' => at += 2,
                b'#' if self.byte(at + 1) == Some(b'{') => {
                    let mut inside = Code {
                        at: at + 2,
                        within: vec![b'}'],
                        addresses: self.addresses + 1,
                        ..Code::part(self.text, 0..self.end)
                    };
                    while inside.is_inside() {
                        inside.step()?;
                    }
                    at = inside.at;
                }
                byte if byte.is_ascii_whitespace() => {
                    at = blanks(at);
                    return (self.byte(at)? == b')').then_some(at + 1);
                }
                b'!' | b'#' | b'%' | b'&' | b'*'..=b'~' | 0x80.. => at += 1,
                _ => return None,
            }
        }
    }
}

impl Iterator for Code<'_> {
    type Item = (usize, u8);

    /// The next byte that is no part of a comment, a string or an unquoted address, and where it stands.
    fn next(&mut self) -> Option<(usize, u8)> {
        loop {
            if let Some(found) = self.step()? {
                return Some(found);
            }
        }
    }
}

/// Whether a byte may stand in a name.
pub(super) fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | 0x80..)
}

/// How many operators the longest expression has: the compiler goes one call deeper for each.
pub(super) fn longest_expression(text: &str, is_indented: bool) -> usize {
    let bytes = text.as_bytes();
    // The operators so far of each bracket that is open.
    let mut counts = vec![0_usize];
    let mut longest = 0;
    for (at, byte) in Code::new(text) {
        let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
        let is_operator = match byte {
            b'+' | b'*' | b'/' | b'%' | b'=' | b'<' | b'>' | b'!' => true,
            // In the middle of a name it is none.
            b'-' => {
                !(is_name(before) && !before.is_ascii_digit() && bytes.get(at + 1).is_some_and(|next| is_name(*next)))
            }
            b'n' | b'a' | b'o' if !is_name(before) && before != b'$' => ["not", "and", "or"].iter().any(|word| {
                bytes[at..].starts_with(word.as_bytes())
                    && !bytes.get(at + word.len()).is_some_and(|next| is_name(*next))
            }),
            b'(' | b'[' | b'{' => {
                counts.push(0);
                false
            }
            b')' | b']' | b'}' => {
                if counts.len() > 1 {
                    counts.pop();
                }
                false
            }
            _ => false,
        };
        let ends = matches!(byte, b',' | b';' | b'}') || byte == b'\n' && is_indented;
        if let Some(count) = counts.last_mut() {
            *count = if ends { 0 } else { *count + usize::from(is_operator) };
            longest = longest.max(*count);
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::{Code, longest_expression};

    #[test]
    fn code_is_what_is_no_comment_string_or_address() {
        let cases = [
            ("a /* b */ c // d\n e", "a  c \n e"),
            ("a \"b\\\"c\" d", "a  d"),
            ("a \"b\nc", "a c"),
            ("a '#{b \"c\" + '#{d}'}' e", "a b  + d e"),
            ("url(http://a) b", "url b"),
            ("url( a ) b url(\"c\") URL(//) curl(x//y", "url b url() URL curl(x"),
            ("url($a + //\nb)", "url($a + \nb)"),
            ("url(#{url(#{a}//)}//)b", "urlb"),
            ("a\\\"b", "a\\b"),
        ];
        for (text, expected) in cases {
            let code: Vec<u8> = Code::new(text).map(|(_, byte)| byte).collect();
            assert_eq!(String::from_utf8(code).expect("ASCII"), expected, "{text}");
        }
    }

    #[test]
    fn names_are_read_with_their_escapes() {
        for (text, expected) in
            [("a-b_1 c", "a-b_1"), ("m\\69 xin", "mixin"), ("m\\69xin(", "mixin"), ("\\{a", "{a"), ("圆 ", "圆")]
        {
            assert_eq!(Code::new(text).name().map(|(name, _)| name).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(Code::new(" a").name(), None);
        assert_eq!(Code::new("").name(), None);
    }

    #[test]
    fn an_expression_is_as_long_as_its_operators() {
        let cases = [
            ("a { b: c }", 0),
            ("a{b:1+1-1*1/1%1}", 5),
            ("a{b:- - -1}", 3),
            ("$a: not not true and false or $or;", 4),
            ("a-b-c d-e 1-1 $a - $b", 2),
            ("a{b:1+1,1+1;c:1+1}d>e{}f>g{}h>i{}", 1),
            ("a{b:1+f(1,1)+f(1,1)+(1+1+1+1)}", 3),
            ("a{b:url(data:a;base64,a+b/c+d/e==)}", 0),
            ("a{b:\"+++\";c:#{1+1}} /* ++++ */", 1),
        ];
        for (text, expected) in cases {
            assert_eq!(longest_expression(text, false), expected, "{text}");
        }
        assert_eq!(longest_expression("a\n  b: 1 + 1\n  c: 1 + 1\n", true), 1);
    }
}
