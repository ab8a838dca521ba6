//! Text with looks to Markdown: marks around whole words, signs that would mean something escaped.

use super::markdown::Markdown;
use crate::office::docx_read::{Inline, Look};

/// How text is marked in Markdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Marks {
    bold: bool,
    italic: bool,
    strike: bool,
    code: bool,
}

/// Whether text stands above or below the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Level {
    #[default]
    Line,
    Above,
    Below,
}

/// Text of the same marks, in parts by their levels: marks around each part would run into those of its neighbours.
#[derive(Default)]
struct Run {
    marks: Marks,
    parts: Vec<(Level, String)>,
}

impl Marks {
    fn of(look: &Look, level: Level, plain_bold: bool) -> Marks {
        let code =
            level == Level::Line && ["Courier New", "Consolas", "Courier", "Menlo"].contains(&look.latin.as_str());
        Marks {
            bold: look.bold && !plain_bold && !code,
            italic: look.italic && !code,
            strike: look.strike && !code,
            code,
        }
    }

    fn around(self, text: &str) -> String {
        let mut text = text.to_owned();
        if self.code {
            let fence = if text.contains('`') { "``" } else { "`" };
            let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
            return format!("{fence}{space}{text}{space}{fence}");
        }
        for (on, mark) in [(self.strike, "~~"), (self.italic, "*"), (self.bold, "**")] {
            if on {
                text = format!("{mark}{text}{mark}");
            }
        }
        text
    }
}

impl Run {
    fn push(&mut self, level: Level, text: &str) {
        match self.parts.last_mut() {
            Some((same, before)) if *same == level || text.trim().is_empty() => before.push_str(text),
            _ => self.parts.push((level, text.to_owned())),
        }
    }

    /// Writes it. Blanks stand outside of marks, which would not mean anything beside them.
    fn write(mut self, written: &mut String) {
        if self.marks == Marks::default() {
            self.parts.iter().for_each(|part| written.push_str(&levelled(part)));
            return;
        }
        let text: String = self.parts.iter().map(|(_, text)| text.as_str()).collect();
        if text.trim().is_empty() {
            written.push_str(&text);
            return;
        }
        self.parts.retain(|(_, text)| !text.is_empty());
        let take = |text: &mut String, blank: usize| text.drain(..blank).collect::<String>();
        while let Some((_, first)) = self.parts.first_mut() {
            let blank = first.len() - first.trim_start().len();
            written.push_str(&take(first, blank));
            if !first.is_empty() {
                break;
            }
            self.parts.remove(0);
        }
        let mut after = String::new();
        while let Some((_, last)) = self.parts.last_mut() {
            let end = last.trim_end().len();
            after.insert_str(0, &last.split_off(end));
            if !last.is_empty() {
                break;
            }
            self.parts.pop();
        }
        let core: String = match (self.marks.code, self.parts.as_slice()) {
            (true, parts) => parts.iter().map(|(_, text)| text.as_str()).collect(),
            (false, parts) => parts.iter().map(levelled).collect(),
        };
        written.push_str(&self.marks.around(&core));
        written.push_str(&after);
    }
}

fn levelled((level, text): &(Level, String)) -> String {
    match level {
        Level::Line => escaped(text),
        Level::Above => format!("<sup>{}</sup>", escaped(text)),
        Level::Below => format!("<sub>{}</sub>", escaped(text)),
    }
}

impl Markdown<'_> {
    /// The Markdown of inlines. `plain_bold`: the whole paragraph is bold, which its kind says already.
    pub(super) fn inlines(&mut self, inlines: &[Inline], plain_bold: bool) -> String {
        let mut written = String::new();
        // Neighbours of the same marks are one text: programs cut runs wherever they like.
        let mut open: Option<Run> = None;
        for inline in inlines {
            if let Inline::Text(text, look) = inline {
                let level = match (look.superscript, look.subscript) {
                    (true, _) => Level::Above,
                    (_, true) => Level::Below,
                    _ => Level::Line,
                };
                let marks = Marks::of(look, level, plain_bold);
                match &mut open {
                    Some(run) if run.marks == marks || text.trim().is_empty() => run.push(level, text),
                    _ => {
                        close(&mut open, &mut written);
                        open = Some(Run { marks, parts: vec![(level, text.clone())] });
                    }
                }
                continue;
            }
            close(&mut open, &mut written);
            match inline {
                Inline::Break => written.push_str("\\\n"),
                Inline::Link(address, inner) => {
                    let text = self.inlines(inner, plain_bold);
                    let address = address.replace(' ', "%20").replace('(', "%28").replace(')', "%29");
                    if text.trim().is_empty() {
                        continue;
                    }
                    // `![` would be a picture.
                    if written.ends_with('!') {
                        written.insert(written.len() - 1, '\\');
                    }
                    written.push_str(&format!("[{text}]({address})"));
                }
                Inline::Note(id) => written.push_str(&self.note_mark(id)),
                // Pictures stand apart.
                Inline::Picture(..) | Inline::Text(..) => {}
            }
        }
        close(&mut open, &mut written);
        written
    }
}

fn close(open: &mut Option<Run>, written: &mut String) {
    if let Some(run) = open.take() {
        run.write(written);
    }
}

/// Text with the signs escaped that Markdown or templates would take for theirs.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let previous = at.checked_sub(1).and_then(|before| chars.get(before));
        let next = chars.get(at + 1);
        let word = |c: Option<&char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => {
                escaped.push('\\');
                escaped.push(*c);
            }
            // Inside of a word it means nothing.
            '_' if !(word(previous) && word(next)) => escaped.push_str("\\_"),
            '&' if next.is_some_and(|next| next.is_ascii_alphanumeric() || *next == '#') => escaped.push_str("&amp;"),
            // The start of a template's tag.
            '{' if matches!(next, Some('{' | '%' | '#')) => escaped.push_str("&#123;"),
            '\n' => escaped.push_str("\\\n"),
            c => escaped.push(*c),
        }
    }
    escaped
}

/// A paragraph none of whose lines begins with signs that would make it something else.
pub(super) fn guarded(text: &str) -> String {
    text.split('\n').map(guarded_line).collect::<Vec<_>>().join("\n")
}

fn guarded_line(line: &str) -> String {
    let first = line.chars().next();
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let after = line[digits..].chars().next();
    if digits > 0 && digits < 10 && matches!(after, Some('.' | ')')) {
        // `1.` at the start begins a list only before a blank.
        let blank = line[digits + 1..].chars().next();
        if blank.is_none_or(|blank| blank == ' ') {
            return format!("{}\\{}", &line[..digits], &line[digits..]);
        }
    }
    match first {
        Some('#' | '>' | '|' | '=') => format!("\\{line}"),
        Some('+' | '-') if line[1..].starts_with([' ', '-', '+']) || line.len() == 1 => format!("\\{line}"),
        Some(':') => format!("\\{line}"),
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, Marks, Run, escaped, guarded};

    #[test]
    fn marks_stand_around_all_levels_and_not_around_blanks() {
        let run = |marks: Marks, parts: &[(Level, &str)]| {
            let parts = parts.iter().map(|(level, text)| (*level, (*text).to_owned())).collect();
            let mut written = String::new();
            Run { marks, parts }.write(&mut written);
            written
        };
        let italic = Marks { italic: true, ..Marks::default() };
        let parts = [(Level::Line, " R"), (Level::Above, "j"), (Level::Below, "i"), (Level::Line, "  ")];
        assert_eq!(run(italic, &parts), " *R<sup>j</sup><sub>i</sub>*  ");
        assert_eq!(run(Marks { code: true, ..Marks::default() }, &[(Level::Line, "a*b ")]), "`a*b` ");
        assert_eq!(run(Marks::default(), &[(Level::Line, "水"), (Level::Below, "2")]), "水<sub>2</sub>");
        assert_eq!(run(italic, &[(Level::Line, "  ")]), "  ");
    }

    #[test]
    fn signs_stay_signs() {
        assert_eq!(escaped("a_b *c* [d] {{ x }} a&b"), "a_b \\*c\\* \\[d\\] &#123;{ x }} a&amp;b");
        assert_eq!(escaped("20__年"), "20\\_\\_年");
        for (line, expected) in [
            ("# 一", "\\# 一"),
            ("1. 甲", "1\\. 甲"),
            ("1.甲", "1.甲"),
            ("- 甲", "\\- 甲"),
            ("-5度", "-5度"),
            ("2026年", "2026年"),
            ("甲\\\n===", "甲\\\n\\==="),
        ] {
            assert_eq!(guarded(line), expected);
        }
    }
}
