//! Functions of the language itself. `now` and `get_env` ask the world and are the site's.

use tera::Value;

use super::super::code::{EMPTY_RANGE, RANGE_STEP, RANGE_TOO_LONG, THROWN};
use super::super::fault::Fault;
use super::call::{Call, TEXT};
use crate::template::scope::next_seed;

/// The most numbers `range` gives; each takes 24 bytes.
const LONGEST_RANGE: usize = 10_000_000;

/// The numbers from `start` (0) to before `end`, every `step_by`th (1).
pub fn range(call: &Call<'_>) -> Result<Value, Fault> {
    let start = call.natural("start")?.unwrap_or(0);
    let step = call.natural("step_by")?.unwrap_or(1);
    let end = call.natural("end")?.ok_or_else(|| call.missing("end"))?;
    if start > end {
        return Err(Fault::new(&EMPTY_RANGE).arg("start", start).arg("end", end));
    }
    if step == 0 && start < end {
        return Err(Fault::new(&RANGE_STEP));
    }
    if (end - start) / step.max(1) > LONGEST_RANGE {
        return Err(Fault::new(&RANGE_TOO_LONG).arg("most", LONGEST_RANGE));
    }
    Ok(Value::from((start..end).step_by(step.max(1)).map(Value::from).collect::<Vec<_>>()))
}

/// Fails with `message`.
pub fn throw(call: &Call<'_>) -> Result<Value, Fault> {
    let message = call.required("message")?;
    let text = message.as_str().ok_or_else(|| call.wrong("message", TEXT, message))?;
    Err(Fault::new(&THROWN).arg("reason", text))
}

/// A number from `start` (0) to before `end`, by chance that is the same in every build.
pub fn get_random(call: &Call<'_>) -> Result<Value, Fault> {
    let start = call.whole::<i64>("start")?.unwrap_or(0);
    let end = call.whole::<i64>("end")?.ok_or_else(|| call.missing("end"))?;
    if start >= end {
        return Err(Fault::new(&EMPTY_RANGE).arg("start", start).arg("end", end));
    }
    let count = end.abs_diff(start);
    let drawn = xxhash_rust::xxh3::xxh3_64(next_seed().as_bytes()) % count;
    Ok(Value::from(start.wrapping_add_unsigned(drawn)))
}
