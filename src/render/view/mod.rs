//! The values templates see, in Zola's documented shapes: the only place where model types become values.
//!
//! Checklist section 1.22. Each value is made once, when first asked for, and shared from then on.

mod config;
mod fields;
mod page;
mod paginator;
mod section;
mod taxonomy;

use std::sync::{Arc, OnceLock};

use tera::Value;

use crate::config::{Config, Dialect};
use crate::content::LanguageId;
use crate::graph::{NodeId, PageId, SectionId, Site, SiteGraph, TaxonomyId, TermId};

/// Further keys of pages, from layers above: for each page, names and values.
pub type Annotations = Vec<Vec<(&'static str, Value)>>;

/// One value for each item, made when first asked for.
type Lazy = Vec<OnceLock<Value>>;

/// The shared values of a site.
pub struct Views {
    config: Arc<Config>,
    graph: Arc<SiteGraph>,
    site: Option<Arc<Site>>,
    annotations: Annotations,
    configs: Lazy,
    pages: Lazy,
    /// Pages as their neighbours show them: without neighbours of their own.
    neighbours: Lazy,
    sections: Lazy,
    paginated_sections: Lazy,
    taxonomies: Lazy,
    terms: Vec<Lazy>,
}

impl Views {
    /// Values of a graph and, where `site` is given, its bodies. `annotations` are keys added to pages (empty for none).
    ///
    /// While bodies compile there is no site: relations are shown, but no body, table of contents, count or back link.
    pub fn new(config: Arc<Config>, graph: Arc<SiteGraph>, site: Option<Arc<Site>>, annotations: Annotations) -> Views {
        let lazy = |count: usize| -> Lazy { std::iter::repeat_with(OnceLock::new).take(count).collect() };
        Views {
            configs: lazy(config.languages.len()),
            pages: lazy(graph.pages.len()),
            neighbours: lazy(graph.pages.len()),
            sections: lazy(graph.sections.len()),
            paginated_sections: lazy(graph.sections.len()),
            taxonomies: lazy(graph.taxonomies.len()),
            terms: graph.taxonomies.iter().map(|taxonomy| lazy(taxonomy.terms.len())).collect(),
            config,
            graph,
            site,
            annotations,
        }
    }

    /// The further keys of pages.
    pub(super) fn annotations(&self) -> &Annotations {
        &self.annotations
    }

    /// `config` as templates of the language see it.
    pub fn config(&self, language: LanguageId) -> Value {
        self.configs[language.0 as usize].get_or_init(|| config::value(&self.config, language)).clone()
    }

    /// A page, with its neighbours (whose own neighbours are null).
    pub fn page(&self, page: PageId) -> Value {
        self.pages[page.0 as usize].get_or_init(|| self.make_page(page)).clone()
    }

    /// A page without its neighbours.
    fn neighbour(&self, page: PageId) -> Value {
        self.neighbours[page.0 as usize].get_or_init(|| Value::from(self.page_fields(page))).clone()
    }

    /// A section with its pages; `paginated` leaves `pages` empty, as the template of a pager sees it.
    pub fn section(&self, section: SectionId, paginated: bool) -> Value {
        let made = if paginated { &self.paginated_sections } else { &self.sections };
        made[section.0 as usize].get_or_init(|| self.make_section(section, paginated)).clone()
    }

    /// A taxonomy: kind, lang, permalink, items; and its settings, for the templates of its own pages.
    pub fn taxonomy(&self, taxonomy: TaxonomyId) -> Value {
        self.taxonomies[taxonomy.0 as usize].get_or_init(|| self.make_taxonomy(taxonomy)).clone()
    }

    /// A term with its pages.
    pub fn term(&self, term: TermId) -> Value {
        self.terms[term.0.0 as usize][term.1 as usize].get_or_init(|| self.make_term(term)).clone()
    }

    /// The pages, as a list.
    pub fn list(&self, pages: &[PageId]) -> Value {
        Value::from(pages.iter().map(|page| self.page(*page)).collect::<Vec<Value>>())
    }

    /// The pages, as a list outside of their section: in V1 without neighbours (checklist VAR-5, FEED-3).
    pub fn list_outside(&self, pages: &[PageId]) -> Value {
        match self.config.dialect {
            Dialect::V1 => Value::from(pages.iter().map(|page| self.neighbour(*page)).collect::<Vec<Value>>()),
            Dialect::V2 => self.list(pages),
        }
    }

    /// The code of a language.
    fn code(&self, language: LanguageId) -> &str {
        &self.config.languages[language.0 as usize].code
    }

    /// The documents that translate one another (checklist CNT-6), none on a site of one language.
    fn translations(&self, node: NodeId) -> Value {
        if !self.config.is_multilingual() {
            return fields::list(Vec::new());
        }
        let one = |node: &NodeId| {
            let document = self.graph.document(*node);
            let mut fields = fields::Fields::with_capacity(4);
            fields.put("lang", self.code(document.place.language));
            fields.put("permalink", self.graph.permalink(*node));
            fields.put("title", self.title(*node));
            fields.put("path", document.place.file.as_str());
            fields.into_value()
        };
        Value::from(self.graph.translations(node).iter().map(one).collect::<Vec<Value>>())
    }

    /// The documents that link to one (checklist CNT-5).
    fn backlinks(&self, nodes: Option<&Vec<NodeId>>) -> Value {
        let one = |node: &NodeId| {
            let mut fields = fields::Fields::with_capacity(2);
            fields.put("permalink", self.graph.permalink(*node));
            fields.put("title", self.title(*node));
            fields.into_value()
        };
        fields::list(nodes.map_or_else(Vec::new, |nodes| nodes.iter().map(one).collect()))
    }

    fn title(&self, node: NodeId) -> Option<&str> {
        match node {
            NodeId::Page(page) => self.graph.page(page).front().title.as_deref(),
            NodeId::Section(section) => self.graph.section(section).front().title.as_deref(),
        }
    }

    /// The paths of sections, from `content/`.
    fn section_paths(&self, sections: &[SectionId]) -> Value {
        let paths = sections.iter().map(|section| self.graph.section(*section).document.place.relative.as_str());
        fields::texts(paths)
    }
}

#[cfg(test)]
mod tests;
