//! How many `elif` an `if` may have: the engine lays each into the one before, which costs it stack.

use std::ops::Range;

use memchr::memmem;

use super::code::TOO_MANY_BRANCHES;
use super::tags::{Kind, pieces, tags};
use crate::diagnostic::{Diagnostic, SourceText};

/// The most.
const MOST: usize = 200;

/// Tells an `if` with more, in the bytes `span` of a file.
pub fn too_many(source: &SourceText, span: Range<usize>) -> Option<Diagnostic> {
    let place = surplus(source.text.get(span.clone())?)?;
    let place = span.start + place.start..span.start + place.end;
    Some(Diagnostic::new(&TOO_MANY_BRANCHES).arg("most", MOST).at(source, place))
}

/// The first `elif` beyond the most.
pub fn surplus(text: &str) -> Option<Range<usize>> {
    if memmem::find_iter(text.as_bytes(), "elif").count() <= MOST {
        return None;
    }
    let mut open: Vec<usize> = Vec::new();
    for tag in tags(text).into_iter().filter(|tag| tag.is_statement) {
        let inside = pieces(text, tag.inner.clone());
        let word = inside.first().filter(|piece| piece.kind == Kind::Word).map_or("", |piece| piece.text);
        match (word, open.last_mut()) {
            ("if", _) => open.push(0),
            ("endif", _) => {
                open.pop();
            }
            ("elif", Some(count)) => {
                *count += 1;
                if *count > MOST {
                    return Some(tag.span);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::testing::text;
    use super::{MOST, too_many};

    #[test]
    fn branches_are_counted_by_their_if() {
        let many = |count: usize| format!("{{% if 0 %}}{}{{% endif %}}", "{%- elif 1 %}".repeat(count));
        let told = |content: &str| too_many(&text("templates/a.html", content), 0..content.len());
        for fine in [many(MOST), many(MOST).repeat(3), "elif ".repeat(1000)] {
            assert!(told(&fine).is_none());
        }
        assert!(told(&many(MOST + 1)).is_some());
    }
}
