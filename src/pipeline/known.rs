//! What follows from the documents alone, as a build leaves it on the disk for the next one, which takes it over where nothing but a
//! few bodies changed: the graph, what is known of its documents and bodies, and which outputs show bodies of others.

use std::sync::Arc;

use bytes::Bytes;

use crate::cache::Links;
use crate::config::Config;
use crate::content::Document;
use crate::fingerprint::Fingerprint;
use crate::graph::{PageId, SiteGraph};
use crate::path::{Route, SourcePath};
use crate::plan::{Plan, Subject, Target};
use crate::render::trace::Documents;
use crate::wire::{Reader, Writer};

/// What the last build knew.
pub(super) struct Known {
    /// What bodies and back links are made of besides the documents.
    pub key: Fingerprint,
    pub graph: SiteGraph,
    /// What was known of the pages and of the sections without their bodies.
    pub documents: [Vec<Fingerprint>; 2],
    /// What the bodies of pages and sections came out as.
    pub bodies: [Vec<Fingerprint>; 2],
    pub showing: Vec<Showing>,
}

/// An output that shows the bodies of other documents, or a section's own: every page with an output shows its own as well.
#[derive(Clone, Debug)]
pub(super) struct Showing {
    pub target: Target,
    /// The pages whose bodies it shows, where these are known one by one.
    pub pages: Option<Vec<PageId>>,
}

/// What writes it, once the output is there.
pub(super) fn links(
    ground: (Fingerprint, Fingerprint),
    documents: Documents,
    graph: Arc<SiteGraph>,
    showing: Vec<Showing>,
) -> Links {
    Links(Box::new(move || keep(ground, &documents, &graph, &showing)))
}

/// Whether every page that is to be written has its output: a file may stand in its place.
pub(super) fn has_all_pages(plan: &Plan, graph: &SiteGraph) -> bool {
    let planned = plan.targets.iter().filter(|target| matches!(target.subject, Subject::Page(_))).count();
    planned == graph.pages.iter().filter(|page| page.is_rendered()).count()
}

/// Writes what a build on `ground` knew, whose bodies are made of `key` besides the documents.
fn keep(
    (ground, key): (Fingerprint, Fingerprint),
    documents: &Documents,
    graph: &SiteGraph,
    showing: &[Showing],
) -> Vec<u8> {
    let (pages, sections) = documents.prints();
    let (page_bodies, section_bodies) = documents.bodies();
    let mut writer = Writer::with_capacity(graph.pages.len() * 128);
    writer.fingerprint(ground);
    writer.fingerprint(key);
    for prints in [pages, sections, &page_bodies, &section_bodies] {
        writer.size(prints.len());
        prints.iter().for_each(|print| writer.fingerprint(*print));
    }
    graph.keep(&mut writer);
    writer.size(showing.len());
    for Showing { target, pages } in showing {
        writer.text(target.route.as_str());
        target.subject.keep(&mut writer);
        writer.flag(pages.is_some());
        let pages = pages.as_deref().unwrap_or_default();
        writer.size(pages.len());
        pages.iter().for_each(|page| writer.number(u64::from(page.0)));
    }
    writer.into_bytes()
}

impl Known {
    /// What `keep` wrote on the same `ground`; `document` gives the document of a file. `None` for another ground, or damage.
    pub fn recall(
        bytes: &Bytes,
        ground: Fingerprint,
        config: &Arc<Config>,
        document: impl Fn(&SourcePath) -> Option<Arc<Document>> + Send + Sync + 'static,
    ) -> Option<Known> {
        let reader = &mut Reader::new(bytes);
        if reader.fingerprint()? != ground {
            return None;
        }
        let key = reader.fingerprint()?;
        let documents = [prints(reader)?, prints(reader)?];
        let bodies = [prints(reader)?, prints(reader)?];
        let graph = SiteGraph::recall(reader, bytes, config, document)?;
        let count = graph.pages.len();
        if [&documents, &bodies]
            .iter()
            .any(|[pages, sections]| (pages.len(), sections.len()) != (count, graph.sections.len()))
        {
            return None;
        }
        let showing = (0..reader.count()?).map(|_| showing(reader)).collect::<Option<_>>()?;
        reader.is_done().then_some(Known { key, graph, documents, bodies, showing })
    }
}

fn prints(reader: &mut Reader<'_>) -> Option<Vec<Fingerprint>> {
    (0..reader.count()?).map(|_| reader.fingerprint()).collect()
}

fn showing(reader: &mut Reader<'_>) -> Option<Showing> {
    let target = Target { route: Route::file(reader.text()?).ok()?, subject: Subject::recall(reader)? };
    let are_known = reader.flag()?;
    let pages = (0..reader.count()?).map(|_| Some(PageId(u32::try_from(reader.number()?).ok()?)));
    let pages = pages.collect::<Option<Vec<_>>>()?;
    Some(Showing { target, pages: are_known.then_some(pages) })
}
