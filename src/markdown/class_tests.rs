//! Class style: the same colours as inline, and the names that style sheets of sites are written for (checklist HL-3).

use super::highlight::Highlighter;
use super::testing::Bench;
use crate::config::{Dialect, HighlightStyle, OldHighlighting};
use crate::diagnostic::Sink;

const CODE: &str = "```rust\n/// Doc `x`\n#[derive(Debug)]\npub fn a<'b>(c: &'b str) -> u8 { println!(\"{}\\n\", c); 1 }\n```\n\n\
    ```css,linenos,hl_lines=2\na {\n  color: red; /* no */\n}\n```\n\n\
    ```html\n<p class=\"x\">&amp; <b>t</b></p>\n<script>let a = 1;</script>\n```\n\n\
    ```md\n# Title\n*a* **b** [c](d)\n```\n\n```py\n@d\ndef f(x=1): return f\"{x} \"\n```\n";

fn bench(theme: &str, dark: Option<&str>, style: HighlightStyle, dialect: Dialect) -> Bench {
    let mut bench = Bench::default().coloured(theme, dark, style);
    bench.config.dialect = dialect;
    bench
}

fn sheets(bench: &Bench) -> [String; 2] {
    let highlighter = Highlighter::new(&bench.config, &bench.sources(), &Sink::new());
    [highlighter.style_sheet(false), highlighter.style_sheet(true)]
}

/// Every character in code that shows, with the declarations that hold for it, sorted. `declarations` reads the attributes of
/// one element.
fn looks(html: &str, declarations: impl Fn(&str) -> Vec<String>) -> Vec<(char, Vec<String>)> {
    let mut looks = Vec::new();
    let mut open: Vec<Vec<String>> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        let holds: Vec<String> = open.iter().flatten().cloned().collect();
        looks.extend(text.chars().filter(|c| !c.is_whitespace()).map(|c| (c, holds.clone())));
        let end = tag.find('>').expect("a tag ends");
        let name = &tag[1..end];
        if name.starts_with("span") {
            let mut found = declarations(name);
            found.sort();
            open.push(found);
        } else if name == "/span" {
            open.pop();
        }
        rest = &tag[end + 1..];
    }
    looks
}

fn attribute<'t>(tag: &'t str, name: &str) -> &'t str {
    tag.split_once(&format!("{name}=\"")).map_or("", |(_, rest)| rest.split('"').next().unwrap_or_default())
}

fn split(css: &str) -> Vec<String> {
    css.split(';').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn inline(html: &str, theme: usize) -> Vec<(char, Vec<String>)> {
    looks(html, |tag| {
        let chosen = |part: String| match part
            .split_once("light-dark(")
            .and_then(|(key, rest)| Some((key, rest.trim_end_matches(')').split(", ").nth(theme)?)))
        {
            Some((key, colour)) => format!("{key}{colour}"),
            None => part,
        };
        split(attribute(tag, "style")).into_iter().map(chosen).collect()
    })
}

fn classes(html: &str, sheet: &str) -> Vec<(char, Vec<String>)> {
    looks(html, |tag| {
        let rules = attribute(tag, "class").split(' ').filter(|class| !class.starts_with("giallo"));
        let rules = rules.filter_map(|class| {
            let (_, rest) = sheet.split_once(&format!(".{class} {{"))?;
            rest.split('}').next()
        });
        rules.flat_map(split).collect()
    })
}

/// Numbers of lines have their colour by a rule for the block.
fn without_numbers(html: &str) -> String {
    let mut parts = html.split("<span aria-hidden");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |html, part| html + part.split_once("</span>").map_or("", |(_, rest)| rest))
}

// checklist: HL-3
#[test]
fn classes_have_the_colours_of_inline_style() {
    for theme in ["github-light", "nord", "dracula", "gruvbox-dark-medium"] {
        for dialect in [Dialect::V1, Dialect::V2] {
            let expected = bench(theme, None, HighlightStyle::Inline, dialect).render(CODE).html;
            let bench = bench(theme, None, HighlightStyle::Class, dialect);
            let got = bench.render(CODE).html;
            assert!(!got.contains("style="), "{got}");
            let [sheet, _] = sheets(&bench);
            assert_eq!(inline(&without_numbers(&expected), 0), classes(&without_numbers(&got), &sheet), "{theme}");
        }
    }
}

// checklist: HL-3
#[test]
fn two_themes_have_a_sheet_each_for_the_same_page() {
    let colours = |looks: Vec<(char, Vec<String>)>| -> Vec<(char, Option<String>)> {
        let colour = |holds: Vec<String>| holds.into_iter().find(|part| part.starts_with("color"));
        looks.into_iter().map(|(c, holds)| (c, colour(holds))).collect()
    };
    for (dialect, block, other) in
        [(Dialect::V1, "z-code", "z-l-code"), (Dialect::V2, "z-l-code z-d-code", "giallo z-code")]
    {
        let expected = bench("github-light", Some("nord"), HighlightStyle::Inline, dialect).render(CODE).html;
        let bench = bench("github-light", Some("nord"), HighlightStyle::Class, dialect);
        let got = bench.render(CODE).html;
        assert!(got.contains(&format!("<pre class=\"giallo {block}\">")) && !got.contains(other), "{got}");
        for (theme, sheet) in sheets(&bench).iter().enumerate() {
            let foreground = sheet.split(['{', ';']).nth(1).unwrap_or_default().trim().to_owned();
            let told = |looks: Vec<(char, Option<String>)>| -> Vec<(char, String)> {
                looks.into_iter().map(|(c, colour)| (c, colour.unwrap_or_else(|| foreground.clone()))).collect()
            };
            let want = told(colours(inline(&without_numbers(&expected), theme)));
            assert_eq!(want, told(colours(classes(&without_numbers(&got), sheet))), "{dialect:?} {theme}");
            for class in block.split(' ').filter(|class| (*class == "z-d-code") != (theme == 0)) {
                assert!(sheet.starts_with(&format!(".{class} {{")), "{sheet}");
            }
        }
    }
}

// The names of a token's scope: `.z-entity.z-name.z-tag`, `.z-string` and the like in a site's own sheet, or in one that Zola
// 0.22 wrote to `static/`, find what they mean. // checklist: HL-3
#[test]
fn tokens_have_the_names_of_their_scope() {
    for dialect in [Dialect::V1, Dialect::V2] {
        let html = bench("nord", None, HighlightStyle::Class, dialect).render(CODE).html;
        let has = |text: &str, names: &str| {
            let found =
                html.split("<span").filter_map(|tag| tag.split_once('>')).find(|(_, rest)| rest.starts_with(text));
            let classes: Vec<&str> = found.map_or(Vec::new(), |(tag, _)| attribute(tag, "class").split(' ').collect());
            assert!(names.split(' ').all(|name| classes.contains(&name)), "{text}: {classes:?} in {html}");
        };
        has("script<", "z-entity z-name z-tag z-html");
        has("color<", "z-support z-type z-property-name z-css");
        has("pub<", "z-storage z-modifier z-rust");
        has("def<", "z-keyword z-declaration z-function z-python");
        has(" no <", "z-comment z-block z-css");
    }
}

fn old(theme: &str, names: &[&str]) -> Bench {
    let mut bench = bench(names.first().unwrap_or(&"base16-ocean-dark"), None, HighlightStyle::Class, Dialect::V1);
    if let Some(settings) = &mut bench.config.markdown.highlighting {
        settings.dark_theme = names.get(1).map(|name| (*name).to_owned());
        let sheets = names.iter().map(|name| ((*name).to_owned(), format!("{name}.css"))).collect();
        settings.old = Some(OldHighlighting { theme: theme.to_owned(), sheets });
    }
    bench
}

// Before 0.22 scopes were nested, and style sheets counted on it: `.z-string .z-punctuation`. // checklist: HL-1, HL-3
#[test]
fn before_0_22_scopes_are_nested_in_every_line() {
    let bench = old("css", &["base16-ocean-light", "base16-ocean-dark"]);
    let html = bench.render(CODE).html;
    assert!(html.contains("<pre class=\"giallo z-code\">"), "{html}");
    assert!(html.contains("<span class=\"z-source z-rust\"><span class=\"z-comment "), "{html}");
    for line in html.split('\n').flat_map(|line| line.split("<span class=\"giallo-l\">").skip(1)) {
        let line = line.split("</code>").next().unwrap_or_default();
        assert_eq!(line.matches("<span").count() + 1, line.matches("</span>").count(), "{line}");
    }
    for (sheet, colour) in sheets(&bench).iter().zip(["#eff1f5", "#2b303b"]) {
        assert!(sheet.contains(".z-code {") && sheet.contains(colour), "{sheet}");
        assert!(sheet.contains(".z-entity.z-name.z-tag") && sheet.contains(".z-keyword"), "{sheet}");
    }
    let plain = bench.render("```\na < b\n\nc\n```\n").html;
    assert!(plain.contains("<span class=\"giallo-l\">a &lt; b</span>\n<span class=\"giallo-l\"></span>\n"), "{plain}");
}
