//! What templates may look at of the output they are part of (checklist 1.23): what does not depend on templates.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::function::files::Outputs;
use super::search_index;
use crate::config::{Config, IndexFormat};
use crate::content::LanguageId;
use crate::diagnostic::Sink;
use crate::graph::{NodeId, PageId, SectionId, Site};
use crate::path::SourcePath;

/// Search indexes, and the files that are copied beside pages and sections. Style sheets are known earlier already, static
/// files by where they lie.
pub(super) struct FinishedOutputs {
    config: Arc<Config>,
    site: Arc<Site>,
    /// The copied files by their place in the output; listed when first asked for.
    copied: OnceLock<FxHashMap<String, SourcePath>>,
}

impl FinishedOutputs {
    /// Those of a site whose bodies are all there.
    pub fn new(config: Arc<Config>, site: Arc<Site>) -> FinishedOutputs {
        FinishedOutputs { config, site, copied: OnceLock::new() }
    }

    fn list(&self) -> FxHashMap<String, SourcePath> {
        let graph = &self.site.graph;
        let pages = graph.pages.iter().enumerate().filter(|(_, page)| page.is_rendered());
        let pages = pages.map(|(index, page)| (NodeId::Page(PageId(index as u32)), &page.assets));
        let sections = graph.sections.iter().enumerate();
        let sections = sections.map(|(index, section)| (NodeId::Section(SectionId(index as u32)), &section.assets));
        let mut copied = FxHashMap::default();
        for (node, assets) in pages.chain(sections) {
            for asset in assets {
                if let Some(path) = graph.asset_path(node, asset) {
                    copied.insert(path.trim_start_matches('/').to_owned(), asset.clone());
                }
            }
        }
        copied
    }
}

impl Outputs for FinishedOutputs {
    fn copied(&self, route: &str) -> Option<SourcePath> {
        self.copied.get_or_init(|| self.list()).get(route).cloned()
    }

    fn made(&self, route: &str) -> Option<Vec<u8>> {
        let default = self.config.default_language();
        let format = default.search.index_format;
        if !default.build_search_index {
            return None;
        }
        if format.has_script() && route == IndexFormat::SCRIPT {
            return Some(search_index::script(&self.config));
        }
        let mut languages = self.config.languages.iter().enumerate();
        let (index, _) =
            languages.find(|(_, language)| language.build_search_index && format.file_name(&language.code) == route)?;
        // What cannot be indexed is told where the index itself is written.
        search_index::index(LanguageId(index as u16), &self.config, &self.site, &Sink::new()).ok()
    }
}
