//! Sites that mean harm, or look as if they did: each gets a message that names what is wrong, in bounded time and memory,
//! and nothing is written outside the output folder.
#![expect(clippy::disallowed_methods, reason = "the tests look at the disk and at the clock")]

mod harness;
#[path = "hostile/brought.rs"]
mod brought;
#[path = "hostile/disk.rs"]
mod disk;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use harness::{Built, Site};
use lianluo::diagnostic::Locale;

/// Builds it within the time a reader would wait.
fn timely(site: &Site) -> Built {
    let start = Instant::now();
    let built = site.build();
    let taken = start.elapsed();
    assert!(taken < Duration::from_secs(20), "it took {taken:?}");
    built
}

/// The site is refused with one of these words in what a person sees, in both languages.
#[track_caller]
fn refused(site: &Site, words: &[&str]) {
    let built = timely(site);
    assert!(!built.errors().is_empty(), "it was built: {:?}", built.files.keys());
    for locale in [Locale::En, Locale::Zh] {
        let shown = built.shown(locale);
        for word in words {
            assert!(shown.contains(word), "no “{word}” in\n{shown}");
        }
    }
}

fn program(site: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lianluo"));
    command.args(["--lang", "en", "--root"]).arg(site).args(arguments).stdin(Stdio::null());
    let ran = command.output().expect("the program starts");
    (ran.status.code(), format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr)))
}

#[test]
fn addresses_do_not_lead_out_of_the_output() {
    for front in
        ["path = \"../../out\"", "path = \"a/../../out\"", "aliases = [\"../out\"]", "aliases = [\"/../../out.html\"]"]
    {
        refused(&Site::new().file("content/a.md", &format!("+++\n{front}\n+++\n")), &["content/a.md", ".."]);
    }
    let section = "+++\npaginate_by = 1\npaginate_path = \"../..\"\n+++\n";
    let site = Site::new().file("content/s/_index.md", section).file("content/s/a.md", "+++\n+++\n");
    refused(&site.file("content/s/b.md", "+++\n+++\n"), &["content/s/_index.md", ".."]);
    let settings = "base_url = \"https://e.test\"\ntaxonomy_root = \"../x\"\ntaxonomies = [{ name = \"t\" }]\n";
    let site = Site::new().file("zola.toml", settings).file("content/a.md", "+++\ntaxonomies.t = [\"x\"]\n+++\n");
    let site = site.file("templates/taxonomy_list.html", "").file("templates/taxonomy_single.html", "");
    refused(&site, &[".."]);
    // An absolute path is one below the site's root.
    let built = timely(&Site::new().file("content/a.md", "+++\npath = \"/etc/passwd\"\n+++\n"));
    assert!(built.has("etc/passwd/index.html"));
}

#[test]
fn functions_read_nothing_outside_the_site() {
    for call in [
        "load_data(path=\"../../../etc/passwd\")",
        "load_data(path=\"a/../../../etc/passwd\")",
        "get_hash(path=\"..\\\\..\\\\x\")",
        "get_image_metadata(path=\"@/../../x.png\")",
        "resize_image(path=\"../x.png\", width=1, height=1)",
        "get_url(path=\"../../x\", cachebust=true)",
    ] {
        let site = Site::new().file("templates/index.html", &format!("{{{{ {call} }}}}"));
        refused(&site, &["templates/index.html:1", ".."]);
    }
    // What looks absolute is looked for below the site's root.
    let site = Site::new().file("templates/index.html", "{{ load_data(path=\"/etc/passwd\") }}");
    refused(&site, &["templates/index.html:1", "etc/passwd"]);
    let url = Site::new().file("templates/index.html", "{{ load_data(url=\"file:///etc/passwd\") }}");
    refused(&url, &["file:///etc/passwd"]);
}

#[test]
fn templates_that_use_one_another_in_a_circle_are_told() {
    let include = Site::new()
        .file("templates/index.html", "{% include \"a.html\" %}")
        .file("templates/a.html", "{% include \"b.html\" %}")
        .file("templates/b.html", "{% include \"a.html\" %}");
    refused(&include, &["a.html"]);
    let extends = Site::new()
        .file("templates/a.html", "{% extends \"b.html\" %}")
        .file("templates/b.html", "{% extends \"a.html\" %}");
    refused(&extends, &["a.html", "b.html"]);
    let component = "{% component round() %}x{{ <round /> }}{% endcomponent round %}";
    let site = Site::new().file("templates/c.html", component).file("templates/index.html", "{{ <round /> }}");
    refused(&site, &["round"]);
    let body = Site::new().file("templates/c.html", component).file("content/a.md", "+++\n+++\n{{ <round /> }}");
    refused(&body, &["round"]);
    let sass = Site::new()
        .file("zola.toml", "base_url = \"https://e.test\"\ncompile_sass = true\n")
        .file("sass/a.scss", "@import \"b\";")
        .file("sass/_b.scss", "@import \"c\";")
        .file("sass/_c.scss", "@import \"b\";");
    refused(&sass, &["sass/"]);
}

/// The compiler has no end of its own for it but that of the stack, which would be the program's.
#[test]
fn sass_that_calls_itself_without_end_is_told() {
    let folder = tempfile::TempDir::new().expect("a folder");
    for sub in ["sass", "templates", "content"] {
        fs::create_dir(folder.path().join(sub)).expect("a folder");
    }
    fs::write(folder.path().join("zola.toml"), "base_url = \"https://e.test\"\ncompile_sass = true\n").expect("a file");
    let style = "a { b: c }\n@mixin round { @include round; }\na { @include round; }\n";
    fs::write(folder.path().join("sass/a.scss"), style).expect("a file");
    for (language, words) in [("zh", "“round”一再用到自己"), ("en", "`round` calls itself without end")] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lianluo"));
        command.args(["--lang", language, "--root"]).arg(folder.path());
        let ran = command.arg("build").stdin(Stdio::null()).output().expect("the program starts");
        let told = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(1), "{told}");
        assert!(told.contains("sass/a.scss:2:8") && told.contains(words), "{told}");
        assert!(!folder.path().join("public").exists());
    }
}

#[test]
fn templates_do_not_run_for_ever() {
    let site = Site::new().file("templates/index.html", "{% for a in range(end=100000000) %}x{% endfor %}");
    refused(&site, &["templates/index.html:1"]);
}

/// What Tera does not stop by itself: the program ends before the machine's memory does, names the page and leaves the output.
#[test]
#[cfg(target_os = "linux")]
fn templates_that_never_end_are_stopped() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let put = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    put("zola.toml", "base_url = \"https://e.test\"\n");
    put("content/_index.md", "+++\n+++\n");
    put("templates/index.html", "old");
    assert_eq!(program(folder.path(), &["build"]).0, Some(0));
    let doubling = format!("{{% set s = \"{}\" %}}{}", "x".repeat(1000), "{% set s = s ~ s %}".repeat(40));
    let looping = "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}";
    for (name, limit, template) in [("MEMORY", "300", doubling.as_str()), ("SECONDS", "1", looping)] {
        put("templates/index.html", template);
        let mut command = Command::new(env!("CARGO_BIN_EXE_lianluo"));
        command.env(format!("LIANLUO_MAX_{name}"), limit).args(["--lang", "en", "--root"]).arg(folder.path());
        let ran = command.arg("build").stdin(Stdio::null()).output().expect("the program starts");
        let told = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(1), "{told}");
        assert!(told.contains("index.html") && told.contains(&format!("LIANLUO_MAX_{name}")), "{told}");
        assert_eq!(fs::read_to_string(folder.path().join("public/index.html")).expect("an output"), "old");
    }
    put("templates/index.html", "old");
    put("zola.toml", "base_url = \"https://e.test\"\ncompile_sass = true\n");
    put("sass/a.scss", "$a: 1; @while true { $a: $a + 1; }");
    let mut command = Command::new(env!("CARGO_BIN_EXE_lianluo"));
    command.env("LIANLUO_MAX_SECONDS", "1").args(["--lang", "en", "--root"]).arg(folder.path());
    let ran = command.arg("build").stdin(Stdio::null()).output().expect("the program starts");
    let told = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.code() == Some(1) && told.contains("sass/a.scss was not made"), "{told}");
    fs::remove_file(folder.path().join("sass/a.scss")).expect("removed");
    // What was left beside the output goes with the next build.
    put("templates/index.html", "new");
    assert_eq!(program(folder.path(), &["build"]).0, Some(0));
    let names = fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().contains("staging")));
}

/// A check renders no pages, but bodies are templates as well.
#[test]
fn checks_that_never_end_are_stopped() {
    let folder = tempfile::TempDir::new().expect("a folder");
    for sub in ["content", "templates"] {
        fs::create_dir(folder.path().join(sub)).expect("a folder");
    }
    let settings = "base_url = \"https://e.test\"\n[compat]\nzola = \"0.23\"\n";
    fs::write(folder.path().join("zola.toml"), settings).expect("a file");
    let looping = "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}";
    fs::write(folder.path().join("content/a.md"), format!("+++\n+++\n{looping}")).expect("a file");
    for (language, words) in [("zh", "用了 1 秒还没有生成完"), ("en", "was not made within 1 s")] {
        for call in [&["check", "--skip-external-links"][..], &["explain", "a/index.html"]] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_lianluo"));
            command.env("LIANLUO_MAX_SECONDS", "1").args(["--lang", language, "--root"]).arg(folder.path());
            let ran = command.args(call).stdin(Stdio::null()).output().expect("the program starts");
            let told = String::from_utf8_lossy(&ran.stderr);
            assert!(ran.status.code() == Some(1) && told.contains("content/a.md") && told.contains(words), "{told}");
        }
    }
}

/// The grammar that JavaScript had went round for ever at the comment: code from a real site.
#[test]
fn code_that_is_half_another_language_ends() {
    let settings = "base_url = \"https://e.test\"\n[markdown.highlighting]\ntheme = \"github-light\"\n";
    let text = |name: &str| format!("+++\n+++\n```{name}\nclass A extends B<C> {{\n  }}\n  /* ... */\n```\n");
    for name in ["js", "javascript", "mjs", "jsx", "ts", "tsx", "node"] {
        let built = timely(&Site::new().file("zola.toml", settings).file("content/a.md", &text(name)));
        built.expect_no_errors();
        assert!(built.text("a/index.html").contains("<span"), "{name}");
    }
}

#[test]
fn deep_nesting_is_read_or_refused() {
    const DEEP: usize = 20_000;
    let toml = format!("+++\n[extra]\na = {}1{}\n+++\n", "[".repeat(DEEP), "]".repeat(DEEP));
    refused(&Site::new().file("content/a.md", &toml), &["content/a.md"]);
    let inline = format!("+++\n[extra]\na = {}1{}\n+++\n", "{ a = ".repeat(DEEP), " }".repeat(DEEP));
    refused(&Site::new().file("content/a.md", &inline), &["content/a.md"]);
    let yaml = format!("---\nextra:\n  a: {}1{}\n---\n", "[".repeat(DEEP), "]".repeat(DEEP));
    refused(&Site::new().file("content/a.md", &yaml), &["content/a.md"]);
    let bomb = "---\nextra:\n  a: &a [x, x, x, x, x, x, x, x, x]\n  b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n  c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n  d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\n  e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\n  f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]\n  g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f]\n  h: &h [*g, *g, *g, *g, *g, *g, *g, *g, *g]\n---\n";
    refused(&Site::new().file("content/a.md", bomb), &["content/a.md"]);
    for text in
        [">".repeat(DEEP), "- ".repeat(DEEP), "[".repeat(DEEP), "*".repeat(DEEP), "<b>".repeat(DEEP), "![".repeat(DEEP)]
    {
        let built = timely(&Site::new().file("content/a.md", &format!("+++\n+++\n{text}x")));
        built.expect_no_errors();
    }
    let expression = format!("{{{{ {}1{} }}}}", "(".repeat(DEEP), ")".repeat(DEEP));
    refused(&Site::new().file("templates/index.html", &expression), &["templates/index.html"]);
    refused(&Site::new().file("content/a.md", &format!("+++\n+++\n{expression}")), &["content/a.md"]);
    let blocks = format!("{}x{}", "{% if true %}".repeat(DEEP), "{% endif %}".repeat(DEEP));
    refused(&Site::new().file("templates/index.html", &blocks), &["templates/index.html"]);
    let json = format!("{}1{}", "[".repeat(DEEP), "]".repeat(DEEP));
    let site = Site::new().file("d.json", &json).file("templates/index.html", "{{ load_data(path=\"d.json\") }}");
    refused(&site, &["d.json"]);
    let xml = format!("{}1{}", "<a>".repeat(DEEP), "</a>".repeat(DEEP));
    let site = Site::new().file("d.xml", &xml).file("templates/index.html", "{{ load_data(path=\"d.xml\") }}");
    refused(&site, &["d.xml"]);
}

#[test]
fn what_follows_one_another_without_end_is_refused() {
    const LONG: usize = 20_000;
    let newer = "base_url = \"https://e.test\"\n[compat]\nzola = \"0.23\"\n";
    let template = |text: &str| Site::new().file("zola.toml", newer).file("templates/index.html", text);
    let content = |text: &str| Site::new().file("zola.toml", newer).put("content/a.md", format!("+++\n+++\n{text}"));
    for part in [" + 1", " | str", " ~ 1", " and 1", " == 1", " if 1 else 1"] {
        let expression = format!("{{{{ 1{} }}}}", part.repeat(LONG));
        refused(&template(&expression), &["templates/index.html"]);
        refused(&content(&expression), &["content/a.md"]);
    }
    let older = "base_url = \"https://e.test\"\n[compat]\nzola = \"0.22\"\n";
    for part in [" + 1", " and 1"] {
        let expression = format!("{{{{ 1{} }}}}", part.repeat(LONG));
        refused(&template(&expression).file("zola.toml", older), &["templates/index.html"]);
    }
    let branches = format!("{{% if false %}}{}{{% endif %}}", "{% elif false %}".repeat(LONG));
    refused(&template(&branches), &["templates/index.html"]);
    refused(&content(&branches), &["content/a.md"]);
    for word in ["include", "extends"] {
        let mut site = template(&format!("{{% {word} \"0.html\" %}}"));
        for at in 0..1000 {
            site = site.put(&format!("templates/{at}.html"), format!("{{% {word} \"{}.html\" %}}", at + 1));
        }
        refused(&site.file("templates/1000.html", "x"), &["templates/"]);
    }
    let component = |at: usize| format!("{{% component c{at}() %}}{{{{ <c{} /> }}}}{{% endcomponent c{at} %}}", at + 1);
    let components: String = (0..100).map(component).collect();
    let last = "{% component c100() %}x{% endcomponent c100 %}";
    refused(&template(&format!("{components}{last}{{{{ <c0 /> }}}}")), &["templates/index.html"]);
    let of_page = |at: usize| {
        let call = format!("{{{{ page.title }}}}{{{{ <c{} page={{page}} /> }}}}", at + 1);
        format!("{{% component c{at}(page) %}}{call}{{% endcomponent c{at} %}}")
    };
    let components: String = (0..500).map(of_page).collect();
    let last = "{% component c500(page) %}x{% endcomponent c500 %}";
    let list = "{% for page in section.pages %}{{ <c0 page={page} /> }}{% endfor %}";
    let site = template(&format!("{components}{last}{list}")).file("content/a.md", "+++\ntitle = \"a\"\n+++\n");
    refused(&site, &["templates/index.html"]);
    let circle = "{% component x() %}{{ <x /> }}{% endcomponent x %}{{ <x /> }}";
    refused(&content(circle), &["content/a.md"]);
    let scss = format!("{}{}", "a{".repeat(LONG), "}".repeat(LONG));
    let site = Site::new().file("zola.toml", "base_url = \"https://e.test\"\ncompile_sass = true\n");
    refused(&site.file("sass/a.scss", &scss), &["sass/a.scss"]);
    let bibliography = Site::new()
        .file("d.bib", "@string{a = b}\n@string{b = a}\n@misc{k, title = a}")
        .file("templates/index.html", "{{ load_data(path=\"d.bib\", format=\"bibtex\") }}");
    refused(&bibliography, &["d.bib"]);
}

#[test]
fn many_keys_deep_html_and_long_words_are_read() {
    const MANY: usize = 50_000;
    let keys: String = (0..MANY).map(|at| format!("k{at} = 1\n")).collect();
    timely(&Site::new().file("content/a.md", &format!("+++\n{keys}+++\n"))).expect_no_errors();
    let section = timely(&Site::new().file("content/_index.md", &format!("+++\n{keys}+++\n")));
    assert!((1..=100).contains(&section.warnings().len()));
    let settings = "base_url = \"https://e.test\"\nminify_html = true\nbuild_search_index = true\n";
    let text = format!("{}<style>{}</style>\n\n{}", "<div>".repeat(MANY), "a{".repeat(MANY), "x".repeat(2_000_000));
    let site = Site::new().file("zola.toml", settings).file("content/a.md", &format!("+++\n+++\n{text}"));
    let built = timely(&site);
    built.expect_no_errors();
    let told = built.shown(Locale::Zh);
    assert!(told.contains("a/index.html 没有压缩") && told.contains("/a/，开头是“xxx"), "{told}");
}

#[test]
fn long_names_are_refused_where_no_file_can_have_them() {
    let long = "长".repeat(34_000);
    let settings =
        "base_url = \"https://e.test\"\ntaxonomies = [{ name = \"tags\" }]\n[slugify]\ntaxonomies = \"off\"\n";
    let site = |settings: &str| {
        Site::new()
            .file("zola.toml", settings)
            .file("content/a.md", &format!("+++\ntaxonomies.tags = [\"{long}\"]\n+++\n"))
            .file("templates/taxonomy_list.html", "")
            .file("templates/taxonomy_single.html", "")
    };
    refused(&site(settings), &["content/a.md:2", "255"]);
    refused(&site(&settings.replace("off", "on")), &["content/a.md:2", "255"]);
    let shown = timely(&site(settings)).shown(Locale::En);
    assert!(shown.len() < 400_000, "a message of {} bytes", shown.len());
    refused(
        &Site::new().file("content/a.md", &format!("+++\nslug = \"{}\"\n+++\n", "x".repeat(300))),
        &["content/a.md:2"],
    );
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    for bytes in
        [&b"+++\ntitle = \"a\0b\"\n+++\n"[..], b"+++\n+++\na\0b", b"\xff\xff\xff\xff", b"+++\n+++\n\xc3\x28\xff"]
    {
        refused(&Site::new().bytes("content/a.md", bytes), &["content/a.md"]);
    }
    refused(&Site::new().bytes("templates/index.html", b"a\0b"), &["templates/index.html"]);
    refused(&Site::new().bytes("zola.toml", b"base_url = \"a\0\""), &["zola.toml"]);
}

#[test]
fn names_windows_cannot_have_are_told() {
    let front = "+++\npath = 'a<b>c:d\"e|f?g*h\\i'\n+++\n";
    let built =
        timely(&Site::new().file("content/a.md", front).file("content/b.md", "+++\npath = \"con/nul.txt\"\n+++\n"));
    let told = if cfg!(windows) { built.errors() } else { built.warnings() };
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("content/a.md") && told[1].contains("`con`"), "{told:?}");
}

#[test]
fn a_front_matter_of_200_megabytes_is_refused_and_one_of_20_read() {
    let text =
        |megabytes: usize| format!("+++\ntitle = \"a\"\n# {}\nwrong wrong\n+++\n", "x".repeat(megabytes * 1_000_000));
    refused(&Site::new().file("content/a.md", &text(200)), &["content/a.md", "200 MB"]);
    let built = timely(&Site::new().file("content/a.md", &text(20)));
    assert!(built.errors()[0].starts_with("content/a.md:"), "{:?}", built.errors());
    assert!(built.shown(Locale::En).len() < 10_000, "the message shows the line, not all of it");
}
