//! Finding documents by their path, their translations and what stands above them.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::id::{NodeId, PageId, SectionId, TaxonomyId, TermId};
use super::{Page, Section, SiteGraph, Taxonomy, Term};
use crate::content::{Document, LanguageId};
use crate::path::SourcePath;
use crate::wire::Shelf;

/// The documents by their path from `content/`.
#[derive(Clone, Debug)]
pub(super) enum Paths {
    /// As they were linked.
    Linked(FxHashMap<SourcePath, NodeId>),
    /// As they were kept: the pages in their order, and the sections.
    Kept { pages: Shelf, sections: FxHashMap<SourcePath, NodeId> },
}

impl Default for Paths {
    fn default() -> Paths {
        Paths::Linked(FxHashMap::default())
    }
}

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

    /// The term.
    pub fn term(&self, id: TermId) -> &Term {
        &self.taxonomy(id.0).terms[id.1 as usize]
    }

    /// The document at `path` from `content/`, as `@/path` links name it.
    pub fn find(&self, path: &str) -> Option<NodeId> {
        match &*self.by_path {
            Paths::Linked(all) => all.get(path).copied(),
            Paths::Kept { pages, sections } => {
                let page = || Some(NodeId::Page(PageId(pages.place(path, &mut 0)? as u32)));
                sections.get(path).copied().or_else(page)
            }
        }
    }

    /// Puts this document in the place of the one of its path, if that has the same front matter: nothing that documents are
    /// linked by is in their bodies. Says which it is; `None` if there is no such document.
    pub fn replace_body(&mut self, document: Arc<Document>) -> Option<NodeId> {
        let node = self.find(document.place.relative.as_str())?;
        let known = self.document(node);
        if known.place != document.place || known.prints.matter != document.prints.matter {
            return None;
        }
        match node {
            NodeId::Page(id) => {
                let page = Page { document, ..self.page(id).clone() };
                self.pages.set(id.0 as usize, Arc::new(page));
            }
            NodeId::Section(id) => Arc::make_mut(&mut self.sections[id.0 as usize]).document = document,
        }
        Some(node)
    }

    /// The documents that are others than in `last`, if for all else that bodies are made of the two are one: the same files at the
    /// same addresses, in sections of the same front matter.
    pub fn changed_since(&self, last: &SiteGraph) -> Option<Vec<NodeId>> {
        if (self.pages.len(), self.sections.len()) != (last.pages.len(), last.sections.len())
            || self.broken != last.broken
        {
            return None;
        }
        let stands = |new: (&Document, &str), old: (&Document, &str)| (&new.0.place, new.1) == (&old.0.place, old.1);
        let mut changed = Vec::new();
        for (at, (new, old)) in self.pages.iter().zip(last.pages.iter()).enumerate() {
            if !stands((&new.document, &new.permalink), (&old.document, &old.permalink)) || new.section != old.section {
                return None;
            }
            if !Arc::ptr_eq(&new.document, &old.document) {
                changed.push(NodeId::Page(PageId(at as u32)));
            }
        }
        for (at, (new, old)) in self.sections.iter().zip(&last.sections).enumerate() {
            let is_same = new.document.prints.matter == old.document.prints.matter;
            if !stands((&new.document, &new.permalink), (&old.document, &old.permalink)) || !is_same {
                return None;
            }
            if new.document.prints.body != old.document.prints.body {
                changed.push(NodeId::Section(SectionId(at as u32)));
            }
        }
        Some(changed)
    }

    /// Whether there is a file at `path` from `content/` that could not be read or parsed: what points at it is no mistake.
    pub fn is_broken(&self, path: &str) -> bool {
        self.broken.contains(path)
    }

    /// Names a document, for graphs that tests make by hand.
    #[cfg(test)]
    pub(crate) fn put(&mut self, path: &str, node: NodeId) {
        if let Paths::Linked(all) = Arc::make_mut(&mut self.by_path) {
            all.insert(SourcePath::new(path).expect("a path inside the site"), node);
        }
    }

    /// The document that translates the one at `path` (from `content/`, in any language) into `language`. The file at
    /// `path` need not exist where its translation does.
    pub fn find_in(&self, path: &str, language: LanguageId) -> Option<NodeId> {
        let found = self.find(path);
        if found.is_some_and(|node| self.document(node).place.language == language) {
            return found;
        }
        let canonical = match found {
            Some(node) => &self.document(node).place.canonical,
            None => path.strip_suffix(".md")?,
        };
        self.translations.find(canonical, language)
    }

    /// The document at `path` from `content/`, and what translates it: the file at `path` need not exist.
    pub(super) fn in_all_languages(&self, path: &str) -> Vec<NodeId> {
        let canonical = path.strip_suffix(".md").unwrap_or(path);
        let own = self.find(path);
        let others = self.translations.shown(canonical).iter().copied().filter(|node| own != Some(*node));
        own.into_iter().chain(others).collect()
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

    /// Whether a file is written at the node's address.
    pub fn is_written(&self, id: NodeId) -> bool {
        match id {
            NodeId::Page(id) => self.page(id).is_rendered(),
            NodeId::Section(id) => self.section(id).front().render,
        }
    }

    /// The documents that translate one another, the node itself included, the default language first; pages that are
    /// not rendered are left out. Empty on a site of one language.
    pub fn translations(&self, id: NodeId) -> &[NodeId] {
        self.translations.shown(&self.document(id).place.canonical)
    }

    /// The sections above a page by its folders, its own first. Unlike `Page::ancestors` this holds transparent
    /// sections too: they still say which template and settings a page has (checklist SEC-5, SEC-6).
    pub fn sections_of(&self, id: PageId) -> impl Iterator<Item = SectionId> {
        let own = self.page(id).section;
        own.into_iter().chain(own.into_iter().flat_map(|own| self.section(own).ancestors.iter().rev().copied()))
    }

    /// The template a page gets from the nearest section above it that names one (checklist SEC-6, PG-7).
    pub fn page_template(&self, id: PageId) -> Option<&str> {
        self.sections_of(id).find_map(|section| self.section(section).front().page_template.as_deref())
    }

    /// The taxonomies of a language.
    pub fn taxonomies_of(&self, language: LanguageId) -> impl Iterator<Item = (TaxonomyId, &Taxonomy)> {
        let all = self.taxonomies.iter().enumerate();
        all.filter(move |(_, taxonomy)| taxonomy.language == language)
            .map(|(index, taxonomy)| (TaxonomyId(index as u32), taxonomy))
    }
}
