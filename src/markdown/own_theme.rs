//! A site's own colour themes: VS Code's JSON, and TextMate's property lists (checklist HL-4).

use std::io::Cursor;
use std::str::FromStr;

use serde_json::Value;
use syntect::highlighting::{
    Color, FontStyle, ScopeSelectors, StyleModifier, Theme, ThemeItem, ThemeSet, ThemeSettings,
};

/// Reads the theme `text` of the file `name`; a theme is addressed by the name it gives itself.
///
/// # Errors
/// Why it is no theme.
pub fn read(text: &str, name: &str) -> Result<Theme, String> {
    let stem = name.rsplit('/').next().unwrap_or(name).split('.').next().unwrap_or(name);
    if text.trim_start().starts_with('<') {
        let theme = ThemeSet::load_from_reader(&mut Cursor::new(text)).map_err(|error| error.to_string())?;
        return Ok(Theme { name: theme.name.or(Some(stem.to_owned())), ..theme });
    }
    let json: Value = serde_json::from_str(&plain_json(text)).map_err(|error| error.to_string())?;
    let colour = |key: &str| json.get("colors").and_then(|colours| colours.get(key)).and_then(colour);
    let mut settings = ThemeSettings {
        foreground: colour("editor.foreground"),
        background: colour("editor.background"),
        line_highlight: colour("editor.lineHighlightBackground"),
        gutter_foreground: colour("editorLineNumber.foreground"),
        ..ThemeSettings::default()
    };
    let rules = json.get("tokenColors").or_else(|| json.get("settings")).and_then(Value::as_array);
    let Some(rules) = rules else { return Err("tokenColors?".to_owned()) };
    let mut scopes = Vec::new();
    for rule in rules {
        let style = style(rule.get("settings").unwrap_or(&Value::Null));
        let selectors = match rule.get("scope") {
            Some(Value::String(scope)) => scope.clone(),
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
            _ => {
                // A rule for everything gives the colours text has without any.
                settings.foreground = settings.foreground.or(style.foreground);
                settings.background = settings.background.or(style.background);
                continue;
            }
        };
        // A selector we cannot read colours nothing; the rest of the theme is still good.
        if let Ok(scope) = ScopeSelectors::from_str(&selectors) {
            scopes.push(ThemeItem { scope, style });
        }
    }
    let dark = json.get("type").and_then(Value::as_str) == Some("dark");
    let (text, behind) = if dark { (Color::WHITE, Color::BLACK) } else { (Color::BLACK, Color::WHITE) };
    settings.foreground.get_or_insert(text);
    settings.background.get_or_insert(behind);
    let name = json.get("name").and_then(Value::as_str).unwrap_or(stem);
    Ok(Theme { name: Some(name.to_owned()), author: None, settings, scopes })
}

fn style(settings: &Value) -> StyleModifier {
    let font = settings.get("fontStyle").and_then(Value::as_str).map(|words| {
        let mut font = FontStyle::empty();
        font.set(FontStyle::BOLD, words.contains("bold"));
        font.set(FontStyle::ITALIC, words.contains("italic"));
        font.set(FontStyle::UNDERLINE, words.contains("underline"));
        font
    });
    StyleModifier {
        foreground: settings.get("foreground").and_then(colour),
        background: settings.get("background").and_then(colour),
        font_style: font,
    }
}

/// `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`.
fn colour(value: &Value) -> Option<Color> {
    let digits = value.as_str()?.strip_prefix('#')?;
    let digits: Vec<u8> = digits.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect::<Option<_>>()?;
    let part = |at: usize| match digits.len() {
        3 | 4 => digits.get(at).map(|digit| digit * 17),
        6 | 8 => digits.get(2 * at..2 * at + 2).map(|pair| pair[0] * 16 + pair[1]),
        _ => None,
    };
    Some(Color { r: part(0)?, g: part(1)?, b: part(2)?, a: part(3).unwrap_or(0xFF) })
}

/// JSON as VS Code writes it without what JSON does not know: comments and commas before a closing bracket.
pub fn plain_json(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    // Where a comma stands that may turn out to be the last.
    let mut comma = None;
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
            continue;
        }
        if rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
            continue;
        }
        let mut length = c.len_utf8();
        match c {
            '"' => {
                let mut escaped = false;
                let end = rest[1..].bytes().position(|byte| {
                    let ends = byte == b'"' && !escaped;
                    escaped = byte == b'\\' && !escaped;
                    ends
                });
                length = end.map_or(rest.len(), |end| end + 2);
                comma = None;
            }
            ',' => comma = Some(plain.len()),
            '}' | ']' => {
                if let Some(at) = comma.take() {
                    plain.replace_range(at..at + 1, " ");
                }
            }
            c if c.is_whitespace() => {}
            _ => comma = None,
        }
        plain.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{plain_json, read};
    use syntect::highlighting::Color;

    // checklist: HL-4
    #[test]
    fn reads_a_theme_of_vs_code() {
        let theme = read(
            r##"{
              // a comment
              "name": "quiet", "type": "dark",
              "colors": {"editor.background": "#101010", "editor.foreground": "#abc"},
              "tokenColors": [
                {"settings": {"foreground": "#ffffff"}},
                {"scope": ["keyword", "storage.type"], "settings": {"foreground": "#ff880080", "fontStyle": "bold italic"}},
                {"scope": "comment, string", "settings": {"foreground": "no colour"}},
              ],
            }"##,
            "extra/x.json",
        )
        .unwrap();
        assert_eq!(theme.name.as_deref(), Some("quiet"));
        assert_eq!(theme.settings.foreground, Some(Color { r: 0xAA, g: 0xBB, b: 0xCC, a: 0xFF }));
        assert_eq!(theme.scopes.len(), 2);
        assert_eq!(theme.scopes[0].style.foreground, Some(Color { r: 0xFF, g: 0x88, b: 0, a: 0x80 }));
    }

    #[test]
    fn what_is_no_theme_is_refused() {
        for text in ["", "{", "[]", "{}", "<plist>", "{\"tokenColors\": 1}", "\"", "/*", "//"] {
            assert!(read(text, "x.json").is_err(), "{text}");
        }
    }

    #[test]
    fn strings_are_left_alone() {
        assert_eq!(plain_json(r#"{"a": "b // c, }\"", /* d */ }"#), r#"{"a": "b // c, }\""   }"#);
    }
}
