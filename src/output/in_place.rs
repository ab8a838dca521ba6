//! The commit file by file: where few files differ, and for folders that cannot be moved.
#![expect(clippy::disallowed_methods, reason = "output/ is the hand that writes")]

use std::fs;
use std::io;

use rustc_hash::FxHashSet;

use super::changes::Changes;
use super::disk::DiskStage;
use super::file;
use super::journal::Journal;

/// Brings the staged files to their places and removes what is gone. From the moment the journal is written this will be
/// finished, if not here then by the next build.
///
/// # Errors
/// As the file system gives them; the stage tells by its staging folder whether there is something left to do.
pub(super) fn commit(stage: &mut DiskStage, changes: &Changes) -> io::Result<()> {
    // Links first, so that nothing is written through one to another place.
    for strange in &stage.old.strange {
        let path = stage.output.join(strange);
        stage.steps.next()?;
        fs::remove_file(&path).map_err(|error| file::named(&path, &error))?;
    }
    let journal = journal(changes, &stage.old.hollow);
    let path = stage.staging.journal();
    journal.write(&path, &stage.steps)?;
    stage.staging.leave();
    journal.carry_out(&stage.staging.tree(), &stage.output, &stage.steps)?;
    // Tells other builds that something changed, somewhere below: to set permissions changes the folder's stamp.
    if let Ok(metadata) = fs::metadata(&stage.output) {
        stage.steps.next()?;
        let _ = fs::set_permissions(&stage.output, metadata.permissions());
    }
    stage.steps.next()?;
    fs::remove_file(&path).map_err(|error| file::named(&path, &error))?;
    stage.staging.take_back();
    Ok(())
}

fn journal(changes: &Changes, hollow: &[String]) -> Journal {
    let mut place: Vec<String> = changes.added.iter().chain(&changes.changed).cloned().collect();
    place.sort_unstable();
    let placed: FxHashSet<&str> = place.iter().map(String::as_str).collect();
    let folders: FxHashSet<&str> = placed.iter().flat_map(|route| above(route)).collect();
    // Where a file was and a folder comes, or the other way round, the old one has to go first; otherwise last.
    let (clear, remove) = changes.removed.iter().cloned().partition(|name: &String| {
        folders.contains(name.as_str()) || above(name).any(|folder| placed.contains(folder))
    });
    Journal { clear, place, remove, hollow: hollow.to_vec() }
}

/// The folders above a file, as text: `a` and `a/b` for `a/b/c`.
pub(super) fn above(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('/').map(|(at, _)| &name[..at])
}
