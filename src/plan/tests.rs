//! Which files a site has, on small sites.

use super::target::{FeedOf, PagerOf, Plan, Subject, Target};
use super::{SITEMAP_PART, all, draw, pagination, sitemap_entries};
use crate::config::{Dialect, HighlightStyle, Highlighting, IndexFormat, SitemapPagers};
use crate::content::SortBy;
use crate::diagnostic::Sink;
use crate::graph::testing::{Linked, SiteText, date, report, taxonomy};
use crate::path::{Route, SourcePath};

fn plan_with(site: &Linked, statics: &[&str], further: Vec<Target>) -> (Plan, String) {
    let sink = Sink::new();
    let file = |name: &&str| {
        let route = Route::file(name).expect("a file");
        (route, SourcePath::new(&format!("static/{name}")).expect("a path"))
    };
    let drawn = draw(&site.graph, &site.config, &sink);
    let statics = statics.iter().map(file).collect();
    let plan = all(drawn, statics, further, (&site.graph, &site.config, &sink));
    (plan, report(&sink.finish()))
}

/// Each target as one line: its route and what it is.
fn lines(site: SiteText) -> String {
    let site = site.link();
    let (plan, report) = plan_with(&site, &[], Vec::new());
    assert_eq!(report, "");
    let lines: Vec<String> = plan.targets.iter().map(|target| line(&site, target)).collect();
    lines.join("\n")
}

fn line(site: &Linked, target: &Target) -> String {
    let graph = &site.graph;
    let pager_of = |of: &PagerOf| match of {
        PagerOf::Section(id) => graph.section(*id).path.clone(),
        PagerOf::Term(id) => graph.term(*id).path.clone(),
    };
    let subject = match &target.subject {
        Subject::Page(id) => format!("page {}", graph.page(*id).path),
        Subject::Section(id) => format!("section {}", graph.section(*id).path),
        Subject::Pager { of, number, count } => format!("pager {number}/{count} of {}", pager_of(of)),
        Subject::Taxonomy(id) => format!("taxonomy {}", graph.taxonomy(*id).config.name),
        Subject::Term(id) => format!("term {}", graph.term(*id).name),
        Subject::Redirect { to } => format!("-> {to}"),
        Subject::Feed { of: FeedOf::Site(language), template } => format!("{template} of site {}", language.0),
        Subject::Feed { of: FeedOf::Section(id), template } => format!("{template} of {}", graph.section(*id).path),
        Subject::Feed { of: FeedOf::Term(id), template } => format!("{template} of {}", graph.term(*id).path),
        Subject::Copy(source) => format!("copy {source}"),
        other => format!("{other:?}"),
    };
    format!("{}: {subject}", target.route)
}

/// A site without the files that every site has.
fn bare() -> SiteText {
    let mut site = SiteText::new();
    (site.config.generate_sitemap, site.config.generate_robots_txt) = (false, false);
    site
}

#[test]
fn sections_redirect_stay_unwritten_or_are_cut_into_pagers() {
    let weighed = |site: SiteText, path: &str, weight| site.page(path, |front| front.weight = Some(weight));
    let site = bare()
        .section("_index.md", |front| (front.sort_by, front.paginate_by) = (SortBy::Weight, Some(2)))
        .section("docs/_index.md", |front| front.render = false)
        .page("docs/intro.md", |_| ())
        .section("moved/_index.md", |front| front.redirect_to = Some("docs/intro".to_owned()))
        .section("away/_index.md", |front| front.redirect_to = Some("https://other.test/x".to_owned()))
        .section("empty/_index.md", |front| (front.paginate_by, front.paginate_path) = (Some(3), String::new()))
        .section("off/_index.md", |front| front.paginate_by = Some(0));
    let site = weighed(weighed(weighed(site, "h1.md", 1), "h2.md", 2), "h3.md", 3);
    insta::assert_snapshot!(lines(site));
}

#[test]
fn taxonomies_with_terms_have_a_list_terms_pagers_and_feeds() {
    let mut site = bare().language("zh");
    site.config.languages[0].taxonomies =
        vec![taxonomy("tags"), taxonomy("kinds"), taxonomy("hidden"), taxonomy("empty")];
    site.config.languages[0].taxonomies[0].feed = true;
    site.config.languages[0].taxonomies[1].paginate_by = Some(1);
    site.config.languages[0].taxonomies[1].paginate_path = "第".to_owned();
    site.config.languages[0].taxonomies[2].render = false;
    site.config.languages[1].taxonomies = vec![taxonomy("tags")];
    let words = |kinds: &[&str]| kinds.iter().map(|kind| ((*kind).to_owned(), vec!["x".to_owned()])).collect();
    let site = site
        .page("a.md", |front| front.taxonomies = words(&["tags", "kinds", "hidden"]))
        .page("b.md", |front| front.taxonomies = words(&["kinds"]))
        .page("c.zh.md", |front| front.taxonomies = words(&["tags"]));
    insta::assert_snapshot!(lines(site));
}

#[test]
fn feeds_of_languages_need_the_default_languages_switch() {
    let site_in = |dialect, root: bool| {
        let mut site =
            bare().language("fr").language("zh").section("news/_index.md", |front| front.generate_feeds = true);
        site.config.dialect = dialect;
        site.config.languages[0].generate_feeds = root;
        site.config.languages[0].feed_filenames =
            vec!["feed.json".to_owned(), "atom.xml".to_owned(), "feed.json".to_owned()];
        site.config.languages[2].generate_feeds = true;
        site.section("_index.md", |front| front.generate_feeds = true)
    };
    let site = |root| site_in(Dialect::V2, root);
    let feeds = |site| lines(site).lines().filter(|line| line.contains(" of ")).collect::<Vec<_>>().join("\n");
    assert_eq!(
        feeds(site(true)),
        "atom.xml: atom.xml of site 0\nfeed.json: feed.json of site 0\nnews/atom.xml: atom.xml of /news/\n\
         news/feed.json: feed.json of /news/\nzh/atom.xml: atom.xml of site 2"
    );
    assert_eq!(
        feeds(site(false)),
        "atom.xml: atom.xml of /\nfeed.json: feed.json of /\nnews/atom.xml: atom.xml of /news/\n\
         news/feed.json: feed.json of /news/"
    );
    // Before 0.19 there was none without entries.
    let mut old = site(true);
    old.config.has_old_feeds = true;
    let old = old.page("zh.zh.md", |front| front.date = date("2020-01-01"));
    assert_eq!(feeds(old), "zh/atom.xml: atom.xml of site 2");
    // checklist: FEED-4
    assert!(feeds(site_in(Dialect::V1, false)).ends_with("zh/atom.xml: atom.xml of site 2"));
}

// checklist: SEC-4
#[test]
fn in_v1_a_redirect_comes_before_pagers() {
    let kinds = |dialect| {
        let mut site = bare().section("a/_index.md", |front| {
            (front.paginate_by, front.redirect_to) = (Some(2), Some("b".to_owned()));
        });
        site.config.dialect = dialect;
        lines(site)
    };
    assert!(kinds(Dialect::V1).contains("a/index.html: -> https://x.test/b/"), "{}", kinds(Dialect::V1));
    assert!(!kinds(Dialect::V2).contains("https://x.test/b/"), "{}", kinds(Dialect::V2));
}

#[test]
fn files_beside_content_and_aliases_go_along() {
    let site = bare()
        .section("_index.md", |front| front.aliases = vec!["start/index.html".to_owned()])
        .section("album/_index.md", |front| front.render = false)
        .page("album/trip/index.md", |front| {
            front.slug = Some("journey".to_owned());
            front.aliases = ["old/place", "/lead/slash/", "file.html", "旧址", "file.htm"].map(str::to_owned).to_vec();
        })
        .page("album/hidden/index.md", |front| (front.render, front.aliases) = (false, vec!["gone".to_owned()]))
        .asset("album/cover.svg")
        .asset("album/trip/data/x.csv")
        .asset("album/hidden/x.csv");
    insta::assert_snapshot!(lines(site));
}

#[test]
fn search_sheets_and_single_files_follow_the_settings() {
    let mut site = SiteText::new().language("fr").language("zh");
    for index in [0, 2] {
        site.config.languages[index].build_search_index = true;
    }
    site.config.markdown.highlighting = Some(Highlighting {
        theme: "a".to_owned(),
        dark_theme: Some("b".to_owned()),
        style: HighlightStyle::Class,
        error_on_missing_language: false,
        data_attr_position: Default::default(),
        extra_grammars: Vec::new(),
        extra_themes: Vec::new(),
        old: None,
    });
    insta::assert_snapshot!(lines(site.clone()));
    site.config.languages[0].search.index_format = IndexFormat::FuseJson;
    if let Some(highlighting) = &mut site.config.markdown.highlighting {
        highlighting.dark_theme = None;
    }
    let other = lines(site);
    assert!(other.contains("search_index.zh.json: ") && !other.contains("elasticlunr"), "{other}");
    assert!(other.contains("giallo.css: ") && !other.contains("giallo-light"), "{other}");
}

#[test]
fn the_home_section_must_be_searched() {
    let mut site = SiteText::new().section_text("_index.md", "+++\nin_search_index = false\n+++\n", |front| {
        front.in_search_index = false;
    });
    site.config.languages[0].build_search_index = true;
    insta::assert_snapshot!(plan_with(&site.link(), &[], Vec::new()).1);
}

#[test]
fn the_sitemap_lists_what_is_written_and_of_a_plain_site_every_taxonomy() {
    let mut site = SiteText::new()
        .section("_index.md", |front| (front.sort_by, front.paginate_by) = (SortBy::Date, Some(1)))
        .section("docs/_index.md", |front| (front.render, front.paginate_by) = (false, Some(1)))
        .section("moved/_index.md", |front| front.redirect_to = Some("a".to_owned()))
        .page("a.md", |front| (front.date, front.updated) = (date("2020-01-01"), date("2021-01-01")))
        .page("b.md", |front| front.date = date("2020-01-02"))
        .page("undated.md", |_| ())
        .page("hidden.md", |front| front.render = false);
    site.config.languages[0].taxonomies = vec![taxonomy("tags"), taxonomy("unused")];
    let site = site.page("docs/c.md", |front| front.taxonomies = vec![("tags".to_owned(), vec!["x".to_owned()])]);
    let list = |site: &Linked| -> Vec<String> {
        let entries = sitemap_entries(&site.graph, &site.config);
        let show = |entry: super::SitemapEntry| {
            format!("{} {}", entry.permalink.trim_start_matches("https://x.test"), entry.updated.unwrap_or_default())
        };
        entries.into_iter().map(show).collect()
    };
    let mut site = site.link();
    let all = [
        "/ ",
        "/a/ 2021-01-01",
        "/b/ 2020-01-02",
        "/docs/c/ ",
        "/moved/ ",
        "/page/1/ ",
        "/page/2/ ",
        "/tags/ ",
        "/tags/x/ ",
        "/unused/ ",
    ];
    assert_eq!(list(&site), all);
    site.config.sitemap_pagers = SitemapPagers::Exclude;
    assert_eq!(list(&site), all.into_iter().filter(|entry| !entry.contains("page")).collect::<Vec<_>>());
}

// checklist: MAP-2
#[test]
fn a_long_sitemap_has_parts() {
    let site = (0..SITEMAP_PART).fold(bare(), |site, index| site.page(&format!("{index}.md"), |_| ()));
    let mut site = site.link();
    site.config.generate_sitemap = true;
    let (plan, _) = plan_with(&site, &[], Vec::new());
    let sitemaps = plan.targets.iter().filter(|target| matches!(target.subject, Subject::Sitemap { .. }));
    let routes: Vec<_> = sitemaps.map(|target| target.route.as_str()).collect();
    assert_eq!(routes, ["sitemap.xml", "sitemap1.xml", "sitemap2.xml"]);
}

#[test]
fn static_files_replace_what_is_made() {
    let site = SiteText::new().page("a.md", |front| front.aliases = vec!["old.html".to_owned()]).link();
    let sheet =
        Target { route: Route::file("main.css").expect("a file"), subject: Subject::Bytes(b"a{}".as_slice().into()) };
    let (plan, report) = plan_with(&site, &["robots.txt", "a/index.html", "a/more.txt", "main.css"], vec![sheet]);
    assert_eq!(report, "");
    let copies: Vec<_> = plan
        .targets
        .iter()
        .filter_map(|target| if let Subject::Copy(source) = &target.subject { Some(source.as_str()) } else { None })
        .collect();
    assert_eq!(copies, ["static/a/index.html", "static/a/more.txt", "static/main.css", "static/robots.txt"]);
    assert!(plan.targets.is_sorted_by(|a, b| a.route < b.route));
}

#[test]
fn two_things_at_one_address_are_told_at_both() {
    let mut site = bare();
    site.config.languages[0].taxonomies = vec![taxonomy("kinds")];
    let site = site
        .page("ni-hao.md", |_| ())
        .page("你好.md", |_| ())
        .page_text("a.md", "+++\npath = \"ni-hao\"\n[taxonomies]\nkinds = [\"x\"]\n+++\n", |front| {
            front.path = Some("ni-hao".to_owned());
            front.taxonomies = vec![("kinds".to_owned(), vec!["x".to_owned()])];
        })
        .section("kinds/_index.md", |_| ())
        .page_text("b.md", "+++\nslug = \"sub\"\n+++\n", |front| front.path = Some("kinds/x".to_owned()))
        .section("sub/_index.md", |_| ())
        .asset("sub/index.html")
        .link();
    let (plan, report) = plan_with(&site, &[], Vec::new());
    assert!(plan.targets.is_sorted_by(|a, b| a.route < b.route));
    insta::assert_snapshot!(report);
}

// checklist: FEED-1, FS-8
#[test]
fn in_v1_feeds_stand_in_the_place_of_files_beside_content_with_a_warning() {
    let mut site = bare();
    site.config.dialect = Dialect::V1;
    site.config.languages[0].generate_feeds = true;
    let site = site.section("_index.md", |_| ()).asset("atom.xml").link();
    let (plan, report) = plan_with(&site, &[], Vec::new());
    let feed = plan.targets.iter().find(|target| target.route.as_str() == "atom.xml").unwrap();
    assert!(matches!(feed.subject, Subject::Feed { .. }));
    assert!(report.contains("content/atom.xml") && report.contains("warning"), "{report}");
}

// checklist: PATH-20
#[test]
fn in_v1_taxonomies_stand_in_the_place_of_content_with_a_warning() {
    let mut site = bare();
    site.config.dialect = Dialect::V1;
    site.config.languages[0].taxonomies = vec![taxonomy("tags")];
    let site = site
        .section("tags/_index.md", |_| ())
        .page("a.md", |front| front.taxonomies = vec![("tags".to_owned(), vec!["x".to_owned()])])
        .link();
    let (plan, report) = plan_with(&site, &[], Vec::new());
    assert!(
        report.contains("content/tags/_index.md is not shown: the page of taxonomies: tags is at /tags/"),
        "{report}"
    );
    let shown =
        plan.targets.iter().find(|target| target.route.as_str() == "tags/index.html").map(|target| &target.subject);
    assert!(matches!(shown, Some(Subject::Taxonomy(_))));
}

#[test]
fn an_alias_gives_way_with_a_warning() {
    let site = bare()
        .page_text("a.md", "+++\naliases = [\"b\", \"/old/\", \"own\"]\n+++\n", |front| {
            front.aliases = ["b", "/old/", "own"].map(str::to_owned).to_vec();
        })
        .page("b.md", |_| ())
        .page_text("c.md", "+++\naliases = [\"old\", \"old/\"]\n+++\n", |front| {
            front.aliases = ["old", "old/"].map(str::to_owned).to_vec();
        })
        .link();
    let (plan, report) = plan_with(&site, &[], Vec::new());
    let old = plan.targets.iter().find(|target| target.route.as_str() == "old/index.html");
    assert_eq!(old.map(|target| line(&site, target)).as_deref(), Some("old/index.html: -> https://x.test/a/"));
    insta::assert_snapshot!(report);
}

#[test]
fn addresses_that_no_file_can_have_are_told() {
    let long = "长".repeat(60);
    let text = format!("+++\nslug = \"{long}\"\n+++\n");
    let site = bare()
        .page_text("a.md", "+++\npath = \"../up\"\n+++\n", |front| front.path = Some("../up".to_owned()))
        .page_text("b.md", &text, |front| front.slug = Some(long.clone()))
        .page_text("c.md", "+++\naliases = [\"a\\u0007b\"]\n+++\n", |front| front.aliases = vec!["a\u{7}b".to_owned()])
        .page("d.md", |front| front.path = Some("x.html".to_owned()))
        .page_text("e.md", "+++\naliases = [\"x.html\"]\n+++\n", |front| front.aliases = vec!["x.html".to_owned()])
        .link();
    insta::assert_snapshot!(plan_with(&site, &[], Vec::new()).1);
}

#[test]
fn pagers_hold_their_part_of_the_list() {
    let weighed = |site: SiteText, index: u64| site.page(&format!("p{index}.md"), |front| front.weight = Some(index));
    let site = (1..=5).fold(SiteText::new(), weighed).section("_index.md", |front| {
        (front.sort_by, front.paginate_by, front.paginate_reversed) = (SortBy::Weight, Some(2), true);
    });
    let site = site.link();
    let pagination = pagination(&site.graph, PagerOf::Section(site.graph.roots[0])).expect("it is paginated");
    let slugs =
        |number| -> Vec<_> { pagination.pages_of(number).map(|id| site.graph.page(id).slug.as_str()).collect() };
    assert_eq!((pagination.count(), slugs(1), slugs(3), slugs(4)), (3, vec!["p5", "p4"], vec!["p1"], vec![]));
}
