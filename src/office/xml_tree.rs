//! XML read to a tree, names without their prefixes: Office files are small, and what they hold is asked in any order.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element with its attributes and children.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name, without a prefix.
    pub name: String,
    /// Its attributes, names without prefixes.
    pub attributes: Vec<(String, String)>,
    /// What stands in it.
    pub children: Vec<Node>,
}

/// An element or text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text.
    Text(String),
}

impl Element {
    /// The attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The elements in it.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of this name in it.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The first element of this name below it, at any depth.
    pub fn below(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|element| if element.name == name { Some(element) } else { element.below(name) })
    }

    /// The `val` of the first element of this name in it.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// Whether the element of this name is there and does not say no.
    pub fn says(&self, name: &str) -> Option<bool> {
        let value = self.child(name)?.attribute("val");
        Some(!matches!(value, Some("0" | "false" | "off" | "none")))
    }

    /// The text in it, at any depth.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for child in &self.children {
            match child {
                Node::Text(part) => text.push_str(part),
                Node::Element(element) => text.push_str(&element.text()),
            }
        }
        text
    }
}

/// How deep elements may nest: deeper ones are no document but an attack.
const DEEPEST: usize = 256;

/// The root of a document.
///
/// # Errors
/// Where it is not well-formed; the reason.
pub fn parse(bytes: &[u8]) -> Result<Element, String> {
    let text = decoded(bytes);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut open: Vec<Element> = vec![Element::default()];
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                if open.len() > DEEPEST {
                    return Err("too deep".to_owned());
                }
                open.push(element(&start));
            }
            Event::Empty(start) => push(&mut open, Node::Element(element(&start))),
            Event::End(_) => {
                if open.len() > 1
                    && let Some(done) = open.pop()
                {
                    push(&mut open, Node::Element(done));
                }
            }
            Event::Text(part) => {
                push(&mut open, Node::Text((*part).to_owned()));
            }
            Event::CData(part) => push(&mut open, Node::Text((*part).to_owned())),
            Event::GeneralRef(name) => {
                let whole = format!("&{};", &*name);
                let part = quick_xml::escape::unescape(&whole).map_or_else(|_| whole.clone(), |part| part.into_owned());
                push(&mut open, Node::Text(part));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    while open.len() > 1 {
        if let Some(done) = open.pop() {
            push(&mut open, Node::Element(done));
        }
    }
    let root = open.pop().unwrap_or_default();
    root.elements().next().cloned().ok_or_else(|| "no element".to_owned())
}

fn push(open: &mut [Element], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

fn decoded(bytes: &[u8]) -> String {
    let (text, ..) = match bytes {
        [0xff, 0xfe, ..] => encoding_rs::UTF_16LE.decode(bytes),
        [0xfe, 0xff, ..] => encoding_rs::UTF_16BE.decode(bytes),
        _ => encoding_rs::UTF_8.decode(bytes),
    };
    text.into_owned()
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or_default().to_owned()
}

fn element(start: &BytesStart) -> Element {
    let attributes = start
        .attributes()
        .with_checks(false)
        .flatten()
        .map(|attribute| {
            let value = attribute.value.clone().into_owned();
            let value = quick_xml::escape::unescape(&value).map_or_else(|_| value.clone(), |value| value.into_owned());
            (local(attribute.key.as_ref()), value)
        })
        .collect();
    Element { name: local(start.name().as_ref()), attributes, children: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn names_lose_their_prefixes_and_texts_their_escapes() {
        let root =
            parse(b"<?xml version=\"1.0\"?><w:a w:val=\"1 &amp; 2\"><b/>x &lt; &#20013;<w:c w:val=\"0\"/></w:a>")
                .unwrap();
        assert_eq!((root.name.as_str(), root.attribute("val")), ("a", Some("1 & 2")));
        assert_eq!(root.text(), "x < 中");
        assert_eq!((root.says("b"), root.says("c"), root.says("d")), (Some(true), Some(false), None));
    }

    #[test]
    fn no_bytes_make_it_panic() {
        assert!(parse(b"").is_err());
        assert!(parse("<a>".repeat(400).as_bytes()).is_err());
        assert!(parse(b"<a><b>").is_ok());
    }
}
