//! All template files of a site: its own, its theme's, the built-in ones.

use crate::config::Config;
use crate::diagnostic::{Sink, SourceText};
use crate::source::SourceTree;

/// One template file.
#[derive(Clone, Debug)]
pub struct TemplateFile {
    /// The name the engine knows it by: `page.html`, `<theme>/templates/page.html`.
    pub name: String,
    /// Its text and where it lies (built-in ones below `lianluo:`).
    pub source: SourceText,
}

/// The template files, read once.
#[derive(Clone, Debug, Default)]
pub struct TemplateSet {
    /// The files; those of the site first.
    pub files: Vec<TemplateFile>,
    /// The theme's name, whose templates stand in where the site has none of a name.
    pub theme: Option<String>,
}

impl TemplateSet {
    /// Reads `templates/` and `themes/<theme>/templates/` and adds the built-in ones (checklist THM-1, THM-2, THM-5).
    /// A site with neither folder is an error, as in the reference.
    pub fn load(sources: &SourceTree, config: &Config, sink: &Sink) -> TemplateSet {
        let _ = (sources, config, sink);
        unimplemented!()
    }
}
