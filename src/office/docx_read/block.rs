//! Paragraphs and tables.

use std::collections::BTreeMap;

use super::model::{Block, Inline, Paragraph, Table, TableCell};
use super::numbering::{Counted, Numbering};
use super::style::Styles;
use crate::office::package::Relations;
use crate::office::xml_tree::Element;

/// The text of a part being read.
pub struct TextReader<'a> {
    pub(super) styles: &'a Styles,
    pub(super) relations: &'a Relations,
    numbering: Numbering,
    /// What stands before the ids of pictures: parts have ids of their own.
    pub(super) letter: &'a str,
    /// What stood in text boxes of the paragraph being read.
    pub(super) boxes: Vec<Block>,
    /// The address of the field being read, and whether its result has begun.
    pub(super) fields: Vec<(String, bool)>,
    /// How many charts and diagrams there are, which cannot be taken along.
    pub graphics: usize,
    /// The text of parts that is set in as a whole, by their ids.
    pub chunks: BTreeMap<String, Vec<Block>>,
}

impl<'a> TextReader<'a> {
    /// A reader over the styles, numbers and relations of a part.
    pub fn new(styles: &'a Styles, numbering: Numbering, relations: &'a Relations, letter: &'a str) -> TextReader<'a> {
        TextReader {
            styles,
            relations,
            numbering,
            letter,
            boxes: Vec::new(),
            fields: Vec::new(),
            graphics: 0,
            chunks: BTreeMap::new(),
        }
    }

    /// The blocks in an element.
    pub fn blocks(&mut self, parent: &Element) -> Vec<Block> {
        let mut blocks = Vec::new();
        for element in parent.elements() {
            match element.name.as_str() {
                "p" => {
                    let paragraph = self.paragraph(element);
                    blocks.push(Block::Paragraph(paragraph));
                    blocks.append(&mut self.boxes);
                }
                "altChunk" => {
                    blocks.extend(element.attribute("id").and_then(|id| self.chunks.remove(id)).unwrap_or_default());
                }
                "tbl" => blocks.push(Block::Table(self.table(element))),
                "sdt" => blocks.extend(element.child("sdtContent").map(|inner| self.blocks(inner)).unwrap_or_default()),
                "ins" | "moveTo" | "customXml" | "smartTag" => blocks.extend(self.blocks(element)),
                "AlternateContent" => {
                    let choice = element.child("Choice").or(element.child("Fallback"));
                    blocks.extend(choice.map(|choice| self.blocks(choice)).unwrap_or_default());
                }
                _ => {}
            }
        }
        blocks
    }

    fn paragraph(&mut self, element: &Element) -> Paragraph {
        let own = element.child("pPr");
        let id = own.and_then(|own| own.value("pStyle"));
        let styles = self.styles;
        let property = |name| styles.property(own, id, name);
        let align = property("jc").and_then(|align| align.attribute("val")).unwrap_or_default();
        let outline =
            property("outlineLvl").and_then(|level| level.attribute("val")).and_then(|level| level.parse().ok());
        let ruled = own.and_then(|own| own.child("pBdr")).is_some_and(|rules| {
            rules.child("bottom").or(rules.child("top")).is_some_and(|rule| rule.attribute("val") != Some("none"))
        });
        let numbered = property("numPr");
        let counted = numbered.and_then(|numbered| {
            let list = numbered.value("numId").filter(|list| *list != "0")?;
            let level = numbered.value("ilvl").and_then(|level| level.parse().ok());
            let level = level.unwrap_or_else(|| self.numbering.depth_of(list, id.unwrap_or_default()));
            self.numbering.count(list, level)
        });
        let mut inlines = Vec::new();
        self.runs(element, id, &mut inlines);
        let mut list = None;
        match counted {
            Some(Counted::Item(mark)) => list = Some(mark),
            Some(Counted::Text(text)) => {
                // It looks as the text it stands before.
                let look = inlines.iter().find_map(|inline| match inline {
                    Inline::Text(_, look) => Some(look.clone()),
                    _ => None,
                });
                inlines.insert(0, Inline::Text(text, look.unwrap_or_default()));
            }
            None => {}
        }
        Paragraph {
            style: styles.name(id),
            outline: outline.filter(|level| *level < 9),
            centred: align == "center",
            right: matches!(align, "right" | "end"),
            list,
            ruled,
            inlines,
        }
    }

    fn table(&mut self, element: &Element) -> Table {
        let mut table = Table::default();
        self.rows(element, &mut table);
        // Cells that go on with one above are counted there.
        for row in 1..table.rows.len() {
            let mut column = 0;
            for at in 0..table.rows[row].len() {
                let cell = &table.rows[row][at];
                let (columns, goes_on) = (cell.columns, cell.rows == 0);
                let begun = |cell: &&mut TableCell| cell.rows > 0;
                if goes_on {
                    let above =
                        table.rows[..row].iter_mut().rev().filter_map(|above| at_column(above, column)).find(begun);
                    match above {
                        Some(above) => above.rows += 1,
                        None => table.rows[row][at].rows = 1,
                    }
                }
                column += columns;
            }
        }
        table
    }

    fn rows(&mut self, parent: &Element, table: &mut Table) {
        for row in parent.elements() {
            match row.name.as_str() {
                "tr" => {
                    if row.child("trPr").and_then(|properties| properties.says("tblHeader")) == Some(true)
                        && table.head == table.rows.len()
                    {
                        table.head += 1;
                    }
                    let mut cells = Vec::new();
                    self.cells(row, &mut cells);
                    table.rows.push(cells);
                }
                "sdt" => row.child("sdtContent").into_iter().for_each(|inner| self.rows(inner, table)),
                "ins" | "customXml" => self.rows(row, table),
                _ => {}
            }
        }
    }

    fn cells(&mut self, row: &Element, cells: &mut Vec<TableCell>) {
        for cell in row.elements() {
            match cell.name.as_str() {
                "tc" => {
                    let properties = cell.child("tcPr");
                    let columns = properties.and_then(|it| it.value("gridSpan")).and_then(|it| it.parse().ok());
                    let merge = properties.and_then(|it| it.child("vMerge"));
                    let goes_on = merge.is_some_and(|merge| merge.attribute("val") != Some("restart"));
                    cells.push(TableCell {
                        columns: columns.unwrap_or(1).clamp(1, 63),
                        rows: if goes_on { 0 } else { 1 },
                        blocks: self.blocks(cell),
                    });
                }
                "sdt" => cell.child("sdtContent").into_iter().for_each(|inner| self.cells(inner, cells)),
                "ins" | "customXml" => self.cells(cell, cells),
                _ => {}
            }
        }
    }
}

/// The cell that begins at a column.
fn at_column(row: &mut [TableCell], column: usize) -> Option<&mut TableCell> {
    let mut start = 0;
    row.iter_mut().find(|cell| {
        let found = start == column;
        start += cell.columns;
        found
    })
}
