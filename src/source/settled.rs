//! How long after a change a file's time proves that no other followed: `racy` files, as Git calls them.

/// Two changes can fall into one tick of a file system's clock: kernels count in steps of up to ten milliseconds.
const TICK: i64 = 20_000_000;

/// The tick of file systems that know no parts of a second: FAT counts in steps of two.
const COARSE_TICK: i64 = 2_020_000_000;

/// Whether a change after `moment` cannot bear the time `time`; both in nanoseconds since 1970.
pub fn is_settled(time: i64, moment: i64) -> bool {
    let tick = if time % 1_000_000_000 == 0 { COARSE_TICK } else { TICK };
    time.saturating_add(tick) <= moment
}

#[cfg(test)]
mod tests {
    use super::is_settled;

    #[test]
    fn a_change_within_the_tick_of_a_look_is_not_trusted() {
        let second = 1_000_000_000;
        assert!(!is_settled(5 * second + 1, 5 * second + 1));
        assert!(!is_settled(5 * second + 1, 5 * second + 20_000_000));
        assert!(is_settled(5 * second + 1, 5 * second + 20_000_001));
        // Whole seconds may be all the file system knows.
        assert!(!is_settled(5 * second, 7 * second));
        assert!(is_settled(5 * second, 8 * second));
        // A clock that was put back.
        assert!(!is_settled(9 * second + 1, 5 * second));
    }
}
