//! Taxonomies and terms as templates see them (checklist TAX-7, TAX-8).

use tera::Value;

use super::Seen;
use super::fields::Fields;
use crate::config::TaxonomyConfig;
use crate::graph::{TaxonomyId, TermId};
use crate::path::as_address;

impl Seen<'_> {
    /// `get_taxonomy` gives kind, lang, permalink and items; the templates of a taxonomy's own pages see its settings under
    /// the same name `taxonomy`. One value has both.
    pub(super) fn make_taxonomy(&self, id: TaxonomyId) -> Value {
        let taxonomy = self.views.graph.taxonomy(id);
        let count = if self.looks.items { taxonomy.terms.len() } else { 0 };
        let items = (0..count as u32).map(|term| self.term(TermId(id, term)));
        let mut fields = settings(&taxonomy.config);
        fields.put("kind", settings(&taxonomy.config).into_value());
        fields.put("lang", self.views.code(taxonomy.language));
        fields.put("path", &*as_address(&taxonomy.path));
        fields.put("permalink", taxonomy.permalink.as_str());
        fields.put("items", items.collect::<Vec<Value>>());
        fields.into_value()
    }

    pub(super) fn make_term(&self, id: TermId, pages: bool) -> Value {
        let term = &self.views.graph.taxonomy(id.0).terms[id.1 as usize];
        let mut fields = Fields::with_capacity(6);
        fields.put("name", term.name.as_str());
        fields.put("slug", term.slug.as_str());
        fields.put("path", &*as_address(&term.path));
        fields.put("permalink", term.permalink.as_str());
        fields.put("pages", self.list_outside(if pages { &term.pages } else { &[] }));
        fields.put("page_count", term.pages.len());
        fields.into_value()
    }
}

/// A taxonomy's settings. A path for pagers shows only where there are pagers, as in the reference.
pub(super) fn settings(config: &TaxonomyConfig) -> Fields {
    let mut fields = Fields::with_capacity(11);
    fields.put("name", config.name.as_str());
    fields.put("slug", config.slug.as_str());
    fields.put("paginate_by", config.paginate_by);
    fields.put("paginate_path", config.paginate_by.map(|_| config.paginate_path.as_str()));
    fields.put("feed", config.feed);
    fields.put("render", config.render);
    fields
}
