//! How long a body is: words and minutes (checklist CNT-2, CNT-3).

use unicode_segmentation::UnicodeSegmentation;

use crate::config::Dialect;

/// How words are counted and read: by the dialect, and in V2 by the language.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'l> {
    /// The language's code.
    pub language: &'l str,
    /// The dialect.
    pub dialect: Dialect,
}

impl Rules<'_> {
    /// The words of a body as it is written, without its fenced code; in V2, for Chinese and Japanese the letters and digits.
    pub fn words(self, body: &str) -> usize {
        let count = match (self.dialect, primary(self.language)) {
            (Dialect::V2, "zh" | "ja") => letters,
            _ => unicode_words,
        };
        let mut words = 0;
        let (mut from, mut is_prose) = (0, true);
        for fence in memchr::memmem::find_iter(body.as_bytes(), "```").chain([body.len()]) {
            if is_prose {
                words += count(&body[from..fence]);
            }
            (from, is_prose) = (fence + 3, !is_prose);
        }
        words
    }

    /// Minutes to read `words`, rounded up. The rates of V2 are for silent reading (Brysbaert 2019, Trauzettel-Klosinski
    /// 2012); V1 has one for all.
    pub fn reading_time(self, words: usize) -> usize {
        let rate = match (self.dialect, primary(self.language)) {
            (Dialect::V1, _) => 200,
            (_, "en") => 238,
            (_, "ko") => 202,
            (_, "zh") => 439,
            (_, "ja") => 653,
            _ => 200,
        };
        words.div_ceil(rate)
    }
}

/// The words of the Unicode rules (UAX 29). Those make every Han character a word; to split the others alone is faster.
fn unicode_words(text: &str) -> usize {
    if text.is_ascii() {
        return text.unicode_words().count();
    }
    let mut count = 0;
    let mut from = 0;
    for (at, _) in text.char_indices().filter(|(_, c)| is_han(*c)) {
        count += 1 + other_words(text, from, at);
        from = at + 3;
    }
    count + other_words(text, from, text.len())
}

/// The words of a stretch between Han characters, which mostly is a mark or nothing. What may be a sign that joins the
/// character before it (WB4) is looked at together with that.
fn other_words(text: &str, from: usize, end: usize) -> usize {
    let stretch = &text[from..end];
    match stretch.chars().next() {
        None => 0,
        Some(_) if stretch.chars().all(is_mark) => 0,
        Some(first) if from == 0 || first.is_ascii() || is_mark(first) => stretch.unicode_words().count(),
        Some(_) => text[from - 3..end].unicode_words().count() - 1,
    }
}

/// The common Han characters, each of three bytes.
fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

/// Blanks and marks that are part of no word, told without a table.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{20}' | '\u{2010}'..='\u{2018}' | '\u{201A}'..='\u{2026}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}'
        | '\u{FF01}'..='\u{FF06}' | '\u{FF08}'..='\u{FF0D}' | '\u{FF1B}'..='\u{FF20}')
}

/// The letters and digits. Most are told by their first byte, without a table.
fn letters(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut count) = (0, 0);
    while let Some(first) = bytes.get(at) {
        let (is_letter, length) = match first {
            0..0x80 => (first.is_ascii_alphanumeric(), 1),
            // U+5000 to U+9FFF: all of them Han characters.
            0xE5..=0xE9 => (true, 3),
            _ => {
                let c = text[at..].chars().next().unwrap_or_default();
                (is_han(c) || (!is_mark(c) && c.is_alphanumeric()), c.len_utf8())
            }
        };
        count += usize::from(is_letter);
        at += length;
    }
    count
}

/// The primary subtag: `zh` of `zh-Hans-CN`.
fn primary(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Rules;
    use crate::config::Dialect;

    fn words(text: &str, language: &str) -> usize {
        Rules { language, dialect: Dialect::V2 }.words(text)
    }

    fn reading_time(words: usize, language: &str) -> usize {
        Rules { language, dialect: Dialect::V2 }.reading_time(words)
    }

    // checklist: CNT-2, CNT-3
    #[test]
    fn v1_counts_and_reads_all_languages_alike() {
        let rules = Rules { language: "zh", dialect: Dialect::V1 };
        assert_eq!(rules.words("这是一段中文文字，用来计数。English words 混合在其中。"), 19);
        assert_eq!((rules.reading_time(0), rules.reading_time(200), rules.reading_time(201)), (0, 1, 2));
    }

    // checklist: CNT-2
    #[test]
    fn words_of_a_language() {
        let code = "Three words here.\n\n```\nnot counted at all\n```\n\nAnd `inline code` too, it's well-known: e.g. 3.14 and don't.\n";
        assert_eq!(words(code, "en"), 14);
        let mixed = "这是一段中文文字，用来计数。English words 混合在其中。";
        assert_eq!((words(mixed, "en"), words(mixed, "zh"), words(mixed, "zh-TW")), (19, 29, 29));
        assert_eq!(words("2024 年", "ja"), 5);
        assert_eq!(words("", "en"), 0);
    }

    proptest::proptest! {
        #[test]
        fn the_short_way_counts_as_the_rules_do(text in "[a-z0-9'.:,_ 中文字，。“”（）か한é\u{300}\u{FE00}\u{200D}－：·]{0,40}|\\PC*") {
            proptest::prop_assert_eq!(super::unicode_words(&text), unicode_segmentation::UnicodeSegmentation::unicode_words(text.as_str()).count());
        }
    }

    proptest::proptest! {
        #[test]
        fn letters_are_those_of_unicode(text in "[a-z0-9 中一鿿文字，。か한é\u{300}·\u{4FFF}\u{5000}\u{A000}]{0,40}|\\PC*") {
            let expected = text.chars().filter(|c| super::is_han(*c) || c.is_alphanumeric()).count();
            proptest::prop_assert_eq!(super::letters(&text), expected);
        }
    }

    // checklist: CNT-3
    #[test]
    fn minutes_are_rounded_up() {
        assert_eq!((reading_time(0, "en"), reading_time(238, "en"), reading_time(239, "en-GB")), (0, 1, 2));
        assert_eq!((reading_time(439, "zh"), reading_time(440, "zh-CN")), (1, 2));
        assert_eq!((reading_time(200, "fr"), reading_time(201, "de"), reading_time(202, "ko")), (1, 2, 1));
        assert_eq!((reading_time(653, "ja"), reading_time(654, "ja")), (1, 2));
    }
}
