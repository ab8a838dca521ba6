//! The site as it is: its settings, templates, macros and content, read once.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::blocks::Blocks;
use super::loops::Loops;
use super::macros::MacroInfo;
use super::template::may_be_none;
use super::visit;
use crate::config::Config;
use crate::content::{self, Document, Front};
use crate::diagnostic::{Sink, SourceText};
use crate::source::SourceTree;
use crate::template::TemplateSet;
use crate::template::tera1::syntax::{Macro, MacroCall, Node, Tree, parse};

/// Where a template comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Site,
    Theme,
    BuiltIn,
}

/// A template that could be read.
#[derive(Debug)]
pub(super) struct Template {
    /// The name the engine knows it by.
    pub name: String,
    /// The name without what stands before a theme's.
    pub plain: String,
    pub origin: Origin,
    pub source: SourceText,
    pub tree: Tree,
}

impl Template {
    /// Whether what it shows is escaped in HTML.
    pub fn escapes(&self) -> bool {
        [".html", ".htm", ".xml"].iter().any(|end| self.plain.ends_with(end))
    }

    /// The name of the template it extends, with its place, if it does.
    pub fn parent(&self) -> Option<&str> {
        self.tree.nodes.iter().find_map(|node| match node {
            Node::Extends(_, name) => Some(unquoted(name.of(&self.source.text))),
            _ => None,
        })
    }

    /// What it imports: namespaces and the names of files.
    fn imports(&self) -> impl Iterator<Item = (&str, &str)> {
        self.tree.nodes.iter().filter_map(|node| match node {
            Node::Import(_, file, namespace) => {
                Some((namespace.of(&self.source.text), unquoted(file.of(&self.source.text))))
            }
            _ => None,
        })
    }

    /// Its macros.
    pub fn macros(&self) -> impl Iterator<Item = &Macro> {
        self.tree.nodes.iter().filter_map(|node| if let Node::Macro(found) = node { Some(found) } else { None })
    }
}

/// A string of a template without its quotes.
pub(super) fn unquoted(text: &str) -> &str {
    text.get(1..text.len().saturating_sub(1)).unwrap_or_default()
}

/// A site for Zola 0.22 and before.
pub(super) struct Site {
    pub config: Arc<Config>,
    pub sources: SourceTree,
    /// All templates that could be parsed, the site's own first, then the theme's, then the built-in ones.
    pub templates: Vec<Template>,
    pub theme: Option<String>,
    pub documents: Vec<Arc<Document>>,
    /// Macros by their file and name.
    pub macros: FxHashMap<(usize, String), MacroInfo>,
    /// Which files are included from loops, and what of them they use.
    pub loops: Loops,
    /// The names that blocks get which share theirs.
    pub blocks: Blocks,
    /// Variables that some file sets to a field that is none where it is not set.
    pub may_be_none: FxHashSet<String>,
    /// Fields of pages and sections that some hold an empty text in.
    pub empties: FxHashSet<&'static str>,
    by_name: FxHashMap<String, usize>,
    /// Which templates only pages and which only sections are shown with.
    roots: FxHashMap<String, Vec<&'static str>>,
}

impl Site {
    /// Reads it; what cannot be read is told.
    pub fn read(config: Arc<Config>, sources: SourceTree, sink: &Sink) -> Site {
        let set = TemplateSet::load(&sources, &config, sink);
        let theme = config.theme.clone();
        let prefix = theme.as_ref().map(|theme| format!("{theme}/templates/"));
        let mut templates = Vec::new();
        for file in set.files {
            let Ok(tree) = parse(&file.source.text) else { continue };
            let of_theme = prefix.as_ref().and_then(|prefix| file.name.strip_prefix(prefix.as_str()));
            let (plain, origin) = match (of_theme, file.name.strip_prefix("lianluo:")) {
                _ if file.source.path.as_str().starts_with("templates/") => (file.name.as_str(), Origin::Site),
                (Some(plain), _) => (plain, Origin::Theme),
                (_, Some(plain)) => (plain, Origin::BuiltIn),
                _ => (file.name.as_str(), Origin::Site),
            };
            let plain = plain.to_owned();
            templates.push(Template { name: file.name, plain, origin, source: file.source, tree });
        }
        let by_name = templates.iter().enumerate().map(|(index, file)| (file.name.clone(), index)).collect();
        let drafts = true;
        let content = content::load(&sources, &config, &[], drafts, &|_, _, _, _| None, sink);
        let roots = roots(&content.documents);
        let empties = content.documents.iter().flat_map(|document| empty_fields(document)).collect();
        let mut site = Site {
            config,
            sources,
            templates,
            theme,
            documents: content.documents,
            macros: FxHashMap::default(),
            loops: Loops::default(),
            blocks: Blocks::default(),
            may_be_none: FxHashSet::default(),
            empties,
            by_name,
            roots,
        };
        site.read_macros();
        site.loops = Loops::of(&site);
        site.blocks = Blocks::of(&site);
        site.may_be_none = site.templates.iter().flat_map(none_names).collect();
        site
    }

    /// The template asked for by `name`: the site's, its theme's or a built-in one.
    pub fn find(&self, name: &str) -> Option<usize> {
        let theme = self.theme.as_ref().map(|theme| format!("{theme}/templates/{name}"));
        let names = [Some(name.to_owned()), theme, Some(format!("lianluo:{name}"))];
        names.into_iter().flatten().find_map(|name| self.by_name.get(&name).copied())
    }

    /// The terms of a taxonomy that pages of the language number `language` have, if they are published.
    pub fn terms(&self, language: usize, taxonomy: &str) -> BTreeSet<String> {
        let of_language = |document: &&Arc<Document>| usize::from(document.place.language.0) == language;
        let terms = self.documents.iter().filter(of_language).flat_map(|document| match &document.front {
            Front::Page(front) if !front.draft => front.taxonomies.iter().find(|(name, _)| name == taxonomy),
            _ => None,
        });
        terms.flat_map(|(_, terms)| terms.iter().cloned()).collect()
    }

    /// The variable that all that is shown with the template number `file`, or with one that extends it, has: `page` or
    /// `section`, if that is known.
    pub fn root_of(&self, file: usize) -> Option<&'static str> {
        let mut found: Vec<&'static str> = Vec::new();
        let mut family = vec![file];
        let mut at = 0;
        while let Some(member) = family.get(at).copied() {
            at += 1;
            let template = &self.templates[member];
            match self.roots.get(&template.plain) {
                Some(roots) => found.extend(roots),
                // A template that only others extend is shown as they are.
                None if member == file => {}
                None => return None,
            }
            let children = self
                .templates
                .iter()
                .enumerate()
                .filter(|(_, child)| child.parent().and_then(|parent| self.find(parent)) == Some(member));
            let children: Vec<usize> = children.map(|(child, _)| child).collect();
            family.extend(children.into_iter().filter(|child| !family.contains(child)).collect::<Vec<_>>());
        }
        found.sort_unstable();
        found.dedup();
        match found[..] {
            [root] if !root.is_empty() && self.roots.contains_key(&self.templates[file].plain) => Some(root),
            _ => None,
        }
    }

    /// The macro a call in the template number `file` means. In Tera 1 the namespaces of the rendered template count, so
    /// that files use what they never import: then the one macro of this name that anybody imports so is meant.
    pub fn called(&self, file: usize, call: &MacroCall) -> Option<(usize, String)> {
        let text = &self.templates[file].source.text;
        let (namespace, name) = (call.namespace.of(text), call.name.of(text).to_owned());
        let defines = |target: usize| self.macros.contains_key(&(target, name.clone()));
        if namespace == "self" {
            // A child finds what its ancestors import so: then the one macro of this name is meant.
            let mut others = self.macros.keys().filter(|(_, known)| *known == name);
            return match (defines(file), others.next(), others.next()) {
                (true, ..) => Some((file, name)),
                (false, Some(only), None) => Some(only.clone()),
                _ => None,
            };
        }
        let imported = |file: &Template| -> Vec<usize> {
            let own = file.imports().filter(|(known, _)| *known == namespace);
            own.filter_map(|(_, target)| self.find(target)).filter(|target| defines(*target)).collect()
        };
        if let Some(target) = imported(&self.templates[file]).last() {
            return Some((*target, name));
        }
        let mut anywhere: Vec<usize> = self.templates.iter().flat_map(imported).collect();
        anywhere.sort_unstable();
        anywhere.dedup();
        match anywhere[..] {
            [target] => Some((target, name)),
            _ => None,
        }
    }

    /// The templates that a template extends, the nearest first.
    pub fn ancestors(&self, file: usize) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        let mut at = file;
        while let Some(parent) = self.templates[at].parent().and_then(|parent| self.find(parent)) {
            if parent == file || found.contains(&parent) {
                break;
            }
            found.push(parent);
            at = parent;
        }
        found
    }

    /// The names of all blocks that the ancestors of a template have and show; none if an ancestor is missing.
    pub fn blocks_above(&self, file: usize) -> Option<Vec<&str>> {
        let mut blocks: Vec<&str> = Vec::new();
        let ancestors = self.ancestors(file);
        if self.templates[*ancestors.last()?].parent().is_some() {
            return None;
        }
        for (depth, at) in ancestors.into_iter().rev().enumerate() {
            let text = &self.templates[at].source.text;
            // Of all but the first, only what takes the place of a block was ever shown, with what stands in it.
            let is_shown = |node: &&Node| {
                depth == 0 || matches!(node, Node::Block(block) if blocks.contains(&block.name.of(text)))
            };
            let shown: Vec<&Node> = self.templates[at].tree.nodes.iter().filter(is_shown).collect();
            for node in shown {
                visit::nodes(std::slice::from_ref(node), &mut |node| {
                    if let Node::Block(block) = node {
                        blocks.push(block.name.of(text));
                    }
                });
            }
        }
        Some(blocks)
    }
}

/// The names that a file sets to fields that are none where they are not set.
fn none_names(file: &Template) -> Vec<String> {
    let text = &*file.source.text;
    let mut found = Vec::new();
    visit::nodes(&file.tree.nodes, &mut |node| {
        if let Node::Set(_, set) = node
            && may_be_none(&set.value, text)
        {
            found.push(set.name.of(text).to_owned());
        }
    });
    found
}

/// The fields of a document that hold an empty text.
fn empty_fields(document: &Document) -> impl Iterator<Item = &'static str> {
    let (title, description) = match &document.front {
        Front::Page(front) => (&front.title, &front.description),
        Front::Section(front) => (&front.title, &front.description),
    };
    let is_empty = |text: &Option<String>| text.as_deref() == Some("");
    let found = [("title", is_empty(title)), ("description", is_empty(description))];
    found.into_iter().filter(|(_, is_empty)| *is_empty).map(|(name, _)| name)
}

/// By which variable the templates named in front matter, and those of the conventional names, are asked for.
fn roots(documents: &[Arc<Document>]) -> FxHashMap<String, Vec<&'static str>> {
    let mut roots: FxHashMap<String, Vec<&'static str>> = FxHashMap::default();
    let mut add = |name: &str, root| {
        let known = roots.entry(name.to_owned()).or_default();
        if !known.contains(&root) {
            known.push(root);
        }
    };
    add("page.html", "page");
    add("section.html", "section");
    add("index.html", "section");
    for document in documents {
        match &document.front {
            Front::Page(front) => front.template.iter().for_each(|name| add(name, "page")),
            Front::Section(front) => {
                front.template.iter().for_each(|name| add(name, "section"));
                front.page_template.iter().for_each(|name| add(name, "page"));
            }
        }
    }
    for name in ["taxonomy_list.html", "taxonomy_single.html", "404.html", "atom.xml", "rss.xml"] {
        add(name, "");
    }
    roots
}
