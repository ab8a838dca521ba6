//! One taxonomy's settings (checklist TAX-1).

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
