//! An article for WeChat: a page that stands alone, with a button that copies the text as WeChat's editor takes it.
//!
//! The editor drops classes, ids, style sheets, scripts, foreign pictures and links, and lays nested lists anew. So the
//! part that is copied has inline styles only, lists one deep, links and footnotes as numbers with a list at the end, and
//! marks where the photos belong, which are put in by hand.

use std::fmt::Write;

use pulldown_cmark_escape::escape_html;

use super::article::{Article, Block, Cell, CellAlign, Inline, List, Marks, Table};
use super::pack::mark;

/// What an article may hold (the limits of the platform's interface).
pub const MOST_CHARACTERS: usize = 20_000;
/// Its HTML, in bytes.
pub const MOST_BYTES: usize = 1 << 20;

const TEXT: &str =
    "margin:0 0 16px;padding:0;font-size:17px;line-height:1.75;color:#222222;text-align:justify;letter-spacing:0.5px;";
const TITLE_1: &str = "margin:28px 0 14px;padding:0 0 0 10px;font-size:19px;line-height:1.5;color:#0d4a50;font-weight:bold;border-left:4px solid #0d4a50;";
const TITLE_2: &str = "margin:20px 0 12px;padding:0;font-size:17px;line-height:1.6;color:#0d4a50;font-weight:bold;";
const MARK: &str = "margin:16px 0;padding:12px;font-size:15px;line-height:1.6;color:#666666;text-align:center;background-color:#f3f5f5;border:1px dashed #9aa5a5;";
const NOTE: &str = "margin:0 0 8px;padding:0;font-size:14px;line-height:1.6;color:#666666;";
const QUOTE: &str = "margin:0 0 16px;padding:10px 14px;border-left:3px solid #c9d2d2;background-color:#f6f8f8;";
const CODE: &str =
    "margin:0 0 16px;padding:10px 12px;font-size:14px;line-height:1.6;color:#222222;background-color:#f3f5f5;";
const RULE: &str = "margin:24px 0;padding:0;border-top:1px solid #d5dbdb;font-size:0;line-height:0;";
const TABLE: &str =
    "margin:0 0 16px;width:100%;border:1px solid #c9d2d2;border-spacing:0;font-size:15px;line-height:1.6;";
const CELL: &str = "padding:6px 8px;border:1px solid #c9d2d2;";
const SIGNED: &str = "margin:24px 0 0;padding:0;font-size:15px;line-height:1.6;color:#666666;text-align:right;";

/// The part that is copied, and what it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The whole page.
    pub page: String,
    /// The part that is copied.
    pub copied: String,
    /// Its characters without markup.
    pub characters: usize,
}

/// Makes the page. `signed` stands below the text: unit and author.
pub fn page(article: &Article, signed: &str) -> Made {
    let mut writer = Writer { article, out: String::new(), links: Vec::new(), noted: false };
    writer.out.push_str("<section style=\"margin:0;padding:0 4px;\">");
    writer.blocks(&article.blocks, TEXT);
    if !signed.is_empty() {
        writer.paragraph(SIGNED, |writer| writer.text(signed));
    }
    writer.notes();
    writer.out.push_str("</section>");
    let copied = writer.out;
    let characters = visible(&copied);
    let mut title = String::new();
    escaped(&mut title, &article.title);
    let mut digest = String::new();
    escaped(&mut digest, &first_sentence(article));
    let page = TEMPLATE.replace("{{title}}", &title).replace("{{digest}}", &digest).replace("{{body}}", &copied);
    Made { page, copied, characters }
}

/// The page around the part that is copied: for the clerk's own browser, so it may have what WeChat may not.
const TEMPLATE: &str = include_str!("wechat.html");

/// The characters a reader sees.
fn visible(html: &str) -> usize {
    let mut inside = false;
    let mut count = 0;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside && !c.is_whitespace() => count += 1,
            _ => {}
        }
    }
    count
}

/// What WeChat shows under the title: at most 120 characters of the first paragraph.
fn first_sentence(article: &Article) -> String {
    let paragraph = article.blocks.iter().find_map(|block| match block {
        Block::Paragraph(inlines) => Some(super::article::plain(inlines)),
        _ => None,
    });
    paragraph.unwrap_or_default().chars().take(120).collect()
}

fn escaped(out: &mut String, text: &str) {
    // Writing to a string does not fail.
    let _ = escape_html(out, text);
}

struct Writer<'a> {
    article: &'a Article,
    out: String,
    links: Vec<String>,
    /// Whether the notes at the end are being written: those have no marks of their own.
    noted: bool,
}

impl Writer<'_> {
    fn paragraph(&mut self, style: &str, inner: impl FnOnce(&mut Self)) {
        let _ = write!(self.out, "<p style=\"{style}\">");
        inner(self);
        self.out.push_str("</p>");
    }

    fn text(&mut self, text: &str) {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.out.push_str("<br>");
            }
            escaped(&mut self.out, line);
        }
    }

    fn blocks(&mut self, blocks: &[Block], style: &str) {
        for block in blocks {
            self.block(block, style);
        }
    }

    fn block(&mut self, block: &Block, style: &str) {
        match block {
            Block::Heading(1, inlines) => self.paragraph(TITLE_1, |writer| writer.inlines(inlines)),
            Block::Heading(_, inlines) => self.paragraph(TITLE_2, |writer| writer.inlines(inlines)),
            Block::Paragraph(inlines) => self.paragraph(style, |writer| writer.inlines(inlines)),
            Block::List(list) => self.list(list, style, 0),
            Block::Quote(label, blocks) => {
                let _ = write!(self.out, "<section style=\"{QUOTE}\">");
                if let Some(label) = label {
                    self.paragraph(NOTE, |writer| writer.text(label));
                }
                self.blocks(blocks, style);
                self.out.push_str("</section>");
            }
            Block::Code(text) => {
                // Blanks at the start of lines would be lost.
                let kept = text.replace("  ", "\u{a0}\u{a0}").replace('\t', "\u{a0}\u{a0}");
                self.paragraph(CODE, |writer| writer.text(&kept));
            }
            Block::Table(table) => self.table(table),
            Block::Figure(index) => {
                if let Some(picture) = self.article.pictures.get(*index) {
                    let line = format!("{}{}", mark(*index), picture.line());
                    self.paragraph(MARK, |writer| writer.text(&line));
                }
            }
            Block::Terms(terms) => {
                for term in terms {
                    let _ = write!(self.out, "<p style=\"{style}\"><strong>");
                    self.inlines(&term.term);
                    self.out.push_str("</strong></p>");
                    self.blocks(&term.meanings, style);
                }
            }
            Block::Rule => {
                let _ = write!(self.out, "<p style=\"{RULE}\"><br></p>");
            }
        }
    }

    /// A list as paragraphs: the editor lays real ones anew, and takes two depths at most. Each depth stands further in.
    fn list(&mut self, list: &List, style: &str, depth: usize) {
        let style = format!("{style}padding:0 0 0 {}px;text-indent:-20px;", 20 + 24 * depth.min(3));
        for (at, item) in list.items.iter().enumerate() {
            let sign = match (item.done, list.start) {
                (Some(true), _) => "☑ ".to_owned(),
                (Some(false), _) => "☐ ".to_owned(),
                (None, Some(start)) => format!("{}. ", u64::from(start) + at as u64),
                (None, None) => ["• ", "◦ ", "▪ ", "▪ "][depth.min(3)].to_owned(),
            };
            let mut blocks = item.blocks.iter();
            match blocks.next() {
                Some(Block::Paragraph(inlines)) => self.paragraph(&style, |writer| {
                    writer.text(&sign);
                    writer.inlines(inlines);
                }),
                first => {
                    self.paragraph(&style, |writer| writer.text(sign.trim_end()));
                    first.into_iter().for_each(|first| self.inside(first, &style, depth));
                }
            }
            blocks.for_each(|block| self.inside(block, &style, depth));
        }
    }

    /// A block inside of an item.
    fn inside(&mut self, block: &Block, style: &str, depth: usize) {
        match block {
            Block::List(list) => self.list(list, TEXT, depth + 1),
            Block::Paragraph(inlines) => {
                let style = style.replace("text-indent:-20px;", "");
                self.paragraph(&style, |writer| writer.inlines(inlines));
            }
            other => self.block(other, TEXT),
        }
    }

    fn table(&mut self, table: &Table) {
        if !table.caption.is_empty() {
            self.paragraph(NOTE, |writer| writer.inlines(&table.caption));
        }
        let _ = write!(self.out, "<table style=\"{TABLE}\"><tbody>");
        for (at, row) in table.rows.iter().enumerate() {
            self.out.push_str("<tr>");
            for cell in row {
                self.cell(cell, at < table.head || cell.head);
            }
            self.out.push_str("</tr>");
        }
        self.out.push_str("</tbody></table>");
    }

    fn cell(&mut self, cell: &Cell, head: bool) {
        let align = match cell.align {
            CellAlign::Center => "text-align:center;",
            CellAlign::Right => "text-align:right;",
            CellAlign::Left => "text-align:left;",
            CellAlign::None if head => "text-align:center;",
            CellAlign::None => "text-align:left;",
        };
        let weight = if head { "font-weight:bold;background-color:#eef2f2;" } else { "" };
        self.out.push_str("<td");
        for (name, count) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
            if count > 1 {
                let _ = write!(self.out, " {name}=\"{count}\"");
            }
        }
        let _ = write!(self.out, " style=\"{CELL}{align}{weight}\">");
        match cell.blocks.as_slice() {
            [Block::Paragraph(inlines)] => self.inlines(inlines),
            blocks => self.blocks(blocks, "margin:0;padding:0;"),
        }
        self.out.push_str("</td>");
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text, marks) => self.marked(text, *marks),
                Inline::Break => self.out.push_str("<br>"),
                Inline::Link(address, inner) => {
                    self.inlines(inner);
                    // A mail address says itself.
                    if address.starts_with("mailto:") {
                        continue;
                    }
                    let at = self.links.iter().position(|known| known == address).unwrap_or_else(|| {
                        self.links.push(address.clone());
                        self.links.len() - 1
                    });
                    let number = self.article.notes.len() + at + 1;
                    self.number(number);
                }
                Inline::Note(_) if self.noted => {}
                Inline::Note(index) => self.number(index + 1),
            }
        }
    }

    fn number(&mut self, number: usize) {
        let _ = write!(self.out, "<sup style=\"font-size:12px;color:#0d4a50;\">[{number}]</sup>");
    }

    fn marked(&mut self, text: &str, marks: Marks) {
        let mut style = String::new();
        for (on, rule) in [
            (marks.emphasis, "font-style:italic;"),
            (marks.strike, "text-decoration:line-through;"),
            (marks.underline, "text-decoration:underline;"),
            (marks.code, "background-color:#f3f5f5;"),
        ] {
            if on {
                style.push_str(rule);
            }
        }
        let tags = [(marks.strong, "strong"), (marks.superscript, "sup"), (marks.subscript, "sub")];
        for (_, tag) in tags.iter().filter(|(on, _)| *on) {
            let _ = write!(self.out, "<{tag}>");
        }
        if style.is_empty() {
            self.text(text);
        } else {
            let _ = write!(self.out, "<span style=\"{style}\">");
            self.text(text);
            self.out.push_str("</span>");
        }
        for (_, tag) in tags.iter().rev().filter(|(on, _)| *on) {
            let _ = write!(self.out, "</{tag}>");
        }
    }

    /// The footnotes, then the addresses of links, in one list of numbers.
    fn notes(&mut self) {
        if self.article.notes.is_empty() && self.links.is_empty() {
            return;
        }
        self.noted = true;
        let _ = write!(self.out, "<p style=\"{RULE}\"><br></p><p style=\"{TITLE_2}\">注释和链接</p>");
        let notes: Vec<&Vec<Block>> = self.article.notes.iter().collect();
        for (at, note) in notes.into_iter().enumerate() {
            let mut blocks = note.iter();
            let first = blocks.next();
            self.paragraph(NOTE, |writer| {
                writer.text(&format!("[{}] ", at + 1));
                if let Some(Block::Paragraph(inlines)) = first {
                    writer.inlines(inlines);
                }
            });
            match first {
                Some(Block::Paragraph(_)) | None => {}
                Some(other) => self.block(other, NOTE),
            }
            blocks.for_each(|block| self.block(block, NOTE));
        }
        // Links inside the notes were added on the way.
        let mut at = 0;
        while let Some(address) = self.links.get(at).cloned() {
            let number = self.article.notes.len() + at + 1;
            self.paragraph(NOTE, |writer| writer.text(&format!("[{number}] {address}")));
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::page;
    use crate::liaison::submission::read_html;

    fn copied(html: &str) -> String {
        page(&read_html("标题", html, "https://x.test/a/"), "本组 张某").copied
    }

    /// What the platform's editor would drop or refuse.
    fn forbidden(html: &str) -> Option<&'static str> {
        let words = [
            " class=",
            " id=",
            "<style",
            "<script",
            "<img",
            "<a ",
            "<ul",
            "<ol",
            "<li",
            "<div",
            "position:",
            "display:",
            "float:",
            "url(",
            "href",
            "<svg",
            "javascript",
            "onclick",
        ];
        words.into_iter().find(|word| html.contains(word))
    }

    #[test]
    fn only_what_the_editor_keeps_is_copied() {
        let html = "<h2 id=\"a\" class=\"b\">一</h2><p>前<strong>重</strong><a href=\"https://a.test/\">网</a>又<a href=\"https://a.test/\">网</a><sup class=\"footnote-reference\"><a href=\"#n\">1</a></sup></p>\
            <ul><li>甲<ol><li>乙</li></ol></li></ul><p><img src=\"1.jpg\" alt=\"走访\"></p><table><tr><th>村</th></tr></table>\
            <pre><code>a\n  b</code></pre><blockquote><p>引</p></blockquote><hr><div class=\"footnote-definition\" id=\"n\"><p>注。</p></div>";
        let made = copied(html);
        assert_eq!(forbidden(&made), None, "{made}");
        for expected in ["【图1】走访", "网<sup", "[1] 注。", "[2] https://a.test/", "• 甲", "1. 乙", "本组 张某"]
        {
            assert!(made.contains(expected), "{expected}: {made}");
        }
        assert_eq!(made.matches("[2]</sup>").count(), 2, "a link said twice has one number");
    }

    proptest! {
        #[test]
        fn no_article_brings_what_the_editor_drops(text in "[a-z<>&\"'= 中/]{0,80}") {
            let made = copied(&format!("<p>{}</p>", text.replace('<', "&lt;").replace('>', "&gt;")));
            let tags: Vec<&str> = made.split('<').skip(1).filter_map(|part| part.split('>').next()).collect();
            for tag in tags {
                prop_assert_eq!(forbidden(&format!("<{tag}>")), None);
            }
        }
    }
}
