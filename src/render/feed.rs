//! What a feed's template sees (checklist FEED-1 to FEED-4).

use std::cmp::Reverse;

use tera::Value;

use super::environment::Environment;
use super::view::Seen;
use crate::config::{Config, Dialect};
use crate::content::{DateText, LanguageId};
use crate::graph::{PageId, SiteGraph};
use crate::path::{Route, join_url};
use crate::plan::FeedOf;
use crate::template::Variables;

/// The language of a feed.
pub(super) fn language(of: FeedOf, graph: &SiteGraph) -> LanguageId {
    match of {
        FeedOf::Site(language) => language,
        FeedOf::Section(section) => graph.section(section).language(),
        FeedOf::Term(term) => graph.taxonomy(term.0).language,
    }
}

/// The variables of the feed at `route`, beyond the common ones.
pub(super) fn variables(of: FeedOf, route: &Route, environment: &Environment, seen: Seen<'_>) -> Variables {
    let config = &environment.config;
    let told = environment.told(of);
    let (pages, last) = (told.pages(config), &told.updated);
    let mut variables: Variables = vec![
        ("feed_url", Value::from(join_url(&config.base_url, route.as_str()))),
        ("pages", seen.list_outside(pages)),
    ];
    // Left undefined where there are no pages, as in the reference.
    if let Some(last) = last {
        variables.push(("last_updated", Value::from(last.as_str())));
    }
    match of {
        FeedOf::Site(_) => {}
        FeedOf::Section(section) => variables.push(("section", seen.own_section(section, false))),
        FeedOf::Term(term) => {
            variables.push(("taxonomy", seen.taxonomy(term.0)));
            variables.push(("term", seen.own_term(term)));
        }
    }
    variables
}

/// What a feed tells of.
pub(super) struct Told {
    /// All it may tell of, the newest first.
    dated: Vec<PageId>,
    /// When it last changed, as its template sees it: older pages that are not told of count too (checklist FEED-3).
    pub updated: Option<String>,
}

impl Told {
    pub fn of(of: FeedOf, graph: &SiteGraph, config: &Config) -> Told {
        let dated = dated(of, graph, config);
        Told { updated: last_updated(&dated, graph).map(|date| date.text.clone()), dated }
    }

    /// The pages it tells of: the first of those it may tell of, no more than the settings say.
    pub fn pages(&self, config: &Config) -> &[PageId] {
        &self.dated[..self.dated.len().min(config.feed_limit.unwrap_or(usize::MAX))]
    }
}

/// The pages a feed may tell of: dated, written ones, the newest first, then by permalink.
fn dated(of: FeedOf, graph: &SiteGraph, config: &Config) -> Vec<PageId> {
    let all: Vec<PageId> = match of {
        FeedOf::Site(language) => {
            let ids = (0..graph.pages.len() as u32).map(PageId);
            ids.filter(|page| graph.page(*page).language() == language).collect()
        }
        FeedOf::Section(section) => graph.section(section).pages.clone(),
        FeedOf::Term(term) => {
            graph.taxonomy(term.0).terms.get(term.1 as usize).map_or_else(Vec::new, |term| term.pages.clone())
        }
    };
    let mut dated: Vec<(Reverse<jiff::Timestamp>, &str, PageId)> = all
        .into_iter()
        .filter_map(|id| {
            let page = graph.page(id);
            let date = page.front().date.as_ref()?;
            // V1 does not know `include_in_feeds` (checklist PG-8).
            let wanted = page.front().include_in_feeds || config.dialect == Dialect::V1;
            let told = wanted && page.is_told(config.dialect);
            told.then_some((Reverse(date.moment), page.permalink.as_str(), id))
        })
        .collect();
    dated.sort_unstable();
    dated.into_iter().map(|(_, _, page)| page).collect()
}

/// The latest of all `date` and `updated` of the pages.
fn last_updated<'a>(pages: &[PageId], graph: &'a SiteGraph) -> Option<&'a DateText> {
    let fronts = pages.iter().map(|page| graph.page(*page).front());
    fronts.flat_map(|front| front.date.iter().chain(&front.updated)).max_by_key(|date| date.moment)
}

#[cfg(test)]
mod tests {
    use super::Told;
    use crate::config::Dialect;
    use crate::content::LanguageId;
    use crate::graph::testing::{SiteText, date};
    use crate::plan::FeedOf;

    // checklist: FEED-2, FEED-3
    #[test]
    fn the_newest_come_first_and_only_what_is_written() {
        let site = SiteText::new()
            .page("undated.md", |_| {})
            .page("b.md", |front| front.date = date("2021-05-02"))
            .page("a.md", |front| front.date = date("2021-05-02"))
            .page("new.md", |front| front.date = date("2021-05-03"))
            .page("old.md", |front| {
                front.date = date("2021-05-01");
                front.updated = date("2022-01-01");
            })
            .page("unwritten.md", |front| {
                front.date = date("2021-05-04");
                front.render = false;
            })
            .page("quiet.md", |front| {
                front.date = date("2021-05-04");
                front.include_in_feeds = false;
            });
        let mut linked = site.link();
        let slugs = |limit: Option<usize>, linked: &mut crate::graph::testing::Linked| {
            linked.config.feed_limit = limit;
            let told = Told::of(FeedOf::Site(LanguageId(0)), &linked.graph, &linked.config);
            let found = told.pages(&linked.config).iter();
            let slugs: Vec<&str> = found.map(|page| linked.graph.page(*page).slug.as_str()).collect();
            (slugs.join(" "), told.updated.unwrap_or_default())
        };
        assert_eq!(slugs(None, &mut linked), ("new a b old".to_owned(), "2022-01-01".to_owned()));
        assert_eq!(slugs(Some(2), &mut linked), ("new a".to_owned(), "2022-01-01".to_owned()));
        assert_eq!(slugs(Some(0), &mut linked), (String::new(), "2022-01-01".to_owned()));
        // checklist: PG-3, PG-8
        linked.config.dialect = Dialect::V1;
        assert_eq!(slugs(Some(2), &mut linked).0, "quiet unwritten");
    }
}
