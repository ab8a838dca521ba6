//! Collections of cultural-history materials: series, their volumes, the categories and contributors of each.

use std::sync::{Arc, OnceLock};

use tera::{Map, Value};

use crate::config::Config;
use crate::liaison::entry::{pinyin_slug, text, value};
use crate::liaison::group::{Group, GroupEntry};
use crate::render::Views;

/// One volume of a series.
#[derive(Clone, Debug)]
pub struct Volume {
    /// The series.
    pub series: String,
    /// Its number; none for what says no volume.
    pub number: Option<u64>,
    /// Its entries by page, then by date, as indices into `Group::entries`.
    pub entries: Vec<usize>,
    /// The address path of its page.
    pub path: String,
}

/// The values of collections, each made once.
pub struct CollectionViews {
    config: Arc<Config>,
    group: Arc<Group>,
    views: Arc<Views>,
    /// All volumes: series in the order of their first entry, volumes by number.
    pub volumes: Vec<Volume>,
    all: OnceLock<Value>,
}

impl CollectionViews {
    /// The collections of a group's public entries.
    pub fn new(config: Arc<Config>, group: Arc<Group>, views: Arc<Views>) -> CollectionViews {
        let volumes = volumes(&group);
        CollectionViews { config, group, views, volumes, all: OnceLock::new() }
    }

    /// The address path of the page of all collections.
    pub fn path(&self) -> String {
        format!("/{}/", self.group.settings.ledger.collection_path)
    }

    /// All series: name, count, and volumes.
    pub fn all(&self) -> Value {
        self.all
            .get_or_init(|| {
                let mut series: Vec<(&str, Vec<Value>, usize)> = Vec::new();
                for volume in &self.volumes {
                    let value = self.volume(volume);
                    match series.iter_mut().find(|(name, ..)| *name == volume.series) {
                        Some((_, volumes, count)) => {
                            volumes.push(value);
                            *count += volume.entries.len();
                        }
                        None => series.push((&volume.series, vec![value], volume.entries.len())),
                    }
                }
                let series = series.into_iter().map(|(name, volumes, count)| {
                    let mut map = Map::default();
                    map.insert("series".into(), Value::from(name));
                    map.insert("count".into(), Value::from(count));
                    map.insert("volumes".into(), Value::from(volumes));
                    Value::from(map)
                });
                Value::from(series.collect::<Vec<_>>())
            })
            .clone()
    }

    /// A series or a volume of it; null if there is none.
    pub fn find(&self, series: &str, number: Option<u64>) -> Value {
        match number {
            Some(_) => {
                let found = self.volumes.iter().find(|volume| volume.series == series && volume.number == number);
                found.map_or_else(Value::none, |volume| self.volume(volume))
            }
            None => {
                let all = self.all();
                let named = |value: &&Value| value.as_map().and_then(|map| text(map, "series")) == Some(series);
                all.as_array().unwrap_or_default().iter().find(named).cloned().unwrap_or_else(Value::none)
            }
        }
    }

    /// A volume: series, volume, label, path, permalink, count, pages, categories and contributors.
    pub fn volume(&self, volume: &Volume) -> Value {
        let entries: Vec<&GroupEntry> = volume.entries.iter().map(|at| &self.group.entries[*at]).collect();
        let zh = self.group.settings.zh;
        let label = match volume.number {
            Some(number) if zh => format!("第{number}辑"),
            Some(number) => format!("Vol. {number}"),
            None if zh => "未分辑".to_owned(),
            None => "Unnumbered".to_owned(),
        };
        let pages = |wanted: &dyn Fn(&GroupEntry) -> bool| {
            let pages = entries.iter().filter(|entry| wanted(entry)).map(|entry| self.views.page(entry.page));
            Value::from(pages.collect::<Vec<_>>())
        };
        let categories = counted(entries.iter().filter_map(|entry| entry.entry.word("category")));
        let categories = categories.into_iter().map(|(name, count)| {
            let mut map = Map::default();
            map.insert("name".into(), Value::from(name.as_str()));
            map.insert("count".into(), Value::from(count));
            map.insert("pages".into(), pages(&|entry| entry.entry.word("category") == Some(name.as_str())));
            Value::from(map)
        });
        let people = entries.iter().flat_map(|entry| {
            ["teller", "recorder", "author"].into_iter().filter_map(|key| Some((key, entry.entry.word(key)?)))
        });
        let contributors = counted(people.map(|(_, name)| name)).into_iter().map(|(name, count)| {
            let mut map = Map::default();
            map.insert("name".into(), Value::from(name));
            map.insert("count".into(), Value::from(count));
            Value::from(map)
        });
        let mut map = Map::default();
        map.insert("series".into(), Value::from(volume.series.as_str()));
        map.insert("volume".into(), volume.number.map_or_else(Value::none, Value::from));
        map.insert("label".into(), Value::from(label));
        map.insert("path".into(), Value::from(volume.path.as_str()));
        map.insert("permalink".into(), Value::from(self.config.permalink(&volume.path)));
        map.insert("count".into(), Value::from(entries.len()));
        map.insert("categories".into(), Value::from(categories.collect::<Vec<_>>()));
        map.insert("contributors".into(), Value::from(contributors.collect::<Vec<_>>()));
        map.insert("pages".into(), pages(&|_| true));
        map.into()
    }
}

/// Names with how often they occur, in the order of their first occurrence.
fn counted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(String, usize)> {
    let mut counted: Vec<(String, usize)> = Vec::new();
    for name in names {
        match counted.iter_mut().find(|(known, _)| known == name) {
            Some((_, count)) => *count += 1,
            None => counted.push((name.to_owned(), 1)),
        }
    }
    counted
}

fn volumes(group: &Group) -> Vec<Volume> {
    let mut volumes: Vec<Volume> = Vec::new();
    let page_of = |at: usize| {
        let extra = group.entries[at].entry.extra()?;
        value(value(extra, "collection")?.as_map()?, "page")?.as_u64()
    };
    // Oldest first, so that a series stands where it began.
    for (at, entry) in group.entries.iter().enumerate().rev() {
        let Some(table) = entry.entry.extra().and_then(|extra| value(extra, "collection")?.as_map()) else { continue };
        let Some(series) = text(table, "series").map(str::trim).filter(|series| !series.is_empty()) else { continue };
        let number = value(table, "volume").and_then(Value::as_u64);
        match volumes.iter_mut().find(|volume| volume.series == series && volume.number == number) {
            Some(volume) => volume.entries.push(at),
            None => {
                let name = number.map_or_else(|| "others".to_owned(), |number| number.to_string());
                let path = format!("/{}/{}/{name}/", group.settings.ledger.collection_path, pinyin_slug(series));
                volumes.push(Volume { series: series.to_owned(), number, entries: vec![at], path });
            }
        }
    }
    let order: Vec<String> = volumes.iter().map(|volume| volume.series.clone()).collect();
    let first = |series: &str| order.iter().position(|other| other == series);
    volumes.sort_by_key(|volume| (first(&volume.series), volume.number.unwrap_or(u64::MAX)));
    for volume in &mut volumes {
        volume.entries.sort_by_key(|at| page_of(*at).unwrap_or(u64::MAX));
    }
    volumes
}
