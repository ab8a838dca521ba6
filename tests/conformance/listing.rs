//! Canonical listings: what is compared of a file, one fact a line, indented by depth.

use std::sync::LazyLock;

use regex::Regex;

/// A listing's lines.
pub type Lines = Vec<String>;

/// The first place where two listings differ, told with the path of elements that leads there; nothing if they do not.
pub fn difference(expected: &[String], got: &[String]) -> Option<String> {
    let at = (0..expected.len().max(got.len())).find(|at| expected.get(*at) != got.get(*at))?;
    let shown = |lines: &[String]| lines.get(at).map_or("(nothing more)".to_owned(), |line| clip(line.trim()));
    let mut path: Vec<&str> = Vec::new();
    let mut depth = usize::MAX;
    for line in expected[..expected.len().min(at + 1)].iter().rev() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if indent < depth {
            depth = indent;
            let text = line.trim();
            if text.starts_with('<') && !text.starts_with("</") && !text.starts_with("<!--") {
                path.push(text.split(' ').next().unwrap_or_default().trim_matches(['<', '>']));
            }
        }
    }
    path.reverse();
    Some(format!("at {}\n        expected: {}\n        got:      {}", path.join(" > "), shown(expected), shown(got)))
}

/// A text as a literal of one line.
pub fn quote(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// Runs of white space as one blank, none at the ends.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Hides the fingerprint that is part of a made picture's name.
pub fn without_hash(text: &str) -> String {
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"processed_images/([^"'\s<>?#]*?)\.?[0-9a-f]{8,}\.(png|jpg|jpeg|webp|avif|gif)"#).expect("valid")
    });
    NAME.replace_all(text, "processed_images/$1.HASH.$2").into_owned()
}

fn clip(text: &str) -> String {
    match text.char_indices().nth(300) {
        Some((at, _)) => format!("{}… ({} bytes)", &text[..at], text.len()),
        None => text.to_owned(),
    }
}
