//! The `date` filter: strftime formats with the names of months and days in a locale, in a time zone.

use std::fmt::Write;

use chrono::format::{Item, StrftimeItems};
use chrono::{DateTime, FixedOffset, Locale, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use tera::Value;

use super::super::code::{BAD_DATE, BAD_DATE_FORMAT, BAD_LOCALE, BAD_TIME_ZONE};
use super::super::fault::Fault;
use super::super::value::{Json, Number, json};
use super::call::Call;
use crate::template::plain_date;

/// A timestamp, a day or a moment, formatted by `format` (`%Y-%m-%d`) in `timezone` and `locale`.
pub fn date(value: &Value, call: &Call<'_>) -> Result<Value, Fault> {
    let format = call.text("format")?.unwrap_or("%Y-%m-%d");
    if let (Json::Text(text), None, None) = (json(value), call.text("timezone")?, call.text("locale")?)
        && let Some(plain) = plain_date::date(text, format)
    {
        return Ok(Value::from(plain));
    }
    let bad_format = || Fault::new(&BAD_DATE_FORMAT).arg("format", format);
    if StrftimeItems::new(format).any(|item| matches!(item, Item::Error)) {
        return Err(bad_format());
    }
    let zone = call.text("timezone")?;
    let zone = zone.map(|name| name.parse::<Tz>().map_err(|_| Fault::new(&BAD_TIME_ZONE).arg("name", name)));
    let zone = zone.transpose()?;
    let locale = match call.text("locale")? {
        Some(name) => Locale::try_from(name).map_err(|_| Fault::new(&BAD_LOCALE).arg("name", name))?,
        None => Locale::POSIX,
    };
    let bad_date = || Fault::new(&BAD_DATE).arg("value", super::super::value::printed(value));
    let mut out = String::new();
    let written = match json(value) {
        Json::Number(Number::Int(seconds)) => {
            let moment = DateTime::from_timestamp(seconds, 0).ok_or_else(bad_date)?.naive_utc();
            match zone {
                Some(zone) => write!(out, "{}", zone.from_utc_datetime(&moment).format_localized(format, locale)),
                None => write!(out, "{}", moment.format(format)),
            }
        }
        Json::Text(text) if text.contains('T') => match (text.parse::<DateTime<FixedOffset>>(), zone) {
            (Ok(moment), Some(zone)) => {
                write!(out, "{}", moment.with_timezone(&zone).format_localized(format, locale))
            }
            (Ok(moment), None) => write!(out, "{}", moment.format_localized(format, locale)),
            (Err(_), _) => {
                let moment = text.parse::<NaiveDateTime>().map_err(|_| bad_date())?;
                write!(out, "{}", utc(moment).format_localized(format, locale))
            }
        },
        Json::Text(text) => {
            let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| bad_date())?;
            write!(out, "{}", utc(day.and_time(NaiveTime::MIN)).format_localized(format, locale))
        }
        _ => return Err(bad_date()),
    };
    // A timestamp without a zone has no offset to write.
    written.map_err(|_| bad_format())?;
    Ok(Value::from(out))
}

fn utc(moment: NaiveDateTime) -> DateTime<Utc> {
    DateTime::from_naive_utc_and_offset(moment, Utc)
}
