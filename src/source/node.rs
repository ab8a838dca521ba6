//! Values as an author wrote them, in TOML or YAML, each with its place in the file.

use std::ops::Range;

/// A value and its bytes in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub item: Item,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// YAML's `null`.
    Null,
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i128),
    /// A number with a fraction.
    Float(f64),
    /// True or false.
    Boolean(bool),
    /// A TOML date, time or both, in its normal form; in YAML these are texts.
    Moment(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and their values, in the order written.
    Table(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key, without quotes.
    pub key: String,
    /// The key's bytes in the file.
    pub key_span: Range<usize>,
    /// Its value.
    pub node: Node,
    /// Whether a [`Table`](super::Table) has handed it out.
    pub(super) read: bool,
}

impl Entry {
    /// An entry nobody has read yet.
    pub fn new(key: String, key_span: Range<usize>, node: Node) -> Entry {
        Entry { key, key_span, node, read: false }
    }
}

/// Puts the keys of all tables in `node` in order: where they come from TOML, templates of Zola 0.22 see them so
/// (checklist VAR-2, VAR-3).
pub fn sort_keys(node: &mut Node) {
    match &mut node.item {
        Item::Table(entries) => {
            entries.sort_by(|one, other| one.key.cmp(&other.key));
            entries.iter_mut().for_each(|entry| sort_keys(&mut entry.node));
        }
        Item::List(items) => items.iter_mut().for_each(sort_keys),
        _ => {}
    }
}

/// The entry at the dotted path `path` below `entries`, list items by number: as deep as it leads. Gives the bytes of the
/// deepest key and value found and whether the whole path was found; `None` if not even its first key is there.
pub fn find(entries: &[Entry], path: &str) -> Option<(Range<usize>, Range<usize>, bool)> {
    let mut parts = path.split('.');
    let first = entries.iter().find(|entry| Some(entry.key.as_str()) == path.split('.').next())?;
    parts.next();
    let (mut key_span, mut node) = (first.key_span.clone(), &first.node);
    for part in parts {
        match &node.item {
            Item::Table(inner) => match inner.iter().find(|entry| entry.key == part) {
                Some(entry) => (key_span, node) = (entry.key_span.clone(), &entry.node),
                None => return Some((key_span, node.span.clone(), false)),
            },
            Item::List(items) => match part.parse::<usize>().ok().and_then(|index| items.get(index)) {
                Some(item) => (key_span, node) = (item.span.clone(), item),
                None => return Some((key_span, node.span.clone(), false)),
            },
            _ => return Some((key_span, node.span.clone(), false)),
        }
    }
    Some((key_span, node.span.clone(), true))
}
