//! Order, neighbours, pagers, taxonomies, feeds, search, the site map.

use crate::harness::{Built, Site};

const TITLES: &str = "{% for p in section.pages %}{{ p.title }} {% endfor %}";

/// A section `s` with these settings and pages: each a title and further front matter.
fn section(settings: &str, pages: &[(&str, &str)]) -> Site {
    let site = Site::new().file("content/s/_index.md", &format!("+++\n{settings}\n+++\n"));
    pages
        .iter()
        .fold(site, |site, (title, front)| {
            let file = format!("content/s/{}.md", title.to_lowercase().replace(' ', "-"));
            site.file(&file, &format!("+++\ntitle = \"{title}\"\n{front}\n+++\n"))
        })
        .file("templates/section.html", TITLES)
}

// checklist: SORT-1, SORT-2
#[test]
fn sections_are_sorted_by_every_key() {
    let pages = [
        ("Item 10", "date = 2020-01-03\nweight = 3\nslug = \"c\""),
        ("item 9", "date = 2020-01-01\nupdated = 2022-01-01\nweight = 2\nslug = \"b\""),
        ("Élan", "date = 2020-01-02\nweight = 1\nslug = \"z\""),
        ("zebra", "date = 2020-01-02\nweight = 1\nslug = \"a10\""),
        ("Zoo", "date = 2020-01-02\nweight = 1\nslug = \"a9\""),
    ];
    for (by, order) in [
        ("date", "Item 10 zebra Zoo Élan item 9 "),
        ("update_date", "item 9 Item 10 zebra Zoo Élan "),
        ("title", "Élan item 9 Item 10 zebra Zoo "),
        ("title_bytes", "Item 10 Zoo item 9 zebra Élan "),
        ("weight", "zebra Zoo Élan item 9 Item 10 "),
        ("slug", "Zoo zebra item 9 Item 10 Élan "),
        ("permalink", "zebra Zoo item 9 Item 10 Élan "),
    ] {
        let built = section(&format!("sort_by = \"{by}\""), &pages).build();
        assert_eq!(built.text("s/index.html"), order, "{by}");
    }
}

// checklist: SORT-3, SORT-4, SORT-5, CLI-11, VAR-5
#[test]
fn neighbours_follow_the_order_and_what_it_cannot_place_is_left_out() {
    let pages = [("A", "weight = 1"), ("B", "weight = 2"), ("C", "weight = 3"), ("D", "")];
    let built = section("sort_by = \"weight\"", &pages)
        .file("content/loose/o.md", "+++\ntitle = \"O\"\n+++\n")
        .file(
            "templates/page.html",
            "{{ page.lower?.title or '-' }} {{ page.higher?.title or '-' }} {{ page.ancestors | length }}",
        )
        .file(
            "templates/section.html",
            "{% for p in section.pages %}{{ p.title }}<{{ p.lower?.title or '-' }} {% endfor %}",
        )
        .build();
    assert_eq!(built.text("s/b/index.html"), "A C 2");
    assert_eq!(built.text("s/a/index.html"), "- B 2");
    assert_eq!(built.text("loose/o/index.html"), "- - 0", "an orphan has nothing above it");
    assert!(!built.has("s/d/index.html") && !built.text("sitemap.xml").contains("/s/d/"));
    assert_eq!(built.text("s/index.html"), "A&lt;- B&lt;A C&lt;B ".replace("&lt;", "<"));
    assert!(built.warnings().iter().any(|told| told.contains("content/s/d.md")), "{:?}", built.warnings());
}

// checklist: SEC-5, SEC-7, SEC-8
#[test]
fn transparent_sections_hand_their_pages_up_and_subsections_go_by_weight() {
    let built = section("sort_by = \"title\"", &[("A", "")])
        .file("content/s/t/_index.md", "+++\ntransparent = true\nsort_by = \"title\"\nweight = 2\n+++\n# H\n")
        .file("content/s/t/u/_index.md", "+++\ntransparent = true\n+++\n")
        .file("content/s/t/b.md", "+++\ntitle = \"B\"\n+++\n# H\n")
        .file("content/s/t/u/c.md", "+++\ntitle = \"C\"\n+++\n")
        .file("content/s/early/_index.md", "+++\nweight = 1\ninsert_anchor_links = \"left\"\n+++\n# H\n")
        .file("content/s/early/deep/_index.md", "+++\n+++\n# H\n")
        .file("templates/section.html", "{% for p in section.pages %}{{ p.title }} {% endfor %}|{{ section.subsections | join(sep=' ') }}|{{ section.content is containing(pat='zola-anchor') }}")
        .build();
    assert_eq!(built.text("s/index.html"), "A B C |s/early/_index.md s/t/_index.md|false");
    assert_eq!(built.text("s/t/index.html"), "B C |s/t/u/_index.md|false");
    assert_eq!(built.text("s/early/index.html"), "|s/early/deep/_index.md|true");
    assert_eq!(built.text("s/early/deep/index.html"), "||false");
}

// checklist: PGN-1, PGN-2, PGN-3, PGN-4, PGN-5, PGN-6
#[test]
fn pagers_cut_a_section_into_parts() {
    let print = "{% for p in paginator.pages %}{{ p.title }}{% endfor %} {{ paginator.current_index }}/{{ paginator.number_pagers }} {{ paginator.paginate_by }} {{ paginator.total_pages }} {{ paginator.previous or '-' }} {{ paginator.next or '-' }} {{ paginator.first }} {{ paginator.last }} {{ paginator.base_url }} {{ current_path }} {{ section.pages | length }}";
    let pages = [("A", "weight = 1"), ("B", "weight = 2"), ("C", "weight = 3")];
    let build = |settings: &str| {
        section(&format!("sort_by = \"weight\"\n{settings}"), &pages).file("templates/section.html", print).build()
    };
    let two = build("paginate_by = 2");
    let base = "https://example.test/s/";
    assert_eq!(two.text("s/index.html"), format!("AB 1/2 2 3 - {base}page/2/ {base} {base}page/2/ {base}page/ /s/ 0"));
    assert_eq!(
        two.text("s/page/2/index.html"),
        format!("C 2/2 2 3 {base} - {base} {base}page/2/ {base}page/ /s/page/2/ 0")
    );
    assert!(two.text("s/page/1/index.html").contains(&format!("url={base}")));
    let reversed = build("paginate_by = 2\npaginate_reversed = true\npaginate_path = \"p\"");
    assert!(reversed.text("s/index.html").starts_with("CB 1/2") && reversed.has("s/p/2/index.html"));
    let empty = section("paginate_by = 2", &[]).file("templates/section.html", print).build();
    assert!(empty.text("s/index.html").contains(" 1/1 2 0 "));
    assert!(build("paginate_by = 2\npaginate_path = \"\"").has("s/2/index.html"));
}

/// A site with tags.
fn tagged(settings: &str) -> Site {
    Site::new()
        .file("zola.toml", &format!("base_url = \"https://e.test\"\n{settings}\n"))
        .file("content/a.md", "+++\ntitle = \"A\"\ndate = 2020-01-01\ntaxonomies.tags = [\"Rust\", \"C\"]\n+++\n")
        .file("content/b.md", "+++\ntitle = \"B\"\ndate = 2020-01-02\ntaxonomies.tags = [\"rust\"]\n+++\n")
        .file("templates/taxonomy_list.html", "{% for t in terms %}{{ t.name }} {{ t.slug }} {{ t.path }} {{ t.permalink }} {{ t.page_count }} {{ t.pages | length }};{% endfor %}{{ taxonomy.name }} {{ taxonomy.slug }} {{ current_path }} {{ lang }}")
        .file("templates/taxonomy_single.html", "{{ term.name }}: {% for p in term.pages %}{{ p.title }}{% endfor %} {{ current_path }}{% if paginator %} {{ paginator.current_index }}{% endif %}")
}

// checklist: TAX-1, TAX-2, TAX-3, TAX-4, TAX-7, TAX-8, CFG-14
#[test]
fn taxonomies_have_lists_and_terms() {
    let built = tagged("taxonomies = [{ name = \"tags\" }]").build();
    assert_eq!(
        built.text("tags/index.html"),
        "C c /tags/c/ https://e.test/tags/c/ 1 1;Rust rust /tags/rust/ https://e.test/tags/rust/ 2 2;tags tags /tags/ en"
    );
    assert_eq!(built.text("tags/rust/index.html"), "Rust: AB /tags/rust/");
    let root = tagged("taxonomy_root = \"by\"\ntaxonomies = [{ name = \"tags\", paginate_by = 1 }]").build();
    assert_eq!(root.text("by/tags/rust/page/2/index.html"), "Rust: AB /by/tags/rust/page/2/ 2");
    let other = tagged("taxonomies = [{ name = \"tags\" }, { name = \"pod authors\" }]")
        .file("content/c.md", "+++\ntaxonomies.\"pod authors\" = [\"x\"]\n+++\n")
        .build();
    assert!(other.has("pod-authors/index.html"));
}

// checklist: TAX-5, TAX-6, TAX-9, THM-4
#[test]
fn taxonomies_stay_unwritten_without_terms_or_by_wish_and_need_templates() {
    let none = tagged("taxonomies = [{ name = \"tags\" }, { name = \"unused\" }]").build();
    assert!(!none.has("unused/index.html") && none.text("sitemap.xml").contains("/unused/</loc>"));
    let unwritten = tagged("taxonomies = [{ name = \"tags\", render = false, feed = true }]")
        .file("templates/index.html", "{% set t = get_taxonomy(kind=\"tags\") %}{{ t.items | length }}")
        .build();
    assert_eq!(unwritten.text("index.html"), "2");
    assert!(!unwritten.files.keys().any(|route| route.starts_with("tags/")));
    assert!(!unwritten.text("sitemap.xml").contains("tags"));
    let own = tagged("taxonomies = [{ name = \"tags\" }]")
        .file("templates/tags/single.html", "own single")
        .file("templates/tags/list.html", "own list")
        .without("templates/taxonomy_list.html")
        .build();
    assert_eq!((own.text("tags/index.html"), own.text("tags/c/index.html")), ("own list", "own single"));
    let missing = tagged("taxonomies = [{ name = \"tags\" }]").without("templates/taxonomy_list.html").build();
    assert!(missing.errors().iter().any(|told| told.contains("taxonomy_list.html")), "{:?}", missing.errors());
}

// checklist: FEED-1, FEED-2, FEED-3, FEED-4, CFG-12, CFG-19
#[test]
fn feeds_of_site_sections_and_terms() {
    let own = "{% for p in pages %}{{ p.title }}{% endfor %}|{{ feed_url }}|{{ last_updated }}|{{ section?.path or '-' }}|{{ term?.name or '-' }}|{{ lang }}";
    // Outside of sections and terms those two have no value, which a template asks for by `is defined`.
    let own = own
        .replace("{{ section?.path or '-' }}", "{% if section is defined %}{{ section.path }}{% endif %}")
        .replace("{{ term?.name or '-' }}", "{% if term is defined %}{{ term.slug }}{% endif %}");
    let built = tagged("generate_feeds = true\nfeed_filenames = [\"f.txt\", \"atom.xml\"]\nfeed_limit = 1\ntaxonomies = [{ name = \"tags\", feed = true }]\n[languages.fr]\ngenerate_feeds = true\nfeed_filenames = [\"f.txt\"]")
        .file("templates/f.txt", &own)
        .file("content/s/_index.md", "+++\ngenerate_feeds = true\n+++\n")
        .file("content/s/c.md", "+++\ntitle = \"C\"\ndate = 2019-01-01\nupdated = 2021-01-01\n+++\n")
        .file("content/d.fr.md", "+++\ntitle = \"D\"\ndate = 2018-01-01\n+++\n")
        .build();
    assert_eq!(built.text("f.txt"), "B|https://e.test/f.txt|2021-01-01|||en");
    assert_eq!(built.text("s/f.txt"), "C|https://e.test/s/f.txt|2021-01-01|/s/||en");
    assert_eq!(built.text("tags/rust/f.txt"), "B|https://e.test/tags/rust/f.txt|2020-01-02||rust|en");
    assert_eq!(built.text("fr/f.txt"), "D|https://e.test/fr/f.txt|2018-01-01|||fr");
    assert!(built.has("atom.xml") && built.has("s/atom.xml") && !built.has("fr/atom.xml"));
    assert!(built.errors().is_empty());
}

// checklist: FEED-5
#[test]
fn the_built_in_feeds_name_authors_and_summaries() {
    let built = tagged("title = \"T\"\ngenerate_feeds = true\nfeed_filenames = [\"atom.xml\", \"rss.xml\"]")
        .file(
            "content/a.md",
            "+++\ntitle = \"A & B\"\nauthors = [\"N\", \"M\"]\ndate = 2020-01-02\n+++\nshort\n\n<!-- more -->\n\nlong",
        )
        .without("content/b.md")
        .build();
    let (atom, rss) = (built.text("atom.xml"), built.text("rss.xml"));
    assert!(atom.contains("<name>N</name>") && atom.contains("<name>M</name>") && atom.contains("A &amp; B"));
    assert!(atom.contains("short") && !atom.contains("long") && atom.contains("2020-01-02T00:00:00+00:00"));
    assert!(rss.contains("<author>N</author>") && rss.contains("Thu, 02 Jan 2020 00:00:00 +0000"));
    // Of a list without a dated page nobody knows when it changed.
    let empty = tagged("generate_feeds = true\nfeed_filenames = [\"atom.xml\", \"rss.xml\"]").without("content/a.md");
    let empty = empty.without("content/b.md").build();
    assert!(empty.text("atom.xml").contains("<id>") && !empty.text("atom.xml").contains("updated"));
    assert!(!empty.text("rss.xml").contains("lastBuildDate"));
}

// checklist: MAP-1, MAP-2, ROB-1, 404-1, CFG-16, THM-5
#[test]
fn the_site_map_lists_what_is_written() {
    let built = tagged("taxonomies = [{ name = \"tags\", paginate_by = 1 }]")
        .file("content/a.md", "+++\nupdated = 2021-01-01\ndate = 2020-01-01\ntaxonomies.tags = [\"x\"]\n[extra]\nn = 1\n+++\n")
        .file("content/b.md", "+++\nrender = false\ntaxonomies.tags = [\"x\"]\n+++\n")
        .file("templates/sitemap.xml", "{% for e in entries %}{{ e.permalink }} {{ e.updated or '-' }} {{ e.extra?.n or '-' }};{% endfor %}{{ config.base_url }}")
        .file("templates/robots.txt", "{{ config.base_url }} {{ lang }}")
        .file("templates/404.html", "{{ config.base_url }} {{ lang }} {{ current_path is undefined }}")
        .build();
    let at = "https://e.test/";
    assert_eq!(
        built.text("sitemap.xml"),
        format!("{at} - -;{at}a/ 2021-01-01 1;{at}tags/ - -;{at}tags/x/ - -;{at}tags/x/page/1/ - -;https://e.test")
    );
    assert_eq!(built.text("robots.txt"), "https://e.test en");
    assert_eq!(built.text("404.html"), "https://e.test en true");
    let without =
        tagged("generate_sitemap = false\ngenerate_robots_txt = false\ntaxonomies = [{ name = \"tags\" }]").build();
    assert!(!without.has("sitemap.xml") && !without.has("robots.txt"));
    let excluded =
        tagged("exclude_paginated_pages_in_sitemap = \"all\"\ntaxonomies = [{ name = \"tags\", paginate_by = 1 }]")
            .build();
    assert!(!excluded.text("sitemap.xml").contains("page/1"));
    assert!(excluded.text("robots.txt").contains("https://e.test/sitemap.xml"));
}

fn index(built: &Built, route: &str) -> serde_json::Value {
    let text = built.text(route);
    serde_json::from_str(text.trim_start_matches("window.searchIndex = ")).expect("JSON")
}

// checklist: SRCH-1, SRCH-2, SRCH-3, SRCH-5, PG-5, CFG-15
#[test]
fn search_indexes_hold_what_the_settings_say() {
    let site = |search: &str| {
        Site::new()
            .file("zola.toml", &format!("base_url = \"https://e.test\"\nbuild_search_index = true\n[search]\n{search}\n[languages.fr]\nbuild_search_index = true\n[languages.zh]\nbuild_search_index = true\n"))
            .file("content/s/_index.md", "+++\n+++\n")
            .file("content/s/a.md", "+++\ntitle = \"Alpha\"\ndescription = \"D\"\n+++\nSome *words* here.\n\n```\ncode\n```\n")
            .file("content/s/b.md", "+++\ntitle = \"Beta\"\nin_search_index = false\n+++\n")
            .file("content/loose/c.md", "+++\ntitle = \"Orphan\"\n+++\n")
            .file("content/s/h/_index.md", "+++\nin_search_index = false\n+++\n")
            .file("content/s/h/d.md", "+++\ntitle = \"Hidden\"\n+++\n")
    };
    let lunr = site("").build();
    assert!(lunr.text("elasticlunr.min.js").contains("elasticlunr") && lunr.has("search_index.fr.js"));
    let value = index(&lunr, "search_index.en.js");
    assert_eq!(value["fields"], serde_json::json!(["title", "body"]));
    let urls: Vec<&String> = value["documentStore"]["docs"].as_object().expect("documents").keys().collect();
    assert_eq!(urls, ["https://e.test/", "https://e.test/s/", "https://e.test/s/a/"]);
    assert_eq!(index(&lunr, "search_index.zh.js")["lang"], "Chinese");
    let fuse = site(
        "index_format = \"fuse_json\"\ninclude_description = true\ninclude_path = true\ntruncate_content_length = 4",
    )
    .build();
    assert!(!fuse.has("elasticlunr.min.js"));
    let entries = index(&fuse, "search_index.en.json");
    let alpha =
        entries.as_array().expect("a list").iter().find(|entry| entry["title"] == "Alpha").expect("it is there");
    assert_eq!(
        *alpha,
        serde_json::json!({ "url": "https://e.test/s/a/", "title": "Alpha", "description": "D", "path": "/s/a/", "body": "Some" })
    );
    let home = site("").file("content/_index.md", "+++\nin_search_index = false\n+++\n").build();
    assert!(home.errors()[0].contains("content/_index.md"));
}
