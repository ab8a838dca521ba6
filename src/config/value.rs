//! Values as written to values as templates see them.

use tera::{Map, Value};

use crate::source::{Entry, Item, Node};

/// The template value of `node`; dates become texts (checklist CFG-21, FM-5).
pub fn to_value(node: Node) -> Value {
    match node.item {
        Item::Null => Value::none(),
        Item::Text(text) | Item::Moment(text) => Value::from(text),
        Item::Integer(number) => i64::try_from(number).map_or_else(|_| Value::from(number), Value::from),
        Item::Float(number) => Value::from(number),
        Item::Boolean(flag) => Value::from(flag),
        Item::List(items) => Value::from(items.into_iter().map(to_value).collect::<Vec<_>>()),
        Item::Table(entries) => to_map(entries),
    }
}

/// The template map of `entries`, in the order written.
pub fn to_map(entries: Vec<Entry>) -> Value {
    let mut map = Map::with_capacity_and_hasher(entries.len(), Default::default());
    for entry in entries {
        map.insert(entry.key.into(), to_value(entry.node));
    }
    Value::from(map)
}
