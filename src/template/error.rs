//! Tera's errors as diagnostics at the author's line.
//!
//! Tera gives an error's message, file and bytes; where several mistakes come in one error, and for the trail of includes
//! and components, there is only its printed report, which is read back here. What cannot be read back is still told, as
//! the text it is.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use tera::{ErrorKind, ReportError};

use super::chinese;
use super::code::{
    CALLED_FROM, CIRCLE, COMPONENT_TWICE, DEFINED_HERE_TOO, DID_YOU_MEAN, NO_PARENT, NOT_FOUND, RECURSION, RENDER,
    SYNTAX, UNDEFINED_FIELD, UNDEFINED_VARIABLE, UNKNOWN_BLOCK, UNKNOWN_NAME,
};
use super::contrib;
use super::recursion::{Circle, TOO_DEEP, circle};
use super::registry::Registry;
use super::report::{Place, Report, quoted};
use super::set::TemplateSet;
use crate::diagnostic::{Code, Diagnostic, SourceText, suggest};

/// The name Tera gives text that is rendered without being a template.
const ONE_OFF: &str = "__tera_one_off";

/// The template files by name, and the names that can be called.
pub struct Files {
    by_name: BTreeMap<String, SourceText>,
    prefixes: Vec<String>,
    functions: Vec<&'static str>,
    filters: Vec<&'static str>,
}

impl Files {
    /// Those of a set, with what is registered.
    pub fn new(set: &TemplateSet, registry: &Registry) -> Files {
        Files {
            by_name: set.files.iter().map(|file| (file.name.clone(), file.source.clone())).collect(),
            prefixes: set.prefixes(),
            functions: registry.functions.iter().map(|(name, ..)| *name).chain(contrib::FUNCTIONS).collect(),
            filters: registry.filters.iter().map(|(name, ..)| *name).chain(contrib::FILTERS).collect(),
        }
    }

    /// The full names and the texts.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_name.iter().map(|(name, source)| (name.as_str(), &*source.text))
    }

    /// The names templates are asked for by: without the prefixes of theme and built-in ones.
    pub fn plain_names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(|name| {
            self.prefixes.iter().find_map(|prefix| name.strip_prefix(prefix.as_str())).unwrap_or(name.as_str())
        })
    }

    /// The file of the template that answers to `name`.
    pub fn file(&self, name: &str) -> Option<&SourceText> {
        self.by_name.get(self.resolve(name)?)
    }

    /// The full name of the template that answers to `name`.
    fn resolve(&self, name: &str) -> Option<&str> {
        let tries =
            std::iter::once(name.to_owned()).chain(self.prefixes.iter().map(|prefix| format!("{prefix}{name}")));
        tries.into_iter().find_map(|full| self.by_name.get_key_value(&full).map(|(known, _)| known.as_str()))
    }

    /// The names of components, read from the texts: a broken file has no compiled ones.
    fn components(&self) -> FxHashMap<&str, &str> {
        let mut found = FxHashMap::default();
        for (file, source) in &self.by_name {
            for (at, _) in source.text.match_indices("component ") {
                let rest = source.text[at + "component ".len()..].trim_start();
                let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'))).unwrap_or(rest.len());
                if end > 0 {
                    found.insert(&rest[..end], file.as_str());
                }
            }
        }
        found
    }
}

/// The content a body's errors point into.
pub struct BodyText<'a> {
    /// The content file.
    pub source: &'a SourceText,
    /// Where the rendered text starts in it.
    pub start: usize,
    /// The rendered text.
    pub text: &'a str,
}

/// Words an error with the files at hand.
pub struct Explain<'a> {
    /// The templates.
    pub files: &'a Files,
    /// The body that was rendered, if it was one.
    pub body: Option<&'a BodyText<'a>>,
}

impl Explain<'_> {
    /// The error as one diagnostic; of several, the first.
    pub fn one(&self, error: &tera::Error) -> Diagnostic {
        let first = self.all(error, &FxHashSet::default()).into_iter().next();
        first.unwrap_or_else(|| Diagnostic::new(&RENDER).arg("reason", chinese::told(&error.to_string())))
    }

    /// The error as diagnostics, leaving out what is only wrong because the templates `aside` are missing.
    pub fn all(&self, error: &tera::Error, aside: &FxHashSet<String>) -> Vec<Diagnostic> {
        let absent = |name: &str| self.files.resolve(name).is_some_and(|full| aside.contains(full));
        match error.kind() {
            ErrorKind::SyntaxError(report) => vec![self.report(&SYNTAX, report, error)],
            ErrorKind::RenderingError(report) => vec![self.report(&RENDER, report, error)],
            ErrorKind::MissingParent { parent, .. } if absent(parent) => Vec::new(),
            ErrorKind::MissingParent { current, parent } => {
                let diagnostic = Diagnostic::new(&NO_PARENT).arg("name", current).arg("parent", parent);
                vec![self.near(
                    self.at_words(diagnostic, current, &["extends", parent]),
                    parent,
                    self.files.plain_names(),
                )]
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain: chain } => vec![self.circle(tpl, chain, "extends")],
            ErrorKind::CircularInclude { tpl, include_chain: chain } => vec![self.circle(tpl, chain, "include")],
            ErrorKind::TemplateNotFound(name) => {
                vec![self.near(Diagnostic::new(&NOT_FOUND).arg("name", name), name, self.files.plain_names())]
            }
            _ => self.printed(&error.to_string(), aside),
        }
    }

    /// The templates that must be set aside for the rest to be tried.
    pub fn blamed(&self, error: &tera::Error) -> Vec<String> {
        match error.kind() {
            ErrorKind::SyntaxError(report) => vec![report.filename().to_owned()],
            ErrorKind::MissingParent { current, .. } => vec![current.clone()],
            ErrorKind::CircularExtend { tpl, inheritance_chain: chain }
            | ErrorKind::CircularInclude { tpl, include_chain: chain } => {
                chain.iter().cloned().chain([tpl.clone()]).collect()
            }
            ErrorKind::Msg(message) => {
                defined_twice(message).map(|(_, _, second)| second.to_owned()).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// An error with a place of its own; its trail is in the printed report.
    fn report(&self, code: &'static Code, report: &ReportError, error: &tera::Error) -> Diagnostic {
        let mut diagnostic = self.worded(code, report.message());
        diagnostic = match self.locate(report.filename(), report.span().range.clone()) {
            Some((text, span)) => diagnostic.at(&text, span),
            None => diagnostic.arg("file", report.filename()),
        };
        let printed = error.to_string();
        for called_from in Report::trail(&printed) {
            if let Some((text, span)) = self.find(&called_from) {
                diagnostic = diagnostic.see(&text, span, CALLED_FROM);
            }
        }
        diagnostic
    }

    /// Errors that are only there in print: one or more reports, or a sentence.
    fn printed(&self, text: &str, aside: &FxHashSet<String>) -> Vec<Diagnostic> {
        if let Some((name, first, second)) = defined_twice(text) {
            let mut diagnostic =
                Diagnostic::new(&COMPONENT_TWICE).arg("name", name).arg("first", first).arg("second", second);
            diagnostic = self.at_words(diagnostic, second, &["component", name]);
            if let Some(source) = self.files.by_name.get(first) {
                let span = find_words(&source.text, &["component", name]);
                diagnostic = diagnostic.see(source, span, DEFINED_HERE_TOO);
            }
            return vec![diagnostic];
        }
        if text.contains(TOO_DEEP) {
            return vec![self.recursion(text)];
        }
        let reports = Report::all(text);
        if reports.is_empty() {
            return vec![Diagnostic::new(&RENDER).arg("reason", chinese::told(text))];
        }
        let kept = reports.iter().filter(|report| !self.follows(report.message, aside));
        kept.map(|report| {
            let diagnostic = self.worded(&RENDER, report.message);
            match self.find(&report.place) {
                Some((text, span)) => diagnostic.at(&text, span),
                None => diagnostic,
            }
        })
        .collect()
    }

    /// The components that led too deep; where they cannot be told, what the engine says.
    fn recursion(&self, text: &str) -> Diagnostic {
        let files = self.files.by_name.values().chain(self.body.map(|body| body.source));
        match circle(files) {
            Some(Circle { names, place: (file, span) }) => {
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                Diagnostic::new(&RECURSION).arg("chain", names.join(" → ")).at(file, span)
            }
            None => Diagnostic::new(&RENDER).arg("reason", chinese::told(text)),
        }
    }

    /// Whether the mistake only follows from a file that was set aside.
    fn follows(&self, message: &str, aside: &FxHashSet<String>) -> bool {
        if aside.is_empty() {
            return false;
        }
        let Some(name) = quoted(message) else { return false };
        if message.starts_with("Unknown template") {
            return self.files.resolve(name).is_some_and(|full| aside.contains(full));
        }
        message.starts_with("Unknown component")
            && self.files.components().get(name).is_some_and(|file| aside.contains(*file))
    }

    /// The message in our words where we know it, else as it is under `code`.
    fn worded(&self, code: &'static Code, message: &str) -> Diagnostic {
        let Some(name) = quoted(message) else { return Diagnostic::new(code).arg("reason", chinese::told(message)) };
        let known = |kind: &'static str, kind_zh: &'static str| {
            Diagnostic::new(&UNKNOWN_NAME).arg("kind", kind).arg("kind_zh", kind_zh).arg("name", name)
        };
        if message.starts_with("Unknown filter") {
            self.near(known("filter", "过滤器"), name, self.files.filters.iter().copied())
        } else if message.starts_with("Unknown function") {
            self.near(known("function", "函数"), name, self.files.functions.iter().copied())
        } else if message.starts_with("Unknown test") {
            self.near(known("test", "判断"), name, contrib::TESTS)
        } else if message.starts_with("Unknown component") {
            self.near(known("component", "组件"), name, self.files.components().into_keys())
        } else if message.starts_with("Unknown template") {
            self.near(known("template", "模板"), name, self.files.plain_names())
        } else if message.starts_with("Block ") {
            Diagnostic::new(&UNKNOWN_BLOCK).arg("name", name)
        } else if let Some(names) = message.strip_prefix("Variable ").and_then(|rest| available(rest, "variables")) {
            let diagnostic = Diagnostic::new(&UNDEFINED_VARIABLE).arg("name", name).arg("available", names);
            self.near(diagnostic, name, names.split(", "))
        } else if let Some(names) = message.strip_prefix("Field ").and_then(|rest| available(rest, "fields")) {
            let diagnostic = Diagnostic::new(&UNDEFINED_FIELD).arg("name", name).arg("available", names);
            self.near(diagnostic, name, names.split(", "))
        } else {
            Diagnostic::new(code).arg("reason", chinese::told(message))
        }
    }

    fn near<'n>(&self, diagnostic: Diagnostic, wrong: &str, known: impl IntoIterator<Item = &'n str>) -> Diagnostic {
        match suggest(wrong, known) {
            Some(near) => diagnostic.arg("near", near).hint(DID_YOU_MEAN),
            None => diagnostic,
        }
    }

    fn circle(&self, template: &str, chain: &[String], word: &str) -> Diagnostic {
        let steps: Vec<&str> = match chain.first() {
            Some(first) if first == template => chain.iter().map(String::as_str).collect(),
            _ => std::iter::once(template).chain(chain.iter().map(String::as_str)).collect(),
        };
        let diagnostic = Diagnostic::new(&CIRCLE).arg("chain", steps.join(" → "));
        self.at_words(diagnostic, template, &[word])
    }

    /// Points at `words`, in order, in the template `name`.
    fn at_words(&self, diagnostic: Diagnostic, name: &str, words: &[&str]) -> Diagnostic {
        match self.files.by_name.get(name) {
            Some(source) => diagnostic.at(source, find_words(&source.text, words)),
            None => diagnostic,
        }
    }

    /// The bytes `span` of the template or body `name`, in its file.
    fn locate(&self, name: &str, span: Range<usize>) -> Option<(SourceText, Range<usize>)> {
        match self.body {
            Some(body) if name == ONE_OFF => {
                Some((body.source.clone(), body.start + span.start..body.start + span.end))
            }
            _ => Some((self.files.by_name.get(name)?.clone(), span)),
        }
    }

    /// A printed place, in its file.
    fn find(&self, place: &Place) -> Option<(SourceText, Range<usize>)> {
        let text = match self.body {
            Some(body) if place.file == ONE_OFF => body.text,
            _ => &self.files.by_name.get(place.file)?.text,
        };
        self.locate(place.file, place.bytes(text))
    }
}

/// The list after "Available variables:" or the like; a dash where there is none of them.
fn available<'m>(message: &'m str, what: &str) -> Option<&'m str> {
    let (_, rest) = message.split_once("is not defined.")?;
    Some(rest.split_once(&format!("Available {what}: ")).map_or("–", |(_, names)| names))
}

/// Name and files of "Component `x` is defined in both `a` and `b`".
fn defined_twice(message: &str) -> Option<(&str, &str, &str)> {
    let rest = message.strip_prefix("Component `")?;
    let (name, rest) = rest.split_once("` is defined in both `")?;
    let (first, rest) = rest.split_once("` and `")?;
    Some((name, first, rest.strip_suffix('`')?))
}

/// The bytes of the last of `words` that follow one another in `text`; nothing where they do not.
fn find_words(text: &str, words: &[&str]) -> Range<usize> {
    let Some((first, further)) = words.split_first() else { return 0..0 };
    for (start, _) in text.match_indices(first) {
        let mut end = start + first.len();
        let mut span = start..end;
        let all = further.iter().all(|word| {
            // Only quotes and blanks stand between a keyword and its name.
            let gap = text[end..].len() - text[end..].trim_start_matches([' ', '\t', '\n', '\r', '"', '\'', '`']).len();
            span = end + gap..end + gap + word.len();
            end = span.end;
            text.get(span.clone()) == Some(*word)
        });
        if all {
            return span;
        }
    }
    0..0
}
