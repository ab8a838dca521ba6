//! The days on which the site shows itself gray: none by itself, since no rule names them; a site lists its own.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use tera::{Map, Value};

use super::code::SETTING;
use crate::diagnostic::Sink;
use crate::source::Table;

/// `[liaison.mourning]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mourning {
    /// Days (`2026-05-19`), or days of every year (`12-13`).
    pub dates: Vec<String>,
    /// Whether only the home page turns gray.
    pub home_only: bool,
}

impl Mourning {
    /// Reads the table; a day that is none is told.
    pub fn read(layer: &mut Table, sink: &Sink) -> Mourning {
        let Some(mut table) = layer.table("mourning", sink) else { return Mourning::default() };
        let said = table.strings("dates", sink).unwrap_or_default();
        let (dates, wrong): (Vec<String>, Vec<String>) = said.into_iter().partition(|day| is_day(day));
        for day in wrong {
            sink.push(
                table.diagnose(&SETTING, "dates").arg("value", day).arg("example", "[\"2026-05-19\", \"12-13\"]"),
            );
        }
        let home_only = table.boolean("home_only", sink).unwrap_or(false);
        table.finish(sink);
        Mourning { dates, home_only }
    }

    /// What templates see: the days, whether the home page alone, whether `today` is one of them, and how many minutes the
    /// clocks of `zone` are ahead of UTC, for a script that looks at the reader's day.
    pub fn value(&self, today: Date, zone: &TimeZone) -> Value {
        let ahead = today.to_zoned(zone.clone()).map_or(0, |noon| noon.offset().seconds() / 60);
        let mut map = Map::default();
        map.insert(
            "dates".into(),
            Value::from(self.dates.iter().map(|day| Value::from(day.as_str())).collect::<Vec<_>>()),
        );
        map.insert("home_only".into(), Value::from(self.home_only));
        map.insert("today".into(), Value::from(self.has(today)));
        map.insert("minutes_ahead".into(), Value::from(ahead));
        map.into()
    }

    fn has(&self, day: Date) -> bool {
        let whole = day.to_string();
        let yearly = &whole[whole.len() - 5..];
        self.dates.iter().any(|date| *date == whole || date == yearly)
    }
}

/// A day, or a day of every year (29 February too).
fn is_day(text: &str) -> bool {
    let whole = if text.len() == 5 { format!("2000-{text}") } else { text.to_owned() };
    whole.len() == 10 && whole.parse::<Date>().is_ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Mourning, is_day};

    #[test]
    fn days_of_one_year_and_of_every_year_are_known() {
        let mourning = Mourning { dates: vec!["2026-05-19".to_owned(), "12-13".to_owned()], home_only: false };
        assert!(mourning.has(date(2026, 5, 19)) && mourning.has(date(2031, 12, 13)));
        assert!(!mourning.has(date(2027, 5, 19)) && !mourning.has(date(2026, 12, 14)));
        assert!(is_day("02-29") && !is_day("13-01") && !is_day("2026-5-19") && !is_day("五月"));
    }
}
