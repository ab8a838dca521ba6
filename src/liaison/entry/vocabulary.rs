//! Controlled vocabularies: the words a field may hold, with the other names they go by.
//!
//! Each is a text file a clerk can edit: a word a line, other names after `=`, `*` alone where other words may stand as
//! well. The shipped lists are those of the field's practice (界别 of the national and a county committee, festivals of
//! visits, categories of cultural-history series); a file of the same name in the site's `liaison/vocabulary/` takes a
//! list's place.

use include_dir::{Dir, include_dir};

static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/liaison/entry/vocabulary");

/// Where a site keeps lists of its own.
pub const FOLDER: &str = "liaison/vocabulary";

/// A word of a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub name: String,
    /// Other names that mean the same.
    pub aliases: Vec<String>,
}

/// The words a field may hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Its words, in their order.
    pub words: Vec<Word>,
    /// Whether other words may stand as well.
    pub open: bool,
}

impl Vocabulary {
    /// Reads a list: a word a line, `词 = 别名、别名`; lines that begin with `#` are notes, `*` opens the list.
    pub fn parse(text: &str) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', '＃'])) {
            if matches!(line, "*" | "＊") {
                vocabulary.open = true;
                continue;
            }
            let (name, aliases) = line.split_once(['=', '＝']).unwrap_or((line, ""));
            let aliases = aliases.split(['、', '，', ',']).map(str::trim).filter(|alias| !alias.is_empty());
            vocabulary.words.push(Word { name: name.trim().to_owned(), aliases: aliases.map(str::to_owned).collect() });
        }
        vocabulary
    }

    /// A list of words without other names.
    pub fn of(words: &[String]) -> Vocabulary {
        let words = words.iter().map(|word| Word { name: word.clone(), aliases: Vec::new() });
        Vocabulary { words: words.collect(), open: false }
    }

    /// The word that `text` is or means; in an open list every text is a word.
    pub fn find<'a>(&'a self, text: &'a str) -> Option<&'a str> {
        let known = self.words.iter().find(|word| word.name == text || word.aliases.iter().any(|alias| alias == text));
        known.map(|word| word.name.as_str()).or_else(|| self.open.then_some(text))
    }

    /// Where the word that `text` is or means stands in the list.
    pub fn rank(&self, text: &str) -> Option<usize> {
        self.words.iter().position(|word| word.name == text || word.aliases.iter().any(|alias| alias == text))
    }

    /// All names, the words themselves first, for suggestions.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let aliases = self.words.iter().flat_map(|word| word.aliases.iter());
        self.words.iter().map(|word| &word.name).chain(aliases).map(String::as_str)
    }

    /// The words in a row, for messages.
    pub fn listed(&self) -> String {
        self.words.iter().map(|word| word.name.as_str()).collect::<Vec<_>>().join("、")
    }
}

/// The text of the shipped list `name`.
pub fn shipped(name: &str) -> Option<&'static str> {
    SHIPPED.get_file(format!("{name}.txt"))?.contents_utf8()
}

/// All shipped lists: file name and text, for a new site's folder.
pub fn shipped_files() -> impl Iterator<Item = (String, &'static str)> {
    SHIPPED.files().filter_map(|file| Some((file.path().to_str()?.to_owned(), file.contents_utf8()?)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Vocabulary, shipped, shipped_files};

    #[test]
    fn a_list_is_read_line_by_line() {
        let list =
            Vocabulary::parse("\u{feff}# 节日\r\n春节 = 新春、 过年\r\n\r\n元旦\n＊\n".trim_start_matches('\u{feff}'));
        assert_eq!(list.find("过年"), Some("春节"));
        assert_eq!(list.find("别的"), Some("别的"));
        assert_eq!((list.rank("元旦"), list.rank("别的")), (Some(1), None));
        assert_eq!(list.listed(), "春节、元旦");
    }

    #[test]
    fn no_name_of_a_shipped_list_means_two_words() {
        for (file, text) in shipped_files() {
            let list = Vocabulary::parse(text);
            let mut names: Vec<&str> = list.names().collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{file}");
            assert!(!list.words.is_empty(), "{file}");
        }
        assert!(shipped("sector").is_some_and(|text| Vocabulary::parse(text).words.len() == 34));
    }

    proptest! {
        #[test]
        fn reading_a_list_never_panics(text in ".*") {
            let _ = Vocabulary::parse(&text).listed();
        }
    }
}
