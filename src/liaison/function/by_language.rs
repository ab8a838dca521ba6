//! Values that differ by the language of the page being rendered, each made once.

use std::sync::OnceLock;

use tera::Value;

use crate::config::Config;
use crate::content::LanguageId;
use crate::template::Scope;

/// A value for each language of the site.
pub struct ByLanguage(Vec<OnceLock<Value>>);

impl ByLanguage {
    /// None made yet.
    pub fn new(config: &Config) -> ByLanguage {
        ByLanguage(config.languages.iter().map(|_| OnceLock::new()).collect())
    }

    /// The value for the page being rendered.
    pub fn get(&self, make: impl FnOnce(LanguageId) -> Value) -> Value {
        let language = Scope::current().language;
        match self.0.get(usize::from(language.0)) {
            Some(made) => made.get_or_init(|| make(language)).clone(),
            None => make(language),
        }
    }
}
