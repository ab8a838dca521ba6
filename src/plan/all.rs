//! The whole plan of a site.

use super::collide::settle;
use super::draft::{Draft, Owner, Planned, Rank};
use super::target::{Plan, Subject, Target};
use super::{feed, file, page, search, section, sitemap, taxonomy};
use crate::config::Config;
use crate::diagnostic::Sink;
use crate::graph::SiteGraph;
use crate::path::{Route, SourcePath};

/// Plans every output file that follows from the graph. `static_files` (routes and sources, the theme's already replaced by
/// the site's) replace generated files of the same route without a word, as in the reference.
pub fn draft<'a>(
    graph: &'a SiteGraph,
    config: &'a Config,
    static_files: Vec<(Route, SourcePath)>,
    sink: &'a Sink,
) -> Draft<'a> {
    let mut draft = Draft { graph, config, sink, planned: Vec::with_capacity(graph.pages.len() + 64) };
    page::plan(&mut draft);
    section::plan(&mut draft);
    taxonomy::plan(&mut draft);
    feed::plan(&mut draft);
    sitemap::plan(&mut draft);
    search::plan(&mut draft);
    file::plan(&mut draft);
    for (route, source) in static_files {
        draft.put(route, Subject::Copy(source), Rank::Static, Owner::File);
    }
    draft
}

/// The plan of every output file: the draft, and `further` targets of layers above and of the asset stages (style sheets).
pub fn all(mut draft: Draft<'_>, further: Vec<Target>) -> Plan {
    draft.planned.extend(further.into_iter().map(|target| {
        let rank = if matches!(target.subject, Subject::Layer { .. }) { Rank::Content } else { Rank::Generated };
        Planned { target, rank, owner: Owner::Site }
    }));
    settle(draft)
}
