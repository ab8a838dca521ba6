//! Pictures: their size and format, and smaller copies of them (checklist 1.24).
//!
//! <https://www.getzola.org/documentation/content/image-processing/>.

mod avif;
mod code;
#[cfg(test)]
mod make_tests;
mod make;
mod probe;
mod strip;
mod svg;
mod want;

pub use code::CODES;
pub use make::{Made, make, make_one};
pub use probe::{ImageFacts, NoFacts, probe, probe_file};
pub use strip::{BROKEN, Stripped, is_heif, strip};
pub use want::{Fitting, Format, Operation, Order, Want};
