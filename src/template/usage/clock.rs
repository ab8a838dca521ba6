//! How finely a template looks at the clock.

/// The finest part of the moment, in UTC, that what a template shows may depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimeGrain {
    /// The year.
    Year,
    /// The month and what is coarser, and so on.
    Month,
    /// The day.
    Day,
    /// The hour.
    Hour,
    /// The minute.
    Minute,
    /// The second.
    Second,
    /// The moment itself.
    Exact,
}

/// What a date format looks at (<https://docs.rs/jiff/latest/jiff/fmt/strtime/>); `None` if at nothing. The zone is UTC,
/// which is the same at all times.
pub fn of_format(format: &str) -> Option<TimeGrain> {
    let mut finest = None;
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            continue;
        }
        let conversion = letters.by_ref().find(|letter| !matches!(letter, '_' | '-' | '0'..='9' | '^' | '#' | ':'));
        let grain = match conversion {
            Some('%' | 'n' | 't' | 'z' | 'Z' | 'Q') => continue,
            Some('Y' | 'y' | 'C') => TimeGrain::Year,
            Some('m' | 'B' | 'b' | 'h' | 'q') => TimeGrain::Month,
            Some('d' | 'e' | 'j' | 'a' | 'A' | 'u' | 'w' | 'U' | 'W' | 'V' | 'G' | 'g' | 'D' | 'F' | 'x') => {
                TimeGrain::Day
            }
            Some('H' | 'k' | 'I' | 'l' | 'P' | 'p') => TimeGrain::Hour,
            Some('M' | 'R') => TimeGrain::Minute,
            Some('S' | 's' | 'T' | 'r' | 'X' | 'c') => TimeGrain::Second,
            _ => TimeGrain::Exact,
        };
        finest = finest.max(Some(grain));
    }
    finest
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::fmt::strtime;

    use super::{TimeGrain, of_format};

    #[test]
    fn the_finest_part_counts() {
        let cases = [
            ("%Y", Some(TimeGrain::Year)),
            ("© %Y %Z %%S", Some(TimeGrain::Year)),
            ("%B %y", Some(TimeGrain::Month)),
            ("%Y-%-m-%03d", Some(TimeGrain::Day)),
            ("%G", Some(TimeGrain::Day)),
            ("%d %H:00", Some(TimeGrain::Hour)),
            ("%R", Some(TimeGrain::Minute)),
            ("%Y%s", Some(TimeGrain::Second)),
            ("%3f", Some(TimeGrain::Exact)),
            ("%.f", Some(TimeGrain::Exact)),
            ("%+", Some(TimeGrain::Exact)),
            ("%", Some(TimeGrain::Exact)),
            ("now %z", None),
        ];
        for (format, grain) in cases {
            assert_eq!(of_format(format), grain, "{format}");
        }
    }

    /// Each conversion gives the same for two moments that agree up to its grain.
    #[test]
    fn a_conversion_shows_nothing_finer_than_its_grain() {
        let moment = |text: &str| text.parse::<jiff::Timestamp>().unwrap().to_zoned(jiff::tz::TimeZone::UTC);
        for conversion in ('A'..='Z').chain('a'..='z') {
            for form in [format!("%{conversion}"), format!("%-{conversion}"), format!("%:{conversion}")] {
                let last = match of_format(&form) {
                    None | Some(TimeGrain::Year) => "2025-12-31T23:59:59Z",
                    Some(TimeGrain::Month) => "2025-01-31T23:59:59Z",
                    Some(TimeGrain::Day) => "2025-01-01T23:59:59Z",
                    Some(TimeGrain::Hour) => "2025-01-01T00:59:59Z",
                    Some(TimeGrain::Minute) => "2025-01-01T00:00:59Z",
                    Some(TimeGrain::Second) => "2025-01-01T00:00:00.9Z",
                    Some(TimeGrain::Exact) => continue,
                };
                let (first, last) = (moment("2025-01-01T00:00:00Z"), moment(last));
                let middle = first.checked_add((first.duration_until(&last) / 2).as_secs().seconds()).unwrap();
                let shown = [&first, &middle, &last].map(|moment| strtime::format(&form, moment).ok());
                assert!(shown[0] == shown[1] && shown[1] == shown[2], "{form}: {shown:?}");
            }
        }
    }
}
