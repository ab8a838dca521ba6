//! Entries: content files that say which kind they are. One table of kinds and fields, many readers.

mod alias;
mod check;
mod draft;
mod field;
mod kind;
mod name;
mod read;
mod submission;
mod table;
mod value;
mod visibility;
mod vocabulary;

pub use alias::aliases;
pub use draft::Draft;
pub use field::{Field, FieldType, Need, Place};
pub use kind::{Kind, Kinds, Openness};
pub use name::{free_name, pinyin_slug};
pub use read::{Entry, Fact, ReadContext, read, with_near};
pub use submission::{Adoption, Submission, submissions};
pub use table::{load as load_kinds, shipped_kinds};
pub use value::{beside, day, day_in, day_of, is_empty, listed, reference, tables, text, texts, value, visit};
pub use visibility::{Admitted, Visibility, admit};
pub use vocabulary::{FOLDER as VOCABULARY_FOLDER, Vocabulary, Word, shipped_files as shipped_vocabularies};
