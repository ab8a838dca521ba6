//! Tera 2, the language of Zola 0.23, behind the calls of `Engine`.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};

use tera::{
    Context, ErrorKind, Filter as TeraFilter, Function as TeraFunction, Kwargs, State, Tera, TeraResult, Value,
};

use super::Variables;
use super::error::{BodyText, Explain, Files};
use super::kept::{self, Keeper};
use super::registry::{Args, Filter, Function, Registry};
use super::set::TemplateSet;
use super::usage::Usages;
use super::{branches, builtin, chain, contrib, load, spread};
use crate::diagnostic::{Diagnostic, Sink, SourceText, prefixed};

/// The version of Zola whose templates this renders, as templates see it.
const ZOLA_VERSION: &str = "0.23.6";

/// Whether a template can be read, whatever it calls and extends.
pub fn reads(text: &str) -> bool {
    if branches::surplus(text).is_some() {
        return false;
    }
    let read = Tera::new().add_raw_template("template.html", text);
    let is_syntax = |error: &tera::Error| match error.kind() {
        ErrorKind::SyntaxError(report) => !load::is_unreachable(report.message()),
        _ => false,
    };
    !read.is_err_and(|error| is_syntax(&error))
}

/// Compiled Tera 2 templates with their functions.
pub struct Tera2 {
    tera: Tera,
    files: Arc<Files>,
    /// The same, with what components showed remembered: tried first.
    kept: Option<Keeping>,
    /// Whether that failed where the templates as written did not.
    kept_fails: AtomicBool,
}

/// Templates that remember what they showed. To compile them takes as long as to render some pages, and many a second build
/// renders only one.
struct Keeping {
    usages: Arc<Usages>,
    keeper: Arc<dyn Keeper>,
    /// How many renders go without them.
    left: AtomicUsize,
    tera: OnceLock<Option<Arc<Tera>>>,
}

impl Tera2 {
    /// Compiles `set`. All templates with mistakes are told; `None` if there are any.
    pub fn load(set: &TemplateSet, registry: Registry, sink: &Sink) -> Option<Tera2> {
        let branches = set.files.iter().filter_map(|file| branches::too_many(&file.source, 0..file.source.text.len()));
        let limits: Vec<Diagnostic> = chain::too_long(set).into_iter().chain(branches).collect();
        if !limits.is_empty() {
            limits.into_iter().for_each(|diagnostic| sink.push(diagnostic));
            return None;
        }
        let mut bare = Tera::new();
        bare.global_context().insert_value("zola_version", Value::from(ZOLA_VERSION));
        contrib::register(&mut bare);
        bare.register_filter(spread::FILTER, spread::in_order);
        let files = Files::new(set, &registry);
        register(&mut bare, registry);
        let tera = load::compile(set, &bare, &files, sink)?;
        Some(Tera2 { tera, files: Arc::new(files), kept: None, kept_fails: AtomicBool::new(false) })
    }

    /// The same compiled templates with other functions and filters in place of those of the same names.
    pub fn with_registry(&self, registry: Registry) -> Tera2 {
        let mut tera = self.tera.clone();
        register(&mut tera, registry);
        Tera2 { tera, files: Arc::clone(&self.files), kept: None, kept_fails: AtomicBool::new(false) }
    }

    /// The same, with what repeatable parts show remembered by `keeper` once more than `after` templates were rendered.
    /// `usages` are those of these templates.
    pub fn keeping(&mut self, usages: Arc<Usages>, keeper: Arc<dyn Keeper>, after: usize) {
        self.kept = Some(Keeping { usages, keeper, left: AtomicUsize::new(after), tera: OnceLock::new() });
    }

    /// The templates that remember, where they are worth it.
    fn kept(&self) -> Option<&Tera> {
        let Keeping { usages, keeper, left, tera } = self.kept.as_ref()?;
        let is_early = || left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_ok();
        if self.kept_fails.load(Relaxed) || is_early() {
            return None;
        }
        let compile = || {
            let texts: Vec<(&str, Cow<str>)> =
                self.files.texts().map(|(name, text)| (name, spread::ordered(text))).collect();
            let texts = texts.iter().map(|(name, text)| (*name, &**text));
            kept::keeping(&self.tera, texts, usages, Arc::clone(keeper))
        };
        tera.get_or_init(compile).as_deref()
    }

    /// Whether a template of this name can be rendered.
    pub fn has(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }

    /// Whether the template that answers to the name is a built-in one.
    pub fn is_builtin(&self, name: &str) -> bool {
        self.files.file(name).is_some_and(|file| file.path.as_str().starts_with(builtin::PREFIX))
    }

    /// The names templates are asked for by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.plain_names()
    }

    /// Renders the template `name`, which exists, to the end of `out`; what is there of it after an error is undefined.
    pub fn render(
        &self,
        name: &str,
        arguments: &[(String, Value)],
        variables: &Variables,
        out: &mut Vec<u8>,
    ) -> Result<(), Diagnostic> {
        let context = context(arguments, variables);
        let kept = self.kept();
        if let Some(kept) = kept {
            let before = out.len();
            if kept.render_to(name, &context, &mut *out).is_ok() {
                return Ok(());
            }
            // What is wrong is told of the templates as they were written.
            out.truncate(before);
        }
        let rendered = self.tera.render_to(name, &context, &mut *out);
        if kept.is_some() && rendered.is_ok() {
            // A fault of ours: nothing is lost but time, and that only once.
            debug_assert!(false, "{name} can be rendered, but not with what is remembered");
            self.kept_fails.store(true, Relaxed);
        }
        rendered.map_err(|error| {
            let told = Explain { files: &self.files, body: None }.one(&error);
            match self.files.file(name) {
                Some(file) => told.or_in_file(&file.path),
                None => told,
            }
        })
    }

    /// Renders the bytes `span` of a content file as a template, without escaping.
    pub fn render_body(
        &self,
        source: &SourceText,
        span: Range<usize>,
        variables: &Variables,
    ) -> Result<String, Diagnostic> {
        if let Some(diagnostic) = branches::too_many(source, span.clone()) {
            return Err(diagnostic);
        }
        let text = source.text.get(span.clone()).unwrap_or_default();
        let body = BodyText { source, start: span.start, text };
        self.tera
            .render_str(&spread::ordered(text), &context(&[], variables), false)
            .map_err(|error| Explain { files: &self.files, body: Some(&body) }.one(&error).or_in_file(&source.path))
    }
}

fn context(arguments: &[(String, Value)], variables: &Variables) -> Context {
    let mut context = Context::new();
    for (name, value) in arguments {
        context.insert_value(name.clone(), value.clone());
    }
    for (name, value) in variables {
        context.insert_value(*name, value.clone());
    }
    context
}

fn register(tera: &mut Tera, registry: Registry) {
    for (name, safe, function) in registry.functions {
        tera.register_function(name, Registered { name, safe, call: function });
    }
    for (name, safe, filter) in registry.filters {
        tera.register_filter(name, Registered { name, safe, call: filter });
    }
}

/// A function or filter of ours as Tera wants it.
struct Registered<F> {
    name: &'static str,
    safe: bool,
    call: F,
}

impl<F> Registered<F> {
    /// The error names the function: its place alone does not tell which of several on a line failed.
    fn error(&self, message: &str) -> tera::Error {
        tera::Error::message(prefixed(format_args!("`{}`: ", self.name), message))
    }
}

impl TeraFunction<TeraResult<Value>> for Registered<Function> {
    fn call(&self, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
        (self.call)(&Args::Map(kwargs)).map_err(|message| self.error(&message))
    }

    fn is_safe(&self) -> bool {
        self.safe
    }
}

impl TeraFilter<&Value, TeraResult<Value>> for Registered<Filter> {
    fn call(&self, value: &Value, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
        (self.call)(value, &Args::Map(kwargs)).map_err(|message| self.error(&message))
    }

    fn is_safe(&self) -> bool {
        self.safe
    }
}
