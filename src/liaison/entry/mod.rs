//! Entries: content files that say which kind they are. One table of kinds and fields, many readers.

mod alias;
mod draft;
mod field;
mod kind;
mod name;
mod read;
mod visibility;
mod vocabulary;

pub use alias::aliases;
pub use draft::Draft;
pub use field::{Field, FieldType, Need, Place};
pub use kind::{KINDS, Kind, SHARED, kind_of};
pub use name::{free_name, pinyin_slug};
pub use read::{Entry, Fact, ReadContext, beside, day_in, read, tables, text, texts, value, with_near};
pub use visibility::{Admitted, Visibility, admit};
pub use vocabulary::{Vocabulary, Word};
