//! Content files, each parsed alone: front matter, dates, body, the files beside it.
//!
//! <https://www.getzola.org/documentation/content/page/>, checklist sections 1.4 to 1.8.

mod alias;
mod asset;
mod body;
mod code;
mod date;
mod document;
mod front_matter;
mod keep;
mod load;
mod page;
mod place;
mod section;

pub use alias::Aliases;
pub use asset::is_asset;
pub use body::{Body, Heading, InternalLink, LinkTarget};
pub use code::CODES;
pub use date::{DateText, date_in_name};
pub use document::{Document, Front, Prints};
pub use front_matter::{FrontMatter, Syntax};
pub use keep::{keep_links, recall_links};
pub use load::{Content, Recall, load, read_one};
pub use page::PageFront;
pub use place::{LanguageId, Place};
pub use section::{FEEDS, OLD_FEEDS, SectionFront, SortBy};
