//! The commonest dates in the commonest formats, without parsing one or making the other: a list shows hundreds.

/// What the filter `date` gives for a text that is a date or a moment (RFC 3339, RFC 9557 without brackets) in a format of
/// nothing but `%Y`, `%m` and `%d`: parts of the text. `None` for all else, for which the library has to be asked.
pub fn date(text: &str, format: &str) -> Option<String> {
    if !is_plain(text.as_bytes()) {
        return None;
    }
    let mut out = String::with_capacity(format.len() + 8);
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes().get(at + 1)? {
            b'Y' => &text[..4],
            b'm' => &text[5..7],
            b'd' => &text[8..10],
            _ => return None,
        });
        rest = &rest[at + 2..];
    }
    out.push_str(rest);
    Some(out)
}

/// Whether this is `2026-03-02`, or that with `T08:30:00` and `Z` or `+08:00`, beyond doubt: a day that every month has, a
/// year of four digits.
fn is_plain(text: &[u8]) -> bool {
    let Some((day, rest)) = text.split_at_checked(10) else { return false };
    let is_day = matches!(day, [b'1'..=b'9', _, _, _, b'-', _, _, b'-', _, _])
        && is_number(&day[1..4], 0, 999)
        && is_number(&day[5..7], 1, 12)
        && is_number(&day[8..10], 1, 28);
    is_day && (rest.is_empty() || is_time(rest))
}

fn is_time(text: &[u8]) -> bool {
    let Some((time, offset)) = text.split_at_checked(9) else { return false };
    let is_time = matches!(time, [b'T', _, _, b':', _, _, b':', _, _])
        && is_number(&time[1..3], 0, 23)
        && is_number(&time[4..6], 0, 59)
        && is_number(&time[7..9], 0, 59);
    let is_offset = match offset {
        b"Z" => true,
        [b'+' | b'-', hour @ .., b':', _, _] if hour.len() == 2 => {
            is_number(hour, 0, 23) && is_number(&offset[4..6], 0, 59)
        }
        _ => false,
    };
    is_time && is_offset
}

fn is_number(digits: &[u8], least: u32, most: u32) -> bool {
    let value =
        digits.iter().try_fold(0, |value, digit| digit.is_ascii_digit().then(|| value * 10 + u32::from(digit - b'0')));
    value.is_some_and(|value| (least..=most).contains(&value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tera::{Context, Tera};

    use super::date;

    /// What the library of Tera 2 makes of it.
    fn by_library(text: &str, format: &str) -> Option<String> {
        let mut tera = Tera::default();
        tera.register_filter("date", tera_contrib::dates::date);
        let mut context = Context::new();
        context.insert("text", &text);
        context.insert("format", &format);
        tera.add_raw_template("t", "{{ text | date(format=format) | safe }}").unwrap();
        tera.render("t", &context).ok()
    }

    /// What that of Tera 1 makes of it.
    fn by_older_library(text: &str, format: &str) -> Option<String> {
        let mut context = tera1::Context::new();
        context.insert("text", text);
        context.insert("format", format);
        tera1::Tera::one_off("{{ text | date(format=format) }}", &context, false).ok()
    }

    #[test]
    fn only_what_is_certain_is_answered() {
        assert_eq!(date("2026-03-02", "%Y-%m-%d").as_deref(), Some("2026-03-02"));
        assert_eq!(date("2026-03-02T08:30:00+08:00", "%Y年%m月%d日").as_deref(), Some("2026年03月02日"));
        for text in
            ["2026-02-30", "2026-03-02T24:00:00Z", "0026-03-02", "2026-3-02", "2026-03-02 08:30:00", "２026-03-02"]
        {
            assert_eq!(date(text, "%Y"), None, "{text}");
        }
        for format in ["%B %d", "%", "%%", "%-d", "%Y%"] {
            assert_eq!(date("2026-03-02", format), None, "{format}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn it_is_what_the_library_gives(
            text in "[0-9]{4}-[01][0-9]-[0-3][0-9](T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](Z|[+-][0-2][0-9]:[0-6][0-9]|))?",
            format in "(%[Ymd]|[-/. 年]|%[HBj]){0,6}",
        ) {
            if let Some(plain) = date(&text, &format) {
                prop_assert_eq!(by_library(&text, &format), Some(plain.clone()));
                prop_assert_eq!(by_older_library(&text, &format), Some(plain));
            }
        }
    }
}
