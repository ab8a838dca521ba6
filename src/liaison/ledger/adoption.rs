//! What was sent and what was taken up: by outlet, level and month, by author, piece by piece.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::counted::Ledger;
use super::period::{Every, Period, Range};
use crate::liaison::entry::{Adoption, Entry, FieldType, Submission, Vocabulary, text};

/// So many were sent, so many taken up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Sent in the time.
    pub sent: u64,
    /// Taken up in the time, whenever it was sent.
    pub adopted: u64,
}

impl Taken {
    /// The share taken up; none where nothing was sent.
    pub fn rate(self) -> Option<f64> {
        (self.sent > 0).then(|| self.adopted as f64 / self.sent as f64)
    }

    fn add(&mut self, other: Taken) {
        self.sent += other.sent;
        self.adopted += other.adopted;
    }
}

/// One outlet at one level.
#[derive(Clone, Debug)]
pub struct OutletRow {
    /// The outlet.
    pub outlet: String,
    /// The level; empty where it is not said.
    pub level: String,
    /// Month by month.
    pub months: Vec<Taken>,
    /// All of them.
    pub total: Taken,
}

/// One piece that was taken up.
#[derive(Clone, Debug)]
pub struct Piece<'l> {
    /// The entry.
    pub entry: &'l Entry,
    /// Its sending.
    pub submission: &'l Submission,
    /// Its adoption.
    pub adoption: &'l Adoption,
    /// The day it counts on.
    pub on: Date,
}

/// The adoption statistics of a range.
#[derive(Clone, Debug)]
pub struct AdoptionTable<'l> {
    /// The months.
    pub months: Vec<Period>,
    /// The months' sums.
    pub sums: Vec<Taken>,
    /// Outlets by level, highest first, then by name.
    pub rows: Vec<OutletRow>,
    /// Levels, highest first.
    pub levels: Vec<(String, Taken)>,
    /// Authors, most adopted first.
    pub authors: Vec<(String, Taken)>,
    /// Everything.
    pub total: Taken,
    /// What was taken up, newest first.
    pub pieces: Vec<Piece<'l>>,
}

/// The statistics of a range up to today. For the public (`named` is false) names that occur in withheld entries alone are
/// summed up as 其他, and their pieces are left out; the numbers are the same.
pub fn adoptions<'l>(ledger: &'l Ledger, range: Range, named: bool) -> AdoptionTable<'l> {
    let months = range.periods(Every::Month, ledger.zh);
    let known = Known::of(ledger);
    let other = if ledger.zh { "其他" } else { "others" };
    let name = |name: &str, public: &FxHashSet<&str>, listed: Option<&Vocabulary>| {
        let open = named || public.contains(name) || listed.is_some_and(|words| words.rank(name).is_some());
        if open { name.to_owned() } else { other.to_owned() }
    };
    let mut rows: BTreeMap<(String, String), Vec<Taken>> = BTreeMap::new();
    let mut authors: BTreeMap<String, Taken> = BTreeMap::new();
    let mut pieces = Vec::new();
    for entry in &ledger.entries {
        let author = entry.extra().and_then(|extra| text(extra, "author")).unwrap_or_default().trim();
        for submission in entry.submissions.iter() {
            let sent = Some(submission).filter(|it| it.is_sent()).and_then(|it| it.sent.or(entry.date));
            let adopted = submission.adopted.as_ref();
            let on = adopted.and_then(|adoption| adoption.on.or(submission.sent).or(entry.date));
            let day = |day: Option<Date>| day.filter(|day| *day <= ledger.today && range.has(*day));
            let (sent, on) = (day(sent), day(on));
            if sent.is_none() && on.is_none() {
                continue;
            }
            let key = (
                submission.level.clone().unwrap_or_default(),
                name(&submission.outlet, &known.outlets, outlets(entry)),
            );
            let row = rows.entry(key).or_insert_with(|| vec![Taken::default(); months.len()]);
            let taken = Taken { sent: u64::from(sent.is_some()), adopted: u64::from(on.is_some()) };
            if !author.is_empty() {
                authors.entry(name(author, &known.authors, None)).or_default().add(taken);
            }
            for (month, taken) in months.iter().zip(row.iter_mut()) {
                let inside =
                    |day: Option<Date>| u64::from(day.is_some_and(|day| month.start <= day && day <= month.end));
                taken.add(Taken { sent: inside(sent), adopted: inside(on) });
            }
            if let (Some(adoption), Some(on)) = (adopted, on)
                && (named || Ledger::is_public(entry))
            {
                pieces.push(Piece { entry, submission, adoption, on });
            }
        }
    }
    pieces.sort_by(|a, b| b.on.cmp(&a.on).then_with(|| a.entry.path.cmp(&b.entry.path)));
    table(ledger, months, rows, authors, pieces)
}

fn table<'l>(
    ledger: &Ledger,
    months: Vec<Period>,
    rows: BTreeMap<(String, String), Vec<Taken>>,
    authors: BTreeMap<String, Taken>,
    pieces: Vec<Piece<'l>>,
) -> AdoptionTable<'l> {
    let mut sums = vec![Taken::default(); months.len()];
    let mut levels: BTreeMap<String, Taken> = BTreeMap::new();
    let mut total = Taken::default();
    let mut rows: Vec<OutletRow> = rows
        .into_iter()
        .map(|((level, outlet), months)| {
            let mut all = Taken::default();
            months.iter().for_each(|month| all.add(*month));
            sums.iter_mut().zip(&months).for_each(|(sum, month)| sum.add(*month));
            levels.entry(level.clone()).or_default().add(all);
            total.add(all);
            OutletRow { outlet, level, months, total: all }
        })
        .collect();
    let words = ledger.entries.iter().find_map(|entry| submission_words(entry, "level"));
    // Highest first; what says no level comes last.
    let rank = |level: &str| std::cmp::Reverse(words.and_then(|words| words.rank(level)));
    rows.sort_by(|a, b| rank(&a.level).cmp(&rank(&b.level)).then_with(|| a.outlet.cmp(&b.outlet)));
    let mut levels: Vec<(String, Taken)> = levels.into_iter().collect();
    levels.sort_by_key(|(level, _)| rank(level));
    let mut authors: Vec<(String, Taken)> = authors.into_iter().collect();
    authors.sort_by(|a, b| (b.1.adopted, b.1.sent, &a.0).cmp(&(a.1.adopted, a.1.sent, &b.0)));
    AdoptionTable { months, sums, rows, levels, authors, total, pieces }
}

fn outlets(entry: &Entry) -> Option<&Vocabulary> {
    submission_words(entry, "outlet")
}

/// The words of a field of the submission block.
fn submission_words<'e>(entry: &'e Entry, key: &str) -> Option<&'e Vocabulary> {
    let inner = entry.kind.field("submission")?.holds.inner();
    match &inner.iter().find(|field| field.name == key)?.holds {
        FieldType::Word(words) => Some(words),
        _ => None,
    }
}

/// The names that public entries give away.
struct Known<'l> {
    outlets: FxHashSet<&'l str>,
    authors: FxHashSet<&'l str>,
}

impl<'l> Known<'l> {
    fn of(ledger: &'l Ledger) -> Known<'l> {
        let public = || ledger.entries.iter().filter(|entry| Ledger::is_public(entry));
        let author = |entry: &'l Entry| entry.extra().and_then(|extra| text(extra, "author")).map(str::trim);
        Known {
            outlets: public().flat_map(|entry| &entry.submissions).map(|it| it.outlet.as_str()).collect(),
            authors: public().filter_map(author).collect(),
        }
    }
}
