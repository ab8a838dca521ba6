//! Templates: found in the site over its theme over the built-in ones, compiled once, rendered with shared values.
//!
//! <https://www.getzola.org/documentation/templates/overview/>, checklist sections 1.15, 1.21, 1.28.

mod builtin;
mod code;
mod engine;
mod error;
mod registry;
mod scope;
mod set;

pub use code::CODES;
pub use engine::Engine;
pub use registry::{Args, Registry};
pub use scope::{Scope, with_scope};
pub use set::{TemplateFile, TemplateSet};

/// The variables of one render, by name. Values are shared, not copied.
pub type Variables = Vec<(&'static str, tera::Value)>;
