//! What a Word document is made of, as far as it is written here. Lengths are in twips (1/20 point) unless said.

use std::sync::Arc;

/// A document.
#[derive(Clone, Debug, Default)]
pub struct Word {
    /// The title in its properties.
    pub title: String,
    /// The author in its properties: an organisation rather than a person.
    pub author: String,
    /// Paper, margins, grid.
    pub page: Page,
    /// The styles; the first one is the default of paragraphs.
    pub styles: Vec<Style>,
    /// Fonts to take where a named one is not installed.
    pub fallbacks: Vec<FontFallback>,
    /// The lists paragraphs belong to.
    pub lists: Vec<ListKind>,
    /// The text.
    pub blocks: Vec<Block>,
    /// The footnotes, in the order of `Inline::Note`.
    pub notes: Vec<Vec<Block>>,
    /// Page numbers at the outer edge.
    pub footer: Option<Footer>,
}

/// Paper, margins and the grid of lines and characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Page {
    /// The paper's width.
    pub width: u32,
    /// The paper's height.
    pub height: u32,
    /// The margin above.
    pub top: u32,
    /// The margin below.
    pub bottom: u32,
    /// The margin at the left.
    pub left: u32,
    /// The margin at the right.
    pub right: u32,
    /// From the paper's lower edge to the footer's.
    pub footer: u32,
    /// The distance of lines; 0 for no grid.
    pub line_pitch: u32,
    /// What is added to the width of a character of the default size, in 1/4096 point.
    pub char_space: i32,
}

impl Page {
    /// The width of the text.
    pub fn text_width(&self) -> u32 {
        self.width.saturating_sub(self.left + self.right)
    }

    /// The height of the text.
    pub fn text_height(&self) -> u32 {
        self.height.saturating_sub(self.top + self.bottom)
    }
}

/// A named style.
#[derive(Clone, Debug, Default)]
pub struct Style {
    /// Its id, which paragraphs name.
    pub id: &'static str,
    /// Its name; those Word knows (`heading 1`) mean the same to every program.
    pub name: &'static str,
    /// The style it builds on.
    pub based_on: Option<&'static str>,
    /// The style of the paragraph after it.
    pub next: Option<&'static str>,
    /// Its level in the outline, from 0, if it is a heading.
    pub outline: Option<u8>,
    /// How paragraphs stand.
    pub paragraph: ParagraphFormat,
    /// How characters look.
    pub run: RunFormat,
}

/// Fonts by name: for Chinese, and for Latin letters and digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fonts {
    /// For Chinese characters and punctuation.
    pub east_asia: &'static str,
    /// For Latin letters and digits.
    pub latin: &'static str,
}

/// A font to take in the place of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FontFallback {
    /// The font that may be missing.
    pub name: &'static str,
    /// The one to take then.
    pub instead: &'static str,
}

/// How a paragraph's lines stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Align {
    /// Both edges even.
    #[default]
    Justified,
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// The distance of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Exactly this.
    Exact(u32),
    /// In 240ths of the font's own.
    Auto(u32),
}

/// A rule beside a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Border {
    /// Above rather than below.
    pub above: bool,
    /// In eighths of a point.
    pub width: u32,
    /// Six hexadecimal digits.
    pub colour: &'static str,
}

/// How a paragraph stands. What is none comes from the style.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct ParagraphFormat {
    /// How its lines stand.
    pub align: Option<Align>,
    /// Their distance.
    pub line: Option<Line>,
    /// The first line's indent, in hundredths of a character; negative lets it hang.
    pub first_line: Option<i32>,
    /// The left indent, in hundredths of a character.
    pub left: Option<i32>,
    /// The right indent, in hundredths of a character.
    pub right: Option<i32>,
    /// Space above.
    pub before: Option<u32>,
    /// Space below.
    pub after: Option<u32>,
    /// Stays on the page of the next paragraph.
    pub keep_next: bool,
    /// Stays on one page.
    pub keep_lines: bool,
    /// Begins a page.
    pub page_break: bool,
    /// Leaves the grid of lines.
    pub off_grid: bool,
    /// A rule above or below.
    pub border: Option<Border>,
    /// Where its tab stands at the right edge, from the left.
    pub right_tab: Option<u32>,
}

/// Above or below the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Above.
    Super,
    /// Below.
    Sub,
}

/// How characters look. What is none or false comes from the style.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct RunFormat {
    /// The fonts.
    pub fonts: Option<Fonts>,
    /// The size in half points.
    pub size: Option<u32>,
    /// Bold, or surely not.
    pub bold: Option<bool>,
    /// Italic.
    pub italic: bool,
    /// Struck out.
    pub strike: bool,
    /// Underlined.
    pub underline: bool,
    /// Above or below the line.
    pub script: Option<Script>,
    /// The colour, six hexadecimal digits.
    pub colour: Option<&'static str>,
    /// What is added to the width of each character, in twips.
    pub spacing: Option<i32>,
}

/// A paragraph or a table.
#[derive(Clone, Debug)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// A paragraph.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    /// The id of its style.
    pub style: &'static str,
    /// What differs from the style.
    pub format: ParagraphFormat,
    /// The list it is an item of.
    pub numbering: Option<Numbering>,
    /// What stands in it.
    pub inlines: Vec<Inline>,
}

impl Paragraph {
    /// A paragraph of plain text.
    pub fn text(style: &'static str, text: impl Into<String>) -> Paragraph {
        Paragraph { style, inlines: vec![Inline::Text(text.into(), RunFormat::default())], ..Paragraph::default() }
    }
}

impl From<Paragraph> for Block {
    fn from(paragraph: Paragraph) -> Block {
        Block::Paragraph(paragraph)
    }
}

/// An item's place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbering {
    /// The index of the list in `Word::lists`.
    pub list: usize,
    /// The depth, from 0.
    pub level: u8,
}

/// A list: how each depth is marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListKind {
    /// The depths, the outermost first; nine at most are written.
    pub levels: Vec<ListLevel>,
}

/// How a depth of a list is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListLevel {
    /// By a sign.
    Bullet(&'static str),
    /// By numbers from this one on.
    Number(u32),
}

/// A part of a paragraph.
#[derive(Clone, Debug)]
pub enum Inline {
    /// Text.
    Text(String, RunFormat),
    /// A new line.
    Break,
    /// A jump to the paragraph's tab.
    Tab,
    /// A link to another place.
    Link(String, Vec<Inline>),
    /// The mark of a footnote: its index in `Word::notes`.
    Note(usize),
    /// A picture.
    Picture(Picture),
}

/// A picture in a line.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Its file.
    pub bytes: Arc<[u8]>,
    /// The ending of its name, which says its format: `jpeg`, `png` or `gif`.
    pub format: &'static str,
    /// How wide it is shown.
    pub width: u32,
    /// How high it is shown.
    pub height: u32,
    /// What it shows, for those who cannot see it.
    pub alt: String,
}

/// A table with rules around its cells.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The widths of its columns.
    pub columns: Vec<u32>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Whether its rules are drawn.
    pub ruled: bool,
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Whether it is repeated on every page.
    pub header: bool,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub struct Cell {
    /// How many columns it takes.
    pub columns: usize,
    /// Whether it begins (`Some(true)`) or goes on with (`Some(false)`) a cell over several rows.
    pub merged: Option<bool>,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

impl Default for Cell {
    fn default() -> Cell {
        Cell { columns: 1, merged: None, blocks: Vec::new() }
    }
}

/// Page numbers between dashes, at the outer edge: right on odd pages, left on even ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Footer {
    /// The numbers' fonts.
    pub fonts: Fonts,
    /// Their size in half points.
    pub size: u32,
    /// From the text's outer edge, in hundredths of a character.
    pub indent: i32,
}
