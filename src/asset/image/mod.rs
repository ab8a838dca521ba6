//! Pictures: their size and format, and smaller copies of them (checklist 1.24).

mod probe;
mod resize;

pub use probe::{ImageFacts, probe};
pub use resize::{Fitting, Format, Made, Operation, Want, make};
