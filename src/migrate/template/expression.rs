//! Expressions: each becomes a text, the same one where nothing has to change.

use super::filter::is_known;
use super::macros::{parameter_name, variable_name};
use super::scope::Known;
use super::{Rewriter, Within};
use crate::migrate::code::NO_FILTER;
use crate::migrate::path::{Step, steps};
use crate::template::tera1::syntax::{Expr, ExprKind, Logic, Span};

/// What a value is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    /// To be shown: the whole of `{{ … }}`.
    Shown,
    /// Its truth: a condition, or what `and`, `or` and `not` join. What is missing counts as false.
    Truth,
    /// Itself.
    Value,
}

/// How a piece of an expression binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// A name, a literal, a call, something in brackets.
    Atom,
    /// Ends in filters.
    Filtered,
    /// Has operators.
    Loose,
    /// `a and a | f`, put there by us.
    Guard,
}

/// An expression's text.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub text: String,
    pub level: Level,
}

impl Piece {
    pub fn atom(text: impl Into<String>) -> Piece {
        Piece { text: text.into(), level: Level::Atom }
    }

    /// As something filters can follow.
    pub fn filterable(self) -> Piece {
        if matches!(self.level, Level::Atom | Level::Filtered) { self } else { self.in_brackets() }
    }

    /// As something an index can follow.
    pub fn indexable(self) -> Piece {
        if self.level == Level::Atom { self } else { self.in_brackets() }
    }

    pub fn in_brackets(self) -> Piece {
        Piece::atom(format!("({})", self.text))
    }
}

/// Fields of pages, sections, terms and settings that are none where they are not set (checklist VAR-2 to VAR-4).
const NULLABLE: [&str; 22] = [
    "title",
    "description",
    "date",
    "updated",
    "slug",
    "summary",
    "author",
    "year",
    "month",
    "day",
    "lower",
    "higher",
    "colocated_path",
    "path",
    "theme",
    "previous",
    "next",
    "last_updated",
    "template",
    "paginate_by",
    "word_count",
    "reading_time",
];

/// Fields of pages and sections, or of the settings, that are always there.
const ALWAYS: [&str; 21] = [
    "permalink",
    "content",
    "pages",
    "subsections",
    "lang",
    "taxonomies",
    "toc",
    "base_url",
    "components",
    "ancestors",
    "assets",
    "authors",
    "draft",
    "relative_path",
    "backlinks",
    "default_language",
    "generate_feeds",
    "feed_filenames",
    "build_search_index",
    "mode",
    "transparent",
];

/// Fields of `loop`.
pub(in crate::migrate) const LOOP: [&str; 5] = ["index", "index0", "first", "last", "length"];

/// Fields of the settings that have other names since, where templates of their time saw them (checklist MC-1).
const OLD_SETTINGS: [(&str, &str); 3] =
    [("generate_feed", "generate_feeds"), ("generate_rss", "generate_feeds"), ("feed_filename", "feed_filenames[0]")];

/// Fields of the settings that are tables, always there (checklist VAR-2).
const SETTINGS: [&str; 5] = ["extra", "markdown", "search", "languages", "translations"];

impl<'s> Rewriter<'s> {
    /// An expression where a condition is asked for.
    pub fn condition(&mut self, expr: &Expr) -> String {
        self.expr(expr, Want::Truth).text
    }

    /// An expression whose value is passed on.
    pub fn value(&mut self, expr: &Expr) -> Piece {
        self.expr(expr, Want::Value)
    }

    pub fn expr(&mut self, expr: &Expr, want: Want) -> Piece {
        // Brackets around a value with its filters: what is inside is looked at by itself.
        if let (Some(last), true) = (expr.filters.last(), self.of(expr.span).starts_with('('))
            && last.span.end < expr.span.end
        {
            let inner = self.inside(expr.span);
            let inner = Expr { span: inner, ..expr.clone() };
            return self.expr(&inner, if want == Want::Shown { Want::Value } else { want }).in_brackets();
        }
        let start = expr.negated.map_or(expr.span.start, |not| self.after_blanks(not.end));
        let (end, glue) = match expr.filters.first() {
            Some(first) => {
                let bar = self.text[..first.span.start as usize].rfind('|').unwrap_or(start as usize);
                let end = self.text[..bar].trim_end().len();
                (end as u32, end..first.span.start as usize)
            }
            None => (expr.span.end, 0..0),
        };
        let core = Span { start, end };
        let truth = want == Want::Truth || expr.negated.is_some();
        let defaulted = expr.filters.first().is_some_and(|first| self.of(first.name) == "default");
        let path = if let ExprKind::Path(path) = &expr.kind { Some(*path) } else { None };
        let lenient = defaulted || (truth && expr.filters.is_empty());
        let mut piece = self.core(&expr.kind, core, truth && expr.filters.is_empty(), lenient);
        if let (true, Some(unknown), Some(_)) =
            (truth, expr.filters.iter().find(|filter| !is_known(self.of(filter.name))), path)
        {
            // Errors of a condition's filters meant no.
            self.note_with(&NO_FILTER, unknown.name, "name", self.of(unknown.name));
            return Piece::atom(if expr.negated.is_some() { "true" } else { "false" });
        }
        let mut guard = None;
        if let (true, false, false, Some(path)) = (truth, expr.filters.is_empty(), defaulted, path)
            && self.may_miss(path)
        {
            guard = Some(self.path(path, true));
        }
        let mut rest = &expr.filters[..];
        if let (true, Some(path), [first, further @ ..]) = (defaulted, path, rest) {
            piece = self.default(piece, path, first, &self.text[glue.clone()]);
            rest = further;
        }
        for (at, call) in rest.iter().enumerate() {
            let before = call.span.start as usize;
            let bar = self.text[..before].rfind('|').map_or(before, |bar| self.text[..bar].trim_end().len());
            let glue = &self.text[bar..before];
            let last = at + 1 == rest.len() && want == Want::Shown && expr.negated.is_none();
            if at == 0 && matches!(expr.kind, ExprKind::Math(_)) && self.of(call.name) == "int" {
                // It left out fractions, and refuses them since.
                piece = Piece {
                    text: format!("{}{glue}round(method=\"floor\")", piece.filterable().text),
                    level: Level::Filtered,
                };
            }
            piece = self.filter(piece, call, glue, last);
        }
        if let Some(guard) = guard {
            piece = Piece { text: format!("{guard} and {}", piece.text), level: Level::Guard };
        }
        if let Some(not) = expr.negated {
            let glue = &self.text[not.end as usize..start as usize];
            let piece = if piece.level == Level::Guard { piece.in_brackets() } else { piece };
            return Piece { text: format!("{}{glue}{}", self.of(not), piece.text), level: Level::Loose };
        }
        piece
    }

    /// Whether this is the body a component is given, not one that it has set itself.
    fn is_given_body(&self, path: Span) -> bool {
        self.within != Within::Template && !self.body_is_set && self.of(path) == "body"
    }

    /// What stands between the brackets around `span`, without a `not` the reference forgets there.
    fn inside(&self, span: Span) -> Span {
        let mut start = self.after_blanks(span.start + 1);
        if self.text[start as usize..].strip_prefix("not").is_some_and(|rest| rest.starts_with(char::is_whitespace)) {
            start = self.after_blanks(start + 3);
        }
        let end = self.text[..span.end as usize - 1].trim_end().len() as u32;
        Span { start, end }
    }

    fn after_blanks(&self, at: u32) -> u32 {
        let rest = &self.text[at as usize..];
        at + (rest.len() - rest.trim_start().len()) as u32
    }

    /// An expression without `not` and filters.
    fn core(&mut self, kind: &ExprKind, span: Span, truth: bool, lenient: bool) -> Piece {
        match kind {
            ExprKind::String(literal) => self.splice(span, vec![(*literal, self.string(*literal))], Level::Atom),
            ExprKind::Int(_) | ExprKind::Float(_) => Piece::atom(self.of(span)),
            ExprKind::Bool(_) => Piece::atom(self.of(span).replace("True", "true").replace("False", "false")),
            // A component is given its body with the blanks around it.
            ExprKind::Path(path) if self.is_given_body(*path) && !truth => {
                let text = "body | trim".to_owned();
                self.splice(span, vec![(*path, text)], Level::Filtered)
            }
            ExprKind::Path(path) => {
                let text = self.path(*path, lenient);
                self.splice(span, vec![(*path, text)], Level::Atom)
            }
            ExprKind::Array(elements) => {
                let inner = elements.iter().map(|element| (element.span, self.operand(element, Want::Value)));
                let inner = inner.collect();
                let piece = self.splice(span, inner, Level::Atom);
                Piece::atom(piece.text)
            }
            ExprKind::Concat(parts) => {
                let mut inner = Vec::new();
                for part in parts {
                    let text = self.operand(part, Want::Value);
                    let is_name = matches!(part.kind, ExprKind::Path(_)) && self.is_fraction(part);
                    inner.push((
                        part.span,
                        if is_name { format!("({})", self.without_point(Piece::atom(text))) } else { text },
                    ));
                }
                self.splice(span, inner, Level::Loose)
            }
            ExprKind::Call(call) => {
                let text = self.function(call);
                self.splice(span, vec![(call.span, text)], Level::Atom)
            }
            ExprKind::MacroCall(call) => {
                // All but the brackets around it.
                let inside = |span: Span| Span { start: call.namespace.start, ..self.inside(span) };
                let whole = if span.start == call.namespace.start { span } else { inside(span) };
                let text = self.macro_call(call, whole);
                self.splice(span, vec![(whole, text)], Level::Atom)
            }
            ExprKind::Test(test) => self.test(test, span),
            ExprKind::Math(operator) => {
                let (left, right) = (&operator.left, &operator.right);
                let inner =
                    vec![(left.span, self.operand(left, Want::Value)), (right.span, self.operand(right, Want::Value))];
                self.splice(span, inner, Level::Loose)
            }
            ExprKind::Logic(operator) => {
                let (left, right) = (&operator.left, &operator.right);
                let joins = matches!(operator.operator, Logic::And | Logic::Or);
                let want = if joins { Want::Truth } else { Want::Value };
                let inner = vec![(left.span, self.operand(left, want)), (right.span, self.operand(right, want))];
                let piece = self.splice(span, inner, Level::Loose);
                // As a value it was the truth, not one of the two.
                if joins && !truth && !(is_truth(left) && is_truth(right)) {
                    return Piece::atom(format!("(true if {} else false)", piece.text));
                }
                piece
            }
            ExprKind::In(found) => {
                let inner = vec![
                    (found.needle.span, self.operand(&found.needle, Want::Value)),
                    (found.container.span, self.operand(&found.container, Want::Value)),
                ];
                self.splice(span, inner, Level::Loose)
            }
        }
    }

    /// An operand's text: in brackets where it would be torn apart otherwise.
    fn operand(&mut self, expr: &Expr, want: Want) -> String {
        let piece = self.expr(expr, want);
        if piece.level == Level::Guard { piece.in_brackets().text } else { piece.text }
    }

    /// The text of `span` with other texts for the parts of it; `level` unless brackets stand around all of it.
    pub fn splice(&self, span: Span, parts: Vec<(Span, String)>, level: Level) -> Piece {
        let mut out = String::new();
        let mut at = span.start as usize;
        let first = parts.first().map_or(span.start, |(part, _)| part.start);
        for (part, text) in parts {
            let before = &self.text[at..part.start as usize];
            // `(not a)` means `a` to Tera 1: the reference forgets it there.
            let forgotten = at == span.start as usize && before.trim_start_matches(['(', ' ']).trim_end() == "not";
            out.push_str(if forgotten { before.trim_end().trim_end_matches("not") } else { before });
            out.push_str(&text);
            at = part.end as usize;
        }
        out.push_str(&self.text[at..span.end as usize]);
        let bracketed = self.of(span).starts_with('(') && first > span.start;
        Piece { text: out, level: if bracketed { Level::Atom } else { level } }
    }

    /// A string: Tera 1 has no escapes, Tera 2 has them.
    pub fn string(&self, span: Span) -> String {
        self.of(span).replace('\\', "\\\\")
    }

    /// A string in which the old filters read `\n` and `\t` themselves.
    pub fn pattern_string(&self, span: Span) -> String {
        self.string(span).replace("\\\\n", "\\n").replace("\\\\t", "\\t")
    }

    /// A variable. Where what is missing was let pass, `lenient`, every step that may be missing is asked for.
    pub fn path(&mut self, span: Span, lenient: bool) -> String {
        let text = self.of(span);
        let is_own = self.loops == 0 && self.scope.find("loop").is_some();
        if (text == "loop" || text.starts_with("loop.")) && !is_own {
            // Other fields were undefined, and are an error since.
            let field = text.strip_prefix("loop.").and_then(|rest| rest.split(['.', '[']).next());
            if field.is_some_and(|field| !LOOP.contains(&field)) {
                return "none".to_owned();
            }
            if self.loops == 0 && self.within == Within::Template {
                if let Some(field) = field.filter(|_| !self.in_macro && self.site.loops.is_included(self.index)) {
                    return outer_loop(field);
                }
                self.note(&crate::migrate::code::FOREIGN_LOOP, span.range());
            }
            return text.to_owned();
        }
        self.path_text(text, lenient)
    }

    pub fn path_text(&mut self, text: &str, lenient: bool) -> String {
        let (root, steps) = steps(text);
        if let ("config", [Step::Field(name)]) = (root, &steps[..])
            && let Some((_, now)) = OLD_SETTINGS.iter().find(|(old, _)| old == name)
            && (self.site.config.has_old_feeds || *name == "generate_feed")
        {
            return format!("config.{now}");
        }
        if let ("config", [Step::Field("markdown"), Step::Field(name)], Some(old)) =
            (root, &steps[..], self.old_colours())
        {
            match *name {
                "highlight_theme" => return format!("\"{old}\""),
                "highlight_code" => return "true".to_owned(),
                "highlight_themes_css" => return self.old_sheets(),
                _ => {}
            }
        }
        let mut out = match root {
            "body" if self.body_is_renamed => parameter_name(root),
            // A loop's own hides a parameter of its name.
            "loop" if self.loops > 0 => root.to_owned(),
            _ if self.scope.find(root).is_some() => variable_name(root),
            _ => root.to_owned(),
        };
        for (at, step) in steps.iter().enumerate() {
            if lenient && !self.is_there(root, &steps[..at]) {
                out.push('?');
            }
            match step {
                Step::Field(name) if name.bytes().all(|byte| byte.is_ascii_digit()) => {
                    out.push_str(&format!("[{name}]"));
                }
                Step::Field(name) => {
                    out.push('.');
                    out.push_str(name);
                }
                Step::Index(inner) if inner.starts_with(['"', '\'', '`']) => {
                    out.push_str(&format!("[{}]", inner.replace('\\', "\\\\")));
                }
                Step::Index(inner) if inner.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') => {
                    let inner = self.path_text(inner, false);
                    out.push_str(&format!("[{inner}]"));
                }
                Step::Index(inner) => out.push_str(&format!("[{inner}]")),
            }
        }
        self.asked_of_both(text, &out).unwrap_or(out)
    }

    /// The colour theme that the settings name as before 0.22, which templates saw.
    fn old_colours(&self) -> Option<&'s str> {
        let site = self.site;
        let old = site.config.markdown.highlighting.as_ref()?.old.as_ref()?;
        Some(old.theme.as_str()).filter(|theme| !theme.contains(['"', '\\']))
    }

    /// The themes of which style sheets were written, as templates saw them.
    fn old_sheets(&self) -> String {
        let old = self.site.config.markdown.highlighting.as_ref().and_then(|settings| settings.old.as_ref());
        let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let sheets = old.iter().flat_map(|old| &old.sheets);
        let maps =
            sheets.map(|(theme, file)| format!("{{\"theme\": {}, \"filename\": {}}}", quoted(theme), quoted(file)));
        format!("[{}]", maps.collect::<Vec<String>>().join(", "))
    }

    /// Whether the variable, after these steps, is there for sure, as something that has fields.
    fn is_there(&self, root: &str, steps: &[Step<'_>]) -> bool {
        let known = match (self.scope.find(root), root) {
            (Some(known), _) => known,
            (None, "config") => Known::Page,
            (None, "loop") => Known::Present,
            (None, _) => Known::Loose,
        };
        match (known, steps) {
            // None has fields as far as asking goes: they are undefined.
            (Known::Loose, _) => false,
            (_, []) => true,
            (Known::Page, [Step::Field(name)]) if root == "config" => SETTINGS.iter().any(|known| known == name),
            (Known::Page, [Step::Field(name)]) => is_documented(name, &[]),
            _ => false,
        }
    }

    /// Whether the variable may be missing altogether where it stands.
    pub fn may_miss(&self, span: Span) -> bool {
        let (root, steps) = steps(self.of(span));
        match steps.split_last() {
            None => root != "config" && self.scope.find(root).is_none_or(|known| known == Known::Loose),
            Some((Step::Field(name), above)) => !(self.is_there(root, above) && is_documented(name, above)),
            Some(_) => true,
        }
    }

    /// Whether the variable is a field that is none where it is not set.
    pub fn is_nullable(&self, span: Span) -> bool {
        is_nullable(self.of(span))
    }
}

/// Whether the variable `text` is a field that is none where it is not set.
pub(super) fn is_nullable(text: &str) -> bool {
    let (_, steps) = steps(text);
    let own = !steps.iter().any(|step| step.name() == Some("extra"));
    own && steps.last().and_then(|step| step.name()).is_some_and(|name| NULLABLE.contains(&name))
}

/// The variable that holds a field of the `loop` around an `include`, which the file included does not see since.
pub(super) fn outer_loop(field: &str) -> String {
    format!("loop_{field}")
}

/// Whether every page, section or the settings have this field.
fn is_documented(name: &str, above: &[Step<'_>]) -> bool {
    above.is_empty() && (NULLABLE.contains(&name) || SETTINGS.contains(&name) || ALWAYS.contains(&name))
}

/// Whether the value is a truth value.
fn is_truth(expr: &Expr) -> bool {
    if expr.negated.is_some() {
        return true;
    }
    match &expr.kind {
        _ if !expr.filters.is_empty() => false,
        ExprKind::Test(_) | ExprKind::In(_) | ExprKind::Bool(_) => true,
        ExprKind::Logic(operator) => match operator.operator {
            Logic::And | Logic::Or => is_truth(&operator.left) && is_truth(&operator.right),
            _ => true,
        },
        _ => false,
    }
}
