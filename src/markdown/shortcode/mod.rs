//! Shortcodes of Zola 0.22 and before (checklist SC-1 to SC-7): calls in content, and the templates they are made with.
//!
//! <https://www.getzola.org/documentation/content/shortcodes/> as it was for 0.22. Calls of `.md` templates become part of
//! the text before Markdown reads it; those of others are put into the HTML where Markdown left their place.

mod call;
mod expand;
mod insert;
mod parse;
mod table;

pub use call::{Argument, Body, Call, Literal, Part};
pub use expand::{Render, text_of};
pub(super) use expand::{component_call, expand};
pub(super) use insert::Inserts;
pub use parse::{Parsed, parse};
pub use table::Shortcodes;
