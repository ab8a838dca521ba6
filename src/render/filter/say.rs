//! `say(…)`: a theme's word in the language of the page being rendered. An addition of ours.
//!
//! The word as it stands in the template is its own key, so that a template can be read, and a word nobody translated is
//! still said. Translations are data: `[extra.words.LANGUAGE]` of the theme, over which a site may lay its own.

use std::borrow::Cow;

use tera::value::Key;
use tera::{Map, Value};

use crate::diagnostic::both;
use crate::render::environment::Environment;
use crate::template::{Args, Scope};

/// The language that templates are written in.
const OWN: &str = "zh";
/// The language of readers whose own nobody translated into.
const COMMON: &str = "en";

/// The word of `value`, with the arguments in place of their names in braces: `"共{n}篇" | say(n=3)`.
pub fn call(environment: &Environment, value: &Value, args: &Args) -> Result<Value, String> {
    let Some(text) = value.as_str() else {
        return Err(both(
            format_args!("前面的值应当是文字，不能是 `{value}`"),
            format_args!("the value must be a text, not `{value}`"),
        ));
    };
    let config = &environment.config;
    let code = config.languages.get(usize::from(Scope::current().language.0)).map_or(OWN, |it| it.code.as_str());
    let words = config.extra.as_map().and_then(|extra| extra.get(&Key::Str("words"))).and_then(Value::as_map);
    let mut said = Cow::Borrowed(words.and_then(|words| word(words, code, text)).unwrap_or(text));
    for (name, value) in args.all() {
        let name = format!("{{{name}}}");
        if said.contains(&name) {
            said = Cow::Owned(said.replace(&name, &value.to_string()));
        }
    }
    Ok(Value::from(said.as_ref()))
}

/// What `text` is in the language `code`: in its own words, in those of the language without its region, and where there are
/// none at all, in the common ones. Of the templates' own language nothing needs to be there.
fn word<'w>(words: &'w Map, code: &str, text: &str) -> Option<&'w str> {
    // By its index, so that the key need not live as long as the value.
    let get = |map: &'w Map, key: &str| map.get_index_of(&Key::Str(key)).and_then(|at| map.get_index(at));
    let of = |language: &str| get(words, language).and_then(|(_, words)| words.as_map());
    let said = |words: &'w Map| get(words, text).and_then(|(_, said)| said.as_str());
    let primary = code.split(['-', '_']).next().unwrap_or(code);
    let there = [of(code), of(primary)];
    let found = there.into_iter().flatten().find_map(said);
    found.or_else(|| of(COMMON).filter(|_| primary != OWN).and_then(said))
}

#[cfg(test)]
mod tests {
    use tera::{Map, Value};

    use super::word;

    fn map(pairs: Vec<(&'static str, Value)>) -> Map {
        pairs.into_iter().map(|(key, value)| (key.into(), value)).collect()
    }

    #[test]
    fn a_word_is_said_in_the_nearest_language() {
        let of = |pairs: Vec<(&'static str, &'static str)>| {
            Value::from(map(pairs.into_iter().map(|(key, value)| (key, Value::from(value))).collect()))
        };
        let english = of(vec![("首页", "Home"), ("标签", "Tags")]);
        let words = map(vec![
            ("en", english),
            ("en-GB", of(vec![("首页", "Front page")])),
            ("zh", of(vec![("标签", "话题")])),
            ("bo", of(vec![("首页", "མདུན་ངོས")])),
        ]);
        let said = |code| word(&words, code, "首页");
        assert_eq!((said("en"), said("en-GB"), said("en-US")), (Some("Home"), Some("Front page"), Some("Home")));
        assert_eq!((said("bo"), said("fr"), said("zh-CN")), (Some("མདུན་ངོས"), Some("Home"), None));
        assert_eq!((word(&words, "en-GB", "标签"), word(&words, "zh-CN", "标签")), (Some("Tags"), Some("话题")));
        assert_eq!(word(&words, "bo", "标签"), Some("Tags"));
        assert_eq!(word(&words, "en", "没有的"), None);
    }
}
