//! The stretches of time in which something is owed: months, quarters and years, and the range a ledger looks at.

use jiff::civil::{Date, date};

use crate::liaison::archive::Quarter;

/// How often something is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Every month.
    Month,
    /// Every quarter.
    Quarter,
    /// Every year.
    Year,
}

/// The words for it in a file of targets.
pub const EVERY: [(&str, Every); 3] = [("month", Every::Month), ("quarter", Every::Quarter), ("year", Every::Year)];

/// A month, a quarter or a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// `2026-03`, `2026Q1` or `2026`.
    pub id: String,
    /// `3月`, `第一季度` or `2026年`.
    pub label: String,
    /// Its first day.
    pub start: Date,
    /// Its last day.
    pub end: Date,
    /// The last day whose deeds count: its end, or that of the range where the ledger looks at a part of a year.
    pub last: Date,
}

/// What a ledger looks at: a year or a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Range {
    /// A year.
    Year(i16),
    /// A quarter.
    Quarter(Quarter),
}

impl Range {
    /// Its first day.
    pub fn start(self) -> Date {
        match self {
            Range::Year(year) => date(year, 1, 1),
            Range::Quarter(quarter) => quarter.start(),
        }
    }

    /// Its last day.
    pub fn end(self) -> Date {
        match self {
            Range::Year(year) => date(year, 12, 31),
            Range::Quarter(quarter) => quarter.end(),
        }
    }

    /// Its year.
    pub fn year(self) -> i16 {
        self.start().year()
    }

    /// Whether a day lies in it.
    pub fn has(self, day: Date) -> bool {
        self.start() <= day && day <= self.end()
    }

    /// The periods of it. Of a yearly task a quarter sees the year up to its own end.
    pub fn periods(self, every: Every, zh: bool) -> Vec<Period> {
        match (self, every) {
            (_, Every::Month) => {
                let first = self.start().month();
                (first..=self.end().month()).map(|month| Period::month(self.year(), month, zh)).collect()
            }
            (Range::Year(year), Every::Quarter) => {
                (1..=4).map(|number| Period::quarter(Quarter { year, number }, zh)).collect()
            }
            (Range::Quarter(quarter), Every::Quarter) => vec![Period::quarter(quarter, zh)],
            (_, Every::Year) => {
                let year = self.year();
                let label = if zh { format!("{year}年") } else { year.to_string() };
                let (start, end) = (date(year, 1, 1), date(year, 12, 31));
                vec![Period { id: year.to_string(), label, start, end, last: self.end() }]
            }
        }
    }
}

impl Period {
    fn month(year: i16, month: i8, zh: bool) -> Period {
        let start = date(year, month, 1);
        let end = start.last_of_month();
        let label = if zh { format!("{month}月") } else { start.strftime("%b").to_string() };
        Period { id: format!("{year}-{month:02}"), label, start, end, last: end }
    }

    fn quarter(quarter: Quarter, zh: bool) -> Period {
        let cn = ["一", "二", "三", "四"].get(usize::from(quarter.number) - 1).copied().unwrap_or_default();
        let label = if zh { format!("第{cn}季度") } else { format!("Q{}", quarter.number) };
        let (start, end) = (quarter.start(), quarter.end());
        Period { id: quarter.to_string(), label, start, end, last: end }
    }
}

/// How a period stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Enough was done.
    Met,
    /// It is over, and not enough was done.
    Missing,
    /// It is running, and not enough is done yet.
    Open,
    /// It has not begun.
    Future,
    /// Nothing is owed in it.
    Off,
}

impl State {
    /// The state of a stretch of time, from `start` to the end of the day `end`, in which something is owed.
    pub fn of(start: Date, end: Date, enough: bool, today: Date) -> State {
        if enough {
            State::Met
        } else if end < today {
            State::Missing
        } else if start > today {
            State::Future
        } else {
            State::Open
        }
    }

    /// How several periods stand together: missing if one is, open if one is or if some are met and others to come.
    pub fn all(states: impl IntoIterator<Item = State>) -> State {
        states.into_iter().fold(State::Off, |all, state| match (all, state) {
            (all, State::Off) => all,
            (State::Off, state) => state,
            (State::Missing, _) | (_, State::Missing) => State::Missing,
            (all, state) if all == state => all,
            _ => State::Open,
        })
    }

    /// Its word in JSON and templates.
    pub fn word(self) -> &'static str {
        match self {
            State::Met => "met",
            State::Missing => "missing",
            State::Open => "open",
            State::Future => "future",
            State::Off => "off",
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Every, Range, State};
    use crate::liaison::archive::Quarter;

    #[test]
    fn a_range_is_cut_into_its_periods() {
        let ids = |range: Range, every| {
            range.periods(every, true).into_iter().map(|period| period.id).collect::<Vec<_>>().join(" ")
        };
        let third = Range::Quarter(Quarter { year: 2026, number: 3 });
        assert_eq!(ids(Range::Year(2026), Every::Quarter), "2026Q1 2026Q2 2026Q3 2026Q4");
        assert_eq!(ids(third, Every::Month), "2026-07 2026-08 2026-09");
        assert_eq!(Range::Year(2024).periods(Every::Month, true)[1].end, date(2024, 2, 29));
        let year = &third.periods(Every::Year, true)[0];
        assert_eq!((year.start, year.end, year.last), (date(2026, 1, 1), date(2026, 12, 31), date(2026, 9, 30)));
    }

    #[test]
    fn a_period_is_missed_only_once_it_is_over() {
        let march = &Range::Year(2026).periods(Every::Month, true)[2];
        let march = |enough, today| State::of(march.start, march.end, enough, today);
        assert_eq!(march(false, date(2026, 3, 31)), State::Open);
        assert_eq!(march(false, date(2026, 4, 1)), State::Missing);
        assert_eq!(march(false, date(2026, 2, 28)), State::Future);
        assert_eq!(march(true, date(2026, 3, 1)), State::Met);
        assert_eq!(State::all([State::Off, State::Met, State::Future]), State::Open);
        assert_eq!(State::all([State::Met, State::Off, State::Met]), State::Met);
        assert_eq!(State::all([State::Open, State::Missing, State::Met]), State::Missing);
    }
}
