//! `config` as templates see it (checklist VAR-2).

use std::collections::BTreeMap;

use tera::{Map, Value};

use super::fields::{Fields, texts};
use super::taxonomy::settings;
use crate::config::{
    AnchorPlace, Config, DataAttrPosition, HighlightStyle, Highlighting, IndexFormat, Language, Markdown, Mode, Search,
    SitemapPagers,
};
use crate::content::LanguageId;

/// The settings, those of `language` where a language has its own.
pub fn value(config: &Config, id: LanguageId) -> Value {
    let language = &config.languages[id.0 as usize];
    let mode = match config.mode {
        Mode::Build => "build",
        Mode::Serve => "serve",
        Mode::Check => "check",
    };
    let pagers = match config.sitemap_pagers {
        SitemapPagers::Keep => "none",
        SitemapPagers::Exclude => "all",
    };
    let others = config.languages.iter().filter(|other| other.code != language.code);
    let others: Map = others
        .map(|other| {
            let mut fields = own(other);
            // Of the language itself they are not shown: `trans` is the way to them.
            fields.put("translations", translations(&other.translations));
            (other.code.clone().into(), fields.into_value())
        })
        .collect();

    let mut fields = own(language);
    fields.put("base_url", config.base_url.as_str());
    fields.put("mode", mode);
    fields.put("default_language", config.default_language().code.as_str());
    fields.put("languages", others);
    // The older name stayed, the other two did not (checklist VAR-2).
    fields.put("generate_feed", language.generate_feeds);
    if config.has_old_feeds {
        // What templates of that time ask for (checklist MC-1); later ones leave something out where it is there.
        fields.put("feed_filename", language.feed_filenames.first().map_or("atom.xml", String::as_str));
        fields.put("generate_rss", language.generate_feeds);
    }
    fields.put("author", config.author.as_deref());
    fields.put("theme", config.theme.as_deref());
    fields.put("extra", config.extra.clone());
    fields.put("markdown", markdown(&config.markdown));
    fields.put("generate_sitemap", config.generate_sitemap);
    fields.put("generate_robots_txt", config.generate_robots_txt);
    fields.put("exclude_paginated_pages_in_sitemap", pagers);
    fields.into_value()
}

/// What each language has for itself.
fn own(language: &Language) -> Fields {
    let taxonomies = language.taxonomies.iter().map(|taxonomy| settings(taxonomy).into_value());
    let mut fields = Fields::with_capacity(20);
    fields.put("title", language.title.as_deref());
    fields.put("description", language.description.as_deref());
    fields.put("generate_feeds", language.generate_feeds);
    fields.put("feed_filenames", texts(language.feed_filenames.iter().map(String::as_str)));
    fields.put("taxonomies", taxonomies.collect::<Vec<Value>>());
    fields.put("build_search_index", language.build_search_index);
    fields.put("search", search(&language.search));
    fields
}

fn translations(translations: &BTreeMap<String, String>) -> Value {
    Value::from(
        translations.iter().map(|(key, text)| (key.clone().into(), Value::from(text.as_str()))).collect::<Map>(),
    )
}

fn search(search: &Search) -> Value {
    let format = match search.index_format {
        IndexFormat::ElasticlunrJavascript => "elasticlunr_javascript",
        IndexFormat::ElasticlunrJson => "elasticlunr_json",
        IndexFormat::FuseJavascript => "fuse_javascript",
        IndexFormat::FuseJson => "fuse_json",
    };
    let mut fields = Fields::with_capacity(7);
    fields.put("include_title", search.include_title);
    fields.put("include_description", search.include_description);
    fields.put("include_date", search.include_date);
    fields.put("include_path", search.include_path);
    fields.put("include_content", search.include_content);
    fields.put("truncate_content_length", search.truncate_content_length);
    fields.put("index_format", format);
    fields.into_value()
}

fn markdown(markdown: &Markdown) -> Value {
    let anchors = match markdown.insert_anchor_links {
        AnchorPlace::None => "none",
        AnchorPlace::Left => "left",
        AnchorPlace::Right => "right",
        AnchorPlace::Heading => "heading",
    };
    let mut fields = Fields::with_capacity(14);
    fields.put("highlighting", markdown.highlighting.as_ref().map(highlighting));
    fields.put("smart_punctuation", markdown.smart_punctuation);
    fields.put("definition_list", markdown.definition_list);
    fields.put("github_alerts", markdown.github_alerts);
    fields.put("render_emoji", markdown.render_emoji);
    fields.put("external_links_class", markdown.external_links_class.as_deref());
    fields.put("external_links_target_blank", markdown.external_links_target_blank);
    fields.put("external_links_no_follow", markdown.external_links_no_follow);
    fields.put("external_links_no_referrer", markdown.external_links_no_referrer);
    fields.put("external_links_external", markdown.external_links_external);
    fields.put("lazy_async_image", markdown.lazy_async_image);
    fields.put("bottom_footnotes", markdown.bottom_footnotes);
    if let Some(old) = markdown.highlighting.as_ref().and_then(|highlighting| highlighting.old.as_ref()) {
        fields.put("highlight_code", true);
        fields.put("highlight_theme", old.theme.as_str());
        let sheets = old.sheets.iter().map(|(theme, file)| {
            let mut fields = Fields::with_capacity(2);
            fields.put("theme", theme.as_str());
            fields.put("filename", file.as_str());
            fields.into_value()
        });
        fields.put("highlight_themes_css", sheets.collect::<Vec<Value>>());
    }
    fields.put("insert_anchor_links", anchors);
    fields.into_value()
}

fn highlighting(highlighting: &Highlighting) -> Value {
    let style = match highlighting.style {
        HighlightStyle::Inline => "inline",
        HighlightStyle::Class => "class",
    };
    let position = match highlighting.data_attr_position {
        DataAttrPosition::Code => "code",
        DataAttrPosition::Pre => "pre",
        DataAttrPosition::Both => "both",
        DataAttrPosition::None => "none",
    };
    let (theme, light, dark) = match &highlighting.dark_theme {
        Some(dark) => (None, Some(highlighting.theme.as_str()), Some(dark.as_str())),
        None => (Some(highlighting.theme.as_str()), None, None),
    };
    let mut fields = Fields::with_capacity(8);
    fields.put("theme", theme);
    fields.put("light_theme", light);
    fields.put("dark_theme", dark);
    fields.put("style", style);
    fields.put("error_on_missing_language", highlighting.error_on_missing_language);
    fields.put("data_attr_position", position);
    fields.put("extra_grammars", texts(highlighting.extra_grammars.iter().map(String::as_str)));
    fields.put("extra_themes", texts(highlighting.extra_themes.iter().map(String::as_str)));
    fields.into_value()
}
