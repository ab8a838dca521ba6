//! What can be wrong with writing the site.

use crate::diagnostic::Code;

/// All codes of this folder.
pub static CODES: [&Code; 0] = [];
