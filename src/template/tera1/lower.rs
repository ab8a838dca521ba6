//! From what is written to what runs: names become numbers, paths pieces, and blanks beside dashes go.
//!
//! Blanks go as the reference takes them: a dash of `super()` does nothing and lets an earlier dash act on the text after
//! it; what stands in the `else` of a loop keeps all its blanks; a comment at the very start takes none.

use std::sync::Arc;

use tera::Value;

use super::program::{
    self, Block, Body, Call, DefaultValue, Expr, Filtered, For, If, In, Include, Kind, Macro, MacroCall, Node, Piece,
    Set, Slot, Symbol, Symbols, TemplateId, Test,
};
use super::syntax::{self, Argument, CommentPlace, ExprKind, Span, Tag};

/// The variable that holds the whole context, as JSON.
pub const WHOLE_CONTEXT: &str = "__tera_context";

/// The names templates use, shared by all.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Variables, blocks, macros, namespaces.
    pub symbols: Symbols,
    /// Filters, in the order of their slots.
    pub filters: Symbols,
    /// Functions, likewise.
    pub functions: Symbols,
    /// Tests, likewise.
    pub tests: Symbols,
}

/// Lowers one template.
pub struct Lowering<'l> {
    /// Its text.
    pub text: &'l str,
    /// The names.
    pub vocabulary: &'l mut Vocabulary,
    /// The template that answers to a name.
    pub find: &'l dyn Fn(&str) -> Option<TemplateId>,
}

/// What a body's own tags take from its ends.
#[derive(Clone, Copy)]
struct Ends {
    left: bool,
    right: bool,
}

impl Lowering<'_> {
    /// A whole template's nodes.
    pub fn template(&mut self, nodes: &[syntax::Node]) -> Body {
        self.trimmed(nodes, Ends { left: false, right: false }).into()
    }

    fn symbol(&mut self, span: Span) -> Symbol {
        self.vocabulary.symbols.intern(span.of(self.text))
    }

    /// A body between two tags, with the blanks their dashes and those inside take.
    fn between(&mut self, nodes: &[syntax::Node], open: Tag, close: Tag) -> Body {
        self.trimmed(nodes, Ends { left: open.trims_right, right: close.trims_left }).into()
    }

    fn trimmed(&mut self, nodes: &[syntax::Node], ends: Ends) -> Vec<Node> {
        let mut out: Vec<Node> = Vec::with_capacity(nodes.len());
        let mut after_text = false;
        let mut trim_next = ends.left;
        for node in nodes {
            if let syntax::Node::Text(span) = node {
                after_text = true;
                let span = if trim_next { self.trim_start(*span) } else { *span };
                if !(trim_next && span.start == span.end) {
                    out.push(Node::Text(span));
                }
                trim_next = false;
                continue;
            }
            if let Some((open, close)) = outer_tags(node) {
                if open.trims_left && after_text {
                    self.trim_last(&mut out);
                }
                trim_next = close.trims_right;
            }
            after_text = false;
            let lowered = self.node(node, true);
            out.push(lowered);
        }
        if ends.right {
            self.trim_last(&mut out);
        }
        out
    }

    /// A body whose blanks all stay.
    fn untrimmed(&mut self, nodes: &[syntax::Node]) -> Body {
        nodes.iter().map(|node| self.node(node, false)).collect()
    }

    fn trim_start(&self, span: Span) -> Span {
        let text = span.of(self.text);
        Span { start: span.start + (text.len() - text.trim_start().len()) as u32, end: span.end }
    }

    fn trim_end(&self, span: Span) -> Span {
        Span { start: span.start, end: span.start + span.of(self.text).trim_end().len() as u32 }
    }

    /// Takes the blanks at the end of the last node, if it is text.
    fn trim_last(&self, nodes: &mut Vec<Node>) {
        if let Some(Node::Text(span)) = nodes.last() {
            let span = self.trim_end(*span);
            nodes.pop();
            if span.start < span.end {
                nodes.push(Node::Text(span));
            }
        }
    }

    fn body(&mut self, nodes: &[syntax::Node], open: Tag, close: Tag, trims: bool) -> Body {
        if trims { self.between(nodes, open, close) } else { self.untrimmed(nodes) }
    }

    fn node(&mut self, node: &syntax::Node, trims: bool) -> Node {
        match node {
            syntax::Node::Text(span) => Node::Text(*span),
            syntax::Node::Comment(..) | syntax::Node::Import(..) | syntax::Node::Macro(_) => Node::Nothing,
            syntax::Node::Raw(open, span, close) => {
                let mut span = *span;
                if trims && open.trims_right {
                    span = self.trim_start(span);
                }
                if trims && close.trims_left {
                    span = self.trim_end(span);
                }
                Node::Raw(span)
            }
            syntax::Node::Output(_, value) => Node::Output(self.expr(value)),
            syntax::Node::Super(tag) => Node::Super(tag.span),
            syntax::Node::Set(_, set) => {
                let (name, value) = (self.symbol(set.name), self.expr(&set.value));
                Node::Set(Set { name, global: set.global, value })
            }
            syntax::Node::Include(tag, include) => Node::Include(self.include(*tag, include)),
            syntax::Node::Extends(_, name) => Node::Extends(*name),
            syntax::Node::If(choice) => Node::If(self.choice(choice, trims)),
            syntax::Node::For(found) => {
                let key = found.key.map(|key| self.symbol(key));
                let value = self.symbol(found.value);
                let container = self.expr(&found.container);
                let body = self.body(&found.body, found.open, found.close, trims);
                let otherwise = found.otherwise.last().map(|(_, nodes)| self.untrimmed(nodes));
                Node::For(Box::new(For { key, value, container, body, otherwise }))
            }
            syntax::Node::Block(block) => {
                let name = self.symbol(block.name);
                let body = self.body(&block.body, block.open, block.close, trims);
                Node::Block(Arc::new(Block { name, body, span: block.name }))
            }
            syntax::Node::Filter(section) => {
                let name = section.call.name.of(self.text);
                let call = if name == "safe" { None } else { Some(self.filter(&section.call)) };
                let body = self.body(&section.body, section.open, section.close, trims);
                Node::Filter(Filtered { call, body })
            }
            syntax::Node::Break(_) => Node::Break,
            syntax::Node::Continue(_) => Node::Continue,
        }
    }

    /// The macro a node defines, with its name.
    pub fn macro_definition(&mut self, definition: &syntax::Macro) -> (Symbol, Macro) {
        let name = self.symbol(definition.name);
        let mut parameters: Vec<(Symbol, Option<Value>)> = Vec::new();
        for parameter in &definition.parameters {
            let name = self.symbol(parameter.name);
            let default = parameter.default.as_ref().map(|default| self.literal(default));
            match parameters.iter_mut().find(|(known, _)| *known == name) {
                Some(known) => known.1 = default,
                None => parameters.push((name, default)),
            }
        }
        let body = self.between(&definition.body, definition.open, definition.close);
        (name, Macro { parameters: parameters.into(), body })
    }

    fn literal(&self, literal: &syntax::Expr) -> Value {
        match literal.kind {
            ExprKind::Int(number) => Value::from(number),
            ExprKind::Float(number) => Value::from(number),
            ExprKind::Bool(truth) => Value::from(truth),
            _ => Value::from(unquoted(literal.span, self.text)),
        }
    }

    fn include(&mut self, tag: Tag, include: &syntax::Include) -> Include {
        let names: Box<[Box<str>]> = include.names.iter().map(|name| unquoted(*name, self.text).into()).collect();
        let found = names.iter().find_map(|name| (self.find)(name));
        let span = match (include.names.first(), include.names.last()) {
            (Some(first), Some(last)) => first.to(*last),
            _ => tag.span,
        };
        Include { found, names, ignore_missing: include.ignore_missing, span }
    }

    /// Each branch's opening dash takes from the branch before it, the end's from the last one.
    fn choice(&mut self, choice: &syntax::If, trims: bool) -> If {
        let tags = choice.branches.iter().map(|branch| branch.tag);
        let tags = tags.chain(choice.otherwise.iter().map(|(tag, _)| *tag)).chain([choice.close]).skip(1);
        let ends: Vec<Tag> = tags.collect();
        let mut branches = Vec::with_capacity(choice.branches.len());
        for (branch, end) in choice.branches.iter().zip(&ends) {
            let condition = self.expr(&branch.condition);
            branches.push((condition, self.body(&branch.body, branch.tag, *end, trims)));
        }
        let otherwise = choice.otherwise.as_ref().map(|(tag, nodes)| self.body(nodes, *tag, choice.close, trims));
        If { branches: branches.into(), otherwise }
    }

    fn expr(&mut self, expr: &syntax::Expr) -> Expr {
        let kind = self.kind(expr);
        let name = |call: &syntax::Call| call.name.of(self.text);
        let safe = expr.filters.last().is_some_and(|call| name(call) == "safe");
        let first = expr.filters.first().filter(|call| name(call) == "default");
        let default = match (first, &kind) {
            (Some(call), Kind::Path(..) | Kind::Context) => {
                // As everywhere, the last of arguments of one name counts.
                let value = call.arguments.iter().rev().find(|argument| argument.name.of(self.text) == "value");
                Some(match value {
                    Some(argument) => DefaultValue::Value(Box::new(self.expr(&argument.value))),
                    None => DefaultValue::Missing(call.span),
                })
            }
            _ => None,
        };
        let kept: Vec<&syntax::Call> = {
            let acts = |call: &&syntax::Call| !matches!(call.name.of(self.text), "safe" | "default");
            expr.filters.iter().filter(acts).collect()
        };
        let filters = kept.into_iter().map(|call| self.filter(call)).collect();
        let filtered = !expr.filters.is_empty();
        Expr { kind, negated: expr.negated.is_some(), default, filters, filtered, safe, span: expr.span }
    }

    fn kind(&mut self, expr: &syntax::Expr) -> Kind {
        match &expr.kind {
            ExprKind::String(quoted) => Kind::Text(Value::from(unquoted(*quoted, self.text))),
            ExprKind::Int(number) => Kind::Int(*number),
            ExprKind::Float(number) => Kind::Float(*number),
            ExprKind::Bool(truth) => Kind::Bool(*truth),
            ExprKind::Path(span) => match self.path(*span) {
                Some(path) => Kind::Path(path, *span),
                None => Kind::Context,
            },
            ExprKind::Array(elements) => Kind::Array(elements.iter().map(|element| self.expr(element)).collect()),
            ExprKind::Concat(parts) => self.concatenation(parts),
            ExprKind::Call(call) => Kind::Call(self.call(call)),
            ExprKind::MacroCall(call) => {
                let namespace = self.symbol(call.namespace);
                let name = self.symbol(call.name);
                let mut arguments: Vec<(Symbol, Expr)> = Vec::new();
                for argument in &call.arguments {
                    let argument = (self.symbol(argument.name), self.expr(&argument.value));
                    arguments.retain(|(known, _)| *known != argument.0);
                    arguments.push(argument);
                }
                let arguments = arguments.into();
                let namespace_span = call.namespace;
                Kind::Macro(Box::new(MacroCall { namespace, name, arguments, namespace_span, span: call.name }))
            }
            ExprKind::Test(test) => {
                let slot = Slot(self.vocabulary.tests.intern(test.name.of(self.text)).0 as usize);
                let arguments = test.arguments.iter().map(|argument| self.expr(argument)).collect();
                let path = self.path(test.path);
                let negated = test.negated.is_some();
                Kind::Test(Box::new(Test { path, negated, slot, arguments, span: test.name }))
            }
            ExprKind::Math(math) => {
                Kind::Math(math.operator, Box::new((self.expr(&math.left), self.expr(&math.right))))
            }
            ExprKind::Logic(logic) => {
                Kind::Logic(logic.operator, Box::new((self.expr(&logic.left), self.expr(&logic.right))))
            }
            ExprKind::In(found) => Kind::In(Box::new(In {
                needle: self.expr(&found.needle),
                container: self.expr(&found.container),
                negated: found.negated.is_some(),
            })),
        }
    }

    /// Strings beside one another become one; strings alone are a plain text.
    fn concatenation(&mut self, parts: &[syntax::Expr]) -> Kind {
        let mut pieces = Vec::new();
        let mut text = String::new();
        for part in parts {
            let piece = match &part.kind {
                ExprKind::Int(number) => Piece::Text(number.to_string().into()),
                ExprKind::Float(number) => Piece::Text(number.to_string().into()),
                ExprKind::Call(call) => Piece::Call(self.call(call)),
                ExprKind::Path(span) => self.path(*span).map_or(Piece::Context, |path| Piece::Path(path, *span)),
                ExprKind::String(span) => {
                    text.push_str(unquoted(*span, self.text));
                    continue;
                }
                // The grammar puts nothing else here.
                _ => continue,
            };
            if !text.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut text).into()));
            }
            pieces.push(piece);
        }
        if pieces.is_empty() {
            return Kind::Text(Value::from(text));
        }
        if !text.is_empty() {
            pieces.push(Piece::Text(text.into()));
        }
        Kind::Concat(pieces.into())
    }

    fn call(&mut self, call: &syntax::Call) -> Call {
        let slot = Slot(self.vocabulary.functions.intern(call.name.of(self.text)).0 as usize);
        Call { slot, arguments: self.arguments(&call.arguments), span: call.name }
    }

    fn filter(&mut self, call: &syntax::Call) -> Call {
        let slot = Slot(self.vocabulary.filters.intern(call.name.of(self.text)).0 as usize);
        Call { slot, arguments: self.arguments(&call.arguments), span: call.name }
    }

    /// Of arguments of one name only the last counts.
    fn arguments(&mut self, arguments: &[Argument]) -> Box<[(Arc<str>, Expr)]> {
        let mut lowered: Vec<(Arc<str>, Expr)> = Vec::with_capacity(arguments.len());
        for argument in arguments {
            let name: Arc<str> = argument.name.of(self.text).into();
            let value = self.expr(&argument.value);
            lowered.retain(|(known, _)| *known != name);
            lowered.push((name, value));
        }
        lowered.into()
    }

    /// The path written there; none for the whole context.
    fn path(&mut self, span: Span) -> Option<program::Path> {
        super::path::compile(span.of(self.text), &mut self.vocabulary.symbols)
    }
}

/// The first and last tag of a node that takes blanks outside itself.
fn outer_tags(node: &syntax::Node) -> Option<(Tag, Tag)> {
    match node {
        syntax::Node::Text(_) | syntax::Node::Super(_) | syntax::Node::Comment(_, CommentPlace::Head) => None,
        syntax::Node::Comment(tag, CommentPlace::Body)
        | syntax::Node::Output(tag, _)
        | syntax::Node::Set(tag, _)
        | syntax::Node::Include(tag, _)
        | syntax::Node::Extends(tag, _)
        | syntax::Node::Import(tag, ..)
        | syntax::Node::Break(tag)
        | syntax::Node::Continue(tag) => Some((*tag, *tag)),
        syntax::Node::Raw(open, _, close) => Some((*open, *close)),
        syntax::Node::If(choice) => choice.branches.first().map(|branch| (branch.tag, choice.close)),
        syntax::Node::For(found) => Some((found.open, found.close)),
        syntax::Node::Block(block) => Some((block.open, block.close)),
        syntax::Node::Macro(found) => Some((found.open, found.close)),
        syntax::Node::Filter(section) => Some((section.open, section.close)),
    }
}

/// A string without its quotes.
pub fn unquoted(span: Span, text: &str) -> &str {
    let quoted = span.of(text);
    quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default()
}
