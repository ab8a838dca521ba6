//! The keys of a section's front matter (checklist 1.8).

use tera::Value;

use super::page::extra;
use crate::config::{AnchorPlace, to_map};
use crate::diagnostic::Sink;
use crate::source::Table;

/// The key that switches a section's feeds on.
pub const FEEDS: &str = "generate_feeds";

/// The name it had before Zola 0.19, which counts where the settings have the names of then (checklist MC-1).
pub const OLD_FEEDS: &str = "generate_feed";

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
    /// Pages to a pager; none or 0 for no pagination.
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
    /// Whether it is left out of the list of the section above, and its pages too.
    pub hidden: bool,
    /// `extra`, always a map.
    pub extra: Value,
}

impl SortBy {
    /// The words for it in front matter.
    pub const WORDS: [(&str, SortBy); 8] = [
        ("none", SortBy::None),
        ("date", SortBy::Date),
        ("update_date", SortBy::UpdateDate),
        ("title", SortBy::Title),
        ("title_bytes", SortBy::TitleBytes),
        ("weight", SortBy::Weight),
        ("slug", SortBy::Slug),
        ("permalink", SortBy::Permalink),
    ];
}

impl Default for SectionFront {
    /// The front matter of a section that says nothing (checklist SEC-1).
    fn default() -> SectionFront {
        SectionFront {
            title: None,
            description: None,
            sort_by: SortBy::None,
            weight: 0,
            draft: false,
            render: true,
            template: None,
            page_template: None,
            paginate_by: None,
            paginate_path: "page".to_owned(),
            paginate_reversed: false,
            insert_anchor_links: None,
            in_search_index: true,
            redirect_to: None,
            transparent: false,
            aliases: Vec::new(),
            generate_feeds: false,
            hidden: false,
            extra: to_map(Vec::new()),
        }
    }
}

impl SectionFront {
    /// Reads a section's front matter. Unknown keys do no harm, and are told (checklist FM-3).
    pub(super) fn read(table: &mut Table, sink: &Sink) -> SectionFront {
        let default = SectionFront::default();
        let front = SectionFront {
            title: table.string("title", sink),
            description: table.string("description", sink),
            sort_by: table.choice("sort_by", &SortBy::WORDS, sink).unwrap_or_default(),
            weight: table.count("weight", sink).unwrap_or(default.weight),
            draft: table.boolean("draft", sink).unwrap_or(default.draft),
            render: table.boolean("render", sink).unwrap_or(default.render),
            template: table.string("template", sink),
            page_template: table.string("page_template", sink),
            paginate_by: table.count("paginate_by", sink).and_then(|by| usize::try_from(by).ok()),
            paginate_path: table.string("paginate_path", sink).unwrap_or(default.paginate_path),
            paginate_reversed: table.boolean("paginate_reversed", sink).unwrap_or(default.paginate_reversed),
            insert_anchor_links: table.choice("insert_anchor_links", &AnchorPlace::WORDS, sink),
            in_search_index: table.boolean("in_search_index", sink).unwrap_or(default.in_search_index),
            redirect_to: table.string("redirect_to", sink),
            transparent: table.boolean("transparent", sink).unwrap_or(default.transparent),
            aliases: table.strings("aliases", sink).unwrap_or_default(),
            generate_feeds: table.boolean(FEEDS, sink).unwrap_or(default.generate_feeds),
            hidden: table.boolean("hidden", sink).unwrap_or(default.hidden),
            extra: extra(table, sink),
        };
        table.finish_ignored(sink);
        front
    }
}
