//! Fonts that are installed on the computer, found by the name of their family.
#![expect(clippy::disallowed_methods, reason = "fonts lie outside of the site")]

use std::fs;
use std::sync::Arc;

use fontdb::{Database, Family, Query, Source, Weight};

/// A font, and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontFile {
    /// Its file's bytes.
    pub bytes: Arc<[u8]>,
    /// Which of the fonts in the file.
    pub index: u32,
    /// The file.
    pub place: String,
}

/// The bold font of a family, or what the family has instead.
pub(super) fn installed(family: &str) -> Option<FontFile> {
    let mut database = Database::new();
    database.load_system_fonts();
    let query = Query { families: &[Family::Name(family)], weight: Weight::BOLD, ..Query::default() };
    let face = database.face(database.query(&query)?)?;
    let (Source::File(path) | Source::SharedFile(path, _)) = &face.source else { return None };
    Some(FontFile { bytes: fs::read(path).ok()?.into(), index: face.index, place: path.to_str()?.to_owned() })
}
