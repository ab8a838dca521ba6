//! What is being rendered just now on this thread, for functions that depend on it (the language, the page).
//!
//! Tera hands functions only variables by name, and inside a component none of the page's. A render sets its scope for
//! its own duration; nothing outlives it.

use std::cell::RefCell;

use crate::content::LanguageId;
use crate::graph::NodeId;

/// What is being rendered.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope {
    /// The language of the page.
    pub language: LanguageId,
    /// The document it shows, if it shows one.
    pub node: Option<NodeId>,
}

thread_local! {
    static CURRENT: RefCell<Scope> = const { RefCell::new(Scope { language: LanguageId(0), node: None }) };
}

impl Scope {
    /// The scope of the render that is running on this thread.
    pub fn current() -> Scope {
        CURRENT.with(|current| *current.borrow())
    }
}

/// Runs `render` with `scope` as the current one, and puts the former back.
pub fn with_scope<T>(scope: Scope, render: impl FnOnce() -> T) -> T {
    struct Restore(Scope);
    impl Drop for Restore {
        fn drop(&mut self) {
            CURRENT.with(|current| *current.borrow_mut() = self.0);
        }
    }
    let _restore = Restore(CURRENT.with(|current| current.replace(scope)));
    render()
}
