//! XML as maps: an element is a map of its attributes (`@name`), its children by name and its text (`$text`); one that
//! has only text is that text; children of one name are a list. Numbers and truth values are read as such.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use tera::{Map, Value};

/// Elements may lie this deep in one another.
const DEEPEST: usize = 256;

/// A map of the root element's name and the root element.
pub fn parse(text: &str) -> Result<Value, String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut document = Element::default();
    loop {
        let at = reader.buffer_position();
        let fail = |error: &dyn ToString| format!("{} (at byte {at})", error.to_string());
        match reader.read_event().map_err(|error| fail(&error))? {
            Event::Start(tag) => {
                if open.len() == DEEPEST {
                    return Err(fail(&format!("elements lie more than {DEEPEST} deep")));
                }
                open.push(Element::new(&tag).map_err(|error| fail(&error))?);
            }
            Event::Empty(tag) => {
                let element = Element::new(&tag).map_err(|error| fail(&error))?;
                open.last_mut().unwrap_or(&mut document).add(element);
            }
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    open.last_mut().unwrap_or(&mut document).add(element);
                }
            }
            Event::Text(part) => open.last_mut().unwrap_or(&mut document).text.push_str(&part.xml10_content()),
            Event::CData(part) => open.last_mut().unwrap_or(&mut document).text.push_str(&part.xml10_content()),
            Event::GeneralRef(reference) => {
                let known = match reference.resolve_char_ref().map_err(|error| fail(&error))? {
                    Some(character) => character,
                    None => match &*reference.xml10_content() {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" => '\'',
                        other => return Err(fail(&format!("unknown entity `&{other};`"))),
                    },
                };
                open.last_mut().unwrap_or(&mut document).text.push(known);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if let Some(element) = open.last() {
        return Err(format!("the element `{}` is not closed", element.name));
    }
    if document.children.is_empty() {
        return Err("there is no element".to_owned());
    }
    document.text.clear();
    Ok(document.value())
}

/// An element being read.
#[derive(Default)]
struct Element {
    name: String,
    attributes: Map,
    /// Children by name, each name where it first stood.
    children: Vec<(String, Vec<Value>)>,
    text: String,
}

impl Element {
    fn new(tag: &BytesStart) -> Result<Element, String> {
        let mut attributes = Map::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let value =
                attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
            attributes.insert(format!("@{}", attribute.key.as_ref()).into(), scalar(&value));
        }
        Ok(Element { name: tag.name().as_ref().to_owned(), attributes, ..Element::default() })
    }

    /// Takes in a finished child.
    fn add(&mut self, child: Element) {
        let name = child.name.clone();
        let value = child.value();
        match self.children.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => self.children.push((name, vec![value])),
        }
    }

    fn value(self) -> Value {
        let text = self.text.trim();
        if !text.is_empty() && self.attributes.is_empty() && self.children.is_empty() {
            return scalar(text);
        }
        let mut map = self.attributes;
        for (name, mut values) in self.children {
            let value = match values.len() {
                1 => values.swap_remove(0),
                _ => Value::from(values),
            };
            map.insert(name.into(), value);
        }
        if !text.is_empty() {
            map.insert("$text".into(), scalar(text));
        }
        Value::from(map)
    }
}

/// A number or truth value as such, anything else as text. Digits that a number would not give back (`007`) stay text.
fn scalar(text: &str) -> Value {
    if let Ok(number) = text.parse::<i64>() {
        if number.to_string() == text {
            return Value::from(number);
        }
    } else if let Ok(number) = text.parse::<f64>()
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
        && number.to_string() == text
    {
        return Value::from(number);
    }
    match text {
        "true" => Value::from(true),
        "false" => Value::from(false),
        _ => Value::from(text),
    }
}
