//! 报送单: one page that says who sends what, who wrote and reviewed it, and whom to call.

use super::official::{Look, style};
use super::word::WordWriter;
use crate::office::docx_write::{Block, Cell, Paragraph, Row, Table, Word};

/// The rows of a slip: what, and its value, which may be empty to be filled in by hand.
pub type Rows = Vec<(&'static str, String)>;

/// The slip as a Word document.
pub fn word(title: &str, author: &str, rows: &Rows, look: Look) -> Word {
    let mut writer = WordWriter::new(title, author, look);
    writer.title(title);
    let cell = |style: &'static str, text: &str| Cell {
        blocks: text.split('\n').map(|line| Paragraph::text(style, line).into()).collect(),
        ..Cell::default()
    };
    let rows = rows
        .iter()
        .map(|(name, value)| Row { cells: vec![cell(style::HEAD, name), cell(style::CELL, value)], header: false })
        .collect();
    // 156 mm: a quarter for the names.
    writer.push(Block::Table(Table { columns: vec![2211, 6634], rows, ruled: true }));
    writer.finish()
}

/// The slip's lines for the end of a mail; rows without a value are left out.
pub fn lines(rows: &Rows, wanted: &[&str]) -> Vec<String> {
    rows.iter()
        .filter(|(name, value)| wanted.contains(name) && !value.is_empty())
        .map(|(name, value)| format!("{name}：{}", value.replace('\n', "；")))
        .collect()
}
