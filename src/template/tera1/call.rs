//! What templates call: the site's functions and filters over the language's own, found once per name.

use std::sync::Arc;

use tera::Value;

use super::builtin::{self, BuiltinFilter, BuiltinFunction, BuiltinTest, Patterns};
use super::fault::{Fault, Known};
use super::frame::Val;
use super::lower::Vocabulary;
use super::program::{Slot, Symbol, Symbols};
use crate::template::code::{RENDER, UNKNOWN_NAME};
use crate::template::registry::{Args, Filter, Function, Registry};

/// An argument of a call.
pub type Argument<'a> = (&'a Arc<str>, Val<'a>);

/// The site's functions and filters.
#[derive(Clone, Default)]
struct Registered {
    functions: Vec<(&'static str, bool, Function)>,
    filters: Vec<(&'static str, bool, Filter)>,
}

impl Registered {
    /// With those of `registry` in place of those of the same names.
    fn with(&self, registry: Registry) -> Registered {
        let mut all = self.clone();
        for (name, safe, function) in registry.functions {
            all.functions.retain(|(known, ..)| *known != name);
            all.functions.push((name, safe, function));
        }
        for (name, safe, filter) in registry.filters {
            all.filters.retain(|(known, ..)| *known != name);
            all.filters.push((name, safe, filter));
        }
        all
    }
}

enum FilterMake {
    Site(bool, Filter),
    Builtin(BuiltinFilter),
    Unknown,
}

enum FunctionMake {
    Site(bool, Function),
    Builtin(BuiltinFunction),
    Unknown,
}

/// Everything that can be called, by the slots of a vocabulary.
pub struct Calls {
    registered: Registered,
    filters: Vec<FilterMake>,
    functions: Vec<FunctionMake>,
    tests: Vec<Option<BuiltinTest>>,
    patterns: Arc<Patterns>,
}

impl Calls {
    /// Those of `registry` and the language's own.
    pub fn new(vocabulary: &Vocabulary, registry: Registry) -> Calls {
        Calls::of(vocabulary, Registered::default().with(registry), Arc::default())
    }

    /// The same with those of `registry` in place of those of the same names.
    pub fn with(&self, vocabulary: &Vocabulary, registry: Registry) -> Calls {
        Calls::of(vocabulary, self.registered.with(registry), Arc::clone(&self.patterns))
    }

    /// The same for further names.
    pub fn extended(&self, vocabulary: &Vocabulary) -> Calls {
        Calls::of(vocabulary, self.registered.clone(), Arc::clone(&self.patterns))
    }

    fn of(vocabulary: &Vocabulary, registered: Registered, patterns: Arc<Patterns>) -> Calls {
        let filter = |name: &str| match registered.filters.iter().find(|(known, ..)| *known == name) {
            Some((_, safe, filter)) => FilterMake::Site(*safe, Arc::clone(filter)),
            None => builtin::filter(name).map_or(FilterMake::Unknown, FilterMake::Builtin),
        };
        let function = |name: &str| match registered.functions.iter().find(|(known, ..)| *known == name) {
            Some((_, safe, function)) => FunctionMake::Site(*safe, Arc::clone(function)),
            None => builtin::function(name).map_or(FunctionMake::Unknown, FunctionMake::Builtin),
        };
        let filters = names(&vocabulary.filters).map(filter).collect();
        let functions = names(&vocabulary.functions).map(function).collect();
        let tests = names(&vocabulary.tests).map(builtin::test).collect();
        Calls { registered, filters, functions, tests, patterns }
    }

    /// Whether there is a filter for the slot.
    pub fn has_filter(&self, slot: Slot) -> bool {
        !matches!(self.filters.get(slot.0), None | Some(FilterMake::Unknown))
    }

    /// Whether there is a function for the slot.
    pub fn has_function(&self, slot: Slot) -> bool {
        !matches!(self.functions.get(slot.0), None | Some(FunctionMake::Unknown))
    }

    /// Whether there is a test for the slot.
    pub fn has_test(&self, slot: Slot) -> bool {
        self.tests.get(slot.0).is_some_and(Option::is_some)
    }

    /// What to say where there is no filter of this name.
    pub fn unknown_filter(&self, name: &str) -> Fault {
        unknown(name, "filter", "过滤器", Known::Filters)
    }

    /// What to say where there is no function of this name.
    pub fn unknown_function(&self, name: &str) -> Fault {
        unknown(name, "function", "函数", Known::Functions)
    }

    /// What to say where there is no test of this name.
    pub fn unknown_test(&self, name: &str) -> Fault {
        unknown(name, "test", "判断", Known::Tests)
    }

    /// All names of a kind that can be called.
    pub fn known(&self, known: Known) -> Vec<&'static str> {
        match known {
            Known::Filters => {
                self.registered.filters.iter().map(|(name, ..)| *name).chain(builtin::filter_names()).collect()
            }
            Known::Functions => {
                self.registered.functions.iter().map(|(name, ..)| *name).chain(builtin::function_names()).collect()
            }
            Known::Tests => builtin::test_names().collect(),
            Known::Templates | Known::Available => Vec::new(),
        }
    }

    /// A filter's result, and whether it is HTML already.
    pub fn filter(
        &self,
        slot: Slot,
        name: &str,
        value: &Value,
        arguments: &[Argument<'_>],
    ) -> Result<(Value, bool), Fault> {
        match self.filters.get(slot.0) {
            Some(FilterMake::Site(safe, filter)) => filter(value, &Args::List(arguments))
                .map(|value| (value, *safe))
                .map_err(|reason| failed(name, &reason)),
            Some(FilterMake::Builtin(filter)) => {
                let call = builtin::Call { name, arguments, patterns: &self.patterns };
                filter(value, &call).map(|value| (value, false))
            }
            _ => Err(self.unknown_filter(name)),
        }
    }

    /// A function's result, and whether it is HTML already.
    pub fn function(&self, slot: Slot, name: &str, arguments: &[Argument<'_>]) -> Result<(Value, bool), Fault> {
        match self.functions.get(slot.0) {
            Some(FunctionMake::Site(safe, function)) => {
                function(&Args::List(arguments)).map(|value| (value, *safe)).map_err(|reason| failed(name, &reason))
            }
            Some(FunctionMake::Builtin(function)) => {
                let call = builtin::Call { name, arguments, patterns: &self.patterns };
                function(&call).map(|value| (value, false))
            }
            _ => Err(self.unknown_function(name)),
        }
    }

    /// A test's result.
    pub fn test(&self, slot: Slot, name: &str, value: Option<&Value>, arguments: &[Val<'_>]) -> Result<bool, Fault> {
        match self.tests.get(slot.0) {
            Some(Some(test)) => test(&builtin::TestCall { name, value, arguments, patterns: &self.patterns }),
            _ => Err(self.unknown_test(name)),
        }
    }
}

fn names(symbols: &Symbols) -> impl Iterator<Item = &str> {
    (0..symbols.len()).map(|at| symbols.text(Symbol(at as u32)))
}

/// The message names what was called: its place alone does not tell which of several on a line failed.
fn failed(name: &str, reason: &str) -> Fault {
    Fault::new(&RENDER).arg("reason", format_args!("`{name}`: {reason}"))
}

fn unknown(name: &str, kind: &str, kind_zh: &str, known: Known) -> Fault {
    Fault::new(&UNKNOWN_NAME).arg("kind", kind).arg("kind_zh", kind_zh).arg("name", name).wrong(name, known)
}
