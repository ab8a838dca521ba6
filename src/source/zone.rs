//! Time zones by name.

use jiff::tz::{TimeZone, TimeZoneDatabase};

/// The time zone of an IANA name, such as `Asia/Shanghai`, by the data inside the program: what day it is must not depend on the
/// machine, and its data need not be looked through. UTC for a name that is none, which is told where the settings are read.
pub fn time_zone(name: &str) -> TimeZone {
    TimeZoneDatabase::bundled().get(name).unwrap_or(TimeZone::UTC)
}
