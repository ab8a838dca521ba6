//! Slugs: the part of an address that is made from a title or a file name.

/// How names become slugs (`[slugify]` in the settings; checklist CFG-17, PATH-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Slugify {
    /// Transliterated to ASCII, lower case, everything else one hyphen.
    #[default]
    On,
    /// Only what file systems refuse is taken out.
    Safe,
    /// As written.
    Off,
}

/// Makes the slug of `text`.
pub fn slugify(text: &str, how: Slugify) -> String {
    match how {
        Slugify::On => transliterate(text),
        Slugify::Safe => text
            .trim_end_matches([' ', '.'])
            .chars()
            .filter(|c| !matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*') && !c.is_control())
            .collect(),
        Slugify::Off => text.to_owned(),
    }
}

fn transliterate(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    // True while a hyphen would be doubled or stand at the start.
    let mut hyphen = true;
    let mut push = |c: char| {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
            hyphen = false;
        } else if !hyphen {
            slug.push('-');
            hyphen = true;
        }
    };
    for c in text.chars() {
        if c.is_ascii() {
            push(c);
        } else {
            deunicode::deunicode_char(c).unwrap_or("-").chars().for_each(&mut push);
        }
    }
    if slug.ends_with('-') {
        slug.pop();
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::{Slugify, slugify};

    #[test]
    fn transliterates_unless_told_otherwise() {
        assert_eq!(slugify("你好世界", Slugify::On), "ni-hao-shi-jie");
        assert_eq!(slugify("  Été & co. ", Slugify::On), "ete-co");
        assert_eq!(slugify("a b (1) #2?. ", Slugify::Safe), "a b (1) #2");
        assert_eq!(slugify("A/b", Slugify::Off), "A/b");
    }
}
