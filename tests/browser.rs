//! The project's own site as a reader meets it: every link, every width, dark and light, on paper, from files and from
//! a server's sub-path, in a real browser (`tests/run` installs it).
//!
//! `LIANLUO_SCREENSHOTS=FOLDER cargo test --test browser` leaves pictures of all types of pages there.
#![expect(clippy::disallowed_methods, reason = "the tests read what the build wrote and start the browser")]
#![expect(clippy::panic, reason = "a test fails by panicking")]

#[path = "browser/devtools.rs"]
mod devtools;
#[path = "browser/server.rs"]
mod server;
#[path = "browser/site.rs"]
mod site;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use std::sync::OnceLock;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use devtools::{Page, Visit};
use server::Nginx;
use site::{PREFIX, Site, ask, site, strings};

/// The widths the site must fit: the narrowest phone, a cheap phone, a tablet, a laptop.
const WIDTHS: [u32; 4] = [320, 360, 768, 1440];

/// What every page and style sheet of the site says of itself and of others, by route.
fn survey() -> &'static BTreeMap<String, Value> {
    static SURVEY: OnceLock<BTreeMap<String, Value>> = OnceLock::new();
    SURVEY.get_or_init(|| {
        let site = site();
        let told = |route: &&String| route.ends_with(".html") || route.ends_with(".css");
        let routes: Vec<&String> = site.routes.iter().filter(told).collect();
        let page = site.page();
        page.open(&site.http("index.html"));
        let answers = ask(&page, &format!("survey({})", serde_json::json!(routes)));
        let answers = answers.as_array().cloned().unwrap_or_default();
        answers.into_iter().map(|answer| (text(&answer["route"]), answer)).collect()
    })
}

/// Where a reference leads.
enum Place {
    /// A file of the output.
    Inside(String),
    /// The site by its full address.
    Own(String),
    /// Somewhere else, or no address of a file (`mailto:`, `data:`).
    Elsewhere,
}

/// Where the reference leads from a server.
fn on_server(site: &Site, reference: &Value) -> Place {
    let url = text(&reference["http"]);
    let decode = |rest: &str| {
        let path = rest.split('?').next().unwrap_or_default();
        let route = percent_decode_str(path).decode_utf8_lossy().into_owned();
        if route.is_empty() || route.ends_with('/') { format!("{route}index.html") } else { route }
    };
    if let Some(rest) = url.strip_prefix(&site.http("")) {
        Place::Inside(decode(rest))
    } else if let Some(rest) = url.strip_prefix(&site.base_url) {
        Place::Own(decode(rest))
    } else {
        Place::Elsewhere
    }
}

/// Collects what is wrong and fails with all of it at once.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn add(&mut self, place: &str, fault: impl std::fmt::Display) {
        self.0.push(format!("{place}: {fault}"));
    }

    fn finish(mut self, what: &str) {
        let count = self.0.len();
        self.0.truncate(40);
        assert!(self.0.is_empty(), "{what}, {count} times:\n  {}", self.0.join("\n  "));
    }
}

#[test]
fn every_reference_resolves_on_a_server_and_among_files() {
    let site = site();
    let files: HashSet<&str> = site.routes.iter().map(String::as_str).collect();
    let mut faults = Faults::default();
    let mut seen = 0;
    for (route, page) in survey() {
        for list in ["links", "assets", "mentions"] {
            for reference in page[list].as_array().into_iter().flatten() {
                seen += 1;
                let raw = text(&reference["raw"]);
                let target = match on_server(site, reference) {
                    Place::Inside(target) => target,
                    Place::Own(target) => {
                        // A page's own full address is for search engines; readers' links go with the folder.
                        if list != "mentions" {
                            faults.add(route, format_args!("“{raw}” is the site's full address: it leaves the folder"));
                        }
                        target
                    }
                    // Shown at any address, this page counts from the server's root.
                    Place::Elsewhere if route == "404.html" && raw.starts_with('/') => {
                        let target = raw.split('#').next().unwrap_or_default().trim_start_matches('/').to_owned();
                        if !files.contains(target.as_str()) {
                            faults.add(route, format_args!("“{raw}” leads to {target}, which is not there"));
                        }
                        continue;
                    }
                    Place::Elsewhere => {
                        let plain = ["http:", "https:", "mailto:", "tel:"].iter().any(|scheme| raw.starts_with(scheme));
                        if list == "assets" && !raw.starts_with("data:") {
                            faults.add(route, format_args!("“{raw}” is fetched from outside the site"));
                        } else if list == "links" && !plain {
                            faults.add(route, format_args!("“{raw}” leads out of the site"));
                        }
                        continue;
                    }
                };
                if !files.contains(target.as_str()) {
                    faults.add(route, format_args!("“{raw}” leads to {target}, which is not there"));
                    continue;
                }
                let fragment = text(&reference["fragment"]);
                let known = || survey().get(&target).is_none_or(|page| strings(&page["ids"]).contains(&fragment));
                if !fragment.is_empty() && fragment != "top" && !known() {
                    faults.add(route, format_args!("“{raw}”: {target} has no id “{fragment}”"));
                }
                let file = text(&reference["file"]);
                let among_files =
                    file.strip_prefix("file:///site/").map(|path| percent_decode_str(path).decode_utf8_lossy());
                if matches!(on_server(site, reference), Place::Inside(_))
                    && !among_files.as_deref().is_some_and(|path| files.contains(path))
                {
                    faults.add(route, format_args!("“{raw}” leads to no file when the site is opened as files"));
                }
            }
        }
    }
    assert!(seen > 100, "only {seen} references found: the survey does not see the site");
    faults.finish("a reference does not resolve");
}

#[test]
fn every_page_is_reachable_from_home() {
    let site = site();
    let mut reached = BTreeSet::from(["index.html".to_owned()]);
    let mut open = vec!["index.html".to_owned()];
    while let Some(route) = open.pop() {
        let Some(page) = survey().get(&route) else { continue };
        for reference in page["links"].as_array().into_iter().flatten() {
            if let Place::Inside(target) = on_server(site, reference)
                && reached.insert(target.clone())
            {
                open.push(target);
            }
        }
    }
    let mut faults = Faults::default();
    for (route, page) in survey() {
        // The page for wrong addresses and those for old ones have no links to them.
        let by_link = route.ends_with(".html") && route != "404.html" && page["redirect"].is_null();
        if by_link && !reached.contains(route) {
            faults.add(route, "no chain of links from the home page leads here");
        }
    }
    faults.finish("a page is not reachable");
}

#[test]
fn every_page_is_well_formed() {
    let mut faults = Faults::default();
    for (route, page) in survey() {
        if !route.ends_with(".html") || !page["redirect"].is_null() {
            continue;
        }
        let mut expect = |right: bool, fault: &str| {
            if !right {
                faults.add(route, fault);
            }
        };
        expect(page["doctype"] == "html", "no <!doctype html>");
        expect(page["lang"] == "zh-CN", &format!("lang is {}, not zh-CN", page["lang"]));
        expect(page["title"] != "", "no <title>");
        expect(text(&page["viewport"]).contains("width=device-width"), "no <meta name=viewport> of the device's width");
        expect(page["headings"] == 1, &format!("{} <h1>, not one", page["headings"]));
        expect(page["mains"] == 1, &format!("{} <main>, not one", page["mains"]));
        expect(page["base"] == 0, "<base> makes links depend on where the site lies");
        let (speechless, repeated) = (strings(&page["speechless"]), strings(&page["repeated"]));
        expect(speechless.is_empty(), &format!("pictures without alt: {speechless:?}"));
        expect(repeated.is_empty(), &format!("ids that occur twice: {repeated:?}"));
    }
    faults.finish("a page is not well formed");
}

#[test]
fn pages_need_nothing_from_outside_and_lack_nothing() {
    let site = site();
    let mut faults = Faults::default();
    // A page for each way in: the browser asks for an icon late, when the next address is open already.
    for among_files in [false, true] {
        let page = site.page();
        for example in site.examples() {
            let place = |route: &str| if among_files { site.file(route) } else { site.http(route) };
            let (url, inside) = (place(&example.route), place(""));
            let visit: Visit = page.open(&url);
            for request in visit.outside(&inside) {
                faults.add(&url, format_args!("asks for {request}"));
            }
            for failed in &visit.failed {
                faults.add(&url, format_args!("does not get {failed}"));
            }
            if url.starts_with("http") && visit.status != Some(200) {
                faults.add(&url, format_args!("the server answers {:?}", visit.status));
            }
            for image in strings(&ask(&page, "brokenImages()")) {
                faults.add(&url, format_args!("the picture {image} does not show"));
            }
        }
    }
    faults.finish("a page asks for what is not in the site");
}

#[test]
fn the_server_answers_a_wrong_address_with_the_404_page() {
    let site = site();
    let page = site.page();
    let visit = page.open(&site.http("no-such-page.html"));
    assert_eq!(visit.status, Some(404));
    assert!(visit.outside(&site.http("")).is_empty(), "{:?}", visit.requests);
    assert_eq!(strings(&ask(&page, "seen('h1')")).len(), 1);
}

#[test]
fn nginx_serves_the_site_whole() {
    let site = site();
    let nginx = Nginx::start(&site.folder, PREFIX);
    let page = site.page();
    // The home page, a folder with and without its slash, a file, a wrong address.
    for (route, status) in
        [("", 200), ("archive/", 200), ("archive", 200), ("member/index.html", 200), ("no-such/page", 404)]
    {
        let url = nginx.url(route);
        let visit = page.open(&url);
        assert_eq!(visit.status, Some(status), "{url}");
        assert_eq!(strings(&ask(&page, "seen('h1')")).len(), 1, "{url} shows no heading");
        if status == 200 {
            assert!(visit.failed.is_empty(), "{url} lacks {:?}", visit.failed);
            assert!(visit.outside(&nginx.url("")).is_empty(), "{url} asks for {:?}", visit.requests);
        }
    }
}

#[test]
fn nothing_scrolls_sideways() {
    let site = site();
    let page = site.page();
    let mut faults = Faults::default();
    for example in site.examples() {
        page.viewport(WIDTHS[0], 800);
        page.open(&site.http(&example.route));
        for width in WIDTHS {
            page.viewport(width, 800);
            for wide in strings(&ask(&page, &format!("sideways({width})"))) {
                faults.add(&format!("{} ({}) at {width} px", example.route, example.kind), wide);
            }
        }
    }
    faults.finish("something is wider than the window");
}

#[test]
fn targets_are_large_enough_for_a_thumb() {
    let site = site();
    let page = site.page();
    let mut faults = Faults::default();
    for example in site.examples() {
        page.viewport(360, 800);
        page.open(&site.http(&example.route));
        for small in strings(&ask(&page, "smallTargets(24)")) {
            faults.add(&format!("{} ({})", example.route, example.kind), small);
        }
    }
    faults.finish("a link or control is smaller than 24 × 24 px");
}

#[test]
fn the_keyboard_comes_first_to_a_visible_skip_link_and_shows_where_it_is() {
    let site = site();
    let page = site.page();
    let mut faults = Faults::default();
    for example in site.examples() {
        let place = format!("{} ({})", example.route, example.kind);
        page.open(&site.http(&example.route));
        page.press_tab();
        let first = ask(&page, "focus()");
        if !(first["target"] == true && text(&first["href"]).contains('#')) {
            faults.add(&place, format_args!("the first Tab does not reach a link to a place in the page: {first}"));
        }
        if first["seen"] != true {
            faults.add(&place, format_args!("the skip link is not seen when it has the focus: {first}"));
        }
        for _ in 0..3 {
            page.press_tab();
            let next = ask(&page, "focus()");
            if next.is_null() {
                break;
            }
            if next["seen"] != true || next["marked"] != true {
                faults.add(&place, format_args!("the focus does not show: {next}"));
            }
        }
    }
    faults.finish("the keyboard's focus is lost");
}

#[test]
fn paper_carries_the_text_and_no_tools() {
    let site = site();
    let page = site.page();
    let mut faults = Faults::default();
    for example in site.examples() {
        let place = format!("{} ({})", example.route, example.kind);
        // Whoever reads in the dark still prints on white.
        page.media("screen", "dark");
        page.open(&site.http(&example.route));
        page.media("print", "dark");
        for tool in strings(&ask(&page, "seen('nav, button, form, [role=search], footer a')")) {
            faults.add(&place, format_args!("{tool} is printed"));
        }
        if strings(&ask(&page, "seen('h1')")).len() != 1 || strings(&ask(&page, "seen('main')")).len() != 1 {
            faults.add(&place, "the heading or the text is not printed");
        }
        for weak in strings(&ask(&page, "contrast('white')")["weak"]) {
            faults.add(&place, format_args!("too pale on paper: {weak}"));
        }
    }
    faults.finish("a page prints badly");
}

#[test]
fn text_stands_out_in_light_and_dark() {
    let site = site();
    let page = site.page();
    let mut faults = Faults::default();
    for example in site.examples() {
        page.open(&site.http(&example.route));
        for colours in ["light", "dark"] {
            let place = format!("{} ({}), {colours}", example.route, example.kind);
            page.media("screen", colours);
            let ground = ask(&page, "backgroundLuminance()").as_f64().unwrap_or(0.5);
            if (colours == "dark") != (ground < 0.2) || (colours == "light") != (ground > 0.7) {
                faults.add(&place, format_args!("the background's luminance is {ground:.2}"));
            }
            let answer = ask(&page, "contrast()");
            if answer["judged"] == 0 {
                faults.add(&place, "no text could be judged");
            }
            for weak in strings(&answer["weak"]) {
                faults.add(&place, weak);
            }
        }
    }
    faults.finish("text is hard to read");
}

#[test]
fn nothing_is_lost_without_javascript() {
    let site = site();
    let (with, without) = (site.page(), site.page());
    without.scripts(false);
    let mut faults = Faults::default();
    for example in site.examples() {
        // The search says what it needs; what needs scripts is there with them only.
        if example.kind == "search" {
            continue;
        }
        let read = |page: &Page| {
            page.open(&site.http(&example.route));
            page.evaluate("document.querySelectorAll('.need-js').forEach(element => element.style.display = 'none')");
            let links = strings(&ask(page, "seen('a[href]')"));
            (text(&ask(page, "text()")), links)
        };
        let (one, other) = (read(&with), read(&without));
        if one != other || other.0.is_empty() || other.1.is_empty() {
            faults.add(&example.route, format_args!("{one:?}\n    without scripts: {other:?}"));
        }
    }
    faults.finish("a page differs without JavaScript");
}

#[test]
fn the_browser_paints_every_type_of_page() {
    let site = site();
    let page = site.page();
    let wanted = std::env::var_os("LIANLUO_SCREENSHOTS");
    let (widths, colours): (&[u32], &[&str]) =
        if wanted.is_some() { (&[360, 768, 1440], &["light", "dark", "elder"]) } else { (&[360], &["light"]) };
    let mut faults = Faults::default();
    for example in site.examples() {
        page.viewport(widths[0], 900);
        page.open(&site.http(&example.route));
        for width in widths {
            for colour in colours {
                page.viewport(*width, 900);
                page.media("screen", if *colour == "dark" { "dark" } else { "light" });
                page.evaluate(&format!("document.documentElement.classList.toggle('elder', {})", *colour == "elder"));
                let picture = page.screenshot(wanted.is_some());
                let pixels = image::load_from_memory(&picture).expect("Chromium's own picture").to_rgb8();
                let different: HashSet<_> = pixels.pixels().take(400_000).collect();
                if different.len() < 16 {
                    faults.add(&example.route, format_args!("looks empty: {} colours in all", different.len()));
                }
                if let Some(folder) = &wanted {
                    let name = format!("{}-{width}-{colour}.png", example.kind.replace([' ', ','], "-"));
                    std::fs::create_dir_all(folder).expect("the folder for pictures");
                    std::fs::write(Path::new(folder).join(name), picture).expect("a place for the picture");
                }
            }
        }
    }
    faults.finish("a page shows nothing");
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
