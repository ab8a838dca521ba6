//! Quarter archives: every public entry in exactly one quarter, empty quarters kept, feeds and lists beside them.

mod harness;

use harness::Site;
use jiff::civil::date;

fn activity(title: &str, day: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\ndate = {day}\n[extra]\nkind = \"activity\"\ntype = \"学习\"\nplace = \"甲镇\"\nsource = \"本组\"\n+++\n正文\n"
    )
}

fn site() -> Site {
    Site::group()
        .file("content/activity/a.md", &activity("甲", "2025-12-31"))
        .file("content/activity/b.md", &activity("乙", "2026-01-01"))
        .file("content/activity/c.md", &activity("丙", "2026-09-30"))
        // 23:30 UTC on the last day of June is already July in the site's time zone.
        .file("content/activity/d.md", &activity("丁", "2026-06-30T23:30:00Z"))
        .today(date(2026, 11, 23))
}

#[test]
fn quarters_follow_the_calendar_in_the_sites_time_zone() {
    let built = site().build();
    let list = |path: &str| {
        let value: serde_json::Value = serde_json::from_str(built.text(path)).unwrap();
        let entries = value["entries"].as_array().unwrap();
        entries.iter().map(|entry| entry["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(list("archive/2025/q4/index.json"), ["甲"]);
    assert_eq!(list("archive/2026/q1/index.json"), ["王某某", "乙"]);
    assert_eq!(list("archive/2026/q2/index.json"), Vec::<String>::new());
    assert_eq!(list("archive/2026/q3/index.json"), ["丙", "丁"]);
}

#[test]
fn every_quarter_of_the_sites_life_has_its_page_and_feed() {
    let built = site().build();
    let pages: Vec<&String> =
        built.files.keys().filter(|route| route.starts_with("archive/") && route.ends_with("index.html")).collect();
    assert_eq!(
        pages,
        [
            "archive/2025/index.html",
            "archive/2025/q4/index.html",
            "archive/2026/index.html",
            "archive/2026/q1/index.html",
            "archive/2026/q2/index.html",
            "archive/2026/q3/index.html",
            "archive/2026/q4/index.html",
            "archive/index.html",
        ]
    );
    assert!(built.text("archive/2026/q3/atom.xml").contains("丙"));
    assert!(!built.text("archive/2026/q3/atom.xml").contains("乙"));
    assert!(!built.has("archive/2025/q3/index.html"));
}

#[test]
fn paths_and_titles_can_be_set() {
    let settings = "base_url = \"https://example.test\"\ndefault_language = \"zh-CN\"\n[liaison]\nopened = 2025-08-01\n[liaison.archive]\npath = \"cun-dang\"\nquarter_title = \"{year} Q{quarter}\"\n";
    let built =
        site().file("zola.toml", settings).file("templates/archive_quarter.html", "{{ quarter.label }}").build();
    assert_eq!(built.text("cun-dang/2025/q3/index.html"), "2025 Q3");
    assert!(!built.has("archive/index.html"));
}

#[test]
fn functions_answer_any_template() {
    let template = "{% for q in get_quarters() %}{{ q.year }}Q{{ q.quarter }}={{ q.count }}{% if q.current %}*{% endif %} {% endfor %}\
        {% set q = get_quarter(year=2026, quarter=3) %}{{ q.pages | length }}{{ q.previous.quarter }}{{ q.next.quarter }} \
        {% set now = get_quarter() %}{{ now.label }} \
        {% for k in get_kinds()[:4] %}{{ k.kind }}{{ k.count }} {% endfor %}\
        {% for p in get_entries(kind=\"activity\", year=2026, limit=2) %}{{ p.title }}{% endfor %}";
    let built = site().file("templates/index.html", template).build();
    assert_eq!(
        built.text("index.html"),
        "2026Q4=0* 2026Q3=2 2026Q2=0 2026Q1=2 2025Q4=1 224 2026年第四季度 activity4 member1 relief0 history0 丙丁"
    );
}

#[test]
fn the_built_in_pages_escape_what_they_show() {
    let built = site().file("content/activity/e.md", &activity("<题>&", "2026-09-01")).build();
    let quarter = built.text("archive/2026/q3/index.html");
    assert!(quarter.contains("&lt;题&gt;&amp;") && !quarter.contains("<题>"), "{quarter}");
}

#[test]
fn the_built_in_pages_name_everything() {
    let built = site().build();
    let quarter = built.text("archive/2026/q3/index.html");
    assert!(quarter.contains("2026年第三季度") && quarter.contains("丙") && quarter.contains("丁"), "{quarter}");
    assert!(quarter.contains("lang=\"zh-CN\"") && quarter.matches("<h1").count() == 1, "{quarter}");
    let empty = built.text("archive/2026/q2/index.html");
    assert!(empty.contains("没有"), "{empty}");
    assert!(built.text("archive/index.html").contains("2025年"));
}

#[test]
fn the_search_has_its_page_even_on_an_empty_site_and_can_be_switched_off() {
    let empty = Site::group().without("content/member/wang.md").build();
    assert!(empty.text("search/index.html").contains("data-search") && empty.has("search/catalogue.js"));
    let settings = "base_url = \"https://example.test\"\ndefault_language = \"zh-CN\"\n[liaison]\ngroup = \"甲镇政协联络组\"\n[liaison.search]\n";
    let link = "{% set org = get_liaison() %}{{ org.search_url or \"none\" }}";
    let built = |setting: &str| {
        Site::group().file("zola.toml", &format!("{settings}{setting}")).file("templates/index.html", link).build()
    };
    let off = built("enabled = false\n");
    assert_eq!(off.text("index.html"), "none");
    assert!(!off.files.keys().any(|route| route.starts_with("search/")), "{:?}", off.files.keys());
    let moved = built("path = \"cha-zhao\"\ntitle = \"查找\"\n");
    assert_eq!(moved.text("index.html"), "https://example.test/cha-zhao/");
    assert!(moved.text("cha-zhao/index.html").contains("查找") && moved.has("cha-zhao/search.js"));
}

#[test]
fn what_was_sent_and_taken_up_is_listed_for_readers_and_programs() {
    let entry = |visibility: &str, title: &str| {
        format!(
            "+++\ntitle = \"{title}\"\ndate = 2026-05-08\n[extra]\nkind = \"activity\"\ntype = \"视察\"\nplace = \"甲镇\"\nsource = \"本组\"\nvisibility = \"{visibility}\"\n\
             [[extra.submission]]\noutlet = \"县政协办公室\"\nlevel = \"县级\"\nsent = 2026-05-09\nadopted = {{ on = 2026-05-22, where = \"《政协工作》第9期\", fee_yuan = 50 }}\n\
             [[extra.submission]]\noutlet = \"某日报\"\nsent = 2026-05-10\n+++\n"
        )
    };
    let built = Site::group()
        .file("content/activity/a.md", &entry("public", "视察道路"))
        .file("content/activity/b.md", &entry("count", "内部事项"))
        .build();
    let list: serde_json::Value = serde_json::from_str(built.text("archive/submissions.json")).unwrap();
    assert_eq!((list["count"].as_u64(), list["adopted"].as_u64()), (Some(2), Some(1)));
    assert_eq!(list["submissions"][0]["adopted"]["where"], "《政协工作》第9期");
    assert!(list["submissions"][0]["adopted"]["fee_yuan"].is_null());
    let page = built.text("archive/media/index.html");
    assert!(page.contains("视察道路") && page.contains("《政协工作》第9期") && !page.contains("内部事项"), "{page}");
    assert!(!Site::group().build().has("archive/submissions.json"));
    // A section that lists them itself is the one place.
    let built = Site::group()
        .file("content/activity/a.md", &entry("public", "视察道路"))
        .file("content/news_link/_index.md", "+++\ntitle = \"媒体报道\"\ntemplate = \"media.html\"\n+++\n")
        .file("templates/media.html", "{% for a in get_adoptions() %}{{ a.entry.title }}{% endfor %}")
        .build();
    assert_eq!(built.text("news_link/index.html"), "视察道路");
    let sent_on = built.text("archive/media/index.html");
    assert!(sent_on.contains("../../news_link/index.html") && !sent_on.contains("视察道路"), "{sent_on}");
    assert!(built.text("archive/index.html").contains("../news_link/index.html"));
}

/// A group's site may have the templates of an older Zola site: the layer's pages are made beside them, and give way to theirs.
#[test]
fn the_archive_stands_beside_older_templates() {
    let settings =
        "base_url = \"https://example.test\"\n[compat]\nzola = \"0.22\"\n[liaison]\ngroup = \"甲镇政协联络组\"\n";
    let entry = "+++\ntitle = \"座谈\"\ndate = 2026-02-03\n[extra]\nkind = \"activity\"\ntype = \"学习\"\nplace = \"甲镇\"\nsource = \"本组\"\n+++\n{{ box(text=\"文\") }}\n";
    let site = Site::group()
        .file("zola.toml", settings)
        .file("content/activity/a.md", entry)
        .file("templates/base.html", "{% macro name(of) %}{{ of }}{% endmacro %}")
        .file(
            "templates/page.html",
            "{% import \"base.html\" as base %}{{ base::name(of=page.title) }}|{{ page.content | safe }}",
        )
        .file("templates/shortcodes/box.html", "<b>{{ text }}</b>");
    let built = site.build();
    assert!(built.text("activity/a/index.html").contains("座谈|<b>文</b>"), "{}", built.text("activity/a/index.html"));
    assert!(built.text("archive/2026/q1/index.html").contains("座谈"));
    let own = site.file("templates/archive_quarter.html", "{% set_global x = 1 %}own {{ x }}").build();
    assert_eq!(own.text("archive/2026/q1/index.html"), "own 1");
}

#[test]
fn every_language_that_has_pages_has_a_search_of_its_own() {
    let settings = "base_url = \"https://example.test\"\ndefault_language = \"zh-CN\"\n[liaison]\ngroup = \"甲镇政协联络组\"\n\
        [languages.en]\n[languages.fr]\n";
    let built = site()
        .file("zola.toml", settings)
        .file("content/about.md", "+++\ntitle = \"简介\"\n+++\n本组介绍\n")
        .file("content/about.en.md", "+++\ntitle = \"About us\"\n+++\nWho we are\n")
        .file(
            "templates/page.html",
            "{% set g = get_liaison() %}{{ page.title }} {{ g.search_url }} {{ g.search_title }}",
        )
        .build();
    built.expect_no_errors();
    let (own, other) = (built.text("search/list/0.js"), built.text("en/search/list/0.js"));
    assert!(own.contains("简介") && !own.contains("About us"), "{own}");
    assert!(other.contains("About us") && other.contains("en/about/") && !other.contains("简介"), "{other}");
    assert!(built.text("en/search/text/0-0.js").contains("Who we are"));
    assert!(
        built.text("about/index.html").contains("https://example.test/search/ 搜索"),
        "{}",
        built.text("about/index.html")
    );
    assert!(
        built.text("en/about/index.html").contains("https://example.test/en/search/ Search"),
        "{}",
        built.text("en/about/index.html")
    );
    // No language without pages has one.
    assert!(!built.has("fr/search/index.html"));
}
