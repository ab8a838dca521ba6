//! `get_url(path, lang?, trailing_slash=false, cachebust=false)`: an address of the site (checklist FN-5).

use data_encoding::HEXLOWER;
use tera::Value;

use super::files::Sha;
use super::{document, language, language_of, no_document};
use crate::cache::Read;
use crate::config::Dialect;
use crate::path::with_slashes;
use crate::render::environment::Environment;
use crate::render::record::note;
use crate::template::Args;

/// The address. A path that starts with `@/` names a content file, in the language of the page being rendered unless
/// `lang` says otherwise; any other path gets the language in front only where `lang` is given.
pub fn call(environment: &Environment, args: &Args) -> Result<Value, String> {
    let path = args.required_text("path")?;
    if let Some(content) = path.strip_prefix("@/") {
        return content_url(environment, args, content);
    }
    let config = &environment.config;
    let is_v1 = config.dialect == Dialect::V1;
    let slashed = folders(environment, path);
    let path = slashed.as_deref().unwrap_or(path);
    let prefixed = match args.text("lang")? {
        // `/a` is `/fr//a` in V1, as pages of many sites show.
        Some(code) if language_of(environment, code)?.0 != 0 => {
            Some(format!("{code}/{}", if is_v1 { path } else { path.trim_start_matches('/') }))
        }
        _ => None,
    };
    let mut url = config.permalink(prefixed.as_deref().unwrap_or(path));
    // The home page of a language keeps its slash, as in the reference; in V1 for having two.
    let is_home = prefixed.is_some() && path == "/" && !is_v1;
    if !args.flag("trailing_slash", false)? && !is_home && url.ends_with('/') {
        url.pop();
    }
    if args.flag("cachebust", false)? {
        let file = environment.files.require(path)?;
        let digest = HEXLOWER.encode(&environment.files.digest(&file, Sha::Sha256)?);
        url.push_str("?h=");
        url.push_str(&digest[..20]);
    }
    Ok(Value::from(url))
}

/// `path` with slashes, if it was written with backslashes and names a file that has none in its name.
fn folders(environment: &Environment, path: &str) -> Option<String> {
    if !path.contains('\\') {
        return None;
    }
    let named = environment.files.find(path).ok().flatten();
    named.is_none_or(|file| !file.as_str().contains('\\')).then(|| with_slashes(path).into_owned())
}

fn content_url(environment: &Environment, args: &Args, path: &str) -> Result<Value, String> {
    let language = language(environment, args)?;
    let (file, anchor) = match path.split_once('#') {
        Some((file, anchor)) => (file, Some(anchor)),
        None => (path, None),
    };
    note(|| Read::Address(file.to_owned(), language));
    let permalink = match document(environment, file, language) {
        Some(node) => environment.graph.permalink(node).to_owned(),
        None => environment
            .graph
            .copied(file, language, &environment.config)
            .ok_or_else(|| no_document(environment, "content file", file, language))?,
    };
    Ok(match anchor {
        Some(anchor) => Value::from(format!("{permalink}#{anchor}")),
        None => Value::from(permalink),
    })
}
