//! The old output, as a listing: what can be kept, what has to go.
#![expect(clippy::disallowed_methods, reason = "output/ is the hand that writes")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

/// The old output folder's entries.
#[derive(Debug, Default)]
pub(super) struct OldTree {
    /// Regular files with Unicode names, relative to the output, with `/`.
    pub files: FxHashSet<String>,
    /// What no site holds: symbolic links, sockets, names that are no Unicode. Relative to the output.
    pub strange: Vec<PathBuf>,
    /// The entries at the top whose names start with a dot, where they are kept; not among the others.
    pub dotted: Vec<PathBuf>,
}

impl OldTree {
    /// Lists `folder`, leaving out the entry named `except` at its top; empty if there is no such folder.
    ///
    /// # Errors
    /// If a folder cannot be read.
    pub fn list(folder: &Path, keep_dotfiles: bool, except: &str) -> io::Result<OldTree> {
        let mut old = OldTree::default();
        match fs::read_dir(folder) {
            Ok(entries) => {
                for entry in entries {
                    let entry = entry?;
                    let name = entry.file_name();
                    let name_text = name.to_string_lossy();
                    if !except.is_empty() && name_text.starts_with(except) {
                        continue;
                    }
                    if keep_dotfiles && name_text.starts_with('.') {
                        old.dotted.push(PathBuf::from(name));
                        continue;
                    }
                    old.add(&entry, Path::new(""), "")?;
                }
                old.dotted.sort();
                old.strange.sort();
                Ok(old)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(old),
            Err(error) => Err(error),
        }
    }

    fn add(&mut self, entry: &fs::DirEntry, parent: &Path, prefix: &str) -> io::Result<()> {
        let name = entry.file_name();
        let kind = entry.file_type()?;
        let Some(text) = name.to_str() else {
            self.strange.push(parent.join(&name));
            return Ok(());
        };
        let route = if prefix.is_empty() { text.to_owned() } else { format!("{prefix}/{text}") };
        if kind.is_dir() {
            let path = parent.join(&name);
            for inner in fs::read_dir(entry.path())? {
                self.add(&inner?, &path, &route)?;
            }
        } else if kind.is_file() {
            self.files.insert(route);
        } else {
            self.strange.push(parent.join(&name));
        }
        Ok(())
    }
}
