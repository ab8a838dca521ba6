//! Dates in front matter: kept as written, understood for sorting (checklist FM-4).

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

/// A date or date and time as templates see it, and the moment it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateText {
    /// The normalised text: `2021-06-07`, `2021-06-07T08:09:10`, `2021-06-07T08:09:10+08:00`. A day whose month or day has one
    /// digit is a moment, as the pages of a published site show: `2021-6-7` is `2021-06-07T00:00:00Z`.
    pub text: String,
    /// The moment; without an offset, UTC.
    pub moment: Timestamp,
    /// The day as written, in its own offset.
    pub day: Date,
}

impl DateText {
    /// Reads a TOML date or date and time, or a YAML 1.1 timestamp (<https://yaml.org/type/timestamp.html>): months, days
    /// and hours of one digit, blanks before the time, offsets such as `-5`. `None` for anything else, and for days that do
    /// not exist.
    pub fn parse(text: &str) -> Option<DateText> {
        let (date, rest) = prefix(text)?;
        rest.is_empty().then_some(date)
    }
}

/// The date or date and time at the start of `text`, and what follows.
fn prefix(text: &str) -> Option<(DateText, &str)> {
    let (year, rest) = digits(text, 4, 4)?;
    let (month, rest) = digits(rest.strip_prefix('-')?, 1, 2)?;
    let (day, rest) = digits(rest.strip_prefix('-')?, 1, 2)?;
    let is_padded = text.len() - rest.len() == "2021-06-07".len();
    let day = Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    let mut normal = day.to_string();
    if let Some((time, offset, rest)) = time(rest, &mut normal) {
        let moment = offset.to_timestamp(day.to_datetime(time)).ok()?;
        return Some((DateText { text: normal, moment, day }, rest));
    }
    let moment = Offset::UTC.to_timestamp(day.to_datetime(Time::midnight())).ok()?;
    if !is_padded {
        normal.push_str("T00:00:00Z");
    }
    Some((DateText { text: normal, moment, day }, rest))
}

/// The time that follows a date, its offset, and what follows; appends its normal form to `normal`.
fn time<'t>(text: &'t str, normal: &mut String) -> Option<(Time, Offset, &'t str)> {
    let trimmed = text.trim_start_matches([' ', '\t']);
    let rest = if trimmed.len() < text.len() { trimmed } else { text.strip_prefix(['T', 't'])? };
    let (hour, rest) = digits(rest, 1, 2)?;
    let (minute, rest) = digits(rest.strip_prefix(':')?, 2, 2)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => digits(rest, 2, 2)?,
        // TOML 1.1 lets the seconds out.
        None => (0, rest),
    };
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(rest) => {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            (&rest[..end], &rest[end..])
        }
        None => ("", rest),
    };
    let mut nanos = 0_i32;
    for at in 0..9 {
        nanos = nanos * 10 + fraction.as_bytes().get(at).map_or(0, |digit| i32::from(digit - b'0'));
    }
    if second > 60 {
        return None;
    }
    // A leap second counts as the one before: there is no such moment in Unix time.
    let seen = second.min(59).try_into().ok()?;
    let time = Time::new(hour.try_into().ok()?, minute.try_into().ok()?, seen, nanos).ok()?;
    // Writing to a string does not fail.
    let _ = write!(normal, "T{hour:02}:{minute:02}:{second:02}");
    // As toml's dates print, which Zola's are: without the zeros at the end.
    let shown = fraction.trim_end_matches('0');
    if !shown.is_empty() {
        let _ = write!(normal, ".{shown}");
    }
    let (offset, rest) = offset(rest, normal)?;
    Some((time, offset, rest))
}

/// The offset that follows a time: UTC where there is none.
fn offset<'t>(text: &'t str, normal: &mut String) -> Option<(Offset, &'t str)> {
    let trimmed = text.trim_start_matches([' ', '\t']);
    if let Some(rest) = trimmed.strip_prefix(['Z', 'z']) {
        normal.push('Z');
        return Some((Offset::UTC, rest));
    }
    // In a file name the hyphen after a time may be what parts it from the slug: an offset there has all its digits.
    let Some(sign) = trimmed.chars().next().filter(|c| matches!(c, '+' | '-')) else {
        return Some((Offset::UTC, text));
    };
    let Some((hours, rest)) = digits(&trimmed[1..], 1, 2) else { return Some((Offset::UTC, text)) };
    let (minutes, rest) = match rest.strip_prefix(':') {
        Some(rest) => digits(rest, 2, 2)?,
        None => (0, rest),
    };
    if hours > 23 || minutes > 59 {
        return None;
    }
    let _ = write!(normal, "{sign}{hours:02}:{minutes:02}");
    let seconds = i32::from(hours) * 3600 + i32::from(minutes) * 60;
    Some((Offset::from_seconds(if sign == '-' { -seconds } else { seconds }).ok()?, rest))
}

/// A number of `least` to `most` digits, and what follows.
fn digits(text: &str, least: usize, most: usize) -> Option<(u16, &str)> {
    let count = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if count < least {
        return None;
    }
    Some((text[..count].parse().ok()?, &text[count..]))
}

/// The date at the start of a file's or folder's name, and the rest that the slug is made of; no rest where the name is
/// only a date (checklist PATH-5). The date is `YYYY-MM-DD` or a full RFC 3339 date and time; one blank may follow, then
/// `_` or `-`.
pub fn date_in_name(name: &str) -> Option<(DateText, Option<&str>)> {
    let bytes = name.as_bytes();
    let strict = bytes.len() >= 10
        && bytes[..10].iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !strict {
        return None;
    }
    let (date, rest) = match bytes.get(10) {
        None => return DateText::parse(name).map(|date| (date, None)),
        Some(b'T' | b't') => {
            let (date, rest) = prefix(name)?;
            // Only with an offset is it RFC 3339.
            let full = date.text.len() > 19 && date.text[19..].contains(['Z', '+', '-']);
            if !full {
                return None;
            }
            (date, rest)
        }
        Some(_) => (DateText::parse(name.get(..10)?)?, name.get(10..)?),
    };
    if rest.is_empty() {
        return Some((date, None));
    }
    let blank = rest.chars().next().filter(|c| c.is_whitespace()).map_or(0, char::len_utf8);
    let slug = rest[blank..].strip_prefix(['_', '-'])?.trim();
    // A mark with nothing behind it: the name is only a date.
    Some((date, Some(slug).filter(|slug| !slug.is_empty())))
}

#[cfg(test)]
mod tests {
    use super::{DateText, date_in_name};
    use proptest::prelude::*;

    fn normal(text: &str) -> Option<String> {
        DateText::parse(text).map(|date| date.text)
    }

    #[test]
    fn dates_keep_their_form() {
        for text in [
            "2021-06-07",
            "2021-01-05T10:11:12",
            "2021-01-03T04:05:06Z",
            "2021-01-04T23:30:00+08:00",
            "2021-01-06T10:11:12.345Z",
        ] {
            assert_eq!(normal(text).as_deref(), Some(text));
        }
        assert_eq!(normal("2021-06-07 08:09:10").as_deref(), Some("2021-06-07T08:09:10"));
        assert_eq!(normal("2001-12-4t1:59:43.10 -5").as_deref(), Some("2001-12-04T01:59:43.1-05:00"));
        // As a published site shows what its author has as `.000Z`.
        assert_eq!(normal("2022-11-17T00:00:00.000Z").as_deref(), Some("2022-11-17T00:00:00Z"));
        for text in ["2021-1-7", "2021-01-7", "2021-1-07"] {
            assert_eq!(normal(text).as_deref(), Some("2021-01-07T00:00:00Z"), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2021",
            "2021-02-30",
            "2021-13-01",
            "21-01-01",
            "2021-01-01x",
            "2021-01-01T25:00:00",
            "明天",
            "2021-01-01T10",
            "2021年1月2日",
            "2021-01-01T10:00:00+99:00",
        ] {
            assert_eq!(normal(text), None, "{text}");
        }
    }

    #[test]
    fn the_moment_heeds_the_offset_and_the_day_does_not() {
        let date = DateText::parse("2021-01-04T00:30:00+08:00").unwrap();
        assert_eq!(date.moment.to_string(), "2021-01-03T16:30:00Z");
        assert_eq!(date.day.to_string(), "2021-01-04");
        assert_eq!(DateText::parse("2021-01-04").unwrap().moment.to_string(), "2021-01-04T00:00:00Z");
    }

    #[test]
    fn names_begin_with_dates() {
        let name = |text| date_in_name(text).map(|(date, slug)| (date.text, slug));
        let found = |date: &str, slug| Some((date.to_owned(), slug));
        assert_eq!(name("2019-05-06-dash"), found("2019-05-06", Some("dash")));
        assert_eq!(name("2019-05-07_underscore"), found("2019-05-07", Some("underscore")));
        assert_eq!(name("2019-05-08"), found("2019-05-08", None));
        assert_eq!(name("2019-05-08-"), found("2019-05-08", None));
        assert_eq!(name("2019-05-09 - spaced name"), found("2019-05-09", Some("spaced name")));
        assert_eq!(name("2019-05-12T13:14:15Z-moment"), found("2019-05-12T13:14:15Z", Some("moment")));
        assert_eq!(name("2019-05-12T13:14:15+08:00-moment"), found("2019-05-12T13:14:15+08:00", Some("moment")));
        assert_eq!(name("2019-05-14-春天的日记"), found("2019-05-14", Some("春天的日记")));
        for text in ["2019-5-6-not", "2019-02-30-no", "2019-05-06x", "x-2019-05-06", "2019-05-06T10:00:00-x", "联络"]
        {
            assert_eq!(name(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_date_or_not(text in "\\PC{0,40}", near in "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[T ]?[0-9:.Zz+ -]{0,16}") {
            for text in [text, near] {
                if let Some(date) = DateText::parse(&text) {
                    // The normal form is a date again, and the same.
                    prop_assert_eq!(DateText::parse(&date.text), Some(date));
                }
                let _ = date_in_name(&text);
            }
        }
    }
}
