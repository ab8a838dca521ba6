//! Static files: the theme's, then the site's over them (checklist FS-10, CFG-10).

use crate::config::Config;
use crate::diagnostic::Sink;
use crate::path::{Route, SourcePath};
use crate::source::SourceTree;

/// Where each static file goes and which source it is; sorted by route, the site's instead of the theme's.
pub fn static_files(sources: &SourceTree, config: &Config, sink: &Sink) -> Vec<(Route, SourcePath)> {
    let _ = (sources, config, sink);
    unimplemented!()
}
