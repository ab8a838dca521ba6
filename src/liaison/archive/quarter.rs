//! Natural quarters of the calendar.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, date};

/// A natural quarter: January to March is the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    /// The year.
    pub year: i16,
    /// 1 to 4.
    pub number: u8,
}

impl Quarter {
    /// The quarter a day lies in.
    pub fn of(day: Date) -> Quarter {
        Quarter { year: day.year(), number: (day.month() as u8 - 1) / 3 + 1 }
    }

    /// Its first day.
    pub fn start(self) -> Date {
        date(self.year, (self.number as i8 - 1) * 3 + 1, 1)
    }

    /// Its last day.
    pub fn end(self) -> Date {
        date(self.year, self.number as i8 * 3, 1).last_of_month()
    }

    /// The quarter after it.
    pub fn next(self) -> Quarter {
        if self.number == 4 {
            Quarter { year: self.year + 1, number: 1 }
        } else {
            Quarter { year: self.year, number: self.number + 1 }
        }
    }

    /// All quarters from this one to `last`, both included.
    pub fn through(self, last: Quarter) -> impl Iterator<Item = Quarter> {
        std::iter::successors(Some(self), |quarter| Some(quarter.next())).take_while(move |quarter| *quarter <= last)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Q{}", self.year, self.number)
    }
}

impl FromStr for Quarter {
    type Err = ();

    /// Reads `2026Q3`, `2026q3` or `2026-Q3`.
    fn from_str(text: &str) -> Result<Quarter, ()> {
        let (year, number) = text.split_once(['Q', 'q']).ok_or(())?;
        let year = year.trim_end_matches('-');
        let number = number.parse().map_err(|_| ())?;
        let year: i16 = year.parse().map_err(|_| ())?;
        if (1..=4).contains(&number) && (1..=9999).contains(&year) { Ok(Quarter { year, number }) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::Quarter;

    #[test]
    fn quarters_are_natural() {
        let quarter = Quarter::of(date(2026, 9, 30));
        assert_eq!(quarter.to_string(), "2026Q3");
        assert_eq!((quarter.start(), quarter.end()), (date(2026, 7, 1), date(2026, 9, 30)));
        assert_eq!(Quarter::of(date(2026, 12, 31)).next(), Quarter { year: 2027, number: 1 });
        assert_eq!("2026-q3".parse(), Ok(quarter));
        assert_eq!("2026Q5".parse::<Quarter>(), Err(()));
    }

    proptest! {
        #[test]
        fn every_day_lies_in_its_quarter(days in 0i32..200_000) {
            let day = date(1600, 1, 1).saturating_add(jiff::Span::new().days(days));
            let quarter = Quarter::of(day);
            prop_assert!(quarter.start() <= day && day <= quarter.end());
            prop_assert_eq!(quarter.to_string().parse::<Quarter>(), Ok(quarter));
        }

        #[test]
        fn reading_a_quarter_never_panics(text in ".*") {
            let _ = text.parse::<Quarter>();
        }
    }
}
