//! Templates: found in the site over its theme over the built-in ones, compiled once, rendered with shared values.
//!
//! <https://www.getzola.org/documentation/templates/overview/>, checklist sections 1.15, 1.21, 1.28.

mod branches;
mod builtin;
mod chain;
mod chinese;
mod code;
mod contrib;
mod detect;
mod engine;
mod error;
mod kept;
mod load;
mod localized_date;
mod plain_date;
mod recursion;
mod registry;
mod report;
mod scope;
mod set;
mod sign;
mod spread;
mod tags;
pub mod tera1;
mod tera2;
#[cfg(test)]
pub(crate) mod testing;
mod usage;

pub use builtin::{PREFIX as BUILT_IN, REDIRECT};
pub use code::CODES;
pub use detect::detect;
pub use engine::Engine;
pub use kept::{Call, Keeper};
pub use registry::{Args, Filter, Function, Registry};
pub use scope::{Scope, with_scope};
pub use set::{TemplateFile, TemplateSet};
pub use usage::{BODY, COUNTS, Fields, Guards, Looks, Shape, Shapes, TimeGrain, Usage, Usages};

/// The variables of one render, by name. Values are shared, not copied.
pub type Variables = Vec<(&'static str, tera::Value)>;
