//! Dense indices: later facts about pages are parallel vectors.

/// A page, as an index into `SiteGraph::pages`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(pub u32);

impl From<PageId> for NodeId {
    fn from(page: PageId) -> NodeId {
        NodeId::Page(page)
    }
}

/// A section, as an index into `SiteGraph::sections`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(pub u32);

/// A taxonomy, as an index into `SiteGraph::taxonomies`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaxonomyId(pub u32);

/// A term, as an index into its taxonomy's terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub TaxonomyId, pub u32);

/// A document of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeId {
    /// A page.
    Page(PageId),
    /// A section.
    Section(SectionId),
}
