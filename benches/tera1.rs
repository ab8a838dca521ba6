//! Tera 1 templates, ours against the reference: page templates as themes have them, with the context ready and with what
//! making it costs, and a list of 10,000 pages.
//!
//! `cargo bench --bench tera1`. The reference takes its context by copying every value into JSON; ours shares them.

use divan::Bencher;
use lianluo::config::Dialect;
use lianluo::diagnostic::{Sink, SourceText};
use lianluo::path::SourcePath;
use lianluo::template::{Engine, Registry, TemplateFile, TemplateSet, Variables};
use serde_json::{Value as Json, json};
use tera::Value;

fn main() {
    both_render_the_same();
    divan::main();
}

fn both_render_the_same() {
    let values = values(3);
    for name in ["page.html", "list.html"] {
        let mut out = Vec::new();
        ours().render(name, &shared(&values), &mut out).expect("a good template");
        let expected = reference().render(name, &copied(&values)).expect("a good template");
        assert_eq!(String::from_utf8(out).expect("UTF-8"), expected);
    }
}

const BASE: &str = r#"{% import "macros.html" as macros %}<!doctype html>
<html lang="{{ lang }}">
<head>
<title>{% block title %}{{ config.title }}{% endblock title %}</title>
{% if page.description %}<meta name="description" content="{{ page.description }}">{% elif config.description %}<meta name="description" content="{{ config.description }}">{% endif %}
{% if config.generate_feeds %}<link rel="alternate" href="{{ get_url(path="atom.xml", trailing_slash=false) | safe }}">{% endif %}
{% for style in config.extra.styles | default(value=[]) %}<link rel="stylesheet" href="{{ get_url(path=style) }}">{% endfor %}
</head>
<body class="{% block class %}{% endblock class %}">
<nav>{% for item in config.extra.menu %}{{ macros::link(item=item, current=current_path) }}{% endfor %}</nav>
<main>{% block content %}{% endblock content %}</main>
{% include "footer.html" %}
</body>
</html>
"#;

const MACROS: &str = r#"{% macro link(item, current="/") %}{% set url = item.url | replace(from="$BASE_URL", to=config.base_url) %}
<a href="{{ url }}"{% if current == item.path %} class="active"{% endif %}>{{ item.name }}</a>{% endmacro link %}
{% macro tags(tags) %}{% if tags %}<ul>{% for tag in tags %}<li><a href="{{ get_url(path="tags/" ~ tag) }}">{{ tag | upper }}</a></li>{% endfor %}</ul>{% endif %}{% endmacro tags %}
"#;

const PAGE: &str = r##"{% extends "base.html" %}
{% block title %}{{ page.title }} - {{ config.title }}{% endblock title %}
{% block class %}page {{ page.extra.class | default(value="plain") }}{% endblock class %}
{% block content %}
<article>
<h1><a href="{{ page.permalink }}">{{ page.title }}</a></h1>
{%- if page.date %}<time datetime="{{ page.date }}">{{ page.date | date(format="%B %d, %Y") }}</time>{% endif -%}
{% if page.reading_time > 1 and not page.extra.short %}<span>{{ page.reading_time }} min, {{ page.word_count }} words</span>{% endif %}
{{ macros::tags(tags=page.taxonomies.tags) }}
{% if page.toc and page.extra.toc is defined %}<ul>{% for h in page.toc %}<li><a href="{{ h.permalink | safe }}">{{ h.title }}</a>{% if h.children %}<ul>{% for c in h.children %}<li>{{ c.title }}</li>{% endfor %}</ul>{% endif %}</li>{% endfor %}</ul>{% endif %}
{{ page.content | safe }}
{% if page.earlier or page.later %}<nav>
{% if page.earlier %}<a href="{{ page.earlier.permalink }}">&lt; {{ page.earlier.title | truncate(length=40) }}</a>{% endif %}
{% if page.later %}<a href="{{ page.later.permalink }}">{{ page.later.title | truncate(length=40) }} &gt;</a>{% endif %}
</nav>{% endif %}
</article>
{% endblock content %}
"##;

const LIST: &str = r#"{% extends "base.html" %}
{% block content %}{% for page in section.pages %}
<li class="{% if loop.first %}first{% endif %}"><a href="{{ page.permalink }}">{{ page.title }}</a> {% if page.date %}{{ page.date }}{% endif %}
{% if page.extra.draft %}draft{% else %}{{ page.description | default(value="") | truncate(length=80) }}{% endif %}</li>{% endfor %}{% endblock content %}
"#;

const FOOTER: &str = r#"<footer>{% set year = config.extra.year %}© {{ year }} {{ config.author | default(value="Anonymous") }}{% for link in config.extra.social %} <a href="{{ link.url }}">{{ link.name }}</a>{% endfor %}</footer>
"#;

const FILES: [(&str, &str); 5] =
    [("base.html", BASE), ("macros.html", MACROS), ("page.html", PAGE), ("list.html", LIST), ("footer.html", FOOTER)];

fn page(number: usize) -> Json {
    let content =
        "<p>Some text of the page, long enough to be a paragraph, and <a href=\"/x/\">a link</a>.</p>\n".repeat(30);
    let heading = |n: usize| {
        json!({"title": format!("Heading {n}"), "permalink": format!("https://example.test/p{number}/#h{n}"), "id": format!("h{n}"),
               "children": [{"title": "Child", "permalink": "x", "children": []}]})
    };
    json!({
        "title": format!("Page number {number} & more"), "permalink": format!("https://example.test/p{number}/"),
        "path": format!("/p{number}/"), "slug": format!("p{number}"), "date": "2025-03-04", "updated": null,
        "description": "What the page is about, in a sentence or two that lists show.", "reading_time": 4, "word_count": 812,
        "content": content, "taxonomies": {"tags": ["rust", "web", "static"]}, "extra": {"toc": true}, "draft": false,
        "ancestors": ["_index.md"], "toc": [heading(1), heading(2), heading(3)], "lang": "en", "authors": ["A"], "assets": [],
        "earlier": {"title": "The one before", "permalink": "https://example.test/before/"}, "later": null,
        "components": ["p"], "relative_path": format!("p{number}.md"), "colocated_path": null, "translations": [],
    })
}

fn config() -> Json {
    let menu: Vec<Json> = ["Home", "Posts", "Tags", "About"]
        .iter()
        .map(|name| json!({"name": name, "url": format!("$BASE_URL/{}", name.to_lowercase()), "path": format!("/{}/", name.to_lowercase())}))
        .collect();
    json!({
        "title": "A site", "description": "What it is about", "base_url": "https://example.test", "generate_feeds": true,
        "author": null, "default_language": "en",
        "extra": {"menu": menu, "styles": ["a.css", "b.css"], "year": 2026, "social": [{"name": "x", "url": "https://x.test/"}, {"name": "y", "url": "https://y.test/"}]},
    })
}

/// The values a page or list is rendered with, as JSON.
fn values(pages: usize) -> Vec<(&'static str, Json)> {
    let all: Vec<Json> = (0..pages).map(page).collect();
    vec![
        ("config", config()),
        ("page", page(0)),
        ("section", json!({"title": "Posts", "pages": all})),
        ("lang", json!("en")),
        ("current_path", json!("/posts/")),
    ]
}

fn reference() -> tera1::Tera {
    let mut tera = tera1::Tera::default();
    tera.register_function("get_url", |args: &std::collections::HashMap<String, Json>| {
        let path = args.get("path").and_then(Json::as_str).unwrap_or_default();
        Ok(Json::from(format!("https://example.test/{path}")))
    });
    tera.add_raw_templates(FILES).expect("good templates");
    tera
}

fn ours() -> Engine {
    let mut registry = Registry::default();
    registry
        .function("get_url", |args| Ok(Value::from(format!("https://example.test/{}", args.required_text("path")?))));
    let files = FILES.iter().map(|(name, text)| {
        let path = SourcePath::new(&format!("templates/{name}")).expect("a good path");
        TemplateFile { name: (*name).to_owned(), source: SourceText { path, text: (*text).into() } }
    });
    let set = TemplateSet { files: files.collect(), ..TemplateSet::default() };
    Engine::load(&set, registry, Dialect::V1, &Sink::new()).expect("good templates")
}

fn shared(values: &[(&'static str, Json)]) -> Variables {
    let value = |json: &Json| Value::try_from_serializable(json).expect("plain values");
    values.iter().map(|(name, json)| (*name, value(json))).collect()
}

fn copied(values: &[(&'static str, Json)]) -> tera1::Context {
    let mut context = tera1::Context::new();
    for (name, value) in values {
        context.insert(*name, value);
    }
    context
}

#[divan::bench(args = ["page.html", "list.html"])]
fn reference_with_a_ready_context(bencher: Bencher<'_, '_>, name: &str) {
    let (tera, context) = (reference(), copied(&values(if name == "page.html" { 1 } else { 10_000 })));
    bencher.bench(|| {
        let mut out = Vec::new();
        tera.render_to(name, &context, &mut out).expect("a good template");
        out
    });
}

#[divan::bench(args = ["page.html", "list.html"])]
fn ours_with_a_ready_context(bencher: Bencher<'_, '_>, name: &str) {
    let (engine, variables) = (ours(), shared(&values(if name == "page.html" { 1 } else { 10_000 })));
    bencher.bench(|| {
        let mut out = Vec::new();
        engine.render(name, &variables, &mut out).expect("a good template");
        out
    });
}

#[divan::bench(args = ["page.html", "list.html"])]
fn reference_with_its_context_made(bencher: Bencher<'_, '_>, name: &str) {
    let (tera, values) = (reference(), values(if name == "page.html" { 1 } else { 10_000 }));
    bencher.bench(|| {
        let mut out = Vec::new();
        tera.render_to(name, &copied(&values), &mut out).expect("a good template");
        out
    });
}

#[divan::bench(args = ["page.html", "list.html"])]
fn ours_with_its_context_made(bencher: Bencher<'_, '_>, name: &str) {
    let (engine, values) = (ours(), shared(&values(if name == "page.html" { 1 } else { 10_000 })));
    bencher.bench(|| {
        let mut out = Vec::new();
        let variables: Variables = values.iter().map(|(name, value)| (*name, value.clone())).collect();
        engine.render(name, &variables, &mut out).expect("a good template");
        out
    });
}
