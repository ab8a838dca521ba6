//! Sites of Zola 0.22 and before, whole: shortcodes, macros, the settings of their time, and mistakes in them.

mod harness;

use harness::Site;
use lianluo::Locale;

/// A plain site in V1.
fn site() -> Site {
    Site::bare()
        .file("zola.toml", "base_url = \"https://example.test\"\ntitle = \"T\"\n[compat]\nzola = \"0.22\"\n")
        .file("content/_index.md", "+++\n+++\n")
        .file("templates/index.html", "{{ section.content | safe }}")
        .file("templates/page.html", "{{ page.content | safe }}")
}

// checklist: SC-1, SC-2, SC-4, SC-5
#[test]
fn shortcodes_are_made_of_their_templates() {
    let built = site()
        .file("templates/shortcodes/box.html", "<div class=\"{{ kind }}\">{{ nth }} {{ body | markdown | safe }}</div>\n")
        .file("templates/shortcodes/say.md", "**{{ word }}** {{ page.title }} {{ lang }}")
        .file(
            "content/a.md",
            "+++\ntitle = \"甲\"\n+++\n{% box(kind=\"k\") %}\n  Some *text*, {{ say(word=\"词\") }}.\n{% end %}\n\nA {{ say(word=\"b\", page=\"no\") }}.\n",
        )
        .build();
    assert_eq!(
        built.text("a/index.html"),
        "<div class=\"k\">1 <p>Some <em>text</em>, <strong>词</strong> 甲 en.</p>\n</div>\n<p>A <strong>b</strong> 甲 en.</p>\n"
    );
}

// checklist: FM-3, PG-8
#[test]
fn keys_of_later_versions_are_any_others() {
    let text = "+++\ntitle = \"A\"\ndate = 2020-01-01\nhidden = \"true\"\ninclude_in_feeds = false\n+++\n";
    let built = site()
        .file("zola.toml", "base_url = \"https://example.test\"\ngenerate_feeds = true\n[compat]\nzola = \"0.22\"\n")
        .file("content/a.md", text)
        .file("templates/index.html", "{% for p in section.pages %}{{ p.title }}{% endfor %}")
        .build();
    assert_eq!(built.text("index.html"), "A");
    assert!(built.text("atom.xml").contains("<title>A</title>"));
}

// checklist: FEED-2, FEED-3
#[test]
fn feeds_without_pages_need_no_template_that_can_do_without_them() {
    let site = || {
        site()
            .file(
                "zola.toml",
                "base_url = \"https://example.test\"\ngenerate_feeds = true\ntaxonomies = [{ name = \"tags\", feed = true }]\n[compat]\nzola = \"0.22\"\n",
            )
            .file("content/a.md", "+++\ndate = 2020-01-01\n[taxonomies]\ntags = [\"x\"]\n+++\n")
            .file("content/b.md", "+++\n[taxonomies]\ntags = [\"y\"]\n+++\n")
            .file("templates/taxonomy_list.html", "l")
            .file("templates/taxonomy_single.html", "s")
    };
    let built = site().file("templates/atom.xml", "own {{ last_updated | date }}").build();
    assert_eq!(built.text("tags/x/atom.xml"), "own 2020-01-01");
    let empty = built.text("tags/y/atom.xml");
    assert!(empty.contains("<feed") && !empty.contains("<updated>"), "{empty}");
    let settings = "base_url = \"https://example.test\"\nfeed_filenames = [\"feed.xml\"]\n\
                    taxonomies = [{ name = \"tags\", feed = true }]\n[compat]\nzola = \"0.22\"\n";
    let other = site().file("zola.toml", settings).file("templates/feed.xml", "own {{ last_updated | date }}").build();
    assert!(other.text("tags/x/feed.xml") == "own 2020-01-01" && other.text("tags/y/feed.xml").contains("<feed"));
    let guarded = "own {% if last_updated %}{{ last_updated }}{% endif %}";
    assert_eq!(site().file("templates/atom.xml", guarded).build().text("tags/y/atom.xml"), "own ");
}

// checklist: FN-3
#[test]
fn a_slug_is_no_name_of_a_term() {
    let ask = |call: &str| format!("{{% set t = {call} %}}[{{% if t %}}there{{% endif %}}]");
    let built = site()
        .file(
            "zola.toml",
            "base_url = \"https://example.test\"\ntaxonomies = [{ name = \"My Tags\", render = false }]\n[compat]\nzola = \"0.22\"\n",
        )
        .file("content/a.md", "+++\n[taxonomies]\n\"My Tags\" = [\"Rust Lang\"]\n+++\n")
        .file(
            "templates/index.html",
            &[
                ask("get_taxonomy_term(kind=\"My Tags\", term=\"rust-lang\", required=false)"),
                ask("get_taxonomy_term(kind=\"My Tags\", term=\"Rust Lang\", required=false)"),
                ask("get_taxonomy_term(kind=\"My Tags\", term=\"rust-lang\")"),
                ask("get_taxonomy(kind=\"my-tags\", required=false)"),
                ask("get_taxonomy(kind=\"My Tags\", required=false)"),
            ]
            .concat(),
        )
        .build();
    assert_eq!(built.text("index.html"), "[][there][there][][there]");
}

// checklist: SC-4, CNT-2, CNT-3
#[test]
fn shortcodes_see_how_long_their_page_is() {
    let built = site()
        .file("templates/shortcodes/long.html", "{{ page.word_count }} {{ page.reading_time }}")
        .file("templates/shortcodes/of.html", "{{ section.word_count }}")
        .file("content/a.md", "+++\n+++\nOne two three {{ long() }}\n")
        .file("content/_index.md", "+++\n+++\nOne two {{ of() }}\n")
        .build();
    assert_eq!(built.text("a/index.html"), "<p>One two three 4 1</p>\n");
    assert_eq!(built.text("index.html"), "<p>One two 3</p>\n");
}

// checklist: SC-3, ERR-3
#[test]
fn mistakes_in_shortcodes_are_told_at_the_authors_line() {
    let built = site()
        .file("templates/shortcodes/figure.html", "{{ src }}")
        .file(
            "content/a.md",
            "+++\n+++\n甲 {{ figrue(src=\"x\") }}\n\n{% figure(src=\"y\") %}\n\n{{ figure() }}\n\n[x](@/no.md) {{ <card/> }}\n",
        )
        .build();
    let errors = built.errors();
    assert_eq!(errors.len(), 4, "{errors:#?}");
    assert!(errors[0].starts_with("content/a.md:3 markdown-shortcode: "), "{errors:#?}");
    assert!(errors[1].starts_with("content/a.md:5 markdown-shortcode-unclosed: "), "{errors:#?}");
    assert!(errors[2].starts_with("content/a.md:9 markdown-link-missing: "), "{errors:#?}");
    assert!(errors[3].starts_with("templates/shortcodes/figure.html:1 "), "{errors:#?}");
    assert!(built.shown(Locale::En).contains("the shortcode is called here"), "{}", built.shown(Locale::En));
    assert_eq!(built.warnings().len(), 1, "{:?}", built.warnings());
    assert!(built.shown(Locale::Zh).contains("是不是想写 figure？"), "{}", built.shown(Locale::Zh));
}

// checklist: MD-11
#[test]
fn the_markdown_filter_makes_shortcodes_too() {
    let built = site()
        .file("templates/shortcodes/year.html", "<b>{{ nth }} {{ config.title }} {{ lang }}</b>")
        .file("templates/index.html", "{{ \"In {{ year() }} and {{ year() }}\" | markdown(inline=true) | safe }}")
        .build();
    assert_eq!(built.text("index.html"), "In <b>1 T en</b> and <b>2 T en</b>");
}

// checklist: 1.28
#[test]
fn a_template_of_the_other_dialect_is_told_as_that() {
    let built = site().file("templates/new.html", "{% component card(a) %}{{ a }}{% endcomponent card %}").build();
    let errors = built.errors();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert!(errors[0].starts_with("templates/new.html:1 template-other-dialect: "), "{errors:#?}");
}

// checklist: VAR-1
#[test]
fn pages_know_the_version() {
    let ask = "{% if zola_version %}{{ zola_version }}{% else %}none{% endif %}";
    let built = site()
        .file("templates/index.html", ask)
        .file("templates/page.html", ask)
        .file("content/a.md", "+++\n+++\n")
        .build();
    assert_eq!((built.text("index.html"), built.text("a/index.html")), ("none", "0.22.1"));
}

// checklist: FM-1
#[test]
fn blanks_before_the_fence_do_no_harm() {
    let built = site().file("content/a.md", " +++\ntitle = \"A\"\n+++\nx\n").build();
    assert_eq!(built.text("a/index.html"), "<p>x</p>\n");
}

// checklist: CT-1, FS-1
#[test]
fn bodies_are_no_templates_and_no_template_is_needed() {
    let built = Site::bare()
        .file("zola.toml", "base_url = \"https://example.test\"\n[compat]\nzola = \"0.22\"\n")
        .file("content/a.md", "+++\ntitle = \"A\"\n+++\n{{ page.title }} {% if x %}y{% endif %}\n")
        .build();
    assert!(built.text("a/index.html").contains("<p>{{ page.title }} {% if x %}y{% endif %}</p>"));
}

// checklist: 1.23, SASS-1
#[test]
fn style_sheets_of_the_build_can_be_asked_for() {
    let built = site()
        .file("zola.toml", "base_url = \"https://example.test\"\ncompile_sass = true\n[compat]\nzola = \"0.22\"\n")
        .file("sass/main.scss", "a { b { color: red } }")
        .file(
            "templates/index.html",
            "{{ load_data(path=\"main.css\") | trim | safe }} {{ get_url(path=\"main.css\", cachebust=true) | safe }}",
        )
        .build();
    let text = built.text("index.html");
    assert!(text.starts_with("a b{color:red} https://example.test/main.css?h="), "{text}");
}

// checklist: MC-1, SEC-1, FEED-1
#[test]
fn sections_of_before_0_19_have_the_feeds_they_had() {
    let feed = |settings: &str| {
        let built = site()
            .put("zola.toml", format!("base_url = \"https://example.test\"\n{settings}[compat]\nzola = \"0.22\"\n"))
            .file("content/news/_index.md", "+++\ngenerate_feed = true\n+++\n")
            .file("content/news/a.md", "+++\ntitle = \"A\"\ndate = 2020-01-01\n+++\n")
            .build();
        built.has("news/atom.xml")
    };
    assert!(feed("feed_filename = \"atom.xml\"\n"));
    // Since, the key has another name, and this one no effect.
    assert!(!feed("generate_feeds = true\n"));
}

// checklist: VAR-2, VAR-3, FN-8
#[test]
fn tables_of_toml_are_in_the_order_of_their_keys_and_all_others_as_written() {
    let table = "[extra.m]\nz = 1\nb = [{ y = 1, x = 2 }]\n";
    let keys = |of: &str| format!("{{% for k, v in {of} %}}{{{{ k }}}}{{% endfor %}}");
    let template = [
        "{% set toml = load_data(path=\"d.toml\") %}{% set json = load_data(path=\"d.json\") %}".to_owned(),
        keys("config.extra.m"),
        keys("config.extra.m.b.0"),
        keys("page.extra.m"),
        keys("page.extra"),
        keys("toml"),
        keys("json"),
    ];
    let settings = |dialect: &str| format!("base_url = \"https://e.test\"\n[compat]\nzola = \"{dialect}\"\n{table}");
    let built = |dialect: &str, template: &str| {
        let built = Site::bare()
            .put("zola.toml", settings(dialect))
            .file("content/toml.md", &format!("+++\n[extra.n]\n{table}+++\n"))
            .file("content/yaml.md", "---\nextra:\n  n: 1\n  m:\n    z: 1\n    b: 2\n---\n")
            .file("d.toml", "z = 1\nb = 2\n")
            .file("d.json", "{ \"z\": 1, \"b\": 2 }")
            .file("templates/page.html", template)
            .build();
        [built.text("toml/index.html").to_owned(), built.text("yaml/index.html").to_owned()]
    };
    assert_eq!(built("0.22", &template.join(" ")), [" bz xy bz mn bz zb", " bz xy zb nm bz zb"]);
    let template = template.join(" ").replace("b.0", "b[0]");
    assert_eq!(built("0.23", &template), [" zb yx zb nm zb zb", " zb yx zb nm zb zb"]);
}
