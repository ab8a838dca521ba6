//! BibTeX, in the shape Zola documents for `load_data`.

use std::collections::{BTreeMap, HashMap};

use nom_bibtex::Bibtex;
use tera::{Map, Value};

/// The most bytes that a text may grow to by the texts it names.
const LONGEST: usize = 1_000_000;

/// `preambles`, `comments`, `variables` and `bibliographies`: each with `entry_type`, `citation_key` and `tags`.
pub fn parse(text: &str) -> Result<Value, String> {
    if let Some(name) = endless(text) {
        return Err(format!("the text `{name}` names itself, or grows beyond all measure"));
    }
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

/// A text whose parts name it again, or name so many texts that it grows beyond measure: the parser would follow them all.
fn endless(text: &str) -> Option<&str> {
    let mut parts: BTreeMap<&str, Vec<Part>> = BTreeMap::new();
    for (at, _) in text.match_indices('@') {
        let rest = &text[at + 1..];
        let is_text = rest.get(..6).is_some_and(|word| word.eq_ignore_ascii_case("string"));
        if let Some((name, value)) = is_text.then(|| definition(&rest[6..])).flatten() {
            // The first of a name counts.
            parts.entry(name).or_insert(value);
        }
    }
    let mut lengths: BTreeMap<&str, usize> = parts.keys().map(|name| (*name, 0)).collect();
    // After as many rounds as there are names, what does not name itself has its length.
    for _ in 0..=parts.len() {
        let length = |part: &Part| match part {
            Part::Text(length) => *length,
            Part::Name(name) => lengths.get(name).map_or(0, |length| length + 1),
        };
        let sum = |parts: &Vec<Part>| parts.iter().map(length).fold(0, usize::saturating_add);
        let next: BTreeMap<&str, usize> = parts.iter().map(|(name, parts)| (*name, sum(parts))).collect();
        if next == lengths {
            return lengths.into_iter().find(|(_, length)| *length > LONGEST).map(|(name, _)| name);
        }
        lengths = next;
    }
    lengths.into_iter().max_by_key(|(_, length)| *length).map(|(name, _)| name)
}

/// A part of a text: so many bytes, or another text by its name.
enum Part<'a> {
    Text(usize),
    Name(&'a str),
}

/// The name and the parts of `{name = part # part}`.
fn definition(text: &str) -> Option<(&str, Vec<Part<'_>>)> {
    let inner = text.trim_start().strip_prefix(['{', '('])?;
    let (name, mut rest) = inner.split_once('=')?;
    let mut parts = Vec::new();
    loop {
        rest = rest.trim_start();
        let length = match rest.bytes().next()? {
            b'"' => rest[1..].find('"')? + 2,
            b'{' => {
                let mut depth = 0_usize;
                let end = rest.bytes().position(|byte| {
                    depth = depth + usize::from(byte == b'{') - usize::from(byte == b'}');
                    depth == 0
                });
                end? + 1
            }
            _ => rest.find(['#', '}', ')', ' ', '\n', '\r', '\t']).unwrap_or(rest.len()),
        };
        let part = &rest[..length];
        parts.push(if part.starts_with(['"', '{']) { Part::Text(length) } else { Part::Name(part) });
        rest = rest[length..].trim_start();
        match rest.strip_prefix('#') {
            Some(further) => rest = further,
            None => return Some((name.trim(), parts)),
        }
    }
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

#[cfg(test)]
mod tests {
    use super::{endless, parse};

    #[test]
    fn texts_that_name_themselves_are_told() {
        assert_eq!(endless("@string{a = b # \"x\"} @STRING(b = {y{z}} # c) @string{c = a}").map(str::len), Some(1));
        assert_eq!(endless("@string{a = a}"), Some("a"));
        let grows = (1..30).map(|at| format!("@string{{a{at} = a{0} # a{0} # a{0}}}\n", at - 1)).collect::<String>();
        assert!(endless(&format!("@string{{a0 = {{x}}}}\n{grows}")).is_some());
        let fine = "@string{me = \"Me\"} @string{us = me # { and } # you}\n@article{k, author = us # \" and }\"}";
        assert_eq!(endless(fine), None);
        assert!(parse("@string{a = a}\n@x{k, t = a}").is_err());
    }
}
