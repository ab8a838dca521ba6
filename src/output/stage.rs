//! Where finished files are put one by one while a build runs; nothing of it is seen before the host commits.

use std::io;

use super::code::FILE_FAILED;
use super::tree::OutputFile;
use crate::diagnostic::Diagnostic;
use crate::path::Route;

/// Takes finished files from many threads. What is neither put nor kept will not be in the output.
pub trait Stage: Sync {
    /// Puts a file. A route put twice, or put and kept, holds what came last.
    ///
    /// # Errors
    /// As the file system gives them; `write_failed` makes a diagnostic of one.
    fn put(&self, route: &Route, file: OutputFile) -> io::Result<()>;

    /// Whether the output holds at this route exactly what the last build put there.
    fn is_intact(&self, route: &Route) -> bool;

    /// Whether these are the bytes that the last build put at this route.
    fn holds(&self, route: &Route, bytes: &[u8]) -> bool;

    /// Keeps what the last build put at this route, untouched.
    ///
    /// # Errors
    /// If the route is not [intact](Stage::is_intact).
    fn keep(&self, route: &Route) -> io::Result<()>;

    /// Keeps all that the last build put, if all of it is there untouched, and nothing else; whether it is. What is put
    /// afterwards counts.
    fn keep_all(&self) -> bool {
        false
    }

    /// Takes that back.
    fn keep_none(&self) {}
}

/// The diagnostic for a [`Stage::put`] that failed.
pub fn write_failed(route: &Route, error: &io::Error) -> Diagnostic {
    Diagnostic::new(&FILE_FAILED).arg("file", route).arg("reason", error)
}
