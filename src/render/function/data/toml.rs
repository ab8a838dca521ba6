//! TOML, its dates as texts.

use tera::{Map, Value};

/// The table.
pub fn parse(text: &str) -> Result<Value, String> {
    let table: ::toml::Table =
        text.parse().map_err(|error: ::toml::de::Error| error.to_string().trim_end().to_owned())?;
    Ok(map(table))
}

fn map(table: ::toml::Table) -> Value {
    Value::from(table.into_iter().map(|(key, item)| (key.into(), value(item))).collect::<Map>())
}

fn value(item: ::toml::Value) -> Value {
    match item {
        ::toml::Value::String(text) => Value::from(text),
        ::toml::Value::Integer(number) => Value::from(number),
        ::toml::Value::Float(number) => Value::from(number),
        ::toml::Value::Boolean(truth) => Value::from(truth),
        ::toml::Value::Datetime(date) => Value::from(date.to_string()),
        ::toml::Value::Array(items) => Value::from(items.into_iter().map(value).collect::<Vec<Value>>()),
        ::toml::Value::Table(table) => map(table),
    }
}
