//! A commit file by file, written down before it begins: whoever reads the list can finish it, however far it got.
#![expect(clippy::disallowed_methods, reason = "output/ is the hand that writes")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::file::{self, is_inside, named};
use super::steps::Steps;
use crate::fingerprint::Fingerprint;

/// Changed with the form.
const VERSION: u8 = 1;

/// What turns the old output into the new one. Everything can be done twice: what is done already is passed over. Paths are
/// relative to the output, with `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Journal {
    /// Files that go first: a folder takes the place, or a file takes that of the folder.
    pub clear: Vec<String>,
    /// Staged files, brought to their places.
    pub place: Vec<String>,
    /// Files that go then, and the folders this leaves empty.
    pub remove: Vec<String>,
    /// Folders that go if they are empty, inner before outer ones, and the folders this leaves empty.
    pub hollow: Vec<String>,
}

impl Journal {
    /// Writes the list to `path`, whole or not at all.
    ///
    /// # Errors
    /// As the file system gives them.
    pub fn write(&self, path: &Path, steps: &Steps) -> io::Result<()> {
        let mut bytes = vec![VERSION];
        for part in [&self.clear, &self.place, &self.remove, &self.hollow] {
            bytes.extend((part.len() as u32).to_le_bytes());
            for name in part {
                bytes.extend((name.len() as u32).to_le_bytes());
                bytes.extend(name.as_bytes());
            }
        }
        let proof = Fingerprint::of(&bytes);
        bytes.extend(proof.bits().to_le_bytes());
        let begun = path.with_extension("begun");
        steps.next()?;
        fs::write(&begun, bytes).map_err(|error| named(&begun, &error))?;
        steps.next()?;
        fs::rename(&begun, path).map_err(|error| named(path, &error))
    }

    /// The list at `path`; none if there is none, or it is damaged.
    pub fn read(path: &Path) -> Option<Journal> {
        Journal::decode(&fs::read(path).ok()?)
    }

    fn decode(bytes: &[u8]) -> Option<Journal> {
        let (bytes, proof) = bytes.split_last_chunk::<16>()?;
        if Fingerprint::of(bytes).bits() != u128::from_le_bytes(*proof) {
            return None;
        }
        let (version, mut rest) = bytes.split_first()?;
        if *version != VERSION {
            return None;
        }
        let mut part = || -> Option<Vec<String>> { (0..number(&mut rest)?).map(|_| text(&mut rest)).collect() };
        Some(Journal { clear: part()?, place: part()?, remove: part()?, hollow: part()? })
    }

    /// Does what is left to do: `tree` holds the staged files.
    ///
    /// # Errors
    /// As the file system gives them, with the path. The rest can be done later.
    pub fn carry_out(&self, tree: &Path, output: &Path, steps: &Steps) -> io::Result<()> {
        for name in &self.clear {
            remove(output, name, steps)?;
        }
        for name in &self.place {
            let to = output.join(name);
            // What a site brought along as a staged file may lie elsewhere, and its place too.
            if link_on_way(tree, name).is_some() {
                continue;
            }
            if let Some(link) = link_on_way(output, name) {
                steps.next()?;
                fs::remove_file(&link).map_err(|error| named(&link, &error))?;
            }
            place(&tree.join(name), &to, steps).map_err(|error| named(&to, &error))?;
        }
        for name in &self.remove {
            remove(output, name, steps)?;
        }
        for name in self.hollow.iter().filter(|name| link_on_way(output, name).is_none()) {
            remove_empty_folders(output, &output.join(name), steps)?;
        }
        Ok(())
    }
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    let (taken, after) = rest.split_first_chunk::<4>()?;
    *rest = after;
    Some(u32::from_le_bytes(*taken))
}

fn text(rest: &mut &[u8]) -> Option<String> {
    let length = number(rest)? as usize;
    let (taken, after) = rest.split_at_checked(length)?;
    *rest = after;
    str::from_utf8(taken).ok().filter(|name| is_inside(name)).map(str::to_owned)
}

/// The first folder on the way from `root` to `name` that is a link: what lies behind it is elsewhere.
fn link_on_way(root: &Path, name: &str) -> Option<PathBuf> {
    let (folders, _) = name.rsplit_once('/')?;
    let mut path = root.to_owned();
    folders.split('/').find_map(|folder| {
        path.push(folder);
        fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink()).then(|| path.clone())
    })
}

/// Removes a file and the folders this leaves empty.
fn remove(output: &Path, name: &str, steps: &Steps) -> io::Result<()> {
    if link_on_way(output, name).is_some() {
        return Ok(());
    }
    let path = output.join(name);
    match fs::symlink_metadata(&path) {
        // Its place is taken by a folder of the new output.
        Ok(metadata) if metadata.is_dir() => return Ok(()),
        Ok(_) => {
            steps.next()?;
            fs::remove_file(&path).map_err(|error| named(&path, &error))?;
        }
        Err(error) if is_absence(&error) => {}
        Err(error) => return Err(named(&path, &error)),
    }
    match path.parent() {
        Some(folder) => remove_empty_folders(output, folder, steps),
        None => Ok(()),
    }
}

/// Moves a staged file to its place: by rename, or across file systems by a copy beside the place and a rename.
fn place(from: &Path, to: &Path, steps: &Steps) -> io::Result<()> {
    steps.next()?;
    match fs::rename(from, to) {
        Ok(()) => return Ok(()),
        Err(_) if fs::symlink_metadata(from).is_err_and(|error| is_absence(&error)) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {}
        Err(error) => {
            if to.is_dir() {
                // Only empty folders are left here; one with content is an error.
                remove_folders(to, steps)?;
            } else if let (true, Some(folder)) = (is_absence(&error), to.parent()) {
                steps.next()?;
                fs::create_dir_all(folder)?;
            } else {
                return Err(error);
            }
            steps.next()?;
            match fs::rename(from, to) {
                Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {}
                other => return other,
            }
        }
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    if to.is_dir() {
        remove_folders(to, steps)?;
    }
    // The name is the same for whoever finishes what another began, and of a length every file system takes.
    let beside = to.with_file_name(format!(".{}.tmp", Fingerprint::of(to.as_os_str().as_encoded_bytes()).short()));
    steps.next()?;
    file::copy(from, &beside)?;
    steps.next()?;
    fs::rename(&beside, to).inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })?;
    steps.next()?;
    // What is done is not done again.
    fs::remove_file(from)
}

/// Whether there is nothing at the path.
fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Removes a folder that holds nothing but folders.
fn remove_folders(folder: &Path, steps: &Steps) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_folders(&entry.path(), steps)?;
        }
    }
    steps.next()?;
    fs::remove_dir(folder)
}

/// Removes `folder` and the folders above it as far as they hold nothing, up to the output itself.
fn remove_empty_folders(output: &Path, folder: &Path, steps: &Steps) -> io::Result<()> {
    for folder in folder.ancestors().take_while(|folder| *folder != output) {
        steps.next()?;
        match fs::remove_dir(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => break,
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::Journal;
    use crate::fingerprint::Fingerprint;
    use crate::output::steps::Steps;

    #[test]
    fn is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        assert_eq!(Journal::read(&path), None);
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let journal = Journal {
            clear: names(&["a"]),
            place: names(&["a/b", "走访/c"]),
            remove: names(&["x\ny"]),
            hollow: vec![],
        };
        journal.write(&path, &Steps::default()).unwrap();
        assert_eq!(Journal::read(&path), Some(journal));
    }

    #[test]
    fn names_outside_the_output_are_damage() {
        for name in ["../a", "a/../../b", "/etc", "a//b", ""] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("journal");
            let journal = Journal { remove: vec![name.to_owned()], ..Journal::default() };
            journal.write(&path, &Steps::default()).unwrap();
            assert_eq!(Journal::read(&path), None, "{name}");
        }
    }

    /// As a site may bring them along, to have other people's files moved or removed.
    #[test]
    #[cfg(unix)]
    fn links_on_the_way_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["tree/in", "output", "theirs"] {
            fs::create_dir_all(at(name)).unwrap();
        }
        for name in ["tree/in/new", "tree/x", "theirs/one", "theirs/two"] {
            fs::write(at(name), name).unwrap();
        }
        fs::create_dir(at("theirs/empty")).unwrap();
        for link in ["tree/link", "output/link", "output/in"] {
            std::os::unix::fs::symlink(at("theirs"), at(link)).unwrap();
        }
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let journal = Journal {
            clear: names(&["link/one"]),
            place: names(&["link/two", "in/new", "x"]),
            remove: names(&["link/one"]),
            hollow: names(&["link/empty"]),
        };
        journal.carry_out(&at("tree"), &at("output"), &Steps::default()).unwrap();
        let read = |name: &str| fs::read_to_string(at(name)).unwrap();
        assert_eq!([read("theirs/one"), read("theirs/two")], ["theirs/one", "theirs/two"]);
        assert!(at("theirs/empty").is_dir() && !at("theirs/new").exists());
        assert_eq!([read("output/in/new"), read("output/x")], ["tree/in/new", "tree/x"]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..200), sealed: bool) {
            if sealed {
                bytes.insert(0, super::VERSION);
                let proof = Fingerprint::of(&bytes);
                bytes.extend(proof.bits().to_le_bytes());
            }
            let _ = Journal::decode(&bytes);
        }
    }
}
