//! BibTeX, in the shape Zola documents for `load_data`.

use std::collections::{BTreeMap, HashMap};

use nom_bibtex::Bibtex;
use tera::{Map, Value};

/// `preambles`, `comments`, `variables` and `bibliographies`: each with `entry_type`, `citation_key` and `tags`.
pub fn parse(text: &str) -> Result<Value, String> {
    let bibtex = Bibtex::parse(text).map_err(|error| error.to_string())?;
    let entries = bibtex.bibliographies().iter().map(|entry| {
        let mut map = Map::with_capacity(3);
        map.insert("entry_type".into(), Value::from(entry.entry_type()));
        map.insert("citation_key".into(), Value::from(entry.citation_key()));
        map.insert("tags".into(), sorted(entry.tags()));
        Value::from(map)
    });
    let mut map = Map::with_capacity(4);
    map.insert("preambles".into(), texts(bibtex.preambles()));
    map.insert("comments".into(), texts(bibtex.comments()));
    map.insert("variables".into(), sorted(bibtex.variables()));
    map.insert("bibliographies".into(), Value::from(entries.collect::<Vec<Value>>()));
    Ok(Value::from(map))
}

fn texts(items: &[String]) -> Value {
    Value::from(items.iter().map(|text| Value::from(text.as_str())).collect::<Vec<Value>>())
}

/// By name: the parser keeps no order.
fn sorted(items: &HashMap<String, String>) -> Value {
    let items: BTreeMap<&String, &String> = items.iter().collect();
    Value::from(
        items.into_iter().map(|(name, text)| (name.clone().into(), Value::from(text.as_str()))).collect::<Map>(),
    )
}
