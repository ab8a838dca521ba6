//! An article as a Word document: every construct has its counterpart in the official look.

use std::sync::Arc;

use super::article::{self, Article, CellAlign, Inline, List, Marks, Table as ArticleTable, Term};
use super::official::{Look, set_width, style, width};
use super::title_lines::title_lines;
use crate::office::docx_write::{
    self as docx, Align, Block, Border, Fonts, ListKind, ListLevel, Numbering, Paragraph, ParagraphFormat, RunFormat,
    Script, TWIPS_PER_MM, Word,
};

/// The highest a picture is shown, in millimetres: two with their captions fit on a page.
const HIGHEST_MM: f64 = 95.0;
/// Twips of a picture's dot where it is shown in its own size (96 dots to the inch).
const TWIPS_PER_DOT: f64 = 15.0;

/// A picture ready to be put into Word.
#[derive(Clone, Debug)]
pub struct Embedded {
    /// Its file, in a format Word knows.
    pub bytes: Arc<[u8]>,
    /// `jpeg`, `png` or `gif`.
    pub format: &'static str,
    /// Its size in dots.
    pub size: (u32, u32),
}

/// What stands in the place of a picture.
#[derive(Clone, Debug)]
pub enum Shown {
    /// The picture with the line under it.
    Picture(Embedded),
    /// Its mark, 【图1】, with the line.
    Mark(String),
    /// Nothing.
    Nothing,
}

/// What stands below the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closing {
    /// The titles of what is attached.
    pub attachments: Vec<String>,
    /// The unit that signs; empty for none.
    pub unit: String,
    /// The date under it; empty for none.
    pub date: String,
}

/// Writes articles into a document.
pub struct WordWriter {
    word: Word,
    look: Look,
}

impl WordWriter {
    /// An empty document.
    pub fn new(title: &str, author: &str, look: Look) -> WordWriter {
        WordWriter { word: super::official::document(title, author, look), look }
    }

    /// Adds any block.
    pub fn push(&mut self, block: impl Into<Block>) {
        self.word.blocks.push(block.into());
    }

    /// The width of the text, in twips.
    pub fn text_width(&self) -> u32 {
        self.word.page.text_width()
    }

    /// Adds an empty line.
    pub fn empty_line(&mut self) {
        self.push(Paragraph { style: style::TEXT, ..Paragraph::default() });
    }

    /// Adds a title in lines, centred, and the empty line under it (7.3.1).
    pub fn title(&mut self, title: &str) {
        self.push(Paragraph::text(style::TITLE, title_lines(title).join("\n")));
        self.empty_line();
    }

    /// Adds an article's text; `shown` says what stands for each of its pictures.
    pub fn article(&mut self, article: &Article, shown: &[Shown]) {
        let first_note = self.word.notes.len();
        self.word.notes.extend(article.notes.iter().map(|_| Vec::new()));
        let (word, look) = (&mut self.word, self.look);
        let mut text = TextWriter { word, article, shown, first_note, kind: Kind::Text, look };
        let blocks = text.blocks(&article.blocks, 0);
        for (at, note) in article.notes.iter().enumerate() {
            text.kind = Kind::Note;
            let note = text.blocks(note, 0);
            // A note has at least a paragraph.
            let empty = || vec![Paragraph { style: style::NOTE, ..Paragraph::default() }.into()];
            text.word.notes[first_note + at] = if note.is_empty() { empty() } else { note };
        }
        self.word.blocks.extend(blocks);
    }

    /// Adds what is attached, one line below the text (7.3.4), then who signs and when: the unit centred over the date,
    /// the date four characters from the edge (7.3.5.1).
    pub fn closing(&mut self, closing: &Closing) {
        if !closing.attachments.is_empty() {
            self.empty_line();
            let one = closing.attachments.len() == 1;
            for (at, title) in closing.attachments.iter().enumerate() {
                let number = if one { String::new() } else { format!("{}.", at + 1) };
                let mut paragraph = match at {
                    0 => Paragraph::text(style::ATTACHMENT, format!("附件：{number}{title}")),
                    _ => Paragraph::text(style::ATTACHMENT, format!("{number}{title}")),
                };
                if at > 0 {
                    // Under the first one's number.
                    paragraph.format =
                        ParagraphFormat { left: Some(600), first_line: Some(-100), ..ParagraphFormat::default() };
                }
                self.push(paragraph);
            }
        }
        if closing.unit.is_empty() && closing.date.is_empty() {
            return;
        }
        // Who signs does not stand alone on a page: the end of the text goes along.
        if let Some(Block::Paragraph(last)) = self.word.blocks.last_mut() {
            last.format.keep_next = true;
        }
        let format = ParagraphFormat { keep_next: true, ..ParagraphFormat::default() };
        self.push(Paragraph { style: style::TEXT, format, ..Paragraph::default() });
        let (unit, date) = (set_width(&closing.unit), set_width(&closing.date));
        // The date stands four characters from the edge; a longer unit would pass the edge and moves both inwards.
        let of_date = 400.max((unit - date) / 2);
        let of_unit = (of_date + (date - unit) / 2).max(0);
        let indented =
            |right: i32, keep_next| ParagraphFormat { right: Some(right), keep_next, ..ParagraphFormat::default() };
        if !closing.unit.is_empty() {
            let format = indented(of_unit, !closing.date.is_empty());
            self.push(Paragraph { format, ..Paragraph::text(style::SIGNATURE, closing.unit.as_str()) });
        }
        if !closing.date.is_empty() {
            self.push(Paragraph {
                format: indented(of_date, false),
                ..Paragraph::text(style::DATE, closing.date.as_str())
            });
        }
    }

    /// The document.
    pub fn finish(self) -> Word {
        self.word
    }
}

/// Where text stands: it decides the style of its paragraphs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Quote,
    Note,
    Cell(CellAlign),
    Head(CellAlign),
}

struct TextWriter<'a> {
    word: &'a mut Word,
    article: &'a Article,
    shown: &'a [Shown],
    first_note: usize,
    kind: Kind,
    look: Look,
}

impl TextWriter<'_> {
    fn style(&self) -> &'static str {
        match self.kind {
            Kind::Text => style::TEXT,
            Kind::Quote => style::QUOTE,
            Kind::Note => style::NOTE,
            Kind::Cell(_) => style::CELL,
            Kind::Head(_) => style::HEAD,
        }
    }

    fn plain(&self, inlines: Vec<docx::Inline>) -> Paragraph {
        let align = match self.kind {
            Kind::Cell(align) | Kind::Head(align) => match align {
                CellAlign::None => None,
                CellAlign::Left => Some(Align::Left),
                CellAlign::Center => Some(Align::Center),
                CellAlign::Right => Some(Align::Right),
            },
            _ => None,
        };
        Paragraph {
            style: self.style(),
            format: ParagraphFormat { align, ..ParagraphFormat::default() },
            numbering: None,
            inlines,
        }
    }

    /// Writes blocks inside of `depth` lists.
    fn blocks(&mut self, blocks: &[article::Block], depth: u8) -> Vec<Block> {
        let mut written = Vec::new();
        for block in blocks {
            self.block(block, depth, &mut written);
        }
        written
    }

    fn block(&mut self, block: &article::Block, depth: u8, written: &mut Vec<Block>) {
        match block {
            article::Block::Heading(level, inlines) if self.kind == Kind::Text && depth == 0 => {
                let at = usize::from(level.saturating_sub(1)).min(style::HEADINGS.len() - 1);
                let inlines = self.inlines(inlines);
                written.push(Paragraph { style: style::HEADINGS[at], inlines, ..Paragraph::default() }.into());
            }
            article::Block::Heading(_, inlines) => {
                let strong = Marks { strong: true, ..Marks::default() };
                let inlines = inlines.iter().flat_map(|inline| self.inline(inline, strong)).collect();
                written.push(self.plain(inlines).into());
            }
            article::Block::Paragraph(inlines) => {
                let inlines = self.inlines(inlines);
                let mut paragraph = self.plain(inlines);
                paragraph.format.left = inside(depth);
                written.push(paragraph.into());
            }
            article::Block::List(list) => self.list(list, depth, written),
            article::Block::Quote(label, blocks) => {
                let outer = self.kind;
                if outer == Kind::Text {
                    self.kind = Kind::Quote;
                }
                if let Some(label) = label {
                    let bold = RunFormat { bold: Some(true), ..RunFormat::default() };
                    written.push(self.plain(vec![docx::Inline::Text(format!("{label}："), bold)]).into());
                }
                let inner = self.blocks(blocks, depth);
                written.extend(inner);
                self.kind = outer;
            }
            article::Block::Code(text) => written.push(Paragraph::text(style::CODE, text.as_str()).into()),
            article::Block::Table(table) => self.table(table, written),
            article::Block::Figure(index) => self.figure(*index, written),
            article::Block::Terms(terms) => terms.iter().for_each(|term| self.term(term, depth, written)),
            article::Block::Rule => {
                let border = Border { above: false, width: 6, colour: "000000" };
                let format = ParagraphFormat { border: Some(border), ..ParagraphFormat::default() };
                written.push(Paragraph { format, ..self.plain(Vec::new()) }.into());
            }
        }
    }

    fn list(&mut self, list: &List, depth: u8, written: &mut Vec<Block>) {
        let own = match list.start {
            Some(start) => ListLevel::Number(start),
            None => ListLevel::Bullet("•"),
        };
        // Depths above are those of other lists: only the own one is ever used.
        let levels = (0..=depth.min(8)).map(|_| own).collect();
        self.word.lists.push(ListKind { levels });
        let numbering = Numbering { list: self.word.lists.len() - 1, level: depth.min(8) };
        for item in &list.items {
            let mut blocks = self.blocks(&item.blocks, depth + 1);
            let first_is_text = matches!(item.blocks.first(), Some(article::Block::Paragraph(_)));
            if !first_is_text {
                blocks.insert(0, self.plain(Vec::new()).into());
            }
            if let Some(Block::Paragraph(first)) = blocks.first_mut() {
                if first.style == style::TEXT {
                    first.style = style::ITEM;
                }
                match item.done {
                    Some(done) => {
                        first.format.left = inside(depth);
                        let sign = if done { "☑ " } else { "☐ " };
                        first.inlines.insert(0, docx::Inline::Text(sign.to_owned(), RunFormat::default()));
                    }
                    None => {
                        first.format.left = None;
                        first.numbering = Some(numbering);
                    }
                }
            }
            written.append(&mut blocks);
        }
    }

    fn term(&mut self, term: &Term, depth: u8, written: &mut Vec<Block>) {
        let strong = Marks { strong: true, ..Marks::default() };
        let inlines: Vec<_> = term.term.iter().flat_map(|inline| self.inline(inline, strong)).collect();
        if !inlines.is_empty() {
            let mut paragraph = self.plain(inlines);
            paragraph.format.left = inside(depth);
            paragraph.format.keep_next = true;
            written.push(paragraph.into());
        }
        let meanings = self.blocks(&term.meanings, depth + 1);
        written.extend(meanings);
    }

    fn figure(&mut self, index: usize, written: &mut Vec<Block>) {
        let (Some(picture), Some(shown)) = (self.article.pictures.get(index), self.shown.get(index)) else { return };
        let line = picture.line();
        match shown {
            Shown::Picture(embedded) => {
                let (width, height) = fitted(embedded.size, self.word.page.text_width());
                let picture = docx::Picture {
                    bytes: embedded.bytes.clone(),
                    format: embedded.format,
                    width,
                    height,
                    alt: picture.alt.clone(),
                };
                let format = ParagraphFormat { keep_next: !line.is_empty(), ..ParagraphFormat::default() };
                let inlines = vec![docx::Inline::Picture(picture)];
                written.push(Paragraph { style: style::FIGURE, format, inlines, numbering: None }.into());
                if !line.is_empty() {
                    written.push(Paragraph::text(style::CAPTION, line).into());
                }
            }
            Shown::Mark(mark) => written.push(Paragraph::text(style::CAPTION, format!("{mark}{line}")).into()),
            Shown::Nothing => {}
        }
    }

    fn table(&mut self, table: &ArticleTable, written: &mut Vec<Block>) {
        let columns = table.columns();
        if columns == 0 {
            return;
        }
        if !table.caption.is_empty() {
            let inlines = self.inlines(&table.caption);
            let format = ParagraphFormat { keep_next: true, ..ParagraphFormat::default() };
            written.push(Paragraph { style: style::CAPTION, format, inlines, numbering: None }.into());
        }
        let outer = self.kind;
        let mut rows = Vec::new();
        // What is left of cells over several rows, by their first column: rows to come and columns.
        let mut open: Vec<(usize, usize, usize)> = Vec::new();
        for (at, row) in table.rows.iter().enumerate() {
            let mut cells = Vec::new();
            let mut column = 0;
            let mut next = row.iter();
            while column < columns {
                if let Some(over) = open.iter_mut().find(|(first, rows, _)| *first == column && *rows > 0) {
                    over.1 -= 1;
                    cells.push(docx::Cell { columns: over.2, merged: Some(false), blocks: Vec::new() });
                    column += over.2;
                    continue;
                }
                let Some(cell) = next.next() else {
                    cells.push(docx::Cell { columns: columns - column, ..docx::Cell::default() });
                    break;
                };
                let wide = cell.columns.min(columns - column);
                if cell.rows > 1 {
                    open.retain(|(first, ..)| *first != column);
                    open.push((column, cell.rows - 1, wide));
                }
                self.kind = if cell.head || at < table.head { Kind::Head(cell.align) } else { Kind::Cell(cell.align) };
                let blocks = self.blocks(&cell.blocks, 0);
                cells.push(docx::Cell { columns: wide, merged: (cell.rows > 1).then_some(true), blocks });
                column += wide;
            }
            rows.push(docx::Row { cells, header: at < table.head });
        }
        self.kind = outer;
        for blocks in rows.iter_mut().flat_map(|row| &mut row.cells).map(|cell| &mut cell.blocks) {
            if blocks.is_empty() {
                blocks.push(Paragraph { style: style::CELL, ..Paragraph::default() }.into());
            }
        }
        let columns = widths(table, self.word.page.text_width());
        written.push(Block::Table(docx::Table { columns, rows, ruled: true }));
    }

    fn inlines(&mut self, inlines: &[Inline]) -> Vec<docx::Inline> {
        inlines.iter().flat_map(|inline| self.inline(inline, Marks::default())).collect()
    }

    fn inline(&mut self, inline: &Inline, over: Marks) -> Vec<docx::Inline> {
        match inline {
            Inline::Text(text, marks) => vec![docx::Inline::Text(text.clone(), self.format(*marks, over))],
            Inline::Break => vec![docx::Inline::Break],
            Inline::Link(address, inner) => {
                let inner = inner.iter().flat_map(|inline| self.inline(inline, over)).collect();
                vec![docx::Inline::Link(address.clone(), inner)]
            }
            // A note inside a note has no mark of its own in Word.
            Inline::Note(_) if self.kind == Kind::Note => Vec::new(),
            Inline::Note(index) => vec![docx::Inline::Note(self.first_note + index)],
        }
    }

    fn format(&self, marks: Marks, over: Marks) -> RunFormat {
        let code = Fonts { east_asia: self.look.fonts.text.east_asia, latin: "Courier New" };
        RunFormat {
            fonts: marks.code.then_some(code),
            bold: (marks.strong || over.strong).then_some(true),
            italic: marks.emphasis,
            strike: marks.strike,
            underline: marks.underline,
            script: match (marks.superscript, marks.subscript) {
                (true, _) => Some(Script::Super),
                (_, true) => Some(Script::Sub),
                _ => None,
            },
            ..RunFormat::default()
        }
    }
}

/// The indent of text inside of `depth` lists; none outside.
fn inside(depth: u8) -> Option<i32> {
    (depth > 0).then(|| 200 * i32::from(depth))
}

/// The size a picture is shown in, in twips: its own, but not wider than the text, nor so high that a page holds little else.
fn fitted((width, height): (u32, u32), widest: u32) -> (u32, u32) {
    let (wide, high) = (f64::from(width.max(1)) * TWIPS_PER_DOT, f64::from(height.max(1)) * TWIPS_PER_DOT);
    let scale = (f64::from(widest) / wide).min(HIGHEST_MM * TWIPS_PER_MM / high).min(1.0);
    ((wide * scale).round() as u32, (high * scale).round() as u32)
}

/// The widths of a table's columns: in proportion to what stands in them, none narrower than a few characters.
fn widths(table: &ArticleTable, total: u32) -> Vec<u32> {
    let count = table.columns();
    let mut longest = vec![200_i32; count];
    for row in &table.rows {
        let mut column = 0;
        for cell in row {
            let text = cell.blocks.iter().map(text_of).max_by_key(|text| width(text)).unwrap_or_default();
            if cell.columns == 1 && column < count {
                // A column of long texts need not push the others together: lines can break.
                longest[column] = longest[column].max(width(&text).min(2000));
            }
            column += cell.columns;
        }
    }
    let sum: i32 = longest.iter().sum();
    let least = total / u32::try_from(count * 3).unwrap_or(1).max(1);
    let share = |length: &i32| (f64::from(*length) / f64::from(sum.max(1)) * f64::from(total)).round() as u32;
    let mut widths: Vec<u32> = longest.iter().map(|length| share(length).max(least)).collect();
    let made: u32 = widths.iter().sum();
    let scale = f64::from(total) / f64::from(made.max(1));
    widths.iter_mut().for_each(|width| *width = (f64::from(*width) * scale) as u32);
    // What rounding left goes to the last column.
    let made: u32 = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += total.saturating_sub(made);
    }
    widths
}

fn text_of(block: &article::Block) -> String {
    match block {
        article::Block::Paragraph(inlines) | article::Block::Heading(_, inlines) => article::plain(inlines),
        article::Block::Code(text) => text.clone(),
        _ => "四个汉字".to_owned(),
    }
}
