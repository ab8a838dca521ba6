//! Compiling a set of templates: every file is parsed and every mistake told, then they are tied to one another.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::code::{BLOCK_TWICE, MACRO_TWICE, NO_IMPORT};
use super::lower::{Lowering, Vocabulary, unquoted};
use super::program::{Block, Body, Node, Symbol, Template, TemplateId};
use super::report::syntax_error;
use super::syntax::{self, Span, Tree, parse};
use crate::config::Dialect;
use crate::diagnostic::{Diagnostic, Sink, SourceText, suggest};
use crate::template::code::{CIRCLE, DEFINED_HERE_TOO, DID_YOU_MEAN, NO_PARENT};
use crate::template::detect::strangers;
use crate::template::set::TemplateSet;

/// The kinds of files whose renders escape for HTML.
const ESCAPED: [&str; 3] = [".html", ".htm", ".xml"];

/// Templates by their names: full, or without what stands before those of the theme and the built-in ones.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    by_name: FxHashMap<String, TemplateId>,
    prefixes: Vec<String>,
}

impl Directory {
    fn new(set: &TemplateSet) -> Directory {
        let mut by_name = FxHashMap::default();
        for (at, file) in set.files.iter().enumerate() {
            by_name.entry(file.name.clone()).or_insert(TemplateId(at));
        }
        Directory { by_name, prefixes: set.prefixes() }
    }

    /// The template that answers to `name`.
    pub fn find(&self, name: &str) -> Option<TemplateId> {
        let exact = self.by_name.get(name);
        let found =
            exact.or_else(|| self.prefixes.iter().find_map(|prefix| self.by_name.get(&format!("{prefix}{name}"))));
        found.copied()
    }

    /// The names templates are asked for by, in order.
    pub fn names(&self) -> Vec<&str> {
        let plain = |name: &'_ String| -> usize {
            self.prefixes.iter().find(|prefix| name.starts_with(prefix.as_str())).map_or(0, String::len)
        };
        let mut names: Vec<&str> = self.by_name.keys().map(|name| &name[plain(name)..]).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Compiled templates.
#[derive(Debug)]
pub struct Program {
    /// The templates.
    pub templates: Vec<Template>,
    /// Their names.
    pub directory: Directory,
    /// The names they use.
    pub vocabulary: Vocabulary,
    /// The name `loop`.
    pub loop_name: Symbol,
}

/// What a file says about others.
struct Ties {
    parent: Option<(TemplateId, Span)>,
    imports: Vec<(Symbol, TemplateId)>,
}

/// Compiles a set. All mistakes are told; `None` if there are any.
pub fn compile(set: &TemplateSet, sink: &Sink) -> Option<Program> {
    let directory = Directory::new(set);
    let mut vocabulary = Vocabulary::default();
    let loop_name = vocabulary.symbols.intern("loop");
    let mut templates = Vec::with_capacity(set.files.len());
    let mut ties = Vec::with_capacity(set.files.len());
    let mut whole = true;
    for file in &set.files {
        let mut linker = Linker { directory: &directory, vocabulary: &mut vocabulary, sink, whole: true };
        let compiled = match parse(&file.source.text) {
            Ok(tree) => linker.template(&file.name, &file.source, &tree),
            Err(problem) => {
                // Of a file of the other dialect only that is told.
                let stranger = strangers(std::iter::once(file), Dialect::V1).next();
                sink.push(stranger.map_or_else(|| syntax_error(problem, &file.source), |(_, told)| told));
                linker.whole = false;
                (blank(&file.name, &file.source), Ties { parent: None, imports: Vec::new() })
            }
        };
        whole &= linker.whole;
        templates.push(compiled.0);
        ties.push(compiled.1);
    }
    whole &= line_up(&mut templates, &ties, sink);
    let mut namespaces = Namespaces { templates: &templates, ties: &ties, found: vec![State::Open; templates.len()] };
    let all: Vec<_> = (0..templates.len()).map(|at| namespaces.of_render(TemplateId(at))).collect();
    for (template, namespaces) in templates.iter_mut().zip(all) {
        template.namespaces = namespaces;
    }
    whole.then_some(Program { templates, directory, vocabulary, loop_name })
}

/// Compiles a text that is no template of the set, to be run beside it. It extends nothing and escapes nothing.
///
/// # Errors
/// What is wrong with how it is written.
pub fn compile_text(
    program: &Program,
    vocabulary: &mut Vocabulary,
    source: &SourceText,
) -> Result<Template, Diagnostic> {
    let tree = parse(&source.text).map_err(|problem| syntax_error(problem, source))?;
    let sink = Sink::new();
    let mut linker = Linker { directory: &program.directory, vocabulary, sink: &sink, whole: true };
    let (mut template, ties) = linker.template("", source, &tree);
    if let Some(diagnostic) = sink.finish().into_iter().next() {
        return Err(diagnostic);
    }
    let mut namespaces: FxHashMap<Symbol, TemplateId> = FxHashMap::default();
    for (name, file) in ties.imports {
        namespaces.insert(name, file);
        for (inner, file) in program.templates[file.0].namespaces.iter().flatten() {
            namespaces.entry(*inner).or_insert(*file);
        }
    }
    template.namespaces = Some(namespaces);
    Ok(template)
}

fn blank(name: &str, source: &SourceText) -> Template {
    Template {
        name: name.to_owned(),
        source: source.clone(),
        body: Body::default(),
        blocks: FxHashMap::default(),
        macros: FxHashMap::default(),
        parents: Vec::new(),
        own_namespace: None,
        namespaces: None,
        escapes: ESCAPED.iter().any(|suffix| name.ends_with(suffix)),
    }
}

/// Compiles one file of a set.
struct Linker<'l> {
    directory: &'l Directory,
    vocabulary: &'l mut Vocabulary,
    sink: &'l Sink,
    whole: bool,
}

impl Linker<'_> {
    fn tell(&mut self, diagnostic: Diagnostic) {
        self.whole = false;
        self.sink.push(diagnostic);
    }

    fn template(&mut self, name: &str, source: &SourceText, tree: &Tree) -> (Template, Ties) {
        let text = &source.text;
        let mut template = blank(name, source);
        let directory = self.directory;
        let find = |name: &str| directory.find(name);
        let mut lowering = Lowering { text, vocabulary: &mut *self.vocabulary, find: &find };
        template.body = lowering.template(&tree.nodes);
        let mut ties = Ties { parent: None, imports: Vec::new() };
        let mut macro_names: FxHashMap<Symbol, Span> = FxHashMap::default();
        for node in &tree.nodes {
            match node {
                syntax::Node::Macro(definition) => {
                    let mut lowering = Lowering { text, vocabulary: &mut *self.vocabulary, find: &find };
                    let (name, lowered) = lowering.macro_definition(definition);
                    if let Some(first) = macro_names.insert(name, definition.name) {
                        let diagnostic = Diagnostic::new(&MACRO_TWICE).arg("name", definition.name.of(text));
                        let diagnostic = diagnostic.at(source, definition.name.range());
                        self.tell(diagnostic.see(source, first.range(), DEFINED_HERE_TOO));
                    }
                    template.macros.insert(name, lowered);
                }
                syntax::Node::Extends(_, quoted) => {
                    let parent = unquoted(*quoted, text);
                    match self.directory.find(parent) {
                        Some(found) => ties.parent = Some((found, *quoted)),
                        None => {
                            let diagnostic = Diagnostic::new(&NO_PARENT).arg("name", name).arg("parent", parent);
                            self.tell(self.near(diagnostic.at(source, inner(*quoted).range()), parent));
                        }
                    }
                }
                syntax::Node::Import(_, quoted, namespace) => {
                    let file = unquoted(*quoted, text);
                    let namespace = self.vocabulary.symbols.intern(namespace.of(text));
                    match self.directory.find(file) {
                        Some(found) => ties.imports.push((namespace, found)),
                        None => {
                            let diagnostic = Diagnostic::new(&NO_IMPORT).arg("name", file);
                            self.tell(self.near(diagnostic.at(source, inner(*quoted).range()), file));
                        }
                    }
                }
                _ => {}
            }
        }
        if !template.macros.is_empty() {
            template.own_namespace = Some(self.vocabulary.symbols.intern("self"));
        }
        let mut blocks = FxHashMap::default();
        self.blocks(&template.body, source, &mut blocks);
        template.blocks = blocks;
        (template, ties)
    }

    /// The blocks children can fill: those that stand in nothing but blocks.
    fn blocks(&mut self, body: &Body, source: &SourceText, found: &mut FxHashMap<Symbol, Arc<Block>>) {
        for node in body {
            let Node::Block(block) = node else { continue };
            if let Some(first) = found.insert(block.name, Arc::clone(block)) {
                let name = block.span.of(&source.text);
                let diagnostic = Diagnostic::new(&BLOCK_TWICE).arg("name", name).at(source, block.span.range());
                self.tell(diagnostic.see(source, first.span.range(), DEFINED_HERE_TOO));
            }
            self.blocks(&block.body, source, found);
        }
    }

    fn near(&self, diagnostic: Diagnostic, wrong: &str) -> Diagnostic {
        match suggest(wrong, self.directory.names()) {
            Some(near) => diagnostic.arg("near", near).hint(DID_YOU_MEAN),
            None => diagnostic,
        }
    }
}

/// A string's place without its quotes.
fn inner(quoted: Span) -> Span {
    Span { start: quoted.start + 1, end: quoted.end.saturating_sub(1).max(quoted.start + 1) }
}

/// Gives every template the line of its parents; whether none goes in a circle.
fn line_up(templates: &mut [Template], ties: &[Ties], sink: &Sink) -> bool {
    let mut whole = true;
    for at in 0..templates.len() {
        let mut line = Vec::new();
        let mut next = ties[at].parent.map(|(parent, _)| parent);
        while let Some(parent) = next {
            if parent.0 == at || line.contains(&parent) {
                // Told once for each template of the circle, not for those that only lead into it.
                if parent.0 == at
                    && let Some((_, span)) = ties[at].parent
                {
                    let steps = std::iter::once(at).chain(line.iter().map(|id| id.0)).chain([parent.0]);
                    let chain: Vec<&str> = steps.map(|step| templates[step].name.as_str()).collect();
                    let diagnostic = Diagnostic::new(&CIRCLE).arg("chain", chain.join(" → "));
                    sink.push(diagnostic.at(&templates[at].source, inner(span).range()));
                }
                whole = false;
                line.clear();
                break;
            }
            line.push(parent);
            next = ties[parent.0].parent.map(|(parent, _)| parent);
        }
        templates[at].parents = line;
    }
    whole
}

/// Where each template finds macros: its own under `self`, those it imports, those they import, those of its parents, each
/// with what it imports; what comes first counts. The parents of an imported file do not count.
struct Namespaces<'n> {
    templates: &'n [Template],
    ties: &'n [Ties],
    found: Vec<State>,
}

#[derive(Clone)]
enum State {
    Open,
    Running,
    Done(Option<FxHashMap<Symbol, TemplateId>>),
}

impl Namespaces<'_> {
    /// Those of a file by itself; none where imports go in a circle.
    fn of(&mut self, id: TemplateId) -> Option<FxHashMap<Symbol, TemplateId>> {
        match &self.found[id.0] {
            State::Done(done) => return done.clone(),
            State::Running => return None,
            State::Open => self.found[id.0] = State::Running,
        }
        let result = self.collect(id);
        self.found[id.0] = State::Done(result.clone());
        result
    }

    fn collect(&mut self, id: TemplateId) -> Option<FxHashMap<Symbol, TemplateId>> {
        let mut all: FxHashMap<Symbol, TemplateId> = FxHashMap::default();
        let (templates, ties) = (self.templates, self.ties);
        if let Some(own) = templates[id.0].own_namespace {
            all.insert(own, id);
        }
        let mut closed = true;
        for (name, file) in &ties[id.0].imports {
            all.insert(*name, *file);
            match self.of(*file) {
                Some(further) => add(&mut all, &further),
                None => closed = false,
            }
        }
        closed.then_some(all)
    }

    /// Those of a template and of its parents.
    fn of_render(&mut self, id: TemplateId) -> Option<FxHashMap<Symbol, TemplateId>> {
        let mut all = self.of(id)?;
        for parent in &self.templates[id.0].parents {
            add(&mut all, &self.of(*parent)?);
        }
        Some(all)
    }
}

/// Names in `further` are added where there is none yet; every name stands there once, so their order is all the same.
#[expect(clippy::iter_over_hash_type, reason = "each name is added by itself")]
fn add(all: &mut FxHashMap<Symbol, TemplateId>, further: &FxHashMap<Symbol, TemplateId>) {
    for (name, file) in further {
        all.entry(*name).or_insert(*file);
    }
}
