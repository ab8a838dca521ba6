//! What is shown now: one tree and perhaps an overlay, always swapped together.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use serde_json::json;
use tokio::sync::broadcast;

use super::Built;
use super::change::Change;
use super::overlay::overlay;
use super::tree::Tree;
use crate::diagnostic::Locale;
use crate::source::World;

/// So many messages wait for a slow browser; one that missed any loads its page again.
const BACKLOG: usize = 128;

/// The site as it is shown, shared between requests and builds.
pub struct Preview {
    /// Where files that are answered as they lie are read.
    pub(super) world: Arc<dyn World>,
    /// The language of the overlay.
    pub(super) locale: Locale,
    /// Tells this server from one that ran before it on the same port.
    run: u64,
    /// The port pages are answered on.
    pub(super) port: u16,
    shown: RwLock<Arc<Shown>>,
    /// How often something else was shown. Never taken back: a number names one state.
    count: AtomicU64,
    messages: broadcast::Sender<Arc<str>>,
}

/// What one request sees, whole.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// The last good tree.
    pub tree: Arc<Tree>,
    /// What the last build found wrong, as HTML.
    pub overlay: Option<String>,
    /// Whether there has been a good build.
    built: bool,
    /// Which state this is.
    number: u64,
}

impl Preview {
    /// An empty site on `port`; `world` is where sources are read.
    pub fn new(world: Arc<dyn World>, locale: Locale, port: u16) -> Preview {
        let run = RandomState::new().hash_one("run");
        Preview {
            world,
            locale,
            run,
            port,
            shown: RwLock::default(),
            count: AtomicU64::new(0),
            messages: broadcast::Sender::new(BACKLOG),
        }
    }

    /// What is shown now.
    pub(super) fn shown(&self) -> Arc<Shown> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The name of what is shown: a page that carries another one is out of date.
    pub(super) fn version(&self, shown: &Shown) -> String {
        format!("{:x}-{}", self.run, shown.number)
    }

    /// All messages to browsers from now on.
    pub(super) fn messages(&self) -> broadcast::Receiver<Arc<str>> {
        self.messages.subscribe()
    }

    /// Shows what a build gave, or what it found wrong over the last good tree, and tells the browsers. Builds are shown
    /// one after the other: only one thread may call this.
    pub fn show(&self, built: Built) -> Change {
        let old = self.shown();
        let number = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        if built.failed() {
            let overlay = Some(overlay(&built.diagnostics, self.locale, old.built));
            if overlay != old.overlay {
                let shown = Shown { tree: old.tree.clone(), overlay, built: old.built, number };
                let version = self.version(&shown);
                self.swap(Arc::new(shown));
                self.tell(&json!({ "command": "overlay", "version": version }));
            }
            return Change::Failed;
        }
        let tree = Arc::new(Tree::new(built.files, built.base_path, &*self.world));
        let new = Arc::new(Shown { tree: tree.clone(), overlay: None, built: true, number });
        // Shown first, compared then: requests need not wait for the comparison.
        self.swap(new.clone());
        let change = Change::between(&old.tree, &tree);
        let version = self.version(&new);
        match &change {
            Change::Nothing if old.overlay.is_none() => self.swap(old),
            Change::Nothing => self.tell(&json!({ "command": "overlay", "version": version })),
            Change::Swap(paths) => {
                if old.overlay.is_some() {
                    self.tell(&json!({ "command": "overlay", "version": version }));
                }
                for path in paths {
                    self.tell(&swap_message(path, &version));
                }
            }
            Change::Reload(path) => self.tell(&swap_message(path, &version)),
            Change::Failed => {}
        }
        change
    }

    fn swap(&self, shown: Arc<Shown>) {
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = shown;
    }

    fn tell(&self, message: &serde_json::Value) {
        // Nobody listens as long as no page is open.
        let _ = self.messages.send(message.to_string().into());
    }
}

/// LiveReload's message that the file at `path` changed; the browser decides by the ending what to do.
pub(super) fn swap_message(path: &str, version: &str) -> serde_json::Value {
    json!({ "command": "reload", "path": path, "liveCSS": true, "liveImg": true, "version": version })
}

impl fmt::Debug for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Preview").field("locale", &self.locale).field("run", &self.run).finish_non_exhaustive()
    }
}
