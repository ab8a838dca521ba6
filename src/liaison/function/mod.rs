//! What templates may ask of the group: `page.quarter`, `page.entry`, and functions over kinds, quarters and members.

mod annotation;
mod entries;
mod group;
mod kinds;
mod members;
mod quarters;

use std::sync::Arc;

use tera::{Map, Value};

pub use annotation::annotations;

use super::archive::ArchiveViews;
use super::group::Group;
use crate::config::Config;
use crate::graph::SiteGraph;
use crate::render::Views;
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
        registry.functions.push((name, false, Box::new(function)));
    };
    let nothing: fn() -> Value = || Value::from(Vec::<Value>::new());
    add("get_kinds", nothing, kinds::get_kinds);
    add("get_quarters", nothing, quarters::get_quarters);
    add("get_quarter", Value::none, quarters::get_quarter);
    add("get_members", nothing, members::get_members);
    add("get_member", Value::none, members::get_member);
    add("get_entries", nothing, entries::get_entries);
    add("get_liaison", Value::none, group::get_liaison);
}

/// The Chinese or the English name, by the site's language.
pub fn in_language<'a>(config: &Config, zh: &'a str, en: &'a str) -> &'a str {
    if config.default_language().code.starts_with("zh") { zh } else { en }
}

/// A map of names and values.
fn map(pairs: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let map: Map = pairs.into_iter().map(|(name, value)| (name.into(), value)).collect();
    map.into()
}
