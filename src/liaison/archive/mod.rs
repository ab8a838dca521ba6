//! Quarter archives: a page for every quarter of the site's life, for every year, and for all of it.

mod quarter;
mod target;
mod view;

pub use quarter::Quarter;
pub use target::targets;
pub use view::{ArchiveViews, QuarterFacts};
