//! Macros to components, and their calls (checklist MT-1, MT-2).

use super::expression::Want;
use super::scope::Known;
use super::{Rewriter, Within};
use crate::migrate::code::{DEEP_COMPONENT, DIVISION, EXTRA_ARGUMENT, WHICH_MACRO};
use crate::migrate::macros::{ROOTS, ValueKind};
use crate::migrate::visit;
use crate::template::tera1::syntax::{Argument, ExprKind, Macro, MacroCall, Span};

/// The parameter of components that holds what stands between their tags.
const BODY: &str = "body";

/// Names that variables of Tera 1 could have and those of Tera 2 cannot.
const RESERVED: [&str; 5] = ["loop", "self", "none", "None", "null"];

/// A parameter's name: one that Tera 2 keeps for itself is written otherwise.
pub(in crate::migrate) fn parameter_name(name: &str) -> String {
    if name == BODY { "body_text".to_owned() } else { variable_name(name) }
}

/// A variable's name: one that Tera 2 keeps for itself is written otherwise.
pub(super) fn variable_name(name: &str) -> String {
    if RESERVED.contains(&name) { format!("{name}_given") } else { name.to_owned() }
}

impl<'s> Rewriter<'s> {
    /// `namespace::name(a=x)` at `span`: `<file.name a={x} />`.
    pub fn macro_call(&mut self, call: &MacroCall, span: Span) -> String {
        let site = self.site;
        let name = self.of(call.name);
        let Some(info) = site.called(self.index, call).and_then(|called| site.macros.get(&called)) else {
            let called = format!("{}::{name}", self.of(call.namespace));
            self.note_with(&WHICH_MACRO, span, "name", &called);
            let is_there = site.macros.keys().any(|(_, known)| known == name);
            // An error wherever it was reached, so it never was.
            return if is_there {
                self.of(span).to_owned()
            } else {
                format!("throw(message=\"there is no macro {called}\")")
            };
        };
        let mut out = format!("<{}", info.component);
        let mut at =
            self.text[call.name.end as usize..].find('(').map_or(span.end, |open| call.name.end + open as u32 + 1);
        for argument in &call.arguments {
            let own = self.of(argument.name);
            if !info.parameters.iter().any(|(known, _)| known == own) {
                let whole = Span { start: argument.name.start, end: argument.value.span.end };
                let note = self.note(&EXTRA_ARGUMENT, whole.range());
                note.args.push(("macro", name.to_owned()));
                note.args.push(("name", own.to_owned()));
                at = argument.value.span.end;
                continue;
            }
            let between = self.text[at as usize..argument.name.start as usize].replacen(',', "", 1);
            out.push_str(if between.is_empty() { " " } else { &between });
            let default = info.parameters.iter().find(|(known, _)| known == own).and_then(|(_, default)| *default);
            out.push_str(&self.attribute(&parameter_name(own), argument, default));
            at = argument.value.span.end;
        }
        if info.takes_body {
            // What is around a macro is not around a component, and `body` cannot be asked for by name.
            let given = match (self.within, self.body_is_renamed, self.body_is_set) {
                (Within::Template, false, false) => None,
                (_, true, _) => Some(parameter_name(BODY)),
                (_, _, true) => Some(BODY.to_owned()),
                _ => Some(format!("{BODY} | trim")),
            };
            if let Some(given) = given {
                out.push_str(&format!(" {}={{{given}}}", parameter_name(BODY)));
            }
        }
        // A macro saw what is shown, not what a loop around its call or a `set` calls so.
        for (root, _) in ROOTS.iter().zip(info.takes_root).filter(|(_, takes)| *takes) {
            let is_other = self.root.is_some_and(|own| own != *root);
            let is_given = info.parameters.iter().any(|(known, _)| known == root);
            if is_other && !is_given && !self.in_macro && self.scope.find(root).is_some() {
                out.push_str(&format!(" {root}={{none}}"));
            }
        }
        // Arguments on lines of their own keep them.
        let tail = self.text[at as usize..span.end as usize].trim_end_matches(')').trim_start_matches(',');
        out.push_str(if tail.contains('\n') { tail } else { " " });
        out.push_str("/>");
        out
    }

    /// `name={value}`. What is none was given as that, and stands for what is not given since: where the parameter has a text as
    /// `default`, an empty one is shown, and counts, as none was.
    fn attribute(&mut self, name: &str, argument: &Argument, default: Option<ValueKind>) -> String {
        if self.is_fraction(&argument.value) && !matches!(argument.value.kind, ExprKind::Float(_)) {
            self.note(&DIVISION, argument.value.span.range());
        }
        let value = self.expr(&argument.value, Want::Value).text;
        let is_none = match &argument.value.kind {
            ExprKind::Path(path) if argument.value.filters.is_empty() => {
                self.may_be_none(&argument.value) || self.maybe_none.contains(self.of(*path))
            }
            _ => false,
        };
        match &argument.value.kind {
            _ if is_none && default == Some(ValueKind::Text) => {
                format!("{name}={{(\"\" if {value} is none else {value})}}")
            }
            ExprKind::String(_) if argument.value.filters.is_empty() && argument.value.negated.is_none() => {
                format!("{name}={value}")
            }
            _ => format!("{name}={{{value}}}"),
        }
    }

    /// A macro's definition.
    pub fn macro_definition(&mut self, found: &'s Macro) {
        let site = self.site;
        let name = self.of(found.name);
        let Some(info) = site.macros.get(&(self.index, name.to_owned())) else { return };
        let own: Vec<&str> = info.parameters.iter().map(|(name, _)| name.as_str()).collect();
        let mut parameters = Vec::new();
        let mut filled = String::new();
        let mut given_none = Vec::new();
        self.scope.open();
        for parameter in &found.parameters {
            let old = self.of(parameter.name);
            let new = parameter_name(old);
            self.scope.bind(old, Known::Present);
            // An empty text is given for none to those.
            if parameter.default.as_ref().map(ValueKind::of) == Some(ValueKind::Text) {
                self.texts.insert(old);
            } else if info.given_none.contains(old) && self.maybe_none.insert(old) {
                given_none.push(old);
            }
            match &parameter.default {
                None => parameters.push(new),
                Some(default) => {
                    let value = self.expr(default, Want::Value).text;
                    if info.is_mixed(old, ValueKind::of(default)) {
                        // A default fixes the type; none does not.
                        filled.push_str(&format!("{{% set {new} = {value} if {new} is none else {new} %}}"));
                        parameters.push(format!("{new}=none"));
                    } else {
                        parameters.push(format!("{new}={value}"));
                    }
                }
            }
        }
        for name in &info.needs {
            if name == BODY {
                parameters.push(format!("{}=none", parameter_name(BODY)));
                self.scope.bind(BODY, Known::Optional);
            } else if name == "config" {
                // The settings are always there; the page may not be.
                parameters.push("@config".to_owned());
                self.scope.bind(name, Known::Page);
            } else {
                parameters.push(format!("@{name}=none"));
                self.scope.bind(name, Known::Optional);
            }
        }
        let keyword = |tag: Span, word: &str| {
            let at = self.text[tag.range()].find(word).map_or(tag.start, |at| tag.start + at as u32);
            Span { start: at, end: at + word.len() as u32 }
        };
        let open = found.open.span;
        let start = keyword(open, "macro");
        let end = self.text[..open.end as usize - 2].trim_end_matches('-').trim_end().len();
        let signature = format!("component {}({})", info.component, parameters.join(", "));
        self.edits.replace(start.start as usize..end, signature);
        if !filled.is_empty() {
            if found.open.trims_right {
                filled.insert(filled.len() - 2, '-');
            }
            self.edits.insert(open.end as usize, filled);
        }
        let close = found.close.span;
        let start = keyword(close, "endmacro");
        let end = self.text[..close.end as usize - 2].trim_end_matches('-').trim_end().len();
        self.edits.replace(start.start as usize..end, format!("endcomponent {}", info.component));
        self.tell_recursion(found);
        self.body_is_renamed = own.contains(&BODY) || info.takes_body;
        self.in_macro = true;
        self.nodes(&found.body);
        self.in_macro = false;
        self.texts.clear();
        self.fractions.clear();
        given_none.into_iter().for_each(|name| _ = self.maybe_none.remove(name));
        self.body_is_renamed = false;
        self.scope.close_loop();
    }

    /// Notes a macro that calls itself.
    fn tell_recursion(&mut self, found: &Macro) {
        let own = (self.index, self.of(found.name).to_owned());
        let mut recurs = false;
        visit::expressions(&found.body, &mut |expr| {
            if let ExprKind::MacroCall(call) = &expr.kind {
                recurs |= self.site.called(self.index, call).as_ref() == Some(&own);
            }
        });
        if recurs {
            let name = own.1;
            self.note_with(&DEEP_COMPONENT, found.name, "name", &name);
        }
    }
}
