//! The numbers of headings in an official document: 一、（一）1.（1） (GB/T 9704-2012, 7.3.3). An article whose headings have
//! numbers of their own keeps them.

use super::article::{Block, Inline, Marks};

/// Puts their numbers before an article's headings, for every form it is sent in; not where one has a number of its own
/// already, or where there is but one of the highest level.
pub fn number(blocks: &mut [Block]) {
    let mut numbers = numbers(blocks).unwrap_or_default().into_iter();
    for block in blocks {
        if let Block::Heading(_, inlines) = block
            && let Some(number) = numbers.next().filter(|number| !number.is_empty())
        {
            inlines.insert(0, Inline::Text(number, Marks::default()));
        }
    }
}

fn numbers(blocks: &[Block]) -> Option<Vec<String>> {
    let headings: Vec<(u8, String)> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading(level, inlines) => Some((*level, plain(inlines))),
            _ => None,
        })
        .collect();
    let highest = headings.iter().map(|(level, _)| *level).min()?;
    let single = headings.iter().filter(|(level, _)| *level == highest).count() < 2;
    if single || headings.iter().any(|(_, text)| is_numbered(text)) {
        return None;
    }
    let mut counts = [0_usize; LEVELS];
    let number = |(level, _): &(u8, String)| {
        let depth = usize::from(level - highest);
        let Some(count) = counts.get_mut(depth) else { return String::new() };
        *count += 1;
        let count = *count;
        counts.iter_mut().skip(depth + 1).for_each(|count| *count = 0);
        match depth {
            0 => format!("{}、", chinese(count)),
            1 => format!("（{}）", chinese(count)),
            2 => format!("{count}."),
            _ => format!("（{count}）"),
        }
    };
    Some(headings.iter().map(number).collect())
}

/// How many levels have numbers.
const LEVELS: usize = 4;

fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        if let Inline::Text(part, _) = inline {
            text.push_str(part);
        }
    }
    text.trim().to_owned()
}

const DIGITS: &str = "一二三四五六七八九十百";

/// Whether a heading begins with a number: 一、 （一） 1. （1） 第一章.
fn is_numbered(text: &str) -> bool {
    let text = text.strip_prefix('第').unwrap_or(text);
    let open = text.starts_with(['（', '(']);
    let text = text.trim_start_matches(['（', '(']);
    let rest = text.trim_start_matches(|c: char| DIGITS.contains(c) || c.is_ascii_digit());
    if rest.len() == text.len() {
        return false;
    }
    let signs: &[char] =
        if open { &['）', ')'] } else { &['、', '.', '．', '章', '节', '条', '部', ' ', '）', ')'] };
    rest.starts_with(signs)
}

/// 1 to 99 in Chinese.
fn chinese(number: usize) -> String {
    let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10 % 10, number % 10);
    match tens {
        0 => digits[ones].to_owned(),
        1 => format!("十{}", digits[ones]),
        _ => format!("{}十{}", digits[tens], digits[ones]),
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Inline, Marks, chinese, number, numbers};

    fn heading(level: u8, text: &str) -> Block {
        Block::Heading(level, vec![Inline::Text(text.to_owned(), Marks::default())])
    }

    #[test]
    fn headings_are_numbered_level_by_level() {
        let blocks = [
            heading(1, "总体"),
            heading(2, "走访"),
            heading(2, "座谈"),
            heading(3, "甲"),
            heading(1, "建议"),
            heading(2, "乙"),
        ];
        assert_eq!(numbers(&blocks).unwrap(), ["一、", "（一）", "（二）", "1.", "二、", "（一）"]);
        let mut blocks = blocks;
        number(&mut blocks);
        let Block::Heading(_, inlines) = &blocks[3] else { panic!("a heading") };
        assert_eq!(crate::liaison::submission::article::plain(inlines), "1.甲");
        // What has numbers gets no second ones.
        assert_eq!(numbers(&blocks), None);
    }

    #[test]
    fn numbers_of_their_own_and_single_headings_stay() {
        assert_eq!(numbers(&[heading(1, "一、总体"), heading(1, "建议")]), None);
        assert_eq!(numbers(&[heading(1, "总体"), heading(1, "1.建议")]), None);
        assert_eq!(numbers(&[heading(1, "总体")]), None);
        assert!(numbers(&[heading(1, "2026年的安排"), heading(1, "三个问题")]).is_some());
        assert_eq!(
            [chinese(9), chinese(10), chinese(12), chinese(20), chinese(35)],
            ["九", "十", "十二", "二十", "三十五"]
        );
    }
}
