//! The template language, lookup, functions, filters.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};

use crate::harness::{Built, Site};

/// A site in two languages whose pages are this template.
fn site(template: &str) -> Site {
    Site::new()
        .file("zola.toml", "base_url = \"https://e.test\"\ntitle = \"T\"\ntaxonomies = [{ name = \"tags\" }]\n[compat]\nzola = \"0.23\"\n[translations]\nhi = \"Hi\"\n[extra]\nmap = { b = 1, a = 2 }\n[languages.fr]\ntaxonomies = [{ name = \"tags\" }]\n[languages.fr.translations]\nhi = \"Salut\"\n[languages.ar]\n")
        .file("content/a.md", "+++\ntitle = \"A\"\ntaxonomies.tags = [\"Big One\"]\n+++\n")
        .file("content/a.fr.md", "+++\ntitle = \"Fr\"\ntaxonomies.tags = [\"Big One\"]\n+++\n")
        .file("content/b.md", "+++\ntitle = \"B\"\n+++\n")
        .file("templates/page.html", template)
        .file("templates/taxonomy_list.html", "")
        .file("templates/taxonomy_single.html", "")
}

#[track_caller]
fn page(template: &str) -> String {
    site(template).build().text("a/index.html").to_owned()
}

/// The errors of the template, the first line of each.
fn errors(template: &str) -> Vec<String> {
    let site = site(template).without("content/a.fr.md").without("content/b.md");
    site.build().errors()
}

// checklist: T2-1
#[test]
fn the_languages_own_filters() {
    for (expression, shown) in [
        ("'<b>' | safe", "<b>"),
        ("missing | default(value='x')", "x"),
        ("'' | default(value='x', boolean=true)", "x"),
        ("'aB c' | upper", "AB C"),
        ("'aB' | lower", "ab"),
        ("'a b  c' | wordcount", "3"),
        ("'<' | escape_html | safe", "&lt;"),
        ("'<' | escape_xml | safe", "&lt;"),
        ("'<' | escape | safe", "&lt;"),
        ("'a\nb' | newlines_to_br | safe", "a<br>b"),
        ("2 | pluralize(singular='', plural='s')", "s"),
        ("' a ' | trim", "a"),
        ("'xax' | trim_start(pat='x') | trim_end(pat='x')", "a"),
        ("'aba' | replace(from='a', to='c')", "cbc"),
        ("'aB' | capitalize", "Ab"),
        ("'a b' | title", "A B"),
        ("'abc' | truncate(length=2, end='.')", "ab."),
        ("'a\nb' | indent(width=2)", "a\n  b"),
        ("1 | str", "1"),
        ("'ff' | int(base=16)", "255"),
        ("'1.5' | float", "1.5"),
        ("'汉字' | length", "2"),
        ("[1, 2] | reverse", "[2, 1]"),
        ("'a,b' | split(pat=',')", "[&quot;a&quot;, &quot;b&quot;]"),
        ("-1 | abs", "1"),
        ("1.25 | round(method='floor', precision=1)", "1.2"),
        ("[1, 2] | first", "1"),
        ("([] | last) is none", "true"),
        ("[1, 2] | nth(n=1)", "2"),
        ("[1, 2] | join(sep='-')", "1-2"),
        ("[2, 1] | sort", "[1, 2]"),
        ("[1, 1, 2] | unique", "[1, 2]"),
        ("{'a': 1} | get(key='b', default=2)", "2"),
        ("{'a': 1} | keys", "[&quot;a&quot;]"),
        ("{'a': 1} | values", "[1]"),
        ("{'a': 1} | pairs", "[[&quot;a&quot;, 1]]"),
        ("([{'k': 'x', 'v': 1}, {'k': 'x', 'v': 2}] | group_by(attribute='k') | get(key='x')) | length", "2"),
    ] {
        assert_eq!(page(&format!("{{{{ {expression} }}}}")), shown, "{expression}");
    }
    assert_eq!(errors("{{ [{'a': 1}] | group_by(attribute='b') }}").len(), 1);
}

// checklist: T2-2, FL-1
#[test]
fn the_filters_and_tests_zola_adds() {
    for (expression, shown) in [
        ("'a>b' | base64_encode", "YT5i"),
        ("'YT5i' | base64_decode", "a&gt;b"),
        ("'a1b' | regex_replace(pattern='[0-9]', rep='-')", "a-b"),
        ("'a1b' | regex_replace(pattern='(?P<d>[0-9])', rep='<$d>') | safe", "a<1>b"),
        ("'<b>a</b>' | striptags", "a"),
        ("'<b> </b> <i>' | spaceless | safe", "<b></b><i>"),
        ("'a b/c' | urlencode", "a%20b/c"),
        ("'a b/c' | urlencode_strict", "a%20b%2Fc"),
        ("{'a': [1, 'x']} | json_encode | safe", "{\"a\":[1,\"x\"]}"),
        ("110000 | filesizeformat", "107.42 KiB"),
        ("110000 | filesizeformat(binary=false)", "110 kB"),
        ("3.14159 | format(spec='.2')", "3.14"),
        ("'Hé Wörld' | slugify", "he-world"),
        ("'2020-01-02T03:04:05Z' | date(format='%Y/%m/%d %H')", "2020/01/02 03"),
        ("'2020-01-02T23:04:05Z' | date(format='%d %H', timezone='Asia/Shanghai')", "03 07"),
        ("[1, 2, 3] | shuffle(seed=1) | sort", "[1, 2, 3]"),
        ("get_random(start=5, end=6)", "5"),
        ("'abc' is matching(pat='^a.c$')", "true"),
        ("'2020-01-01' is before(other='2020-01-01', inclusive=true)", "true"),
        ("'2020-01-01' is after(other='2020-01-01')", "false"),
        ("1234567 | num_format", "1,234,567"),
        ("1234567 | num_format(locale='de')", "1.234.567"),
    ] {
        assert_eq!(page(&format!("{{{{ {expression} }}}}")), shown, "{expression}");
    }
    assert!(errors("{{ 1 | num_format(locale='nowhere') }}")[0].contains("nowhere"));
}

// checklist: T2-3, T2-4, T2-5, T2-7
#[test]
fn tests_functions_syntax_and_printing() {
    for test in [
        "'a' is string",
        "1 is number",
        "{} is map",
        "true is bool",
        "[] is array",
        "1 is integer",
        "1.0 is float",
        "none is none",
        "[] is iterable",
        "page is defined",
        "nope is undefined",
        "1 is odd",
        "2 is even",
        "4 is divisible_by(divisor=2)",
        "'ab' is starting_with(pat='a')",
        "'ab' is ending_with(pat='b')",
        "[1] is containing(pat=1)",
        "'a' is not number",
    ] {
        assert_eq!(page(&format!("{{{{ {test} }}}}")), "true", "{test}");
    }
    for (template, shown) in [
        ("{% for i in range(end=3) %}{{ i }}{% endfor %}", "012"),
        ("{% for i in range(start=6, end=0, step_by=-3) %}{{ i }}{% endfor %}", "63"),
        ("{% for k, v in {'b': 1, 'a': 2} %}{{ k }}{{ v }}{% else %}x{% endfor %}", "b1a2"),
        ("{% for i in [1, 2, 3] %}{% if i == 2 %}{% continue %}{% endif %}{{ loop.index }}{% endfor %}", "13"),
        ("{% set x %}a{{ 1 }}{% endset %}{{ x | upper }}", "A1"),
        ("{{ 'y' if 1 < 2 else 'n' }}{{ [x * 2 for x in [1, 2] if x > 1] }}", "y[4]"),
        ("{{ [0, ...[1, 2]][-1] }}{{ [1, 2, 3][1:] }}{{ 'abc'[::-1] }}", "2[2, 3]cba"),
        ("{{ 7 // 2 }} {{ 2 ** 3 }} {{ 6 / 2 }} {{ 1 ~ 'x' }}", "3 8 3.0 1x"),
        ("{{ page?.nope?.deep or 'none' }}{{ none is none }}", "nonetrue"),
        ("{% filter upper %}a{% endfilter %}{% raw %}{{ x }}{% endraw %}{# gone #}", "A{{ x }}"),
        ("{{ \"&<>\\\"'/\" }}", "&amp;&lt;&gt;&quot;&#39;/"),
        ("{{ [1, 'a', 2.0] }}{{ {'k': 'v'} }}", "[1, &quot;a&quot;, 2.0]{&quot;k&quot;: &quot;v&quot;}"),
    ] {
        assert_eq!(page(template), shown, "{template}");
    }
    assert!(errors("{{ throw(message='stop here') }}")[0].contains("stop here"));
    for gone in ["{% import 'x.html' as x %}", "{% macro m() %}{% endmacro m %}"] {
        assert_eq!(errors(gone).len(), 1, "{gone}");
    }
}

// checklist: T2-6
#[test]
fn what_is_not_defined_is_told() {
    assert_eq!(page("{% if nope %}x{% else %}y{% endif %}{{ nope or 'z' }}"), "yz");
    for template in ["{{ nope }}", "{{ page.nope }}", "{% if nope.deep %}{% endif %}", "{{ nope.deep or 'x' }}"] {
        let told = errors(template);
        assert!(
            told.len() == 1 && told[0].starts_with("templates/page.html:1") && told[0].contains("nope"),
            "{template}: {told:?}"
        );
    }
}

// checklist: THM-1, THM-2, THM-3, THM-4, THM-5, THM-6
#[test]
fn templates_are_looked_up_in_site_theme_and_program() {
    let theme = |site: Site| {
        site.file("zola.toml", "base_url = \"https://e.test\"\ntheme = \"t\"\n")
            .file(
                "themes/t/theme.toml",
                "name = \"t\"\nlicense = \"MIT\"\nmin_version = \"0.23\"\n[author]\nname = \"x\"\n",
            )
            .file("themes/t/templates/page.html", "theme page")
            .file("themes/t/templates/base.html", "theme base {% block b %}{% endblock b %}")
            .file("themes/t/templates/part.txt", "part")
            .file("themes/t/static/t.css", "a{}")
            .file("themes/t/sass/s.scss", "a { b { c: d } }")
            .file("themes/t/content/no.md", "+++\n+++\n")
            .file("content/a.md", "+++\n+++\n")
    };
    let built = theme(Site::new().without("templates/page.html")).build();
    assert_eq!(built.text("a/index.html"), "theme page");
    assert!(built.has("t.css") && built.text("s.css").contains("a b{c:d}") && !built.has("no/index.html"));
    let extended = theme(Site::new())
        .file("templates/page.html", "{% extends \"t/templates/page.html\" %}")
        .file(
            "templates/index.html",
            "{% extends \"base.html\" %}{% block b %}mine {% include \"part.txt\" %}{% endblock b %}",
        )
        .build();
    assert_eq!(extended.text("a/index.html"), "theme page");
    assert_eq!(extended.text("index.html"), "theme base mine part");
    let bare = Site::bare()
        .file("zola.toml", "base_url = \"https://e.test\"\n")
        .file("templates/none.html", "")
        .file("content/a.md", "+++\n+++\n")
        .build();
    assert!(bare.has("index.html") && bare.has("a/index.html") && bare.has("404.html") && bare.has("robots.txt"));
    let missing = site("x").file("content/b.md", "+++\ntemplate = \"nowhere.html\"\n+++\n").build();
    assert!(missing.errors()[0].starts_with("content/b.md:2") && missing.errors()[0].contains("nowhere.html"));
}

// checklist: VAR-1, VAR-6
#[test]
fn every_page_knows_where_it_is_and_what_there_is() {
    assert_eq!(
        page(
            "{{ current_url }} {{ current_path }} {{ lang }} {{ zola_version is starting_with(pat='0.23') }} {{ config.mode }}"
        ),
        "https://e.test/a/ /a/ en true build"
    );
    let context = page("{{ __tera_context }}");
    assert!(context.contains("current_path") && context.contains("config"), "{context}");
}

// checklist: FN-1, FN-2, MF-1, MF-3
#[test]
fn pages_and_sections_are_found_in_the_language_of_the_page() {
    let template = "{% set p = get_page(path=\"a.md\") %}{{ p.title }} {% set q = get_page(path=\"a.md\", lang=\"fr\") %}{{ q.title }} {% set s = get_section(path=\"_index.md\", metadata_only=true) %}{{ s.lang }} {{ s.pages | length }} {{ get_page(path=\"no.md\", allow_missing=true) is none }} {{ get_section(path=\"no/_index.md\", allow_missing=true) is none }}";
    let built = site(template).build();
    assert_eq!(built.text("a/index.html"), "A Fr en 2 true true");
    assert_eq!(built.text("fr/a/index.html"), "Fr Fr fr 1 true true");
    for call in [
        "get_page(path=\"no.md\")",
        "get_page(path=\"b.md\", lang=\"fr\")",
        "get_section(path=\"no/_index.md\")",
        "get_page()",
        "get_page(path=\"a.md\", lang=\"xx\")",
    ] {
        let template = format!("{{% set x = {call} %}}");
        assert_eq!(errors(&template).len(), 1, "{call}");
    }
}

// checklist: FN-3, FN-4, MF-2
#[test]
fn taxonomies_and_terms_are_found_by_name_or_slug() {
    let template = "{% set t = get_taxonomy(kind=\"tags\") %}{{ t.kind.name }} {{ t.lang }} {{ t.items | length }} {{ t.permalink }} {% set m = get_taxonomy_term(kind=\"tags\", term=\"big-one\") %}{{ m.name }} {% set n = get_taxonomy_term(kind=\"tags\", term=\"Big One\", include_pages=false) %}{{ n.page_count }} {{ get_taxonomy_url(kind=\"tags\", term=\"Big One\") }} {{ get_taxonomy_url(kind=\"tags\", name=\"Big One\", lang=\"fr\") }} {{ get_taxonomy(kind=\"no\", required=false) is none }} {{ get_taxonomy_term(kind=\"tags\", term=\"no\", required=false) is none }} {{ get_taxonomy_url(kind=\"no\", term=\"x\", required=false) is none }}";
    let built = site(template).build();
    let at = "https://e.test/";
    assert_eq!(
        built.text("a/index.html"),
        format!("tags en 1 {at}tags/ Big One 1 {at}tags/big-one/ {at}fr/tags/big-one/ true true true")
    );
    assert!(
        built.text("fr/a/index.html").starts_with(&format!("tags fr 1 {at}fr/tags/ Big One 1 {at}fr/tags/big-one/"))
    );
    for call in [
        "get_taxonomy(kind=\"no\")",
        "get_taxonomy_term(kind=\"tags\", term=\"no\")",
        "get_taxonomy_url(kind=\"tags\", term=\"no\", required=false)",
    ] {
        assert_eq!(errors(&format!("{{% set x = {call} %}}")).len(), 1, "{call}");
    }
}

// checklist: FN-5, FN-10, FN-11
#[test]
fn addresses_and_texts_of_a_language() {
    let template = "{{ get_url(path=\"@/a.md\") }} {{ get_url(path=\"@/a.md#x\", lang=\"en\") }} {{ get_url(path=\"x\", lang=\"fr\", trailing_slash=true) }} {{ get_url(path=\"app.js\", cachebust=true) }} {{ trans(key=\"hi\") }} {{ trans(key=\"hi\", lang=\"fr\") }} {{ text_direction() }} {{ text_direction(lang=\"ar\") }} {{ now() }} {{ now(timestamp=true) }} {{ now(utc=true) }}";
    let built = site(template).file("static/app.js", "x").without("content/b.md").build();
    let at = "https://e.test/";
    let hash = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
    let rest = format!("{at}fr/x/ {at}app.js?h={}", &hash[..20]);
    let clock = "2026-11-23T00:00:00Z 1795392000 2026-11-23T00:00:00Z";
    assert_eq!(built.text("a/index.html"), format!("{at}a/ {at}a/#x {rest} Hi Salut ltr rtl {clock}"));
    assert_eq!(built.text("fr/a/index.html"), format!("{at}fr/a/ {at}a/#x {rest} Salut Salut ltr rtl {clock}"));
    for call in [
        "trans(key=\"no\")",
        "trans(key=\"hi\", lang=\"xx\")",
        "get_url(path=\"@/no.md\")",
        "get_url(path=\"no.js\", cachebust=true)",
    ] {
        assert_eq!(errors(&format!("{{{{ {call} }}}}")).len(), 1, "{call}");
    }
}

// checklist: FN-6, FN-8, ERR-3
#[test]
fn files_are_hashed_and_read() {
    let with_files = |template: &str| {
        site(template)
            .file("static/x.txt", "x")
            .file("data/d.toml", "a = 1")
            .file("data/d.csv", "h\n1\n")
            .file("data/d.yaml", "a: [1]")
            .file("data/d.xml", "<a n=\"1\">2</a>")
            .file("data/d.bib", "@book{k, title = {T}}")
            .file("content/d.json", "{\"a\": null}")
    };
    let load = |call: &str, field: &str| format!("{{% set d = load_data({call}) %}}{{{{ d{field} }}}} ");
    let all = [
        load("path=\"data/d.toml\"", ".a"),
        load("path=\"data/d.csv\"", ".records[0]"),
        load("path=\"data/d.yaml\"", ".a"),
        load("path=\"data/d.xml\"", ".a"),
        load("path=\"data/d.bib\", format=\"bibtex\"", ".bibliographies[0].tags.title"),
        load("path=\"data/d.bib\"", ""),
        load("path=\"@/d.json\"", ".a is none"),
        load("path=\"x.txt\"", ""),
        load("path=\"data/d.toml\", format=\"plain\"", ""),
        load("literal=\"[1]\", format=\"json\"", ""),
        load("path=\"no.txt\", required=false", " is none"),
    ];
    let built = with_files(&format!(
        "{{{{ get_hash(literal=\"x\", sha_type=256, base64=false) }}}} {{{{ get_hash(path=\"x.txt\") | length }}}} {}",
        all.concat()
    ))
    .build();
    assert_eq!(
        built.text("a/index.html"),
        "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881 64 1 [&quot;1&quot;] [1] {&quot;@n&quot;: 1, &quot;$text&quot;: 2} T @book{k, title = {T}} true x a = 1 [1] true "
    );
}

/// A grey picture.
fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let grey = RgbImage::from_pixel(width, height, image::Rgb([90, 90, 90]));
    DynamicImage::from(grey).write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

fn size(built: &Built, route: &str) -> (u32, u32) {
    let reader = image::ImageReader::new(Cursor::new(&built.files[route])).with_guessed_format().expect("a picture");
    reader.into_dimensions().expect("a size")
}

// checklist: FN-7, FN-9, IMG-1, IMG-2, IMG-3
#[test]
fn pictures_are_measured_and_made() {
    let call = |arguments: &str| {
        format!(
            "{{% set r = resize_image(path=\"p.png\", {arguments}) %}}{{{{ r.static_path }}}} {{{{ r.width }}}}x{{{{ r.height }}}} {{{{ r.orig_width }}}}x{{{{ r.orig_height }}}} {{{{ r.url }}}}\n"
        )
    };
    let calls = [
        "width=20, height=20",
        "width=30, height=10, op=\"scale\"",
        "width=25, op=\"fit_width\"",
        "height=10, op=\"fit_height\", format=\"webp\"",
        "width=24, height=24, op=\"fit\", format=\"jpg\", quality=50",
        "width=500, height=500, op=\"fit\"",
        "width=20, height=20, format=\"avif\", quality=40, speed=10",
        "width=20, height=20, format=\"webp\", quality=40",
        "width=20, height=20",
    ];
    let template: String = calls.iter().map(|arguments| call(arguments)).collect();
    let metadata = "{% set m = get_image_metadata(path=\"p.png\") %}{{ m.width }}x{{ m.height }} {{ m.format }} {{ m.mime }} {{ get_image_metadata(path=\"no.png\", allow_missing=true) is none }}";
    let built = Site::new()
        .file("templates/index.html", &(template + metadata))
        .bytes("static/p.png", &picture(60, 40, ImageFormat::Png))
        .build();
    let text = built.text("index.html");
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(' ').collect()).collect();
    let sizes: Vec<&str> = lines.iter().map(|line| line[1]).collect();
    assert_eq!(sizes[..9], ["20x20", "30x10", "25x16", "15x10", "24x16", "60x40", "20x20", "20x20", "20x20"]);
    for line in &lines[..9] {
        let route = line[0].trim_start_matches("static/");
        assert!(built.has(route) && line[3] == format!("https://example.test/{route}") && line[2] == "60x40");
        if !route.ends_with(".avif") {
            let (width, height) = size(&built, route);
            assert_eq!(format!("{width}x{height}"), line[1]);
        }
    }
    assert_eq!(lines[0], lines[8], "the same order is the same file");
    assert_eq!(lines[9], ["60x40", "png", "image/png", "true"]);
    for arguments in [
        "width=20",
        "width=0, height=1",
        "width=1, height=1, op=\"crop\"",
        "width=1, height=1, quality=101",
        "width=1, height=1, format=\"gif\"",
        "width=1, height=1, speed=11",
    ] {
        let site = Site::new()
            .file("templates/index.html", &call(arguments))
            .bytes("static/p.png", &picture(6, 4, ImageFormat::Png));
        assert_eq!(site.build().errors().len(), 1, "{arguments}");
    }
}
