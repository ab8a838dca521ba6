//! The commit: the staged files become the output, what is gone goes, and what is left is noted for the next build.
#![expect(clippy::disallowed_methods, reason = "output/ is the hand that writes")]

use std::fs::{self, File};
use std::io;
use std::mem;
use std::path::Path;
use std::sync::PoisonError;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::changes::Changes;
use super::directory::{Directory, Kind};
use super::disk::{DiskStage, Fate, Put};
use super::file;
use super::in_place::{self, above};
use super::manifest::{Entry, Manifest};
use super::old::{self, OldTree};
use super::staging;
use super::stamp::{Seen, Stamp};
use super::steps::Steps;
use crate::path::Route;

/// How the staged tree got its place.
#[derive(Debug, PartialEq, Eq)]
enum Swap {
    /// It is the output now.
    Done,
    /// The output folder cannot be moved: a mount point, or held by another program.
    Impossible,
}

pub(super) fn commit(stage: &mut DiskStage) -> io::Result<(Changes, Manifest)> {
    let puts = mem::take(&mut *stage.puts.lock().unwrap_or_else(PoisonError::into_inner));
    let puts = last_of_each(puts, &stage.old);
    // One build after the other: whoever comes second looks whether what it keeps is still there.
    let _turn = turn(stage);
    check_kept(stage, &puts)?;
    let changes = changes(stage, &puts);
    let mut manifest = manifest(stage, &puts, &changes);
    let old = &stage.old;
    if changes.is_empty() && old.strange.is_empty() && old.hollow.is_empty() && stage.output.is_dir() {
        look_again(stage, &mut manifest, &FxHashSet::default())?;
        return Ok((changes, manifest));
    }

    let differences = changes.written() + changes.removed.len() + old.strange.len();
    let few = differences * 2 < old.count();
    if few || stage.within || !file::may_swap(&stage.staging.tree(), &stage.output) {
        in_place::commit(stage, &changes)?;
        // A rename counts as a change of the file.
        staged(&puts).for_each(|(route, _)| manifest.set_seen(route, Seen::default()));
        look_again(stage, &mut manifest, &touched(stage, &changes))?;
        return Ok((changes, manifest));
    }
    let moment = stage.staging.clock()?;
    let swapped = swap_whole(stage, &puts)?;
    if !swapped {
        in_place::commit(stage, &changes)?;
    }
    // Their last names go now, which counts as a change of the files that were linked. If one stays, the next build
    // removes it.
    stage.steps.next()?;
    let _ = file::remove_tree(&stage.staging.tree());
    manifest.forget_looks();
    if swapped {
        // The swap changes nothing about what was staged, and nobody else knew it until then.
        staged(&puts)
            .filter(|(_, stamp)| *stamp != Stamp::default())
            .for_each(|(route, stamp)| manifest.set_seen(route, stamp.seen(moment)));
    }
    if swapped && cfg!(unix) {
        // To look at every new folder costs more than it is worth: what the next build finds older than now is what lies there.
        manifest.quiet_since = stage.staging.clock()?;
    }
    look_again(stage, &mut manifest, &FxHashSet::from_iter([String::new()]))?;
    Ok((changes, manifest))
}

/// The last that was put at each route, sorted; without the files that stay as they are known.
fn last_of_each(mut puts: Vec<(Route, Put)>, old: &OldTree) -> Vec<(Route, Put)> {
    // Stable: what was put later stays behind.
    puts.par_sort_by(|(a, _), (b, _)| a.cmp(b));
    puts.dedup_by(|later, earlier| {
        let is_same = later.0 == earlier.0;
        if is_same {
            mem::swap(later, earlier);
        }
        is_same
    });
    puts.retain(|(route, _)| !old.stays(route.as_str()));
    puts
}

/// Waits until no other build commits beside this one; none where folders cannot be locked.
fn turn(stage: &DiskStage) -> Option<File> {
    let folder = if stage.within { Some(&*stage.output) } else { stage.output.parent() };
    let folder = File::open(folder?).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

/// Looks whether the files that are kept are as they were when the build began, if there is reason to doubt it: a commit
/// changes at least the output folder itself.
///
/// # Errors
/// If one is not, with its path: another program was faster, and only another build can bring the file back.
fn check_kept(stage: &DiskStage, puts: &[(Route, Put)]) -> io::Result<()> {
    let Ok(root) = Directory::open(&stage.output) else { return Ok(()) };
    if stage.old.folder(0).map(|seen| seen.stamp) == root.look("").map(|(_, stamp)| stamp) {
        return Ok(());
    }
    let old = &stage.old;
    let kept: Vec<usize> = old.kept().collect();
    let known = kept.par_iter().map(|at| (old.manifest.name(*at), old.manifest.entry(*at)));
    let compared = puts.par_iter().filter(|(_, put)| put.fate == Fate::Kept);
    let compared = compared.map(|(route, put)| (route.as_str(), put.entry));
    let is_other = |(name, entry): &(&str, Entry)| root.look(name) != Some((Kind::File, entry.seen.stamp));
    match known.chain(compared).find_any(is_other) {
        None => Ok(()),
        Some((name, _)) => {
            let error = io::Error::other("changed by another program while the site was built; build again");
            Err(file::named(&stage.output.join(name), &error))
        }
    }
}

/// The files that were staged, with their stamps.
fn staged(puts: &[(Route, Put)]) -> impl Iterator<Item = (&str, Stamp)> {
    let staged = puts.iter().filter(|(_, put)| put.fate != Fate::Kept);
    staged.map(|(route, put)| (route.as_str(), put.entry.seen.stamp))
}

fn changes(stage: &DiskStage, puts: &[(Route, Put)]) -> Changes {
    let names = |wanted: Fate| {
        let these = puts.iter().filter(|(_, put)| put.fate == wanted);
        these.map(|(route, _)| route.as_str().to_owned()).collect()
    };
    let is_put = |name: &str| puts.binary_search_by(|(route, _)| route.as_str().cmp(name)).is_ok();
    let mut removed: Vec<String> = stage.old.others().filter(|name| !is_put(name)).map(str::to_owned).collect();
    removed.sort_unstable();
    let compared = puts.iter().filter(|(_, put)| put.fate == Fate::Kept).count();
    let unchanged = stage.old.kept().count() + compared;
    Changes { added: names(Fate::Added), changed: names(Fate::Changed), removed, unchanged }
}

/// What the output will be, with the looks of what stays as it is.
fn manifest(stage: &DiskStage, puts: &[(Route, Put)], changes: &Changes) -> Manifest {
    let old = &stage.old;
    let are_same = old.manifest.options == stage.options && !stage.options.keep_dotfiles;
    if are_same && changes.added.is_empty() && changes.unchanged + changes.changed.len() == old.manifest.len() {
        let put = puts.iter().map(|(route, put)| (route.as_str(), put.entry));
        let same = old.manifest.with(put, |at| old.entry(at), |at| old.folder(at));
        if let Some(manifest) = same {
            return manifest;
        }
    }
    let kept = old.kept().map(|at| (old.manifest.name(at), old.entry(at)));
    let put = puts.iter().map(|(route, put)| (route.as_str(), put.entry));
    // Kept entries at the top are nobody's business, files of ours in them included.
    let is_known = |(name, _): &(&str, Entry)| !(stage.options.keep_dotfiles && name.starts_with('.'));
    let mut files: Vec<(&str, Entry)> = kept.chain(put).filter(is_known).collect();
    // Two sorted runs, which a stable sort merges.
    files.sort_by_key(|(name, _)| *name);
    let mut manifest = Manifest::collect(files.into_iter(), stage.options);
    manifest.take_looks(&old.manifest, |at| old.folder(at));
    manifest
}

/// Looks at the files and folders that were not looked at since they changed, and at the folders `touched`.
fn look_again(stage: &DiskStage, manifest: &mut Manifest, touched: &FxHashSet<String>) -> io::Result<()> {
    let moment = stage.staging.clock()?;
    let root = Directory::open(&stage.output).map_err(|error| file::named(&stage.output, &error))?;
    manifest.look_again(&root, moment, touched.iter());
    Ok(())
}

/// The folders whose entries a commit file by file changes, and those above them.
fn touched(stage: &DiskStage, changes: &Changes) -> FxHashSet<String> {
    let Changes { added, changed, removed, .. } = changes;
    let files = added.iter().chain(changed).chain(removed).map(String::as_str);
    let strange = stage.old.strange.iter().filter_map(|path| path.to_str());
    let hollow = stage.old.hollow.iter().map(String::as_str);
    let mut touched: FxHashSet<String> = FxHashSet::default();
    touched.insert(String::new());
    touched.extend(files.chain(strange).chain(hollow).flat_map(above).map(str::to_owned));
    touched
}

/// Completes the staged tree and swaps it with the output; false if that cannot be done here, with nothing changed.
fn swap_whole(stage: &DiskStage, puts: &[(Route, Put)]) -> io::Result<bool> {
    let tree = stage.staging.tree();
    let steps = &stage.steps;
    let compared = puts.iter().filter(|(_, put)| put.fate == Fate::Kept).map(|(route, _)| route.as_str());
    let kept: Vec<&str> = stage.old.kept().map(|at| stage.old.manifest.name(at)).chain(compared).collect();
    kept.par_iter().try_for_each(|route| {
        let (from, to) = (stage.output.join(route), tree.join(route));
        steps.next()?;
        let made = match file::link_or_copy(&from, &to) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                to.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| file::link_or_copy(&from, &to))
            }
            other => other,
        };
        made.map_err(|error| file::named(&to, &error))
    })?;
    if stage.options.keep_dotfiles {
        for name in old::dotted(&stage.output, &staging::prefix(&stage.name))? {
            steps.next()?;
            if take_along(&stage.output.join(&name), &tree.join(&name)).is_err() {
                return Ok(false);
            }
        }
    }
    if let Ok(metadata) = fs::metadata(&stage.output) {
        // A folder set up for a web server keeps its permissions; where that is not ours to do, the default ones are it.
        let _ = fs::set_permissions(&tree, metadata.permissions());
    }
    Ok(swap(&tree, &stage.output, &stage.staging.old(), steps)? == Swap::Done)
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
fn swap(tree: &Path, output: &Path, old: &Path, steps: &Steps) -> io::Result<Swap> {
    steps.next()?;
    if fs::symlink_metadata(output).is_err() {
        fs::rename(tree, output).map_err(|error| file::named(output, &error))?;
        return Ok(Swap::Done);
    }
    match exchange(tree, output) {
        Ok(()) => return Ok(Swap::Done),
        Err(error) if is_immovable(&error) => return Ok(Swap::Impossible),
        Err(_) => {}
    }
    swap_by_renames(tree, output, old, steps)
}

/// Two renames; a build killed between them is put right by the next one (`staging::recover`).
fn swap_by_renames(tree: &Path, output: &Path, old: &Path, steps: &Steps) -> io::Result<Swap> {
    steps.next()?;
    if fs::rename(output, old).is_err() {
        return Ok(Swap::Impossible);
    }
    steps.next()?;
    if fs::rename(tree, output).is_err() {
        fs::rename(old, output).map_err(|error| file::named(output, &error))?;
        return Ok(Swap::Impossible);
    }
    // If it stays, the next build removes it.
    let _ = file::remove_tree(old);
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

    use super::{Steps, Swap, swap_by_renames};

    #[test]
    fn renames_stand_in_where_folders_cannot_be_swapped() {
        let folder = tempfile::tempdir().unwrap();
        let [tree, output, old] = ["tree", "output", "old"].map(|name| folder.path().join(name));
        fs::create_dir(&tree).unwrap();
        fs::write(tree.join("a"), "new").unwrap();
        fs::create_dir(&output).unwrap();
        fs::write(output.join("a"), "old").unwrap();
        assert_eq!(swap_by_renames(&tree, &output, &old, &Steps::default()).unwrap(), Swap::Done);
        assert_eq!(fs::read_to_string(output.join("a")).unwrap(), "new");
        assert!(!old.exists());
    }

    #[test]
    fn the_old_output_comes_back_if_the_new_one_cannot_take_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let [tree, output, old] = ["missing", "output", "old"].map(|name| folder.path().join(name));
        fs::create_dir(&output).unwrap();
        fs::write(output.join("a"), "old").unwrap();
        assert_eq!(swap_by_renames(&tree, &output, &old, &Steps::default()).unwrap(), Swap::Impossible);
        assert_eq!(fs::read_to_string(output.join("a")).unwrap(), "old");
    }
}
