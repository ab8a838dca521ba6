//! `now(utc=false, timestamp=false)`: the moment of the build (checklist FN-11).

use tera::Value;

use crate::cache::Read;
use crate::render::environment::Environment;
use crate::render::record::note;
use crate::template::Args;

/// The world's moment, as text in UTC or as seconds since 1970. `utc` has no effect, as in the reference.
pub fn call(environment: &Environment, args: &Args) -> Result<Value, String> {
    note(|| Read::Time);
    let now = environment.sources.world().now();
    Ok(match args.flag("timestamp", false)? {
        true => Value::from(now.as_second()),
        false => Value::from(now.to_string()),
    })
}
