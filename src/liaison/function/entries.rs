//! `get_entries(kind=, member=, year=, quarter=, limit=)`: entries by what they are, newest first.

use tera::Value;

use super::Asked;
use crate::diagnostic::suggest;
use crate::liaison::entry::{KINDS, kind_of};
use crate::template::Args;

/// The pages of the entries that fit all the arguments given, newest first.
pub fn get_entries(asked: &Asked, args: &Args) -> Result<Value, String> {
    let kind = match args.get::<String>("kind")? {
        Some(name) => Some(kind_of(&name).ok_or_else(|| {
            let ids: Vec<&str> = KINDS.iter().map(|kind| kind.id).collect();
            match suggest(&name, ids.iter().copied()) {
                Some(near) => format!("`get_entries`: there is no kind `{name}`; did you mean `{near}`?"),
                None => format!("`get_entries`: there is no kind `{name}`; there are {}", ids.join(", ")),
            }
        })?),
        None => None,
    };
    let member: Option<String> = args.get("member")?;
    let year: Option<i64> = args.get("year")?;
    let number: Option<i64> = args.get("quarter")?;
    let limit: Option<usize> = args.get("limit")?;
    let fitting = asked.group.entries.iter().filter(|entry| {
        kind.is_none_or(|kind| entry.entry.kind == kind)
            && member.as_ref().is_none_or(|id| entry.entry.members.contains(id))
            && year.is_none_or(|year| entry.quarter.is_some_and(|quarter| i64::from(quarter.year) == year))
            && number.is_none_or(|number| entry.quarter.is_some_and(|quarter| i64::from(quarter.number) == number))
    });
    let pages: Vec<Value> =
        fitting.take(limit.unwrap_or(usize::MAX)).map(|entry| asked.views.page(entry.page)).collect();
    Ok(Value::from(pages))
}
