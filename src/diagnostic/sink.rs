//! Where all stages put their diagnostics, from many threads.

use std::sync::{Mutex, PoisonError};

use super::code::Severity;
use super::report::Diagnostic;

/// Whether an error is among them.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Collects diagnostics in any order and hands them out sorted, each once.
#[derive(Debug, Default)]
pub struct Sink {
    found: Mutex<Vec<Diagnostic>>,
}

impl Sink {
    /// An empty sink.
    pub fn new() -> Sink {
        Sink::default()
    }

    /// Adds a diagnostic.
    pub fn push(&self, diagnostic: Diagnostic) {
        self.lock().push(diagnostic);
    }

    /// Whether an error is among what was found so far.
    pub fn has_errors(&self) -> bool {
        has_errors(&self.lock())
    }

    /// All that was found: errors before warnings, then by file, place and code, each once.
    pub fn finish(self) -> Vec<Diagnostic> {
        let mut found = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.sort_by_cached_key(|diagnostic| {
            let label = diagnostic.labels.first();
            let path = label.map_or(String::new(), |label| label.path.to_string());
            let start = label.and_then(|label| label.mark.as_ref()).map_or(0, |(_, span)| span.start);
            (diagnostic.severity, path, start, diagnostic.code.id, diagnostic.args.clone())
        });
        found.dedup();
        found
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Diagnostic>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
