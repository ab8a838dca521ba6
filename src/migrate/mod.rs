//! Moving a site from Zola 0.22 and before to Zola 0.23 (checklist section 4): templates, theme, shortcodes, content and
//! settings, by changes to what has to change and to nothing else.
//!
//! [`plan`] reads the site and says what each file becomes; nothing is written. [`verify`] builds the site as it is and as
//! it would be, and compares. What a program cannot decide is left as it was, with a note.

mod blocks;
mod census;
mod code;
mod collision;
mod compare;
mod content;
mod edit;
mod later;
mod loops;
mod macros;
mod overlay;
mod path;
mod plan;
#[cfg(test)]
mod real_tests;
mod settings;
mod sheets;
mod shortcode;
mod shown;
mod site;
mod template;
#[cfg(test)]
mod tests;
mod variables;
mod verify;
mod visit;

pub use code::CODES;
pub use compare::{Comparison, Difference};
pub use plan::{Change, Migration, Plan, plan};
pub use verify::{Verification, verify};
