//! Where a content file lies and what its name says: folders, name, language, whether files lie beside it.

use crate::path::SourcePath;

/// The index of a language in `Config::languages`; 0 is the default language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct LanguageId(pub u16);

/// What the path of a content file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, from the site's root: `content/blog/one/index.zh.md`.
    pub file: SourcePath,
    /// The file, from `content/`: `blog/one/index.zh.md`.
    pub relative: SourcePath,
    /// The folders of the section it belongs to, from `content/`: for `blog/one/index.md` that is `blog`,
    /// for a section file its own folder.
    pub folders: Vec<String>,
    /// The name it gives its page: the file's stem without the language, for `index.md` the folder's name; `_index` for
    /// a section.
    pub name: String,
    /// The language of the file.
    pub language: LanguageId,
    /// What all translations share: the path from `content/` without language and extension.
    pub canonical: String,
    /// For `index.md` pages the folder from `content/` with a slash at its end, whose other files belong to the page.
    pub colocated: Option<String>,
}
