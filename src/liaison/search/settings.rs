//! What the settings say about the search: whether there is one, and where its page stands.

use crate::diagnostic::Sink;
use crate::liaison::code::SETTING;
use crate::path::Route;
use crate::source::Table;

/// `[liaison.search]` with its defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchSettings {
    /// Whether there is a search.
    pub enabled: bool,
    /// The path of its page and files, without slashes at its ends.
    pub path: String,
    /// The title of its page.
    pub title: String,
}

impl SearchSettings {
    /// Reads `[liaison.search]` from the layer's table.
    pub fn read(layer: &mut Table, zh: bool, sink: &Sink) -> SearchSettings {
        let title = if zh { "搜索" } else { "Search" };
        let mut settings = SearchSettings { enabled: true, path: "search".to_owned(), title: title.to_owned() };
        let Some(mut table) = layer.table("search", sink) else { return settings };
        settings.enabled = table.boolean("enabled", sink).unwrap_or(true);
        if let Some(path) = table.string("path", sink) {
            let path = path.trim_matches('/').to_owned();
            match Route::file(&path) {
                Ok(route) if route.as_str() == path => settings.path = path,
                _ => sink.push(table.diagnose(&SETTING, "path").arg("value", path).arg("example", "search")),
            }
        }
        if let Some(title) = table.string("title", sink).filter(|title| !title.trim().is_empty()) {
            settings.title = title;
        }
        table.finish(sink);
        settings
    }
}
