//! A page's HTML to an article. HTML rather than Markdown is read, so that templates in the text, HTML written by hand
//! and Markdown all arrive the same way, and what is sent is what readers of the site see.

use std::collections::BTreeSet;

use ego_tree::NodeRef;
use scraper::{Html, Node};

use super::article::{Article, Block, Cell, CellAlign, Inline, Item, List, Marks, Picture, Table, Term};

type Children<'a> = ego_tree::iter::Children<'a, Node>;

/// Elements that hold no text of the article.
const SKIPPED: [&str; 8] = ["script", "style", "template", "head", "title", "noscript", "link", "meta"];
/// Elements that paper cannot show.
const LEFT_OUT: [&str; 9] = ["iframe", "video", "audio", "object", "embed", "canvas", "form", "svg", "math"];

/// Reads the HTML of a body. `permalink` is the page's address, from which relative links start.
pub fn read(title: &str, html: &str, permalink: &str) -> Article {
    let document = Html::parse_fragment(html);
    let mut reader = Reader { permalink, ..Reader::default() };
    let root = document.tree.root();
    let mut blocks = reader.blocks(root.children());
    let notes = reader.finish_notes();
    lift_headings(&mut blocks);
    let left_out = reader.left_out.into_iter().collect();
    Article { title: title.to_owned(), blocks, notes, pictures: reader.pictures, left_out }
}

/// Makes the highest heading one of level 1.
fn lift_headings(blocks: &mut [Block]) {
    let level = |block: &Block| match block {
        Block::Heading(level, _) => Some(*level),
        _ => None,
    };
    let Some(highest) = blocks.iter().filter_map(level).min() else { return };
    for block in blocks {
        if let Block::Heading(level, _) = block {
            *level -= highest - 1;
        }
    }
}

#[derive(Default)]
struct Reader<'a> {
    permalink: &'a str,
    pictures: Vec<Picture>,
    /// The names of the notes, in the order of their first marks.
    marked: Vec<String>,
    /// The notes by name.
    defined: Vec<(String, Vec<Block>)>,
    left_out: BTreeSet<String>,
}

/// A paragraph being gathered, and the pictures that stood in it.
#[derive(Default)]
struct Line {
    inlines: Vec<Inline>,
    pictures: Vec<usize>,
}

impl Reader<'_> {
    fn blocks(&mut self, children: Children<'_>) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut line = Line::default();
        for child in children {
            let name = match child.value() {
                Node::Element(element) => element.name(),
                _ => {
                    self.inline(child, Marks::default(), &mut line);
                    continue;
                }
            };
            match name {
                name if SKIPPED.contains(&name) => {}
                name if is_block(name) => {
                    flush(&mut line, &mut blocks);
                    self.block(name, child, &mut blocks);
                }
                _ => self.inline(child, Marks::default(), &mut line),
            }
        }
        flush(&mut line, &mut blocks);
        blocks
    }

    fn block(&mut self, name: &str, node: NodeRef<'_, Node>, blocks: &mut Vec<Block>) {
        match name {
            "p" => {
                let mut line = Line::default();
                self.inlines(node, Marks::default(), &mut line);
                flush(&mut line, blocks);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let mut line = Line::default();
                self.inlines(node, Marks::default(), &mut line);
                let level = name.as_bytes().get(1).map_or(1, |digit| digit - b'0');
                let inlines = trimmed(line.inlines);
                if !inlines.is_empty() {
                    blocks.push(Block::Heading(level, inlines));
                }
                blocks.extend(line.pictures.into_iter().map(Block::Figure));
            }
            "ul" | "ol" | "menu" => blocks.push(Block::List(self.list(name, node))),
            "blockquote" => {
                let label = attribute(node, "class").and_then(alert_label);
                let inner = self.blocks(node.children());
                blocks.push(Block::Quote(label, inner));
            }
            "pre" => blocks.push(Block::Code(code(node))),
            "table" => blocks.push(Block::Table(self.table(node))),
            "hr" => blocks.push(Block::Rule),
            "figure" => self.figure(node, blocks),
            "dl" => blocks.push(Block::Terms(self.terms(node))),
            "div" if has_class(node, "footnote-definition") => {
                let id = attribute(node, "id").unwrap_or_default().to_owned();
                let inner = self.blocks(node.children());
                self.defined.push((id, inner));
            }
            "section" if has_class(node, "footnotes") => self.gathered_notes(node),
            _ => blocks.extend(self.blocks(node.children())),
        }
    }

    fn list(&mut self, name: &str, node: NodeRef<'_, Node>) -> List {
        let start = attribute(node, "start").and_then(|start| start.parse().ok()).unwrap_or(1);
        let mut list = List { start: (name == "ol").then_some(start), items: Vec::new() };
        for child in elements(node, &["li"]) {
            let done = first_checkbox(child);
            list.items.push(Item { done, blocks: self.blocks(child.children()) });
        }
        list
    }

    fn figure(&mut self, node: NodeRef<'_, Node>, blocks: &mut Vec<Block>) {
        let first = self.pictures.len();
        let mut inner = Vec::new();
        let mut caption = String::new();
        for child in node.children() {
            let is_caption = matches!(child.value(), Node::Element(element) if element.name() == "figcaption");
            if is_caption {
                caption = text_of(child);
            }
        }
        for child in node.children() {
            match child.value() {
                Node::Element(element) if element.name() == "figcaption" => {}
                Node::Element(element) if is_block(element.name()) => self.block(element.name(), child, &mut inner),
                _ => {
                    let mut line = Line::default();
                    self.inline(child, Marks::default(), &mut line);
                    flush(&mut line, &mut inner);
                }
            }
        }
        let caption = caption.trim().to_owned();
        match self.pictures.get_mut(first) {
            Some(picture) => picture.caption = caption,
            None if !caption.is_empty() => inner.push(Block::Paragraph(vec![Inline::Text(caption, Marks::default())])),
            None => {}
        }
        blocks.append(&mut inner);
    }

    fn terms(&mut self, node: NodeRef<'_, Node>) -> Vec<Term> {
        let mut terms: Vec<Term> = Vec::new();
        for child in elements(node, &["dt", "dd"]) {
            let is_term = matches!(child.value(), Node::Element(element) if element.name() == "dt");
            if is_term {
                let mut line = Line::default();
                self.inlines(child, Marks::default(), &mut line);
                terms.push(Term { term: trimmed(line.inlines), meanings: Vec::new() });
            } else {
                let meanings = self.blocks(child.children());
                if terms.is_empty() {
                    terms.push(Term::default());
                }
                if let Some(term) = terms.last_mut() {
                    term.meanings.extend(meanings);
                }
            }
        }
        terms
    }

    fn table(&mut self, node: NodeRef<'_, Node>) -> Table {
        let mut table = Table::default();
        for part in node.children() {
            let Node::Element(element) = part.value() else { continue };
            match element.name() {
                "caption" => {
                    let mut line = Line::default();
                    self.inlines(part, Marks::default(), &mut line);
                    table.caption = trimmed(line.inlines);
                }
                "thead" => {
                    self.rows(part, &mut table);
                    table.head = table.rows.len();
                }
                "tbody" | "tfoot" => self.rows(part, &mut table),
                "tr" => self.row(part, &mut table),
                _ => {}
            }
        }
        if table.head == 0 {
            let headed = table.rows.iter().take_while(|row| !row.is_empty() && row.iter().all(|cell| cell.head));
            table.head = headed.count();
        }
        table
    }

    fn rows(&mut self, node: NodeRef<'_, Node>, table: &mut Table) {
        for row in elements(node, &["tr"]) {
            self.row(row, table);
        }
    }

    fn row(&mut self, node: NodeRef<'_, Node>, table: &mut Table) {
        let mut row = Vec::new();
        for child in elements(node, &["td", "th"]) {
            let number = |name| attribute(child, name).and_then(|text| text.parse::<usize>().ok()).unwrap_or(1);
            let style = attribute(child, "style").or(attribute(child, "align")).unwrap_or_default();
            let align = match style.trim_start_matches("text-align:").trim().trim_end_matches(';') {
                "left" => CellAlign::Left,
                "center" => CellAlign::Center,
                "right" => CellAlign::Right,
                _ => CellAlign::None,
            };
            row.push(Cell {
                columns: number("colspan").clamp(1, 63),
                rows: number("rowspan").clamp(1, 1000),
                head: matches!(child.value(), Node::Element(element) if element.name() == "th"),
                align,
                blocks: self.blocks(child.children()),
            });
        }
        table.rows.push(row);
    }

    fn gathered_notes(&mut self, node: NodeRef<'_, Node>) {
        for child in node.children() {
            for item in elements(child, &["li"]) {
                let id = attribute(item, "id").unwrap_or_default().trim_start_matches("fn-").to_owned();
                let inner = self.blocks(item.children());
                self.defined.push((id, inner));
            }
        }
    }

    /// The notes in the order of their marks; a mark whose note is nowhere has an empty one.
    fn finish_notes(&mut self) -> Vec<Vec<Block>> {
        let mut defined = std::mem::take(&mut self.defined);
        let take = |name: &String| {
            let at = defined.iter().position(|(defined, _)| defined == name);
            at.map(|at| std::mem::take(&mut defined[at].1)).unwrap_or_default()
        };
        self.marked.iter().map(take).collect()
    }

    fn inlines(&mut self, node: NodeRef<'_, Node>, marks: Marks, line: &mut Line) {
        for child in node.children() {
            self.inline(child, marks, line);
        }
    }

    fn inline(&mut self, node: NodeRef<'_, Node>, marks: Marks, line: &mut Line) {
        let element = match node.value() {
            Node::Text(text) => return push_text(&mut line.inlines, &text.text, marks),
            Node::Element(element) => element,
            _ => return,
        };
        let mut marks = marks;
        match element.name() {
            name if SKIPPED.contains(&name) => return,
            name if LEFT_OUT.contains(&name) => {
                self.left_out.insert(name.to_owned());
                return;
            }
            "br" => return line.inlines.push(Inline::Break),
            "img" => {
                let text = |name| attribute(node, name).unwrap_or_default().to_owned();
                let address = self.absolute(&text("src"));
                self.pictures.push(Picture { address, alt: text("alt"), caption: text("title"), ..Picture::default() });
                return line.pictures.push(self.pictures.len() - 1);
            }
            "input" => return,
            "sup" if has_class(node, "footnote-definition-label") => return,
            "sup" if has_class(node, "footnote-reference") => return self.note_mark(node, line),
            // Ways back from gathered notes, and links to a heading at the heading.
            "a" if attribute(node, "href").is_some_and(|href| href.starts_with("#fr-")) => return,
            "a" if has_class(node, "zola-anchor") => return,
            "a" => {
                let href = attribute(node, "href").unwrap_or_default();
                let mut inner = Line::default();
                self.inlines(node, marks, &mut inner);
                line.pictures.extend(inner.pictures);
                if href.is_empty() || href.starts_with('#') {
                    line.inlines.extend(inner.inlines);
                } else if !inner.inlines.is_empty() {
                    line.inlines.push(Inline::Link(self.absolute(href), inner.inlines));
                }
                return;
            }
            "strong" | "b" => marks.strong = true,
            "em" | "i" | "cite" | "dfn" | "var" => marks.emphasis = true,
            "del" | "s" | "strike" => marks.strike = true,
            "u" | "ins" => marks.underline = true,
            "code" | "kbd" | "samp" | "tt" => marks.code = true,
            "sup" => marks.superscript = true,
            "sub" => marks.subscript = true,
            "q" => {
                push_text(&mut line.inlines, "“", marks);
                self.inlines(node, marks, line);
                return push_text(&mut line.inlines, "”", marks);
            }
            "rt" => {
                push_text(&mut line.inlines, "（", marks);
                self.inlines(node, marks, line);
                return push_text(&mut line.inlines, "）", marks);
            }
            "rp" => return,
            _ => {}
        }
        self.inlines(node, marks, line);
    }

    fn note_mark(&mut self, node: NodeRef<'_, Node>, line: &mut Line) {
        let link = elements(node, &["a"]).next();
        let name = link.and_then(|link| attribute(link, "href")).unwrap_or_default();
        let name = name.trim_start_matches('#').trim_start_matches("fn-").to_owned();
        let index = self.marked.iter().position(|marked| *marked == name).unwrap_or_else(|| {
            self.marked.push(name);
            self.marked.len() - 1
        });
        line.inlines.push(Inline::Note(index));
    }

    /// The whole address of one that may start at the page or at the site's root.
    fn absolute(&self, address: &str) -> String {
        if address.contains("://") || ["mailto:", "tel:", "data:", "//"].iter().any(|start| address.starts_with(start))
        {
            return address.to_owned();
        }
        match address.strip_prefix('/') {
            Some(rest) => {
                let host = self.permalink.find("://").map_or(0, |at| at + 3);
                let end = self.permalink[host..].find('/').map_or(self.permalink.len(), |at| host + at);
                format!("{}/{rest}", &self.permalink[..end])
            }
            None => format!("{}/{address}", self.permalink.trim_end_matches('/')),
        }
    }
}

fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 35] = [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "menu",
        "blockquote",
        "pre",
        "table",
        "hr",
        "figure",
        "dl",
        "div",
        "section",
        "article",
        "aside",
        "header",
        "footer",
        "main",
        "nav",
        "details",
        "summary",
        "center",
        "li",
        "dd",
        "dt",
        "address",
        "fieldset",
        "html",
        "body",
        "figcaption",
    ];
    BLOCKS.contains(&name)
}

fn attribute<'a>(node: NodeRef<'a, Node>, name: &str) -> Option<&'a str> {
    match node.value() {
        Node::Element(element) => element.attr(name),
        _ => None,
    }
}

fn has_class(node: NodeRef<'_, Node>, class: &str) -> bool {
    attribute(node, "class").is_some_and(|classes| classes.split_whitespace().any(|one| one == class))
}

/// The children that are elements of one of these names.
fn elements<'a>(node: NodeRef<'a, Node>, names: &'static [&'static str]) -> impl Iterator<Item = NodeRef<'a, Node>> {
    node.children()
        .filter(move |child| matches!(child.value(), Node::Element(element) if names.contains(&element.name())))
}

fn text_of(node: NodeRef<'_, Node>) -> String {
    let mut text = String::new();
    for inner in node.descendants() {
        if let Node::Text(part) = inner.value() {
            text.push_str(part);
        }
    }
    text
}

/// The text of a block of code, without the numbers of its lines.
fn code(node: NodeRef<'_, Node>) -> String {
    fn gather(node: NodeRef<'_, Node>, text: &mut String) {
        for child in node.children() {
            match child.value() {
                Node::Text(part) => text.push_str(part),
                Node::Element(element) => {
                    let is_number = element.classes().any(|class| class.contains("-ln") || class.contains("lineno"))
                        || element.attr("data-lineno").is_some();
                    if !is_number {
                        gather(child, text);
                    }
                }
                _ => {}
            }
        }
    }
    let mut text = String::new();
    gather(node, &mut text);
    text.trim_end_matches('\n').to_owned()
}

/// Whether the item is a task, and done.
fn first_checkbox(item: NodeRef<'_, Node>) -> Option<bool> {
    let is_box = |node: &NodeRef<'_, Node>| attribute(*node, "type") == Some("checkbox");
    let found = item
        .descendants()
        .take_while(|node| *node == item || !matches!(node.value(), Node::Element(element) if element.name() == "li"))
        .find(is_box)?;
    Some(attribute(found, "checked").is_some())
}

/// What an alert is called (GitHub's five kinds).
fn alert_label(class: &str) -> Option<String> {
    let labels = [("note", "说明"), ("tip", "提示"), ("important", "重要"), ("warning", "注意"), ("caution", "警告")];
    let label = labels.iter().find(|(kind, _)| class.contains(&format!("markdown-alert-{kind}")))?;
    Some(label.1.to_owned())
}

/// Ends a paragraph: its text, then the pictures that stood in it.
fn flush(line: &mut Line, blocks: &mut Vec<Block>) {
    let Line { inlines, pictures } = std::mem::take(line);
    let inlines = trimmed(inlines);
    if !inlines.is_empty() {
        blocks.push(Block::Paragraph(inlines));
    }
    blocks.extend(pictures.into_iter().map(Block::Figure));
}

/// Adds text with its white space as one space each, joined to equal text before it.
fn push_text(inlines: &mut Vec<Inline>, text: &str, marks: Marks) {
    let mut joined = String::with_capacity(text.len());
    for c in text.chars() {
        // An ideographic space is meant to be seen.
        if c.is_whitespace() && c != '\u{3000}' && c != '\u{a0}' {
            if !joined.ends_with(' ') {
                joined.push(' ');
            }
        } else {
            joined.push(c);
        }
    }
    let after_space = match inlines.last() {
        None | Some(Inline::Break) => true,
        Some(Inline::Text(before, _)) => before.ends_with(' '),
        Some(_) => false,
    };
    let text = if after_space { joined.trim_start_matches(' ') } else { &joined };
    match inlines.last_mut() {
        _ if text.is_empty() => {}
        Some(Inline::Text(before, same)) if *same == marks => before.push_str(text),
        _ => inlines.push(Inline::Text(text.to_owned(), marks)),
    }
}

/// Inlines without white space and new lines at their ends.
fn trimmed(mut inlines: Vec<Inline>) -> Vec<Inline> {
    loop {
        match inlines.last_mut() {
            Some(Inline::Break) => {
                inlines.pop();
            }
            Some(Inline::Text(text, _)) => {
                text.truncate(text.trim_end_matches([' ', '\n']).len());
                if !text.is_empty() {
                    break;
                }
                inlines.pop();
            }
            _ => break,
        }
    }
    let start = inlines.iter().position(|inline| !matches!(inline, Inline::Break)).unwrap_or(inlines.len());
    inlines.drain(..start);
    if let Some(Inline::Text(text, _)) = inlines.first_mut() {
        // Clerks indent by hand; every format has its own way to do it.
        *text = text.trim_start_matches(['\u{3000}', ' ', '\u{a0}']).to_owned();
    }
    inlines
}

#[cfg(test)]
#[path = "read_html_tests.rs"]
mod tests;
