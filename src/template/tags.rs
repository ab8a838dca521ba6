//! The tags of a template, cut out of its text without knowing its dialect: what both languages agree on.
//!
//! Both write `{{ … }}`, `{% … %}` and `{# … #}`, quote texts with `"`, `'` or a backquote, and leave alone what stands
//! between `{% raw %}` and `{% endraw %}`.

use std::ops::Range;

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its bytes, with its braces.
    pub span: Range<usize>,
    /// What stands inside.
    pub inner: Range<usize>,
    /// Whether it is a `{% … %}`.
    pub is_statement: bool,
}

/// What a piece of a tag is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name or a keyword.
    Word,
    /// A number.
    Number,
    /// A text in quotes.
    Text,
    /// One other character.
    Mark,
}

/// A piece of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'t> {
    /// What it is.
    pub kind: Kind,
    /// It as written, quotes included.
    pub text: &'t str,
    /// Its first byte.
    pub start: usize,
}

/// The tags of `text`, comments and raw stretches left out.
pub fn tags(text: &str) -> Vec<Tag> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'{', &bytes[at..]).map(|ahead| at + ahead) {
        let (close, is_statement) = match bytes.get(open + 1) {
            Some(b'{') => ("}}", false),
            Some(b'%') => ("%}", true),
            Some(b'#') => {
                at = text[open..].find("#}").map_or(text.len(), |end| open + end + 2);
                continue;
            }
            _ => {
                at = open + 1;
                continue;
            }
        };
        let Some(end) = end_of(text, open + 2, close) else {
            at = open + 2;
            continue;
        };
        let trim = |byte: Option<&u8>| usize::from(byte == Some(&b'-'));
        let start = open + 2 + trim(bytes.get(open + 2));
        let inner = start..end.saturating_sub(trim(bytes[..end].last())).max(start);
        at = end + 2;
        if is_statement && text[inner.clone()].trim() == "raw" {
            at = end_of_raw(text, at);
            continue;
        }
        found.push(Tag { span: open..end + 2, inner, is_statement });
    }
    found
}

/// Where `close` stands outside of quotes; where quotes are unbalanced, where it stands at all.
fn end_of(text: &str, from: usize, close: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut quote = None;
    for at in from..bytes.len() {
        match (quote, bytes[at]) {
            (None, b'"' | b'\'' | b'`') => quote = Some(bytes[at]),
            (Some(open), byte) if byte == open => quote = None,
            (None, _) if bytes[at..].starts_with(close.as_bytes()) => return Some(at),
            _ => {}
        }
    }
    text[from..].find(close).map(|ahead| from + ahead)
}

/// The end of `{% endraw %}`.
fn end_of_raw(text: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(open) = text[at..].find("{%").map(|ahead| at + ahead) {
        // `{%}` ends nothing: the two would share their sign.
        let Some(end) = text[open + 2..].find("%}").map(|ahead| open + 2 + ahead) else { break };
        if text[open + 2..end].trim_matches(['-', ' ', '\t', '\r', '\n']) == "endraw" {
            return end + 2;
        }
        at = open + 2;
    }
    text.len()
}

/// The pieces of `inner`, the inside of a tag of `text`.
pub fn pieces(text: &str, inner: Range<usize>) -> Vec<Piece<'_>> {
    let inside = &text[inner.clone()];
    let mut found = Vec::new();
    let mut rest = inside.char_indices().peekable();
    while let Some((at, first)) = rest.next() {
        if first.is_whitespace() {
            continue;
        }
        let while_true = |is_part: fn(char) -> bool| {
            inside[at..].find(|c: char| !is_part(c)).map_or(inside.len(), |ahead| at + ahead)
        };
        let (kind, end) = match first {
            '"' | '\'' | '`' => {
                let close = inside[at + 1..].find(first).map_or(inside.len(), |ahead| at + 2 + ahead);
                (Kind::Text, close)
            }
            '0'..='9' => (Kind::Number, while_true(|c| c.is_ascii_digit())),
            c if c.is_alphabetic() || c == '_' => (Kind::Word, while_true(|c| c.is_alphanumeric() || c == '_')),
            c => (Kind::Mark, at + c.len_utf8()),
        };
        while rest.next_if(|(next, _)| *next < end).is_some() {}
        found.push(Piece { kind, text: &inside[at..end], start: inner.start + at });
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Kind, pieces, tags};

    fn inside(text: &str) -> Vec<&str> {
        tags(text).into_iter().map(|tag| text[tag.inner].trim()).collect()
    }

    #[test]
    fn comments_and_raw_stretches_hold_no_tags() {
        let text = "a {{ b }}{# {{ c }} #}{%- raw -%}{{ d }}{%- endraw -%}{%- if e -%} { {{f}} {{ \"}}\" ~ '%}' }}";
        assert_eq!(inside(text), ["b", "if e", "f", "\"}}\" ~ '%}'"]);
        assert_eq!(inside("{{ a"), [""; 0]);
        assert_eq!(inside("{{ it's }} {{ b }}"), ["it's", "b"]);
        assert_eq!(inside("{% raw %}{{ a }}"), [""; 0]);
        assert_eq!(inside("{% raw %} a {%} endraw %}{{ b }}"), [""; 0]);
    }

    #[test]
    fn pieces_are_words_texts_numbers_and_marks() {
        let text = "{{ a.b | f(x=\"y z\", n=1.5) }}";
        let inner = tags(text)[0].inner.clone();
        let found = pieces(text, inner);
        let shown: Vec<&str> = found.iter().map(|piece| piece.text).collect();
        assert_eq!(shown, ["a", ".", "b", "|", "f", "(", "x", "=", "\"y z\"", ",", "n", "=", "1", ".", "5", ")"]);
        assert_eq!(found[8].kind, Kind::Text);
        assert!(text[found[4].start..].starts_with("f("));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "([{}%#\"'`a-z:.中 -]|raw|endraw){0,40}") {
            for tag in tags(&text) {
                prop_assert!(tag.span.start < tag.inner.start && tag.inner.end < tag.span.end);
                for piece in pieces(&text, tag.inner) {
                    prop_assert!(text[piece.start..].starts_with(piece.text));
                }
            }
        }
    }
}
