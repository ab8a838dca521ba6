//! The values that pages and templates see of the ledger, each made once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde_json::json;
use tera::{Map, Value};

use super::counted::Ledger;
use super::issue::issues;
use super::period::Range;
use super::report::{Audience, of_issue, report};
use crate::config::Config;
use crate::graph::{NodeId, SiteGraph};
use crate::liaison::entry::{Entry, value};
use crate::liaison::group::Group;

/// The ledger's public values.
pub struct LedgerViews {
    config: Arc<Config>,
    group: Arc<Group>,
    graph: Arc<SiteGraph>,
    made: Mutex<BTreeMap<Range, Arc<OnceLock<Value>>>>,
}

impl LedgerViews {
    /// The values of a group's ledger.
    pub fn new(config: Arc<Config>, group: Arc<Group>, graph: Arc<SiteGraph>) -> LedgerViews {
        LedgerViews { config, group, graph, made: Mutex::default() }
    }

    fn ledger(&self) -> &Ledger {
        &self.group.ledger
    }

    /// The address of a public entry's page.
    fn link(&self, entry: &Entry) -> Option<String> {
        match self.graph.find(entry.relative.as_str())? {
            NodeId::Page(page) => {
                self.group.entry_of(page)?;
                Some(self.graph.page(page).permalink.clone())
            }
            NodeId::Section(_) => None,
        }
    }

    /// The path of a year's page.
    pub fn year_path(&self, year: i16) -> String {
        format!("/{}/{year}/", self.group.settings.ledger.path)
    }

    /// The path of the page of this year.
    pub fn path(&self) -> String {
        format!("/{}/", self.group.settings.ledger.path)
    }

    /// The ledger of a range for the public, as JSON.
    pub fn json(&self, range: Range) -> serde_json::Value {
        let mut value = report(self.ledger(), range, None, Audience::Public(&|entry| self.link(entry)));
        let archive = &self.group.settings.archive;
        value["group"] = json!(self.group.settings.group);
        value["title"] = json!(self.group.settings.ledger.title);
        value["label"] = json!(match range {
            Range::Year(year) => archive.year_label(year),
            Range::Quarter(quarter) => archive.quarter_label(quarter),
        });
        value["permalink"] = json!(self.config.permalink(&self.year_path(range.year())));
        value["path"] = json!(self.year_path(range.year()));
        value["current"] = json!(range.has(self.ledger().today));
        value["names"] = json!(self.group.settings.ledger.names);
        let years = self.ledger().years().into_iter().rev().map(|year| {
            json!({ "year": year, "label": archive.year_label(year),
                    "permalink": self.config.permalink(&self.year_path(year)) })
        });
        value["years"] = years.collect();
        value
    }

    /// The ledger of a range for templates.
    pub fn of(&self, range: Range) -> Value {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner).entry(range).or_default().clone();
        made.get_or_init(|| Value::from_serializable(&self.json(range))).clone()
    }

    /// The problems of supervision in a year, or all, newest first: `{open, closed, rows}`.
    pub fn issues(&self, year: Option<i16>) -> Value {
        let found = issues(self.ledger(), year.map(Range::Year));
        let open = found.iter().filter(|issue| !issue.is_closed()).count();
        let audience = Audience::Public(&|entry| self.link(entry));
        let rows: Vec<_> = found.iter().rev().filter_map(|issue| of_issue(issue, audience)).collect();
        Value::from_serializable(&json!({ "open": open, "closed": found.len() - open, "rows": rows }))
    }

    /// A member's lights this year.
    pub fn lights(&self, id: &str) -> Value {
        let ledger = self.of(Range::Year(self.ledger().today.year()));
        let members = ledger.as_map().and_then(|map| value(map, "members")?.as_array()).unwrap_or_default();
        let of_member = |member: &&Map| value(member, "id").and_then(Value::as_str) == Some(id);
        let found = members.iter().filter_map(Value::as_map).find(of_member);
        found.and_then(|member| value(member, "lights")).cloned().unwrap_or_else(|| Value::from(Vec::<Value>::new()))
    }
}
