//! A finished tree, as requests look into it.

use std::collections::BTreeMap;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use rayon::prelude::*;

use crate::output::{OutputFile, OutputTree};
use crate::path::{Route, SourcePath};
use crate::source::{FileStamp, World};

/// What is not written as it is in the path of an address (WHATWG URL, path percent-encode set), and `%` itself.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// The files of a good build.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Every file.
    pub files: Arc<OutputTree>,
    /// What stands before every path; decoded, empty or with a slash at its start only.
    pub base_path: String,
    stamps: BTreeMap<SourcePath, FileStamp>,
}

/// Where an address leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// To a file.
    File(&'a Route, &'a OutputFile),
    /// To a folder, asked for without a slash at the end: the path with it, percent-encoded.
    Folder(String),
    /// Nowhere.
    Nothing,
}

impl Tree {
    /// The tree of `files`; how those that are copied as they lie stand in `world` now is noted.
    pub fn new(files: Arc<OutputTree>, base_path: String, world: &dyn World) -> Tree {
        let sources: Vec<&SourcePath> = files
            .values()
            .filter_map(|file| match file {
                OutputFile::Source(path) => Some(path),
                OutputFile::Bytes(_) => None,
            })
            .collect();
        let stamp = |path: &SourcePath| world.stamp(path).unwrap_or_default();
        let stamps = sources.into_par_iter().map(|path| (path.clone(), stamp(path))).collect();
        Tree { files, base_path, stamps }
    }

    /// Size and time of change of a file that is copied as it lies.
    pub fn stamp(&self, path: &SourcePath) -> Option<FileStamp> {
        self.stamps.get(path).copied()
    }

    /// The address path of what lies at `path` below the base path, percent-encoded.
    pub fn address(&self, path: &str) -> String {
        format!("{}/{}", encode(&self.base_path), encode(path))
    }

    /// Where the address path `asked`, percent-encoded as it came, leads.
    pub fn find(&self, asked: &str) -> Found<'_> {
        let Ok(decoded) = percent_decode_str(asked).decode_utf8() else { return Found::Nothing };
        let Some(path) = decoded.strip_prefix(self.base_path.as_str()) else { return Found::Nothing };
        if path.is_empty() {
            return Found::Folder(self.address(""));
        }
        // What is written `%2e%2e` is no way out either; backslashes are part of a name, and no file of that name lies outside.
        if !path.starts_with('/') || path.split('/').any(|part| matches!(part, "." | "..")) {
            return Found::Nothing;
        }
        let file = |route| self.files.get_key_value(&route).map(|(route, file)| Found::File(route, file));
        if path.ends_with('/') {
            return Route::page(path).ok().and_then(file).unwrap_or(Found::Nothing);
        }
        let Ok(route) = Route::file(path) else { return Found::Nothing };
        let folder = || {
            let page = Route::page(route.as_str()).ok()?;
            // Built from the route, not from what was asked: `//elsewhere` must not become another site's address.
            let location = || Found::Folder(format!("{}/", self.address(route.as_str())));
            self.files.contains_key(&page).then(location)
        };
        file(route.clone()).or_else(folder).unwrap_or(Found::Nothing)
    }

    /// The site's own page for what is not there.
    pub fn not_found(&self) -> Option<(&Route, &OutputFile)> {
        self.files.get_key_value(&Route::file("404.html").ok()?)
    }
}

/// The path as it stands in an address.
fn encode(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::tests::tree;
    use super::{Found, Tree};

    fn found(tree: &Tree, path: &str) -> String {
        match tree.find(path) {
            Found::File(route, _) => route.to_string(),
            Found::Folder(location) => format!("-> {location}"),
            Found::Nothing => "404".to_owned(),
        }
    }

    #[test]
    fn addresses_lead_to_files() {
        let tree = tree(&[("index.html", ""), ("a/index.html", ""), ("走访/b c.pdf", ""), ("CNAME", "")]);
        assert_eq!(found(&tree, "/"), "index.html");
        assert_eq!(found(&tree, "/index.html"), "index.html");
        assert_eq!(found(&tree, "/a/"), "a/index.html");
        assert_eq!(found(&tree, "/a"), "-> /a/");
        assert_eq!(found(&tree, "/CNAME"), "CNAME");
        assert_eq!(found(&tree, "/CNAME/"), "404");
        assert_eq!(found(&tree, "/%E8%B5%B0%E8%AE%BF/b%20c.pdf"), "走访/b c.pdf");
        assert_eq!(found(&tree, "/%E8%B5%B0"), "404");
        assert_eq!(found(&tree, "/%ff"), "404");
        assert_eq!(found(&tree, "//a"), "-> /a/", "no address of another site");
    }

    // checklist: SRV-6
    #[test]
    fn no_way_leads_out() {
        let tree = tree(&[("index.html", ""), ("a/index.html", ""), ("b.html", "")]);
        for path in [
            "/../b.html",
            "/a/../b.html",
            "/%2e%2e/b.html",
            "/a/%2E%2E/b.html",
            "/a\\..\\b.html",
            "/./b.html",
            "/%00",
            "b.html",
            "",
        ] {
            assert!(!matches!(tree.find(path), Found::File(..)), "{path}");
        }
    }

    #[test]
    fn a_backslash_is_part_of_a_name() {
        let tree = tree(&[("a\\b/index.html", ""), ("a\\b/c.txt", "")]);
        assert_eq!(found(&tree, "/a%5Cb/c.txt"), "a\\b/c.txt");
        assert_eq!(found(&tree, "/a%5Cb"), "-> /a%5Cb/");
        assert_eq!(found(&tree, "/a/b/c.txt"), "404");
    }

    #[test]
    fn a_base_path_stands_before_everything() {
        let mut tree = tree(&[("index.html", ""), ("a/index.html", "")]);
        tree.base_path = "/青 溪".to_owned();
        assert_eq!(found(&tree, "/%E9%9D%92%20%E6%BA%AA/"), "index.html");
        assert_eq!(found(&tree, "/%E9%9D%92%20%E6%BA%AA"), "-> /%E9%9D%92%20%E6%BA%AA/");
        assert_eq!(found(&tree, "/%E9%9D%92%20%E6%BA%AA/a"), "-> /%E9%9D%92%20%E6%BA%AA/a/");
        assert_eq!(found(&tree, "/%E9%9D%92%20%E6%BA%AAa/"), "404");
        assert_eq!(found(&tree, "/"), "404");
        assert_eq!(found(&tree, "/a/"), "404");
    }
}
