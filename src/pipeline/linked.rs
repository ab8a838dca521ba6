//! What follows from the documents alone, left by one build to the next of the same run: where no document changed, nothing is
//! linked, compiled or joined again.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::content::Content;
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::graph::{Site, SiteGraph};
use crate::plan::Drawn;
use crate::render::trace::Documents;

/// Where the builds of one run leave it.
#[derive(Debug, Default)]
pub struct Links(Mutex<Option<Arc<Linked>>>);

/// A graph, what it was linked from, and what was made of it.
pub(super) struct Linked {
    /// All that linking depends on besides the documents.
    pub ground: Fingerprint,
    pub content: Content,
    /// What there was to tell on the way, to be told again.
    pub told: Vec<Diagnostic>,
    pub graph: Arc<SiteGraph>,
    pub drawn: Drawn,
    pub joined: Option<Joined>,
}

/// Graph and bodies together, if the bodies are made of nothing else.
#[derive(Clone)]
pub(super) struct Joined {
    /// What they are made of besides the documents.
    pub key: Fingerprint,
    pub site: Arc<Site>,
    pub documents: Documents,
}

impl Links {
    /// What was left, if it was made from the same.
    pub(super) fn of(&self, ground: Fingerprint, content: &Content) -> Option<Arc<Linked>> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        (last.ground == ground && last.content.is_same(content)).then_some(last)
    }

    /// Leaves it for the next build.
    pub(super) fn leave(&self, linked: Linked) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(linked));
    }
}

impl fmt::Debug for Linked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Linked").field("ground", &self.ground).finish_non_exhaustive()
    }
}
