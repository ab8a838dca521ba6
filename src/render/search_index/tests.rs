//! Indexes of a small site, built by hand.

use std::sync::Arc;

use serde_json::{Value, json};

use super::collect::entries;
use super::{elasticlunr, fuse, script, tongue};
use crate::config::Search;
use crate::content::{Body, LanguageId};
use crate::diagnostic::Sink;
use crate::graph::testing::{SiteText, date};
use crate::graph::{Bodies, Site};

fn body(html: &str) -> Body {
    Body {
        html: tera::Value::from(html),
        summary: None,
        toc: Vec::new(),
        anchors: Vec::new(),
        internal_links: Vec::new(),
        external_links: Vec::new(),
        word_count: 0,
        reading_time: 0,
    }
}

fn site() -> Site {
    let linked = SiteText::new()
        .section("_index.md", |front| front.title = Some("Home".to_owned()))
        .section("private/_index.md", |front| front.in_search_index = false)
        .section("moved/_index.md", |front| front.redirect_to = Some("https://y.test".to_owned()))
        .section("bare/_index.md", |front| front.render = false)
        .section("open/_index.md", |front| front.transparent = true)
        .page("tea.md", |front| {
            front.title = Some("Tea & <Coffee>".to_owned());
            front.description = Some("On drinks".to_owned());
            front.date = date("2021-02-03");
        })
        .page("hidden.md", |front| front.in_search_index = false)
        .page("unwritten.md", |front| front.render = false)
        .page("private/inner.md", |_| {})
        .page("moved/stays.md", |_| {})
        .page("open/twice.md", |_| {})
        .page("loose/orphan.md", |_| {})
        .link();
    let graph = Arc::new(linked.graph);
    let bodies = Bodies {
        pages: graph.pages.iter().map(|page| body(&format!("<p>Body of <b>{}</b></p>", page.slug)).into()).collect(),
        sections: graph.sections.iter().map(|_| body("").into()).collect(),
    };
    Site::join(graph, bodies, true)
}

fn all() -> Search {
    Search { include_description: true, include_date: true, include_path: true, ..Search::default() }
}

#[test]
fn only_what_is_written_and_wanted_is_indexed_once() {
    let site = site();
    let search = Search { truncate_content_length: Some(9), ..all() };
    let found = entries(LanguageId(0), &site, &search);
    let mut urls: Vec<&str> = found.iter().map(|entry| entry.url).collect();
    urls.sort_unstable();
    assert_eq!(
        urls,
        [
            "https://x.test/",
            "https://x.test/bare/",
            "https://x.test/moved/stays/",
            "https://x.test/open/",
            "https://x.test/open/twice/",
            "https://x.test/tea/"
        ]
    );
    let tea = found.iter().find(|entry| entry.path == "/tea/").unwrap();
    let date = Some("2021-02-03T00:00:00Z");
    assert_eq!((tea.title, tea.date.as_deref(), tea.body.as_str()), ("Tea & <Coffee>", date, "Body of t"));
    assert!(entries(LanguageId(1), &site, &search).is_empty());
}

#[test]
fn fuse_gets_a_list_of_entries() {
    let site = site();
    let found: Vec<_> =
        entries(LanguageId(0), &site, &all()).into_iter().filter(|entry| entry.path == "/tea/").collect();
    let value: Value = serde_json::from_str(&fuse(&found, &all())).unwrap();
    assert_eq!(
        value,
        json!([{
            "url": "https://x.test/tea/", "title": "Tea & <Coffee>", "description": "On drinks",
            "date": "2021-02-03T00:00:00Z", "path": "/tea/", "body": "Body of tea",
        }])
    );
    let value: Value =
        serde_json::from_str(&fuse(&found, &Search { include_content: false, ..Search::default() })).unwrap();
    assert_eq!(value, json!([{ "url": "https://x.test/tea/", "title": "Tea & <Coffee>" }]));
}

#[test]
fn elasticlunr_keeps_fields_in_place_without_a_date() {
    let site = site();
    let index = elasticlunr("en", &entries(LanguageId(0), &site, &all()), &all(), &Sink::new()).unwrap();
    let value: Value = serde_json::from_str(&index.to_json()).unwrap();
    assert_eq!(value["fields"], json!(["title", "description", "date", "path", "body"]));
    let home = &value["documentStore"]["docs"]["https://x.test/"];
    assert_eq!(
        home,
        &json!({ "id": "https://x.test/", "title": "Home", "description": "", "date": "", "path": "/", "body": "" })
    );
    assert_eq!(value["documentStore"]["length"], 6);
}

// checklist: SRCH-4
#[test]
fn each_field_of_elasticlunr_is_found_by_the_words_before_it() {
    let site = site();
    let index = elasticlunr("en", &entries(LanguageId(0), &site, &all()), &all(), &Sink::new()).unwrap();
    let value: Value = serde_json::from_str(&index.to_json()).unwrap();
    let has = |field: &str, word: &str| {
        let node = word.chars().fold(&value["index"][field]["root"], |node, letter| &node[letter.to_string()]);
        node["docs"].get("https://x.test/tea/").is_some()
    };
    for (word, from) in [("coffe", 0), ("drink", 1), ("bodi", 4)] {
        for (at, field) in ["title", "description", "date", "path", "body"].iter().enumerate() {
            assert_eq!(has(field, word), at >= from, "{word} in {field}");
        }
    }
}

#[test]
fn languages_are_found_by_their_primary_code() {
    let name = |code: &str| tongue(code).map(|language| language.name());
    assert_eq!(name("zh-CN").as_deref(), Some("Chinese"));
    assert_eq!(name("ja").as_deref(), Some("Japanese"));
    assert_eq!(name("nl").as_deref(), Some("Dutch"));
    assert_eq!(name("pt-BR").as_deref(), Some("Portuguese"));
    assert!(name("tlh").is_none());
}

#[test]
fn a_language_without_options_has_those_of_the_default_one() {
    let mut config = SiteText::new().language("zh").config;
    config.languages[0].search = all();
    let own = config.languages[1].search.clone();
    assert_eq!(super::options(&own, &config), &all());
    let own = Search { include_path: true, ..Search::default() };
    assert_eq!(super::options(&own, &config), &own);
}

#[test]
fn the_script_knows_han_only_where_it_is_needed() {
    let mut config = SiteText::new().config;
    let has_han = |config: &crate::config::Config| String::from_utf8(script(config)).unwrap().contains("Japanese");
    config.languages[0].code = "zh-CN".to_owned();
    assert!(!has_han(&config));
    config.languages[0].build_search_index = true;
    assert!(has_han(&config));
    config.languages[0].code = "en".to_owned();
    assert!(!has_han(&config));
}
