//! `Retry-After`: how long a host wants to be left alone (RFC 9110, 10.2.3).

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// What `Retry-After` says, in seconds or until a date; a date counts from the answer's own `Date`, so that it does not matter how the
/// host's clock goes, or else from `now`. `None` if it says neither.
pub(super) fn wait(text: &str, date: Option<&str>, now: Timestamp) -> Option<Duration> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let from = date.and_then(moment).unwrap_or(now);
    let seconds = moment(text)?.as_second().saturating_sub(from.as_second());
    Some(Duration::from_secs(seconds.max(0).cast_unsigned()))
}

/// A moment as HTTP writes it.
fn moment(text: &str) -> Option<Timestamp> {
    // HTTP's dates end in a name of the zone that mail's do not all know.
    Some(rfc2822::parse(&text.trim().replace("GMT", "+0000")).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;

    use super::wait;

    // checklist: LNK-2
    #[test]
    fn hosts_say_how_long_to_wait() {
        let now: Timestamp = "2026-11-25T00:00:00Z".parse().unwrap();
        let wait = |text: &str, date: Option<&str>| wait(text, date, now);
        assert_eq!(wait("7", None), Some(Duration::from_secs(7)));
        assert_eq!(wait("Wed, 25 Nov 2026 00:01:00 GMT", None), Some(Duration::from_secs(60)));
        assert_eq!(wait("Wed, 25 Nov 2020 00:01:00 GMT", None), Some(Duration::ZERO));
        // A host whose clock is a year late.
        let late = Some("Tue, 25 Nov 2025 08:00:00 GMT");
        assert_eq!(wait("Tue, 25 Nov 2025 08:00:05 GMT", late), Some(Duration::from_secs(5)));
        assert_eq!(wait("7", late), Some(Duration::from_secs(7)));
        assert_eq!(wait(&"9".repeat(40), None), Some(Duration::from_secs(u64::MAX)));
        for neither in ["soon", "", "-5", "1.5"] {
            assert_eq!(wait(neither, late), None, "{neither}");
        }
    }
}
