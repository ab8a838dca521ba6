//! Names of files and folders from titles: what every system and every mail program takes.

/// The most characters of a name: with its folders it stays within what old Windows programs open.
const LONGEST: usize = 60;

/// The pattern with `{name}` filled in.
pub fn filled(pattern: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(pattern.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// A name without the characters that systems keep for themselves
/// (<https://learn.microsoft.com/windows/win32/fileio/naming-a-file>), never empty.
pub fn file_name(text: &str) -> String {
    let mut name = String::new();
    for c in text.trim().chars() {
        match c {
            '/' | '\\' | ':' | '|' | '：' => name.push('-'),
            '?' | '*' | '"' | '<' | '>' => {}
            c if c.is_control() => {}
            c if c.is_whitespace() => {
                if !name.ends_with(' ') {
                    name.push(' ');
                }
            }
            c => name.push(c),
        }
    }
    let name: String = name.chars().take(LONGEST).collect();
    // A point or a blank at its end is lost on Windows.
    let name = name.trim_matches(['.', ' ', '_', '。', '，', '-']);
    if name.is_empty() { "未命名".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{file_name, filled};

    #[test]
    fn names_are_safe_and_readable() {
        assert_eq!(file_name("关于“路”的报告：2026/5？"), "关于“路”的报告-2026-5？");
        assert_eq!(file_name("a<b>:c?."), "ab-c");
        assert_eq!(file_name("..."), "未命名");
        assert_eq!(filled("{date}{title}", &[("date", "20260508"), ("title", "视察")]), "20260508视察");
    }

    proptest! {
        #[test]
        fn no_title_gives_a_name_that_a_system_refuses(title in "\\PC{0,90}") {
            let name = file_name(&title);
            prop_assert!(!name.is_empty() && name.chars().count() <= 60 && name.len() <= 250);
            prop_assert!(!name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']));
            prop_assert!(!name.ends_with(['.', ' ']) && !name.starts_with('.'));
        }
    }
}
