//! Checks over the whole site: links to headings, links to other sites, orphans.

mod code;
mod link_external;
mod link_internal;
mod orphan;
pub mod privacy;
mod visit;

pub use code::CODES;
pub use link_external::{ExternalLinks, external_links};
pub use link_internal::{links, links_in};
pub use orphan::orphans;
pub use visit::Pace;
