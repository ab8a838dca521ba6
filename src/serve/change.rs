//! What the step from one tree to the next means to a browser.

use crate::output::OutputFile;
use crate::path::Route;

use super::tree::{Tree, encode};

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
        let path = |tree: &Tree, route: &Route| format!("{}/{}", encode(&tree.base_path), encode(route.as_str()));
        if old.base_path != new.base_path {
            return Change::Reload(format!("{}/", encode(&new.base_path)));
        }
        let mut swaps = Vec::new();
        let (mut before, mut after) = (old.files.iter(), new.files.iter());
        loop {
            match (before.next(), after.next()) {
                (None, None) => break,
                (Some((route, file)), Some((same, next))) if route == same => {
                    if is_same(old, file, new, next) {
                        continue;
                    }
                    let ending = route.extension().unwrap_or_default().to_ascii_lowercase();
                    if !SWAPPABLE.contains(&ending.as_str()) || swaps.len() == MOST_SWAPS {
                        return Change::Reload(path(new, route));
                    }
                    swaps.push(path(new, route));
                }
                // A file came or went.
                (Some((route, _)), _) | (None, Some((route, _))) => return Change::Reload(path(new, route)),
            }
        }
        if swaps.is_empty() { Change::Nothing } else { Change::Swap(swaps) }
    }
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
