//! Which files beside content belong to which page or section (checklist FS-7, FS-8).

use rustc_hash::FxHashMap;

use super::id::NodeId;
use super::{Page, Section, SiteGraph};
use crate::config::{Config, Dialect};
use crate::content::LanguageId;
use crate::path::{SourcePath, join_url};

/// Gives each asset to its owners: to the pages of an `index.md` in its folder or any folder above, and to the sections
/// of its own folder. `assets` lie below `content/`.
pub(super) fn share(assets: Vec<SourcePath>, pages: &mut [Page], sections: &mut [Section]) {
    let mut page_folders: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut section_folders: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    let mut page_assets: Vec<(usize, &SourcePath)> = Vec::new();
    let mut section_assets: Vec<(usize, &SourcePath)> = Vec::new();
    for (index, Page { document, .. }) in pages.iter().enumerate() {
        if let Some(folder) = &document.place.colocated {
            page_folders.entry(folder.trim_end_matches('/')).or_default().push(index);
        }
    }
    for (index, Section { document, .. }) in sections.iter().enumerate() {
        // A root section that was only added owns nothing: the folder's files are its translations'.
        if !document.source.text.is_empty() {
            section_folders.entry(document.place.folders.join("/")).or_default().push(index);
        }
    }
    for asset in &assets {
        let Some(relative) = asset.strip_prefix("content") else { continue };
        let folder = relative.rsplit_once('/').map_or("", |(folder, _)| folder);
        for owner in section_folders.get(folder).into_iter().flatten() {
            section_assets.push((*owner, asset));
        }
        for above in std::iter::successors(Some(folder), |folder| folder.rsplit_once('/').map(|(above, _)| above)) {
            for owner in page_folders.get(above).into_iter().flatten() {
                page_assets.push((*owner, asset));
            }
        }
    }
    for (owner, asset) in page_assets {
        pages[owner].assets.push(asset.clone());
    }
    for (owner, asset) in section_assets {
        sections[owner].assets.push(asset.clone());
    }
    let order = |assets: &mut Vec<SourcePath>| assets.sort_by_cached_key(|path| path.as_str().to_ascii_lowercase());
    pages.iter_mut().for_each(|page| order(&mut page.assets));
    sections.iter_mut().for_each(|section| order(&mut section.assets));
}

impl SiteGraph {
    /// The address below the base URL at which an asset of the document lies, if it is one of its assets: beside a
    /// page's `index.html`, with its folders, or at the section's address.
    pub fn asset_path(&self, owner: NodeId, asset: &SourcePath) -> Option<String> {
        let (path, within) = match owner {
            NodeId::Page(id) => {
                let page = self.page(id);
                let folder = page.document.place.colocated.as_deref()?;
                (&page.path, asset.strip_prefix("content")?.strip_prefix(folder)?)
            }
            NodeId::Section(id) => (&self.section(id).path, asset.file_name()),
        };
        Some(format!("{path}{within}"))
    }

    /// The address of the file at `path` from `content/` that is copied beside a document, which V2 finds by `@/` too;
    /// `None` in V1, and for any other file.
    pub fn copied(&self, path: &str, language: LanguageId, config: &Config) -> Option<String> {
        if config.dialect == Dialect::V1 {
            return None;
        }
        self.asset_paths(path, language).first().map(|path| join_url(&config.base_url, path))
    }

    /// The addresses below the base URL of the file at `path` from `content/`, beside each document it is copied to:
    /// first that of `language`, if there is one. Links with `@/` name files this way in V2.
    pub fn asset_paths(&self, path: &str, language: LanguageId) -> Vec<String> {
        let Some(asset) = SourcePath::new(&format!("content/{path}")) else { return Vec::new() };
        let mut found = Vec::new();
        let above = |folder: &str| Some(folder.rsplit_once('/').map_or("", |(above, _)| above).to_owned());
        let folders = std::iter::successors(above(path), |folder| if folder.is_empty() { None } else { above(folder) });
        for folder in folders {
            for name in ["index.md", "_index.md"] {
                let document = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
                for node in self.in_all_languages(&document) {
                    let owns = match node {
                        NodeId::Page(id) => self.page(id).is_rendered() && self.page(id).assets.contains(&asset),
                        NodeId::Section(id) => self.section(id).assets.contains(&asset),
                    };
                    if let Some(address) = self.asset_path(node, &asset).filter(|_| owns) {
                        found.push((self.document(node).place.language != language, address));
                    }
                }
            }
        }
        // Stable: the nearest document stays first.
        found.sort_by_key(|(foreign, _)| *foreign);
        found.into_iter().map(|(_, address)| address).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::graph::NodeId;
    use crate::graph::testing::SiteText;

    #[test]
    fn pages_own_folders_and_sections_own_files() {
        let site = SiteText::new()
            .language("zh")
            .section("_index.md", |_| ())
            .section("album/_index.md", |_| ())
            .page("album/trip/index.md", |front| front.slug = Some("journey".to_owned()))
            .page("album/trip/index.zh.md", |front| front.path = Some("自定".to_owned()))
            .page("album/plain.md", |_| ());
        let assets = ["home.txt", "album/cover.svg", "album/trip/b.svg", "album/trip/A.svg", "album/trip/data/x.csv"];
        let graph = assets.iter().fold(site, |site, asset| site.asset(asset)).link().graph;
        let names = |assets: &[crate::path::SourcePath]| -> Vec<String> {
            assets.iter().map(|asset| asset.as_str().trim_start_matches("content/").to_owned()).collect()
        };
        let trip = ["album/trip/A.svg", "album/trip/b.svg", "album/trip/data/x.csv"];
        for path in ["album/trip/index.md", "album/trip/index.zh.md"] {
            let Some(NodeId::Page(page)) = graph.find(path) else { panic!("{path} is a page") };
            assert_eq!(names(&graph.page(page).assets), trip, "{path}");
        }
        let sections: Vec<_> = graph.sections.iter().map(|section| names(&section.assets)).collect();
        assert_eq!(sections, [vec!["home.txt".to_owned()], vec![], vec!["album/cover.svg".to_owned()]]);
        let Some(NodeId::Page(plain)) = graph.find("album/plain.md") else { panic!("a page") };
        assert!(graph.page(plain).assets.is_empty());
    }

    #[test]
    fn assets_lie_beside_what_is_written() {
        let site = SiteText::new()
            .section("album/_index.md", |_| ())
            .page("album/trip/index.md", |front| front.slug = Some("journey".to_owned()))
            .asset("album/trip/data/x.csv")
            .asset("album/cover.svg");
        let graph = site.link().graph;
        let asset = |path: &str| crate::path::SourcePath::new(path).expect("a path");
        let page = graph.find("album/trip/index.md").expect("the page");
        let path = graph.asset_path(page, &asset("content/album/trip/data/x.csv"));
        assert_eq!(path.as_deref(), Some("/album/journey/data/x.csv"));
        assert_eq!(graph.asset_path(page, &asset("content/album/cover.svg")), None);
        let section = graph.find("album/_index.md").expect("the section");
        let path = graph.asset_path(section, &asset("content/album/cover.svg"));
        assert_eq!(path.as_deref(), Some("/album/cover.svg"));
    }
}
