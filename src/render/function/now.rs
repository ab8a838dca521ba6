//! `now(utc=false, timestamp=false)`: the moment of the build (checklist FN-11).

use jiff::tz::TimeZone;
use tera::Value;

use crate::cache::Read;
use crate::config::Dialect;
use crate::render::environment::Environment;
use crate::render::record::note;
use crate::source::time_zone;
use crate::template::Args;

/// The world's moment, as text or as seconds since 1970. In V1 the text is in the site's time zone unless `utc` is asked for;
/// in V2 it is in UTC either way, as in the reference.
pub fn call(environment: &Environment, args: &Args) -> Result<Value, String> {
    note(|| Read::Time);
    let now = environment.sources.world().now();
    if args.flag("timestamp", false)? {
        return Ok(Value::from(now.as_second()));
    }
    if environment.config.dialect == Dialect::V2 {
        return Ok(Value::from(now.to_string()));
    }
    let zone = match args.flag("utc", false)? {
        true => TimeZone::UTC,
        false => time_zone(&environment.config.timezone),
    };
    Ok(Value::from(now.to_zoned(zone).strftime("%Y-%m-%dT%H:%M:%S%.f%:z").to_string()))
}
