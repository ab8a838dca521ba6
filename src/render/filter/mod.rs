//! Zola's template filters that need the site, and ours, one file each (checklist FL-1). Those that do not come from tera-contrib
//! and are part of the engine.

mod markdown;
mod num_format;
mod say;

use std::sync::Arc;

use super::environment::Environment;
use crate::template::Registry;

/// Adds them all.
pub fn register(environment: &Arc<Environment>, registry: &mut Registry) {
    let shared = Arc::clone(environment);
    registry.filter("markdown", move |value, args| markdown::call(&shared, value, args));
    let shared = Arc::clone(environment);
    registry.filter("num_format", move |value, args| num_format::call(&shared, value, args));
    let shared = Arc::clone(environment);
    registry.filter("say", move |value, args| say::call(&shared, value, args));
}
