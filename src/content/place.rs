//! Where a content file lies and what its name says: folders, name, language, whether files lie beside it.

use super::code::{ROOT_INDEX, UNKNOWN_LANGUAGE};
use super::date::date_in_name;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
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

impl Place {
    /// The place of the Markdown file `file`; `None` if it is no content: outside of `content/`, hidden, or the index of a
    /// language the site does not have (checklist FS-2, FS-3).
    ///
    /// # Errors
    /// A diagnostic, if its name has an unknown language (PATH-7) or it is `content/index.md` (FS-5).
    pub fn of(file: &SourcePath, config: &Config) -> Result<Option<Place>, Diagnostic> {
        let Some(relative) = file.strip_prefix("content").and_then(SourcePath::new) else { return Ok(None) };
        let stem = relative.file_stem();
        if relative.extension() != Some("md") || relative.file_name().starts_with('.') || stem.is_empty() {
            return Ok(None);
        }
        let (mut stem, mut language) = (stem, LanguageId::default());
        if let Some((name, code)) =
            stem.split_once('.').filter(|_| config.is_multilingual() || stem.starts_with("_index."))
        {
            match config.languages.iter().position(|language| language.code == code) {
                // Only index files lose the default language's suffix: elsewhere the reference keeps it in the slug.
                Some(0) if !matches!(name, "index" | "_index") => {}
                Some(index) => (stem, language) = (name, LanguageId(u16::try_from(index).unwrap_or_default())),
                None if name == "_index" => return Ok(None),
                None => {
                    let codes: Vec<&str> = config.languages.iter().map(|language| language.code.as_str()).collect();
                    return Err(Diagnostic::new(&UNKNOWN_LANGUAGE)
                        .arg("file", relative.file_name())
                        .arg("code", code)
                        .arg("allowed", codes.join(", "))
                        .arg("allowed_zh", codes.join("、"))
                        .in_file(file));
                }
            }
        }
        let parent = relative.parent();
        let mut folders: Vec<String> = parent.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let canonical = if parent.is_empty() { stem.to_owned() } else { format!("{parent}/{stem}") };
        let (mut name, mut colocated) = (stem.to_owned(), None);
        if stem == "index" {
            let Some(folder) = folders.pop() else {
                return Err(Diagnostic::new(&ROOT_INDEX).arg("file", file).in_file(file));
            };
            name = folder;
            colocated = Some(format!("{parent}/"));
        }
        Ok(Some(Place {
            file: file.clone(),
            relative: relative.clone(),
            folders,
            name,
            language,
            canonical,
            colocated,
        }))
    }

    /// Whether it is a section's file (`_index.md`).
    pub fn is_section(&self) -> bool {
        // A page of that name comes from a folder `_index/index.md`.
        self.name == "_index" && self.colocated.is_none()
    }

    /// The text the page's slug is made of, before it is slugified: its name, without a date unless dates are kept
    /// (checklist PATH-2, PATH-5, PATH-6).
    pub fn slug_text(&self, keep_dates: bool) -> &str {
        match date_in_name(&self.name) {
            Some((_, Some(rest))) if !keep_dates => rest,
            _ => &self.name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LanguageId, Place};
    use crate::config::testing::config;
    use crate::diagnostic::Locale;
    use crate::path::SourcePath;

    fn place(file: &str, settings: &str) -> Result<Option<Place>, String> {
        let path = SourcePath::new(file).unwrap();
        Place::of(&path, &config(settings)).map_err(|diagnostic| diagnostic.message(Locale::En))
    }

    const TWO: &str = "default_language = \"zh\"\n[languages.en]\n[languages.fr]";

    #[test]
    fn pages_belong_to_their_folder() {
        let page = place("content/blog/2026/one.md", "").unwrap().unwrap();
        assert_eq!(page.folders, ["blog", "2026"]);
        assert_eq!((page.name.as_str(), page.canonical.as_str()), ("one", "blog/2026/one"));
        assert_eq!((page.colocated.as_deref(), page.is_section()), (None, false));
    }

    #[test]
    fn index_pages_are_named_by_their_folder_and_belong_above() {
        let page = place("content/blog/2026-01-02-one/index.fr.md", TWO).unwrap().unwrap();
        assert_eq!(page.folders, ["blog"]);
        assert_eq!((page.name.as_str(), page.canonical.as_str()), ("2026-01-02-one", "blog/2026-01-02-one/index"));
        assert_eq!(page.colocated.as_deref(), Some("blog/2026-01-02-one/"));
        assert_eq!(page.language, LanguageId(2));
        assert_eq!((page.slug_text(false), page.slug_text(true)), ("one", "2026-01-02-one"));
        assert!(place("content/index.md", "").unwrap_err().contains("content/index.md"));
    }

    #[test]
    fn sections_keep_their_folder() {
        let section = place("content/blog/_index.en.md", TWO).unwrap().unwrap();
        assert_eq!(section.folders, ["blog"]);
        assert_eq!((section.canonical.as_str(), section.language), ("blog/_index", LanguageId(1)));
        assert!(section.is_section());
        assert!(place("content/_index.md", "").unwrap().unwrap().folders.is_empty());
        assert_eq!(place("content/blog/_index.ja.md", TWO), Ok(None));
        assert_eq!(place("content/blog/_index.ja.md", ""), Ok(None));
    }

    #[test]
    fn dots_are_languages_only_where_there_are_languages() {
        assert_eq!(place("content/v1.2.md", "").unwrap().unwrap().name, "v1.2");
        assert_eq!(place("content/page.de.md", "").unwrap().unwrap().name, "page.de");
        assert!(place("content/v1.2.md", TWO).unwrap_err().contains("`2`"));
        assert!(place("content/a.b.fr.md", TWO).unwrap_err().contains("`b.fr`"));
        let kept = place("content/page.zh.md", TWO).unwrap().unwrap();
        assert_eq!((kept.name.as_str(), kept.language), ("page.zh", LanguageId(0)));
        assert_eq!(place("content/page.en.md", TWO).unwrap().unwrap().name, "page");
    }

    #[test]
    fn hidden_files_are_no_content_but_hidden_folders_are_walked() {
        assert_eq!(place("content/.draft.md", ""), Ok(None));
        assert!(place("content/.notes/a.md", "").unwrap().is_some());
        assert_eq!(place("static/a.md", ""), Ok(None));
    }
}
