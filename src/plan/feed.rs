//! The feeds of the site, of sections and of terms (checklist FEED-1, FEED-4).

use super::draft::{Draft, Owner, Rank};
use super::target::{FeedOf, Subject};
use crate::config::Dialect;
use crate::content::LanguageId;
use crate::graph::{NodeId, PageId, SectionId, SiteGraph, TaxonomyId, TermId};

/// Plans all feeds: one for each name in the language's `feed_filenames`.
pub(super) fn plan(draft: &mut Draft) {
    let graph = draft.graph;
    for (index, root) in graph.roots.iter().enumerate() {
        let language = LanguageId(index as u16);
        if has_site_feed(draft, language) {
            feeds(draft, &graph.section(*root).path, language, FeedOf::Site(language), Owner::Site);
        }
    }
    for (index, section) in graph.sections.iter().enumerate() {
        if section.front().generate_feeds {
            let id = SectionId(index as u32);
            let owner = Owner::Node(NodeId::Section(id));
            // The site's feed and that of the home section have one place; the site's is the wider one.
            let is_home = section.document.place.folders.is_empty();
            if !(is_home && has_site_feed(draft, section.language())) {
                feeds(draft, &section.path, section.language(), FeedOf::Section(id), owner);
            }
        }
    }
    for (index, taxonomy) in graph.taxonomies.iter().enumerate() {
        if taxonomy.config.feed && taxonomy.is_rendered() {
            for (term_index, term) in taxonomy.terms.iter().enumerate() {
                let id = TermId(TaxonomyId(index as u32), term_index as u32);
                feeds(draft, &term.path, taxonomy.language, FeedOf::Term(id), Owner::Term(id));
            }
        }
    }
}

/// Plans the feeds of one thing. Since Zola 0.21 those without entries are written too; sites whose settings are of before
/// 0.19 have none, and templates of their own for them that know of no such feed.
fn feeds(draft: &mut Draft, path: &str, language: LanguageId, of: FeedOf, owner: Owner) {
    if draft.config.has_old_feeds && !has_entries(draft.graph, of, language) {
        return;
    }
    let Some(language) = draft.config.languages.get(usize::from(language.0)) else { return };
    for (index, template) in language.feed_filenames.iter().enumerate() {
        if language.feed_filenames[..index].contains(template) {
            continue;
        }
        let subject = Subject::Feed { of, template: template.clone() };
        let rank = if draft.config.dialect == Dialect::V1 { Rank::Feed } else { Rank::Generated };
        draft.file(&format!("{path}{template}"), subject, rank, owner);
    }
}

/// Whether a language has a feed of its whole site: in V2 none has while the default language's is off, in V1 each decides for
/// itself (checklist FEED-4).
fn has_site_feed(draft: &Draft, language: LanguageId) -> bool {
    let own = draft.config.languages.get(usize::from(language.0));
    let any = draft.config.dialect == Dialect::V1 || draft.config.default_language().generate_feeds;
    any && own.is_some_and(|language| language.generate_feeds)
}

/// Whether there is a page with a date, which a feed consists of (checklist FEED-2).
fn has_entries(graph: &SiteGraph, of: FeedOf, language: LanguageId) -> bool {
    let is_entry = |id: &PageId| graph.page(*id).front().date.is_some();
    match of {
        FeedOf::Site(_) => graph.pages.iter().any(|page| page.language() == language && page.front().date.is_some()),
        FeedOf::Section(id) => graph.section(id).pages.iter().any(is_entry),
        FeedOf::Term(id) => graph.term(id).pages.iter().any(is_entry),
    }
}
