//! Folders, files, addresses, settings.

use crate::harness::Site;

const PRINT: &str = "{{ page.path }}|{{ page.slug }}|{{ page.permalink }}|{{ page.date | default(value='-') }}";

fn page(path: &str) -> Site {
    Site::new().file(path, "+++\ntitle = \"T\"\n+++\nText").file("templates/page.html", PRINT)
}

// checklist: URL-1, CFG-1
#[test]
fn permalinks_join_with_one_slash() {
    for (base, link) in [
        ("https://e.test", "https://e.test/a/"),
        ("https://e.test/", "https://e.test/a/"),
        ("https://e.test/sub", "https://e.test/sub/a/"),
        ("https://e.test/sub/", "https://e.test/sub/a/"),
    ] {
        let site = page("content/a.md").file("zola.toml", &format!("base_url = \"{base}\"\n"));
        assert!(site.build().text("a/index.html").contains(&format!("|{link}|")), "{base}");
    }
    let site = Site::new().file("templates/index.html", "{{ config.base_url }} {{ section.permalink }} {{ get_url(path=\"atom.xml\") }} {{ get_url(path=\"a#b\") }} {{ get_url(path=\"\") }}");
    let built = site.build();
    assert_eq!(
        built.text("index.html"),
        "https://example.test https://example.test/ https://example.test/atom.xml https://example.test/a#b https://example.test"
    );
}

// checklist: PATH-1, PATH-2, PATH-3, OUT-2
#[test]
fn addresses_come_from_folders_slugs_and_paths() {
    let built = page("content/Über uns/Ein Text.md")
        .file("content/Über uns/_index.md", "+++\n+++\n")
        .file("content/a/index.md", "+++\n+++\n")
        .file("content/b.md", "+++\nslug = \"Other Name\"\n+++\n")
        .file("content/c.md", "+++\npath = \"/Where I/Say \"\n+++\n")
        .file("content/日本.md", "+++\n+++\n")
        .build();
    for route in ["Über uns/ein-text", "a", "other-name", "Where I/Say", "ri-ben", "Über uns"] {
        assert!(built.has(&format!("{route}/index.html")), "{route} is not among {:?}", built.files.keys());
    }
}

// checklist: PATH-4, CFG-17
#[test]
fn slugs_are_on_safe_or_off() {
    for (how, route) in [("on", "a-b-c"), ("safe", "A b (c) #"), ("off", "A b (c) #. ")] {
        let site = page("content/A b (c) #. .md")
            .file("zola.toml", &format!("base_url = \"https://e.test\"\n[slugify]\npaths = \"{how}\"\n"));
        let built = site.build();
        assert!(built.has(&format!("{route}/index.html")), "{how}: {:?}", built.files.keys());
        // Windows cannot hold a name with a blank at its end.
        assert_eq!(built.warnings().len(), usize::from(how == "off"), "{:?}", built.warnings());
    }
}

// checklist: PATH-5, PATH-6, PG-1
#[test]
fn names_may_begin_with_a_date() {
    for (name, shown) in [
        ("2020-01-02-post", "/post/|post|https://example.test/post/|2020-01-02"),
        ("2020-01-02_post", "/post/|post|https://example.test/post/|2020-01-02"),
        ("2020-01-02 - post", "/post/|post|https://example.test/post/|2020-01-02"),
        ("2020-01-02", "/2020-01-02/|2020-01-02|https://example.test/2020-01-02/|2020-01-02"),
    ] {
        let built = page(&format!("content/{name}.md")).build();
        let shown_route = shown.split('|').next().unwrap_or_default().trim_matches('/').to_owned();
        assert_eq!(built.text(&format!("{shown_route}/index.html")), shown, "{name}");
    }
    let keeps = page("content/2020-01-02-post.md")
        .file("zola.toml", "base_url = \"https://e.test\"\n[slugify]\npaths_keep_dates = true\n");
    assert!(keeps.build().text("2020-01-02-post/index.html").ends_with("|2020-01-02"));
    let own = page("content/2020-01-02-post.md").file("content/2020-01-02-post.md", "+++\ndate = 2021-05-06\n+++\n");
    assert!(own.build().text("post/index.html").ends_with("|2021-05-06"));
    let folder = page("content/2020-01-02-dir/index.md").build();
    assert!(folder.text("dir/index.html").ends_with("|2020-01-02"));
}

// checklist: PATH-7, ERR-2
#[test]
fn dots_in_names_are_languages_only_where_there_are_some() {
    assert!(page("content/v1.2.md").build().has("v1-2/index.html"));
    let languages = "base_url = \"https://e.test\"\n[languages.fr]\n";
    let built = page("content/a.fr.md").file("zola.toml", languages).build();
    assert!(built.has("fr/a/index.html"));
    let wrong = page("content/a.de.md").file("zola.toml", languages).build();
    assert!(wrong.errors()[0].contains("content/a.de.md"), "{:?}", wrong.errors());
}

// checklist: PATH-20, ERR-2
#[test]
fn two_pages_at_one_address_are_told_with_both_files() {
    let twice = page("content/a.md").file("content/A.md", "+++\n+++\n").build();
    assert!(twice.errors()[0].contains("/a/"), "{:?}", twice.errors());
    let labels: Vec<&str> = twice.diagnostics[0].labels.iter().map(|label| label.path.as_str()).collect();
    assert_eq!(labels, ["content/A.md", "content/a.md"]);
    // What is not written takes no place.
    let unwritten = page("content/a.md").file("content/A.md", "+++\nrender = false\n+++\n").build();
    assert_eq!(unwritten.errors(), Vec::<String>::new());
    let taxonomy = page("content/tags.md")
        .file("zola.toml", "base_url = \"https://e.test\"\ntaxonomies = [{ name = \"tags\" }]\n")
        .file("content/b.md", "+++\ntaxonomies.tags = [\"x\"]\n+++\n")
        .file("templates/taxonomy_list.html", "")
        .file("templates/taxonomy_single.html", "");
    assert!(taxonomy.build().errors()[0].contains("/tags/"));
}

// checklist: FS-1, FS-3, FS-4
#[test]
fn folders_with_an_index_are_sections_and_there_is_always_a_root() {
    let built = page("content/a/b/page.md")
        .without("content/_index.md")
        .file("content/a/_index.md", "+++\n+++\n")
        .file("content/c/_index.fr.md", "+++\n+++\n")
        .file("zola.toml", "base_url = \"https://e.test\"\n[languages.fr]\n")
        .file("content/d/_index.xx.md", "not read at all")
        .build();
    for route in ["index.html", "fr/index.html", "a/index.html", "fr/c/index.html", "a/b/page/index.html"] {
        assert!(built.has(route), "{route}");
    }
    assert!(!built.has("a/b/index.html") && !built.has("d/index.html"));
    let bare = Site::bare().file("zola.toml", "base_url = \"https://e.test\"").file("content/_index.md", "+++\n+++\n");
    assert!(bare.build().errors()[0].contains("templates"), "neither templates nor a theme");
}

// checklist: FS-2, FS-6, FS-7, FS-8, FS-9, CFG-9
#[test]
fn assets_lie_beside_what_they_belong_to() {
    let built = page("content/p/index.md")
        .file("content/p/index.md", "\u{feff}+++\n+++\n")
        .bytes("content/p/pic.jpg", b"x")
        .bytes("content/p/deep/er.txt", b"x")
        .bytes("content/p/secret.psd", b"x")
        .bytes("content/p/left.swp", b"x")
        .bytes("content/p/left~", b"x")
        .bytes("content/p/.#lock.txt", b"x")
        .bytes("content/p/noextension", b"x")
        .file("content/.hidden.md", "not read")
        .file("content/.dir/shown.md", "+++\n+++\n")
        .file("content/s/_index.md", "+++\npaginate_by = 1\n+++\n")
        .bytes("content/s/own.txt", b"x")
        .bytes("content/s/deep/not.txt", b"x")
        .file("templates/page.html", "{{ page.assets | join(sep=' ') }}|{{ page.colocated_path | default(value='-') }}")
        .file("templates/section.html", "{{ section.assets | join(sep=' ') }}|{{ section.colocated_path or '-' }}")
        .file("zola.toml", "base_url = \"https://e.test\"\nignored_content = [\"*.psd\"]\n")
        .build();
    assert_eq!(built.text("p/index.html"), "/p/deep/er.txt /p/pic.jpg|p/");
    assert_eq!(built.text("s/index.html"), "/s/own.txt|-");
    let written: Vec<&String> =
        built.files.keys().filter(|route| !route.ends_with(".html") && route.contains('/')).collect();
    assert_eq!(written, ["p/deep/er.txt", "p/pic.jpg", "s/own.txt"]);
    assert!(built.files.keys().any(|route| route.ends_with("shown/index.html")), "hidden folders are walked");
}

// checklist: FS-5, ERR-2
#[test]
fn a_folder_is_a_page_or_a_section() {
    let both = page("content/a/index.md").file("content/a/_index.md", "+++\n+++\n").build();
    assert!(both.errors()[0].contains("content/a/index.md") && both.errors()[0].contains("content/a/_index.md"));
    assert!(!page("content/index.md").build().errors().is_empty(), "the root is a section");
}

// checklist: FS-10, CFG-10, CFG-13, OUT-1
#[test]
fn static_files_come_last_the_sites_over_the_themes() {
    let built = page("content/a.md")
        .file("zola.toml", "base_url = \"https://e.test\"\ntheme = \"t\"\nignored_static = [\"x/*\"]\n")
        .file("themes/t/theme.toml", "name = \"t\"\n")
        .file("themes/t/templates/x.html", "")
        .file("themes/t/static/both.txt", "theme")
        .file("themes/t/static/theirs.txt", "theme")
        .file("themes/t/static/x/kept.txt", "theme")
        .file("static/both.txt", "site")
        .file("static/x/left.txt", "site")
        .file("static/a/index.html", "static wins")
        .build();
    assert_eq!(built.text("both.txt"), "site");
    assert_eq!(built.text("theirs.txt"), "theme");
    assert_eq!(built.text("a/index.html"), "static wins");
    assert!(!built.has("x/left.txt") && built.has("x/kept.txt"));
}

// checklist: CFG-3, CFG-4, CFG-20, CFG-22, CFG-23, ERR-1, HL-2
#[test]
fn wrong_settings_are_told_at_their_place() {
    for (settings, words) in [
        ("title = \"x\"", "base_url"),
        ("base_url = \"\"", "base_url"),
        ("base_url = \"x\"\nnonsense = 1", "nonsense"),
        ("base_url = \"x\"\ntitle = 1", "title"),
        ("base_url = \"x\"\ndefault_language = \"no language\"", "no language"),
        ("base_url = \"x\"\n[languages.\"no language\"]", "no language"),
        ("base_url = \"x\"\ntitle = \"a\"\n[languages.en]\ntitle = \"b\"", "title"),
        ("base_url = \"x\"\nignored_content = [\"[\"]", "["),
        ("base_url = \"x\"\ntheme = \"ghost\"", "ghost"),
        ("base_url = \"x\"\n[markdown]\nsmart = true", "smart"),
        ("base_url = \"x\"\n[markdown.highlighting]\nstyle = \"class\"", "theme"),
        ("base_url = \"x\"\n[markdown.highlighting]\ntheme = \"nord\"\nlight_theme = \"nord\"", "theme"),
        ("base_url = \"x\"\n[markdown.highlighting]\ntheme = \"nrod\"", "nrod"),
        ("base_url = \"x\"\n[markdown.highlighting]\ntheme = \"nord\"\ncolour = 1", "colour"),
        ("base_url = \"x\"\n[markdown]\nexternal_links_class = \"a\\\"b\"", "external_links_class"),
        ("base_url = \"x\"\n[languages.fr]\ncolour = 1", "colour"),
        ("base_url = ", "zola.toml"),
    ] {
        let errors = Site::new().file("zola.toml", settings).build().errors();
        assert!(errors.len() == 1 && errors[0].contains(words), "{settings}: {errors:?}");
        assert!(errors[0].starts_with("zola.toml:"), "{settings}: {errors:?}");
    }
    for open in
        ["[search]\nx = 1", "[slugify]\nx = 1", "[link_checker]\nx = 1", "taxonomies = [{ name = \"a\", x = 1 }]"]
    {
        let built = Site::new().file("zola.toml", &format!("base_url = \"https://e.test\"\n{open}\n")).build();
        assert_eq!(built.errors(), Vec::<String>::new(), "{open}");
    }
}

// checklist: CFG-2, CFG-19, CFG-21, CFG-22, VAR-2, THM-3
#[test]
fn settings_reach_templates_in_the_language_of_the_page() {
    let print = "{{ config.title }}|{{ config.description or '-' }}|{{ config.author }}|{{ config.mode }}|{{ config.extra.a }}|{{ config.extra.t.x }}|{{ config.extra.t.y }}|{{ config.extra.when }}|{{ config.generate_feeds }}|{{ config.languages | keys | join(sep=',') }}|{{ config.default_language }}|{{ lang }}";
    let built = Site::new()
        .file(
            "zola.toml",
            "base_url = \"https://e.test\"\ntitle = \"En\"\nauthor = \"N\"\ntheme = \"t\"\n[languages.fr]\ntitle = \"Fr\"\n[extra]\na = 1\nwhen = 2020-01-02\n[extra.t]\nx = \"site\"\n",
        )
        .file("themes/t/theme.toml", "name = \"t\"\nmin_version = \"9.9\"\n[extra]\na = 0\n[extra.t]\nx = \"theme\"\ny = \"theme\"\n")
        .file("themes/t/templates/none.html", "")
        .file("templates/index.html", print)
        .build();
    assert_eq!(built.text("index.html"), "En|-|N|build|1|site|theme|2020-01-02|false|fr|en|en");
    assert!(built.text("fr/index.html").starts_with("Fr|-|N|") && built.text("fr/index.html").ends_with("|fr"));
}
