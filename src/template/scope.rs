//! What is being rendered just now on this thread, for functions that depend on it (the language, the page).
//!
//! Tera hands functions only variables by name, and inside a component none of the page's. A render sets its scope for
//! its own duration; nothing outlives it.

use std::cell::Cell;

use super::usage::Looks;
use crate::content::LanguageId;
use crate::graph::NodeId;

/// What is being rendered.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope {
    /// The language of the page.
    pub language: LanguageId,
    /// The document it shows, if it shows one.
    pub node: Option<NodeId>,
    /// What random draws start from: follows from the name of what is rendered, so that it stays when others come or go.
    pub seed: u64,
    /// What its template looks at.
    pub looks: Looks,
}

const NONE: Scope = Scope { language: LanguageId(0), node: None, seed: 0, looks: Looks::ALL };

thread_local! {
    static CURRENT: Cell<Scope> = const { Cell::new(NONE) };
    static DRAWS: Cell<u64> = const { Cell::new(0) };
}

impl Scope {
    /// The scope of the render that is running on this thread.
    pub fn current() -> Scope {
        CURRENT.get()
    }
}

/// Runs `render` with `scope` as the current one, and puts the former back.
pub fn with_scope<T>(scope: Scope, render: impl FnOnce() -> T) -> T {
    struct Restore(Scope, u64);
    impl Drop for Restore {
        fn drop(&mut self) {
            CURRENT.set(self.0);
            DRAWS.set(self.1);
        }
    }
    let _restore = Restore(CURRENT.replace(scope), DRAWS.replace(0));
    render()
}

/// A seed for the next random draw of this render: the same build draws the same, whatever the thread.
pub(super) fn next_seed() -> String {
    let draw = DRAWS.get();
    DRAWS.set(draw + 1);
    let scope = Scope::current();
    format!("{} {draw}", scope.seed)
}

#[cfg(test)]
mod tests {
    use super::{Scope, next_seed, with_scope};
    use crate::content::LanguageId;

    #[test]
    fn a_scope_ends_with_its_render() {
        let outer = Scope { language: LanguageId(1), seed: 7, ..Scope::default() };
        with_scope(outer, || {
            let first = next_seed();
            with_scope(Scope::default(), || assert_eq!(Scope::current().language, LanguageId(0)));
            assert_eq!(Scope::current().language, LanguageId(1));
            assert_ne!(next_seed(), first);
            with_scope(outer, || assert_eq!(next_seed(), first));
        });
    }
}
