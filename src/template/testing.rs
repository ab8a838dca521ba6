//! Small sites for unit tests of templates and of what they call.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Map, Value};

use super::{Engine, Registry, TemplateFile, TemplateSet};
use crate::config::{Config, Language, LinkChecker, Markdown, Mode, Search, SitemapPagers};
use crate::diagnostic::{Diagnostic, Locale, Severity, Sink, SourceText, to_terminal};
use crate::path::{Slugify, SourcePath};
use crate::source::{MemoryWorld, SourceTree};

/// A path that is known to be good.
pub(crate) fn path(text: &str) -> SourcePath {
    SourcePath::new(text).expect("a good path")
}

/// A file's text with its path.
pub(crate) fn text(name: &str, text: &str) -> SourceText {
    SourceText { path: path(name), text: text.into() }
}

/// A world of these files.
pub(crate) fn sources<B: AsRef<[u8]>>(files: &[(&str, B)]) -> SourceTree {
    let files = files.iter().map(|(name, bytes)| (path(name), bytes.as_ref().to_vec())).collect();
    SourceTree::new(Arc::new(MemoryWorld { files, ..MemoryWorld::default() }))
}

/// A language with nothing set.
pub(crate) fn language(code: &str) -> Language {
    Language {
        code: code.to_owned(),
        title: Some(format!("Title {code}")),
        description: None,
        generate_feeds: false,
        feed_filenames: vec!["atom.xml".to_owned()],
        taxonomies: Vec::new(),
        build_search_index: false,
        search: Search::default(),
        translations: BTreeMap::new(),
    }
}

/// The settings of a site in English and Chinese.
pub(crate) fn config() -> Config {
    Config {
        file: text("zola.toml", ""),
        mode: Mode::Build,
        base_url: "https://example.test".to_owned(),
        theme: None,
        author: None,
        output_dir: "public".to_owned(),
        preserve_dotfiles_in_output: false,
        compile_sass: false,
        minify_html: false,
        ignored_content: Vec::new(),
        ignored_static: Vec::new(),
        skip_content_templating: Vec::new(),
        hard_link_static: false,
        feed_limit: None,
        taxonomy_root: None,
        generate_sitemap: true,
        generate_robots_txt: true,
        sitemap_pagers: SitemapPagers::Keep,
        slugify_paths: Slugify::On,
        slugify_taxonomies: Slugify::On,
        slugify_anchors: Slugify::On,
        paths_keep_dates: false,
        markdown: Markdown::default(),
        link_checker: LinkChecker {
            skip_prefixes: Vec::new(),
            skip_anchor_prefixes: Vec::new(),
            ignored_files: Vec::new(),
            internal_level: Severity::Error,
            external_level: Severity::Error,
        },
        languages: vec![language("en"), language("zh")],
        extra: Value::from(Map::new()),
        layer: None,
        relative_links: false,
        timezone: "UTC".to_owned(),
    }
}

/// A set of the site's own files and the built-in ones.
pub(crate) fn set(files: &[(&str, &str)]) -> TemplateSet {
    let own = files.iter().map(|(name, content)| TemplateFile {
        name: (*name).to_owned(),
        source: text(&format!("templates/{name}"), content),
    });
    TemplateSet { files: own.chain(super::builtin::templates()).collect(), theme: None }
}

/// Compiled templates, or what was told.
pub(crate) fn engine(files: &[(&str, &str)], mut registry: Registry) -> Result<Engine, String> {
    if !registry.functions.iter().any(|(name, ..)| *name == "get_url") {
        registry.safe_function("get_url", |args| Ok(Value::from(format!("/{}", args.required_text("path")?))));
    }
    let sink = Sink::new();
    let engine = Engine::load(&set(files), registry, &sink);
    engine.ok_or_else(|| told(sink.finish()))
}

/// Diagnostics as they are printed, in English.
pub(crate) fn told(diagnostics: impl IntoIterator<Item = Diagnostic>) -> String {
    to_terminal(&diagnostics.into_iter().collect::<Vec<_>>(), Locale::En, false)
}
