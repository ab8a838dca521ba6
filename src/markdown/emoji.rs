//! `:smile:` to 😄 (checklist MD-2), by GitHub's names.

/// `text` with the emoji names in it replaced, at the end of `out`. What is no name stays.
pub fn replace(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(start) = memchr::memchr(b':', rest.as_bytes()) {
        let after = &rest[start + 1..];
        let length = after.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+')).count();
        let found = if length > 0 && after.as_bytes().get(length) == Some(&b':') {
            emojis::get_by_shortcode(&after[..length])
        } else {
            None
        };
        match found {
            Some(emoji) => {
                out.push_str(&rest[..start]);
                out.push_str(emoji.as_str());
                rest = &after[length + 1..];
            }
            None => {
                out.push_str(&rest[..=start]);
                rest = after;
            }
        }
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    #[test]
    fn replaces_names_and_nothing_else() {
        let mut out = String::new();
        super::replace(":smile: 12:30:45 :no_such: 中:+1:。:heart:smile: :", &mut out);
        assert_eq!(out, "😄 12:30:45 :no_such: 中👍。❤️smile: :");
    }
}
