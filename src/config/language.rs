//! One language of the site (`[languages.<code>]`; for the default one, the settings at the root).

use std::collections::BTreeMap;

use super::code::SET_TWICE;
use super::search::Search;
use super::taxonomy::TaxonomyConfig;
use crate::diagnostic::{Diagnostic, Sink, Wording};
use crate::path::Slugify;
use crate::source::Table;

/// The settings that each language has for itself (checklist CFG-19); nothing is inherited from the default language.
#[derive(Clone, Debug)]
pub struct Language {
    /// The language's code, as written: `en`, `zh-CN`.
    pub code: String,
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// Whether the language's site feed is written.
    pub generate_feeds: bool,
    /// The names of its feeds.
    pub feed_filenames: Vec<String>,
    /// Its taxonomies.
    pub taxonomies: Vec<TaxonomyConfig>,
    /// Whether its search index is written.
    pub build_search_index: bool,
    /// What its search index holds.
    pub search: Search,
    /// `[translations]`.
    pub translations: BTreeMap<String, String>,
}

/// The settings of one language as written; `None` where nothing is.
#[derive(Default)]
pub(super) struct Written {
    title: Option<String>,
    description: Option<String>,
    generate_feeds: Option<bool>,
    feed_filenames: Option<Vec<String>>,
    taxonomies: Option<Vec<TaxonomyConfig>>,
    build_search_index: Option<bool>,
    search: Option<Search>,
    translations: Option<BTreeMap<String, String>>,
}

impl Written {
    /// Reads a language's keys from the root or from its own table.
    pub(super) fn read(table: &mut Table, slugs: Slugify, sink: &Sink) -> Written {
        Written {
            title: table.string("title", sink),
            description: table.string("description", sink),
            generate_feeds: table.boolean("generate_feeds", sink),
            feed_filenames: table.strings("feed_filenames", sink),
            taxonomies: table.tables("taxonomies", sink).map(|tables| TaxonomyConfig::read_all(tables, slugs, sink)),
            build_search_index: table.boolean("build_search_index", sink),
            search: table.table("search", sink).map(|search| Search::read(search, sink)),
            translations: table.string_map("translations", sink).map(|pairs| pairs.into_iter().collect()),
        }
    }

    /// The default language's settings from the root, `self`, and from its own table (checklist CFG-20): nothing may be
    /// said twice, but switches add up.
    pub(super) fn merge(self, other: Written, code: &str, root: &Table, own: &Table, sink: &Sink) -> Written {
        const ROOT: Wording = Wording { zh: "开头的那一次", en: "at the root" };
        for key in ["title", "description", "feed_filenames", "taxonomies", "search", "translations"] {
            if root.has(key) && own.has(key) {
                let diagnostic = Diagnostic::new(&SET_TWICE).arg("key", key).arg("code", code);
                let diagnostic = diagnostic.at(own.source(), own.key_span(key));
                sink.push(diagnostic.see(root.source(), root.key_span(key), ROOT));
            }
        }
        let either = |a: Option<bool>, b: Option<bool>| Some(a.unwrap_or(false) || b.unwrap_or(false));
        Written {
            title: self.title.or(other.title),
            description: self.description.or(other.description),
            generate_feeds: either(self.generate_feeds, other.generate_feeds),
            feed_filenames: self.feed_filenames.or(other.feed_filenames),
            taxonomies: self.taxonomies.or(other.taxonomies),
            build_search_index: either(self.build_search_index, other.build_search_index),
            search: self.search.or(other.search),
            translations: self.translations.or(other.translations),
        }
    }

    /// The language with its defaults.
    pub(super) fn resolve(self, code: String) -> Language {
        Language {
            code,
            title: self.title,
            description: self.description,
            generate_feeds: self.generate_feeds.unwrap_or(false),
            feed_filenames: self.feed_filenames.unwrap_or_else(|| vec!["atom.xml".to_owned()]),
            taxonomies: self.taxonomies.unwrap_or_default(),
            build_search_index: self.build_search_index.unwrap_or(false),
            search: self.search.unwrap_or_default(),
            translations: self.translations.unwrap_or_default(),
        }
    }
}
