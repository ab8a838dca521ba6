//! `[search]`: what the index of a language holds and in which form (checklist SRCH-1).

use crate::diagnostic::Sink;
use crate::source::Table;

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

impl IndexFormat {
    /// The file of the script that reads elasticlunr's indexes.
    pub const SCRIPT: &str = "elasticlunr.min.js";

    /// The file of the index in the language `code` (checklist SRCH-2).
    pub fn file_name(self, code: &str) -> String {
        let extension = match self {
            IndexFormat::ElasticlunrJavascript | IndexFormat::FuseJavascript => "js",
            IndexFormat::ElasticlunrJson | IndexFormat::FuseJson => "json",
        };
        format!("search_index.{code}.{extension}")
    }

    /// Whether the script is written beside it.
    pub fn has_script(self) -> bool {
        matches!(self, IndexFormat::ElasticlunrJavascript | IndexFormat::ElasticlunrJson)
    }
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

impl Search {
    /// Reads `[search]`. The reference ignores unknown keys here.
    pub(super) fn read(mut table: Table, sink: &Sink) -> Search {
        const FORMATS: [(&str, IndexFormat); 4] = [
            ("elasticlunr_javascript", IndexFormat::ElasticlunrJavascript),
            ("elasticlunr_json", IndexFormat::ElasticlunrJson),
            ("fuse_javascript", IndexFormat::FuseJavascript),
            ("fuse_json", IndexFormat::FuseJson),
        ];
        let default = Search::default();
        let mut flag = |key, otherwise| table.boolean(key, sink).unwrap_or(otherwise);
        let search = Search {
            include_title: flag("include_title", default.include_title),
            include_description: flag("include_description", default.include_description),
            include_date: flag("include_date", default.include_date),
            include_path: flag("include_path", default.include_path),
            include_content: flag("include_content", default.include_content),
            truncate_content_length: table
                .count("truncate_content_length", sink)
                .map(|length| usize::try_from(length).unwrap_or(usize::MAX)),
            index_format: table.choice("index_format", &FORMATS, sink).unwrap_or_default(),
        };
        table.finish_open(sink);
        search
    }
}
