//! `markdown(inline=false)`: a text as HTML (checklist FL-1, MD-11).

use tera::Value;

use crate::cache::Read;
use crate::config::Dialect;
use crate::content::LanguageId;
use crate::diagnostic::{Locale, both};
use crate::markdown::Near;
use crate::markdown::shortcode::text_of;
use crate::render::environment::Environment;
use crate::render::record::note;
use crate::template::{Args, Scope};

/// The HTML. In V2 links are resolved from the page being rendered; in V1 the text belongs to no page, and the shortcodes it
/// calls are made. `inline` takes off the paragraph around it.
pub fn call(environment: &Environment, value: &Value, args: &Args) -> Result<Value, String> {
    let Some(text) = value.as_str() else {
        return Err(both(
            format_args!("前面的值应当是文字，不能是 `{value}`"),
            format_args!("the value must be a text, not `{value}`"),
        ));
    };
    let inline = args.flag("inline", false)?;
    let compiler = &environment.compiler;
    let scope = Scope::current();
    let linked = |path: &str| note(|| Read::Address(path.to_owned(), scope.language));
    let html = match environment.config.dialect {
        Dialect::V1 => {
            let code = environment.config.default_language().code.as_str();
            let common = vec![("config", environment.views.config(LanguageId(0))), ("lang", Value::from(code))];
            let render = |template: &str, arguments: &[(String, Value)]| {
                let mut out = Vec::new();
                // The engine that calls this filter is there as long as it renders.
                if let Some(engine) = environment.engine() {
                    engine.render_call(template, arguments, &common, &mut out)?;
                }
                Ok(text_of(out))
            };
            compiler.fragment(text, Near::default(), inline, Some(&render), linked)
        }
        Dialect::V2 => {
            compiler.fragment(text, Near { node: scope.node, language: scope.language }, inline, None, linked)
        }
    };
    html.map(Value::from).map_err(|diagnostic| both(diagnostic.message(Locale::Zh), diagnostic.message(Locale::En)))
}
