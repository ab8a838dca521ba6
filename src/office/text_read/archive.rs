//! Files in files: archives, and what is embedded in documents.

use super::{DEEPEST, HOLD_TEXT, Hidden, Passage, Place, Texts, nested};
use crate::office::package::{Package, ReadError};

/// The most files of an archive that are looked into.
const MOST: usize = 2000;

/// The names of the files in an archive, and their texts.
pub fn texts(bytes: &[u8], depth: u8) -> Result<Texts, ReadError> {
    let mut package = Package::open(bytes)?;
    let names = package.names();
    let mut texts = Texts::default();
    for (at, name) in names.iter().enumerate() {
        texts.passages.push(Passage::new(name.clone(), Place::Name(at + 1)));
        if at >= MOST || depth >= DEEPEST {
            texts.hidden.push((Place::Whole, Hidden::Unread(ReadError::Huge)));
            break;
        }
        one(&mut package, name, at, depth, &mut texts);
    }
    Ok(texts)
}

/// The texts of the documents embedded in an Office document.
pub fn embedded(bytes: &[u8], depth: u8, texts: &mut Texts) {
    let Ok(mut package) = Package::open(bytes) else { return };
    for (at, name) in package.names().iter().enumerate().filter(|(_, name)| name.contains("/embeddings/")) {
        one(&mut package, name, at, depth, texts);
    }
}

/// Whether a document holds a picture.
pub fn has_picture(bytes: &[u8]) -> bool {
    let names = Package::open(bytes).map(|package| package.names()).unwrap_or_default();
    names.iter().any(|name| ["/media/", "Pictures/", "/Res/"].iter().any(|folder| name.contains(folder)))
}

fn one(package: &mut Package<'_>, name: &str, at: usize, depth: u8, texts: &mut Texts) {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    if !HOLD_TEXT.contains(&ending.as_str()) {
        return;
    }
    let inside = |place: Place| Place::Inside(name.to_owned(), Box::new(place));
    let read = package.bytes_at(at, u64::MAX).and_then(|bytes| nested(&ending, &bytes, depth + 1));
    match read {
        Ok(found) => {
            texts.passages.extend(found.passages.into_iter().map(|mut passage| {
                passage.places = passage.places.into_iter().map(|(from, place)| (from, inside(place))).collect();
                passage
            }));
            texts.hidden.extend(found.hidden.into_iter().map(|(place, why)| (inside(place), why)));
        }
        Err(error) => texts.hidden.push((inside(Place::Whole), Hidden::Unread(error))),
    }
}
