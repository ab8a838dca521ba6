//! The text of a file that people attach, with the places in it: to be searched, not to be set.

mod archive;
mod office;
mod open;
mod raw;

use super::package::ReadError;
use super::pdf_read::{Pdf, pages};
use crate::diagnostic::Wording;
use crate::source::decode;

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
    /// The name of a file in an archive: which one, from 1.
    Name(usize),
    /// A place in a file that is packed into this one: its name.
    Inside(String, Box<Place>),
    /// The whole file.
    Whole,
}

impl Place {
    /// Whether nothing nearer is known than the file, or the one inside of it.
    pub fn is_whole(&self) -> bool {
        match self {
            Place::Inside(_, place) => place.is_whole(),
            place => *place == Place::Whole,
        }
    }

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
            Place::Name(number) => {
                of(Wording { zh: "里面第 {n} 个文件的文件名", en: "the name of file {n} in it" }, *number)
            }
            Place::Inside(name, place) if **place == Place::Whole => name.clone(),
            Place::Inside(name, place) => format!("{name}{}{}", if zh { "，" } else { ", " }, place.said(zh)),
            Place::Whole => (if zh { "全文" } else { "all of it" }).to_owned(),
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

/// Why a part of a file could not be looked into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// It is a picture: a scan, or letters drawn as shapes.
    Picture,
    /// It cannot be read.
    Unread(ReadError),
}

/// The text of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// What can be read.
    pub passages: Vec<Passage>,
    /// What cannot, and where it stands.
    pub hidden: Vec<(Place, Hidden)>,
}

/// Endings of files that may hold text.
pub const HOLD_TEXT: [&str; 29] = [
    "docx", "docm", "dotx", "xlsx", "xlsm", "pptx", "pptm", "pdf", "odt", "ods", "odp", "ofd", "zip", "txt", "csv",
    "tsv", "md", "rtf", "doc", "dot", "wps", "xls", "et", "ppt", "dps", "rar", "7z", "gz", "tar",
];

/// How deep archives in archives are looked into.
const DEEPEST: u8 = 3;

/// The text of a file with the ending `ending`, in lower case; nothing for one that holds none.
///
/// # Errors
/// If nothing of it can be read.
pub fn texts(ending: &str, bytes: &[u8]) -> Result<Texts, ReadError> {
    nested(ending, bytes, 0)
}

fn nested(ending: &str, bytes: &[u8], depth: u8) -> Result<Texts, ReadError> {
    // An ending lies now and then: WPS names packages `.wps` and `.doc` too.
    let is_package = bytes.starts_with(b"PK\x03\x04");
    let passages = match ending {
        "docx" | "docm" | "dotx" => office::document(bytes)?,
        "xlsx" | "xlsm" => office::workbook(bytes)?,
        "pptx" | "pptm" => office::slides(bytes)?,
        "doc" | "dot" | "wps" if is_package => office::document(bytes)?,
        "xls" | "et" if is_package => office::workbook(bytes)?,
        "ppt" | "dps" if is_package => office::slides(bytes)?,
        "odt" | "ods" | "odp" => open::document(bytes)?,
        "ofd" => open::fixed(bytes)?,
        "pdf" => return pdf(bytes),
        "zip" => return archive::texts(bytes, depth),
        "txt" | "csv" | "tsv" | "md" => plain(bytes)?,
        "rtf" => raw::passages(bytes),
        "rar" | "7z" | "gz" | "tar" => return Err(ReadError::Binary),
        _ if HOLD_TEXT.contains(&ending) => {
            // What is found is there; what is not found may be there all the same.
            let hidden = vec![(Place::Whole, Hidden::Unread(ReadError::Binary))];
            return Ok(Texts { passages: raw::passages(bytes), hidden });
        }
        _ => Vec::new(),
    };
    let mut texts = Texts { passages, hidden: Vec::new() };
    if is_package && depth < DEEPEST {
        archive::embedded(bytes, depth, &mut texts);
        if texts.passages.iter().all(|passage| passage.text.trim().is_empty()) && archive::has_picture(bytes) {
            texts.hidden.push((Place::Whole, Hidden::Picture));
        }
    }
    Ok(texts)
}

fn pdf(bytes: &[u8]) -> Result<Texts, ReadError> {
    let mut texts = Texts::default();
    for (at, page) in pages(&Pdf::open(bytes)?).into_iter().enumerate() {
        let place = Place::Page(at + 1);
        if page.has_unread {
            texts.hidden.push((place.clone(), Hidden::Picture));
        }
        texts.passages.push(Passage::new(page.text, place));
    }
    Ok(texts)
}

fn plain(bytes: &[u8]) -> Result<Vec<Passage>, ReadError> {
    let (text, _) = decode(bytes.to_vec()).map_err(|_| ReadError::NotWord)?;
    Ok(text.lines().enumerate().map(|(at, line)| Passage::new(line.to_owned(), Place::Line(at + 1))).collect())
}
