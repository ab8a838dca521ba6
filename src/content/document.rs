//! One content file, parsed by itself.

use std::ops::Range;

use super::alias::Names;
use super::date::date_in_name;
use super::front_matter::{FrontMatter, Syntax, parse, split};
use super::page::PageFront;
use super::place::Place;
use super::section::{FEEDS, OLD_FEEDS, SectionFront};
use crate::config::{Config, Dialect};
use crate::diagnostic::{Sink, SourceText};
use crate::fingerprint::Fingerprint;
use crate::source::{Table, sort_keys};

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
    /// What its two parts say, as fingerprints.
    pub prints: Prints,
}

/// Fingerprints of the two parts of a content file: lists go by the one, the page itself by both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prints {
    /// The front matter's.
    pub matter: Fingerprint,
    /// The body's.
    pub body: Fingerprint,
}

impl Document {
    /// A document without a file, such as the home of a language that has none (checklist FS-4). `place.file` names the
    /// file it would have.
    pub fn empty(place: Place) -> Document {
        let front = match place.is_section() {
            true => Front::Section(Box::default()),
            false => Front::Page(Box::default()),
        };
        Document {
            source: SourceText { path: place.file.clone(), text: "".into() },
            place,
            matter: FrontMatter { syntax: Syntax::Toml, span: 0..0, renamed: Vec::new() },
            front,
            body: 0..0,
            prints: Prints::default(),
        }
    }

    /// Parses the file at `place`; `None`, told, if its front matter has mistakes. A page that calls itself a draft is
    /// spared the mistakes of its keys: it is work in progress, and left out by [`load`](super::load) unless asked for.
    pub(super) fn parse(
        source: SourceText,
        place: Place,
        config: &Config,
        names: &Names<'_>,
        drafts: bool,
        sink: &Sink,
    ) -> Option<Document> {
        let found = Sink::new();
        let document = Document::read(source, place, config, names, &found);
        if !drafts && document.as_ref().is_some_and(Document::is_draft) {
            return document;
        }
        // A document with a wrong value stays, so that whatever else is wrong with it is told in the same run.
        for diagnostic in found.finish() {
            sink.push(diagnostic);
        }
        document
    }

    fn read(source: SourceText, place: Place, config: &Config, names: &Names<'_>, sink: &Sink) -> Option<Document> {
        let split = split(&source).map_err(|diagnostic| sink.push(diagnostic)).ok()?;
        let mut entries = match parse(&source, split.syntax, split.matter.clone()) {
            Ok(entries) => entries,
            Err(diagnostics) => {
                diagnostics.into_iter().for_each(|diagnostic| sink.push(diagnostic));
                return None;
            }
        };
        if config.dialect == Dialect::V1 {
            // Keys of 0.23 are any others (checklist FM-3).
            entries.retain(|entry| !matches!(entry.key.as_str(), "hidden" | "include_in_feeds"));
        }
        if config.has_old_feeds && place.is_section() && !entries.iter().any(|entry| entry.key == FEEDS) {
            entries.iter_mut().filter(|entry| entry.key == OLD_FEEDS).for_each(|entry| entry.key = FEEDS.to_owned());
        }
        let renamed = names.apply(&mut entries, &source, sink);
        if config.dialect == Dialect::V1 && split.syntax == Syntax::Toml {
            entries.iter_mut().filter(|entry| entry.key == "extra").for_each(|entry| sort_keys(&mut entry.node));
        }
        let matter = FrontMatter { syntax: split.syntax, span: split.matter, renamed };
        let mut table = Table::new(source.clone(), "", matter.fence(&source.text), entries);
        let front = if place.is_section() {
            Front::Section(Box::new(SectionFront::read(&mut table, sink)))
        } else {
            let language = &config.languages[usize::from(place.language.0)];
            let mut front = PageFront::read(&mut table, language, names, sink);
            if front.date.is_none() && !table.has("date") {
                front.date = date_in_name(&place.name).map(|(date, _)| date);
            }
            Front::Page(Box::new(front))
        };
        let bytes = source.text.as_bytes();
        let prints = Prints {
            matter: Fingerprint::of(&bytes[..split.body.start]),
            body: Fingerprint::of(&bytes[split.body.clone()]),
        };
        Some(Document { source, place, matter, front, body: split.body, prints })
    }

    /// Whether a file gave it, and not [`Document::empty`]. What it stands for may have a file all the same, one that
    /// is left out: a draft.
    pub fn has_file(&self) -> bool {
        self.prints != Prints::default()
    }

    /// Its title.
    pub fn title(&self) -> Option<&str> {
        match &self.front {
            Front::Page(front) => front.title.as_deref(),
            Front::Section(front) => front.title.as_deref(),
        }
    }

    /// Whether it says that it is a draft.
    pub fn is_draft(&self) -> bool {
        match &self.front {
            Front::Page(front) => front.draft,
            Front::Section(front) => front.draft,
        }
    }

    /// The body's text.
    pub fn body(&self) -> &str {
        // A file that changed since may have other characters there.
        self.source.text.get(self.body.clone()).unwrap_or_default()
    }

    /// Its file with the text as it is at hand ([`Text::now`](crate::diagnostic::Text::now)).
    pub fn now(&self) -> SourceText {
        SourceText { path: self.source.path.clone(), text: self.source.text.now() }
    }
}
