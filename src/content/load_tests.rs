//! The content folder as a whole: what is read, what is left out, what is told.

use std::sync::Arc;

use proptest::prelude::*;

use super::{Aliases, Content, load};
use crate::config::testing::config;
use crate::content::{Document, Front, PageFront, SectionFront, SortBy};
use crate::diagnostic::{Diagnostic, Locale, Sink, to_terminal};
use crate::path::SourcePath;
use crate::source::{MemoryWorld, SourceTree};

const ALIASES: Aliases = &[
    ("标题", "title"),
    ("日期", "date"),
    ("来源", "extra.source"),
    ("图片", "extra.images"),
    ("说明", "description"),
    ("说明", "extra.images.alt"),
    ("标签", "taxonomies.tags"),
];

fn read(settings: &str, files: &[(&str, &str)], drafts: bool) -> (Content, Vec<Diagnostic>) {
    let mut world = MemoryWorld::default();
    for (path, text) in files {
        world.files.insert(SourcePath::new(path).unwrap(), text.as_bytes().to_vec());
    }
    let sink = Sink::new();
    let content =
        load(&SourceTree::new(Arc::new(world)), &config(settings), ALIASES, drafts, &|_, _, _, _| None, &sink);
    (content, sink.finish())
}

fn one(name: &str, text: &str) -> (Option<Document>, Vec<Diagnostic>) {
    let (mut content, found) = read("taxonomies = [{ name = \"tags\" }]", &[(&format!("content/{name}"), text)], false);
    (content.documents.pop().and_then(Arc::into_inner), found)
}

fn page(text: &str) -> PageFront {
    let (document, found) = one("a.md", text);
    assert_eq!(found, []);
    match document.expect("no mistakes").front {
        Front::Page(front) => *front,
        Front::Section(_) => panic!("a.md is a page"),
    }
}

fn section(text: &str) -> SectionFront {
    let (document, found) = one("_index.md", text);
    assert_eq!(found, []);
    match document.expect("no mistakes").front {
        Front::Section(front) => *front,
        Front::Page(_) => panic!("_index.md is a section"),
    }
}

/// Ids and marked texts of what is told.
fn told(name: &str, text: &str) -> Vec<(&'static str, String)> {
    let (_, found) = one(name, text);
    let marked = |found: &Diagnostic| {
        found.labels[0].mark.as_ref().map_or_else(String::new, |(text, span)| text.text[span.clone()].to_owned())
    };
    found.iter().map(|found| (found.code.id, marked(found))).collect()
}

fn names(content: &Content) -> Vec<&str> {
    content.documents.iter().map(|document| document.place.relative.as_str()).collect()
}

#[test]
fn front_matter_and_body_part_at_the_fences() {
    for (text, body) in [
        ("+++\n+++\nBody", "Body"),
        ("\n \n+++  \ntitle = \"a\"\n+++\n\nBody\n", "\nBody\n"),
        ("+++\r\ntitle = \"a\"\r\n+++\r\nBody\r\n", "Body\r\n"),
        ("---\ntitle: a\n---\nBody\n\n---\n\nMore", "Body\n\n---\n\nMore"),
        ("---\r\ntitle: a\r\n---", ""),
        ("+++\ntitle = \"a\" # +++\n+++", ""),
        ("  +++\n  title = \"a\"\n  +++\nBody\n\n+++\n", "Body\n\n+++\n"),
    ] {
        let (document, found) = one("a.md", text);
        assert_eq!(found, [], "{text}");
        assert_eq!(document.unwrap().body(), body, "{text}");
    }
}

#[test]
fn what_is_no_front_matter_is_told() {
    for (text, id) in [
        ("", "front-matter-missing"),
        ("\n\n", "front-matter-missing"),
        ("# 标题\n", "front-matter-missing"),
        ("++++\n++++\n", "front-matter-missing"),
        ("＋＋＋\n＋＋＋\n", "front-matter-missing"),
        ("+++", "front-matter-unclosed"),
        ("+++\ntitle = \"a\"\n---\nBody", "front-matter-unclosed"),
        ("+++\ntitle = \"a\"\n++++\nBody", "front-matter-unclosed"),
        ("+++\ntitle = \"没有结束\n+++\n正文", "toml-syntax"),
        ("---\ntitle: [\n---\n", "yaml-syntax"),
        ("---\n标题：甲\n---\n", "yaml-table"),
    ] {
        let (document, found) = one("a.md", text);
        assert!(document.is_none(), "{text}");
        assert_eq!(found.iter().map(|found| found.code.id).collect::<Vec<_>>(), [id], "{text}");
    }
}

#[test]
fn every_key_of_a_page_is_read() {
    let toml = r#"+++
title = "t"
description = "d"
date = 2021-06-07T08:09:10
updated = "2021-06-08"
weight = 3
draft = false
render = false
slug = "s"
path = "p/q"
aliases = ["x"]
template = "t.html"
authors = ["甲"]
in_search_index = false
include_in_feeds = false
[taxonomies]
tags = ["一", "二"]
[extra]
when = 2020-01-02
nested = [{ at = 2020-01-02T03:04:05Z }]
+++
"#;
    let yaml = "---
title: t
description: d
date: 2021-06-07 08:09:10
updated: \"2021-06-08\"
weight: 3
draft: false
render: false
slug: s
path: p/q
aliases: [x]
template: t.html
authors:
  - 甲
in_search_index: false
include_in_feeds: false
taxonomies:
  tags: [一, 二]
extra:
  when: 2020-01-02
  nested:
    - at: 2020-01-02T03:04:05Z
---
";
    for text in [toml, yaml] {
        let page = page(text);
        assert_eq!((page.title.as_deref(), page.description.as_deref()), (Some("t"), Some("d")));
        assert_eq!(page.date.unwrap().text, "2021-06-07T08:09:10");
        assert_eq!(page.updated.unwrap().text, "2021-06-08");
        assert_eq!((page.weight, page.draft, page.render), (Some(3), false, false));
        assert_eq!((page.slug.as_deref(), page.path.as_deref()), (Some("s"), Some("p/q")));
        assert_eq!((page.aliases, page.authors), (vec!["x".to_owned()], vec!["甲".to_owned()]));
        assert_eq!(page.template.as_deref(), Some("t.html"));
        assert!(!page.in_search_index && !page.include_in_feeds);
        assert_eq!(page.taxonomies, [("tags".to_owned(), vec!["一".to_owned(), "二".to_owned()])]);
        assert_eq!(page.extra.get_from_path("when").and_then(|value| value.as_str()), Some("2020-01-02"));
        let nested = page.extra.get_from_path("nested").and_then(|list| list.as_array()).unwrap();
        assert_eq!(nested[0].get_from_path("at").and_then(|value| value.as_str()), Some("2020-01-02T03:04:05Z"));
    }
    let empty = page("+++\n+++\n");
    assert!(empty.render && empty.in_search_index && empty.include_in_feeds && !empty.draft);
    assert!(empty.extra.as_map().is_some_and(|extra| extra.is_empty()) && empty.weight.is_none());
}

#[test]
fn every_key_of_a_section_is_read() {
    let front = section(
        "+++\ntitle = \"t\"\nsort_by = \"update_date\"\nweight = 2\nrender = false\ntemplate = \"a\"\npage_template = \"b\"\npaginate_by = 5\npaginate_path = \"p\"\npaginate_reversed = true\ninsert_anchor_links = \"left\"\nin_search_index = false\nredirect_to = \"/x\"\ntransparent = true\naliases = [\"y\"]\ngenerate_feeds = true\n[extra]\na = 1\n+++\n",
    );
    assert_eq!((front.sort_by, front.weight, front.paginate_by), (SortBy::UpdateDate, 2, Some(5)));
    assert!(front.transparent && front.generate_feeds && front.paginate_reversed && !front.render);
    assert_eq!((front.paginate_path.as_str(), front.redirect_to.as_deref()), ("p", Some("/x")));
    let empty = section("---\n---\n");
    assert_eq!((empty.sort_by, empty.paginate_path.as_str(), empty.render), (SortBy::None, "page", true));
    assert_eq!(section("+++\npaginate_by = 0\n+++\n").paginate_by, Some(0));
}

#[test]
fn all_mistakes_of_a_file_are_told_at_once_and_in_place() {
    let text = "+++\ntitle = 1\ndate = \"2021-02-30\"\nweight = -1\nslug = \"\"\n[taxonomies]\ntags = [\"a\", \" \"]\ncolours = [\"x\"]\n+++\n";
    let told = told("标签.md", text);
    let pair = |id, marked: &str| (id, marked.to_owned());
    assert_eq!(
        told,
        [
            pair("value-text", "1"),
            pair("front-matter-date", "\"2021-02-30\""),
            pair("value-count", "-1"),
            pair("front-matter-empty", "\"\""),
            pair("front-matter-blank-term", "\" \""),
            pair("front-matter-taxonomy", "colours"),
        ]
    );
}

#[test]
fn unknown_keys_pass_on_pages_and_not_in_sections() {
    assert_eq!(told("a.md", "+++\nwhatever = 1\n+++\n"), []);
    assert_eq!(told("a.md", "+++\ntitel = \"x\"\n+++\n"), [("ignored-key", "titel".to_owned())]);
    assert_eq!(told("a.md", "+++\ntags = [\"x\"]\n+++\n"), [("front-matter-misplaced", "tags".to_owned())]);
    assert_eq!(told("_index.md", "+++\nwhatever = 1\n+++\n"), [("ignored-key", "whatever".to_owned())]);
    assert_eq!(told("_index.md", "+++\nsort_by = \"colour\"\n+++\n"), [("value-choice", "\"colour\"".to_owned())]);
}

#[test]
fn dates_come_from_names_unless_the_front_matter_has_one() {
    let date = |name: &str, text: &str| match one(name, text).0.unwrap().front {
        Front::Page(front) => front.date.map(|date| date.text),
        Front::Section(_) => None,
    };
    assert_eq!(date("2019-05-10-a.md", "+++\n+++\n").as_deref(), Some("2019-05-10"));
    assert_eq!(date("2019-05-10-a/index.md", "+++\n+++\n").as_deref(), Some("2019-05-10"));
    assert_eq!(date("2019-05-10-a.md", "+++\ndate = 2020-10-10\n+++\n").as_deref(), Some("2020-10-10"));
    assert_eq!(date("a.md", "+++\n+++\n"), None);
}

#[test]
fn other_names_of_keys_are_understood_and_found_again() {
    let text = "+++\n标题 = \"甲\"\n日期 = 2026-03-18\n来源 = \"本组\"\n标签 = [\"a\"]\n[extra]\n说明 = \"d\"\n[[extra.图片]]\n说明 = \"图\"\n+++\n";
    let (document, found) = one("a.md", text);
    assert_eq!(found, []);
    let document = document.unwrap();
    let Front::Page(front) = &document.front else { panic!("a page") };
    assert_eq!((front.title.as_deref(), front.description.as_deref()), (Some("甲"), Some("d")));
    assert_eq!(front.taxonomies[0].1, ["a"]);
    assert_eq!(front.extra.get_from_path("source").and_then(|value| value.as_str()), Some("本组"));
    let images = front.extra.get_from_path("images").and_then(|list| list.as_array()).unwrap();
    assert_eq!(images[0].get_from_path("alt").and_then(|value| value.as_str()), Some("图"));
    let at = |path: &str| &text[document.matter.locate(text, path)];
    let key = |path: &str| &text[document.matter.locate_key(text, path)];
    assert_eq!((at("extra.source"), key("extra.source")), ("\"本组\"", "来源"));
    assert_eq!((at("description"), key("description")), ("\"d\"", "说明"));
    assert_eq!((at("extra.images.0.alt"), key("extra.images.0.alt")), ("\"图\"", "说明"));
    assert_eq!((at("taxonomies.tags.0"), at("weight")), ("\"a\"", "+++"));
    assert_eq!(told("a.md", "+++\ntitle = \"a\"\n标题 = \"b\"\n+++\n"), [("front-matter-twice", "标题".to_owned())]);
    assert_eq!(told("a.md", "+++\n来原 = \"b\"\n+++\n"), [("ignored-key", "来原".to_owned())]);
    assert_eq!(told("a.md", "+++\nsource = \"b\"\n+++\n"), [("front-matter-misplaced", "source".to_owned())]);
    let twice = told("a.md", "+++\n来源 = \"b\"\n[extra]\nsource = \"a\"\n+++\n");
    assert_eq!(twice, [("front-matter-twice", "来源".to_owned())]);
}

#[test]
fn places_are_found_in_both_languages() {
    for text in [
        "+++\ntitle = \"a\"\n[extra]\nlist = [{ alt = \"乙\" }]\n+++\n",
        "---\ntitle: a\nextra:\n  list:\n    - alt: 乙\n---\n",
    ] {
        let (document, _) = one("a.md", text);
        let matter = document.unwrap().matter;
        assert_eq!(text[matter.locate(text, "extra.list.0.alt")].trim_matches('"'), "乙");
        assert_eq!(&text[matter.locate_key(text, "extra.list.0.alt")], "alt");
        assert_eq!(&text[matter.locate_key(text, "title")], "title");
        // Nearest enclosing key.
        assert_eq!(&text[matter.locate(text, "extra.nothing.at.all")], "extra");
        assert_eq!(&text[matter.locate(text, "nothing")], &text[..3]);
    }
}

#[test]
fn drafts_are_left_out_unless_asked_for() {
    let files = [
        ("content/_index.md", "+++\n+++\n"),
        ("content/a.md", "+++\ndraft = true\ntitle = 1\n+++\n"),
        ("content/b.md", "+++\n+++\n"),
        ("content/hidden/_index.md", "+++\ndraft = true\n+++\n"),
        ("content/hidden/c.md", "no front matter"),
        ("content/hidden/deep/_index.md", "no front matter"),
        ("content/hidden/deep/d.txt", ""),
        ("content/hidden.md", "+++\n+++\n"),
        ("content/e.txt", ""),
    ];
    let (content, found) = read("", &files, false);
    assert_eq!(found, []);
    assert_eq!(names(&content), ["_index.md", "b.md", "hidden.md"]);
    assert_eq!(content.assets.iter().map(SourcePath::as_str).collect::<Vec<_>>(), ["content/e.txt"]);
    let (content, found) = read("", &files, true);
    assert_eq!(found.len(), 3);
    // What has a wrong value stays, so that its further mistakes are told too; what cannot be parsed does not.
    assert_eq!(names(&content), ["_index.md", "a.md", "b.md", "hidden.md", "hidden/_index.md"]);
    assert_eq!(
        content.failed.iter().map(SourcePath::as_str).collect::<Vec<_>>(),
        ["content/hidden/c.md", "content/hidden/deep/_index.md"]
    );
    assert_eq!(content.assets.len(), 2);
}

#[test]
fn content_is_ignored_by_its_whole_path() {
    let settings = "ignored_content = [\"*.psd\", \"**/scratch/**\", \"secret.md\", \"*/README.md\", \"*/plain\"]";
    let files = [
        ("content/README.md", "no front matter"),
        ("content/album/README.md", "+++\n+++\n"),
        ("content/plain/_index.md", "+++\n+++\n"),
        ("content/plain/page.md", "+++\n+++\n"),
        ("content/secret.md", "+++\n+++\n"),
        ("content/album/work.psd", ""),
        ("content/album/scratch/tmp.txt", ""),
        ("content/album/plain.txt", ""),
        ("content/album/raw~", ""),
        ("static/x.txt", ""),
    ];
    let (content, found) = read(settings, &files, false);
    assert_eq!(found, []);
    assert_eq!(names(&content), ["plain/page.md", "secret.md"]);
    assert_eq!(content.assets.iter().map(SourcePath::as_str).collect::<Vec<_>>(), ["content/album/plain.txt"]);
}

#[test]
fn files_of_languages_are_told_apart() {
    let files = [
        ("content/_index.ja.md", "no front matter"),
        ("content/a.en.md", "+++\n[taxonomies]\ntags = []\n+++\n"),
        ("content/a.md", "+++\n+++\n"),
        ("content/b.xx.md", "+++\n+++\n"),
        ("content/index.md", "+++\n+++\n"),
    ];
    let (content, found) =
        read("taxonomies = [{ name = \"tags\" }]\ndefault_language = \"zh\"\n[languages.en]", &files, false);
    let ids: Vec<_> = found.iter().map(|found| found.code.id).collect();
    assert_eq!(ids, ["front-matter-taxonomy", "content-language", "content-root-index"]);
    assert_eq!(names(&content), ["a.en.md", "a.md"]);
}

#[test]
fn places_count_in_the_decoded_text() {
    let text = "+++\r\ntitle = \"联通\"\r\nweight = \"重\"\r\n+++\r\n正文\r\n";
    let (bytes, ..) = encoding_rs::GB18030.encode(text);
    let mut world = MemoryWorld::default();
    world.files.insert(SourcePath::new("content/a.md").unwrap(), bytes.into_owned());
    let sink = Sink::new();
    load(&SourceTree::new(Arc::new(world)), &config(""), &[], false, &|_, _, _, _| None, &sink);
    let found = sink.finish();
    assert_eq!(found[0].code.id, "value-count");
    assert_eq!(found[0].labels[0].position(), Some((3, 10)));
}

#[test]
fn the_wording_of_typical_mistakes() {
    let files = [
        ("content/a.md", "+++\ntitle = “标题”\ndate = 2026年3月18日\n+++\n"),
        ("content/b.md", "+++\ntitle: 标题\ndate = 2026-02-30\nweight = 007\n+++\n"),
        ("content/c.md", "+++\ntitle = \"没有结束\n+++\n正文"),
        ("content/d.md", "正文\n"),
        ("content/e.md", "+++\ntitle = \"开着\"\n＋＋＋\n"),
        ("content/f.md", "---\ntitle：标题\n---\n"),
        ("content/g.md", "---\ntitle: \"标题\n---\n"),
        ("content/h.md", "+++\ntitle = \"a\"\ntitle = \"b\"\ndate = \"2026-02-30\"\n+++\n"),
        (
            "content/i.md",
            "+++\ntags = [\"a\"]\ndrft = true\ndate = \"明天\"\n[taxonomies]\ntag = [\"a\"]\ntags = \"a\"\n+++\n",
        ),
        ("content/_index.md", "+++\nsort_by = \"datum\"\npaginate_by = \"many\"\ntempalte = \"a\"\nzzz = 1\n+++\n"),
    ];
    let (_, found) = read("taxonomies = [{ name = \"tags\" }]", &files, false);
    insta::assert_snapshot!("mistakes_zh", to_terminal(&found, Locale::Zh, false));
    insta::assert_snapshot!("mistakes_en", to_terminal(&found, Locale::En, false));
}

proptest! {
    #[test]
    fn no_file_makes_it_panic_and_places_lie_within(
        any in "(\\PC|\n){0,60}",
        head in "[+-]{2,4}[ \r]?\n",
        body in "((title|date|extra|标题|图片|taxonomies|tags)(=|: | = |：)(\"[甲a]{0,3}\"|“甲”|[0-9-]{1,10}|\\[.{0,3}\\])\r?\n|\\[extra\\]\n|[+-]{3}\n){0,6}",
    ) {
        for text in [any, format!("{head}{body}")] {
            let (document, found) = one("a.md", &text);
            for found in found {
                for label in &found.labels {
                    let (_, span) = label.mark.clone().unwrap();
                    prop_assert!(text.get(span).is_some(), "{:?}", label);
                }
            }
            if let Some(document) = document {
                prop_assert!(text.get(document.body.clone()).is_some());
                prop_assert!(document.matter.span.end <= document.body.start);
                prop_assert_eq!(document.body.end, text.len());
                for path in ["title", "extra.images.0.alt", "extra", "nothing"] {
                    prop_assert!(text.get(document.matter.locate(&text, path)).is_some());
                    prop_assert!(text.get(document.matter.locate_key(&text, path)).is_some());
                }
            }
        }
    }
}
