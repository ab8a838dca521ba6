//! Which folders are refused as output: those whose loss would hurt.
#![expect(clippy::disallowed_methods, reason = "output/ is the hand that writes")]

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::code::{
    FOLDER_FAILED, FOLDER_FOREIGN, FOLDER_REFUSED, FOLDER_UNFINISHED, HOLDS_HOME, HOLDS_SITE, HOLDS_SOURCES,
    INSIDE_SOURCES, IS_DISK, IS_FILE,
};
use crate::diagnostic::{Diagnostic, Wording};
use crate::path::SourcePath;
use crate::source::World;

/// The folders of a site that hold what people wrote.
const SOURCE_FOLDERS: [&str; 5] = ["content", "templates", "themes", "static", "sass"];

/// Of these at least one lies at the top of every site that a build writes, ours or another generator's.
const SIGNS: [&str; 4] = ["404.html", "index.html", "robots.txt", "sitemap.xml"];

/// The folder that is really meant: symbolic links followed, absolute, even if it is not there yet.
///
/// # Errors
/// As the file system gives them; links that form a loop are an error.
pub(super) fn resolve(folder: &Path) -> io::Result<PathBuf> {
    let mut path = std::path::absolute(folder)?;
    // As many links as systems follow themselves.
    for _ in 0..40 {
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_symlink() => {
                let target = fs::read_link(&path)?;
                path = path.parent().map_or_else(|| target.clone(), |parent| parent.join(&target));
            }
            Ok(_) => return fs::canonicalize(&path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(resolve_missing(&path)),
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "too many symbolic links"))
}

/// The nearest folder that exists, resolved, with the missing rest after it.
fn resolve_missing(path: &Path) -> PathBuf {
    // `..` in what is missing cannot be looked up; taking it lexically is all that is left.
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            part => clean.push(part),
        }
    }
    let mut rest = Vec::new();
    let mut known: &Path = &clean;
    loop {
        if let Ok(found) = fs::canonicalize(known) {
            return rest.iter().rev().fold(found, |path, part| path.join(part));
        }
        match (known.parent(), known.file_name()) {
            (Some(parent), Some(name)) => {
                rest.push(name);
                known = parent;
            }
            _ => return clean,
        }
    }
}

/// Refuses `folder` (resolved) if it is the root of the file system, the home folder or the site's root, holds one of
/// them, or is, holds or lies inside a folder of sources.
///
/// # Errors
/// A diagnostic that names the folder and the reason.
pub(super) fn refuse(folder: &Path, world: &dyn World) -> Result<(), Box<Diagnostic>> {
    let because = |reason: Wording, name: &str| {
        let diagnostic = Diagnostic::new(&FOLDER_REFUSED).arg("folder", folder.display()).arg("name", name);
        Err(Box::new(diagnostic.hint(reason)))
    };
    if fs::metadata(folder).is_ok_and(|metadata| !metadata.is_dir()) {
        return because(IS_FILE, "");
    }
    if folder.parent().is_none() {
        return because(IS_DISK, "");
    }
    for home in ["HOME", "USERPROFILE"].iter().filter_map(|name| world.env(name)).filter(|home| !home.is_empty()) {
        if resolve(Path::new(&home)).is_ok_and(|home| home.starts_with(folder)) {
            return because(HOLDS_HOME, &home);
        }
    }
    let place =
        |path: &str| SourcePath::new(path).and_then(|path| world.locate(&path)).and_then(|at| resolve(&at).ok());
    if place("").is_some_and(|root| root.starts_with(folder)) {
        return because(HOLDS_SITE, "");
    }
    for name in SOURCE_FOLDERS {
        let Some(sources) = place(name) else { continue };
        if folder.starts_with(&sources) {
            return because(INSIDE_SOURCES, name);
        }
        if sources.starts_with(folder) {
            return because(HOLDS_SOURCES, name);
        }
    }
    Ok(())
}

/// Refuses `folder` if it lies outside of the site at `root`, holds something besides dotfiles, and nothing that tells that it holds a site: a slip in
/// the settings, or a symbolic link to a folder of something else. Whatever else is wrong with it, opening it tells.
///
/// # Errors
/// A diagnostic that names the folder and one of its files.
pub fn refuse_foreign(folder: &Path, root: &Path) -> Result<(), Box<Diagnostic>> {
    let (Ok(folder), Ok(root)) = (resolve(folder), resolve(root)) else { return Ok(()) };
    if folder.starts_with(root) {
        return Ok(());
    }
    let inside = fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok);
    let names: Vec<String> = inside.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let other = names.iter().filter(|name| !name.starts_with('.')).min();
    let Some(other) = other.filter(|_| !names.iter().any(|name| SIGNS.contains(&name.as_str()))) else { return Ok(()) };
    Err(Box::new(Diagnostic::new(&FOLDER_FOREIGN).arg("folder", folder.display()).arg("name", other)))
}

/// The diagnostic for an output folder that failed as a whole.
pub(super) fn failed(folder: &Path, error: &io::Error) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(&FOLDER_FAILED).arg("folder", folder.display()).arg("reason", error))
}

/// The diagnostic for an output folder whose commit began and could not be finished.
pub(super) fn unfinished(folder: &Path, error: &io::Error) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(&FOLDER_UNFINISHED).arg("folder", folder.display()).arg("reason", error))
}
