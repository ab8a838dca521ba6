//! The whole plan of a site.

use super::collide::{settle, sort};
use super::draft::{Draft, Owner, Planned, Rank};
use super::target::{Plan, Subject, Target};
use super::{feed, file, page, search, section, sitemap, taxonomy};
use crate::config::Config;
use crate::diagnostic::Sink;
use crate::graph::SiteGraph;
use crate::path::{Route, SourcePath};

/// What is planned from the graph alone, in order, to be settled with the rest.
#[derive(Clone, Debug)]
pub struct Drawn(Vec<Planned>);

/// Plans every output file that follows from the graph.
pub fn draw(graph: &SiteGraph, config: &Config, sink: &Sink) -> Drawn {
    let mut draft = Draft { graph, config, sink, planned: Vec::with_capacity(graph.pages.len() + 64) };
    page::plan(&mut draft);
    section::plan(&mut draft);
    taxonomy::plan(&mut draft);
    feed::plan(&mut draft);
    sitemap::plan(&mut draft);
    search::plan(&mut draft);
    file::plan(&mut draft);
    sort(&mut draft.planned);
    Drawn(draft.planned)
}

/// The plan of every output file: what was drawn from the same graph; `static_files` (routes and sources, the theme's already
/// replaced by the site's), which replace generated files of the same route without a word, as in the reference; and
/// `further` targets of layers above and of the asset stages (style sheets).
pub fn all(
    Drawn(planned): Drawn,
    static_files: Vec<(Route, SourcePath)>,
    further: Vec<Target>,
    (graph, config, sink): (&SiteGraph, &Config, &Sink),
) -> Plan {
    let mut draft = Draft { graph, config, sink, planned };
    for (route, source) in static_files {
        draft.put(route, Subject::Copy(source), Rank::Static, Owner::File);
    }
    draft.planned.extend(further.into_iter().map(|target| {
        let rank = if matches!(target.subject, Subject::Layer { .. }) { Rank::Content } else { Rank::Generated };
        Planned { target, rank, owner: Owner::Site }
    }));
    settle(draft)
}
