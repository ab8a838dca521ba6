//! The search of residents: an index in small files that a page of the site reads as scripts, so that it also works from
//! a folder without a server. Any two characters that stand side by side in a public page are found.
//!
//! What a browser reads for a query is bounded: the catalogue, one file of positions for every two characters, and for
//! each result shown its line of a list and the piece of text around the hit.

mod document;
mod fold;
mod number;
mod pairs;
mod settings;
mod target;

pub use settings::SearchSettings;
pub use target::{folder, targets, title};

/// The search's page where neither the site nor its theme has a template for it.
pub const TEMPLATES: [(&str, &str); 1] = [("search.html", include_str!("template/search.html"))];
