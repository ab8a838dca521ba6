//! `num_format(locale=default_language)`: a whole number with its digits grouped as a language does (checklist FL-1).

use num_format::{Locale, ToFormattedString};
use tera::Value;

use crate::diagnostic::both;
use crate::render::environment::Environment;
use crate::template::Args;

/// The digits, grouped by the rules of the CLDR locale `locale`.
pub fn call(environment: &Environment, value: &Value, args: &Args) -> Result<Value, String> {
    let number = value.as_i128().or_else(|| {
        let float = value.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < 9e15)?;
        Some(float as i128)
    });
    let number = number.ok_or_else(|| {
        both(
            format_args!("前面的值应当是整数，不能是 `{value}`"),
            format_args!("the value must be a whole number, not `{value}`"),
        )
    })?;
    let locale = match args.text("locale")? {
        Some(name) => Locale::from_name(name)
            .map_err(|_| both(format_args!("没有地区代码 `{name}`"), format_args!("there is no locale `{name}`")))?,
        None => locale_of(&environment.config.default_language().code),
    };
    Ok(Value::from(number.to_formatted_string(&locale)))
}

/// The locale of a language code, of the language without its region, or English: a site's language need not be in CLDR
/// under the name the settings give it (`zh-CN` is not).
fn locale_of(code: &str) -> Locale {
    let primary = code.split(['-', '_']).next().unwrap_or(code);
    Locale::from_name(code).or_else(|_| Locale::from_name(primary)).unwrap_or(Locale::en)
}
