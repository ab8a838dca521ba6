//! `[search]`: what the index of a language holds and in which form (checklist SRCH-1).

/// The form of the search index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum IndexFormat {
    /// A script that assigns `window.searchIndex`, for elasticlunr.
    #[default]
    ElasticlunrJavascript,
    /// JSON for elasticlunr.
    ElasticlunrJson,
    /// A script that assigns `window.searchIndex`, for Fuse.
    FuseJavascript,
    /// JSON for Fuse.
    FuseJson,
}

/// What stands in the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// Titles.
    pub include_title: bool,
    /// Descriptions.
    pub include_description: bool,
    /// Dates.
    pub include_date: bool,
    /// Paths.
    pub include_path: bool,
    /// Bodies.
    pub include_content: bool,
    /// Characters of a body at the most.
    pub truncate_content_length: Option<usize>,
    /// The form; always the default language's.
    pub index_format: IndexFormat,
}

impl Default for Search {
    fn default() -> Search {
        Search {
            include_title: true,
            include_description: false,
            include_date: false,
            include_path: false,
            include_content: true,
            truncate_content_length: None,
            index_format: IndexFormat::default(),
        }
    }
}
