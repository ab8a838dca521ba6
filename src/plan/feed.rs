//! The feeds of the site, of sections and of terms (checklist FEED-1, FEED-4).

use super::draft::{Draft, Owner, Rank};
use super::target::{FeedOf, Subject};
use crate::config::Dialect;
use crate::content::LanguageId;
use crate::graph::{NodeId, SectionId, TaxonomyId, TermId};

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

fn feeds(draft: &mut Draft, path: &str, language: LanguageId, of: FeedOf, owner: Owner) {
    let Some(language) = draft.config.languages.get(usize::from(language.0)) else { return };
    for (index, template) in language.feed_filenames.iter().enumerate() {
        if language.feed_filenames[..index].contains(template) {
            continue;
        }
        let subject = Subject::Feed { of, template: template.clone() };
        draft.file(&format!("{path}{template}"), subject, Rank::Generated, owner);
    }
}

/// Whether a language has a feed of its whole site: in V2 none has while the default language's is off, in V1 each decides for
/// itself (checklist FEED-4).
fn has_site_feed(draft: &Draft, language: LanguageId) -> bool {
    let own = draft.config.languages.get(usize::from(language.0));
    let any = draft.config.dialect == Dialect::V1 || draft.config.default_language().generate_feeds;
    any && own.is_some_and(|language| language.generate_feeds)
}
