//! Building a map of named values, in a fixed order.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use pulldown_cmark_escape::escape_html;
use tera::Value;
use tera::value::Key;

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

/// A key with its place in a map.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Placed<K>(usize, K);

impl<K: Into<Key<'static>>> From<Placed<K>> for Key<'static> {
    fn from(Placed(_, key): Placed<K>) -> Key<'static> {
        key.into()
    }
}

/// A map of these keys, in their order; of a key given twice the last value, in the first one's place.
///
/// Tera hashes every key of a map it takes over, one that is hashed already as well. From a map sorted by the keys' places
/// each is hashed but once.
pub fn map<K: Into<Key<'static>> + Ord>(entries: impl IntoIterator<Item = (K, Value)>) -> Value {
    let entries = entries.into_iter().enumerate().map(|(at, (key, value))| (Placed(at, key), value));
    Value::from(entries.collect::<BTreeMap<_, _>>())
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

/// A table of contents (checklist CNT-4). In V1 titles are texts like any other, in V2 they are HTML already.
pub fn toc(headings: &[Heading], dialect: Dialect) -> Value {
    let one = |heading: &Heading| {
        let mut fields = Fields::with_capacity(5);
        fields.put("level", u64::from(heading.level));
        fields.put("id", heading.id.as_str());
        fields.put("permalink", heading.permalink.as_str());
        let title = match dialect {
            Dialect::V1 => Value::from(heading.title.as_str()),
            Dialect::V2 => {
                let mut html = String::with_capacity(heading.title.len());
                let _ = escape_html(&mut html, &heading.title);
                Value::safe_string(&html)
            }
        };
        fields.put("title", title);
        fields.put("children", toc(&heading.children, dialect));
        fields.into_value()
    };
    list(headings.iter().map(one).collect())
}
