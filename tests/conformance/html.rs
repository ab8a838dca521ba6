//! HTML as a document tree: parsed by the standard's rules, then listed without what a reader cannot see.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use html5ever::driver::ParseOpts;
use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use regex::Regex;

use crate::css;
use crate::index::canonical_json;
use crate::listing::{Lines, quote, squeeze, without_hash};

/// Elements within a line of text: blanks around them count.
const INLINE: &str = " a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output q s samp small span strike strong sub sup time tt u var img input button select textarea svg math iframe video audio picture object canvas embed map meter progress wbr noscript ruby rt rp rb ";
/// Those of them that are seen even without text.
const REPLACED: &str =
    " img input button select textarea svg math iframe video audio picture object canvas embed meter progress ";
const VOID: &str = " area base br col embed hr img input link meta param source track wbr ";
/// Elements whose text is exact.
const EXACT: &str = " pre textarea listing ";

fn among(list: &str, tag: &str) -> bool {
    list.split(' ').any(|name| name == tag)
}

/// A node of the tree.
enum Node {
    Element(Element),
    Comment(String),
    Text(String),
}

#[derive(Default)]
struct Element {
    tag: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Node>,
}

impl Element {
    fn parse(text: &str) -> Element {
        // Without scripts: what stands in `noscript` is part of the page.
        let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        let options = ParseOpts { tree_builder, ..ParseOpts::default() };
        let dom: RcDom = html5ever::parse_document(RcDom::default(), options).one(text);
        let children = dom.document.children.borrow();
        let mut elements = children.iter().filter_map(Element::of);
        elements.next().unwrap_or_default()
    }

    fn of(handle: &Handle) -> Option<Element> {
        let NodeData::Element { name, attrs, template_contents, .. } = &handle.data else { return None };
        let attributes = attrs.borrow();
        let attributes =
            attributes.iter().map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()));
        let mut element =
            Element { tag: name.local.to_string(), attributes: attributes.collect(), children: Vec::new() };
        let mut add = |child: &Handle| match &child.data {
            NodeData::Text { contents } => element.children.push(Node::Text(contents.borrow().to_string())),
            NodeData::Comment { contents } => element.children.push(Node::Comment(contents.to_string())),
            _ => element.children.extend(Element::of(child).map(Node::Element)),
        };
        handle.children.borrow().iter().for_each(&mut add);
        if let Some(contents) = &*template_contents.borrow() {
            contents.children.borrow().iter().for_each(&mut add);
        }
        Some(element)
    }

    fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    fn has_class(&self, class: &str) -> bool {
        self.attribute("class").split_whitespace().any(|name| name == class)
    }

    fn text(&self) -> String {
        self.text_but(|_| false)
    }

    /// The text of the element without that of the elements `left_out` names.
    fn text_but(&self, left_out: fn(&Element) -> bool) -> String {
        let of = |node: &Node| match node {
            Node::Text(text) => text.clone(),
            Node::Element(element) if !left_out(element) => element.text_but(left_out),
            Node::Element(_) | Node::Comment(_) => String::new(),
        };
        self.children.iter().map(of).collect()
    }

    /// The element itself and all below it that `wanted` says yes to.
    fn find<'a>(&'a self, wanted: &impl Fn(&Element) -> bool, found: &mut Vec<&'a Element>) {
        if wanted(self) {
            found.push(self);
        }
        for child in &self.children {
            if let Node::Element(child) = child {
                child.find(wanted, found);
            }
        }
    }

    fn all(&self, wanted: impl Fn(&Element) -> bool) -> Vec<&Element> {
        let mut found = Vec::new();
        self.find(&wanted, &mut found);
        found
    }
}

/// What is compared of a document, or of a piece of one.
pub fn lines(text: &str) -> Lines {
    static DOCTYPE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?is)^\s*(<!--.*?-->\s*)*<!doctype html").expect("a valid pattern"));
    let root = Element::parse(text);
    let refresh =
        root.all(|element| element.tag == "meta" && element.attribute("http-equiv").eq_ignore_ascii_case("refresh"));
    if let Some(refresh) = refresh.first() {
        return redirect(&root, refresh);
    }
    let doctype = if DOCTYPE.is_match(text) { "yes" } else { "no" };
    let mut listing = Listing { lines: vec![format!("doctype: {doctype}")], line_start: true, pending: false };
    listing.element(&root, 0, false);
    listing.lines
}

/// A page that only leads elsewhere: its target, and any link that disagrees.
fn redirect(root: &Element, refresh: &Element) -> Lines {
    static BEFORE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)^\s*\d+\s*;\s*url\s*=\s*").expect("a valid pattern"));
    let target = BEFORE.replace(refresh.attribute("content"), "").trim_matches([' ', '\'', '"']).to_owned();
    let links =
        root.all(|element| element.tag == "a" || (element.tag == "link" && element.attribute("rel") == "canonical"));
    let others = links.iter().map(|link| link.attribute("href")).filter(|link| *link != target);
    let mut lines = vec!["redirect page".to_owned(), format!("  target: {target}")];
    lines.extend(others.map(|other| format!("  disagreeing link: {other}")));
    lines
}

struct Listing {
    lines: Lines,
    /// Whether a blank here would stand at the start of a line, and so would not be seen.
    line_start: bool,
    /// Whether a blank was met that counts if something follows in this line.
    pending: bool,
}

impl Listing {
    fn edge(&mut self) {
        self.line_start = true;
        self.pending = false;
    }

    fn push(&mut self, depth: usize, line: &str) {
        self.lines.push(format!("{}{line}", "  ".repeat(depth)));
    }

    /// Adds a text; two in a row are one.
    fn push_text(&mut self, depth: usize, text: &str) {
        let indent = "  ".repeat(depth);
        let before = self.lines.last().and_then(|line| line.strip_prefix(&indent)).filter(|line| line.starts_with('"'));
        let before = before.and_then(|line| serde_json::from_str::<String>(line).ok());
        if let Some(before) = before {
            self.lines.pop();
            self.push(depth, &quote(&(before + text)));
        } else {
            self.push(depth, &quote(text));
        }
    }

    fn text(&mut self, text: &str, depth: usize) {
        let text = without_hash(text);
        let blank = |letter: char| " \t\r\n\x0c".contains(letter);
        let core = text.split(blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if core.is_empty() {
            self.pending |= !text.is_empty() && !self.line_start;
            return;
        }
        let space = if (text.starts_with(blank) || self.pending) && !self.line_start { " " } else { "" };
        self.pending = text.ends_with(blank);
        self.line_start = false;
        self.push_text(depth, &format!("{space}{core}"));
    }

    fn element(&mut self, element: &Element, depth: usize, exact: bool) {
        let tag = element.tag.as_str();
        if tag == "pre" && element.has_class("giallo") {
            self.edge();
            for line in code_block(element) {
                self.push(depth, &line);
            }
            self.edge();
            return;
        }
        let inline = among(INLINE, tag) || tag.contains('-');
        if !inline {
            self.edge();
        } else if among(REPLACED, tag) && self.pending && !self.line_start {
            self.push_text(depth, " ");
            self.pending = false;
        }
        let attributes =
            element.attributes.iter().map(|(name, value)| format!(" {name}={}", quote(&attribute(name, value))));
        self.push(depth, &format!("<{tag}{}>", attributes.collect::<String>()));
        match tag {
            "script" | "style" => {
                let text = element.text();
                let text = match tag {
                    "style" => css::canonical(&text),
                    _ if element.attribute("type").ends_with("json") => match serde_json::from_str(&text) {
                        Ok(value) => canonical_json(&value).to_string(),
                        Err(_) => squeeze(&text),
                    },
                    _ => squeeze(&text),
                };
                if !text.is_empty() {
                    self.push_text(depth + 1, &without_hash(&text));
                }
            }
            _ if exact || among(EXACT, tag) => {
                for child in &element.children {
                    match child {
                        Node::Text(text) => self.push_text(depth + 1, &without_hash(text)),
                        Node::Comment(text) => self.comment(text, depth + 1),
                        Node::Element(child) => self.element(child, depth + 1, true),
                    }
                }
                if !exact {
                    self.edge();
                }
            }
            _ => {
                for child in &element.children {
                    match child {
                        Node::Text(text) => self.text(text, depth + 1),
                        Node::Comment(text) => self.comment(text, depth + 1),
                        Node::Element(child) => self.element(child, depth + 1, false),
                    }
                }
            }
        }
        if !among(VOID, tag) {
            self.push(depth, &format!("</{tag}>"));
        }
        if !inline {
            self.edge();
        } else if among(REPLACED, tag) {
            self.line_start = false;
        }
    }

    fn comment(&mut self, text: &str, depth: usize) {
        self.push(depth, &format!("<!-- {} -->", squeeze(text)));
    }
}

fn attribute(name: &str, value: &str) -> String {
    match name {
        "class" | "rel" => {
            let mut names: Vec<&str> = value.split_whitespace().collect();
            names.sort_unstable();
            names.join(" ")
        }
        "style" => {
            let declaration = |text: &str| {
                let sides: Vec<String> = text.split(':').map(squeeze).collect();
                sides.join(": ")
            };
            let declarations: Vec<String> = value.split(';').map(declaration).filter(|text| !text.is_empty()).collect();
            declarations.join("; ")
        }
        _ => without_hash(value),
    }
}

/// Highlighted code: data attributes, then number, mark and text of each line. Colours are each program's own.
fn code_block(pre: &Element) -> Lines {
    let is_number = |element: &Element| element.tag == "span" && element.has_class("giallo-ln");
    let code = pre.children.iter().find_map(|child| match child {
        Node::Element(child) if child.tag == "code" => Some(child),
        _ => None,
    });
    let mut lines = vec!["<pre class=giallo>".to_owned()];
    for (label, element) in [("pre", Some(pre)), ("code", code)] {
        let Some(element) = element else {
            lines.push(format!("  {label}: missing"));
            continue;
        };
        let attributes = element.attributes.iter().filter(|(name, _)| name.starts_with("data-"));
        let attributes: Vec<String> = attributes.map(|(name, value)| format!("{name}={}", quote(value))).collect();
        lines.push(format!("  {label}: {}", attributes.join(" ")));
    }
    let wrapped = pre.all(|element| element.tag == "span" && element.has_class("giallo-l"));
    if wrapped.is_empty() {
        let text = code.unwrap_or(pre).text();
        let text = text.trim_end_matches('\n').split('\n');
        lines.extend(text.map(|text| format!("  line number=- marked=no text={}", quote(text))));
    }
    for line in wrapped {
        let marked =
            !line.attribute("style").trim().is_empty() || line.attribute("class").split_whitespace().count() > 1;
        let number: String = line.all(is_number).iter().map(|number| number.text()).collect();
        let number = if number.trim().is_empty() { "-" } else { number.trim() };
        let text = line.text_but(|element| element.tag == "span" && element.has_class("giallo-ln"));
        let text = quote(text.trim_end_matches('\n'));
        lines.push(format!("  line number={number} marked={} text={text}", if marked { "yes" } else { "no" }));
    }
    lines
}
