//! The values that archive pages and templates see of quarters and years.

use std::sync::{Arc, OnceLock};

use tera::{Map, Value};

use super::media;
use super::quarter::Quarter;
use crate::config::Config;
use crate::content::LanguageId;
use crate::graph::SiteGraph;
use crate::liaison::entry::{Kind, value};
use crate::liaison::function::{ByLanguage, in_language};
use crate::liaison::group::{Group, GroupEntry};
use crate::path::join_url;
use crate::render::Views;

/// Facts of a quarter that need no page values: for `page.quarter`, for lists.
#[derive(Debug)]
pub struct QuarterFacts<'a> {
    /// The group.
    pub group: &'a Group,
    /// The site's settings.
    pub config: &'a Config,
    /// The language of whoever sees them.
    pub language: LanguageId,
}

impl QuarterFacts<'_> {
    /// year, quarter, label, path, permalink, start, end.
    pub fn brief(&self, quarter: Quarter) -> Map {
        let archive = &self.group.settings.archive;
        let path = archive.quarter_path(quarter);
        let mut map = Map::default();
        map.insert("year".into(), Value::from(i64::from(quarter.year)));
        map.insert("quarter".into(), Value::from(u64::from(quarter.number)));
        map.insert("label".into(), Value::from(archive.in_language(self.config, self.language).quarter_label(quarter)));
        map.insert("permalink".into(), Value::from(self.config.permalink(&path)));
        map.insert("path".into(), Value::from(path));
        map.insert("start".into(), Value::from(quarter.start().to_string()));
        map.insert("end".into(), Value::from(quarter.end().to_string()));
        map
    }

    /// The brief facts, with how many entries there are of each kind.
    pub fn counted(&self, quarter: Quarter) -> Map {
        let mut map = self.brief(quarter);
        let kinds = self.group.settings.kinds.all.iter();
        let kinds: Vec<Value> = kinds
            .filter_map(|kind| {
                let count = self.group.entries_in(quarter).filter(|entry| entry.entry.kind.id == kind.id).count();
                (count > 0).then(|| self.kind(kind, count).into())
            })
            .collect();
        map.insert("count".into(), Value::from(self.group.entries_in(quarter).count()));
        map.insert("current".into(), Value::from(quarter == Quarter::of(self.group.today)));
        map.insert("kinds".into(), Value::from(kinds));
        map
    }

    fn kind(&self, kind: &Kind, count: usize) -> Map {
        let mut map = Map::default();
        map.insert("kind".into(), Value::from(kind.id.as_str()));
        map.insert("name".into(), Value::from(in_language(self.config, self.language, &kind.zh, &kind.en)));
        map.insert("count".into(), Value::from(count));
        map
    }
}

/// The values of quarters and years, each made once.
pub struct ArchiveViews {
    config: Arc<Config>,
    group: Arc<Group>,
    views: Arc<Views>,
    media: Option<String>,
    /// By quarter.
    full: Vec<ByLanguage>,
    years: OnceLock<Value>,
    counted: ByLanguage,
}

impl ArchiveViews {
    /// The values of `group`, whose pages in `graph` `views` knows.
    pub fn new(config: Arc<Config>, group: Arc<Group>, graph: &SiteGraph, views: Arc<Views>) -> ArchiveViews {
        let full = group.quarters.iter().map(|_| ByLanguage::new(&config)).collect();
        let media = media::permalink(&group, graph, &config);
        let counted = ByLanguage::new(&config);
        ArchiveViews { config, group, views, media, full, years: OnceLock::new(), counted }
    }

    fn facts(&self, language: LanguageId) -> QuarterFacts<'_> {
        QuarterFacts { group: &self.group, config: &self.config, language }
    }

    /// The group whose archive it is.
    pub fn group(&self) -> &Group {
        &self.group
    }

    /// All quarters with their counts, newest first, as the page being rendered calls them.
    pub fn quarters(&self) -> Value {
        self.counted.get(|language| {
            let (facts, quarters) = (self.facts(language), self.group.quarters.iter().rev());
            Value::from(quarters.map(|quarter| facts.counted(*quarter).into()).collect::<Vec<Value>>())
        })
    }

    /// A quarter with its pages and neighbours, as the page being rendered calls it; none if it lies outside the site's life.
    pub fn quarter(&self, quarter: Quarter) -> Option<Value> {
        let at = self.group.quarters.binary_search(&quarter).ok()?;
        Some(self.full.get(at)?.get(|language| self.make_quarter(at, quarter, self.facts(language))))
    }

    fn make_quarter(&self, at: usize, quarter: Quarter, facts: QuarterFacts) -> Value {
        let mut map = facts.counted(quarter);
        let entries: Vec<&GroupEntry> = self.group.entries_in(quarter).collect();
        let kinds = self.group.settings.kinds.all.iter();
        let kinds: Vec<Value> = kinds
            .filter_map(|kind| {
                let pages: Vec<Value> = entries
                    .iter()
                    .filter(|entry| entry.entry.kind.id == kind.id)
                    .map(|entry| self.views.page(entry.page))
                    .collect();
                (!pages.is_empty()).then(|| {
                    let mut map = facts.kind(kind, pages.len());
                    map.insert("pages".into(), Value::from(pages));
                    map.into()
                })
            })
            .collect();
        map.insert("kinds".into(), Value::from(kinds));
        let pages: Vec<Value> = entries.iter().map(|entry| self.views.page(entry.page)).collect();
        map.insert("pages".into(), Value::from(pages));
        let neighbour = |at: Option<usize>| {
            let quarter = at.and_then(|at| self.group.quarters.get(at));
            quarter.map_or_else(Value::none, |quarter| facts.brief(*quarter).into())
        };
        map.insert("previous".into(), neighbour(at.checked_sub(1)));
        map.insert("next".into(), neighbour(Some(at + 1)));
        let path = self.group.settings.archive.quarter_path(quarter);
        map.insert("feed".into(), Value::from(join_url(&self.config.base_url, &format!("{path}atom.xml"))));
        map.insert("json".into(), Value::from(join_url(&self.config.base_url, &format!("{path}index.json"))));
        map.into()
    }

    /// `archive`: title, count, the address where media reports are listed if there is one, and the years newest first with their quarters oldest first.
    pub fn archive(&self) -> Value {
        self.years
            .get_or_init(|| {
                let settings = &self.group.settings.archive;
                let mut years: Vec<i16> = self.group.quarters.iter().map(|quarter| quarter.year).collect();
                years.dedup();
                let years: Vec<Value> = years.iter().rev().map(|year| self.make_year(*year)).collect();
                let path = format!("/{}/", settings.path);
                let mut map = Map::default();
                map.insert("title".into(), Value::from(settings.title.as_str()));
                map.insert("permalink".into(), Value::from(self.config.permalink(&path)));
                map.insert("path".into(), Value::from(path));
                map.insert("years".into(), Value::from(years));
                map.insert("media".into(), Value::from(self.media.clone()));
                map.insert("count".into(), Value::from(self.group.by_quarter.values().map(Vec::len).sum::<usize>()));
                map.into()
            })
            .clone()
    }

    /// One year of `archive.years`.
    pub fn year(&self, year: i16) -> Option<Value> {
        let archive = self.archive();
        let years = value(archive.as_map()?, "years")?.as_array()?;
        let same = |year_value: &&Value| {
            let number = year_value.as_map().and_then(|map| value(map, "year")).and_then(Value::as_i64);
            number == Some(i64::from(year))
        };
        years.iter().find(same).cloned()
    }

    fn make_year(&self, year: i16) -> Value {
        // Pages of the archive are in the site's own language.
        let facts = self.facts(LanguageId(0));
        let settings = &self.group.settings.archive;
        let of_year = self.group.quarters.iter().filter(|quarter| quarter.year == year);
        let count: usize = of_year.clone().map(|quarter| self.group.entries_in(*quarter).count()).sum();
        let quarters: Vec<Value> = of_year.map(|quarter| facts.counted(*quarter).into()).collect();
        let path = settings.year_path(year);
        let mut map = Map::default();
        map.insert("year".into(), Value::from(i64::from(year)));
        map.insert("label".into(), Value::from(settings.year_label(year)));
        map.insert("permalink".into(), Value::from(self.config.permalink(&path)));
        map.insert("path".into(), Value::from(path));
        map.insert("count".into(), Value::from(count));
        map.insert("quarters".into(), Value::from(quarters));
        map.into()
    }
}
