//! What can be wrong between content files.

use crate::diagnostic::Code;

/// All codes of this folder.
pub static CODES: [&Code; 0] = [];
