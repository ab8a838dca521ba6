//! Tags: what is shown, set, included, chosen and repeated.

use tera::value::Key;

use super::expression::{Level, Piece, Want, outer_loop};
use super::macros::{parameter_name, variable_name};
use super::scope::Known;
use super::{Rewriter, Within};
use crate::migrate::code::{INCLUDE_CYCLE, NO_INCLUDE};
use crate::migrate::path::{Step, steps};
use crate::migrate::shortcode::component_name;
use crate::migrate::site::unquoted;
use crate::migrate::{variables, visit};
use crate::template::tera1::syntax::{Block, Expr, ExprKind, Filter, For, If, Include, Node, Span, Tag};

/// Functions whose results are shown as they are.
const SAFE_FUNCTIONS: [&str; 3] = ["get_url", "get_taxonomy_url", "get_hash"];

/// Fields that hold nothing to escape.
const CLEAN: [&str; 14] = [
    "url",
    "permalink",
    "path",
    "width",
    "height",
    "static_path",
    "base_url",
    "slug",
    "index",
    "index0",
    "year",
    "month",
    "day",
    "colocated_path",
];

/// What a value is that is shown in another way since.
enum Shape {
    List,
    Map,
}

impl<'s> Rewriter<'s> {
    pub fn node(&mut self, node: &'s Node) {
        match node {
            Node::Output(_, expr) => self.output(expr),
            Node::Set(_, set) => {
                let is_fraction = self.is_fraction(&set.value);
                let value = self.value(&set.value).text;
                self.put(set.value.span, value);
                let name = self.of(set.name);
                self.put(set.name, variable_name(name));
                let known = if is_page(&set.value, self) { Known::Page } else { Known::Present };
                if set.global {
                    self.scope.bind_globally(name);
                }
                self.scope.bind(name, known);
                self.body_is_set |= name == "body";
                if is_fraction {
                    self.fractions.insert(name);
                } else {
                    self.fractions.remove(name);
                }
                if self.may_be_none(&set.value) {
                    self.maybe_none.insert(name);
                }
            }
            Node::Include(tag, include) => self.include(*tag, include),
            Node::Import(tag, ..) => self.import(*tag),
            Node::If(choice) => self.choice(choice),
            Node::For(found) => self.for_loop(found),
            Node::Block(block) => {
                self.end_of_block(block);
                self.scope.open();
                self.nodes(&block.body);
                self.scope.close_branch();
            }
            Node::Macro(found) => self.macro_definition(found),
            Node::Filter(filter) => self.section(filter),
            Node::Text(_)
            | Node::Comment(..)
            | Node::Raw(..)
            | Node::Super(_)
            | Node::Extends(..)
            | Node::Break(_)
            | Node::Continue(_) => {}
        }
    }

    /// The name at a block's end did not have to be the block's.
    fn end_of_block(&mut self, block: &Block) {
        let own = self.renamed_blocks.get(&block.name.start).copied();
        if let Some(own) = own {
            self.edits.replace(block.name.range(), own);
        }
        let own = own.unwrap_or(self.of(block.name));
        let close = self.of(block.close.span);
        let Some(at) = close.find("endblock") else { return };
        let start = at + "endblock".len();
        let end = close[..close.len() - 2].trim_end_matches('-').len();
        let name = close[start..end].trim();
        if !name.is_empty() && name != own {
            let from = block.close.span.start as usize + start + close[start..].find(name).unwrap_or(0);
            self.edits.replace(from..from + name.len(), own);
        }
    }

    /// Puts `text` in the place of `span` if it is another.
    fn put(&mut self, span: Span, text: String) {
        if self.of(span) != text {
            self.edits.replace(span.range(), text);
        }
    }

    fn output(&mut self, expr: &Expr) {
        if let (ExprKind::Path(path), None, []) = (&expr.kind, expr.negated, &expr.filters[..])
            && let Some(text) = self.whole(*path)
        {
            self.put(expr.span, text);
            return;
        }
        let piece = self.expr(expr, Want::Shown);
        if self.is_fraction(expr) {
            let text = self.without_point(piece);
            self.put(expr.span, text);
            return;
        }
        let text = match self.within {
            // What was put together was never escaped.
            Within::Template if self.file.escapes() && is_concatenation(expr) && !self.is_clean(expr) => {
                format!("{} | safe", piece.filterable().text)
            }
            // What it is safe to show is shown as it is since, unless it is put together anew.
            Within::Template if self.file.escapes() && is_bare_html(expr, self) => format!("\"\" ~ {}", piece.text),
            Within::EscapingBody => self.escaped(expr, piece),
            _ => piece.text,
        };
        self.put(expr.span, text);
    }

    /// Lists of texts and maps shown as a whole, which is done in another way since: `[a, b]` and `[object]`.
    fn whole(&mut self, path: Span) -> Option<String> {
        const LISTS: [&str; 5] = ["authors", "ancestors", "components", "assets", "subsections"];
        const MAPS: [&str; 5] = ["page", "section", "term", "taxonomy", "config"];
        let text = self.of(path);
        let (root, steps) = steps(text);
        let bound = self.scope.find(root);
        let is_page = bound == Some(Known::Page) || (bound.is_none() && matches!(root, "page" | "section"));
        match &steps[..] {
            [] if MAPS.contains(&root) && matches!(bound, None | Some(Known::Page)) => Some("\"[object]\"".to_owned()),
            [Step::Field("taxonomies"), Step::Field(_)] if is_page => Some(self.listed(path)),
            [Step::Field(name)] if is_page && LISTS.contains(name) => Some(self.listed(path)),
            [Step::Field("extra"), names @ ..] if root == "config" && bound.is_none() => match self.setting(names)? {
                Shape::List => Some(self.listed(path)),
                Shape::Map => Some("\"[object]\"".to_owned()),
            },
            _ => None,
        }
    }

    /// Whether the value of the settings at `names` is a list of texts or a map.
    fn setting(&self, names: &[Step<'_>]) -> Option<Shape> {
        let mut value = &self.site.config.extra;
        for name in names {
            let name = Key::from(name.name()?.to_owned());
            value = value.as_map()?.get(&name)?;
        }
        if let Some(elements) = value.as_array() {
            return elements.iter().all(|element| element.as_str().is_some()).then_some(Shape::List);
        }
        value.as_map().map(|_| Shape::Map)
    }

    fn listed(&mut self, path: Span) -> String {
        format!("\"[\" ~ ({} | join(sep=\", \")) ~ \"]\"", self.path(path, false))
    }

    /// What is shown, escaped as the old engine did by itself.
    fn escaped(&self, expr: &Expr, piece: Piece) -> String {
        let last = expr.filters.last().map(|last| self.of(last.name));
        if last == Some("safe") || is_concatenation(expr) || self.is_clean(expr) {
            return piece.text;
        }
        let is_body = matches!(&expr.kind, ExprKind::Path(path) if self.of(*path) == "body");
        let text = match last {
            Some("upper" | "lower" | "trim" | "title" | "capitalize" | "replace" | "join" | "date" | "slugify") => true,
            Some(_) => false,
            None => match &expr.kind {
                ExprKind::Path(path) => !is_body && self.scope.find(self.of(*path)) == Some(Known::Text),
                _ => false,
            },
        };
        if text {
            format!("{} | escape", piece.filterable().text)
        } else {
            // Only texts can be escaped.
            let piece = if piece.level == Level::Atom { piece } else { piece.in_brackets() };
            format!("(\"\" ~ {}) | escape", piece.text)
        }
    }

    /// Whether what is shown surely has nothing to escape.
    fn is_clean(&self, expr: &Expr) -> bool {
        if !expr.filters.is_empty() {
            return matches!(
                expr.filters.last().map(|last| self.of(last.name)),
                Some("length" | "int" | "round" | "slugify")
            );
        }
        match &expr.kind {
            ExprKind::String(literal) => {
                !self.of(*literal).contains(['&', '<', '>', '\'', '"']) || {
                    let inner = unquoted(self.of(*literal));
                    !inner.contains(['&', '<', '>', '\'', '"'])
                }
            }
            ExprKind::Int(_) | ExprKind::Float(_) | ExprKind::Bool(_) | ExprKind::MacroCall(_) | ExprKind::Math(_) => {
                true
            }
            ExprKind::Call(call) => SAFE_FUNCTIONS.contains(&self.of(call.name)),
            ExprKind::Concat(parts) => parts.iter().all(|part| self.is_clean(part)),
            ExprKind::Path(path) => {
                let text = self.of(*path);
                let name = text.rsplit('.').next().unwrap_or_default();
                self.scope.find(text) == Some(Known::Plain) || CLEAN.contains(&name)
            }
            _ => false,
        }
    }

    fn choice(&mut self, choice: &'s If) {
        for branch in &choice.branches {
            let condition = self.condition(&branch.condition);
            self.put(branch.condition.span, condition);
            self.branch(&branch.body);
        }
        if let Some((_, body)) = &choice.otherwise {
            self.branch(body);
        }
    }

    fn branch(&mut self, body: &'s [Node]) {
        self.scope.open();
        self.nodes(body);
        self.scope.close_branch();
    }

    fn for_loop(&mut self, found: &'s For) {
        let container = self.value(&found.container).text;
        self.put(found.container.span, container);
        self.scope.open();
        self.loops += 1;
        if let Some(key) = found.key {
            self.scope.bind(self.of(key), Known::Present);
        }
        let known = if is_list_of_pages(&found.container, self) { Known::Page } else { Known::Present };
        self.scope.bind(self.of(found.value), known);
        self.loop_body(found);
        self.loops -= 1;
        self.scope.close_loop();
        for (_, body) in &found.otherwise {
            self.branch(body);
        }
    }

    /// A filter over a stretch of the template. Its result was shown as it is.
    fn section(&mut self, filter: &'s Filter) {
        let call = self.filter_call(&filter.call);
        let safe = if self.file.escapes() && self.of(filter.call.name) != "safe" { " | safe" } else { "" };
        let plain = if self.would_escape(&filter.call) { "str | " } else { "" };
        self.put(filter.call.span, format!("{plain}{call}{safe}"));
        self.nodes(&filter.body);
    }

    fn include(&mut self, tag: Tag, include: &Include) {
        let found = include.names.iter().find_map(|name| Some((*name, self.site.find(unquoted(self.of(*name)))?)));
        let Some((name, target)) = found else {
            let name = include.names.first().map(|name| unquoted(self.of(*name))).unwrap_or_default();
            if !include.ignore_missing {
                self.note_with(&NO_INCLUDE, tag.span, "name", name);
            }
            // Dashes took the blanks around it all the same.
            let dashes = match (tag.trims_left, tag.trims_right) {
                (false, false) => "",
                (true, false) => "{#- -#}",
                (false, true) => "{# -#}",
                (true, true) => "{#- -#}",
            };
            self.edits.replace(tag.span.range(), dashes);
            return;
        };
        if let Some(shortcode) = self.site.templates[target].plain.strip_prefix("shortcodes/") {
            let call = self.component_call(target, shortcode);
            self.edits.replace(tag.span.range(), call);
            return;
        }
        if self.loops > 0 {
            let dash = if tag.trims_left { "-" } else { "" };
            let set = |field: &&str| format!("{{%{dash} set {} = loop.{field} %}}", outer_loop(field));
            let fields: String = self.site.loops.fields(target).iter().map(set).collect();
            if !fields.is_empty() {
                self.edits.insert(tag.span.start as usize, fields);
            }
        }
        if self.includes_itself(target) {
            self.note_with(&INCLUDE_CYCLE, tag.span, "name", unquoted(self.of(name)));
        }
        if include.names.len() > 1 || include.ignore_missing || !self.of(name).starts_with(['"', '\'', '`']) {
            let Some(at) = self.text[tag.span.range()].find("include") else { return };
            let start = tag.span.start as usize + at + "include".len();
            let end = self.text[..tag.span.end as usize - 2].trim_end_matches('-').trim_end().len();
            self.edits.replace(start..end, format!(" {}", self.of(name)));
        } else if self.text[tag.span.range()].contains('[') {
            let list = &self.text[tag.span.range()];
            let (open, close) = (list.find('[').unwrap_or(0), list.rfind(']').unwrap_or(0));
            let start = tag.span.start as usize;
            self.edits.replace(start + open..start + close + 1, self.of(name));
        }
    }

    /// The call of the component that the shortcode number `target` becomes, with what is bound here.
    fn component_call(&self, target: usize, file: &str) -> String {
        let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
        let used = variables::free(self.site, target, &self.site.templates[target].tree.nodes, &[]);
        let mut call = format!("{{{{ <{}", component_name(name));
        for variable in used.iter().filter(|variable| self.scope.find(variable).is_some()) {
            call.push_str(&format!(" {0}={{{0}}}", parameter_name(variable)));
        }
        call.push_str(" /> }}");
        call
    }

    /// Whether including the template number `target` leads back to it.
    fn includes_itself(&self, target: usize) -> bool {
        let mut seen = vec![target];
        let mut next = vec![target];
        while let Some(at) = next.pop() {
            let file = &self.site.templates[at];
            let mut found = Vec::new();
            visit::nodes(&file.tree.nodes, &mut |node| {
                if let Node::Include(_, include) = node {
                    let names = include.names.iter().map(|name| unquoted(name.of(&file.source.text)));
                    found.extend(names.filter_map(|name| self.site.find(name)).next());
                }
            });
            for inner in found {
                if inner == target {
                    return true;
                }
                if !seen.contains(&inner) {
                    seen.push(inner);
                    next.push(inner);
                }
            }
        }
        false
    }

    /// Components need no import. The blanks around one were never shown.
    fn import(&mut self, tag: Tag) {
        let (start, end) = (tag.span.start as usize, tag.span.end as usize);
        let rest = &self.text[end..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        let after = if self.file.parent().is_some() {
            // Nothing out here is shown anyway: only the line goes.
            rest.find('\n').filter(|at| *at <= blanks).map_or(0, |at| at + 1)
        } else {
            blanks
        };
        let before = &self.text[..start];
        let first = before.trim_end_matches([' ', '\t', '\r', '\n']).len();
        let start =
            if self.file.parent().is_none() && !self.edits.covers(first.saturating_sub(1)) { first } else { start };
        self.edits.remove(start..end + after);
    }
}

fn is_concatenation(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Concat(_)) && expr.filters.is_empty() && expr.negated.is_none()
}

/// Whether the value is HTML of a page that was shown escaped.
fn is_bare_html(expr: &Expr, rewriter: &Rewriter<'_>) -> bool {
    let path = match &expr.kind {
        ExprKind::Path(path) if expr.filters.is_empty() => rewriter.of(*path),
        _ => return false,
    };
    !path.contains("extra") && (path.ends_with(".content") || path.ends_with(".summary"))
}

/// Whether the value is a page or a section.
fn is_page(expr: &Expr, rewriter: &Rewriter<'_>) -> bool {
    matches!(&expr.kind, ExprKind::Call(call)
        if expr.filters.is_empty() && matches!(rewriter.of(call.name), "get_page" | "get_section"))
}

/// Whether the value is a list of pages.
fn is_list_of_pages(expr: &Expr, rewriter: &Rewriter<'_>) -> bool {
    const KEEP: [&str; 6] = ["reverse", "slice", "sort", "filter", "concat", "default"];
    let is_pages = matches!(&expr.kind, ExprKind::Path(path)
        if { let text = rewriter.of(*path); text == "pages" || text.ends_with(".pages") });
    is_pages && expr.filters.iter().all(|filter| KEEP.contains(&rewriter.of(filter.name)))
}
