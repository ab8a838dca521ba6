//! `get_env(name, default?)`: a variable of the environment (checklist T1-3). Zola 0.23.0 left it out, 0.23.2 has it again.

use tera::Value;

use crate::cache::Read;
use crate::diagnostic::both;
use crate::render::environment::Environment;
use crate::render::record::note;
use crate::template::Args;

/// The variable's text, else `default`.
pub fn call(environment: &Environment, args: &Args) -> Result<Value, String> {
    let name = args.required_text("name")?;
    note(|| Read::Variable(name.to_owned()));
    match environment.sources.world().env(name) {
        Some(text) => Ok(Value::from(text)),
        None => args.value("default").cloned().ok_or_else(|| {
            both(format_args!("没有环境变量 `{name}`"), format_args!("there is no environment variable `{name}`"))
        }),
    }
}
