//! Functions, filters and tests for templates, registered once, whatever engine calls them.

use tera::{Kwargs, Value};

/// The arguments of a call, by name.
#[derive(Debug)]
pub struct Args(pub Kwargs);

impl Args {
    /// The argument `name`, if it is given.
    ///
    /// # Errors
    /// If it is of another type; the text names both.
    pub fn get<T: for<'k> tera::ArgFromValue<'k, Output = T>>(&self, name: &str) -> Result<Option<T>, String> {
        self.0.get::<T>(name).map_err(|error| error.to_string())
    }

    /// The argument `name`.
    ///
    /// # Errors
    /// If it is missing or of another type.
    pub fn must_get<T: for<'k> tera::ArgFromValue<'k, Output = T>>(&self, name: &str) -> Result<T, String> {
        self.0.must_get::<T>(name).map_err(|error| error.to_string())
    }
}

/// A function of templates. The error is the message shown at the call's place.
pub type Function = Box<dyn Fn(&Args) -> Result<Value, String> + Send + Sync>;

/// A filter of templates: the value before the `|`, the arguments.
pub type Filter = Box<dyn Fn(&Value, &Args) -> Result<Value, String> + Send + Sync>;

/// What templates can call beyond the language's own.
#[derive(Default)]
pub struct Registry {
    /// Functions: the name, whether the result is HTML that is not escaped again, the function.
    pub functions: Vec<(&'static str, bool, Function)>,
    /// Filters, likewise.
    pub filters: Vec<(&'static str, bool, Filter)>,
}
