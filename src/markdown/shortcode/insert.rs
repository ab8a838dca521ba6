//! HTML that is put into a page after Markdown: marks hold its places meanwhile.

use std::borrow::Cow;
use std::ops::Range;

/// Pieces of HTML, each with a mark that stands for it in the text.
///
/// A mark starts and ends with ASCII punctuation and is a word otherwise: beside `*` and `_` it counts as in the
/// reference, and nothing in it means anything to Markdown.
#[derive(Clone, Debug, Default)]
pub struct Inserts {
    /// How marks start; empty where there are none.
    start: String,
    html: Vec<String>,
}

/// How marks end.
const END: &str = "@@";

impl Inserts {
    /// No inserts yet, with marks that do not occur in `text`.
    pub fn new(text: &str) -> Inserts {
        let mut start = "@@SC".to_owned();
        while text.contains(&start) {
            start.push('X');
        }
        Inserts { start, html: Vec::new() }
    }

    /// Keeps `html` and gives its mark.
    pub fn keep(&mut self, mut html: String) -> String {
        if html.contains(&self.start) {
            // Told apart from a mark, and shown as the same.
            html = html.replace(&self.start, &self.start.replacen("@@", "&#64;&#64;", 1));
        }
        self.html.push(html);
        format!("{}{}{END}", self.start, self.html.len() - 1)
    }

    /// Whether there are any.
    pub fn is_empty(&self) -> bool {
        self.html.is_empty()
    }

    /// The first mark in `text`, and its HTML.
    pub fn find(&self, text: &str) -> Option<(Range<usize>, &str)> {
        if self.html.is_empty() {
            return None;
        }
        let start = memchr::memmem::find(text.as_bytes(), self.start.as_bytes())?;
        let number = start + self.start.len();
        let length = text[number..].find(END)?;
        let html = self.html.get(text[number..number + length].parse::<usize>().ok()?)?;
        Some((start..number + length + END.len(), html))
    }

    /// Whether `text` is one mark and nothing else.
    pub fn is_one(&self, text: &str) -> bool {
        self.find(text.trim()).is_some_and(|(range, _)| range == (0..text.trim().len()))
    }

    /// `text` with each mark replaced by its HTML as `shown` has it.
    pub fn fill<'t>(&self, text: &'t str, shown: fn(&str) -> &str) -> Cow<'t, str> {
        let mut rest = text;
        let mut filled = String::new();
        while let Some((range, html)) = self.find(rest) {
            filled.push_str(&rest[..range.start]);
            filled.push_str(shown(html));
            rest = &rest[range.end..];
        }
        if filled.is_empty() && rest.len() == text.len() {
            return Cow::Borrowed(text);
        }
        filled.push_str(rest);
        Cow::Owned(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::Inserts;

    #[test]
    fn marks_are_found_and_filled() {
        let mut inserts = Inserts::new("a @@SC0@@ b");
        assert_eq!(inserts.fill("x", |html| html), "x");
        let (first, second) = (inserts.keep("<b>\n".to_owned()), inserts.keep(String::new()));
        assert_eq!(first, "@@SCX0@@");
        let text = format!("@@SC0@@ {first}y{second}");
        assert_eq!(inserts.fill(&text, str::trim), "@@SC0@@ <b>y");
        assert_eq!(inserts.fill(&text, |html| html), "@@SC0@@ <b>\ny");
        assert!(inserts.is_one(&format!(" {first}\n")) && !inserts.is_one(&text) && !inserts.is_one(""));
        assert!(inserts.find("@@SCX9@@ @@SCX").is_none());
        assert!(!inserts.keep("@@SCX0@@".to_owned()).is_empty());
        assert_eq!(inserts.fill("@@SCX2@@", |html| html), "&#64;&#64;SCX0@@");
    }
}
