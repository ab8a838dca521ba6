//! The keys of a section's front matter (checklist 1.8).

use tera::Value;

use crate::config::AnchorPlace;

/// How a section's pages are ordered (checklist SORT-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SortBy {
    /// By path: the reference leaves the order open, ours is stable.
    #[default]
    None,
    /// Newest first.
    Date,
    /// Latest of `date` and `updated` first.
    UpdateDate,
    /// Natural, transliterated.
    Title,
    /// By the title's bytes.
    TitleBytes,
    /// Lightest first.
    Weight,
    /// Natural, transliterated.
    Slug,
    /// By the permalink's bytes.
    Permalink,
}

/// A section's front matter with its defaults.
#[derive(Clone, Debug)]
pub struct SectionFront {
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `sort_by`.
    pub sort_by: SortBy,
    /// `weight`.
    pub weight: u64,
    /// `draft`.
    pub draft: bool,
    /// Whether its own page is written.
    pub render: bool,
    /// `template`.
    pub template: Option<String>,
    /// The template of pages below, unless they or a nearer section say otherwise.
    pub page_template: Option<String>,
    /// Pages to a pager; none for no pagination.
    pub paginate_by: Option<usize>,
    /// The path part before a pager's number.
    pub paginate_path: String,
    /// Whether the list is reversed before it is cut into pagers.
    pub paginate_reversed: bool,
    /// Where headings carry anchor links; none for the settings' choice.
    pub insert_anchor_links: Option<AnchorPlace>,
    /// Whether the section stands in the search index.
    pub in_search_index: bool,
    /// Where its page redirects to.
    pub redirect_to: Option<String>,
    /// Whether its pages belong to the parent too.
    pub transparent: bool,
    /// `aliases`.
    pub aliases: Vec<String>,
    /// Whether it has feeds.
    pub generate_feeds: bool,
    /// `extra`, always a map.
    pub extra: Value,
}
