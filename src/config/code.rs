//! What can be wrong with the settings.

use crate::diagnostic::Code;

/// All codes of this folder.
pub static CODES: [&Code; 0] = [];
