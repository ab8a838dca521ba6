//! `[markdown]`: how bodies become HTML (checklist 1.12, 1.13).

use super::code::CLASS_QUOTES;
use super::dialect::Dialect;
use super::highlight::Highlighting;
use crate::diagnostic::Sink;
use crate::source::{IGNORED_KEY, Table};

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

impl Markdown {
    /// Reads `[markdown]`. `cjk` is what holds where the file does not say; in old settings unknown keys do no harm.
    pub(super) fn read(table: Option<Table>, cjk: bool, (dialect, is_old): (Dialect, bool), sink: &Sink) -> Markdown {
        let default = Markdown { cjk, ..Markdown::default() };
        let Some(mut table) = table else { return default };
        let old = Highlighting::read_old(&mut table, sink);
        // Before 0.22 a key of this name meant nothing and was no error.
        let (is_given, quiet) = (table.has("highlighting"), Sink::new());
        let own = table.table("highlighting", if dialect == Dialect::V1 { &quiet } else { sink });
        if is_given && own.is_none() && dialect == Dialect::V1 {
            sink.push(table.diagnose(&IGNORED_KEY, "highlighting"));
        }
        let highlighting = own.map(|highlighting| Highlighting::read(highlighting, dialect, sink));
        let mut flag = |key, otherwise| table.boolean(key, sink).unwrap_or(otherwise);
        let markdown = Markdown {
            highlighting: highlighting.unwrap_or(old),
            smart_punctuation: flag("smart_punctuation", default.smart_punctuation),
            definition_list: flag("definition_list", default.definition_list),
            github_alerts: flag("github_alerts", default.github_alerts),
            render_emoji: flag("render_emoji", default.render_emoji),
            external_links_target_blank: flag("external_links_target_blank", default.external_links_target_blank),
            external_links_no_follow: flag("external_links_no_follow", default.external_links_no_follow),
            external_links_no_referrer: flag("external_links_no_referrer", default.external_links_no_referrer),
            external_links_external: flag("external_links_external", default.external_links_external),
            lazy_async_image: flag("lazy_async_image", default.lazy_async_image),
            bottom_footnotes: flag("bottom_footnotes", default.bottom_footnotes),
            cjk: flag("cjk", default.cjk),
            template_code: flag("template_code", default.template_code),
            external_links_class: table.string("external_links_class", sink),
            insert_anchor_links: table
                .choice("insert_anchor_links", &AnchorPlace::WORDS, sink)
                .unwrap_or(default.insert_anchor_links),
        };
        if markdown.external_links_class.as_ref().is_some_and(|class| class.contains(['"', '\''])) {
            sink.push(table.diagnose(&CLASS_QUOTES, "external_links_class"));
        }
        if is_old {
            table.finish_old(sink)
        } else {
            table.finish(sink)
        }
        markdown
    }
}

impl AnchorPlace {
    /// The words for it, in the settings and in a section's front matter.
    pub const WORDS: [(&str, AnchorPlace); 4] = [
        ("none", AnchorPlace::None),
        ("left", AnchorPlace::Left),
        ("right", AnchorPlace::Right),
        ("heading", AnchorPlace::Heading),
    ];
}
