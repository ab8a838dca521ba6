//! The ledger as one value, for `ledger --format json` and for templates: the same shape, but what the public sees names
//! nothing that is withheld.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::adoption::{AdoptionTable, Taken, adoptions};
use super::counted::Ledger;
use super::issue::{Issue, issues};
use super::occasion::festivals;
use super::period::{Range, State};
use super::score::{rewards, scores};
use super::tally::{Cell, MemberTally, Tally, left, tally};
use super::target::{Per, Target};
use super::task::tasks;
use crate::liaison::entry::{Entry, Visibility};

/// Who reads it.
#[derive(Clone, Copy)]
pub enum Audience<'a> {
    /// The clerk: everything by its name, rewards and scores too.
    Clerk,
    /// Everybody: public entries, with their addresses.
    Public(&'a dyn Fn(&Entry) -> Option<String>),
}

impl Audience<'_> {
    /// An entry, if this reader may know of it.
    pub fn entry(&self, entry: &Entry) -> Option<Value> {
        let mut value = json!({
            "title": entry.title,
            "name": entry.name,
            "kind": entry.kind.id,
            "kind_name": entry.kind.zh,
            "date": entry.date.map(|day| day.to_string()),
        });
        match self {
            Audience::Clerk => {
                value["path"] = json!(entry.path.to_string());
                value["visibility"] = json!(match entry.visibility {
                    Visibility::Public => "public",
                    Visibility::Count => "count",
                    Visibility::Internal => "internal",
                });
            }
            Audience::Public(link) => {
                let link = Ledger::is_public(entry).then(|| link(entry)).flatten()?;
                value["permalink"] = json!(link);
            }
        }
        Some(value)
    }

    fn entries<'e>(&self, entries: impl IntoIterator<Item = &'e Entry>) -> Vec<Value> {
        let mut seen = rustc_hash::FxHashSet::default();
        let once = entries.into_iter().filter(|entry| seen.insert(entry.path.as_str().to_owned()));
        once.filter_map(|entry| self.entry(entry)).collect()
    }

    fn member(&self, member: &Entry) -> Option<Value> {
        let named = member.word("name").unwrap_or(&member.title);
        let mut value = json!({ "id": member.id, "name": named });
        if let Audience::Public(link) = self {
            value["permalink"] = json!(Ledger::is_public(member).then(|| link(member)).flatten()?);
        }
        Some(value)
    }

    fn is_clerk(&self) -> bool {
        matches!(self, Audience::Clerk)
    }
}

/// The whole ledger over a range, as far as today; `member` leaves the rows of one member only.
pub fn report(ledger: &Ledger, range: Range, member: Option<&str>, audience: Audience) -> Value {
    let tallies: Vec<Tally> = ledger.rules.targets.iter().map(|target| tally(ledger, target, range)).collect();
    let wanted = |entry: &Entry| member.is_none_or(|id| entry.id == id);
    let quarter = match range {
        Range::Year(_) => None,
        Range::Quarter(quarter) => Some(quarter.number),
    };
    let found = issues(ledger, Some(range));
    let open_before = issues(ledger, None)
        .iter()
        .filter(|issue| !issue.is_closed() && issue.entry.date.is_some_and(|day| day < range.start()))
        .count();
    let mut value = json!({
        "year": range.year(),
        "quarter": quarter,
        "start": range.start().to_string(),
        "end": range.end().to_string(),
        "today": ledger.today.to_string(),
        "years": ledger.years(),
        "targets": tallies.iter().map(|tally| of_tally(ledger, tally, audience, &wanted)).collect::<Vec<_>>(),
        "sets": sets(ledger, &tallies),
        "members": members(ledger, &tallies, audience, &wanted),
        "counts": counts(ledger, range),
        "adoption": of_adoptions(&adoptions(ledger, range, audience.is_clerk()), audience),
        "festivals": of_festivals(ledger, audience),
        "issues": {
            "open": found.iter().filter(|issue| !issue.is_closed()).count(),
            "closed": found.iter().filter(|issue| issue.is_closed()).count(),
            "open_before": open_before,
            "rows": found.iter().filter_map(|issue| of_issue(issue, audience)).collect::<Vec<_>>(),
        },
        "tasks": of_tasks(ledger, range, audience),
    });
    if audience.is_clerk() {
        value["rewards"] = of_rewards(ledger, range);
        value["scores"] = of_scores(ledger, range, &wanted);
    }
    value
}

/// The day's own words for a value: none is null.
fn said(day: Option<Date>) -> Value {
    day.map_or(Value::Null, |day| json!(day.to_string()))
}

fn of_cell(cell: &Cell, target: &Target, audience: Audience) -> Value {
    json!({
        "id": cell.period.id,
        "label": cell.value.clone().unwrap_or_else(|| cell.period.label.clone()),
        "value": cell.value,
        "count": cell.count,
        "min": target.min,
        "state": cell.state.word(),
        "entries": audience.entries(cell.entries.iter().copied()),
    })
}

fn of_tally(ledger: &Ledger, tally: &Tally, audience: Audience, wanted: &dyn Fn(&Entry) -> bool) -> Value {
    let target = tally.target;
    let missing: Vec<&Cell> = tally.cells.iter().filter(|cell| cell.state == State::Missing).collect();
    let names = |cell: &&Cell| cell.value.clone().unwrap_or_else(|| cell.period.label.clone());
    let rows = tally.members.iter().filter(|row| wanted(row.member));
    json!({
        "id": target.id,
        "label": target.label,
        "short": target.short,
        "set": target.set,
        "unit": target.unit,
        "per": if target.per == Per::Member { "member" } else { "group" },
        "period": match target.every {
            super::period::Every::Month => "month",
            super::period::Every::Quarter => "quarter",
            super::period::Every::Year => "year",
        },
        "min": target.min,
        "planned": tally.planned,
        "done": tally.done,
        "periods": tally.owed,
        "met": tally.met,
        "progress": progress(tally),
        "missing": missing.iter().map(|cell| cell.value.clone().unwrap_or_else(|| cell.period.id.clone())).collect::<Vec<_>>(),
        "missing_names": missing.iter().map(names).collect::<Vec<_>>(),
        "state": tally.state.word(),
        "cells": tally.cells.iter().map(|cell| of_cell(cell, target, audience)).collect::<Vec<_>>(),
        "entries": audience.entries(tally.cells.iter().flat_map(|cell| cell.entries.iter().copied())),
        "members": rows.filter_map(|row| of_member_row(ledger, row, target, audience)).collect::<Vec<_>>(),
        "member_count": tally.members.len(),
    })
}

/// `11/12`: units with enough of those owed; of a single unit how many of how many.
pub fn progress(tally: &Tally) -> String {
    match tally.owed {
        1 => format!("{}/{}", tally.done, tally.planned),
        owed => format!("{}/{owed}", tally.met),
    }
}

fn of_member_row(ledger: &Ledger, row: &MemberTally, target: &Target, audience: Audience) -> Option<Value> {
    let mut value = audience.member(row.member)?;
    value["left"] = said(left(row.member, ledger.today));
    value["count"] = json!(row.cells.iter().map(|cell| cell.count).sum::<u64>());
    value["state"] = json!(row_state(row).word());
    value["cells"] = row.cells.iter().map(|cell| of_cell(cell, target, audience)).collect();
    Some(value)
}

/// How a member stands with a target: as its cells do together.
pub fn row_state(row: &MemberTally) -> State {
    State::all(row.cells.iter().map(|cell| cell.state))
}

/// The sets of targets: how many members have all of their lights on.
fn sets(ledger: &Ledger, tallies: &[Tally]) -> Vec<Value> {
    let mut names: Vec<&str> = Vec::new();
    for name in tallies.iter().filter_map(|tally| tally.target.set.as_deref()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let sets = names.into_iter().map(|name| {
        let of_set: Vec<&Tally> = tallies.iter().filter(|tally| tally.target.set.as_deref() == Some(name)).collect();
        // Of each member who owes something of it, whether that is all done.
        let done = ledger.members.iter().filter_map(|at| {
            let member = &ledger.entries[*at];
            let rows = of_set.iter().flat_map(|tally| &tally.members).filter(|row| row.member.path == member.path);
            rows.map(|row| row_state(row) == State::Met).reduce(|all, met| all && met)
        });
        let done: Vec<bool> = done.collect();
        json!({ "name": name, "met": done.iter().filter(|met| **met).count(), "members": done.len(),
                "targets": of_set.iter().map(|tally| &tally.target.id).collect::<Vec<_>>() })
    });
    sets.collect()
}

/// Every member with a light for each target that is owed by members.
fn members(ledger: &Ledger, tallies: &[Tally], audience: Audience, wanted: &dyn Fn(&Entry) -> bool) -> Vec<Value> {
    let rows = ledger.members.iter().map(|at| &ledger.entries[*at]).filter(|member| wanted(member));
    rows.filter_map(|member| {
        let mut value = audience.member(member)?;
        value["left"] = said(left(member, ledger.today));
        let lights = tallies.iter().filter_map(|tally| {
            let row = tally.members.iter().find(|row| row.member.path == member.path)?;
            let target = tally.target;
            Some(json!({
                "id": target.id, "label": target.label, "short": target.short, "set": target.set, "unit": target.unit,
                "count": row.cells.iter().map(|cell| cell.count).sum::<u64>(), "min": target.min,
                "planned": target.min * row.cells.iter().filter(|cell| cell.state != State::Off).count() as u64,
                "state": row_state(row).word(),
                "entries": audience.entries(row.cells.iter().flat_map(|cell| cell.entries.iter().copied())),
            }))
        });
        value["lights"] = lights.collect();
        Some(value)
    })
    .collect()
}

/// How many entries of each kind, withheld ones among them.
fn counts(ledger: &Ledger, range: Range) -> Vec<Value> {
    let inside = |entry: &&Entry| entry.date.is_some_and(|day| range.has(day) && day <= ledger.today);
    let kinds = ledger.kinds.all.iter().filter_map(|kind| {
        let all = ledger.entries.iter().filter(inside).filter(|entry| entry.kind.id == kind.id);
        let (count, public) = (all.clone().count(), all.filter(|entry| Ledger::is_public(entry)).count());
        let name = if ledger.zh { &kind.zh } else { &kind.en };
        (count > 0).then(|| json!({ "kind": kind.id, "name": name, "count": count, "public": public }))
    });
    kinds.collect()
}

fn of_taken(taken: Taken) -> Value {
    json!({ "sent": taken.sent, "adopted": taken.adopted, "rate": taken.rate() })
}

fn of_adoptions(table: &AdoptionTable, audience: Audience) -> Value {
    let with = |mut value: Value, key: &str, name: &str| {
        value[key] = json!(name);
        value
    };
    let month = |(period, taken): (&super::period::Period, &Taken)| {
        with(with(of_taken(*taken), "month", &period.id), "label", &period.label)
    };
    let rows = table.rows.iter().map(|row| {
        let mut value = with(with(of_taken(row.total), "outlet", &row.outlet), "level", &row.level);
        value["months"] = table.months.iter().zip(&row.months).map(month).collect();
        value
    });
    let pieces = table.pieces.iter().filter_map(|piece| {
        Some(json!({
            "entry": audience.entry(piece.entry)?,
            "on": piece.on.to_string(),
            "outlet": piece.submission.outlet,
            "level": piece.submission.level,
            "channel": piece.submission.channel,
            "type": piece.submission.kind,
            "where": piece.adoption.at,
            "page": piece.adoption.page,
            "url": piece.adoption.url,
            "clip": piece.adoption.clip,
            "chars": piece.adoption.chars,
        }))
    });
    json!({
        "sent": table.total.sent,
        "adopted": table.total.adopted,
        "rate": table.total.rate(),
        "months": table.months.iter().zip(&table.sums).map(month).collect::<Vec<_>>(),
        "levels": table.levels.iter().map(|(level, taken)| with(of_taken(*taken), "level", level)).collect::<Vec<_>>(),
        "rows": rows.collect::<Vec<_>>(),
        "authors": table.authors.iter().map(|(name, taken)| with(of_taken(*taken), "author", name)).collect::<Vec<_>>(),
        "pieces": pieces.collect::<Vec<_>>(),
    })
}

fn of_festivals(ledger: &Ledger, audience: Audience) -> Vec<Value> {
    let rows = festivals(ledger).into_iter().map(|row| {
        let years = row.years.iter().map(|cell| {
            json!({ "year": cell.year, "count": cell.entries.len(), "state": cell.state.word(),
                    "entries": audience.entries(cell.entries.iter().copied()) })
        });
        json!({ "festival": row.festival, "years": years.collect::<Vec<_>>() })
    });
    rows.collect()
}

/// One problem of supervision.
pub fn of_issue(issue: &Issue, audience: Audience) -> Option<Value> {
    Some(json!({
        "entry": audience.entry(issue.entry)?,
        "problem": issue.problem,
        "reported": said(issue.reported),
        "rectified": said(issue.rectified),
        "result": issue.result,
        "closed": issue.is_closed(),
    }))
}

/// The tasks of a range; of withheld plans none.
fn of_tasks(ledger: &Ledger, range: Range, audience: Audience) -> Vec<Value> {
    let tasks = tasks(ledger, range).into_iter().filter_map(|task| {
        Some(json!({
            "text": task.text,
            "quarter": task.quarter.map(|quarter| quarter.to_string()),
            "state": task.state.word(),
            "plan": audience.entry(task.plan)?,
            "done_by": audience.entries(task.done_by.iter().copied()),
        }))
    });
    tasks.collect()
}

fn of_rewards(ledger: &Ledger, range: Range) -> Value {
    let all = rewards(ledger, range);
    let rows: Vec<Value> = all
        .iter()
        .map(|reward| {
            json!({
                "entry": Audience::Clerk.entry(reward.entry), "author": reward.author, "members": reward.entry.members,
                "rule": reward.rule, "outlet": reward.submission.map(|it| &it.outlet),
                "level": reward.submission.and_then(|it| it.level.as_ref()), "on": said(reward.on), "yuan": reward.yuan,
            })
        })
        .collect();
    json!({ "total": all.iter().map(|reward| reward.yuan).sum::<f64>(), "rows": rows })
}

fn of_scores(ledger: &Ledger, range: Range, wanted: &dyn Fn(&Entry) -> bool) -> Value {
    let rows = scores(ledger, range).into_iter().filter(|score| score.member.is_none_or(wanted)).map(|score| {
        let headings =
            score.headings.iter().map(|it| json!({ "name": it.name, "count": it.count, "points": it.points }));
        json!({ "member": score.member.and_then(|member| Audience::Clerk.member(member)),
                "headings": headings.collect::<Vec<_>>(), "total": score.total })
    });
    Value::Array(rows.collect())
}
