//! A build: the stages called in order. The only file that knows them all.

mod bodies;
mod code;
mod count;
mod known;
mod linked;
mod observer;
mod read;
mod targets;
mod upon;
mod workshop;

pub use code::{CODES, TOO_LONG, TOO_MUCH};
pub use count::{Counted, count, stamps};
pub use linked::Links;
pub use observer::{Observed, Observer, Step};
pub use read::{Reading, read};
pub use targets::Explanation;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

use crate::asset;
use crate::cache::{Cache, Counts, Grain, Kept, KeptDocument, KnownDocument, Next, Read, Reason, TracedWorld};
use crate::check;
use crate::config::{self, Config, Dialect, Mode, Overrides};
use crate::content::{self, Document, Place};
use crate::diagnostic::{Diagnostic, Sink, Text, has_errors};
use crate::fingerprint::Fingerprint;
use crate::graph::{self, NodeId, Site, SiteGraph};
use crate::liaison::{self, Asked, Group};
use crate::output::Stage;
use crate::path::{Route, SourcePath};
use crate::plan;
use crate::render::trace::{Documents, Measure};
use crate::render::{self, Annotations, Environment, Renderer};
use crate::source::{FileStamp, SourceTree, World};
use crate::template::{self, Registry};
use crate::wire::Reader;
use linked::{Joined, Linked};
use workshop::Workshop;

/// What a build is asked for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What stands over the settings file.
    pub overrides: Overrides,
    /// Whether drafts are built.
    pub drafts: bool,
    /// The program itself, as a fingerprint: what another one left is not taken over.
    pub program: Fingerprint,
    /// Which of the outputs that need not be made again are made all the same, to compare.
    pub verify: Option<Sample>,
    /// The output to be explained: a route, an address's path or a content file.
    pub explain: Option<String>,
    /// Outputs that somebody waits for, the most wanted first: one thread makes these before all others.
    pub first: Vec<Route>,
    /// Who looks on.
    pub observed: Observed,
    /// Where builds of one run leave to each other what follows from the documents alone.
    pub links: Option<Arc<Links>>,
    /// Whether links to other sites are looked at, and how: the one thing for which a build by itself would use the
    /// network.
    pub external_links: Option<check::Pace>,
}

impl Options {
    /// The program and all that is asked for, as a fingerprint: part of what a build depends on.
    pub fn key(&self) -> Fingerprint {
        // Whatever is added has to be judged here.
        let Options {
            overrides,
            drafts,
            program,
            verify: _,
            external_links: _,
            explain: _,
            first: _,
            observed: _,
            links: _,
        } = self;
        Fingerprint::combine([*program, Fingerprint::of(format!("{overrides:?} {drafts}").as_bytes())])
    }
}

/// A random sample: one of `every`, drawn by `seed`.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// How many there are to one that is drawn; at least 1.
    pub every: u32,
    /// What the draw depends on.
    pub seed: u64,
}

impl Sample {
    fn draws(self, route: &Route) -> bool {
        let print = Fingerprint::of_all([route.as_str().as_bytes(), &self.seed.to_le_bytes()]);
        print.bits().is_multiple_of(u128::from(self.every.max(1)))
    }
}

/// What a build found out, whether or not it may be committed.
#[derive(Debug, Default)]
pub struct Build {
    /// The settings; none if they could not be read.
    pub config: Option<Arc<Config>>,
    /// The graph, if it came to that.
    pub graph: Option<Arc<SiteGraph>>,
    /// How many documents there are, if it came to that.
    pub counts: Option<Counts>,
    /// What was done, and what could be taken over.
    pub work: Work,
    /// What was asked to be explained.
    pub explanations: Vec<Explanation>,
    /// What came of links to other sites, if they were looked at.
    pub external_links: Option<check::ExternalLinks>,
    /// All diagnostics, sorted. The output may be committed only if none is an error.
    pub diagnostics: Vec<Diagnostic>,
    /// What rendered it, and all values it made: a host that ends need not wait until they are taken apart.
    pub renderer: Option<Renderer>,
    /// What the next build can start from, to be committed to the cache with the output.
    pub next: Option<Next>,
}

impl Build {
    /// Whether anything stands against committing it.
    pub fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }
}

/// What a build did anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Content files that were read and parsed.
    pub parsed: usize,
    /// Bodies that were compiled.
    pub compiled: usize,
    /// Outputs that were made, and why, sorted.
    pub rendered: Vec<(Route, Reason)>,
    /// Outputs that did not need to be made again and came out otherwise when they were: a fault of the program.
    pub unfaithful: Vec<Route>,
    /// Whether all was left where it is but what shows the bodies of a few documents.
    pub upon_last: bool,
}

/// Builds the site in the world that `traced` asks. Finished files are put into the stage that `open` gives for the settings; committing them
/// is the caller's, and allowed only if no diagnostic is an error. What `cache` says of the last build is taken over where
/// it still holds.
pub fn build<'s>(
    traced: &Arc<TracedWorld>,
    options: &Options,
    cache: &Cache,
    open: impl FnOnce(&Arc<Config>) -> Result<&'s dyn Stage, Box<Diagnostic>>,
) -> Build {
    begin(traced, options, cache).finish(open)
}

/// A build that has come as far as it can without the output.
pub struct Begun<'b> {
    traced: &'b Arc<TracedWorld>,
    options: &'b Options,
    cache: &'b Cache,
    sources: SourceTree,
    sink: Sink,
    /// The settings, and what was made of them; none if they could not be read.
    started: Option<(Arc<Config>, Start)>,
}

/// Begins a build, as [`build`] does; [`Begun::finish`] is the rest of it. Meanwhile the output may be looked at.
pub fn begin<'b>(traced: &'b Arc<TracedWorld>, options: &'b Options, cache: &'b Cache) -> Begun<'b> {
    let sink = Sink::new();
    let sources = SourceTree::new(traced.clone());
    options.observed.begins(Step::Settings);
    if !cache.is_empty() {
        traced.look_ahead();
    }
    let started = config::ConfigFile::read(&sources, &options.overrides, &sink).map(|file| {
        let recognised = template::detect(&file, &sources);
        let config = Arc::new(config::resolve_file(file, recognised, &sources, &options.overrides, &sink));
        let start = Run { sources: &sources, config: config.clone(), options, cache, sink: &sink }.start();
        (config, start)
    });
    options.observed.begins(Step::Output);
    Begun { traced, options, cache, sources, sink, started }
}

impl Begun<'_> {
    /// The rest of the build, into the stage that `open` gives for the settings.
    pub fn finish<'s>(self, open: impl FnOnce(&Arc<Config>) -> Result<&'s dyn Stage, Box<Diagnostic>>) -> Build {
        let Begun { traced, options, cache, sources, sink, started } = self;
        let mut build = Build::default();
        if let Some((config, start)) = started {
            build.config = Some(config.clone());
            match open(&config) {
                Ok(stage) => {
                    Run { sources: &sources, config, options, cache, sink: &sink }.run(start, stage, &mut build)
                }
                Err(diagnostic) => sink.push(*diagnostic),
            }
        }
        sources.tell_strays(&sink);
        build.diagnostics = sink.finish();
        if build.config.as_ref().is_some_and(|config| config.layer.is_some()) {
            liaison::conceal(&mut build.diagnostics, build.config.as_deref(), &sources);
        }
        if let Some(next) = &mut build.next {
            options.observed.begins(Step::Gather);
            (next.key, next.began) = (options.key(), traced.now());
            next.answers = if cache.is_kept() { traced.settled_answers() } else { traced.take_answers() };
            next.told = !build.diagnostics.is_empty();
            if let Some(graph) = build.graph.as_ref().filter(|_| !next.upon_last) {
                next.counts = build.counts.unwrap_or_default();
                next.documents = documents(graph, &build.diagnostics, cache, next);
            }
        }
        build
    }
}

/// How many documents there are.
fn counts(graph: &SiteGraph) -> Counts {
    Counts {
        pages: graph.pages.len(),
        orphans: graph.pages.iter().filter(|page| page.section.is_none()).count(),
        sections: graph.sections.len().saturating_sub(graph.roots.len()),
    }
}

/// So many documents are looked at in one go.
const CHUNK: usize = 512;

/// The documents to be kept: those nothing was said about, since only reading them says it again.
fn documents(graph: &SiteGraph, told: &[Diagnostic], cache: &Cache, next: &Next) -> Vec<KeptDocument> {
    use rayon::prelude::*;
    let told: rustc_hash::FxHashSet<&SourcePath> =
        told.iter().flat_map(|diagnostic| &diagnostic.labels).map(|label| &label.path).collect();
    let usable = cache.base() == next.base;
    let of_chunk = |documents: Vec<&Arc<Document>>| {
        let (mut near, mut last) = (0, 0);
        let known = documents.into_iter().filter(|document| document.has_file());
        let kept = known.filter(|document| !told.contains(&document.place.file)).filter_map(|document| {
            let path = &document.place.file;
            let stamp = next.answers.stamp(path, &mut near)?;
            let again = cache.document(path, Some(stamp), &mut last).filter(|_| usable);
            let kept = again.map_or_else(|| Kept::Document(document.clone()), KnownDocument::kept);
            Some((path.clone(), Some(stamp), kept))
        });
        kept.collect::<Vec<_>>()
    };
    let count = graph.pages.len();
    let chunk = |chunk: usize| chunk * CHUNK..count.min((chunk + 1) * CHUNK);
    let pages = (0..count.div_ceil(CHUNK)).into_par_iter();
    let pages = pages.map(|at| chunk(at).map(|page| &graph.pages[page].document).collect());
    let sections = graph.sections.par_chunks(CHUNK);
    let sections = sections.map(|chunk| chunk.iter().map(|section| &section.document).collect());
    pages.chain(sections).flat_map_iter(of_chunk).collect()
}

/// The stages after the settings, and what they all need.
struct Run<'a> {
    sources: &'a SourceTree,
    config: Arc<Config>,
    options: &'a Options,
    cache: &'a Cache,
    sink: &'a Sink,
}

/// What follows from the settings, and what was begun upon the last build.
struct Start {
    /// The layer's settings, and the day.
    layer: Option<(liaison::Settings, Date)>,
    next: Next,
    upon: Option<upon::Begun>,
}

impl Run<'_> {
    fn start(&self) -> Start {
        let Run { sources, cache, sink, .. } = *self;
        let config = &self.config;
        let layer = liaison::Settings::read(config, sources, sink);
        // A plain site is the same every day, unless its templates look at the clock.
        let layer = layer.map(|settings| (settings, sources.world().today(&config.timezone)));
        let mut next = cache.next();
        next.base = self.base(layer.as_ref().map(|(settings, today)| format!("{today} {settings:?}")), &next);
        next.ground = next.base;
        let (next, upon) = if layer.is_none() { self.begin_upon_last(next) } else { (next, None) };
        Start { layer, next, upon }
    }

    fn run(&self, Start { layer, mut next, upon }: Start, stage: &dyn Stage, build: &mut Build) {
        let Run { sources, options, cache, sink, .. } = *self;
        let config = &self.config;
        let begins = |step| options.observed.begins(step);
        if let Some(begun) = upon {
            let Some(again) = self.upon_last(begun, next, stage, build) else { return };
            next = again;
        }
        begins(Step::Load);
        let names = layer.as_ref().map(|(settings, _)| liaison::entry::aliases(&settings.kinds)).unwrap_or_default();
        let aliases: Vec<(&str, &str)> = names.iter().map(|(name, path)| (name.as_str(), path.as_str())).collect();
        let usable = cache.base() == next.base;
        let parsed = AtomicUsize::new(0);
        let recall =
            |path: &SourcePath, stamp: Option<FileStamp>, near: &mut usize, place: &dyn Fn() -> Option<Place>| {
                let document = usable.then(|| self.recall(path, stamp, near, place)).flatten();
                parsed.fetch_add(usize::from(document.is_none()), Ordering::Relaxed);
                document
            };
        let content = content::load(sources, config, &aliases, options.drafts, &recall, sink);
        build.work.parsed = parsed.into_inner();
        begins(Step::Link);
        // Where settings or documents are wrong, templates would fail over what they cannot find: mistakes that are none.
        let complete = !sink.has_errors();
        let (content, entries, withheld) = match &layer {
            Some((settings, today)) => {
                let admitted = liaison::admit(content, settings, *today, sink);
                liaison::guard(&admitted, settings, sources, sink);
                (admitted.published, admitted.entries, admitted.withheld)
            }
            None => (content, Vec::new(), Vec::new()),
        };
        if !withheld.is_empty() {
            // They are in no graph, and in every number that templates may ask for.
            let print = Fingerprint::combine(withheld.iter().map(liaison::entry::Entry::print));
            next.ground = Fingerprint::combine([next.base, print]);
        }
        let links = options.links.as_deref();
        let last = links.and_then(|links| links.of(next.ground, &content));
        let leaving = links.map(|links| (links, content.clone()));
        let (graph, mut told) = match &last {
            Some(last) => (last.graph.clone(), last.linked.told.clone()),
            None => telling(|told| Arc::new(graph::link(content, config, told))),
        };
        told.iter().for_each(|diagnostic| sink.push(diagnostic.clone()));
        (build.graph, build.counts) = (Some(graph.clone()), Some(counts(&graph)));
        let group = layer.map(|(settings, today)| Arc::new(Group::join(settings, entries, withheld, &graph, today)));
        let gate = group.as_ref().map(|group| liaison::Gate::new(stage, sources, &group.settings, &graph, sink));
        let stage: &dyn Stage = gate.as_ref().map_or(stage, |gate| gate);
        let annotations = match &group {
            Some(group) => liaison::annotations(group, &graph, config, sources),
            None => Annotations::new(),
        };
        begins(Step::Templates);
        let workshop = Workshop::open(&graph, &group, (sources, config, options), sink);
        let Some(workshop) = workshop else { return };
        let Workshop { set, usages, renderer, backlinks, .. } = &workshop;
        begins(Step::Bodies);
        let key = bodies::key(usages, set, &renderer.environment.compiler, *backlinks);
        let known = match &last {
            Some(last) => last.linked.joined.clone().map(|joined| (joined, last.changed.clone())),
            None => links.and_then(|links| links.bodies(next.ground, &graph)),
        };
        let known = known.filter(|(joined, _)| joined.key == key);
        let mut looks_at_clock = false;
        let (joined, drawn) = match (known, &last) {
            (Some((joined, changed)), Some(last)) if changed.is_empty() => {
                next.same_bodies(cache.bodies());
                (joined, last.linked.drawn.clone())
            }
            (known, _) => {
                let documents = match (&known, &last) {
                    (Some((joined, _)), Some(_)) => joined.documents.without_bodies(graph.clone()),
                    _ => Documents::new(graph.clone()),
                };
                let compile = bodies::Compile {
                    renderer,
                    documents: &documents,
                    usages,
                    set,
                    cache,
                    next: &next,
                    stage: Some(stage),
                    observed: &options.observed,
                    sink,
                };
                let bodies = || match &known {
                    Some((joined, changed)) => bodies::compile_again(&compile, joined, changed),
                    None => bodies::compile(&compile),
                };
                // What follows from the graph alone is planned beside them.
                let (bodies, (drawn, drawing_told)) = rayon::join(bodies, || match &last {
                    Some(last) => (last.linked.drawn.clone(), Vec::new()),
                    None => telling(|told| plan::draw(&graph, config, told)),
                });
                drawing_told.iter().for_each(|diagnostic| sink.push(diagnostic.clone()));
                build.work.compiled = bodies.compiled;
                looks_at_clock = bodies.looks_at_clock;
                let documents = documents.with_bodies(bodies.pages, bodies.sections);
                let site = Arc::new(Site::join(graph.clone(), bodies.bodies, *backlinks));
                let joined = Joined { key, site, documents, by_address: bodies.by_address };
                if let Some((links, content)) = leaving {
                    told.extend(drawing_told);
                    let joined = bodies.is_steady.then(|| joined.clone());
                    let (graph, drawn) = (graph.clone(), drawn.clone());
                    links.leave(Linked { ground: next.ground, content, told, graph, drawn, joined });
                }
                (joined, drawn)
            }
        };
        let Joined { site, documents, .. } = joined;
        begins(Step::Check);
        check::links(&site, config, sink);
        if config.mode == Mode::Check {
            check::orphans(&graph, config, sink);
        }

        build.external_links = options
            .external_links
            .as_ref()
            .map(|pace| check::external_links(&site, config, sources.world(), pace, sink));

        begins(Step::Plan);
        let (renderer, asked) = workshop.for_targets(&site, annotations, &group);
        let mut further = workshop.sheets.clone();
        if let Some(asked) = &asked {
            further.extend(asked.targets(sources, documents.whole()));
            further.extend(liaison::search::targets(asked, &site, |page| documents.body(NodeId::Page(page))));
        }
        let static_files = asset::static_files(sources, config, sink);
        let plan = plan::all(drawn, static_files, further, (&graph, config, sink));
        if complete && config.mode != Mode::Check {
            begins(Step::Render);
            // A layer looks at all documents each time; a preview has all this in memory.
            let is_left = cache.is_kept() && group.is_none() && links.is_none() && known::has_all_pages(&plan, &graph);
            let left = is_left.then(|| (documents.clone(), Mutex::default()));
            let measure =
                Measure::new(&renderer.environment, &renderer.engine, &site, documents, (usages, set), (cache, &next));
            let showing = left.as_ref().map(|(_, showing)| showing);
            targets::render(&plan, &renderer, &measure, stage, options, showing, (build, sink));
            let mut clock = measure.clock();
            if let Some((documents, showing)) = left {
                let showing = showing.into_inner().unwrap_or_else(PoisonError::into_inner);
                next.links = Some(known::links((next.ground, key), documents, graph, showing));
            }
            if looks_at_clock {
                clock = Some(Grain::Exact);
            }
            next.clock = clock.map(|grain| (grain, grain.of(sources.world().now())));
            build.next = Some(next);
        } else {
            for target in &plan.targets {
                if let Err(diagnostic) = render::prepare(target, &renderer) {
                    sink.push(*diagnostic);
                }
            }
        }
        build.renderer = Some(renderer);
    }

    /// Everything that every output depends on: the program, the settings, the options, and with a layer the day.
    fn base(&self, day: Option<String>, next: &Next) -> Fingerprint {
        let settings = format!("{:?} {day:?}", self.config);
        let mut parts = vec![self.options.key(), Fingerprint::of(settings.as_bytes())];
        let highlighting = self.config.markdown.highlighting.as_ref();
        let extra = highlighting.into_iter().flat_map(|extra| extra.extra_grammars.iter().chain(&extra.extra_themes));
        for path in extra.filter_map(|path| SourcePath::new(path)) {
            let inside = self.sources.world().list(path.as_str()).unwrap_or_default();
            for file in inside.iter().chain([&path]) {
                parts.push(self.cache.file(file, self.sources.world(), next).unwrap_or_default());
            }
        }
        // What a body in V1 is made of besides itself, the shortcodes it calls, is not looked for: any template counts.
        if self.config.dialect == Dialect::V1 {
            let theme = self.config.theme.as_ref().map(|theme| format!("themes/{theme}/templates"));
            for folder in std::iter::once("templates").chain(theme.as_deref()) {
                for file in &self.sources.world().list(folder).unwrap_or_default() {
                    parts.push(self.cache.file(file, self.sources.world(), next).unwrap_or_default());
                }
            }
        }
        Fingerprint::combine(parts)
    }

    /// The document of a file that did not change since the last build.
    fn recall(
        &self,
        path: &SourcePath,
        stamp: Option<FileStamp>,
        near: &mut usize,
        place: &dyn Fn() -> Option<Place>,
    ) -> Option<Arc<Document>> {
        let stamp = stamp.or_else(|| self.sources.world().stamp(path));
        match self.cache.document(path, stamp, near)? {
            KnownDocument::Document(document) => Some(document.clone()),
            KnownDocument::Bytes(bytes, _) => recalled(place()?, bytes, self.sources),
        }
    }
}

/// The document at `place` in the bytes that were kept of it; its text is read when somebody looks at it.
fn recalled(place: Place, bytes: &[u8], sources: &SourceTree) -> Option<Arc<Document>> {
    let reading = sources.reading(&place.file);
    Document::recall(place, &mut Reader::new(bytes), |length| Text::later(length, reading)).map(Arc::new)
}

/// What `make` makes, and what it tells.
fn telling<T>(make: impl FnOnce(&Sink) -> T) -> (T, Vec<Diagnostic>) {
    let told = Sink::new();
    (make(&told), told.finish())
}

/// The functions of templates over an environment, the layer's among them.
fn registry(environment: &Arc<Environment>, group: &Option<Arc<Group>>) -> (Registry, Option<Arc<Asked>>) {
    let asked = group.clone().map(|group| {
        let (config, graph, views) = (&environment.config, &environment.graph, &environment.views);
        Arc::new(Asked::new(config.clone(), graph.clone(), group, views.clone()))
    });
    let mut registry = environment.registry();
    let mut further = Registry::default();
    liaison::functions(asked.clone(), &mut further);
    // What the layer's functions look at is not known one by one.
    further.before_each_function(|| render::note(|| Read::Site));
    registry.extend(further);
    (registry, asked)
}
