//! A build upon the last one: where nothing changed but the bodies of a few documents, it costs only what shows them.
//!
//! The graph comes from the disk, each page when somebody looks at it; all else that the last build left is left where it is.
//! Whatever is not quite so simple (front matter, a warning, a picture that nobody wants any more) is built as any other
//! change; nothing is lost by having tried.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashSet;

use super::known::{Known, Showing};
use super::linked::Joined;
use super::workshop::Workshop;
use super::{Build, Options, Run, Step, bodies, recalled, targets};
use crate::cache::{BodyRecord, Grain, Kept, KeptDocument, Next, Read};
use crate::check;
use crate::content::{self, Document, Place};
use crate::diagnostic::Sink;
use crate::fingerprint::Fingerprint;
use crate::graph::{Bodies, BodyCell, List, NodeId, PageId, SectionId, Site, SiteGraph};
use crate::output::Stage;
use crate::path::{Route, SourcePath};
use crate::plan::{FeedOf, PagerOf, Plan, Subject, Target};
use crate::render::trace::{Documents, Measure};
use crate::render::{Annotations, Renderer, recording};
use crate::wire::Reader;

/// So many records may have come since all were written: more are written together again.
const MANY: usize = 256;

/// So many files may have changed.
const FEW: usize = 16;

/// What came of it for the next build.
struct Gathered {
    documents: Vec<KeptDocument>,
    clock: Option<Grain>,
}

/// A build upon the last one that has come to its outputs, and what there is to tell so far.
pub(super) struct Begun {
    upon: Upon,
    sink: Sink,
}

/// What outputs are made of.
struct Upon {
    documents: Vec<Arc<Document>>,
    nodes: Vec<NodeId>,
    graph: Arc<SiteGraph>,
    showing: Vec<Showing>,
    workshop: Workshop,
    /// The documents, with their bodies.
    measured: Documents,
    site: Arc<Site>,
    /// What the last build knew of the bodies that are compiled.
    old: Vec<Arc<BodyRecord>>,
    compiled: usize,
    looks_at_clock: bool,
    lost: Lost,
}

/// Whether a document was looked at that is not to be had: what is made of it counts for nothing.
#[derive(Clone, Default)]
struct Lost(Arc<AtomicBool>);

impl Lost {
    fn note(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn any(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Run<'_> {
    /// Begins to build upon the last build, on the same ground, if that looks like all there is to do. Gives back what to go on
    /// with.
    pub(super) fn begin_upon_last(&self, next: Next) -> (Next, Option<Begun>) {
        let Some(files) = self.edited(next.ground) else { return (next, None) };
        let sink = Sink::new();
        match (Run { sink: &sink, config: self.config.clone(), ..*self }).begin_upon(files, &next) {
            Some(upon) => (next, Some(Begun { upon, sink })),
            None => (self.afresh(&next), None),
        }
    }

    /// What to go on with where what was gathered so far counts for nothing.
    fn afresh(&self, next: &Next) -> Next {
        let mut again = self.cache.next();
        (again.base, again.ground) = (next.base, next.ground);
        again
    }

    /// Builds upon the last build what was begun so, if that is all there is to do. If not, it gives back what to go on with,
    /// and `build` and the output are as they were.
    pub(super) fn upon_last(
        &self,
        Begun { upon, sink }: Begun,
        mut next: Next,
        stage: &dyn Stage,
        build: &mut Build,
    ) -> Option<Next> {
        let mut made = Build::default();
        next.upon_last = true;
        let run = Run { sink: &sink, config: self.config.clone(), ..*self };
        let gathered = run.upon(upon, stage, &next, &mut made);
        // What there is to tell is told with all else that is to be told.
        let Some(Gathered { documents, clock }) = gathered.filter(|_| sink.finish().is_empty()) else {
            stage.keep_none();
            return Some(self.afresh(&next));
        };
        next.documents = documents;
        next.clock = clock.map(|grain| (grain, grain.of(self.sources.world().now())));
        *build = Build { config: build.config.take(), next: Some(next), ..made };
        None
    }

    /// The content files that changed, if those are few, and nothing else is to be looked at.
    fn edited(&self, ground: Fingerprint) -> Option<&[SourcePath]> {
        let Run { cache, options, .. } = *self;
        let Options { verify, explain, first, links, external_links, .. } = options;
        let asked = verify.is_some() || explain.is_some() || !first.is_empty() || external_links.is_some();
        let files = cache.changed_files().filter(|files| !files.is_empty() && files.len() <= FEW)?;
        if asked || links.is_some() || cache.base() != ground || cache.since() > MANY {
            return None;
        }
        let are_documents =
            files.iter().all(|path| path.strip_prefix("content").is_some() && path.extension() == Some("md"));
        // Some function may have read one of them as a file.
        let names: FxHashSet<&str> = files.iter().map(SourcePath::file_name).collect();
        let is_one =
            |read: &Read| matches!(read, Read::File(path) if names.contains(path.rsplit('/').next().unwrap_or(path)));
        (are_documents && !cache.has_read(is_one)).then_some(files)
    }

    /// The build until its outputs, whatever there is to tell; `None` where all has to be looked at.
    fn begin_upon(&self, files: &[SourcePath], next: &Next) -> Option<Upon> {
        let Run { sources, options, cache, sink, .. } = *self;
        let config = &self.config;
        let begins = |step| options.observed.begins(step);
        begins(Step::Link);
        let lost = Lost::default();
        let known = Known::recall(cache.links(), next.ground, config, self.documents(lost.clone()))?;
        let documents: Vec<Arc<Document>> =
            files.iter().map(|path| content::read_one(path, sources, config, options.drafts)).collect::<Option<_>>()?;
        let Known { key, mut graph, documents: prints, bodies: body_prints, showing } = known;
        let nodes: Vec<NodeId> =
            documents.iter().map(|document| graph.replace_body(document.clone())).collect::<Option<_>>()?;
        let graph = Arc::new(graph);
        begins(Step::Templates);
        let workshop = Workshop::open(&graph, &None, (sources, config, options), sink)?;
        let Workshop { set, usages, renderer, backlinks, .. } = &workshop;
        if bodies::key(usages, set, &renderer.environment.compiler, *backlinks) != key {
            return None;
        }

        begins(Step::Bodies);
        let last = self.last_bodies(key, &graph, renderer, (prints, body_prints));
        let measured = last.documents.without_bodies(graph.clone());
        let compile = bodies::Compile {
            renderer,
            documents: &measured,
            usages,
            set,
            cache,
            next,
            stage: None,
            observed: &options.observed,
            sink,
        };
        let compiled = bodies::compile_again(&compile, &last, &nodes);
        let measured = measured.with_bodies(compiled.pages, compiled.sections);
        let site = Arc::new(Site::join(graph.clone(), compiled.bodies, *backlinks));
        let old: Vec<Arc<BodyRecord>> =
            documents.iter().map(|document| cache.body(&document.place.file, &mut 0)).collect::<Option<_>>()?;
        // A link from elsewhere may lead to a place that is gone.
        match nodes.iter().zip(&old).all(|(node, old)| has_places_of(old, body(&site, *node))) {
            true => check::links_in(&nodes, &site, config, sink),
            false => check::links(&site, config, sink),
        }
        let (compiled, looks_at_clock) = (compiled.compiled, compiled.looks_at_clock);
        let upon =
            Upon { documents, nodes, graph, showing, workshop, measured, site, old, compiled, looks_at_clock, lost };
        (!upon.lost.any()).then_some(upon)
    }

    /// The rest of it, as far as that.
    fn upon(&self, upon: Upon, stage: &dyn Stage, next: &Next, build: &mut Build) -> Option<Gathered> {
        let Run { sources, options, cache, sink, .. } = *self;
        let Upon { documents, nodes, graph, showing, workshop, measured, site, old, compiled, looks_at_clock, lost } =
            upon;
        let Workshop { set, usages, .. } = &workshop;
        if !stage.keep_all() {
            return None;
        }
        options.observed.begins(Step::Render);
        let (renderer, _) = workshop.for_targets(&site, Annotations::new(), &None);
        let plan = Plan { targets: affected(&nodes, showing, &graph, |route| has_reads(cache.target(route, &mut 0)))? };
        let wanted = |target: &Target| Some(cache.target(target.route.as_str(), &mut 0)?.wants.clone());
        let wanted: Vec<Vec<String>> = plan.targets.iter().map(wanted).collect::<Option<_>>()?;
        let of_bodies = old.iter().flat_map(|body| body.wants.clone());
        let wanted: Vec<String> = wanted.into_iter().flatten().chain(of_bodies).collect();
        let measure =
            Measure::new(&renderer.environment, &renderer.engine, &site, measured, (usages, set), (cache, next));
        targets::render(&plan, &renderer, &measure, stage, options, None, (build, sink));
        if !still_wants(&wanted, &renderer) || lost.any() {
            return None;
        }
        let clock = if looks_at_clock { Some(Grain::Exact) } else { measure.clock().max(cache.clock()) };
        build.counts = Some(cache.counts());
        (build.work.parsed, build.work.compiled, build.work.upon_last) = (documents.len(), compiled, true);
        let kept = |document: Arc<Document>| {
            let path = document.place.file.clone();
            let stamp = sources.world().stamp(&path);
            (path, stamp, Kept::Document(document))
        };
        build.graph = Some(graph);
        build.renderer = Some(renderer);
        Some(Gathered { documents: documents.into_iter().map(kept).collect(), clock })
    }

    /// Gives the documents that the last build left. Where what was kept is damaged, the file is read again; a document whose file
    /// cannot be read either is empty, and `lost`.
    fn documents(&self, lost: Lost) -> impl Fn(&SourcePath) -> Option<Arc<Document>> + Send + Sync + 'static {
        let (read, sources, config) = (self.cache.document_reader(), self.sources.clone(), self.config.clone());
        let drafts = self.options.drafts;
        move |path| {
            let place = Place::of(path, &config).ok().flatten()?;
            let known = read(path).and_then(|kept| match kept {
                Kept::Document(document) => Some(document),
                Kept::Bytes(bytes) => recalled(place.clone(), &bytes, &sources),
            });
            let found = known.or_else(|| content::read_one(path, &sources, &config, drafts));
            Some(found.unwrap_or_else(|| {
                lost.note();
                Arc::new(Document::empty(place))
            }))
        }
    }

    /// The bodies that the last build left, each to be had when somebody looks at it.
    fn last_bodies(
        &self,
        key: Fingerprint,
        graph: &Arc<SiteGraph>,
        renderer: &Arc<Renderer>,
        (prints, body_prints): ([Vec<Fingerprint>; 2], [Vec<Fingerprint>; 2]),
    ) -> Joined {
        let cache = self.cache;
        let ([pages, sections], [mut page_bodies, mut section_bodies]) = (prints, body_prints);
        for (path, body) in cache.bodies_since() {
            let node = path.strip_prefix("content/").and_then(|path| graph.find(path));
            let place = node.and_then(|node| match node {
                NodeId::Page(PageId(id)) => page_bodies.get_mut(id as usize),
                NodeId::Section(SectionId(id)) => section_bodies.get_mut(id as usize),
            });
            if let Some(place) = place {
                *place = body.print;
            }
        }
        let (record, read) = (cache.record_reader(), cache.body_reader());
        let (of, renderer) = (graph.clone(), renderer.clone());
        let cell = move |node: NodeId| -> Arc<BodyCell> {
            let record = record(&of.document(node).place.file);
            let later = record.and_then(|record| bodies::later(node, &record, &renderer, read.clone()));
            later.unwrap_or_else(|| recording(|| renderer.compile(node, &Sink::new())).0.into())
        };
        let of_sections = (0..graph.sections.len() as u32).map(|id| cell(NodeId::Section(SectionId(id)))).collect();
        let of_pages = List::later(graph.pages.len(), move |at| cell(NodeId::Page(PageId(at as u32))));
        let site = Site::join(graph.clone(), Bodies { pages: of_pages, sections: of_sections }, false);
        let documents = Documents::known(graph.clone(), pages, sections).with_bodies(page_bodies, section_bodies);
        Joined { key, site: site.into(), documents, by_address: true }
    }
}

fn body(site: &Site, node: NodeId) -> &BodyCell {
    match node {
        NodeId::Page(id) => site.page_body(id),
        NodeId::Section(id) => site.section_body(id),
    }
}

/// Whether every place that links could name is still there.
fn has_places_of(old: &BodyRecord, body: &BodyCell) -> bool {
    let old = Reader::new(&old.anchors).texts().unwrap_or_default();
    old.iter().all(|place| body.anchors().contains(place))
}

/// The outputs that may show the bodies of `changed`, sorted: their own, and those of `showing`. `looks` says whether a feed's
/// functions looked at anything.
fn affected(
    changed: &[NodeId],
    showing: Vec<Showing>,
    graph: &SiteGraph,
    looks: impl Fn(&str) -> bool,
) -> Option<Vec<Target>> {
    let of_page = |node: &NodeId| match *node {
        NodeId::Page(id) if graph.page(id).is_rendered() => {
            Some(Route::page(&graph.page(id).path).map(|route| Target { route, subject: Subject::Page(id) }))
        }
        _ => None,
    };
    let mut targets = changed.iter().filter_map(of_page).collect::<Result<Vec<Target>, _>>().ok()?;
    targets.extend(showing.into_iter().filter_map(|Showing { target, pages }| {
        let own = match target.subject {
            Subject::Section(id)
            | Subject::Pager { of: PagerOf::Section(id), .. }
            | Subject::Feed { of: FeedOf::Section(id), .. } => changed.contains(&NodeId::Section(id)),
            _ => false,
        };
        let shows = match &pages {
            None => true,
            // Its functions may show others.
            Some(pages) if matches!(target.subject, Subject::Feed { of: FeedOf::Site(_), .. }) => {
                pages.iter().any(|page| changed.contains(&(*page).into())) || looks(target.route.as_str())
            }
            Some(_) => own,
        };
        shows.then_some(target)
    }));
    targets.sort_unstable_by(|a, b| a.route.cmp(&b.route));
    targets.dedup_by(|a, b| a.route == b.route);
    Some(targets)
}

/// Whether the functions of an output looked at anything.
fn has_reads(last: Option<Arc<crate::cache::TargetRecord>>) -> bool {
    last.is_none_or(|last| !last.reads.is_empty())
}

/// Whether every picture that was wanted still is.
fn still_wants(wanted: &[String], renderer: &Renderer) -> bool {
    let environment = &renderer.environment;
    let made = environment.wants().into_iter().map(|want| want.route);
    let now: FxHashSet<Route> = made.chain(environment.kept_wants()).collect();
    wanted.iter().all(|want| Route::file(want).is_ok_and(|route| now.contains(&route)))
}
