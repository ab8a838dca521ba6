//! The files of pages: each page, the files beside it, its aliases (checklist PG-3, FS-8, RED-1).

use super::draft::{Draft, Owner, Rank};
use super::target::Subject;
use crate::graph::{NodeId, PageId};

/// Plans all pages. A page that is not rendered has aliases, as in the reference, but neither itself nor its files.
pub(super) fn plan(draft: &mut Draft) {
    let graph = draft.graph;
    for (index, page) in graph.pages.iter().enumerate() {
        let id = PageId(index as u32);
        let node = NodeId::Page(id);
        if page.is_rendered() {
            draft.page(&page.path, Subject::Page(id), Rank::Content, Owner::Node(node));
            assets(draft, node, &page.assets);
        }
        aliases(draft, node, &page.front().aliases);
    }
}

/// Plans the files beside a document.
pub(super) fn assets(draft: &mut Draft, node: NodeId, assets: &[crate::path::SourcePath]) {
    for asset in assets {
        if let Some(path) = draft.graph.asset_path(node, asset) {
            draft.file(&path, Subject::Copy(asset.clone()), Rank::Content, Owner::Node(node));
        }
    }
}

/// Plans a document's aliases: `.html` names that file, all others a folder (checklist RED-1).
pub(super) fn aliases(draft: &mut Draft, node: NodeId, aliases: &[String]) {
    for (index, alias) in aliases.iter().enumerate() {
        let subject = Subject::Redirect { to: draft.graph.permalink(node).to_owned() };
        let owner = Owner::Alias(node, index);
        if alias.ends_with(".html") {
            draft.file(alias, subject, Rank::Alias, owner);
        } else {
            draft.page(alias, subject, Rank::Alias, owner);
        }
    }
}
