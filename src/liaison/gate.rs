//! The last gate before the output: photos and documents lose what they tell of those who made them, and no finished text
//! holds a detail that leads to one person.

use std::io;

use super::code::{DETAIL_IN_OUTPUT, PHOTO_TELLS};
use super::rule::privacy::own_details;
use super::settings::Settings;
use crate::asset::image::{BROKEN, Stripped, strip};
use crate::check::privacy::{Allowed, certain, masked};
use crate::diagnostic::{Diagnostic, Severity, Sink};
use crate::graph::SiteGraph;
use crate::office::properties::{Cleared, DOCUMENTS, clear};
use crate::output::{OutputFile, Stage};
use crate::path::Route;
use crate::source::SourceTree;

/// Endings of files that may be photos.
const PHOTOS: [&str; 9] = ["jpg", "jpeg", "jpe", "jfif", "png", "webp", "tif", "tiff", "avif"];
/// Endings of texts a reader or a program reads.
const TEXTS: [&str; 5] = ["html", "txt", "xml", "json", "js"];

/// A stage that looks at every file before it is put into the one behind.
pub struct Gate<'a> {
    stage: &'a dyn Stage,
    sources: &'a SourceTree,
    allowed: Allowed,
    sink: &'a Sink,
}

impl<'a> Gate<'a> {
    /// A gate before `stage`. What the footer gives as the group's own may pass. So may what stands in the content itself:
    /// whether that may was asked there.
    pub fn new(
        stage: &'a dyn Stage,
        sources: &'a SourceTree,
        settings: &Settings,
        graph: &SiteGraph,
        sink: &'a Sink,
    ) -> Gate<'a> {
        let mut allowed = own_details(settings);
        let pages = graph.pages.iter().map(|page| &page.document);
        for document in pages.chain(graph.sections.iter().map(|section| &section.document)) {
            allowed.add_certain(&document.source.text);
        }
        Gate { stage, sources, allowed, sink }
    }

    fn photo(&self, route: &Route, file: OutputFile) -> io::Result<OutputFile> {
        let stripped = match &file {
            OutputFile::Bytes(bytes) => strip(bytes),
            OutputFile::Source(path) => strip(&self.sources.world().read(path)?),
        };
        Ok(match stripped {
            Stripped::Clean => file,
            Stripped::Changed(clean) => OutputFile::Bytes(clean.into()),
            Stripped::Unable(format) => {
                // One that is broken shows nothing, but others of its bytes may tell something.
                let severity = if format == BROKEN { Severity::Warning } else { Severity::Error };
                let diagnostic =
                    Diagnostic::new(&PHOTO_TELLS).arg("file", route).arg("format", format).severity(severity);
                self.sink.push(match &file {
                    OutputFile::Source(path) => diagnostic.in_file(path),
                    OutputFile::Bytes(_) => diagnostic,
                });
                file
            }
        })
    }

    /// A document without its author. Where that cannot be taken out it was told when the site was read.
    fn document(&self, ending: &str, file: OutputFile) -> io::Result<OutputFile> {
        let cleared = match &file {
            OutputFile::Bytes(bytes) => clear(ending, bytes),
            OutputFile::Source(path) => clear(ending, &self.sources.world().read(path)?),
        };
        Ok(match cleared {
            Cleared::Changed(clean) => OutputFile::Bytes(clean.into()),
            Cleared::Clean | Cleared::Unable => file,
        })
    }

    fn text(&self, route: &Route, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        for found in certain(&text) {
            if !self.allowed.has(&found) {
                self.sink.push(
                    Diagnostic::new(&DETAIL_IN_OUTPUT)
                        .arg("file", route)
                        .arg("detail", found.detail.zh())
                        .arg("detail_en", found.detail.en())
                        .arg("masked", masked(found.detail, &found.plain)),
                );
            }
        }
    }
}

impl Stage for Gate<'_> {
    fn put(&self, route: &Route, file: OutputFile) -> io::Result<()> {
        let ending = route.extension().unwrap_or_default().to_lowercase();
        let file = match ending.as_str() {
            photo if PHOTOS.contains(&photo) => self.photo(route, file)?,
            document if DOCUMENTS.contains(&document) => self.document(document, file)?,
            _ => file,
        };
        if TEXTS.contains(&ending.as_str()) {
            match &file {
                OutputFile::Bytes(bytes) => self.text(route, bytes),
                OutputFile::Source(path) => self.text(route, &self.sources.world().read(path)?),
            }
        }
        self.stage.put(route, file)
    }

    fn is_intact(&self, route: &Route) -> bool {
        self.stage.is_intact(route)
    }

    fn holds(&self, route: &Route, bytes: &[u8]) -> bool {
        self.stage.holds(route, bytes)
    }

    fn keep(&self, route: &Route) -> io::Result<()> {
        // It went through here when it was put.
        self.stage.keep(route)
    }
}
