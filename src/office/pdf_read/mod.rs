//! PDF files as far as they can be searched: the text of their pages, and who made them (ISO 32000-1).

mod cmap;
mod file;
mod inflate;
mod syntax;
mod text;

pub use file::{Object, Pdf};
pub use syntax::Value;
pub use text::pages;
