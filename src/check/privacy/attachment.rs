//! Personal details in files that are attached: documents, tables, slides, PDF, plain text, archives of them.

use super::scan::{Found, Scanner};
use crate::diagnostic::Severity;
use crate::office::ReadError;
use crate::office::text_read::{HOLD_TEXT, Hidden, Place, texts};

/// A detail and where it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// The place.
    pub place: Place,
    /// The detail.
    pub found: Found,
}

/// What was found in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaks {
    /// The details.
    pub leaks: Vec<Leak>,
    /// What could not be looked into.
    pub hidden: Vec<(Place, Hidden)>,
}

/// Whether a file with the ending `ending`, in lower case, holds text to be searched.
pub fn holds_text(ending: &str) -> bool {
    HOLD_TEXT.contains(&ending)
}

/// The details in a file with the ending `ending`, in lower case.
///
/// # Errors
/// If nothing of its text can be read.
pub fn leaks(ending: &str, bytes: &[u8], scanner: &Scanner) -> Result<Leaks, ReadError> {
    let texts = texts(ending, bytes)?;
    let mut leaks = Vec::new();
    for passage in &texts.passages {
        for found in scanner.scan(&passage.text) {
            let Some(place) = passage.place(found.span.start) else { continue };
            // In formats that are only guessed at, names are found where none are; numbers with check digits are not.
            if !place.is_whole() || found.detail.severity() == Severity::Error {
                leaks.push(Leak { place: place.clone(), found });
            }
        }
    }
    Ok(Leaks { leaks, hidden: texts.hidden })
}
