//! `[markdown]`: how bodies become HTML (checklist 1.12, 1.13).

use super::highlight::Highlighting;

/// Where a heading's anchor link stands (`insert_anchor_links`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum AnchorPlace {
    /// Nowhere.
    #[default]
    None,
    /// Before the heading's text.
    Left,
    /// After it.
    Right,
    /// Around it.
    Heading,
}

/// Which element of a code block carries its data attributes (`data_attr_position`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DataAttrPosition {
    /// `code`.
    #[default]
    Code,
    /// `pre`.
    Pre,
    /// Both.
    Both,
    /// Neither.
    None,
}

/// `[markdown]` with its defaults.
#[derive(Clone, Debug)]
pub struct Markdown {
    /// Highlighting of code; none for plain blocks.
    pub highlighting: Option<Highlighting>,
    /// Straight quotes become curly ones.
    pub smart_punctuation: bool,
    /// Definition lists are read.
    pub definition_list: bool,
    /// Alerts such as `> [!NOTE]` are read.
    pub github_alerts: bool,
    /// `:smile:` becomes an emoji.
    pub render_emoji: bool,
    /// A class for external links.
    pub external_links_class: Option<String>,
    /// External links open in a new tab.
    pub external_links_target_blank: bool,
    /// `rel="nofollow"` on external links.
    pub external_links_no_follow: bool,
    /// `rel="noreferrer"` on external links.
    pub external_links_no_referrer: bool,
    /// `rel="external"` on external links.
    pub external_links_external: bool,
    /// `loading="lazy"` and `decoding="async"` on pictures.
    pub lazy_async_image: bool,
    /// Footnotes stand at the end of the page.
    pub bottom_footnotes: bool,
    /// Where headings carry an anchor link, unless a section says otherwise.
    pub insert_anchor_links: AnchorPlace,
    /// Chinese text rules: emphasis beside full-width punctuation, no blank for a line break between Han characters.
    /// On where a layer asks for it, off on a plain Zola site.
    pub cjk: bool,
    /// Whether template syntax inside code is expanded too, as Zola 0.23 does.
    pub template_code: bool,
}

impl Default for Markdown {
    fn default() -> Markdown {
        Markdown {
            highlighting: None,
            smart_punctuation: false,
            definition_list: false,
            github_alerts: false,
            render_emoji: false,
            external_links_class: None,
            external_links_target_blank: false,
            external_links_no_follow: false,
            external_links_no_referrer: false,
            external_links_external: true,
            lazy_async_image: false,
            bottom_footnotes: false,
            insert_anchor_links: AnchorPlace::None,
            cjk: false,
            template_code: true,
        }
    }
}
