//! What the step from one tree to the next means to a browser.

use std::cmp::Ordering;

use crate::output::OutputFile;
use crate::path::Route;

use super::tree::Tree;

/// Endings of files a browser takes anew without loading the page again.
const SWAPPABLE: [&str; 11] = ["css", "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "bmp", "apng"];

/// With more changed files than this, loading the page again is less work.
const MOST_SWAPS: usize = 32;

/// What a build changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    Nothing,
    /// Only style sheets and pictures: their addresses' paths.
    Swap(Vec<String>),
    /// More than that: the address path of the first file that is not the same.
    Reload(String),
    /// The build failed: the tree is the old one.
    Failed,
}

impl Change {
    /// Compares two trees, by bytes; files copied as they lie by size and time of change.
    pub(super) fn between(old: &Tree, new: &Tree) -> Change {
        if old.base_path != new.base_path {
            return Change::Reload(new.address(""));
        }
        let mut swaps = Vec::new();
        for route in other_files(old, new) {
            let ending = route.extension().unwrap_or_default().to_ascii_lowercase();
            let came_or_went = !old.files.contains_key(route) || !new.files.contains_key(route);
            if came_or_went || !SWAPPABLE.contains(&ending.as_str()) || swaps.len() == MOST_SWAPS {
                return Change::Reload(new.address(route.as_str()));
            }
            swaps.push(new.address(route.as_str()));
        }
        if swaps.is_empty() { Change::Nothing } else { Change::Swap(swaps) }
    }
}

/// The files that are not the same in both trees, or are in one only, in their order.
pub(super) fn other_files<'t>(old: &'t Tree, new: &'t Tree) -> impl Iterator<Item = &'t Route> {
    let (mut before, mut after) = (old.files.iter().peekable(), new.files.iter().peekable());
    std::iter::from_fn(move || {
        loop {
            let order = match (before.peek(), after.peek()) {
                (None, None) => return None,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some((route, _)), Some((other, _))) => route.cmp(other),
            };
            let was = if order.is_le() { before.next() } else { None };
            let is = if order.is_ge() { after.next() } else { None };
            match (was, is) {
                (Some((_, was)), Some((_, is))) if is_same(old, was, new, is) => {}
                (was, is) => return was.or(is).map(|(route, _)| route),
            }
        }
    })
}

/// Whether the file is a page, which no other file draws in.
pub(super) fn is_page(route: &Route) -> bool {
    route.extension().is_some_and(|ending| ["html", "htm", "xml"].iter().any(|it| ending.eq_ignore_ascii_case(it)))
}

fn is_same(old: &Tree, before: &OutputFile, new: &Tree, after: &OutputFile) -> bool {
    match (before, after) {
        (OutputFile::Source(path), OutputFile::Source(same)) => path == same && old.stamp(path) == new.stamp(path),
        // What was kept is the same memory: to compare all of a site's bytes after each save would take long.
        (OutputFile::Bytes(bytes), OutputFile::Bytes(same)) => {
            (bytes.as_ptr(), bytes.len()) == (same.as_ptr(), same.len()) || bytes == same
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tree;
    use super::Change;

    #[test]
    fn only_styles_and_pictures_are_swapped() {
        let old = tree(&[("a.css", "1"), ("图.png", "1"), ("index.html", "1")]);
        assert_eq!(Change::between(&old, &old), Change::Nothing);
        let new = tree(&[("a.css", "2"), ("图.png", "2"), ("index.html", "1")]);
        assert_eq!(Change::between(&old, &new), Change::Swap(vec!["/a.css".into(), "/%E5%9B%BE.png".into()]));
        let new = tree(&[("a.css", "2"), ("图.png", "2"), ("index.html", "2")]);
        assert_eq!(Change::between(&old, &new), Change::Reload("/index.html".into()));
    }

    #[test]
    fn a_file_that_came_or_went_reloads() {
        let old = tree(&[("a.css", "1"), ("index.html", "1")]);
        let new = tree(&[("a.css", "1"), ("b.css", "1"), ("index.html", "1")]);
        assert!(matches!(Change::between(&old, &new), Change::Reload(_)));
        assert!(matches!(Change::between(&new, &old), Change::Reload(_)));
        assert!(matches!(Change::between(&old, &tree(&[("a.css", "1")])), Change::Reload(_)));
    }
}
