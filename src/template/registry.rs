//! Functions, filters and tests for templates, registered once, whatever engine calls them.

use std::borrow::Cow;
use std::sync::Arc;

use tera::{Kwargs, Value};

use crate::diagnostic::both;

/// The arguments of a call, by name, as the engine has them.
#[derive(Debug)]
pub enum Args<'a> {
    /// A map.
    Map(Kwargs),
    /// One after the other; of those of one name the last counts.
    List(&'a [(&'a Arc<str>, Cow<'a, Value>)]),
}

impl Args<'_> {
    /// The value given as `name`, if any; null counts as not given.
    pub fn value(&self, name: &'static str) -> Option<&Value> {
        let value = match self {
            Args::Map(map) => map.get::<&Value>(name).ok().flatten(),
            Args::List(list) => list.iter().rfind(|(known, _)| &***known == name).map(|(_, value)| &**value),
        };
        value.filter(|value| !value.is_none() && !value.is_undefined())
    }

    /// All of them, in their order.
    pub fn all(&self) -> Vec<(&str, &Value)> {
        match self {
            Args::Map(map) => map.iter().filter_map(|(name, value)| Some((name.as_str()?, value))).collect(),
            Args::List(list) => {
                let is_last = |at: usize, name: &str| list[at + 1..].iter().all(|(later, _)| &***later != name);
                let last = list.iter().enumerate().filter(|(at, (name, _))| is_last(*at, name));
                last.map(|(_, (name, value))| (&***name, &**value)).collect()
            }
        }
    }

    /// The text given as `name`.
    ///
    /// # Errors
    /// If it is no text.
    pub fn text(&self, name: &'static str) -> Result<Option<&str>, String> {
        self.value(name).map(|value| value.as_str().ok_or_else(|| wrong(name, "文字", "a text", value))).transpose()
    }

    /// The text given as `name`.
    ///
    /// # Errors
    /// If it is missing or no text; the error names what was given instead.
    pub fn required_text(&self, name: &'static str) -> Result<&str, String> {
        self.text(name)?.ok_or_else(|| self.missing(name))
    }

    /// The truth value given as `name`, or `default`.
    ///
    /// # Errors
    /// If it is neither `true` nor `false`.
    pub fn flag(&self, name: &'static str, default: bool) -> Result<bool, String> {
        let value = self.value(name);
        value.map_or(Ok(default), |value| {
            value.as_bool().ok_or_else(|| wrong(name, "`true` 或 `false`", "`true` or `false`", value))
        })
    }

    /// The whole number given as `name`.
    ///
    /// # Errors
    /// If it is no whole number from 0 to `u32::MAX`.
    pub fn number(&self, name: &'static str) -> Result<Option<u32>, String> {
        let convert = |value: &Value| {
            let whole = value.as_u64().or_else(|| {
                // A division in a template yields a float even where it goes without remainder.
                value.as_f64().filter(|float| *float >= 0.0 && float.fract() == 0.0).map(|float| float as u64)
            });
            whole
                .and_then(|number| u32::try_from(number).ok())
                .ok_or_else(|| wrong(name, "整数", "a whole number", value))
        };
        self.value(name).map(convert).transpose()
    }

    /// The texts given as `name`; none where it is not given.
    ///
    /// # Errors
    /// If it is no list of texts.
    pub fn texts(&self, name: &'static str) -> Result<Vec<&str>, String> {
        let Some(value) = self.value(name) else { return Ok(Vec::new()) };
        let texts = value.as_array().and_then(|items| items.iter().map(Value::as_str).collect::<Option<Vec<&str>>>());
        texts.ok_or_else(|| wrong(name, "文字的列表", "a list of texts", value))
    }

    /// What to say where the argument `name` is missing.
    pub fn missing(&self, name: &str) -> String {
        let given: Vec<String> = self.all().iter().map(|(name, _)| format!("`{name}`")).collect();
        match given.is_empty() {
            true => both(format_args!("缺少参数 `{name}`"), format_args!("the argument `{name}` is missing")),
            false => {
                let given = given.join(", ");
                both(
                    format_args!("缺少参数 `{name}`（写了的有：{given}）"),
                    format_args!("the argument `{name}` is missing (given: {given})"),
                )
            }
        }
    }
}

fn wrong(name: &str, zh: &str, en: &str, value: &Value) -> String {
    both(
        format_args!("参数 `{name}` 应当是{zh}，不能是 `{value}`"),
        format_args!("the argument `{name}` must be {en}, not `{value}`"),
    )
}

/// A function of templates. The error is the message shown at the call's place.
pub type Function = Arc<dyn Fn(&Args<'_>) -> Result<Value, String> + Send + Sync>;

/// A filter of templates: the value before the `|`, the arguments.
pub type Filter = Arc<dyn Fn(&Value, &Args<'_>) -> Result<Value, String> + Send + Sync>;

/// What templates can call beyond the language's own.
#[derive(Clone, Default)]
pub struct Registry {
    /// Functions: the name, whether the result is HTML that is not escaped again, the function.
    pub functions: Vec<(&'static str, bool, Function)>,
    /// Filters, likewise.
    pub filters: Vec<(&'static str, bool, Filter)>,
}

impl Registry {
    /// Adds a function whose result is escaped like any other value.
    pub fn function(
        &mut self,
        name: &'static str,
        function: impl Fn(&Args<'_>) -> Result<Value, String> + Send + Sync + 'static,
    ) {
        self.functions.push((name, false, Arc::new(function)));
    }

    /// Adds a function whose result is not escaped (addresses).
    pub fn safe_function(
        &mut self,
        name: &'static str,
        function: impl Fn(&Args<'_>) -> Result<Value, String> + Send + Sync + 'static,
    ) {
        self.functions.push((name, true, Arc::new(function)));
    }

    /// Adds a filter whose result is escaped like any other value.
    pub fn filter(
        &mut self,
        name: &'static str,
        filter: impl Fn(&Value, &Args<'_>) -> Result<Value, String> + Send + Sync + 'static,
    ) {
        self.filters.push((name, false, Arc::new(filter)));
    }

    /// Has `before` called before each function there is so far.
    pub fn before_each_function(&mut self, before: fn()) {
        for (_, _, function) in &mut self.functions {
            let inner = Arc::clone(function);
            *function = Arc::new(move |args| {
                before();
                inner(args)
            });
        }
    }

    /// Takes over the functions and filters of a layer above.
    pub fn extend(&mut self, further: Registry) {
        self.functions.extend(further.functions);
        self.filters.extend(further.filters);
    }
}
