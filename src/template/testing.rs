//! Small sites for unit tests of templates and of what they call.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use tera::Value;

use super::{Call, Engine, Keeper, Registry, TemplateFile, TemplateSet};
use crate::config::{Config, Dialect};
use crate::diagnostic::{Diagnostic, Locale, Sink, SourceText, to_terminal};
use crate::path::SourcePath;
use crate::source::{MemoryWorld, SourceTree};

/// A path that is known to be good.
pub(crate) fn path(text: &str) -> SourcePath {
    SourcePath::new(text).expect("a good path")
}

/// A file's text with its path.
pub(crate) fn text(name: &str, text: &str) -> SourceText {
    SourceText { path: path(name), text: text.into() }
}

/// A world of these files.
pub(crate) fn sources<B: AsRef<[u8]>>(files: &[(&str, B)]) -> SourceTree {
    let files = files.iter().map(|(name, bytes)| (path(name), bytes.as_ref().to_vec())).collect();
    SourceTree::new(Arc::new(MemoryWorld { files, ..MemoryWorld::default() }))
}

/// The settings of a site in English and Chinese.
pub(crate) fn config() -> Config {
    crate::config::testing::config("title = \"Title en\"\n[languages.zh]\ntitle = \"Title zh\"\n")
}

/// A set of the site's own files and the built-in ones.
pub(crate) fn set(files: &[(&str, &str)]) -> TemplateSet {
    let own = files.iter().map(|(name, content)| TemplateFile {
        name: (*name).to_owned(),
        source: text(&format!("templates/{name}"), content),
    });
    TemplateSet { files: own.chain(super::builtin::templates()).collect(), theme: None }
}

/// Compiled templates, or what was told.
pub(crate) fn engine(files: &[(&str, &str)], mut registry: Registry) -> Result<Engine, String> {
    if !registry.functions.iter().any(|(name, ..)| *name == "get_url") {
        registry.safe_function("get_url", |args| Ok(Value::from(format!("/{}", args.required_text("path")?))));
    }
    let sink = Sink::new();
    let engine = Engine::load(&set(files), registry, Dialect::V2, &sink);
    engine.ok_or_else(|| told(sink.finish()))
}

/// Diagnostics as they are printed, in English.
pub(crate) fn told(diagnostics: impl IntoIterator<Item = Diagnostic>) -> String {
    to_terminal(&diagnostics.into_iter().collect::<Vec<_>>(), Locale::En, false)
}

/// Remembers everything that is shown, by what it is shown of.
#[derive(Default)]
pub(crate) struct Everything(pub Mutex<BTreeMap<String, Value>>);

impl Keeper for Everything {
    fn show(&self, call: &Call<'_>, make: &mut dyn FnMut() -> Option<String>) -> Option<Value> {
        let key = format!("{} {} {:?}", call.name, call.escapes, call.arguments);
        if let Some(known) = self.0.lock().expect("nobody panics").get(&key) {
            return Some(known.clone());
        }
        let made = Value::safe_string(&make()?);
        self.0.lock().expect("nobody panics").insert(key, made.clone());
        Some(made)
    }
}
