//! How lists are cut into pagers (checklist PGN-1 to PGN-3).

use super::target::PagerOf;
use crate::graph::{PageId, SiteGraph};

/// A list of pages that is cut into pagers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pagination<'a> {
    /// Pages to a pager, at least 1.
    pub by: usize,
    /// The path part before a pager's number; may be empty.
    pub path: &'a str,
    /// Whether the list is reversed before it is cut.
    pub reversed: bool,
    /// The whole list, not reversed.
    pub pages: &'a [PageId],
}

impl<'a> Pagination<'a> {
    /// How many pagers there are: at least one, even of no pages.
    pub fn count(&self) -> usize {
        self.pages.len().div_ceil(self.by).max(1)
    }

    /// The pages of pager `number` (from 1), in the order they are shown.
    pub fn pages_of(&self, number: usize) -> impl Iterator<Item = PageId> + 'a {
        let (pages, reversed) = (self.pages, self.reversed);
        let start = number.saturating_sub(1).saturating_mul(self.by).min(pages.len());
        let end = start.saturating_add(self.by).min(pages.len());
        (start..end).map(move |index| pages[if reversed { pages.len() - 1 - index } else { index }])
    }
}

/// The pagination of a section or term; none where it has none, or `paginate_by` is 0.
pub fn pagination(graph: &SiteGraph, of: PagerOf) -> Option<Pagination<'_>> {
    let (by, path, reversed, pages) = match of {
        PagerOf::Section(id) => {
            let section = graph.section(id);
            let front = section.front();
            (front.paginate_by, &front.paginate_path, front.paginate_reversed, &section.pages)
        }
        PagerOf::Term(id) => {
            let settings = &graph.taxonomy(id.0).config;
            (settings.paginate_by, &settings.paginate_path, false, &graph.term(id).pages)
        }
    };
    let by = by.filter(|by| *by > 0)?;
    Some(Pagination { by, path, reversed, pages })
}

/// The address of a pager by its number, below `base` (which ends in a slash): `<base><path>/<number>/`. The first
/// pager itself is at `base`; this address of it is a redirect.
pub fn pager_path(base: &str, path: &str, number: usize) -> String {
    match path.trim_matches('/') {
        "" => format!("{base}{number}/"),
        path => format!("{base}{path}/{number}/"),
    }
}
