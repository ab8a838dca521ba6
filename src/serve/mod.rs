//! The preview server: holds the last good output tree in memory, answers from it, watches the sources, and tells the
//! browser what changed.
//!
//! The loop is: a change is seen ([`Watched`]) → quiet → build → the tree is swapped whole ([`Preview`]) → browsers are
//! told over the LiveReload websocket. A failed build keeps the last good tree and shows its diagnostics as an overlay.
//! The pages that browsers show are made first, and shown while the others are still being made.
//! How the site is built is the host's: it hands in a closure.

mod change;
mod code;
mod content_type;
mod inject;
mod overlay;
mod preview;
mod quiet;
mod reload;
mod respond;
mod server;
#[cfg(test)]
mod tests;
mod tree;
mod watch;

use std::sync::Arc;
use std::time::Duration;

pub use change::Change;
pub use code::CODES;
pub use preview::Preview;
pub use server::{Settings, serve};
pub use watch::Watched;

use crate::diagnostic::{Diagnostic, has_errors};
use crate::output::OutputTree;

/// What one build gave.
#[derive(Clone, Debug, Default)]
pub struct Built {
    /// The files of the site; without meaning if a diagnostic is an error.
    pub files: Arc<OutputTree>,
    /// The path of the base URL, decoded, without a slash at its end: empty, or `/sub/path`. The site is answered below.
    pub base_path: String,
    /// What was found on the way.
    pub diagnostics: Vec<Diagnostic>,
}

impl Built {
    /// Whether the tree may not be shown.
    pub fn failed(&self) -> bool {
        has_errors(&self.diagnostics)
    }
}

/// What the server tells its host, which may print it.
#[derive(Debug)]
pub enum Event<'a> {
    /// A build ended; what it gave is shown already.
    Built {
        /// What was found on the way.
        diagnostics: &'a [Diagnostic],
        /// The files now shown; none if the build failed.
        files: Option<&'a OutputTree>,
        /// What it changed.
        change: &'a Change,
        /// How long the build took.
        took: Duration,
    },
    /// From now on requests are answered.
    Ready,
    /// Nothing happened for a while: there is time for other things.
    Idle,
    /// Something is wrong with the server itself, such as a folder that cannot be watched; it goes on.
    Trouble(&'a Diagnostic),
}
