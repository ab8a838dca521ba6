//! TOML to values with places; what is wrong with it, in words a clerk understands.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::code::TOML_SYNTAX;
use super::node::{Entry, Item, Node};
use super::toml_plain;
use crate::diagnostic::{Diagnostic, SourceText, Wording};

/// Parses the TOML in the bytes `span` of a file; places count from the file's start.
///
/// # Errors
/// One diagnostic for each line that is no TOML.
pub fn parse_toml(source: &SourceText, span: Range<usize>) -> Result<Vec<Entry>, Vec<Diagnostic>> {
    let text = source.text.get(span.clone()).unwrap_or_default();
    toml_plain::read(text, span.start).map_or_else(|| parse_whole(source, span), Ok)
}

/// The same by the parser of the whole language.
pub(super) fn parse_whole(source: &SourceText, span: Range<usize>) -> Result<Vec<Entry>, Vec<Diagnostic>> {
    let text = source.text.get(span.clone()).unwrap_or_default();
    let (table, errors) = parse(text);
    if !errors.is_empty() {
        return Err(mistakes(source, text, span.start, errors));
    }
    let mut wrong = Vec::new();
    let entries = entries(table.into_inner(), span.start, &mut wrong);
    if wrong.is_empty() {
        return Ok(entries);
    }
    Err(wrong.into_iter().map(|span| trouble(source, span, "number out of range")).collect())
}

fn parse(text: &str) -> (toml::Spanned<DeTable<'_>>, Vec<toml::de::Error>) {
    let (table, mut errors) = DeTable::parse_recoverable(text);
    errors.retain(|error| !is_letters_key(text, error));
    (table, errors)
}

/// A diagnostic for each line with a mistake. On one line recovery raises followers: the first is the one to mend. After a
/// key without a value the parser gives up, so that line is blanked and the rest read again.
fn mistakes(source: &SourceText, text: &str, base: usize, mut errors: Vec<toml::de::Error>) -> Vec<Diagnostic> {
    /// Files with more such lines than this are no TOML at all.
    const ROUNDS: usize = 20;
    let mut text = text.to_owned();
    let mut told: Vec<(usize, Diagnostic)> = Vec::new();
    for _ in 0..ROUNDS {
        let mut given_up = None;
        for error in &errors {
            let at = place(&text, error);
            if error.message().starts_with("key with no value") {
                given_up = Some(at.start);
            }
            let line = source.position(base + at.start).0;
            if !told.iter().any(|(earlier, _)| *earlier == line) {
                told.push((line, trouble(source, base + at.start..base + at.end, error.message())));
            }
        }
        let Some(at) = given_up else { break };
        let line = line_at(&text, at);
        let blank = " ".repeat(line.len());
        text.replace_range(line, &blank);
        errors = parse(&text).1;
    }
    told.into_iter().map(|(_, diagnostic)| diagnostic).collect()
}

/// Where the mistake is: what is missing before a line break is missing on the line before.
fn place(text: &str, error: &toml::de::Error) -> Range<usize> {
    let span = error.span().unwrap_or(0..0);
    let (start, end) = (floor(text, span.start), floor(text, span.end));
    let before = &text[..start];
    if start >= end && before.ends_with('\n') {
        let at = before.trim_end().len();
        return at..at;
    }
    start..end.max(start)
}

/// The bytes of the line that holds the byte at `at`, without its end.
fn line_at(text: &str, at: usize) -> Range<usize> {
    let at = floor(text, at);
    let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
    start..text[start..].find('\n').map_or(text.len(), |length| start + length)
}

/// Whether the parser only minds that a key without quotes is written in letters beyond ASCII: `标题 = "…"`. TOML wants
/// quotes around it, but nobody who types Chinese expects that, and the parser reads the key all the same.
fn is_letters_key(text: &str, error: &toml::de::Error) -> bool {
    let key = error.span().and_then(|span| text.get(span)).unwrap_or_default();
    error.message().starts_with("invalid unquoted key")
        && !key.is_empty()
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

fn entries(table: DeTable<'_>, base: usize, wrong: &mut Vec<Range<usize>>) -> Vec<Entry> {
    let mut found = Vec::with_capacity(table.len());
    for (key, value) in table {
        let key_span = shift(key.span(), base);
        found.push(Entry::new(key.into_inner().into_owned(), key_span, node(value, base, wrong)));
    }
    found
}

fn node(value: toml::Spanned<DeValue<'_>>, base: usize, wrong: &mut Vec<Range<usize>>) -> Node {
    let span = shift(value.span(), base);
    let item = match value.into_inner() {
        DeValue::String(text) => Item::Text(text.into_owned()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Item::Integer(number.into()),
            Err(_) => {
                wrong.push(span.clone());
                Item::Integer(0)
            }
        },
        DeValue::Float(number) => Item::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Item::Boolean(flag),
        DeValue::Datetime(moment) => Item::Moment(moment.to_string()),
        DeValue::Array(items) => Item::List(items.into_iter().map(|item| node(item, base, wrong)).collect()),
        DeValue::Table(table) => Item::Table(entries(table, base, wrong)),
    };
    Node { item, span }
}

fn shift(span: Range<usize>, base: usize) -> Range<usize> {
    span.start + base..span.end + base
}

fn trouble(source: &SourceText, span: Range<usize>, reason: &str) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(&TOML_SYNTAX).arg("reason", reason).arg("reason_zh", in_chinese(reason));
    let (span, hint) = likely_cause(&source.text, span, reason);
    if let Some(hint) = hint {
        diagnostic = diagnostic.hint(hint);
    }
    diagnostic.at(source, span)
}

/// What the parser says, for a clerk. The parser's own words stay where we know none better.
fn in_chinese(reason: &str) -> String {
    const PHRASES: [(&str, &str); 30] = [
        ("duplicate key", "这个名称已经写过一次，不能重复"),
        ("missing opening quote", "文字前面少了英文引号"),
        ("missing comma between", "两项之间少了英文逗号"),
        ("missing assignment", "名称和内容之间少了英文等号 ="),
        ("missing value", "等号后面没有内容"),
        ("key with no value", "只有名称，没有“= 内容”"),
        ("string values must be quoted", "文字要放在英文引号里"),
        ("invalid unquoted key", "名称里有不能直接写的字符，要加英文引号"),
        ("unquoted keys cannot be empty", "等号前面没有名称"),
        ("unclosed array table", "表头少了右边的 ]]"),
        ("unclosed table", "表头少了右边的 ]"),
        ("unclosed inline table", "少了右边的 }"),
        ("unclosed array", "少了右边的 ]"),
        ("invalid basic string", "引号没有成对，或者引号里换了行"),
        ("invalid literal string", "引号没有成对，或者引号里换了行"),
        ("invalid multi-line", "三个引号没有成对"),
        ("unexpected key or value", "一行里写了多余的内容"),
        ("unexpected content", "这里有多余的内容"),
        ("number out of range", "数字太大"),
        ("invalid date, expected day", "这个月没有这一天"),
        ("invalid date, expected month", "没有这个月份"),
        ("invalid date", "日期不对，要写成 2026-03-18 这样"),
        ("invalid time", "时间不对，要写成 09:30:00 这样"),
        ("invalid boolean", "只能写 true 或 false，全部小写"),
        ("missing escaped value", "反斜杠后面的字符不对"),
        ("invalid integer", "数字写法不对"),
        ("unexpected leading zero", "数字前面不要写 0"),
        ("invalid key-value pair", "这一行不是“名称 = 内容”"),
        ("invalid value", "等号后面的内容写法不对"),
        ("cannot recurse further", "括号套得太深"),
    ];
    PHRASES.iter().find(|(english, _)| reason.starts_with(english)).map_or_else(
        || {
            let unclosed = reason.contains("string");
            if unclosed {
                "引号没有成对，或者引号里有不能写的字符".to_owned()
            } else {
                reason.to_owned()
            }
        },
        |(_, chinese)| (*chinese).to_owned(),
    )
}

/// The usual slips of people who type with a Chinese keyboard, or who know YAML, on the line of a mistake: where the slip
/// is, and what to type instead.
fn likely_cause(text: &str, span: Range<usize>, reason: &str) -> (Range<usize>, Option<Wording>) {
    let around = line_at(text, span.start);
    let start = around.start;
    let line = &text[around];
    // Wide characters inside proper quotes are text, not slips.
    let bare = |wanted: &[char]| {
        let mut quoted = None;
        line.char_indices().find_map(|(at, c)| {
            match (quoted, c) {
                (None, '"' | '\'') => quoted = Some(c),
                (Some(open), _) if open == c => quoted = None,
                (None, _) if wanted.contains(&c) => return Some(start + at..start + at + c.len_utf8()),
                _ => {}
            }
            None
        })
    };
    if let Some(found) = bare(&['“', '”', '„', '＂', '‘', '’', '「', '」']) {
        let hint = Wording {
            zh: "这里用了中文引号，请改成英文引号 \"（切换到英文输入法再输入）",
            en: "these are typographic quotes: type straight ones, \"",
        };
        return (found, Some(hint));
    }
    if let Some(found) = bare(&['＝']) {
        return (found, Some(Wording { zh: "这里用了全角等号，请改成英文等号 =", en: "type an ASCII =" }));
    }
    if let Some(found) = bare(&['，', '、', '；']) {
        return (found, Some(Wording { zh: "这里用了中文标点，请改成英文逗号 ,", en: "type an ASCII comma" }));
    }
    if let Some(found) = bare(&['［', '］', '【', '】', '｛', '｝']) {
        return (found, Some(Wording { zh: "这里用了中文括号，请改成英文括号", en: "type ASCII brackets" }));
    }
    if let Some(found) = bare(&['：']) {
        return (found, Some(Wording { zh: "这里用了中文冒号，请改成英文等号 =", en: "type = instead" }));
    }
    if let Some(found) = bare(&[':']).filter(|_| !line.contains('=')) {
        let hint = Wording {
            zh: "+++ 之间的写法是“名称 = 内容”；要写“名称: 内容”，请把上下两行 +++ 都换成 ---",
            en: "this is TOML: write `name = value`; for YAML, fence the front matter by `---`",
        };
        return (found, Some(hint));
    }
    let value = line.split_once('=').map_or("", |(_, value)| value.trim());
    if value.starts_with(|c: char| c.is_ascii_digit()) && value.contains(['年', '/', '.', '-']) && line.contains('=') {
        let hint = Wording {
            zh: "日期要写成 2026-03-18 这样，月和日都是两位", en: "write dates as 2026-03-18"
        };
        return (span, Some(hint));
    }
    if let Some(found) = line.find('\\').filter(|_| reason.contains("escape") || reason.contains("unicode")) {
        let hint = Wording {
            zh: "引号里的反斜杠要写两个 \\\\，或者把两头的 \" 换成 '",
            en: "write \\\\ for a backslash, or quote by '",
        };
        return (start + found..start + found + 1, Some(hint));
    }
    // An unclosed text: its beginning tells more than the line's end.
    let quote = line.find(['"', '\'']).filter(|_| span.is_empty() && reason.contains("string"));
    match quote {
        Some(quote) => (start + quote..start + line.trim_end().len(), None),
        None => (span, None),
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
