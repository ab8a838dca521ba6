//! One entry to the pack its recipients ask for: Word, plain text, WeChat, photos, the slip.

pub mod article;
pub mod bulletin;
mod code;
mod contacts;
mod demand;
mod file_name;
mod find;
mod gate;
mod manuscript;
mod numbering;
pub mod official;
mod pack;
mod photo;
mod preset;
mod read_html;
mod record;
mod record_yaml;
mod sheet;
mod text;
mod title_lines;
mod wechat;
pub mod word;

pub use code::CODES;
pub use contacts::{Contact, Contacts};
pub use file_name::file_name;
pub use find::{Search, find_entry};
pub use gate::{Guard, gate};
pub use manuscript::{Attachment, Desk, Manuscript};
pub use pack::{Pack, Packer};
pub use preset::{Photos, Preset, Presets, REVIEWS, Review, TextEncoding};
pub use read_html::read as read_html;
pub use record::{Adopted, Sending, with_adoption, with_sending};
pub use sheet::ApprovalSheet;
pub use title_lines::lines_within;
