//! YAML to values with places.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned};

use super::code::{YAML_NOT_A_TABLE, YAML_SYNTAX};
use super::node::{Entry, Item, Node};
use crate::diagnostic::{Diagnostic, SourceText, Wording};

/// Parses the YAML in the bytes `span` of a file, which must be a mapping or nothing; places count from the file's start.
///
/// # Errors
/// A diagnostic at the first mistake.
pub fn parse_yaml(source: &SourceText, span: Range<usize>) -> Result<Vec<Entry>, Vec<Diagnostic>> {
    let text = source.text.get(span.clone()).unwrap_or_default();
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    match serde_saphyr::from_str_with_options::<Located>(text, yaml_options()) {
        Ok(Located(mut node)) => {
            shift(&mut node, span.start, source.text.len());
            match node.item {
                Item::Table(entries) => Ok(entries),
                Item::Null => Ok(Vec::new()),
                _ => Err(vec![with_cause(Diagnostic::new(&YAML_NOT_A_TABLE), source, &span, node.span)]),
            }
        }
        Err(error) => {
            let place = error.location().map_or(0..0, |at| bytes(at).unwrap_or_else(|| by_line(text, at)));
            let place = clamp(place.start + span.start..place.end + span.start, source.text.len());
            let whole = error.without_snippet().to_string();
            let reason = whole.split([',', '\n']).next().unwrap_or_default();
            let reason = reason.split(" at line ").next().unwrap_or_default();
            let diagnostic = Diagnostic::new(&YAML_SYNTAX).arg("reason", reason).arg("reason_zh", in_chinese(reason));
            Err(vec![with_cause(diagnostic, source, &span, place)])
        }
    }
}

/// How plain words are read, in front matter and in data: by YAML 1.2, so that `yes` and `1_000` are texts. `007` is one too, as
/// the pages of a published site show.
pub fn yaml_options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
    }
}

/// What the parser says, for a clerk.
fn in_chinese(reason: &str) -> &str {
    const PHRASES: [(&str, &str); 7] = [
        ("unclosed quote", "引号没有成对"),
        ("duplicate mapping key", "这个名称已经写过一次，不能重复"),
        ("mapping values are not allowed", "这里多了一个冒号；内容里有冒号时，要给内容加英文引号"),
        ("did not find expected", "这一行没有和上面对齐，或者括号没有成对"),
        ("illegal placement of ':'", "上面的括号没有成对"),
        ("unexpected character", "这个符号不能直接写，要给内容加英文引号"),
        ("alias references", "以 * 开头的内容要加英文引号"),
    ];
    PHRASES.iter().find(|(english, _)| reason.starts_with(english)).map_or(reason, |(_, chinese)| chinese)
}

/// The place on its line, where the parser does not count bytes; the rest of the line is marked.
fn by_line(text: &str, location: Location) -> Range<usize> {
    let line_number = usize::try_from(location.line()).unwrap_or(1).saturating_sub(1);
    let before: usize = text.split_inclusive('\n').take(line_number).map(str::len).sum();
    let line = text[before..].split('\n').next().unwrap_or_default().trim_end();
    let column = usize::try_from(location.column()).unwrap_or(1).saturating_sub(1);
    let start = line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    before + start..before + line.len()
}

/// Points at `place`, or at the usual slip where one is seen.
fn with_cause(diagnostic: Diagnostic, source: &SourceText, span: &Range<usize>, place: Range<usize>) -> Diagnostic {
    let mut start = span.start;
    for line in source.text.get(span.clone()).unwrap_or_default().split_inclusive('\n') {
        let name = line.trim_start_matches([' ', '-']);
        if line.starts_with('\t') || line.trim_start_matches(' ').starts_with('\t') {
            let at = start + line.find('\t').unwrap_or(0);
            let hint =
                Wording { zh: "行首的缩进要用空格，不能用 Tab 键", en: "indent by spaces, not by tabs" };
            return diagnostic.hint(hint).at(source, at..at + 1);
        }
        if let Some(wide) = name.find('：').filter(|wide| !name[..*wide].contains([':', '"', '\'', '#'])) {
            let at = start + (line.len() - name.len()) + wide;
            let hint = Wording {
                zh: "这里用了中文冒号，请改成英文冒号，后面空一格",
                en: "type an ASCII colon and a blank after it",
            };
            return diagnostic.hint(hint).at(source, at..at + '：'.len_utf8());
        }
        start += line.len();
    }
    diagnostic.at(source, place)
}

fn bytes(location: Location) -> Option<Range<usize>> {
    let start = usize::try_from(location.span().byte_offset()?).ok()?;
    let length = usize::try_from(location.span().byte_len().unwrap_or(0)).ok()?;
    Some(start..start.saturating_add(length))
}

fn clamp(span: Range<usize>, limit: usize) -> Range<usize> {
    let start = span.start.min(limit);
    start..span.end.clamp(start, limit)
}

/// Moves all places from the front matter's start to the file's.
fn shift(node: &mut Node, base: usize, limit: usize) {
    node.span = clamp(node.span.start + base..node.span.end + base, limit);
    match &mut node.item {
        Item::List(items) => items.iter_mut().for_each(|item| shift(item, base, limit)),
        Item::Table(entries) => {
            for entry in entries {
                entry.key_span = clamp(entry.key_span.start + base..entry.key_span.end + base, limit);
                shift(&mut entry.node, base, limit);
            }
        }
        _ => {}
    }
}

struct Located(Node);

impl<'de> Deserialize<'de> for Located {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Located, D::Error> {
        let spanned = Spanned::<Plain>::deserialize(deserializer)?;
        Ok(Located(Node { item: spanned.value.0, span: bytes(spanned.referenced).unwrap_or(0..0) }))
    }
}

struct Plain(Item);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Plain, D::Error> {
        deserializer.deserialize_any(PlainVisitor).map(Plain)
    }
}

struct PlainVisitor;

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Item, E> {
        Ok(Item::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Item, E> {
        Ok(Item::Integer(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Item, E> {
        Ok(Item::Integer(value.into()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Item, E> {
        Ok(Item::Integer(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Item, E> {
        Ok(Item::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Item, E> {
        Ok(Item::Text(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Item, E> {
        Ok(Item::Text(value))
    }

    fn visit_unit<E: Error>(self) -> Result<Item, E> {
        Ok(Item::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Item, E> {
        Ok(Item::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Item, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Item, A::Error> {
        let mut items = Vec::new();
        while let Some(Located(node)) = seq.next_element()? {
            items.push(node);
        }
        Ok(Item::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, Located(node))) = map.next_entry::<Spanned<String>, Located>()? {
            entries.push(Entry::new(key.value, bytes(key.referenced).unwrap_or(0..0), node));
        }
        Ok(Item::Table(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::{Item, parse_yaml};
    use crate::diagnostic::SourceText;
    use crate::path::SourcePath;

    #[test]
    fn words_are_read_as_yaml_1_2_has_them() {
        let item = |word: &str| {
            let text = format!("a: {word}");
            let source = SourceText { path: SourcePath::new("a.md").unwrap(), text: text.as_str().into() };
            parse_yaml(&source, 0..text.len()).unwrap().remove(0).node.item
        };
        for text in ["007", "08", "-01", "1_000", "yes", "on", "12:30", "1.2.3"] {
            assert!(matches!(item(text), Item::Text(read) if read == text), "{text}: {:?}", item(text));
        }
        for (text, number) in [("0", 0), ("7", 7), ("-1", -1), ("0x1F", 31), ("0o17", 15)] {
            assert!(matches!(item(text), Item::Integer(read) if read == number), "{text}: {:?}", item(text));
        }
        assert!(matches!(item("0.5"), Item::Float(read) if read == 0.5));
        assert!(matches!(item("~"), Item::Null) && matches!(item("True"), Item::Boolean(true)));
    }
}
