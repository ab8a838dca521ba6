//! `get_section(path, lang?, metadata_only=false, allow_missing=false)`: a section by its content file (checklist FN-2).

use tera::Value;

use super::{document, language, no_document};
use crate::cache::Read;
use crate::config::Dialect;
use crate::diagnostic::both;
use crate::graph::NodeId;
use crate::render::environment::Environment;
use crate::render::record::note;
use crate::template::Args;

/// The section with its pages; null for a missing one with `allow_missing=true`. `metadata_only` leaves
/// its pages out in V1; in V2 it has no effect, as in the reference: values are shared, so that would save nothing.
pub fn call(environment: &Environment, args: &Args) -> Result<Value, String> {
    let path = args.required_text("path")?;
    let language = language(environment, args)?;
    let allow_missing = args.flag("allow_missing", false)?;
    note(|| Read::Document(path.to_owned(), language));
    match document(environment, path, language) {
        Some(NodeId::Section(section)) => {
            let bare = environment.config.dialect == Dialect::V1 && args.flag("metadata_only", false)?;
            Ok(environment.seen().section(section, bare))
        }
        Some(NodeId::Page(_)) => Err(both(
            format_args!("`{path}` 是页面，请用 `get_page`"),
            format_args!("`{path}` is a page: use `get_page`"),
        )),
        None if allow_missing => Ok(Value::none()),
        None => Err(no_document(environment, "section", path, language)),
    }
}
