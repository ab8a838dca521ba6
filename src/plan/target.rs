//! A target: one output file, and what it is made of.

use std::fmt;
use std::sync::Arc;

use tera::Value;

use crate::content::LanguageId;
use crate::fingerprint::Fingerprint;
use crate::graph::{PageId, SectionId, TaxonomyId, TermId};
use crate::path::{Route, SourcePath};

/// What a pager divides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagerOf {
    /// A section's pages.
    Section(SectionId),
    /// A term's pages.
    Term(TermId),
}

/// What a feed tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeedOf {
    /// The whole site in one language.
    Site(LanguageId),
    /// A section.
    Section(SectionId),
    /// A term.
    Term(TermId),
}

/// How a file of a layer above is made, and from what: it is made again only where `print` differs from the last build's.
#[derive(Clone)]
pub struct Recipe {
    /// Everything it is made from, as a fingerprint.
    pub print: Fingerprint,
    /// Makes its bytes.
    pub make: Arc<dyn Fn() -> Vec<u8> + Send + Sync>,
}

impl fmt::Debug for Recipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Recipe").field(&self.print).finish()
    }
}

/// The variables of a layer's page, made when it is rendered.
#[derive(Clone)]
pub struct LayerVariables(pub Arc<dyn Fn() -> Vec<(&'static str, Value)> + Send + Sync>);

impl LayerVariables {
    /// What `make` makes.
    pub fn new(make: impl Fn() -> Vec<(&'static str, Value)> + Send + Sync + 'static) -> LayerVariables {
        LayerVariables(Arc::new(make))
    }
}

impl fmt::Debug for LayerVariables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LayerVariables")
    }
}

/// What a target is made of.
#[derive(Clone, Debug)]
pub enum Subject {
    /// A page.
    Page(PageId),
    /// A section that is not paginated.
    Section(SectionId),
    /// One pager of a paginated section or term: `number` from 1, of `count`.
    Pager {
        /// What is divided.
        of: PagerOf,
        /// Which pager, from 1.
        number: usize,
        /// How many there are.
        count: usize,
    },
    /// A taxonomy's list of terms.
    Taxonomy(TaxonomyId),
    /// A term that is not paginated.
    Term(TermId),
    /// A page that sends the reader on to `to`.
    Redirect {
        /// The address.
        to: String,
    },
    /// A feed written with the template `template` (its file name).
    Feed {
        /// What it tells of.
        of: FeedOf,
        /// The template's name, which is the file's.
        template: String,
    },
    /// The sitemap: `part` none for the only one or the index, else the part's number from 1.
    Sitemap {
        /// Which part.
        part: Option<usize>,
    },
    /// `robots.txt`.
    Robots,
    /// `404.html`.
    NotFound,
    /// The search index of a language.
    SearchIndex(LanguageId),
    /// The browser's half of elasticlunr.
    SearchScript,
    /// The style sheets of highlighted code; `dark` for the second of two.
    HighlightCss {
        /// Whether it is the dark theme's.
        dark: bool,
    },
    /// A source file as it is.
    Copy(SourcePath),
    /// Bytes made before planning (a compiled style sheet, a list for programs).
    Bytes(Arc<[u8]>),
    /// A file of a layer above that is made without a template.
    Recipe(Recipe),
    /// A page of a layer above: a template by name, with variables beyond the common ones.
    Layer {
        /// The template.
        template: &'static str,
        /// The language.
        language: LanguageId,
        /// Its address below the base URL.
        path: String,
        /// What its variables depend on besides the documents that its template can see and what every output depends on.
        print: Fingerprint,
        /// Its variables.
        variables: LayerVariables,
    },
}

/// One output file.
#[derive(Clone, Debug)]
pub struct Target {
    /// Where it goes.
    pub route: Route,
    /// What it is made of.
    pub subject: Subject,
}

/// All output files, sorted by route, no two on one route.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The targets.
    pub targets: Vec<Target>,
}
