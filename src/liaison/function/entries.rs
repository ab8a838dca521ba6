//! `get_entries(kind=, member=, year=, quarter=, limit=)`: entries by what they are, newest first.

use tera::Value;

use super::Asked;
use crate::diagnostic::suggest;
use crate::template::Args;

/// The pages of the entries that fit all the arguments given, newest first.
pub fn get_entries(asked: &Asked, args: &Args) -> Result<Value, String> {
    let kinds = &asked.group.settings.kinds;
    let kind = match args.text("kind")? {
        Some(name) => Some(kinds.find(name).ok_or_else(|| {
            let ids: Vec<&str> = kinds.ids().collect();
            match suggest(name, ids.iter().copied()) {
                Some(near) => format!("`get_entries`: there is no kind `{name}`; did you mean `{near}`?"),
                None => format!("`get_entries`: there is no kind `{name}`; there are {}", ids.join(", ")),
            }
        })?),
        None => None,
    };
    let member = args.text("member")?;
    let year = args.number("year")?;
    let number = args.number("quarter")?;
    let limit = args.number("limit")?.map_or(usize::MAX, |limit| limit as usize);
    let fitting = asked.group.entries.iter().filter(|entry| {
        kind.is_none_or(|kind| entry.entry.kind.id == kind.id)
            && member.is_none_or(|id| entry.entry.members.iter().any(|member| member == id))
            && year.is_none_or(|year| entry.quarter.is_some_and(|quarter| i64::from(quarter.year) == i64::from(year)))
            && number.is_none_or(|number| entry.quarter.is_some_and(|quarter| u32::from(quarter.number) == number))
    });
    let pages: Vec<Value> = fitting.take(limit).map(|entry| asked.views.page(entry.page)).collect();
    Ok(Value::from(pages))
}
