//! What real sites were found to rely on.

use crate::harness::Site;

/// A site of the older dialect whose home page is `template`.
fn older(template: &str) -> Site {
    let settings = "base_url = \"https://e.test\"\n[compat]\nzola = \"0.22\"\n";
    Site::new().file("zola.toml", settings).file("templates/index.html", template)
}

// checklist: FM-3
#[test]
fn unknown_keys_of_sections_are_told_and_do_no_harm() {
    let built = Site::new().file("content/_index.md", "+++\ntitle = \"T\"\ndate = 2021-04-01\n+++\n").build();
    assert_eq!(built.text("index.html"), "T|");
    assert_eq!(built.warnings().len(), 1, "{:?}", built.warnings());
    assert!(built.warnings()[0].contains("content/_index.md:3 ignored-key"), "{:?}", built.warnings());
}

// checklist: FEED-1, VAR-2, CFG-12
#[test]
fn templates_see_the_older_keys_of_feeds() {
    let template = "{% if config.generate_feed %}{{ config.feed_filename }}{% endif %}{{ config.feed_filenames }}";
    let old = older(template).file("zola.toml", "base_url = \"https://e.test\"\ngenerate_feed = true\n").build();
    assert_eq!(old.text("index.html"), "atom.xml[atom.xml]");
    // With later settings only the first is known: Zola 0.22.1 shows 51ddhesh.github.io's link to the feed by it.
    let template = "{{ config.generate_feed }}{% if config.feed_filename %}no{% endif %}{{ config.feed_filenames }}";
    let settings =
        "base_url = \"https://e.test\"\ngenerate_feeds = true\n[compat]\nzola = \"0.22\"\n[translations]\na = \"A\"\n";
    let built = older(&format!("{template}{{% if config.translations %}}no{{% endif %}}")).file("zola.toml", settings);
    assert_eq!(built.build().text("index.html"), "true[atom.xml]");
}

// checklist: FN-5, FN-6, FN-8, FN-7
#[test]
fn functions_find_what_this_build_puts_into_the_output() {
    let template = "{{ get_hash(path=\"search_index.en.js\", sha_type=256) | length }} \
                    {{ get_url(path=\"elasticlunr.min.js\", cachebust=true) }} \
                    {{ load_data(path=\"public/style.css\") }} {{ load_data(path=\"public/robots.csv\", format=\"plain\") }} \
                    {{ load_data(path=\"a/trip/x.txt\") }} {{ load_data(path=\"public/old.css\", required=false) }}";
    let site = Site::new()
        .file("zola.toml", "base_url = \"https://e.test\"\nbuild_search_index = true\ncompile_sass = true\n")
        .file("sass/style.scss", "b { i { color: red } }")
        .file("static/robots.csv", "1,2")
        .file("content/a/_index.md", "+++\n+++\n")
        .file("content/a/Trip/index.md", "+++\n+++\n")
        .file("content/a/Trip/x.txt", "beside")
        // Left there by the build before.
        .file("public/old.css", "old")
        .file("public/style.css", "old")
        .file("templates/index.html", template);
    let built = site.build();
    let text = built.text("index.html");
    assert!(text.starts_with("44 https://e.test/elasticlunr.min.js?h="), "{text}");
    assert!(text.contains(" b i{color:red}") && text.contains(" 1,2 beside "), "{text}");
    assert!(!text.contains("old"), "{text}");
    let missing = site.file("templates/index.html", "{{ load_data(path=\"public/old.css\") }}").build();
    assert!(missing.errors()[0].contains("public/old.css"), "{:?}", missing.errors());
}

// checklist: FN-1, FN-2, FN-5, CNT-6
#[test]
fn documents_are_found_by_the_paths_translations_have() {
    let settings = "base_url = \"https://e.test\"\n[languages.fr]\n[compat]\nzola = \"0.22\"\n";
    let template = "{% set home = get_section(path=\"_index.md\") %}{% for one in home.translations %}\
                    {% set found = get_section(path=one.path) %}{{ found.lang }} {% endfor %}\
                    {% set own = get_page(path=\"a.fr.md\", lang=\"fr\") %}{{ own.permalink }} \
                    {{ get_url(path=\"/\", lang=\"fr\") }} {{ get_url(path=\"\", lang=\"fr\") }} {{ get_url(path=\"/b\", lang=\"fr\") }}";
    let built = older(template)
        .file("zola.toml", settings)
        .file("content/_index.fr.md", "+++\n+++\n")
        .file("content/a.md", "+++\n+++\n")
        .file("content/a.fr.md", "+++\n+++\n")
        .build();
    let expected =
        "en fr https:&#x2F;&#x2F;e.test&#x2F;fr&#x2F;a&#x2F; https://e.test/fr/ https://e.test/fr https://e.test/fr//b";
    assert_eq!(built.text("index.html"), expected);
}

// checklist: LNK-1, MD-8
#[test]
fn anchors_are_looked_for_as_the_reference_does() {
    let built = Site::new()
        .file("content/a.md", "+++\n+++\n# One Two\n\n<!-- the template has <a id=\"comments\"> -->\n")
        .file("content/b.md", "+++\n+++\n[x](@/a.md#One-Two) [y](@/a.md#comments) [z](@/a.md#one-two#more)\n")
        .build();
    let text = built.text("b/index.html");
    assert!(text.contains("href=\"https://example.test/a/#one-two\">z"), "{text}");
    assert_eq!(built.warnings().len(), 1, "{:?}", built.warnings());
    assert!(built.warnings()[0].contains("check-anchor"), "{:?}", built.warnings());
}

// checklist: CFG-9, FS-5
#[test]
fn notes_beside_the_content_and_pages_beside_silent_sections_build() {
    let built = Site::new()
        .file("zola.toml", "base_url = \"https://e.test\"\nignored_content = [\"*/README.md\"]\n")
        .file("content/README.md", "no front matter")
        .file("content/p/_index.md", "+++\nrender = false\n+++\n")
        .file("content/p/index.md", "+++\ntitle = \"P\"\npath = \"elsewhere\"\n+++\n")
        .file("content/p/more/index.md", "+++\ntitle = \"M\"\n+++\n")
        .build();
    assert_eq!(built.text("elsewhere/index.html"), "P|");
    assert_eq!(built.text("p/more/index.html"), "M|");
    let both = Site::new().file("content/p/_index.md", "+++\n+++\n").file("content/p/index.md", "+++\n+++\n").build();
    assert!(both.errors()[0].contains("graph-index-twice"), "{:?}", both.errors());
}

// checklist: T2-2
#[test]
fn dates_take_the_older_formats_with_a_locale() {
    let site =
        Site::new().file("templates/index.html", "{{ \"2026-03-18\" | date(format=\"%d %B\", locale=\"fr_FR\") }}");
    assert_eq!(site.build().text("index.html"), "18 mars");
}

#[test]
fn macros_are_found_where_a_file_of_macros_extends_the_page() {
    let built = older("{% extends \"base.html\" %}{% block c %}{{ images::m() }}!{% endblock %}")
        .file(
            "templates/base.html",
            "{% import \"images.html\" as images %}{% block c %}{{ images::m() }}{% endblock %}",
        )
        .file("templates/images.html", "{% extends \"base.html\" %}{% macro m() %}M{% endmacro m %}")
        .build();
    assert_eq!(built.text("index.html"), "M!");
}

// checklist: FS-3, PATH-7
#[test]
fn of_two_index_files_of_the_default_language_the_plain_one_counts() {
    let settings = "base_url = \"https://e.test\"\ndefault_language = \"ko\"\n[languages.en]\n";
    let built = Site::new()
        .file("zola.toml", settings)
        .file("content/_index.md", "+++\ntitle = \"plain\"\n+++\n")
        .file("content/_index.ko.md", "+++\ntitle = \"named\"\n+++\n")
        .file("content/_index.en.md", "+++\ntitle = \"English\"\n+++\n")
        .file("content/a/index.ko.md", "+++\ntitle = \"alone\"\n+++\n")
        .file("templates/index.html", "{{ section.title }}")
        .file("templates/page.html", "{{ page.title }}")
        .build();
    built.expect_no_errors();
    assert_eq!((built.text("index.html"), built.text("en/index.html")), ("plain", "English"));
    assert_eq!(built.text("a/index.html"), "alone");
    let warnings = built.warnings();
    assert!(warnings.len() == 1 && warnings[0].contains("content/_index.ko.md content-double-index"), "{warnings:?}");
}
