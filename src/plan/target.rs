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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedOf {
    /// The whole site in one language.
    Site(LanguageId),
    /// A section.
    Section(SectionId),
    /// A term.
    Term(TermId),
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
    /// A picture that a layer above draws.
    Drawing(Drawing),
    /// A page of a layer above: a template by name, with variables beyond the common ones.
    Layer {
        /// The template.
        template: &'static str,
        /// The language.
        language: LanguageId,
        /// Its address below the base URL.
        path: String,
        /// Its variables.
        variables: Arc<Vec<(&'static str, Value)>>,
    },
}

/// A picture that is drawn when it is needed, and known by what it is drawn from.
#[derive(Clone)]
pub struct Drawing {
    /// All that it is drawn from, as a fingerprint.
    pub print: Fingerprint,
    draw: Arc<dyn Fn() -> Result<Vec<u8>, String> + Send + Sync>,
}

impl Drawing {
    /// A picture made of what `print` stands for.
    pub fn new(print: Fingerprint, draw: impl Fn() -> Result<Vec<u8>, String> + Send + Sync + 'static) -> Drawing {
        Drawing { print, draw: Arc::new(draw) }
    }

    /// Draws it: the bytes of its file.
    ///
    /// # Errors
    /// Why it cannot be drawn.
    pub fn draw(&self) -> Result<Vec<u8>, String> {
        (self.draw)()
    }
}

impl fmt::Debug for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Drawing({})", self.print)
    }
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
