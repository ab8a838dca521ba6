//! The text of OpenDocument files (ISO/IEC 26300) and of OFD, the fixed format of Chinese offices (GB/T 33190).

use super::{Passage, Place};
use crate::office::package::{Package, ReadError};
use crate::office::xml_tree::{Element, Node};

/// The paragraphs of an OpenDocument file, a table's row as one.
pub fn document(bytes: &[u8]) -> Result<Vec<Passage>, ReadError> {
    let mut package = Package::open(bytes)?;
    let mut texts = Vec::new();
    let content = package.part("content.xml")?.ok_or(ReadError::NotWord)?;
    paragraphs(&content, &mut texts);
    // Heads and feet of pages.
    if let Some(styles) = package.part("styles.xml")? {
        paragraphs(&styles, &mut texts);
    }
    Ok(texts.into_iter().enumerate().map(|(at, text)| Passage::new(text, Place::Paragraph(at + 1))).collect())
}

fn paragraphs(element: &Element, texts: &mut Vec<String>) {
    for child in element.elements() {
        match child.name.as_str() {
            "p" | "h" => texts.push(text(child)),
            "table-row" => texts.push(child.elements().map(text).collect::<Vec<_>>().join("\t")),
            _ => paragraphs(child, texts),
        }
    }
}

fn text(element: &Element) -> String {
    let mut text = String::new();
    for child in &element.children {
        match child {
            Node::Text(part) => text.push_str(part),
            Node::Element(child) if matches!(child.name.as_str(), "s" | "tab" | "line-break") => text.push(' '),
            Node::Element(child) => {
                if child.name == "p" && !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(&self::text(child));
            }
        }
    }
    text
}

/// The text of the pages of an OFD file.
pub fn fixed(bytes: &[u8]) -> Result<Vec<Passage>, ReadError> {
    let mut package = Package::open(bytes)?;
    let mut found = Vec::new();
    for name in package.names() {
        let is_page = name.contains("Pages/") || name.contains("Tpls/") || name.contains("Annots/");
        if is_page && name.ends_with(".xml") {
            let Some(page) = package.part(&name)? else { continue };
            let mut text = String::new();
            codes(&page, &mut text);
            found.push(Passage::new(text, Place::Page(found.len() + 1)));
        }
    }
    if found.is_empty() { Err(ReadError::NotWord) } else { Ok(found) }
}

fn codes(element: &Element, text: &mut String) {
    for child in element.elements() {
        if child.name == "TextCode" {
            text.push_str(&child.text());
            text.push('\n');
        } else {
            codes(child, text);
        }
    }
}
