//! Reading shortcode calls: what is no call stays text (checklist SC-2, SC-3).

use std::ops::Range;

use super::call::{Argument, Body, Call, Literal, Part};

/// So many calls may stand in one another's bodies; deeper ones stay text.
const DEEPEST: usize = 64;

/// What was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// The pieces of the text.
    pub parts: Vec<Part>,
    /// The first tags of calls whose `{% end %}` is missing; they stand as text among the pieces.
    pub unclosed: Vec<Range<usize>>,
}

/// A call whose end has not come yet.
struct Open {
    call: Call,
    parts: Vec<Part>,
}

/// Reads the bytes `span` of `text`.
pub fn parse(text: &str, span: Range<usize>) -> Parsed {
    let mut open: Vec<Open> = Vec::new();
    let mut parts: Vec<Part> = Vec::new();
    let bytes = &text.as_bytes()[..span.end];
    let mut at = span.start;
    while let Some(brace) = memchr::memchr(b'{', &bytes[at..]).map(|ahead| at + ahead) {
        push_text(&mut parts, at..brace);
        let (part, end) = match bytes.get(brace + 1) {
            Some(b'{' | b'%') => read(text, brace, span.end),
            _ => (Tag::None, brace + 1),
        };
        // The second brace of `{{{` may open a call.
        at = end;
        match part {
            Tag::None => push_text(&mut parts, brace..end),
            Tag::Shown(part) => parts.push(part),
            Tag::Inline(call) => parts.push(Part::Call(call)),
            Tag::Opening(_) if open.len() >= DEEPEST => push_text(&mut parts, brace..end),
            Tag::Opening(call) => open.push(Open { call, parts: std::mem::take(&mut parts) }),
            Tag::End => match open.pop() {
                Some(Open { mut call, parts: outer }) => {
                    let inner = std::mem::replace(&mut parts, outer);
                    call.body = Some(Body { span: call.tag.end..brace, parts: inner });
                    call.span.end = end;
                    parts.push(Part::Call(call));
                }
                None => push_text(&mut parts, brace..end),
            },
        }
    }
    push_text(&mut parts, at..span.end);
    let mut unclosed = Vec::new();
    while let Some(Open { call, parts: outer }) = open.pop() {
        let inner = std::mem::replace(&mut parts, outer);
        push_text(&mut parts, call.tag.clone());
        for part in inner {
            match part {
                Part::Text(range) => push_text(&mut parts, range),
                part => parts.push(part),
            }
        }
        unclosed.insert(0, call.tag);
    }
    Parsed { parts, unclosed }
}

/// Adds text, to the text before it where they touch.
fn push_text(parts: &mut Vec<Part>, range: Range<usize>) {
    if range.is_empty() {
        return;
    }
    match parts.last_mut() {
        Some(Part::Text(last)) if last.end == range.start => last.end = range.end,
        _ => parts.push(Part::Text(range)),
    }
}

/// What starts at a brace.
enum Tag {
    None,
    Inline(Call),
    Opening(Call),
    End,
    Shown(Part),
}

/// What starts at `brace`, and where it ends.
fn read(text: &str, brace: usize, limit: usize) -> (Tag, usize) {
    let none = (Tag::None, brace + 1);
    let mut reader = Reader { text: &text[..limit], at: brace + 2 };
    let is_statement = text.as_bytes()[brace + 1] == b'%';
    let close = if is_statement { "%}" } else { "}}" };
    if reader.takes("/*") {
        return shown(reader, brace, is_statement).map_or(none, |(part, end)| (Tag::Shown(part), end));
    }
    reader.blanks();
    if is_statement && reader.clone().word() == Some("end") {
        let mut end = reader.clone();
        end.word();
        end.blanks();
        if end.takes(close) {
            return (Tag::End, end.at);
        }
    }
    let Some((name, arguments)) = reader.call() else { return none };
    reader.blanks();
    if !reader.takes(close) {
        return none;
    }
    let tag = brace..reader.at;
    let call = Call { span: tag.clone(), tag, name, arguments, body: None };
    let end = reader.at;
    (if is_statement { Tag::Opening(call) } else { Tag::Inline(call) }, end)
}

/// A call that is only shown, from behind its `/*` on.
fn shown(mut reader: Reader<'_>, brace: usize, is_statement: bool) -> Option<(Part, usize)> {
    let inside = reader.at;
    reader.blanks();
    reader.call()?;
    reader.blanks();
    let inside = inside..reader.at;
    let close = if is_statement { "*/%}" } else { "*/}}" };
    let mut printed = vec![brace..brace + 2, inside];
    if !reader.takes(close) {
        return None;
    }
    printed.push(reader.at - 2..reader.at);
    if is_statement {
        let from = reader.at;
        let (end, word) = end_of_shown(&reader)?;
        printed.push(from..end.start);
        printed.extend([end.start..end.start + 2, word, end.end - 2..end.end]);
        reader.at = end.end;
    }
    Some((Part::Shown { span: brace..reader.at, printed }, reader.at))
}

/// The next `{%/* end */%}` and what stands in it.
fn end_of_shown(from: &Reader<'_>) -> Option<(Range<usize>, Range<usize>)> {
    let mut search = from.at;
    while let Some(open) = from.text[search..].find("{%/*").map(|ahead| search + ahead) {
        let mut reader = Reader { text: from.text, at: open + 4 };
        reader.blanks();
        if reader.word() == Some("end") {
            reader.blanks();
            let word = open + 4..reader.at;
            if reader.takes("*/%}") {
                return Some((open..reader.at, word));
            }
        }
        search = open + 4;
    }
    None
}

/// A place in the text.
#[derive(Clone)]
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn takes(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word);
        self.at += if found { word.len() } else { 0 };
        found
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    }

    /// Letters, digits and `_`, no digit first.
    fn word(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let word = &rest[..length];
        if word.is_empty() || word.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        self.at += length;
        Some(word)
    }

    fn placed_word(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        self.word()?;
        Some(start..self.at)
    }

    /// `name(argument=value, …)`, without a comma at the end; those between arguments may be left out.
    fn call(&mut self) -> Option<(Range<usize>, Vec<Argument>)> {
        let called = self.placed_word()?;
        self.blanks();
        if !self.takes("(") {
            return None;
        }
        self.blanks();
        let mut arguments = Vec::new();
        if self.takes(")") {
            return Some((called, arguments));
        }
        loop {
            let name = self.placed_word()?;
            self.blanks();
            if !self.takes("=") {
                return None;
            }
            self.blanks();
            let start = self.at;
            let value = self.literal(0)?;
            arguments.push(Argument { name, value, span: start..self.at });
            self.blanks();
            if self.takes(")") {
                return Some((called, arguments));
            }
            // Blanks are enough.
            if self.takes(",") {
                self.blanks();
            }
        }
    }

    fn literal(&mut self, depth: usize) -> Option<Literal> {
        let first = self.rest().chars().next()?;
        match first {
            '"' | '\'' | '`' => {
                let start = self.at + 1;
                let length = self.text[start..].find(first)?;
                self.at = start + length + 1;
                Some(Literal::Text(start..start + length))
            }
            '[' if depth < DEEPEST => self.list(depth),
            '-' | '0'..='9' => self.number(),
            _ => match self.word()? {
                "true" | "True" => Some(Literal::Boolean(true)),
                "false" | "False" => Some(Literal::Boolean(false)),
                _ => None,
            },
        }
    }

    fn list(&mut self, depth: usize) -> Option<Literal> {
        self.at += 1;
        let mut items = Vec::new();
        self.blanks();
        if self.takes("]") {
            return Some(Literal::List(items));
        }
        loop {
            items.push(self.literal(depth + 1)?);
            self.blanks();
            if self.takes("]") {
                return Some(Literal::List(items));
            }
            if !self.takes(",") {
                return None;
            }
            self.blanks();
        }
    }

    fn number(&mut self) -> Option<Literal> {
        let rest = self.rest();
        let digits = |from: usize| {
            let tail = rest.get(from..).unwrap_or_default();
            tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len())
        };
        let sign = usize::from(rest.starts_with('-'));
        let whole = digits(sign);
        if whole == 0 {
            return None;
        }
        let mut end = sign + whole;
        let fraction = if rest[end..].starts_with('.') { digits(end + 1) } else { 0 };
        let literal = if fraction > 0 {
            end += 1 + fraction;
            Literal::Float(rest[..end].parse().ok()?)
        } else {
            Literal::Integer(rest[..end].parse().ok()?)
        };
        self.at += end;
        Some(literal)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::call::{Call, Literal, Part};
    use super::parse;

    fn calls(text: &str) -> Vec<Call> {
        let parts = parse(text, 0..text.len()).parts;
        parts.into_iter().filter_map(|part| if let Part::Call(call) = part { Some(call) } else { None }).collect()
    }

    /// The text with calls in angle brackets: name, number of arguments, body.
    fn shape(text: &str, parts: &[Part]) -> String {
        let one = |part: &Part| match part {
            Part::Text(range) => text[range.clone()].to_owned(),
            Part::Shown { printed, .. } => printed.iter().map(|range| &text[range.clone()]).collect(),
            Part::Call(call) => {
                let body = call.body.as_ref().map(|body| format!(":{}", shape(text, &body.parts)));
                let name = &text[call.name.clone()];
                format!("<{name}{}{}>", call.arguments.len(), body.unwrap_or_default())
            }
        };
        parts.iter().map(one).collect()
    }

    fn shown(text: &str) -> String {
        let parsed = parse(text, 0..text.len());
        assert!(parsed.unclosed.is_empty());
        shape(text, &parsed.parts)
    }

    // checklist: SC-2
    #[test]
    fn arguments_are_literals() {
        let text =
            r#"{{ f(s="a'b", t='c"d', u=`e\n`, i=-4, z=0, x=1.5, y=true, n=False, l=["a", [2], 3.5, true], e=[]) }}"#;
        let [call] = calls(text).try_into().unwrap();
        let shown: Vec<String> = call
            .arguments
            .iter()
            .map(|argument| format!("{} {}", &text[argument.name.clone()], argument.value.value(text)))
            .collect();
        assert_eq!(
            shown,
            [
                "s a'b",
                "t c\"d",
                "u e\\n",
                "i -4",
                "z 0",
                "x 1.5",
                "y true",
                "n false",
                "l [\"a\", [2], 3.5, true]",
                "e []"
            ]
        );
        assert_eq!(&text[call.arguments[0].span.clone()], "\"a'b\"");
        assert!(matches!(call.arguments[3].value, Literal::Integer(-4)));
    }

    // checklist: SC-2
    #[test]
    fn commas_between_arguments_may_be_left_out() {
        assert_eq!(shown("{{ f(a=1 b=\"x\"\n c=[1]) }}{{ f(a=1\n, b=2) }}"), "<f3><f2>");
        assert_eq!(shown("{{ f(a=1 b) }}"), "{{ f(a=1 b) }}");
    }

    // checklist: SC-2, SC-3
    #[test]
    fn what_is_no_call_stays_text() {
        for text in [
            "{{ not_called }} {% not a call %} {{ }} {% %} { }",
            "{{ f(a=1,) }}",
            "{{ f(1) }}",
            "{{ f(a=b) }}",
            "{{ f(a=1 + 1) }}",
            "{{- f() }}",
            "{%- f() %}",
            "{{ f() }",
            "{{ f(a=\"x) }}",
            "{{ f(a=99999999999999999999) }}",
            "{{ a.b() }} {{ 3d() }} {{ 中() }}",
            "{% end %} {% endfor %}",
            "{{/* not a call */}} {%/* f() */%} {{/* f() }}",
        ] {
            assert_eq!(shown(text), text);
        }
        assert_eq!(shown("{{{ f() }}}"), "{<f0>}");
        assert_eq!(shown("{{f()}}{{ f (\n a = 1 ) }}"), "<f0><f1>");
    }

    // checklist: SC-2, SC-3
    #[test]
    fn bodies_nest_and_escaped_calls_are_shown() {
        assert_eq!(shown("a {% b(x=1) %}c {% d() %}e{{ f() }}{%end%} g{% end %} h"), "a <b1:c <d0:e<f0>> g> h");
        assert_eq!(shown("{{/* f(a=\"x\") */}}!"), "{{ f(a=\"x\") }}!");
        assert_eq!(shown("{%/* b() */%}\n{{ f() }}\n{%/* end */%}."), "{% b() %}\n{{ f() }}\n{% end %}.");
    }

    #[test]
    fn calls_without_an_end_are_told_and_stand_as_text() {
        let text = "{% a() %} x {% b() %}{% c() %}y{% end %}";
        let parsed = parse(text, 0..text.len());
        assert_eq!(
            parsed.unclosed.iter().map(|tag| &text[tag.clone()]).collect::<Vec<_>>(),
            ["{% a() %}", "{% b() %}"]
        );
        assert_eq!(shape(text, &parsed.parts), "{% a() %} x {% b() %}<c0:y>");
    }

    /// Whether the parts lie side by side from `start` on; where they end.
    fn covered(parts: &[Part], start: usize) -> usize {
        parts.iter().fold(start, |at, part| {
            let span = match part {
                Part::Text(range) => range.clone(),
                Part::Shown { span, .. } => span.clone(),
                Part::Call(call) => {
                    if let Some(body) = &call.body {
                        assert_eq!(covered(&body.parts, body.span.start), body.span.end);
                    }
                    call.span.clone()
                }
            };
            assert_eq!(span.start, at);
            span.end
        })
    }

    proptest! {
        #[test]
        fn the_pieces_cover_any_text(text in "(\\{\\{|\\}\\}|\\{%|%\\}|/\\*|\\*/| |f|end|\\(|\\)|a=1|b='|,|中|\n|\\{|\\}|-|\\{\\{ f\\(\\) \\}\\}|\\{% f\\(\\) %\\}|\\{% end %\\}){0,30}", from in 0..4_usize) {
            let from = (0..=from).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let parsed = parse(&text, from..text.len());
            prop_assert_eq!(covered(&parsed.parts, from), text.len().max(from));
        }

        #[test]
        fn many_open_calls_take_no_time(count in 0..2000_usize) {
            let text = "{% f() %}".repeat(count);
            prop_assert_eq!(covered(&parse(&text, 0..text.len()).parts, 0), text.len());
        }
    }
}
