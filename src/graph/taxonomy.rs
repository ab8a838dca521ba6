//! Taxonomies and their terms (checklist 1.16).

use super::id::PageId;
use crate::config::TaxonomyConfig;
use crate::content::LanguageId;

/// A taxonomy of one language with its terms.
#[derive(Clone, Debug)]
pub struct Taxonomy {
    /// Its settings.
    pub config: TaxonomyConfig,
    /// Its language.
    pub language: LanguageId,
    /// Its address below the base URL, with slashes at both ends.
    pub path: String,
    /// Its address.
    pub permalink: String,
    /// Its terms, sorted by slug.
    pub terms: Vec<Term>,
}

/// A term: pages that share a word.
#[derive(Clone, Debug)]
pub struct Term {
    /// The first spelling in byte order.
    pub name: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its address below the base URL, with slashes at both ends.
    pub path: String,
    /// Its address.
    pub permalink: String,
    /// Its pages, newest first, undated last; spelling by spelling where several share the slug.
    pub pages: Vec<PageId>,
}
