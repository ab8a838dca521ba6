//! The hot paths of a build, over a site of 1,000 pages in memory: the whole build cold and warm, and its dear parts alone.
//!
//! `cargo bench --bench build`, or with a part's name behind it. Whole programs on whole sites are timed elsewhere; these
//! tell which part moved.

use std::fmt::Write;
use std::sync::Arc;

use divan::Bencher;
use jiff::civil::date;
use lianluo::cache::{Cache, TracedWorld};
use lianluo::diagnostic::SourceText;
use lianluo::fingerprint::Fingerprint;
use lianluo::output::MemoryStage;
use lianluo::path::SourcePath;
use lianluo::pipeline::{Options, build};
use lianluo::source::{MemoryWorld, World, decode, parse_toml};
use lianluo::template::{TemplateFile, TemplateSet, Usages};
use lianluo::wire::{Reader, Writer};
use tera::{Map, Value};

/// The program's allocator.
#[path = "../src/allocator.rs"]
mod allocator;

fn main() {
    divan::main();
}

const PAGES: usize = 1_000;

const BASE: &str = r#"<!doctype html><html lang="{{ lang }}"><head><title>{% block title %}{{ config.title }}{% endblock title %}</title></head>
<body><main>{% block main %}{% endblock main %}</main></body></html>"#;

const PAGE: &str = r#"{% extends "base.html" %}{% block title %}{{ page.title }}{% endblock title %}
{% block main %}<h1>{{ page.title }}</h1><time>{{ page.date | date(format="%Y-%m-%d") }}</time>
{% for tag in page.taxonomies.tags %}<a href="{{ get_taxonomy_url(kind="tags", term=tag) | safe }}">{{ tag }}</a>{% endfor %}
{{ page.content | safe }}
{% if page.higher %}<a href="{{ page.higher.permalink | safe }}">{{ page.higher.title }}</a>{% endif %}{% endblock main %}"#;

const LIST: &str = r#"{% extends "base.html" %}{% block main %}{% for page in paginator.pages %}{{<card page={page} />}}{% endfor %}
{{ paginator.current_index }}/{{ paginator.number_pagers }}{% endblock main %}"#;

const CARD: &str = r#"{% component card(page) %}<article><h2><a href="{{ page.permalink | safe }}">{{ page.title }}</a></h2>
<time>{{ page.date }}</time> {{ page.taxonomies.tags | join(sep="、") }}</article>{% endcomponent card %}"#;

const SETTINGS: &str = "base_url = \"https://example.test\"\ntitle = \"联络组\"\ndefault_language = \"zh-CN\"\n\
                        taxonomies = [{ name = \"tags\", paginate_by = 20 }]\n[compat]\nzola = \"0.23\"\n";

fn world() -> MemoryWorld {
    let mut world = MemoryWorld { today: date(2026, 11, 26), ..MemoryWorld::default() };
    world.put("zola.toml", SETTINGS);
    world.put("content/_index.md", "+++\nsort_by = \"date\"\npaginate_by = 20\n+++\n");
    let templates = [("base", BASE), ("page", PAGE), ("index", LIST), ("section", LIST), ("components", CARD)];
    for (name, text) in templates {
        world.put(&format!("templates/{name}.html"), text);
    }
    world.put("templates/tags/single.html", LIST);
    world.put("templates/tags/list.html", "{% for term in terms %}{{ term.name }} {{ term.page_count }}{% endfor %}");
    for number in 0..PAGES {
        world.put(&format!("content/entry-{number:04}.md"), entry(number, ""));
    }
    world
}

fn entry(number: usize, more: &str) -> String {
    let (month, day) = (number % 12 + 1, number % 28 + 1);
    let mut text = format!(
        "+++\ntitle = \"委员走访第{number}户\"\ndate = 2025-{month:02}-{day:02}\n\
         [taxonomies]\ntags = [\"走访\", \"第{}组\"]\n[extra]\nplace = \"甲村\"\n+++\n",
        number % 40
    );
    text.push_str(&body());
    text.push_str(more);
    text
}

fn body() -> String {
    let mut text = String::new();
    for part in 1..=4 {
        let _ = write!(
            text,
            "## 第{part}节\n\n委员们在**甲村**走访了困难群众，了解*生活*情况，记下了 {part} 条意见。\n\n\
             - 饮水：管道已修好\n- 出行：见[规划](https://example.test/plan/)\n\n| 户 | 人 |\n|---|---|\n| 张某 | {part} |\n\n"
        );
    }
    text
}

/// A build, and what it leaves for the next one.
fn built(world: MemoryWorld, cache: &mut Cache) -> MemoryStage {
    let stage = MemoryStage::default();
    let world: Arc<dyn World> = Arc::new(world);
    let made = build(&TracedWorld::over(world), &Options::default(), cache, |_| Ok(&stage));
    assert_eq!(made.diagnostics.first().map(|diagnostic| diagnostic.code.id), None, "the site is good");
    if let Some(next) = made.next {
        cache.commit(next, Vec::new());
    }
    stage
}

#[divan::bench(sample_count = 20)]
fn whole_site_cold(bencher: Bencher<'_, '_>) {
    let world = world();
    bencher.with_inputs(|| world.clone()).bench_values(|world| built(world, &mut Cache::in_memory()));
}

#[divan::bench(sample_count = 20)]
fn whole_site_after_a_body_changed(bencher: Bencher<'_, '_>) {
    let world = world();
    let mut cache = Cache::in_memory();
    built(world.clone(), &mut cache);
    let mut edit = 0;
    bencher
        .with_inputs(|| {
            edit += 1;
            let mut world = world.clone();
            world.put("content/entry-0500.md", entry(500, &format!("第{edit}次修改\n")));
            world
        })
        .bench_local_values(|world| {
            let stage = MemoryStage::default();
            let world: Arc<dyn World> = Arc::new(world);
            build(&TracedWorld::over(world), &Options::default(), &cache, |_| Ok(&stage)).work.rendered.len()
        });
}

#[divan::bench]
fn front_matter(bencher: Bencher<'_, '_>) {
    let text = entry(7, "");
    let matter = text.split("+++\n").nth(1).unwrap_or_default().to_owned();
    let source = SourceText { path: path("content/a.md"), text: matter.as_str().into() };
    bencher.bench(|| parse_toml(divan::black_box(&source), 0..matter.len()).is_ok());
}

#[divan::bench]
fn text_of_a_file(bencher: Bencher<'_, '_>) {
    let bytes = entry(7, "").into_bytes();
    bencher.with_inputs(|| bytes.clone()).bench_values(|bytes| decode(bytes).is_ok());
}

#[divan::bench(args = [2, 8, 64])]
fn fingerprint_of_fingerprints(bencher: Bencher<'_, '_>, count: usize) {
    let parts: Vec<Fingerprint> = (0..count).map(|at| Fingerprint::of(&at.to_le_bytes())).collect();
    bencher.bench(|| Fingerprint::combine(divan::black_box(&parts).iter().copied()));
}

#[divan::bench]
fn what_templates_look_at(bencher: Bencher<'_, '_>) {
    let file = |name: &str, text: &str| TemplateFile {
        name: name.to_owned(),
        source: SourceText { path: path(&format!("templates/{name}")), text: text.into() },
    };
    let files =
        vec![file("base.html", BASE), file("page.html", PAGE), file("index.html", LIST), file("card.html", CARD)];
    let set = TemplateSet { files, ..TemplateSet::default() };
    bencher.bench(|| Usages::analyse(divan::black_box(&set), lianluo::liaison::SHAPES).each().count());
}

#[divan::bench]
fn a_value_kept_and_read(bencher: Bencher<'_, '_>) {
    let entries = (0..12).map(|at| (format!("key{at}").into(), Value::from("一些文字")));
    let value = Value::from(entries.collect::<Map>());
    bencher.bench(|| {
        let mut writer = Writer::new();
        writer.value(divan::black_box(&value));
        Reader::new(writer.bytes()).value().is_some()
    });
}

fn path(text: &str) -> SourcePath {
    SourcePath::new(text).expect("a path inside the site")
}
