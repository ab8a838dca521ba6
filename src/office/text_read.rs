//! The text of a file that people attach, with the places in it: to be searched, not to be set.

use std::collections::BTreeMap;

use super::package::{Package, ReadError};
use super::pdf_read::{Pdf, pages};
use super::xml_tree::Element;
use crate::diagnostic::Wording;

/// Where a text stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A paragraph or a table's row of a document, from 1.
    Paragraph(usize),
    /// The head, foot, notes or comments of a document: the part's name.
    Part(String),
    /// A cell: its sheet and its address.
    Cell(String, String),
    /// A slide, from 1.
    Slide(usize),
    /// A page, from 1.
    Page(usize),
    /// A line, from 1.
    Line(usize),
}

impl Place {
    /// How it is called.
    pub fn said(&self, zh: bool) -> String {
        let of = |wording: Wording, number: usize| {
            (if zh { wording.zh } else { wording.en }).replace("{n}", &number.to_string())
        };
        match self {
            Place::Paragraph(number) => of(Wording { zh: "第 {n} 段", en: "paragraph {n}" }, *number),
            Place::Slide(number) => of(Wording { zh: "第 {n} 张幻灯片", en: "slide {n}" }, *number),
            Place::Page(number) => of(Wording { zh: "第 {n} 页", en: "page {n}" }, *number),
            Place::Line(number) => of(Wording { zh: "第 {n} 行", en: "line {n}" }, *number),
            Place::Cell(sheet, cell) if zh => format!("工作表“{sheet}”{cell}"),
            Place::Cell(sheet, cell) => format!("sheet “{sheet}” {cell}"),
            Place::Part(part) => part.clone(),
        }
    }
}

/// A piece of text and the places its bytes stand at: each from the byte named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The text; cells of a row are parted by tabs.
    pub text: String,
    places: Vec<(usize, Place)>,
}

impl Passage {
    /// A text that stands at one place.
    pub fn new(text: String, place: Place) -> Passage {
        Passage { text, places: vec![(0, place)] }
    }

    /// Where the byte `at` of the text stands.
    pub fn place(&self, at: usize) -> Option<&Place> {
        self.places.iter().rev().find(|(from, _)| *from <= at).map(|(_, place)| place)
    }
}

/// Endings of files whose text can be read.
pub const READABLE: [&str; 8] = ["docx", "docm", "dotx", "xlsx", "xlsm", "pptx", "pptm", "pdf"];
/// Endings of files that hold text nobody here can read.
pub const UNREADABLE: [&str; 14] =
    ["doc", "dot", "wps", "rtf", "xls", "et", "ppt", "dps", "ofd", "zip", "rar", "7z", "odt", "ods"];

/// The text of a file with the ending `ending`, in lower case; nothing for one that holds none.
///
/// # Errors
/// If it cannot be read.
pub fn passages(ending: &str, bytes: &[u8]) -> Result<Vec<Passage>, ReadError> {
    match ending {
        "docx" | "docm" | "dotx" => document(bytes),
        "xlsx" | "xlsm" => workbook(bytes),
        "pptx" | "pptm" => slides(bytes),
        "pdf" => {
            let texts = pages(&Pdf::open(bytes)?).into_iter().enumerate();
            Ok(texts.map(|(at, text)| Passage::new(text, Place::Page(at + 1))).collect())
        }
        _ => Ok(Vec::new()),
    }
}

fn document(bytes: &[u8]) -> Result<Vec<Passage>, ReadError> {
    let mut package = Package::open(bytes)?;
    let main = package.main("word/document.xml").ok_or(ReadError::NotWord)?;
    let root = package.part(&main)?.ok_or(ReadError::NotWord)?;
    let mut texts = Vec::new();
    paragraphs(&root, &mut texts);
    let numbered = texts.into_iter().enumerate();
    let mut found: Vec<Passage> = numbered.map(|(at, text)| Passage::new(text, Place::Paragraph(at + 1))).collect();
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    for name in package.names().into_iter().filter(|name| *name != main && name.ends_with(".xml")) {
        let is_text = ["header", "footer", "footnotes", "endnotes", "comments"];
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

fn slides(bytes: &[u8]) -> Result<Vec<Passage>, ReadError> {
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

fn workbook(bytes: &[u8]) -> Result<Vec<Passage>, ReadError> {
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
