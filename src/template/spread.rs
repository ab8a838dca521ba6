//! Maps whose keys have no order: those made from others, `{...a, "b": 1}`, and `{{ __tera_context }}`.
//!
//! Tera 2.4 builds such a map from its last entry to its first. Where the order of insertion is kept, as here, it would be
//! printed and walked through backwards. So each literal gets a filter that puts its keys in order, as Zola prints them.
//! Room for it is made by leaving out two blanks after a comma or colon: what follows the literal stays in its place, so
//! places in errors stay right. A literal without two such blanks is left alone. All there is in a context comes in the order of a
//! hash map, another one each time; it gets the filter where a blank stands before and behind its name.

use std::borrow::Cow;
use std::ops::Range;

use tera::{Kwargs, Map, State, TeraResult, Value};

use super::tags::{Kind, Piece, pieces, tags};

/// The name of the filter: none that an author would write.
pub const FILTER: &str = "_";
/// The filter as it is called.
const CALL: &str = "|_";

/// The name all there is in the context goes by.
const CONTEXT: &str = "__tera_context";

/// The map with its keys in order.
pub fn in_order(map: Map, _: Kwargs, _: &State) -> TeraResult<Value> {
    let mut entries: Vec<_> = map.into_iter().collect();
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(Value::from(entries.into_iter().collect::<Map>()))
}

/// The text with the filter after every map literal that joins several entries, a spread among them, and after the context where it is
/// printed.
pub fn ordered(text: &str) -> Cow<'_, str> {
    if !text.contains("...") && !text.contains(CONTEXT) {
        return Cow::Borrowed(text);
    }
    let mut rewritten = text.to_owned();
    // From the end, so that places before stay what they are; an inner literal stands before its outer one's end.
    for tag in tags(text).into_iter().rev() {
        let pieces = pieces(text, tag.inner);
        let context = pieces.first().filter(|first| first.text == CONTEXT && !tag.is_statement);
        if let Some(span) = context.map(|context| context.start - 1..context.start + CONTEXT.len() + 1)
            && text.get(span.clone()).is_some_and(|text| text.starts_with(' ') && text.ends_with(' '))
        {
            rewritten.replace_range(span, &format!("{CONTEXT}{CALL}"));
        }
        for open in (0..pieces.len()).rev().filter(|at| pieces[*at].text == "{") {
            if let Some((span, blanks)) = literal(text, &pieces, open) {
                let mut literal: String = text[span.clone()].to_owned();
                for blank in blanks.into_iter().rev() {
                    literal.remove(blank - span.start);
                }
                literal.push_str(CALL);
                rewritten.replace_range(span, &literal);
            }
        }
    }
    Cow::Owned(rewritten)
}

/// The bytes of the map literal that opens at the piece `open`, and two blanks in it that can go; none if it is no such
/// map, holds another one, or has no room.
fn literal(text: &str, pieces: &[Piece], open: usize) -> Option<(Range<usize>, [usize; 2])> {
    let mut depth = 0;
    let (mut spreads, mut entries, mut blanks) = (0, 1, Vec::new());
    for (at, piece) in pieces.iter().enumerate().skip(open) {
        match piece.text {
            "{" if depth > 0 && is_spread(pieces, at + 1) => return None,
            "{" | "[" | "(" => depth += 1,
            "}" | "]" | ")" => depth -= 1,
            "," if depth == 1 => entries += 1,
            _ => {}
        }
        let starts_entry = depth == 1 && matches!(piece.text, "{" | ",") && piece.kind == Kind::Mark;
        spreads += usize::from(starts_entry && is_spread(pieces, at + 1));
        if depth == 0 {
            let span = pieces[open].start..piece.start + piece.text.len();
            let room = <[usize; 2]>::try_from(blanks.get(..2)?).ok()?;
            return (spreads > 0 && entries > 1).then_some((span, room));
        }
        let end = piece.start + piece.text.len();
        if matches!(piece.text, "," | ":") && text[end..].starts_with(' ') {
            blanks.push(end);
        }
    }
    None
}

/// Whether `...` stands at the piece `at`.
fn is_spread(pieces: &[Piece], at: usize) -> bool {
    let dot = |at: usize| pieces.get(at).is_some_and(|piece| piece.text == ".");
    dot(at) && dot(at + 1) && dot(at + 2)
}

#[cfg(test)]
mod tests {
    use super::ordered;

    #[test]
    fn only_maps_of_several_entries_with_a_spread_are_ordered_and_nothing_moves() {
        for (text, wanted) in [
            ("{{ {...a, \"b\": 1} }} z", "{{ {...a,\"b\":1}|_ }} z"),
            ("{% set m = {\"x\": 1, ...a, ...b} %}", "{% set m = {\"x\":1,...a, ...b}|_ %}"),
            ("{{ __tera_context }}{{- __tera_context | safe }}", "{{__tera_context|_}}{{-__tera_context|_| safe }}"),
            ("{{ f(m={ ...a, \"b\": [1, \"}, ...\"] }) }}", "{{ f(m={ ...a,\"b\":[1, \"}, ...\"] }|_) }}"),
        ] {
            assert_eq!(ordered(text), wanted);
            assert_eq!(text.len(), wanted.len());
        }
        for text in [
            "{{ <c {...a} b={...x} /> }}",
            "{{ {\"a\": 1, \"b\": 2} }} ...",
            "{{ [...a, 1, 2] }}",
            "{{ {...a,\"b\":1} }}",
            "{% raw %}{{ {...a, \"b\": 1} }}{% endraw %}",
            "{...a, \"b\": 1}",
            "{{__tera_context}}{% if __tera_context %}{% endif %}__tera_context",
        ] {
            assert_eq!(ordered(text), text);
        }
    }
}
