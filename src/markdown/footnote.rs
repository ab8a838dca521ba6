//! Footnotes: in place, or gathered at the end of the page (checklist MD-5).

use std::fmt::Write;

use pulldown_cmark_escape::escape_html;
use rustc_hash::FxHashMap;

use crate::config::Dialect;

/// The notes of a document.
#[derive(Default)]
pub struct Footnotes {
    /// In the order of their numbers.
    notes: Vec<Note>,
    /// Their numbers, from 0, by their names in lower case.
    numbers: FxHashMap<String, usize>,
    /// Gathered notes by their names in lower case: the HTML and the end of the text of its last paragraph.
    gathered: FxHashMap<String, (String, Option<usize>)>,
    /// Notes being written elsewhere, with the output they interrupt.
    open: Vec<Interrupted>,
    /// Whose ways are followed.
    dialect: Dialect,
}

struct Note {
    name: String,
    references: usize,
}

struct Interrupted {
    name: String,
    out: String,
    /// The end of the text of the note's last paragraph so far.
    paragraph: Option<usize>,
}

impl Footnotes {
    /// No notes yet.
    pub fn new(dialect: Dialect) -> Footnotes {
        Footnotes { dialect, ..Footnotes::default() }
    }

    /// The number of the note `name`, from 0.
    fn number(&mut self, name: &str) -> usize {
        let next = self.notes.len();
        let number = *self.numbers.entry(name.to_lowercase()).or_insert(next);
        if number == next {
            self.notes.push(Note { name: name.to_owned(), references: 0 });
        }
        number
    }

    /// Whether a gathered note is being written.
    pub fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Writes a reference.
    pub fn reference(&mut self, out: &mut String, name: &str, gathered: bool) {
        let number = self.number(name);
        let note = &mut self.notes[number];
        note.references += 1;
        let (name, count, number) = (Escaped(&note.name), note.references, number + 1);
        let brackets = if self.dialect == Dialect::V2 { ("[", "]") } else { ("", "") };
        // Writing to a string does not fail.
        let _ = if gathered {
            write!(
                out,
                "<sup class=\"footnote-reference\" id=\"fr-{name}-{count}\"><a href=\"#fn-{name}\">{}{number}{}</a></sup>",
                brackets.0, brackets.1
            )
        } else {
            write!(out, "<sup class=\"footnote-reference\"><a href=\"#{name}\">{number}</a></sup>")
        };
    }

    /// Opens a note where it stands.
    pub fn open_in_place(&mut self, out: &mut String, name: &str) {
        let number = self.number(name);
        let name = Escaped(&self.notes[number].name);
        let _ = write!(
            out,
            "<div class=\"footnote-definition\" id=\"{name}\"><sup class=\"footnote-definition-label\">{}</sup>",
            number + 1
        );
    }

    /// Starts a note that will stand at the end: what follows goes to an output of its own.
    pub fn open_gathered(&mut self, out: &mut String, name: &str) {
        // A gathered note takes its number from its first reference, not from here.
        self.open.push(Interrupted { name: name.to_lowercase(), out: std::mem::take(out), paragraph: None });
    }

    /// The text of a paragraph ended here.
    pub fn paragraph(&mut self, end: usize) {
        if let Some(open) = self.open.last_mut() {
            open.paragraph = Some(end);
        }
    }

    /// Ends a gathered note.
    pub fn close_gathered(&mut self, out: &mut String) {
        if let Some(open) = self.open.pop() {
            let html = std::mem::replace(out, open.out);
            // The first definition of a name holds, as for link references.
            self.gathered.entry(open.name).or_insert((html, open.paragraph));
        }
    }

    /// Writes the gathered notes that are referred to, and adds their ids to `anchors`.
    pub fn write_gathered(&self, out: &mut String, anchors: &mut Vec<String>) {
        let mut open = false;
        for note in self.notes.iter().filter(|note| note.references > 0) {
            let Some((html, paragraph)) = self.gathered.get(&note.name.to_lowercase()) else { continue };
            if !open {
                out.push_str("<section class=\"footnotes\">\n<ol class=\"footnotes-list\">\n");
                open = true;
            }
            let name = Escaped(&note.name);
            let _ = write!(out, "<li id=\"fn-{name}\">");
            anchors.push(format!("fn-{}", note.name));
            if html.starts_with('<') {
                out.push('\n');
            }
            // V1 puts the links behind a note that does not end in a paragraph, V2 at the end of its last one.
            let paragraph = paragraph.filter(|end| self.dialect == Dialect::V2 || html[*end..].trim_end() == "</p>");
            let (before, after) = html.split_at(paragraph.unwrap_or(html.len()));
            out.push_str(before);
            for count in 1..=note.references {
                let _ = write!(out, " <a href=\"#fr-{name}-{count}\">↩");
                if count > 1 {
                    let _ = write!(out, "{count}");
                }
                out.push_str("</a>");
                anchors.push(format!("fr-{}-{count}", note.name));
            }
            out.push_str(after);
            out.push_str("</li>\n");
        }
        if open {
            out.push_str("</ol>\n</section>\n");
        }
    }

    /// Adds the ids of notes that stand in place to `anchors`.
    pub fn anchors_in_place(&self, anchors: &mut Vec<String>) {
        anchors.extend(self.notes.iter().map(|note| note.name.clone()));
    }
}

/// Text that prints escaped for an attribute.
struct Escaped<'t>(&'t str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        escape_html(pulldown_cmark_escape::FmtWriter(f), self.0)
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::testing::{Bench, html};

    fn gathered(text: &str) -> String {
        let mut bench = Bench::default();
        bench.config.markdown.bottom_footnotes = true;
        bench.render(text).html
    }

    #[test]
    fn notes_in_place() {
        assert_eq!(
            html("A[^1] b[^注] c[^1].\n\n[^1]: First.\n\n[^注]: 二。\n\n[^unused]: Third.\n\n[^none]"),
            "<p>A<sup class=\"footnote-reference\"><a href=\"#1\">1</a></sup> \
             b<sup class=\"footnote-reference\"><a href=\"#注\">2</a></sup> \
             c<sup class=\"footnote-reference\"><a href=\"#1\">1</a></sup>.</p>\n\
             <div class=\"footnote-definition\" id=\"1\"><sup class=\"footnote-definition-label\">1</sup>\n<p>First.</p>\n</div>\n\
             <div class=\"footnote-definition\" id=\"注\"><sup class=\"footnote-definition-label\">2</sup>\n<p>二。</p>\n</div>\n\
             <div class=\"footnote-definition\" id=\"unused\"><sup class=\"footnote-definition-label\">3</sup>\n<p>Third.</p>\n</div>\n\
             <p>[^none]</p>\n"
        );
    }

    #[test]
    fn gathered_notes_lead_back() {
        assert_eq!(
            gathered(
                "A[^a] b[^b] c[^a].\n\n[^unused]: No.\n\n[^b]: Two.\n\n    ```\n    code\n    ```\n\n[^a]: One.\n\nEnd."
            ),
            "<p>A<sup class=\"footnote-reference\" id=\"fr-a-1\"><a href=\"#fn-a\">[1]</a></sup> \
             b<sup class=\"footnote-reference\" id=\"fr-b-1\"><a href=\"#fn-b\">[2]</a></sup> \
             c<sup class=\"footnote-reference\" id=\"fr-a-2\"><a href=\"#fn-a\">[1]</a></sup>.</p>\n<p>End.</p>\n\
             <section class=\"footnotes\">\n<ol class=\"footnotes-list\">\n<li id=\"fn-a\">\n\
             <p>One. <a href=\"#fr-a-1\">↩</a> <a href=\"#fr-a-2\">↩2</a></p>\n</li>\n<li id=\"fn-b\">\n\
             <p>Two. <a href=\"#fr-b-1\">↩</a></p>\n<pre><code>code\n</code></pre>\n</li>\n</ol>\n</section>\n"
        );
    }

    #[test]
    fn names_are_escaped_and_anchors_known() {
        let made = Bench::default().render("A[^<b>]\n\n[^<b>]: x");
        assert!(made.html.contains("href=\"#&lt;b&gt;\""), "{}", made.html);
        assert_eq!(made.anchors, ["<b>"]);
        let mut bench = Bench::default();
        bench.config.markdown.bottom_footnotes = true;
        assert_eq!(bench.render("A[^n]\n\n[^n]: x").anchors, ["fn-n", "fr-n-1"]);
    }

    #[test]
    fn a_heading_in_a_note_moves_no_reference() {
        let mut bench = Bench::default();
        bench.config.markdown.bottom_footnotes = true;
        let made = bench.render("A[^a].\n\n[^a]:\n    # H\n\n<!-- more -->");
        assert_eq!(made.summary.as_deref(), Some("<p>A.</p>"));
        assert!(made.html.contains("<h1 id=\"h\">H</h1>"), "{}", made.html);
    }

    #[test]
    fn no_notes_no_list() {
        assert_eq!(gathered("A\n\n[^a]: x"), "<p>A</p>\n");
    }
}
