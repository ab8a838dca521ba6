//! `trans(key, lang?)`: a text of `[translations]` (checklist FN-10).

use tera::Value;

use super::{code, language, meant};
use crate::diagnostic::{both, suggest};
use crate::render::environment::Environment;
use crate::template::Args;

/// The text in the language of the page being rendered, unless `lang` says otherwise.
pub fn call(environment: &Environment, args: &Args) -> Result<Value, String> {
    let key = args.required_text("key")?;
    let language = language(environment, args)?;
    let texts = environment.config.languages.get(language.0 as usize).map(|language| &language.translations);
    if let Some(text) = texts.and_then(|texts| texts.get(key)) {
        return Ok(Value::from(text.as_str()));
    }
    let near = texts.and_then(|texts| suggest(key, texts.keys().map(String::as_str)));
    let (near_zh, near) = meant(near);
    let code = code(environment, language);
    Err(both(
        format_args!("语言 `{code}` 的 translations 里没有 `{key}`{near_zh}"),
        format_args!("there is no translation of `{key}` in language `{code}`{near}"),
    ))
}
