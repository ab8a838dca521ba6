//! Filters on numbers, and those that make numbers of texts.

use humansize::{BINARY, WINDOWS, format_size};
use tera::Value;

use super::super::code::{BAD_BASE, ROUND_METHOD};
use super::super::fault::Fault;
use super::super::value::{Json, Number, json, number};
use super::call::{Call, NATURAL, NUMBER};

type Filtered = Result<Value, Fault>;

/// A number that JSON may be unable to hold: null then.
fn float_value(number: f64) -> Value {
    Number::finite(number).map_or_else(Value::none, Number::value)
}

/// Without its sign.
pub fn abs(value: &Value, call: &Call<'_>) -> Filtered {
    match number(value) {
        Some(Number::Int(number)) => Ok(Value::from(number.unsigned_abs())),
        Some(Number::Big(number)) => Ok(Value::from(number)),
        Some(Number::Float(number)) => Ok(Value::from(number.abs())),
        None => Err(call.wrong_value(NUMBER, value)),
    }
}

/// `plural` (`s`), or `singular` (nothing) for 1 and -1.
pub fn pluralize(value: &Value, call: &Call<'_>) -> Filtered {
    let number = call.filtered_number(value)?;
    let plural = call.text("plural")?.unwrap_or("s");
    let singular = call.text("singular")?.unwrap_or_default();
    let one = (number.abs() - 1.0).abs() <= f64::EPSILON;
    Ok(Value::from(if one { singular } else { plural }))
}

/// Rounded by `method` (`common`, `ceil`, `floor`) to `precision` places (0).
pub fn round(value: &Value, call: &Call<'_>) -> Filtered {
    let number = call.filtered_number(value)?;
    let method = call.text("method")?.unwrap_or("common");
    let precision = call.whole::<i32>("precision")?.unwrap_or_default();
    let factor = if precision == 0 { 1.0 } else { 10.0_f64.powi(precision) };
    let rounded = match method {
        "common" => (factor * number).round(),
        "ceil" => (factor * number).ceil(),
        "floor" => (factor * number).floor(),
        _ => return Err(Fault::new(&ROUND_METHOD).arg("method", method)),
    };
    Ok(float_value(rounded / factor))
}

/// A number of bytes for people: in steps of 1024, named kB or, if `binary`, KiB.
pub fn filesizeformat(value: &Value, call: &Call<'_>) -> Filtered {
    let size = number(value).and_then(Number::natural).ok_or_else(|| call.wrong_value(NATURAL, value))?;
    let binary = call.truth("binary")?.unwrap_or_default();
    Ok(Value::from(format_size(size, if binary { BINARY } else { WINDOWS })))
}

/// A whole number of a text or number; `default` (0) for texts that are none. Texts are read in `base` (10).
pub fn int(value: &Value, call: &Call<'_>) -> Filtered {
    let default = call.whole::<i64>("default")?.unwrap_or_default();
    let base = call.whole::<u32>("base")?.unwrap_or(10);
    Ok(Value::from(match json(value) {
        Json::Text(text) => {
            if !(2..=36).contains(&base) {
                return Err(Fault::new(&BAD_BASE).arg("base", base));
            }
            let text = text.trim();
            let digits = match base {
                2 => text.trim_start_matches("0b"),
                8 => text.trim_start_matches("0o"),
                16 => text.trim_start_matches("0x"),
                _ => text,
            };
            match i64::from_str_radix(digits, base) {
                Ok(number) => number,
                Err(_) if digits.contains('.') => digits.parse::<f64>().map_or(default, |number| number as i64),
                Err(_) => default,
            }
        }
        Json::Number(number) => number.float() as i64,
        _ => return Err(call.wrong_value(("文字或数", "a text or a number"), value)),
    }))
}

/// A number with a point of a text or number; `default` (0) for texts that are none.
pub fn float(value: &Value, call: &Call<'_>) -> Filtered {
    let default = call.float("default")?.unwrap_or_default();
    Ok(match json(value) {
        Json::Text(text) => float_value(text.trim().parse().unwrap_or(default)),
        Json::Number(number) => float_value(number.float()),
        _ => return Err(call.wrong_value(("文字或数", "a text or a number"), value)),
    })
}
