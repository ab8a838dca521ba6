//! One taxonomy's settings (checklist TAX-1).

use super::code::{NO_TAXONOMY_NAME, TAXONOMY_TWICE};
use crate::diagnostic::{Diagnostic, Sink};
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
    /// Reads `taxonomies`. Of one name only the first counts: settings of 0.15 and before have another of the default language's
    /// name with its code, which means the same now.
    pub(super) fn read_all(tables: Vec<Table>, slugs: Slugify, sink: &Sink) -> Vec<TaxonomyConfig> {
        let mut all: Vec<TaxonomyConfig> = Vec::with_capacity(tables.len());
        for table in tables {
            let (source, span) = (table.source().clone(), table.span("name"));
            let Some(taxonomy) = TaxonomyConfig::read(table, slugs, sink) else { continue };
            if all.iter().any(|other| other.name == taxonomy.name) {
                sink.push(Diagnostic::new(&TAXONOMY_TWICE).arg("name", &taxonomy.name).at(&source, span));
            } else {
                all.push(taxonomy);
            }
        }
        all
    }

    /// Reads an entry of `taxonomies`. The reference ignores unknown keys here, `lang` among them.
    fn read(mut table: Table, slugs: Slugify, sink: &Sink) -> Option<TaxonomyConfig> {
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
