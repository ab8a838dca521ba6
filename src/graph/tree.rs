//! The section tree of each language: which section a folder has, what lies above it (checklist FS-3, FS-4, I18N-2).

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::id::SectionId;
use crate::config::Config;
use crate::content::{Document, LanguageId, Place};
use crate::path::SourcePath;

/// Where sections and pages stand, in the order of the documents given.
pub(super) struct Tree {
    /// For each section, that of the folder above.
    pub parents: Vec<Option<SectionId>>,
    /// For each section, all those above it, the root first; folders without a section are skipped.
    pub ancestors: Vec<Vec<SectionId>>,
    /// For each page, the section of its folder.
    pub homes: Vec<Option<SectionId>>,
    /// The root of each language.
    pub roots: Vec<SectionId>,
}

impl Tree {
    /// Finds the places of `pages` in the tree of `sections`, which holds a root for every language.
    pub fn new(pages: &[Arc<Document>], sections: &[Arc<Document>], config: &Config) -> Tree {
        let mut folders: FxHashMap<(LanguageId, &[String]), SectionId> = FxHashMap::default();
        for (index, section) in sections.iter().enumerate() {
            // Two files for one section (`_index.md`, `_index.en.md` where `en` is the default language) collide in the
            // plan; until then the first one counts.
            folders.entry((section.place.language, &section.place.folders[..])).or_insert(SectionId(index as u32));
        }
        let at = |language, folder: &[String]| folders.get(&(language, folder)).copied();
        let mut parents = Vec::with_capacity(sections.len());
        let mut ancestors = Vec::with_capacity(sections.len());
        for Place { language, folders, .. } in sections.iter().map(|section| &section.place) {
            let above = folders.split_last().map(|(_, above)| above);
            parents.push(above.and_then(|above| at(*language, above)));
            ancestors.push((0..folders.len()).filter_map(|depth| at(*language, &folders[..depth])).collect());
        }
        let homes = pages.iter().map(|page| at(page.place.language, &page.place.folders)).collect();
        let roots = languages(config).filter_map(|language| at(language, &[])).collect();
        Tree { parents, ancestors, homes, roots }
    }
}

/// Adds an empty root section for every language that has none (checklist FS-4).
pub(super) fn add_roots(sections: &mut Vec<Arc<Document>>, config: &Config) {
    for language in languages(config) {
        let is_root = |section: &Arc<Document>| section.place.language == language && section.place.folders.is_empty();
        if !sections.iter().any(is_root) {
            sections.push(Arc::new(empty_root(language, &config.languages[usize::from(language.0)].code)));
        }
    }
}

fn languages(config: &Config) -> impl Iterator<Item = LanguageId> {
    (0..config.languages.len()).map(|index| LanguageId(index as u16))
}

/// The root section of a language that has no file for it.
fn empty_root(language: LanguageId, code: &str) -> Document {
    let name = if language.0 == 0 { "_index.md".to_owned() } else { format!("_index.{code}.md") };
    // A language's code is letters, digits and hyphens (`config::resolve` sees to it), so it is a file name.
    let path = |text: &str| SourcePath::new(text).expect("a language's code is no path");
    let (file, relative) = (path(&format!("content/{name}")), path(&name));
    Document::empty(Place {
        file,
        relative,
        folders: Vec::new(),
        name: "_index".to_owned(),
        language,
        canonical: "_index".to_owned(),
        colocated: None,
    })
}
