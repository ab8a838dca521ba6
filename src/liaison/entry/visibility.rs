//! Who may see an entry: what is not public leaves here, before anything is linked.

use super::read::Entry;
use crate::content::Content;

/// Who may see an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Everybody.
    Public,
    /// Nobody, but it counts.
    Count,
    /// Nobody.
    Internal,
}

/// The content of the site after private entries left it.
#[derive(Debug)]
pub struct Admitted {
    /// What will be linked and rendered.
    pub published: Content,
    /// The entries that are public, in the order of their documents.
    pub entries: Vec<Entry>,
    /// The entries that were withheld, for counting.
    pub withheld: Vec<Entry>,
}

/// Takes the private entries, and the files beside them, out of the content.
pub fn admit(content: Content, entries: Vec<Entry>) -> Admitted {
    let (entries, withheld): (Vec<Entry>, Vec<Entry>) =
        entries.into_iter().partition(|entry| entry.visibility == Visibility::Public);
    let mut published = content;
    if !withheld.is_empty() {
        let hidden: rustc_hash::FxHashSet<&str> = withheld.iter().map(|entry| entry.path.as_str()).collect();
        published.documents.retain(|document| !hidden.contains(document.place.file.as_str()));
        let files: rustc_hash::FxHashSet<&str> =
            withheld.iter().flat_map(|entry| &entry.files).map(|file| file.as_str()).collect();
        let folders: Vec<&str> = withheld.iter().filter_map(|entry| entry.folder.as_deref()).collect();
        published.assets.retain(|asset| {
            !files.contains(asset.as_str()) && !folders.iter().any(|folder| asset.strip_prefix(folder).is_some())
        });
    }
    Admitted { published, entries, withheld }
}
