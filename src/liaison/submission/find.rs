//! An entry by whatever a person calls it: its file, its folder, its name, its title or a part of that.

use crate::liaison::group::{Group, GroupEntry};

/// What was found.
#[derive(Debug)]
pub enum Search<'a> {
    /// The entry.
    One(&'a GroupEntry),
    /// Several entries of which it may be one, newest first.
    Several(Vec<&'a GroupEntry>),
    /// None.
    None,
}

/// Finds an entry. A whole name or title goes before a part of one.
pub fn find_entry<'a>(group: &'a Group, said: &str) -> Search<'a> {
    let said = said.trim().replace('\\', "/");
    let said = said.trim_start_matches("./").trim_end_matches('/');
    let file = said.strip_suffix("/index.md").unwrap_or(said);
    let file = file.strip_suffix(".md").unwrap_or(file);
    let file = file.rsplit_once("content/").map_or(file, |(_, rest)| rest);
    let place = |entry: &GroupEntry| {
        let path = entry.entry.relative.as_str();
        let path = path.strip_suffix("/index.md").unwrap_or(path);
        path.strip_suffix(".md").unwrap_or(path).to_owned()
    };
    let tests: [&dyn Fn(&GroupEntry) -> bool; 4] = [
        &|entry| place(entry) == file,
        &|entry| place(entry).rsplit('/').next() == Some(file) || entry.entry.title == said,
        &|entry| entry.entry.title.contains(said),
        &|entry| place(entry).contains(file),
    ];
    for test in tests {
        let found: Vec<&GroupEntry> = group.entries.iter().filter(|entry| test(entry)).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Search::One(one),
            _ => return Search::Several(found),
        }
    }
    Search::None
}
