//! What was planned: the tasks of `plan` entries, and the entries that did them.

use super::counted::Ledger;
use super::period::{Range, State};
use crate::liaison::archive::Quarter;
use crate::liaison::entry::{Entry, reference, tables, text, texts, value};

/// One task of a plan.
#[derive(Clone, Debug)]
pub struct Task<'l> {
    /// The plan.
    pub plan: &'l Entry,
    /// What is to be done.
    pub text: &'l str,
    /// In which quarter; of the whole year where it does not say.
    pub quarter: Option<Quarter>,
    /// The entries that did it by today.
    pub done_by: Vec<&'l Entry>,
    /// How it stands.
    pub state: State,
}

/// The tasks of a range in the order of plans and rows: of a year all of its tasks, of a quarter its own.
pub fn tasks(ledger: &Ledger, range: Range) -> Vec<Task<'_>> {
    let mut tasks = Vec::new();
    for plan in ledger.entries.iter().filter(|entry| entry.kind.id == "plan") {
        let Some(extra) = plan.extra() else { continue };
        let said = value(extra, "year").and_then(tera::Value::as_i64).and_then(|year| i16::try_from(year).ok());
        let Some(year) = said.or_else(|| plan.date.map(|day| day.year())) else { continue };
        for row in tables(extra, "tasks") {
            let Some(text) = text(row, "text").filter(|text| !text.trim().is_empty()) else { continue };
            let quarter: Option<Quarter> = crate::liaison::entry::text(row, "quarter").and_then(|it| it.parse().ok());
            let inside = match (range, quarter) {
                (Range::Year(wanted), None) => wanted == year,
                (Range::Year(wanted), Some(quarter)) => wanted == quarter.year,
                (Range::Quarter(wanted), quarter) => quarter == Some(wanted),
            };
            if !inside {
                continue;
            }
            let named: Vec<&str> = texts(row, "done_by").map(reference).collect();
            let by_today = |entry: &&Entry| entry.date.is_none_or(|day| day <= ledger.today);
            let done_by: Vec<&Entry> =
                ledger.entries.iter().filter(|entry| named.contains(&entry.name.as_str())).filter(by_today).collect();
            let time = quarter.map_or(Range::Year(year), Range::Quarter);
            let state = State::of(time.start(), time.end(), !done_by.is_empty(), ledger.today);
            tasks.push(Task { plan, text, quarter, done_by, state });
        }
    }
    tasks
}
