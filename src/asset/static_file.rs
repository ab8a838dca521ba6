//! Static files: the theme's, then the site's over them (checklist FS-10, CFG-10).

use std::collections::BTreeMap;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::code::{STATIC_GLOB, STATIC_NAME};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Sink};
use crate::path::{Route, SourcePath};
use crate::source::SourceTree;

/// Where each static file goes and which source it is; sorted by route, the site's instead of the theme's.
/// `ignored_static` is for the site's only.
pub fn static_files(sources: &SourceTree, config: &Config, sink: &Sink) -> Vec<(Route, SourcePath)> {
    let mut files = BTreeMap::new();
    let none = GlobSet::empty();
    if let Some(theme) = &config.theme {
        add(&mut files, &format!("themes/{theme}/static"), &none, sources, sink);
    }
    add(&mut files, "static", &ignored(config, sink), sources, sink);
    files.into_iter().collect()
}

fn add(files: &mut BTreeMap<Route, SourcePath>, folder: &str, ignored: &GlobSet, sources: &SourceTree, sink: &Sink) {
    for listed in sources.list(folder, sink) {
        let Some(name) = listed.path.strip_prefix(folder).filter(|name| !ignored.is_match(name)) else { continue };
        match Route::file(name) {
            Ok(route) => {
                files.insert(route, listed.path);
            }
            Err(_) => {
                let is_bad = |part: &&str| part.len() > 255 || part.chars().any(char::is_control);
                let part: String = name.split('/').find(is_bad).unwrap_or(name).escape_debug().take(40).collect();
                let diagnostic = Diagnostic::new(&STATIC_NAME).arg("file", &listed.path).arg("part", part);
                sink.push(diagnostic.in_file(&listed.path));
            }
        }
    }
}

/// The globs of `ignored_static`, relative to `static/`; `*` stands for `/` too, as in the reference.
fn ignored(config: &Config, sink: &Sink) -> GlobSet {
    let mut globs = GlobSetBuilder::new();
    for glob in &config.ignored_static {
        match GlobBuilder::new(glob).build() {
            Ok(glob) => {
                globs.add(glob);
            }
            Err(error) => {
                let diagnostic = Diagnostic::new(&STATIC_GLOB).arg("glob", glob).arg("reason", error.kind());
                sink.push(diagnostic.in_file(&config.file.path));
            }
        }
    }
    globs.build().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::static_files;
    use crate::config::testing::config;
    use crate::diagnostic::{Locale, Sink};
    use crate::path::SourcePath;
    use crate::source::{MemoryWorld, SourceTree};

    fn tree(files: &[&str]) -> SourceTree {
        let mut world = MemoryWorld::default();
        for file in files {
            world.files.insert(SourcePath::new(file).expect("a path"), Vec::new());
        }
        SourceTree::new(Arc::new(world))
    }

    #[test]
    fn the_sites_files_lie_over_the_themes() {
        let tree = tree(&[
            "static/shared.txt",
            "static/.well-known/thing.txt",
            "static/kept/old.bak",
            "static/raw/deep/skip.txt",
            "themes/plain/static/shared.txt",
            "themes/plain/static/theme.bak",
            "themes/other/static/no.txt",
        ]);
        let mut config = config("");
        config.theme = Some("plain".to_owned());
        config.ignored_static = vec!["*.bak".to_owned(), "raw/*".to_owned()];
        let sink = Sink::new();
        let files = static_files(&tree, &config, &sink);
        let files: Vec<_> = files.iter().map(|(route, source)| (route.as_str(), source.as_str())).collect();
        assert_eq!(
            files,
            [
                (".well-known/thing.txt", "static/.well-known/thing.txt"),
                ("shared.txt", "static/shared.txt"),
                ("theme.bak", "themes/plain/static/theme.bak"),
            ]
        );
        assert!(sink.finish().is_empty());
    }

    #[test]
    fn a_bad_glob_and_a_bad_name_are_told() {
        let mut config = config("");
        config.ignored_static = vec!["a[".to_owned()];
        let sink = Sink::new();
        assert!(static_files(&tree(&["static/a\u{1}b.txt"]), &config, &sink).is_empty());
        let found = sink.finish();
        let messages: Vec<_> = found.iter().map(|one| (one.code.id, one.message(Locale::En))).collect();
        insta::assert_debug_snapshot!(messages);
    }
}
