//! The templates every site has without writing them (checklist THM-4, THM-5).
//!
//! Their texts are read by both dialects, so they keep to what these have in common. They are named `lianluo:page.html` and
//! so on; the plain name reaches them where neither the site nor its theme has one.

use super::set::TemplateFile;
use crate::diagnostic::SourceText;
use crate::path::SourcePath;

/// What stands before the names of built-in templates.
pub const PREFIX: &str = "lianluo:";

/// The page that sends the reader on to the variable `url`. By its full name, so that no template of a site called
/// `redirect.html` stands in for it.
pub const REDIRECT: &str = "lianluo:redirect.html";

const TEXTS: [(&str, &str); 12] = [
    ("404.html", include_str!("builtin/404.html")),
    ("anchor-link.html", include_str!("builtin/anchor-link.html")),
    ("atom.xml", include_str!("builtin/atom.xml")),
    ("index.html", include_str!("builtin/index.html")),
    ("page.html", include_str!("builtin/page.html")),
    ("redirect.html", include_str!("builtin/redirect.html")),
    ("robots.txt", include_str!("builtin/robots.txt")),
    ("rss.xml", include_str!("builtin/rss.xml")),
    ("section.html", include_str!("builtin/section.html")),
    ("sitemap.xml", include_str!("builtin/sitemap.xml")),
    ("split_sitemap_index.xml", include_str!("builtin/split_sitemap_index.xml")),
    ("summary-cutoff.html", include_str!("builtin/summary-cutoff.html")),
];

/// Shortcodes that Zola had until 0.16 and sites of that time still call (checklist SC-7).
const SHORTCODES: [(&str, &str); 4] = [
    ("shortcodes/gist.html", include_str!("builtin/shortcodes/gist.html")),
    ("shortcodes/streamable.html", include_str!("builtin/shortcodes/streamable.html")),
    ("shortcodes/vimeo.html", include_str!("builtin/shortcodes/vimeo.html")),
    ("shortcodes/youtube.html", include_str!("builtin/shortcodes/youtube.html")),
];

/// Built-in templates that sites in V1 have with other texts: what pages show as they were published, in English.
const OLDER: [(&str, &str); 1] = [(
    "anchor-link.html",
    r##"<a class="zola-anchor" href="#{{ id }}" aria-label="Anchor link for: {{ id }}">🔗</a>"##,
)];

/// The built-in templates of sites in V2.
pub fn templates() -> impl Iterator<Item = TemplateFile> {
    named(&TEXTS)
}

/// The built-in templates of sites in V1, with the shortcodes that only these have.
pub fn older_templates() -> impl Iterator<Item = TemplateFile> {
    let older = |name: &str| OLDER.iter().any(|(own, _)| format!("{PREFIX}{own}") == name);
    templates().filter(move |file| !older(&file.name)).chain(named(&OLDER)).chain(named(&SHORTCODES))
}

/// Templates in the program, under the names of built-in ones.
pub fn named(texts: &[(&str, &str)]) -> impl Iterator<Item = TemplateFile> {
    texts.iter().filter_map(|(name, text)| {
        let name = format!("{PREFIX}{name}");
        let path = SourcePath::new(&name)?;
        Some(TemplateFile { name, source: SourceText { path, text: (*text).into() } })
    })
}

#[cfg(test)]
mod tests {
    use quick_xml::Reader;
    use quick_xml::events::Event;
    use tera::Value;

    use super::super::testing::{engine, set};
    use super::super::{Engine, Registry, Variables};

    fn value(json: serde_json::Value) -> Value {
        Value::try_from_serializable(&json).unwrap()
    }

    fn rendered(engine: &Engine, name: &str, variables: Variables) -> String {
        let mut out = Vec::new();
        if let Err(error) = engine.render(name, &variables, &mut out) {
            panic!("{}", super::super::testing::told([error]));
        }
        String::from_utf8(out).unwrap()
    }

    /// Panics unless the text is well-formed XML.
    fn well_formed(text: &str) {
        let mut reader = Reader::from_str(text);
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{error}: {text}")) {
                Event::Eof => return,
                Event::Start(tag) | Event::Empty(tag) => tag.attributes().for_each(|attribute| {
                    attribute.unwrap();
                }),
                _ => {}
            }
        }
    }

    fn config() -> Value {
        value(serde_json::json!({
            "base_url": "https://example.test", "title": "甲 & <乙>", "description": null, "author": null,
            "generate_sitemap": true,
        }))
    }

    fn feed(pages: serde_json::Value) -> Variables {
        vec![
            ("config", config()),
            ("lang", Value::from("zh")),
            ("feed_url", Value::from("https://example.test/atom.xml")),
            ("last_updated", Value::from("2026-03-02")),
            ("pages", value(pages)),
        ]
    }

    #[test]
    fn feeds_and_site_maps_are_well_formed_and_complete() {
        let engine = engine(&[], Registry::default()).unwrap();
        let pages = serde_json::json!([
            {"title": "一 < 二", "date": "2026-03-02", "updated": "2026-03-04T05:06:07+08:00", "authors": ["李", "王"],
             "permalink": "https://example.test/a/?b&c", "summary": null, "content": "<p>正文 ]]> &amp;</p>", "lang": "zh"},
            {"title": null, "date": "2026-03-01T00:00:00Z", "updated": null, "authors": [],
             "permalink": "https://example.test/b/", "summary": "<p>摘要</p>", "content": "x", "lang": "zh"},
        ]);
        let entries = value(serde_json::json!([
            {"permalink": "https://example.test/?a&b", "updated": "2026-01-02"},
            {"permalink": "https://example.test/b/", "updated": null},
        ]));
        let all = [
            rendered(&engine, "atom.xml", feed(pages.clone())),
            rendered(&engine, "rss.xml", feed(pages)),
            rendered(&engine, "sitemap.xml", vec![("entries", entries)]),
            rendered(
                &engine,
                "split_sitemap_index.xml",
                vec![("sitemaps", Value::from(vec!["https://example.test/sitemap1.xml"]))],
            ),
            rendered(&engine, "robots.txt", vec![("config", config())]),
        ];
        all[..4].iter().for_each(|text| well_formed(text));
        insta::assert_snapshot!(all.join("\n"));
    }

    #[test]
    fn a_feed_without_pages_is_well_formed_too() {
        let engine = engine(&[], Registry::default()).unwrap();
        for name in ["atom.xml", "rss.xml"] {
            let mut variables = feed(serde_json::json!([]));
            variables.retain(|(name, _)| *name != "last_updated");
            well_formed(&rendered(&engine, name, variables));
        }
    }

    #[test]
    fn pages_of_ours_escape_what_they_show() {
        let engine = engine(&[], Registry::default()).unwrap();
        let common = || {
            vec![
                ("config", config()),
                ("lang", Value::from("zh-CN")),
                ("section", value(serde_json::json!({"title": "<S>", "content": "<p>s</p>", "pages": []}))),
                ("page", value(serde_json::json!({"title": "<P>", "content": "<p>p</p>"}))),
                ("url", Value::from("https://x/?a=1&b=\"</script>")),
                ("url_in_script", Value::from("\"https://x/?a=1&b=\\\"\\u003c/script>\"")),
                ("id", Value::from("锚")),
            ]
        };
        let names = [
            "404.html",
            "index.html",
            "section.html",
            "page.html",
            super::REDIRECT,
            "anchor-link.html",
            "summary-cutoff.html",
        ];
        let all: Vec<String> = names.iter().map(|name| rendered(&engine, name, common())).collect();
        insta::assert_snapshot!(all.join("\n"));
    }

    #[test]
    fn older_templates_take_the_place_of_those_of_their_names() {
        let files: Vec<_> = super::older_templates().collect();
        let anchors: Vec<&str> = files
            .iter()
            .filter(|file| file.name == "lianluo:anchor-link.html")
            .map(|file| &*file.source.text)
            .collect();
        assert_eq!(anchors.len(), 1);
        assert!(anchors[0].contains("\"Anchor link for: {{ id }}\"") && !anchors[0].contains("zh"));
        assert_eq!(files.len(), super::TEXTS.len() + super::SHORTCODES.len());
    }

    #[test]
    fn every_built_in_template_has_a_file_name_the_engine_knows() {
        assert_eq!(set(&[]).files.len(), super::TEXTS.len());
    }
}
