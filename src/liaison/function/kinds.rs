//! `get_kinds()`: the kinds of entry with how many there are.

use tera::Value;

use super::{Asked, in_language, map};
use crate::content::LanguageId;
use crate::graph::{NodeId, SiteGraph};
use crate::liaison::entry::Kind;
use crate::template::Args;

/// Every kind: kind, name in the language of the page being rendered, path and permalink of its section (null where there is none), count.
pub fn get_kinds(asked: &Asked, _: &Args) -> Result<Value, String> {
    Ok(asked.kinds.get(|language| kinds(asked, language)))
}

fn kinds(asked: &Asked, language: LanguageId) -> Value {
    let kinds = asked.group.settings.kinds.all.iter();
    let kinds: Vec<Value> = kinds
        .map(|kind| {
            let section = section_of(kind, &asked.graph);
            let count = asked.group.entries.iter().filter(|entry| entry.entry.kind.id == kind.id).count();
            map([
                ("kind", Value::from(kind.id.as_str())),
                ("name", Value::from(in_language(&asked.config, language, &kind.zh, &kind.en))),
                ("path", Value::from(section.map(|(path, _)| path))),
                ("permalink", Value::from(section.map(|(_, permalink)| permalink))),
                ("count", Value::from(count)),
            ])
        })
        .collect();
    Value::from(kinds)
}

/// Path and permalink of the section named after a kind.
pub fn section_of<'g>(kind: &Kind, graph: &'g SiteGraph) -> Option<(&'g str, &'g str)> {
    match graph.find(&format!("{}/_index.md", kind.id))? {
        NodeId::Section(id) => {
            let section = graph.section(id);
            Some((section.path.as_str(), section.permalink.as_str()))
        }
        NodeId::Page(_) => None,
    }
}
