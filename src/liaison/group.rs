//! The group as the site tells of it: its entries, its members, the quarters of its life.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::archive::Quarter;
use super::entry::Entry;
use super::ledger::Ledger;
use super::settings::Settings;
use crate::graph::{NodeId, PageId, SiteGraph};

/// A member with a page of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The id entries name the member by.
    pub id: String,
    /// The member's page.
    pub page: PageId,
    /// The entries that name the member, newest first, as indices into `Group::entries`.
    pub entries: Vec<usize>,
}

/// A public entry with its page.
#[derive(Clone, Debug)]
pub struct GroupEntry {
    /// Its page.
    pub page: PageId,
    /// The entry.
    pub entry: Entry,
    /// Its quarter; none without a date.
    pub quarter: Option<Quarter>,
}

/// The group; final once the documents are linked.
#[derive(Debug)]
pub struct Group {
    /// The settings.
    pub settings: Settings,
    /// The day that counts as today.
    pub today: Date,
    /// Everything that counts, withheld entries among it.
    pub ledger: Ledger,
    /// The public entries in the default language, newest first.
    pub entries: Vec<GroupEntry>,
    /// The members, by weight, then id.
    pub members: Vec<Member>,
    /// The quarters of the site's life, oldest first.
    pub quarters: Vec<Quarter>,
    /// The entries of each quarter, newest first, as indices into `entries`.
    pub by_quarter: BTreeMap<Quarter, Vec<usize>>,
    /// The entry of a page.
    by_page: FxHashMap<PageId, usize>,
    /// The member of an id.
    by_id: FxHashMap<String, usize>,
}

impl Group {
    /// Joins entries and pages. Entries whose document did not reach the graph are left out: why was told already.
    /// What is withheld counts, and is known to the ledger alone.
    pub fn join(
        settings: Settings,
        entries: Vec<Entry>,
        withheld: Vec<Entry>,
        graph: &SiteGraph,
        today: Date,
    ) -> Group {
        let ledger = Ledger::new(&settings, entries.iter().cloned().chain(withheld), today);
        let mut entries: Vec<GroupEntry> = entries
            .into_iter()
            .filter_map(|entry| match graph.find(entry.relative.as_str()) {
                Some(NodeId::Page(page)) if entry.language.0 == 0 && graph.page(page).front().render => {
                    let quarter = entry.date.map(Quarter::of);
                    Some(GroupEntry { page, entry, quarter })
                }
                _ => None,
            })
            .collect();
        entries.sort_by(|a, b| b.entry.date.cmp(&a.entry.date).then_with(|| a.entry.path.cmp(&b.entry.path)));
        let by_page = entries.iter().enumerate().map(|(at, entry)| (entry.page, at)).collect();
        let mut by_quarter: BTreeMap<Quarter, Vec<usize>> = BTreeMap::new();
        for (at, entry) in entries.iter().enumerate() {
            if let Some(quarter) = entry.quarter {
                by_quarter.entry(quarter).or_default().push(at);
            }
        }
        let members = members(&entries, graph);
        let by_id = members.iter().enumerate().map(|(at, member)| (member.id.clone(), at)).collect();
        let quarters = life(&settings, &by_quarter, today);
        Group { settings, today, ledger, entries, members, quarters, by_quarter, by_page, by_id }
    }

    /// The entry a page is.
    pub fn entry_of(&self, page: PageId) -> Option<&GroupEntry> {
        self.by_page.get(&page).map(|at| &self.entries[*at])
    }

    /// The member of an id.
    pub fn member(&self, id: &str) -> Option<&Member> {
        self.member_at(id).map(|at| &self.members[at])
    }

    /// The place among `members` of the one with this id.
    pub fn member_at(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The entries of a quarter, newest first.
    pub fn entries_in(&self, quarter: Quarter) -> impl Iterator<Item = &GroupEntry> {
        self.by_quarter.get(&quarter).into_iter().flatten().map(|at| &self.entries[*at])
    }
}

fn members(entries: &[GroupEntry], graph: &SiteGraph) -> Vec<Member> {
    let mut members: Vec<Member> = entries
        .iter()
        .filter(|entry| entry.entry.kind.id == "member")
        .map(|entry| Member { id: entry.entry.id.clone(), page: entry.page, entries: Vec::new() })
        .collect();
    members
        .sort_by_cached_key(|member| (graph.page(member.page).front().weight.unwrap_or(u64::MAX), member.id.clone()));
    let index: FxHashMap<String, usize> =
        members.iter().enumerate().map(|(at, member)| (member.id.clone(), at)).collect();
    for (at, entry) in entries.iter().enumerate() {
        for id in &entry.entry.members {
            if let Some(member) = index.get(id) {
                members[*member].entries.push(at);
            }
        }
    }
    members
}

/// From the opening (or the first entry) to today (or the last entry), whichever is later.
fn life(settings: &Settings, by_quarter: &BTreeMap<Quarter, Vec<usize>>, today: Date) -> Vec<Quarter> {
    let first_entry = by_quarter.keys().next().copied();
    let opened = settings.opened.map(Quarter::of);
    let Some(first) = first_entry.into_iter().chain(opened).min() else { return Vec::new() };
    let now = Quarter::of(today);
    let last = by_quarter.keys().next_back().copied().into_iter().chain([now]).max().unwrap_or(now);
    first.through(last).collect()
}
