//! The site's settings: read from the file and the theme and resolved to a [`Config`], once, with all defaults filled in.
//!
//! <https://www.getzola.org/documentation/getting-started/configuration/>, checklist section 1.3.

mod code;
mod dialect;
mod file;
mod highlight;
mod language;
mod markdown;
mod older;
mod resolve;
mod search;
mod taxonomy;
mod theme;
mod value;

use tera::Value;

pub use code::CODES;
pub use dialect::{Dialect, Reason, Recognised};
pub use file::ConfigFile;
pub use highlight::{HighlightStyle, Highlighting, OldHighlighting};
pub use language::Language;
pub use markdown::{AnchorPlace, DataAttrPosition, Markdown};
pub use resolve::{Overrides, resolve, resolve_file};
pub use search::{IndexFormat, Search};
pub use taxonomy::TaxonomyConfig;
pub use value::{to_map, to_value};

/// A table of the settings file, read key by key.
pub use crate::source::Table;

use crate::diagnostic::{Severity, SourceText};
use crate::path::Slugify;

/// What the program was asked to do; templates see it as `config.mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mode {
    /// Build the site.
    #[default]
    Build,
    /// Preview it.
    Serve,
    /// Only look for mistakes.
    Check,
}

/// Whether pagers stand in the sitemap (`exclude_paginated_pages_in_sitemap`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SitemapPagers {
    /// They do.
    #[default]
    Keep,
    /// They do not.
    Exclude,
}

/// How links are checked (`[link_checker]`).
#[derive(Clone, Debug)]
pub struct LinkChecker {
    /// External links starting so are not checked.
    pub skip_prefixes: Vec<String>,
    /// Anchors of external links starting so are not checked.
    pub skip_anchor_prefixes: Vec<String>,
    /// Globs of content files whose external links are not checked.
    pub ignored_files: Vec<String>,
    /// What a broken internal link is.
    pub internal_level: Severity,
    /// What a broken external link is.
    pub external_level: Severity,
}

/// The settings, every one with its value. Later stages never ask whether one was set.
#[derive(Clone, Debug)]
pub struct Config {
    /// The settings file, for diagnostics that point at a setting.
    pub file: SourceText,
    /// The Zola the site is written for.
    pub dialect: Dialect,
    /// Why it counts as that, if there is something to say.
    pub dialect_reason: Option<Reason>,
    /// What the program was asked to do.
    pub mode: Mode,
    /// The site's address as written, possibly with a path and a slash at the end.
    pub base_url: String,
    /// The name of the theme in `themes/`, if any.
    pub theme: Option<String>,
    /// `author`.
    pub author: Option<String>,
    /// The output folder, relative to the root.
    pub output_dir: String,
    /// `cache_dir`, where builds leave what the next one can take over (ours).
    pub cache_dir: String,
    /// Whether feeds are set as before Zola 0.19: templates of that time look for those keys.
    pub has_old_feeds: bool,
    /// Whether entries whose names start with a dot at the output's root stay.
    pub preserve_dotfiles_in_output: bool,
    /// Whether `sass/` is compiled.
    pub compile_sass: bool,
    /// Whether HTML is minified.
    pub minify_html: bool,
    /// Globs of content assets left out.
    pub ignored_content: Vec<String>,
    /// Globs of static files left out.
    pub ignored_static: Vec<String>,
    /// Globs of content files, relative to `content/`, whose bodies are not templates.
    pub skip_content_templating: Vec<String>,
    /// Whether static files are linked rather than copied.
    pub hard_link_static: bool,
    /// The most pages in a feed.
    pub feed_limit: Option<usize>,
    /// A path in front of all taxonomies.
    pub taxonomy_root: Option<String>,
    /// Whether `sitemap.xml` is written.
    pub generate_sitemap: bool,
    /// Whether `robots.txt` is written.
    pub generate_robots_txt: bool,
    /// Whether pagers stand in the sitemap.
    pub sitemap_pagers: SitemapPagers,
    /// How paths become slugs.
    pub slugify_paths: Slugify,
    /// How taxonomy names and terms become slugs.
    pub slugify_taxonomies: Slugify,
    /// How headings become ids.
    pub slugify_anchors: Slugify,
    /// Whether a date in a file's name stays in its slug.
    pub paths_keep_dates: bool,
    /// `[markdown]`.
    pub markdown: Markdown,
    /// `[link_checker]`.
    pub link_checker: LinkChecker,
    /// The languages, the default one first, then by code.
    pub languages: Vec<Language>,
    /// `[extra]`, the theme's merged under the site's; a map.
    pub extra: Value,
    /// The table of the settings file that belongs to the layer above ([`Overrides::layer`]), as written. The layer reads
    /// it from a clone; `timezone` and `relative_links` in it are known here already.
    pub layer: Option<Table>,
    /// Whether links below the base URL are written relative to the page, `index.html` included, so that the site works
    /// from a folder, a stick or a sub-path.
    pub relative_links: bool,
    /// The IANA name of the site's time zone.
    pub timezone: String,
}

impl Config {
    /// The default language.
    pub fn default_language(&self) -> &Language {
        // `resolve` always puts the default language first.
        &self.languages[0]
    }

    /// The language with this code.
    pub fn language(&self, code: &str) -> Option<&Language> {
        self.languages.iter().find(|language| language.code == code)
    }

    /// Whether the site has more than one language.
    pub fn is_multilingual(&self) -> bool {
        self.languages.len() > 1
    }

    /// The permalink of `path` (checklist URL-1).
    pub fn permalink(&self, path: &str) -> String {
        crate::path::permalink(&self.base_url, path, &self.default_language().feed_filenames)
    }
}

/// Settings for the tests of other modules.
#[cfg(test)]
pub(crate) mod testing {
    use std::sync::Arc;

    use super::{Config, Overrides, resolve};
    use crate::diagnostic::Sink;
    use crate::path::SourcePath;
    use crate::source::{MemoryWorld, SourceTree};

    /// The settings in the TOML `text`, which must be without mistakes; `base_url` is `https://example.test` unless it
    /// says so itself.
    pub(crate) fn config(text: &str) -> Config {
        let mut world = MemoryWorld::default();
        world.files.extend(SourcePath::new("zola.toml").map(|path| (path, text.as_bytes().to_vec())));
        let overrides = Overrides {
            base_url: (!text.contains("base_url")).then(|| "https://example.test".to_owned()),
            ..Overrides::default()
        };
        let sink = Sink::new();
        let config = resolve(&SourceTree::new(Arc::new(world)), &overrides, &sink);
        assert_eq!(sink.finish(), [], "the test's settings have mistakes");
        config.expect("there is a settings file")
    }
}
