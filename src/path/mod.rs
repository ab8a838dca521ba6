//! Names of places: a file in the sources, a file in the output, an address on the web.

mod permalink;
mod route;
mod slug;
mod source_path;

pub use permalink::{as_address, file_address, join_url, permalink};
pub use route::{Route, RouteError};
pub use slug::{Slugify, slugify};
pub use source_path::{SourcePath, with_slashes};

/// The folder that both paths lie in or below, empty for the root.
pub fn common_folder<'a>(first: &'a str, last: &str) -> &'a str {
    let same = first.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
    first.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or("", |at| &first[..at])
}

#[cfg(test)]
mod tests {
    use super::common_folder;

    #[test]
    fn a_common_folder_is_whole() {
        for (first, last, common) in [
            ("a/b/c", "a/b/d", "a/b"),
            ("a/b/c", "a/bb/d", "a"),
            ("a/b/c", "a/b/c", "a/b"),
            ("a", "b", ""),
            ("a", "a/b", ""),
            ("走访/甲", "走访/乙/丙", "走访"),
        ] {
            assert_eq!(common_folder(first, last), common, "{first} {last}");
        }
    }
}
