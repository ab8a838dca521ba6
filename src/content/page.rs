//! The keys of a page's front matter (checklist 1.7).

use tera::Value;

use super::date::DateText;

/// A page's front matter with its defaults.
#[derive(Clone, Debug)]
pub struct PageFront {
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `date`, or the date in the file's name.
    pub date: Option<DateText>,
    /// `updated`.
    pub updated: Option<DateText>,
    /// `weight`.
    pub weight: Option<u64>,
    /// `draft`.
    pub draft: bool,
    /// Whether the page is written.
    pub render: bool,
    /// `slug`.
    pub slug: Option<String>,
    /// `path`, as written.
    pub path: Option<String>,
    /// `aliases`.
    pub aliases: Vec<String>,
    /// `template`.
    pub template: Option<String>,
    /// `taxonomies`: each with its terms, in the order written.
    pub taxonomies: Vec<(String, Vec<String>)>,
    /// `authors`.
    pub authors: Vec<String>,
    /// Whether it stands in the search index.
    pub in_search_index: bool,
    /// Whether it stands in feeds.
    pub include_in_feeds: bool,
    /// `extra`, always a map; dates in it are texts (checklist FM-5).
    pub extra: Value,
}
