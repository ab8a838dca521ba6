//! Filters on texts.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use tera::Value;
use unicode_segmentation::UnicodeSegmentation;

use super::super::fault::Fault;
use super::super::value::printed;
use super::call::Call;

/// What every text filter gives.
type Filtered = Result<Value, Fault>;

fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

/// A word with its first letter apart. An apostrophe is a letter.
static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\b(?P<first>[\w'])(?P<rest>[\w']*)\b"));
static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"(<!--.*?-->|<[^>]*>)"));
static GAP: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r">\s+<"));

fn replaced<'t>(pattern: &Option<Regex>, text: &'t str, with: &str) -> Cow<'t, str> {
    pattern.as_ref().map_or(Cow::Borrowed(text), |pattern| pattern.replace_all(text, with))
}

/// In capitals.
pub fn upper(value: &Value, call: &Call<'_>) -> Filtered {
    Ok(Value::from(call.filtered_text(value)?.to_uppercase()))
}

/// In small letters.
pub fn lower(value: &Value, call: &Call<'_>) -> Filtered {
    Ok(Value::from(call.filtered_text(value)?.to_lowercase()))
}

/// Without blanks at the ends.
pub fn trim(value: &Value, call: &Call<'_>) -> Filtered {
    Ok(Value::from(call.filtered_text(value)?.trim()))
}

/// Without blanks at the start.
pub fn trim_start(value: &Value, call: &Call<'_>) -> Filtered {
    Ok(Value::from(call.filtered_text(value)?.trim_start()))
}

/// Without blanks at the end.
pub fn trim_end(value: &Value, call: &Call<'_>) -> Filtered {
    Ok(Value::from(call.filtered_text(value)?.trim_end()))
}

/// The text of an argument, in which `\n` and `\t` stand for what strings cannot hold.
fn unescaped(text: &str) -> String {
    text.replace("\\n", "\n").replace("\\t", "\t")
}

/// Without every `pat` at the start.
pub fn trim_start_matches(value: &Value, call: &Call<'_>) -> Filtered {
    let text = call.filtered_text(value)?;
    let pattern = unescaped(call.required_text("pat")?);
    Ok(Value::from(text.trim_start_matches(&pattern)))
}

/// Without every `pat` at the end.
pub fn trim_end_matches(value: &Value, call: &Call<'_>) -> Filtered {
    let text = call.filtered_text(value)?;
    let pattern = unescaped(call.required_text("pat")?);
    Ok(Value::from(text.trim_end_matches(&pattern)))
}

/// The first `length` letters as readers count them (255) and `end` (`…`), if there are more.
pub fn truncate(value: &Value, call: &Call<'_>) -> Filtered {
    let text = call.filtered_text(value)?;
    let length = call.natural("length")?.unwrap_or(255);
    let end = call.text("end")?.unwrap_or("…");
    Ok(match text.grapheme_indices(true).nth(length) {
        Some((at, _)) => Value::from(format!("{}{end}", &text[..at])),
        None => value.clone(),
    })
}

/// How many words there are between blanks.
pub fn wordcount(value: &Value, call: &Call<'_>) -> Filtered {
    Ok(Value::from(call.filtered_text(value)?.split_whitespace().count()))
}

/// With `to` in place of every `from`.
pub fn replace(value: &Value, call: &Call<'_>) -> Filtered {
    let text = call.filtered_text(value)?;
    let (from, to) = (call.required_text("from")?, call.required_text("to")?);
    Ok(Value::from(text.replace(from, to)))
}

/// With `rep` in place of what the regular expression `pattern` finds (Zola's own filter).
pub fn regex_replace(value: &Value, call: &Call<'_>) -> Filtered {
    let text = call.filtered_text(value)?;
    let (pattern, with) = (call.required_text("pattern")?, call.required_text("rep")?);
    Ok(Value::from(call.patterns.get(pattern)?.replace_all(text, with)))
}

/// The first letter in capitals, the others small.
pub fn capitalize(value: &Value, call: &Call<'_>) -> Filtered {
    let mut letters = call.filtered_text(value)?.chars();
    let first: String = letters.next().map(char::to_uppercase).into_iter().flatten().collect();
    Ok(Value::from(first + &letters.as_str().to_lowercase()))
}

/// The first letter of every word in capitals, the others small.
pub fn title(value: &Value, call: &Call<'_>) -> Filtered {
    let text = call.filtered_text(value)?;
    let capital = |word: &Captures<'_>| format!("{}{}", word["first"].to_uppercase(), word["rest"].to_lowercase());
    Ok(match &*WORD {
        Some(words) => Value::from(words.replace_all(text, capital)),
        None => value.clone(),
    })
}

/// With a backslash before quotes and backslashes.
pub fn addslashes(value: &Value, call: &Call<'_>) -> Filtered {
    let text = call.filtered_text(value)?;
    Ok(Value::from(text.replace('\\', "\\\\").replace('"', "\\\"").replace('\'', "\\'")))
}

/// As part of an address.
pub fn slugify(value: &Value, call: &Call<'_>) -> Filtered {
    Ok(Value::from(slug::slugify(call.filtered_text(value)?)))
}

/// With `<br>` in place of line breaks.
pub fn linebreaksbr(value: &Value, call: &Call<'_>) -> Filtered {
    Ok(Value::from(call.filtered_text(value)?.replace("\r\n", "<br>").replace('\n', "<br>")))
}

/// With `prefix` (four blanks) before each line: also before the `first`, also before `blank` ones, if asked for.
pub fn indent(value: &Value, call: &Call<'_>) -> Filtered {
    let text = call.filtered_text(value)?;
    let prefix = call.text("prefix")?.unwrap_or("    ");
    let first = call.truth("first")?.unwrap_or_default();
    let blank = call.truth("blank")?.unwrap_or_default();
    let mut out = String::with_capacity(text.len() + prefix.len() * 4);
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let indented = if at == 0 { first } else { blank || !line.trim_start().is_empty() };
        if indented {
            out.push_str(prefix);
        }
        out.push_str(line);
    }
    Ok(Value::from(out))
}

/// Without tags and comments of HTML.
pub fn striptags(value: &Value, call: &Call<'_>) -> Filtered {
    Ok(Value::from(replaced(&TAG, call.filtered_text(value)?, "")))
}

/// Without blanks between tags of HTML.
pub fn spaceless(value: &Value, call: &Call<'_>) -> Filtered {
    Ok(Value::from(replaced(&GAP, call.filtered_text(value)?, "><")))
}

/// The parts between every `pat`.
pub fn split(value: &Value, call: &Call<'_>) -> Filtered {
    let text = call.filtered_text(value)?;
    let pattern = unescaped(call.required_text("pat")?);
    Ok(Value::from(text.split(&pattern).map(Value::from).collect::<Vec<_>>()))
}

/// Any value as it is shown.
pub fn as_str(value: &Value, _: &Call<'_>) -> Filtered {
    Ok(Value::from(printed(value)))
}
