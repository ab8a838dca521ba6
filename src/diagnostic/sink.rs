//! Where all stages put their diagnostics, from many threads.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::code::{Severity, Wording};
use super::report::Diagnostic;

/// Whether an error is among them.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// How many diagnostics of one kind are told of one file: to show each takes as long as the file is, and nobody reads so many.
const MOST_OF_A_KIND: usize = 200;

/// Those that stand first of each kind in each file; the last of them says how many more there are.
fn few(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let key = |one: &Diagnostic| Some((one.code.id, one.severity, one.labels.first()?.path.clone()));
    let mut counts: FxHashMap<_, usize> = FxHashMap::default();
    for one in found.iter().filter_map(key) {
        *counts.entry(one).or_default() += 1;
    }
    if counts.values().all(|count| *count <= MOST_OF_A_KIND) {
        return found;
    }
    let mut seen: FxHashMap<_, usize> = FxHashMap::default();
    let keep = |one: Diagnostic| {
        let Some(key) = key(&one) else { return Some(one) };
        let more = counts.get(&key).map_or(0, |count| count.saturating_sub(MOST_OF_A_KIND));
        let number = seen.entry(key).or_default();
        *number += 1;
        match *number {
            MOST_OF_A_KIND if more > 0 => Some(one.arg("more", more).hint(MORE)),
            number => (number <= MOST_OF_A_KIND).then_some(one),
        }
    };
    found.into_iter().filter_map(keep).collect()
}

/// The hint at the last diagnostic of a kind that is told.
const MORE: Wording = Wording {
    zh: "这个文件里这样的问题还有 {more} 处，没有列出",
    en: "there are {more} more of this kind in the file, which are not listed",
};

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
        few(found)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Diagnostic>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
