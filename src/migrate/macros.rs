//! The macros of a site: the components they become, what they look at, and what their calls give.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::site::Site;
use super::template::may_be_none;
use super::{variables, visit};
use crate::template::tera1::syntax::{Argument, Call, Expr, ExprKind, Node};

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
    /// The parameters that some call gives what is none where it is not set.
    pub given_none: BTreeSet<String>,
    /// The variables of what is shown that it looks at, or a macro it calls.
    pub needs: BTreeSet<String>,
    /// Whether it shows the `body` of the shortcode it is called from, without being given it.
    pub takes_body: bool,
    /// Whether it looks at the page or section that is shown, without being given it.
    pub takes_root: [bool; 2],
}

impl Site {
    /// Reads all macros and their calls.
    pub fn read_macros(&mut self) {
        self.find_macros();
        self.see_calls();
        while self.see_none_given() {}
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
                    given_none: BTreeSet::new(),
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

    /// Takes down which parameters are given what may be none, by a field or by a parameter of which that is known. Gives whether
    /// there were more than before.
    fn see_none_given(&mut self) -> bool {
        let mut seen: Vec<((usize, String), String)> = Vec::new();
        let mut see = |file: usize, nodes: &[Node], own: &BTreeSet<String>| {
            let text = &self.templates[file].source.text;
            visit::expressions(nodes, &mut |expr| {
                let ExprKind::MacroCall(call) = &expr.kind else { return };
                let Some(called) = self.called(file, call) else { return };
                for argument in &call.arguments {
                    let value = &argument.value;
                    let handed_on = value.filters.is_empty()
                        && matches!(&value.kind, ExprKind::Path(path) if own.contains(path.of(text)));
                    if handed_on || may_be_none(value, text) {
                        seen.push((called.clone(), argument.name.of(text).to_owned()));
                    }
                }
            });
        };
        for (index, file) in self.templates.iter().enumerate() {
            see(index, &file.tree.nodes, &BTreeSet::new());
            for found in file.macros() {
                let id = (index, found.name.of(&file.source.text).to_owned());
                if let Some(info) = self.macros.get(&id).filter(|info| !info.given_none.is_empty()) {
                    see(index, &found.body, &info.given_none);
                }
            }
        }
        let mut more = false;
        for (called, parameter) in seen {
            let known =
                self.macros.get_mut(&called).filter(|info| info.parameters.iter().any(|(name, _)| *name == parameter));
            more |= known.is_some_and(|info| info.given_none.insert(parameter));
        }
        more
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
