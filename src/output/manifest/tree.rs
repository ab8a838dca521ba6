//! The folders of a sorted list of files.

use crate::wire::Names;

/// A folder, as the beginning of a file's route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Folder {
    /// The first file in or below it.
    pub file: u32,
    /// How many bytes of that file's route are the folder's path.
    pub length: u32,
    /// The folder that holds it, by number.
    pub parent: u32,
}

/// All folders of the files, outer before inner ones, the output itself first; and the number of each file's folder.
pub(super) fn folders(names: &Names) -> (Vec<Folder>, Vec<u32>) {
    let mut folders = vec![Folder { file: 0, length: 0, parent: 0 }];
    let mut folder_of = Vec::with_capacity(names.len());
    // The folders that hold the last file, the output itself first.
    let mut open = vec![0u32];
    let mut before = "";
    for (at, route) in names.iter().enumerate() {
        let holds = |folder: u32| {
            let length = folders[folder as usize].length as usize;
            let path = &before.as_bytes()[..length];
            length == 0 || route.as_bytes().get(length) == Some(&b'/') && route.as_bytes().starts_with(path)
        };
        // Sorting keeps the files of a folder together, so that none is opened twice.
        let kept = open.iter().rposition(|folder| holds(*folder)).unwrap_or(0);
        open.truncate(kept + 1);
        let mut inner = open[kept];
        let known = match folders[inner as usize].length as usize {
            0 => 0,
            length => length + 1,
        };
        for (slash, _) in route[known..].match_indices('/') {
            folders.push(Folder { file: at as u32, length: (known + slash) as u32, parent: inner });
            inner = (folders.len() - 1) as u32;
            open.push(inner);
        }
        folder_of.push(inner);
        before = route;
    }
    (folders, folder_of)
}
