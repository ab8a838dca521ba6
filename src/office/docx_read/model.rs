//! What reading a Word document gives.

use std::collections::BTreeMap;

/// A document that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Its text.
    pub blocks: Vec<Block>,
    /// Its footnotes and endnotes, by the ids of their marks.
    pub notes: BTreeMap<String, Vec<Block>>,
    /// Its pictures, by the ids they are shown by.
    pub pictures: BTreeMap<String, Picture>,
    /// How many charts and diagrams there are, which are not read.
    pub graphics: usize,
    /// How many comments in the margin there are, which are not part of the text.
    pub comments: usize,
    /// Parts whose text is set in as a whole and cannot be read, by their names.
    pub unread: Vec<String>,
}

/// A picture's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its name in the package.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A paragraph or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// The name of its style in lower case, as Word calls it in English where it is one of Word's: `heading 1`, `title`.
    pub style: String,
    /// Its level in the outline, from 0.
    pub outline: Option<u8>,
    /// Whether it stands in the middle.
    pub centred: bool,
    /// Whether it stands at the right.
    pub right: bool,
    /// The item of a list it is.
    pub list: Option<ListMark>,
    /// Whether a rule is drawn under it.
    pub ruled: bool,
    /// What stands in it.
    pub inlines: Vec<Inline>,
}

/// How an item of a list is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListMark {
    /// The list.
    pub list: String,
    /// The depth, from 0.
    pub level: u8,
    /// Its number where it has one of the plain kind (`3.`); none for a sign.
    pub number: Option<u32>,
}

/// How text looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Struck out.
    pub strike: bool,
    /// Underlined.
    pub underline: bool,
    /// Above the line.
    pub superscript: bool,
    /// Below the line.
    pub subscript: bool,
    /// The size in half points, where it is known.
    pub size: Option<u32>,
    /// The font for Chinese, empty where it is not known.
    pub font: String,
    /// The font for Latin letters.
    pub latin: String,
}

/// A part of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Text.
    Text(String, Look),
    /// A new line.
    Break,
    /// A link.
    Link(String, Vec<Inline>),
    /// The mark of a note, by its id.
    Note(String),
    /// A picture, by its id, with what it shows.
    Picture(String, String),
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Its rows.
    pub rows: Vec<Vec<TableCell>>,
    /// How many rows are repeated as its head.
    pub head: usize,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableCell {
    /// How many columns it takes.
    pub columns: usize,
    /// How many rows it takes; 0 for one that goes on with the cell above.
    pub rows: usize,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

impl Paragraph {
    /// Its text without looks; notes and pictures are left out.
    pub fn text(&self) -> String {
        plain(&self.inlines)
    }

    /// The looks of its text.
    pub fn looks(&self) -> Vec<&Look> {
        fn gather<'a>(inlines: &'a [Inline], looks: &mut Vec<&'a Look>) {
            for inline in inlines {
                match inline {
                    Inline::Text(text, look) if !text.trim().is_empty() => looks.push(look),
                    Inline::Link(_, inner) => gather(inner, looks),
                    _ => {}
                }
            }
        }
        let mut looks = Vec::new();
        gather(&self.inlines, &mut looks);
        looks
    }
}

/// The text of inlines.
pub fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(part, _) => text.push_str(part),
            Inline::Break => text.push('\n'),
            Inline::Link(_, inner) => text.push_str(&plain(inner)),
            Inline::Note(_) | Inline::Picture(..) => {}
        }
    }
    text
}
