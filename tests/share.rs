//! What others are told of an entry when its address is shared: Open Graph, JSON-LD, and the card with its title.
#![expect(clippy::disallowed_methods, reason = "reads the project's own site")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod harness;

use std::collections::BTreeMap;
use std::path::Path;

use harness::{Built, Site};
use html5ever::driver::ParseOpts;
use html5ever::tendril::TendrilSink;
use lianluo::Locale;
use lianluo::source::{DiskWorld, World};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

const FONT: &str = "Noto Sans CJK SC";

/// The font that stands in the site of a test under this name.
fn font() -> Vec<u8> {
    DiskWorld::new(".", None).font(FONT).expect("fonts-noto-cjk is needed").bytes.to_vec()
}

/// The project's own site, its font a file of the site.
fn own_site() -> Site {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut site = Site::bare();
    for folder in ["content", "themes", "static"] {
        for entry in
            walkdir::WalkDir::new(root.join(folder)).into_iter().flatten().filter(|it| it.file_type().is_file())
        {
            let name = entry.path().strip_prefix(root).unwrap().display().to_string();
            site = site.bytes(&name, &std::fs::read(entry.path()).unwrap());
        }
    }
    let settings = std::fs::read_to_string(root.join("lianluo.toml")).unwrap();
    assert!(settings.contains(FONT));
    site.put("lianluo.toml", settings.replace(FONT, "fonts/card.ttc")).bytes("fonts/card.ttc", &font())
}

/// What a page's head tells: names or properties and contents of its `meta`, its links by `rel`, its JSON-LD.
#[derive(Default)]
struct Head {
    metas: Vec<(String, String)>,
    canonical: String,
    data: Vec<serde_json::Value>,
}

impl Head {
    fn of(html: &str) -> Head {
        let dom = html5ever::parse_document(RcDom::default(), ParseOpts::default()).one(html);
        let mut head = Head::default();
        head.walk(&dom.document);
        head
    }

    fn walk(&mut self, node: &Handle) {
        if let NodeData::Element { name, attrs, .. } = &node.data {
            let attrs: BTreeMap<String, String> =
                attrs.borrow().iter().map(|it| (it.name.local.to_string(), it.value.to_string())).collect();
            let has = |key: &str| attrs.get(key).cloned().unwrap_or_default();
            match &*name.local {
                "meta" => self.metas.push((has("property") + &has("name"), has("content"))),
                "link" if has("rel") == "canonical" => self.canonical = has("href"),
                "script" if has("type") == "application/ld+json" => {
                    let children = node.children.borrow();
                    let NodeData::Text { contents } = &children[0].data else { panic!("no text in a script") };
                    self.data.push(serde_json::from_str(&contents.borrow()).expect("valid JSON"));
                }
                _ => {}
            }
        }
        node.children.borrow().iter().for_each(|child| self.walk(child));
    }

    /// The one content under a property.
    fn one(&self, property: &str) -> &str {
        let found: Vec<&str> =
            self.metas.iter().filter(|(name, _)| name == property).map(|(_, content)| content.as_str()).collect();
        assert_eq!(found.len(), 1, "{property}: {found:?}");
        found[0]
    }
}

#[test]
fn every_entry_tells_what_it_is() {
    let site = own_site();
    let first = site.build_after(None);
    let built = &first.built;
    built.expect_no_errors();
    let mut entries = 0;
    for quarter in built.files.keys().filter(|route| route.starts_with("archive/") && route.ends_with("index.json")) {
        let list: serde_json::Value = serde_json::from_str(built.text(quarter)).unwrap();
        for entry in list["entries"].as_array().into_iter().flatten() {
            entries += 1;
            look(built, entry);
        }
    }
    assert!(entries > 80, "{entries}");
    let cards = built.files.keys().filter(|route| route.starts_with("share_cards/")).count();
    assert!(cards <= entries && cards > 80, "{cards}");
    if let Some(folder) = std::env::var_os("LIANLUO_SCREENSHOTS") {
        std::fs::create_dir_all(&folder).unwrap();
        for (route, bytes) in built.files.iter().filter(|(route, _)| route.starts_with("share_cards/")) {
            std::fs::write(Path::new(&folder).join(route.replace('/', "-")), bytes).unwrap();
        }
    }
    // A second build draws nothing; a changed title draws one.
    let path = "content/history/2025-08-28-qing-xi-di-ming.md";
    let text = String::from_utf8(site.bytes_of(path)).unwrap();
    let title = text.lines().find(|line| line.starts_with("title = ")).unwrap().to_owned();
    let second = site.build_after(Some(first));
    let drawn = |last: &harness::Last| {
        last.work.rendered.iter().filter(|(route, _)| route.as_str().starts_with("share_cards/")).count()
    };
    assert_eq!(drawn(&second), 0);
    let third = site.put(path, text.replace(&title, "title = \"另一个标题\"")).build_after(Some(second));
    assert_eq!(drawn(&third), 1);
}

fn look(built: &Built, entry: &serde_json::Value) {
    let permalink = entry["permalink"].as_str().unwrap();
    let route = format!("{}index.html", entry["path"].as_str().unwrap().trim_start_matches('/'));
    let head = Head::of(built.text(&route));
    let title = entry["title"].as_str().unwrap();
    assert_eq!(head.one("og:title"), title);
    assert_eq!(head.one("og:type"), "article");
    assert_eq!(head.one("og:url"), permalink);
    assert_eq!(head.one("og:site_name"), "青溪镇政协联络组");
    assert!(!head.one("og:description").is_empty(), "{route}");
    assert_eq!(head.one("article:published_time"), entry["date"].as_str().unwrap());
    let image = head.one("og:image");
    let card = image.strip_prefix("https://qingxi.example/").unwrap_or_else(|| panic!("{route}: {image}"));
    let picture = image::load_from_memory(&built.files[card]).unwrap();
    assert_eq!((picture.width(), picture.height()), (1200, 630), "{route}");
    assert_eq!((head.one("og:image:width"), head.one("og:image:height")), ("1200", "630"));

    let [data] = head.data.as_slice() else { panic!("{route}: {} blocks of JSON-LD", head.data.len()) };
    let text = |key: &str| data[key].as_str().unwrap_or_else(|| panic!("{route}: {key} is no text in {data}"));
    assert_eq!((text("@context"), text("@type")), ("https://schema.org", "Article"));
    assert_eq!((text("headline"), text("url")), (title, permalink));
    assert!(text("datePublished").parse::<jiff::civil::Date>().is_ok(), "{route}");
    assert_eq!((text("inLanguage"), text("articleSection")), ("zh-CN", entry["kind_name"].as_str().unwrap()));
    assert_eq!(data["publisher"]["@type"], "Organization");
    assert!(data["publisher"]["name"].is_string());
    let images = data["image"].as_array().unwrap();
    assert!(images.iter().all(|image| image.as_str().is_some_and(|image| image.starts_with("https://"))), "{route}");
    assert_eq!(images[0], image);
    match entry["author"].as_str() {
        Some(author) => {
            assert_eq!((&data["author"]["@type"], &data["author"]["name"]), (&"Person".into(), &author.into()))
        }
        None => assert!(data.get("author").is_none()),
    }
}

#[test]
fn titles_with_signs_of_html_do_no_harm() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/qingxi");
    let mut site = Site::group().file(
        "zola.toml",
        "base_url = \"https://example.test\"\ndefault_language = \"zh-CN\"\ntheme = \"qingxi\"\n[liaison]\ngroup = \"甲组</script>\"\n",
    );
    for name in ["index", "section", "page"] {
        site = site.without(&format!("templates/{name}.html"));
    }
    for entry in walkdir::WalkDir::new(&root).into_iter().flatten().filter(|it| it.file_type().is_file()) {
        let name = format!("themes/qingxi/{}", entry.path().strip_prefix(&root).unwrap().display());
        site = site.bytes(&name, &std::fs::read(entry.path()).unwrap());
    }
    let title = "a</script><b>\\\"引号\\\" & 号";
    let text = format!(
        "+++\ntitle = \"{title}\"\ndate = 2026-05-18\n[extra]\nkind = \"activity\"\ntype = \"座谈\"\nplace = \"甲镇\"\nsource = \"本组\"\n+++\n正文\n"
    );
    let built = site.file("content/activity/a.md", &text).build();
    let head = Head::of(built.text("activity/a/index.html"));
    assert_eq!(head.one("og:title"), "a</script><b>\"引号\" & 号");
    assert_eq!(head.data[0]["headline"], "a</script><b>\"引号\" & 号");
    assert_eq!(head.data[0]["publisher"]["name"], "甲组</script>");
    assert!(head.data[0].get("image").is_none());
}

#[test]
fn without_the_font_there_is_a_hint_and_no_card() {
    let settings = |font: &str| {
        format!(
            "base_url = \"https://example.test\"\ndefault_language = \"zh-CN\"\n[liaison]\ngroup = \"甲组\"\n[liaison.card]\nfont = \"{font}\"\n"
        )
    };
    let site = |font: &str| {
        Site::group()
            .put("zola.toml", settings(font))
            .file("templates/page.html", "{{ page.entry.card | json_encode | safe }}")
            .bytes("fonts/broken.ttf", b"no font")
            .bytes("fonts/card.ttc", &self::font())
    };
    for (font, id) in
        [("没有这种字体", "card-font"), ("fonts/none.otf", "card-font"), ("fonts/broken.ttf", "card-font-broken")]
    {
        let built = site(font).build();
        assert_eq!(built.text("member/wang/index.html"), "null");
        let warnings = built.warnings();
        assert!(warnings.len() == 1 && warnings[0].contains(id) && warnings[0].contains("zola.toml:6"), "{warnings:?}");
        assert!(built.shown(Locale::Zh).contains(font));
    }
    let built = site("fonts/card.ttc").build();
    assert_eq!(built.warnings(), Vec::<String>::new());
    let card: serde_json::Value = serde_json::from_str(built.text("member/wang/index.html")).unwrap();
    assert!(built.has(card["url"].as_str().unwrap().strip_prefix("https://example.test/").unwrap()), "{card}");
    // The same bytes each time.
    assert_eq!(built.files, site("fonts/card.ttc").build().files);
}
