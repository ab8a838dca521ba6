//! When to build: after a moment of quiet, so that many saves make one build; but not forever later in a storm.
#![expect(clippy::disallowed_methods, reason = "a host: waits for quiet by the clock")]

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// What the watcher saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Seen {
    /// A file that counts changed.
    File,
    /// A watched folder itself came or went: it has to be watched anew.
    Folder,
}

/// Without a change for so long there is time for other things. Whoever writes saves more often than that, and what the last
/// build freed is what the next one needs.
const IDLE: Duration = Duration::from_secs(10);

/// How long to wait.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quiet {
    /// Without a change for so long it is quiet.
    pub debounce: Duration,
    /// A build starts so long after the first change at the latest.
    pub limit: Duration,
}

impl Quiet {
    /// Quiet after `debounce`; in a storm at most 200 ms of waiting, or `debounce` if that is longer.
    pub fn after(debounce: Duration) -> Quiet {
        Quiet { debounce, limit: debounce.max(Duration::from_millis(200)) }
    }

    /// Waits for a change, then for quiet. What arrives later, during the build that follows, stays in the channel and
    /// makes the next build. If nothing comes for a while, `idle` is called once. `None` when no more can come.
    pub fn wait(&self, changes: &Receiver<Seen>, idle: impl FnOnce()) -> Option<Seen> {
        let mut seen = match changes.recv_timeout(IDLE) {
            Ok(seen) => seen,
            Err(RecvTimeoutError::Timeout) => {
                idle();
                changes.recv().ok()?
            }
            Err(RecvTimeoutError::Disconnected) => return None,
        };
        let latest = Instant::now() + self.limit;
        loop {
            let left = latest.saturating_duration_since(Instant::now());
            match changes.recv_timeout(self.debounce.min(left)) {
                Ok(next) => seen = seen.max(next),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return Some(seen),
            }
            if left.is_zero() {
                return Some(seen);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::thread;
    use std::time::{Duration, Instant};

    use super::{Quiet, Seen};

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn a_hundred_saves_make_one_build() {
        let (sender, changes) = channel();
        for _ in 0..100 {
            sender.send(Seen::File).unwrap();
        }
        sender.send(Seen::Folder).unwrap();
        sender.send(Seen::File).unwrap();
        let quiet = Quiet::after(20 * MS);
        assert_eq!(quiet.wait(&changes, || ()), Some(Seen::Folder), "the folder is not forgotten among the files");
        drop(sender);
        assert_eq!(quiet.wait(&changes, || ()), None);
    }

    #[test]
    fn a_storm_does_not_hold_the_build_up() {
        let (sender, changes) = channel();
        let storm = thread::spawn(move || while sender.send(Seen::File).is_ok() {});
        let start = Instant::now();
        let quiet = Quiet { debounce: 50 * MS, limit: 60 * MS };
        assert_eq!(quiet.wait(&changes, || ()), Some(Seen::File));
        assert!(start.elapsed() < Duration::from_secs(5));
        assert_eq!(quiet.wait(&changes, || ()), Some(Seen::File), "what came later is not lost");
        drop(changes);
        storm.join().unwrap();
    }

    #[test]
    fn the_last_change_is_built_though_no_more_can_come() {
        let (sender, changes) = channel();
        sender.send(Seen::File).unwrap();
        drop(sender);
        let quiet = Quiet::after(20 * MS);
        assert_eq!(quiet.wait(&changes, || ()), Some(Seen::File));
        assert_eq!(quiet.wait(&changes, || ()), None);
    }
}
