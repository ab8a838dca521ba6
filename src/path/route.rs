//! A file's place in the output: checked once, so that nothing is ever written outside the output folder.

use std::fmt;
use std::sync::Arc;

/// The place of a file in the output: relative, with `/`, without `..`, and a name every file system takes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(Arc<str>);

/// Why a text is no place in the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteError {
    /// A part is `..`: the file would leave the output folder.
    Outside,
    /// The text is empty or ends in `/`.
    NoName,
    /// It holds a control character, which no file name should.
    Control,
    /// A part is longer than 255 bytes, the limit of common file systems.
    TooLong,
}

impl Route {
    /// The route of the file `text`; leading, doubled and `.` parts vanish.
    pub fn file(text: &str) -> Result<Route, RouteError> {
        if text.is_empty() || text.ends_with('/') {
            return Err(RouteError::NoName);
        }
        let mut clean = String::with_capacity(text.len());
        for part in text.split('/') {
            match part {
                "" | "." => continue,
                ".." => return Err(RouteError::Outside),
                part if part.len() > 255 => return Err(RouteError::TooLong),
                part if part.chars().any(char::is_control) => return Err(RouteError::Control),
                part => {
                    if !clean.is_empty() {
                        clean.push('/');
                    }
                    clean.push_str(part);
                }
            }
        }
        if clean.is_empty() { Err(RouteError::NoName) } else { Ok(Route(clean.into())) }
    }

    /// The route of the page at the address path `path` (`/a/b/`): its `index.html`.
    pub fn page(path: &str) -> Result<Route, RouteError> {
        Route::file(&format!("{}/index.html", path.trim_end_matches('/')))
    }

    /// The route as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its address below the site's, as readers know it: of a folder's `index.html` the folder, with a slash at its end.
    pub fn address(&self) -> &str {
        let folder = self.0.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/'));
        folder.unwrap_or(&self.0)
    }

    /// The first part that Windows cannot give a file or folder: with one of its reserved characters, with a blank or a dot
    /// at its end, or the name of a device (Microsoft, "Naming Files, Paths, and Namespaces").
    pub fn unportable(&self) -> Option<&str> {
        let reserved = |byte: u8| matches!(byte, b'<' | b'>' | b':' | b'"' | b'\\' | b'|' | b'?' | b'*');
        let device = |part: &str| {
            let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_lowercase();
            let numbered = stem.strip_prefix("com").or(stem.strip_prefix("lpt"));
            matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
                || numbered.is_some_and(|number| matches!(number.as_bytes(), [b'1'..=b'9']))
        };
        self.0.split('/').find(|part| part.bytes().any(reserved) || part.ends_with(['.', ' ']) || device(part))
    }

    /// What follows the last dot of the file name, if any.
    pub fn extension(&self) -> Option<&str> {
        self.0.rsplit('/').next()?.rsplit_once('.').map(|(_, extension)| extension)
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::{Route, RouteError};

    #[test]
    fn a_page_is_known_by_its_folder() {
        let address = |text: &str| Route::file(text).unwrap().address().to_owned();
        assert_eq!(["index.html", "a/b/index.html"].map(address), ["", "a/b/"]);
        assert_eq!(
            ["404.html", "a/xindex.html", "a/atom.xml"].map(address),
            ["404.html", "a/xindex.html", "a/atom.xml"]
        );
    }

    #[test]
    fn never_leaves_the_output() {
        assert_eq!(Route::file("../x.html"), Err(RouteError::Outside));
        assert_eq!(Route::file("/a//./b.html").unwrap().as_str(), "a/b.html");
        assert_eq!(Route::page("/a/b/").unwrap().as_str(), "a/b/index.html");
        assert_eq!(Route::page("/").unwrap().as_str(), "index.html");
        assert_eq!(Route::file("a/"), Err(RouteError::NoName));
        assert_eq!(Route::file("a\u{0}b"), Err(RouteError::Control));
        assert_eq!(Route::file(&"x".repeat(300)), Err(RouteError::TooLong));
    }

    #[test]
    fn names_windows_cannot_have_are_known() {
        for (path, part) in [
            ("a/b.html", None),
            ("a/b: c?/index.html", Some("b: c?")),
            ("a\\b.html", Some("a\\b.html")),
            ("a./x", Some("a.")),
            ("a /x", Some("a ")),
            ("x/CON/y", Some("CON")),
            ("x/aux.txt", Some("aux.txt")),
            ("lpt1.tar.gz", Some("lpt1.tar.gz")),
            ("com0/console/nulls", None),
        ] {
            assert_eq!(Route::file(path).unwrap().unportable(), part, "{path}");
        }
    }
}
