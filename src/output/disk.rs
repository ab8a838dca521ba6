//! The output on a disk: staged file by file while rendering, committed at the end.
#![expect(clippy::disallowed_methods, reason = "output/ is the hand that writes")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::changes::Changes;
use super::commit;
use super::file;
use super::guard;
use super::old::OldTree;
use super::stage::Stage;
use super::staging::{self, Staging};
use super::tree::OutputFile;
use crate::diagnostic::Diagnostic;
use crate::path::{Route, SourcePath};
use crate::source::World;

/// How the output folder is treated.
#[derive(Clone, Copy, Debug, Default)]
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
    /// The old one has the same bytes: it is taken over when the commit knows that there is anything to swap.
    Kept,
}

/// A build's output on its way to a folder. Dropped without a commit, it leaves the folder byte for byte as it was.
pub struct DiskStage {
    world: Arc<dyn World>,
    options: DiskOptions,
    /// The output folder, symbolic links resolved.
    pub(super) output: PathBuf,
    /// The listing of what is there.
    pub(super) old: OldTree,
    pub(super) staging: Staging,
    /// The staging folder had to be made inside the output, so that the two cannot be swapped.
    pub(super) within: bool,
    /// Folders of the output's path that were not there, the outermost first.
    made: Vec<PathBuf>,
    /// Folders made in the staged tree.
    folders: RwLock<FxHashSet<String>>,
    pub(super) fates: Mutex<FxHashMap<Route, Fate>>,
}

impl DiskStage {
    /// Opens a stage for the folder `output`. Removes what killed builds left beside it, and puts their old output back
    /// if they died in the one moment between two renames.
    ///
    /// # Errors
    /// A diagnostic that names the folder, if it is one that must not be cleared, or cannot be read or written beside.
    pub fn open(output: &Path, options: DiskOptions, world: Arc<dyn World>) -> Result<DiskStage, Box<Diagnostic>> {
        let failed = |error: io::Error| guard::failed(output, &error);
        let resolved = guard::resolve(output).map_err(failed)?;
        guard::refuse(&resolved, &*world)?;
        let (Some(parent), Some(name)) = (resolved.parent(), resolved.file_name()) else {
            return Err(failed(io::ErrorKind::InvalidInput.into()));
        };
        let name = name.to_string_lossy();
        let mut missing: Vec<PathBuf> =
            parent.ancestors().take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
        missing.reverse();
        fs::create_dir_all(parent).map_err(|error| failed(file::named(parent, &error)))?;

        staging::recover(parent, &name, &resolved);
        let beside = Staging::create(parent, &name);
        let (staging, within) = match beside {
            Ok(staging) => (staging, false),
            // A folder given to us inside one that is not ours, such as a mounted one.
            Err(error) if is_forbidden(&error) && resolved.is_dir() => {
                staging::recover(&resolved, &name, &resolved);
                (Staging::create(&resolved, &name).map_err(failed)?, true)
            }
            Err(error) => return Err(failed(error)),
        };
        let old = OldTree::list(&resolved, options.keep_dotfiles, &staging::prefix(&name)).map_err(failed)?;
        Ok(DiskStage {
            world,
            options,
            old,
            staging,
            within,
            made: missing,
            folders: RwLock::default(),
            fates: Mutex::default(),
            output: resolved,
        })
    }

    /// Makes what was put the content of the output folder, at once. If nothing differs, the folder is not touched.
    ///
    /// # Errors
    /// A diagnostic that names the folder. The old output is still there, unless the folder is one that can only be
    /// changed file by file (a mount point, or one without a writable parent).
    pub fn commit(mut self) -> Result<Changes, Box<Diagnostic>> {
        let changes = commit::commit(&self).map_err(|error| guard::failed(&self.output, &error))?;
        // The output is there now; what holds it stays.
        self.made.clear();
        Ok(changes)
    }

    fn staged(&self, route: &Route) -> PathBuf {
        self.staging.tree().join(route.as_str())
    }

    /// Makes the staged file's folder, once for all threads.
    fn make_folder(&self, route: &Route) -> io::Result<()> {
        let Some((folder, _)) = route.as_str().rsplit_once('/') else { return Ok(()) };
        if self.folders.read().unwrap_or_else(PoisonError::into_inner).contains(folder) {
            return Ok(());
        }
        fs::create_dir_all(self.staging.tree().join(folder))?;
        self.folders.write().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        Ok(())
    }

    fn stage(&self, route: &Route, make: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<Fate> {
        let place = self.staged(route);
        self.make_folder(route).and_then(|()| make(&place)).map_err(|error| file::named(&place, &error))?;
        Ok(if self.has_old(route) { Fate::Changed } else { Fate::Added })
    }

    /// Whether the old output has this file.
    fn has_old(&self, route: &Route) -> bool {
        self.old.files.contains(route.as_str())
            // Kept entries are not listed: they can be large, such as a repository.
            || self.options.keep_dotfiles
                && route.as_str().starts_with('.')
                && fs::symlink_metadata(self.output.join(route.as_str())).is_ok_and(|metadata| metadata.is_file())
    }

    fn put_bytes(&self, route: &Route, bytes: &[u8]) -> io::Result<Fate> {
        if self.has_old(route) {
            let old = self.output.join(route.as_str());
            if file::holds(&old, bytes) && !file::has_other_names(&old) {
                return Ok(Fate::Kept);
            }
        }
        self.stage(route, |place| file::write(place, bytes))
    }

    fn put_source(&self, route: &Route, path: &SourcePath) -> io::Result<Fate> {
        let Some(from) = self.world.locate(path) else {
            return self.put_bytes(route, &self.world.read(path)?);
        };
        // As in the reference, a theme's files are always copied (checklist CFG-13).
        let link = self.options.hard_link && path.strip_prefix("themes").is_none();
        let old = self.output.join(route.as_str());
        if self.has_old(route) {
            let keep =
                if link { file::is_one(&from, &old) } else { !file::has_other_names(&old) && file::same(&from, &old) };
            if keep {
                return Ok(Fate::Kept);
            }
        }
        self.stage(route, |place| if link { file::link_or_copy(&from, place) } else { file::copy(&from, place) })
    }
}

impl Stage for DiskStage {
    fn put(&self, route: &Route, file: OutputFile) -> io::Result<()> {
        let fate = match file {
            OutputFile::Bytes(bytes) => self.put_bytes(route, &bytes)?,
            OutputFile::Source(path) => self.put_source(route, &path)?,
        };
        self.fates.lock().unwrap_or_else(PoisonError::into_inner).insert(route.clone(), fate);
        Ok(())
    }
}

impl Drop for DiskStage {
    fn drop(&mut self) {
        if self.made.is_empty() {
            return;
        }
        // The staging folder lies in the last of them, and goes before; what then holds something else stays.
        let _ = fs::remove_dir_all(self.staging.folder());
        for folder in self.made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

fn is_forbidden(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}
