//! What functions and filters work on, in two makes: while bodies compile, and while targets render.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use rustc_hash::FxHashMap;
use tera::Value;
use tera::value::Key;

use super::feed::Told;
use super::filter;
use super::function;
use super::function::files::Files;
use super::kept::KeptComponents;
use super::outputs::FinishedOutputs;
use super::view::{Annotations, Seen, Shown, Views};
use crate::asset::image::Want;
use crate::config::{Config, Highlighting};
use crate::content::Body;
use crate::diagnostic::{Diagnostic, Sink};
use crate::graph::{NodeId, Site, SiteGraph};
use crate::markdown::Compiler;
use crate::path::Route;
use crate::plan::{FeedOf, SitemapEntry, Subject, Target, sitemap_entries};
use crate::source::SourceTree;
use crate::template::{Engine, Keeper, Looks, Registry, Scope, TemplateSet, Usages, Variables};

/// What functions and filters can reach. `site` is none while bodies compile: no body is seen then.
pub struct Environment {
    /// The settings.
    pub config: Arc<Config>,
    /// The documents.
    pub graph: Arc<SiteGraph>,
    /// The finished site.
    pub site: Option<Arc<Site>>,
    /// The sources, for functions that read files.
    pub sources: SourceTree,
    /// The values of pages, sections and taxonomies.
    pub views: Arc<Views>,
    /// What the templates of targets look at; everything while bodies compile.
    pub usages: Arc<Usages>,
    /// Markdown for the filter of that name.
    pub compiler: Compiler,
    /// What the sitemap lists: each of its parts asks.
    sitemap: OnceLock<Vec<SitemapEntry>>,
    /// What feeds tell of: each is asked for to measure it and to render it.
    told: Mutex<FxHashMap<FeedOf, Arc<Told>>>,
    /// The engine that calls these functions, for shortcodes in the Markdown of templates.
    engine: OnceLock<Weak<Engine>>,
    /// Files that functions asked for, and pictures to be made; the same for bodies and for targets.
    pub(super) files: Arc<Files>,
}

impl Environment {
    /// What the sitemap lists.
    pub(super) fn sitemap(&self) -> &[SitemapEntry] {
        self.sitemap.get_or_init(|| sitemap_entries(&self.graph, &self.config))
    }

    /// What a feed tells of.
    pub(super) fn told(&self, of: FeedOf) -> Arc<Told> {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.entry(of).or_insert_with(|| Arc::new(Told::of(of, &self.graph, &self.config))).clone()
    }

    /// The environment while bodies compile: the graph, and no body. The settings and the graph are the compiler's.
    pub fn for_bodies(sources: SourceTree, compiler: Compiler) -> Arc<Environment> {
        let (config, graph) = (Arc::clone(&compiler.config), Arc::clone(&compiler.graph));
        Arc::new(Environment {
            views: Arc::new(Views::new(Arc::clone(&config), Arc::clone(&graph), None, Annotations::new(), Shown::ALL)),
            files: Arc::new(Files::new(sources.clone(), config.theme.clone(), &config.output_dir)),
            usages: Arc::new(Usages::unknown(&TemplateSet::default())),
            config,
            graph,
            site: None,
            sources,
            compiler,
            sitemap: OnceLock::new(),
            told: Mutex::default(),
            engine: OnceLock::new(),
        })
    }

    /// The environment while targets render: the finished site, with keys that layers above add to pages, of all
    /// keys those that templates look at (`usages`). What was found out about files, and the pictures wanted, are kept.
    pub fn for_targets(&self, site: Arc<Site>, annotations: Annotations, usages: Arc<Usages>) -> Arc<Environment> {
        let (config, graph) = (Arc::clone(&self.config), Arc::clone(&site.graph));
        let shown = Shown::of(&usages);
        let views = Views::new(Arc::clone(&config), Arc::clone(&graph), Some(Arc::clone(&site)), annotations, shown);
        self.files.offer_outputs(Box::new(FinishedOutputs::new(Arc::clone(&config), Arc::clone(&site))));
        Arc::new(Environment {
            views: Arc::new(views),
            usages,
            files: Arc::clone(&self.files),
            config,
            graph,
            site: Some(site),
            sources: self.sources.clone(),
            compiler: self.compiler.clone(),
            sitemap: OnceLock::new(),
            told: Mutex::default(),
            engine: OnceLock::new(),
        })
    }

    /// The values as the template sees them that is being rendered on this thread.
    pub(super) fn seen(&self) -> Seen<'_> {
        self.views.seen_by(Scope::current().looks)
    }

    /// Lets functions find files that are made before templates run: those of `targets`, and the colours of code.
    pub fn offer(&self, targets: &[Target]) {
        let mut made = BTreeMap::new();
        for Target { route, subject } in targets {
            if let Subject::Bytes(bytes) = subject {
                made.insert(route.to_string(), Arc::clone(bytes));
            }
        }
        for (index, sheet) in self.config.markdown.highlighting.iter().flat_map(Highlighting::sheets).enumerate() {
            made.insert(sheet.to_owned(), self.compiler.highlighter.style_sheet(index > 0).into_bytes().into());
        }
        self.files.offer(made);
    }

    /// Remembers what components show over this environment.
    pub fn keeper(&self) -> Arc<dyn Keeper> {
        Arc::new(KeptComponents::new(Arc::clone(&self.views)))
    }

    /// The engine that calls the functions over this environment.
    pub(super) fn engine(&self) -> Option<Arc<Engine>> {
        self.engine.get().and_then(Weak::upgrade)
    }

    /// Zola's functions and filters over this environment.
    pub fn registry(self: &Arc<Environment>) -> Registry {
        let mut registry = Registry::default();
        function::register(self, &mut registry);
        filter::register(self, &mut registry);
        registry
    }

    /// Notes a picture that was made in an earlier build and is still wanted.
    pub fn keep_want(&self, route: Route) {
        self.files.keep_want(route);
    }

    /// The pictures noted so, sorted, each once.
    pub fn kept_wants(&self) -> Vec<Route> {
        self.files.kept_wants()
    }

    /// What is to be told of data from elsewhere that templates and bodies asked for.
    pub fn stale(&self) -> Vec<Diagnostic> {
        self.files.stale()
    }

    /// The pictures that templates and bodies asked for so far, sorted, each once: to be made after rendering.
    pub fn wants(&self) -> Vec<Want> {
        self.files.wants()
    }
}

/// An engine with its environment: what `render` needs for a target.
pub struct Renderer {
    /// The environment.
    pub environment: Arc<Environment>,
    /// The compiled templates.
    pub engine: Arc<Engine>,
}

impl fmt::Debug for Renderer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Renderer").finish_non_exhaustive()
    }
}

impl Renderer {
    /// Joins an engine with the environment its functions work on.
    pub fn new(environment: Arc<Environment>, engine: Engine) -> Renderer {
        let engine = Arc::new(engine);
        // Weak, since the engine holds its functions and they hold the environment.
        let _ = environment.engine.set(Arc::downgrade(&engine));
        Renderer { environment, engine }
    }

    /// Compiles the body of a document (memo point 1). Problems are told.
    pub fn compile(&self, node: NodeId, sink: &Sink) -> Body {
        self.environment.compiler.compile(node, &self.engine, || self.body_variables(node), sink)
    }

    /// The variables a body sees as a template: `config`, `lang`, and its page or section without what
    /// is only known once bodies are there (checklist CT-2).
    pub fn body_variables(&self, node: NodeId) -> Variables {
        let Environment { config, graph, views, .. } = &*self.environment;
        let language = graph.document(node).place.language;
        let code = config.languages.get(usize::from(language.0)).map_or("", |language| &language.code);
        let (name, mut subject) = match node {
            NodeId::Page(page) => ("page", views.seen_by(Looks::ALL).own_page(page)),
            NodeId::Section(section) => ("section", views.seen_by(Looks::ALL).own_section(section, true)),
        };
        if let (Some((words, minutes)), Some(fields)) = (self.environment.compiler.counted(node), subject.as_map()) {
            let mut fields = fields.clone();
            for (name, count) in [("word_count", words), ("reading_time", minutes)] {
                // In its place, where the key is shown at all.
                if let Some(shown) = fields.get_mut(&Key::from(name)) {
                    *shown = count.into();
                }
            }
            subject = Value::from(fields);
        }
        vec![("config", views.config(language)), ("lang", code.into()), (name, subject)]
    }
}
