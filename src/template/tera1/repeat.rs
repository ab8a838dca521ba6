//! Macros that show the same for the same arguments: what one call showed can stand for another (see `template::kept`).

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::load::Program;
use super::lower::Vocabulary;
use super::program::{Call, DefaultValue, Expr, Kind, Macro, Node, Path, Piece, Stride, Symbol, TemplateId, Test, Way};
use crate::template::kept::Keeper;
use crate::template::usage::{FILTERS_THAT_LOOK, FUNCTIONS_OF_ARGUMENTS};

/// What a macro may take from the variables of a render: these are the same wherever one language is rendered. The version is
/// told to pages only.
const STEADY: [&str; 2] = ["config", "lang"];

/// Who remembers, and of which macros.
pub struct Kept {
    /// Who does.
    pub keeper: Arc<dyn Keeper>,
    macros: FxHashMap<(TemplateId, Symbol), Repeatable>,
}

/// A macro that is remembered.
pub struct Repeatable {
    /// What it is called, with its file.
    pub name: String,
    /// The variables it names, but for those that are the same everywhere. In Tera 1 a field that a macro's own variable has
    /// not is looked for in the render's variable of that name.
    pub names: Box<[Symbol]>,
}

impl Kept {
    /// Finds the macros of `program`; none if there are none.
    pub fn new(program: &Program, keeper: Arc<dyn Keeper>) -> Option<Kept> {
        let mut macros = FxHashMap::default();
        for (at, template) in program.templates.iter().enumerate() {
            #[expect(clippy::iter_over_hash_type, reason = "each goes into a map again")]
            for (name, definition) in &template.macros {
                if let Some(names) = names(definition, &program.vocabulary) {
                    let name_there = program.vocabulary.symbols.text(*name);
                    let known = Repeatable { name: format!("{}::{name_there}", template.name), names };
                    macros.insert((TemplateId(at), *name), known);
                }
            }
        }
        (!macros.is_empty()).then_some(Kept { keeper, macros })
    }

    /// The macro of that name in that template, if it is one.
    pub fn of(&self, template: TemplateId, name: Symbol) -> Option<&Repeatable> {
        self.macros.get(&(template, name))
    }
}

/// The variables that a macro names; none if it shows more than follows from them.
fn names(definition: &Macro, vocabulary: &Vocabulary) -> Option<Box<[Symbol]>> {
    let mut looks = Looks { vocabulary, names: BTreeSet::new() };
    looks.body(&definition.body).then(|| looks.names.into_iter().collect())
}

struct Looks<'a> {
    vocabulary: &'a Vocabulary,
    names: BTreeSet<Symbol>,
}

impl Looks<'_> {
    fn body(&mut self, body: &[Node]) -> bool {
        body.iter().all(|node| self.node(node))
    }

    fn node(&mut self, node: &Node) -> bool {
        match node {
            Node::Text(_) | Node::Raw(_) | Node::Nothing | Node::Break | Node::Continue => true,
            Node::Include(_) | Node::Extends(_) | Node::Block(_) | Node::Super(_) => false,
            Node::Output(value) => self.expr(value),
            Node::Set(set) => self.expr(&set.value),
            Node::If(choice) => {
                choice.branches.iter().all(|(condition, body)| self.expr(condition) && self.body(body))
                    && choice.otherwise.as_deref().is_none_or(|body| self.body(body))
            }
            Node::For(each) => {
                self.expr(&each.container)
                    && self.body(&each.body)
                    && each.otherwise.as_deref().is_none_or(|body| self.body(body))
            }
            Node::Filter(section) => {
                section.call.as_ref().is_none_or(|call| self.filter(call)) && self.body(&section.body)
            }
        }
    }

    fn expr(&mut self, expr: &Expr) -> bool {
        let by_default = match &expr.default {
            Some(DefaultValue::Value(value)) => self.expr(value),
            Some(DefaultValue::Missing(_)) | None => true,
        };
        by_default && self.kind(&expr.kind) && expr.filters.iter().all(|filter| self.filter(filter))
    }

    fn kind(&mut self, kind: &Kind) -> bool {
        match kind {
            Kind::Text(_) | Kind::Int(_) | Kind::Float(_) | Kind::Bool(_) => true,
            // Which macro a name means depends on where the render stands.
            Kind::Context | Kind::Macro(_) => false,
            Kind::Path(path, _) => self.path(path),
            Kind::Array(elements) => elements.iter().all(|element| self.expr(element)),
            Kind::Concat(pieces) => pieces.iter().all(|piece| self.piece(piece)),
            Kind::Call(call) => self.function(call),
            Kind::Test(test) => self.test(test),
            Kind::Math(_, sides) | Kind::Logic(_, sides) => self.expr(&sides.0) && self.expr(&sides.1),
            Kind::In(found) => self.expr(&found.needle) && self.expr(&found.container),
        }
    }

    fn piece(&mut self, piece: &Piece) -> bool {
        match piece {
            Piece::Text(_) => true,
            Piece::Context => false,
            Piece::Path(path, _) => self.path(path),
            Piece::Call(call) => self.function(call),
        }
    }

    fn test(&mut self, test: &Test) -> bool {
        test.path.as_ref().is_some_and(|path| self.path(path))
            && test.arguments.iter().all(|argument| self.expr(argument))
    }

    fn path(&mut self, path: &Path) -> bool {
        if !STEADY.contains(&self.vocabulary.symbols.text(path.root)) {
            self.names.insert(path.root);
        }
        match &path.way {
            Way::Whole | Way::Loop(_) | Way::Steps(_) => true,
            Way::Computed(strides) => strides.iter().all(|stride| match stride {
                Stride::Step(_) => true,
                Stride::Of(path, _) => self.path(path),
            }),
            Way::Written(_) => false,
        }
    }

    fn function(&mut self, call: &Call) -> bool {
        FUNCTIONS_OF_ARGUMENTS.contains(&self.vocabulary.functions.text(call.symbol())) && self.arguments(call)
    }

    fn filter(&mut self, call: &Call) -> bool {
        !FILTERS_THAT_LOOK.contains(&self.vocabulary.filters.text(call.symbol())) && self.arguments(call)
    }

    fn arguments(&mut self, call: &Call) -> bool {
        call.arguments.iter().all(|(_, value)| self.expr(value))
    }
}
