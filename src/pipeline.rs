//! A build: the stages called in order. The only file that knows them all.

use std::sync::Arc;

use rayon::prelude::*;

use crate::asset::{self, image};
use crate::check;
use crate::config::{self, Config, Dialect, Mode, Overrides};
use crate::content;
use crate::diagnostic::{Diagnostic, Sink};
use crate::graph::{self, Bodies, NodeId, PageId, SectionId, Site, SiteGraph};
use crate::liaison::archive::ArchiveViews;
use crate::liaison::{self, Asked, Group};
use crate::markdown::{Compiler, Highlighter, Shortcodes};
use crate::output::{OutputFile, Stage, write_failed};
use crate::path::Route;
use crate::plan::{self, Plan, Subject, Target};
use crate::render::{self, Annotations, Environment, Renderer};
use crate::source::{SourceTree, World};
use crate::template::{self, Engine, Registry, TemplateSet};

/// What a build is asked for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What stands over the settings file.
    pub overrides: Overrides,
    /// Whether drafts are built.
    pub drafts: bool,
    /// Whether links to other sites are looked at, and how: the one thing for which a build by itself would use the
    /// network.
    pub external_links: Option<check::Pace>,
}

/// What a build found out, whether or not it may be committed.
#[derive(Debug, Default)]
pub struct Build {
    /// The settings; none if they could not be read.
    pub config: Option<Arc<Config>>,
    /// The graph, if it came to that.
    pub graph: Option<Arc<SiteGraph>>,
    /// How many output files were planned.
    pub planned: usize,
    /// What came of links to other sites, if they were looked at.
    pub external_links: Option<check::ExternalLinks>,
    /// All diagnostics, sorted. The output may be committed only if none is an error.
    pub diagnostics: Vec<Diagnostic>,
}

/// Builds the site in `world`. Finished files are put into the stage that `open` gives for the settings; committing them
/// is the caller's, and allowed only if no diagnostic is an error.
pub fn build<'s>(
    world: Arc<dyn World>,
    options: &Options,
    open: impl FnOnce(&Arc<Config>) -> Result<&'s dyn Stage, Box<Diagnostic>>,
) -> Build {
    let sink = Sink::new();
    let sources = SourceTree::new(world);
    let mut build = Build::default();
    if let Some(file) = config::ConfigFile::read(&sources, &options.overrides, &sink) {
        let recognised = template::detect(&file, &sources);
        let config = Arc::new(config::resolve_file(file, recognised, &sources, &options.overrides, &sink));
        build.config = Some(config.clone());
        match open(&config) {
            Ok(stage) => run(&sources, config, options, stage, &sink, &mut build),
            Err(diagnostic) => sink.push(*diagnostic),
        }
    }
    build.diagnostics = sink.finish();
    build
}

/// The stages after the settings.
fn run(
    sources: &SourceTree,
    config: Arc<Config>,
    options: &Options,
    stage: &dyn Stage,
    sink: &Sink,
    build: &mut Build,
) {
    let layer = liaison::Settings::read(&config, sources, sink);
    let names = layer.as_ref().map(|settings| liaison::entry::aliases(&settings.kinds)).unwrap_or_default();
    let aliases: Vec<(&str, &str)> = names.iter().map(|(name, path)| (name.as_str(), path.as_str())).collect();
    let content = content::load(sources, &config, &aliases, options.drafts, sink);
    // Where settings or documents are wrong, templates would fail over what they cannot find: mistakes that are none.
    let complete = !sink.has_errors();
    let today = sources.world().today(&config.timezone);
    let (content, entries) = match &layer {
        Some(settings) => {
            let admitted = liaison::admit(content, settings, today, sink);
            (admitted.published, admitted.entries)
        }
        None => (content, Vec::new()),
    };
    let graph = Arc::new(graph::link(content, &config, sink));
    build.graph = Some(graph.clone());
    let group = layer.map(|settings| Arc::new(Group::join(settings, entries, &graph, today)));
    let annotations = match &group {
        Some(group) => liaison::annotations(group, &graph, &config, sources),
        None => Annotations::new(),
    };
    let set = TemplateSet::load(sources, &config, sink);
    let set = if group.is_some() { set.with_builtin(&liaison::archive::TEMPLATES) } else { set };
    let highlighter = Arc::new(Highlighter::new(&config, sources, sink));
    let compiler = Compiler::new(config.clone(), graph.clone(), highlighter).with_shortcodes(Shortcodes::of(&set));

    // Bodies see the graph, but no body.
    let environment = Environment::for_bodies(sources.clone(), compiler.clone());
    let sheets = asset::compile_sass(sources, &config, sink);
    let mut further: Vec<Target> = sheets
        .into_iter()
        .map(|sheet| Target { route: sheet.route, subject: Subject::Bytes(sheet.css.into()) })
        .collect();
    environment.offer(&further);
    let Some(engine) = Engine::load(&set, registry(&environment, &group).0, Dialect::V2, sink) else { return };
    let renderer = Renderer::new(environment.clone(), engine);
    let bodies = bodies(&graph, &compiler, &renderer, sink);
    let site = Arc::new(Site::join(graph.clone(), bodies));
    check::links(&site, &config, sink);
    if config.mode == Mode::Check {
        check::orphans(&graph, &config, sink);
    }
    build.external_links =
        options.external_links.as_ref().map(|pace| check::external_links(&site, &config, sources.world(), pace, sink));

    let environment = environment.for_targets(site, annotations);
    let (registry, asked) = registry(&environment, &group);
    let renderer = Renderer::new(environment, renderer.engine.with_registry(registry));
    if let Some(asked) = &asked {
        further.extend(liaison::archive::targets(&asked.archive, &config, &graph));
    }
    let plan = plan::all(&graph, &config, asset::static_files(sources, &config, sink), further, sink);
    build.planned = plan.targets.len();
    if complete && config.mode != Mode::Check {
        render_all(&plan, &renderer, stage, sink);
    } else {
        for target in &plan.targets {
            if let Err(diagnostic) = render::prepare(target, &renderer) {
                sink.push(*diagnostic);
            }
        }
    }
}

/// The functions of templates over an environment, the layer's among them.
fn registry(environment: &Arc<Environment>, group: &Option<Arc<Group>>) -> (Registry, Option<Arc<Asked>>) {
    let asked = group.clone().map(|group| {
        let (config, graph, views) = (&environment.config, &environment.graph, &environment.views);
        let archive = Arc::new(ArchiveViews::new(config.clone(), group.clone(), views.clone()));
        Arc::new(Asked { config: config.clone(), graph: graph.clone(), group, views: views.clone(), archive })
    });
    let mut registry = environment.registry();
    liaison::functions(asked.clone(), &mut registry);
    (registry, asked)
}

/// Compiles every body, in parallel.
fn bodies(graph: &SiteGraph, compiler: &Compiler, renderer: &Renderer, sink: &Sink) -> Bodies {
    let compile = |node: NodeId| compiler.compile(node, &renderer.engine, || renderer.body_variables(node), sink);
    let pages = (0..graph.pages.len() as u32).into_par_iter();
    let sections = (0..graph.sections.len() as u32).into_par_iter();
    Bodies {
        pages: pages.map(|id| compile(NodeId::Page(PageId(id)))).collect(),
        sections: sections.map(|id| compile(NodeId::Section(SectionId(id)))).collect(),
    }
}

/// Renders every target into the stage, in parallel, then makes what rendering asked for.
fn render_all(plan: &Plan, renderer: &Renderer, stage: &dyn Stage, sink: &Sink) {
    let put = |route: &Route, file: OutputFile| {
        if let Err(error) = stage.put(route, file) {
            sink.push(write_failed(route, &error));
        }
    };
    plan.targets.par_iter().for_each(|target| match render::render(target, renderer) {
        Ok(file) => put(&target.route, file),
        Err(diagnostic) => sink.push(*diagnostic),
    });
    renderer.environment.stale().into_iter().for_each(|diagnostic| sink.push(diagnostic));
    for (route, bytes) in image::make(&renderer.environment.wants(), &renderer.environment.sources, sink) {
        put(&route, OutputFile::Bytes(bytes.into()));
    }
}
