//! How a target stands: period by period, for the group or for every member.

use jiff::civil::Date;

use super::counted::Ledger;
use super::item::{Item, word_of};
use super::period::{Period, Range, State};
use super::target::{Per, Source, Target};
use crate::liaison::entry::Entry;

/// One period of a target, for the group or one member.
#[derive(Clone, Debug)]
pub struct Cell<'l> {
    /// The period.
    pub period: Period,
    /// The word that is owed by itself, where the target counts each.
    pub value: Option<String>,
    /// How many there are.
    pub count: u64,
    /// How it stands.
    pub state: State,
    /// The entries that count, oldest first; an entry that counts twice stands twice.
    pub entries: Vec<&'l Entry>,
}

/// How a target stands for one member.
#[derive(Clone, Debug)]
pub struct MemberTally<'l> {
    /// The member's own entry.
    pub member: &'l Entry,
    /// Its cells.
    pub cells: Vec<Cell<'l>>,
}

/// How a target stands.
#[derive(Clone, Debug)]
pub struct Tally<'l> {
    /// The target.
    pub target: &'l Target,
    /// Of the group: its cells. Of a target per member: for each period how many members there are who did enough.
    pub cells: Vec<Cell<'l>>,
    /// Of a target per member: each member's.
    pub members: Vec<MemberTally<'l>>,
    /// How many units are owed: cells, or cells of members.
    pub owed: usize,
    /// How many of them have enough.
    pub met: usize,
    /// How many there should be: `owed` times the least number.
    pub planned: u64,
    /// How many there are.
    pub done: u64,
    /// How it stands as a whole.
    pub state: State,
}

/// A target over a range, as far as `ledger.today`.
pub fn tally<'l>(ledger: &'l Ledger, target: &'l Target, range: Range) -> Tally<'l> {
    let items = ledger.items(&target.sources);
    let periods = range.periods(target.every, ledger.zh);
    let group = cells(ledger, target, &periods, &items, None);
    let (mut members, mut units) = (Vec::new(), Vec::new());
    let mut shown = group;
    match target.per {
        Per::Group => units.extend(shown.iter().map(|cell| (cell.count, cell.state))),
        Per::Member => {
            for member in &ledger.members {
                let member = &ledger.entries[*member];
                let cells = cells(ledger, target, &periods, &items, Some(member));
                units.extend(cells.iter().map(|cell| (cell.count, cell.state)));
                if cells.iter().any(|cell| cell.state != State::Off) {
                    members.push(MemberTally { member, cells });
                }
            }
            for (at, cell) in shown.iter_mut().enumerate() {
                let owing: Vec<&Cell> = members.iter().filter_map(|member| member.cells.get(at)).collect();
                cell.count = owing.iter().filter(|cell| cell.state == State::Met).count() as u64;
                // As the members stand together, so that the cell and the target's own state never differ.
                cell.state = State::all(owing.iter().map(|cell| cell.state));
            }
        }
    }
    let owing = units.iter().filter(|(_, state)| *state != State::Off);
    let owed = owing.clone().count();
    let met = owing.clone().filter(|(_, state)| *state == State::Met).count();
    let done = owing.clone().map(|(count, _)| count).sum();
    let state = State::all(units.iter().map(|(_, state)| *state));
    Tally { target, cells: shown, members, owed, met, planned: owed as u64 * target.min, done, state }
}

fn cells<'l>(
    ledger: &'l Ledger,
    target: &Target,
    periods: &[Period],
    items: &[Item<'l>],
    member: Option<&Entry>,
) -> Vec<Cell<'l>> {
    let values: Vec<Option<&str>> = match &target.each {
        Some((_, values)) => values.iter().map(|value| Some(value.as_str())).collect(),
        None => vec![None],
    };
    let mut cells = Vec::with_capacity(periods.len() * values.len());
    for period in periods {
        for value in &values {
            let fitting = items.iter().filter(|item| {
                item.date.is_some_and(|day| period.start <= day && day <= period.last)
                    && member.is_none_or(|member| item.members.contains(&member.id.as_str()))
                    && fits_value(item, target, *value)
            });
            let entries: Vec<&Entry> = fitting.map(|item| item.entry).collect();
            let count = entries.len() as u64;
            let state = if is_owed(ledger, target, period, member) {
                let (first, last) = in_office(member);
                let start = first.map_or(period.start, |first| first.max(period.start));
                let end = last.map_or(period.end, |last| last.min(period.end));
                State::of(start, end, count >= target.min, ledger.today)
            } else {
                State::Off
            };
            let value = value.map(str::to_owned);
            cells.push(Cell { period: period.clone(), value, count, state, entries });
        }
    }
    cells
}

/// Whether the item is of the word that the cell is for; words by their own names.
fn fits_value(item: &Item, target: &Target, value: Option<&str>) -> bool {
    let (Some((field, _)), Some(value)) = (&target.each, value) else { return true };
    let same = |word: &str| match item.entry.kind.field(field).map(|field| &field.holds) {
        Some(crate::liaison::entry::FieldType::Word(words)) => words.find(value) == Some(word),
        _ => word == value,
    };
    word_of(item, field).is_some_and(same)
}

/// Whether anything is owed in a period: it lies, at least with a day, in the site's life, in the time the target holds,
/// and in the member's time of office. What is owed is owed whole, for a part of a period too.
fn is_owed(ledger: &Ledger, target: &Target, period: &Period, member: Option<&Entry>) -> bool {
    let (first, last) = in_office(member);
    let from = [ledger.opened, target.from, first];
    let until = [target.until, last];
    from.into_iter().flatten().all(|day| period.end >= day)
        && until.into_iter().flatten().all(|day| period.start <= day)
}

/// The first and the last day of a member's office, where they are said: before and after them he can do nothing.
fn in_office(member: Option<&Entry>) -> (Option<Date>, Option<Date>) {
    (member.and_then(|member| office_day(member, "joined")), member.and_then(|member| office_day(member, LEFT)))
}

/// The field of a member's last day of office.
const LEFT: &str = "left";

fn office_day(member: &Entry, key: &str) -> Option<Date> {
    crate::liaison::entry::day_of(member.extra()?, key)
}

/// The day a member left, if that is over by `today`.
pub fn left(member: &Entry, today: Date) -> Option<Date> {
    office_day(member, LEFT).filter(|day| *day < today)
}

impl Ledger {
    /// All items of some sources that happened by today, oldest first.
    pub fn items<'l>(&'l self, sources: &[Source]) -> Vec<Item<'l>> {
        let mut items: Vec<Item<'l>> = Vec::new();
        for entry in &self.entries {
            for source in sources {
                let found = source.count.items(entry, source.by.as_deref()).into_iter();
                items.extend(found.filter(|item| item.fits(&source.conditions, &self.kinds)));
            }
        }
        items.retain(|item| item.date.is_some_and(|day| day <= self.today));
        items.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.entry.path.cmp(&b.entry.path)));
        items
    }
}
