//! One language of the site (`[languages.<code>]`; for the default one, the settings at the root).

use std::collections::BTreeMap;

use super::search::Search;
use super::taxonomy::TaxonomyConfig;

/// The settings that each language has for itself (checklist CFG-19); nothing is inherited from the default language.
#[derive(Clone, Debug)]
pub struct Language {
    /// The language's code, as written: `en`, `zh-CN`.
    pub code: String,
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// Whether the language's site feed is written.
    pub generate_feeds: bool,
    /// The names of its feeds.
    pub feed_filenames: Vec<String>,
    /// Its taxonomies.
    pub taxonomies: Vec<TaxonomyConfig>,
    /// Whether its search index is written.
    pub build_search_index: bool,
    /// What its search index holds.
    pub search: Search,
    /// `[translations]`.
    pub translations: BTreeMap<String, String>,
}
