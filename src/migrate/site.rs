//! The site as it is: its settings, templates, macros and content, read once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::blocks::Blocks;
use super::loops::Loops;
use super::template::may_be_none;
use super::{variables, visit};
use crate::config::Config;
use crate::content::{self, Document, Front};
use crate::diagnostic::{Sink, SourceText};
use crate::source::SourceTree;
use crate::template::TemplateSet;
use crate::template::tera1::syntax::{Argument, Call, Expr, ExprKind, Macro, MacroCall, Node, Tree, parse};

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

/// What kind of value an argument or a default is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueKind {
    Text,
    Integer,
    Float,
    Truth,
    Array,
    Unknown,
}

impl ValueKind {
    pub fn of(expr: &Expr) -> ValueKind {
        if !expr.filters.is_empty() {
            return ValueKind::Unknown;
        }
        match &expr.kind {
            _ if expr.negated.is_some() => ValueKind::Truth,
            ExprKind::String(_) | ExprKind::Concat(_) => ValueKind::Text,
            ExprKind::Int(_) => ValueKind::Integer,
            ExprKind::Float(_) => ValueKind::Float,
            ExprKind::Bool(_) | ExprKind::Test(_) | ExprKind::Logic(_) | ExprKind::In(_) => ValueKind::Truth,
            ExprKind::Array(_) => ValueKind::Array,
            _ => ValueKind::Unknown,
        }
    }
}

/// What pages are shown by.
pub(super) const ROOTS: [&str; 2] = ["page", "section"];

/// A macro, as a component.
#[derive(Clone, Debug)]
pub(super) struct MacroInfo {
    /// The component's name.
    pub component: String,
    /// Its parameters: the names, and the kind of the default where there is one.
    pub parameters: Vec<(String, Option<ValueKind>)>,
    /// The kinds of values its calls give, by parameter.
    pub given: BTreeMap<String, Vec<ValueKind>>,
    /// The variables of what is shown that it looks at, or a macro it calls.
    pub needs: BTreeSet<String>,
    /// Whether it shows the `body` of the shortcode it is called from, without being given it.
    pub takes_body: bool,
    /// Whether it looks at the page or section that is shown, without being given it.
    pub takes_root: [bool; 2],
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
        site.find_macros();
        site.see_calls();
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

    /// The names of all blocks the ancestors of a template have; none if an ancestor is missing.
    pub fn blocks_above(&self, file: usize) -> Option<Vec<&str>> {
        let mut blocks = Vec::new();
        let ancestors = self.ancestors(file);
        if self.templates[*ancestors.last()?].parent().is_some() {
            return None;
        }
        for at in ancestors {
            let text = &self.templates[at].source.text;
            visit::nodes(&self.templates[at].tree.nodes, &mut |node| {
                if let Node::Block(block) = node {
                    blocks.push(block.name.of(text));
                }
            });
        }
        Some(blocks)
    }

    fn find_macros(&mut self) {
        let mut macros = FxHashMap::default();
        for (index, file) in self.templates.iter().enumerate() {
            let text = &file.source.text;
            for found in file.macros() {
                let name = found.name.of(text).to_owned();
                let parameters = found.parameters.iter().map(|parameter| {
                    (parameter.name.of(text).to_owned(), parameter.default.as_ref().map(ValueKind::of))
                });
                let component = component_name(&file.plain, &name);
                let parameters = parameters.collect();
                let info = MacroInfo {
                    component,
                    parameters,
                    given: BTreeMap::new(),
                    needs: BTreeSet::new(),
                    takes_body: false,
                    takes_root: [false; 2],
                };
                macros.insert((index, name), info);
            }
        }
        self.macros = macros;
        let needs = self.needs();
        for (of, names) in needs {
            if let Some(info) = self.macros.get_mut(&of) {
                info.takes_body = names.contains("body");
                info.takes_root = ROOTS.map(|root| names.contains(root));
                info.needs = names;
            }
        }
    }

    /// The variables that macros look at without being given them. A component sees what its caller sees, so that what a macro
    /// needs that it calls counts.
    fn needs(&self) -> BTreeMap<(usize, String), BTreeSet<String>> {
        let mut needs: BTreeMap<(usize, String), BTreeSet<String>> = BTreeMap::new();
        let mut calls = Vec::new();
        for (index, file) in self.templates.iter().enumerate() {
            let text = &file.source.text;
            for found in file.macros() {
                let own: Vec<&str> = found.parameters.iter().map(|parameter| parameter.name.of(text)).collect();
                let mut names = variables::free(self, index, &found.body, &own);
                let mut called = Vec::new();
                visit::expressions(&found.body, &mut |expr| match &expr.kind {
                    ExprKind::MacroCall(call) => called.extend(self.called(index, call)),
                    ExprKind::Call(call) if self.config.is_multilingual() && looks_up(call, text) => {
                        names.insert("lang".to_owned());
                    }
                    _ => {}
                });
                names.retain(|name| !own.contains(&name.as_str()));
                let id = (index, found.name.of(text).to_owned());
                calls.extend(called.into_iter().map(|called| (id.clone(), called)));
                needs.insert(id, names);
            }
        }
        let mut grows = true;
        while grows {
            grows = false;
            for (from, to) in &calls {
                // A shortcode's body is handed on by name.
                let further = needs.get(to).into_iter().flatten().filter(|name| *name != "body").cloned();
                let further: Vec<String> = further.collect();
                let own = self.macros.get(from).map_or(&[][..], |info| &info.parameters);
                let Some(known) = needs.get_mut(from) else { continue };
                for name in further {
                    grows |= !own.iter().any(|(given, _)| *given == name) && known.insert(name);
                }
            }
        }
        needs
    }

    /// Takes down what the calls of macros give.
    fn see_calls(&mut self) {
        let mut seen: Vec<((usize, String), String, ValueKind)> = Vec::new();
        for (index, file) in self.templates.iter().enumerate() {
            visit::expressions(&file.tree.nodes, &mut |expr| {
                if let ExprKind::MacroCall(call) = &expr.kind
                    && let Some(called) = self.called(index, call)
                {
                    for argument in &call.arguments {
                        let name = argument.name.of(&file.source.text).to_owned();
                        seen.push((called.clone(), name, ValueKind::of(&argument.value)));
                    }
                }
            });
        }
        for (called, parameter, kind) in seen {
            if let Some(info) = self.macros.get_mut(&called) {
                info.given.entry(parameter).or_default().push(kind);
            }
        }
    }
}

/// Whether a call looks a page or section up by a path put together, which may name a language.
fn looks_up(call: &Call, text: &str) -> bool {
    let given = |name: &str| call.arguments.iter().find(|argument| argument.name.of(text) == name);
    let is_literal = |argument: &Argument| matches!(argument.value.kind, ExprKind::String(_));
    matches!(call.name.of(text), "get_page" | "get_section")
        && given("lang").is_none()
        && given("path").is_some_and(|path| !is_literal(path))
}

impl MacroInfo {
    /// Whether a default would keep calls from giving what they do: in Tera 2 it fixes the type.
    pub fn is_mixed(&self, parameter: &str, default: ValueKind) -> bool {
        self.given.get(parameter).is_some_and(|given| given.iter().any(|kind| *kind != default))
    }
}

/// The name of the component that a macro in the file `plain` becomes.
pub(super) fn component_name(plain: &str, name: &str) -> String {
    let stem = plain.rsplit_once('.').map_or(plain, |(stem, _)| stem);
    let mut parts: Vec<String> = stem.split('/').map(word).collect();
    parts.push(name.to_owned());
    parts.join(".")
}

/// A file's name as a part of a component's name.
pub(super) fn word(name: &str) -> String {
    let clean: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' }).collect();
    if clean.starts_with(|first: char| first.is_ascii_digit()) { format!("_{clean}") } else { clean }
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

#[cfg(test)]
mod tests {
    use super::component_name;

    #[test]
    fn components_are_named_after_their_file() {
        assert_eq!(component_name("macros.html", "card"), "macros.card");
        assert_eq!(component_name("partials/nav-bar.html", "card"), "partials.nav_bar.card");
        assert_eq!(component_name("404.html", "x"), "_404.x");
    }
}
