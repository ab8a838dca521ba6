//! Which changes on the disk count, and the watcher that sees them.

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::code::UNWATCHED;
use super::quiet::Seen;
use crate::diagnostic::Diagnostic;

/// The folders of a site that are watched at any depth (checklist SRV-8).
const FOLDERS: [&str; 5] = ["content", "templates", "static", "sass", "themes"];

/// What is watched. All paths are absolute, as the system gives them.
#[derive(Clone, Debug, Default)]
pub struct Watched {
    /// The site's folder.
    pub root: PathBuf,
    /// Its settings file.
    pub settings: PathBuf,
    /// Further folders, watched at any depth.
    pub extra_folders: Vec<PathBuf>,
    /// Further files.
    pub extra_files: Vec<PathBuf>,
    /// Folders in which nothing counts: where the site is written to.
    pub ignored: Vec<PathBuf>,
}

impl Watched {
    /// What the watcher is told to look at, and how deep. A file is watched by its folder: editors replace it by another.
    fn places(&self) -> BTreeMap<PathBuf, RecursiveMode> {
        let files = self.extra_files.iter().chain([&self.settings]);
        let mut places: BTreeMap<PathBuf, RecursiveMode> =
            files.filter_map(|file| Some((file.parent()?.to_owned(), RecursiveMode::NonRecursive))).collect();
        // Folders that are not there yet may come.
        places.insert(self.root.clone(), RecursiveMode::NonRecursive);
        places.extend(self.folders().map(|folder| (folder, RecursiveMode::Recursive)));
        places
    }

    fn folders(&self) -> impl Iterator<Item = PathBuf> {
        FOLDERS.iter().map(|name| self.root.join(name)).chain(self.extra_folders.iter().cloned())
    }

    /// What an event means, if it counts.
    fn judge(&self, event: &notify::Event) -> Option<Seen> {
        if event.need_rescan() {
            // The system lost events: anything may have changed.
            return Some(Seen::Folder);
        }
        match event.kind {
            // Our own reading, and what it does to times and link counts, is no change.
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {}
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => return None,
            _ => {}
        }
        event.paths.iter().filter_map(|path| self.judge_path(path)).max()
    }

    fn judge_path(&self, path: &Path) -> Option<Seen> {
        if *path == self.settings || self.extra_files.iter().any(|file| file == path) {
            return Some(Seen::File);
        }
        if self.ignored.iter().any(|folder| path.starts_with(folder)) {
            return None;
        }
        if self.folders().any(|folder| folder == path) {
            return Some(Seen::Folder);
        }
        let within = self.folders().find_map(|folder| Some(path.strip_prefix(&folder).ok()?.to_owned()))?;
        let own = path.strip_prefix(&self.root).ok().and_then(|path| path.components().next());
        let is_ours = own.is_some_and(|name| [".lianluo", "target"].iter().any(|it| name.as_os_str() == *it));
        let is_git = within.components().any(|part| part == Component::Normal(".git".as_ref()));
        let name = path.file_name()?.to_string_lossy();
        (!is_ours && !is_git && !is_temporary(&name)).then_some(Seen::File)
    }
}

/// Whether an editor or the system leaves files of this name while it saves (checklist FS-6). Names without an ending
/// count: they may be folders, which are gone when one would look.
fn is_temporary(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    matches!(ending.as_str(), "swp" | "swx" | "swo" | "tmp" | "ds_store" | "kate-swp" | "crswap")
        || ["jb_old___", "jb_tmp___", "jb_bak___", "~", "bck"].iter().any(|end| name.ends_with(end))
        // `~$` is the lock Word and WPS put beside an open document.
        || ["#", ".#", "~$", ".~lock", ".goutputstream-"].iter().any(|start| name.starts_with(start))
}

/// A running watcher.
pub(super) struct Watch {
    watched: Watched,
    watcher: RecommendedWatcher,
}

impl Watch {
    /// Starts watching; what counts is sent to `changes`. Places that cannot be watched are given to `trouble`.
    pub fn start(watched: Watched, changes: Sender<Seen>, trouble: &mut dyn FnMut(Diagnostic)) -> Option<Watch> {
        let judge = watched.clone();
        let on_event = move |event: notify::Result<notify::Event>| {
            // An error is an overflow or a place that went: look at everything again.
            let seen = event.map_or(Some(Seen::Folder), |event| judge.judge(&event));
            if let Some(seen) = seen {
                // Nobody listens only once the server ends.
                let _ = changes.send(seen);
            }
        };
        match notify::recommended_watcher(on_event) {
            Ok(watcher) => {
                let mut watch = Watch { watched, watcher };
                watch.look(trouble);
                Some(watch)
            }
            Err(error) => {
                trouble(unwatched(&watched.root, &error));
                None
            }
        }
    }

    /// Watches every place anew: folders come, go and are replaced.
    pub fn look(&mut self, trouble: &mut dyn FnMut(Diagnostic)) {
        for (place, depth) in self.watched.places() {
            // Not watched so far, or gone: both are fine.
            let _ = self.watcher.unwatch(&place);
            if let Err(error) = self.watcher.watch(&place, depth)
                && !is_missing(&error)
            {
                trouble(unwatched(&place, &error));
            }
        }
    }
}

fn is_missing(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == io::ErrorKind::NotFound,
        _ => false,
    }
}

fn unwatched(place: &Path, error: &notify::Error) -> Diagnostic {
    Diagnostic::new(&UNWATCHED).arg("path", place.display()).arg("reason", error)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use notify::event::{CreateKind, DataChange, EventKind, MetadataKind, ModifyKind};
    use notify::{Event, event};

    use super::{Seen, Watched};

    fn watched() -> Watched {
        Watched {
            root: "/s".into(),
            settings: "/s/lianluo.toml".into(),
            extra_folders: vec!["/s/data".into()],
            extra_files: vec!["/t/list.csv".into()],
            ignored: vec!["/s/public".into(), "/s/static/out".into()],
        }
    }

    // checklist: SRV-8, SRV-11
    #[test]
    fn sources_count_and_nothing_else() {
        let watched = watched();
        for path in [
            "/s/lianluo.toml",
            "/s/content/a.md",
            "/s/content/target/a.md",
            "/s/content/a folder",
            "/s/themes/x/theme.toml",
            "/s/static/CNAME",
            "/s/data/a/b.csv",
            "/t/list.csv",
        ] {
            assert_eq!(watched.judge_path(path.as_ref()), Some(Seen::File), "{path}");
        }
        for path in ["/s/content", "/s/sass", "/s/data"] {
            assert_eq!(watched.judge_path(path.as_ref()), Some(Seen::Folder), "{path}");
        }
        for path in [
            "/s/README.md",
            "/s/notes.txt",
            "/s/public/index.html",
            "/s/static/out/a.css",
            "/s/.git/index",
            "/s/themes/x/.git/HEAD",
            "/s/.lianluo/log",
            "/s/target/debug/x",
            "/s/content/.a.md.swp",
            "/s/content/a.md~",
            "/s/content/#a.md#",
            "/s/content/.#a.md",
            "/s/content/a.md___jb_tmp___",
            "/s/content/~$通知.docx",
            "/s/content/.DS_Store",
            "/t/other.csv",
            "/elsewhere/content/a.md",
        ] {
            assert_eq!(watched.judge_path(path.as_ref()), None, "{path}");
        }
    }

    #[test]
    fn reading_is_no_change() {
        let watched = watched();
        let event = |kind| Event::new(kind).add_path(PathBuf::from("/s/content/a.md"));
        let open = EventKind::Access(event::AccessKind::Open(event::AccessMode::Any));
        let closed = EventKind::Access(event::AccessKind::Close(event::AccessMode::Read));
        let saved = EventKind::Access(event::AccessKind::Close(event::AccessMode::Write));
        let time = EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any));
        assert_eq!(watched.judge(&event(open)), None);
        assert_eq!(watched.judge(&event(closed)), None);
        assert_eq!(watched.judge(&event(time)), None);
        assert_eq!(watched.judge(&event(saved)), Some(Seen::File));
        assert_eq!(watched.judge(&event(EventKind::Create(CreateKind::Folder))), Some(Seen::File));
        assert_eq!(watched.judge(&event(EventKind::Modify(ModifyKind::Data(DataChange::Any)))), Some(Seen::File));
        let lost = Event::new(EventKind::Other).set_flag(event::Flag::Rescan);
        assert_eq!(watched.judge(&lost), Some(Seen::Folder));
    }
}
