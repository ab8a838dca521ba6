//! What supervision found: each problem, whether it was reported, whether it was put right.

use jiff::civil::Date;

use super::counted::Ledger;
use super::period::Range;
use crate::liaison::entry::{Entry, day_of, tables, text};

/// One problem of an entry's `issues`.
#[derive(Clone, Debug)]
pub struct Issue<'l> {
    /// The entry.
    pub entry: &'l Entry,
    /// The problem.
    pub problem: &'l str,
    /// The day it was reported.
    pub reported: Option<Date>,
    /// The day it was put right, by today.
    pub rectified: Option<Date>,
    /// What came of it.
    pub result: Option<&'l str>,
}

impl Issue<'_> {
    /// Whether it is put right.
    pub fn is_closed(&self) -> bool {
        self.rectified.is_some()
    }
}

/// The problems that the entries of a range found, oldest first.
pub fn issues(ledger: &Ledger, range: Option<Range>) -> Vec<Issue<'_>> {
    let of_range =
        |entry: &&Entry| entry.date.is_some_and(|day| day <= ledger.today && range.is_none_or(|range| range.has(day)));
    let rows = ledger.entries.iter().filter(of_range).flat_map(|entry| {
        let rows = entry.extra().into_iter().flat_map(|extra| tables(extra, "issues"));
        rows.filter_map(move |row| {
            let by_today = |day: &Date| *day <= ledger.today;
            Some(Issue {
                entry,
                problem: text(row, "problem")?,
                reported: day_of(row, "reported").filter(by_today),
                rectified: day_of(row, "rectified").filter(by_today),
                result: text(row, "result").filter(|text| !text.trim().is_empty()),
            })
        })
    });
    rows.collect()
}
