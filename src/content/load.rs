//! The content folder, read in parallel: every document alone, and the files beside them.

use super::document::Document;
use crate::config::Config;
use crate::diagnostic::Sink;
use crate::path::SourcePath;
use crate::source::SourceTree;

/// Front matter keys under other names: each pair is the name as written at any level where `to` may stand, and the
/// canonical dotted path (`来源` → `extra.source`, `标题` → `title`).
pub type Aliases<'a> = &'a [(&'a str, &'a str)];

/// All of `content/`.
#[derive(Debug, Default)]
pub struct Content {
    /// The documents, sorted by path; drafts are left out unless asked for.
    pub documents: Vec<Document>,
    /// All assets in `content/`, from the site's root, sorted.
    pub assets: Vec<SourcePath>,
}

/// Reads `content/`. A document that cannot be parsed is told and left out.
pub fn load(sources: &SourceTree, config: &Config, aliases: Aliases, drafts: bool, sink: &Sink) -> Content {
    let _ = (sources, config, aliases, drafts, sink);
    unimplemented!()
}
