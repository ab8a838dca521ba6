//! The site's source files, as the stages see them: listed, read and decoded, problems told.

use std::io;
use std::sync::Arc;

use super::code::{UNREADABLE_FILE, UNREADABLE_TEXT};
use super::decode::decode;
use super::world::World;
use crate::diagnostic::{Diagnostic, Sink, SourceText};
use crate::path::SourcePath;

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
            sink.push(Diagnostic::new(&UNREADABLE_FILE).arg("file", folder).arg("reason", error));
            Vec::new()
        })
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
        match decode(bytes) {
            Ok((text, _)) => Ok(SourceText { path: path.clone(), text: text.into() }),
            Err(error) => {
                Err(Diagnostic::new(&UNREADABLE_TEXT).arg("file", path).arg("offset", error.offset).in_file(path))
            }
        }
    }
}

/// The diagnostic for a file that could not be read.
fn unreadable(path: &SourcePath, error: &io::Error) -> Diagnostic {
    Diagnostic::new(&UNREADABLE_FILE).arg("file", path).arg("reason", error).in_file(path)
}
