//! The files of sections: the list or its pagers, the files beside it, its aliases (checklist 1.8, 1.10).

use super::draft::{Draft, Owner, Rank};
use super::page::{aliases, assets};
use super::pagination::{pager_path, pagination};
use super::target::{PagerOf, Subject};
use crate::config::Dialect;
use crate::graph::{NodeId, SectionId};

/// Plans all sections. One that is not rendered has its files and aliases, and its pages are written (checklist SEC-3).
pub(super) fn plan(draft: &mut Draft) {
    let graph = draft.graph;
    for (index, section) in graph.sections.iter().enumerate() {
        let id = SectionId(index as u32);
        let node = NodeId::Section(id);
        if section.front().render {
            // Pagination wins over a redirect in V2, and gives way in V1 (checklist SEC-4).
            let redirects = draft.config.dialect == Dialect::V1 && section.front().redirect_to.is_some();
            if !redirects && pagination(graph, PagerOf::Section(id)).is_some() {
                pagers(
                    draft,
                    PagerOf::Section(id),
                    &section.path,
                    &section.permalink,
                    Rank::Content,
                    Owner::Node(node),
                );
            } else {
                let subject = match &section.front().redirect_to {
                    Some(to) => Subject::Redirect { to: address(draft, to) },
                    None => Subject::Section(id),
                };
                draft.page(&section.path, subject, Rank::Content, Owner::Node(node));
            }
        }
        assets(draft, node, &section.assets);
        aliases(draft, node, &section.front().aliases);
    }
}

/// Plans the pagers of a section or term at `path`, and the redirect from the first one's number (checklist PGN-2).
pub(super) fn pagers(draft: &mut Draft, of: PagerOf, path: &str, permalink: &str, rank: Rank, owner: Owner) {
    let Some(pagination) = pagination(draft.graph, of) else { return };
    let count = pagination.count();
    draft.page(path, Subject::Pager { of, number: 1, count }, rank, owner);
    let first = Subject::Redirect { to: permalink.to_owned() };
    draft.page(&pager_path(path, pagination.path, 1), first, Rank::Generated, owner);
    for number in 2..=count {
        let subject = Subject::Pager { of, number, count };
        draft.page(&pager_path(path, pagination.path, number), subject, rank, owner);
    }
}

/// Where `redirect_to` leads: an address as it is, anything else below the base URL (checklist SEC-4).
fn address(draft: &Draft, to: &str) -> String {
    if to.starts_with("http://") || to.starts_with("https://") { to.to_owned() } else { draft.config.permalink(to) }
}
