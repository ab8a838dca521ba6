//! Checks over the whole site: links to headings, orphans.

mod code;
mod link_internal;
mod orphan;

pub use code::CODES;
pub use link_internal::links;
pub use orphan::orphans;
