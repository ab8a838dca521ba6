//! Office files: what a `.docx`, a `.pdf` or a `.zip` is made of. Knows formats only, not what they are for.

pub mod docx_read;
pub mod docx_write;
mod package;
mod pdf_read;
pub mod properties;
pub mod text_read;
mod xml;
mod xml_tree;
mod zip_write;

pub use package::ReadError;
pub use zip_write::{Archive, ArchiveError};
