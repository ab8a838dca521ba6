//! `markdown(inline=false)`: a text as HTML (checklist FL-1, MD-11).

use tera::Value;

use crate::cache::Read;
use crate::diagnostic::{Locale, both};
use crate::markdown::Near;
use crate::render::environment::Environment;
use crate::render::record::note;
use crate::template::{Args, Scope};

/// The HTML; links are resolved from the page being rendered. `inline` takes off the one paragraph around it.
pub fn call(environment: &Environment, value: &Value, args: &Args) -> Result<Value, String> {
    let Some(text) = value.as_str() else {
        return Err(both(
            format_args!("前面的值应当是文字，不能是 `{value}`"),
            format_args!("the value must be a text, not `{value}`"),
        ));
    };
    let inline = args.flag("inline", false)?;
    let scope = Scope::current();
    let near = Near { node: scope.node, language: scope.language };
    let html = environment.compiler.fragment(text, near, inline, |path| {
        note(|| Read::Address(path.to_owned(), scope.language));
    });
    html.map(Value::from).map_err(|diagnostic| both(diagnostic.message(Locale::Zh), diagnostic.message(Locale::En)))
}
