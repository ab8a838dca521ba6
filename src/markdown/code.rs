//! What can be wrong with a body.

use crate::diagnostic::Code;

/// All codes of this folder.
pub static CODES: [&Code; 0] = [];
