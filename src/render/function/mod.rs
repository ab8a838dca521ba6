//! Zola's template functions and ours, one file each (checklist 1.23).
//!
//! <https://www.getzola.org/documentation/templates/overview/#built-in-functions>. What is said of an error names the
//! offending value in backquotes; the engine adds the function's name and its place.

mod data;
pub mod files;
mod fit_pictures;
mod get_env;
mod get_hash;
mod get_image_metadata;
mod get_page;
mod get_qr_code;
mod get_section;
mod get_taxonomy;
mod get_url;
mod load_data;
mod now;
mod resize_image;
mod text_direction;
mod trans;

pub(in crate::render) use get_taxonomy::{find as find_taxonomy, find_term};

use std::sync::Arc;

use tera::Value;

use super::environment::Environment;
use crate::config::Dialect;
use crate::content::LanguageId;
use crate::diagnostic::{both, suggest};
use crate::graph::NodeId;
use crate::path::with_slashes;
use crate::template::{Args, Registry, Scope};

/// Adds them all.
pub fn register(environment: &Arc<Environment>, registry: &mut Registry) {
    let mut add = |name, function: fn(&Environment, &Args) -> Result<Value, String>| {
        let environment = Arc::clone(environment);
        registry.function(name, move |args| function(&environment, args));
    };
    add("get_page", get_page::call);
    add("get_section", get_section::call);
    add("get_taxonomy", get_taxonomy::taxonomy);
    add("get_taxonomy_term", get_taxonomy::term);
    add("get_hash", get_hash::call);
    add("get_image_metadata", get_image_metadata::call);
    add("resize_image", resize_image::call);
    add("load_data", load_data::call);
    add("trans", trans::call);
    add("now", now::call);
    add("get_env", get_env::call);
    if environment.config.dialect == Dialect::V2 {
        add("text_direction", text_direction::call);
    }
    let mut add_safe = |name, function: fn(&Environment, &Args) -> Result<Value, String>| {
        let environment = Arc::clone(environment);
        registry.safe_function(name, move |args| function(&environment, args));
    };
    add_safe("fit_pictures", fit_pictures::call);
    add_safe("get_qr_code", get_qr_code::call);
    add_safe("get_url", get_url::call);
    add_safe("get_taxonomy_url", get_taxonomy::url);
}

/// The language given as `lang`; else in V2 that of the page being rendered, in V1 the default one (checklist MF-1).
fn language(environment: &Environment, args: &Args) -> Result<LanguageId, String> {
    match args.text("lang")? {
        None if environment.config.dialect == Dialect::V1 => Ok(LanguageId(0)),
        None => Ok(Scope::current().language),
        Some(code) => language_of(environment, code),
    }
}

/// The language with this code.
fn language_of(environment: &Environment, code: &str) -> Result<LanguageId, String> {
    let codes = || environment.config.languages.iter().map(|language| language.code.as_str());
    match codes().position(|known| known == code) {
        Some(index) => Ok(LanguageId(index as u16)),
        None => {
            let known = list(codes());
            Err(both(
                format_args!("没有语言 `{code}`；本站的语言有 {known}"),
                format_args!("there is no language `{code}`; the site has {known}"),
            ))
        }
    }
}

/// The code of a language.
fn code(environment: &Environment, language: LanguageId) -> &str {
    environment.config.languages.get(language.0 as usize).map_or("", |language| language.code.as_str())
}

/// The document at `path` from `content/` in `language`: in V2 the one named, or its translation; in V1 the file of that very
/// name, with the code of a language other than the default one before its extension (checklist FN-1).
/// A path from the root, as `translations` have it, does too, and so does one that has the language's code already.
pub(in crate::render) fn document(environment: &Environment, path: &str, language: LanguageId) -> Option<NodeId> {
    let graph = &environment.graph;
    let path = path.strip_prefix("content/").filter(|_| graph.find(path).is_none()).unwrap_or(path);
    let slashed = (path.contains('\\') && graph.find(path).is_none()).then(|| with_slashes(path));
    let path = slashed.as_deref().unwrap_or(path);
    if environment.config.dialect == Dialect::V1 {
        let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
        let of_language = |node: &NodeId| graph.document(*node).place.language == language;
        return match language {
            LanguageId(0) => graph.find(path),
            _ => graph
                .find(&format!("{stem}.{}.{extension}", code(environment, language)))
                .or_else(|| graph.find(path).filter(of_language)),
        };
    }
    match graph.find(path) {
        Some(node) if graph.document(node).place.language == language => Some(node),
        _ => graph.find_in(path, language),
    }
}

/// What to say where there is no document at `path` in `language`.
fn no_document(environment: &Environment, what: &str, path: &str, language: LanguageId) -> String {
    let graph = &environment.graph;
    if graph.is_broken(path) {
        return both(
            format_args!("`{path}` 本身有错，已在那里指出"),
            format_args!("`{path}` has a mistake of its own, which is told there"),
        );
    }
    let exists = graph.find(path).is_some();
    if exists && environment.config.is_multilingual() {
        let code = code(environment, language);
        return both(
            format_args!("`{path}` 没有 `{code}` 的译文"),
            format_args!("`{path}` has no translation into `{code}`"),
        );
    }
    let pages = graph.pages.iter().map(|page| &page.document);
    let known = pages.chain(graph.sections.iter().map(|section| &section.document));
    let known = known.map(|document| document.place.relative.as_str());
    // Other files are so many that a far-off name would always be found: only the same folder or the same name counts.
    let file_name = path.rsplit('/').next().unwrap_or(path);
    let folder = path.len() - file_name.len();
    let candidates = known.filter(|name| name.get(..folder) == Some(&path[..folder]) || name.ends_with(file_name));
    let (near_zh, near) = meant(suggest(path, candidates));
    let what_zh = match what {
        "page" => "页面",
        "section" => "栏目",
        _ => "内容文件",
    };
    both(
        format_args!("`content` 里没有{what_zh} `{path}`{near_zh}"),
        format_args!("there is no {what} `{path}` in `content`{near}"),
    )
}

/// "Did you mean …?" in Chinese and English; nothing where nothing is near.
fn meant(near: Option<&str>) -> (String, String) {
    near.map(|near| (format!("；是不是想写 `{near}`？"), format!("; did you mean `{near}`?"))).unwrap_or_default()
}

/// Names in backquotes, with commas.
fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests;
