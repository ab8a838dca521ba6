//! Filters that write a value in another notation.

use data_encoding::BASE64;
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_encode};
use tera::Value;

use super::super::code::NOT_BASE64;
use super::super::fault::Fault;
use super::super::value::escaped;
use super::call::Call;

type Filtered = Result<Value, Fault>;

/// All that is not safe in an address, but for `/`.
const ADDRESS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'#')
    .add(b'?')
    .add(b'{')
    .add(b'}')
    .add(b':')
    .add(b';')
    .add(b'=')
    .add(b'@')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'|')
    .add(b'!')
    .add(b'$')
    .add(b'&')
    .add(b'\'')
    .add(b'(')
    .add(b')')
    .add(b'*')
    .add(b'+')
    .add(b',');

/// For HTML.
pub fn escape(value: &Value, call: &Call<'_>) -> Filtered {
    Ok(Value::from(escaped(call.filtered_text(value)?)))
}

/// For XML.
pub fn escape_xml(value: &Value, call: &Call<'_>) -> Filtered {
    let text = call.filtered_text(value)?;
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            _ => out.push(letter),
        }
    }
    Ok(Value::from(out))
}

/// For addresses.
pub fn urlencode(value: &Value, call: &Call<'_>) -> Filtered {
    Ok(Value::from(percent_encode(call.filtered_text(value)?.as_bytes(), ADDRESS).to_string()))
}

/// For a part of an address: only letters and digits stay.
pub fn urlencode_strict(value: &Value, call: &Call<'_>) -> Filtered {
    Ok(Value::from(percent_encode(call.filtered_text(value)?.as_bytes(), NON_ALPHANUMERIC).to_string()))
}

/// As JSON, over several lines if `pretty`.
pub fn json_encode(value: &Value, call: &Call<'_>) -> Filtered {
    let pretty = call.value("pretty").and_then(Value::as_bool).unwrap_or_default();
    let json = if pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    // Plain values have no way to fail.
    Ok(Value::from(json.unwrap_or_default()))
}

/// In base64 (Zola's own filter).
pub fn base64_encode(value: &Value, call: &Call<'_>) -> Filtered {
    Ok(Value::from(BASE64.encode(call.filtered_text(value)?.as_bytes())))
}

/// Out of base64 (Zola's own filter).
pub fn base64_decode(value: &Value, call: &Call<'_>) -> Filtered {
    let text = call.filtered_text(value)?;
    let decoded = BASE64.decode(text.as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.map(Value::from).ok_or_else(|| Fault::new(&NOT_BASE64))
}
