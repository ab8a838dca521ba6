//! Dates are real: not the epoch's, not in the future, and nothing is published before it happened.

use jiff::civil::{Date, date};

use super::{Case, Rules};
use crate::liaison::code::{DATE_EPOCH, DATE_FUTURE, PUBLISHED_EARLY};
use crate::liaison::entry::{Field, FieldType, day, day_of, visit};

/// The day some programs fill in for want of another.
const EPOCH: Date = date(1970, 1, 1);

pub(super) fn check(case: &Case, rules: &Rules) {
    let kind = &case.entry.kind;
    if let (Some(day), Some(field)) = (case.entry.date, kind.field("date")) {
        real(case, rules, field, "date", day);
        let published = day_of(case.extra, "published");
        if let Some(published) = published.filter(|published| *published < day && *published != EPOCH && !kind.ahead) {
            rules.sink.push(case.at(&PUBLISHED_EARLY, "extra.published").arg("value", published).arg("date", day));
        }
    }
    visit(kind, case.extra, &mut |field, path, value| {
        if let Some(day) = value.as_str().and_then(day).filter(|_| field.holds == FieldType::Date) {
            real(case, rules, field, path, day);
        }
    });
}

/// A day that happened: neither the epoch's nor in the future, where the field or the kind does not allow that.
fn real(case: &Case, rules: &Rules, field: &Field, path: &str, day: Date) {
    if day == EPOCH {
        rules.sink.push(case.at(&DATE_EPOCH, path).arg("field", &field.name));
    } else if day > rules.today && !field.ahead && !case.entry.kind.ahead {
        let diagnostic = case.at(&DATE_FUTURE, path).arg("field", &field.name).arg("name", &field.zh);
        rules.sink.push(diagnostic.arg("value", day).arg("today", rules.today));
    }
}
