//! What templates see of a small site made by hand.

use std::sync::Arc;

use tera::value::Key;
use tera::{Map, Value};

use super::{Shown, Views};
use crate::config::{Dialect, TaxonomyConfig};
use crate::content::{
    Body, DateText, Document, Front, FrontMatter, Heading, LanguageId, PageFront, Place, Prints, SectionFront, SortBy,
    Syntax,
};
use crate::graph::{
    Bodies, NodeId, Page, PageId, Section, SectionId, Site, SiteGraph, Taxonomy, TaxonomyId, Term, TermId,
};
use crate::plan::PagerOf;
use crate::template::Looks;
use crate::template::testing::{config, path, text};

fn document(relative: &str, front: Front) -> Document {
    let file = format!("content/{relative}");
    let canonical = relative.trim_end_matches(".md").to_owned();
    let place = Place {
        file: path(&file),
        relative: path(relative),
        folders: Vec::new(),
        name: canonical.clone(),
        language: LanguageId(0),
        canonical,
        colocated: relative.strip_suffix("index.md").filter(|folder| folder.ends_with('/')).map(str::to_owned),
    };
    let matter = FrontMatter { syntax: Syntax::Toml, span: 0..0, renamed: Vec::new() };
    Document { source: text(&file, ""), place, matter, front, body: 0..0, prints: Prints::default() }
}

fn page(name: &str, day: i8, render: bool) -> Page {
    let day = jiff::civil::date(2026, 3, day);
    let moment = day.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    let front = PageFront {
        title: Some(format!("Title {name}")),
        description: None,
        date: Some(DateText { text: day.to_string(), moment, day }),
        updated: None,
        weight: None,
        draft: false,
        render,
        slug: None,
        path: None,
        aliases: Vec::new(),
        template: None,
        taxonomies: vec![("tags".to_owned(), vec!["x".to_owned()])],
        authors: vec!["李".to_owned()],
        in_search_index: true,
        include_in_feeds: true,
        hidden: false,
        extra: Value::from(Map::new()),
    };
    Page {
        document: Arc::new(document(&format!("{name}/index.md"), Front::Page(Box::new(front)))),
        slug: name.to_owned(),
        path: format!("/{name}/"),
        components: vec![name.to_owned()],
        permalink: format!("https://example.test/{name}/"),
        ancestors: vec![SectionId(0)],
        section: Some(SectionId(0)),
        lower: None,
        higher: None,
        unsorted: false,
        assets: vec![path(&format!("content/{name}/a b.txt"))],
    }
}

/// A root section, cut by two, with the pages a, b, c and the unrendered d; one tag with all.
fn graph() -> Arc<SiteGraph> {
    let front = SectionFront {
        title: Some("Root".to_owned()),
        description: None,
        sort_by: SortBy::Date,
        weight: 0,
        draft: false,
        render: true,
        template: None,
        page_template: None,
        paginate_by: Some(2),
        paginate_path: "p".to_owned(),
        paginate_reversed: true,
        insert_anchor_links: None,
        in_search_index: true,
        redirect_to: None,
        transparent: false,
        aliases: Vec::new(),
        generate_feeds: false,
        hidden: false,
        extra: Value::from(Map::new()),
    };
    let section = Section {
        document: Arc::new(document("_index.md", Front::Section(Box::new(front)))),
        path: "/".to_owned(),
        components: Vec::new(),
        permalink: "https://example.test/".to_owned(),
        ancestors: Vec::new(),
        subsections: Vec::new(),
        lower: None,
        higher: None,
        pages: (0..4).map(PageId).collect(),
        unsorted_pages: Vec::new(),
        assets: Vec::new(),
    };
    let tags = TaxonomyConfig {
        name: "tags".to_owned(),
        slug: "tags".to_owned(),
        paginate_by: None,
        paginate_path: "page".to_owned(),
        feed: true,
        render: true,
    };
    let term = Term {
        name: "X".to_owned(),
        slug: "x".to_owned(),
        path: "/tags/x/".to_owned(),
        permalink: "https://example.test/tags/x/".to_owned(),
        pages: vec![PageId(1), PageId(0)],
    };
    let mut graph = SiteGraph::default();
    let mut between = page("b", 2, true);
    (between.lower, between.higher) = (Some(PageId(0)), Some(PageId(2)));
    let pages = [page("a", 1, true), between, page("c", 3, true), page("d", 4, false)];
    graph.pages = pages.map(Arc::new).into_iter().collect();
    graph.sections = vec![Arc::new(section)];
    graph.taxonomies = vec![Taxonomy {
        config: tags,
        language: LanguageId(0),
        path: "/tags/".to_owned(),
        permalink: "https://example.test/tags/".to_owned(),
        terms: vec![term],
        words: std::sync::OnceLock::new(),
    }]
    .into();
    Arc::new(graph)
}

fn body() -> Body {
    let deep = Heading { level: 2, id: "b".into(), title: "B".into(), children: Vec::new() };
    let top = Heading { level: 1, id: "a".into(), title: "A".into(), children: vec![deep] };
    Body {
        html: Value::from("<p>body of some length</p>"),
        summary: Some("<p>sum</p>".to_owned()),
        toc: vec![top],
        anchors: Vec::new(),
        internal_links: Vec::new(),
        external_links: Vec::new(),
        word_count: 7,
        reading_time: 1,
    }
}

fn site(graph: &Arc<SiteGraph>) -> Arc<Site> {
    Arc::new(Site {
        graph: Arc::clone(graph),
        bodies: Bodies { pages: (0..4).map(|_| body().into()).collect(), sections: vec![body().into()] },
        page_backlinks: vec![Vec::new(), vec![NodeId::Page(PageId(0)), NodeId::Section(SectionId(0))], vec![], vec![]],
        section_backlinks: vec![Vec::new()],
    })
}

fn views(with_site: bool) -> Views {
    views_in(Dialect::V2, with_site)
}

fn views_in(dialect: Dialect, with_site: bool) -> Views {
    let graph = graph();
    let mut config = config();
    config.dialect = dialect;
    config.languages.truncate(1);
    let annotations = if with_site { vec![vec![("quarter", Value::from(1))]] } else { Vec::new() };
    let site = with_site.then(|| site(&graph));
    Views::new(Arc::new(config), graph, site, annotations, Shown::ALL)
}

fn json(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

fn field(value: &Value, name: &'static str) -> Value {
    value.as_map().unwrap().get(&Key::from(name)).unwrap().clone()
}

#[test]
fn a_page_has_every_key_and_its_neighbours() {
    let views = views(true);
    insta::assert_snapshot!(json(&views.page(PageId(1))));
    assert_eq!(field(&views.page(PageId(0)), "quarter"), Value::from(1));
}

#[test]
fn a_page_shows_no_body_while_bodies_compile() {
    let page = views(false).page(PageId(1));
    assert_eq!(field(&page, "content"), Value::from(""));
    assert!(field(&page, "summary").is_none() && field(&page, "word_count").is_none());
    assert_eq!(field(&page, "toc").len(), Some(0));
    assert_eq!(field(&field(&page, "lower"), "title"), Value::from("Title a"));
}

#[test]
fn a_section_lists_its_pages_unless_it_is_cut_into_pagers() {
    let views = views(true);
    assert_eq!(field(&views.seen_by(Looks::ALL).section(SectionId(0), false), "pages").len(), Some(4));
    insta::assert_snapshot!(json(&views.seen_by(Looks::ALL).section(SectionId(0), true)));
}

#[test]
fn a_taxonomy_has_its_settings_and_its_terms() {
    let views = views(true);
    let taxonomy = views.seen_by(Looks::ALL).taxonomy(TaxonomyId(0));
    assert_eq!(field(&field(&taxonomy, "kind"), "name"), Value::from("tags"));
    assert_eq!(field(&taxonomy, "name"), Value::from("tags"));
    assert!(field(&taxonomy, "paginate_path").is_none());
    let term = views.seen_by(Looks::ALL).term(TermId(TaxonomyId(0), 0));
    assert_eq!(field(&taxonomy, "items").as_array().unwrap(), std::slice::from_ref(&term));
    assert_eq!(field(&term, "page_count"), Value::from(2));
    assert_eq!(field(&field(&term, "pages").as_array().unwrap()[0], "slug"), Value::from("b"));
}

// checklist: VAR-5, PGN-4, CNT-4
#[test]
fn in_v1_lists_outside_of_sections_show_no_neighbours_and_titles_are_texts() {
    let title = |views: &Views, page| {
        let toc = field(&views.page(PageId(page)), "toc");
        field(&toc.as_array().unwrap()[0], "title")
    };
    let (old, new) = (views_in(Dialect::V1, true), views(true));
    for (views, shown) in [(&old, false), (&new, true)] {
        let pages = field(&views.seen_by(Looks::ALL).term(TermId(TaxonomyId(0), 0)), "pages");
        assert_eq!(!field(&pages.as_array().unwrap()[0], "lower").is_none(), shown);
        assert_eq!(title(views, 0).is_safe(), shown);
    }
    assert_eq!(
        field(&old.seen_by(Looks::ALL).paginator(PagerOf::Section(SectionId(0)), 1), "total_pages"),
        Value::from(4)
    );
}

#[test]
fn a_pager_holds_its_part_of_the_list() {
    let views = views(true);
    let mut second = views.seen_by(Looks::ALL).paginator(PagerOf::Section(SectionId(0)), 2).into_map().unwrap();
    let pages = second.insert("pages".into(), Value::none()).unwrap();
    let slugs: Vec<Value> = pages.as_array().unwrap().iter().map(|page| field(page, "slug")).collect();
    // Reversed: d and c on the first, b and a on the second; d is not rendered and so not counted.
    assert_eq!(slugs, [Value::from("b"), Value::from("a")]);
    insta::assert_snapshot!(json(&Value::from(second)));
    let first = views.seen_by(Looks::ALL).paginator(PagerOf::Section(SectionId(0)), 1);
    assert!(field(&first, "previous").is_none());
    assert_eq!(field(&first, "next"), Value::from("https://example.test/p/2/"));
}

#[test]
fn values_are_made_once_and_shared() {
    let views = views(true);
    let (first, second) = (views.page(PageId(1)), views.page(PageId(1)));
    assert!(std::ptr::eq(first.as_map().unwrap(), second.as_map().unwrap()));
    let listed = field(&views.seen_by(Looks::ALL).section(SectionId(0), false), "pages");
    assert!(std::ptr::eq(listed.as_array().unwrap()[1].as_map().unwrap(), first.as_map().unwrap()));
    let (html, content) = (field(&first, "content"), field(&second, "content"));
    assert!(std::ptr::eq(html.as_str().unwrap(), content.as_str().unwrap()));
}

#[test]
fn the_settings_are_those_of_the_language() {
    let mut config = config();
    config.languages[1].description = Some("描述".to_owned());
    let views = Views::new(Arc::new(config), Arc::default(), None, Vec::new(), Shown::ALL);
    assert_eq!(field(&views.config(LanguageId(1)), "title"), Value::from("Title zh"));
    insta::assert_snapshot!(json(&views.config(LanguageId(0))));
}
