//! The liaison group's layer: kinds of entry, quarters, members, and what themes may ask of them.
//!
//! The engine below does not know it; the pipeline calls it through a few doors: `entry::aliases` (Chinese keys),
//! `admit` (withhold what is not public), `annotations` and `functions` (for templates), `targets` (archive pages).

pub mod archive;
mod code;
pub mod entry;
mod function;
mod group;
mod rule;
mod settings;
mod shape;
pub mod submission;

pub use code::CODES;
pub use function::{Asked, annotations, functions};
pub use group::{Group, Member};
pub use settings::{LAYER, Settings};
pub use shape::SHAPES;

use crate::content::Content;
use crate::diagnostic::Sink;
use entry::{Admitted, ReadContext};
use jiff::civil::Date;

/// Reads the entries among the documents, tells every mistake in them, and takes out what is not public.
pub fn admit(content: Content, settings: &Settings, today: Date, sink: &Sink) -> Admitted {
    let context = ReadContext { zone: &settings.zone, kinds: &settings.kinds, sink };
    let read: Vec<_> = content.documents.iter().map(|document| entry::read(document, &context)).collect();
    let entries: Vec<_> = read.iter().flatten().cloned().collect();
    let rules = rule::Rules::new(&entries, &content.assets, today, sink);
    for (document, entry) in content.documents.iter().zip(&read) {
        if let Some(entry) = entry {
            rules.apply(entry, document);
        }
    }
    entry::admit(content, entries)
}
