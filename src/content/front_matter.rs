//! The front matter of a content file: split off, parsed, and searched for a key's place (checklist FM-1 to FM-5).

use std::ops::Range;

/// The language of a front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Between `+++`.
    Toml,
    /// Between `---`.
    Yaml,
}

/// Where a front matter stands in its file. Places of keys are found again when a diagnostic needs one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// Its language.
    pub syntax: Syntax,
    /// Its bytes in the file, without the fences.
    pub span: Range<usize>,
    /// Keys that stood under another name: the canonical path and the path as written (`extra.source`, `来源`).
    pub renamed: Vec<(String, String)>,
}

impl FrontMatter {
    /// The bytes of the value at the dotted `path` (`extra.images.0.alt`; canonical names, list items by number) in the
    /// file's `text`; of the nearest enclosing key where the value itself is absent; of the fence line otherwise.
    pub fn locate(&self, text: &str, path: &str) -> Range<usize> {
        let _ = (text, path);
        unimplemented!()
    }

    /// As `locate`, but the bytes of the key.
    pub fn locate_key(&self, text: &str, path: &str) -> Range<usize> {
        let _ = (text, path);
        unimplemented!()
    }
}
