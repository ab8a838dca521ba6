//! What Zola 0.23.0 to 0.23.6 have beyond the version whose behaviour is recorded, by their release notes and by pages of sites
//! that were built with them.

use crate::harness::Site;

/// A site whose home page is `template`.
fn home(template: &str) -> Site {
    Site::new()
        .file("zola.toml", "base_url = \"https://e.test\"\n[compat]\nzola = \"0.23\"\n")
        .file("templates/index.html", template)
}

// checklist: FL-1, MD-11
#[test]
fn an_inline_text_loses_the_paragraphs_at_its_ends_each_by_itself() {
    let markdown = |text: &str| {
        let built = home(&format!("{{{{ {text:?} | markdown(inline=true) | safe }}}}")).build();
        built.text("index.html").to_owned()
    };
    assert_eq!(markdown("*a*"), "<em>a</em>");
    assert_eq!(markdown("a\n\nb"), "a</p>\n<p>b");
    assert_eq!(markdown("a\n\n- b"), "a</p>\n<ul>\n<li>b</li>\n</ul>\n");
    assert_eq!(markdown("- b\n\na"), "<ul>\n<li>b</li>\n</ul>\n<p>a");
}

// checklist: T1-3
#[test]
fn the_environment_can_be_read_again() {
    let mut site = home("{{ get_env(name=\"STAGE\") }} {{ get_env(name=\"NONE\", default=\"-\") }}");
    site.world.env.insert("STAGE".to_owned(), "test".to_owned());
    assert_eq!(site.build().text("index.html"), "test -");
    let missing = home("{{ get_env(name=\"NONE\") }}").build();
    assert!(missing.errors()[0].contains("`NONE`"), "{:?}", missing.errors());
}

// checklist: VAR-3, VAR-4, SEC-8
#[test]
fn templates_see_aliases_and_the_sections_beside_one() {
    let section = |title: &str, weight: u8| format!("+++\ntitle = \"{title}\"\nweight = {weight}\n+++\n");
    let beside = "{% if section.lower %}{{ section.lower.title }} {{ section.lower.permalink }}{% endif %}\
                  |{% if section.higher %}{{ section.higher.path }}{% endif %}";
    let site = home("{{ section.aliases }}{{ section.lower }}{{ section.higher }}")
        .file("content/_index.md", "+++\naliases = [\"old\"]\n+++\n")
        .file("content/p.md", "+++\naliases = [\"/x/\", \"y\"]\n+++\n")
        .file("templates/page.html", "{{ page.aliases | join(sep=\" \") }}")
        .file("templates/section.html", beside)
        .put("content/a/_index.md", section("A", 1))
        .put("content/b/_index.md", section("B", 2))
        .put("content/c/_index.md", section("C", 3));
    let built = site.build();
    assert_eq!(built.text("index.html"), "[&quot;old&quot;]");
    assert_eq!(built.text("p/index.html"), "/x/ y");
    assert_eq!(built.text("a/index.html"), "|/b/");
    assert_eq!(built.text("b/index.html"), "A https://e.test/a/|/c/");
    assert_eq!(built.text("c/index.html"), "B https://e.test/b/|");
}

// checklist: PG-1, SEC-1
#[test]
fn what_is_hidden_is_written_but_in_no_list_of_a_section() {
    let site = home("{% for p in section.pages %}{{ p.path }} {% endfor %}{{ section.subsections }}")
        .file("content/_index.md", "+++\nsort_by = \"title\"\n+++\n")
        .file("content/a.md", "+++\ntitle = \"a\"\n+++\n")
        .file("content/b.md", "+++\ntitle = \"b\"\nhidden = true\n+++\n")
        .file("content/c.md", "+++\ntitle = \"c\"\n+++\n")
        .file("content/part/_index.md", "+++\n+++\n")
        .file("content/aside/_index.md", "+++\nhidden = true\ntransparent = true\n+++\n")
        .file("content/aside/d.md", "+++\ntitle = \"d\"\n+++\n")
        .file("templates/page.html", "{% if page.higher %}{{ page.higher.path }}{% endif %}");
    let built = site.build();
    assert_eq!(built.text("index.html"), "/a/ /c/ [&quot;part/_index.md&quot;]");
    assert_eq!(built.text("a/index.html"), "/c/");
    assert_eq!(built.text("b/index.html"), "");
    assert_eq!(built.text("aside/index.html"), "|d;");
    assert_eq!(built.warnings(), [] as [String; 0]);
    // Zola 0.22 does not know the key.
    let older = site.file("zola.toml", "base_url = \"https://e.test\"\n[compat]\nzola = \"0.22\"\n").build();
    assert_eq!(
        older.text("index.html"),
        "&#x2F;a&#x2F; &#x2F;b&#x2F; &#x2F;c&#x2F; &#x2F;aside&#x2F;d&#x2F; [aside/_index.md, part/_index.md]"
    );
}

// checklist: MD-8, MD-9, FN-5
#[test]
fn files_beside_documents_are_found_with_an_at_sign() {
    let settings = "base_url = \"https://e.test\"\n[compat]\nzola = \"0.23\"\n[languages.fr]\n";
    let site = Site::new()
        .file("zola.toml", settings)
        .file(
            "content/a/index.md",
            "+++\nslug = \"else\"\n+++\n![i](@/a/i.png \"t\") [d](@/a/deep/d.pdf#page=2) ![s](@/s/x.png)",
        )
        .file("content/a/index.fr.md", "+++\n+++\n![i](@/a/i.png)")
        .file("content/a/i.png", "")
        .file("content/a/deep/d.pdf", "")
        .file("content/s/_index.md", "+++\n+++\n")
        .file("content/s/x.png", "")
        .file(
            "templates/index.html",
            "{{ get_url(path=\"@/a/i.png\") }} {{ get_url(path=\"@/s/x.png\", lang=\"en\") }}",
        );
    let built = site.build();
    assert_eq!(built.errors(), [] as [String; 0]);
    assert_eq!(
        built.text("else/index.html"),
        "|<p><img src=\"https://e.test/else/i.png\" alt=\"i\" title=\"t\" /> \
         <a href=\"https://e.test/else/deep/d.pdf#page=2\">d</a> <img src=\"https://e.test/s/x.png\" alt=\"s\" /></p>\n"
    );
    assert_eq!(built.text("fr/a/index.html"), "|<p><img src=\"https://e.test/fr/a/i.png\" alt=\"i\" /></p>\n");
    assert_eq!(built.text("index.html"), "https://e.test/else/i.png https://e.test/s/x.png");
    assert_eq!(built.text("fr/index.html"), "https://e.test/fr/a/i.png https://e.test/s/x.png");
    for missing in ["[x](@/a/no.png)", "![x](@/a/no.png)", "[x](@/../zola.toml)", "[x](@/s/)"] {
        let built = site.clone().put("content/b.md", format!("+++\n+++\n{missing}")).build();
        assert!(built.errors()[0].contains("content/b.md:3 markdown-link-missing"), "{missing}: {:?}", built.errors());
    }
    // What is not written has no files beside it.
    let unwritten =
        site.file("content/a/index.md", "+++\nrender = false\n+++\n").without("content/a/index.fr.md").build();
    assert!(unwritten.errors()[0].contains("a/i.png"), "{:?}", unwritten.errors());
}

// checklist: FN-8
#[test]
fn words_in_data_stay_words() {
    let template = "{{ load_data(literal=\"a: [yes, no, on, true]\", format=\"yaml\") | json_encode | safe }}";
    assert_eq!(home(template).build().text("index.html"), "{\"a\":[\"yes\",\"no\",\"on\",true]}");
}
