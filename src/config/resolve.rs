//! The settings as written, the theme's and the command line's, to one `Config`.

use super::{Config, Mode};
use crate::diagnostic::Sink;
use crate::source::SourceTree;

/// What the command line sets over the file.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// What the program was asked to do.
    pub mode: Mode,
    /// The settings file, from the root; none to look for `lianluo.toml`, `zola.toml`, `config.toml`.
    pub file: Option<String>,
    /// `--base-url`.
    pub base_url: Option<String>,
    /// `--minify`.
    pub minify: bool,
}

/// Reads and resolves the settings. `None`, with diagnostics, if there is nothing to work with; other problems are told
/// and the default taken.
pub fn resolve(sources: &SourceTree, overrides: &Overrides, sink: &Sink) -> Option<Config> {
    let _ = (sources, overrides, sink);
    unimplemented!()
}
