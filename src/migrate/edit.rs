//! Changes to a text as stretches and what takes their place, so that everything else stays byte for byte.

use std::ops::Range;

/// Changes to one text.
#[derive(Clone, Debug, Default)]
pub(super) struct Edits {
    list: Vec<(Range<usize>, String)>,
}

impl Edits {
    /// Puts `text` in the place of the bytes `span`.
    pub fn replace(&mut self, span: Range<usize>, text: impl Into<String>) {
        self.list.push((span, text.into()));
    }

    /// Takes the bytes `span` away.
    pub fn remove(&mut self, span: Range<usize>) {
        self.replace(span, "");
    }

    /// Puts `text` before the byte `at`.
    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    /// Whether the byte `at` is taken away or replaced.
    pub fn covers(&self, at: usize) -> bool {
        self.list.iter().any(|(span, _)| span.contains(&at))
    }

    /// The stretches that are changed, in order.
    #[cfg(test)]
    pub fn spans(&self) -> Vec<Range<usize>> {
        let mut spans: Vec<Range<usize>> = self.list.iter().map(|(span, _)| span.clone()).collect();
        spans.sort_by_key(|span| (span.start, span.end));
        spans
    }

    /// The bytes `range` of the text with the changes to them.
    pub fn applied(&self, text: &str, range: Range<usize>) -> String {
        let inside = self.list.iter().filter(|(span, _)| range.start <= span.start && span.end <= range.end);
        let list = inside.map(|(span, new)| (span.start - range.start..span.end - range.start, new.clone())).collect();
        Edits { list }.apply(&text[range])
    }

    /// The text with all changes. Of two changes to the same bytes the one that begins first counts.
    pub fn apply(mut self, text: &str) -> String {
        // Stable: what was put before a byte stands before what takes its place.
        self.list.sort_by_key(|(span, _)| (span.start, !span.is_empty()));
        let mut out = String::with_capacity(text.len() + text.len() / 8);
        let mut at = 0;
        for (span, new) in self.list {
            if span.start < at {
                continue;
            }
            out.push_str(&text[at..span.start]);
            out.push_str(&new);
            at = span.end;
        }
        out.push_str(&text[at..]);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::Edits;

    #[test]
    fn changes_are_made_in_the_order_of_their_places() {
        let mut edits = Edits::default();
        edits.replace(4..7, "B");
        edits.insert(4, "+");
        edits.remove(0..1);
        edits.insert(7, "!");
        edits.replace(5..6, "never");
        assert!(edits.covers(5) && !edits.covers(3));
        assert_eq!(edits.apply("abcdefgh"), "bcd+B!h");
    }
}
