//! Word documents read: text with its looks, lists, tables, pictures and footnotes, as far as they mean something.
//!
//! Written for what Word, WPS and LibreOffice write, and for what people do with them: text boxes, tracked changes,
//! fields, numbers that the program counts.

mod block;
mod math;
mod model;
mod numbering;
mod package;
mod run;
mod style;

pub use crate::office::package::ReadError;
pub use model::{Block, Inline, ListMark, Look, Paragraph, Picture, Read, Table, TableCell};
pub use package::read;
