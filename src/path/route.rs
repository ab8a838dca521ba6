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
    fn never_leaves_the_output() {
        assert_eq!(Route::file("../x.html"), Err(RouteError::Outside));
        assert_eq!(Route::file("/a//./b.html").unwrap().as_str(), "a/b.html");
        assert_eq!(Route::page("/a/b/").unwrap().as_str(), "a/b/index.html");
        assert_eq!(Route::page("/").unwrap().as_str(), "index.html");
        assert_eq!(Route::file("a/"), Err(RouteError::NoName));
        assert_eq!(Route::file("a\u{0}b"), Err(RouteError::Control));
        assert_eq!(Route::file(&"x".repeat(300)), Err(RouteError::TooLong));
    }
}
