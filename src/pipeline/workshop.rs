//! What bodies and outputs are made with: templates, highlighting, style sheets, all functions.

use std::sync::Arc;

use super::{Options, registry};
use crate::asset;
use crate::config::{Config, Dialect};
use crate::diagnostic::Sink;
use crate::graph::{Site, SiteGraph};
use crate::liaison::{self, Asked, Group};
use crate::markdown::{Compiler, Highlighter, Shortcodes};
use crate::plan::{Subject, Target};
use crate::render::{Annotations, Environment, Renderer};
use crate::source::SourceTree;
use crate::template::{COUNTS, Engine, TemplateSet, Usages};

/// So many templates are rendered before it is worth while to remember what they show.
const FEW: usize = 32;

/// What bodies are made with, and then outputs.
pub(super) struct Workshop {
    pub set: TemplateSet,
    pub usages: Arc<Usages>,
    /// Renders what bodies ask for: they see the graph, but no body.
    pub renderer: Arc<Renderer>,
    /// Whether any template shows who links to a document.
    pub backlinks: bool,
    /// Style sheets made of Sass.
    pub sheets: Vec<Target>,
}

impl Workshop {
    /// Sets it up for a graph, and for the group's part of the site where there is one; `None` if templates cannot be loaded,
    /// which is told.
    pub fn open(
        graph: &Arc<SiteGraph>,
        group: &Option<Arc<Group>>,
        (sources, config, options): (&SourceTree, &Arc<Config>, &Options),
        sink: &Sink,
    ) -> Option<Workshop> {
        let set = TemplateSet::load(sources, config, sink);
        // The layer's templates are in V2: a site in V1 has them behind its own.
        let of_layer =
            [&liaison::archive::TEMPLATES[..], &liaison::ledger::TEMPLATES[..], &liaison::search::TEMPLATES[..]]
                .concat();
        let (set, behind) = match config.dialect {
            _ if group.is_none() => (set, None),
            Dialect::V1 => (set, Some(TemplateSet::of_layer(&of_layer))),
            Dialect::V2 => (set.with_builtin(&of_layer), None),
        };
        let usages = Arc::new(match config.dialect {
            Dialect::V1 if group.is_none() => Usages::of_older(&set),
            // The layer's templates see what those of the site do not.
            Dialect::V1 => Usages::unknown(&set),
            Dialect::V2 => Usages::analyse(&set, liaison::SHAPES),
        });
        let highlighter = {
            // A site's own grammars can take long as well.
            let _at_work = options.observed.at_work(config.file.path.as_str());
            Arc::new(Highlighter::new(config, sources, sink))
        };
        let compiler = Compiler::new(config.clone(), graph.clone(), highlighter)
            .with_shortcodes(Shortcodes::of(&set))
            .with_counts(COUNTS.iter().any(|field| usages.each().any(|usage| usage.shows(field))));
        let backlinks = usages.each().any(|usage| usage.shows("backlinks"));

        let environment = Environment::for_bodies(sources.clone(), compiler);
        let begun = |source: &crate::path::SourcePath| options.observed.at_work(source.as_str());
        let sheets = asset::compile_sass(sources, config, &begun, sink).into_iter();
        let sheets: Vec<Target> =
            sheets.map(|sheet| Target { route: sheet.route, subject: Subject::Bytes(sheet.css.into()) }).collect();
        environment.offer(&sheets);
        let functions = registry(&environment, group).0;
        let engine = Engine::load(&set, functions.clone(), config.dialect, sink).and_then(|engine| match &behind {
            Some(behind) => engine.with_layer(behind, functions, sink),
            None => Some(engine),
        })?;
        Some(Workshop { set, usages, renderer: Arc::new(Renderer::new(environment, engine)), backlinks, sheets })
    }

    /// Renders the outputs of a finished site.
    pub fn for_targets(
        &self,
        site: &Arc<Site>,
        annotations: Annotations,
        group: &Option<Arc<Group>>,
    ) -> (Renderer, Option<Arc<Asked>>) {
        let environment = self.renderer.environment.for_targets(site.clone(), annotations, self.usages.clone());
        let (registry, asked) = registry(&environment, group);
        let engine = self.renderer.engine.with_registry(registry);
        let engine = engine.keeping(self.usages.clone(), environment.keeper(), FEW);
        (Renderer::new(environment, engine), asked)
    }
}
