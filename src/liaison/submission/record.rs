//! The register in an entry's front matter: a sending or an adoption is added, everything else stays as it was written.

use serde_json::json;
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

use super::record_yaml::Register;
use crate::content::{Document, Syntax};
use crate::diagnostic::Diagnostic;
use crate::liaison::submission::code::{RECORD_FORM, RECORD_NO_SENDING};

/// A sending to be taken down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sending {
    /// 报送单位.
    pub outlet: String,
    /// 级别; empty for none, as in all that follow.
    pub level: String,
    /// 渠道.
    pub channel: String,
    /// 类型.
    pub kind: String,
    /// 报送日期.
    pub sent: String,
    /// 报送人.
    pub by: String,
}

/// An adoption to be taken down.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Adopted {
    /// 报送单位.
    pub outlet: String,
    /// 级别, where the entry was not sent there and so does not say.
    pub level: String,
    /// 采用日期.
    pub on: String,
    /// 采用处.
    pub place: String,
    /// 版面.
    pub page: String,
    /// 网址.
    pub url: String,
    /// 剪报.
    pub clip: String,
    /// 字数.
    pub chars: Option<u64>,
    /// 稿费.
    pub fee_yuan: Option<f64>,
}

/// The text of the entry's file with the sending added; `None` if the same outlet has it on the same day already.
///
/// # Errors
/// If the front matter has a form that cannot be added to.
pub fn with_sending(document: &Document, sending: &Sending) -> Result<Option<String>, Box<Diagnostic>> {
    if document.matter.syntax == Syntax::Yaml {
        return sending_in_yaml(document, sending);
    }
    edit(document, |rows, keys| {
        let same = |row: &dyn toml_edit::TableLike| {
            said(row, &keys.outlet) == sending.outlet && said(row, &keys.sent) == sending.sent
        };
        if rows.any(&same) {
            return Ok(false);
        }
        rows.push(row(&[
            (&keys.outlet, &sending.outlet),
            (&keys.level, &sending.level),
            (&keys.channel, &sending.channel),
            (&keys.kind, &sending.kind),
            (&keys.sent, &sending.sent),
            (&keys.by, &sending.by),
        ]));
        Ok(true)
    })
}

/// The text of the entry's file with the adoption added to the last sending to that outlet which has none; to a sending of
/// its own where it was never sent there and `unsent` allows that.
///
/// # Errors
/// If there is no such sending, or the front matter has a form that cannot be added to.
pub fn with_adoption(document: &Document, adopted: &Adopted, unsent: bool) -> Result<String, Box<Diagnostic>> {
    if document.matter.syntax == Syntax::Yaml {
        return adoption_in_yaml(document, adopted, unsent);
    }
    let made = edit(document, |rows, keys| {
        let mut inline = InlineTable::new();
        for (key, text) in [
            (&keys.on, &adopted.on),
            (&keys.place, &adopted.place),
            (&keys.page, &adopted.page),
            (&keys.url, &adopted.url),
            (&keys.clip, &adopted.clip),
        ] {
            if !text.is_empty() {
                inline.insert(key, value_of(text));
            }
        }
        if let Some(chars) = adopted.chars.and_then(|chars| i64::try_from(chars).ok()) {
            inline.insert(&keys.chars, chars.into());
        }
        if let Some(fee) = adopted.fee_yuan {
            inline.insert(&keys.fee, if fee.fract() == 0.0 { Value::from(fee as i64) } else { Value::from(fee) });
        }
        let waiting = |row: &dyn toml_edit::TableLike| {
            said(row, &keys.outlet) == adopted.outlet && !row.contains_key(&keys.adopted)
        };
        if let Some(found) = rows.last(&waiting) {
            found.insert(&keys.adopted, Item::Value(Value::InlineTable(inline)));
            // A state that was written by hand would now say something else.
            if found.contains_key(&keys.status) {
                found.insert(&keys.status, Item::Value("采用".into()));
            }
            return Ok(true);
        }
        if !unsent {
            return Err(never_sent(document, adopted));
        }
        let mut new = row(&[(&keys.outlet, &adopted.outlet), (&keys.level, &adopted.level)]);
        new.insert(&keys.adopted, Item::Value(Value::InlineTable(inline)));
        rows.push(new);
        Ok(true)
    })?;
    Ok(made.unwrap_or_default())
}

fn never_sent(document: &Document, adopted: &Adopted) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(&RECORD_NO_SENDING).arg("outlet", &adopted.outlet).in_file(&document.source.path))
}

/// That a front matter has a form which cannot be added to.
fn odd_form(document: &Document) -> Box<Diagnostic> {
    let fence = document.matter.locate(&document.source.text, "extra");
    Box::new(Diagnostic::new(&RECORD_FORM).at(&document.source, fence))
}

/// Pairs for YAML: those that say something, keys without TOML's mark.
fn pairs(all: &[(&String, &String)]) -> Vec<(String, serde_json::Value)> {
    let said = all.iter().filter(|(_, text)| !text.is_empty());
    said.map(|(key, text)| (key.trim_start_matches(BARE).to_owned(), json!(text))).collect()
}

fn sending_in_yaml(document: &Document, sending: &Sending) -> Result<Option<String>, Box<Diagnostic>> {
    let register = Register::read(&document.source, document.matter.span.clone()).ok_or_else(|| odd_form(document))?;
    let keys = Keys::new(register.is_chinese());
    let row = pairs(&[
        (&keys.outlet, &sending.outlet),
        (&keys.level, &sending.level),
        (&keys.channel, &sending.channel),
        (&keys.kind, &sending.kind),
        (&keys.sent, &sending.sent),
        (&keys.by, &sending.by),
    ]);
    let (outlet, sent) = (keys.outlet.trim_start_matches(BARE), keys.sent.trim_start_matches(BARE));
    let same = register.find(|said| {
        said(outlet).as_deref() == Some(sending.outlet.as_str()) && said(sent).as_deref() == Some(sending.sent.as_str())
    });
    if !same.is_empty() {
        return Ok(None);
    }
    register.with_row(&row).map(Some).ok_or_else(|| odd_form(document))
}

fn adoption_in_yaml(document: &Document, adopted: &Adopted, unsent: bool) -> Result<String, Box<Diagnostic>> {
    let register = Register::read(&document.source, document.matter.span.clone()).ok_or_else(|| odd_form(document))?;
    let keys = Keys::new(register.is_chinese());
    let bare = |key: &String| key.trim_start_matches(BARE).to_owned();
    let mut value = pairs(&[
        (&keys.on, &adopted.on),
        (&keys.place, &adopted.place),
        (&keys.page, &adopted.page),
        (&keys.url, &adopted.url),
        (&keys.clip, &adopted.clip),
    ]);
    value.extend(adopted.chars.map(|chars| (bare(&keys.chars), json!(chars))));
    value.extend(adopted.fee_yuan.map(|fee| {
        let whole = fee.fract() == 0.0;
        (bare(&keys.fee), if whole { json!(fee as i64) } else { json!(fee) })
    }));
    let key = bare(&keys.adopted);
    let waiting = register
        .find(|said| said(&bare(&keys.outlet)).as_deref() == Some(adopted.outlet.as_str()) && said(&key).is_none());
    let made = match waiting.last() {
        Some(row) => register.with_value(*row, (&key, value), (&bare(&keys.status), "采用")),
        None if unsent => {
            let mut row = pairs(&[(&keys.outlet, &adopted.outlet), (&keys.level, &adopted.level)]);
            row.push((key, serde_json::Value::Object(value.into_iter().collect())));
            register.with_row(&row)
        }
        None => return Err(never_sent(document, adopted)),
    };
    made.ok_or_else(|| odd_form(document))
}

/// The names of the keys, English or Chinese, as the entry has them.
struct Keys {
    outlet: String,
    level: String,
    channel: String,
    kind: String,
    sent: String,
    by: String,
    status: String,
    adopted: String,
    on: String,
    place: String,
    page: String,
    url: String,
    clip: String,
    chars: String,
    fee: String,
}

impl Keys {
    fn new(chinese: bool) -> Keys {
        let key = |en: &str, zh: &str| if chinese { format!("{BARE}{zh}") } else { en.to_owned() };
        Keys {
            outlet: key("outlet", "报送单位"),
            level: key("level", "级别"),
            channel: key("channel", "渠道"),
            kind: key("type", "类型"),
            sent: key("sent", "报送日期"),
            by: key("by", "报送人"),
            status: key("status", "状态"),
            adopted: key("adopted", "采用"),
            on: key("on", "采用日期"),
            place: key("where", "采用处"),
            page: key("page", "版面"),
            url: key("url", "网址"),
            clip: key("clip", "剪报"),
            chars: key("chars", "字数"),
            fee: key("fee_yuan", "稿费"),
        }
    }
}

/// The rows of the register: `[[extra.submission]]`, or a list of tables on one line.
enum Rows<'a> {
    Tables(&'a mut ArrayOfTables),
    Inline(&'a mut Array),
}

impl Rows<'_> {
    fn any(&self, test: &dyn Fn(&dyn toml_edit::TableLike) -> bool) -> bool {
        match self {
            Rows::Tables(tables) => tables.iter().any(|table| test(table)),
            Rows::Inline(array) => array.iter().filter_map(Value::as_inline_table).any(|table| test(table)),
        }
    }

    fn last(&mut self, test: &dyn Fn(&dyn toml_edit::TableLike) -> bool) -> Option<&mut dyn toml_edit::TableLike> {
        match self {
            Rows::Tables(tables) => {
                let at = tables.iter().rposition_of(|table| test(table))?;
                tables.get_mut(at).map(|table| table as &mut dyn toml_edit::TableLike)
            }
            Rows::Inline(array) => {
                let at = array.iter().rposition_of(|value| value.as_inline_table().is_some_and(|table| test(table)))?;
                array
                    .get_mut(at)
                    .and_then(Value::as_inline_table_mut)
                    .map(|table| table as &mut dyn toml_edit::TableLike)
            }
        }
    }

    fn push(&mut self, row: Table) {
        match self {
            Rows::Tables(tables) => tables.push(row),
            Rows::Inline(array) => {
                array.push(row.into_inline_table());
            }
        }
    }
}

/// The last place of what a test is true of, in an iterator that goes one way only.
trait LastPlace: Iterator + Sized {
    fn rposition_of(self, test: impl Fn(Self::Item) -> bool) -> Option<usize> {
        self.enumerate().filter_map(|(at, item)| test(item).then_some(at)).last()
    }
}

impl<I: Iterator> LastPlace for I {}

/// A character that Unicode keeps for a program's own use: it marks keys of letters that stand without quotes, which TOML
/// does not allow and sites may write all the same.
const BARE: char = '\u{fdd0}';

/// The text with quotes around keys of letters that lack them.
fn with_quoted_keys(text: &str) -> String {
    let (_, errors) = toml::de::DeTable::parse_recoverable(text);
    let bare = errors.iter().filter(|error| error.message().starts_with("invalid unquoted key"));
    let mut spans: Vec<_> =
        bare.filter_map(toml::de::Error::span).filter(|span| text.get(span.clone()).is_some()).collect();
    spans.sort_by_key(|span| std::cmp::Reverse(span.start));
    let mut quoted = text.to_owned();
    for span in spans {
        let key = format!("\"{BARE}{}\"", &text[span.clone()]);
        quoted.replace_range(span, &key);
    }
    quoted
}

/// The text with those quotes taken away again.
fn without_quotes(text: &str) -> String {
    let opening = format!("\"{BARE}");
    let mut parts = text.split(&opening);
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(&part.replacen('"', "", 1));
    }
    plain
}

fn edit(
    document: &Document,
    change: impl FnOnce(&mut Rows<'_>, &Keys) -> Result<bool, Box<Diagnostic>>,
) -> Result<Option<String>, Box<Diagnostic>> {
    let text = &document.source.text;
    let span = document.matter.span.clone();
    let form = || odd_form(document);
    let mut matter: DocumentMut = with_quoted_keys(&text[span.clone()]).parse().map_err(|_| form())?;
    let extra = matter.entry("extra").or_insert(Item::Table(Table::new()));
    let extra = extra.as_table_like_mut().ok_or_else(form)?;
    let bare = format!("{BARE}报送");
    let key = ["报送", &bare].into_iter().find(|key| extra.contains_key(key)).unwrap_or("submission").to_owned();
    let rows = extra.entry(&key).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let mut rows = match rows {
        Item::ArrayOfTables(tables) => Rows::Tables(tables),
        Item::Value(Value::Array(array)) => Rows::Inline(array),
        _ => return Err(form()),
    };
    let bare = format!("{BARE}报送单位");
    let chinese = key != "submission" || rows.any(&|row| row.contains_key("报送单位") || row.contains_key(&bare));
    if !change(&mut rows, &Keys::new(chinese))? {
        return Ok(None);
    }
    let mut made = without_quotes(&matter.to_string());
    if !made.ends_with('\n') {
        made.push('\n');
    }
    // The file keeps its way of ending lines.
    if text[span.clone()].contains("\r\n") {
        made = made.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    Ok(Some(format!("{}{made}{}", &text[..span.start], &text[span.end..])))
}

fn row(pairs: &[(&String, &String)]) -> Table {
    let mut row = Table::new();
    for (key, text) in pairs.iter().filter(|(_, text)| !text.is_empty()) {
        row.insert(key, Item::Value(value_of(text)));
    }
    row
}

/// A day as TOML writes days, anything else as text.
fn value_of(text: &str) -> Value {
    match text.parse::<toml_edit::Datetime>() {
        Ok(day) if day.date.is_some() && day.time.is_none() => day.into(),
        _ => text.into(),
    }
}

fn said(row: &dyn toml_edit::TableLike, key: &str) -> String {
    match row.get(key).and_then(Item::as_value) {
        Some(Value::String(text)) => text.value().trim().to_owned(),
        Some(Value::Datetime(day)) => day.value().to_string(),
        _ => String::new(),
    }
}
