//! A plan being drawn up: targets with what answers for them, so that a problem is told at the author's file.

use super::code::{CONTROL, NO_NAME, OUTSIDE, TOO_LONG, UNPORTABLE};
use super::target::{Subject, Target};
use crate::config::Config;
use crate::content::Document;
use crate::diagnostic::{Diagnostic, Severity, Sink, Wording};
use crate::graph::{NodeId, SiteGraph, TaxonomyId, TermId};
use crate::path::{Route, RouteError, SourcePath};

/// What gives way to what on one route: the first rank there stays. Two of one rank are a collision unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// A static file: replaces everything without a word (checklist FS-10).
    Static,
    /// A taxonomy's pages in V1: they replace content, with a warning.
    Taxonomy,
    /// A feed in V1: it replaces a file beside content, with a warning.
    Feed,
    /// What the author wrote: pages, sections, terms, files beside them.
    Content,
    /// What comes with the site: feeds, the sitemap, redirects of first pagers.
    Generated,
    /// An alias: gives way, with a warning.
    Alias,
}

/// What answers for a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// A document.
    Node(NodeId),
    /// The alias with this index of a document.
    Alias(NodeId, usize),
    /// A taxonomy of the settings.
    Taxonomy(TaxonomyId),
    /// A term, which the pages that use it answer for.
    Term(TermId),
    /// The source file that is copied.
    File,
    /// The settings, or a layer above.
    Site,
}

/// A target with its rank and owner.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub target: Target,
    pub rank: Rank,
    pub owner: Owner,
}

/// All that plans draw from and write to.
pub struct Draft<'a> {
    pub(super) graph: &'a SiteGraph,
    pub(super) config: &'a Config,
    pub(super) sink: &'a Sink,
    pub(super) planned: Vec<Planned>,
}

impl<'a> Draft<'a> {
    /// A part of the same draft, empty: to be drawn up beside others.
    pub(super) fn part(&self) -> Draft<'a> {
        Draft { planned: Vec::new(), ..*self }
    }

    /// Plans the page at the address `path` (`/a/b/`).
    pub(super) fn page(&mut self, path: &str, subject: Subject, rank: Rank, owner: Owner) {
        self.add(Route::page(path), path, subject, rank, owner);
    }

    /// Plans the file at the address `path` (`/a/atom.xml`).
    pub(super) fn file(&mut self, path: &str, subject: Subject, rank: Rank, owner: Owner) {
        self.add(Route::file(path), path, subject, rank, owner);
    }

    fn add(&mut self, route: Result<Route, RouteError>, path: &str, subject: Subject, rank: Rank, owner: Owner) {
        let source = if let Subject::Copy(source) = &subject { Some(source) } else { None };
        match route {
            Ok(route) => self.put(route, subject, rank, owner),
            Err(error) => {
                self.sink.push(self.invalid(path, error, source, owner));
            }
        }
    }

    /// Plans the file at `route`, if this system can have it; what Windows cannot have is told everywhere.
    pub(super) fn put(&mut self, route: Route, subject: Subject, rank: Rank, owner: Owner) {
        if let Some(part) = route.unportable() {
            let source = if let Subject::Copy(source) = &subject { Some(source) } else { None };
            let diagnostic = Diagnostic::new(&UNPORTABLE).arg("owner", self.name(owner, source)).arg("part", part);
            let severity = if cfg!(windows) { Severity::Error } else { UNPORTABLE.severity };
            self.sink.push(self.label(diagnostic.severity(severity), owner, source, None));
            // There it could lead to another folder or drive.
            if cfg!(windows) {
                return;
            }
        }
        self.planned.push(Planned { target: Target { route, subject }, rank, owner });
    }

    fn invalid(&self, path: &str, error: RouteError, source: Option<&SourcePath>, owner: Owner) -> Diagnostic {
        let part = |is_bad: fn(&str) -> bool| path.split('/').find(|part| is_bad(part)).unwrap_or(path);
        let (code, part) = match error {
            RouteError::Outside => (&OUTSIDE, part(|part| part == "..")),
            RouteError::TooLong => (&TOO_LONG, part(|part| part.len() > 255)),
            RouteError::Control => (&CONTROL, part(|part| part.chars().any(char::is_control))),
            RouteError::NoName => (&NO_NAME, path),
        };
        let mut shown: String = part.chars().take(40).flat_map(char::escape_debug).collect();
        if part.chars().nth(40).is_some() {
            shown.push('…');
        }
        let diagnostic = Diagnostic::new(code)
            .arg("owner", self.name(owner, source))
            .arg("path", path)
            .arg("part", shown)
            .arg("bytes", part.len());
        self.label(diagnostic, owner, source, None)
    }

    /// The name of what answers for a target; `source` is the file it copies.
    pub(super) fn name(&self, owner: Owner, source: Option<&SourcePath>) -> String {
        match (owner, source) {
            (_, Some(source)) => source.to_string(),
            (Owner::Node(node) | Owner::Alias(node, _), None) => self.graph.document(node).source.path.to_string(),
            (Owner::Taxonomy(id), None) => format!("taxonomies: {}", self.graph.taxonomy(id).config.name),
            (Owner::Term(id), None) => {
                format!("{}: {}", self.graph.taxonomy(id.0).config.name, self.graph.term(id).name)
            }
            (Owner::File | Owner::Site, None) => self.config.file.path.to_string(),
        }
    }

    /// Points at what answers for a target; with a `note` where it is not the first place.
    pub(super) fn label(
        &self,
        diagnostic: Diagnostic,
        owner: Owner,
        source: Option<&SourcePath>,
        note: Option<Wording>,
    ) -> Diagnostic {
        if let Some(source) = source {
            return diagnostic.in_file(source);
        }
        match owner {
            Owner::Node(node) => {
                let document = self.graph.document(node);
                match self.address_key(node) {
                    Some(key) => mark(diagnostic, document, key, note),
                    None => diagnostic.in_file(&document.source.path),
                }
            }
            Owner::Alias(node, index) => mark(diagnostic, self.graph.document(node), &format!("aliases.{index}"), note),
            Owner::Term(id) => {
                let term = self.graph.term(id);
                let kind = &self.graph.taxonomy(id.0).config.name;
                let Some(page) = term.pages.first().map(|page| self.graph.page(*page)) else { return diagnostic };
                let words =
                    page.front().taxonomies.iter().filter(|(name, _)| name == kind).flat_map(|(_, terms)| terms);
                let position = words.enumerate().find(|(_, word)| **word == term.name).map_or(0, |(at, _)| at);
                mark(diagnostic, &page.document, &format!("taxonomies.{kind}.{position}"), note)
            }
            Owner::Taxonomy(_) | Owner::File | Owner::Site => diagnostic.in_file(&self.config.file.path),
        }
    }

    /// The key of the front matter that gave a page its address, if one did.
    fn address_key(&self, node: NodeId) -> Option<&'static str> {
        let NodeId::Page(id) = node else { return None };
        let front = self.graph.page(id).front();
        front.path.as_ref().map(|_| "path").or(front.slug.as_ref().map(|_| "slug"))
    }
}

fn mark(diagnostic: Diagnostic, document: &Document, key: &str, note: Option<Wording>) -> Diagnostic {
    let span = document.matter.locate(&document.source.text, key);
    match note {
        Some(note) => diagnostic.see(&document.source, span, note),
        None => diagnostic.at(&document.source, span),
    }
}
