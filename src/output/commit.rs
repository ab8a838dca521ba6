//! The swap: the staged tree becomes the output, the old output goes.
#![expect(clippy::disallowed_methods, reason = "output/ is the hand that writes")]

use std::fs;
use std::io;
use std::path::Path;
use std::sync::PoisonError;

use rayon::prelude::*;

use super::changes::Changes;
use super::disk::{DiskStage, Fate};
use super::file;
use super::in_place;
use crate::path::Route;

/// How the staged tree got its place.
#[derive(Debug, PartialEq, Eq)]
enum Swap {
    /// It is the output now.
    Done,
    /// The output folder cannot be moved: a mount point, or held by another program.
    Impossible,
}

pub(super) fn commit(stage: &DiskStage) -> io::Result<Changes> {
    let mut fates: Vec<(Route, Fate)> = {
        let fates = stage.fates.lock().unwrap_or_else(PoisonError::into_inner);
        fates.iter().map(|(route, fate)| (route.clone(), *fate)).collect()
    };
    fates.sort_unstable();
    let changes = changes(stage, &fates);
    if changes.is_empty() && stage.old.strange.is_empty() && stage.output.is_dir() {
        return Ok(changes);
    }
    if stage.within || !swap_whole(stage, &fates)? {
        in_place::commit(stage, &fates, &changes)?;
    }
    Ok(changes)
}

fn changes(stage: &DiskStage, fates: &[(Route, Fate)]) -> Changes {
    let names = |wanted: Fate| {
        fates.iter().filter(|(_, fate)| *fate == wanted).map(|(route, _)| route.as_str().to_owned()).collect()
    };
    let put = |name: &str| fates.binary_search_by(|(route, _)| route.as_str().cmp(name)).is_ok();
    let mut removed: Vec<String> = stage.old.files.iter().filter(|name| !put(name)).cloned().collect();
    removed.sort_unstable();
    let unchanged = fates.iter().filter(|(_, fate)| *fate == Fate::Kept).count();
    Changes { added: names(Fate::Added), changed: names(Fate::Changed), removed, unchanged }
}

/// Completes the staged tree and swaps it with the output; false if that cannot be done here, with nothing changed.
fn swap_whole(stage: &DiskStage, fates: &[(Route, Fate)]) -> io::Result<bool> {
    let tree = stage.staging.tree();
    let kept: Vec<&Route> = fates.iter().filter(|(_, fate)| *fate == Fate::Kept).map(|(route, _)| route).collect();
    kept.par_iter().try_for_each(|route| {
        let to = tree.join(route.as_str());
        let from = stage.output.join(route.as_str());
        let made = match file::link_or_copy(&from, &to) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                to.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| file::link_or_copy(&from, &to))
            }
            other => other,
        };
        made.map_err(|error| file::named(&to, &error))
    })?;
    for name in &stage.old.dotted {
        if take_along(&stage.output.join(name), &tree.join(name)).is_err() {
            return Ok(false);
        }
    }
    if let Ok(metadata) = fs::metadata(&stage.output) {
        // A folder set up for a web server keeps its permissions; where that is not ours to do, the default ones are it.
        let _ = fs::set_permissions(&tree, metadata.permissions());
    }
    Ok(swap(&tree, &stage.output, &stage.staging.old())? == Swap::Done)
}

/// Links a kept entry, and all in it, into the new tree, where what is new wins. The entry itself stays where it is.
fn take_along(from: &Path, to: &Path) -> io::Result<()> {
    let metadata = fs::symlink_metadata(from)?;
    if metadata.is_dir() {
        match fs::create_dir(to) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            take_along(&entry.path(), &to.join(entry.file_name()))?;
        }
        fs::set_permissions(to, metadata.permissions())
    } else if fs::symlink_metadata(to).is_ok() {
        Ok(())
    } else if metadata.is_symlink() {
        copy_link(from, to)
    } else {
        file::link_or_copy(from, to)
    }
}

#[cfg(unix)]
fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(not(unix))]
fn copy_link(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Swaps `tree` and `output`: in one step where the system can, else by two renames with `old` in between.
fn swap(tree: &Path, output: &Path, old: &Path) -> io::Result<Swap> {
    if fs::symlink_metadata(output).is_err() {
        fs::rename(tree, output).map_err(|error| file::named(output, &error))?;
        return Ok(Swap::Done);
    }
    match exchange(tree, output) {
        Ok(()) => return Ok(Swap::Done),
        Err(error) if is_immovable(&error) => return Ok(Swap::Impossible),
        Err(_) => {}
    }
    swap_by_renames(tree, output, old)
}

/// Two renames; a build killed between them is put right by the next one (`staging::recover`).
fn swap_by_renames(tree: &Path, output: &Path, old: &Path) -> io::Result<Swap> {
    if fs::rename(output, old).is_err() {
        return Ok(Swap::Impossible);
    }
    if fs::rename(tree, output).is_err() {
        fs::rename(old, output).map_err(|error| file::named(output, &error))?;
        return Ok(Swap::Impossible);
    }
    // If it stays, the next build removes it.
    let _ = fs::remove_dir_all(old);
    Ok(Swap::Done)
}

/// Swaps two folders in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn is_immovable(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Swap, swap_by_renames};

    #[test]
    fn renames_stand_in_where_folders_cannot_be_swapped() {
        let folder = tempfile::tempdir().unwrap();
        let [tree, output, old] = ["tree", "output", "old"].map(|name| folder.path().join(name));
        fs::create_dir(&tree).unwrap();
        fs::write(tree.join("a"), "new").unwrap();
        fs::create_dir(&output).unwrap();
        fs::write(output.join("a"), "old").unwrap();
        assert_eq!(swap_by_renames(&tree, &output, &old).unwrap(), Swap::Done);
        assert_eq!(fs::read_to_string(output.join("a")).unwrap(), "new");
        assert!(!old.exists());
    }

    #[test]
    fn the_old_output_comes_back_if_the_new_one_cannot_take_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let [tree, output, old] = ["missing", "output", "old"].map(|name| folder.path().join(name));
        fs::create_dir(&output).unwrap();
        fs::write(output.join("a"), "old").unwrap();
        assert_eq!(swap_by_renames(&tree, &output, &old).unwrap(), Swap::Impossible);
        assert_eq!(fs::read_to_string(output.join("a")).unwrap(), "old");
    }
}
