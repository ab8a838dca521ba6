//! Links to other sites: which there are, and those that lead nowhere (checklist LNK-2).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use globset::{Glob, GlobSet, GlobSetBuilder};
use percent_encoding::percent_decode_str;

use super::code::{EXTERNAL_ANCHOR, EXTERNAL_GONE, EXTERNAL_OFFLINE, EXTERNAL_UNSURE, LINKED_HERE_TOO};
use super::visit::{Pace, Reason, Verdict, host, visit};
use crate::config::Config;
use crate::content::Document;
use crate::diagnostic::{Code, Diagnostic, Locale, Sink, SourceText};
use crate::graph::{PageId, SectionId, Site};
use crate::source::{Unreachable, World};

/// How many places of one dead link are shown.
const MOST_PLACES: usize = 5;

/// What came of looking at links to other sites.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExternalLinks {
    /// How many addresses were looked at.
    pub addresses: usize,
    /// On how many hosts.
    pub hosts: usize,
    /// How many of them are not there, or lack an anchor.
    pub dead: usize,
    /// How many could not be checked.
    pub unsure: usize,
    /// How many the settings say to leave alone.
    pub skipped: usize,
}

/// A place where a link stands; without bytes where templating moved the text.
#[derive(Clone)]
struct Place<'a> {
    source: &'a SourceText,
    span: Option<Range<usize>>,
}

/// Asks for every address that bodies and redirects of the site lead to, each once, and tells those that are not there,
/// as grave as `link_checker.external_level` says.
pub fn external_links(site: &Site, config: &Config, world: &dyn World, pace: &Pace, sink: &Sink) -> ExternalLinks {
    let links = collect(site, config);
    let mut addresses: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for link in links.places.keys() {
        let (address, fragment) = link.split_once('#').unwrap_or((link, ""));
        let anchors = addresses.entry(address.to_owned()).or_default();
        let unchecked = |prefix: &String| link.starts_with(prefix.as_str());
        // `#/` and `#!` are read by scripts, `:~:` by browsers; `#top` is on every page.
        let asked = !fragment.is_empty() && fragment != "top" && !fragment.starts_with(['/', '!', ':']);
        if asked && !config.link_checker.skip_anchor_prefixes.iter().any(unchecked) {
            anchors.push(percent_decode_str(fragment).decode_utf8_lossy().into_owned());
        }
    }
    let hosts: BTreeSet<&str> = addresses.keys().map(|address| host(address)).collect();
    let verdicts = visit(&addresses, world, pace);
    let mut found = ExternalLinks {
        addresses: addresses.len(),
        hosts: hosts.len(),
        skipped: links.skipped,
        ..ExternalLinks::default()
    };
    if no_network(&verdicts, hosts.len()) {
        let offline = Diagnostic::new(&EXTERNAL_OFFLINE).arg("count", addresses.len());
        sink.push(offline.severity(config.link_checker.external_level));
        found.unsure = addresses.len();
        return found;
    }
    for (link, places) in &links.places {
        let (address, fragment) = link.split_once('#').unwrap_or((link, ""));
        let anchor = percent_decode_str(fragment).decode_utf8_lossy();
        match verdicts.get(address) {
            Some(Verdict::Gone(reason)) => {
                found.dead += 1;
                let level = config.link_checker.external_level;
                sink.push(worded(&EXTERNAL_GONE, link, places, reason).severity(level));
            }
            Some(Verdict::Unsure(reason)) => {
                found.unsure += 1;
                sink.push(worded(&EXTERNAL_UNSURE, link, places, reason));
            }
            Some(Verdict::There { missing }) if missing.iter().any(|missing| *missing == anchor) => {
                found.dead += 1;
                let diagnostic = Diagnostic::new(&EXTERNAL_ANCHOR).arg("link", link).arg("anchor", anchor);
                sink.push(placed(diagnostic, places).severity(config.link_checker.external_level));
            }
            Some(Verdict::There { .. }) | None => {}
        }
    }
    found
}

/// The links of a site and their places.
#[derive(Default)]
struct Links<'a> {
    places: BTreeMap<&'a str, Vec<Place<'a>>>,
    skipped: usize,
}

fn collect<'a>(site: &'a Site, config: &Config) -> Links<'a> {
    let ignored = globs(&config.link_checker.ignored_files);
    let mut links = Links::default();
    let mut add = |document: &'a Document, link: &'a str, span: Option<Range<usize>>| {
        let skip = |prefix: &String| link.starts_with(prefix.as_str());
        let file = document.source.path.as_str();
        if ignored.is_match(file)
            || ignored.is_match(document.place.relative.as_str())
            || config.link_checker.skip_prefixes.iter().any(skip)
        {
            links.skipped += 1;
        } else {
            links.places.entry(link).or_default().push(Place { source: &document.source, span });
        }
    };
    for (index, page) in site.graph.pages.iter().enumerate() {
        for (link, span) in &site.page_body(PageId(index as u32)).external_links {
            add(&page.document, link, span.clone());
        }
    }
    for (index, section) in site.graph.sections.iter().enumerate() {
        for (link, span) in &site.section_body(SectionId(index as u32)).external_links {
            add(&section.document, link, span.clone());
        }
        let redirect = section.front().redirect_to.as_deref();
        if let Some(link) = redirect.filter(|link| link.starts_with("http:") || link.starts_with("https:")) {
            let span = section.document.matter.locate(&section.document.source.text, "redirect_to");
            add(&section.document, link, Some(span));
        }
    }
    links
}

fn globs(patterns: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    // Bad ones are told where the settings are read.
    patterns.iter().filter_map(|pattern| Glob::new(pattern).ok()).for_each(|glob| {
        set.add(glob);
    });
    set.build().unwrap_or_default()
}

/// Whether it is this computer that has no network, rather than every host being gone.
fn no_network(verdicts: &BTreeMap<String, Verdict>, hosts: usize) -> bool {
    let unknown = |verdict: &Verdict| match verdict {
        Verdict::Gone(Reason::Unreachable(reason)) => {
            *reason == Unreachable::NoNetwork || (hosts > 2 && *reason == Unreachable::NoHost)
        }
        _ => false,
    };
    !verdicts.is_empty() && verdicts.values().all(unknown)
}

fn worded(code: &'static Code, link: &str, places: &[Place], reason: &Reason) -> Diagnostic {
    let in_locale = |locale: Locale| match reason {
        Reason::Status(status) => match locale {
            Locale::Zh => format!("网站回答 {status}{}", meaning(*status).map_or("", |(zh, _)| zh)),
            Locale::En => format!("it answers {status}{}", meaning(*status).map_or("", |(_, en)| en)),
        },
        Reason::Unreachable(unreachable) => unreachable.wording().fill(locale, &[("detail", unreachable.detail())]),
    };
    let diagnostic = Diagnostic::new(code).arg("link", link);
    placed(diagnostic.arg("reason", in_locale(Locale::En)).arg("reason_zh", in_locale(Locale::Zh)), places)
}

/// What a status means, where a reader may not know.
fn meaning(status: u16) -> Option<(&'static str, &'static str)> {
    Some(match status {
        401 | 403 => ("，不让看", ", it is not for everybody"),
        404 => ("，没有这个网页", ", there is no such page"),
        410 => ("，这个网页已经撤下", ", the page was taken down"),
        429 => ("，说访问得太勤了", ", it is asked too often"),
        500..=599 => ("，网站自己出错了", ", it has an error of its own"),
        _ => return None,
    })
}

/// The diagnostic at the first place, with the further ones.
fn placed(diagnostic: Diagnostic, places: &[Place]) -> Diagnostic {
    let Some((first, further)) = places.split_first() else { return diagnostic };
    let diagnostic = diagnostic.arg("file", &first.source.path);
    let diagnostic = match &first.span {
        Some(span) => diagnostic.at(first.source, span.clone()),
        None => diagnostic.in_file(&first.source.path),
    };
    further.iter().take(MOST_PLACES - 1).fold(diagnostic, |diagnostic, place| match &place.span {
        Some(span) => diagnostic.see(place.source, span.clone(), LINKED_HERE_TOO),
        None => diagnostic.in_file(&place.source.path),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{ExternalLinks, external_links};
    use crate::check::Pace;
    use crate::content::Body;
    use crate::diagnostic::{Diagnostic, Sink};
    use crate::graph::testing::SiteText;
    use crate::graph::{Bodies, Site};
    use crate::source::{Answer, MemoryWorld, Unreachable};

    /// What is told of the links of one page, and of a section that redirects to `https://r.test/`.
    fn check(links: &[&str], world: &MemoryWorld) -> (ExternalLinks, Vec<Diagnostic>) {
        let linked = SiteText::new()
            .section("_index.md", |front| front.redirect_to = Some("https://r.test/".to_owned()))
            .page("a.md", |_| {})
            .link();
        let graph = Arc::new(linked.graph);
        let body = |links: &[&str]| Body {
            html: tera::Value::from(""),
            summary: None,
            toc: Vec::new(),
            anchors: Vec::new(),
            internal_links: Vec::new(),
            external_links: links.iter().map(|link| ((*link).to_owned(), None)).collect(),
            word_count: 0,
            reading_time: 0,
        };
        let bodies = Bodies {
            pages: graph.pages.iter().map(|_| body(links).into()).collect(),
            sections: graph.sections.iter().map(|_| body(&[]).into()).collect(),
        };
        let (site, sink) = (Site::join(graph, bodies, true), Sink::new());
        let pace = Pace { retries: 0, pause: std::time::Duration::ZERO, ..Pace::default() };
        let found = external_links(&site, &linked.config, world, &pace, &sink);
        (found, sink.finish())
    }

    fn world(answers: &[(&str, Result<u16, Unreachable>)]) -> MemoryWorld {
        let mut world = MemoryWorld::default();
        for (url, answer) in answers {
            let answer = answer.clone().map(|status| Answer {
                status,
                content_type: "text/html".to_owned(),
                body: "<p id=\"中\">".as_bytes().to_vec(),
                ..Answer::default()
            });
            world.web.insert((*url).to_owned(), answer);
        }
        world
    }

    #[test]
    fn redirects_of_sections_are_links_too_and_anchors_are_decoded() {
        let world = world(&[("https://r.test/", Ok(404)), ("https://a.test/", Ok(200))]);
        let links = ["https://a.test/#%E4%B8%AD", "https://a.test/#%E5%9B%BD", "https://a.test/"];
        let (found, told) = check(&links, &world);
        assert_eq!(found, ExternalLinks { addresses: 2, hosts: 2, dead: 2, ..ExternalLinks::default() });
        let ids: Vec<&str> = told.iter().map(|one| one.code.id).collect();
        assert_eq!(ids, ["check-external-link", "check-external-anchor"]);
    }

    #[test]
    fn without_a_network_that_is_told_once() {
        let (found, told) = check(&["https://a.test/", "https://b.test/"], &MemoryWorld::default());
        assert_eq!((found.dead, found.unsure), (0, 3));
        assert_eq!(told.iter().map(|one| one.code.id).collect::<Vec<_>>(), ["check-external-offline"]);
        let one_gone = world(&[
            ("https://r.test/", Err(Unreachable::NoHost)),
            ("https://a.test/", Err(Unreachable::NoHost)),
            ("https://b.test/", Ok(200)),
        ]);
        assert_eq!(check(&["https://a.test/", "https://b.test/"], &one_gone).0.dead, 2);
    }
}
