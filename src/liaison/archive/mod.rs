//! Quarter archives: a page for every quarter of the site's life, for every year, and for all of it.

mod collection;
mod media;
mod quarter;
mod target;
mod view;

pub use collection::CollectionViews;
pub use quarter::Quarter;
pub use target::{json_file, targets};
pub use view::{ArchiveViews, QuarterFacts};

/// The archive's pages where neither the site nor its theme has templates for them.
pub const TEMPLATES: [(&str, &str); 4] = [
    ("archive.html", include_str!("template/archive.html")),
    ("archive_media.html", include_str!("template/archive_media.html")),
    ("archive_year.html", include_str!("template/archive_year.html")),
    ("archive_quarter.html", include_str!("template/archive_quarter.html")),
];
