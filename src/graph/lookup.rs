//! Finding documents by their path and by their translations.

use super::id::{NodeId, PageId, SectionId, TaxonomyId};
use super::{Page, Section, SiteGraph, Taxonomy};
use crate::content::{Document, LanguageId};

impl SiteGraph {
    /// The page.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0 as usize]
    }

    /// The section.
    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.0 as usize]
    }

    /// The taxonomy.
    pub fn taxonomy(&self, id: TaxonomyId) -> &Taxonomy {
        &self.taxonomies[id.0 as usize]
    }

    /// The document at `path` from `content/`, as `@/path` links name it.
    pub fn find(&self, path: &str) -> Option<NodeId> {
        self.by_path.get(path).copied()
    }

    /// Names a document, for graphs that tests make by hand.
    #[cfg(test)]
    pub(crate) fn put(&mut self, path: &str, node: NodeId) {
        self.by_path.insert(path.to_owned(), node);
    }

    /// The document that translates the one at `path` (from `content/`, in any language) into `language`.
    pub fn find_in(&self, path: &str, language: LanguageId) -> Option<NodeId> {
        let _ = (path, language);
        unimplemented!()
    }

    /// The document of a node.
    pub fn document(&self, id: NodeId) -> &Document {
        match id {
            NodeId::Page(id) => &self.page(id).document,
            NodeId::Section(id) => &self.section(id).document,
        }
    }

    /// The permalink of a node.
    pub fn permalink(&self, id: NodeId) -> &str {
        match id {
            NodeId::Page(id) => &self.page(id).permalink,
            NodeId::Section(id) => &self.section(id).permalink,
        }
    }

    /// The documents that translate one another, the node itself included, the default language first.
    pub fn translations(&self, id: NodeId) -> &[NodeId] {
        self.translations.get(&self.document(id).place.canonical).map_or(&[], Vec::as_slice)
    }

    /// The taxonomies of a language.
    pub fn taxonomies_of(&self, language: LanguageId) -> impl Iterator<Item = (TaxonomyId, &Taxonomy)> {
        let all = self.taxonomies.iter().enumerate();
        all.filter(move |(_, taxonomy)| taxonomy.language == language)
            .map(|(index, taxonomy)| (TaxonomyId(index as u32), taxonomy))
    }
}
