//! The parts of a Word document that its text is made of.

use super::block::TextReader;
use super::model::{Block, Inline, Look, Paragraph, Picture, Read};
use super::numbering::Numbering;
use super::style::Styles;
use crate::office::package::{Package, ReadError, Relations};
use crate::source::decode;

/// Reads a Word document.
///
/// # Errors
/// If it is none, or is broken.
pub fn read(bytes: &[u8]) -> Result<Read, ReadError> {
    at_depth(bytes, 0)
}

/// How deep documents that are set into documents are read.
const DEEPEST: u8 = 3;

fn at_depth(bytes: &[u8], depth: u8) -> Result<Read, ReadError> {
    let mut package = Package::open(bytes)?;
    let main = package.main("word/document.xml").ok_or(ReadError::NotWord)?;
    let document = package.part(&main)?.ok_or(ReadError::NotWord)?;
    let body = document.child("body").ok_or(ReadError::NotWord)?;
    let relations = package.relations(&main);
    let named =
        |kind: &str| relations.values().find(|relation| relation.kind.ends_with(kind)).map(|it| it.target.clone());
    let optional =
        |package: &mut Package, kind: &str| named(kind).and_then(|target| package.part(&target).ok().flatten());
    let styles = Styles::new(optional(&mut package, "/styles").as_ref());
    let numbering = Numbering::new(optional(&mut package, "/numbering").as_ref());
    let mut read = Read::default();
    let mut reader = TextReader::new(&styles, numbering, &relations, "");
    for (id, relation) in relations.iter().filter(|(_, it)| it.kind.ends_with("/aFChunk") && !it.external) {
        let bytes = package.bytes(&relation.target).ok().flatten();
        match bytes.and_then(|bytes| chunk(&relation.target, &bytes, depth)) {
            Some(blocks) => {
                reader.chunks.insert(id.clone(), blocks);
            }
            None => read.unread.push(relation.target.clone()),
        }
    }
    read.blocks = reader.blocks(body);
    read.graphics = reader.graphics;
    let comments = optional(&mut package, "/comments");
    read.comments = comments.map_or(0, |part| part.elements().filter(|element| element.name == "comment").count());
    // The notes of both kinds have ids of their own: a letter keeps them apart.
    for (kind, element, letter) in [("/footnotes", "footnote", "f"), ("/endnotes", "endnote", "e")] {
        let Some(target) = named(kind) else { continue };
        let Ok(Some(part)) = package.part(&target) else { continue };
        let relations = package.relations(&target);
        for note in part
            .elements()
            .filter(|note| note.name == element && note.attribute("type").is_none_or(|it| it == "normal"))
        {
            let id = format!("{letter}{}", note.attribute("id").unwrap_or_default());
            let mut reader = TextReader::new(&styles, Numbering::default(), &relations, letter);
            read.notes.insert(id, reader.blocks(note));
        }
        pictures(&mut package, &relations, letter, &mut read);
    }
    pictures(&mut package, &relations, "", &mut read);
    Ok(read)
}

/// The text of a part that is set in as a whole (ECMA-376, part 1, 17.17.2): a Word document, HTML or plain text. `None` for
/// other formats.
fn chunk(name: &str, bytes: &[u8], depth: u8) -> Option<Vec<Block>> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let text = || decode(bytes.to_vec()).ok().map(|(text, _)| text);
    let lines = match ending.as_str() {
        "docx" | "docm" | "dotx" if depth < DEEPEST => return at_depth(bytes, depth + 1).ok().map(|read| read.blocks),
        "htm" | "html" | "xhtml" => {
            let page = scraper::Html::parse_document(&text()?);
            let mut lines = vec![String::new()];
            html_lines(page.tree.root(), &mut lines);
            lines
        }
        "txt" => text()?.lines().map(str::to_owned).collect(),
        _ => return None,
    };
    let paragraph = |line: &String| {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let inlines = vec![Inline::Text(line, Look::default())];
        Block::Paragraph(Paragraph { inlines, ..Paragraph::default() })
    };
    Some(lines.iter().filter(|line| !line.trim().is_empty()).map(paragraph).collect())
}

/// The text of a page, a line for each block.
fn html_lines(node: ego_tree::NodeRef<'_, scraper::Node>, lines: &mut Vec<String>) {
    const INSIDE: [&str; 14] =
        ["a", "b", "i", "u", "s", "em", "strong", "span", "font", "sub", "sup", "code", "small", "mark"];
    for child in node.children() {
        match child.value() {
            scraper::Node::Text(text) => lines.last_mut().into_iter().for_each(|line| line.push_str(text)),
            scraper::Node::Element(element) if matches!(element.name(), "script" | "style" | "head") => {}
            scraper::Node::Element(element) if INSIDE.contains(&element.name()) => html_lines(child, lines),
            scraper::Node::Element(_) => {
                lines.push(String::new());
                html_lines(child, lines);
                lines.push(String::new());
            }
            _ => {}
        }
    }
}

/// Takes the pictures of a part.
fn pictures(package: &mut Package<'_>, relations: &Relations, letter: &str, read: &mut Read) {
    for (id, relation) in relations.iter().filter(|(_, it)| it.kind.ends_with("/image") && !it.external) {
        if let Ok(Some(bytes)) = package.bytes(&relation.target) {
            let name = relation.target.rsplit('/').next().unwrap_or_default().to_owned();
            read.pictures.insert(format!("{letter}{id}"), Picture { name, bytes });
        }
    }
}
