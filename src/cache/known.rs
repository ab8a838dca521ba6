//! What is known of a world without having been asked for: what was found out to compare it with an earlier record.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::answers::listed_stamp;
use super::files::Files;
use super::listing::{Held, Listing};
use crate::path::SourcePath;
use crate::source::{FileStamp, Walk, World};

/// So many files are looked at in one go.
const CHUNK: usize = 512;

/// What is known of a world. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Known {
    pub lists: BTreeMap<String, Listing>,
    pub compared: Option<Arc<Compared>>,
}

/// The files of an earlier record, as they are now.
pub(super) struct Compared {
    then: Files,
    /// Those that are others now.
    others: FxHashMap<SourcePath, Option<FileStamp>>,
}

impl Known {
    /// The stamp of a file, if it is known.
    pub fn stamp(&self, path: &str, near: &mut usize) -> Option<Option<FileStamp>> {
        let listed = listed_stamp(&self.lists, path, near);
        listed.map(Some).or_else(|| self.compared.as_ref()?.stamp(path, near))
    }

    /// Lists a folder of `world`; the stamps of its files, where they are asked for, are those that are known.
    ///
    /// # Errors
    /// As the world gives them.
    pub fn list(&self, folder: &str, stamped: bool, world: &dyn World) -> io::Result<Listing> {
        let mut walk = world.walk(folder, stamped && self.compared.is_none())?;
        if let Some(compared) = self.compared.as_ref().filter(|_| stamped) {
            compared.add_stamps(&mut walk, world);
        }
        Ok(Listing::of(walk))
    }

    /// Compares the files of a record with those of `world`; `None` for a path that is none.
    pub fn compare(&self, then: Files, world: &dyn World) -> Option<Compared> {
        let look = |start: usize| {
            let files: Vec<(&str, Option<FileStamp>)> =
                (start..then.len().min(start + CHUNK)).map(|at| then.get(at)).collect();
            let mut near = 0;
            let listed: Vec<Option<FileStamp>> =
                files.iter().map(|(path, _)| listed_stamp(&self.lists, path, &mut near)).collect();
            let unknown = files.iter().zip(&listed).filter(|(_, listed)| listed.is_none());
            let asked: Vec<&str> = unknown.map(|((path, _), _)| *path).collect();
            let mut found = world.stamps(&asked).into_iter();
            let mut others = Vec::new();
            for ((path, then), listed) in files.iter().zip(listed) {
                let now = listed.or_else(|| found.next().flatten());
                if now != *then {
                    others.push((SourcePath::new(path)?, now));
                }
            }
            Some(others)
        };
        let starts: Vec<usize> = (0..then.len()).step_by(CHUNK).collect();
        let others = starts.into_par_iter().map(look).collect::<Option<Vec<_>>>()?;
        Some(Compared { others: others.into_iter().flatten().collect(), then })
    }
}

impl Compared {
    /// The files that are others now, sorted.
    pub fn others(&self) -> Vec<SourcePath> {
        let mut paths: Vec<SourcePath> = self.others.keys().cloned().collect();
        paths.sort_unstable();
        paths
    }

    fn stamp(&self, path: &str, near: &mut usize) -> Option<Option<FileStamp>> {
        let other = if self.others.is_empty() { None } else { self.others.get(path).copied() };
        other.or_else(|| self.then.find(path, near))
    }

    /// Adds the stamps to what lies in a folder: most were looked at already.
    fn add_stamps(&self, walk: &mut Walk, world: &dyn World) {
        let mut near = 0;
        let mut unknown = Vec::new();
        for (at, (path, stamp)) in walk.files.iter_mut().enumerate() {
            match self.stamp(path.as_str(), &mut near) {
                Some(known) => *stamp = known,
                None => unknown.push(at),
            }
        }
        let paths: Vec<&str> = unknown.iter().map(|at| walk.files[*at].0.as_str()).collect();
        let stamps = world.stamps(&paths);
        for (at, stamp) in unknown.into_iter().zip(stamps) {
            walk.files[at].1 = stamp;
        }
    }
}

/// Which of the folders of `lists` do not look in `world` as they did, so that only listing them again tells what lies in them.
pub(super) fn doubtful<'a>(lists: &'a BTreeMap<String, Held>, world: &dyn World) -> Vec<&'a str> {
    let folders = || lists.values().filter_map(|held| held.folders.as_deref()).flatten();
    let paths: Vec<&str> = folders().map(|(path, _)| path.as_str()).collect();
    let now: Vec<Option<FileStamp>> = paths.par_chunks(CHUNK).flat_map_iter(|chunk| world.stamps(chunk)).collect();
    let mut is_same = folders().zip(now).map(|((_, then), now)| *then == now);
    let mut doubtful = Vec::new();
    for (folder, held) in lists {
        // Each takes its own, whether or not one is found that differs.
        let inside = held.folders.as_deref().map(|inside| is_same.by_ref().take(inside.len()));
        if inside.is_none_or(|inside| inside.filter(|is_same| !is_same).count() > 0) {
            doubtful.push(folder.as_str());
        }
    }
    doubtful
}
