//! The files of taxonomies: the list of terms, each term or its pagers (checklist 1.16).

use super::draft::{Draft, Owner, Rank};
use super::pagination::pagination;
use super::section::pagers;
use super::target::{PagerOf, Subject};
use crate::config::Dialect;
use crate::graph::{TaxonomyId, TermId};

/// Plans all taxonomies that are rendered and have terms.
pub(super) fn plan(draft: &mut Draft) {
    let graph = draft.graph;
    // V1 writes taxonomies after content, in the place of pages at their addresses (checklist PATH-20).
    let rank = if draft.config.dialect == Dialect::V1 { Rank::Taxonomy } else { Rank::Content };
    for (index, taxonomy) in graph.taxonomies.iter().enumerate().filter(|(_, taxonomy)| taxonomy.is_rendered()) {
        let id = TaxonomyId(index as u32);
        draft.page(&taxonomy.path, Subject::Taxonomy(id), rank, Owner::Taxonomy(id));
        for (index, term) in taxonomy.terms.iter().enumerate() {
            let id = TermId(id, index as u32);
            if pagination(graph, PagerOf::Term(id)).is_some() {
                pagers(draft, PagerOf::Term(id), &term.path, &term.permalink, rank, Owner::Term(id));
            } else {
                draft.page(&term.path, Subject::Term(id), rank, Owner::Term(id));
            }
        }
    }
}
