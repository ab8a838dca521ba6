//! Addresses on the web, made from the base URL and a path.

use std::borrow::Cow;

/// The path of a file in the output as it stands in an address: browsers take a backslash for a slash (WHATWG URL, 4.4), so
/// one in a name is written `%5C`. All else stays as it is, as in Zola.
pub fn as_address(path: &str) -> Cow<'_, str> {
    if path.contains('\\') { Cow::Owned(path.replace('\\', "%5C")) } else { Cow::Borrowed(path) }
}

/// The path of a file in the output as an address that leads to this file whatever is in its name: what would end the path
/// or stand for another character is escaped (WHATWG URL, 4.4). All else stays as it is.
pub fn file_address(path: &str) -> String {
    let mut address = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            '%' => address.push_str("%25"),
            '#' => address.push_str("%23"),
            '?' => address.push_str("%3F"),
            c => address.push(c),
        }
    }
    address
}

/// `base` and `path` with exactly one slash between them; nothing is added at the end.
pub fn join_url(base: &str, path: &str) -> String {
    let base = base.trim_end_matches('/');
    let path = as_address(path.trim_start_matches('/'));
    let mut url = String::with_capacity(base.len() + path.len() + 1);
    url.push_str(base);
    url.push('/');
    url.push_str(&path);
    url
}

/// The permalink of `path` below `base`: one slash between them, and a slash at the end unless the path names a file
/// of `files` (feeds) or holds a `#`.
///
/// Checklist URL-1; <https://www.getzola.org/documentation/content/page/>.
pub fn permalink(base: &str, path: &str, files: &[String]) -> String {
    let mut url = join_url(base, path);
    if !url.ends_with('/') && !url.contains('#') && !files.iter().any(|file| url.ends_with(file.as_str())) {
        url.push('/');
    }
    url
}

#[cfg(test)]
mod tests {
    use super::{file_address, permalink};

    #[test]
    fn names_of_files_stay_whole() {
        assert_eq!(file_address("a/b%20c #1?.png"), "a/b%2520c %231%3F.png");
    }

    #[test]
    fn has_one_slash_between_and_one_at_the_end() {
        let feeds = ["atom.xml".to_owned()];
        assert_eq!(permalink("https://x.test", "", &feeds), "https://x.test/");
        assert_eq!(permalink("https://x.test/", "/a/b", &feeds), "https://x.test/a/b/");
        assert_eq!(permalink("https://x.test/sub", "a/", &feeds), "https://x.test/sub/a/");
        assert_eq!(permalink("https://x.test", "a/atom.xml", &feeds), "https://x.test/a/atom.xml");
        assert_eq!(permalink("https://x.test", "a/#top", &feeds), "https://x.test/a/#top");
        assert_eq!(permalink("https://x.test", "a\\b", &feeds), "https://x.test/a%5Cb/");
    }
}
