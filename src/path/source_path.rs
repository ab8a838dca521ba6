//! A file's place in the site's sources: relative to the site's root, always with `/`.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::sync::Arc;

/// What wants a closer look on some system.
const SPECIAL: [char; 3] = ['\\', ':', '\0'];

/// The path of a source file relative to the site's root, with `/` on every system, without `.`, `..` or a leading `/`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Makes a path of `text`, as the system names files: empty and `.` parts vanish, `..` takes back one part, and on Windows
    /// a backslash is a `/`; elsewhere names may hold one. `None` if it would leave the site's root.
    pub fn new(text: &str) -> Option<SourcePath> {
        if !text.contains(SPECIAL) && !text.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return Some(SourcePath(text.into()));
        }
        // On Windows a colon leads to another drive, or to a stream beside the file.
        if text.contains('\0') || (cfg!(windows) && text.contains(':')) {
            return None;
        }
        let mut parts: Vec<&str> = Vec::new();
        for part in text.split(std::path::is_separator) {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(SourcePath(parts.join("/").into()))
    }

    /// Makes a path of what somebody wrote, where a backslash separates folders on every system: what was written on Windows
    /// is understood elsewhere. `None` if it would leave the site's root.
    pub fn written(text: &str) -> Option<SourcePath> {
        SourcePath::new(&with_slashes(text))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path of `name` below this folder.
    pub fn join(&self, name: &str) -> Option<SourcePath> {
        if self.0.is_empty() { SourcePath::new(name) } else { SourcePath::new(&format!("{}/{name}", self.0)) }
    }

    /// The part after the last `/`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The part before the last `/`, empty for a file at the root.
    pub fn parent(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(parent, _)| parent)
    }

    /// The file name without what follows its last dot.
    pub fn file_stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// What follows the last dot of the file name, if any.
    pub fn extension(&self) -> Option<&str> {
        self.file_name().rsplit_once('.').map(|(_, extension)| extension)
    }

    /// The rest of the path below `folder` (without a slash at its end), if it lies there.
    pub fn strip_prefix(&self, folder: &str) -> Option<&str> {
        if folder.is_empty() {
            return Some(&self.0);
        }
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }
}

/// What somebody wrote as a path, with `/` for each backslash.
pub fn with_slashes(text: &str) -> Cow<'_, str> {
    if text.contains('\\') { Cow::Owned(text.replace('\\', "/")) } else { Cow::Borrowed(text) }
}

/// Maps keyed by paths are searched by text: the derived `Hash` and `Eq` are those of the text.
impl Borrow<str> for SourcePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::SourcePath;

    #[test]
    fn stays_inside_the_root() {
        assert_eq!(SourcePath::new("a/./b//c/../d.md").unwrap().as_str(), "a/b/d.md");
        assert_eq!(SourcePath::written("a\\b.md").unwrap().as_str(), "a/b.md");
        assert_eq!(SourcePath::written("..\\x"), None);
        assert!(SourcePath::new("../x").is_none());
        assert!(SourcePath::new("a/../../x").is_none());
        assert!(SourcePath::new("a\0b").is_none());
    }

    #[test]
    fn a_backslash_is_what_the_system_takes_it_for() {
        let named = |text: &str| SourcePath::new(text).map(|path| path.to_string());
        let (one, up) = if cfg!(windows) { ("a/b/c.md", None) } else { ("a/b\\c.md", Some("..\\x".to_owned())) };
        assert_eq!(named("a/./b\\c.md").as_deref(), Some(one));
        assert_eq!(named("..\\x"), up);
    }

    #[test]
    fn takes_itself_apart() {
        let path = SourcePath::new("content/news/a.zh.md").unwrap();
        assert_eq!((path.parent(), path.file_name()), ("content/news", "a.zh.md"));
        assert_eq!((path.file_stem(), path.extension()), ("a.zh", Some("md")));
        assert_eq!(path.strip_prefix("content"), Some("news/a.zh.md"));
        assert_eq!(path.strip_prefix("cont"), None);
    }
}
