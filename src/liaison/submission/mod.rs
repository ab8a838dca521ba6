//! One entry to the pack its recipients ask for: Word, plain text, WeChat, photos, the slip.

pub mod article;
pub mod official;
mod read_html;
mod title_lines;
pub mod word;

pub use read_html::read as read_html;
