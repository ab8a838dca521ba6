//! Personal details in texts: numbers of identity cards, telephones and bank cards, and what else reaches a person.
//!
//! Each detector is a pattern with a test beyond it (a real date, a check digit). Details that are masked by asterisks
//! pass, as do numbers that are part of longer ones.

mod bank;
mod identity;
mod mask;
mod phone;
mod reach;
mod scan;

pub use mask::masked;
pub use scan::{Allowed, Detail, Found, scan};
