//! Bodies to HTML: CommonMark and the extensions Zola documents, links resolved, headings numbered, code coloured.
//!
//! <https://www.getzola.org/documentation/content/linking/> and its neighbours, checklist sections 1.11 to 1.13.

mod cjk;
mod code;
mod code_block;
mod compile;
mod count;
mod element;
mod emoji;
mod expand;
mod fence;
mod footnote;
mod grammar;
#[cfg(test)]
mod grammar_tests;
mod heading;
mod highlight;
mod html_id;
mod image;
mod insert;
mod language;
mod link;
mod looks;
mod own_grammar;
mod own_theme;
mod paint;
mod palette;
mod parse;
mod scope_class;
mod setup;
pub mod shortcode;
mod summary;
mod theme;
mod write;

#[cfg(test)]
mod class_tests;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod testing;

pub use code::CODES;
pub use compile::{Compiler, Near};
pub use highlight::Highlighter;
pub use shortcode::Shortcodes;
pub use theme::theme_since_022;
