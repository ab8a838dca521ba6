//! The comparison on planted files: what must count as equal does, and every difference that matters is found.

use std::io::Cursor;

use globset::GlobSet;

use crate::case::{Case, Expect, Prepare, Rules};
use crate::compare::{Tree, compare, compare_trees};

fn equal(name: &str, one: &str, other: &str, rules: &Rules) -> bool {
    compare(name, one.as_bytes(), other.as_bytes(), false, rules).is_ok()
}

#[track_caller]
fn same(name: &str, one: &str, other: &str) {
    if let Err(fault) = compare(name, one.as_bytes(), other.as_bytes(), false, &Rules::default()) {
        panic!("{name}: {fault}");
    }
}

#[track_caller]
fn differ(name: &str, one: &str, other: &str) {
    assert!(!equal(name, one, other, &Rules::default()), "{name}: “{one}” should differ from “{other}”");
}

#[test]
fn html_is_compared_as_a_reader_sees_it() {
    let page = "<!doctype html><html><body><p class='b a' id=x>One  two</p>\n<pre>a\n b</pre><!-- c --></body></html>";
    let other = "<!DOCTYPE html>\n<p id=\"x\" class=\"a b\">\nOne two\n</p><pre>a\n b</pre><!--c-->";
    same("a.html", page, other);
    same("a.html", "<p>&eacute; a<br> b <em>c</em></p>", "<p>é a<br>b <em>c</em>");
    same("a.html", "<style>a { b: c; }</style>", "<style>a{b:c}</style>");
    same("a.html", "<i style='a:b;c : d'></i>", "<i style='a: b; c: d;'></i>");
    same(
        "a.html",
        "<script type='application/json'>{\"a\":1,\"b\":2}</script>",
        "<script type='application/json'>{ \"b\": 2, \"a\": 1 }</script>",
    );
    differ("a.html", "<!doctype html><p>a", "<p>a");
    differ("a.html", "<p>a<em>b</em></p>", "<p>a <em>b</em></p>");
    differ("a.html", "<p>a</p><p>b</p>", "<p>a</p>");
    differ("a.html", "<pre>a\n b</pre>", "<pre>a\nb</pre>");
    differ("a.html", "<a href=x>a</a>", "<a href=y>a</a>");
    differ("a.html", "<p>a <img src=x></p>", "<p>a<img src=x></p>");
    differ("a.html", "<noscript><a href=x>a</a></noscript>", "<noscript><a href=y>a</a></noscript>");
    same(
        "a.html",
        "<img src='processed_images/a.0123456789abcdef.png'>",
        "<img src='processed_images/a.fedcba9876543210.png'>",
    );
    differ(
        "a.html",
        "<img src='processed_images/a.0123456789abcdef.png'>",
        "<img src='processed_images/b.fedcba9876543210.png'>",
    );
}

#[test]
fn highlighted_code_is_compared_by_lines_not_by_colours() {
    let block =
        |line: &str| format!("<pre class='giallo x' style='color: red'><code data-lang=rust>{line}</code></pre>");
    let one = block("<span class=giallo-l><span class=giallo-ln> 1</span><span style='color: red'>fn</span> f</span>");
    let other = block("<span class=giallo-l><span class=giallo-ln>1</span>fn f\n</span>");
    same("a.html", &one, &other);
    differ("a.html", &one, &block("<span class=giallo-l><span class=giallo-ln>2</span>fn f</span>"));
    differ("a.html", &one, &block("<span class='giallo-l z-hl'><span class=giallo-ln>1</span>fn f</span>"));
    differ("a.html", &one, &block("<span class=giallo-l><span class=giallo-ln>1</span>fn  f</span>"));
}

#[test]
fn redirects_are_compared_by_where_they_lead() {
    let page = |target: &str, link: &str| {
        format!("<meta http-equiv=refresh content='0; url={target}'><p><a href='{link}'>any words</a>")
    };
    same("a.html", &page("/b", "/b"), "<!doctype html><meta http-equiv='Refresh' content=\"1;URL='/b'\">");
    differ("a.html", &page("/b", "/b"), &page("/c", "/c"));
    differ("a.html", &page("/b", "/b"), &page("/b", "/c"));
}

#[test]
fn xml_is_compared_as_a_tree() {
    let feed = |rest: &str| format!("<feed xmlns='http://www.w3.org/2005/Atom'>{rest}</feed>");
    let one =
        feed("<generator>A</generator><updated>2020-01-01T00:00:00Z</updated><summary>&lt;p&gt;a&lt;/p&gt;</summary>");
    let other = feed("\n<updated>2020-01-01T08:00:00+08:00</updated>\n<summary>&lt;p>\na&lt;/p></summary>");
    same("atom.xml", &one, &other);
    same(
        "a.xml",
        "<a><pubDate>Wed, 01 Jan 2020 00:00:00 +0000</pubDate></a>",
        "<a><pubDate>2020-01-01</pubDate></a>".replace("2020-01-01", "2020-01-01T00:00:00").as_str(),
    );
    differ("atom.xml", &one, &feed("<updated>2020-01-02T00:00:00Z</updated><summary>&lt;p>a</summary>"));
    differ("atom.xml", "<a><b/></a>", "<a xmlns='x'><b/></a>");
    differ("a.xml", "<a><b/></a>", "<a><b></a>");
    let own = |link: &str| feed(&format!("<id>{link}</id><link rel='self' href='{link}'/><link href='x'/>"));
    let rules = Rules { feed_self_link: true, ..Rules::default() };
    assert!(equal("atom.xml", &own("a"), &own("b"), &rules));
    differ("atom.xml", &own("a"), &own("b"));
    let rules = Rules { ignore_timestamps: true, ..Rules::default() };
    assert!(equal("a.xml", "<a><lastmod>2020</lastmod></a>", "<a><lastmod>2021</lastmod></a>", &rules));
}

#[test]
fn indexes_and_json_are_compared_as_data() {
    same("a.json", "{\"a\": 1, \"b\": [1, 2]}", "{\"b\":[1,2],\"a\":1}");
    differ("a.json", "{\"b\": [1, 2]}", "{\"b\": [2, 1]}");
    let fuse = "window.searchIndex = [{\"url\":\"a\",\"body\":\"x  y\"},{\"url\":\"b\"}];";
    same(
        "search_index.en.js",
        fuse,
        "window.searchIndex=[{\"url\":\"b\"},{\"url\":\"a\",\"body\":\"x y\"},{\"url\":\"b\"}]",
    );
    differ("search_index.en.js", fuse, "searchIndex=[{\"url\":\"b\"},{\"url\":\"a\",\"body\":\"x y\"}]");
    differ("search_index.en.js", fuse, "window.searchIndex=[{\"url\":\"b\"}]");
    let lunr = |body: &str| {
        format!(
            "{{\"fields\":[\"title\",\"body\"],\"ref\":\"id\",\"pipeline\":[],\"documentStore\":{{\"length\":1,\"docs\":{{\"u\":{{\"title\":\"A\"}}}}}},\"index\":{{\"title\":{{\"root\":{{\"docs\":{{}},\"a\":{{\"df\":1,\"docs\":{{\"u\":{{}}}}}}}}}},\"body\":{{\"root\":{body}}}}}}}"
        )
    };
    let word = lunr("{\"b\":{\"docs\":{\"u\":{}}}}");
    let rules = Rules { index_terms: true, ..Rules::default() };
    assert!(equal(
        "search_index.en.json",
        &word,
        &lunr("{\"b\":{\"docs\":{\"u\":{}}},\"a\":{\"docs\":{\"u\":{}}}}"),
        &rules
    ));
    assert!(!equal("search_index.en.json", &word, &lunr("{\"c\":{\"docs\":{\"u\":{}}}}"), &rules));
    assert!(equal("search_index.en.json", &word, &lunr("{\"c\":{\"docs\":{\"u\":{}}}}"), &Rules::default()));
    differ("search_index.en.json", &word, &lunr("{}"));
}

#[test]
fn other_files_are_compared_by_their_kind() {
    same("a.css", "\u{feff}a > b { c: d; } /* e */", "a>b{c:d}");
    differ("a.css", "a { c: d; }", "a { c: e; }");
    same("a.txt", "a \nb\n\n", "a\nb");
    differ("a.txt", "a\nb", "a\n\nb");
    assert!(compare("a.txt", b"a\n", b"a", true, &Rules::default()).is_err(), "a copied file is exact");
    let rules = Rules { minified: true, ..Rules::default() };
    let (small, large) = ("<p>a</p>".to_owned(), format!("<p>a</p>{}", " ".repeat(99)));
    assert!(equal("a.html", &small, &large, &Rules::default()) && !equal("a.html", &small, &large, &rules));
    assert!(compare("elasticlunr.min.js", b"", b"x", false, &rules).is_err());
    assert!(compare("giallo.css", b"", b" ", false, &rules).is_err());
    let rules = Rules { builtin_pages: true, ..Rules::default() };
    assert!(equal("404.html", "<!-- placeholder: own page", "<p>any", &rules));
    assert!(!equal("404.html", "<!-- placeholder: own page", "", &rules));
}

#[test]
fn trees_are_compared_file_by_file() {
    let picture = |width: u32| {
        let mut bytes = Cursor::new(Vec::new());
        image::RgbImage::new(width, 2).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
        bytes.into_inner()
    };
    let tree = |hash: &str, width: u32, name: &str| -> Tree {
        let made = (format!("processed_images/a.{hash}.png"), picture(width));
        [made, (name.to_owned(), b"x".to_vec())].into()
    };
    let case = Case {
        name: String::new(),
        title: String::new(),
        folder: "absent".into(),
        zola: String::new(),
        expect: Expect::Build,
        global_flags: Vec::new(),
        flags: Vec::new(),
        error_words: Vec::new(),
        ignore: GlobSet::empty(),
        rules: Rules::default(),
        output: None,
        same_inode: Vec::new(),
        prepare: Prepare::default(),
    };
    let recorded = tree("0123456789abcdef", 3, "a.txt");
    assert_eq!(compare_trees(&case, &recorded, &tree("fedcba9876543210", 3, "a.txt")), Vec::<String>::new());
    assert_eq!(compare_trees(&case, &recorded, &tree("fedcba9876543210", 4, "a.txt")).len(), 1);
    let faults = compare_trees(&case, &recorded, &tree("0123456789abcdef", 3, "b.txt"));
    assert_eq!(faults, ["a.txt: missing from the output", "b.txt: not expected in the output"]);
}
