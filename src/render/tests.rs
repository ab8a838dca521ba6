//! Targets of a small site: what their templates see, which template it is, what is told where there is none.

use std::sync::Arc;

use super::{Annotations, Environment, Renderer, render};
use crate::config::{Config, Dialect};
use crate::content::{Body, LanguageId};
use crate::diagnostic::{Diagnostic, Locale, Sink, SourceText};
use crate::fingerprint::Fingerprint;
use crate::graph::testing::{SiteText, date, taxonomy};
use crate::graph::{Bodies, PageId, Site, TaxonomyId, TermId};
use crate::markdown::{Compiler, Highlighter};
use crate::output::OutputFile;
use crate::path::{Route, SourcePath};
use crate::plan::{FeedOf, LayerVariables, PagerOf, Subject, Target};
use crate::source::{MemoryWorld, SourceTree};
use crate::template::{Engine, TemplateSet, Usages};

const SEEN: &str = "{{ lang }} {{ current_path }} {{ current_url }}";

struct Made {
    renderer: Renderer,
}

impl Made {
    fn new(site: SiteText, templates: &[(&str, &str)], edit: impl FnOnce(&mut Config)) -> Made {
        let mut linked = site.link();
        assert_eq!(linked.found, []);
        edit(&mut linked.config);
        let mut world = MemoryWorld::default();
        world.files.insert(SourcePath::new("templates/unused.html").unwrap(), Vec::new());
        for (name, text) in templates {
            let path = SourcePath::new(&format!("templates/{name}")).unwrap();
            world.files.insert(path, text.as_bytes().to_vec());
        }
        let sources = SourceTree::new(Arc::new(world));
        let sink = Sink::new();
        let (config, graph) = (Arc::new(linked.config), Arc::new(linked.graph));
        let set = TemplateSet::load(&sources, &config, &sink);
        let highlighter = Arc::new(Highlighter::new(&config, &sources, &sink));
        let compiler = Compiler::new(Arc::clone(&config), Arc::clone(&graph), highlighter);
        let for_bodies = Environment::for_bodies(sources, compiler);
        let body = || Body {
            html: tera::Value::from("<p>body</p>"),
            summary: None,
            toc: Vec::new(),
            anchors: Vec::new(),
            internal_links: Vec::new(),
            external_links: Vec::new(),
            word_count: 1,
            reading_time: 1,
        };
        let bodies = Bodies {
            pages: graph.pages.iter().map(|_| body().into()).collect(),
            sections: graph.sections.iter().map(|_| body().into()).collect(),
        };
        let environment = for_bodies.for_targets(
            Arc::new(Site::join(graph, bodies, true)),
            Annotations::new(),
            Arc::new(Usages::unknown(&set)),
        );
        let engine = Engine::load(&set, environment.registry(), Dialect::V2, &sink);
        assert_eq!(sink.finish(), []);
        Made { renderer: Renderer::new(environment, engine.unwrap()) }
    }

    fn render(&self, route: &str, subject: Subject) -> Result<OutputFile, Box<Diagnostic>> {
        render(&Target { route: Route::file(route).unwrap(), subject }, &self.renderer, &Sink::new())
    }

    fn text(&self, route: &str, subject: Subject) -> String {
        match self.render(route, subject) {
            Ok(OutputFile::Bytes(bytes)) => String::from_utf8(bytes.into()).unwrap(),
            other => panic!("{route}: {other:?}"),
        }
    }

    fn page(&self, slug: &str) -> Subject {
        let pages = &self.renderer.environment.graph.pages;
        Subject::Page(PageId(pages.iter().position(|page| page.slug == slug).unwrap() as u32))
    }

    fn fails(&self, subject: Subject) -> Diagnostic {
        *self.render("x/index.html", subject).unwrap_err()
    }
}

#[test]
fn pages_and_sections_choose_their_templates() {
    let site = SiteText::new()
        .language("zh")
        .section("_index.md", |_| {})
        .section("_index.zh.md", |_| {})
        .section("a/_index.md", |front| front.page_template = Some("of-a.html".to_owned()))
        .section("a/open/_index.md", |front| front.transparent = true)
        .page("a/open/deep.md", |_| {})
        .page("a/own.md", |front| front.template = Some("own.html".to_owned()))
        .page("plain.md", |_| {});
    let templates = [
        ("index.html", SEEN),
        ("section.html", "section {{ section.path }}"),
        ("page.html", "page {{ page.path }} {{ lang }}"),
        ("of-a.html", "of-a {{ page.path }}"),
        ("own.html", "own {{ page.path }}"),
    ];
    let made = Made::new(site, &templates, |_| {});
    assert_eq!(made.text("plain/index.html", made.page("plain")), "page /plain/ en");
    assert_eq!(made.text("a/own/index.html", made.page("own")), "own /a/own/");
    assert_eq!(made.text("a/open/deep/index.html", made.page("deep")), "of-a /a/open/deep/");
    let graph = &made.renderer.environment.graph;
    let home = |language: usize| Subject::Section(graph.roots[language]);
    assert_eq!(made.text("index.html", home(0)), "en / https://x.test/");
    assert_eq!(made.text("zh/index.html", home(1)), "zh /zh/ https://x.test/zh/");
}

#[test]
fn pagers_know_their_own_address() {
    let site = SiteText::new()
        .section("_index.md", |front| {
            front.paginate_by = Some(1);
            front.paginate_path = "页".to_owned();
        })
        .page("a.md", |_| {})
        .page("b.md", |_| {});
    let made = Made::new(
        site,
        &[(
            "index.html",
            "{{ current_path }} {{ current_url }} {{ paginator.current_index }} {{ section.pages | length }}",
        )],
        |_| {},
    );
    let root = made.renderer.environment.graph.roots[0];
    let pager = |number| Subject::Pager { of: PagerOf::Section(root), number, count: 2 };
    assert_eq!(made.text("index.html", pager(1)), "/ https://x.test/ 1 0");
    assert_eq!(made.text("页/2/index.html", pager(2)), "/页/2/ https://x.test/页/2/ 2 0");
}

fn tagged() -> SiteText {
    let mut site = SiteText::new();
    site.config.languages[0].taxonomies = vec![taxonomy("tags"), taxonomy("kinds")];
    site.section("_index.md", |_| {}).page("a.md", |front| {
        front.title = Some("A".to_owned());
        front.date = date("2021-01-02");
        front.taxonomies = vec![("tags".to_owned(), vec!["x".to_owned()]), ("kinds".to_owned(), vec!["y".to_owned()])];
    })
}

#[test]
fn taxonomies_and_feeds_see_terms_and_pages() {
    let templates = [
        ("kinds/list.html", "own"),
        ("taxonomy_list.html", "{{ taxonomy.name }} {{ terms[0].name }} {{ current_path }}"),
        ("taxonomy_single.html", "{{ taxonomy.name }} {{ term.name }} {{ term.pages | length }} {{ current_url }}"),
        ("feed.json", "{{ feed_url }} {{ pages[0].title }} {{ last_updated }} {{ term.name }} {{ taxonomy.name }}"),
    ];
    let made = Made::new(tagged(), &templates, |_| {});
    let term = TermId(TaxonomyId(0), 0);
    assert_eq!(made.text("tags/index.html", Subject::Taxonomy(TaxonomyId(0))), "tags x /tags/");
    assert_eq!(made.text("kinds/index.html", Subject::Taxonomy(TaxonomyId(1))), "own");
    assert_eq!(made.text("tags/x/index.html", Subject::Term(term)), "tags x 1 https://x.test/tags/x/");
    let feed = Subject::Feed { of: FeedOf::Term(term), template: "feed.json".to_owned() };
    assert_eq!(made.text("tags/x/feed.json", feed), "https://x.test/tags/x/feed.json A 2021-01-02 x tags");
}

#[test]
fn missing_templates_are_told_where_they_are_asked_for() {
    let page = "+++\ntemplate = \"pag.html\"\n+++\n";
    let section = "+++\npage_template = \"nowhere.html\"\n+++\n";
    let site = tagged()
        .page_text("about.md", page, |front| front.template = Some("pag.html".to_owned()))
        .section_text("s/_index.md", section, |front| front.page_template = Some("nowhere.html".to_owned()))
        .page("s/child.md", |_| {});
    let settings = "taxonomies = [{ name = \"tags\" }]\nfeed_filenames = ['news.json']\n";
    let made = Made::new(site, &[("page.html", "")], |config| {
        config.file = SourceText { path: SourcePath::new("zola.toml").unwrap(), text: settings.into() };
    });
    let told = |subject: Subject| {
        let found = made.fails(subject);
        let mark = found.labels[0].mark.clone().unwrap();
        (found.labels[0].path.to_string(), mark.0.text[mark.1].to_owned(), found.message(Locale::En))
    };
    let (file, word, message) = told(made.page("about"));
    assert_eq!((file.as_str(), word.as_str()), ("content/about.md", "\"pag.html\""));
    assert!(message.contains("pag.html"));
    assert_eq!(made.fails(made.page("about")).helps(Locale::En)[0], "did you mean `page.html`?");
    let (file, word, _) = told(made.page("child"));
    assert_eq!((file.as_str(), word.as_str()), ("content/s/_index.md", "\"nowhere.html\""));
    let (file, word, message) = told(Subject::Taxonomy(TaxonomyId(0)));
    assert_eq!((file.as_str(), word.as_str()), ("zola.toml", "\"tags\""));
    assert_eq!(message, "the taxonomy `tags` has neither the template `tags/list.html` nor `taxonomy_list.html`");
    let feed = Subject::Feed { of: FeedOf::Site(LanguageId(0)), template: "news.json".to_owned() };
    let (file, word, _) = told(feed);
    assert_eq!((file.as_str(), word.as_str()), ("zola.toml", "'news.json'"));
}

#[test]
fn passes_are_for_pages_only() {
    let link = "<a href=\"{{ config.base_url }}/a/\">x</a>";
    let templates = [("index.html", link), ("404.html", link), ("robots.txt", link), ("feed.html", link)];
    let made = Made::new(SiteText::new(), &templates, |config| config.relative_links = true);
    let root = made.renderer.environment.graph.roots[0];
    let whole = "<a href=\"https://x.test/a/\">x</a>";
    assert_eq!(made.text("b/index.html", Subject::Section(root)), "<a href=\"../a/index.html\">x</a>");
    assert_eq!(made.text("404.html", Subject::NotFound), "<a href=\"/a/index.html\">x</a>");
    assert_eq!(made.text("robots.txt", Subject::Robots), whole);
    let feed = Subject::Feed { of: FeedOf::Site(LanguageId(0)), template: "feed.html".to_owned() };
    assert_eq!(made.text("feed.html", feed), whole);
    let redirect = made.text("old/index.html", Subject::Redirect { to: "https://x.test/a/".to_owned() });
    assert!(redirect.contains("url=../a/index.html"), "{redirect}");
    assert!(!redirect.contains("https://x.test"), "{redirect}");
}

#[test]
fn the_rest_needs_no_page() {
    let made = Made::new(tagged(), &[("layer.html", "{{ lang }} {{ quarter }} {{ current_url }}")], |_| {});
    let source = SourcePath::new("static/a.png").unwrap();
    assert_eq!(made.render("a.png", Subject::Copy(source.clone())), Ok(OutputFile::Source(source)));
    assert_eq!(made.text("s.css", Subject::Bytes(b"p{}"[..].into())), "p{}");
    let layer = Subject::Layer {
        template: "layer.html",
        language: LanguageId(0),
        path: "/q/".to_owned(),
        print: Fingerprint::default(),
        variables: LayerVariables::new(|| vec![("quarter", tera::Value::from(2))]),
    };
    assert_eq!(made.text("q/index.html", layer), "en 2 https://x.test/q/");
    let sitemap = made.text("sitemap.xml", Subject::Sitemap { part: None });
    for url in ["/", "/a/", "/tags/", "/tags/x/"] {
        assert!(sitemap.contains(&format!("<loc>https://x.test{url}</loc>")), "{sitemap}");
    }
    assert!(sitemap.contains("<lastmod>2021-01-02</lastmod>"));
    assert!(made.text("sitemap9.xml", Subject::Sitemap { part: Some(9) }).contains("urlset"));
    assert!(made.text("elasticlunr.min.js", Subject::SearchScript).contains("elasticlunr"));
    let index = made.text("search_index.en.js", Subject::SearchIndex(LanguageId(0)));
    assert!(index.starts_with("window.searchIndex = {") && index.contains("https://x.test/a/"), "{index}");
}

#[test]
fn a_language_elasticlunr_does_not_know_is_told() {
    let made = Made::new(SiteText::new(), &[], |config| config.languages[0].code = "tlh".to_owned());
    let found = made.fails(Subject::SearchIndex(LanguageId(0)));
    assert_eq!(found.message(Locale::En), "elasticlunr cannot index the language `tlh`");
}
