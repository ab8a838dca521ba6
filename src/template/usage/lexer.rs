//! Cutting the text of a Tera 2 template into tokens.
//!
//! <https://keats.github.io/tera/>. Text between tags is dropped: it shows nothing of any variable.

/// A token inside `{{ … }}` or `{% … %}`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Token<'a> {
    /// `{{`
    OpenOutput,
    /// `}}` that ends an output
    CloseOutput,
    /// `{%`
    OpenTag,
    /// `%}`
    CloseTag,
    /// A name or keyword.
    Word(&'a str),
    /// A string without its quotes, escapes still in it.
    Text(&'a str),
    /// A number, `true`, `false`.
    Scalar,
    /// An operator or bracket.
    Sign(&'static str),
}

/// The text is no template as far as this lexer knows.
#[derive(Debug, PartialEq)]
pub struct Strange;

/// Operators, longer ones before those they begin with.
const SIGNS: [&str; 31] = [
    "...", "//", "**", "==", "!=", ">=", "<=", "</", "?.", "?[", "+", "-", "*", "/", "%", "!", ".", ",", ":", "~", "|",
    "=", ">", "<", "(", ")", "[", "]", "{", "}", "@",
];

/// The tokens of a template.
pub fn tokens(text: &str) -> Result<Vec<Token<'_>>, Strange> {
    let mut found = Vec::with_capacity(text.len() / 6);
    let mut rest = text;
    while let Some(at) = memchr::memchr_iter(b'{', rest.as_bytes())
        .find(|at| matches!(rest.as_bytes().get(at + 1), Some(b'{' | b'%' | b'#')))
    {
        let kind = rest.as_bytes()[at + 1];
        rest = &rest[at + 2..];
        // The mark of whitespace to be trimmed.
        rest = rest.strip_prefix('-').unwrap_or(rest);
        rest = match kind {
            b'#' => &rest[rest.find("#}").ok_or(Strange)? + 2..],
            b'{' => {
                found.push(Token::OpenOutput);
                inside(rest, "}}", Token::CloseOutput, &mut found)?
            }
            _ => match bare_tag(rest, "raw") {
                Some(body) => after_raw(body)?,
                None => {
                    found.push(Token::OpenTag);
                    inside(rest, "%}", Token::CloseTag, &mut found)?
                }
            },
        };
    }
    Ok(found)
}

/// What follows a tag of one word and nothing else, if `rest` begins with its inside.
fn bare_tag<'a>(rest: &'a str, word: &str) -> Option<&'a str> {
    let rest = rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace()).strip_prefix(word)?;
    let rest = rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace());
    rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")
}

/// What follows the end of a raw section.
fn after_raw(mut rest: &str) -> Result<&str, Strange> {
    loop {
        rest = &rest[rest.find("{%").ok_or(Strange)? + 2..];
        if let Some(after) = bare_tag(rest.strip_prefix('-').unwrap_or(rest), "endraw") {
            return Ok(after);
        }
    }
}

/// Adds the tokens up to and with `end`, and gives what follows it.
fn inside<'a>(mut rest: &'a str, end: &str, close: Token<'a>, found: &mut Vec<Token<'a>>) -> Result<&'a str, Strange> {
    loop {
        rest = rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace());
        if let Some(after) = rest.strip_prefix('-').unwrap_or(rest).strip_prefix(end) {
            found.push(close);
            return Ok(after);
        }
        let bytes = rest.as_bytes();
        let length = match bytes.first().ok_or(Strange)? {
            quote @ (b'"' | b'\'' | b'`') => {
                let length = string_length(bytes, *quote)?;
                found.push(Token::Text(&rest[1..length - 1]));
                length
            }
            b'0'..=b'9' => {
                found.push(Token::Scalar);
                number_length(bytes)
            }
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
                let length = bytes.iter().take_while(|byte| **byte == b'_' || byte.is_ascii_alphanumeric()).count();
                let word = &rest[..length];
                let truth = matches!(word, "true" | "True" | "false" | "False");
                found.push(if truth { Token::Scalar } else { Token::Word(word) });
                length
            }
            _ => {
                let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign)).ok_or(Strange)?;
                found.push(Token::Sign(sign));
                sign.len()
            }
        };
        rest = &rest[length..];
    }
}

/// The length of a string with its quotes.
fn string_length(bytes: &[u8], quote: u8) -> Result<usize, Strange> {
    let mut escaped = false;
    for (at, byte) in bytes.iter().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            byte if *byte == quote => return Ok(at + 1),
            _ => {}
        }
    }
    Err(Strange)
}

/// The length of a number: digits with at most one point.
fn number_length(bytes: &[u8]) -> usize {
    let mut point = false;
    let digit = |byte: &&u8| byte.is_ascii_digit() || (**byte == b'.' && !std::mem::replace(&mut point, true));
    bytes.iter().take_while(digit).count()
}

/// A string as it is meant, its escapes resolved.
pub fn unescape(text: &str) -> Box<str> {
    if !text.contains('\\') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        out.push(match letter {
            '\\' => match letters.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                Some(other) => other,
                None => break,
            },
            letter => letter,
        });
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::{Strange, Token, tokens, unescape};

    #[test]
    fn text_comments_and_raw_sections_are_dropped() {
        let text = "a { b {# {{ x }} #}{%- raw -%} {{ y }} {% z %} {%- endraw %}{{- w -}} c";
        assert_eq!(tokens(text), Ok(vec![Token::OpenOutput, Token::Word("w"), Token::CloseOutput]));
    }

    #[test]
    fn signs_are_as_long_as_can_be() {
        let found = tokens("{% a?.b ... <= 1.5.c </d> -2 %}").unwrap();
        let signs: Vec<&str> = found
            .iter()
            .filter_map(|token| match token {
                Token::Sign(sign) => Some(*sign),
                _ => None,
            })
            .collect();
        assert_eq!(signs, ["?.", "...", "<=", ".", "</", ">", "-"]);
    }

    #[test]
    fn strings_end_at_their_own_quote() {
        let found = tokens(r#"{{ "a'b\"}}" }}{{ `x` }}"#).unwrap();
        assert_eq!(found[1], Token::Text(r#"a'b\"}}"#));
        assert_eq!(found[4], Token::Text("x"));
        assert_eq!(&*unescape(r#"a\"\n\\"#), "a\"\n\\");
    }

    #[test]
    fn what_is_cut_off_is_strange() {
        for text in ["{{ a", "{% raw %} x", "{# a", "{{ \"a }}", "{{ 中 }}", "{%"] {
            assert_eq!(tokens(text), Err(Strange), "{text}");
        }
    }
}
