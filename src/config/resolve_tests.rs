//! What every key of the settings does, and how mistakes in them are told.

use std::sync::Arc;

use proptest::prelude::*;

use super::{Overrides, resolve};
use crate::config::testing::config;
use crate::config::{AnchorPlace, Config, DataAttrPosition, HighlightStyle, IndexFormat, SitemapPagers};
use crate::diagnostic::{Diagnostic, Locale, Severity, Sink, to_terminal};
use crate::path::{Slugify, SourcePath};
use crate::source::{MemoryWorld, SourceTree};

fn site(files: &[(&str, &str)], overrides: &Overrides) -> (Option<Config>, Vec<Diagnostic>) {
    let mut world = MemoryWorld::default();
    for (path, text) in files {
        world.files.insert(SourcePath::new(path).unwrap(), text.as_bytes().to_vec());
    }
    let sink = Sink::new();
    let config = resolve(&SourceTree::new(Arc::new(world)), overrides, &sink);
    (config, sink.finish())
}

fn layered() -> Overrides {
    Overrides { layer: Some("group"), ..Overrides::default() }
}

fn ids(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|found| found.code.id).collect()
}

fn told(text: &str) -> Vec<String> {
    let (_, found) = site(&[("zola.toml", &format!("base_url = \"https://x.test\"\n{text}"))], &Overrides::default());
    ids(&found).into_iter().map(str::to_owned).collect()
}

// checklist: CFG-5, CFG-6, CFG-7, CFG-8, CFG-12, CFG-13, CFG-16, CFG-17, CFG-18
#[test]
fn a_site_that_says_nothing_has_the_documented_defaults() {
    let config = config("");
    assert_eq!(config.default_language().code, "en");
    assert_eq!(config.default_language().feed_filenames, ["atom.xml"]);
    assert_eq!((config.output_dir.as_str(), config.timezone.as_str()), ("public", "UTC"));
    assert!(config.generate_sitemap && config.generate_robots_txt && config.markdown.external_links_external);
    assert!(!config.markdown.cjk && config.markdown.template_code && !config.relative_links && config.layer.is_none());
    assert!(!config.compile_sass && !config.minify_html && !config.hard_link_static && !config.paths_keep_dates);
    assert!(config.extra.as_map().is_some_and(|extra| extra.is_empty()));
    assert_eq!(config.link_checker.internal_level, Severity::Error);
    assert!(!config.is_multilingual());
}

// checklist: CFG-2, CFG-9, CFG-10, CFG-11, CFG-13, CFG-14, CFG-15, CFG-18
#[test]
fn every_key_is_read() {
    let config = config(
        r#"
base_url = "https://x.test/sub/"
title = "站"
description = "d"
author = "a"
default_language = "zh-CN"
output_dir = "out"
preserve_dotfiles_in_output = true
compile_sass = true
minify_html = true
ignored_content = ["*.psd"]
ignored_static = ["*.bak"]
skip_content_templating = ["raw/**"]
generate_feeds = true
feed_filenames = ["rss.xml", "atom.xml"]
feed_limit = 10
hard_link_static = true
taxonomies = [{ name = "标签", paginate_by = 5, paginate_path = "p", feed = true, render = false, lang = "zh" }]
taxonomy_root = "t"
build_search_index = true
generate_sitemap = false
generate_robots_txt = false
exclude_paginated_pages_in_sitemap = "all"
[slugify]
paths = "safe"
taxonomies = "off"
anchors = "safe"
paths_keep_dates = true
[search]
include_title = false
include_date = true
truncate_content_length = 100
index_format = "fuse_json"
[link_checker]
skip_prefixes = ["http://"]
skip_anchor_prefixes = ["https://g"]
ignored_files = ["*.md"]
internal_level = "warn"
[markdown]
smart_punctuation = true
definition_list = true
github_alerts = true
render_emoji = true
external_links_class = "out"
external_links_target_blank = true
external_links_no_follow = true
external_links_no_referrer = true
external_links_external = false
lazy_async_image = true
bottom_footnotes = true
insert_anchor_links = "heading"
cjk = true
template_code = false
[markdown.highlighting]
light_theme = "l"
dark_theme = "d"
style = "class"
error_on_missing_language = true
data_attr_position = "Both"
extra_grammars = ["g.json"]
extra_themes = ["t.json"]
[translations]
hello = "你好"
[languages.en]
title = "Site"
build_search_index = true
[languages.en.search]
include_path = true
[languages.de]
[extra]
when = 2020-01-02
deep = { at = [2020-01-02T03:04:05Z] }
"#,
    );
    assert_eq!(config.base_url, "https://x.test/sub/");
    let language = config.default_language();
    assert_eq!((language.code.as_str(), language.title.as_deref()), ("zh-CN", Some("站")));
    assert_eq!(language.taxonomies[0].slug, "标签");
    assert_eq!((language.taxonomies[0].paginate_by, language.taxonomies[0].render), (Some(5), false));
    assert_eq!(language.translations["hello"], "你好");
    assert_eq!(language.search.truncate_content_length, Some(100));
    let codes: Vec<_> = config.languages.iter().map(|language| language.code.as_str()).collect();
    assert_eq!(codes, ["zh-CN", "de", "en"]);
    let english = config.language("en").unwrap();
    assert!(english.search.include_path && english.build_search_index && !english.generate_feeds);
    assert_eq!(english.search.index_format, IndexFormat::FuseJson);
    assert_eq!(english.feed_filenames, ["atom.xml"]);
    assert_eq!((config.slugify_paths, config.slugify_taxonomies), (Slugify::Safe, Slugify::Off));
    assert_eq!((config.feed_limit, config.sitemap_pagers), (Some(10), SitemapPagers::Exclude));
    assert_eq!(config.taxonomy_root.as_deref(), Some("t"));
    assert_eq!(config.link_checker.internal_level, Severity::Warning);
    let markdown = &config.markdown;
    assert_eq!(markdown.insert_anchor_links, AnchorPlace::Heading);
    assert!(markdown.cjk && !markdown.template_code && !markdown.external_links_external && markdown.bottom_footnotes);
    let highlighting = markdown.highlighting.as_ref().unwrap();
    assert_eq!((highlighting.theme.as_str(), highlighting.dark_theme.as_deref()), ("l", Some("d")));
    assert_eq!(highlighting.style, HighlightStyle::Class);
    assert_eq!(highlighting.data_attr_position, DataAttrPosition::Both);
    assert_eq!(config.extra.get_from_path("when").and_then(|when| when.as_str()), Some("2020-01-02"));
    let deep = config.extra.get_from_path("deep.at").and_then(|list| list.as_array()).unwrap();
    assert_eq!(deep[0].as_str(), Some("2020-01-02T03:04:05Z"));
}

#[test]
fn the_first_settings_file_there_is_counts() {
    let files = [
        ("config.toml", "base_url = \"https://c.test\""),
        ("zola.toml", "base_url = \"https://z.test\""),
        ("lianluo.toml", "base_url = \"https://l.test\""),
    ];
    for (count, url) in [(1, "https://c.test"), (2, "https://z.test"), (3, "https://l.test")] {
        assert_eq!(site(&files[..count], &Overrides::default()).0.unwrap().base_url, url);
    }
    let given = Overrides { file: Some("config.toml".to_owned()), ..Overrides::default() };
    assert_eq!(site(&files, &given).0.unwrap().base_url, "https://c.test");
    let (none, found) = site(&[], &Overrides::default());
    assert!(none.is_none());
    assert_eq!(ids(&found), ["config-file"]);
}

#[test]
fn the_command_line_wins() {
    let overrides =
        Overrides { base_url: Some("/".to_owned()), minify: true, layer: Some("group"), ..Overrides::default() };
    let config = site(&[("zola.toml", "base_url = \"https://x.test\"")], &overrides).0.unwrap();
    assert_eq!((config.base_url.as_str(), config.minify_html), ("/", true));
}

#[test]
fn a_layers_table_turns_its_defaults_on() {
    let text = |more: &str| format!("base_url = \"https://x.test\"\n{more}");
    let (config, found) = site(&[("zola.toml", &text("[group]\ntownship = \"青溪镇\""))], &layered());
    let config = config.unwrap();
    assert_eq!(found, []);
    assert_eq!((config.timezone.as_str(), config.relative_links, config.markdown.cjk), ("Asia/Shanghai", true, true));
    let mut layer = config.layer.clone().unwrap();
    let sink = Sink::new();
    assert_eq!(layer.string("township", &sink).as_deref(), Some("青溪镇"));
    layer.finish(&sink);
    assert_eq!(sink.finish(), []);

    let off = text("[markdown]\ncjk = false\n[group]\ntimezone = \"Asia/Urumqi\"\nrelative_links = false");
    let config = site(&[("zola.toml", &off)], &layered()).0.unwrap();
    assert_eq!((config.timezone.as_str(), config.relative_links, config.markdown.cjk), ("Asia/Urumqi", false, false));
    let sink = Sink::new();
    config.layer.unwrap().finish(&sink);
    assert_eq!(sink.finish(), [], "what is read here is known to the layer");

    let wrong = text("[group]\ntimezone = \"Asia/Peking\"");
    assert_eq!(ids(&site(&[("zola.toml", &wrong)], &layered()).1), ["config-timezone"]);
    assert_eq!(ids(&site(&[("zola.toml", &wrong)], &Overrides::default()).1), ["unknown-key"]);
    assert_eq!(site(&[("zola.toml", &text(""))], &layered()).0.unwrap().timezone, "UTC");
}

// checklist: CFG-22
#[test]
fn a_themes_extra_lies_under_the_sites() {
    let settings = "base_url = \"https://x.test\"\ntheme = \"t\"\n[extra]\na = 1\nlist = [1]\n[extra.deep]\nb = 2\n";
    let theme =
        "name = \"t\"\nmin_version = \"9\"\n[extra]\na = 9\nlist = [7, 8]\nnew = \"n\"\n[extra.deep]\nb = 9\nc = 3\n";
    let files = [("zola.toml", settings), ("themes/t/theme.toml", theme), ("themes/t/templates/index.html", "")];
    let (config, found) = site(&files, &Overrides::default());
    assert_eq!(found, []);
    let extra = config.unwrap().extra;
    let number = |path: &str| extra.get_from_path(path).and_then(|value| value.as_i64());
    assert_eq!((number("a"), number("deep.b"), number("deep.c")), (Some(1), Some(2), Some(3)));
    assert_eq!(extra.get_from_path("list").and_then(|list| list.as_array()).map(<[_]>::len), Some(1));
    assert_eq!(extra.get_from_path("new").and_then(|value| value.as_str()), Some("n"));

    let clash = [("zola.toml", settings), ("themes/t/theme.toml", "[extra]\ndeep = 1\n"), files[2]];
    assert_eq!(ids(&site(&clash, &Overrides::default()).1), ["config-extra-clash"]);
    assert_eq!(ids(&site(&files[..2], &Overrides::default()).1), ["config-theme"]);
    assert_eq!(ids(&site(&files[..1], &Overrides::default()).1), ["config-theme"]);
}

// checklist: CFG-20
#[test]
fn the_default_language_may_have_a_table_but_nothing_twice() {
    let (config, found) = site(
        &[(
            "zola.toml",
            "base_url = \"https://x.test\"\ngenerate_feeds = true\n[languages.en]\ntitle = \"T\"\ngenerate_feeds = false\n",
        )],
        &Overrides::default(),
    );
    assert_eq!(ids(&found), ["config-language-default"]);
    let config = config.unwrap();
    assert_eq!(config.default_language().title.as_deref(), Some("T"));
    assert!(config.default_language().generate_feeds);
    assert_eq!(config.languages.len(), 1);
    let twice = told("title = \"A\"\n[languages.en]\ntitle = \"B\"");
    assert_eq!(twice, ["config-language-twice", "config-language-default"]);
}

// checklist: HL-2
#[test]
fn code_has_one_theme_or_two_and_an_empty_name_is_none() {
    let told = |keys: &str| told(&format!("[markdown.highlighting]\n{keys}")).join(" ");
    assert_eq!(told("theme = \"a\"\nlight_theme = \"\"\ndark_theme = \"\""), "");
    assert_eq!(told("theme = \"\"\nlight_theme = \"a\"\ndark_theme = \"b\""), "");
    for wrong in [
        "theme = \"\"",
        "light_theme = \"a\"\ndark_theme = \"\"",
        "theme = \"a\"\nlight_theme = \"b\"\ndark_theme = \"c\"",
    ] {
        assert_eq!(told(wrong), "config-highlight-theme", "{wrong}");
    }
}

// checklist: HL-1, MC-2
#[test]
fn older_highlighting_keys_still_work_and_are_told() {
    let (config, found) = site(
        &[(
            "config.toml",
            "base_url = \"https://x.test\"\n[markdown]\nhighlight_code = true\nhighlight_theme = \"css\"\nhighlight_themes_css = [{ theme = \"day\", filename = \"d.css\" }, { theme = \"night\", filename = \"n.css\" }]\n",
        )],
        &Overrides::default(),
    );
    assert_eq!(ids(&found), ["config-highlight-old"; 3]);
    let highlighting = config.unwrap().markdown.highlighting.unwrap();
    assert_eq!(highlighting.style, HighlightStyle::Class);
    assert_eq!((highlighting.theme.as_str(), highlighting.dark_theme.as_deref()), ("day", Some("night")));
    assert_eq!(highlighting.sheets(), ["d.css", "n.css"]);
    let (config, _) = site(
        &[(
            "config.toml",
            "base_url = \"https://x.test\"\n[markdown]\nhighlight_code = true\nhighlight_theme = \"x\"\n",
        )],
        &Overrides::default(),
    );
    let highlighting = config.unwrap().markdown.highlighting.unwrap();
    assert_eq!((highlighting.theme.as_str(), highlighting.style), ("x", HighlightStyle::Inline));
}

#[test]
fn unknown_keys_are_errors_only_where_the_reference_has_them_so() {
    assert_eq!(told("nonsense_key = 1"), ["unknown-key"]);
    assert_eq!(told("[markdown]\nnonsense = 1"), ["unknown-key"]);
    assert_eq!(told("[languages.fr]\nnonsense = 1"), ["unknown-key"]);
    assert_eq!(told("[markdown.highlighting]\ntheme = \"t\"\nnonsense = 1"), ["unknown-key"]);
    assert_eq!(told("[search]\nnonsense = 1\n[slugify]\nnonsense = 1\n[link_checker]\nnonsense = 1"), [""; 0]);
    assert_eq!(told("taxonomies = [{ name = \"t\", nonsense = 1 }]"), [""; 0]);
    // Before 0.22 this was an unknown key, too.
    let switch = "[compat]\nzola = \"0.22\"\n[markdown]\nhighlighting = true";
    assert_eq!(told(switch), ["ignored-key"]);
    assert_eq!(told("[markdown]\nhighlighting = true"), ["value-table"]);
    assert_eq!(told("[slugify]\npath = \"on\""), ["ignored-key"]);
}

#[test]
fn mistakes_are_told() {
    let plain = |text: &str| ids(&site(&[("zola.toml", text)], &Overrides::default()).1).join(" ");
    assert_eq!(plain("title = \"x\""), "config-base-url");
    assert_eq!(plain("base_url = \"\""), "config-base-url");
    assert_eq!(plain("base_url = 1"), "value-text");
    assert_eq!(told("default_language = \"中文\""), ["config-language"]);
    assert_eq!(told("[languages.\"not a code\"]"), ["config-language"]);
    assert_eq!(told("ignored_content = [\"a[\"]"), ["config-glob"]);
    assert_eq!(told("[markdown]\nexternal_links_class = \"a\\\"b\""), ["config-class-quotes"]);
    assert_eq!(told("[markdown.highlighting]"), ["config-highlight-theme"]);
    assert_eq!(told("[markdown.highlighting]\ntheme = \"a\"\ndark_theme = \"b\""), ["config-highlight-theme"]);
    assert_eq!(told("[markdown.highlighting]\nlight_theme = \"a\""), ["config-highlight-theme"]);
    assert_eq!(told("[markdown.highlighting]\ntheme = 1"), ["value-text"]);
    assert_eq!(told("taxonomies = [{ feed = true }]"), ["config-taxonomy-name"]);
    assert_eq!(told("taxonomies = [\"tags\"]"), ["value-tables"]);
    let twice = "taxonomies = [{ name = \"tags\", feed = true }, { name = \"tags\", lang = \"en\" }]";
    assert_eq!(told(twice), ["config-taxonomy-twice"]);
    assert_eq!(told("[translations]\na = 1"), ["value-text"]);
    assert_eq!(told("extra = 1"), ["value-table"]);
    assert_eq!(told("a = \nb = "), ["toml-syntax", "toml-syntax"]);
}

#[test]
fn the_wording_of_typical_mistakes() {
    let text = "base_ul = \"https://x.test\"\ncompile_sass = \"yes\"\nignored_content = [\"a[\"]\n[slugify]\npaths = \"of\"\n[markdown]\nhighlight_code = true\nsmart_punctation = true\nextra = 1\n[languages.xx-y]\n";
    let (_, found) = site(&[("zola.toml", text)], &Overrides::default());
    insta::assert_snapshot!("mistakes_zh", to_terminal(&found, Locale::Zh, false));
    insta::assert_snapshot!("mistakes_en", to_terminal(&found, Locale::En, false));
    let (_, found) =
        site(&[("lianluo.toml", "base_url = “https://x.test”\ntitle ＝ \"a\"\nlist = [1，2]\n")], &layered());
    insta::assert_snapshot!("keyboard_zh", to_terminal(&found, Locale::Zh, false));
    insta::assert_snapshot!("keyboard_en", to_terminal(&found, Locale::En, false));
}

proptest! {
    #[test]
    fn no_settings_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80), text in "((base_url|title|theme|taxonomies|languages|extra|markdown|search|group|feed_limit)(\\.[a-z]{1,3})? ?= ?(\"[a-z*\\[]{0,4}\"|[0-9-]{1,3}|true|\\[\\]|\\{ ?[a-z]{1,2} = 1 ?\\}|2020-01-01)\n|\\[(markdown|languages\\.[a-z]{1,9}|group|slugify|search)\\]\n){0,8}") {
        for bytes in [bytes, text.into_bytes()] {
            let mut world = MemoryWorld::default();
            world.files.insert(SourcePath::new("zola.toml").unwrap(), bytes);
            let sink = Sink::new();
            let _ = resolve(&SourceTree::new(Arc::new(world)), &layered(), &sink);
            let _ = to_terminal(&sink.finish(), Locale::Zh, false);
        }
    }
}

// checklist: MC-1
#[test]
fn settings_of_older_releases_work_and_are_told_once() {
    let text = r#"
base_url = "https://x.test"
generate_rss = true
rss_limit = 5
highlight_code = true
slugify_paths = false
languages = [{ code = "fr", rss = true, search = true }]
taxonomies = [{ name = "tags", rss = true }, { name = "auteurs", lang = "fr" }]
some_key_of_mine = 1
[translations.en]
hello = "Hello"
[translations.fr]
hello = "Bonjour"
[extra]
"#;
    let (config, found) = site(&[("config.toml", text)], &Overrides::default());
    let mut told = ids(&found);
    told.sort_unstable();
    told.dedup();
    assert_eq!(told, ["config-highlight-old", "config-key-old", "ignored-key"]);
    let config = config.unwrap();
    assert_eq!(config.dialect, crate::config::Dialect::V1);
    let (english, french) = (&config.languages[0], &config.languages[1]);
    assert!(english.generate_feeds && french.generate_feeds && french.build_search_index);
    assert_eq!((english.feed_filenames.as_slice(), config.feed_limit), (&["rss.xml".to_owned()][..], Some(5)));
    assert_eq!(config.slugify_paths, Slugify::Safe);
    assert!(config.markdown.highlighting.is_some() && english.taxonomies[0].feed);
    let names =
        |language: &crate::config::Language| language.taxonomies.iter().map(|t| t.name.clone()).collect::<Vec<_>>();
    assert_eq!((names(english), names(french)), (vec!["tags".to_owned()], vec!["auteurs".to_owned()]));
    assert_eq!((english.translations["hello"].as_str(), french.translations["hello"].as_str()), ("Hello", "Bonjour"));
}

// checklist: MC-1
#[test]
fn the_feed_keys_of_0_18_work() {
    let text = "base_url = \"https://x.test\"\ngenerate_feed = true\nfeed_filename = \"rss.xml\"\n[languages.fr]\ngenerate_feed = true\n";
    let (config, found) = site(&[("zola.toml", text)], &Overrides::default());
    assert_eq!(ids(&found), ["config-key-old"; 3]);
    let config = config.unwrap();
    assert_eq!(config.languages[0].feed_filenames, ["rss.xml"]);
    assert!(config.languages.iter().all(|language| language.generate_feeds));
}

#[test]
fn of_two_names_for_feeds_the_later_one_counts() {
    let text = "base_url = \"https://x.test\"\ngenerate_rss = true\n";
    let names = |text: &str| {
        let (config, _) = site(&[("config.toml", text)], &Overrides::default());
        config.unwrap().default_language().feed_filenames.clone()
    };
    let terms_have = |text: &str| {
        let text = format!("{text}taxonomies = [{{ name = \"tags\", rss = true }}]\n");
        let (config, _) = site(&[("config.toml", &text)], &Overrides::default());
        config.unwrap().default_language().taxonomies[0].feed
    };
    assert!(terms_have(text));
    assert!(!terms_have(&format!("{text}generate_feed = true\n")));
    assert!(!terms_have("base_url = \"https://x.test\"\ngenerate_feeds = true\n"));
    assert_eq!(names(text), ["rss.xml"]);
    assert_eq!(names(&format!("{text}generate_feed = true\n")), ["atom.xml"]);
}
