//! The archive's output files: its page, one for each year and quarter, and for each quarter a feed and a list.

use std::sync::Arc;

use serde_json::json;
use tera::{Map, Value};

use super::media;
use super::quarter::Quarter;
use super::view::ArchiveViews;
use crate::config::Config;
use crate::content::LanguageId;
use crate::fingerprint::Fingerprint;
use crate::graph::SiteGraph;
use crate::liaison::entry;
use crate::liaison::group::GroupEntry;
use crate::path::{Route, join_url};
use crate::plan::{LayerVariables, Recipe, Subject, Target};

/// Plans the archive; `whole` stands for all documents without their bodies. Nothing where the site has no dated entry and no
/// opening day.
pub fn targets(
    archive: &Arc<ArchiveViews>,
    config: &Config,
    graph: &Arc<SiteGraph>,
    whole: Fingerprint,
) -> Vec<Target> {
    let group = archive.group();
    let settings = &group.settings.archive;
    let mut targets = Vec::new();
    if group.quarters.is_empty() {
        return targets;
    }
    let mut page = |template: &'static str, path: String, own: Option<(&'static str, Of)>| {
        // The archive's path was checked when the settings were read, and the rest are numbers.
        let Ok(route) = Route::page(&path) else { return };
        let archive = Arc::clone(archive);
        let variables = LayerVariables::new(move || {
            let own = own.map(|(name, of)| (name, of.value(&archive)));
            own.into_iter().chain([("archive", archive.archive())]).collect()
        });
        let (language, print) = (LanguageId(0), Fingerprint::default());
        targets.push(Target { route, subject: Subject::Layer { template, language, path, print, variables } });
    };
    page("archive.html", format!("/{}/", settings.path), None);
    let mut years: Vec<i16> = group.quarters.iter().map(|quarter| quarter.year).collect();
    years.dedup();
    for year in years {
        page("archive_year.html", settings.year_path(year), Some(("year", Of::Year(year))));
    }
    for quarter in &group.quarters {
        page("archive_quarter.html", settings.quarter_path(*quarter), Some(("quarter", Of::Quarter(*quarter))));
    }
    for quarter in &group.quarters {
        targets.extend(feed(archive, config, *quarter));
        targets.extend(list(archive, config, graph, *quarter, whole));
    }
    targets.extend(media::targets(archive, graph, whole));
    targets
}

/// What a page of the archive shows.
#[derive(Clone, Copy)]
enum Of {
    Year(i16),
    Quarter(Quarter),
}

impl Of {
    fn value(self, archive: &ArchiveViews) -> Value {
        let value = match self {
            Of::Year(year) => archive.year(year),
            Of::Quarter(quarter) => archive.quarter(quarter),
        };
        value.unwrap_or_else(Value::none)
    }
}

/// The quarter's feed, by the site's template for Atom.
fn feed(archive: &Arc<ArchiveViews>, config: &Config, quarter: Quarter) -> Option<Target> {
    let settings = &archive.group().settings.archive;
    let (title, folder) = (settings.quarter_label(quarter), settings.quarter_path(quarter));
    let path = format!("{folder}atom.xml");
    let (permalink, feed_url) = (config.permalink(&folder), join_url(&config.base_url, &path));
    let route = Route::file(&path).ok()?;
    let archive = Arc::clone(archive);
    let variables = LayerVariables::new(move || {
        let value = archive.quarter(quarter);
        let pages = value.as_ref().and_then(|value| entry::value(value.as_map()?, "pages")).cloned();
        let section = [("title", &title), ("permalink", &permalink), ("path", &folder)];
        let section: Map = section.map(|(name, text)| (name.into(), Value::from(text.as_str()))).into_iter().collect();
        // Without entries the feed was last changed when the quarter began.
        let last = archive.group().entries_in(quarter).next().and_then(|entry| entry.entry.date);
        vec![
            ("pages", pages.unwrap_or_else(|| Value::from(Vec::<Value>::new()))),
            ("feed_url", Value::from(feed_url.as_str())),
            ("last_updated", Value::from(last.unwrap_or_else(|| quarter.start()).to_string())),
            ("section", Value::from(section)),
        ]
    });
    let (language, print) = (LanguageId(0), Fingerprint::default());
    let subject = Subject::Layer { template: "atom.xml", language, path, print, variables };
    Some(Target { route, subject })
}

/// The quarter's entries for programs.
fn list(
    archive: &Arc<ArchiveViews>,
    config: &Config,
    graph: &Arc<SiteGraph>,
    quarter: Quarter,
    whole: Fingerprint,
) -> Option<Target> {
    let path = archive.group().settings.archive.quarter_path(quarter);
    let permalink = config.permalink(&path);
    let route = Route::file(&format!("{path}index.json")).ok()?;
    let (archive, graph) = (Arc::clone(archive), Arc::clone(graph));
    let make = move || {
        let group = archive.group();
        let entries: Vec<serde_json::Value> = group.entries_in(quarter).map(|entry| listed(entry, &graph)).collect();
        json_file(&json!({
            "group": group.settings.group,
            "quarter": quarter.to_string(),
            "label": group.settings.archive.quarter_label(quarter),
            "start": quarter.start().to_string(),
            "end": quarter.end().to_string(),
            "permalink": permalink,
            "count": entries.len(),
            "entries": entries,
        }))
    };
    Some(Target { route, subject: Subject::Recipe(Recipe { print: whole, make: Arc::new(make) }) })
}

/// A value as a file for programs.
pub fn json_file(value: &serde_json::Value) -> Vec<u8> {
    // A value of JSON can always be written.
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn listed(listed: &GroupEntry, graph: &SiteGraph) -> serde_json::Value {
    let page = graph.page(listed.page);
    let front = page.front();
    let extra = |key: &str| front.extra.as_map().and_then(|map| entry::text(map, key));
    let tags = front.taxonomies.iter().find(|(name, _)| name == "tags").map_or(&[][..], |(_, terms)| terms);
    json!({
        "kind": listed.entry.kind.id.as_str(),
        "kind_name": listed.entry.kind.zh.as_str(),
        "title": front.title,
        "date": listed.entry.date.map(|date| date.to_string()),
        "description": front.description,
        "permalink": page.permalink,
        "path": page.path,
        "source": extra("source"),
        "author": extra("author"),
        "members": listed.entry.members,
        "tags": tags,
    })
}
