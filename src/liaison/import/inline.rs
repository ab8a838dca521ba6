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
    superscript: bool,
    subscript: bool,
}

impl Marks {
    fn of(look: &Look, plain_bold: bool) -> Marks {
        let code = ["Courier New", "Consolas", "Courier", "Menlo"].contains(&look.latin.as_str());
        Marks {
            bold: look.bold && !plain_bold && !code,
            italic: look.italic && !code,
            strike: look.strike && !code,
            code,
            superscript: look.superscript,
            subscript: look.subscript,
        }
    }

    fn around(self, text: &str) -> String {
        let mut text = text.to_owned();
        if self.code {
            let fence = if text.contains('`') { "``" } else { "`" };
            let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
            return format!("{fence}{space}{text}{space}{fence}");
        }
        for (on, open, close) in [
            (self.superscript, "<sup>", "</sup>"),
            (self.subscript, "<sub>", "</sub>"),
            (self.strike, "~~", "~~"),
            (self.italic, "*", "*"),
            (self.bold, "**", "**"),
        ] {
            if on {
                text = format!("{open}{text}{close}");
            }
        }
        text
    }
}

impl Markdown<'_> {
    /// The Markdown of inlines. `plain_bold`: the whole paragraph is bold, which its kind says already.
    pub(super) fn inlines(&mut self, inlines: &[Inline], plain_bold: bool) -> String {
        let mut written = String::new();
        // Neighbours of the same marks are one text: programs cut runs wherever they like.
        let mut open: Option<(Marks, String)> = None;
        for inline in inlines {
            if let Inline::Text(text, look) = inline {
                let marks = Marks::of(look, plain_bold);
                match &mut open {
                    Some((same, before)) if *same == marks || text.trim().is_empty() => before.push_str(text),
                    _ => {
                        close(&mut open, &mut written);
                        open = Some((marks, text.clone()));
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

fn close(open: &mut Option<(Marks, String)>, written: &mut String) {
    let Some((marks, text)) = open.take() else { return };
    if marks == Marks::default() {
        written.push_str(&escaped(&text));
        return;
    }
    // Blanks stand outside of marks, which would not mean anything beside them.
    let core = text.trim();
    let start = text.len() - text.trim_start().len();
    let end = start + core.len();
    written.push_str(&text[..start]);
    if !core.is_empty() {
        let core = if marks.code { core.to_owned() } else { escaped(core) };
        written.push_str(&marks.around(&core));
    }
    written.push_str(&text[end..]);
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

/// A paragraph whose first signs would make it something else.
pub(super) fn guarded(line: &str) -> String {
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
    use super::{escaped, guarded};

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
        ] {
            assert_eq!(guarded(line), expected);
        }
    }
}
