//! A bench for tests: a small site by hand, one text rendered on it, and what came of it.

use std::ops::Range;
use std::sync::Arc;

use super::compile::Compiler;
use super::highlight::Highlighter;
use super::setup::{Places, Setup, Snippets};
use super::shortcode::Inserts;
use super::write::render;
use crate::config::{AnchorPlace, Config, DataAttrPosition, HighlightStyle, Highlighting};
use crate::content::{
    Document, Front, FrontMatter, Heading, InternalLink, LanguageId, Place, Prints, SectionFront, SortBy, Syntax,
};
use crate::diagnostic::{Diagnostic, Locale, Sink, SourceText, to_terminal};
use crate::graph::{Bodies, NodeId, Page, PageId, Section, Site, SiteGraph};
use crate::path::SourcePath;
use crate::source::{MemoryWorld, SourceTree};

/// What stands before the bodies, so that places in a body and in its file differ.
const FRONT: &str = "+++\n+++\n";

/// Settings with every default, of a site in Chinese.
pub fn config() -> Config {
    crate::config::testing::config("base_url = \"https://x.test\"\ndefault_language = \"zh\"")
}

/// A page of `text` at `path` below `content`, with this address.
fn page(path: &str, permalink: &str, text: &str) -> Page {
    let file = SourcePath::new(&format!("content/{path}")).unwrap();
    let text = format!("{FRONT}{text}");
    let place = Place {
        file: file.clone(),
        relative: SourcePath::new(path).unwrap(),
        folders: Vec::new(),
        name: file.file_stem().to_owned(),
        language: LanguageId(0),
        canonical: path.trim_end_matches(".md").to_owned(),
        colocated: None,
    };
    let document = Document {
        body: FRONT.len()..text.len(),
        source: SourceText { path: file, text: text.into() },
        place,
        matter: FrontMatter { syntax: Syntax::Toml, span: 4..4, renamed: Vec::new() },
        front: Front::Page(Box::default()),
        prints: Prints::default(),
    };
    Page {
        document: Arc::new(document),
        slug: String::new(),
        path: String::new(),
        components: Vec::new(),
        permalink: permalink.to_owned(),
        ancestors: Vec::new(),
        section: None,
        lower: None,
        higher: None,
        unsorted: false,
        assets: Vec::new(),
    }
}

/// A graph of pages: path, address, text.
pub fn graph(pages: &[(&str, &str, &str)]) -> SiteGraph {
    let mut graph = SiteGraph::default();
    graph.pages = pages.iter().map(|(path, permalink, text)| Arc::new(page(path, permalink, text))).collect();
    for (at, (path, ..)) in pages.iter().enumerate() {
        graph.put(path, NodeId::Page(PageId(at as u32)));
    }
    graph
}

/// A section at the root whose headings carry anchor links so.
pub fn section(insert_anchor_links: Option<AnchorPlace>) -> Section {
    let front = SectionFront {
        title: None,
        description: None,
        sort_by: SortBy::None,
        weight: 0,
        draft: false,
        render: true,
        template: None,
        page_template: None,
        paginate_by: None,
        paginate_path: "page".to_owned(),
        paginate_reversed: false,
        insert_anchor_links,
        in_search_index: true,
        redirect_to: None,
        transparent: false,
        aliases: Vec::new(),
        generate_feeds: false,
        hidden: false,
        extra: tera::Value::none(),
    };
    let mut document = page("_index.md", "", "# S\n\n<!-- more -->\n").document;
    Arc::make_mut(&mut document).front = Front::Section(Box::new(front));
    Section {
        document,
        path: "/".to_owned(),
        components: Vec::new(),
        permalink: "https://x.test/".to_owned(),
        ancestors: Vec::new(),
        subsections: Vec::new(),
        lower: None,
        higher: None,
        pages: Vec::new(),
        unsorted_pages: Vec::new(),
        assets: Vec::new(),
    }
}

/// The templates of tests.
pub struct TestSnippets;

impl Snippets for TestSnippets {
    fn anchor_link(&self, id: &str, level: u8, language: &str) -> Result<String, Diagnostic> {
        Ok(format!("<a class=\"anchor level-{level} lang-{language}\" href=\"#{id}\" title=\"to > {id}\">¶</a>\n"))
    }

    fn cutoff(&self, summary: &str, language: &str) -> Result<String, Diagnostic> {
        assert_eq!(summary, summary.trim_end());
        Ok(format!("[cut {language}]\n"))
    }
}

/// A site to render on; `a.md` is the page being rendered.
pub struct Bench {
    /// The settings.
    pub config: Config,
    /// Where headings carry anchor links.
    pub anchors: AnchorPlace,
    /// Whether the text is the body as written.
    pub verbatim: bool,
    /// The stretches of the text that are as written, where it is not wholly so.
    pub stretches: Option<Vec<(Range<usize>, usize)>>,
    /// The other pages: path and address.
    pub others: Vec<(&'static str, &'static str)>,
    /// The address of the page.
    pub permalink: &'static str,
    /// Files of the site.
    pub files: Vec<(&'static str, &'static str)>,
}

impl Default for Bench {
    fn default() -> Bench {
        Bench {
            config: config(),
            anchors: AnchorPlace::None,
            verbatim: true,
            stretches: None,
            others: vec![("b.md", "https://x.test/b/"), ("部/一.md", "https://x.test/yi/")],
            permalink: "https://x.test/a/",
            files: Vec::new(),
        }
    }
}

impl Bench {
    /// The same with code in the colours of a theme, or of two.
    pub fn coloured(mut self, theme: &str, dark: Option<&str>, style: HighlightStyle) -> Bench {
        self.config.markdown.highlighting = Some(Highlighting {
            theme: theme.to_owned(),
            dark_theme: dark.map(str::to_owned),
            style,
            error_on_missing_language: false,
            data_attr_position: DataAttrPosition::Code,
            extra_grammars: Vec::new(),
            extra_themes: Vec::new(),
            old: None,
        });
        self
    }

    /// A tree of the bench's files.
    pub fn sources(&self) -> SourceTree {
        let mut world = MemoryWorld::default();
        for (path, text) in &self.files {
            world.files.insert(SourcePath::new(path).unwrap(), text.as_bytes().to_vec());
        }
        SourceTree::new(Arc::new(world))
    }

    fn places(&self) -> Places {
        match &self.stretches {
            Some(stretches) => Places::Stretches(stretches.clone()),
            None if self.verbatim => Places::Verbatim,
            None => Places::Unknown,
        }
    }

    /// Where `span` of a text is in the file.
    pub fn place(&self, span: Range<usize>) -> Option<Range<usize>> {
        let (sink, inserts, graph) = (Sink::new(), Inserts::default(), graph(&[]));
        let highlighter = Highlighter::default();
        let setup = Setup {
            config: &self.config,
            graph: &graph,
            highlighter: &highlighter,
            node: None,
            language: LanguageId(0),
            anchors: self.anchors,
            snippets: &TestSnippets,
            source: None,
            body: 0..0,
            places: self.places(),
            inserts: &inserts,
            sink: &sink,
        };
        setup.place(span)
    }

    /// Renders `text` as the body of `a.md`.
    pub fn render(&self, text: &str) -> Made {
        self.render_with(text, Inserts::default())
    }

    /// Renders `text` with HTML put in.
    pub fn render_with(&self, text: &str, inserts: Inserts) -> Made {
        let mut pages = vec![("a.md", self.permalink, text)];
        pages.extend(self.others.iter().map(|(path, permalink)| (*path, *permalink, "")));
        let graph = graph(&pages);
        let sink = Sink::new();
        let highlighter = Highlighter::new(&self.config, &self.sources(), &sink);
        let node = NodeId::Page(PageId(0));
        let document = graph.document(node);
        let setup = Setup {
            config: &self.config,
            graph: &graph,
            highlighter: &highlighter,
            node: Some(node),
            language: LanguageId(0),
            anchors: self.anchors,
            snippets: &TestSnippets,
            source: Some(&document.source),
            body: document.body.clone(),
            places: self.places(),
            inserts: &inserts,
            sink: &sink,
        };
        let made = render(document.body(), &setup);
        Made {
            html: made.html,
            summary: made.summary,
            toc: made.toc,
            anchors: made.anchors,
            internal: made.links.internal,
            external: made.links.external,
            source: document.source.clone(),
            diagnostics: sink.finish(),
        }
    }
}

/// What came of a text.
pub struct Made {
    /// The HTML.
    pub html: String,
    /// The summary.
    pub summary: Option<String>,
    /// The table of contents.
    pub toc: Vec<Heading>,
    /// The ids.
    pub anchors: Vec<String>,
    /// The links to content files.
    pub internal: Vec<InternalLink>,
    /// The links to other sites.
    pub external: Vec<(String, Option<Range<usize>>)>,
    /// The file.
    pub source: SourceText,
    /// What was told.
    pub diagnostics: Vec<Diagnostic>,
}

impl Made {
    /// The text of the file at `span`.
    pub fn text_at(&self, span: Option<Range<usize>>) -> &str {
        &self.source.text[span.expect("a place")]
    }

    /// The messages of all that was told.
    pub fn messages(&self, locale: Locale) -> Vec<String> {
        self.diagnostics.iter().map(|diagnostic| diagnostic.message(locale)).collect()
    }

    /// The marked words of all that was told.
    pub fn marks(&self) -> Vec<&str> {
        let mark = |diagnostic: &'_ Diagnostic| diagnostic.labels[0].mark.as_ref().map(|(_, span)| span.clone());
        self.diagnostics.iter().map(|diagnostic| self.text_at(mark(diagnostic))).collect()
    }

    /// All that was told, as a terminal shows it.
    pub fn report(&self, locale: Locale) -> String {
        report(&self.diagnostics, locale)
    }
}

/// Diagnostics as a terminal shows them.
pub fn report(diagnostics: &[Diagnostic], locale: Locale) -> String {
    to_terminal(diagnostics, locale, false)
}

/// The HTML of `text` by the defaults.
pub fn html(text: &str) -> String {
    Bench::default().render(text).html
}

/// The HTML of `text` by the rules of Chinese.
pub fn cjk_html(text: &str) -> String {
    let mut bench = Bench::default();
    bench.config.markdown.cjk = true;
    let made = bench.render(text);
    assert!(!made.html.contains(|c| ('\u{FDD0}'..='\u{FDEF}').contains(&c)), "{}", made.html);
    made.html
}

/// A compiled site of pages: path and text.
pub fn site(pages: &[(&str, &str)]) -> (Bench, Site) {
    let bench = Bench::default();
    let addresses: Vec<String> =
        pages.iter().map(|(path, _)| format!("https://x.test/{}/", path.trim_end_matches(".md"))).collect();
    let pages: Vec<(&str, &str, &str)> =
        pages.iter().zip(&addresses).map(|((path, text), address)| (*path, address.as_str(), *text)).collect();
    let graph = Arc::new(graph(&pages));
    let compiler = Compiler::new(Arc::new(bench.config.clone()), graph.clone(), Arc::new(Highlighter::default()));
    let sink = Sink::new();
    let body = |at| {
        let node = NodeId::Page(PageId(at as u32));
        compiler.body(node, &TestSnippets, || Ok(graph.document(node).body().replace("{{ x }}", "expanded")), &sink)
    };
    let bodies = Bodies { pages: (0..pages.len()).map(|at| body(at).into()).collect(), sections: Vec::new() };
    assert_eq!(sink.finish(), []);
    (bench, Site { graph, bodies, page_backlinks: Vec::new(), section_backlinks: Vec::new() })
}
