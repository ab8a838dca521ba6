//! The package of a Word document: its parts found by their relations, wherever the program put them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::block::TextReader;
use super::model::{Picture, Read};
use super::numbering::Numbering;
use super::style::Styles;
use crate::office::xml_tree::{Element, parse};

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It is the older binary format (`.doc`, `.wps`).
    Binary,
    /// It is locked by a password.
    Locked,
    /// It is no Word document.
    NotWord,
    /// A part is broken; the reason.
    Broken(String),
}

/// The most bytes of a part when unpacked: a text of thousands of pages stays below, a trap does not.
const LARGEST: u64 = 256 << 20;

/// Reads a Word document.
///
/// # Errors
/// If it is none, or is broken.
pub fn read(bytes: &[u8]) -> Result<Read, ReadError> {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        // Locked packages lie in the same container as old documents; only theirs names the package it holds.
        let named: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let locked = bytes.windows(named.len()).any(|window| window == named);
        return Err(if locked { ReadError::Locked } else { ReadError::Binary });
    }
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::NotWord)?;
    let mut package = Package { archive };
    let main = package.main().ok_or(ReadError::NotWord)?;
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
    read.blocks = reader.blocks(body);
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
        package.pictures(&relations, letter, &mut read);
    }
    package.pictures(&relations, "", &mut read);
    Ok(read)
}

/// What a part names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relation {
    /// The kind, an address.
    pub kind: String,
    /// The part, from the package's root; an address where it is outside.
    pub target: String,
    /// Whether it is outside of the package.
    pub external: bool,
}

/// The relations of a part, by id.
pub type Relations = BTreeMap<String, Relation>;

struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
}

impl Package<'_> {
    fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        // Names are compared without regard to case, as the format says.
        let wanted = name.trim_start_matches('/');
        let known = self.archive.file_names().filter_map(|name| name.ok().map(|name| name.into_owned()));
        let Some(known) = known.into_iter().find(|known| known.replace('\\', "/").eq_ignore_ascii_case(wanted)) else {
            return Ok(None);
        };
        let broken = |error: String| ReadError::Broken(error);
        let file = self.archive.by_name(&known).map_err(|error| broken(error.to_string()))?;
        let mut bytes = Vec::new();
        file.take(LARGEST).read_to_end(&mut bytes).map_err(|error| broken(error.to_string()))?;
        Ok(Some(bytes))
    }

    fn part(&mut self, name: &str) -> Result<Option<Element>, ReadError> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        parse(&bytes).map(Some).map_err(|reason| ReadError::Broken(format!("{name}: {reason}")))
    }

    /// The main part: by the package's relations, else where Word puts it.
    fn main(&mut self) -> Option<String> {
        let relations = self.part("_rels/.rels").ok().flatten();
        let main = relations
            .iter()
            .flat_map(Element::elements)
            .find(|relation| relation.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument")));
        let target = main.and_then(|main| main.attribute("Target")).unwrap_or("word/document.xml");
        let target = target.trim_start_matches('/').to_owned();
        self.bytes(&target).ok().flatten().map(|_| target)
    }

    fn relations(&mut self, part: &str) -> Relations {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let file = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
        let root = self.part(&file).ok().flatten();
        root.iter()
            .flat_map(Element::elements)
            .filter_map(|relation| {
                let target = relation.attribute("Target")?;
                let external =
                    relation.attribute("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
                let target = if external { target.to_owned() } else { resolved(folder, target) };
                let kind = relation.attribute("Type").unwrap_or_default().to_owned();
                Some((relation.attribute("Id")?.to_owned(), Relation { kind, target, external }))
            })
            .collect()
    }

    fn pictures(&mut self, relations: &Relations, letter: &str, read: &mut Read) {
        for (id, relation) in relations.iter().filter(|(_, it)| it.kind.ends_with("/image") && !it.external) {
            if let Ok(Some(bytes)) = self.bytes(&relation.target) {
                let name = relation.target.rsplit('/').next().unwrap_or_default().to_owned();
                read.pictures.insert(format!("{letter}{id}"), Picture { name, bytes });
            }
        }
    }
}

/// A target from the package's root.
fn resolved(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|part| !part.is_empty()).collect(),
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
