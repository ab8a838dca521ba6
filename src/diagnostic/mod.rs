//! What can be wrong with a site, as values: collected while building, worded and printed only at the end.

mod code;
mod json;
mod report;
mod sink;
mod suggest;
mod terminal;
mod text;

pub use code::{Code, Locale, Severity, Wording, both, prefixed};
pub use json::to_json;
pub use report::{Diagnostic, Label, SourceText};
pub use sink::{Sink, has_errors};
pub use suggest::suggest;
pub use terminal::to_terminal;
pub use text::Text;
