//! Documents to a graph: all files together, once.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::code::{EMPTY_SLUG, INDEX_BESIDE_SECTION, SORTED_HERE, UNLISTED, UNSORTED};
use super::id::{NodeId, PageId, SectionId};
use super::lookup::Paths;
use super::order::{Sorted, sort};
use super::translation::Translations;
use super::tree::{Tree, add_roots};
use super::{Page, Section, SiteGraph, asset, route, taxonomy};
use crate::config::{Config, Dialect};
use crate::content::{Content, Document, Front, LanguageId, SortBy};
use crate::diagnostic::{Diagnostic, Sink};

/// Links all documents: sections and pages, order, siblings, taxonomies, translations, addresses. `index.md` beside
/// `_index.md`, names and terms without an address, and pages their section cannot place are told; colliding addresses
/// are found by the plan.
pub fn link(content: Content, config: &Config, sink: &Sink) -> SiteGraph {
    let broken = content.failed.iter().filter_map(|path| path.strip_prefix("content")).map(str::to_owned).collect();
    let (mut pages, mut sections): (Vec<Arc<Document>>, Vec<Arc<Document>>) =
        content.documents.into_iter().partition(|document| matches!(document.front, Front::Page(_)));
    leave_out_conflicts(&mut pages, &sections, sink);
    add_roots(&mut sections, config);
    pages.sort_by(|a, b| a.place.relative.cmp(&b.place.relative));
    sections.sort_by(|a, b| a.place.relative.cmp(&b.place.relative));
    let Tree { parents, ancestors, homes, roots } = Tree::new(&pages, &sections, config);

    let mut sections = build_sections(sections, &parents, ancestors, config);
    let chains = |home: SectionId| listing(home, &sections, &parents, config);
    let mut pages: Vec<Page> = pages
        .into_par_iter()
        .zip(homes)
        .map(|(document, home)| {
            build_page(document, home.map(|home| (home, chains(home).last().unwrap_or(home))), &sections, config)
        })
        .collect();
    for page in pages.iter().filter(|page| page.slug.is_empty() && page.front().path.is_none()) {
        sink.push(empty_slug(page));
    }
    put_in_order(&mut pages, &mut sections, &parents, config, sink);
    asset::share(content.assets, &mut pages, &mut sections);
    let (taxonomies, (translations, by_path)) = rayon::join(
        || taxonomy::gather(&pages, config, sink),
        || (Translations::new(&pages, &sections, config), paths(&pages, &sections)),
    );
    SiteGraph {
        pages: pages.into_iter().map(Arc::new).collect(),
        sections: sections.into_iter().map(Arc::new).collect(),
        roots,
        taxonomies: taxonomies.into(),
        by_path: Arc::new(Paths::Linked(by_path)),
        broken: Arc::new(broken),
        translations: translations.into(),
    }
}

/// Tells pages that stand where a section stands, and leaves them out (checklist FS-5). A section that writes no page of its
/// own stands in nobody's way, nor does one in that of a page with an address of its own.
fn leave_out_conflicts(pages: &mut Vec<Arc<Document>>, sections: &[Arc<Document>], sink: &Sink) {
    let mut folders: FxHashMap<(LanguageId, String), &Document> = FxHashMap::default();
    if pages.iter().any(|page| page.place.colocated.is_some()) {
        for section in sections.iter().filter(|section| is_rendered(section)) {
            folders.insert((section.place.language, section.place.folders.join("/")), section);
        }
    }
    pages.retain(|page| {
        let Some(folder) = page.place.colocated.as_deref().map(|folder| folder.trim_end_matches('/')) else {
            return true;
        };
        let Some(section) = folders.get(&(page.place.language, folder.to_owned())) else { return true };
        if matches!(&page.front, Front::Page(front) if front.slug.is_some() || front.path.is_some()) {
            return true;
        }
        let diagnostic = Diagnostic::new(&INDEX_BESIDE_SECTION)
            .arg("page", &page.place.file)
            .arg("section", &section.place.file)
            .in_file(&page.place.file)
            .in_file(&section.place.file);
        sink.push(diagnostic);
        false
    });
}

fn is_rendered(section: &Document) -> bool {
    !matches!(&section.front, Front::Section(front) if !front.render)
}

pub(super) fn build_sections(
    documents: Vec<Arc<Document>>,
    parents: &[Option<SectionId>],
    ancestors: Vec<Vec<SectionId>>,
    config: &Config,
) -> Vec<Section> {
    let mut sections: Vec<Section> = documents
        .into_iter()
        .zip(ancestors)
        .map(|(document, ancestors)| {
            let path = route::section_path(&document.place, config);
            Section {
                components: route::components(&path),
                permalink: config.permalink(&path),
                path,
                document,
                ancestors,
                subsections: Vec::new(),
                lower: None,
                higher: None,
                pages: Vec::new(),
                unsorted_pages: Vec::new(),
                assets: Vec::new(),
            }
        })
        .collect();
    let mut children: Vec<(SectionId, SectionId)> = Vec::new();
    for (index, parent) in parents.iter().enumerate() {
        children.extend(parent.map(|parent| (parent, SectionId(index as u32))));
    }
    children.sort_by(|(_, a), (_, b)| {
        let key = |id: &SectionId| {
            let section = &sections[id.0 as usize];
            (section.front().weight, &section.path)
        };
        key(a).cmp(&key(b))
    });
    for (parent, child) in children {
        if !is_hidden(&sections[child.0 as usize], config) {
            sections[parent.0 as usize].subsections.push(child);
        }
    }
    if config.dialect == Dialect::V2 {
        for parent in 0..sections.len() {
            for index in 1..sections[parent].subsections.len() {
                let (before, after) = (sections[parent].subsections[index - 1], sections[parent].subsections[index]);
                sections[before.0 as usize].higher = Some(after);
                sections[after.0 as usize].lower = Some(before);
            }
        }
    }
    sections
}

/// Whether a section is left out of the lists above it. Zola 0.22 does not know the key.
fn is_hidden(section: &Section, config: &Config) -> bool {
    section.front().hidden && config.dialect == Dialect::V2
}

/// The page of a document. `home` is the section of its folder, and the outermost one that lists it.
pub(super) fn build_page(
    document: Arc<Document>,
    home: Option<(SectionId, SectionId)>,
    sections: &[Section],
    config: &Config,
) -> Page {
    let Front::Page(front) = &document.front else { unreachable!("`link` parts pages from sections") };
    let slug = route::slug(&document.place, front, config);
    let path = route::page_path(&document.place, front, &slug, config);
    let ancestors = home.map(|(_, outermost)| {
        let above = &sections[outermost.0 as usize].ancestors;
        above.iter().copied().chain([outermost]).collect()
    });
    Page {
        components: route::components(&path),
        permalink: config.permalink(&path),
        slug,
        path,
        ancestors: ancestors.unwrap_or_default(),
        section: home.map(|(own, _)| own),
        lower: None,
        higher: None,
        unsorted: false,
        assets: Vec::new(),
        document,
    }
}

/// The sections that list the pages of `home`: itself, and while that is transparent and not hidden the one above
/// (checklist SEC-5).
pub(super) fn listing<'a>(
    home: SectionId,
    sections: &'a [Section],
    parents: &'a [Option<SectionId>],
    config: &'a Config,
) -> impl Iterator<Item = SectionId> + 'a {
    std::iter::successors(Some(home), move |id| {
        let section = &sections[id.0 as usize];
        let hands_up = section.front().transparent && !is_hidden(section, config);
        if hands_up { parents[id.0 as usize] } else { None }
    })
}

/// Lists and sorts every section's pages, and finds their neighbours.
fn put_in_order(
    pages: &mut [Page],
    sections: &mut [Section],
    parents: &[Option<SectionId>],
    config: &Config,
    sink: &Sink,
) {
    let mut members: Vec<Vec<PageId>> = vec![Vec::new(); sections.len()];
    for (index, page) in pages.iter().enumerate() {
        let hidden = page.front().hidden && config.dialect == Dialect::V2;
        if let (Some(home), true, false) = (page.section, page.front().render, hidden) {
            for section in listing(home, sections, parents, config) {
                members[section.0 as usize].push(PageId(index as u32));
            }
        }
    }
    let sorted: Vec<Sorted> = members
        .into_par_iter()
        .zip(&*sections)
        .map(|(members, section)| sort(members, section.front().sort_by, pages))
        .collect();
    let mut listed = vec![false; pages.len()];
    for page in sorted.iter().flat_map(|sorted| &sorted.pages) {
        listed[page.0 as usize] = true;
    }
    for (section, Sorted { pages: sorted, unsorted }) in sections.iter_mut().zip(sorted) {
        if !section.front().transparent && section.front().sort_by != SortBy::None {
            for pair in sorted.windows(2) {
                pages[pair[0].0 as usize].higher = Some(pair[1]);
                pages[pair[1].0 as usize].lower = Some(pair[0]);
            }
        }
        for id in &unsorted {
            let page = &mut pages[id.0 as usize];
            page.unsorted = !listed[id.0 as usize];
            sink.push(misplaced(page, section));
        }
        (section.pages, section.unsorted_pages) = (sorted, unsorted);
    }
}

/// The warning for a page that `section` cannot place (checklist SORT-3).
fn misplaced(page: &Page, section: &Section) -> Diagnostic {
    let (sort_by, key) = match section.front().sort_by {
        SortBy::None => ("none", ""),
        SortBy::Date => ("date", "date"),
        SortBy::UpdateDate => ("update_date", "date"),
        SortBy::Title => ("title", "title"),
        SortBy::TitleBytes => ("title_bytes", "title"),
        SortBy::Weight => ("weight", "weight"),
        SortBy::Slug => ("slug", "slug"),
        SortBy::Permalink => ("permalink", "path"),
    };
    let document = &section.document;
    let span = document.matter.locate(&document.source.text, "sort_by");
    Diagnostic::new(if page.unsorted { &UNSORTED } else { &UNLISTED })
        .arg("file", &page.document.source.path)
        .arg("section", &document.source.path)
        .arg("sort_by", sort_by)
        .arg("key", key)
        .in_file(&page.document.source.path)
        .see(&document.source, span, SORTED_HERE)
}

/// The diagnostic for a page whose name yields no slug.
fn empty_slug(page: &Page) -> Diagnostic {
    let document = &page.document;
    let name = page.front().slug.as_deref().unwrap_or(&document.place.name);
    let diagnostic = Diagnostic::new(&EMPTY_SLUG).arg("file", &document.source.path).arg("name", name);
    match page.front().slug {
        Some(_) => diagnostic.at(&document.source, document.matter.locate(&document.source.text, "slug")),
        None => diagnostic.in_file(&document.source.path),
    }
}

/// All documents by their path from `content/`.
fn paths(pages: &[Page], sections: &[Section]) -> FxHashMap<crate::path::SourcePath, NodeId> {
    let pages = pages.iter().enumerate();
    let pages = pages.map(|(index, page)| (&page.document, NodeId::Page(PageId(index as u32))));
    let sections = sections.iter().enumerate();
    let sections = sections.map(|(index, section)| (&section.document, NodeId::Section(SectionId(index as u32))));
    let all = pages.chain(sections);
    all.map(|(document, node)| (document.place.relative.clone(), node)).collect()
}
