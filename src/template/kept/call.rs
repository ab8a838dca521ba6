//! Calls of components as calls of the function.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::FUNCTION;
use crate::template::tags::{Kind, Piece, Tag, pieces, tags};

/// A call of a component that stands alone.
pub struct Found<'r> {
    /// Which component.
    pub name: &'r str,
    /// Where the call stands, without its braces.
    span: Range<usize>,
    /// What stands there instead.
    call: String,
}

/// The calls of these components that stand alone and can be rewritten, in their order.
pub fn found<'r>(text: &str, repeatable: &FxHashSet<&'r str>) -> Vec<Found<'r>> {
    let tags = tags(text).into_iter().filter(|tag| !tag.is_statement);
    let one = |tag: Tag| {
        let (name, call) = call(text, &pieces(text, tag.inner.clone()), repeatable)?;
        Some(Found { name, span: tag.inner, call })
    };
    tags.filter_map(one).collect()
}

/// The text with these calls rewritten; none without any.
pub fn rewritten<'f>(text: &str, calls: impl Iterator<Item = &'f Found<'f>>) -> Option<String> {
    let mut out = String::new();
    let mut copied = 0;
    for Found { span, call, .. } in calls {
        out.push_str(&text[copied..span.start]);
        out.push_str(call);
        copied = span.end;
    }
    (copied > 0).then(|| out + &text[copied..])
}

/// The component that is called and the call of the function, if the pieces are a call that stands alone and gives each
/// argument by name.
fn call<'r>(text: &str, pieces: &[Piece], repeatable: &FxHashSet<&'r str>) -> Option<(&'r str, String)> {
    let mark =
        |at: usize, mark: &str| pieces.get(at).is_some_and(|piece| piece.kind == Kind::Mark && piece.text == mark);
    let word = |at: usize| pieces.get(at).filter(|piece| piece.kind == Kind::Word).map(|piece| piece.text);
    if !mark(0, "<") {
        return None;
    }
    let mut name = word(1)?.to_owned();
    let mut at = 2;
    while mark(at, ".") {
        name = format!("{name}.{}", word(at + 1)?);
        at += 2;
    }
    let name = *repeatable.get(name.as_str())?;
    let mut out = format!(" {FUNCTION}({FUNCTION}=\"{name}\"");
    while !mark(at, "/") {
        let argument = word(at)?;
        if !mark(at + 1, "=") || argument == FUNCTION {
            return None;
        }
        let value = match pieces.get(at + 2)? {
            piece if piece.kind == Kind::Text => {
                at += 3;
                piece.text
            }
            _ if mark(at + 2, "{") => {
                let close = end_of_value(pieces, at + 2)?;
                let value = &text[pieces[at + 2].start + 1..pieces[close].start];
                at = close + 1;
                value.trim()
            }
            _ => return None,
        };
        out.push_str(&format!(", {argument}={value}"));
    }
    (mark(at + 1, ">") && pieces.len() == at + 2).then(|| (name, out + ") "))
}

/// The piece that closes the brace at the piece `open`.
fn end_of_value(pieces: &[Piece], open: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, piece) in pieces.iter().enumerate().skip(open).filter(|(_, piece)| piece.kind == Kind::Mark) {
        match piece.text {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (at > open + 1).then_some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxHashSet;

    fn rewritten(text: &str, repeatable: &FxHashSet<&str>) -> Option<String> {
        super::rewritten(text, super::found(text, repeatable).iter())
    }

    #[test]
    fn calls_that_stand_alone_become_calls_of_the_function() {
        let known = ["card", "ui.tag"].into_iter().collect();
        for (text, wanted) in [
            ("a {{<card page={page} />}} b", "a {{ lianluo_component(lianluo_component=\"card\", page=page) }} b"),
            (
                "{{- <ui.tag name=\"x /> }\" of={ {\"a\": [1, \"}\"]}.a if b < c else {} }/> -}}",
                "{{- lianluo_component(lianluo_component=\"ui.tag\", name=\"x /> }\", of={\"a\": [1, \"}\"]}.a if b < c else {}) -}}",
            ),
            (
                "{{ <card /> }}{{ <card/> }}",
                "{{ lianluo_component(lianluo_component=\"card\") }}{{ lianluo_component(lianluo_component=\"card\") }}",
            ),
        ] {
            assert_eq!(rewritten(text, &known).as_deref(), Some(wanted));
        }
        for text in [
            "{{ <other page={page} /> }}",
            "{{ <card {...page} /> }}",
            "{{ <card {page} /> }}",
            "{{ <card page={} /> }}",
            "{{ <card page=page /> }}",
            "{{ <card page={page} /> | upper }}",
            "{{ [<card page={page} />] }}",
            "{% set x = <card page={page} /> %}",
            "{% <card page={page}> %}{% </card> %}",
            "{% raw %}{{ <card page={page} /> }}{% endraw %}",
            "{{ a < card }}",
        ] {
            assert_eq!(rewritten(text, &known), None, "{text}");
        }
    }
}
