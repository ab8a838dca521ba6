//! What the sitemap lists: addresses that are written, each once (checklist MAP-1, MAP-2).

use super::draft::{Draft, Owner, Rank};
use super::pagination::{pager_path, pagination};
use super::target::{PagerOf, Subject};
use crate::config::{Config, SitemapPagers};
use crate::graph::{NodeId, PageId, SectionId, SiteGraph, Taxonomy, TaxonomyId, TermId};

/// From this many entries on, the sitemap is an index of parts with so many each.
pub const SITEMAP_PART: usize = 30_000;

/// An address in the sitemap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SitemapEntry {
    /// The address.
    pub permalink: String,
    /// When a page was updated, else its date, as its front matter has it.
    pub updated: Option<String>,
    /// The page or section, whose `extra` the entry shows; none for pagers, taxonomies and terms.
    pub node: Option<NodeId>,
}

/// All entries, by permalink. Nothing is listed that is not written: no page its section cannot place, no pager of a section
/// that is not rendered; but for the address of a taxonomy without terms, which the reference lists (checklist TAX-5). A
/// layer's site does not.
pub fn sitemap_entries(graph: &SiteGraph, config: &Config) -> Vec<SitemapEntry> {
    let mut entries = Vec::with_capacity(graph.pages.len() + graph.sections.len());
    let mut add = |permalink: &str, updated: Option<&str>, node: Option<NodeId>| {
        entries.push(SitemapEntry { permalink: permalink.to_owned(), updated: updated.map(str::to_owned), node });
    };
    for (index, page) in graph.pages.iter().enumerate().filter(|(_, page)| page.is_rendered()) {
        let front = page.front();
        let date = front.updated.as_ref().or(front.date.as_ref()).map(|date| date.text.as_str());
        add(&page.permalink, date, Some(NodeId::Page(PageId(index as u32))));
    }
    let pagers = |of: PagerOf, path: &str| -> Vec<String> {
        // The one pager of an empty list holds nothing that is worth finding.
        let pagination = pagination(graph, of).filter(|pagination| {
            config.sitemap_pagers == SitemapPagers::Keep && pagination.pages_of(1).next().is_some()
        });
        let permalink = |pagination: super::Pagination| {
            let address = move |number| config.permalink(&pager_path(path, pagination.path, number));
            (1..=pagination.count()).map(address).collect()
        };
        pagination.map(permalink).unwrap_or_default()
    };
    for (index, section) in graph.sections.iter().enumerate().filter(|(_, section)| section.front().render) {
        let id = SectionId(index as u32);
        add(&section.permalink, None, Some(NodeId::Section(id)));
        pagers(PagerOf::Section(id), &section.path).iter().for_each(|permalink| add(permalink, None, None));
    }
    let is_listed = |taxonomy: &Taxonomy| taxonomy.is_rendered() || config.layer.is_none() && taxonomy.config.render;
    for (index, taxonomy) in graph.taxonomies.iter().enumerate().filter(|(_, taxonomy)| is_listed(taxonomy)) {
        add(&taxonomy.permalink, None, None);
        for (term_index, term) in taxonomy.terms.iter().enumerate() {
            let id = TermId(TaxonomyId(index as u32), term_index as u32);
            add(&term.permalink, None, None);
            pagers(PagerOf::Term(id), &term.path).iter().for_each(|permalink| add(permalink, None, None));
        }
    }
    // A document before the nameless entry at the same address: it is the one that stays.
    entries.sort_unstable_by(|a, b| {
        a.permalink.cmp(&b.permalink).then(b.node.is_some().cmp(&a.node.is_some())).then(a.node.cmp(&b.node))
    });
    entries.dedup_by(|later, earlier| later.permalink == earlier.permalink);
    entries
}

/// How many entries there are at most.
fn most_entries(graph: &SiteGraph) -> usize {
    let pagers = |of: PagerOf| pagination(graph, of).map_or(0, |pagination| pagination.count());
    let sections = (0..graph.sections.len() as u32).map(|id| 1 + pagers(PagerOf::Section(SectionId(id))));
    let terms = graph.taxonomies.iter().enumerate().flat_map(|(index, taxonomy)| {
        let of = move |term| PagerOf::Term(TermId(TaxonomyId(index as u32), term));
        (0..taxonomy.terms.len() as u32).map(move |term| 1 + pagers(of(term)))
    });
    graph.pages.len() + graph.taxonomies.len() + sections.sum::<usize>() + terms.sum::<usize>()
}

/// Plans the sitemap, with its parts where it has any.
pub(super) fn plan(draft: &mut Draft) {
    if !draft.config.generate_sitemap {
        return;
    }
    let (graph, config) = (draft.graph, draft.config);
    // Only near the limit it matters how many addresses are listed twice.
    let entries = match most_entries(graph) {
        most if most < SITEMAP_PART => most,
        _ => sitemap_entries(graph, config).len(),
    };
    draft.file("sitemap.xml", Subject::Sitemap { part: None }, Rank::Generated, Owner::Site);
    if entries >= SITEMAP_PART {
        for part in 1..=entries.div_ceil(SITEMAP_PART) {
            let subject = Subject::Sitemap { part: Some(part) };
            draft.file(&format!("sitemap{part}.xml"), subject, Rank::Generated, Owner::Site);
        }
    }
}
