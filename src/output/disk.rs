//! The output on a disk: staged file by file while rendering, committed at the end.
#![expect(clippy::disallowed_methods, reason = "output/ is the hand that writes")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::changes::Changes;
use super::commit;
use super::directory::Directory;
use super::file;
use super::guard;
use super::manifest::{Entry, Manifest, Origin};
use super::old::OldTree;
use super::stage::Stage;
use super::staging::{self, Staging};
use super::stamp::{Seen, Stamp};
use super::steps::Steps;
use super::tree::OutputFile;
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::path::{Route, SourcePath};
use crate::source::{World, is_settled};

/// How the output folder is treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DiskOptions {
    /// Entries at the top of the output whose names start with a dot stay (`preserve_dotfiles_in_output`).
    pub keep_dotfiles: bool,
    /// The site's own files are linked instead of copied where the file system can (`hard_link_static`).
    pub hard_link: bool,
}

/// What became of a file that was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// It is staged; there was no old one.
    Added,
    /// It is staged; the old one differs.
    Changed,
    /// The old one has the same bytes, though that is not how the last build left it.
    Kept,
}

/// A file that was put, unless it is exactly as the last build left it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Put {
    pub fate: Fate,
    pub entry: Entry,
}

/// A build's output on its way to a folder. Dropped without a commit, it leaves the folder byte for byte as it was.
pub struct DiskStage {
    world: Arc<dyn World>,
    pub(super) options: DiskOptions,
    /// The output folder, symbolic links resolved.
    pub(super) output: PathBuf,
    /// The output folder's name.
    pub(super) name: String,
    /// What is there.
    pub(super) old: OldTree,
    pub(super) staging: Staging,
    /// Where the new output grows.
    tree: Directory,
    /// The staging folder had to be made inside the output, so that the two cannot be swapped.
    pub(super) within: bool,
    /// Folders of the output's path that were not there, the outermost first.
    made: Vec<PathBuf>,
    /// What was put, in that order; the last counts, unless the file stays as it is known in the end.
    pub(super) puts: Mutex<Vec<(Route, Put)>>,
    pub(super) steps: Steps,
}

impl DiskStage {
    /// Opens a stage for the folder `output`; `last` is what the last commit there returned, if that is known. Removes
    /// what killed builds left beside the folder, and finishes their commits if they died in the middle of one.
    ///
    /// # Errors
    /// A diagnostic that names the folder, if it is one that must not be cleared, or cannot be read or written beside.
    pub fn open(
        output: &Path,
        options: DiskOptions,
        world: Arc<dyn World>,
        last: Option<Manifest>,
    ) -> Result<DiskStage, Box<Diagnostic>> {
        let failed = |error: io::Error| guard::failed(output, &error);
        let resolved = guard::resolve(output).map_err(failed)?;
        guard::refuse(&resolved, &*world)?;
        let (Some(parent), Some(name)) = (resolved.parent(), resolved.file_name()) else {
            return Err(failed(io::ErrorKind::InvalidInput.into()));
        };
        let name = name.to_string_lossy().into_owned();
        let mut missing: Vec<PathBuf> =
            parent.ancestors().take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
        missing.reverse();
        fs::create_dir_all(parent).map_err(|error| failed(file::named(parent, &error)))?;

        let steps = Steps::default();
        let recover = |parent: &Path| {
            staging::recover(parent, &name, &resolved, &steps).map_err(|error| guard::unfinished(output, &error))
        };
        recover(parent)?;
        let (staging, within) = match Staging::create(parent, &name) {
            Ok(staging) => (staging, false),
            // A folder given to us inside one that is not ours, such as a mounted one.
            Err(error) if is_forbidden(&error) && resolved.is_dir() => {
                recover(&resolved)?;
                (Staging::create(&resolved, &name).map_err(failed)?, true)
            }
            Err(error) => return Err(failed(error)),
        };
        let moment = staging.clock().map_err(failed)?;
        let own = within.then(|| staging.folder());
        let survey = |manifest: Manifest| {
            OldTree::survey(&resolved, options, manifest, &staging::prefix(&name), own, moment).map_err(failed)
        };
        let mut old = survey(last.unwrap_or_default())?;
        if old.has_leftovers {
            recover(&resolved)?;
            old = survey(old.manifest)?;
        }
        let tree = Directory::open(&staging.tree()).map_err(failed)?;
        Ok(DiskStage {
            world,
            options,
            name,
            old,
            staging,
            tree,
            within,
            made: missing,
            puts: Mutex::default(),
            steps,
            output: resolved,
        })
    }

    /// Makes what was put or kept the content of the output folder; a build that is killed leaves the old content or the
    /// new one, if need be completed by the next [`open`](DiskStage::open). Files and folders that do not change are not
    /// touched. Returns what changed, and what the next build may want to know.
    ///
    /// # Errors
    /// A diagnostic that names the folder. The old output is still there, unless it says that it has to be finished.
    pub fn commit(mut self) -> Result<(Changes, Manifest), Box<Diagnostic>> {
        let done = commit::commit(&mut self);
        #[cfg(test)]
        if self.steps.ended() {
            self.staging.leave();
        }
        let done = done.map_err(|error| {
            if self.staging.is_left() {
                guard::unfinished(&self.output, &error)
            } else {
                guard::failed(&self.output, &error)
            }
        })?;
        // The output is there now; what holds it stays.
        self.made.clear();
        Ok(done)
    }

    /// Whether every file is as the last build left it, and nothing else is there. Of a folder of which nothing is known, or
    /// that is gone, there is nothing to say so of.
    pub fn is_whole(&self) -> bool {
        self.old.is_whole(&self.output)
    }

    /// What the next build may want to know of an output that is whole, if that is more than what the last one left: what was looked
    /// at by its bytes need not be again.
    pub fn refreshed(&self) -> Option<Manifest> {
        self.old.refreshed()
    }

    /// How many files there are.
    pub fn count(&self) -> usize {
        self.old.count()
    }

    /// Creates a file in the staged tree.
    fn stage(
        &self,
        route: &Route,
        origin: Origin,
        make: impl Fn(&Directory, &str) -> io::Result<Stamp>,
    ) -> io::Result<Put> {
        let name = route.as_str();
        // Most pages have a folder of their own: that it is missing is the rule.
        let own_folder = name.ends_with("/index.html");
        let made = if own_folder { self.tree.create_folders_to(name) } else { Ok(()) };
        let stamp = made
            .and_then(|()| match make(&self.tree, name) {
                Err(error) if error.kind() == io::ErrorKind::NotFound && !own_folder => {
                    self.tree.create_folders_to(name)?;
                    make(&self.tree, name)
                }
                other => other,
            })
            .map_err(|error| file::named(&self.staging.tree().join(name), &error))?;
        let fate = if self.has_old(route) { Fate::Changed } else { Fate::Added };
        Ok(Put { fate, entry: Entry { seen: Seen { stamp, settled: false }, origin } })
    }

    /// Whether the old output has this file.
    fn has_old(&self, route: &Route) -> bool {
        self.old.has(route.as_str())
            // Kept entries are not listed: they can be large, such as a repository.
            || self.options.keep_dotfiles
                && route.as_str().starts_with('.')
                && fs::symlink_metadata(self.output.join(route.as_str())).is_ok_and(|metadata| metadata.is_file())
    }

    /// Whether to keep an old file that is not as the last build left it: looks at its bytes.
    fn compare(&self, route: &Route, origin: Origin, is_same: impl Fn(&Path) -> bool) -> Option<Put> {
        if !self.has_old(route) {
            return None;
        }
        let old = self.output.join(route.as_str());
        // Before its bytes: what changes later gives another stamp.
        let stamp = Stamp::of(&fs::symlink_metadata(&old).ok()?);
        is_same(&old).then(|| Put { fate: Fate::Kept, entry: Entry { seen: stamp.seen(self.old.moment), origin } })
    }

    fn put_bytes(&self, route: &Route, bytes: &[u8]) -> io::Result<()> {
        let fingerprint = Fingerprint::of(bytes);
        let origin = Origin::Bytes(fingerprint);
        let known = self.old.intact(&self.output, route.as_str());
        let put = match known.map(|at| (at, self.old.manifest.entry(at))) {
            Some((at, entry)) if entry.origin == origin && entry.seen.stamp.size == bytes.len() as u64 => {
                self.old.keep(at, true);
                return Ok(());
            }
            Some((_, Entry { origin: Origin::Bytes(_), .. })) => None,
            _ => self.compare(route, origin, |old| file::holds(old, bytes) && !file::has_other_names(old)),
        };
        let put = match put {
            Some(put) => put,
            None => self.stage(route, origin, |tree, name| file::write(tree, name, bytes))?,
        };
        self.note(route, put);
        Ok(())
    }

    fn put_source(&self, route: &Route, path: &SourcePath) -> io::Result<()> {
        let Some(from) = self.world.locate(path) else {
            return self.put_bytes(route, &self.world.read(path)?);
        };
        // As in the reference, a theme's files are always copied (checklist CFG-13).
        let linked = self.options.hard_link && path.strip_prefix("themes").is_none();
        // Before its bytes are read: what changes later gives another time.
        let stamp = self.world.stamp(path);
        let modified = stamp.map_or(0, |(_, mark)| settled_time(mark, self.old.moment));
        let origin = Origin::Source { modified, linked };
        if modified != 0
            && let Some(at) = self.old.intact(&self.output, route.as_str())
            && self.old.manifest.entry(at).origin == origin
            && stamp.is_some_and(|(size, _)| size == self.old.manifest.entry(at).seen.stamp.size)
        {
            self.old.keep(at, true);
            return Ok(());
        }
        let is_same = |old: &Path| match linked {
            true => file::is_one(&from, old),
            false => !file::has_other_names(old) && file::same(&from, old),
        };
        let put = match self.compare(route, origin, is_same) {
            Some(put) => put,
            None => {
                let copied = self.stage(route, origin, |_, name| {
                    let place = self.staging.tree().join(name);
                    if linked { file::link_or_copy(&from, &place) } else { file::copy(&from, &place) }?;
                    // Looked at after the commit: a link's time changes with every name.
                    Ok(Stamp::default())
                });
                // What cannot be read is not the output's fault.
                copied.map_err(|error| match fs::File::open(&from) {
                    Ok(_) => error,
                    Err(reason) => io::Error::new(reason.kind(), format!("{path} cannot be read: {reason}")),
                })?
            }
        };
        self.note(route, put);
        Ok(())
    }

    fn note(&self, route: &Route, put: Put) {
        if let Some(at) = self.old.manifest.find(route.as_str()) {
            self.old.keep(at, false);
        }
        self.puts.lock().unwrap_or_else(PoisonError::into_inner).push((route.clone(), put));
    }
}

impl Stage for DiskStage {
    fn put(&self, route: &Route, file: OutputFile) -> io::Result<()> {
        match file {
            OutputFile::Bytes(bytes) => self.put_bytes(route, &bytes),
            OutputFile::Source(path) => self.put_source(route, &path),
        }
    }

    fn is_intact(&self, route: &Route) -> bool {
        self.old.intact(&self.output, route.as_str()).is_some()
    }

    fn holds(&self, route: &Route, bytes: &[u8]) -> bool {
        self.is_intact(route) && self.old.manifest.fingerprint(route.as_str()) == Some(Fingerprint::of(bytes))
    }

    fn keep(&self, route: &Route) -> io::Result<()> {
        let Some(at) = self.old.intact(&self.output, route.as_str()) else {
            let error = io::Error::other("it is not as the last build left it");
            return Err(file::named(&self.output.join(route.as_str()), &error));
        };
        self.old.keep(at, true);
        Ok(())
    }

    fn keep_all(&self) -> bool {
        let is_whole = self.is_whole();
        if is_whole {
            self.old.keep_each(true);
        }
        is_whole
    }

    fn keep_none(&self) {
        self.old.keep_each(false);
    }
}

impl Drop for DiskStage {
    fn drop(&mut self) {
        if self.made.is_empty() || self.staging.is_left() {
            return;
        }
        // The staging folder lies in the last of them, and goes before; what then holds something else stays.
        let _ = fs::remove_dir_all(self.staging.folder());
        for folder in self.made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// The times in a change mark (`World::stamp`) as one number; 0 if one of them cannot be trusted at `moment`.
fn settled_time(mark: i128, moment: i64) -> i64 {
    let [modified, changed] = [mark as i64, (mark >> 64) as i64];
    match is_settled(modified, moment) && (changed == 0 || is_settled(changed, moment)) {
        true => modified ^ changed.rotate_left(32),
        false => 0,
    }
}

fn is_forbidden(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}
