//! The blocks of a Word document to Markdown.

use std::collections::BTreeMap;

use super::inline::guarded;
use super::paragraph::{Role, all_bold, role};
use crate::office::docx_read::{Block, Inline, Paragraph, Read, Table};

/// Writes a document's text.
pub struct Markdown<'a> {
    read: &'a Read,
    /// The names pictures are written under, by the ids they are shown by; none for one that is left out.
    pictures: &'a BTreeMap<String, String>,
    /// The notes in the order of their marks.
    notes: Vec<String>,
    out: Vec<String>,
}

/// Stands before a table whose cells were merged; browsers do not show it.
pub(super) const MERGED: &str = "<!-- 待核对：这张表有合并的单元格 -->";

/// A line under a picture is shorter than this.
const LONGEST_CAPTION: usize = 80;

/// The Markdown of the blocks but those at `said`. Headings begin at the second level: the first is the title's.
pub fn markdown(read: &Read, said: &[usize], pictures: &BTreeMap<String, String>) -> String {
    let mut writer = Markdown { read, pictures, notes: Vec::new(), out: Vec::new() };
    let blocks: Vec<&Block> =
        read.blocks.iter().enumerate().filter(|(at, _)| !said.contains(at)).map(|(_, block)| block).collect();
    let highest = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) => match role(paragraph) {
                Role::Heading(level) => Some(level),
                _ => None,
            },
            Block::Table(_) => None,
        })
        .min()
        .unwrap_or(1);
    writer.blocks(&blocks, highest);
    let mut at = 0;
    // A note may have marks of further ones.
    while let Some(id) = writer.notes.get(at).cloned() {
        at += 1;
        let text = writer.note(&id);
        writer.out.push(format!("[^{at}]: {text}"));
    }
    let mut text = writer.out.join("\n\n");
    text.push('\n');
    text
}

impl Markdown<'_> {
    fn blocks(&mut self, blocks: &[&Block], highest: u8) {
        let mut at = 0;
        while let Some(block) = blocks.get(at) {
            at += 1;
            let paragraph = match block {
                Block::Paragraph(paragraph) => paragraph,
                Block::Table(table) => {
                    self.table(table);
                    continue;
                }
            };
            if paragraph.list.is_some() {
                let end = blocks[at..].iter().position(|block| !is_item(block)).map_or(blocks.len(), |more| at + more);
                let items: Vec<&Paragraph> =
                    blocks[at - 1..end].iter().filter_map(|block| as_paragraph(block)).collect();
                self.list(&items);
                at = end;
                continue;
            }
            match role(paragraph) {
                Role::Empty => {}
                Role::Rule => self.out.push("---".to_owned()),
                Role::Heading(level) => {
                    let text = self.inlines(&paragraph.inlines, all_bold(paragraph));
                    let text = text.replace("\\\n", " ").trim().to_owned();
                    // The title stands above the highest heading of the text.
                    let signs = "#".repeat(usize::from((level - highest + 2).min(6)));
                    if !text.is_empty() {
                        self.out.push(format!("{signs} {text}"));
                    }
                    self.figures(paragraph, "");
                }
                Role::Quote => {
                    let text = self.inlines(&paragraph.inlines, false);
                    let text = format!("> {}", guarded(text.trim()).replace('\n', "\n> "));
                    match self.out.last_mut() {
                        // Paragraphs that follow each other are one quotation.
                        Some(last) if last.starts_with("> ") => last.push_str(&format!("\n>\n{text}")),
                        _ => self.out.push(text),
                    }
                }
                Role::Code => {
                    let text = paragraph.text();
                    match self.out.last_mut() {
                        Some(last) if last.starts_with("```") => {
                            last.truncate(last.len() - 3);
                            last.push_str(&format!("{text}\n```"));
                        }
                        _ => self.out.push(format!("```\n{text}\n```")),
                    }
                }
                Role::Text | Role::Caption => {
                    let pictures = figures_in(paragraph);
                    let caption =
                        if pictures.is_empty() { None } else { blocks.get(at).and_then(|next| caption(next)) };
                    self.text(paragraph);
                    self.figures(paragraph, caption.as_deref().unwrap_or_default());
                    at += usize::from(caption.is_some());
                }
            }
        }
    }

    fn text(&mut self, paragraph: &Paragraph) {
        let text = self.inlines(&paragraph.inlines, false);
        let text = text.trim_matches([' ', '\u{3000}', '\u{a0}', '\n', '\t']);
        let text = text.trim_end_matches('\\').trim_end();
        if text.is_empty() {
            return;
        }
        if let Some(done) = task(text) {
            let (done, rest) = done;
            let item = format!("- [{}] {rest}", if done { "x" } else { " " });
            match self.out.last_mut() {
                Some(last) if last.starts_with("- [") => last.push_str(&format!("\n{item}")),
                _ => self.out.push(item),
            }
            return;
        }
        self.out.push(guarded(text));
    }

    /// The pictures of a paragraph, the last one with the line under it.
    fn figures(&mut self, paragraph: &Paragraph, caption: &str) {
        let figures = figures_in(paragraph);
        let count = figures.len();
        for (at, (id, alt)) in figures.into_iter().enumerate() {
            let Some(name) = self.pictures.get(&id) else { continue };
            let caption = if at + 1 == count { caption } else { "" };
            let alt = if alt.is_empty() { caption.to_owned() } else { alt };
            let alt = alt.replace(['[', ']', '\n', '\\'], " ");
            let title = if caption.is_empty() {
                String::new()
            } else {
                format!(" \"{}\"", caption.replace('"', "”").replace('\\', ""))
            };
            self.out.push(format!("![{}]({name}{title})", alt.trim()));
        }
    }

    fn list(&mut self, items: &[&Paragraph]) {
        let mut lines: Vec<String> = Vec::new();
        // The widths of the marks of the depths above.
        let mut widths: Vec<usize> = Vec::new();
        let mut last: Option<(String, u8, bool)> = None;
        for item in items {
            let Some(mark) = &item.list else { continue };
            let level = usize::from(mark.level).min(widths.len());
            widths.truncate(level);
            let sign = mark.number.map_or("-".to_owned(), |number| format!("{number}."));
            let indent = " ".repeat(widths.iter().sum());
            widths.push(sign.len() + 1);
            let key = (mark.list.clone(), mark.level, mark.number.is_some());
            // Two lists that follow each other would be one.
            let apart = last
                .as_ref()
                .is_some_and(|(list, depth, ordered)| *depth == key.1 && *list != key.0 && *ordered == key.2);
            if apart && level == 0 {
                lines.push("\n<!-- -->\n".to_owned());
            }
            last = Some(key);
            let text = self.inlines(&item.inlines, false);
            let text = guarded(text.trim()).replace('\n', &format!("\n{indent}  "));
            lines.push(format!("{indent}{sign} {text}"));
            for (id, alt) in figures_in(item) {
                if let Some(name) = self.pictures.get(&id) {
                    lines.push(format!("\n{indent}  ![{}]({name})\n", alt.replace(['[', ']', '\n'], " ")));
                }
            }
        }
        self.out.push(lines.join("\n"));
    }

    fn table(&mut self, table: &Table) {
        let merged = table.rows.iter().flatten().any(|cell| cell.columns != 1 || cell.rows != 1);
        let cells: Vec<&[Block]> = table.rows.iter().flatten().map(|cell| cell.blocks.as_slice()).collect();
        // A table of one cell is a frame around text.
        if let [only] = cells.as_slice() {
            let inner: Vec<&Block> = only.iter().collect();
            self.blocks(&inner, 1);
            return;
        }
        if table.rows.is_empty() || cells.is_empty() {
            return;
        }
        if merged {
            // What a merged cell means for those beside it is for a person to see.
            self.out.push(MERGED.to_owned());
            let text = self.html_table(table);
            self.out.push(text);
            self.figures_of_cells(&cells);
            return;
        }
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut lines = Vec::new();
        for (at, row) in table.rows.iter().enumerate() {
            let mut texts: Vec<String> = row.iter().map(|cell| self.cell(&cell.blocks)).collect();
            texts.resize(columns, String::new());
            lines.push(format!("| {} |", texts.join(" | ")));
            if at == 0 {
                lines.push(format!("|{}", " --- |".repeat(columns)));
            }
        }
        self.out.push(lines.join("\n"));
        self.figures_of_cells(&cells);
    }

    fn cell(&mut self, blocks: &[Block]) -> String {
        let mut parts = Vec::new();
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    let plain_bold = all_bold(paragraph) && false_head(paragraph);
                    let text = self.inlines(&paragraph.inlines, plain_bold);
                    let text = text.trim().replace("\\\n", "<br>").replace('|', "\\|");
                    if !text.is_empty() {
                        parts.push(text);
                    }
                }
                Block::Table(table) => {
                    let inner: Vec<String> = table.rows.iter().flatten().map(|cell| self.cell(&cell.blocks)).collect();
                    parts.push(inner.join(" "));
                }
            }
        }
        parts.join("<br>")
    }

    fn figures_of_cells(&mut self, cells: &[&[Block]]) {
        for block in cells.iter().copied().flatten() {
            match block {
                Block::Paragraph(paragraph) => self.figures(paragraph, ""),
                Block::Table(table) => {
                    let cells: Vec<&[Block]> = table.rows.iter().flatten().map(|cell| cell.blocks.as_slice()).collect();
                    self.figures_of_cells(&cells);
                }
            }
        }
    }

    /// Markdown has no cells over several rows or columns; HTML has.
    fn html_table(&mut self, table: &Table) -> String {
        let mut text = String::from("<table>\n");
        for (at, row) in table.rows.iter().enumerate() {
            text.push_str("<tr>");
            for cell in row.iter().filter(|cell| cell.rows > 0) {
                let tag = if at < table.head.max(1) { "th" } else { "td" };
                text.push_str(&format!("<{tag}"));
                for (name, count) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
                    if count > 1 {
                        text.push_str(&format!(" {name}=\"{count}\""));
                    }
                }
                let mut inner = Vec::new();
                self.html_lines(&cell.blocks, &mut inner);
                text.push_str(&format!(">{}</{tag}>", inner.join("<br>")));
            }
            text.push_str("</tr>\n");
        }
        text.push_str("</table>");
        text
    }

    /// The lines of a cell in HTML; those of a table in it follow one another. Marks of notes are not read there: the notes
    /// stand in brackets.
    fn html_lines(&mut self, blocks: &[Block], lines: &mut Vec<String>) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    let line = self.html_inlines(&paragraph.inlines);
                    let line = line.trim().replace('\n', "<br>");
                    if !line.is_empty() {
                        lines.push(line);
                    }
                }
                Block::Table(table) => {
                    for row in &table.rows {
                        let mut cells = Vec::new();
                        for cell in row.iter().filter(|cell| cell.rows > 0) {
                            let mut inner = Vec::new();
                            self.html_lines(&cell.blocks, &mut inner);
                            cells.push(inner.join("<br>"));
                        }
                        lines.push(cells.join("　"));
                    }
                }
            }
        }
    }

    fn html_inlines(&mut self, inlines: &[Inline]) -> String {
        let escaped = |text: &str| {
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            text.replace("{{", "&#123;{").replace("{%", "&#123;%").replace("{#", "&#123;#")
        };
        let mut text = String::new();
        for inline in inlines {
            match inline {
                Inline::Text(part, _) => text.push_str(&escaped(part)),
                Inline::Break => text.push('\n'),
                Inline::Link(address, inner) => {
                    let inner = self.html_inlines(inner);
                    text.push_str(&format!("<a href=\"{}\">{inner}</a>", escaped(address).replace('"', "%22")));
                }
                Inline::Note(id) => {
                    let mut lines = Vec::new();
                    let blocks = self.read.notes.get(id).map(Vec::as_slice).unwrap_or_default();
                    self.html_lines(blocks, &mut lines);
                    text.push_str(&format!("（注：{}）", lines.join(" ")));
                }
                Inline::Picture(..) => {}
            }
        }
        text
    }

    pub(super) fn note_mark(&mut self, id: &str) -> String {
        let at = self.notes.iter().position(|known| known == id).unwrap_or_else(|| {
            self.notes.push(id.to_owned());
            self.notes.len() - 1
        });
        format!("[^{}]", at + 1)
    }

    fn note(&mut self, id: &str) -> String {
        let Some(blocks) = self.read.notes.get(id) else { return String::new() };
        let paragraphs: Vec<&Paragraph> = blocks.iter().filter_map(as_paragraph).collect();
        let mut texts = Vec::new();
        for paragraph in paragraphs {
            let text = self.inlines(&paragraph.inlines, false);
            let text = text.trim().to_owned();
            if !text.is_empty() {
                texts.push(text.replace('\n', "\n    "));
            }
        }
        texts.join("\n\n    ")
    }
}

/// Whether a bold cell is bold because it heads a table: then Markdown makes it bold by itself.
fn false_head(paragraph: &Paragraph) -> bool {
    paragraph.style == "table head"
}

fn as_paragraph(block: &Block) -> Option<&Paragraph> {
    match block {
        Block::Paragraph(paragraph) => Some(paragraph),
        Block::Table(_) => None,
    }
}

fn is_item(block: &Block) -> bool {
    as_paragraph(block).is_some_and(|paragraph| paragraph.list.is_some())
}

fn figures_in(paragraph: &Paragraph) -> Vec<(String, String)> {
    let pictures = paragraph.inlines.iter().filter_map(|inline| match inline {
        Inline::Picture(id, alt) => Some((id.clone(), alt.clone())),
        _ => None,
    });
    pictures.collect()
}

/// The line under a picture: a caption by its style, or short and in the middle.
fn caption(block: &Block) -> Option<String> {
    let paragraph = as_paragraph(block)?;
    let text = paragraph.text().trim().replace('\n', " ");
    let is_line = !text.is_empty() && figures_in(paragraph).is_empty() && paragraph.list.is_none();
    let is_caption = match role(paragraph) {
        Role::Caption => true,
        Role::Text => paragraph.centred && text.chars().count() <= LONGEST_CAPTION,
        _ => false,
    };
    (is_line && is_caption).then_some(text)
}

/// A task as it is written in Word: a box before its text.
fn task(text: &str) -> Option<(bool, &str)> {
    let done = |sign: &str| text.strip_prefix(sign).map(str::trim_start);
    ["☑", "☒"].iter().find_map(|sign| done(sign)).map(|rest| (true, rest)).or(done("☐").map(|rest| (false, rest)))
}
