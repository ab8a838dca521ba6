//! Sass to CSS, by grass (checklist SASS-1).

use crate::config::Config;
use crate::diagnostic::Sink;
use crate::path::Route;
use crate::source::SourceTree;

/// A compiled style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleSheet {
    /// Where it goes.
    pub route: Route,
    /// Its CSS, compressed.
    pub css: Vec<u8>,
}

/// Compiles the theme's `sass/` and, where the settings say so, the site's, which wins. Mistakes are told.
pub fn compile_sass(sources: &SourceTree, config: &Config, sink: &Sink) -> Vec<StyleSheet> {
    let _ = (sources, config, sink);
    unimplemented!()
}
