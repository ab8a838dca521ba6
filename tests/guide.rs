//! The guide is a site that the program builds: its pages stand, every link leads somewhere, every step has its picture, and
//! the script that makes the pictures knows each.
#![expect(clippy::disallowed_methods, reason = "reads the project's guide")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use html5ever::driver::ParseOpts;
use html5ever::tendril::TendrilSink;
use lianluo::Locale;
use lianluo::cache::{Cache, TracedWorld};
use lianluo::config::Overrides;
use lianluo::diagnostic::to_terminal;
use lianluo::liaison::LAYER;
use lianluo::output::{MemoryStage, OutputFile};
use lianluo::pipeline::{Options, build};
use lianluo::source::DiskWorld;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

fn guide() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide")
}

/// What a page holds: ids, and addresses of links, pictures and sheets.
#[derive(Default)]
struct Page {
    ids: BTreeSet<String>,
    addresses: Vec<String>,
}

fn walk(node: &Handle, page: &mut Page) {
    if let NodeData::Element { attrs, .. } = &node.data {
        for attribute in attrs.borrow().iter() {
            match &*attribute.name.local {
                "id" => drop(page.ids.insert(attribute.value.to_string())),
                "href" | "src" => page.addresses.push(attribute.value.to_string()),
                _ => {}
            }
        }
    }
    node.children.borrow().iter().for_each(|child| walk(child, page));
}

/// The route that an address on a page leads to.
fn resolved(from: &str, address: &str) -> String {
    let path: String =
        percent_encoding::percent_decode_str(address.split(['#', '?']).next().unwrap()).decode_utf8_lossy().into();
    if path.is_empty() {
        return from.to_owned();
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop().unwrap_or_else(|| panic!("{from}: {address} leads out of the site"))),
            part => parts.push(part),
        }
    }
    let route = parts.join("/");
    if route.is_empty() || route.ends_with('/') { format!("{route}index.html") } else { route }
}

#[test]
fn the_guide_builds_and_every_link_leads_somewhere() {
    let stage = MemoryStage::default();
    let overrides = Overrides { layer: Some(LAYER), ..Overrides::default() };
    let options = Options { overrides, ..Options::default() };
    let world = TracedWorld::over(Arc::new(DiskWorld::new(guide(), None)));
    let built = build(&world, &options, &Cache::in_memory(), |_| Ok(&stage));
    assert!(built.diagnostics.is_empty(), "{}", to_terminal(&built.diagnostics, Locale::En, false));
    let files = stage.take_files();
    let routes: BTreeSet<String> = files.keys().map(ToString::to_string).collect();
    let pages = files.iter().filter_map(|(route, file)| match file {
        OutputFile::Bytes(bytes) if route.as_str().ends_with(".html") && route.as_str() != "404.html" => {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let mut page = Page::default();
            walk(&html5ever::parse_document(RcDom::default(), ParseOpts::default()).one(text).document, &mut page);
            Some((route.to_string(), page))
        }
        _ => None,
    });
    let pages: std::collections::BTreeMap<String, Page> = pages.collect();
    for wanted in ["index.html", "clerk/install/index.html", "clerk/year-end/index.html", "engineer/theming/index.html"]
    {
        assert!(pages.contains_key(wanted), "{wanted} is not among {routes:?}");
    }
    let mut followed = 0;
    for (route, page) in &pages {
        for address in page.addresses.iter().filter(|address| !address.starts_with("https://www.getzola.org/")) {
            assert!(!address.contains("://") && !address.starts_with('/'), "{route}: {address} leads away");
            let to = resolved(route, address);
            assert!(routes.contains(&to), "{route}: {address} leads to {to}, which is not there");
            if let Some(anchor) = address.split('#').nth(1).filter(|anchor| !anchor.is_empty()) {
                let anchor = percent_encoding::percent_decode_str(anchor).decode_utf8_lossy().into_owned();
                assert!(pages[&to].ids.contains(&anchor), "{route}: {address}");
            }
            followed += 1;
        }
    }
    assert!(followed > 200, "{followed}");
}

#[test]
fn every_step_has_its_picture_and_the_script_makes_it() {
    let script = fs::read_to_string(guide().join("screenshots")).unwrap();
    let (mut pictures, mut size) = (0, 0);
    for folder in fs::read_dir(guide().join("content/clerk")).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        let name = folder.file_name().to_string_lossy().into_owned();
        let text = fs::read_to_string(folder.path().join("index.md")).unwrap();
        let mut shown = BTreeSet::new();
        for step in text.split("\n## ").skip(1) {
            let title = step.lines().next().unwrap();
            let found: Vec<&str> = step
                .split("](")
                .skip(1)
                .filter_map(|rest| rest.split(')').next())
                .filter(|it| it.ends_with(".webp"))
                .collect();
            // What needs no doing has nothing to be shown.
            let nothing = ["确实要公开的"].iter().any(|words| title.contains(words));
            assert!(!found.is_empty() || nothing, "{name}: {title} has no picture");
            shown.extend(found.into_iter().map(str::to_owned));
        }
        let there: BTreeSet<String> = fs::read_dir(folder.path())
            .unwrap()
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|file| file.ends_with(".webp"))
            .collect();
        assert_eq!(shown, there, "{name}");
        for file in &there {
            let bytes = fs::read(folder.path().join(file)).unwrap();
            let (width, height) = image::load_from_memory(&bytes).map(|it| (it.width(), it.height())).unwrap();
            assert!(width >= 600 && height >= 80, "{name}/{file}: {width} by {height}");
            assert!(bytes.len() < 200_000, "{name}/{file} has {} bytes", bytes.len());
            let known = format!("{name}/{}", file.trim_end_matches(".webp"));
            assert!(script.contains(&known), "docs/guide/screenshots does not make {known}");
            (pictures, size) = (pictures + 1, size + bytes.len());
        }
    }
    assert!(pictures >= 24 && size < 2_000_000, "{pictures} pictures of {size} bytes");
}
