//! Small sites in one literal, for the tests of the graph and of what is built on it.

use std::sync::Arc;

use super::{SiteGraph, link};
use crate::config::{Config, Language, TaxonomyConfig};
use crate::content::{Content, DateText, Document, Front, FrontMatter, PageFront, Place, Prints, SectionFront, Syntax};
use crate::diagnostic::{Diagnostic, Locale, Sink, SourceText, to_terminal};
use crate::fingerprint::Fingerprint;
use crate::path::{Slugify, SourcePath, slugify};

/// A site being put together: settings, documents and assets.
#[derive(Clone)]
pub(crate) struct SiteText {
    pub config: Config,
    documents: Vec<Document>,
    assets: Vec<SourcePath>,
}

/// A linked site and what was found.
pub(crate) struct Linked {
    pub graph: SiteGraph,
    pub config: Config,
    pub found: Vec<Diagnostic>,
}

impl Linked {
    /// What was found, in English and in Chinese.
    pub fn report(&self) -> String {
        report(&self.found)
    }
}

/// The diagnostics as a reader sees them, in English and in Chinese.
pub(crate) fn report(found: &[Diagnostic]) -> String {
    format!("{}{}", to_terminal(found, Locale::En, false), to_terminal(found, Locale::Zh, false))
}

impl SiteText {
    /// An empty site at `https://x.test` in English.
    pub fn new() -> SiteText {
        SiteText {
            config: crate::config::testing::config("base_url = \"https://x.test\""),
            documents: Vec::new(),
            assets: Vec::new(),
        }
    }

    /// Adds a language; they must come by code, and before the documents.
    pub fn language(mut self, code: &str) -> SiteText {
        let first = &self.config.languages[0];
        let language = Language { code: code.to_owned(), taxonomies: Vec::new(), ..first.clone() };
        self.config.languages.push(language);
        self
    }

    /// Adds a page at `path` from `content/`.
    pub fn page(self, path: &str, edit: impl FnOnce(&mut PageFront)) -> SiteText {
        self.page_text(path, "+++\n+++\n", edit)
    }

    /// Adds a page whose file holds `text`; `edit` says what its front matter means.
    pub fn page_text(mut self, path: &str, text: &str, edit: impl FnOnce(&mut PageFront)) -> SiteText {
        let mut front = PageFront::default();
        edit(&mut front);
        self.add(path, text, Front::Page(Box::new(front)));
        self
    }

    /// Adds a section at `path` from `content/`.
    pub fn section(self, path: &str, edit: impl FnOnce(&mut SectionFront)) -> SiteText {
        self.section_text(path, "+++\n+++\n", edit)
    }

    /// Adds a section whose file holds `text`; `edit` says what its front matter means.
    pub fn section_text(mut self, path: &str, text: &str, edit: impl FnOnce(&mut SectionFront)) -> SiteText {
        let mut front = SectionFront::default();
        edit(&mut front);
        self.add(path, text, Front::Section(Box::new(front)));
        self
    }

    /// Adds an asset at `path` from `content/`.
    pub fn asset(mut self, path: &str) -> SiteText {
        self.assets.push(source_path(&format!("content/{path}")));
        self
    }

    /// Links the site.
    pub fn link(self) -> Linked {
        let sink = Sink::new();
        let content = Content {
            documents: self.documents.into_iter().map(Arc::new).collect(),
            assets: self.assets,
            failed: Vec::new(),
        };
        let graph = link(content, &self.config, &sink);
        Linked { graph, config: self.config, found: sink.finish() }
    }

    fn add(&mut self, path: &str, text: &str, front: Front) {
        let place = self.place(path);
        let source = SourceText { path: place.file.clone(), text: text.into() };
        // Both fences are three signs and a line break.
        let span = 4..text.len().saturating_sub(4).max(4);
        let matter = FrontMatter { syntax: Syntax::Toml, span, renamed: Vec::new() };
        self.documents.push(Document {
            source,
            place,
            matter,
            front,
            body: text.len()..text.len(),
            prints: Prints { matter: Fingerprint::of(path.as_bytes()), body: Fingerprint::of(text.as_bytes()) },
        });
    }

    fn place(&self, path: &str) -> Place {
        let place = Place::of(&source_path(&format!("content/{path}")), &self.config);
        place.expect("the path is right").expect("the path is that of a document")
    }
}

/// The settings of a taxonomy.
pub(crate) fn taxonomy(name: &str) -> TaxonomyConfig {
    TaxonomyConfig {
        name: name.to_owned(),
        slug: slugify(name, Slugify::On),
        paginate_by: None,
        paginate_path: "page".to_owned(),
        feed: false,
        render: true,
    }
}

/// A date or moment as front matter has it.
pub(crate) fn date(text: &str) -> Option<DateText> {
    Some(DateText::parse(text).expect("a date or moment"))
}

fn source_path(text: &str) -> SourcePath {
    SourcePath::new(text).expect("a path inside the site")
}
