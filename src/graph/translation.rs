//! Documents that translate one another (checklist CNT-6, I18N-1).

use rustc_hash::FxHashMap;

use super::id::{NodeId, PageId, SectionId};
use super::{Page, Section};
use crate::config::Config;
use crate::content::{Document, LanguageId};
use crate::wire::{Reader, Writer};

/// For each canonical path, the documents that have it with their languages, by language: the default one first.
#[derive(Debug, Default)]
pub(super) struct Translations {
    groups: FxHashMap<String, Group>,
}

#[derive(Debug, Default)]
struct Group {
    /// All of them, pages that are not rendered included.
    all: Vec<(LanguageId, NodeId)>,
    /// Those a reader can go to.
    shown: Vec<NodeId>,
}

impl Translations {
    /// Groups the documents; on a site of one language there is nothing to group.
    pub fn new(pages: &[Page], sections: &[Section], config: &Config) -> Translations {
        let mut groups: FxHashMap<String, Group> = FxHashMap::default();
        if !config.is_multilingual() {
            return Translations { groups };
        }
        let mut add = |document: &Document, node, shown| {
            let group = match groups.get_mut(&document.place.canonical) {
                Some(group) => group,
                None => groups.entry(document.place.canonical.clone()).or_default(),
            };
            group.all.push((document.place.language, node));
            if shown {
                group.shown.push(node);
            }
        };
        for (index, page) in pages.iter().enumerate() {
            add(&page.document, NodeId::Page(PageId(index as u32)), page.is_rendered());
        }
        for (index, section) in sections.iter().enumerate() {
            add(&section.document, NodeId::Section(SectionId(index as u32)), true);
        }
        #[expect(clippy::iter_over_hash_type, reason = "each group is sorted by itself")]
        for group in groups.values_mut() {
            group.all.sort_unstable();
            let all = &group.all;
            group.shown.sort_by_key(|node| all.iter().position(|(_, other)| other == node));
        }
        Translations { groups }
    }

    /// Writes them.
    pub fn keep(&self, writer: &mut Writer) {
        let mut groups: Vec<(&String, &Group)> = self.groups.iter().collect();
        groups.sort_unstable_by_key(|(canonical, _)| *canonical);
        writer.size(groups.len());
        for (canonical, Group { all, shown }) in groups {
            writer.text(canonical);
            writer.size(all.len());
            for (language, node) in all {
                writer.number(u64::from(language.0));
                keep_node(*node, writer);
                writer.flag(shown.contains(node));
            }
        }
    }

    /// What `keep` wrote; `None` for damage.
    pub fn recall(reader: &mut Reader<'_>) -> Option<Translations> {
        let mut groups = FxHashMap::default();
        for _ in 0..reader.count()? {
            let canonical = reader.text()?.to_owned();
            let mut group = Group::default();
            for _ in 0..reader.count()? {
                let (language, node) = (LanguageId(u16::try_from(reader.number()?).ok()?), recall_node(reader)?);
                group.all.push((language, node));
                // Both are in the order of the languages.
                if reader.flag()? {
                    group.shown.push(node);
                }
            }
            groups.insert(canonical, group);
        }
        Some(Translations { groups })
    }

    /// The documents a reader can go to.
    pub fn shown(&self, canonical: &str) -> &[NodeId] {
        self.groups.get(canonical).map_or(&[], |group| &group.shown)
    }

    /// The document in `language`.
    pub fn find(&self, canonical: &str, language: LanguageId) -> Option<NodeId> {
        let group = self.groups.get(canonical)?;
        group.all.iter().find(|(other, _)| *other == language).map(|(_, node)| *node)
    }
}

fn keep_node(node: NodeId, writer: &mut Writer) {
    let (is_section, number) = match node {
        NodeId::Page(PageId(number)) => (false, number),
        NodeId::Section(SectionId(number)) => (true, number),
    };
    writer.flag(is_section);
    writer.number(u64::from(number));
}

fn recall_node(reader: &mut Reader<'_>) -> Option<NodeId> {
    let (is_section, number) = (reader.flag()?, u32::try_from(reader.number()?).ok()?);
    Some(if is_section { NodeId::Section(SectionId(number)) } else { NodeId::Page(PageId(number)) })
}

#[cfg(test)]
mod tests {
    use crate::content::LanguageId;
    use crate::graph::testing::SiteText;

    fn site() -> SiteText {
        SiteText::new()
            .language("fr")
            .language("zh")
            .page("post.zh.md", |_| ())
            .page("post.md", |_| ())
            .page("post.fr.md", |front| front.render = false)
            .page("solo.zh.md", |_| ())
            .section("part/_index.zh.md", |_| ())
            .section("part/_index.md", |_| ())
    }

    #[test]
    fn the_default_language_comes_first_and_unrendered_pages_are_left_out() {
        let graph = site().link().graph;
        let languages = |path: &str| -> Vec<u16> {
            let node = graph.find(path).expect("the document is there");
            graph.translations(node).iter().map(|node| graph.document(*node).place.language.0).collect()
        };
        assert_eq!(languages("post.zh.md"), [0, 2]);
        assert_eq!(languages("solo.zh.md"), [2]);
        assert_eq!(languages("part/_index.md"), [0, 2]);
        // Roots that were added without a file count too.
        assert_eq!(languages("_index.fr.md"), [0, 1, 2]);
    }

    #[test]
    fn a_path_in_any_language_finds_the_translation() {
        let graph = site().link().graph;
        let found = |path: &str, language| {
            graph.find_in(path, LanguageId(language)).map(|node| graph.document(node).place.relative.to_string())
        };
        assert_eq!(found("post.md", 2).as_deref(), Some("post.zh.md"));
        assert_eq!(found("post.zh.md", 0).as_deref(), Some("post.md"));
        assert_eq!(found("post.md", 1).as_deref(), Some("post.fr.md"));
        assert_eq!(found("solo.md", 2).as_deref(), Some("solo.zh.md"));
        assert_eq!(found("solo.md", 0), None);
        assert_eq!(found("part/_index.md", 2).as_deref(), Some("part/_index.zh.md"));
        assert_eq!(found("nothing.md", 0), None);
    }

    #[test]
    fn one_language_has_no_translations() {
        let graph = SiteText::new().page("a.md", |_| ()).link().graph;
        let node = graph.find("a.md").expect("the page is there");
        assert!(graph.translations(node).is_empty());
        assert_eq!(graph.find_in("a.md", LanguageId(0)), Some(node));
        assert_eq!(graph.find_in("a.md", LanguageId(1)), None);
    }
}
