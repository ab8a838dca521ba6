//! The settings as written, the theme's and the command line's, to one `Config`.

use std::path::{Component, Path};

use globset::Glob;
use jiff::tz::TimeZoneDatabase;
use unic_langid::LanguageIdentifier;

use super::code::{BAD_GLOB, BAD_LANGUAGE, BAD_TIMEZONE, CACHE_OUTSIDE, DEFAULT_LANGUAGE_TABLE, NO_BASE_URL};
use super::dialect::{Dialect, Recognised};
use super::file::ConfigFile;
use super::language::{Language, Written};
use super::markdown::Markdown;
use super::theme::{merge, theme_extra};
use super::value::to_map;
use super::{Config, LinkChecker, Mode, SitemapPagers};
use crate::diagnostic::{Diagnostic, Severity, Sink};
use crate::path::{Slugify, with_slashes};
use crate::source::{SourceTree, Table, sort_keys};

/// What the command line sets over the file.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// What the program was asked to do.
    pub mode: Mode,
    /// The settings file, from the root; none to look for `lianluo.toml`, `zola.toml`, `config.toml`.
    pub file: Option<String>,
    /// The dialect, whatever the site looks like.
    pub dialect: Option<Dialect>,
    /// `--base-url`.
    pub base_url: Option<String>,
    /// `--minify`.
    pub minify: bool,
    /// The key at the root under which the layer above keeps its settings. Where that table stands, the layer is on:
    /// the time zone, relative links and Chinese text rules have its defaults.
    pub layer: Option<&'static str>,
}

/// Reads and resolves the settings by themselves: the dialect is what they say, without a look at templates. `None`, with
/// diagnostics, if there is nothing to work with.
pub fn resolve(sources: &SourceTree, overrides: &Overrides, sink: &Sink) -> Option<Config> {
    let file = ConfigFile::read(sources, overrides, sink)?;
    let recognised = file.asked().or_else(|| file.told_by_keys()).unwrap_or_else(|| file.by_default());
    Some(resolve_file(file, recognised, sources, overrides, sink))
}

/// Resolves the settings `file` of a site in a dialect. Problems are told and the default taken.
pub fn resolve_file(
    file: ConfigFile,
    recognised: Recognised,
    sources: &SourceTree,
    overrides: &Overrides,
    sink: &Sink,
) -> Config {
    let (is_old, has_old_feeds) = (file.is_old, file.has_old_feeds);
    let dialect = recognised.dialect;
    let mut root = file.root;
    let root = &mut root;
    let layer = overrides.layer.and_then(|key| root.table(key, sink));
    let (layer, timezone, relative_links) = layer_settings(layer, sink);

    let base_url = base_url(root, overrides, sink);
    let theme = root.string("theme", sink).filter(|theme| !theme.is_empty());
    let (slugify_paths, slugify_taxonomies, slugify_anchors, paths_keep_dates) = slugs(root, sink);
    let languages = languages(root, slugify_taxonomies, is_old, sink);

    let mut extra = root.table("extra", sink).map(|mut extra| extra.rest()).unwrap_or_default();
    if let Some((file, theirs)) = theme.as_deref().and_then(|theme| theme_extra(sources, root, theme, sink)) {
        merge(&mut extra, theirs, "extra", (root.source(), &file), sink);
    }
    if dialect == Dialect::V1 {
        // The table itself is in no order there.
        extra.iter_mut().for_each(|entry| sort_keys(&mut entry.node));
    }

    let markdown = root.table("markdown", sink);
    let config = Config {
        file: root.source().clone(),
        dialect,
        dialect_reason: recognised.reason,
        mode: overrides.mode,
        base_url,
        theme,
        author: root.string("author", sink),
        output_dir: root
            .string("output_dir", sink)
            .map_or_else(|| "public".to_owned(), |folder| with_slashes(&folder).into_owned()),
        cache_dir: cache_dir(root, sink),
        has_old_feeds,
        preserve_dotfiles_in_output: root.boolean("preserve_dotfiles_in_output", sink).unwrap_or(false),
        compile_sass: root.boolean("compile_sass", sink).unwrap_or(false),
        minify_html: root.boolean("minify_html", sink).unwrap_or(false) || overrides.minify,
        ignored_content: globs(root, "ignored_content", sink),
        ignored_static: globs(root, "ignored_static", sink),
        skip_content_templating: globs(root, "skip_content_templating", sink),
        hard_link_static: root.boolean("hard_link_static", sink).unwrap_or(false),
        feed_limit: root.count("feed_limit", sink).and_then(|limit| usize::try_from(limit).ok()),
        taxonomy_root: root.string("taxonomy_root", sink).filter(|path| !path.is_empty()),
        generate_sitemap: root.boolean("generate_sitemap", sink).unwrap_or(true),
        generate_robots_txt: root.boolean("generate_robots_txt", sink).unwrap_or(true),
        sitemap_pagers: root
            .choice(
                "exclude_paginated_pages_in_sitemap",
                &[("none", SitemapPagers::Keep), ("all", SitemapPagers::Exclude)],
                sink,
            )
            .unwrap_or_default(),
        slugify_paths,
        slugify_taxonomies,
        slugify_anchors,
        paths_keep_dates,
        markdown: Markdown::read(markdown, layer.is_some(), (dialect, is_old), sink),
        link_checker: link_checker(root, sink),
        languages,
        extra: to_map(extra),
        layer,
        relative_links,
        timezone,
    };
    if is_old {
        root.finish_old(sink)
    } else {
        root.finish(sink)
    }
    config
}

/// What the layer's table says about things that hold for the whole site, and what holds where it says nothing.
fn layer_settings(layer: Option<Table>, sink: &Sink) -> (Option<Table>, String, bool) {
    let Some(mut table) = layer else { return (None, "UTC".to_owned(), false) };
    let mut timezone = table.string("timezone", sink);
    if let Some(zone) = timezone.take_if(|zone| TimeZoneDatabase::bundled().get(zone).is_err()) {
        sink.push(table.diagnose(&BAD_TIMEZONE, "timezone").arg("zone", zone));
    }
    let relative_links = table.boolean("relative_links", sink).unwrap_or(true);
    (Some(table), timezone.unwrap_or_else(|| "Asia/Shanghai".to_owned()), relative_links)
}

fn base_url(root: &mut Table, overrides: &Overrides, sink: &Sink) -> String {
    let written = root.string("base_url", sink);
    if let Some(given) = &overrides.base_url {
        return given.clone();
    }
    match written {
        Some(url) if !url.trim().is_empty() => url,
        written => {
            if written.is_some() || !root.has("base_url") {
                sink.push(root.diagnose(&NO_BASE_URL, "base_url"));
            }
            // The error stands; a stand-in lets the stages before writing find what else is wrong.
            "http://localhost".to_owned()
        }
    }
}

fn slugs(root: &mut Table, sink: &Sink) -> (Slugify, Slugify, Slugify, bool) {
    const WORDS: [(&str, Slugify); 3] = [("on", Slugify::On), ("safe", Slugify::Safe), ("off", Slugify::Off)];
    let Some(mut table) = root.table("slugify", sink) else { return Default::default() };
    let mut how = |key| table.choice(key, &WORDS, sink).unwrap_or_default();
    let (paths, taxonomies, anchors) = (how("paths"), how("taxonomies"), how("anchors"));
    let keep = table.boolean("paths_keep_dates", sink).unwrap_or(false);
    table.finish_open(sink);
    (paths, taxonomies, anchors, keep)
}

fn languages(root: &mut Table, slugs: Slugify, is_old: bool, sink: &Sink) -> Vec<Language> {
    let mut default = root.string("default_language", sink).unwrap_or_else(|| "en".to_owned());
    if default.parse::<LanguageIdentifier>().is_err() {
        sink.push(root.diagnose(&BAD_LANGUAGE, "default_language").arg("code", &default));
        default = "en".to_owned();
    }
    let mut first = Written::read(root, slugs, sink);
    let mut others = Vec::new();
    for (code, span, mut table) in root.table_map("languages", sink).unwrap_or_default() {
        let written = Written::read(&mut table, slugs, sink);
        if is_old {
            table.finish_old(sink);
        } else {
            table.finish(sink);
        }
        if code == default {
            let diagnostic = Diagnostic::new(&DEFAULT_LANGUAGE_TABLE).arg("code", &code);
            sink.push(diagnostic.at(root.source(), span));
            first = first.merge(written, &code, root, &table, sink);
        } else if code.parse::<LanguageIdentifier>().is_err() {
            sink.push(Diagnostic::new(&BAD_LANGUAGE).arg("code", &code).at(root.source(), span));
        } else {
            others.push(written.resolve(code));
        }
    }
    let first = first.resolve(default);
    for other in &mut others {
        other.search.index_format = first.search.index_format;
    }
    others.sort_by(|a, b| a.code.cmp(&b.code));
    others.insert(0, first);
    others
}

fn link_checker(root: &mut Table, sink: &Sink) -> LinkChecker {
    const LEVELS: [(&str, Severity); 2] = [("error", Severity::Error), ("warn", Severity::Warning)];
    let mut table = root
        .table("link_checker", sink)
        .unwrap_or_else(|| Table::new(root.source().clone(), "link_checker", 0..0, Vec::new()));
    let checker = LinkChecker {
        skip_prefixes: table.strings("skip_prefixes", sink).unwrap_or_default(),
        skip_anchor_prefixes: table.strings("skip_anchor_prefixes", sink).unwrap_or_default(),
        ignored_files: globs(&mut table, "ignored_files", sink),
        internal_level: table.choice("internal_level", &LEVELS, sink).unwrap_or(Severity::Error),
        external_level: table.choice("external_level", &LEVELS, sink).unwrap_or(Severity::Error),
    };
    table.finish_open(sink);
    checker
}

/// A list of globs; the bad ones are told and left out.
fn globs(table: &mut Table, key: &'static str, sink: &Sink) -> Vec<String> {
    let mut globs = Vec::new();
    for (glob, span) in table.placed_strings(key, sink).unwrap_or_default() {
        match Glob::new(&glob) {
            Ok(_) => globs.push(glob),
            Err(error) => {
                let diagnostic = Diagnostic::new(&BAD_GLOB).arg("glob", &glob).arg("reason", error.kind());
                sink.push(diagnostic.at(table.source(), span));
            }
        }
    }
    globs
}

/// `cache_dir`, which may not lead out of the site: only who builds it says where else to write (`build --cache`).
fn cache_dir(root: &mut Table, sink: &Sink) -> String {
    let Some(folder) = root.string("cache_dir", sink) else { return ".lianluo".to_owned() };
    if !Path::new(&folder).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        sink.push(root.diagnose(&CACHE_OUTSIDE, "cache_dir").arg("folder", &folder));
    }
    folder
}

#[cfg(test)]
#[path = "resolve_tests.rs"]
mod tests;
