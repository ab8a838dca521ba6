//! The default theme for everybody: elder mode, sizes of text, dark and gray, zoom, the keyboard alone, paper, the names
//! in the head that government sites have, what a home page weighs.
#![expect(clippy::disallowed_methods, reason = "the tests read what the build wrote and start the browser")]
#![expect(clippy::panic, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "each test binary uses its own part")]
#[path = "browser/devtools.rs"]
mod devtools;
#[allow(dead_code, reason = "each test binary uses its own part")]
#[path = "browser/server.rs"]
mod server;
#[allow(dead_code, reason = "each test binary uses its own part")]
#[path = "browser/site.rs"]
mod site;

use std::path::Path;
use std::process::Command;

use devtools::Page;
use serde_json::Value;
use site::{Example, ask, site, strings};

/// How a page may be looked at.
const LOOKS: [&str; 4] = ["light", "dark", "elder", "elder dark"];

/// Collects what is wrong and fails with all of it at once.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn add(&mut self, example: &Example, look: &str, fault: impl std::fmt::Display) {
        self.0.push(format!("{} ({}), {look}: {fault}", example.route, example.kind));
    }

    fn finish(mut self, what: &str) {
        let count = self.0.len();
        self.0.truncate(40);
        assert!(self.0.is_empty(), "{what}, {count} times:\n  {}", self.0.join("\n  "));
    }
}

/// Gives the page that is open a look, as its buttons do.
fn wear(page: &Page, look: &str) {
    page.media("screen", "light");
    for class in ["elder", "dark"] {
        let on = look.contains(class);
        page.evaluate(&format!("document.documentElement.classList.toggle('{class}', {on})"));
    }
}

#[test]
fn in_elder_mode_texts_and_targets_are_large_and_fit_the_narrowest_screen() {
    let (site, mut faults) = (site(), Faults::default());
    let page = site.page();
    for example in site.examples() {
        for width in [320, 1280] {
            page.viewport(width, 800);
            page.open(&site.http(&example.route));
            wear(&page, "elder");
            for small in strings(&ask(&page, "smallTexts(24)")) {
                faults.add(&example, "elder", small);
            }
            for small in strings(&ask(&page, "smallTargets(44)")) {
                faults.add(&example, "elder", format_args!("at {width} px {small}"));
            }
            for wide in strings(&ask(&page, &format!("sideways({width})"))) {
                faults.add(&example, "elder", format_args!("at {width} px wider than the window: {wide}"));
            }
        }
    }
    faults.finish("elder mode is not large enough, or too large");
}

#[test]
fn text_stands_out_however_the_page_looks() {
    let (site, mut faults) = (site(), Faults::default());
    let page = site.page();
    for example in site.examples() {
        page.open(&site.http(&example.route));
        for look in LOOKS {
            wear(&page, look);
            let answer = ask(&page, "contrast()");
            assert!(answer["judged"].as_u64() > Some(3), "{} shows no text", example.route);
            for weak in strings(&answer["weak"]) {
                faults.add(&example, look, weak);
            }
            let ground = ask(&page, "backgroundLuminance()").as_f64().unwrap_or(0.5);
            if look.contains("dark") != (ground < 0.2) {
                faults.add(&example, look, format_args!("the background's luminance is {ground:.2}"));
            }
        }
    }
    faults.finish("text is hard to read");
}

#[test]
fn every_size_of_text_and_zoom_shows_all_of_it() {
    let (site, mut faults) = (site(), Faults::default());
    let page = site.page();
    for example in site.examples() {
        page.open(&site.http(&example.route));
        // A browser's zoom of 200 % halves the window; text alone may be doubled too (WCAG 2.2, 1.4.4).
        for (width, class, style) in
            [(640, "", ""), (320, "size-large", ""), (320, "size-small", ""), (1280, "", "font-size:225%")]
        {
            page.viewport(width, 800);
            page.evaluate(&format!(
                "(root => {{ root.className = 'js {class}'; root.style.cssText = '{style}'; }})(document.documentElement)"
            ));
            for wide in strings(&ask(&page, &format!("sideways({width})"))) {
                faults.add(&example, class, format_args!("at {width} px {style}, wider than the window: {wide}"));
            }
            for cut in strings(&ask(&page, "cutTexts()")) {
                faults.add(&example, class, format_args!("at {width} px {style}, cut off: {cut}"));
            }
        }
        // With the distances of WCAG 2.2, 1.4.12.
        page.viewport(360, 800);
        page.evaluate(
            "(() => { const style = document.createElement('style'); style.textContent = '* { line-height: 1.5 !important;\
             letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }';\
             document.documentElement.style.cssText = ''; document.head.appendChild(style); })()",
        );
        for fault in strings(&ask(&page, "sideways(360)")).into_iter().chain(strings(&ask(&page, "cutTexts()"))) {
            faults.add(&example, "spaced", fault);
        }
    }
    faults.finish("text is cut off or runs over the edge");
}

#[test]
fn the_keyboard_alone_reaches_everything_and_always_shows_where_it_is() {
    let (site, mut faults) = (site(), Faults::default());
    let page = site.page();
    for example in site.examples() {
        page.open(&site.http(&example.route));
        let stops = ask(&page, "tabStops()").as_u64().unwrap_or(0);
        let mut reached = 0;
        for _ in 0..stops + 5 {
            page.press_tab();
            let focus = ask(&page, "focus()");
            if focus.is_null() {
                break;
            }
            reached += 1;
            if focus["glimpsed"] != true || focus["marked"] != true {
                faults.add(&example, "keyboard", format_args!("the focus does not show: {focus}"));
            }
        }
        if reached < stops {
            let left = strings(&ask(&page, "tabStopsLeft()")).join(", ");
            faults.add(&example, "keyboard", format_args!("{reached} of {stops} places are reached, not {left}"));
        }
    }
    faults.finish("the keyboard is lost");
}

#[test]
fn what_a_reader_chooses_is_remembered() {
    let site = site();
    let page = site.page();
    page.open(&site.http("about/index.html"));
    let classes = || text(&page.evaluate("document.documentElement.className"));
    let click = |selector: &str| page.evaluate(&format!("document.querySelector('{selector}').click()"));
    let size = || text(&page.evaluate("getComputedStyle(document.querySelector('.text p')).fontSize"));
    assert_eq!(size(), "18px");
    click("[data-elder]");
    assert_eq!(
        (size(), text(&page.evaluate("document.querySelector('[data-elder]').textContent"))),
        ("24px".to_owned(), "退出长者模式".to_owned())
    );
    click("[data-size=large]");
    click("[data-colour]");
    // On another page, from its first paint.
    page.open(&site.http("history/index.html"));
    assert!(["js", "elder", "dark", "size-large"].iter().all(|class| classes().contains(class)), "{}", classes());
    assert_eq!(page.evaluate("document.querySelector('[data-size=large]').getAttribute('aria-pressed')"), "true");
    for selector in ["[data-elder]", "[data-colour]", "[data-size=\"\"]"] {
        click(selector);
    }
    page.open(&site.http("about/index.html"));
    assert_eq!(size(), "18px");
    // Where nothing may be remembered, elder mode goes along in the address.
    page.open(&format!("{}#elder", site.file("about/index.html")));
    page.open(&format!("{}#elder", site.http("member/index.html")));
    assert!(classes().contains("elder"), "{}", classes());
}

#[test]
fn the_link_is_copied_and_its_code_stands_on_paper() {
    let site = site();
    let page = site.page();
    let examples = site.examples();
    for kind in ["activity", "quarter", "ledger"] {
        let example = examples.iter().find(|example| example.kind == kind).expect("a type of page");
        page.media("screen", "light");
        page.open(&site.http(&example.route));
        page.evaluate("document.querySelector('[data-copy]').click()");
        std::thread::sleep(std::time::Duration::from_millis(300));
        let said = text(&page.evaluate("document.querySelector('.share [role=status]').textContent"));
        assert!(said.contains("已复制"), "{}: {said}", example.route);
        let own = format!("{}{}", site.base_url, example.route.trim_end_matches("index.html"));
        assert_eq!(page.evaluate("document.querySelector('[data-copy]').getAttribute('data-copy')"), own.as_str());
        page.media("print", "dark");
        assert_eq!(strings(&ask(&page, "seen('.qr-code')")).len(), 1, "{}", example.route);
        assert!(text(&ask(&page, "text()")).contains(&own), "{} does not print its address", example.route);
    }
}

#[test]
fn an_entry_and_a_quarter_print_on_a4() {
    let site = site();
    let page = site.page();
    let folder = tempfile::tempdir().expect("a folder");
    for example in site.examples().iter().filter(|example| ["activity", "quarter", "ledger"].contains(&example.kind)) {
        page.open(&site.http(&example.route));
        page.media("print", "light");
        let file = folder.path().join("page.pdf");
        std::fs::write(&file, page.pdf()).expect("a place for the file");
        let told = Command::new("pdfinfo").arg(&file).output().expect("poppler-utils (tests/run installs it)");
        let told = String::from_utf8_lossy(&told.stdout).into_owned();
        assert!(told.contains("A4"), "{}: {told}", example.route);
        let pages: usize = told.lines().find_map(|line| line.strip_prefix("Pages:")?.trim().parse().ok()).unwrap_or(0);
        assert!((1..=4).contains(&pages), "{} prints on {pages} pages", example.route);
        let words = Command::new("pdftotext").arg(&file).arg("-").output().expect("poppler-utils");
        let words = String::from_utf8_lossy(&words.stdout).into_owned();
        let plain: String = words.split_whitespace().collect();
        let heading = text(&page.evaluate("document.querySelector('h1').textContent"));
        let heading: String = heading.split_whitespace().collect();
        assert!(plain.contains(&heading) && plain.contains("本页网址"), "{}: {words}", example.route);
        assert!(!plain.contains("长者模式") && !plain.contains("主导航"), "{}: {words}", example.route);
        // A table that scrolls on a screen stands on paper with all its columns.
        let heads = page
            .evaluate("[...document.querySelectorAll('thead th')].map(head => head.textContent.replace(/\\s/g, ''))");
        let lost: Vec<String> = strings(&heads).into_iter().filter(|head| !plain.contains(head.as_str())).collect();
        assert!(lost.is_empty(), "{} prints without the columns {lost:?}", example.route);
    }
}

#[test]
fn pictures_have_their_size_load_late_and_photos_have_smaller_copies() {
    let (site, mut faults) = (site(), Faults::default());
    let page = site.page();
    let mut photos = 0;
    for example in site.examples() {
        page.open(&site.http(&example.route));
        let told = page.evaluate(
            "[...document.images].map(image => [...['width', 'height', 'loading', 'srcset', 'sizes', 'src'].map(name => image.getAttribute(name)), image === document.querySelector('.text img')])",
        );
        for image in told.as_array().into_iter().flatten() {
            let has = |at: usize| image[at].as_str().is_some_and(|value| !value.is_empty());
            // The first one of a text is seen first.
            let late = image[2] == "lazy" || image[6] == true;
            if !(has(0) && has(1) && late) {
                faults.add(&example, "pictures", format_args!("{image}"));
            }
            if text(&image[5]).ends_with(".jpg") {
                photos += 1;
                if !(has(3) && has(4)) {
                    faults.add(&example, "pictures", format_args!("no srcset: {image}"));
                }
            }
        }
    }
    assert!(photos > 0, "no photo is seen");
    faults.finish("a picture is not told enough of");
}

#[test]
fn a_consultation_shows_how_far_it_is_and_no_further() {
    let site = site();
    let page = site.page();
    page.open(&site.http("consult/index.html"));
    let told = page.evaluate(
        "[...document.querySelectorAll('.stages')].map(list => [...list.children].map(item => item.className + (item.offsetWidth > 200 ? ' wide' : '')))",
    );
    let lists: Vec<Vec<String>> = told.as_array().into_iter().flatten().map(strings).collect();
    assert!(lists.len() > 3, "{lists:?}");
    let mut ends = std::collections::BTreeSet::new();
    for list in &lists {
        let at = list.iter().position(|class| class == "at").unwrap_or_else(|| panic!("no stage is shown: {list:?}"));
        let expected = |place: usize| match place.cmp(&at) {
            std::cmp::Ordering::Less => "past",
            std::cmp::Ordering::Equal => "at",
            std::cmp::Ordering::Greater => "later",
        };
        assert!(list.iter().enumerate().all(|(place, class)| class == expected(place)), "{list:?}");
        ends.insert(at);
    }
    assert!(ends.len() > 2, "the examples stand at different stages: {lists:?}");
}

#[test]
fn the_home_page_is_light() {
    let site = site();
    let page = site.page();
    let visit = page.open(&site.http("index.html"));
    let pictures = |url: &&String| !["jpg", "png", "webp", "svg"].iter().any(|ending| url.ends_with(ending));
    let asked: Vec<&String> = visit.requests.iter().filter(pictures).collect();
    let size = |url: &&String| {
        let route = url.strip_prefix(&site.http("")).unwrap_or_default();
        std::fs::metadata(site.folder.join(route)).map_or(0, |file| file.len())
    };
    let bytes: u64 = asked.iter().map(size).sum();
    assert!(bytes > 10_000 && bytes < 60_000, "{bytes} bytes: {asked:?}");
}

/// Builds the project's own site with other settings, and reads some of its files.
fn built_with(change: impl Fn(String) -> String, today: &str, routes: &[&str]) -> Vec<String> {
    let folder = copied_with(change, today, &[]);
    let read = |route: &&str| std::fs::read_to_string(folder.path().join("public").join(route)).expect("an output");
    routes.iter().map(read).collect()
}

/// The project's own site with other settings and further files, built into `public/` of the folder.
fn copied_with(change: impl Fn(String) -> String, today: &str, more: &[(&str, &str)]) -> tempfile::TempDir {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    for part in ["content", "themes", "static"] {
        for file in walkdir::WalkDir::new(root.join(part)).into_iter().flatten() {
            let to = folder.path().join(file.path().strip_prefix(root).expect("below the root"));
            let done = match file.file_type().is_dir() {
                true => std::fs::create_dir_all(&to),
                false => std::fs::copy(file.path(), &to).map(|_| ()),
            };
            done.expect("a copy");
        }
    }
    let settings = std::fs::read_to_string(root.join("lianluo.toml")).expect("the project's settings");
    std::fs::write(folder.path().join("lianluo.toml"), change(settings)).expect("a new file");
    for (path, text) in more {
        std::fs::write(folder.path().join(path), text).expect("a further file");
    }
    let run = Command::new(env!("CARGO_BIN_EXE_lianluo"))
        .arg("--root")
        .arg(folder.path())
        .args(["build", "--today", today])
        .output()
        .expect("the program runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&[run.stdout, run.stderr].concat()));
    folder
}

#[test]
fn words_without_end_long_addresses_and_wide_tables_stay_on_the_screen() {
    let word = "Pneumonoultramicroscopicsilicovolcanoconiosis".repeat(2);
    let address = format!("https://www.example.test/{}?q={}", "abcdefghij".repeat(14), "0123456789".repeat(6));
    let entry = format!(
        "+++\ntitle = \"标题{word}\"\ndate = 2026-09-20\n[taxonomies]\ntags = [\"{word}\", \"乡村道路\"]\n[extra]\nkind = \"activity\"\n\
         type = \"座谈\"\nplace = \"{word}\"\nhost = \"{address}\"\nsource = \"{word}\"\nauthor = \"{word}\"\nvisibility = \"public\"\n\
         corrected = [{{ on = 2026-09-22, note = \"{address}\" }}]\n[[extra.submission]]\noutlet = \"{word}报\"\nlevel = \"县级\"\n\
         type = \"活动信息\"\nsent = 2026-09-21\nadopted = {{ on = 2026-09-25, where = \"{word}\", url = \"{address}\" }}\n+++\n\n\
         <{address}> `{word}{word}`\n\n| 一 | {word} | 三 | 四 |\n|---|---|---|---|\n| 1 | 2 | {address} | {word} |\n\n\
         ```\n{word}{word}{word}\n```\n\n> {address}\n\n1. 甲\n   - 乙\n     - {word}\n\n## {word}\n\n脚注[^1]。\n\n[^1]: {address}\n"
    );
    let folder = copied_with(|settings| settings, "2026-11-25", &[("content/activity/long.md", &entry)]);
    let page = site().page();
    let mut faults: Vec<String> = Vec::new();
    let routes = [
        "index.html",
        "activity/index.html",
        "activity/long/index.html",
        "news_link/index.html",
        "ledger/index.html",
        "archive/2026/q3/index.html",
        "tags/index.html",
        "tags/xiang-cun-dao-lu/index.html",
    ];
    for route in routes {
        page.open(&format!("file://{}", folder.path().join("public").join(route).display()));
        for look in ["light", "elder"] {
            wear(&page, look);
            for width in [320, 640, 1280] {
                page.viewport(width, 800);
                let wide = strings(&ask(&page, &format!("sideways({width})"))).into_iter();
                faults.extend(
                    wide.chain(strings(&ask(&page, "cutTexts()")))
                        .map(|fault| format!("{route}, {look}, {width} px: {fault}")),
                );
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The contents of the head's tags with this name.
fn named(html: &str, name: &str) -> Vec<String> {
    let start = format!("<meta name=\"{name}\" content=\"");
    html.split(&start).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

#[test]
fn a_government_site_names_itself_its_columns_and_articles() {
    let routes = [
        "index.html",
        "activity/index.html",
        "activity/2026-03-12-yi-wu-zhi-shu/index.html",
        "about/index.html",
        "archive/2026/q1/index.html",
        "ledger/index.html",
        "history/index.html",
    ];
    let on = |settings: String| {
        let settings = settings.replace("site_id_code = \"\"", "site_id_code = \"4300000001\"");
        let settings = settings.replace("#[liaison.government]", "[liaison.government]");
        format!("{settings}\n[liaison.government.columns]\nhistory = \"征集调查\"\n")
    };
    let pages = built_with(on, "2026-11-23", &routes);
    for (route, html) in routes.iter().zip(&pages) {
        assert_eq!(named(html, "SiteName"), ["青溪镇政协联络组"], "{route}");
        assert_eq!(named(html, "SiteDomain"), ["qingxi.example"], "{route}");
        assert_eq!(named(html, "SiteIDCode"), ["4300000001"], "{route}");
        for name in ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"] {
            let said = named(html, name);
            assert!(said.len() == 1 && !said[0].is_empty(), "{route}: {name} is {said:?}");
        }
    }
    let types: Vec<String> = pages.iter().flat_map(|html| named(html, "ColumnType")).collect();
    assert_eq!(types, ["首页", "工作动态", "工作动态", "机构职能", "信息公开目录", "数据发布", "征集调查"]);
    assert_eq!(named(&pages[1], "ColumnName"), ["活动信息"]);
    let article = &pages[2];
    assert_eq!(named(article, "ArticleTitle"), ["植树节委员义务植树：一人三棵，包活包管"]);
    assert_eq!(named(article, "PubDate"), ["2026-03-14 16:38"]);
    assert_eq!(named(article, "ContentSource"), ["青溪镇政协联络组"]);
    assert_eq!(named(article, "Url"), ["https://qingxi.example/activity/2026-03-12-yi-wu-zhi-shu/"]);
    assert!(named(&pages[1], "ArticleTitle").is_empty() && named(&pages[0], "PubDate").is_empty());
    // As shipped it is off, and an empty code is never told.
    let off = built_with(|settings| settings, "2026-11-23", &routes);
    for name in ["SiteName", "SiteIDCode", "ColumnName", "ArticleTitle", "PubDate", "ContentSource"] {
        assert!(off.iter().all(|html| named(html, name).is_empty()), "{name}");
    }
}

#[test]
fn the_site_turns_gray_on_the_days_it_lists() {
    let with = |days: &str| {
        let days = days.to_owned();
        move |settings: String| settings.replace("\ndates = []\n", &format!("\ndates = {days}\n"))
    };
    let gray = |html: &str| html.contains("<html lang=\"zh-CN\" class=\"gray\">");
    let routes = ["index.html", "about/index.html"];
    let on = built_with(with("[\"12-13\"]"), "2026-12-13", &routes);
    assert!(on.iter().all(|html| gray(html)));
    let off = built_with(with("[\"12-13\"]\nhome_only = true"), "2026-12-14", &routes);
    assert!(off.iter().all(|html| !gray(html)));
    // In a browser the reader's own day decides.
    let script = |html: &str, day: &str| {
        let page = site().page();
        page.open("about:blank");
        let source = html.split("<script>").nth(1).and_then(|rest| rest.split("</script>").next()).unwrap_or_default();
        text(&page.evaluate(&format!(
            "(() => {{ const real = Date.now; Date.now = () => new Date('{day}').getTime(); {source}; Date.now = real;\
             return document.documentElement.className; }})()"
        )))
    };
    assert!(script(&off[0], "2026-12-13T00:30:00+08:00").contains("gray"));
    assert!(!script(&off[0], "2026-12-12T23:30:00+08:00").contains("gray"));
    assert!(!script(&on[0], "2026-12-14T00:30:00+08:00").contains("gray"));
    assert!(!script(&off[1], "2026-12-13T12:00:00+08:00").contains("gray"), "only the home page was to turn gray");
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
