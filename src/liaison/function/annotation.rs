//! `page.quarter` and `page.entry`: what the layer adds to the pages templates see.

use std::collections::BTreeMap;

use rayon::prelude::*;
use tera::{Map, Value};

use super::kinds::section_of;
use super::{in_language, map};
use crate::asset::image::probe;
use crate::config::Config;
use crate::content::LanguageId;
use crate::graph::{Page, SiteGraph};
use crate::liaison::archive::{Quarter, QuarterFacts};
use crate::liaison::card;
use crate::liaison::entry::{beside, tables, text};
use crate::liaison::group::{Group, GroupEntry};
use crate::path::join_url;
use crate::render::Annotations;
use crate::source::SourceTree;

/// Entries are in the site's own language; their translations are plain pages.
const OWN: LanguageId = LanguageId(0);

/// The further keys of every page, in the graph's order.
pub fn annotations(group: &Group, graph: &SiteGraph, config: &Config, sources: &SourceTree) -> Annotations {
    let facts = QuarterFacts { group, config, language: OWN };
    let quarters: BTreeMap<Quarter, Value> =
        group.quarters.iter().map(|quarter| (*quarter, facts.brief(*quarter).into())).collect();
    let of_page = |page: &Page, id| {
        let entry: Option<&GroupEntry> = group.entry_of(id);
        let quarter = entry.and_then(|entry| quarters.get(&entry.quarter?)).cloned();
        let value = entry.map(|entry| entry_value(entry, page, group, graph, config, sources));
        vec![("quarter", quarter.unwrap_or_else(Value::none)), ("entry", value.unwrap_or_else(Value::none))]
    };
    let ids = (0..graph.pages.len() as u32).into_par_iter().map(crate::graph::PageId);
    ids.map(|id| of_page(graph.page(id), id)).collect()
}

fn entry_value(
    entry: &GroupEntry,
    page: &Page,
    group: &Group,
    graph: &SiteGraph,
    config: &Config,
    sources: &SourceTree,
) -> Value {
    let kind = &entry.entry.kind;
    let section = section_of(kind, graph);
    let fields: Vec<Value> = entry
        .entry
        .facts
        .iter()
        .map(|fact| {
            map([
                ("name", Value::from(fact.field.name.as_str())),
                ("label", Value::from(in_language(config, OWN, &fact.field.zh, &fact.field.en))),
                ("value", Value::from(fact.value.as_str())),
            ])
        })
        .collect();
    let members: Vec<Value> = entry.entry.members.iter().filter_map(|id| member(id, group, graph)).collect();
    let extra = page.front().extra.as_map();
    let images: Vec<Value> = extra
        .into_iter()
        .flat_map(|extra| tables(extra, "images"))
        .filter_map(|table| image(table, page, config, sources))
        .collect();
    map([
        ("kind", Value::from(kind.id.as_str())),
        ("kind_name", Value::from(in_language(config, OWN, &kind.zh, &kind.en))),
        ("kind_path", Value::from(section.map(|(path, _)| path))),
        ("kind_permalink", Value::from(section.map(|(_, permalink)| permalink))),
        ("fields", Value::from(fields)),
        ("members", Value::from(members)),
        ("images", Value::from(images)),
        ("card", card::value(&entry.entry, group, config)),
    ])
}

fn member(id: &str, group: &Group, graph: &SiteGraph) -> Option<Value> {
    let page = graph.page(group.member(id)?.page);
    let extra = page.front().extra.as_map()?;
    let said = |key: &'static str| Value::from(text(extra, key));
    Some(map([
        ("id", Value::from(id)),
        ("name", said("name")),
        ("permalink", Value::from(page.permalink.as_str())),
        ("sector", said("sector")),
        ("post", said("post")),
    ]))
}

/// A picture of an entry with its address and size. A page with a folder of its own has its files beside it; those of
/// other pages lie in their section.
fn image(table: &Map, page: &Page, config: &Config, sources: &SourceTree) -> Option<Value> {
    let name = text(table, "file")?;
    let place = &page.document.place;
    let path = beside(place.file.parent(), name)?;
    let url = match &place.colocated {
        Some(_) => join_url(&page.permalink, name),
        None => join_url(&config.base_url, path.strip_prefix("content")?),
    };
    let facts = sources.world().read(&path).ok().and_then(|bytes| probe(&bytes));
    let size = |length: u32| if length > 0 { Value::from(length) } else { Value::none() };
    Some(map([
        ("url", Value::from(url)),
        ("path", Value::from(path.as_str())),
        ("alt", Value::from(text(table, "alt"))),
        ("caption", Value::from(text(table, "caption"))),
        ("credit", Value::from(text(table, "credit"))),
        ("width", facts.as_ref().map_or_else(Value::none, |facts| size(facts.width))),
        ("height", facts.as_ref().map_or_else(Value::none, |facts| size(facts.height))),
    ]))
}
