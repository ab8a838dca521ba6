//! Office files: what a `.docx` or a `.zip` is made of. Knows formats only, not what they are for.

pub mod docx_read;
pub mod docx_write;
mod xml;
mod xml_tree;
mod zip_write;

pub use zip_write::{Archive, ArchiveError};
