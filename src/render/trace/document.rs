//! Documents as fingerprints: what lists show of them, and their bodies.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::{Sight, of_annotations};
use crate::content::Document;
use crate::fingerprint::Fingerprint;
use crate::graph::{NodeId, PageId, SectionId, Site, SiteGraph, TaxonomyId, TermId};
use crate::render::view::Annotations;

/// The fingerprints of all documents of a site.
#[derive(Clone)]
pub struct Documents {
    graph: Arc<SiteGraph>,
    /// All that lists show of a page but its body and its neighbours.
    pages: Vec<Fingerprint>,
    /// All of a section but its body and its lists.
    sections: Vec<Fingerprint>,
    page_bodies: Vec<Fingerprint>,
    section_bodies: Vec<Fingerprint>,
    /// Who links to each page and section; empty while bodies compile.
    page_links: Vec<Fingerprint>,
    section_links: Vec<Fingerprint>,
    /// Pages with what can be seen of them, for each way to see them: lists show them over and over.
    seen: [OnceLock<Vec<Fingerprint>>; WAYS],
}

/// In how many ways pages can be seen: with or without bodies, who links to them, and their neighbours.
const WAYS: usize = 8;

impl Documents {
    /// The documents, their bodies not known yet.
    pub fn new(graph: Arc<SiteGraph>) -> Documents {
        let pages = (0..graph.pages.len() as u32).into_par_iter().map(|id| page(PageId(id), &graph)).collect();
        let sections = (0..graph.sections.len() as u32).into_par_iter();
        let sections = sections.map(|id| section(SectionId(id), &graph)).collect();
        Documents::known(graph, pages, sections)
    }

    /// The documents of a graph with what the last build knew of them: of its pages and sections without bodies.
    pub fn known(graph: Arc<SiteGraph>, pages: Vec<Fingerprint>, sections: Vec<Fingerprint>) -> Documents {
        let (page_bodies, section_bodies, page_links, section_links) = Default::default();
        let seen = Default::default();
        Documents { graph, pages, sections, page_bodies, section_bodies, page_links, section_links, seen }
    }

    /// What is known of the pages and the sections without their bodies.
    pub fn prints(&self) -> (&[Fingerprint], &[Fingerprint]) {
        (&self.pages, &self.sections)
    }

    /// Adds what the bodies came out as, in the graph's order.
    pub fn with_bodies(mut self, pages: Vec<Fingerprint>, sections: Vec<Fingerprint>) -> Documents {
        (self.page_bodies, self.section_bodies) = (pages, sections);
        self.seen = Default::default();
        self
    }

    /// The documents in a graph that differs by nothing but their bodies, which are not known yet.
    pub fn without_bodies(&self, graph: Arc<SiteGraph>) -> Documents {
        Documents::known(graph, self.pages.clone(), self.sections.clone())
    }

    /// What the bodies came out as: the pages', and the sections'.
    pub fn bodies(&self) -> (Vec<Fingerprint>, Vec<Fingerprint>) {
        (self.page_bodies.clone(), self.section_bodies.clone())
    }

    /// Adds the keys that layers above give to pages.
    pub(super) fn annotate(&mut self, annotations: &Annotations) {
        for (page, annotation) in self.pages.iter_mut().zip(of_annotations(annotations)) {
            *page = Fingerprint::combine([*page, annotation]);
        }
        self.seen = Default::default();
    }

    /// Adds who links to whom.
    pub(super) fn link(&mut self, site: &Site) {
        let graph = &self.graph;
        let linking = |nodes: &Vec<NodeId>| {
            Fingerprint::of_all(nodes.iter().flat_map(|node| {
                [graph.permalink(*node), graph.document(*node).title().unwrap_or_default()].map(str::as_bytes)
            }))
        };
        self.page_links = site.page_backlinks.par_iter().map(linking).collect();
        self.section_links = site.section_backlinks.par_iter().map(linking).collect();
        self.seen = Default::default();
    }

    /// Who links to a document, as templates see it; nobody while bodies compile.
    pub(super) fn linking(&self, node: NodeId) -> Fingerprint {
        let known = match node {
            NodeId::Page(PageId(id)) => self.page_links.get(id as usize),
            NodeId::Section(SectionId(id)) => self.section_links.get(id as usize),
        };
        known.copied().unwrap_or_default()
    }

    /// All documents without their bodies.
    pub fn whole(&self) -> Fingerprint {
        self.all(Sight { bodies: false, backlinks: false, ..Sight::ALL })
    }

    /// Everything about all documents: what can be seen of the whole site.
    pub(super) fn all(&self, sight: Sight) -> Fingerprint {
        let bodies = self.page_bodies.iter().chain(&self.section_bodies).copied();
        let documents = self.pages.iter().chain(&self.sections).copied();
        let pages = (0..self.pages.len() as u32).map(|id| NodeId::Page(PageId(id)));
        let sections = (0..self.sections.len() as u32).map(|id| NodeId::Section(SectionId(id)));
        let linking = pages.chain(sections).filter(|_| sight.backlinks).map(|node| self.linking(node));
        Fingerprint::combine(documents.chain(bodies.filter(|_| sight.bodies)).chain(linking))
    }

    /// A document without its lists and relations.
    pub fn alone(&self, node: NodeId) -> Fingerprint {
        let known = match node {
            NodeId::Page(page) => self.pages.get(page.0 as usize),
            NodeId::Section(section) => self.sections.get(section.0 as usize),
        };
        known.copied().unwrap_or_default()
    }

    /// What a document's body came out as.
    pub fn body(&self, node: NodeId) -> Fingerprint {
        let known = match node {
            NodeId::Page(page) => self.page_bodies.get(page.0 as usize),
            NodeId::Section(section) => self.section_bodies.get(section.0 as usize),
        };
        known.copied().unwrap_or_default()
    }

    /// A document as another one's template can see it.
    pub(super) fn other(&self, node: NodeId, sight: Sight) -> Fingerprint {
        let mut parts = vec![self.shallow(node, sight)];
        match node {
            NodeId::Page(page) if sight.neighbours => parts.push(self.neighbours(page, sight)),
            NodeId::Section(section) if sight.lists => {
                parts.push(self.list(&self.graph.section(section).pages, sight));
            }
            _ => {}
        }
        Fingerprint::combine(parts)
    }

    /// A document with what can be seen of its body and of who links to it.
    fn shallow(&self, node: NodeId, sight: Sight) -> Fingerprint {
        if !sight.bodies && !sight.backlinks {
            return self.alone(node);
        }
        let body = sight.bodies.then(|| self.body(node));
        let linking = sight.backlinks.then(|| self.linking(node));
        Fingerprint::combine([Some(self.alone(node)), body, linking].into_iter().flatten())
    }

    /// The pages before and after.
    pub(super) fn neighbours(&self, page: PageId, sight: Sight) -> Fingerprint {
        let page = self.graph.page(page);
        let one = |page: Option<PageId>| page.map_or_else(Fingerprint::default, |id| self.shallow(id.into(), sight));
        Fingerprint::combine([one(page.lower), one(page.higher)])
    }

    /// A list of pages.
    pub(super) fn list(&self, pages: &[PageId], sight: Sight) -> Fingerprint {
        let Sight { bodies, backlinks, neighbours, .. } = sight;
        if !bodies && !backlinks && !neighbours {
            return Fingerprint::combine(pages.iter().map(|page| self.alone((*page).into())));
        }
        let way = usize::from(bodies) | usize::from(backlinks) << 1 | usize::from(neighbours) << 2;
        let seen = self.seen[way].get_or_init(|| {
            let one = |id| {
                let relations = neighbours.then(|| self.neighbours(PageId(id), sight));
                Fingerprint::combine([Some(self.shallow(PageId(id).into(), sight)), relations].into_iter().flatten())
            };
            (0..self.pages.len() as u32).map(one).collect()
        });
        Fingerprint::combine(pages.iter().map(|page| seen.get(page.0 as usize).copied().unwrap_or_default()))
    }

    /// A term; with its pages where lists can be seen.
    pub(super) fn term(&self, id: TermId, sight: Sight) -> Fingerprint {
        let term = self.graph.term(id);
        let texts = [&term.name, &term.slug, &term.path, &term.permalink].map(|text| text.as_bytes());
        let count = term.pages.len().to_le_bytes();
        let own = Fingerprint::of_all(texts.into_iter().chain([&count[..]]));
        let pages = sight.lists.then(|| self.list(&term.pages, sight));
        Fingerprint::combine([Some(own), pages].into_iter().flatten())
    }

    /// A taxonomy with all its terms.
    pub(super) fn taxonomy(&self, id: TaxonomyId, sight: Sight) -> Fingerprint {
        let taxonomy = self.graph.taxonomy(id);
        let own = Fingerprint::of_all([taxonomy.path.as_bytes(), taxonomy.permalink.as_bytes()]);
        let terms = (0..taxonomy.terms.len() as u32).map(|term| self.term(TermId(id, term), sight));
        Fingerprint::combine([own].into_iter().chain(terms))
    }

    /// The documents of a graph.
    pub fn graph(&self) -> &SiteGraph {
        &self.graph
    }
}

fn page(id: PageId, graph: &SiteGraph) -> Fingerprint {
    let page = graph.page(id);
    let flags = [u8::from(page.is_rendered()), u8::from(page.unsorted)];
    let texts = [&page.permalink, &page.path, &page.slug].map(|text| text.as_bytes());
    let ancestors = page.ancestors.iter().map(|section| graph.section(*section).document.place.relative.as_str());
    let assets = page.assets.iter().map(|asset| asset.as_str());
    let rest = ancestors.map(str::as_bytes).chain([&flags[..]]).chain(assets.map(str::as_bytes));
    document(&page.document, NodeId::Page(id), graph, texts.into_iter().chain(rest))
}

fn section(id: SectionId, graph: &SiteGraph) -> Fingerprint {
    let section = graph.section(id);
    let texts = [&section.permalink, &section.path].map(|text| text.as_bytes());
    let paths = |sections: &[SectionId]| -> Vec<&str> {
        sections.iter().map(|section| graph.section(*section).document.place.relative.as_str()).collect()
    };
    let (above, below) = (paths(&section.ancestors), paths(&section.subsections));
    let assets = section.assets.iter().map(|asset| asset.as_str());
    // What is above, below and beside are told apart.
    let rest = above.into_iter().chain(["/"]).chain(below).chain(["/"]).chain(assets).map(str::as_bytes);
    // The sections before and after show what stands in their front matter, and what is below them.
    let neighbours: Vec<Vec<u8>> = [section.lower, section.higher].map(|id| beside(id, graph)).into();
    let rest = rest.chain(neighbours.iter().map(Vec::as_slice));
    document(&section.document, NodeId::Section(id), graph, texts.into_iter().chain(rest))
}

/// What a section shows of the one before or after it.
fn beside(id: Option<SectionId>, graph: &SiteGraph) -> Vec<u8> {
    let Some(section) = id.map(|id| graph.section(id)) else { return Vec::new() };
    let mut shown = section.document.prints.matter.bits().to_le_bytes().to_vec();
    shown.extend(section.permalink.as_bytes());
    for below in &section.subsections {
        shown.push(0);
        shown.extend(graph.section(*below).document.place.relative.as_str().as_bytes());
    }
    shown
}

fn document<'a>(
    document: &Document,
    node: NodeId,
    graph: &SiteGraph,
    more: impl Iterator<Item = &'a [u8]>,
) -> Fingerprint {
    let matter = document.prints.matter.bits().to_le_bytes();
    let language = document.place.language.0.to_le_bytes();
    let own = [document.place.relative.as_str().as_bytes(), &matter[..], &language[..]];
    let translations = graph.translations(node).iter().flat_map(|node| {
        let other = graph.document(*node);
        [other.place.relative.as_str(), graph.permalink(*node), other.title().unwrap_or_default()].map(str::as_bytes)
    });
    Fingerprint::combine([Fingerprint::of_all(own), Fingerprint::of_all(more), Fingerprint::of_all(translations)])
}
