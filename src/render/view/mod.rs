//! The values templates see, in Zola's documented shapes: the only place where model types become values.
//!
//! Checklist section 1.22. Each value is made once, when first asked for, and shared from then on.

use std::sync::Arc;

use tera::Value;

use crate::config::Config;
use crate::content::LanguageId;
use crate::graph::{PageId, SectionId, Site, SiteGraph, TaxonomyId, TermId};
use crate::plan::PagerOf;

/// Further keys of pages, from layers above: for each page, names and values.
pub type Annotations = Vec<Vec<(&'static str, Value)>>;

/// The shared values of a site.
pub struct Views {}

impl Views {
    /// Values of a graph and, where `site` is given, its bodies. `annotations` are keys added to pages (empty for none).
    pub fn new(config: Arc<Config>, graph: Arc<SiteGraph>, site: Option<Arc<Site>>, annotations: Annotations) -> Views {
        let _ = (config, graph, site, annotations);
        unimplemented!()
    }

    /// `config` as templates of the language see it.
    pub fn config(&self, language: LanguageId) -> Value {
        let _ = language;
        unimplemented!()
    }

    /// A page, with its neighbours (whose own neighbours are null).
    pub fn page(&self, page: PageId) -> Value {
        let _ = page;
        unimplemented!()
    }

    /// A section with its pages; `paginated` leaves `pages` empty, as the template of a pager sees it.
    pub fn section(&self, section: SectionId, paginated: bool) -> Value {
        let _ = (section, paginated);
        unimplemented!()
    }

    /// A taxonomy: kind, lang, permalink, items.
    pub fn taxonomy(&self, taxonomy: TaxonomyId) -> Value {
        let _ = taxonomy;
        unimplemented!()
    }

    /// A term with its pages.
    pub fn term(&self, term: TermId) -> Value {
        let _ = term;
        unimplemented!()
    }

    /// A paginator: pager `number` (from 1) of what `of` divides.
    pub fn paginator(&self, of: PagerOf, number: usize) -> Value {
        let _ = (of, number);
        unimplemented!()
    }
}
