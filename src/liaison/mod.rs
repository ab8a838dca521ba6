//! The liaison group's layer: kinds of entry, quarters, members, and what themes may ask of them.
//!
//! The engine below does not know it; the pipeline calls it through a few doors: `entry::aliases` (Chinese keys),
//! `admit` (withhold what is not public), `annotations` and `functions` (for templates), `targets` (archive pages) and
//! `search::targets`.

pub mod archive;
mod code;
pub mod entry;
mod function;
mod gate;
mod government;
mod group;
pub mod import;
pub mod ledger;
mod mourning;
mod rule;
pub mod search;
mod settings;
mod shape;
pub mod submission;

pub use code::CODES;
pub use function::{Asked, annotations, functions};
pub use gate::Gate;
pub use group::{Group, GroupEntry, Member};
pub use settings::{LAYER, Settings};
pub use shape::SHAPES;

use crate::config::Config;
use crate::content::Content;
use crate::diagnostic::{Diagnostic, Sink};
use crate::source::SourceTree;
use entry::{Admitted, Entry, ReadContext, Stamp};
use jiff::Zoned;
use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Reads the entries among the documents, each document's at its place; mistakes in their fields are told.
fn read(content: &Content, settings: &Settings, sink: &Sink) -> Vec<Option<Entry>> {
    let context = ReadContext { zone: &settings.zone, kinds: &settings.kinds, sink };
    content.documents.par_iter().map(|document| entry::read(document, &context)).collect()
}

/// The ledger over the entries among the documents, public or not, as it stood on `today`.
pub fn count(content: &Content, settings: &Settings, today: Date, sink: &Sink) -> ledger::Ledger {
    ledger::Ledger::new(settings, read(content, settings, sink).into_iter().flatten(), today)
}

/// Reads the entries among the documents, tells every mistake in them, and takes out what is not public.
pub fn admit(content: Content, settings: &Settings, today: Date, sink: &Sink) -> Admitted {
    let (content, entries) = admit_all(content, settings, today, sink);
    let admitted = entry::admit(content, entries);
    let own = rule::privacy::own_details(settings);
    let by_path: FxHashMap<_, _> = admitted.entries.iter().map(|entry| (entry.path.as_str(), entry)).collect();
    for document in &admitted.published.documents {
        rule::privacy::check(document, by_path.get(document.place.file.as_str()).copied(), &own, sink);
    }
    admitted
}

/// As `admit`, but takes nothing out: for what is sent to those it is meant for, never for a site.
pub fn admit_all(content: Content, settings: &Settings, today: Date, sink: &Sink) -> (Content, Vec<Entry>) {
    let read = read(&content, settings, sink);
    let entries: Vec<_> = read.iter().flatten().cloned().collect();
    let rules = rule::Rules::new(&entries, &content.assets, today, sink);
    for (document, entry) in content.documents.iter().zip(&read) {
        if let Some(entry) = entry {
            rules.apply(entry, document);
        }
    }
    (content, entries)
}

/// The files of public entries that have no `published` yet, with `now` put in.
pub fn stamps(content: &Content, settings: &Settings, sources: &SourceTree, now: &Zoned) -> Vec<Stamp> {
    let read = read(content, settings, &Sink::new());
    let entries = content.documents.iter().zip(&read);
    entries.filter_map(|(document, entry)| entry::stamp(entry.as_ref()?, document, sources, now)).collect()
}

/// Marks the diagnostics about entries that are not public: they are for the terminal alone.
pub fn conceal(diagnostics: &mut [Diagnostic], config: Option<&Config>, sources: &SourceTree) {
    let settings = config.and_then(|config| Settings::read(config, sources, &Sink::new()));
    let kinds = settings.map_or_else(entry::shipped_kinds, |settings| settings.kinds);
    entry::conceal(diagnostics, &kinds, sources);
}
