//! The site's source files, as the stages see them: listed, read and decoded, problems told.

use std::io;
use std::sync::Arc;

use super::code::{
    DEAD_LINK, LINKED_CACHE, NO_FOLDER, NUL_CHARACTER, SOCKET, TOO_LARGE, UNREADABLE_FILE, UNREADABLE_TEXT,
};
use super::decode::decode;
use super::world::{FileStamp, StrayKind, World};
use crate::diagnostic::{Diagnostic, Sink, SourceText};
use crate::path::SourcePath;

/// The largest text that is read, in bytes. A larger one is a mistake, and would cost many times its size in memory.
const LARGEST: usize = 100_000_000;

/// A view of the world's files that turns failures into diagnostics. Cheap to clone.
#[derive(Clone)]
pub struct SourceTree {
    world: Arc<dyn World>,
}

impl SourceTree {
    /// The files of `world`.
    pub fn new(world: Arc<dyn World>) -> SourceTree {
        SourceTree { world }
    }

    /// The world below.
    pub fn world(&self) -> &dyn World {
        &*self.world
    }

    /// All files below `folder`, sorted; none, and a diagnostic, if it cannot be read.
    pub fn list(&self, folder: &str, sink: &Sink) -> Vec<SourcePath> {
        self.world.list(folder).unwrap_or_else(|error| {
            sink.push(unlisted(folder, &error));
            Vec::new()
        })
    }

    /// The same with the files' stamps, where the world gives them on the way.
    pub fn list_stamped(&self, folder: &str, sink: &Sink) -> Vec<(SourcePath, Option<FileStamp>)> {
        self.world.walk(folder, true).map(|walk| walk.files).unwrap_or_else(|error| {
            sink.push(unlisted(folder, &error));
            Vec::new()
        })
    }

    /// Tells what lies in the folders that were listed and is no file.
    pub fn tell_strays(&self, sink: &Sink) {
        for stray in self.world.strays() {
            let code = match stray.kind {
                StrayKind::Socket => &SOCKET,
                StrayKind::DeadLink => &DEAD_LINK,
                StrayKind::LinkedCache => &LINKED_CACHE,
            };
            sink.push(Diagnostic::new(code).arg("file", &stray.path).in_file(&stray.path));
        }
    }

    /// Whether the file or folder is there.
    pub fn exists(&self, path: &SourcePath) -> bool {
        self.world.exists(path)
    }

    /// The decoded text of a file.
    ///
    /// # Errors
    /// A diagnostic that names the file, if it cannot be read or is no text.
    pub fn text(&self, path: &SourcePath) -> Result<SourceText, Diagnostic> {
        let bytes = self.world.read(path).map_err(|error| unreadable(path, &error))?;
        if bytes.len() > LARGEST {
            let diagnostic = Diagnostic::new(&TOO_LARGE).arg("file", path).arg("size", bytes.len() / 1_000_000);
            return Err(diagnostic.arg("limit", LARGEST / 1_000_000).in_file(path));
        }
        match decode(bytes) {
            Ok((text, _)) => Ok(SourceText { path: path.clone(), text: text.into() }),
            Err(error) => Err(self.undecodable(path, error.offset)),
        }
    }

    /// What reads the decoded text of a file when it is called; none where that cannot be done.
    pub fn reading(&self, path: &SourcePath) -> impl Fn() -> Option<String> + Send + Sync + 'static {
        let (sources, path) = (self.clone(), path.clone());
        move || sources.text(&path).ok().map(|source| (*source.text).to_owned())
    }

    /// The diagnostic for a file that is no text, at the byte where that shows: the rest is shown as well as it can be.
    fn undecodable(&self, path: &SourcePath, offset: usize) -> Diagnostic {
        let bytes = self.world.read(path).unwrap_or_default();
        let code = if bytes.get(offset) == Some(&0) { &NUL_CHARACTER } else { &UNREADABLE_TEXT };
        let diagnostic = Diagnostic::new(code).arg("file", path).arg("offset", offset);
        if bytes.is_empty() {
            return diagnostic.in_file(path);
        }
        let (before, after) = bytes.split_at(offset.min(bytes.len()));
        let mut text = String::from_utf8_lossy(before).into_owned();
        let start = text.len();
        text.push_str(&String::from_utf8_lossy(after));
        let end = text[start..].chars().next().map_or(start, |first| start + first.len_utf8());
        diagnostic.at(&SourceText { path: path.clone(), text: text.into() }, start..end)
    }
}

/// The diagnostic for a folder that could not be listed.
fn unlisted(folder: &str, error: &io::Error) -> Diagnostic {
    if error.kind() == io::ErrorKind::NotADirectory
        && let Some(path) = SourcePath::new(folder)
    {
        return Diagnostic::new(&NO_FOLDER).arg("file", &path).in_file(&path);
    }
    Diagnostic::new(&UNREADABLE_FILE).arg("file", folder).arg("reason", error)
}

/// The diagnostic for a file that could not be read.
fn unreadable(path: &SourcePath, error: &io::Error) -> Diagnostic {
    Diagnostic::new(&UNREADABLE_FILE).arg("file", path).arg("reason", error).in_file(path)
}
