//! One content file, parsed by itself.

use std::ops::Range;

use super::front_matter::FrontMatter;
use super::page::PageFront;
use super::place::Place;
use super::section::SectionFront;
use crate::diagnostic::SourceText;

/// What the front matter says, by the kind of file.
#[derive(Clone, Debug)]
pub enum Front {
    /// A page's.
    Page(Box<PageFront>),
    /// A section's (`_index.md`).
    Section(Box<SectionFront>),
}

/// A parsed content file.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file's text, for diagnostics and for its body.
    pub source: SourceText,
    /// What its path says.
    pub place: Place,
    /// Where its front matter stands, to find a key's place for a diagnostic.
    pub matter: FrontMatter,
    /// What the front matter says.
    pub front: Front,
    /// The bytes of the body in `source.text`.
    pub body: Range<usize>,
}

impl Document {
    /// The body's text.
    pub fn body(&self) -> &str {
        &self.source.text[self.body.clone()]
    }
}
