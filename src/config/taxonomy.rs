//! One taxonomy's settings (checklist TAX-1).

use super::code::NO_TAXONOMY_NAME;
use crate::diagnostic::Sink;
use crate::path::{Slugify, slugify};
use crate::source::Table;

/// An entry of `taxonomies`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxonomyConfig {
    /// Its name, as front matter uses it.
    pub name: String,
    /// Its name in addresses.
    pub slug: String,
    /// Pages to a pager; none for no pagination.
    pub paginate_by: Option<usize>,
    /// The path part before a pager's number.
    pub paginate_path: String,
    /// Whether each term has feeds.
    pub feed: bool,
    /// Whether its pages are written.
    pub render: bool,
}

impl TaxonomyConfig {
    /// Reads an entry of `taxonomies`. The reference ignores unknown keys here, `lang` among them.
    pub(super) fn read(mut table: Table, slugs: Slugify, sink: &Sink) -> Option<TaxonomyConfig> {
        let Some(name) = table.string("name", sink) else {
            if !table.has("name") {
                sink.push(table.diagnose(&NO_TAXONOMY_NAME, "name"));
            }
            return None;
        };
        let taxonomy = TaxonomyConfig {
            slug: slugify(&name, slugs),
            name,
            paginate_by: table
                .count("paginate_by", sink)
                .and_then(|count| usize::try_from(count).ok())
                .filter(|n| *n > 0),
            paginate_path: table.string("paginate_path", sink).unwrap_or_else(|| "page".to_owned()),
            feed: table.boolean("feed", sink).unwrap_or(false),
            render: table.boolean("render", sink).unwrap_or(true),
        };
        table.finish_open(sink);
        Some(taxonomy)
    }
}
