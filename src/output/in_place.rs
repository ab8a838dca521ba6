//! The commit for folders that cannot be moved: file by file, each by a rename, then what is gone is removed.
#![expect(clippy::disallowed_methods, reason = "output/ is the hand that writes")]

use std::fs;
use std::io;
use std::path::Path;

use rustc_hash::FxHashSet;

use super::changes::Changes;
use super::disk::{DiskStage, Fate};
use super::file;
use crate::path::Route;

pub(super) fn commit(stage: &DiskStage, fates: &[(Route, Fate)], changes: &Changes) -> io::Result<()> {
    let output = &stage.output;
    // Links first, so that nothing is written through one to another place.
    for strange in &stage.old.strange {
        let path = output.join(strange);
        fs::remove_file(&path).map_err(|error| file::named(&path, &error))?;
    }
    let written: FxHashSet<&str> =
        fates.iter().filter(|(_, fate)| *fate != Fate::Kept).map(|(route, _)| route.as_str()).collect();
    let folders: FxHashSet<&str> = written.iter().flat_map(|route| above(route)).collect();
    // Where a file was and a folder comes, or the other way round, the old one has to go first; otherwise last.
    let (first, last): (Vec<&str>, Vec<&str>) = changes
        .removed
        .iter()
        .map(String::as_str)
        .partition(|name| folders.contains(name) || above(name).any(|folder| written.contains(folder)));
    remove(output, &first)?;
    let tree = stage.staging.tree();
    for (route, _) in fates.iter().filter(|(_, fate)| *fate != Fate::Kept) {
        let (from, to) = (tree.join(route.as_str()), output.join(route.as_str()));
        place(&from, &to).map_err(|error| file::named(&to, &error))?;
    }
    remove(output, &last)
}

/// The folders above a file, as text: `a/b` and `a` for `a/b/c`.
fn above(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('/').map(|(at, _)| &name[..at])
}

fn remove(output: &Path, names: &[&str]) -> io::Result<()> {
    for name in names {
        let path = output.join(name);
        fs::remove_file(&path).map_err(|error| file::named(&path, &error))?;
        remove_empty_folders(output, &path);
    }
    Ok(())
}

/// Moves a staged file to its place: by rename, or across file systems by a copy beside the place and a rename.
fn place(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    if to.is_dir() {
        // Only empty folders are left here; one with content is an error.
        remove_folders(to)?;
    }
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            let mut name = to.file_name().unwrap_or_default().to_owned();
            name.push(format!(".{}.tmp", std::process::id()));
            let beside = to.with_file_name(name);
            file::copy(from, &beside)?;
            fs::rename(&beside, to).inspect_err(|_| {
                let _ = fs::remove_file(&beside);
            })
        }
        other => other,
    }
}

/// Removes a folder that holds nothing but folders.
fn remove_folders(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_folders(&entry.path())?;
        }
    }
    fs::remove_dir(folder)
}

/// Removes the folders above a removed file that hold nothing any more, up to the output itself.
fn remove_empty_folders(output: &Path, path: &Path) {
    for folder in path.ancestors().skip(1).take_while(|folder| *folder != output) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
}
