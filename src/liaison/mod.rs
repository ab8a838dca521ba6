//! The liaison group's layer: kinds of entry, quarters, members, and what themes may ask of them.
//!
//! The engine below does not know it; the pipeline calls it through a few doors: `entry::aliases` (Chinese keys),
//! `admit` (withhold what is not public), `annotations` and `functions` (for templates), `targets` (archive pages).

pub mod archive;
mod code;
pub mod entry;
mod function;
mod gate;
mod group;
pub mod import;
mod rule;
mod settings;
mod shape;
pub mod submission;

pub use code::CODES;
pub use function::{Asked, annotations, functions};
pub use gate::Gate;
pub use group::{Group, GroupEntry, Member};
pub use settings::{LAYER, Settings};
pub use shape::SHAPES;

use crate::content::Content;
use crate::diagnostic::Sink;
use entry::{Admitted, Entry, ReadContext};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

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
    let context = ReadContext { zone: &settings.zone, kinds: &settings.kinds, sink };
    let read: Vec<_> = content.documents.iter().map(|document| entry::read(document, &context)).collect();
    let entries: Vec<_> = read.iter().flatten().cloned().collect();
    let rules = rule::Rules::new(&entries, &content.assets, today, sink);
    for (document, entry) in content.documents.iter().zip(&read) {
        if let Some(entry) = entry {
            rules.apply(entry, document);
        }
    }
    (content, entries)
}
