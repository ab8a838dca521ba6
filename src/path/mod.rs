//! Names of places: a file in the sources, a file in the output, an address on the web.

mod permalink;
mod route;
mod slug;
mod source_path;

pub use permalink::{as_address, file_address, join_url, permalink};
pub use route::{Route, RouteError};
pub use slug::{Slugify, slugify};
pub use source_path::{SourcePath, with_slashes};
