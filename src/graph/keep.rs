//! How documents belong together, as it is kept for the next build: there the documents are read one by one, when somebody
//! looks at them.
//!
//! What is written here is read by the same program only, under the same settings: the cache's version changes with it.

use std::sync::Arc;

use bytes::Bytes;
use rustc_hash::FxHashMap;

use super::id::{NodeId, PageId, SectionId};
use super::link::{build_page, build_sections, listing};
use super::list::List;
use super::lookup::Paths;
use super::translation::Translations;
use super::tree::{Tree, add_roots};
use super::{SiteGraph, taxonomy};
use crate::config::Config;
use crate::content::Document;
use crate::path::SourcePath;
use crate::wire::{Reader, Shelf, Shelved, Writer, slice};

/// What ties a page to other documents.
#[derive(Debug, PartialEq)]
struct Ties {
    section: Option<SectionId>,
    lower: Option<PageId>,
    higher: Option<PageId>,
    unsorted: bool,
    assets: Vec<String>,
}

impl Shelved for Ties {
    fn keep(&self, writer: &mut Writer, _: &mut Writer) {
        keep_maybe(self.section.map(|id| id.0), writer);
        keep_maybe(self.lower.map(|id| id.0), writer);
        keep_maybe(self.higher.map(|id| id.0), writer);
        writer.flag(self.unsorted);
        writer.texts(self.assets.iter().map(String::as_str));
    }

    fn recall(reader: &mut Reader<'_>, _: &Bytes) -> Option<Ties> {
        Some(Ties {
            section: recall_maybe(reader)?.map(SectionId),
            lower: recall_maybe(reader)?.map(PageId),
            higher: recall_maybe(reader)?.map(PageId),
            unsorted: reader.flag()?,
            assets: reader.texts()?,
        })
    }
}

impl SiteGraph {
    /// Writes how the documents belong together, and not the documents.
    pub fn keep(&self, writer: &mut Writer) {
        let SiteGraph { pages, sections, roots: _, taxonomies, by_path: _, broken, translations } = self;
        writer.size(sections.len());
        for section in sections {
            writer.text(section.document.place.file.as_str());
            writer.flag(section.document.has_file());
            keep_pages(&section.pages, writer);
            keep_pages(&section.unsorted_pages, writer);
            writer.texts(section.assets.iter().map(SourcePath::as_str));
        }
        writer.size(taxonomies.len());
        for taxonomy in &**taxonomies {
            writer.size(taxonomy.terms.len());
            for term in &taxonomy.terms {
                writer.text(&term.name);
                writer.text(&term.slug);
                keep_pages(&term.pages, writer);
            }
        }
        let mut broken: Vec<&str> = broken.iter().map(String::as_str).collect();
        broken.sort_unstable();
        writer.texts(broken.into_iter());
        translations.keep(writer);
        let ties: Vec<(&str, Ties)> = pages
            .iter()
            .map(|page| {
                let assets = page.assets.iter().map(|asset| asset.as_str().to_owned()).collect();
                let (section, lower, higher, unsorted) = (page.section, page.lower, page.higher, page.unsorted);
                (page.document.place.relative.as_str(), Ties { section, lower, higher, unsorted, assets })
            })
            .collect();
        let mut shelf = Writer::with_capacity(ties.len() * 64);
        Shelf::write(ties.iter().map(|(path, ties)| (*path, ties)), &mut shelf);
        writer.blob(shelf.bytes());
    }

    /// The graph that `keep` wrote, which the reader reads in `whole`. `document` gives the document of a file, a page's when it is
    /// first looked at. `None` for damage.
    pub fn recall(
        reader: &mut Reader<'_>,
        whole: &Bytes,
        config: &Arc<Config>,
        document: impl Fn(&SourcePath) -> Option<Arc<Document>> + Send + Sync + 'static,
    ) -> Option<SiteGraph> {
        let (mut documents, mut of_sections) = (Vec::new(), Vec::new());
        for _ in 0..reader.count()? {
            let (file, has_file) = (SourcePath::new(reader.text()?)?, reader.flag()?);
            of_sections.push((recall_pages(reader)?, recall_pages(reader)?, recall_paths(reader)?));
            if has_file {
                documents.push(document(&file)?);
            }
        }
        add_roots(&mut documents, config);
        documents.sort_by(|a, b| a.place.relative.cmp(&b.place.relative));
        let Tree { parents, ancestors, roots, .. } = Tree::new(&[], &documents, config);
        let mut sections = build_sections(documents, &parents, ancestors, config);
        if sections.len() != of_sections.len() {
            return None;
        }
        // To make pages their lists are not needed.
        let bare = sections.clone();
        for (section, (pages, unsorted, assets)) in sections.iter_mut().zip(of_sections) {
            (section.pages, section.unsorted_pages, section.assets) = (pages, unsorted, assets);
        }

        let mut taxonomies = taxonomy::empty_ones(config);
        if reader.count()? != taxonomies.len() {
            return None;
        }
        for taxonomy in &mut taxonomies {
            for _ in 0..reader.count()? {
                let (name, slug) = (reader.text()?.to_owned(), reader.text()?.to_owned());
                let term = taxonomy::term(&taxonomy.path, name, slug, recall_pages(reader)?, config);
                taxonomy.terms.push(term);
            }
        }
        let broken = reader.texts()?.into_iter().collect();
        let translations = Translations::recall(reader)?;
        let shelf = Shelf::of(slice(reader, whole)?)?;

        let of_sections: FxHashMap<SourcePath, NodeId> = sections
            .iter()
            .enumerate()
            .map(|(at, section)| (section.document.place.relative.clone(), NodeId::Section(SectionId(at as u32))))
            .collect();
        let shared = (Arc::new((bare, parents)), config.clone(), shelf.clone());
        let page = move |at: usize| {
            let ((sections, parents), config, shelf) = (&*shared.0, &shared.1, &shared.2);
            let (relative, mut reader, whole) = shelf.entry(at)?;
            let ties = Ties::recall(&mut reader, whole)?;
            let document = document(&SourcePath::new(&format!("content/{relative}"))?)?;
            let outermost = |home| listing(home, sections, parents, config).last().unwrap_or(home);
            let mut page = build_page(document, ties.section.map(|home| (home, outermost(home))), sections, config);
            (page.lower, page.higher, page.unsorted) = (ties.lower, ties.higher, ties.unsorted);
            page.assets = ties.assets.iter().map(|asset| SourcePath::new(asset)).collect::<Option<_>>()?;
            Some(Arc::new(page))
        };
        Some(SiteGraph {
            pages: List::later(shelf.len(), move |at| match page(at) {
                Some(page) => page,
                // The fingerprint of all these bytes is what their writer gave them.
                None => unreachable!("what was kept is read as it was written"),
            }),
            sections: sections.into_iter().map(Arc::new).collect(),
            roots,
            taxonomies: taxonomies.into(),
            by_path: Arc::new(Paths::Kept { pages: shelf, sections: of_sections }),
            broken: Arc::new(broken),
            translations: translations.into(),
        })
    }
}

fn keep_maybe(number: Option<u32>, writer: &mut Writer) {
    writer.number(number.map_or(0, |number| u64::from(number) + 1));
}

fn recall_maybe(reader: &mut Reader<'_>) -> Option<Option<u32>> {
    reader.number()?.checked_sub(1).map_or(Some(None), |number| Some(Some(u32::try_from(number).ok()?)))
}

fn keep_pages(pages: &[PageId], writer: &mut Writer) {
    writer.size(pages.len());
    pages.iter().for_each(|page| writer.number(u64::from(page.0)));
}

fn recall_pages(reader: &mut Reader<'_>) -> Option<Vec<PageId>> {
    (0..reader.count()?).map(|_| Some(PageId(u32::try_from(reader.number()?).ok()?))).collect()
}

fn recall_paths(reader: &mut Reader<'_>) -> Option<Vec<SourcePath>> {
    (0..reader.count()?).map(|_| SourcePath::new(reader.text()?)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bytes::Bytes;

    use crate::config::Config;
    use crate::content::{Document, SortBy};
    use crate::graph::testing::{SiteText, date, taxonomy};
    use crate::graph::{NodeId, SiteGraph};
    use crate::path::SourcePath;
    use crate::wire::{Reader, Writer};

    fn site() -> SiteText {
        let tags = |tags: &[&str]| vec![("tags".to_owned(), tags.iter().map(|tag| (*tag).to_owned()).collect())];
        let mut site = SiteText::new().language("fr");
        site.config.languages[0].taxonomies = vec![taxonomy("tags")];
        site.config.languages[1].taxonomies = vec![taxonomy("tags")];
        site.section("blog/_index.md", |front| front.sort_by = SortBy::Date)
            .section("blog/old/_index.md", |front| front.transparent = true)
            .section("blog/_index.fr.md", |_| ())
            .page("blog/a.md", |front| (front.date, front.taxonomies) = (date("2024-01-01"), tags(&["x", "走访"])))
            .page("blog/a.fr.md", |front| front.taxonomies = tags(&["x"]))
            .page("blog/b/index.md", |front| front.date = date("2023-01-01"))
            .asset("blog/b/picture.png")
            .page("blog/old/c.md", |front| (front.date, front.taxonomies) = (date("2022-01-01"), tags(&["X"])))
            .page("blog/undated.md", |front| front.render = true)
            .page("loose.md", |front| front.path = Some("else/where".to_owned()))
    }

    fn kept(graph: &SiteGraph) -> Bytes {
        let mut writer = Writer::new();
        graph.keep(&mut writer);
        writer.into_bytes().into()
    }

    fn recalled(bytes: &Bytes, graph: &SiteGraph, config: &Arc<Config>) -> Option<SiteGraph> {
        let pages = graph.pages.iter().map(|page| page.document.clone());
        let all: Vec<Arc<Document>> =
            pages.chain(graph.sections.iter().map(|section| section.document.clone())).collect();
        let find = move |path: &SourcePath| all.iter().find(|document| document.place.file == *path).cloned();
        SiteGraph::recall(&mut Reader::new(bytes), bytes, config, find)
    }

    #[test]
    fn a_graph_comes_back_as_it_was() {
        let linked = site().link();
        let (graph, config) = (linked.graph, Arc::new(linked.config));
        let bytes = kept(&graph);
        let back = recalled(&bytes, &graph, &config).unwrap();
        let pages = |graph: &SiteGraph| graph.pages.iter().map(|page| format!("{page:#?}")).collect::<Vec<_>>();
        assert_eq!(pages(&back), pages(&graph));
        assert_eq!(format!("{:#?}", back.sections), format!("{:#?}", graph.sections));
        assert_eq!((&back.roots, back.broken.len()), (&graph.roots, graph.broken.len()));
        let terms = |graph: &SiteGraph| {
            let taxonomies = graph.taxonomies.iter();
            taxonomies.map(|taxonomy| format!("{:?} {:#?}", taxonomy.path, taxonomy.terms)).collect::<Vec<_>>()
        };
        assert_eq!(terms(&back), terms(&graph));
        let documents = graph.pages.iter().map(|page| &page.document);
        for document in documents.chain(graph.sections.iter().map(|section| &section.document)) {
            let path = document.place.relative.as_str();
            let node = graph.find(path).unwrap();
            assert_eq!((back.find(path), back.translations(node)), (Some(node), graph.translations(node)), "{path}");
        }
        assert_eq!(back.find("gone.md"), None::<NodeId>);
        assert_eq!(kept(&back), bytes);
    }

    #[test]
    fn damage_is_none_until_a_page_is_looked_at() {
        let linked = site().link();
        let (graph, config) = (linked.graph, Arc::new(linked.config));
        let bytes = kept(&graph);
        for length in 0..bytes.len() {
            assert!(recalled(&bytes.slice(..length), &graph, &config).is_none(), "{length}");
        }
    }
}
