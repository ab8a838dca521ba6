//! The arguments of a call, as the language's own filters and tests ask for them.

use std::sync::{Arc, PoisonError, RwLock};

use regex::Regex;
use rustc_hash::FxHashMap;
use tera::Value;

use super::super::call::Argument;
use super::super::code::{ARGUMENT_MISSING, ARGUMENT_VALUE, BAD_PATTERN, FILTER_VALUE};
use super::super::fault::Fault;
use super::super::frame::Val;
use super::super::value::{kind_words, number};

/// Regular expressions that templates use, each compiled once.
#[derive(Debug, Default)]
pub struct Patterns {
    compiled: RwLock<FxHashMap<String, Result<Arc<Regex>, String>>>,
}

impl Patterns {
    /// The compiled expression.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn get(&self, pattern: &str) -> Result<Arc<Regex>, Fault> {
        let known = self.compiled.read().unwrap_or_else(PoisonError::into_inner).get(pattern).cloned();
        let compiled = match known {
            Some(known) => known,
            None => {
                let compiled = Regex::new(pattern).map(Arc::new).map_err(|error| error.to_string());
                let mut all = self.compiled.write().unwrap_or_else(PoisonError::into_inner);
                all.insert(pattern.to_owned(), compiled.clone());
                compiled
            }
        };
        compiled.map_err(|reason| Fault::new(&BAD_PATTERN).arg("pattern", pattern).arg("reason", reason))
    }
}

/// A call of a filter or function.
#[derive(Clone, Copy)]
pub struct Call<'c> {
    /// The filter's or function's name.
    pub name: &'c str,
    /// The arguments.
    pub arguments: &'c [Argument<'c>],
    /// Regular expressions.
    pub patterns: &'c Patterns,
}

/// What an argument or a value should be, in Chinese and English.
pub type Wanted = (&'static str, &'static str);

/// A text.
pub const TEXT: Wanted = ("文字", "a text");
/// `true` or `false`.
pub const TRUTH: Wanted = ("true 或 false", "`true` or `false`");
/// A number.
pub const NUMBER: Wanted = ("数", "a number");
/// A whole number from 0.
pub const NATURAL: Wanted = ("不小于 0 的整数", "a whole number from 0");
/// A whole number.
pub const WHOLE: Wanted = ("整数", "a whole number");
/// An array.
pub const ARRAY: Wanted = ("列表", "an array");

impl<'c> Call<'c> {
    /// The argument `name`, even if it is null.
    pub fn value(&self, name: &str) -> Option<&'c Value> {
        self.arguments.iter().find(|(known, _)| &***known == name).map(|(_, value)| value.as_ref())
    }

    /// The argument `name`, which must be given.
    pub fn required(&self, name: &str) -> Result<&'c Value, Fault> {
        self.value(name).ok_or_else(|| self.missing(name))
    }

    /// The text given as `name`.
    pub fn text(&self, name: &str) -> Result<Option<&'c str>, Fault> {
        self.converted(name, TEXT, Value::as_str)
    }

    /// The text given as `name`, which must be given.
    pub fn required_text(&self, name: &str) -> Result<&'c str, Fault> {
        self.text(name)?.ok_or_else(|| self.missing(name))
    }

    /// The truth value given as `name`.
    pub fn truth(&self, name: &str) -> Result<Option<bool>, Fault> {
        self.converted(name, TRUTH, Value::as_bool)
    }

    /// The whole number from 0 given as `name`.
    pub fn natural(&self, name: &str) -> Result<Option<usize>, Fault> {
        self.converted(name, NATURAL, |value| number(value)?.natural()?.try_into().ok())
    }

    /// The whole number given as `name`.
    pub fn whole<N: TryFrom<i64>>(&self, name: &str) -> Result<Option<N>, Fault> {
        self.converted(name, WHOLE, |value| N::try_from(whole(value)?).ok())
    }

    /// The number given as `name`.
    pub fn float(&self, name: &str) -> Result<Option<f64>, Fault> {
        self.converted(name, NUMBER, |value| Some(number(value)?.float()))
    }

    fn converted<T>(
        &self,
        name: &str,
        wanted: Wanted,
        convert: impl Fn(&'c Value) -> Option<T>,
    ) -> Result<Option<T>, Fault> {
        let Some(value) = self.value(name) else { return Ok(None) };
        convert(value).map(Some).ok_or_else(|| self.wrong(name, wanted, value))
    }

    /// What to say where the argument `name` is missing.
    pub fn missing(&self, name: &str) -> Fault {
        Fault::new(&ARGUMENT_MISSING).arg("name", self.name).arg("argument", name)
    }

    /// What to say where the argument `name` is something else.
    pub fn wrong(&self, name: &str, wanted: Wanted, value: &Value) -> Fault {
        let (got_zh, got) = kind_words(value);
        let fault = Fault::new(&ARGUMENT_VALUE).arg("name", self.name).arg("argument", name);
        fault.arg("wanted_zh", wanted.0).arg("wanted", wanted.1).arg("got_zh", got_zh).arg("got", got)
    }

    /// What to say where the filtered value is something else.
    pub fn wrong_value(&self, wanted: Wanted, value: &Value) -> Fault {
        let (got_zh, got) = kind_words(value);
        let fault = Fault::new(&FILTER_VALUE).arg("name", self.name);
        fault.arg("wanted_zh", wanted.0).arg("wanted", wanted.1).arg("got_zh", got_zh).arg("got", got)
    }

    /// The filtered value, which must be a text.
    pub fn filtered_text<'v>(&self, value: &'v Value) -> Result<&'v str, Fault> {
        value.as_str().ok_or_else(|| self.wrong_value(TEXT, value))
    }

    /// The filtered value, which must be an array.
    pub fn filtered_array<'v>(&self, value: &'v Value) -> Result<&'v [Value], Fault> {
        value.as_array().ok_or_else(|| self.wrong_value(ARRAY, value))
    }

    /// The filtered value, which must be a number.
    pub fn filtered_number(&self, value: &Value) -> Result<f64, Fault> {
        Ok(number(value).ok_or_else(|| self.wrong_value(NUMBER, value))?.float())
    }
}

fn whole(value: &Value) -> Option<i64> {
    use super::super::value::Number;
    match number(value)? {
        Number::Int(number) => Some(number),
        Number::Big(_) | Number::Float(_) => None,
    }
}

/// A call of a test.
#[derive(Clone, Copy)]
pub struct TestCall<'c> {
    /// The test's name.
    pub name: &'c str,
    /// What is tested; none if it is not defined.
    pub value: Option<&'c Value>,
    /// The arguments.
    pub arguments: &'c [Val<'c>],
    /// Regular expressions.
    pub patterns: &'c Patterns,
}
