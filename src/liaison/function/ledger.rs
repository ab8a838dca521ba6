//! `get_ledger`, `get_targets`, `get_tasks`, `get_adoptions`, `get_issues` and `get_words`: the group's year as templates
//! see it. Withheld entries are in the numbers and nowhere else.

use tera::Value;

use super::Asked;
use crate::diagnostic::suggest;
use crate::liaison::archive::Quarter;
use crate::liaison::entry::{FieldType, value};
use crate::liaison::ledger::Range;
use crate::template::Args;

/// The ledger of a year or quarter (`year=`, `quarter=`; this year without them).
pub fn get_ledger(asked: &Asked, args: &Args) -> Result<Value, String> {
    Ok(asked.ledger.of(range(asked, args)?))
}

/// The targets of a year or quarter.
pub fn get_targets(asked: &Asked, args: &Args) -> Result<Value, String> {
    part(asked, args, "targets")
}

/// The tasks that plans have for a year or quarter.
pub fn get_tasks(asked: &Asked, args: &Args) -> Result<Value, String> {
    part(asked, args, "tasks")
}

fn part(asked: &Asked, args: &Args, name: &str) -> Result<Value, String> {
    let ledger = asked.ledger.of(range(asked, args)?);
    Ok(ledger.as_map().and_then(|map| value(map, name)).cloned().unwrap_or_else(Value::none))
}

/// The problems of supervision, of one year or of all, newest first, with how many are open and closed.
pub fn get_issues(asked: &Asked, args: &Args) -> Result<Value, String> {
    let year = args.number("year")?.map(year_of).transpose()?;
    Ok(asked.ledger.issues(year))
}

/// What was taken up, newest first: of one year or of all, with `level=` and `channel=` of those only.
pub fn get_adoptions(asked: &Asked, args: &Args) -> Result<Value, String> {
    let years = match args.number("year")?.map(year_of).transpose()? {
        Some(year) => vec![year],
        None => asked.group.ledger.years().into_iter().rev().collect(),
    };
    let mut pieces = Vec::new();
    for year in years {
        let ledger = asked.ledger.of(Range::Year(year));
        let adoption = ledger.as_map().and_then(|map| value(map, "adoption")?.as_map());
        let found = adoption.and_then(|map| value(map, "pieces")?.as_array()).unwrap_or_default();
        for piece in found {
            let says = |key: &str, wanted: Option<&str>| {
                let said = piece.as_map().and_then(|map| value(map, key)?.as_str());
                wanted.is_none_or(|wanted| said == Some(wanted))
            };
            if says("level", args.text("level")?) && says("channel", args.text("channel")?) {
                pieces.push(piece.clone());
            }
        }
    }
    Ok(Value::from(pieces))
}

/// The words a field of a kind may hold, in their order.
pub fn get_words(asked: &Asked, args: &Args) -> Result<Value, String> {
    let (kind, field) = (args.required_text("kind")?, args.required_text("field")?);
    let kinds = &asked.group.settings.kinds;
    let Some(kind) = kinds.find(kind) else {
        let near = suggest(kind, kinds.ids()).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Err(format!("`get_words`: there is no kind `{kind}`{near}"));
    };
    match kind.field(field).map(|field| &field.holds) {
        Some(FieldType::Word(words) | FieldType::Words(words)) => {
            Ok(Value::from(words.words.iter().map(|word| Value::from(word.name.as_str())).collect::<Vec<_>>()))
        }
        _ => Err(format!("`get_words`: `{}` has no field `{field}` that holds words", kind.id)),
    }
}

fn range(asked: &Asked, args: &Args) -> Result<Range, String> {
    let today = asked.group.today;
    let year = args.number("year")?.map(year_of).transpose()?.unwrap_or(today.year());
    match args.number("quarter")? {
        None => Ok(Range::Year(year)),
        Some(number @ 1..=4) => Ok(Range::Quarter(Quarter { year, number: number as u8 })),
        Some(number) => Err(format!("there is no quarter {number} of {year}")),
    }
}

fn year_of(number: u32) -> Result<i16, String> {
    i16::try_from(number).ok().filter(|year| (1..=9999).contains(year)).ok_or(format!("there is no year {number}"))
}
