//! The values templates see, in Zola's documented shapes: the only place where model types become values.
//!
//! Checklist section 1.22. Each value is made once, when first asked for, and shared from then on.

mod config;
mod fields;
mod page;
mod paginator;
mod section;
mod shared;
mod taxonomy;

pub(super) use fields::map;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use tera::Value;
use tera::value::Key;

use crate::config::{Config, Dialect};
use crate::content::LanguageId;
use crate::graph::{NodeId, PageId, SectionId, Site, SiteGraph, TaxonomyId, TermId};
use crate::template::{BODY, Fields, Guards, Looks, Usages};

/// Further keys of pages, from layers above: for each page, names and values.
pub type Annotations = Vec<Vec<(&'static str, Value)>>;

/// The keys of documents that some template looks at: no others are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Those of a template's own document.
    pub own: Fields,
    /// Of those, keys that are looked at only where one of these keys below `page.extra` is true.
    pub guards: Guards,
    /// Those of documents that come another way: from lists, relations, functions.
    pub others: Fields,
}

impl Shown {
    /// All there are.
    pub const ALL: Shown = Shown { own: Fields::All, guards: Guards::new(), others: Fields::All };

    /// What the templates of a site look at, taken together.
    pub fn of(usages: &Usages) -> Shown {
        let none = || Fields::Named(Default::default());
        let nothing = Shown { own: none(), guards: Guards::new(), others: none() };
        usages.each().fold(nothing, |mut shown, usage| {
            shown.guards.retain(|field, _| !usage.own.uses(field) || usage.guards.contains_key(field));
            for (field, keys) in &usage.guards {
                let known = shown.guards.get_mut(field);
                match known {
                    Some(known) => known.extend(keys.iter().cloned()),
                    // Another template looks at it in any case.
                    None if shown.own.uses(field) => {}
                    None => drop(shown.guards.insert(field.clone(), keys.clone())),
                }
            }
            let (own, others) = (shown.own.or(&usage.own), shown.others.or(&usage.others));
            Shown { own, others, guards: shown.guards }
        })
    }
}

/// One value for each item, made when first asked for; the room for them comes as it is needed.
struct Lazy(Vec<OnceLock<Vec<OnceLock<Value>>>>);

impl Lazy {
    /// So many items have room together.
    const CHUNK: usize = 256;

    fn new(count: usize) -> Lazy {
        Lazy(lazy(count.div_ceil(Lazy::CHUNK)))
    }

    /// The place of an item's value.
    fn at(&self, item: u32) -> &OnceLock<Value> {
        let (chunk, place) = (item as usize / Lazy::CHUNK, item as usize % Lazy::CHUNK);
        &self.0[chunk].get_or_init(|| lazy(Lazy::CHUNK))[place]
    }
}

fn lazy<T>(count: usize) -> Vec<OnceLock<T>> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

/// The keys of pages that are made.
struct PageShape {
    shown: Fields,
    fields: Vec<page::Field>,
}

impl PageShape {
    fn new(shown: Fields) -> PageShape {
        PageShape { fields: page::fields(&shown), shown }
    }
}

/// The values that all templates share which look at the same keys of other documents.
struct Made {
    shape: PageShape,
    /// Where each key that a page's own template looks at stands among those of the shape, if it does.
    of_own: Vec<Option<usize>>,
    pages: Lazy,
    /// Pages as their neighbours show them: without neighbours of their own.
    neighbours: Lazy,
    sections: Lazy,
    taxonomies: Lazy,
    terms: Vec<Lazy>,
}

impl Made {
    fn new(shown: Fields, own: &PageShape, graph: &SiteGraph) -> Made {
        let shape = PageShape::new(shown);
        let place = |name: &str| shape.fields.iter().position(|(other, _)| *other == name);
        Made {
            of_own: own.fields.iter().map(|(name, _)| place(name)).collect(),
            shape,
            pages: Lazy::new(graph.pages.len()),
            neighbours: Lazy::new(graph.pages.len()),
            sections: Lazy::new(graph.sections.len()),
            taxonomies: Lazy::new(graph.taxonomies.len()),
            terms: graph.taxonomies.iter().map(|taxonomy| Lazy::new(taxonomy.terms.len())).collect(),
        }
    }
}

/// The shared values of a site.
pub struct Views {
    config: Arc<Config>,
    graph: Arc<SiteGraph>,
    site: Option<Arc<Site>>,
    annotations: Annotations,
    own: PageShape,
    /// The keys below `extra` of which one must be true where a key of `own`, in their order, is looked at; empty for any.
    own_guards: Vec<Vec<Key<'static>>>,
    /// The names of all taxonomies, shared by the maps of all pages.
    taxonomy_keys: Vec<Key<'static>>,
    full: Made,
    /// What templates see that look at no other document's body; none where all see the same.
    light: Option<Made>,
    configs: Lazy,
    /// Without the pages in them, for templates that do not look at those.
    bare_sections: Lazy,
    bare_terms: Vec<Lazy>,
    /// How many pages of each section and term its paginators count.
    section_totals: Vec<OnceLock<usize>>,
    term_totals: Vec<Vec<OnceLock<usize>>>,
    shared: shared::Shared,
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
        let light = shown.others.clone().without(&BODY);
        let own = PageShape::new(shown.own);
        let guards = |name: &str| shown.guards.get(name).into_iter().flatten().cloned().map(Key::from).collect();
        Views {
            own_guards: own.fields.iter().map(|(name, _)| guards(name)).collect(),
            taxonomy_keys: {
                let names: BTreeSet<&String> = graph.taxonomies.iter().map(|taxonomy| &taxonomy.config.name).collect();
                names.into_iter().cloned().map(Key::from).collect()
            },
            light: (light != shown.others).then(|| Made::new(light, &own, &graph)),
            full: Made::new(shown.others, &own, &graph),
            own,
            configs: Lazy::new(config.languages.len()),
            bare_sections: Lazy::new(graph.sections.len()),
            bare_terms: terms().map(Lazy::new).collect(),
            section_totals: lazy(graph.sections.len()),
            term_totals: terms().map(lazy).collect(),
            shared: shared::Shared::default(),
            config,
            graph,
            site,
            annotations,
        }
    }

    /// Whether the map is one that all templates share, as long as these views live.
    pub(super) fn is_shared(&self, value: &Value) -> bool {
        self.shared.has(value)
    }

    /// How many pages there are.
    pub(super) fn page_count(&self) -> usize {
        self.graph.pages.len()
    }

    /// The value in `cell`, made when first asked for and known as shared from then on.
    fn share(&self, cell: &OnceLock<Value>, make: impl FnOnce() -> Value) -> Value {
        cell.get_or_init(|| {
            let made = make();
            self.shared.add(&made);
            made
        })
        .clone()
    }

    /// The further keys of pages.
    pub(super) fn annotations(&self) -> &Annotations {
        &self.annotations
    }

    /// `config` as templates of the language see it.
    pub fn config(&self, language: LanguageId) -> Value {
        self.share(self.configs.at(language.0.into()), || config::value(&self.config, language))
    }

    /// The values as a template sees them that looks at no more than that.
    pub fn seen_by(&self, looks: Looks) -> Seen<'_> {
        let made = if looks.bodies { &self.full } else { self.light.as_ref().unwrap_or(&self.full) };
        Seen { views: self, made, looks }
    }

    /// A page as any template may see it, with its neighbours (whose own neighbours are null).
    pub fn page(&self, page: PageId) -> Value {
        self.seen_by(Looks::ALL).page(page)
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

/// The values as a template sees them that looks at some things only.
#[derive(Clone, Copy)]
pub struct Seen<'v> {
    views: &'v Views,
    made: &'v Made,
    looks: Looks,
}

impl Seen<'_> {
    /// A page as its own template sees it. Not shared: only one render shows it.
    pub fn own_page(&self, page: PageId) -> Value {
        match self.views.own.shown == self.made.shape.shown {
            true => self.page(page),
            false => self.make_own_page(page),
        }
    }

    /// A page as other templates see it, with its neighbours (whose own neighbours are null).
    pub fn page(&self, page: PageId) -> Value {
        self.views.share(self.made.pages.at(page.0), || self.make_page(page))
    }

    /// A page without its neighbours.
    fn neighbour(&self, page: PageId) -> Value {
        self.views.share(self.made.neighbours.at(page.0), || self.make_neighbour(page))
    }

    /// A section as its own template sees it; `paginated` leaves `pages` empty, as the template of a pager sees it.
    pub fn own_section(&self, section: SectionId, paginated: bool) -> Value {
        self.section_with(section, self.looks.own_pages && !paginated)
    }

    /// A section as other templates see it; `bare` leaves `pages` empty.
    pub fn section(&self, section: SectionId, bare: bool) -> Value {
        self.section_with(section, self.looks.pages && !bare)
    }

    fn section_with(&self, section: SectionId, pages: bool) -> Value {
        let made = if pages { &self.made.sections } else { &self.views.bare_sections };
        self.views.share(made.at(section.0), || self.make_section(section, pages))
    }

    /// A taxonomy: kind, lang, permalink, items; and its settings, for the templates of its own pages.
    pub fn taxonomy(&self, taxonomy: TaxonomyId) -> Value {
        if !self.looks.items || !self.looks.pages {
            return self.make_taxonomy(taxonomy);
        }
        self.views.share(self.made.taxonomies.at(taxonomy.0), || self.make_taxonomy(taxonomy))
    }

    /// A term as its own template sees it.
    pub fn own_term(&self, term: TermId) -> Value {
        self.term_with(term, self.looks.own_pages)
    }

    /// A term with its pages, as other templates see it.
    pub fn term(&self, term: TermId) -> Value {
        self.term_with(term, self.looks.pages)
    }

    fn term_with(&self, term: TermId, pages: bool) -> Value {
        let made = if pages { &self.made.terms } else { &self.views.bare_terms };
        self.views.share(made[term.0.0 as usize].at(term.1), || self.make_term(term, pages))
    }

    /// The pages, as a list.
    pub fn list(&self, pages: &[PageId]) -> Value {
        Value::from(pages.iter().map(|page| self.page(*page)).collect::<Vec<Value>>())
    }

    /// The pages, as a list outside of their section: in V1 without neighbours (checklist VAR-5, FEED-3).
    pub fn list_outside(&self, pages: &[PageId]) -> Value {
        match self.views.config.dialect {
            Dialect::V1 => Value::from(pages.iter().map(|page| self.neighbour(*page)).collect::<Vec<Value>>()),
            Dialect::V2 => self.list(pages),
        }
    }
}

#[cfg(test)]
mod tests;
