//! Functions, filters and tests for templates, registered once, whatever engine calls them.

use tera::{Kwargs, Value};

/// The arguments of a call, by name.
#[derive(Debug)]
pub struct Args(pub Kwargs);

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
