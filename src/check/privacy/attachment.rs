//! Personal details in files that are attached: documents, tables, slides, PDF, plain text.

use super::scan::{Found, Scanner};
use crate::office::ReadError;
use crate::office::text_read::{Passage, Place, READABLE, UNREADABLE, passages};
use crate::source::decode;

/// Endings of plain texts.
const TEXTS: [&str; 4] = ["txt", "csv", "tsv", "md"];

/// A detail and where it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// The place.
    pub place: Place,
    /// The detail.
    pub found: Found,
}

/// Whether a file with the ending `ending`, in lower case, holds text to be searched.
pub fn holds_text(ending: &str) -> bool {
    READABLE.contains(&ending) || UNREADABLE.contains(&ending) || TEXTS.contains(&ending)
}

/// The details in a file with the ending `ending`, in lower case.
///
/// # Errors
/// If its text cannot be read.
pub fn leaks(ending: &str, bytes: &[u8], scanner: &Scanner) -> Result<Vec<Leak>, ReadError> {
    let passages = if TEXTS.contains(&ending) {
        let (text, _) = decode(bytes.to_vec()).map_err(|_| ReadError::Broken("?".to_owned()))?;
        let lines = text.lines().enumerate();
        lines.map(|(at, line)| Passage::new(line.to_owned(), Place::Line(at + 1))).collect()
    } else if UNREADABLE.contains(&ending) {
        return Err(ReadError::Binary);
    } else {
        passages(ending, bytes)?
    };
    let mut leaks = Vec::new();
    for passage in &passages {
        for found in scanner.scan(&passage.text) {
            if let Some(place) = passage.place(found.span.start) {
                leaks.push(Leak { place: place.clone(), found });
            }
        }
    }
    Ok(leaks)
}
