//! 媒体报道: where public entries were taken up, as a page, and every sending for programs (`submissions.json`).
//!
//! A site whose section of media reports is shown by `media.html` has them listed there: then that section is the one place,
//! and the address below the archive leads to it.

use std::sync::Arc;

use serde_json::json;
use tera::{Map, Value};

use super::target::json_file;
use super::view::ArchiveViews;
use crate::config::Config;
use crate::content::LanguageId;
use crate::fingerprint::Fingerprint;
use crate::graph::{Section, SiteGraph};
use crate::liaison::entry::{Adoption, Submission};
use crate::liaison::group::{Group, GroupEntry};
use crate::path::{Route, join_url};
use crate::plan::{LayerVariables, Recipe, Subject, Target};

/// Plans the page and the list; `whole` stands for all documents without their bodies. Nothing where no public entry was ever
/// sent.
pub fn targets(archive: &Arc<ArchiveViews>, graph: &Arc<SiteGraph>, whole: Fingerprint) -> Vec<Target> {
    let group = archive.group();
    let mut targets = Vec::new();
    if group.entries.iter().all(|entry| entry.entry.submissions.is_empty()) {
        return targets;
    }
    let folder = &group.settings.archive.path;
    let any_adopted = !rows(group).is_empty();
    if let (true, Ok(route)) = (any_adopted, Route::page(&format!("/{folder}/media/"))) {
        let path = format!("/{folder}/media/");
        if let Some(section) = section(graph) {
            targets.push(Target { route, subject: Subject::Redirect { to: section.permalink.clone() } });
            targets.extend(list(archive, graph, folder, whole));
            return targets;
        }
        let (archive, graph) = (Arc::clone(archive), Arc::clone(graph));
        let variables = LayerVariables::new(move || {
            vec![("media", Value::from(adopted(archive.group(), &graph))), ("archive", archive.archive())]
        });
        let (template, language, print) = ("archive_media.html", LanguageId(0), Fingerprint::default());
        let subject = Subject::Layer { template, language, path, print, variables };
        targets.push(Target { route, subject });
    }
    targets.extend(list(archive, graph, folder, whole));
    targets
}

/// The address of the place where they are listed, if there is one.
pub fn permalink(group: &Group, graph: &SiteGraph, config: &Config) -> Option<String> {
    let own = || config.permalink(&format!("/{}/media/", group.settings.archive.path));
    (!rows(group).is_empty()).then(|| section(graph).map_or_else(own, |section| section.permalink.clone()))
}

/// The section that lists what was taken up beside the media's own reports.
fn section(graph: &SiteGraph) -> Option<&Section> {
    graph.sections.iter().map(|section| &**section).find(|section| {
        let place = &section.document.place;
        let of_reports = place.language == LanguageId(0) && place.folders.last().is_some_and(|name| name == KIND);
        of_reports && section.front().template.as_deref() == Some(LISTING)
    })
}

/// The kind of entry that is a media report, which names its section.
const KIND: &str = "news_link";
/// The template of a section that lists both.
const LISTING: &str = "media.html";

/// The sendings that were taken up, the newest first.
fn rows(group: &Group) -> Vec<(&GroupEntry, &Submission, &Adoption)> {
    let mut rows: Vec<_> = group
        .entries
        .iter()
        .flat_map(|entry| {
            entry.entry.submissions.iter().filter_map(move |sent| Some((entry, sent, sent.adopted.as_ref()?)))
        })
        .collect();
    rows.sort_by(|(a, _, first), (b, _, second)| {
        second.on.cmp(&first.on).then_with(|| a.entry.path.cmp(&b.entry.path))
    });
    rows
}

fn adopted(group: &Group, graph: &SiteGraph) -> Vec<Value> {
    let text = |text: &Option<String>| text.as_deref().map_or_else(Value::none, Value::from);
    rows(group)
        .into_iter()
        .map(|(entry, sent, adopted)| {
            let page = graph.page(entry.page);
            let clip = adopted.clip.as_deref().filter(|_| page.document.place.colocated.is_some());
            let clip = clip.map(|clip| join_url(&page.permalink, clip));
            let mut map = Map::default();
            for (key, value) in [
                ("title", Value::from(entry.entry.title.as_str())),
                ("permalink", Value::from(page.permalink.as_str())),
                ("outlet", Value::from(sent.outlet.as_str())),
                ("level", text(&sent.level)),
                ("channel", text(&sent.channel)),
                ("on", adopted.on.map_or_else(Value::none, |day| Value::from(day.to_string()))),
                ("where", text(&adopted.at)),
                ("page", text(&adopted.page)),
                ("url", text(&adopted.url)),
                ("clip", clip.map_or_else(Value::none, Value::from)),
            ] {
                map.insert(key.into(), value);
            }
            Value::from(map)
        })
        .collect()
}

/// Every sending of a public entry, for programs.
fn list(archive: &Arc<ArchiveViews>, graph: &Arc<SiteGraph>, folder: &str, whole: Fingerprint) -> Option<Target> {
    let route = Route::file(&format!("/{folder}/submissions.json")).ok()?;
    let (archive, graph) = (Arc::clone(archive), Arc::clone(graph));
    let make = move || json_file(&sendings(archive.group(), &graph));
    Some(Target { route, subject: Subject::Recipe(Recipe { print: whole, make: Arc::new(make) }) })
}

fn sendings(group: &Group, graph: &SiteGraph) -> serde_json::Value {
    let sent = group.entries.iter().flat_map(|entry| entry.entry.submissions.iter().map(move |sent| (entry, sent)));
    let rows: Vec<serde_json::Value> = sent
        .map(|(entry, sent)| {
            let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
            json!({
                "title": entry.entry.title,
                "kind": entry.entry.kind.id,
                "date": day(entry.entry.date),
                "permalink": graph.page(entry.page).permalink,
                "outlet": sent.outlet,
                "level": sent.level,
                "channel": sent.channel,
                "type": sent.kind,
                "sent": day(sent.sent),
                "status": sent.status,
                // Fees are between the writer and the outlet.
                "adopted": sent.adopted.as_ref().map(|adopted| json!({
                    "on": day(adopted.on),
                    "where": adopted.at,
                    "page": adopted.page,
                    "url": adopted.url,
                    "chars": adopted.chars,
                })),
            })
        })
        .collect();
    let taken = rows.iter().filter(|row| !row["adopted"].is_null()).count();
    json!({ "group": group.settings.group, "count": rows.len(), "adopted": taken, "submissions": rows })
}
