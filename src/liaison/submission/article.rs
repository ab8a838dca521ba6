//! An entry as it is sent: blocks of text, pictures and notes, free of any format. Word, plain text and WeChat read it.

use crate::path::SourcePath;

/// A text to be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// Its title.
    pub title: String,
    /// Its text.
    pub blocks: Vec<Block>,
    /// Its footnotes, in the order of their first marks.
    pub notes: Vec<Vec<Block>>,
    /// Its pictures, in the order of the text.
    pub pictures: Vec<Picture>,
    /// What could not be taken along, by the name of its HTML element, sorted, each once.
    pub left_out: Vec<String>,
}

/// A picture of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Its address as the page has it.
    pub address: String,
    /// Its file; none if it lies on another site.
    pub file: Option<SourcePath>,
    /// What it shows.
    pub alt: String,
    /// The line under it.
    pub caption: String,
    /// Who took it.
    pub credit: String,
}

impl Picture {
    /// The line under the picture: the caption, and who took it.
    pub fn line(&self) -> String {
        let caption = if self.caption.is_empty() { &self.alt } else { &self.caption };
        let credit = self.credit.trim();
        match (caption.trim(), credit) {
            (caption, "") => caption.to_owned(),
            // A credit in the caption is not said twice.
            (caption, credit) if caption.contains(credit) => caption.to_owned(),
            (caption, credit) => format!("{caption}（{credit}）"),
        }
    }
}

/// A block of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading; 1 is the highest there is in the text.
    Heading(u8, Vec<Inline>),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List(List),
    /// A quotation, with the label of an alert.
    Quote(Option<String>, Vec<Block>),
    /// Code as it stands.
    Code(String),
    /// A table.
    Table(Table),
    /// A picture: its index in `Article::pictures`.
    Figure(usize),
    /// Terms and their explanations.
    Terms(Vec<Term>),
    /// A rule between parts.
    Rule,
}

/// A list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// The first number; none for a list without numbers.
    pub start: Option<u32>,
    /// Its items.
    pub items: Vec<Item>,
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Whether a task is done.
    pub done: Option<bool>,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A term and its explanations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// The term.
    pub term: Vec<Inline>,
    /// The explanations.
    pub meanings: Vec<Block>,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The line above it.
    pub caption: Vec<Inline>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// How many rows are its head.
    pub head: usize,
}

impl Table {
    /// How many columns it has.
    pub fn columns(&self) -> usize {
        let width = |row: &Vec<Cell>| row.iter().map(|cell| cell.columns).sum::<usize>();
        self.rows.iter().map(width).max().unwrap_or_default()
    }
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// How many columns it takes.
    pub columns: usize,
    /// How many rows it takes.
    pub rows: usize,
    /// Whether it heads its column or row.
    pub head: bool,
    /// Where its text stands.
    pub align: CellAlign,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// Where a cell's text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum CellAlign {
    /// Nothing was said.
    #[default]
    None,
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// A part of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Text.
    Text(String, Marks),
    /// A new line.
    Break,
    /// A link to another page, with its whole address.
    Link(String, Vec<Inline>),
    /// The mark of a footnote: its index in `Article::notes`.
    Note(usize),
}

/// How text is set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Marks {
    /// Strongly.
    pub strong: bool,
    /// By emphasis.
    pub emphasis: bool,
    /// Struck out.
    pub strike: bool,
    /// Underlined.
    pub underline: bool,
    /// As code.
    pub code: bool,
    /// Above the line.
    pub superscript: bool,
    /// Below the line.
    pub subscript: bool,
}

/// The text of inlines without marks; footnotes are left out.
pub fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(part, _) => text.push_str(part),
            Inline::Break => text.push('\n'),
            Inline::Link(_, inner) => text.push_str(&plain(inner)),
            Inline::Note(_) => {}
        }
    }
    text
}

/// The characters of the text that are no white space, without captions of pictures and notes.
pub fn characters(blocks: &[Block]) -> usize {
    let of = |inlines: &[Inline]| plain(inlines).chars().filter(|c| !c.is_whitespace()).count();
    blocks
        .iter()
        .map(|block| match block {
            Block::Heading(_, inlines) | Block::Paragraph(inlines) => of(inlines),
            Block::List(list) => list.items.iter().map(|item| characters(&item.blocks)).sum(),
            Block::Quote(_, blocks) => characters(blocks),
            Block::Code(text) => text.chars().filter(|c| !c.is_whitespace()).count(),
            Block::Table(table) => {
                of(&table.caption) + table.rows.iter().flatten().map(|cell| characters(&cell.blocks)).sum::<usize>()
            }
            Block::Terms(terms) => terms.iter().map(|term| of(&term.term) + characters(&term.meanings)).sum(),
            Block::Figure(_) | Block::Rule => 0,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::Picture;

    #[test]
    fn the_line_under_a_picture_names_who_took_it_once() {
        let picture = |caption: &str, credit: &str| Picture {
            alt: "替代".to_owned(),
            caption: caption.to_owned(),
            credit: credit.to_owned(),
            ..Picture::default()
        };
        assert_eq!(picture("委员视察。", "刘某 摄").line(), "委员视察。（刘某 摄）");
        assert_eq!(picture("委员视察。刘某 摄", "刘某 摄").line(), "委员视察。刘某 摄");
        assert_eq!(picture("", "").line(), "替代");
    }
}
