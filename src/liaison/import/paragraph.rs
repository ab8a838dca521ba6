//! What a paragraph is: a heading by its style or by how official documents number and set headings, a quotation, code,
//! the line under a picture.

use std::sync::OnceLock;

use regex::Regex;

use crate::office::docx_read::{Inline, Paragraph};

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A heading; 1 is the highest.
    Heading(u8),
    /// Text.
    Text,
    /// A quotation.
    Quote,
    /// Code.
    Code,
    /// A line under a picture or over a table.
    Caption,
    /// Nothing but a rule.
    Rule,
    /// Nothing.
    Empty,
}

/// Headings are shorter than this.
const LONGEST_HEADING: usize = 45;

/// What the paragraph is.
pub fn role(paragraph: &Paragraph) -> Role {
    let text = paragraph.text();
    let text = text.trim();
    let has_more = paragraph.inlines.iter().any(|inline| matches!(inline, Inline::Picture(..) | Inline::Note(_)));
    if text.is_empty() && !has_more {
        return if paragraph.ruled { Role::Rule } else { Role::Empty };
    }
    let level = paragraph.style.strip_prefix("heading ").and_then(|level| level.parse::<u8>().ok());
    if let Some(level) = level.or(paragraph.outline.map(|level| level + 1)).filter(|level| (1..=9).contains(level)) {
        return Role::Heading(level.min(6));
    }
    match paragraph.style.as_str() {
        "quote" | "intense quote" | "引用" | "明显引用" => return Role::Quote,
        "html preformatted" | "code" | "代码" | "plain text code" => return Role::Code,
        "caption" | "题注" => return Role::Caption,
        _ => {}
    }
    match numbered_heading(text, paragraph) {
        Some(level) => Role::Heading(level),
        None => Role::Text,
    }
}

/// 一、… and （一）… on a line of their own, set as headings are set.
fn numbered_heading(text: &str, paragraph: &Paragraph) -> Option<u8> {
    static FIRST: OnceLock<Option<Regex>> = OnceLock::new();
    static SECOND: OnceLock<Option<Regex>> = OnceLock::new();
    let is = |cell: &'static OnceLock<Option<Regex>>, pattern: &str| {
        let pattern = cell.get_or_init(|| Regex::new(pattern).ok()).as_ref();
        pattern.is_some_and(|pattern| pattern.is_match(text))
    };
    if text.chars().count() > LONGEST_HEADING
        || text.ends_with(['；', '，', '：', ':', ';'])
        || paragraph.list.is_some()
    {
        return None;
    }
    let sentence = text.ends_with('。');
    let looks = paragraph.looks();
    let set_apart = !looks.is_empty()
        && looks.iter().all(|look| {
            look.bold
                || ["黑体", "楷体", "楷体_GB2312", "SimHei", "KaiTi", "KaiTi_GB2312"].contains(&look.font.as_str())
        });
    if is(&FIRST, r"^[一二三四五六七八九十]{1,3}、") && (!sentence || set_apart) {
        return Some(1);
    }
    if is(&SECOND, r"^[（(][一二三四五六七八九十]{1,3}[）)]") && set_apart {
        return Some(2);
    }
    None
}

/// Whether all of a paragraph's text is bold.
pub fn all_bold(paragraph: &Paragraph) -> bool {
    let looks = paragraph.looks();
    !looks.is_empty() && looks.iter().all(|look| look.bold)
}
