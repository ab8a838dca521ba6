//! Dates in front matter: kept as written, understood for sorting (checklist FM-4).

use jiff::Timestamp;
use jiff::civil::Date;

/// A date or date and time as templates see it, and the moment it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateText {
    /// The normalised text: `2021-06-07`, `2021-06-07T08:09:10`, `2021-06-07T08:09:10+08:00`.
    pub text: String,
    /// The moment; without an offset, UTC.
    pub moment: Timestamp,
    /// The day as written, in its own offset.
    pub day: Date,
}
