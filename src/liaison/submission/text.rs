//! An article as plain text, the body of a mail: paragraphs indented by two characters, lines ended as Windows ends them.

use super::article::{Article, Block, Inline, List, Table, plain};
use super::official::width;
use super::preset::TextEncoding;
use super::word::Closing;

/// The indent of a paragraph.
const INDENT: &str = "　　";

/// Writes the text; `marks` says what stands in the place of each picture, nothing where it is empty.
pub fn text(article: &Article, marks: &[String], closing: &Closing, lines_after: &[String]) -> String {
    let mut writer = TextWriter { article, marks, lines: Vec::new() };
    writer.lines.push(article.title.clone());
    writer.lines.push(String::new());
    writer.blocks(&article.blocks, 0);
    if !article.notes.is_empty() {
        writer.lines.push(String::new());
        for (at, note) in article.notes.iter().enumerate() {
            let mut inner = TextWriter { article, marks, lines: Vec::new() };
            inner.blocks(note, 0);
            let text = inner.lines.iter().map(|line| line.trim_start_matches('　')).collect::<Vec<_>>().join(" ");
            writer.lines.push(format!("〔{}〕{text}", at + 1));
        }
    }
    let mut lines = writer.lines;
    if !closing.attachments.is_empty() {
        lines.push(String::new());
        let one = closing.attachments.len() == 1;
        for (at, title) in closing.attachments.iter().enumerate() {
            let number = if one { String::new() } else { format!("{}.", at + 1) };
            lines.push(if at == 0 {
                format!("{INDENT}附件：{number}{title}")
            } else {
                format!("{INDENT}　　　{number}{title}")
            });
        }
    }
    let signed = [closing.unit.as_str(), closing.date.as_str()].join("　");
    if !signed.trim().is_empty() {
        lines.push(format!("（{}）", signed.trim()));
    }
    if !lines_after.is_empty() {
        lines.push(String::new());
        lines.extend(lines_after.iter().cloned());
    }
    let mut text = lines.join("\r\n");
    text.push_str("\r\n");
    text
}

/// The bytes of a text. GB 18030 has a place for every character of Unicode.
pub fn encode(text: &str, encoding: TextEncoding) -> Vec<u8> {
    match encoding {
        TextEncoding::Utf8 => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        TextEncoding::Gb18030 => encoding_rs::GB18030.encode(text).0.into_owned(),
    }
}

struct TextWriter<'a> {
    article: &'a Article,
    marks: &'a [String],
    lines: Vec<String>,
}

impl TextWriter<'_> {
    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        for block in blocks {
            self.block(block, depth);
        }
    }

    fn push(&mut self, depth: usize, text: &str) {
        for line in text.split('\n') {
            self.lines.push(format!("{INDENT}{}{}", "　　".repeat(depth), line.trim()));
        }
    }

    fn block(&mut self, block: &Block, depth: usize) {
        match block {
            Block::Heading(_, inlines) | Block::Paragraph(inlines) => self.push(depth, &with_links(inlines)),
            Block::List(list) => self.list(list, depth),
            Block::Quote(label, blocks) => {
                if let Some(label) = label {
                    self.push(depth, &format!("{label}："));
                }
                self.blocks(blocks, depth);
            }
            Block::Code(text) => self.lines.extend(text.lines().map(|line| format!("    {line}"))),
            Block::Table(table) => self.table(table),
            Block::Figure(index) => {
                let mark = self.marks.get(*index).map(String::as_str).unwrap_or_default();
                if let Some(picture) = self.article.pictures.get(*index).filter(|_| !mark.is_empty()) {
                    self.lines.push(format!("{mark}{}", picture.line()));
                }
            }
            Block::Terms(terms) => {
                for term in terms {
                    let meaning = match term.meanings.as_slice() {
                        [Block::Paragraph(inlines)] => Some(with_links(inlines)),
                        _ => None,
                    };
                    match meaning {
                        Some(meaning) => self.push(depth, &format!("{}：{meaning}", with_links(&term.term))),
                        None => {
                            self.push(depth, &format!("{}：", with_links(&term.term)));
                            self.blocks(&term.meanings, depth + 1);
                        }
                    }
                }
            }
            Block::Rule => self.lines.push("　　————————".to_owned()),
        }
    }

    fn list(&mut self, list: &List, depth: usize) {
        for (at, item) in list.items.iter().enumerate() {
            let sign = match (item.done, list.start) {
                (Some(true), _) => "☑ ".to_owned(),
                (Some(false), _) => "☐ ".to_owned(),
                (None, Some(start)) => format!("{}.", u64::from(start) + at as u64),
                (None, None) => "• ".to_owned(),
            };
            let before = self.lines.len();
            for block in &item.blocks {
                match block {
                    Block::List(inner) => self.list(inner, depth + 1),
                    other => self.block(other, depth),
                }
            }
            match self.lines.get_mut(before) {
                Some(first) => {
                    let indent = first.len() - first.trim_start_matches('　').len();
                    first.insert_str(indent, &sign);
                }
                None => self.push(depth, &sign),
            }
        }
    }

    /// Columns padded to the same width, as a fixed font shows them.
    fn table(&mut self, table: &Table) {
        if !table.caption.is_empty() {
            self.lines.push(format!("{INDENT}{}", with_links(&table.caption)));
        }
        let cells = |row: &Vec<super::article::Cell>| -> Vec<String> {
            let one = |cell: &super::article::Cell| {
                let mut inner = TextWriter { article: self.article, marks: self.marks, lines: Vec::new() };
                inner.blocks(&cell.blocks, 0);
                inner.lines.iter().map(|line| line.trim_matches(['　', ' '])).collect::<Vec<_>>().join(" ")
            };
            row.iter().map(one).collect()
        };
        let rows: Vec<Vec<String>> = table.rows.iter().map(cells).collect();
        let columns = table.columns();
        let widest: Vec<i32> = (0..columns)
            .map(|at| rows.iter().filter_map(|row| row.get(at)).map(|text| width(text)).max().unwrap_or_default())
            .collect();
        for row in rows {
            let padded = row.iter().enumerate().map(|(at, text)| {
                let lacking = widest.get(at).copied().unwrap_or_default() - width(text);
                format!("{text}{}", " ".repeat(usize::try_from(lacking / 50).unwrap_or_default()))
            });
            let line = padded.collect::<Vec<_>>().join("  ");
            self.lines.push(format!("{INDENT}{}", line.trim_end()));
        }
    }
}

/// The text of inlines, the addresses of links behind them, notes by their numbers.
fn with_links(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Link(address, inner) => {
                let inner = plain(inner);
                text.push_str(&inner);
                if inner != *address && !address.starts_with("mailto:") {
                    text.push_str(&format!("（{address}）"));
                }
            }
            Inline::Note(index) => text.push_str(&format!("〔{}〕", index + 1)),
            other => text.push_str(&plain(std::slice::from_ref(other))),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{encode, text};
    use crate::liaison::submission::preset::TextEncoding;
    use crate::liaison::submission::read_html;
    use crate::liaison::submission::word::Closing;

    #[test]
    fn every_construct_is_text() {
        let html = "<h2>一、情况</h2><p>前<strong>重</strong>后<a href=\"https://a.test/\">网</a><sup class=\"footnote-reference\"><a href=\"#n\">1</a></sup></p>\
            <ol start=\"2\"><li>甲<ul><li>乙</li></ul></li><li>丙</li></ol><ul><li><input type=\"checkbox\">未办</li></ul>\
            <p><img src=\"1.jpg\" alt=\"走访\"></p><table><tr><th>村</th><th>户</th></tr><tr><td>龙潭村</td><td>8</td></tr></table>\
            <dl><dt>界别</dt><dd>方面</dd></dl><div class=\"footnote-definition\" id=\"n\"><p>注。</p></div>";
        let article = read_html("标题", html, "https://x.test/a/");
        let closing =
            Closing { unit: "本组".to_owned(), date: "张某".to_owned(), attachments: vec!["清单".to_owned()] };
        let made = text(&article, &["【图1】".to_owned()], &closing, &[]);
        let expected = "标题\n\n　　一、情况\n　　前重后网（https://a.test/）〔1〕\n　　2.甲\n　　　　• 乙\n　　3.丙\n　　☐ 未办\n【图1】走访\n　　村      户\n　　龙潭村  8\n　　界别：方面\n\n〔1〕注。\n\n　　附件：清单\n（本组　张某）\n";
        assert_eq!(made, expected.replace('\n', "\r\n"));
    }

    #[test]
    fn both_encodings_hold_rare_names() {
        let name = "𬱖某";
        assert!(encode(name, TextEncoding::Utf8).starts_with(b"\xEF\xBB\xBF"));
        let bytes = encode(name, TextEncoding::Gb18030);
        assert_eq!(encoding_rs::GB18030.decode(&bytes).0, name);
    }
}
