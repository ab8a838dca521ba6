//! Tables (ECMA-376, 17.4).

use super::body::BodyWriter;
use super::model::{Block, Paragraph, Table};

impl BodyWriter<'_> {
    /// Writes a table, and an empty paragraph's place after it where the format needs one.
    pub fn table(&mut self, table: &Table) {
        let xml = &mut self.xml;
        let width: u32 = table.columns.iter().sum();
        xml.open("w:tbl", &[]);
        xml.open("w:tblPr", &[]);
        xml.empty("w:tblW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
        xml.empty("w:jc", &[("w:val", "center")]);
        if table.ruled {
            xml.open("w:tblBorders", &[]);
            for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
                xml.empty(side, &[("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "000000")]);
            }
            xml.close("w:tblBorders");
        }
        xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        xml.open("w:tblCellMar", &[]);
        xml.empty("w:left", &[("w:w", "85"), ("w:type", "dxa")]);
        xml.empty("w:right", &[("w:w", "85"), ("w:type", "dxa")]);
        xml.close("w:tblCellMar");
        xml.close("w:tblPr");
        xml.open("w:tblGrid", &[]);
        for column in &table.columns {
            xml.empty("w:gridCol", &[("w:w", &column.to_string())]);
        }
        xml.close("w:tblGrid");
        for row in &table.rows {
            self.xml.open("w:tr", &[]);
            self.xml.open("w:trPr", &[]);
            self.xml.empty("w:cantSplit", &[]);
            if row.header {
                self.xml.empty("w:tblHeader", &[]);
            }
            self.xml.close("w:trPr");
            let mut column = 0;
            for cell in &row.cells {
                let end = (column + cell.columns).min(table.columns.len());
                let width: u32 = table.columns.get(column..end).unwrap_or_default().iter().sum();
                column = end;
                self.xml.open("w:tc", &[]);
                self.xml.open("w:tcPr", &[]);
                self.xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
                if cell.columns > 1 {
                    self.xml.empty("w:gridSpan", &[("w:val", &cell.columns.to_string())]);
                }
                match cell.merged {
                    Some(true) => self.xml.empty("w:vMerge", &[("w:val", "restart")]),
                    Some(false) => self.xml.empty("w:vMerge", &[]),
                    None => {}
                }
                self.xml.empty("w:vAlign", &[("w:val", "center")]);
                self.xml.close("w:tcPr");
                self.blocks(&cell.blocks);
                // A cell ends in a paragraph.
                if !matches!(cell.blocks.last(), Some(Block::Paragraph(_))) {
                    self.paragraph(&Paragraph {
                        style: self.word.styles.first().map_or("", |style| style.id),
                        ..Paragraph::default()
                    });
                }
                self.xml.close("w:tc");
            }
            self.xml.close("w:tr");
        }
        self.xml.close("w:tbl");
    }
}
