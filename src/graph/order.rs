//! The order of a section's pages, and each page's neighbours (checklist SORT-1 to SORT-5).

use std::cmp::{Ordering, Reverse};

use rayon::prelude::*;

use super::Page;
use super::id::PageId;
use crate::content::SortBy;

/// From this many pages on, sorting is worth a second thread.
const MANY: usize = 8192;

/// A section's pages in order, and those the order cannot place.
pub(super) struct Sorted {
    /// In order; ties by permalink.
    pub pages: Vec<PageId>,
    /// Pages that lack the key, in the order of their files.
    pub unsorted: Vec<PageId>,
}

/// Sorts `members`, which come in the order of their files.
pub(super) fn sort(members: Vec<PageId>, by: SortBy, pages: &[Page]) -> Sorted {
    match by {
        // Zola leaves this order open; that of the files is stable.
        SortBy::None => Sorted { pages: members, unsorted: Vec::new() },
        SortBy::Date => by_key(members, pages, |page| page.front().date.as_ref().map(|date| Reverse(date.moment))),
        SortBy::UpdateDate => by_key(members, pages, |page| {
            let front = page.front();
            front.date.iter().chain(&front.updated).map(|date| date.moment).max().map(Reverse)
        }),
        SortBy::Title => by_key(members, pages, |page| page.front().title.as_deref().map(Natural::new)),
        SortBy::TitleBytes => by_key(members, pages, |page| page.front().title.as_deref()),
        SortBy::Weight => by_key(members, pages, |page| page.front().weight),
        SortBy::Slug => by_key(members, pages, |page| Some(Natural::new(&page.slug))),
        SortBy::Permalink => by_key(members, pages, |_| Some(())),
    }
}

/// The order of all pages in which terms list theirs: newest first, ties by permalink; then the undated by permalink the
/// other way round, so that numbered names come newest first as well (checklist TAX-4; the order of the undated is that of
/// the conformance cases).
pub(super) struct NewestFirst {
    /// For each page its place.
    places: Vec<u32>,
}

impl NewestFirst {
    /// The order of `pages`.
    pub fn of(pages: &[Page]) -> NewestFirst {
        let all = (0..pages.len() as u32).map(PageId).collect();
        let dated = by_key(all, pages, |page| page.front().date.as_ref().map(|date| Reverse(date.moment)));
        let undated = by_key(dated.unsorted, pages, |_| Some(()));
        let mut places = vec![0; pages.len()];
        for (place, page) in dated.pages.into_iter().chain(undated.pages.into_iter().rev()).enumerate() {
            places[page.0 as usize] = place as u32;
        }
        NewestFirst { places }
    }

    /// Sorts some of the pages.
    pub fn sort(&self, members: &mut [PageId]) {
        members.sort_unstable_by_key(|page| self.places[page.0 as usize]);
    }
}

fn by_key<'a, K: Ord + Send>(members: Vec<PageId>, pages: &'a [Page], key: impl Fn(&'a Page) -> Option<K>) -> Sorted {
    let mut keyed = Vec::with_capacity(members.len());
    let mut unsorted = Vec::new();
    for id in members {
        match key(&pages[id.0 as usize]) {
            Some(key) => keyed.push((key, id)),
            None => unsorted.push(id),
        }
    }
    let permalink = |id: PageId| &pages[id.0 as usize].permalink;
    let order = |(a, page): &(K, PageId), (b, other): &(K, PageId)| {
        a.cmp(b).then_with(|| permalink(*page).cmp(permalink(*other))).then(page.cmp(other))
    };
    if keyed.len() < MANY {
        keyed.sort_unstable_by(order)
    } else {
        keyed.par_sort_unstable_by(order)
    }
    Sorted { pages: keyed.into_iter().map(|(_, id)| id).collect(), unsorted }
}

/// A text in natural order: transliterated, without regard to case, numbers by their value, signs before letters and
/// digits. Texts that are alike in all that go by their bytes.
#[derive(PartialEq, Eq)]
struct Natural<'a> {
    folded: String,
    text: &'a str,
}

impl<'a> Natural<'a> {
    fn new(text: &'a str) -> Natural<'a> {
        let mut folded = String::with_capacity(text.len());
        for c in text.chars() {
            match deunicode::deunicode_char(c).filter(|_| !c.is_ascii()) {
                // The blank after a Han character's syllable is none of the text's.
                Some(latin) => folded.extend(latin.trim_end().chars().map(|c| c.to_ascii_lowercase())),
                None => folded.push(c.to_ascii_lowercase()),
            }
        }
        Natural { folded, text }
    }
}

impl Ord for Natural<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        natural(self.folded.as_bytes(), other.folded.as_bytes()).then_with(|| self.text.cmp(other.text))
    }
}

impl PartialOrd for Natural<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn natural(mut a: &[u8], mut b: &[u8]) -> Ordering {
    loop {
        let (Some(x), Some(y)) = (a.first(), b.first()) else { return a.len().cmp(&b.len()) };
        let order = if x.is_ascii_digit() && y.is_ascii_digit() {
            let (m, n) = (number(&mut a), number(&mut b));
            m.len().cmp(&n.len()).then(m.cmp(n))
        } else {
            (a, b) = (&a[1..], &b[1..]);
            let rank = |byte: &u8| (byte.is_ascii_alphanumeric() || !byte.is_ascii(), *byte);
            rank(x).cmp(&rank(y))
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// Takes the digits off the start of `text`; those without leading zeros.
fn number<'a>(text: &mut &'a [u8]) -> &'a [u8] {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    *text = rest;
    let start = digits.iter().position(|byte| *byte != b'0').unwrap_or(digits.len());
    &digits[start..]
}

#[cfg(test)]
mod tests {
    use super::Natural;
    use crate::content::SortBy;
    use crate::graph::testing::{SiteText, date};

    fn sorted(by: SortBy, site: SiteText) -> (Vec<String>, Vec<String>) {
        let graph = site.section("_index.md", |front| front.sort_by = by).link().graph;
        let root = graph.section(graph.roots[0]);
        let names = |ids: &[crate::graph::PageId]| ids.iter().map(|id| graph.page(*id).slug.clone()).collect();
        (names(&root.pages), names(&root.unsorted_pages))
    }

    fn titled(site: SiteText, titles: &[&str]) -> SiteText {
        titles.iter().enumerate().fold(site, |site, (index, title)| {
            site.page(&format!("{}.md", index + 1), |front| front.title = Some((*title).to_owned()))
        })
    }

    #[test]
    fn natural_order_is_that_of_the_recorded_titles() {
        let mut titles = ["item 10", "Item 9", "Élan", "apple", "北京", "阿城", "Zebra", "(a)", "item 010"];
        titles.sort_by_key(|title| Natural::new(title));
        assert_eq!(titles, ["(a)", "阿城", "apple", "北京", "Élan", "Item 9", "item 010", "item 10", "Zebra"]);
    }

    #[test]
    fn title_order_leaves_out_pages_without_one() {
        let site = titled(SiteText::new(), &["item 10", "Item 9", "Élan", "apple", "北京", "阿城", "Zebra"]);
        let (pages, unsorted) = sorted(SortBy::Title, site.page("8.md", |_| ()));
        assert_eq!(pages, ["6", "4", "5", "3", "2", "1", "7"]);
        assert_eq!(unsorted, ["8"]);
    }

    #[test]
    fn title_bytes_are_compared_as_they_are() {
        let site = titled(SiteText::new(), &["item 10", "Item 9", "Élan", "apple", "北京", "阿城"]);
        assert_eq!(sorted(SortBy::TitleBytes, site).0, ["2", "4", "1", "3", "5", "6"]);
    }

    #[test]
    fn newest_comes_first_and_ties_go_by_permalink() {
        let site = SiteText::new()
            .page("a.md", |front| front.date = date("2020-01-01"))
            .page("b.md", |front| front.date = date("2020-01-02"))
            .page("z.md", |front| front.date = date("2020-01-02"))
            .page("later.md", |front| front.date = date("2020-01-02T18:00:00Z"))
            .page("undated.md", |_| ());
        let (pages, unsorted) = sorted(SortBy::Date, site);
        assert_eq!(pages, ["later", "b", "z", "a"]);
        assert_eq!(unsorted, ["undated"]);
    }

    #[test]
    fn updates_count_where_they_are_later() {
        let site = SiteText::new()
            .page("mid.md", |front| (front.date, front.updated) = (date("2019-01-01"), date("2019-05-05")))
            .page("new.md", |front| front.date = date("2020-06-01"))
            .page("old.md", |front| (front.date, front.updated) = (date("2018-01-01"), date("2021-01-01")))
            .page("none.md", |_| ());
        assert_eq!(sorted(SortBy::UpdateDate, site).0, ["old", "new", "mid"]);
    }

    #[test]
    fn weight_slug_and_permalink() {
        let weighed = |site: SiteText, name: &str, weight| site.page(name, |front| front.weight = Some(weight));
        let site = weighed(weighed(weighed(SiteText::new(), "heavy.md", 100), "light-z.md", 1), "light-a.md", 1);
        assert_eq!(sorted(SortBy::Weight, weighed(site, "zero.md", 0)).0, ["zero", "light-a", "light-z", "heavy"]);
        let site = SiteText::new()
            .page("part-10.md", |_| ())
            .page("part-2.md", |_| ())
            .page("a.md", |front| front.path = Some("zzz".to_owned()));
        assert_eq!(sorted(SortBy::Slug, site.clone()).0, ["a", "part-2", "part-10"]);
        assert_eq!(sorted(SortBy::Permalink, site.clone()).0, ["part-10", "part-2", "a"]);
        assert_eq!(sorted(SortBy::None, site).0, ["a", "part-10", "part-2"]);
    }

    #[test]
    fn neighbours_are_before_and_after_in_the_list() {
        let site = SiteText::new()
            .section("_index.md", |front| front.sort_by = SortBy::Date)
            .page("a.md", |front| front.date = date("2020-01-01"))
            .page("b.md", |front| front.date = date("2021-01-01"))
            .page("c.md", |front| front.date = date("2022-01-01"))
            .page("undated.md", |_| ())
            .link();
        let slug = |id: Option<crate::graph::PageId>| id.map(|id| site.graph.page(id).slug.clone());
        let neighbours: Vec<_> = site.graph.pages.iter().map(|page| (slug(page.lower), slug(page.higher))).collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(neighbours, [(some("b"), None), (some("c"), some("a")), (None, some("b")), (None, None)]);
        assert!(site.graph.pages[3].unsorted && !site.graph.pages[3].is_rendered());
    }
}
