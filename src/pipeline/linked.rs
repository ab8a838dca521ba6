//! What follows from the documents alone, left by one build to the next of the same run: where no document changed, nothing is
//! linked, compiled or joined again; where only bodies did, nothing is linked, and no other body compiled; where no file came, went or
//! moved, no other body is compiled.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::content::Content;
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::graph::{NodeId, Site, SiteGraph};
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
    /// Whether bodies see of other documents nothing but where they stand.
    pub by_address: bool,
}

/// What was left, and still holds.
pub(super) struct Left {
    pub linked: Arc<Linked>,
    /// The graph, with the documents as they are now.
    pub graph: Arc<SiteGraph>,
    /// The documents whose bodies are others, and nothing else.
    pub changed: Vec<NodeId>,
}

/// So many documents are compared one by one; whoever changes more has changed more than their bodies.
const MANY: usize = 64;

impl Links {
    /// What was left, if it was made from the same documents, but for the bodies of some.
    pub(super) fn of(&self, ground: Fingerprint, content: &Content) -> Option<Left> {
        let linked = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        let others = (linked.ground == ground).then(|| linked.content.others(content, MANY)).flatten()?;
        if others.is_empty() {
            return Some(Left { graph: linked.graph.clone(), linked, changed: Vec::new() });
        }
        // What there was to tell shows the files as they were.
        if !linked.told.is_empty() {
            return None;
        }
        let mut graph = SiteGraph::clone(&linked.graph);
        let changed = others.into_iter().map(|document| graph.replace_body(document)).collect::<Option<_>>()?;
        Some(Left { graph: Arc::new(graph), linked, changed })
    }

    /// The bodies that were left, if they still hold in another `graph`, and the documents whose bodies do not.
    pub(super) fn bodies(&self, ground: Fingerprint, graph: &SiteGraph) -> Option<(Joined, Vec<NodeId>)> {
        let linked = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        let joined = linked.joined.clone().filter(|joined| joined.by_address && linked.ground == ground)?;
        Some((joined, graph.changed_since(&linked.graph)?))
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
