//! CSV: the first line are the headers.

use tera::{Map, Value};

/// `headers` and `records`, all texts. A record with too few or too many fields is an error.
pub fn parse(text: &str) -> Result<Value, String> {
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let row = |record: &::csv::StringRecord| Value::from(record.iter().map(Value::from).collect::<Vec<Value>>());
    let headers = row(reader.headers().map_err(|error| error.to_string())?);
    let mut records = Vec::new();
    for record in reader.records() {
        records.push(row(&record.map_err(|error| error.to_string())?));
    }
    let mut map = Map::with_capacity(2);
    map.insert("headers".into(), headers);
    map.insert("records".into(), Value::from(records));
    Ok(Value::from(map))
}
