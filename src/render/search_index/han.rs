//! Words for languages that write without blanks: every character and every pair of neighbours, so that any part of a
//! text is found without a dictionary. `han.js` cuts what is searched for in the same way.

use elasticlunr::Language;
use elasticlunr::lang::English;
use elasticlunr::pipeline::Pipeline;

/// Chinese or Japanese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Han {
    name: &'static str,
    code: &'static str,
}

impl Han {
    /// Of a primary language code, if the language is one of these.
    pub fn of(code: &str) -> Option<Han> {
        [("Chinese", "zh"), ("Chinese", "yue"), ("Japanese", "ja")]
            .into_iter()
            .find(|(_, known)| known.eq_ignore_ascii_case(code))
            .map(|(name, code)| Han { name, code })
    }
}

impl Language for Han {
    fn name(&self) -> String {
        self.name.to_owned()
    }

    fn code(&self) -> String {
        self.code.to_owned()
    }

    fn tokenize(&self, text: &str) -> Vec<String> {
        words(text)
    }

    /// English words are cut down as usual, which leaves Han characters alone. Not so the trimmer: its browser half
    /// takes all but ASCII letters off the ends of a word.
    fn make_pipeline(&self) -> Pipeline {
        let mut pipeline = English::new().make_pipeline();
        pipeline.queue.retain(|step| step.name() != "trimmer");
        pipeline
    }
}

/// The words of a text, in lower case: characters and pairs of runs without blanks, other words whole.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut before: Option<char> = None;
    for character in text.chars() {
        if is_han(character) {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if let Some(before) = before {
                words.push(String::from_iter([before, character]));
            }
            words.push(character.to_string());
            before = Some(character);
            continue;
        }
        before = None;
        if character.is_alphanumeric() {
            word.extend(character.to_lowercase());
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Whether a character is Han, kana, or a mark that stands among them. `han.js` holds the same ranges.
fn is_han(character: char) -> bool {
    matches!(character,
        '\u{2E80}'..='\u{2FDF}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3021}'..='\u{3029}'
        | '\u{3038}'..='\u{303B}'
        | '\u{3041}'..='\u{3096}'
        | '\u{309D}'..='\u{309F}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9F}'
        | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::{Han, words};
    use elasticlunr::Language;

    #[test]
    fn every_character_and_pair_is_a_word() {
        assert_eq!(words("绿茶水。Mixed W1！"), ["绿", "绿茶", "茶", "茶水", "水", "mixed", "w1"]);
        assert_eq!(words("a中b"), ["a", "中", "b"]);
        assert_eq!(words("コーヒー・茶"), ["コ", "コー", "ー", "ーヒ", "ヒ", "ヒー", "ー", "茶"]);
        assert_eq!(words("𬱖𫵛"), ["𬱖", "𬱖𫵛", "𫵛"]);
        assert!(words("，。 ").is_empty());
    }

    #[test]
    fn han_words_pass_the_english_steps() {
        let han = Han::of("zh").unwrap();
        let kept = han.make_pipeline().run(words("的茶 and running"));
        assert_eq!(kept, ["的", "的茶", "茶", "run"]);
        assert!(Han::of("en").is_none());
    }
}
