//! Writing the changes so that the site is never half moved: everything is put beside its place first, with a copy of what
//! was there, and then moved into place file by file. What is broken off in between can be taken back.
#![expect(clippy::disallowed_methods, reason = "writes the site's own files, as asked for")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use lianluo::migrate::Change;

/// The folder of backups in a site.
const BACKUPS: &str = ".lianluo-backup";
/// What stands in a backup while its move is under way: which file goes where.
const JOURNAL: &str = "journal";
/// What a file is called beside its place.
const BESIDE: &str = "lianluo-new";

/// A move that was broken off.
#[derive(Debug)]
pub struct Broken {
    site: PathBuf,
    backup: PathBuf,
    /// From where to where each file went; none for those that are new.
    moves: Vec<(Option<String>, String)>,
}

/// The move of the site in `folder` that was broken off, if one was.
pub fn broken(folder: &Path) -> Option<Broken> {
    let backups = fs::read_dir(folder.join(BACKUPS)).ok()?;
    let backup = backups.flatten().map(|entry| entry.path()).find(|path| path.join(JOURNAL).is_file())?;
    let text = fs::read_to_string(backup.join(JOURNAL)).ok()?;
    let moves = text.lines().filter_map(|line| line.split_once('\t')).map(|(from, to)| {
        let from = (!from.is_empty()).then(|| from.to_owned());
        (from, to.to_owned())
    });
    Some(Broken { site: folder.to_owned(), moves: moves.collect(), backup })
}

impl Broken {
    /// Where the files as they were lie.
    pub fn folder(&self) -> &Path {
        &self.backup
    }

    /// Puts every file back as it was.
    ///
    /// # Errors
    /// If one cannot be written; the backup stays, and it can be tried again.
    pub fn undo(&self) -> io::Result<()> {
        for (from, to) in &self.moves {
            remove(&beside(&self.site.join(to)))?;
            if from.as_ref() != Some(to) && !self.moves.iter().any(|(from, _)| from.as_ref() == Some(to)) {
                remove(&self.site.join(to))?;
            }
        }
        for from in self.moves.iter().filter_map(|(from, _)| from.as_ref()) {
            let place = self.site.join(from);
            create_parent(&place)?;
            fs::copy(self.backup.join(from), beside(&place))?;
            fs::rename(beside(&place), &place)?;
        }
        fs::remove_file(self.backup.join(JOURNAL))
    }
}

/// Writes `changes` into the site in `folder`; gives the folder of the backup.
///
/// # Errors
/// If something cannot be written. The site is as it was then.
pub fn write(folder: &Path, changes: &[Change]) -> io::Result<PathBuf> {
    let backups = folder.join(BACKUPS);
    fs::create_dir_all(&backups)?;
    // It is nobody's to commit.
    fs::write(backups.join(".gitignore"), "*\n")?;
    let free = (1..).map(|number: u32| backups.join(number.to_string())).find(|path| !path.exists());
    let backup = free.ok_or(io::ErrorKind::AlreadyExists)?;
    fs::create_dir(&backup)?;
    let moves: Vec<(Option<String>, String)> =
        changes.iter().map(|change| (change.from.as_ref().map(ToString::to_string), change.to.to_string())).collect();
    let broken = Broken { site: folder.to_owned(), backup: backup.clone(), moves };
    let prepared = prepare(folder, &backup, changes, &broken.moves);
    if let Err(error) = prepared.and_then(|()| carry_out(folder, changes)) {
        // Should this fail too, the journal stays for the next run.
        if backup.join(JOURNAL).is_file() {
            broken.undo()?;
        } else {
            for change in changes {
                remove(&beside(&folder.join(change.to.as_str())))?;
            }
        }
        return Err(error);
    }
    fs::remove_file(backup.join(JOURNAL))?;
    Ok(backup)
}

/// Copies what is there into the backup and puts what is to be beside its place. The journal comes last.
fn prepare(folder: &Path, backup: &Path, changes: &[Change], moves: &[(Option<String>, String)]) -> io::Result<()> {
    for change in changes {
        if let Some(from) = &change.from {
            let copy = backup.join(from.as_str());
            create_parent(&copy)?;
            fs::copy(folder.join(from.as_str()), &copy)?;
            fs::File::open(&copy)?.sync_all()?;
        }
        let place = folder.join(change.to.as_str());
        create_parent(&place)?;
        fs::write(beside(&place), &change.after)?;
        if let Some(from) = &change.from {
            fs::set_permissions(beside(&place), fs::metadata(folder.join(from.as_str()))?.permissions())?;
        }
        fs::File::open(beside(&place))?.sync_all()?;
    }
    let lines = moves.iter().map(|(from, to)| format!("{}\t{to}\n", from.as_deref().unwrap_or_default()));
    let journal = backup.join(JOURNAL);
    fs::write(beside(&journal), lines.collect::<String>())?;
    fs::rename(beside(&journal), &journal)
}

fn carry_out(folder: &Path, changes: &[Change]) -> io::Result<()> {
    for change in changes {
        let place = folder.join(change.to.as_str());
        fs::rename(beside(&place), &place)?;
    }
    for change in changes {
        let Some(from) = change.from.as_ref().filter(|from| **from != change.to) else { continue };
        if !changes.iter().any(|other| other.to == *from) {
            remove(&folder.join(from.as_str()))?;
            // The folder of shortcodes is empty now; one that is not stays.
            if let Some(parent) = folder.join(from.as_str()).parent() {
                let _ = fs::remove_dir(parent);
            }
        }
    }
    Ok(())
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(BESIDE);
    path.with_file_name(name)
}

fn create_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Removes a file that may be gone already.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use lianluo::migrate::Change;
    use lianluo::path::SourcePath;

    use super::{JOURNAL, broken, carry_out, prepare, write};

    fn changes() -> Vec<Change> {
        let path = |text: &str| SourcePath::new(text).unwrap();
        let change = |from: Option<&str>, to: &str, before: &str, after: &str| Change {
            from: from.map(path),
            to: path(to),
            before: before.into(),
            after: after.into(),
        };
        vec![
            change(Some("a/one.html"), "a/one.html", "1", "one"),
            change(Some("b/two.html"), "c/two.html", "2", "two"),
            change(None, "d/three.html", "", "three"),
        ]
    }

    fn site() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("a/one.html", "1"), ("b/two.html", "2"), ("keep.txt", "k")] {
            fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
            fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    /// The files outside the backups, with what they say.
    fn files(folder: &Path) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = walkdir::WalkDir::new(folder)
            .into_iter()
            .flatten()
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                (path, fs::read_to_string(entry.path()).unwrap())
            })
            .filter(|(path, _)| !path.starts_with(".lianluo-backup"))
            .collect();
        found.sort();
        found
    }

    fn named(files: &[(&str, &str)]) -> Vec<(String, String)> {
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn everything_is_written_and_what_was_is_kept() {
        let site = site();
        let backup = write(site.path(), &changes()).unwrap();
        let moved =
            named(&[("a/one.html", "one"), ("c/two.html", "two"), ("d/three.html", "three"), ("keep.txt", "k")]);
        assert_eq!(files(site.path()), moved);
        assert_eq!(files(&backup), named(&[("a/one.html", "1"), ("b/two.html", "2")]));
        assert!(broken(site.path()).is_none() && !site.path().join("b").exists());
    }

    #[test]
    fn what_is_broken_off_anywhere_can_be_taken_back() {
        let before = named(&[("a/one.html", "1"), ("b/two.html", "2"), ("keep.txt", "k")]);
        for done in 0..=changes().len() {
            let site = site();
            let backup = site.path().join(".lianluo-backup/1");
            let moves: Vec<(Option<String>, String)> =
                changes().iter().map(|c| (c.from.as_ref().map(ToString::to_string), c.to.to_string())).collect();
            fs::create_dir_all(&backup).unwrap();
            prepare(site.path(), &backup, &changes(), &moves).unwrap();
            carry_out(site.path(), &changes()[..done]).unwrap();
            broken(site.path()).unwrap().undo().unwrap();
            assert_eq!(files(site.path()), before, "{done}");
            assert!(!backup.join(JOURNAL).exists());
        }
    }

    #[test]
    fn what_cannot_be_written_leaves_all_as_it_was() {
        let site = site();
        // A file where a folder would have to be.
        fs::write(site.path().join("d"), "in the way").unwrap();
        let before = files(site.path());
        assert!(write(site.path(), &changes()).is_err());
        assert_eq!(files(site.path()), before);
    }
}
