//! Personal details in texts: numbers of identity cards, telephones and bank cards, what else reaches a person, and names
//! beside what nobody should know of their bearers.
//!
//! Each detector is a pattern with a test beyond it (a real date, a check digit, a name). Details that are masked by
//! asterisks or by 某 pass, as do numbers that are part of longer ones.

mod address;
mod attachment;
mod bank;
mod identity;
mod mask;
mod name;
mod person;
mod phone;
mod reach;
mod scan;

pub use attachment::{Leak, Leaks, holds_text, leaks};
pub use mask::masked;
pub use scan::{Allowed, Detail, Found, Scanner, certain, scan};
