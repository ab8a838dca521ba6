//! Bodies: taken over from the last build where what they were made from still holds, else compiled. Memo point 1.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use rayon::prelude::*;

use crate::cache::{BodyRecord, Cache, Decoded, Next, Read};
use crate::content::{Body, keep_links};
use crate::diagnostic::Sink;
use crate::fingerprint::Fingerprint;
use crate::graph::{Bodies, BodyCell, NodeId, PageId, SectionId};
use crate::markdown::Compiler;
use crate::output::Stage;
use crate::path::Route;
use crate::render::trace::{Documents, Looking, Sight, of_files, of_link};
use crate::render::{Record, Renderer, recording};
use crate::template::{TemplateSet, Usages};
use crate::wire::{Reader, Writer};

use super::Observed;
use super::linked::Joined;

/// The templates that bodies are made with beyond their own text (checklist THM-5).
const SNIPPETS: [&str; 2] = ["anchor-link.html", "summary-cutoff.html"];

/// What compiling needs.
pub(super) struct Compile<'a> {
    pub renderer: &'a Arc<Renderer>,
    pub documents: &'a Documents,
    pub usages: &'a Usages,
    pub set: &'a TemplateSet,
    pub cache: &'a Cache,
    pub next: &'a Next,
    /// What lies in the output; none where no body of the last build is asked for.
    pub stage: Option<&'a dyn Stage>,
    pub observed: &'a Observed,
    pub sink: &'a Sink,
}

/// The bodies, and what is known of them.
pub(super) struct Compiled {
    pub bodies: Bodies,
    /// What each page's body came out as.
    pub pages: Vec<Fingerprint>,
    /// What each section's came out as.
    pub sections: Vec<Fingerprint>,
    /// How many were compiled.
    pub compiled: usize,
    /// Whether one of them looks at the clock, or at what cannot be compared.
    pub looks_at_clock: bool,
    /// Whether they are made of nothing but documents and what `key` covers, without a word to tell.
    pub is_steady: bool,
    /// Whether they see of other documents nothing but where they stand.
    pub by_address: bool,
}

/// What all bodies and their back links are made of besides the documents, unless bodies are templates or look at something.
pub(super) fn key(usages: &Usages, set: &TemplateSet, compiler: &Compiler, backlinks: bool) -> Fingerprint {
    let flags = [u8::from(compiler.is_counting()), u8::from(backlinks)];
    Fingerprint::combine([snippets(usages, set), Fingerprint::of(&flags)])
}

fn snippets(usages: &Usages, set: &TemplateSet) -> Fingerprint {
    Fingerprint::combine(SNIPPETS.map(|name| of_files(&usages.of(name).files, set)))
}

/// Every body of the site, in parallel.
pub(super) fn compile(compile: &Compile<'_>) -> Compiled {
    let one = One::new(compile);
    let graph = compile.documents.graph();
    compile.next.reserve(graph.pages.len() + graph.sections.len(), 0);
    let (mut pages, mut page_prints) = (Vec::new(), Vec::new());
    let (mut sections, mut section_prints) = (Vec::new(), Vec::new());
    let all = (0..graph.pages.len() as u32).into_par_iter();
    all.map_init(|| 0, |near, id| one.body(NodeId::Page(PageId(id)), near))
        .unzip_into_vecs(&mut pages, &mut page_prints);
    let all = (0..graph.sections.len() as u32).into_par_iter();
    all.map_init(|| 0, |near, id| one.body(NodeId::Section(SectionId(id)), near))
        .unzip_into_vecs(&mut sections, &mut section_prints);
    one.compiled(Bodies { pages: pages.into(), sections }, (page_prints, section_prints))
}

/// The bodies of `last`, those of `changed` anew: all others are made of nothing that changed.
pub(super) fn compile_again(compile: &Compile<'_>, last: &Joined, changed: &[NodeId]) -> Compiled {
    let one = One::new(compile);
    one.by_address.store(last.by_address, Ordering::Relaxed);
    compile.next.same_bodies(compile.cache.bodies());
    let mut bodies = last.site.bodies.clone();
    let (mut pages, mut sections) = last.documents.bodies();
    for node in changed {
        let (body, print) = one.anew(*node);
        match *node {
            NodeId::Page(PageId(id)) => {
                bodies.pages.set(id as usize, body);
                pages[id as usize] = print;
            }
            NodeId::Section(SectionId(id)) => (bodies.sections[id as usize], sections[id as usize]) = (body, print),
        }
    }
    one.compiled(bodies, (pages, sections))
}

/// The body that a record tells of, to be had when somebody looks at it: from the heap that `read` reads, else compiled again;
/// `None` for a damaged record.
pub(super) fn later(
    node: NodeId,
    record: &Arc<BodyRecord>,
    renderer: &Arc<Renderer>,
    read: impl Fn(Range<u64>) -> Option<Vec<u8>> + Send + Sync + 'static,
) -> Option<Arc<BodyCell>> {
    let (of_anchors, of_body, renderer) = (record.clone(), record.clone(), renderer.clone());
    let anchors = move || Reader::new(&of_anchors.anchors).texts().unwrap_or_default();
    let load = move || {
        let kept = of_body.place.clone().and_then(|place| Body::recall(&mut Reader::new(&read(place)?)));
        // What is not kept, or damaged, costs one compilation; what there is to tell was nothing. What it looks at is
        // no matter of whoever looks at it.
        kept.unwrap_or_else(|| recording(|| renderer.compile(node, &Sink::new())).0)
    };
    Some(BodyCell::later(record.links()?, anchors, load))
}

/// Whether there is code in it. Highlighting takes many times what reading HTML takes; other Markdown takes hardly more, so
/// it is compiled again where somebody looks at it.
fn is_highlighted(html: &str) -> bool {
    memchr::memmem::find(html.as_bytes(), b"<pre").is_some()
}

/// A list as bytes; none for an empty one.
fn encoded<T>(list: &[T], keep: impl Fn(&[T], &mut Writer)) -> Bytes {
    let mut writer = Writer::new();
    if !list.is_empty() {
        keep(list, &mut writer);
    }
    writer.into_bytes().into()
}

struct One<'a> {
    compile: &'a Compile<'a>,
    snippets: Fingerprint,
    /// All templates: a body that is one may use any component.
    templates: Fingerprint,
    /// What the reads of the last build show now: many bodies look at the same.
    known: Vec<OnceLock<Option<Fingerprint>>>,
    compiled: AtomicUsize,
    looks_at_clock: AtomicBool,
    is_steady: AtomicBool,
    by_address: AtomicBool,
}

impl<'a> One<'a> {
    fn new(compile: &'a Compile<'a>) -> One<'a> {
        let files: Vec<&str> = compile.set.files.iter().map(|file| file.name.as_str()).collect();
        One {
            compile,
            snippets: snippets(compile.usages, compile.set),
            templates: of_files(files, compile.set),
            known: std::iter::repeat_with(OnceLock::new).take(compile.next.reads()).collect(),
            compiled: AtomicUsize::new(0),
            looks_at_clock: AtomicBool::new(false),
            is_steady: AtomicBool::new(true),
            by_address: AtomicBool::new(true),
        }
    }

    /// All bodies, and what they came out as: the pages', and the sections'.
    fn compiled(self, bodies: Bodies, (pages, sections): (Vec<Fingerprint>, Vec<Fingerprint>)) -> Compiled {
        Compiled {
            bodies,
            pages,
            sections,
            compiled: self.compiled.into_inner(),
            looks_at_clock: self.looks_at_clock.into_inner(),
            is_steady: self.is_steady.into_inner(),
            by_address: self.by_address.into_inner(),
        }
    }

    /// The body of a document. `near` is where the last one was found in the cache.
    fn body(&self, node: NodeId, near: &mut usize) -> (Arc<BodyCell>, Fingerprint) {
        match self.last(node, near) {
            Some(found) => found,
            None => self.anew(node),
        }
    }

    /// The body as the last build left it, if that still holds.
    fn last(&self, node: NodeId, near: &mut usize) -> Option<(Arc<BodyCell>, Fingerprint)> {
        let Compile { renderer, documents, cache, next, stage, .. } = self.compile;
        let path = &documents.graph().document(node).place.file;
        let record = cache.body(path, near)?;
        let is_same = record.key == self.key(node, record.templated)
            && self.reads(&record.reads) == Some(record.read)
            && record
                .wants
                .iter()
                .all(|want| Route::file(want).is_ok_and(|route| stage.is_some_and(|stage| stage.is_intact(&route))));
        if !is_same {
            return None;
        }
        if record.templated || !record.wants.is_empty() {
            self.is_steady.store(false, Ordering::Relaxed);
        }
        for want in record.wants.iter().filter_map(|want| Route::file(want).ok()) {
            renderer.environment.keep_want(want);
        }
        let body = later(node, &record, renderer, cache.body_reader())?;
        next.body(path.as_str(), record.clone());
        Some((body, record.print))
    }

    fn anew(&self, node: NodeId) -> (Arc<BodyCell>, Fingerprint) {
        let Compile { renderer, documents, cache, next, observed, sink, .. } = self.compile;
        self.compiled.fetch_add(1, Ordering::Relaxed);
        let document = documents.graph().document(node);
        let _work = observed.at_work(document.place.file.as_str());
        let own = Sink::new();
        let (body, mut record) = recording(|| renderer.compile(node, &own));
        let told = own.finish();
        let print = body.print();
        let is_dear = record != Record::default() || body.html.as_str().is_some_and(is_highlighted);
        let wants: Vec<String> = record.all_wants().into_iter().map(|route| route.as_str().to_owned()).collect();
        record.reads.extend(body.internal_links.iter().map(|link| of_link(&link.target.path)));
        let templated = renderer.environment.compiler.is_template(node);
        if templated {
            let own = Read::Document(document.place.relative.as_str().to_owned(), document.place.language);
            record.reads.push(own);
        }
        let links = encoded(&body.internal_links, keep_links);
        let anchors = encoded(&body.anchors, |anchors, writer| writer.texts(anchors.iter().map(String::as_str)));
        let reads = record.numbers(next);
        if templated || !wants.is_empty() || !told.is_empty() {
            self.is_steady.store(false, Ordering::Relaxed);
        }
        // Only compiling tells again what there is to tell.
        match self.reads(&reads) {
            Some(read) if told.is_empty() => {
                let record = Arc::new(BodyRecord {
                    key: self.key(node, templated),
                    templated,
                    reads,
                    read,
                    wants,
                    print,
                    links,
                    decoded: Decoded::default(),
                    anchors,
                    place: (is_dear || templated).then(|| {
                        let mut writer = Writer::with_capacity(body.html.as_str().map_or(0, str::len) + 512);
                        body.keep(&mut writer);
                        cache.put_body(writer.bytes())
                    }),
                });
                next.body(document.place.file.as_str(), record);
            }
            Some(_) => {}
            None => self.looks_at_clock.store(true, Ordering::Relaxed),
        }
        told.into_iter().for_each(|diagnostic| sink.push(diagnostic));
        document.source.text.let_go();
        (body.into(), print)
    }

    /// All that the body is made from, but for what it looks at.
    fn key(&self, node: NodeId, templated: bool) -> Fingerprint {
        let Compile { renderer, documents, next, .. } = self.compile;
        let document = documents.graph().document(node);
        let place = renderer.environment.compiler.surroundings(node);
        let parts = [next.ground, self.snippets, document.prints.body, place];
        let of_template = templated.then(|| [self.templates, documents.alone(node)]);
        Fingerprint::combine(parts.into_iter().chain(of_template.into_iter().flatten()))
    }

    fn reads(&self, numbers: &[u32]) -> Option<Fingerprint> {
        let prints = numbers.iter().map(|number| match self.known.get(*number as usize) {
            Some(known) => *known.get_or_init(|| self.read(*number)),
            None => self.read(*number),
        });
        Some(Fingerprint::combine(prints.collect::<Option<Vec<_>>>()?))
    }

    fn read(&self, number: u32) -> Option<Fingerprint> {
        let Compile { renderer, documents, cache, next, .. } = self.compile;
        let looking = Looking { environment: &renderer.environment, documents, cache, next };
        let read = next.read(number)?;
        if !read.is_of_documents() {
            self.is_steady.store(false, Ordering::Relaxed);
        }
        if !matches!(*read, Read::Address(..)) {
            self.by_address.store(false, Ordering::Relaxed);
        }
        looking.print(&read, Sight::GRAPH)
    }
}
