//! What is shown now: one tree and perhaps an overlay, always swapped together.

use std::collections::VecDeque;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use serde_json::json;
use tokio::sync::broadcast;

use super::Built;
use super::change::{Change, is_page, other_files};
use super::overlay::{farewell, overlay};
use super::tree::Tree;
use crate::diagnostic::{Diagnostic, Locale};
use crate::output::{OutputFile, OutputTree};
use crate::path::Route;
use crate::source::World;

/// So many messages wait for a slow browser; one that missed any loads its page again.
const BACKLOG: usize = 128;

/// So many pages that were asked for last are made before the others.
const WANTED: usize = 8;

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
    /// The pages that were asked for last, the newest first.
    wanted: Mutex<VecDeque<Route>>,
    messages: broadcast::Sender<Arc<str>>,
}

/// What one request sees, whole.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// The last good tree.
    pub tree: Arc<Tree>,
    /// What the running build has for the pages that somebody waits for.
    pub first: Option<First>,
    /// What the last build found wrong, as HTML.
    pub overlay: Option<String>,
    /// Whether there has been a good build.
    built: bool,
    /// Which state this is.
    number: u64,
}

/// Pages that are shown before their build is through.
#[derive(Debug)]
pub(super) struct First {
    files: OutputTree,
    number: u64,
}

impl Shown {
    /// The file at a route of the tree, which is given, and the number of the state it belongs to.
    pub fn current<'s>(&'s self, route: &Route, of_tree: &'s OutputFile) -> (&'s OutputFile, u64) {
        let first = self.first.as_ref().and_then(|first| Some((first.files.get(route)?, first.number)));
        first.unwrap_or((of_tree, self.number))
    }
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
            wanted: Mutex::default(),
            messages: broadcast::Sender::new(BACKLOG),
        }
    }

    /// What is shown now.
    pub(super) fn shown(&self) -> Arc<Shown> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The name of a state: a page that carries the name of one that is no longer shown is out of date.
    pub(super) fn version(&self, number: u64) -> String {
        format!("{:x}-{number}", self.run)
    }

    /// The name of the state that is shown.
    pub(super) fn shown_version(&self) -> String {
        self.version(self.shown().number)
    }

    /// The names of all states that pages may belong to now.
    pub(super) fn versions(&self) -> Vec<String> {
        let shown = self.shown();
        let first = shown.first.as_ref().map(|first| first.number);
        first.into_iter().chain([shown.number]).map(|number| self.version(number)).collect()
    }

    /// All messages to browsers from now on.
    pub(super) fn messages(&self) -> broadcast::Receiver<Arc<str>> {
        self.messages.subscribe()
    }

    /// Notes that a browser asked for a page.
    pub(super) fn note(&self, page: &Route) {
        let mut wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        if wanted.front() != Some(page) {
            wanted.retain(|known| known != page);
            wanted.push_front(page.clone());
            wanted.truncate(WANTED);
        }
    }

    /// The pages that browsers are likely to show, and wait for.
    pub fn wanted(&self) -> Vec<Route> {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Shows this page, made by the running build, with everything else as it was, until [`show`](Preview::show) shows what
    /// came of it. Nothing happens while something is wrong. Only one thread may call this, and not beside `show`.
    pub fn show_first(&self, route: &Route, file: OutputFile) {
        let old = self.shown();
        if !old.built || old.overlay.is_some() || old.tree.files.get(route).is_none_or(|old| *old == file) {
            return;
        }
        let (mut files, number) = match &old.first {
            Some(first) => (first.files.clone(), first.number),
            None => (OutputTree::new(), self.count.fetch_add(1, Ordering::Relaxed) + 1),
        };
        files.insert(route.clone(), file);
        let first = Some(First { files, number });
        self.swap(Arc::new(Shown { tree: old.tree.clone(), first, overlay: None, built: true, number: old.number }));
        let mut message = swap_message(&old.tree.address(route.address()), &self.version(number));
        // Other pages are as they were, and stay.
        message["only"] = true.into();
        self.tell(&message);
    }

    /// Shows what a build gave, or what it found wrong over the last good tree, and tells the browsers. Builds are shown
    /// one after the other: only one thread may call this.
    pub fn show(&self, built: Built) -> Change {
        let old = self.shown();
        let number = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        if built.failed() {
            let overlay = Some(overlay(&built.diagnostics, self.locale, old.built));
            if overlay != old.overlay {
                let shown = Shown { tree: old.tree.clone(), first: None, overlay, built: old.built, number };
                let version = self.version(number);
                self.swap(Arc::new(shown));
                self.tell(&json!({ "command": "overlay", "version": version }));
            }
            return Change::Failed;
        }
        let tree = Arc::new(Tree::new(built.files, built.base_path, &*self.world));
        // What was shown before the rest was there need not be shown again, if it looks as it did.
        let number = match &old.first {
            Some(first) if other_files(&old.tree, &tree).all(|route| first.looks_same(route, &tree)) => first.number,
            _ => number,
        };
        let new = Arc::new(Shown { tree: tree.clone(), first: None, overlay: None, built: true, number });
        // Shown first, compared then: requests need not wait for the comparison.
        self.swap(new.clone());
        let change = Change::between(&old.tree, &tree);
        let version = self.version(number);
        match &change {
            Change::Nothing if old.overlay.is_none() && old.first.is_none() => self.swap(old),
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

    /// Shows why the preview ends, over the last good tree: the running build cannot be stopped, so the program has to end. Whether
    /// a browser is there to see it.
    pub fn close(&self, reason: &Diagnostic) -> bool {
        let old = self.shown();
        let number = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        let overlay = Some(farewell(reason, self.locale));
        self.swap(Arc::new(Shown { tree: old.tree.clone(), first: None, overlay, built: old.built, number }));
        self.tell(&json!({ "command": "overlay", "version": self.version(number) }));
        self.messages.receiver_count() > 0
    }

    fn swap(&self, shown: Arc<Shown>) {
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = shown;
    }

    fn tell(&self, message: &serde_json::Value) {
        // Nobody listens as long as no page is open.
        let _ = self.messages.send(message.to_string().into());
    }
}

impl First {
    /// Whether a file of the finished tree leaves these pages as they are: it is one of them, or another page.
    fn looks_same(&self, route: &Route, tree: &Tree) -> bool {
        match self.files.get(route) {
            Some(file) => tree.files.get(route) == Some(file),
            None => is_page(route),
        }
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
