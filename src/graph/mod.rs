//! How documents belong together: sections, order, taxonomies, translations, addresses. Linked once, then final.
//!
//! <https://www.getzola.org/documentation/content/section/>, checklist sections 1.5, 1.8, 1.9, 1.16, 1.25.

mod asset;
mod code;
mod id;
mod keep;
mod link;
mod list;
mod lookup;
mod order;
mod route;
mod site;
mod taxonomy;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod translation;
mod tree;

pub use code::CODES;
pub use id::{NodeId, PageId, SectionId, TaxonomyId, TermId};
pub use link::link;
pub use list::List;
pub use site::{Bodies, BodyCell, Site};
pub use taxonomy::{Taxonomy, Term};

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::config::Dialect;
use crate::content::{Document, Front, LanguageId, PageFront, SectionFront};
use crate::path::SourcePath;

/// A page with its relations.
#[derive(Clone, Debug)]
pub struct Page {
    /// The file.
    pub document: Arc<Document>,
    /// The last part of its path (checklist PATH-2).
    pub slug: String,
    /// Its address below the base URL, with slashes at both ends.
    pub path: String,
    /// The parts of `path`.
    pub components: Vec<String>,
    /// Its address.
    pub permalink: String,
    /// The sections above it in its language, the root first.
    pub ancestors: Vec<SectionId>,
    /// The section of its folder; none for an orphan.
    pub section: Option<SectionId>,
    /// The page before it in its section's order.
    pub lower: Option<PageId>,
    /// The page after it.
    pub higher: Option<PageId>,
    /// Its section's order could not place it, so it is neither listed nor rendered (checklist SORT-3).
    pub unsorted: bool,
    /// The files beside it, from the site's root.
    pub assets: Vec<SourcePath>,
}

impl Page {
    /// Its front matter.
    pub fn front(&self) -> &PageFront {
        match &self.document.front {
            Front::Page(front) => front,
            // `link` sorts documents by their kind, so a page's document is a page.
            Front::Section(_) => unreachable!("a page's document has a page's front matter"),
        }
    }

    /// Its language.
    pub fn language(&self) -> LanguageId {
        self.document.place.language
    }

    /// Whether a file is written for it.
    pub fn is_rendered(&self) -> bool {
        self.front().render && !self.unsorted
    }

    /// Whether terms and feeds tell of it: in V1 also where no file is written for it because it says so (checklist PG-3).
    pub fn is_told(&self, dialect: Dialect) -> bool {
        self.is_rendered() || (dialect == Dialect::V1 && !self.unsorted)
    }
}

/// A section with its relations.
#[derive(Clone, Debug)]
pub struct Section {
    /// The file; for a root section without one, an empty document.
    pub document: Arc<Document>,
    /// Its address below the base URL, with slashes at both ends.
    pub path: String,
    /// The parts of `path`.
    pub components: Vec<String>,
    /// Its address.
    pub permalink: String,
    /// The sections above it in its language, the root first.
    pub ancestors: Vec<SectionId>,
    /// The sections directly below it, by weight, then path; in V2 without the hidden ones.
    pub subsections: Vec<SectionId>,
    /// In V2, the section before it in the list of the one above.
    pub lower: Option<SectionId>,
    /// In V2, the section after it in that list.
    pub higher: Option<SectionId>,
    /// Its pages in its order, those of transparent sections below included.
    pub pages: Vec<PageId>,
    /// Pages its order could not place.
    pub unsorted_pages: Vec<PageId>,
    /// The files beside it, from the site's root.
    pub assets: Vec<SourcePath>,
}

impl Section {
    /// Its front matter.
    pub fn front(&self) -> &SectionFront {
        match &self.document.front {
            Front::Section(front) => front,
            Front::Page(_) => unreachable!("a section's document has a section's front matter"),
        }
    }

    /// Its language.
    pub fn language(&self) -> LanguageId {
        self.document.place.language
    }
}

/// All published documents and how they belong together. A copy shares nearly all of it.
#[derive(Clone, Debug, Default)]
pub struct SiteGraph {
    /// The pages, sorted by file path.
    pub pages: List<Page>,
    /// The sections, sorted by file path.
    pub sections: Vec<Arc<Section>>,
    /// The root section of each language.
    pub roots: Vec<SectionId>,
    /// All taxonomies of all languages, by language and then in the settings' order.
    pub taxonomies: Arc<[Taxonomy]>,
    /// The documents by their path from `content/`.
    by_path: Arc<lookup::Paths>,
    /// Files from `content/` that are there but could not be read or parsed, which is told already.
    broken: Arc<FxHashSet<String>>,
    /// The documents that translate one another.
    translations: Arc<translation::Translations>,
}
