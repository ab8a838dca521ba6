//! Festivals and years: on which occasions the group visited, and which it missed.

use jiff::civil::date;

use super::counted::Ledger;
use super::item::{Count, Wanted};
use super::period::{Range, State};
use super::target::Source;
use crate::liaison::entry::{Entry, FieldType, Vocabulary};

/// The field that names the occasion.
const FIELD: &str = "festival";

/// One festival in one year.
#[derive(Clone, Debug)]
pub struct Occasion<'l> {
    /// The year.
    pub year: i16,
    /// The visits.
    pub entries: Vec<&'l Entry>,
    /// Whether a target asks for it, and how that stands.
    pub state: State,
}

/// One festival over the years.
#[derive(Clone, Debug)]
pub struct FestivalRow<'l> {
    /// The festival.
    pub festival: String,
    /// Year by year, as in `Ledger::years`.
    pub years: Vec<Occasion<'l>>,
}

/// The festivals on which the group visited or should have, in the order of the vocabulary.
pub fn festivals(ledger: &Ledger) -> Vec<FestivalRow<'_>> {
    let target =
        ledger.rules.targets.iter().find(|target| target.each.as_ref().is_some_and(|(field, _)| field == FIELD));
    let visits = Source {
        count: Count::Entries(Some("relief".to_owned())),
        conditions: vec![("type".to_owned(), vec![Wanted::Text("慰问".to_owned())])],
        by: None,
    };
    let items = ledger.items(target.map_or(std::slice::from_ref(&visits), |target| &target.sources));
    let words = ledger.kinds.all.iter().find_map(|kind| match &kind.field(FIELD)?.holds {
        FieldType::Word(words) => Some(words.clone()),
        _ => None,
    });
    let owed = |festival: &str| {
        let values = target.and_then(|target| target.each.as_ref()).map(|(_, values)| values.as_slice());
        let meant = |value: &String| words.as_ref().and_then(|words| words.find(value)) == Some(festival);
        values.unwrap_or_default().iter().any(meant)
    };
    let rows = words.iter().flat_map(|words: &std::sync::Arc<Vocabulary>| &words.words);
    rows.filter_map(|word| {
        let festival = word.name.as_str();
        let years: Vec<Occasion> = ledger
            .years()
            .into_iter()
            .map(|year| {
                let of_year = items.iter().filter(|item| item.date.is_some_and(|day| day.year() == year));
                let visits = of_year.filter(|item| item.entry.word(FIELD) == Some(festival));
                let entries: Vec<&Entry> = visits.map(|item| item.entry).collect();
                let holds = |range: Range| {
                    let target = target?;
                    let from = target.from.into_iter().chain(ledger.opened).all(|day| range.end() >= day);
                    (from && target.until.is_none_or(|day| range.start() <= day)).then_some(target)
                };
                let state = match holds(Range::Year(year)).filter(|_| owed(festival)) {
                    Some(target) if entries.len() as u64 >= target.min => State::Met,
                    Some(_) if date(year, 12, 31) < ledger.today => State::Missing,
                    Some(_) => State::Open,
                    None if entries.is_empty() => State::Off,
                    None => State::Met,
                };
                Occasion { year, entries, state }
            })
            .collect();
        let any = owed(festival) || years.iter().any(|year| !year.entries.is_empty());
        any.then(|| FestivalRow { festival: festival.to_owned(), years })
    })
    .collect()
}
