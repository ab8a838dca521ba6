//! TOML, its dates as texts.

use tera::{Map, Value};

/// The table; its keys, and those of the tables in it, by name if `sorted`, else as written.
pub fn parse(text: &str, sorted: bool) -> Result<Value, String> {
    let table: ::toml::Table =
        text.parse().map_err(|error: ::toml::de::Error| error.to_string().trim_end().to_owned())?;
    Ok(map(table, sorted))
}

fn map(table: ::toml::Table, sorted: bool) -> Value {
    let mut entries: Vec<(String, ::toml::Value)> = table.into_iter().collect();
    if sorted {
        entries.sort_by(|(one, _), (other, _)| one.cmp(other));
    }
    Value::from(entries.into_iter().map(|(key, item)| (key.into(), value(item, sorted))).collect::<Map>())
}

fn value(item: ::toml::Value, sorted: bool) -> Value {
    match item {
        ::toml::Value::String(text) => Value::from(text),
        ::toml::Value::Integer(number) => Value::from(number),
        ::toml::Value::Float(number) => Value::from(number),
        ::toml::Value::Boolean(truth) => Value::from(truth),
        ::toml::Value::Datetime(date) => Value::from(date.to_string()),
        ::toml::Value::Array(items) => {
            Value::from(items.into_iter().map(|item| value(item, sorted)).collect::<Vec<Value>>())
        }
        ::toml::Value::Table(table) => map(table, sorted),
    }
}
