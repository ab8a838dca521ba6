//! The files of pages: each page, the files beside it, its aliases (checklist PG-3, FS-8, RED-1).

use rayon::prelude::*;

use super::draft::{Draft, Owner, Rank};
use super::target::Subject;
use crate::graph::{NodeId, PageId};

/// So many pages are planned in one go.
const CHUNK: usize = 512;

/// Plans all pages. A page that is not rendered has aliases, as in the reference, but neither itself nor its files.
pub(super) fn plan(draft: &mut Draft) {
    let count = draft.graph.pages.len();
    let parts = (0..count.div_ceil(CHUNK)).into_par_iter().map(|chunk| {
        let mut part = draft.part();
        for index in chunk * CHUNK..count.min((chunk + 1) * CHUNK) {
            let id = PageId(index as u32);
            let (node, page) = (NodeId::Page(id), draft.graph.page(id));
            if page.is_rendered() {
                part.page(&page.path, Subject::Page(id), Rank::Content, Owner::Node(node));
                assets(&mut part, node, &page.assets);
            }
            aliases(&mut part, node, &page.front().aliases);
        }
        part.planned
    });
    let parts: Vec<_> = parts.collect();
    draft.planned.extend(parts.into_iter().flatten());
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
