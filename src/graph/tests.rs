//! The rules that hold between sections and pages, on small sites.

use std::sync::Arc;

use super::testing::{Linked, SiteText, date};
use super::{NodeId, PageId, SectionId};
use crate::content::{Document, LanguageId, SortBy};
use crate::fingerprint::Fingerprint;

/// Blog with transparent folders below, as in the recorded site.
fn tree() -> SiteText {
    let section = |site: SiteText, path: &str, weight, transparent| {
        site.section(path, |front| {
            (front.weight, front.transparent, front.sort_by) = (weight, transparent, SortBy::Date);
        })
    };
    let site = section(SiteText::new(), "_index.md", 0, false);
    let site = section(site, "blog/_index.md", 2, false);
    let site = section(site, "blog/2022/_index.md", 1, true);
    let site = section(site, "blog/2023/_index.md", 2, true);
    let site = site.section("blog/2022/nested/_index.md", |front| {
        (front.transparent, front.sort_by) = (true, SortBy::Title);
        front.page_template = Some("nested.html".to_owned());
    });
    section(site, "docs/_index.md", 1, false)
        .page("blog/2022/nested/july.md", |front| {
            (front.title, front.date) = (Some("July".to_owned()), date("2022-07-07"));
        })
        .page("blog/2022/june.md", |front| front.date = date("2022-06-06"))
        .page("blog/2023/march.md", |front| front.date = date("2023-03-03"))
        .page("blog/direct.md", |front| front.date = date("2023-01-01"))
        .page("loose/orphan.md", |_| ())
}

fn section(site: &Linked, path: &str) -> SectionId {
    match site.graph.find(path) {
        Some(NodeId::Section(id)) => id,
        _ => panic!("{path} is a section"),
    }
}

fn page(site: &Linked, path: &str) -> PageId {
    match site.graph.find(path) {
        Some(NodeId::Page(id)) => id,
        _ => panic!("{path} is a page"),
    }
}

fn slugs(site: &Linked, pages: &[PageId]) -> Vec<String> {
    pages.iter().map(|id| site.graph.page(*id).slug.clone()).collect()
}

fn paths(site: &Linked, sections: impl IntoIterator<Item = SectionId>) -> Vec<String> {
    sections.into_iter().map(|id| site.graph.section(id).path.clone()).collect()
}

#[test]
fn pages_of_transparent_sections_are_listed_above_too() {
    let site = tree().link();
    let list = |path| slugs(&site, &site.graph.section(section(&site, path)).pages);
    assert_eq!(list("blog/_index.md"), ["march", "direct", "july", "june"]);
    assert_eq!(list("blog/2022/_index.md"), ["july", "june"]);
    assert_eq!(list("blog/2022/nested/_index.md"), ["july"]);
    assert!(list("_index.md").is_empty());
}

#[test]
fn neighbours_are_those_of_the_section_that_is_not_transparent() {
    let site = tree().link();
    let slug = |id: Option<PageId>| id.map(|id| site.graph.page(id).slug.as_str());
    let july = site.graph.page(page(&site, "blog/2022/nested/july.md"));
    assert_eq!((slug(july.lower), slug(july.higher)), (Some("direct"), Some("june")));
}

#[test]
fn ancestors_end_at_the_outermost_section_but_the_template_comes_from_the_nearest() {
    let site = tree().link();
    let july = page(&site, "blog/2022/nested/july.md");
    assert_eq!(paths(&site, site.graph.page(july).ancestors.iter().copied()), ["/", "/blog/"]);
    assert_eq!(paths(&site, site.graph.sections_of(july)), ["/blog/2022/nested/", "/blog/2022/", "/blog/", "/"]);
    assert_eq!(site.graph.page_template(july), Some("nested.html"));
    assert_eq!(site.graph.page_template(page(&site, "blog/direct.md")), None);
}

#[test]
fn subsections_go_by_weight_and_then_by_path() {
    let site = tree().section("about/_index.md", |front| front.weight = 1).link();
    let below = |path| paths(&site, site.graph.section(section(&site, path)).subsections.iter().copied());
    assert_eq!(below("_index.md"), ["/about/", "/docs/", "/blog/"]);
    assert_eq!(below("blog/_index.md"), ["/blog/2022/", "/blog/2023/"]);
    let nested = site.graph.section(section(&site, "blog/2022/nested/_index.md"));
    assert_eq!(paths(&site, nested.ancestors.iter().copied()), ["/", "/blog/", "/blog/2022/"]);
}

#[test]
fn an_orphan_has_no_section_and_is_rendered() {
    let site = tree().link();
    let orphan = site.graph.page(page(&site, "loose/orphan.md"));
    assert!(orphan.section.is_none() && orphan.ancestors.is_empty() && orphan.is_rendered());
}

#[test]
fn every_language_has_a_root() {
    let site = SiteText::new().language("fr").language("zh").section("_index.fr.md", |_| ()).link();
    assert_eq!(paths(&site, site.graph.roots.iter().copied()), ["/", "/fr/", "/zh/"]);
    let added = site.graph.section(site.graph.roots[2]);
    assert_eq!(added.document.place.relative.as_str(), "_index.zh.md");
    assert_eq!(added.language(), LanguageId(2));
    assert_eq!(added.document.body(), "");
}

#[test]
fn sections_and_pages_meet_only_in_their_language() {
    let site = SiteText::new()
        .language("zh")
        .section("part/_index.md", |_| ())
        .page("part/inside.md", |_| ())
        .page("part/inside.zh.md", |_| ())
        .link();
    assert_eq!(slugs(&site, &site.graph.section(section(&site, "part/_index.md")).pages), ["inside"]);
    assert!(site.graph.page(page(&site, "part/inside.zh.md")).section.is_none());
}

#[test]
fn a_page_that_is_not_rendered_is_in_no_list() {
    let site = SiteText::new()
        .section("_index.md", |front| front.sort_by = SortBy::Weight)
        .page("a.md", |front| front.weight = Some(1))
        .page("b.md", |front| (front.weight, front.render) = (Some(2), false))
        .page("c.md", |front| front.weight = Some(3))
        .link();
    assert_eq!(slugs(&site, &site.graph.section(site.graph.roots[0]).pages), ["a", "c"]);
    let hidden = site.graph.page(page(&site, "b.md"));
    assert_eq!((hidden.lower, hidden.higher, hidden.unsorted), (None, None, false));
    assert_eq!(site.graph.page(page(&site, "a.md")).higher, Some(page(&site, "c.md")));
    assert!(hidden.section.is_some() && site.found.is_empty());
}

#[test]
fn pages_a_section_cannot_place_are_told() {
    let site = SiteText::new()
        .section_text("_index.md", "+++\nsort_by = \"date\"\n+++\n", |front| front.sort_by = SortBy::Date)
        .section("sub/_index.md", |front| (front.transparent, front.sort_by) = (true, SortBy::Title))
        .page("undated.md", |_| ())
        .page("sub/titled.md", |front| front.title = Some("有题".to_owned()))
        .link();
    assert!(site.graph.page(page(&site, "undated.md")).unsorted);
    assert!(site.graph.page(page(&site, "sub/titled.md")).is_rendered());
    insta::assert_snapshot!(site.report());
}

#[test]
fn a_folder_is_a_page_or_a_section_and_names_need_letters() {
    let site = SiteText::new()
        .language("zh")
        .section("one/_index.md", |_| ())
        .page("one/index.md", |_| ())
        .page("one/index.zh.md", |_| ())
        .section("two/_index.md", |_| ())
        .page("two/index.md", |front| front.slug = Some("second".to_owned()))
        .page("！！.md", |_| ())
        .page_text("b.md", "+++\nslug = \"？\"\n+++\n", |front| front.slug = Some("？".to_owned()))
        .link();
    assert!(site.graph.find("one/index.md").is_none());
    assert!(site.graph.find("one/index.zh.md").is_some());
    assert!(site.graph.find("two/index.md").is_some());
    insta::assert_snapshot!(site.report());
}

#[test]
fn many_pages_find_their_sections() {
    let build = |count: usize| {
        let site = (0..count).fold(SiteText::new(), |site, index| {
            site.page(&format!("part{}/页{index}.md", index % 50), |front| front.title = Some(format!("题 {index}")))
        });
        (0..50).fold(site, |site, index| {
            site.section(&format!("part{index}/_index.md"), |front| front.sort_by = SortBy::Title)
        })
    };
    let site = build(5_000).link();
    assert_eq!(site.graph.pages.len(), 5_000);
    let first = site.graph.section(section(&site, "part0/_index.md"));
    assert_eq!(first.pages.len(), 100);
    assert!(first.pages.iter().skip(1).all(|id| site.graph.page(*id).lower.is_some()));
}

#[test]
fn a_graph_says_which_bodies_of_another_still_hold() {
    let site = |slug: Option<&str>, title: &str| {
        SiteText::new()
            .section("_index.md", |_| ())
            .page("a.md", |front| front.title = Some(title.to_owned()))
            .page("b.md", |front| front.slug = slug.map(str::to_owned))
    };
    let last = site(None, "A").link().graph;
    assert_eq!(last.changed_since(&last.clone()), Some(Vec::new()));
    // Documents that were read anew count as others; a section's only if its text does.
    let read_again = site(None, "Other").link().graph.changed_since(&last);
    assert_eq!(read_again, Some(vec![NodeId::Page(PageId(0)), NodeId::Page(PageId(1))]));
    for (why, other) in [
        ("b moved", site(Some("c"), "A")),
        ("a page more", site(None, "A").page("c.md", |_| ())),
        ("a section more", site(None, "A").section("x/_index.md", |_| ())),
    ] {
        assert_eq!(other.link().graph.changed_since(&last), None, "{why}");
    }
}

#[test]
fn a_body_is_replaced_in_a_copy_that_shares_the_rest() {
    let last = SiteText::new().section("_index.md", |_| ()).page("a.md", |_| ()).page("b.md", |_| ()).link().graph;
    let old = last.page(PageId(0)).document.clone();
    let mut new = Document::clone(&old);
    new.prints.body = Fingerprint::of(b"other");
    let mut graph = last.clone();
    assert_eq!(graph.replace_body(Arc::new(new.clone())), Some(NodeId::Page(PageId(0))));
    assert_eq!(graph.page(PageId(0)).document.prints, new.prints);
    assert!(Arc::ptr_eq(&last.page(PageId(0)).document, &old) && Arc::ptr_eq(&graph.pages[1], &last.pages[1]));
    new.prints.matter = new.prints.body;
    assert_eq!(graph.replace_body(Arc::new(new)), None, "its front matter is another");
}
