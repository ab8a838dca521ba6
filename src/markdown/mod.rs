//! Bodies to HTML: CommonMark and the extensions Zola documents, links resolved, headings numbered, code coloured.
//!
//! <https://www.getzola.org/documentation/content/linking/> and its neighbours, checklist sections 1.11 to 1.13.

mod code;
mod compile;
mod highlight;

pub use code::CODES;
pub use compile::{Compiler, Near};
pub use highlight::Highlighter;
