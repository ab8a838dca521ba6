//! 报送单: one page that says who sends what, who wrote and reviewed it, and whom to call.

use jiff::Zoned;
use tera::{Map, Value};

use super::official::{Look, style};
use super::word::WordWriter;
use crate::liaison::entry::{Entry, text, value};
use crate::office::ArchiveError;
use crate::office::docx_write::{self, Block, Cell, Paragraph, Row, Table, Word};

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

/// What is signed before an entry is published: 信息发布审批单, with the fields offices ask for.
pub struct ApprovalSheet<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// The unit.
    pub unit: &'a str,
    /// The site's address.
    pub site: &'a str,
    /// Who approves.
    pub by: &'a str,
    /// When.
    pub now: &'a Zoned,
}

impl ApprovalSheet<'_> {
    /// The sheet as a Word file.
    ///
    /// # Errors
    /// If it cannot be packed.
    pub fn word(&self) -> Result<Vec<u8>, ArchiveError> {
        let empty = Map::default();
        let extra = self.entry.extra().unwrap_or(&empty);
        let said = |key| text(extra, key).map(str::trim).unwrap_or_default().to_owned();
        let reviews = value(extra, "reviewers").and_then(Value::as_map);
        let review = |key| reviews.and_then(|table| text(table, key)).unwrap_or_default().to_owned();
        let rows = vec![
            ("单位", self.unit.to_owned()),
            ("标题", self.entry.title.clone()),
            ("来源", said("source")),
            ("作者", said("author")),
            ("载体", "网站".to_owned()),
            ("发布渠道", format!("{}（{}）", self.site, self.entry.kind.zh)),
            ("拟发布时间", self.now.strftime("%Y-%m-%d %H:%M").to_string()),
            ("保密审查", String::new()),
            ("初审", review("first")),
            ("复审", review("second")),
            ("终审", review("final")),
            ("审批意见", "同意发布".to_owned()),
            ("审批人", self.by.to_owned()),
            ("签字", String::new()),
        ];
        docx_write::write(&word("信息发布审批单", self.unit, &rows, Look::default()))
    }
}
