//! The parts of a Word document that its text is made of.

use super::block::TextReader;
use super::model::{Picture, Read};
use super::numbering::Numbering;
use super::style::Styles;
use crate::office::package::{Package, ReadError, Relations};

/// Reads a Word document.
///
/// # Errors
/// If it is none, or is broken.
pub fn read(bytes: &[u8]) -> Result<Read, ReadError> {
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
        pictures(&mut package, &relations, letter, &mut read);
    }
    pictures(&mut package, &relations, "", &mut read);
    Ok(read)
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
