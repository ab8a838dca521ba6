//! The files that a style sheet may look into, as the compiler wants them.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use grass_compiler::Fs;

use super::code::{SASS, SASS_DEPTH, SASS_EXPRESSION};
use super::sass_code::longest_expression;
use super::sass_guard::{self, Guarded};
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use crate::source::SourceTree;

/// How deep rules may lie in one another: each costs the compiler stack.
const DEEPEST: usize = 200;
/// How many operators an expression may have, for the same reason.
const LONGEST: usize = 2000;

/// How deep brackets lie in one another at most in a style sheet.
pub fn depth_of_brackets(style: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in style {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// The site's sources as the file system that `@use` and `@import` look into: nothing outside them is read.
pub(super) struct Files<'a> {
    sources: &'a SourceTree,
    folders: BTreeSet<String>,
    /// What is wrong with a file that was read: the compiler has no word for it.
    trouble: RefCell<Option<Box<Diagnostic>>>,
    was_too_deep: Cell<bool>,
}

impl<'a> Files<'a> {
    /// Those for the style sheets of `folder`.
    pub fn new(sources: &'a SourceTree, folder: &str) -> Files<'a> {
        let folders = folders(folder, sources);
        Files { sources, folders, trouble: RefCell::default(), was_too_deep: Cell::default() }
    }

    /// What was wrong with a file that was read, if anything was.
    pub fn trouble(&self) -> Option<Box<Diagnostic>> {
        self.trouble.borrow_mut().take()
    }

    /// Whether a file was not looked for because too much of the stack was in use.
    pub fn was_too_deep(&self) -> bool {
        self.was_too_deep.get()
    }

    /// The text of a style sheet, for the compiler.
    fn text(&self, path: &SourcePath) -> Result<String, Diagnostic> {
        let cannot = |reason: &str| Diagnostic::new(&SASS).arg("file", path).arg("reason", reason).in_file(path);
        let bytes = self.sources.world().read(path).map_err(|error| cannot(&error.to_string()))?;
        let decoded = crate::source::decode(bytes);
        let (text, _) = decoded.map_err(|error| cannot(&format!("no text at byte {}", error.offset)))?;
        let told = |code, most: usize| Diagnostic::new(code).arg("file", path).arg("most", most).in_file(path);
        let indent = |line: &str| line.bytes().take_while(u8::is_ascii_whitespace).count();
        let is_indented = path.extension() == Some("sass");
        let levels = if is_indented { text.lines().map(indent).max().unwrap_or(0) } else { 0 };
        if depth_of_brackets(text.as_bytes()) > DEEPEST || levels > DEEPEST {
            return Err(told(&SASS_DEPTH, DEEPEST));
        }
        if longest_expression(&text, is_indented) > LONGEST {
            return Err(told(&SASS_EXPRESSION, LONGEST));
        }
        if text.contains(sass_guard::NAME) {
            return Err(cannot(&format!("`{}` is a name of ours", sass_guard::NAME)));
        }
        if path.extension() == Some("css") {
            return Ok(text);
        }
        // The compiler lets functions be added without a module only. As many blanks keep the columns.
        Ok(Guarded::new(&text, is_indented).text.replace("math.random(", "     random("))
    }
}

/// All folders below `folder`, itself included.
fn folders(folder: &str, sources: &SourceTree) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    for listed in sources.world().list(folder).unwrap_or_default() {
        let mut above = listed.parent();
        while above.len() >= folder.len() && folders.insert(above.to_owned()) {
            above = above.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }
    folders
}

impl fmt::Debug for Files<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Files").field("folders", &self.folders).finish_non_exhaustive()
    }
}

/// A path as grass puts it together, in the site; none if it leads out of it.
fn inside(path: &Path) -> Option<SourcePath> {
    SourcePath::new(path.to_str()?)
}

impl Fs for Files<'_> {
    fn is_dir(&self, path: &Path) -> bool {
        let Some(path) = inside(path) else { return false };
        self.folders.contains(path.as_str())
            || self.sources.world().list(path.as_str()).is_ok_and(|listed| !listed.is_empty())
    }

    fn is_file(&self, path: &Path) -> bool {
        // A file may load itself, with no mixin or function between.
        if sass_guard::is_too_deep() {
            self.was_too_deep.set(true);
            return false;
        }
        inside(path).is_some_and(|path| self.sources.exists(&path) && !self.folders.contains(path.as_str()))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let path = inside(path).ok_or(io::ErrorKind::NotFound)?;
        let text = self.text(&path).unwrap_or_else(|trouble| {
            self.trouble.borrow_mut().get_or_insert_with(|| Box::new(trouble));
            // The compiler panics where a file cannot be read; of this it says that it is no Sass.
            "}".to_owned()
        });
        Ok(text.into_bytes())
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        inside(path).map(|path| PathBuf::from(path.as_str())).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}
