//! `text_direction(lang?)`: `ltr` or `rtl` (checklist FN-11).

use tera::Value;

use super::{code, language};
use crate::render::environment::Environment;
use crate::template::Args;

/// Languages written from right to left where the code names no script (CLDR, likely subtags).
const LANGUAGES: [&str; 21] = [
    "ar", "arc", "bal", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "ks", "lrc", "mzn", "nqo", "ps", "sd", "sdh",
    "syr", "ug", "ur", "yi",
];

/// Scripts written from right to left (CLDR, script metadata).
const SCRIPTS: [&str; 12] =
    ["adlm", "arab", "aran", "hebr", "mand", "mani", "nkoo", "rohg", "samr", "sogd", "syrc", "thaa"];

/// The direction of the page's language, or of `lang`, which need not be one of the site's.
pub fn call(environment: &Environment, args: &Args) -> Result<Value, String> {
    let given = args.text("lang")?;
    let language = match given {
        Some(given) => given,
        None => code(environment, language(environment, args)?),
    };
    Ok(Value::from(direction(language)))
}

fn direction(code: &str) -> &'static str {
    let code = code.to_ascii_lowercase();
    let mut parts = code.split(['-', '_']);
    let primary = parts.next().unwrap_or_default();
    // A script has four letters; a region has two, or three digits.
    let rtl = match parts.find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic())) {
        Some(script) => SCRIPTS.contains(&script),
        None => LANGUAGES.contains(&primary),
    };
    if rtl { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::direction;

    #[test]
    fn the_script_decides_before_the_language() {
        for (code, wanted) in
            [("zh-CN", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("ar-Latn", "ltr"), ("ug_Arab_CN", "rtl"), ("", "ltr")]
        {
            assert_eq!(direction(code), wanted, "{code}");
        }
    }
}
