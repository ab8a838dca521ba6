//! Dates are real: not the epoch's, not in the future, and nothing is published before it happened.

use jiff::civil::{Date, date};

use super::{Case, Rules};
use crate::liaison::code::{DATE_EPOCH, DATE_FUTURE, PUBLISHED_EARLY};
use crate::liaison::entry::text;

/// The day some programs fill in for want of another.
const EPOCH: Date = date(1970, 1, 1);

pub(super) fn check(case: &Case, rules: &Rules) {
    let published = text(case.extra, "published").and_then(|text| text.get(..10)?.parse::<Date>().ok());
    if published == Some(EPOCH) {
        rules.sink.push(case.at(&DATE_EPOCH, "extra.published").arg("field", "published"));
    }
    let Some(day) = case.entry.date else { return };
    if day == EPOCH {
        rules.sink.push(case.at(&DATE_EPOCH, "date").arg("field", "date"));
    } else if day > rules.today {
        rules.sink.push(case.at(&DATE_FUTURE, "date").arg("value", day).arg("today", rules.today));
    } else if let Some(published) = published.filter(|published| *published < day && *published != EPOCH) {
        rules.sink.push(case.at(&PUBLISHED_EARLY, "extra.published").arg("value", published).arg("date", day));
    }
}
