//! Word files to entries: text to Markdown, pictures to files, title, author and date guessed for the clerk to review.

mod code;
mod guess;
mod inline;
mod markdown;
mod paragraph;
mod word_to_entry;

pub use code::CODES;
pub use word_to_entry::{Imported, Photo, Source, import};
