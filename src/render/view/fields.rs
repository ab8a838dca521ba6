//! Building a map of named values, in a fixed order.

use std::sync::LazyLock;

use pulldown_cmark_escape::escape_html;
use serde::ser::{Serialize, SerializeStruct, Serializer};
use tera::Value;

use crate::config::Dialect;
use crate::content::Heading;
use crate::path::SourcePath;

/// A map being built.
pub struct Fields(Vec<(&'static str, Value)>);

impl Fields {
    /// An empty map with room for `count` fields.
    pub fn with_capacity(count: usize) -> Fields {
        Fields(Vec::with_capacity(count))
    }

    /// Adds a field; null for `None`.
    pub fn put(&mut self, name: &'static str, value: impl Into<Value>) {
        self.0.push((name, value.into()));
    }

    /// The map.
    pub fn into_value(self) -> Value {
        map(self.0)
    }
}

/// A map of these keys, in their order; of a key given twice the last value, in the first one's place.
///
/// By way of serde, through which values pass as they are: every other way into a map of Tera's hashes each key twice, or
/// sorts them first.
pub fn map(entries: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    struct Entries(Vec<(&'static str, Value)>);
    impl Serialize for Entries {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_struct("", self.0.len())?;
            for (name, value) in &self.0 {
                map.serialize_field(name, value)?;
            }
            map.end()
        }
    }
    // Only what is no value of Tera's can fail to become one.
    Value::try_from_serializable(&Entries(entries.into_iter().collect())).unwrap_or_else(|_| Value::none())
}

/// The empty list, one for all: most lists of most pages are.
static EMPTY: LazyLock<Value> = LazyLock::new(|| Value::from(Vec::<Value>::new()));

/// A list.
pub fn list(items: Vec<Value>) -> Value {
    if items.is_empty() { EMPTY.clone() } else { Value::from(items) }
}

/// A list of texts.
pub fn texts<'a>(items: impl IntoIterator<Item = &'a str>) -> Value {
    list(items.into_iter().map(Value::from).collect())
}

/// Files beside a document, as paths below `content/` with a slash in front.
pub fn assets(files: &[SourcePath]) -> Value {
    let paths =
        files.iter().map(|file| Value::from(format!("/{}", file.strip_prefix("content").unwrap_or(file.as_str()))));
    list(paths.collect())
}

/// The table of contents of the document at `permalink` (checklist CNT-4). In V1 titles are texts like any other, in V2 they are
/// HTML already.
pub fn toc(headings: &[Heading], permalink: &str, dialect: Dialect) -> Value {
    let one = |heading: &Heading| {
        let mut fields = Fields::with_capacity(5);
        fields.put("level", u64::from(heading.level));
        fields.put("id", heading.id.as_str());
        fields.put("permalink", [permalink, "#", &heading.id].concat());
        let title = match dialect {
            Dialect::V1 => Value::from(heading.title.as_str()),
            Dialect::V2 => {
                let mut html = String::with_capacity(heading.title.len());
                let _ = escape_html(&mut html, &heading.title);
                Value::safe_string(&html)
            }
        };
        fields.put("title", title);
        fields.put("children", toc(&heading.children, permalink, dialect));
        fields.into_value()
    };
    list(headings.iter().map(one).collect())
}
