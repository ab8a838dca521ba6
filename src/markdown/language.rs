//! Names of languages in code blocks: what authors write, the name Zola's output carries, and the grammar we have.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The languages Zola knows.
const KNOWN: &str = include_str!("languages.txt");

/// Names it does not know.
const MORE: &str = include_str!("more_languages.txt");

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its canonical name.
    pub name: &'static str,
    /// The name or file extension of its grammar; for one we have none for that of the nearest kin, or of plain text.
    pub token: &'static str,
    /// Whether Zola knows it by the name it was asked for; else its output says `plain`.
    pub is_zolas: bool,
}

/// The lines of a list: the names, and what stands after `=`.
fn lines(list: &'static str) -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
    let lines = list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| match line.split_once(" = ") {
        Some((names, after)) => (names, Some(after)),
        None => (line, None),
    })
}

/// All names in small letters, with what they mean.
static LANGUAGES: LazyLock<FxHashMap<String, Language>> = LazyLock::new(|| {
    let mut languages = FxHashMap::default();
    for (names, token) in lines(KNOWN) {
        let name = names.split(' ').next().unwrap_or_default();
        let language = Language { name, token: token.unwrap_or(name), is_zolas: true };
        languages.extend(names.split(' ').map(|name| (name.to_ascii_lowercase(), language)));
    }
    for (names, name) in lines(MORE) {
        let Some(language) = name.and_then(|name| languages.get(name).copied()) else { continue };
        let language = Language { is_zolas: false, ..language };
        languages.extend(names.split(' ').map(|name| (name.to_ascii_lowercase(), language)));
    }
    languages
});

/// The language `written` means.
pub fn find(written: &str) -> Option<Language> {
    LANGUAGES.get(&written.to_ascii_lowercase()).copied()
}

/// Whether `written` asks for text without colours.
pub fn is_plain(written: &str) -> bool {
    find(written).is_some_and(|found| found.name == "plain")
}

/// All names, to suggest one.
pub fn names() -> impl Iterator<Item = &'static str> {
    lines(KNOWN).chain(lines(MORE)).flat_map(|(names, _)| names.split(' '))
}

#[cfg(test)]
mod tests {
    use super::{KNOWN, MORE, find, is_plain, lines, names};

    #[test]
    fn names_are_canonical() {
        for (written, name) in [
            ("sh", "shellscript"),
            ("JS", "javascript"),
            ("rs", "rust"),
            ("YML", "yaml"),
            ("c++", "cpp"),
            ("jsonc", "jsonc"),
        ] {
            let found = find(written).unwrap();
            assert_eq!((found.name, found.is_zolas), (name, true));
        }
        let found = find("golang").unwrap();
        assert_eq!((found.name, found.token, found.is_zolas), ("go", "go", false));
        assert!(is_plain("TXT") && !is_plain("rust") && find("no-such").is_none());
    }

    #[test]
    fn no_name_means_two_languages() {
        let mut all: Vec<&str> = names().collect();
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(count > 350, "{count}");
    }

    #[test]
    fn every_language_has_a_grammar() {
        let set = two_face::syntax::extra_newlines();
        let without: Vec<_> = lines(KNOWN)
            .map(|(names, token)| token.unwrap_or_else(|| names.split(' ').next().unwrap()))
            .filter(|token| set.find_syntax_by_token(token).is_none())
            .collect();
        assert!(without.is_empty(), "{without:?}");
        assert!(lines(MORE).all(|(_, name)| find(name.unwrap()).is_some_and(|found| found.is_zolas)));
    }
}
