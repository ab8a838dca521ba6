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
use crate::template::{Fields, Usages};

/// Further keys of pages, from layers above: for each page, names and values.
pub type Annotations = Vec<Vec<(&'static str, Value)>>;

/// The keys of documents that some template looks at: no others are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Those of a template's own document.
    pub own: Fields,
    /// Those of documents that come another way: from lists, relations, functions.
    pub others: Fields,
}

impl Shown {
    /// All there are.
    pub const ALL: Shown = Shown { own: Fields::All, others: Fields::All };

    /// What the templates of a site look at, taken together.
    pub fn of(usages: &Usages) -> Shown {
        let none = || Fields::Named(Default::default());
        usages.each().fold(Shown { own: none(), others: none() }, |shown, usage| Shown {
            own: shown.own.or(&usage.own),
            others: shown.others.or(&usage.others),
        })
    }

    /// Whether a list of documents is looked at in any document.
    fn lists(&self, name: &str) -> bool {
        self.own.uses(name) || self.others.uses(name)
    }
}

/// One value for each item, made when first asked for.
type Lazy = Vec<OnceLock<Value>>;

fn lazy<T>(count: usize) -> Vec<OnceLock<T>> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

/// The shared values of a site.
pub struct Views {
    config: Arc<Config>,
    graph: Arc<SiteGraph>,
    site: Option<Arc<Site>>,
    annotations: Annotations,
    shown: Shown,
    own_page_fields: Vec<page::Field>,
    page_fields: Vec<page::Field>,
    configs: Lazy,
    pages: Lazy,
    /// Pages as their neighbours show them: without neighbours of their own.
    neighbours: Lazy,
    sections: Lazy,
    paginated_sections: Lazy,
    taxonomies: Lazy,
    terms: Vec<Lazy>,
    /// How many pages of each section and term its paginators count.
    section_totals: Vec<OnceLock<usize>>,
    term_totals: Vec<Vec<OnceLock<usize>>>,
}

impl Views {
    /// Values of a graph and, where `site` is given, its bodies. `annotations` are keys added to pages (empty for none);
    /// only keys among `shown` are made.
    ///
    /// While bodies compile there is no site: relations are shown, but no body, table of contents, count or back link.
    pub fn new(
        config: Arc<Config>,
        graph: Arc<SiteGraph>,
        site: Option<Arc<Site>>,
        annotations: Annotations,
        shown: Shown,
    ) -> Views {
        let terms = || graph.taxonomies.iter().map(|taxonomy| taxonomy.terms.len());
        Views {
            configs: lazy(config.languages.len()),
            pages: lazy(graph.pages.len()),
            neighbours: lazy(graph.pages.len()),
            sections: lazy(graph.sections.len()),
            paginated_sections: lazy(graph.sections.len()),
            taxonomies: lazy(graph.taxonomies.len()),
            terms: terms().map(lazy).collect(),
            section_totals: lazy(graph.sections.len()),
            term_totals: terms().map(lazy).collect(),
            config,
            graph,
            site,
            annotations,
            own_page_fields: page::fields(&shown.own),
            page_fields: page::fields(&shown.others),
            shown,
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

    /// A page as its own template sees it. Not shared: only one render shows it.
    pub fn own_page(&self, page: PageId) -> Value {
        match self.shown.own == self.shown.others {
            true => self.page(page),
            false => self.make_own_page(page),
        }
    }

    /// A page as other templates see it, with its neighbours (whose own neighbours are null).
    pub fn page(&self, page: PageId) -> Value {
        self.pages[page.0 as usize].get_or_init(|| self.make_page(page)).clone()
    }

    /// A page without its neighbours.
    fn neighbour(&self, page: PageId) -> Value {
        self.neighbours[page.0 as usize].get_or_init(|| self.make_neighbour(page)).clone()
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
