//! The register in a front matter between `---`: lines are put in where they belong, and every other byte stays. What comes
//! out is read again and compared with what was meant, so that a form nobody thought of is refused, not spoilt.

use std::ops::Range;

use serde_json::{Map, Value, json};

use crate::diagnostic::SourceText;
use crate::source::{Entry, Item, Node, parse_yaml};

/// The names the register has.
const NAMES: [&str; 2] = ["submission", "报送"];

/// A front matter whose register can be added to.
pub struct Register<'a> {
    source: &'a SourceText,
    span: Range<usize>,
    entries: Vec<Entry>,
}

/// Where the register stands.
enum Standing<'r> {
    /// It is there: its path of keys and its node.
    There(Vec<&'r str>, &'r Entry),
    /// The table that should have it is there.
    Beside(&'r Entry),
    /// Neither is.
    Nowhere,
}

impl<'a> Register<'a> {
    /// Reads the front matter in the bytes `span`; none if it cannot be read.
    pub fn read(source: &'a SourceText, span: Range<usize>) -> Option<Register<'a>> {
        let entries = parse_yaml(source, span.clone()).ok()?;
        Some(Register { source, span, entries })
    }

    fn standing(&self) -> Standing<'_> {
        let register = |entries: &[Entry]| entries.iter().position(|entry| NAMES.contains(&entry.key.as_str()));
        if let Some(at) = register(&self.entries) {
            return Standing::There(vec![&self.entries[at].key], &self.entries[at]);
        }
        let Some(extra) = self.entries.iter().find(|entry| entry.key == "extra") else { return Standing::Nowhere };
        match &extra.node.item {
            Item::Table(inner) => match register(inner) {
                Some(at) => Standing::There(vec!["extra", &inner[at].key], &inner[at]),
                None => Standing::Beside(extra),
            },
            _ => Standing::Beside(extra),
        }
    }

    /// The rows of the register.
    fn rows(&self) -> &[Node] {
        match self.standing() {
            Standing::There(_, Entry { node: Node { item: Item::List(rows), .. }, .. }) => rows,
            _ => &[],
        }
    }

    /// Whether its keys are Chinese.
    pub fn is_chinese(&self) -> bool {
        let row = self.rows().iter().any(|row| said(row, "报送单位").is_some());
        row || matches!(self.standing(), Standing::There(path, _) if path.last() == Some(&"报送"))
    }

    /// The rows that a test is true of.
    pub fn find(&self, test: impl Fn(&dyn Fn(&str) -> Option<String>) -> bool) -> Vec<usize> {
        let rows = self.rows().iter().enumerate();
        rows.filter(|(_, row)| test(&|key| said(row, key))).map(|(at, _)| at).collect()
    }

    /// The file's text with a further row; none if the front matter has a form that cannot be added to.
    pub fn with_row(&self, row: &[(String, Value)]) -> Option<String> {
        let text = &*self.source.text;
        let table: Map<String, Value> = row.iter().cloned().collect();
        let mut meant = plain_table(&self.entries);
        let made = match self.standing() {
            Standing::There(path, entry) => {
                let Item::List(rows) = &entry.node.item else { return None };
                list_at(&mut meant, &path)?.push(Value::Object(table));
                match flow_end(text, &entry.node, b'[', b']') {
                    Some(end) => {
                        let comma = if rows.is_empty() { "" } else { ", " };
                        put(text, end, &format!("{comma}{}", flow(row)))
                    }
                    None => {
                        let first = next_content(text, line_end(text, entry.key_span.start), self.span.end)?;
                        let dash = indent(text, first);
                        text.get(first + dash..)?.strip_prefix('-')?;
                        let end = block_end(text, entry.key_span.start, self.span.end, true);
                        put(text, end, &block(row, dash))
                    }
                }
            }
            Standing::Beside(extra) => {
                let extra_now = meant.get_mut("extra")?;
                if extra_now.is_null() {
                    *extra_now = json!({});
                }
                extra_now.as_object_mut()?.insert(NAMES[0].to_owned(), json!([table]));
                match flow_end(text, &extra.node, b'{', b'}') {
                    Some(end) => {
                        let empty = matches!(&extra.node.item, Item::Table(inner) if inner.is_empty());
                        let comma = if empty { "" } else { ", " };
                        put(text, end, &format!("{comma}{}: [{}]", NAMES[0], flow(row)))
                    }
                    None => {
                        let inside = match &extra.node.item {
                            Item::Table(_) => next_content(text, line_end(text, extra.key_span.start), self.span.end)
                                .map(|line| indent(text, line))?,
                            _ => STEP,
                        };
                        let end = block_end(text, extra.key_span.start, self.span.end, false);
                        let head = format!("{}{}:\n", " ".repeat(inside), NAMES[0]);
                        put(text, end, &format!("{head}{}", block(row, inside + STEP)))
                    }
                }
            }
            Standing::Nowhere => {
                meant.insert("extra".to_owned(), json!({ NAMES[0]: [table] }));
                let line = if text[..self.span.end].ends_with('\n') { "" } else { "\n" };
                let head = format!("{line}extra:\n{}{}:\n", " ".repeat(STEP), NAMES[0]);
                put(text, self.span.end, &format!("{head}{}", block(row, 2 * STEP)))
            }
        };
        self.proven(made, &meant)
    }

    /// The file's text with `value` under `key` in a row, and `word` for what the row has under `state`.
    pub fn with_value(
        &self,
        row: usize,
        (key, value): (&str, Vec<(String, Value)>),
        (state, word): (&str, &str),
    ) -> Option<String> {
        let text = &*self.source.text;
        let mut meant = plain_table(&self.entries);
        let Standing::There(path, _) = self.standing() else { return None };
        let meant_row = list_at(&mut meant, &path)?.get_mut(row)?.as_object_mut()?;
        meant_row.insert(key.to_owned(), Value::Object(value.iter().cloned().collect()));
        let node = self.rows().get(row)?;
        let Item::Table(entries) = &node.item else { return None };
        let last = entries.last()?;
        // From the end: places before stay true.
        let mut made = match flow_end(text, node, b'{', b'}') {
            Some(end) => put(text, end, &format!(", {key}: {}", flow(&value))),
            None => {
                let column = column(text, last.key_span.start);
                let end = block_end(text, last.key_span.start, self.span.end, false);
                put(text, end, &format!("{}{key}: {}\n", " ".repeat(column), flow(&value)))
            }
        };
        if let Some(said) = entries.iter().find(|entry| entry.key == state) {
            meant_row.insert(state.to_owned(), json!(word));
            made.replace_range(said.node.span.clone(), word);
        }
        self.proven(made, &meant)
    }

    /// The text, if it says what was meant and nothing else.
    fn proven(&self, made: String, meant: &Map<String, Value>) -> Option<String> {
        let made = if self.source.text[self.span.clone()].contains("\r\n") {
            made.replace("\r\n", "\n").replace('\n', "\r\n")
        } else {
            made
        };
        let grown = made.len().checked_sub(self.source.text.len())?;
        let span = self.span.start..self.span.end + grown;
        let source = SourceText { path: self.source.path.clone(), text: made.as_str().into() };
        let read = parse_yaml(&source, span).ok()?;
        (plain_table(&read) == *meant).then_some(made)
    }
}

/// How far a table's keys stand inside of it.
const STEP: usize = 2;

fn put(text: &str, at: usize, part: &str) -> String {
    let (before, after) = text.split_at(at);
    // A front matter's last line may lack its end.
    let line = if !part.starts_with([',', '{'])
        && !before.is_empty()
        && !before.ends_with('\n')
        && !part.starts_with('\n')
        && part.ends_with('\n')
    {
        "\n"
    } else {
        ""
    };
    format!("{before}{line}{part}{after}")
}

/// A row in lines.
fn block(row: &[(String, Value)], dash: usize) -> String {
    let mut lines = String::new();
    for (at, (key, value)) in row.iter().enumerate() {
        let sign = if at == 0 { "- " } else { "  " };
        lines.push_str(&format!("{}{sign}{key}: {}\n", " ".repeat(dash), scalar(value)));
    }
    lines
}

/// A row or a table in brackets.
fn flow(row: &[(String, Value)]) -> String {
    let pairs = row.iter().map(|(key, value)| match value {
        Value::Object(inner) => {
            let inner: Vec<_> = inner.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
            format!("{key}: {}", flow(&inner))
        }
        value => format!("{key}: {}", scalar(value)),
    });
    format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
}

/// A value as YAML writes it: bare where that reads the same, else as JSON, which YAML reads too.
fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => {
            let plain =
                text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '《' | '》' | '（' | '）' | '·'));
            let reads_else = text.parse::<f64>().is_ok()
                || ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
                    .contains(&text.to_lowercase().as_str());
            let bare = plain && !reads_else && !text.is_empty() && !text.starts_with('-');
            if bare { text.clone() } else { value.to_string() }
        }
        Value::Object(inner) => {
            let inner: Vec<_> = inner.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
            flow(&inner)
        }
        other => other.to_string(),
    }
}

/// The text a row has under a key.
fn said(row: &Node, key: &str) -> Option<String> {
    let Item::Table(entries) = &row.item else { return None };
    let entry = entries.iter().find(|entry| entry.key == key)?;
    Some(match &entry.node.item {
        Item::Text(text) | Item::Moment(text) => text.trim().to_owned(),
        other => plain(other).to_string(),
    })
}

fn plain_table(entries: &[Entry]) -> Map<String, Value> {
    entries.iter().map(|entry| (entry.key.clone(), plain(&entry.node.item))).collect()
}

/// A value without its places.
fn plain(item: &Item) -> Value {
    match item {
        Item::Null => Value::Null,
        Item::Text(text) | Item::Moment(text) => json!(text),
        Item::Integer(number) => {
            i64::try_from(*number).map_or_else(|_| json!(number.to_string()), |number| json!(number))
        }
        Item::Float(number) => json!(number),
        Item::Boolean(value) => json!(value),
        Item::List(items) => items.iter().map(|node| plain(&node.item)).collect(),
        Item::Table(entries) => Value::Object(plain_table(entries)),
    }
}

fn list_at<'m>(meant: &'m mut Map<String, Value>, path: &[&str]) -> Option<&'m mut Vec<Value>> {
    match path {
        [key] => meant.get_mut(*key)?.as_array_mut(),
        [table, key] => meant.get_mut(*table)?.as_object_mut()?.get_mut(*key)?.as_array_mut(),
        _ => None,
    }
}

/// Where the closing bracket of a value in brackets stands; none for one in lines.
fn flow_end(text: &str, node: &Node, open: u8, close: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let start = node.span.start;
    (bytes.get(start) == Some(&open)).then_some(())?;
    let mut depth = 0_usize;
    let mut quote: Option<u8> = None;
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match (quote, *byte) {
            (Some(mark), byte) if byte == mark && bytes.get(at - 1) != Some(&b'\\') => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if matches!(bytes.get(at - 1), Some(b' ' | b'[' | b'{' | b',' | b':')) => {
                quote = Some(*byte);
            }
            (None, b'[' | b'{') => depth += 1,
            (None, b']' | b'}') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    // Before the blanks inside of the bracket.
                    let inner = text[..at].trim_end_matches(' ').len();
                    return (*byte == close).then_some(inner);
                }
            }
            _ => {}
        }
    }
    None
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |line| line + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |line| at + line + 1)
}

/// How many characters stand before `at` on its line.
fn column(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].chars().count()
}

fn indent(text: &str, line: usize) -> usize {
    text[line..].bytes().take_while(|byte| *byte == b' ').count()
}

/// The start of the next line that says something.
fn next_content(text: &str, from: usize, end: usize) -> Option<usize> {
    let mut at = from;
    while at < end {
        let next = line_end(text, at);
        let line = text[at..next].trim();
        if !line.is_empty() && !line.starts_with('#') {
            return Some(at);
        }
        at = next;
    }
    None
}

/// The end of the last line that belongs to the key at `key`: lines that stand further in, or, for a list, beside it.
fn block_end(text: &str, key: usize, end: usize, list: bool) -> usize {
    let own = column(text, key);
    let mut last = line_end(text, key).min(end);
    let mut at = last;
    while let Some(line) = next_content(text, at, end) {
        let depth = indent(text, line);
        let item = list && depth == own && text[line + depth..].starts_with("- ");
        if depth <= own && !item {
            break;
        }
        last = line_end(text, line).min(end);
        at = last;
    }
    last
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Register;
    use crate::diagnostic::SourceText;
    use crate::path::SourcePath;

    fn source(matter: &str) -> SourceText {
        SourceText { path: SourcePath::new("content/a.md").unwrap(), text: matter.into() }
    }

    fn with_row(matter: &str) -> Option<String> {
        let source = source(matter);
        let register = Register::read(&source, 0..matter.len())?;
        register.with_row(&[("outlet".to_owned(), json!("县报")), ("sent".to_owned(), json!("2026-05-10"))])
    }

    fn with_adoption(matter: &str) -> Option<String> {
        let source = source(matter);
        let register = Register::read(&source, 0..matter.len())?;
        let row = *register.find(|said| said("outlet").as_deref() == Some("县报")).last()?;
        let value = vec![("on".to_owned(), json!("2026-05-22")), ("where".to_owned(), json!("第 9 期"))];
        register.with_value(row, ("adopted", value), ("status", "采用"))
    }

    #[test]
    fn a_row_stands_where_it_belongs_and_the_rest_stays() {
        for (before, after) in [
            (
                "title: 题 # 标题\nextra:\n  kind: activity\n  # 完\n\nweight: 1\n",
                "title: 题 # 标题\nextra:\n  kind: activity\n  submission:\n    - outlet: 县报\n      sent: 2026-05-10\n  # 完\n\nweight: 1\n",
            ),
            (
                "extra:\n    kind: a\n    submission:\n    - outlet: 市报 # 一\n      sent: 2026-05-01\n    place: 镇\n",
                "extra:\n    kind: a\n    submission:\n    - outlet: 市报 # 一\n      sent: 2026-05-01\n    - outlet: 县报\n      sent: 2026-05-10\n    place: 镇\n",
            ),
            (
                "extra:\n  submission: [{ outlet: \"a, ]b\" }] # 注\n",
                "extra:\n  submission: [{ outlet: \"a, ]b\" }, { outlet: 县报, sent: 2026-05-10 }] # 注\n",
            ),
            ("extra:\n  submission: []\n", "extra:\n  submission: [{ outlet: 县报, sent: 2026-05-10 }]\n"),
            ("extra: { kind: a }\n", "extra: { kind: a, submission: [{ outlet: 县报, sent: 2026-05-10 }] }\n"),
            ("title: 题\n", "title: 题\nextra:\n  submission:\n    - outlet: 县报\n      sent: 2026-05-10\n"),
            ("extra:\ntitle: 题\n", "extra:\n  submission:\n    - outlet: 县报\n      sent: 2026-05-10\ntitle: 题\n"),
            (
                "报送:\r\n  - 报送单位: 市报\r\n标题: 题\r\n",
                "报送:\r\n  - 报送单位: 市报\r\n  - outlet: 县报\r\n    sent: 2026-05-10\r\n标题: 题\r\n",
            ),
        ] {
            assert_eq!(with_row(before).as_deref(), Some(after));
        }
    }

    #[test]
    fn an_adoption_stands_in_the_row_of_its_sending() {
        for (before, after) in [
            (
                "extra:\n  submission:\n    - outlet: 县报\n      note: |\n        一\n        二\n    - outlet: 市报\n  place: 镇\n",
                "extra:\n  submission:\n    - outlet: 县报\n      note: |\n        一\n        二\n      adopted: { on: 2026-05-22, where: \"第 9 期\" }\n    - outlet: 市报\n  place: 镇\n",
            ),
            (
                "extra:\n  submission: [{ outlet: 县报, status: 已投 }]\n",
                "extra:\n  submission: [{ outlet: 县报, status: 采用, adopted: { on: 2026-05-22, where: \"第 9 期\" } }]\n",
            ),
        ] {
            assert_eq!(with_adoption(before).as_deref(), Some(after));
        }
    }

    #[test]
    fn a_form_nobody_can_add_to_is_refused() {
        assert_eq!(with_row("extra: 3\n"), None);
        assert_eq!(with_row("extra:\n  submission: 县报\n"), None);
        assert_eq!(with_row("extra: [\n"), None);
    }
}
