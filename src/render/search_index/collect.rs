//! What stands in a search index (checklist SRCH-3, SRCH-4).

use rustc_hash::FxHashSet;

use super::text::{TextFor, plain_text};
use crate::config::Search;
use crate::content::{Body, LanguageId};
use crate::graph::{PageId, SectionId, Site};

/// A page or section as it is searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    /// Its permalink.
    pub url: &'a str,
    /// Empty where there is none.
    pub title: &'a str,
    /// Empty where there is none.
    pub description: &'a str,
    /// A page's date as a moment by RFC 3339, in UTC.
    pub date: Option<String>,
    /// The path of its address.
    pub path: &'a str,
    /// Its words without tags, cut to the settings' length; empty where bodies are not searched.
    pub body: String,
}

/// The entries of a language: sections and their pages, each once, by the sections' files. Orphans are left out, and
/// pages that are not written, and the pages of a section that is not searched. Sections that are not written are in the
/// index all the same, as the indexes of published sites show.
pub(super) fn entries<'a>(language: LanguageId, site: &'a Site, search: &Search) -> Vec<Entry<'a>> {
    let graph = &site.graph;
    let body = |body: &Body| match search.include_content {
        true => cut(plain_text(body.html.as_str().unwrap_or_default(), TextFor::Index), search.truncate_content_length),
        false => String::new(),
    };
    let mut entries = Vec::new();
    let mut seen: FxHashSet<PageId> = FxHashSet::default();
    for (index, section) in graph.sections.iter().enumerate() {
        let front = section.front();
        if section.language() != language || !front.in_search_index {
            continue;
        }
        if front.redirect_to.is_none() {
            entries.push(Entry {
                url: &section.permalink,
                title: front.title.as_deref().unwrap_or_default(),
                description: front.description.as_deref().unwrap_or_default(),
                date: None,
                path: &section.path,
                body: body(site.section_body(SectionId(index as u32))),
            });
        }
        for id in &section.pages {
            let page = graph.page(*id);
            let front = page.front();
            // A page that a transparent section hands up stays as hidden as its own section has it.
            let own = page.section.is_none_or(|own| graph.section(own).front().in_search_index);
            if !page.is_rendered() || !front.in_search_index || !own || !seen.insert(*id) {
                continue;
            }
            entries.push(Entry {
                url: &page.permalink,
                title: front.title.as_deref().unwrap_or_default(),
                description: front.description.as_deref().unwrap_or_default(),
                date: front.date.as_ref().map(|date| date.moment.to_string()),
                path: &page.path,
                body: body(site.page_body(*id)),
            });
        }
    }
    entries
}

/// The first `length` characters.
fn cut(mut text: String, length: Option<usize>) -> String {
    if let Some((at, _)) = length.and_then(|length| text.char_indices().nth(length)) {
        text.truncate(at);
    }
    text
}
