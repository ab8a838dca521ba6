//! `get_quarters()` and `get_quarter(year=, quarter=)`.

use tera::Value;

use super::Asked;
use crate::liaison::archive::Quarter;
use crate::template::Args;

/// All quarters of the site's life with their counts, newest first.
pub fn get_quarters(asked: &Asked, _: &Args) -> Result<Value, String> {
    Ok(asked.archive.quarters())
}

/// A quarter with its pages: `year` and `quarter`, or `id = "2026Q3"`, or today's. Null outside the site's life.
pub fn get_quarter(asked: &Asked, args: &Args) -> Result<Value, String> {
    let quarter = match (args.text("id")?, args.number("year")?, args.number("quarter")?) {
        (Some(id), None, None) => {
            id.parse().map_err(|()| format!("`get_quarter`: `{id}` is no quarter; write it like `2026Q3`"))?
        }
        (None, Some(year), Some(number)) => {
            let quarter = format!("{year}Q{number}").parse();
            quarter.map_err(|()| format!("`get_quarter`: there is no quarter {number} of {year}"))?
        }
        (None, None, None) => Quarter::of(asked.group.today),
        _ => return Err("`get_quarter` takes `id`, or `year` and `quarter`, or nothing".to_owned()),
    };
    Ok(asked.archive.quarter(quarter).unwrap_or_else(Value::none))
}
