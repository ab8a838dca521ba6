//! What needs no build: the ledger over a site's entries, and the stamps of publication they lack.

use std::sync::Arc;

use super::Options;
use crate::config;
use crate::content;
use crate::diagnostic::{Diagnostic, Sink};
use crate::liaison;
use crate::source::{SourceTree, World};

/// What a site's entries add up to: the settings of its group and the ledger, and what is wrong with the entries.
#[derive(Debug)]
pub struct Counted {
    /// The group's settings and its ledger; none where the site is no group's, or its settings cannot be read.
    pub ledger: Option<(liaison::Settings, liaison::ledger::Ledger)>,
    /// All diagnostics, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// The files of public entries that say no moment of publication yet, with the world's moment put in (`build --stamp`).
/// The caller writes them.
pub fn stamps(world: Arc<dyn World>, options: &Options) -> Vec<liaison::entry::Stamp> {
    let sink = Sink::new();
    let sources = SourceTree::new(world);
    let read = read_entries(&sources, options, &sink);
    read.map_or_else(Vec::new, |(settings, content, _)| {
        let now = sources.world().now().to_zoned(settings.zone.clone());
        liaison::stamps(&content, &settings, &sources, &now)
    })
}

/// Settings of the group, content, and today, for what needs no build.
fn read_entries(
    sources: &SourceTree,
    options: &Options,
    sink: &Sink,
) -> Option<(liaison::Settings, content::Content, jiff::civil::Date)> {
    let config = config::resolve(sources, &options.overrides, sink)?;
    let settings = liaison::Settings::read(&config, sources, sink)?;
    let names = liaison::entry::aliases(&settings.kinds);
    let aliases: Vec<(&str, &str)> = names.iter().map(|(name, path)| (name.as_str(), path.as_str())).collect();
    let content = content::load(sources, &config, &aliases, options.drafts, &|_, _, _, _| None, sink);
    let today = sources.world().today(&config.timezone);
    Some((settings, content, today))
}

/// Counts the entries of the site in `world` up to the world's day, without building anything.
pub fn count(world: Arc<dyn World>, options: &Options) -> Counted {
    let sink = Sink::new();
    let sources = SourceTree::new(world);
    let ledger = read_entries(&sources, options, &sink).map(|(settings, content, today)| {
        let ledger = liaison::count(&content, &settings, today, &sink);
        (settings, ledger)
    });
    Counted { ledger, diagnostics: sink.finish() }
}
