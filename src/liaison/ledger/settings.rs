//! What the settings say about the ledger: its rules, where its pages stand, what they show.

use super::target::{self, Obligations};
use crate::diagnostic::Sink;
use crate::liaison::code::SETTING;
use crate::liaison::entry::Kinds;
use crate::path::Route;
use crate::source::{SourceTree, Table};

/// The ledger's settings with their defaults.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerSettings {
    /// What is owed, rewarded and scored.
    pub rules: Obligations,
    /// The path of its pages, without slashes at its ends.
    pub path: String,
    /// The title of its pages.
    pub title: String,
    /// The path of the pages of collections.
    pub collection_path: String,
    /// The title of those pages.
    pub collection_title: String,
    /// Whether internal entries count too.
    pub count_internal: bool,
    /// Whether the pages name the members behind the numbers.
    pub names: bool,
}

impl LedgerSettings {
    /// Reads `targets`, `target`, `reward`, `score` and `[liaison.ledger]`.
    pub fn read(layer: &mut Table, sources: &SourceTree, kinds: &Kinds, zh: bool, sink: &Sink) -> LedgerSettings {
        let (title, collection_title) = if zh { ("履职台账", "文史专辑") } else { ("Ledger", "Collections") };
        let mut settings = LedgerSettings {
            rules: target::load(layer, sources, kinds, sink),
            path: "ledger".to_owned(),
            title: title.to_owned(),
            collection_path: "collection".to_owned(),
            collection_title: collection_title.to_owned(),
            count_internal: false,
            names: false,
        };
        let Some(mut table) = layer.table("ledger", sink) else { return settings };
        for (key, path) in [("path", &mut settings.path), ("collection_path", &mut settings.collection_path)] {
            let Some(said) = table.string(key, sink) else { continue };
            let said = said.trim_matches('/').to_owned();
            match Route::file(&said) {
                Ok(route) if route.as_str() == said => *path = said,
                _ => sink.push(table.diagnose(&SETTING, key).arg("value", said).arg("example", "ledger")),
            }
        }
        for (key, title) in [("title", &mut settings.title), ("collection_title", &mut settings.collection_title)] {
            if let Some(said) = table.string(key, sink).filter(|said| !said.trim().is_empty()) {
                *title = said;
            }
        }
        settings.count_internal = table.boolean("count_internal", sink).unwrap_or(false);
        settings.names = table.boolean("names", sink).unwrap_or(false);
        table.finish(sink);
        settings
    }
}
