//! The package of an Office document: parts in a ZIP, found by their relations wherever the program put them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::xml_tree::{Element, parse};

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It is the older binary format (`.doc`, `.wps`).
    Binary,
    /// It is locked by a password.
    Locked,
    /// It is no document of the kind.
    NotWord,
    /// It unpacks to more than any document holds: a trap, or no document.
    Huge,
    /// A part is broken; the reason.
    Broken(String),
}

/// The most bytes a package may unpack to: photos of a whole album stay below, a trap does not.
const LARGEST: u64 = 512 << 20;
/// The most bytes of XML in one part: a text of thousands of pages stays below; as a tree it takes many times as much.
const LARGEST_XML: u64 = 32 << 20;

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

/// An opened package.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// The bytes that were unpacked so far.
    unpacked: u64,
}

impl<'b> Package<'b> {
    /// Opens a package.
    ///
    /// # Errors
    /// If the bytes are none.
    pub fn open(bytes: &'b [u8]) -> Result<Package<'b>, ReadError> {
        if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            // Locked packages lie in the same container as old documents; only theirs names the package it holds.
            let named: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            let locked = bytes.windows(named.len()).any(|window| window == named);
            return Err(if locked { ReadError::Locked } else { ReadError::Binary });
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::NotWord)?;
        Ok(Package { archive, unpacked: 0 })
    }

    /// The names of all parts, in the order of the package. Names without a mark of their encoding are GB 18030 where they
    /// are not UTF-8: so Chinese Windows packs them.
    pub fn names(&self) -> Vec<String> {
        self.archive.file_names_raw().map(name_of).collect()
    }

    /// The bytes of a part; none if it is not there.
    ///
    /// # Errors
    /// If it cannot be unpacked.
    pub fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        self.most(name, LARGEST)
    }

    fn most(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, ReadError> {
        // Names are compared without regard to case, as the format says.
        let wanted = name.trim_start_matches('/');
        let known = self.archive.file_names_raw().position(|known| name_of(known).eq_ignore_ascii_case(wanted));
        known.map(|known| self.bytes_at(known, most)).transpose()
    }

    /// The bytes of the part at a place, not more than `most`.
    ///
    /// # Errors
    /// If it cannot be unpacked.
    pub fn bytes_at(&mut self, at: usize, most: u64) -> Result<Vec<u8>, ReadError> {
        let file = self.archive.by_index(at).map_err(|error| match error {
            ZipError::UnsupportedArchive(reason) if reason == ZipError::PASSWORD_REQUIRED => ReadError::Locked,
            error => ReadError::Broken(error.to_string()),
        })?;
        let most = most.min(LARGEST.saturating_sub(self.unpacked));
        let mut bytes = Vec::new();
        file.take(most + 1).read_to_end(&mut bytes).map_err(|error| ReadError::Broken(error.to_string()))?;
        self.unpacked += bytes.len() as u64;
        if bytes.len() as u64 > most { Err(ReadError::Huge) } else { Ok(bytes) }
    }

    /// A part as XML; none if it is not there.
    ///
    /// # Errors
    /// If it is not well-formed.
    pub fn part(&mut self, name: &str) -> Result<Option<Element>, ReadError> {
        let Some(bytes) = self.most(name, LARGEST_XML)? else { return Ok(None) };
        parse(&bytes).map(Some).map_err(|reason| ReadError::Broken(format!("{name}: {reason}")))
    }

    /// The main part: by the package's relations, else `usual`, where programs put it.
    pub fn main(&mut self, usual: &str) -> Option<String> {
        let relations = self.part("_rels/.rels").ok().flatten();
        let main = relations
            .iter()
            .flat_map(Element::elements)
            .find(|relation| relation.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument")));
        let target = main.and_then(|main| main.attribute("Target")).unwrap_or(usual);
        let target = target.trim_start_matches('/').to_owned();
        self.bytes(&target).ok().flatten().map(|_| target)
    }

    /// What a part names.
    pub fn relations(&mut self, part: &str) -> Relations {
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
}

/// A name as it was meant, folders parted by `/`.
fn name_of(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(raw).0.into_owned(),
    };
    name.replace('\\', "/")
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
