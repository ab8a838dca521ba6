//! Title, author, unit and date of a text, guessed from how people set them.

use std::sync::OnceLock;

use jiff::civil::Date;
use regex::Regex;

use crate::office::docx_read::{Block, Inline, Paragraph};

/// What was guessed, and which paragraphs say it, so that they are not said twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guess {
    /// The title.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The unit that sent it.
    pub unit: Option<String>,
    /// The day.
    pub date: Option<Date>,
    /// The paragraphs, by their place among the blocks, that hold nothing else.
    pub said: Vec<usize>,
}

impl Guess {
    /// Whether something that was found says nothing else than what is known: what is taken out of the text must not be lost.
    fn takes<T: PartialEq>(known: &Option<T>, found: &T) -> bool {
        known.as_ref().is_none_or(|known| known == found)
    }

    /// Adds to those who wrote it.
    fn add_author(&mut self, names: Option<String>) {
        match (&mut self.author, names) {
            (Some(known), Some(names)) if !known.split('、').any(|known| known == names) => {
                known.push('、');
                known.push_str(&names);
            }
            (Some(_), _) => {}
            (none, names) => *none = names,
        }
    }
}

/// Titles are set larger than text (三号 is 32 half points).
const LARGE: u32 = 36;
/// The longest title, and the longest line under one.
const LONGEST: usize = 80;

fn regex(cell: &'static OnceLock<Option<Regex>>, pattern: &str) -> Option<&'static Regex> {
    cell.get_or_init(|| Regex::new(pattern).ok()).as_ref()
}

/// Guesses from the blocks of a document.
pub fn guess(blocks: &[Block]) -> Guess {
    let mut guess = Guess::default();
    let texts: Vec<(usize, &Paragraph, String)> = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match block {
            Block::Paragraph(paragraph) => Some((at, paragraph, paragraph.text().trim().to_owned())),
            Block::Table(_) => None,
        })
        .filter(|(_, paragraph, text)| !text.is_empty() && !holds_picture(paragraph))
        .collect();
    let body = title(&texts, &mut guess);
    byline(&texts[body..], &mut guess);
    closing(&texts[body.min(texts.len())..], &mut guess);
    if guess.date.is_none() {
        // A day in the text, with its year, is better than none.
        guess.date = texts.iter().find_map(|(_, _, text)| day_in(text));
    }
    guess
}

fn holds_picture(paragraph: &Paragraph) -> bool {
    paragraph.inlines.iter().any(|inline| matches!(inline, Inline::Picture(..)))
}

/// Finds the title among the first paragraphs; how many paragraphs are before the text.
fn title(texts: &[(usize, &Paragraph, String)], guess: &mut Guess) -> usize {
    let size = |paragraph: &Paragraph| paragraph.looks().iter().filter_map(|look| look.size).max().unwrap_or(0);
    let styled = |paragraph: &Paragraph| paragraph.style == "title";
    let start = texts.iter().take(8).position(|(_, paragraph, _)| styled(paragraph)).or_else(|| {
        texts.iter().take(6).position(|(_, paragraph, text)| {
            paragraph.centred
                && (size(paragraph) >= LARGE || paragraph.outline == Some(0))
                && text.chars().count() <= LONGEST
        })
    });
    let start = start.or_else(|| {
        let (_, first, text) = texts.first()?;
        let short = text.chars().count() <= 40 && !text.ends_with(['。', '：', ':', '；', '，']);
        (short && (first.centred || first.style == "heading 1" || texts.len() > 1)).then_some(0)
    });
    let Some(start) = start else { return 0 };
    let (at, first, text) = &texts[start];
    let mut title = joined(text);
    guess.said.push(*at);
    let mut next = start + 1;
    // A long title is set in several paragraphs of the same look.
    while let Some((at, paragraph, text)) = texts.get(next) {
        let same = styled(first) && styled(paragraph)
            || first.centred && paragraph.centred && size(first) >= LARGE && size(paragraph) == size(first);
        let byline = text.starts_with(['（', '(', '—', '-']);
        if !same || byline || title.chars().count() + text.chars().count() > LONGEST {
            break;
        }
        title.push_str(&joined(text));
        guess.said.push(*at);
        next += 1;
    }
    guess.title = Some(title);
    next
}

/// A title without the breaks and blanks that only set it.
fn joined(text: &str) -> String {
    let han = |c: char| {
        ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c) || matches!(c, '“' | '”' | '—')
    };
    let chars: Vec<char> = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let mut joined = String::new();
    for (at, c) in chars.iter().enumerate() {
        let beside = |other: Option<&char>| other.is_none_or(|other| han(*other) || *other == ' ');
        if *c == ' ' && (beside(at.checked_sub(1).and_then(|before| chars.get(before))) || beside(chars.get(at + 1))) {
            continue;
        }
        joined.push(*c);
    }
    joined
}

/// 作者：张某某, （通讯员 张某某）, 文/张某某 under the title.
fn byline(texts: &[(usize, &Paragraph, String)], guess: &mut Guess) {
    static AUTHOR: OnceLock<Option<Regex>> = OnceLock::new();
    let author = regex(
        &AUTHOR,
        r"^[（(]?\s*(?:(?:作者|文字|撰稿人?|供稿人?|执笔人?|整理人?|通讯员)\s*[:：]?|文\s*[/／:：])\s*(?P<name>[\p{Han}·]{1,3}\s?\p{Han}{1,3}(?:、[\p{Han}·\s]{2,6})*)\s*[)）]?$",
    );
    for (at, _, text) in texts.iter().take(3) {
        if let Some(found) = author.and_then(|author| author.captures(text)) {
            guess.add_author(found.name("name").map(|name| name.as_str().replace(char::is_whitespace, "")));
            guess.said.push(*at);
        } else if let Some(day) = only_day(text)
            && Guess::takes(&guess.date, &day)
        {
            guess.date = Some(day);
            guess.said.push(*at);
        }
    }
}

/// At the end: （某组 张某某）, the unit that signs, the date under it.
fn closing(texts: &[(usize, &Paragraph, String)], guess: &mut Guess) {
    static SIGNED: OnceLock<Option<Regex>> = OnceLock::new();
    static UNIT: OnceLock<Option<Regex>> = OnceLock::new();
    let signed = regex(
        &SIGNED,
        r"^[（(]\s*(?:(?P<unit>[\p{Han}]{4,30}?(?:组|室|会|处|局|办|镇|乡|站|社))[\s　:：]+)?(?:(?:通讯员|作者|供稿|撰稿|文)[\s　:：/]*)?(?P<name>[\p{Han}·]{2,4}(?:[\s　、]+[\p{Han}·]{2,4}){0,3})\s*[)）]$",
    );
    let unit = regex(&UNIT, r"^[\p{Han}（）()]{4,30}(?:组|室|会|处|局|办|镇|乡|站|社|委)$");
    let last = texts.len().saturating_sub(5);
    for (at, paragraph, text) in texts.iter().skip(last).rev() {
        if let Some(day) = only_day(text) {
            // A second day is none of the entry's, and stays where it is.
            if Guess::takes(&guess.date, &day) {
                guess.date = Some(day);
                guess.said.push(*at);
            }
        } else if let Some(found) = signed.and_then(|signed| signed.captures(text)) {
            let name = found.name("name").map(|name| name.as_str().trim().replace([' ', '　'], "、"));
            let unit = found.name("unit").map(|unit| unit.as_str().to_owned());
            if unit.as_ref().is_none_or(|unit| Guess::takes(&guess.unit, unit)) {
                guess.add_author(name);
                guess.unit = guess.unit.take().or(unit);
                guess.said.push(*at);
            }
        } else if unit.is_some_and(|unit| unit.is_match(text)) && (paragraph.right || paragraph.style == "signature") {
            if Guess::takes(&guess.unit, text) {
                guess.unit = Some(text.clone());
                guess.said.push(*at);
            }
        } else if !paragraph.right {
            break;
        }
    }
}

/// The day a text is, if it is nothing else.
fn only_day(text: &str) -> Option<Date> {
    let text = text.trim_matches(['（', '）', '(', ')', ' ', '　']);
    (text.chars().count() <= 14).then(|| day_in(text)).flatten()
}

/// The first whole day in a text: 2026年5月8日, 2026-05-08, 二〇二六年五月八日.
pub fn day_in(text: &str) -> Option<Date> {
    static DIGITS: OnceLock<Option<Regex>> = OnceLock::new();
    static HAN: OnceLock<Option<Regex>> = OnceLock::new();
    let digits = regex(&DIGITS, r"((?:19|20)\d{2})\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})");
    if let Some(found) = digits.and_then(|digits| digits.captures(text)) {
        let number = |at: usize| found.get(at).and_then(|part| part.as_str().parse::<i16>().ok());
        let small = |at: usize| number(at).and_then(|number| i8::try_from(number).ok());
        return Date::new(number(1)?, small(2)?, small(3)?).ok();
    }
    let han = regex(
        &HAN,
        r"([二一][〇○零ＯO一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日",
    );
    let found = han?.captures(text)?;
    let part = |at: usize| found.get(at).map(|part| part.as_str()).unwrap_or_default();
    let year: String = part(1).chars().filter_map(digit).map(|digit| char::from(b'0' + digit)).collect();
    Date::new(year.parse().ok()?, small(part(2))?, small(part(3))?).ok()
}

fn digit(c: char) -> Option<u8> {
    let at = "〇一二三四五六七八九".chars().position(|digit| digit == c);
    at.or("○ＯO零".contains(c).then_some(0)).and_then(|at| u8::try_from(at).ok())
}

/// A number up to 99 in Chinese characters.
fn small(text: &str) -> Option<i8> {
    let value = match text.split_once('十') {
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens.chars().next()?)? };
            let ones = ones.chars().next().map_or(Some(0), digit)?;
            tens * 10 + ones
        }
        None => digit(text.chars().next()?)?,
    };
    i8::try_from(value).ok()
}

/// The day a file's name begins with: 20260508…, 2026-05-08….
pub fn day_of_name(name: &str) -> Option<Date> {
    static COMPACT: OnceLock<Option<Regex>> = OnceLock::new();
    let compact = regex(&COMPACT, r"^((?:19|20)\d{2})[-.年]?(\d{2})[-.月]?(\d{2})")?.captures(name)?;
    let number = |at: usize| compact.get(at).and_then(|part| part.as_str().parse::<i16>().ok());
    let small = |at: usize| number(at).and_then(|number| i8::try_from(number).ok());
    Date::new(number(1)?, small(2)?, small(3)?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{day_in, day_of_name, guess};
    use crate::office::docx_read::{Block, Inline, Look, Paragraph};

    fn paragraph(text: &str, centred: bool, size: u32) -> Block {
        let look = Look { size: Some(size), ..Look::default() };
        Block::Paragraph(Paragraph {
            centred,
            inlines: vec![Inline::Text(text.to_owned(), look)],
            ..Paragraph::default()
        })
    }

    fn at_right(text: &str) -> Block {
        let Block::Paragraph(paragraph) = paragraph(text, false, 32) else { panic!("a paragraph") };
        Block::Paragraph(Paragraph { right: true, ..paragraph })
    }

    #[test]
    fn a_letterlike_text_is_understood() {
        let blocks = [
            paragraph("青溪镇政协联络组", true, 44),
            paragraph("组织委员视察道路", true, 44),
            paragraph("（通讯员 张某某）", true, 32),
            paragraph("5月8日，委员们视察了道路。", false, 32),
            at_right("青溪镇政协联络组"),
            at_right("2026年5月9日"),
        ];
        let found = guess(&blocks);
        assert_eq!(found.title.as_deref(), Some("青溪镇政协联络组组织委员视察道路"));
        assert_eq!(found.author.as_deref(), Some("张某某"));
        assert_eq!((found.unit.as_deref(), found.date), (Some("青溪镇政协联络组"), Some(date(2026, 5, 9))));
        let mut said = found.said.clone();
        said.sort_unstable();
        assert_eq!(said, [0, 1, 2, 4, 5]);
    }

    #[test]
    fn a_signature_in_brackets_names_unit_and_author() {
        let blocks = [
            paragraph("视察道路", false, 32),
            paragraph("正文一句话。", false, 32),
            paragraph("（青溪镇政协联络组　张某某　李某）", false, 32),
        ];
        let found = guess(&blocks);
        assert_eq!((found.title.as_deref(), found.author.as_deref()), (Some("视察道路"), Some("张某某、李某")));
        assert_eq!(found.unit.as_deref(), Some("青溪镇政协联络组"));
    }

    #[test]
    fn what_is_taken_out_of_the_text_is_kept_in_the_entry() {
        let blocks = [
            paragraph("视察道路", true, 44),
            paragraph("作者：张某某", true, 32),
            paragraph("2026年5月8日", true, 32),
            paragraph("正文一句话。", false, 32),
            at_right("青溪镇政协联络组"),
            at_right("2026年5月9日"),
            paragraph("（通讯员 李某）", false, 32),
        ];
        let found = guess(&blocks);
        assert_eq!(found.author.as_deref(), Some("张某某、李某"));
        // The second day is said nowhere else.
        assert_eq!((found.date, found.said.contains(&5)), (Some(date(2026, 5, 8)), false));
    }

    #[test]
    fn text_alone_has_no_title() {
        let found = guess(&[paragraph(
            "这是一段很长的正文，一开头就是内容，没有题目，所以不应当被当作标题来使用。",
            false,
            32,
        )]);
        assert_eq!((found.title, found.said.len()), (None, 0));
    }

    #[test]
    fn days_are_read_in_every_writing() {
        assert_eq!(day_in("于2026年5月8日在"), Some(date(2026, 5, 8)));
        assert_eq!(day_in("二〇二六年十二月二十一日"), Some(date(2026, 12, 21)));
        assert_eq!(day_in("2026年15月8日"), None);
        assert_eq!(day_of_name("20260508视察"), Some(date(2026, 5, 8)));
        assert_eq!(day_of_name("第3期"), None);
    }
}
