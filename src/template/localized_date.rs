//! The `date` filter of Tera 2: tera-contrib's, and for a `locale` with a strftime format what both Tera 1 and sites that were
//! moved from it expect (checklist MT-12). tera-contrib takes only UTS-35 patterns there, Zola 0.23.0 to 0.23.3 the
//! other form.

use std::sync::Arc;

use chrono::{Locale, NaiveDate};
use tera::{Kwargs, Map, State, TeraResult, Value};
use tera_contrib::dates;

use super::plain_date;

/// `date(format?, timezone?, locale?)`.
pub fn date(value: &Value, kwargs: Kwargs, state: &State) -> TeraResult<String> {
    let (format, locale) = (kwargs.get::<&str>("format")?, kwargs.get::<&str>("locale")?);
    if locale.is_none()
        && kwargs.get::<&str>("timezone")?.is_none()
        && let Some(plain) = value.as_str().and_then(|text| plain_date::date(text, format.unwrap_or("%Y-%m-%d")))
    {
        return Ok(plain);
    }
    let (Some(format), Some(locale)) = (format.filter(|format| format.contains('%')), locale) else {
        return dates::date(value, kwargs, state);
    };
    let day = dates::date(value, with_format(&kwargs, "%Y-%m-%d"), state)?;
    let named = match NaiveDate::parse_from_str(&day, "%Y-%m-%d") {
        Ok(day) => with_names(format, day, locale_of(locale)),
        Err(_) => format.to_owned(),
    };
    dates::date(value, with_format(&kwargs, &named), state)
}

/// The arguments without the locale and with another format.
fn with_format(kwargs: &Kwargs, format: &str) -> Kwargs {
    let kept = kwargs.iter().filter(|(key, _)| key.as_str() != Some("locale"));
    let mut map: Map = kept.map(|(key, value)| (key.clone(), value.clone())).collect();
    map.insert("format".into(), Value::from(format));
    Kwargs::new(Arc::new(map))
}

/// The format with the names of the day's month and weekday already in it.
fn with_names(format: &str, day: NaiveDate, locale: Locale) -> String {
    let mut out = String::with_capacity(format.len() + 16);
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let directive = rest[at..].chars().nth(1);
        let end = at + 1 + directive.map_or(0, char::len_utf8);
        match directive {
            Some('a' | 'A' | 'b' | 'B' | 'h') => {
                let name = day.format_localized(&rest[at..end], locale).to_string();
                out.push_str(&name.replace('%', "%%"));
            }
            _ => out.push_str(&rest[at..end]),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// The locale of that name (`fr_FR`, `fr-FR`, `fr`); English for one that is not known.
fn locale_of(name: &str) -> Locale {
    let name = name.replace('-', "_");
    let named = |name: &str| Locale::try_from(name).ok();
    let language = name.split('_').next().unwrap_or_default();
    let doubled = || named(&format!("{language}_{}", language.to_uppercase()));
    named(&name).or_else(doubled).unwrap_or(Locale::POSIX)
}

#[cfg(test)]
mod tests {
    use crate::template::Registry;
    use crate::template::testing::engine;

    #[test]
    fn strftime_formats_take_a_locale_too() {
        let date = |arguments: &str| {
            let template = format!("{{{{ \"2026-03-18\" | date({arguments}) }}}}");
            let engine = engine(&[("a.txt", &template)], Registry::default()).expect("it compiles");
            let mut out = Vec::new();
            engine.render("a.txt", &Vec::new(), &mut out).expect("it renders");
            String::from_utf8(out).expect("text")
        };
        assert_eq!(date("format=\"%A %d %B %Y\", locale=\"fr_FR\""), "mercredi 18 mars 2026");
        assert_eq!(date("format=\"%a %-d %b\", locale=\"de\""), "Mi 18 Mär");
        assert_eq!(date("format=\"%B %d, %Y\", locale=\"en-US\""), "March 18, 2026");
        assert_eq!(date("format=\"%Y年%B%%\", locale=\"zh-CN\""), "2026年三月%");
        assert_eq!(date("format=\"%B\", locale=\"xx\""), "March");
        assert_eq!(date("format=\"d MMMM y\", locale=\"fr\""), "18 mars 2026");
        assert_eq!(date("format=\"%d.%m.\", timezone=\"Asia/Shanghai\""), "18.03.");
    }
}
