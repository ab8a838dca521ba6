//! The group's year: what is owed, what was done, who did it. Obligations are data; everything here counts entries.

mod adoption;
mod code;
mod condition;
mod counted;
mod issue;
mod item;

mod occasion;
mod page;
mod period;
mod report;
mod score;
mod settings;
mod sheet;
mod tally;
mod target;
mod task;
mod view;
mod word;

pub use adoption::{AdoptionTable, Taken, adoptions};
pub use code::CODES;
pub use counted::Ledger;
pub use issue::{Issue, issues};
pub use item::{Count, Item};
pub use occasion::{FestivalRow, festivals};
pub use page::{TEMPLATES, targets};
pub use period::{Every, Period, Range, State};
pub use report::{Audience, report};
pub use score::{rewards, scores};
pub use settings::LedgerSettings;
pub use sheet::{Part, Sheet, sheets};
pub use tally::{Cell, Tally, tally};
pub use target::{FOLDER as TARGETS_FOLDER, Obligations, Per, Target, shipped_presets};
pub use task::{Task, tasks};
pub use view::LedgerViews;
pub use word::docx;
