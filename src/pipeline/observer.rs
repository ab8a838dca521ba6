//! Who looks on while a build runs: to time it, or to show how far it is. The build itself knows no clock.

use std::fmt;
use std::sync::Arc;

use crate::path::Route;

/// A step of a build, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Reading the settings.
    Settings,
    /// Looking at the output: what is left of that where it was begun beside the steps before.
    Output,
    /// Reading and parsing content files.
    Load,
    /// Linking documents, joining entries.
    Link,
    /// Reading and compiling templates.
    Templates,
    /// Compiling bodies.
    Bodies,
    /// Checking links.
    Check,
    /// Planning outputs.
    Plan,
    /// Rendering outputs.
    Render,
    /// Making pictures.
    Pictures,
    /// Gathering what the next build can take over.
    Gather,
}

/// Told how a build goes on; from many threads.
pub trait Observer: Send + Sync {
    /// A step begins, and the one before ends.
    fn begins(&self, step: Step);

    /// One more of `total` outputs is done.
    fn output_done(&self, total: usize);

    /// An output that somebody waits for ([`Options::first`](super::Options::first)) is in the stage, with all it needs, and
    /// nothing was wrong so far. All these are told from one thread, the one that builds or one it waits for.
    fn first_done(&self, _: &Route) {}

    /// This thread turns to something that is made anew: a content file's body, or an output. While it waits for others it may turn
    /// to something else in between.
    fn takes_up(&self, _what: &str) {}

    /// This thread is done with what it took up last.
    fn puts_down(&self) {}
}

/// An observer, or none.
#[derive(Clone, Default)]
pub struct Observed(pub Option<Arc<dyn Observer>>);

impl Observed {
    pub(super) fn begins(&self, step: Step) {
        if let Some(observer) = &self.0 {
            observer.begins(step);
        }
    }

    pub(super) fn at_work(&self, what: &str) -> AtWork<'_> {
        if let Some(observer) = &self.0 {
            observer.takes_up(what);
        }
        AtWork(self)
    }

    pub(super) fn output_done(&self, total: usize) {
        if let Some(observer) = &self.0 {
            observer.output_done(total);
        }
    }

    pub(super) fn first_done(&self, route: &Route) {
        if let Some(observer) = &self.0 {
            observer.first_done(route);
        }
    }
}

/// As long as it lives something is worked at.
pub(super) struct AtWork<'a>(&'a Observed);

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        if let Some(observer) = &self.0.0 {
            observer.puts_down();
        }
    }
}

impl fmt::Debug for Observed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Observed" } else { "Unobserved" })
    }
}
