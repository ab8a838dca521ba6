//! What templates may ask of the group: `page.quarter`, `page.entry`, and functions over kinds, quarters and members.

mod annotation;
mod by_language;
mod collections;
mod entries;
mod group;
mod kinds;
mod ledger;
mod members;
mod quarters;

use std::sync::Arc;

use tera::{Map, Value};

pub use annotation::annotations;
pub use by_language::ByLanguage;

use super::archive::{ArchiveViews, CollectionViews};
use super::group::Group;
use super::ledger::LedgerViews;
use crate::config::Config;
use crate::content::LanguageId;
use crate::fingerprint::Fingerprint;
use crate::graph::SiteGraph;
use crate::plan::Target;
use crate::render::Views;
use crate::source::SourceTree;
use crate::template::{Args, Registry};

/// What the functions work on.
pub struct Asked {
    /// The site's settings.
    pub config: Arc<Config>,
    /// The documents.
    pub graph: Arc<SiteGraph>,
    /// The group.
    pub group: Arc<Group>,
    /// The values of pages.
    pub views: Arc<Views>,
    /// The values of quarters and years.
    pub archive: Arc<ArchiveViews>,
    /// The values of the ledger.
    pub ledger: Arc<LedgerViews>,
    /// The values of collections.
    pub collections: Arc<CollectionViews>,
    /// What `get_kinds` answers.
    kinds: ByLanguage,
    /// Each member as `get_member` answers.
    members: Vec<ByLanguage>,
}

impl Asked {
    /// What the functions answer from, over a group and the values of its pages.
    pub fn new(config: Arc<Config>, graph: Arc<SiteGraph>, group: Arc<Group>, views: Arc<Views>) -> Asked {
        let archive = Arc::new(ArchiveViews::new(config.clone(), group.clone(), &graph, views.clone()));
        let ledger = Arc::new(LedgerViews::new(config.clone(), group.clone(), graph.clone()));
        let collections = Arc::new(CollectionViews::new(config.clone(), group.clone(), views.clone()));
        let kinds = ByLanguage::new(&config);
        let members = group.members.iter().map(|_| ByLanguage::new(&config)).collect();
        Asked { config, graph, group, views, archive, ledger, collections, kinds, members }
    }

    /// The output files of the layer: the archive's, the ledger's, the collections', the share cards. `whole` stands for all
    /// documents without their bodies.
    pub fn targets(&self, sources: &SourceTree, whole: Fingerprint) -> Vec<Target> {
        let mut targets = super::archive::targets(&self.archive, &self.config, &self.graph, whole);
        targets.extend(super::ledger::targets(&self.group, &self.ledger, &self.collections, whole));
        targets.extend(super::card::targets(&self.group, &self.config, sources));
        targets
    }
}

/// Adds the group's functions to `registry`. Without the layer (`asked` is none) they are there all the same and find
/// nothing, so that a theme works on a plain site.
pub fn functions(asked: Option<Arc<Asked>>, registry: &mut Registry) {
    let mut add = |name: &'static str, empty: fn() -> Value, answer: fn(&Asked, &Args) -> Result<Value, String>| {
        let asked = asked.clone();
        let function = move |args: &Args| match &asked {
            Some(asked) => answer(asked, args),
            None => Ok(empty()),
        };
        registry.functions.push((name, false, Arc::new(function)));
    };
    let nothing: fn() -> Value = || Value::from(Vec::<Value>::new());
    add("get_kinds", nothing, kinds::get_kinds);
    add("get_quarters", nothing, quarters::get_quarters);
    add("get_quarter", Value::none, quarters::get_quarter);
    add("get_members", nothing, members::get_members);
    add("get_member", Value::none, members::get_member);
    add("get_entries", nothing, entries::get_entries);
    add("get_ledger", Value::none, ledger::get_ledger);
    add("get_targets", nothing, ledger::get_targets);
    add("get_tasks", nothing, ledger::get_tasks);
    add("get_adoptions", nothing, ledger::get_adoptions);
    add("get_issues", Value::none, ledger::get_issues);
    add("get_words", nothing, ledger::get_words);
    add("get_collections", nothing, collections::get_collections);
    add("get_collection", Value::none, collections::get_collection);
    add("get_liaison", Value::none, group::get_liaison);
}

/// The Chinese or the English name, by the language of whoever sees it.
pub fn in_language<'a>(config: &Config, language: LanguageId, zh: &'a str, en: &'a str) -> &'a str {
    let code = config.languages.get(usize::from(language.0)).map_or("", |language| language.code.as_str());
    if code.starts_with("zh") { zh } else { en }
}

/// A map of names and values.
fn map(pairs: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let map: Map = pairs.into_iter().map(|(name, value)| (name.into(), value)).collect();
    map.into()
}
