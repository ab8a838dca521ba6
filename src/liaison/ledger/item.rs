//! What can be counted: entries, rows of their lists, sendings and adoptions, each with its day and the members it is by.

use jiff::civil::Date;
use tera::{Map, Value};

use crate::liaison::entry::{Entry, Field, FieldType, Kinds, Submission, Vocabulary, is_empty, listed, text, value};

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Count {
    /// Entries, of one kind where it is named.
    Entries(Option<String>),
    /// The items of a list field of the entries of a kind.
    Rows(String, String),
    /// Sendings.
    Submissions,
    /// Adoptions.
    Adoptions,
}

impl Count {
    /// Reads `entry`, a kind, `kind.field`, `submission`, `adoption` or `reflection`; `None` for anything else.
    pub fn read(text: &str, kinds: &Kinds) -> Option<Count> {
        match text {
            "entry" | "entries" => return Some(Count::Entries(None)),
            "submission" | "submissions" => return Some(Count::Submissions),
            "adoption" | "adoptions" => return Some(Count::Adoptions),
            "reflection" | "reflections" => return Some(Count::Rows("study".to_owned(), "reflections".to_owned())),
            _ => {}
        }
        let (kind, field) = text.split_once('.').map_or((text, None), |(kind, field)| (kind, Some(field)));
        let kind = kinds.find(kind)?;
        match field {
            None => Some(Count::Entries(Some(kind.id.clone()))),
            Some(field) => {
                let field = kind.all_fields().find(|known| known.name == field || known.zh == field)?;
                Some(Count::Rows(kind.id.clone(), field.name.clone()))
            }
        }
    }

    /// All items of an entry.
    pub fn items<'e>(&self, entry: &'e Entry, by: Option<&str>) -> Vec<Item<'e>> {
        let whole = Item { entry, row: None, submission: None, date: entry.date, members: members(entry, by) };
        match self {
            Count::Entries(kind) if kind.as_ref().is_none_or(|kind| *kind == entry.kind.id) => vec![whole],
            Count::Rows(kind, field) if *kind == entry.kind.id => rows(entry, field, by),
            Count::Submissions => {
                let sent = entry.submissions.iter().filter(|submission| submission.is_sent());
                sent.map(|submission| Item {
                    submission: Some(submission),
                    date: submission.sent.or(entry.date),
                    ..whole.clone()
                })
                .collect()
            }
            Count::Adoptions => {
                let adopted = entry.submissions.iter().filter_map(|submission| {
                    let on = submission.adopted.as_ref()?.on;
                    Some(Item {
                        submission: Some(submission),
                        date: on.or(submission.sent).or(entry.date),
                        ..whole.clone()
                    })
                });
                adopted.collect()
            }
            _ => Vec::new(),
        }
    }
}

/// One thing that counts.
#[derive(Clone, Debug)]
pub struct Item<'e> {
    /// The entry it stands in.
    pub entry: &'e Entry,
    /// Its row, where it is a row with fields.
    pub row: Option<(&'e Map, &'e [std::sync::Arc<Field>])>,
    /// Its submission, where it is one.
    pub submission: Option<&'e Submission>,
    /// The day it counts on.
    pub date: Option<Date>,
    /// The ids of the members it counts for.
    pub members: Vec<&'e str>,
}

/// The members an entry counts for: all who took part, or those of one field.
fn members<'e>(entry: &'e Entry, by: Option<&str>) -> Vec<&'e str> {
    match by {
        Some(field) => listed(entry.extra().and_then(|extra| value(extra, field))).collect(),
        None => entry.members.iter().map(String::as_str).collect(),
    }
}

/// The items of a list field: tables, texts or members.
fn rows<'e>(entry: &'e Entry, field: &str, by: Option<&str>) -> Vec<Item<'e>> {
    let Some((field, found)) = entry.kind.field(field).zip(entry.extra().and_then(|extra| value(extra, field))) else {
        return Vec::new();
    };
    let inner = field.holds.inner();
    let item =
        |row, date: Option<Date>, members| Item { entry, row, submission: None, date: date.or(entry.date), members };
    if inner.is_empty() {
        let by_members = matches!(field.holds, FieldType::Member | FieldType::Members);
        let each = listed(Some(found));
        return each.map(|text| item(None, None, if by_members { vec![text] } else { members(entry, by) })).collect();
    }
    let tables = found.as_array().unwrap_or_default().iter().filter_map(Value::as_map).chain(found.as_map());
    tables
        .map(|row| {
            let day = inner.iter().find(|field| field.holds == FieldType::Date);
            let day = day.and_then(|field| crate::liaison::entry::day_of(row, &field.name));
            let named = inner.iter().filter(|field| matches!(field.holds, FieldType::Member | FieldType::Members));
            let own: Vec<&str> = named.flat_map(|field| listed(value(row, &field.name))).collect();
            item(Some((row, inner)), day, if own.is_empty() { members(entry, by) } else { own })
        })
        .collect()
}

/// What an item must be: the key, and the values of which one must fit.
pub type Condition = (String, Vec<Wanted>);

/// A value that a condition asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A text or word; `*` for anything, an empty one for nothing, `词以上` for a word and those after it in their list.
    Text(String),
    /// True or false; absent is false.
    Flag(bool),
    /// A whole number.
    Number(i128),
}

impl Item<'_> {
    /// Whether it fits all conditions.
    pub fn fits(&self, conditions: &[Condition], kinds: &Kinds) -> bool {
        conditions.iter().all(|(key, wanted)| self.fits_one(key, wanted, kinds))
    }

    fn fits_one(&self, key: &str, wanted: &[Wanted], kinds: &Kinds) -> bool {
        if key == "kind" {
            let id = &self.entry.kind.id;
            let same = |name: &str| kinds.find(name).is_some_and(|kind| kind.id == *id);
            return wanted.iter().any(|wanted| matches!(wanted, Wanted::Text(name) if same(name)));
        }
        let own = key.strip_prefix("entry.");
        if let (Some(submission), None) = (self.submission, own) {
            // By its Chinese name too.
            let fields = self.entry.kind.field("submission").map(|field| field.holds.inner()).unwrap_or_default();
            let key = fields.iter().find(|field| field.zh == key).map_or(key, |field| field.name.as_str());
            let said = match key {
                "outlet" => Some(Some(&submission.outlet)),
                "level" => Some(submission.level.as_ref()),
                "channel" => Some(submission.channel.as_ref()),
                "type" => Some(submission.kind.as_ref()),
                "status" => Some(Some(&submission.status)),
                "by" => Some(submission.by.as_ref()),
                _ => None,
            };
            if let Some(said) = said {
                let words = fields.iter().find(|field| field.name == key).and_then(|field| words(&field.holds));
                let said = said.map(|text| Value::from(text.as_str()));
                return wanted.iter().any(|wanted| fits(wanted, said.as_ref(), words));
            }
        }
        if let (Some((row, fields)), None) = (self.row, own)
            && let Some(field) = fields.iter().find(|field| field.name == key || field.zh == key)
        {
            return wanted.iter().any(|wanted| fits(wanted, value(row, &field.name), words(&field.holds)));
        }
        let key = own.unwrap_or(key);
        let field = self.entry.kind.all_fields().find(|field| field.name == key || field.zh == key);
        let name = field.map_or(key, |field| field.name.as_str());
        let found = self.entry.extra().and_then(|extra| value(extra, name));
        wanted.iter().any(|wanted| fits(wanted, found, field.and_then(|field| words(&field.holds))))
    }
}

fn words(holds: &FieldType) -> Option<&Vocabulary> {
    match holds {
        FieldType::Word(vocabulary) | FieldType::Words(vocabulary) => Some(vocabulary),
        _ => None,
    }
}

fn fits(wanted: &Wanted, found: Option<&Value>, words: Option<&Vocabulary>) -> bool {
    let found = found.filter(|value| !is_empty(value));
    let wanted = match wanted {
        Wanted::Flag(flag) => return found.and_then(Value::as_bool).unwrap_or(false) == *flag,
        Wanted::Number(number) => return found.and_then(Value::as_i128) == Some(*number),
        Wanted::Text(text) => text.as_str(),
    };
    match (wanted, found) {
        ("", found) => found.is_none(),
        ("*", found) => found.is_some(),
        (_, None) => false,
        (wanted, Some(found)) => listed(Some(found)).any(|said| match words {
            Some(words) => {
                let floor = wanted.strip_suffix("以上").and_then(|word| words.rank(word));
                match floor {
                    Some(floor) => words.rank(said).is_some_and(|rank| rank >= floor),
                    None => words.find(said) == words.find(wanted) && words.find(said).is_some(),
                }
            }
            None => said == wanted,
        }),
    }
}

/// The word an item's entry or row has under a key.
pub fn word_of<'e>(item: &Item<'e>, key: &str) -> Option<&'e str> {
    match item.row {
        Some((row, fields)) if fields.iter().any(|field| field.name == key) => text(row, key),
        _ => item.entry.word(key),
    }
}
