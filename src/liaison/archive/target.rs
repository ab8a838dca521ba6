//! The archive's output files: its page, one for each year and quarter, and for each quarter a feed and a list.

use std::sync::Arc;

use serde_json::json;
use tera::{Map, Value};

use super::media;
use super::quarter::Quarter;
use super::view::ArchiveViews;
use crate::config::Config;
use crate::content::LanguageId;
use crate::graph::SiteGraph;
use crate::liaison::entry;
use crate::liaison::group::GroupEntry;
use crate::path::{Route, join_url};
use crate::plan::{Subject, Target};

/// Plans the archive. Nothing where the site has no dated entry and no opening day.
pub fn targets(archive: &ArchiveViews, config: &Config, graph: &SiteGraph) -> Vec<Target> {
    let group = archive.group();
    let settings = &group.settings.archive;
    let mut targets = Vec::new();
    if group.quarters.is_empty() {
        return targets;
    }
    let mut page = |template: &'static str, path: String, variables: Vec<(&'static str, Value)>| {
        // The archive's path was checked when the settings were read, and the rest are numbers.
        let Ok(route) = Route::page(&path) else { return };
        let subject = Subject::Layer { template, language: LanguageId(0), path, variables: Arc::new(variables) };
        targets.push(Target { route, subject });
    };
    page("archive.html", format!("/{}/", settings.path), vec![("archive", archive.archive())]);
    let mut years: Vec<i16> = group.quarters.iter().map(|quarter| quarter.year).collect();
    years.dedup();
    for year in years {
        let value = archive.year(year).unwrap_or_else(Value::none);
        page("archive_year.html", settings.year_path(year), vec![("year", value), ("archive", archive.archive())]);
    }
    for quarter in &group.quarters {
        let value = archive.quarter(*quarter).unwrap_or_else(Value::none);
        let variables = vec![("quarter", value), ("archive", archive.archive())];
        page("archive_quarter.html", settings.quarter_path(*quarter), variables);
    }
    for quarter in &group.quarters {
        targets.extend(feed(archive, config, *quarter));
        targets.extend(list(archive, config, graph, *quarter));
    }
    targets.extend(media::targets(archive, graph));
    targets
}

/// The quarter's feed, by the site's template for Atom.
fn feed(archive: &ArchiveViews, config: &Config, quarter: Quarter) -> Option<Target> {
    let settings = &archive.group().settings.archive;
    let value = archive.quarter(quarter)?;
    let pages = entry::value(value.as_map()?, "pages")?.clone();
    let path = format!("{}atom.xml", settings.quarter_path(quarter));
    let mut section = Map::default();
    section.insert("title".into(), Value::from(settings.quarter_label(quarter)));
    section.insert("permalink".into(), Value::from(config.permalink(&settings.quarter_path(quarter))));
    section.insert("path".into(), Value::from(settings.quarter_path(quarter)));
    // Without entries the feed was last changed when the quarter began.
    let last = archive.group().entries_in(quarter).next().and_then(|entry| entry.entry.date);
    let variables = vec![
        ("pages", pages),
        ("feed_url", Value::from(join_url(&config.base_url, &path))),
        ("last_updated", Value::from(last.unwrap_or_else(|| quarter.start()).to_string())),
        ("section", Value::from(section)),
    ];
    let route = Route::file(&path).ok()?;
    let subject =
        Subject::Layer { template: "atom.xml", language: LanguageId(0), path, variables: Arc::new(variables) };
    Some(Target { route, subject })
}

/// The quarter's entries for programs.
fn list(archive: &ArchiveViews, config: &Config, graph: &SiteGraph, quarter: Quarter) -> Option<Target> {
    let group = archive.group();
    let path = group.settings.archive.quarter_path(quarter);
    let entries: Vec<serde_json::Value> = group.entries_in(quarter).map(|entry| listed(entry, graph)).collect();
    let value = json!({
        "group": group.settings.group,
        "quarter": quarter.to_string(),
        "label": group.settings.archive.quarter_label(quarter),
        "start": quarter.start().to_string(),
        "end": quarter.end().to_string(),
        "permalink": config.permalink(&path),
        "count": entries.len(),
        "entries": entries,
    });
    let mut bytes = serde_json::to_vec_pretty(&value).ok()?;
    bytes.push(b'\n');
    let route = Route::file(&format!("{path}index.json")).ok()?;
    Some(Target { route, subject: Subject::Bytes(bytes.into()) })
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
