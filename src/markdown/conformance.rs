//! The Markdown of the conformance suite (recorded from Zola 0.23): rendered, and compared with what it must give.
//! Bodies and expected HTML stand in `tests/markdown/`, named by their case.

use super::testing::{Bench, Made};
use crate::config::{DataAttrPosition, HighlightStyle};
use crate::diagnostic::Severity;

macro_rules! case {
    ($name:literal) => {
        (
            include_str!(concat!("../../tests/markdown/", $name, ".md")),
            include_str!(concat!("../../tests/markdown/", $name, ".html")),
        )
    };
}

fn at(permalink: &'static str) -> Bench {
    let mut bench = Bench { permalink, ..Bench::default() };
    bench.config.languages[0].code = "en".to_owned();
    bench
}

fn same(bench: &Bench, (text, expected): (&str, &str)) -> Made {
    let made = bench.render(text);
    assert_eq!(made.html.trim_end(), expected.trim_end());
    made
}

#[test]
fn headings() {
    same(&at("https://example.test/ids/"), case!("23-ids"));
    same(&at("https://example.test/nesting/"), case!("23-nesting"));
    same(&at("https://example.test/nested-blocks/"), case!("23-nested-blocks"));
    same(&at("https://example.test/tight/"), case!("23-tight"));
}

#[test]
fn internal_links() {
    let mut bench = at("https://example.test/base/guide/");
    bench.others = vec![
        ("docs/中文页.md", "https://example.test/base/docs/zhong-wen-ye/"),
        ("docs/folder/index.md", "https://example.test/base/docs/folder/"),
        ("docs/with space.md", "https://example.test/base/docs/with-space/"),
        ("docs/_index.md", "https://example.test/base/docs/"),
        ("_index.md", "https://example.test/base/"),
    ];
    let made = same(&bench, case!("26-guide"));
    assert_eq!(made.diagnostics, []);
    assert_eq!(made.internal.len(), 7);
}

#[test]
fn summaries() {
    let bench = &mut at("https://example.test/x/");
    bench.others = vec![("none.md", "https://example.test/none/")];
    let summaries = [
        (case!("27-twice"), Some("<p>A</p>")),
        (case!("27-start"), None),
        (case!("27-none"), None),
        (case!("27-code"), None),
        (case!("27-tight-marker"), Some("<p>No spaces.</p>")),
        (case!("27-between"), Some("<p>First paragraph.</p>\n<p>Second paragraph.</p>")),
        (case!("27-inside"), Some("<p>Before the cut[cut en]\n</p>\n")),
        (case!("27-list"), Some("<ul>\n<li>one</li>\n<li>two</li>\n<li>three[cut en]\n</li>\n</ul>\n")),
        (
            case!("27-nested"),
            Some("<blockquote>\n<p>A quote with <strong>bold[cut en]\n</strong></p>\n</blockquote>\n"),
        ),
        (
            case!("27-heading"),
            Some(
                "<h1 id=\"title-in-summary\">Title in summary</h1>\n\
                 <p>摘要部分，有<a href=\"https://example.test/none/\">链接</a>。[cut en]\n</p>\n",
            ),
        ),
    ];
    for (case, summary) in summaries {
        assert_eq!(same(bench, case).summary.as_deref(), summary);
    }
}

#[test]
fn footnotes() {
    let mut bench = at("https://example.test/notes/");
    bench.others = vec![("notes.md", "https://example.test/notes/")];
    same(&bench, case!("28-notes"));
    bench.config.markdown.bottom_footnotes = true;
    let made = same(&bench, case!("29-notes"));
    assert_eq!(made.summary.as_deref(), Some("<p>One, two, one again.</p>\n<p>Middle text with.</p>"));
}

#[test]
fn options() {
    let mut bench = at("https://example.test/all/");
    bench.others = vec![("_index.md", "https://example.test/")];
    same(&bench, case!("31-all"));
    let settings = &mut bench.config.markdown;
    settings.render_emoji = true;
    settings.smart_punctuation = true;
    settings.definition_list = true;
    settings.github_alerts = true;
    settings.lazy_async_image = true;
    settings.external_links_class = Some("outside".to_owned());
    settings.external_links_target_blank = true;
    settings.external_links_no_follow = true;
    settings.external_links_no_referrer = true;
    same(&bench, case!("30-all"));
}

#[test]
fn external_links() {
    let mut bench = at("https://example.test/a/");
    bench.config.markdown.external_links_external = false;
    bench.config.markdown.external_links_no_follow = true;
    same(&bench, case!("32-a"));
}

#[test]
fn the_core() {
    same(&at("https://example.test/a/"), case!("33-a"));
    same(&at("https://example.test/b/"), case!("33-b"));
}

#[test]
fn broken_links_as_warnings() {
    let mut bench = at("https://example.test/a/");
    bench.others = vec![("b.md", "https://example.test/b/")];
    bench.config.link_checker.internal_level = Severity::Warning;
    let made = same(&bench, case!("64-a"));
    assert_eq!(made.diagnostics.len(), 1);
    assert_eq!(made.diagnostics[0].severity, Severity::Warning);
}

#[test]
fn windows_line_ends() {
    // Raw line ends within HTML are the same to a browser.
    let (text, expected) = case!("66-crlf");
    let text = text.replace('\n', "\r\n");
    let made = at("https://example.test/crlf/").render(&text);
    assert_eq!(made.html.replace("\r\n", "\n").trim_end(), expected.trim_end());
    assert!(made.summary.is_some());
}

#[test]
fn plain_code() {
    same(&at("https://example.test/a/"), case!("34-a"));
}

/// What the suite compares of coloured code: lines, their numbers and marks, data attributes; no colours.
fn structure(html: &str) -> String {
    let mut plain = String::new();
    let mut spans = Vec::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let close = open + rest[open..].find('>').map_or(rest.len() - open - 1, |at| at);
        plain.push_str(&rest[..open]);
        let tag = &rest[open..=close];
        rest = &rest[close + 1..];
        if tag == "</span>" {
            plain.push_str(spans.pop().unwrap_or("</span>"));
        } else if tag.starts_with("<span") {
            let (line, number) = (tag.contains("\"giallo-l"), tag.contains("\"giallo-ln\""));
            let marked = line && !number && (tag.contains("style=") || tag.contains("-hl"));
            let shown = match (number, line, marked) {
                (true, ..) => "[n]",
                (_, true, true) => "[marked]",
                (_, true, false) => "[line]",
                _ => "",
            };
            plain.push_str(shown);
            spans.push(if shown.is_empty() { "" } else { "[/]" });
        } else if tag.starts_with("<pre") {
            plain.push_str("<pre");
            // Blocks stand in a row or on lines of their own: the same to a browser.
            let data = tag.find(" data-").map_or("", |at| &tag[at..tag.len() - 1]);
            plain.push_str(data);
            plain.push('>');
        } else {
            plain.push_str(tag);
        }
    }
    plain.push_str(rest);
    plain.replace("</pre>\n", "</pre>").trim_end().to_owned()
}

fn highlighted(theme: &str) -> Bench {
    at("https://example.test/a/").coloured(theme, None, HighlightStyle::Inline)
}

#[test]
fn code_in_colour() {
    let (text, expected) = case!("35-a");
    let made = highlighted("github-light").render(text);
    assert_eq!(structure(&made.html), structure(expected));
    assert_eq!(made.diagnostics.len(), 1);
    assert_eq!(made.diagnostics[0].severity, Severity::Warning);
    assert_eq!(made.marks(), ["```nosuchlanguage"]);
}

// As the pages of sites published with Zola 0.22.1 have it.
#[test]
fn code_in_colour_follows_the_text_of_a_tight_list_on_its_line() {
    let made =
        highlighted("github-light").render("- one:\n  ```\n  a\n  ```\n- ```\n  b\n  ```\n\ntext\n```\nc\n```\n");
    let plain = structure(&made.html);
    assert!(
        plain.contains("<li>one:<pre") && plain.contains("<li><pre") && plain.contains("<p>text</p>\n<pre"),
        "{plain}"
    );
    let made = at("https://example.test/a/").render("- one:\n  ```\n  a\n  ```\n");
    assert!(made.html.contains("<li>one:\n<pre><code>a\n</code></pre>\n"), "{}", made.html);
}

#[test]
fn code_in_classes() {
    let (text, expected) = case!("36-a");
    let mut bench = highlighted("github-light");
    if let Some(settings) = &mut bench.config.markdown.highlighting {
        settings.style = HighlightStyle::Class;
        settings.dark_theme = Some("github-dark".to_owned());
    }
    let made = bench.render(text);
    assert_eq!(structure(&made.html), structure(expected));
    assert!(made.html.contains("<pre class=\"giallo z-l-code z-d-code\"><code"), "{}", made.html);
    assert!(made.html.contains("<span class=\"giallo-l z-l-hl z-d-hl\">"), "{}", made.html);
}

#[test]
fn data_attributes() {
    let (text, expected) = case!("67-a");
    let mut bench = highlighted("github-light");
    if let Some(settings) = &mut bench.config.markdown.highlighting {
        settings.data_attr_position = DataAttrPosition::Both;
    }
    assert_eq!(structure(&bench.render(text).html), structure(expected));
}

#[test]
fn an_unknown_language_can_be_an_error() {
    let mut bench = highlighted("github-light");
    if let Some(settings) = &mut bench.config.markdown.highlighting {
        settings.error_on_missing_language = true;
    }
    let made = bench.render("```nosuchlanguage\nx\n```\n");
    assert_eq!(made.diagnostics[0].severity, Severity::Error);
    assert!(made.messages(crate::diagnostic::Locale::En)[0].contains("nosuchlanguage"));
}

#[test]
fn a_grammar_and_a_theme_of_ones_own() {
    let mut bench = highlighted("quiet");
    bench.files = vec![
        (
            "extra/quiet.json",
            r##"{"name": "quiet", "type": "dark",
                "colors": {"editor.background": "#101010", "editor.foreground": "#e0e0e0"},
                "tokenColors": [{"scope": "keyword", "settings": {"foreground": "#ff8800"}}]}"##,
        ),
        (
            "extra/quipu.json",
            r##"{"name": "quipu", "scopeName": "source.quipu",
                "patterns": [{"match": "\\b(knot|cord)\\b", "name": "keyword.control.quipu"}]}"##,
        ),
    ];
    if let Some(settings) = &mut bench.config.markdown.highlighting {
        settings.extra_grammars = vec!["extra/quipu.json".to_owned()];
        settings.extra_themes = vec!["extra/quiet.json".to_owned()];
        settings.error_on_missing_language = true;
    }
    let made = bench.render("```QUIPU,linenos\nknot 3\n```\n");
    assert_eq!(made.diagnostics, []);
    assert_eq!(
        made.html,
        "<pre class=\"giallo\" style=\"color: #E0E0E0; background-color: #101010;\"><code data-lang=\"quipu\">\
         <span class=\"giallo-l\"><span aria-hidden=\"true\" class=\"giallo-ln\">1</span>\
         <span style=\"color: #FF8800;\">knot</span><span> 3</span></span></code></pre>"
    );
}
