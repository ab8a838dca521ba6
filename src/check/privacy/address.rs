//! Where somebody lives: a house or a flat by its number. That of an office passes, as does a village.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::name::{name_at, name_before};
use super::scan::{Detail, Plain, pattern};

/// Words after which an address is somebody's home.
const HOME: [&str; 12] =
    ["家住", "住址", "家庭地址", "家庭地址", "现住", "住在", "居住于", "居住在", "户籍地", "户口所在地", "家在", "住:"];

pub(super) fn find(plain: &Plain) -> Vec<(Detail, Range<usize>)> {
    static FLAT: OnceLock<Option<Regex>> = OnceLock::new();
    static DOOR: OnceLock<Option<Regex>> = OnceLock::new();
    static STREET: OnceLock<Option<Regex>> = OnceLock::new();
    let text = &plain.text;
    // One household, whoever is named: a flat in a block, a house by its number in a village, a number plate.
    let flat = pattern(
        &FLAT,
        r"(?:\d{1,3}|[A-Z])(?:栋|幢|号楼|座) ?(?:\d{1,2}单元) ?\d{1,4}(?:室|号|房)?|\d{1,2}单元 ?\d{2,4}(?:室|号|房)|(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:村民小组|组|社|队) ?\d{1,4}号|门牌号?(?:码|为|是)?[: ]{0,2}\d{1,4}",
    );
    // A house, where somebody is said to live there.
    let street = pattern(
        &STREET,
        r"(?:路|街|巷|弄|胡同|大道) ?\d{1,5}(?:-\d{1,4})?号(?: ?\d{1,4}(?:栋|幢|号楼|单元|室|房))*|(?:\d{1,3}|[A-Z])(?:栋|幢|号楼) ?\d{2,4}(?:室|号|房)",
    );
    // A village's group: a few dozen households, and one where a name stands beside it.
    let door = pattern(&DOOR, r"(?:第)?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:村民小组|组)");
    let all =
        |pattern: Option<&'static Regex>| pattern.into_iter().flat_map(|it| it.find_iter(text)).map(|it| it.range());
    let mut found: Vec<Range<usize>> = all(flat).collect();
    found.extend(all(street).filter(|span| is_home(text, span) || named(text, span)));
    found.extend(all(door).filter(|span| said_home(text, span, 24) || named_after(text, span)));
    found.into_iter().map(|span| (Detail::Address, span)).collect()
}

fn is_home(text: &str, span: &Range<usize>) -> bool {
    said_home(text, span, 36)
}

/// Whether the sentence says, at most `most` characters before, that somebody lives there.
fn said_home(text: &str, span: &Range<usize>, most: usize) -> bool {
    let sentence = text[..span.start].rsplit(['。', '!', '?', ';', '\n']).next().unwrap_or_default();
    let from = sentence.char_indices().rev().nth(most.saturating_sub(1)).map_or(0, |(at, _)| at);
    let near = &sentence[from..];
    HOME.iter().any(|word| near.contains(word))
}

/// Whether a name stands right beside it.
fn named(text: &str, span: &Range<usize>) -> bool {
    let before = text[..span.start].rsplit(['。', '!', '?', ';', '\n']).next().unwrap_or_default();
    // A name, a mark, and the address with its street: 王建国，人民路12号.
    let marked = before.rfind([',', ':', '(', '|', '\t']).is_some_and(|mark| {
        let end = span.start - before.len() + mark;
        before.len() - mark <= 40 && name_before(text, text[..end].trim_end().len()).is_some()
    });
    marked || named_after(text, span)
}

/// Whether a name follows: 三组村民王建国.
fn named_after(text: &str, span: &Range<usize>) -> bool {
    let rest = &text[span.end..];
    let words = ["村民", "居民", "户主", "的", " ", "|", ",", "\t", "党员"];
    let mut at = span.end;
    let mut left = rest;
    while let Some(word) = words.iter().find(|word| left.starts_with(**word)) {
        at += word.len();
        left = &left[word.len()..];
    }
    name_at(text, at).is_some()
}

#[cfg(test)]
mod tests {
    use crate::check::privacy::scan;

    fn found(text: &str) -> Vec<(&'static str, &str)> {
        scan(text).into_iter().map(|found| (found.detail.id(), &text[found.span])).collect()
    }

    #[test]
    fn a_home_is_found() {
        for (text, address) in [
            ("王建国，人民路12号", "路12号"),
            ("家住青溪镇人民路12号3栋402室", "路12号3栋402室"),
            ("住址：解放街１２号", "街１２号"),
            ("阳光小区3栋2单元402室", "3栋2单元402室"),
            ("龙潭村三组15号", "三组15号"),
            ("走访了龙潭村三组村民王建国", "三组"),
            ("住在友谊村第5村民小组", "第5村民小组"),
            ("门牌号：36", "门牌号：36"),
            ("| 李秀兰 | 和平巷8号 |", "巷8号"),
        ] {
            assert_eq!(found(text), [("address", address)], "{text}");
        }
    }

    #[test]
    fn offices_villages_and_numbers_of_documents_pass() {
        for text in [
            "会议在人民路12号镇政府三楼会议室举行",
            "走访了龙潭村三组的道路",
            "龙潭村、友谊村",
            "青政办〔2026〕12号",
            "分成三组讨论，第一组王建国委员发言",
            "第5号提案，2号水渠",
            "县道3号线通车",
            "活动室、阅览室共5室",
            "在三组和四组之间的塘堰",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
