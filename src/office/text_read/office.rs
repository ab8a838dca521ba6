//! The text of Word documents, workbooks and slides (ECMA-376).

use std::collections::BTreeMap;

use super::{Passage, Place};
use crate::office::package::{Package, ReadError};
use crate::office::xml_tree::Element;

/// The paragraphs of a Word document, with what stands in its margins, notes and comments.
pub fn document(bytes: &[u8]) -> Result<Vec<Passage>, ReadError> {
    let mut package = Package::open(bytes)?;
    let main = package.main("word/document.xml").ok_or(ReadError::NotWord)?;
    let root = package.part(&main)?.ok_or(ReadError::NotWord)?;
    let mut texts = Vec::new();
    paragraphs(&root, &mut texts);
    let numbered = texts.into_iter().enumerate();
    let mut found: Vec<Passage> = numbered.map(|(at, text)| Passage::new(text, Place::Paragraph(at + 1))).collect();
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    for name in package.names().into_iter().filter(|name| *name != main && name.ends_with(".xml")) {
        let is_text = ["header", "footer", "footnotes", "endnotes", "comments", "glossary/document"];
        let own = name.strip_prefix(folder).map_or("", |name| name.trim_start_matches('/'));
        if is_text.iter().any(|start| own.starts_with(start)) {
            let mut texts = Vec::new();
            if let Some(part) = package.part(&name)? {
                paragraphs(&part, &mut texts);
            }
            found.extend(texts.into_iter().map(|text| Passage::new(text, Place::Part(own.to_owned()))));
        }
    }
    Ok(found)
}

/// The texts of paragraphs, a table's row as one: a name and what is said of it stand in two cells.
fn paragraphs(element: &Element, texts: &mut Vec<String>) {
    for child in element.elements() {
        match child.name.as_str() {
            "p" => texts.push(runs(child)),
            "tr" => {
                let cells = child.elements().filter(|cell| cell.name == "tc" || cell.name == "sdt").map(runs);
                texts.push(cells.collect::<Vec<_>>().join("\t"));
            }
            _ => paragraphs(child, texts),
        }
    }
}

/// The text of the runs below an element.
fn runs(element: &Element) -> String {
    let mut text = String::new();
    for child in element.elements() {
        match child.name.as_str() {
            "t" | "delText" | "instrText" => text.push_str(&child.text()),
            "tab" | "br" | "cr" => text.push(' '),
            "p" if !text.is_empty() => {
                text.push('\n');
                text.push_str(&runs(child));
            }
            // What a program that does not know the one shows instead says the same again.
            "Fallback" => {}
            _ => text.push_str(&runs(child)),
        }
    }
    text
}

/// The paragraphs of slides and of their notes.
pub fn slides(bytes: &[u8]) -> Result<Vec<Passage>, ReadError> {
    let mut package = Package::open(bytes)?;
    package.main("ppt/presentation.xml").ok_or(ReadError::NotWord)?;
    let mut found = Vec::new();
    for name in package.names().into_iter().filter(|name| name.starts_with("ppt/") && name.ends_with(".xml")) {
        let number = |start: &str| name.strip_prefix(start)?.strip_suffix(".xml")?.parse::<usize>().ok();
        let Some(number) = number("ppt/slides/slide").or_else(|| number("ppt/notesSlides/notesSlide")) else {
            continue;
        };
        let mut texts = Vec::new();
        if let Some(part) = package.part(&name)? {
            paragraphs(&part, &mut texts);
        }
        found.extend(texts.into_iter().map(|text| Passage::new(text, Place::Slide(number))));
    }
    Ok(found)
}

/// The rows of a workbook, and its comments.
pub fn workbook(bytes: &[u8]) -> Result<Vec<Passage>, ReadError> {
    let mut package = Package::open(bytes)?;
    let main = package.main("xl/workbook.xml").ok_or(ReadError::NotWord)?;
    let book = package.part(&main)?.ok_or(ReadError::NotWord)?;
    let relations = package.relations(&main);
    let strings = relations.values().find(|relation| relation.kind.ends_with("/sharedStrings"));
    let strings = match strings.map(|relation| relation.target.clone()) {
        Some(target) => package.part(&target)?,
        None => None,
    };
    let strings: Vec<String> = strings.iter().flat_map(Element::elements).map(runs).collect();
    let names: BTreeMap<&str, &str> = book
        .child("sheets")
        .into_iter()
        .flat_map(Element::elements)
        .filter_map(|sheet| Some((sheet.attribute("id")?, sheet.attribute("name")?)))
        .collect();
    let mut found = Vec::new();
    for (id, relation) in relations.iter().filter(|(_, relation)| relation.kind.ends_with("/worksheet")) {
        let Some(sheet) = package.part(&relation.target)? else { continue };
        let name = names.get(id.as_str()).copied().unwrap_or(id);
        let rows = sheet.child("sheetData").into_iter().flat_map(Element::elements);
        found.extend(rows.map(|row| row_of(row, name, &strings)));
    }
    for comments in comments_of(&mut package) {
        let texts = comments.below("commentList").into_iter().flat_map(Element::elements);
        found.extend(texts.map(|comment| {
            let cell = comment.attribute("ref").unwrap_or_default();
            Passage::new(runs(comment), Place::Part(format!("批注 {cell}")))
        }));
    }
    Ok(found)
}

fn comments_of(package: &mut Package<'_>) -> Vec<Element> {
    let names = package.names().into_iter().filter(|name| name.starts_with("xl/") && name.contains("omment"));
    names.filter_map(|name| package.part(&name).ok().flatten()).collect()
}

fn row_of(row: &Element, sheet: &str, strings: &[String]) -> Passage {
    let mut passage = Passage { text: String::new(), places: Vec::new() };
    for cell in row.elements() {
        let value = cell.child("v").map(Element::text).unwrap_or_default();
        let text = match cell.attribute("t") {
            Some("s") => value.trim().parse::<usize>().ok().and_then(|at| strings.get(at)).cloned().unwrap_or_default(),
            Some("inlineStr") => cell.child("is").map(runs).unwrap_or_default(),
            // Long numbers are kept as floating ones, whose last digits are gone: 1.38001E10.
            _ => match value.parse::<f64>() {
                Ok(number) if number.fract() == 0.0 && number.abs() < 1e18 => format!("{number}"),
                _ => value,
            },
        };
        let place = Place::Cell(sheet.to_owned(), cell.attribute("r").unwrap_or_default().to_owned());
        if !passage.places.is_empty() {
            passage.text.push('\t');
        }
        passage.places.push((passage.text.len(), place));
        passage.text.push_str(&text);
    }
    passage
}
