//! Front matter, pages, sections, summaries, counts.

use crate::harness::Site;

fn front(path: &str, front: &str) -> Site {
    Site::new().file(path, front)
}

// checklist: FM-1, FM-2
#[test]
fn fences_open_and_close_front_matter() {
    for (text, title) in [
        ("+++\ntitle = \"x\"\n+++\nbody", "x"),
        ("---\ntitle: x\n---\nbody", "x"),
        ("\n\n+++  \ntitle = \"x\"\n+++", "x"),
        ("+++\r\ntitle = \"x\"\r\n+++\r\nbody", "x"),
        ("+++\n+++\nbody", ""),
        ("---\n---\n", ""),
    ] {
        let built = front("content/a.md", text).build();
        assert!(built.text("a/index.html").starts_with(&format!("{title}|")), "{text:?}");
    }
    for text in
        ["no front matter", "+++\ntitle = \"x\"\n", "+++\ntitle = \"x\"\n---\n", "++++\n++++\n", "", "text\n+++\n+++\n"]
    {
        let errors = front("content/a.md", text).build().errors();
        assert!(errors.len() == 1 && errors[0].contains("content/a.md"), "{text:?}: {errors:?}");
    }
}

// checklist: FM-3, PG-4, PG-6, SEC-1, ERR-2
#[test]
fn unknown_keys_pass_and_bad_values_never() {
    let known = front("content/a.md", "+++\nwhatever = 1\n+++\n").build();
    assert_eq!(known.errors(), Vec::<String>::new());
    for (path, text, word) in [
        ("content/a.md", "+++\nslug = \"\"\n+++\n", "slug"),
        ("content/a.md", "+++\npath = \"\"\n+++\n", "path"),
        ("content/a.md", "+++\ndate = \"yesterday\"\n+++\n", "date"),
        ("content/a.md", "+++\nweight = -1\n+++\n", "weight"),
        ("content/a.md", "+++\ntitle = 1\n+++\n", "title"),
        ("content/a.md", "+++\ntaxonomies.nope = [\"x\"]\n+++\n", "nope"),
        ("content/s/_index.md", "+++\nsort_by = \"colour\"\n+++\n", "colour"),
        ("content/s/_index.md", "+++\npaginate_by = -1\n+++\n", "paginate_by"),
    ] {
        let errors = front(path, text).build().errors();
        assert!(errors.len() == 1 && errors[0].starts_with(path) && errors[0].contains(word), "{text:?}: {errors:?}");
    }
    let yaml = "---\ntitle: 2024\ndescription: 1.50\nauthors: [true, 7]\ntaxonomies:\n  tags:\n    - 04\nextra:\n  n: 4\n---\n";
    let built = front("content/a.md", yaml)
        .file("zola.toml", "base_url = \"https://e.test\"\ntaxonomies = [{ name = \"tags\", render = false }]\n")
        .file("templates/page.html", "{{ page.title }}|{{ page.description }}|{{ page.authors }}|{{ page.taxonomies.tags }}|{{ page.extra.n + 1 }}")
        .build();
    assert_eq!(built.text("a/index.html"), "2024|1.50|[&quot;true&quot;, &quot;7&quot;]|[&quot;04&quot;]|5");
    let blank = front("content/a.md", "+++\ntaxonomies.tags = [\" \"]\n+++\n")
        .file("zola.toml", "base_url = \"https://e.test\"\ntaxonomies = [{ name = \"tags\" }]\n");
    assert_eq!(blank.build().errors().len(), 1);
}

// checklist: FM-4, FM-5
#[test]
fn dates_are_read_in_every_form_and_kept_as_written() {
    let print = "{{ page.date }}|{{ page.year }}-{{ page.month }}-{{ page.day }}";
    for (date, shown) in [
        ("2020-01-02", "2020-01-02|2020-1-2"),
        ("2020-01-02T03:04:05", "2020-01-02T03:04:05|2020-1-2"),
        ("2020-01-02T03:04:05+08:00", "2020-01-02T03:04:05+08:00|2020-1-2"),
        ("2020-01-02T03:04:05Z", "2020-01-02T03:04:05Z|2020-1-2"),
        ("\"2020-01-02\"", "2020-01-02|2020-1-2"),
    ] {
        let site = front("content/a.md", &format!("+++\ndate = {date}\n+++\n")).file("templates/page.html", print);
        assert_eq!(site.build().text("a/index.html"), shown, "{date}");
    }
    let extra = front("content/a.md", "+++\n[extra]\na = 2020-01-02\nb = [{ c = 2021-01-02T03:04:05Z }]\n+++\n")
        .file("templates/page.html", "{{ page.extra.a | upper }}|{{ page.extra.b[0].c | upper }}");
    assert_eq!(extra.build().text("a/index.html"), "2020-01-02|2021-01-02T03:04:05Z");
}

// checklist: PG-1, PG-2, PG-3, PG-5, PG-7, VAR-3, VAR-4
#[test]
fn pages_have_every_key_and_what_is_not_set_is_null() {
    let keys = [
        "title",
        "description",
        "updated",
        "date",
        "year",
        "month",
        "day",
        "summary",
        "colocated_path",
        "lower",
        "higher",
    ];
    let nulls: String = keys.iter().map(|key| format!("{{{{ page.{key} is none }}}} ")).collect();
    let filled = "{{ page.authors }}{{ page.taxonomies }}{{ page.extra }}{{ page.toc }}{{ page.draft }}{{ page.word_count }} {{ page.reading_time }}{{ page.assets }}{{ page.ancestors }}{{ page.relative_path }}{{ page.lang }}{{ page.translations }}{{ page.backlinks }}{{ page.components }}";
    let built = front("content/a.md", "+++\n+++\n").file("templates/page.html", &format!("{nulls}|{filled}")).build();
    let text = built.text("a/index.html");
    assert_eq!(
        text,
        format!(
            "{}|[]{{}}{{}}[]false0 0[][&quot;_index.md&quot;]a.mden[][][&quot;a&quot;]",
            "true ".repeat(keys.len())
        )
    );
    let section = "{{ section.pages | length }}{{ section.subsections }}{{ section.generate_feeds }}{{ section.transparent }}{{ section.paginate_by is none }}{{ section.paginate_reversed }}{{ section.draft }}{{ section.reading_time }}{{ section.assets }}";
    let built = front("content/s/_index.md", "+++\n+++\n").file("templates/section.html", section).build();
    assert_eq!(built.text("s/index.html"), "0[]falsefalsetruefalsefalse0[]");
}

// checklist: PG-2, PG-3, SEC-2, SEC-3
#[test]
fn drafts_and_unrendered_documents_are_left_out() {
    let site = front("content/a.md", "+++\ndraft = true\n+++\n")
        .file("content/b.md", "+++\ntitle = \"B\"\nrender = false\n+++\n")
        .file("content/s/_index.md", "+++\ndraft = true\n+++\n")
        .file("content/s/deep/_index.md", "+++\n+++\n")
        .file("content/s/deep/c.md", "+++\n+++\n")
        .bytes("content/s/pic.png", b"x")
        .file("content/r/_index.md", "+++\nrender = false\n+++\n")
        .file("content/r/d.md", "+++\n+++\n")
        .file("templates/index.html", "{{ section.pages | length }} {% set p = get_page(path=\"b.md\") %}{{ p.title }} {% set r = get_section(path=\"r/_index.md\") %}{{ r.pages | length }}");
    let built = site.build();
    assert_eq!(built.text("index.html"), "0 B 1");
    let routes: Vec<&str> = built.files.keys().map(String::as_str).filter(|route| route.contains("/index")).collect();
    assert_eq!(routes, ["r/d/index.html"]);
    assert!(!built.text("sitemap.xml").contains("/b/") && !built.text("sitemap.xml").contains("test/r/<"));
    let drafts = site.drafts().build();
    assert!(drafts.has("a/index.html") && drafts.has("s/deep/c/index.html") && drafts.has("s/pic.png"));
}

// checklist: PG-8, FEED-2
#[test]
fn a_page_can_stay_out_of_feeds() {
    let built = front("content/a.md", "+++\ntitle = \"In\"\ndate = 2020-01-01\n+++\n")
        .file("content/b.md", "+++\ntitle = \"Out\"\ndate = 2020-01-01\ninclude_in_feeds = false\n+++\n")
        .file("content/c.md", "+++\ntitle = \"Undated\"\n+++\n")
        .file("content/d.md", "+++\ntitle = \"Unwritten\"\ndate = 2020-01-01\nrender = false\n+++\n")
        .file("zola.toml", "base_url = \"https://e.test\"\ngenerate_feeds = true\n")
        .build();
    let feed = built.text("atom.xml");
    assert!(feed.contains("<title xml:lang=\"en\">In</title>") || feed.contains(">In<"), "{feed}");
    assert!(!feed.contains("Out") && !feed.contains("Undated") && !feed.contains("Unwritten"));
}

// checklist: SEC-4, RED-1, PG-7, SEC-6, SEC-9
#[test]
fn sections_redirect_choose_templates_and_have_aliases() {
    let built = front(
        "content/s/_index.md",
        "+++\nredirect_to = \"t/page\"\naliases = [\"old\"]\npage_template = \"special.html\"\n+++\n",
    )
    .file("content/s/a.md", "+++\naliases = [\"/x/y\", \"z.html\"]\n+++\n")
    .file("content/s/deep/_index.md", "+++\n+++\n")
    .file("content/s/deep/b.md", "+++\n+++\n")
    .file("content/s/deep/c.md", "+++\ntemplate = \"own.html\"\n+++\n")
    .file("content/w/_index.md", "+++\nredirect_to = \"https://else.test/x\"\n+++\n")
    .file("templates/special.html", "special")
    .file("templates/own.html", "own")
    .build();
    assert!(built.text("s/index.html").contains("url=https://example.test/t/page/"));
    assert!(built.text("w/index.html").contains("url=https://else.test/x"));
    for route in ["old/index.html", "x/y/index.html", "z.html"] {
        assert!(built.text(route).contains("https://example.test/s/"), "{route}");
    }
    assert_eq!(built.text("s/a/index.html"), "special");
    assert_eq!(built.text("s/deep/b/index.html"), "special");
    assert_eq!(built.text("s/deep/c/index.html"), "own");
}

// checklist: CNT-1, CNT-2, CNT-3, CNT-4, CNT-5, CNT-6
#[test]
fn bodies_are_summed_up_counted_and_linked_back() {
    let print = "{{ (page.summary or '-') | safe }}|{{ page.word_count }}|{{ page.reading_time }}|{{ page.toc | length }}|{% for l in page.backlinks %}{{ l.title }}{% endfor %}";
    let built = front(
        "content/a.md",
        "+++\ntitle = \"A\"\n+++\nOne two[^1]\n\n<!--  MORE -->\n\n# H\n\n## I\n\nthree [b](@/b.md)\n\n[^1]: note\n",
    )
    .file("content/b.md", "+++\ntitle = \"B\"\n+++\nText")
    .file("templates/page.html", print)
    .build();
    assert_eq!(built.text("a/index.html"), "<p>One two</p>|11|1|1|");
    assert_eq!(built.text("b/index.html"), "-|1|1|0|A");
    let chinese = front("content/a.md", &format!("+++\n+++\n{}", "字".repeat(440)))
        .file("zola.toml", "base_url = \"https://e.test\"\ndefault_language = \"zh\"\n")
        .file("templates/page.html", "{{ page.word_count }}|{{ page.reading_time }}");
    assert_eq!(chinese.build().text("a/index.html"), "440|2");
}

// checklist: I18N-1, I18N-2, I18N-3, CNT-6
#[test]
fn languages_stand_apart_and_know_their_translations() {
    let settings = "base_url = \"https://e.test\"\n[languages.fr]\n";
    let print = "{{ page.lang }}|{% for t in page.translations %}{{ t.lang }}:{{ t.permalink }} {% endfor %}|{{ page.ancestors | join(sep=',') }}";
    let built = front("content/s/p/index.md", "+++\ntitle = \"E\"\n+++\n")
        .file("content/s/p/index.fr.md", "+++\ntitle = \"F\"\n+++\n")
        .bytes("content/s/p/pic.png", b"x")
        .file("content/s/_index.md", "+++\n+++\n")
        .file("content/s/_index.fr.md", "+++\npage_template = \"fr.html\"\n+++\n")
        .file("zola.toml", settings)
        .file("templates/page.html", print)
        .file("templates/fr.html", &format!("fr {print}"))
        .build();
    let both = "en:https://e.test/s/p/ fr:https://e.test/fr/s/p/ ";
    assert_eq!(built.text("s/p/index.html"), format!("en|{both}|_index.md,s/_index.md"));
    assert_eq!(built.text("fr/s/p/index.html"), format!("fr fr|{both}|_index.fr.md,s/_index.fr.md"));
    assert!(built.has("s/p/pic.png") && built.has("fr/s/p/pic.png"));
}

// checklist: ERR-2
#[test]
fn a_link_to_a_file_with_a_mistake_is_no_mistake() {
    let built = front("content/a.md", "+++\nnever closed")
        .file("content/b.md", "+++\n+++\n[x](@/a.md) [y](@/a.md#z)\n")
        .build();
    let errors = built.errors();
    assert!(errors.len() == 1 && errors[0].starts_with("content/a.md:1"), "{errors:?}");
}
