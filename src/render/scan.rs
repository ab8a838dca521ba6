//! HTML cut into tags and texts, as far as links and words need it: byte ranges, no tree, any input.
//!
//! After the tokenisation of the HTML standard (section 13.2.5), without its error reports.

use std::ops::Range;

use memchr::{memchr, memmem};

/// A piece of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Text between tags, entities as written.
    Text(Range<usize>),
    /// The content of an element that holds no tags: script, style, title, textarea and their like.
    Raw(Range<usize>),
    /// A start tag: its name, and where its attributes stand.
    Open { name: Range<usize>, attributes: Range<usize> },
    /// An end tag: its name.
    Close { name: Range<usize> },
    /// A comment, a doctype, a processing instruction.
    Other,
}

/// An attribute: its name and its value without quotes, entities as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    pub name: Range<usize>,
    pub value: Option<Range<usize>>,
}

/// Elements whose content is text up to their end tag.
const RAW: [&[u8]; 8] = [b"script", b"style", b"textarea", b"title", b"xmp", b"iframe", b"noembed", b"noframes"];

/// The tokens of an HTML text, in order; together they cover all of it.
pub(super) struct Scanner<'a> {
    html: &'a [u8],
    at: usize,
    /// The element whose raw content comes next.
    raw: Option<Range<usize>>,
    /// How deep in SVG or MathML, where `<title/>` ends itself.
    foreign: usize,
}

impl<'a> Scanner<'a> {
    pub fn new(html: &'a [u8]) -> Scanner<'a> {
        Scanner { html, at: 0, raw: None, foreign: 0 }
    }

    fn text(&mut self, start: usize) -> Token {
        // A `<` that opens no tag is text.
        let end = memchr(b'<', &self.html[start + 1..]).map_or(self.html.len(), |found| start + 1 + found);
        self.at = end;
        Token::Text(start..end)
    }

    fn raw_end(&self, name: &[u8], start: usize) -> usize {
        let mut from = start;
        while let Some(found) = memmem::find(&self.html[from..], b"</") {
            let at = from + found;
            let after = at + 2 + name.len();
            let named = self.html.get(at + 2..after).is_some_and(|found| found.eq_ignore_ascii_case(name));
            if named && self.html.get(after).is_none_or(|byte| ends_name(*byte)) {
                return at;
            }
            from = at + 2;
        }
        self.html.len()
    }

    fn name_end(&self, start: usize) -> usize {
        self.html[start..].iter().position(|byte| ends_name(*byte)).map_or(self.html.len(), |length| start + length)
    }

    fn up_to(&mut self, from: usize, end: &[u8]) {
        let rest = self.html.get(from..).unwrap_or_default();
        self.at = memmem::find(rest, end).map_or(self.html.len(), |found| from + found + end.len());
    }

    fn open(&mut self, start: usize) -> Token {
        let name = start + 1..self.name_end(start + 1);
        let attributes = Attributes { html: self.html, at: name.end };
        let end = attributes.end();
        let self_closing = end > name.end && self.html.get(end - 1) == Some(&b'/');
        self.at = (end + 1).min(self.html.len());
        let is = |element: &[u8]| self.html[name.clone()].eq_ignore_ascii_case(element);
        if (is(b"svg") || is(b"math")) && !self_closing {
            self.foreign += 1;
        }
        if RAW.into_iter().any(is) && !(self.foreign > 0 && self_closing) {
            self.raw = Some(name.clone());
        }
        Token::Open { attributes: name.end..end, name }
    }

    fn close(&mut self, start: usize) -> Token {
        let name = start + 2..self.name_end(start + 2);
        if [&b"svg"[..], b"math"].into_iter().any(|element| self.html[name.clone()].eq_ignore_ascii_case(element)) {
            self.foreign = self.foreign.saturating_sub(1);
        }
        self.up_to(name.end, b">");
        Token::Close { name }
    }
}

impl Iterator for Scanner<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let start = self.at;
        if let Some(name) = self.raw.take() {
            let end = self.raw_end(&self.html[name], start);
            self.at = end;
            if end > start {
                return Some(Token::Raw(start..end));
            }
        }
        let rest = self.html.get(start..).filter(|rest| !rest.is_empty())?;
        let token = match rest {
            [b'<', b'!', b'-', b'-', ..] => {
                // `<!-->` is a whole comment.
                self.up_to(start + 2, b"-->");
                Token::Other
            }
            [b'<', b'!' | b'?', ..] => {
                self.up_to(start, b">");
                Token::Other
            }
            [b'<', b'/', letter, ..] if letter.is_ascii_alphabetic() => self.close(start),
            [b'<', letter, ..] if letter.is_ascii_alphabetic() => self.open(start),
            _ => self.text(start),
        };
        Some(token)
    }
}

/// The attributes of a start tag.
pub(super) struct Attributes<'a> {
    html: &'a [u8],
    at: usize,
}

impl<'a> Attributes<'a> {
    /// Those in the bytes `span` of `html`, as a start tag gave them.
    pub fn of(html: &'a [u8], span: Range<usize>) -> Attributes<'a> {
        Attributes { html: &html[..span.end], at: span.start }
    }

    /// Where the tag's `>` stands, or the text ends.
    fn end(mut self) -> usize {
        while self.next().is_some() {}
        self.at
    }

    fn skip(&mut self, what: impl Fn(u8) -> bool) {
        while self.html.get(self.at).is_some_and(|byte| what(*byte)) {
            self.at += 1;
        }
    }
}

impl Iterator for Attributes<'_> {
    type Item = Attribute;

    fn next(&mut self) -> Option<Attribute> {
        self.skip(|byte| byte.is_ascii_whitespace() || byte == b'/');
        let start = self.at;
        if matches!(self.html.get(start), None | Some(b'>')) {
            return None;
        }
        // A name may begin with `=`.
        self.at += 1;
        self.skip(|byte| !ends_name(byte) && byte != b'=');
        let name = start..self.at;
        let after_name = self.at;
        self.skip(|byte| byte.is_ascii_whitespace());
        if self.html.get(self.at) != Some(&b'=') {
            self.at = after_name;
            return Some(Attribute { name, value: None });
        }
        self.at += 1;
        self.skip(|byte| byte.is_ascii_whitespace());
        let value = match self.html.get(self.at) {
            Some(&quote @ (b'"' | b'\'')) => {
                let start = self.at + 1;
                let end = memchr(quote, &self.html[start..]).map_or(self.html.len(), |length| start + length);
                self.at = (end + 1).min(self.html.len());
                start..end
            }
            _ => {
                let start = self.at;
                self.skip(|byte| !byte.is_ascii_whitespace() && byte != b'>');
                start..self.at
            }
        };
        Some(Attribute { name, value: Some(value) })
    }
}

fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Attributes, Scanner, Token};

    fn show(html: &str) -> Vec<String> {
        let text = |range: std::ops::Range<usize>| html[range].to_owned();
        Scanner::new(html.as_bytes())
            .map(|token| match token {
                Token::Text(range) => text(range),
                Token::Raw(range) => format!("raw {}", text(range)),
                Token::Close { name } => format!("/{}", text(name)),
                Token::Other => "-".to_owned(),
                Token::Open { name, attributes } => {
                    let all = Attributes::of(html.as_bytes(), attributes).map(|attribute| {
                        let value = attribute.value.map_or(String::new(), |value| format!("={}", text(value)));
                        format!(" {}{value}", text(attribute.name))
                    });
                    format!("<{}{}", text(name), all.collect::<String>())
                }
            })
            .collect()
    }

    #[test]
    fn tags_texts_and_attributes_are_told_apart() {
        assert_eq!(
            show("<!doctype html><a href=\"x>y\" b='c' d = e/f g>t &lt; 1 < 2</a><br/><!-- <a> -->"),
            ["-", "<a href=x>y b=c d=e/f g", "t &lt; 1 ", "< 2", "/a", "<br", "-"]
        );
        assert_eq!(show("<script>\"<a>\"</SCRIPT ><p>"), ["<script", "raw \"<a>\"", "/SCRIPT", "<p"]);
        assert_eq!(
            show("<svg><title/><a></svg><title></title>x"),
            ["<svg", "<title", "<a", "/svg", "<title", "/title", "x"]
        );
        assert_eq!(show("<a href=\"x"), ["<a href=x"]);
        assert_eq!(show("<a href="), ["<a href="]);
        assert_eq!(show("<"), ["<"]);
        assert_eq!(show("<!-->x"), ["-", "x"]);
    }

    proptest! {
        #[test]
        fn any_text_is_scanned_to_its_end(html in "[<>/=\"' !a-c\\-svgtile中]{0,80}") {
            let mut scanner = Scanner::new(html.as_bytes());
            let mut last = 0;
            while let Some(token) = scanner.next() {
                prop_assert!(scanner.at > last);
                last = scanner.at;
                if let Token::Open { attributes, .. } = token {
                    for attribute in Attributes::of(html.as_bytes(), attributes.clone()) {
                        prop_assert!(attribute.name.end <= attributes.end);
                    }
                }
            }
            prop_assert_eq!(last, html.len());
        }
    }
}
