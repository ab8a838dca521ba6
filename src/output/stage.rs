//! Where finished files are put one by one while a build runs; nothing of it is seen before the host commits.

use std::io;

use super::code::FILE_FAILED;
use super::tree::OutputFile;
use crate::diagnostic::Diagnostic;
use crate::path::Route;

/// Takes finished files from many threads.
pub trait Stage: Sync {
    /// Puts a file. A route put twice holds what came last.
    ///
    /// # Errors
    /// As the file system gives them; `write_failed` makes a diagnostic of one.
    fn put(&self, route: &Route, file: OutputFile) -> io::Result<()>;
}

/// The diagnostic for a [`Stage::put`] that failed.
pub fn write_failed(route: &Route, error: &io::Error) -> Diagnostic {
    Diagnostic::new(&FILE_FAILED).arg("file", route).arg("reason", error)
}
