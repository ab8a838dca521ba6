//! Who may see an entry: what is not public leaves here, before anything is linked.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::kind::{Kinds, Openness};
use super::read::Entry;
use crate::content::{Content, Document};
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use crate::source::SourceTree;

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

/// Takes the private entries out of the content, with their translations and the files that are theirs: those they name,
/// those in their folder, and those beside them that their text alone speaks of.
pub fn admit(content: Content, entries: Vec<Entry>) -> Admitted {
    let mut hidden: FxHashSet<String> = FxHashSet::default();
    for entry in entries.iter().filter(|entry| entry.visibility != Visibility::Public) {
        hidden.insert(entry.name.clone());
    }
    let name = |document: &Document| {
        let canonical = &document.place.canonical;
        canonical.strip_suffix("/index").unwrap_or(canonical).to_owned()
    };
    // A translation that says nothing of its own is as private as what it translates.
    let (entries, mut withheld): (Vec<Entry>, Vec<Entry>) =
        entries.into_iter().partition(|entry| !hidden.contains(&entry.name));
    for entry in withheld.iter_mut().filter(|entry| entry.visibility == Visibility::Public) {
        entry.visibility = Visibility::Internal;
    }
    let mut published = content;
    if withheld.is_empty() {
        return Admitted { published, entries, withheld };
    }
    let is_hidden = |document: &Arc<Document>| !document.place.is_section() && hidden.contains(&name(document));
    let (private, public): (Vec<Arc<Document>>, Vec<Arc<Document>>) =
        published.documents.into_iter().partition(is_hidden);
    let files: FxHashSet<&str> = withheld.iter().flat_map(|entry| &entry.files).map(|file| file.as_str()).collect();
    let folders: Vec<&str> = withheld.iter().filter_map(|entry| entry.folder.as_deref()).collect();
    let mentions = |documents: &[Arc<Document>], asset: &SourcePath| {
        let beside = documents.iter().filter(|document| document.place.file.parent() == asset.parent());
        beside.into_iter().any(|document| document.source.text.contains(asset.file_name()))
    };
    published.assets.retain(|asset| {
        let named = files.contains(asset.as_str()) || mentions(&private, asset);
        let theirs = folders.iter().any(|folder| asset.strip_prefix(folder).is_some());
        !theirs && (!named || mentions(&public, asset))
    });
    published.documents = public;
    Admitted { published, entries, withheld }
}

/// Marks what is wrong with entries that are not public, or may not be: their words stay in the terminal. A file too broken
/// to be read as an entry is judged by what its text says of `visibility` and `kind`.
pub fn conceal(diagnostics: &mut [Diagnostic], kinds: &Kinds, sources: &SourceTree) {
    for diagnostic in diagnostics {
        let private = diagnostic.labels.iter().any(|label| {
            label.path.strip_prefix("content").is_some()
                && match &label.mark {
                    Some((source, _)) => may_be_private(&source.text, kinds),
                    None => sources.text(&label.path).map_or(true, |source| may_be_private(&source.text, kinds)),
                }
        });
        diagnostic.concealed |= private;
    }
}

fn may_be_private(text: &str, kinds: &Kinds) -> bool {
    match said(text, &["visibility", "公开范围"]) {
        Some(word) => !matches!(word, "public" | "公开"),
        None => said(text, &["kind", "种类", "栏目"])
            .and_then(|kind| kinds.find(kind))
            .is_some_and(|kind| kind.openness != Openness::Public),
    }
}

/// The value after one of the keys, wherever it stands: `key = "value"` or `key: value`.
fn said<'t>(text: &'t str, keys: &[&str]) -> Option<&'t str> {
    let blank = |c: char| matches!(c, ' ' | '\t' | '"' | '\'');
    keys.iter().find_map(|key| {
        text.match_indices(key).find_map(|(at, _)| {
            let rest = text[at + key.len()..].trim_start_matches(blank).strip_prefix(['=', ':', '＝', '：'])?;
            let value = rest.trim_start_matches(blank);
            value.split(['"', '\'', '\n', '\r', ',', '}', '#']).next().map(str::trim)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::may_be_private;
    use crate::liaison::entry::shipped_kinds;

    #[test]
    fn a_broken_file_is_judged_by_its_words() {
        let kinds = shipped_kinds();
        for (text, private) in [
            ("+++\n[extra]\nkind = \"relief\"\nvisibility = \"internal\"\n标题 = \"缺", true),
            ("---\nextra:\n  kind: relief\n  visibility: public\n---", false),
            ("+++\nextra = { kind = \"activity\", visibility = 'count' }\n", true),
            ("+++\n公开范围 = “内部”\n", true),
            ("+++\n种类 = \"社情民意\"\n", true),
            ("+++\nkind = \"activity\"\n", false),
            ("没有开头", false),
        ] {
            assert_eq!(may_be_private(text, &kinds), private, "{text}");
        }
    }
}
