//! Filters: names and arguments that changed (checklist MT-5 to MT-12).

use super::Rewriter;
use super::expression::{Level, Piece, Want, is_nullable};
use super::scope::Known;
use crate::diagnostic::both;
use crate::migrate::code::{LOST_ARGUMENT, NO_FILTER};
use crate::migrate::path::{Step, steps};
use crate::template::tera1::syntax::{Argument, Call, Expr, ExprKind, Span};

/// Filters that lasted, under their old name and with the same arguments.
const SAME: [&str; 42] = [
    "upper",
    "lower",
    "trim",
    "trim_start",
    "trim_end",
    "wordcount",
    "replace",
    "capitalize",
    "title",
    "striptags",
    "spaceless",
    "urlencode",
    "urlencode_strict",
    "escape",
    "escape_xml",
    "slugify",
    "split",
    "first",
    "last",
    "nth",
    "join",
    "sort",
    "group_by",
    "abs",
    "pluralize",
    "length",
    "reverse",
    "json_encode",
    "get",
    "safe",
    "markdown",
    "num_format",
    "base64_encode",
    "base64_decode",
    "regex_replace",
    "date",
    "default",
    "truncate",
    "round",
    "int",
    "float",
    "indent",
];

/// Filters that have another name, with the same arguments.
const RENAMED: [(&str, &str); 4] = [
    ("as_str", "str"),
    ("linebreaksbr", "newlines_to_br"),
    ("trim_start_matches", "trim_start"),
    ("trim_end_matches", "trim_end"),
];

/// Arguments in which the old filters read `\n` and `\t`.
const PATTERNS: [(&str, &str); 4] =
    [("split", "pat"), ("trim_start_matches", "pat"), ("trim_end_matches", "pat"), ("join", "sep")];

/// Arguments that are whole numbers.
const COUNTS: [&str; 6] = ["width", "height", "length", "n", "start", "end"];

impl Rewriter<'_> {
    /// `piece` with a filter after it: `glue` is what stands before the filter's name, `last` whether its result is what
    /// is shown.
    pub fn filter(&mut self, piece: Piece, call: &Call, glue: &str, last: bool) -> Piece {
        let name = self.of(call.name);
        if !is_known(name) {
            // An error wherever it was reached, so it never was.
            self.note_with(&NO_FILTER, call.name, "name", name);
            return piece;
        }
        match name {
            // It counted only as the last filter of what is shown; since, what is safe stays so.
            "safe" if !last => return piece,
            "map" => return self.map(piece, call),
            "filter" => return self.keep(piece, call),
            "concat" => return self.concat(piece, call),
            "slice" => return self.slice(piece, call),
            "sort" => return self.sort(piece, call, glue),
            "group_by" => return self.group_by(piece, call, glue),
            "get" => {
                if let Some(got) = self.get(&piece, call, glue) {
                    return got;
                }
            }
            "addslashes" => {
                let slashed =
                    r#"replace(from="\\", to="\\\\") | replace(from="'", to="\\'") | replace(from='"', to='\\"')"#;
                let text = format!("{}{glue}{slashed}", piece.filterable().text);
                return Piece { text, level: Level::Filtered };
            }
            _ => {}
        }
        if matches!(name, "int" | "float")
            && let Some(text) = self.number_or_default(&piece, call, glue)
        {
            return Piece::atom(text);
        }
        let plain = if self.would_escape(call) && !piece.text.contains("| str |") { "str | " } else { "" };
        let text = format!("{}{glue}{plain}{}", piece.filterable().text, self.filter_call(call));
        Piece { text, level: Level::Filtered }
    }

    /// `x | get(key="k", default=d)` of a variable: where it holds no map, as that of a page without any, it is an error since.
    fn get(&mut self, piece: &Piece, call: &Call, glue: &str) -> Option<Piece> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let key = argument(self, call, "key").and_then(|found| literal(self, &found.value))?;
        let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && key.chars().all(is_name);
        let default = argument(self, call, "default")?;
        let is_path = piece.level == Level::Atom && piece.text.chars().all(|c| is_name(c) || matches!(c, '.' | '?'));
        if !(is_key && is_path && call.arguments.len() == 2) {
            return None;
        }
        let default = self.expr(&default.value, Want::Value).filterable().text;
        let text = format!("{}?.{key}{glue}default(value={default})", piece.text);
        Some(Piece { text, level: Level::Filtered })
    }

    /// Whether the filter escapes its own arguments since: `replace` does in what is safe to show, which `str` is not.
    pub fn would_escape(&self, call: &Call) -> bool {
        let is_plain = |argument: &Argument| {
            literal(self, &argument.value).is_some_and(|text| !text.contains(['<', '>', '&', '"', '\'']))
        };
        self.of(call.name) == "replace" && self.file.escapes() && !call.arguments.iter().all(is_plain)
    }

    /// `x | int(default=d)`: the default stood in for texts that are no number.
    fn number_or_default(&mut self, piece: &Piece, call: &Call, glue: &str) -> Option<String> {
        let default =
            argument(self, call, "default").filter(|_| call.arguments.len() == 1 && piece.level == Level::Atom)?;
        let name = self.of(call.name);
        let pattern = if name == "int" { "^[+-]?[0-9]+$" } else { "^[+-]?[0-9]+([.][0-9]+)?$" };
        let (value, default) = (&piece.text, self.expr(&default.value, Want::Value).text);
        let asked = format!("{value} is number or {value} is matching(pat=\"{pattern}\")");
        Some(format!("({value}{glue}{name} if {asked} else {default})"))
    }

    /// A filter's name and arguments.
    pub fn filter_call(&mut self, call: &Call) -> String {
        let name = self.of(call.name);
        let mut edits: Vec<(Span, String)> = Vec::new();
        let renamed = RENAMED.iter().find(|(old, _)| *old == name);
        if let Some((_, new)) = renamed {
            edits.push((call.name, (*new).to_owned()));
        }
        match name {
            "date" => return self.date(call),
            "truncate" if argument(self, call, "length").is_none() => return self.with_argument(call, "length=255"),
            "filesizeformat" if argument(self, call, "binary").is_none() => {
                return self.with_argument(call, "binary=false");
            }
            "round" => return self.round(call),
            "int" | "float" => {
                const WHY: (&str, &str) =
                    ("不是数的文字在 0.23 里是错误", "a text that is no number is an error since");
                return self.without(call, &["default"], WHY);
            }
            "unique" => {
                const WHY: (&str, &str) =
                    ("0.23 按整个值去重，区分大小写", "it compares whole values since, capitals and all");
                return self.without(call, &["attribute", "case_sensitive"], WHY);
            }
            "indent" => {
                if let Some(prefix) = argument(self, call, "prefix") {
                    let width = crate::migrate::site::unquoted(self.of(prefix.value.span));
                    if width.bytes().all(|byte| byte == b' ') {
                        let whole = Span { start: prefix.name.start, end: prefix.value.span.end };
                        let width = format!("width={}", width.len());
                        return self.arguments(call, vec![(whole, width)]);
                    }
                    const WHY: (&str, &str) = ("0.23 只能用空格缩进", "only blanks can be put there since");
                    return self.without(call, &["prefix"], WHY);
                }
            }
            _ if is_known(name) => {}
            _ => self.note_with(&NO_FILTER, call.name, "name", name),
        }
        self.arguments(call, edits)
    }

    /// A call with its arguments rewritten; `edits` are made already.
    pub fn arguments(&mut self, call: &Call, mut edits: Vec<(Span, String)>) -> String {
        let name = self.of(call.name);
        for argument in &call.arguments {
            let span = argument.value.span;
            if edits.iter().any(|(edited, _)| edited.start <= span.start && span.end <= edited.end) {
                continue;
            }
            let is_pattern = PATTERNS.contains(&(name, self.of(argument.name)));
            let value = match &argument.value.kind {
                ExprKind::String(literal) if is_pattern && argument.value.filters.is_empty() => {
                    self.pattern_string(*literal)
                }
                ExprKind::String(_) => self.expr(&argument.value, Want::Value).text,
                // What counts has to be whole, and a quotient never is since.
                _ if COUNTS.contains(&self.of(argument.name)) && self.is_fraction(&argument.value) => {
                    format!("{} | int", self.expr(&argument.value, Want::Value).filterable().text)
                }
                // What is safe to show would make what it is put into so, escaped.
                _ if name == "replace" && self.file.escapes() => {
                    format!("{} | str", self.expr(&argument.value, Want::Value).filterable().text)
                }
                _ => self.expr(&argument.value, Want::Value).text,
            };
            edits.push((span, value));
        }
        edits.sort_by_key(|(span, _)| span.start);
        self.splice(call.span, edits, Level::Atom).text
    }

    /// A call with one more argument, written first.
    pub fn with_argument(&mut self, call: &Call, argument: &str) -> String {
        let text = self.arguments(call, Vec::new());
        let name = self.of(call.name);
        match text[name.len()..].find('(') {
            None => format!("{name}({argument})"),
            Some(open) => {
                let open = name.len() + open + 1;
                let comma = if call.arguments.is_empty() { "" } else { ", " };
                format!("{}{argument}{comma}{}", &text[..open], &text[open..])
            }
        }
    }

    /// A call without the arguments of these names, and without brackets if none is left; told.
    fn without(&mut self, call: &Call, gone: &[&str], why: (&str, &str)) -> String {
        let name = self.of(call.name);
        let mut kept = Vec::new();
        for argument in &call.arguments {
            let own = self.of(argument.name);
            if gone.contains(&own) {
                // A default of 0 made no difference to texts that are numbers.
                let span = Span { start: argument.name.start, end: argument.value.span.end };
                let note = self.note(&LOST_ARGUMENT, span.range());
                note.args.push(("filter", name.to_owned()));
                note.args.push(("name", own.to_owned()));
                note.args.push(("reason", both(why.0, why.1)));
            } else {
                let value = self.expr(&argument.value, Want::Value).text;
                kept.push(format!("{own}={value}"));
            }
        }
        if kept.len() == call.arguments.len() {
            return self.arguments(call, Vec::new());
        }
        if kept.is_empty() { name.to_owned() } else { format!("{name}({})", kept.join(", ")) }
    }

    /// `round`: the plain method has no name since, and numbers without fraction show `.0`.
    fn round(&mut self, call: &Call) -> String {
        let mut kept = Vec::new();
        let mut whole = true;
        for argument in &call.arguments {
            let own = self.of(argument.name);
            let value = self.expr(&argument.value, Want::Value).text;
            match own {
                "method" if crate::migrate::site::unquoted(&value) == "common" => continue,
                "precision" if value != "0" => whole = false,
                _ => {}
            }
            kept.push(format!("{own}={value}"));
        }
        let arguments = if kept.is_empty() { String::new() } else { format!("({})", kept.join(", ")) };
        format!("round{arguments}{}", if whole { " | int" } else { "" })
    }

    /// Whether a value is none where a field is not set: the field, or what stands in for another. Only the first `default`
    /// stood in for none.
    pub fn may_be_none(&self, expr: &Expr) -> bool {
        may_be_none(expr, self.text)
    }

    /// Whether some page or section holds an empty text in the field at the end of `steps`, or, where the variable was set to some
    /// field, in any.
    fn may_be_empty(&self, steps: &[Step<'_>], is_set: bool) -> bool {
        let empties = &self.site.empties;
        match steps.last().and_then(|step| step.name()) {
            Some(name) => empties.contains(name),
            None => is_set && !empties.is_empty(),
        }
    }

    /// `default` as the first filter of the variable at `path`: it was given its value only when that was needed, and
    /// stood in for none too.
    pub fn default(&mut self, piece: Piece, path: Span, call: &Call, glue: &str) -> Piece {
        let Some(value) = argument(self, call, "value") else {
            let text = format!("{}{glue}{}", piece.text, self.filter_call(call));
            return Piece { text, level: Level::Filtered };
        };
        let is_path = matches!(&value.value.kind, ExprKind::Path(_)) && value.value.filters.is_empty();
        let is_plain = matches!(
            &value.value.kind,
            ExprKind::String(_) | ExprKind::Int(_) | ExprKind::Float(_) | ExprKind::Bool(_)
        ) && value.value.filters.is_empty();
        let is_empty = matches!(&value.value.kind, ExprKind::Array(elements) if elements.is_empty());
        let given = match (&value.value.kind, is_path) {
            (ExprKind::Path(inner), true) => self.path(*inner, true),
            _ => self.expr(&value.value, Want::Value).text,
        };
        let (root, steps) = steps(self.of(path));
        let optional = steps.is_empty() && self.scope.find(root) == Some(Known::Optional);
        // What another file set is not bound here.
        let set_elsewhere = || self.scope.find(root).is_none() && self.site.may_be_none.contains(root);
        let set_to_none = steps.is_empty() && (self.maybe_none.contains(root) || set_elsewhere());
        let nullable = self.is_nullable(path) || set_to_none;
        let subject = &piece.text;
        if matches!(&steps[..], [Step::Index(_)]) && self.texts.contains(root) && (is_path || is_plain) {
            // A text had no parts that a name leads to, and asking is an error since.
            let text = format!("({subject} | default(value={given}) if {root} is map else {given})");
            return Piece::atom(text);
        }
        if optional {
            return Piece::atom(format!("({given} if {subject} is none else {subject})"));
        }
        // `boolean` would stand in for an empty text too.
        let may_be_empty = nullable && self.may_be_empty(&steps, set_to_none);
        if may_be_empty || !(is_path || is_plain || is_empty) {
            let there = match (nullable, root == "config" && self.scope.find(root).is_none()) {
                (true, true) => format!("{subject} is not none"),
                (true, false) => format!("{subject} is defined and {subject} is not none"),
                (false, _) => format!("{subject} is defined"),
            };
            return Piece::atom(format!("({subject} if {there} else {given})"));
        }
        let name = self.of(value.name);
        let boolean = if nullable { ", boolean=true" } else { "" };
        let whole = Span { start: value.name.start, end: value.value.span.end };
        let before = &self.text[value.name.end as usize..value.value.span.start as usize];
        let text = self.arguments(call, vec![(whole, format!("{name}{before}{given}{boolean}"))]);
        Piece { text: format!("{subject}{glue}{text}"), level: Level::Filtered }
    }
}

/// The same, of an expression in `text`.
pub(in crate::migrate) fn may_be_none(expr: &Expr, text: &str) -> bool {
    if expr.filters.is_empty() {
        return matches!(&expr.kind, ExprKind::Path(path) if is_nullable(path.of(text)));
    }
    let defaults = expr.filters.iter().rev().take_while(|filter| filter.name.of(text) == "default");
    let mut values = defaults.flat_map(|filter| &filter.arguments).filter(|found| found.name.of(text) == "value");
    values.any(|found| may_be_none(&found.value, text))
}

/// Whether Tera 1, or Zola with it, had a filter of this name.
pub(super) fn is_known(name: &str) -> bool {
    const GONE: [&str; 7] = ["map", "filter", "concat", "slice", "addslashes", "filesizeformat", "unique"];
    SAME.contains(&name) || GONE.contains(&name) || RENAMED.iter().any(|(old, _)| *old == name)
}

/// The argument called `name`.
pub(super) fn argument<'c>(rewriter: &Rewriter<'_>, call: &'c Call, name: &str) -> Option<&'c Argument> {
    call.arguments.iter().find(|argument| rewriter.of(argument.name) == name)
}

/// A string literal without its quotes, if the expression is one.
pub(super) fn literal<'t>(rewriter: &Rewriter<'t>, expr: &Expr) -> Option<&'t str> {
    match &expr.kind {
        ExprKind::String(span) if expr.filters.is_empty() => Some(crate::migrate::site::unquoted(rewriter.of(*span))),
        _ => None,
    }
}
