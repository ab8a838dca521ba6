//! What can be wrong while rendering.

use crate::diagnostic::Code;

/// All codes of this folder.
pub static CODES: [&Code; 0] = [];
