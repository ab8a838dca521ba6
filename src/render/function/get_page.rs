//! `get_page(path, lang?, allow_missing=false)`: a page by its content file (checklist FN-1).

use tera::Value;

use super::{document, language, no_document};
use crate::cache::Read;
use crate::diagnostic::both;
use crate::graph::NodeId;
use crate::render::environment::Environment;
use crate::render::record::note;
use crate::template::Args;

/// The page; null for a missing one with `allow_missing=true`.
pub fn call(environment: &Environment, args: &Args) -> Result<Value, String> {
    let path = args.required_text("path")?;
    let language = language(environment, args)?;
    let allow_missing = args.flag("allow_missing", false)?;
    note(|| Read::Document(path.to_owned(), language));
    match document(environment, path, language) {
        Some(NodeId::Page(page)) => Ok(environment.seen().page(page)),
        Some(NodeId::Section(_)) => Err(both(
            format_args!("`{path}` 是栏目，请用 `get_section`"),
            format_args!("`{path}` is a section: use `get_section`"),
        )),
        None if allow_missing => Ok(Value::none()),
        None => Err(no_document(environment, "page", path, language)),
    }
}
