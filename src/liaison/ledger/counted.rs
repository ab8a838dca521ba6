//! The ledger: everything that counts, public or not, and the rules it is held against.

use jiff::civil::Date;

use super::target::Obligations;
use crate::liaison::entry::{Entry, Kinds, Visibility};
use crate::liaison::settings::Settings;

/// Everything that counts. Entries that are not public are counted here and named nowhere else.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// The rules.
    pub rules: Obligations,
    /// The kinds.
    pub kinds: Kinds,
    /// What counts, oldest first.
    pub entries: Vec<Entry>,
    /// The members among them, by id.
    pub members: Vec<usize>,
    /// The first day of the site's life.
    pub opened: Option<Date>,
    /// The day up to which is counted.
    pub today: Date,
    /// Whether labels are Chinese.
    pub zh: bool,
}

impl Ledger {
    /// The ledger over all entries of a site, withheld ones among them. Translations do not count again, and internal
    /// entries only where the settings say so.
    pub fn new(settings: &Settings, entries: impl IntoIterator<Item = Entry>, today: Date) -> Ledger {
        let counts = |entry: &Entry| {
            entry.language.0 == 0 && (entry.visibility != Visibility::Internal || settings.ledger.count_internal)
        };
        let mut entries: Vec<Entry> = entries.into_iter().filter(counts).collect();
        entries.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.path.cmp(&b.path)));
        let mut members: Vec<usize> = (0..entries.len()).filter(|at| entries[*at].kind.id == "member").collect();
        members.sort_by(|a, b| entries[*a].id.cmp(&entries[*b].id));
        let opened = settings.opened.or_else(|| entries.iter().find_map(|entry| entry.date));
        Ledger {
            rules: settings.ledger.rules.clone(),
            kinds: settings.kinds.clone(),
            entries,
            members,
            opened,
            today,
            zh: settings.zh,
        }
    }

    /// The years from the first that counts to today's.
    pub fn years(&self) -> Vec<i16> {
        let first = self.opened.map_or(self.today.year(), |day| day.year());
        (first.min(self.today.year())..=self.today.year()).collect()
    }

    /// What is called by its name in the open: a member with a page, an entry that is public.
    pub fn is_public(entry: &Entry) -> bool {
        entry.visibility == Visibility::Public
    }
}
