//! A site read for one entry: everything up to its body, private entries and drafts among the rest, nothing rendered.

use std::sync::Arc;

use jiff::civil::Date;

use super::{Options, registry};
use crate::asset::image::Want;
use crate::config::{self, Config};
use crate::content::{self, Body};
use crate::diagnostic::{Diagnostic, Sink};
use crate::graph::{self, NodeId, PageId};
use crate::liaison::{self, Group, Settings};
use crate::markdown::{Compiler, Highlighter, Shortcodes};
use crate::path::SourcePath;
use crate::render::{Environment, Renderer};
use crate::source::{SourceTree, World};
use crate::template::{self, Engine, TemplateSet};

/// A group's site as far as sending an entry needs it.
pub struct Reading {
    /// The settings.
    pub config: Arc<Config>,
    /// The group, with all its entries: none is withheld here, so nothing of this may be published.
    pub group: Arc<Group>,
    /// The site's files.
    pub sources: SourceTree,
    /// The day that counts as today.
    pub today: Date,
    /// What was found wrong so far.
    pub diagnostics: Vec<Diagnostic>,
    compiler: Compiler,
    renderer: Option<Renderer>,
}

/// Reads the site in `world`. `None`, with the reasons, if it is no group's site.
///
/// # Errors
/// The diagnostics, if its settings cannot be read; empty if they have no table for the group.
pub fn read(world: Arc<dyn World>, options: &Options) -> Result<Reading, Vec<Diagnostic>> {
    let sink = Sink::new();
    let sources = SourceTree::new(world);
    let file = config::ConfigFile::read(&sources, &options.overrides, &sink);
    let Some(file) = file else { return Err(sink.finish()) };
    let recognised = template::detect(&file, &sources);
    let config = Arc::new(config::resolve_file(file, recognised, &sources, &options.overrides, &sink));
    let Some(settings) = Settings::read(&config, &sources, &sink) else { return Err(sink.finish()) };
    let names = liaison::entry::aliases(&settings.kinds);
    let aliases: Vec<(&str, &str)> = names.iter().map(|(name, path)| (name.as_str(), path.as_str())).collect();
    let content = content::load(&sources, &config, &aliases, true, &|_, _, _, _| None, &sink);
    let today = sources.world().today(&config.timezone);
    let (content, entries) = liaison::admit_all(content, &settings, today, &sink);
    let graph = Arc::new(graph::link(content, &config, &sink));
    let group = Arc::new(Group::join(settings, entries, Vec::new(), &graph, today));
    let set = TemplateSet::load(&sources, &config, &sink).with_builtin(&liaison::archive::TEMPLATES);
    let highlighter = Arc::new(Highlighter::new(&config, &sources, &sink));
    let compiler = Compiler::new(config.clone(), graph, highlighter).with_shortcodes(Shortcodes::of(&set));
    let environment = Environment::for_bodies(sources.clone(), compiler.clone());
    let engine = Engine::load(&set, registry(&environment, &Some(group.clone())).0, config.dialect, &sink);
    let renderer = engine.map(|engine| Renderer::new(environment, engine));
    Ok(Reading { config, group, sources, today, diagnostics: sink.finish(), compiler, renderer })
}

impl Reading {
    /// The body of a page; none if the templates cannot be loaded, which was told.
    pub fn body(&self, page: PageId, sink: &Sink) -> Option<Body> {
        let renderer = self.renderer.as_ref()?;
        let node = NodeId::Page(page);
        Some(self.compiler.compile(node, &renderer.engine, || renderer.body_variables(node), sink))
    }

    /// The smaller pictures the bodies compiled so far asked for.
    pub fn wants(&self) -> Vec<Want> {
        self.renderer.as_ref().map(|renderer| renderer.environment.wants()).unwrap_or_default()
    }

    /// The documents.
    pub fn graph(&self) -> &graph::SiteGraph {
        &self.compiler.graph
    }

    /// What is wrong with the settings or with this file: mistakes elsewhere do not keep it from being sent.
    pub fn about(&self, file: &SourcePath) -> Vec<Diagnostic> {
        let concerns = |diagnostic: &&Diagnostic| {
            diagnostic
                .labels
                .first()
                .is_none_or(|label| label.path == *file || !label.path.as_str().starts_with("content/"))
        };
        self.diagnostics.iter().filter(concerns).cloned().collect()
    }
}
