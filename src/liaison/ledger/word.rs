//! The ledger as a Word file in the look of official documents: a title, and a table for every part.

use super::sheet::Sheet;
use crate::liaison::submission::official::{Look, document, style};
use crate::office::ArchiveError;
use crate::office::docx_write::{Block, Cell, Paragraph, Row, Table, write};

/// More columns than this do not stand on the width of a page: what is left are the names and the sums.
const MOST_COLUMNS: usize = 8;

/// The sheets as the bytes of a `.docx`.
///
/// # Errors
/// If it is larger than the format allows.
pub fn docx(title: &str, author: &str, sheets: &[Sheet]) -> Result<Vec<u8>, ArchiveError> {
    let mut word = document(title, author, Look::default());
    word.blocks.push(Paragraph::text(style::TITLE, title).into());
    let width = word.page.text_width();
    for sheet in sheets {
        word.blocks.push(Paragraph::text(style::HEADINGS[0], sheet.title.as_str()).into());
        let shown = columns(sheet);
        let line = |texts: &[String], header: bool| {
            let cells = shown.iter().map(|at| {
                let text = texts.get(*at).map_or("", String::as_str);
                let style = if header { style::HEAD } else { style::CELL };
                Cell { blocks: vec![Paragraph::text(style, text).into()], ..Cell::default() }
            });
            Row { cells: cells.collect(), header }
        };
        let mut rows = vec![line(&sheet.head, true)];
        rows.extend(sheet.rows.iter().map(|row| line(row, false)));
        word.blocks.push(Block::Table(Table { columns: widths(sheet, &shown, width), rows, ruled: true }));
        word.blocks.push(Paragraph::text(style::TEXT, "").into());
    }
    write(&word)
}

/// The columns that stand on paper.
fn columns(sheet: &Sheet) -> Vec<usize> {
    let count = sheet.head.len();
    if count <= MOST_COLUMNS { (0..count).collect() } else { (0..2).chain(count - 3..count).collect() }
}

/// The widths of the columns: each by the longest of its texts, within reason, so that they fill the page.
fn widths(sheet: &Sheet, shown: &[usize], page: u32) -> Vec<u32> {
    let longest = |at: usize| {
        let texts = sheet.rows.iter().map(|row| row.get(at)).chain([sheet.head.get(at)]).flatten();
        texts.map(|text| text.chars().count()).max().unwrap_or(1).clamp(3, 18) as u32
    };
    let weights: Vec<u32> = shown.iter().map(|at| longest(*at)).collect();
    let all: u32 = weights.iter().sum::<u32>().max(1);
    weights.iter().map(|weight| page * weight / all).collect()
}
