//! What happened is reported in time: an event some days old that was sent to nobody (“每次活动及时上报文字材料”).

use super::{Case, Rules};
use crate::diagnostic::Sink;
use crate::liaison::code::UNSENT;
use crate::source::Table;

/// `[liaison.reporting]`: within how many days which kinds are to be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reporting {
    /// The days; none where nothing is asked.
    pub days: Option<u64>,
    /// The kinds.
    pub kinds: Vec<String>,
}

/// The kinds that tell of events.
const EVENTS: [&str; 4] = ["activity", "relief", "research", "study"];

impl Reporting {
    /// Reads the table.
    pub fn read(table: Option<Table>, sink: &Sink) -> Reporting {
        let Some(mut table) = table else { return Reporting::default() };
        let days = table.count("days", sink).filter(|days| *days > 0);
        let kinds = table.strings("kinds", sink).unwrap_or_else(|| EVENTS.map(str::to_owned).to_vec());
        table.finish(sink);
        Reporting { days, kinds }
    }
}

pub(super) fn check(case: &Case, rules: &Rules) {
    let (Some(days), Some(date)) = (rules.reporting.days, case.entry.date) else { return };
    let kind = &case.entry.kind;
    let asked = rules.reporting.kinds.iter().any(|name| *name == kind.id || *name == kind.zh);
    if !asked || case.entry.submissions.iter().any(crate::liaison::entry::Submission::is_sent) {
        return;
    }
    let age = date.until(rules.today).map_or(0, |span| i64::from(span.get_days()));
    if age > i64::try_from(days).unwrap_or(i64::MAX) {
        rules.sink.push(case.at(&UNSENT, "date").arg("age", age).arg("days", days));
    }
}
