//! A long title in lines, as official documents set it: a trapezoid or a diamond, no word torn apart (GB/T 9704, 7.3.1).

/// The most characters of 二号 on a line of 156 mm, in hundredths.
const WIDEST: i32 = 2000;

/// Words after which a line may well end, and before which it may well begin.
const AFTER: [&str; 14] = ["关于", "、", "，", "：", "》", "”", "）", "——", "的", "和", "与", "及", "暨", "并"];
const BEFORE: [&str; 40] = [
    "关于", "《", "“", "（", "组织", "开展", "召开", "举行", "举办", "走访", "慰问", "视察", "调研", "座谈", "学习",
    "参加", "列席", "赴", "深入", "推进", "推动", "促进", "加强", "助力", "活动", "工作", "情况", "会议", "建设",
    "建议", "报告", "通知", "提案", "看望", "开启", "服务", "帮扶", "助学", "前夕", "政协",
];
/// What never begins a line.
const NOT_FIRST: &str = "、，。；：？！》”’）】〉」』…—·～％%,.;:?!)]}的了和与及等";
/// What never ends one.
const NOT_LAST: &str = "《“‘（【〈「『([{";

/// The lines of a title.
pub fn title_lines(title: &str) -> Vec<String> {
    lines_within(title, WIDEST, &super::official::width)
}

/// The lines of a title where a line takes `widest` of what `measure` says.
pub fn lines_within(title: &str, widest: i32, measure: &dyn Fn(&str) -> i32) -> Vec<String> {
    let title = title.trim();
    let widest = widest.max(1);
    let total = measure(title);
    if total <= widest {
        return vec![title.to_owned()];
    }
    let page = Page { widest, measure };
    let count = (total + widest - 1) / widest;
    let mut lines = Vec::new();
    let mut rest = title;
    for left in (2..=count).rev() {
        // Each line a little longer than the next one is meant to be: an inverted trapezoid.
        let share = measure(rest) / left + 50;
        let at = page.cut(rest, share.min(widest), left - 1);
        let (line, after) = rest.split_at(at);
        lines.push(line.trim().to_owned());
        rest = after;
    }
    lines.push(rest.trim().to_owned());
    lines.retain(|line| !line.is_empty());
    lines
}

/// The width of lines, and how it is measured.
struct Page<'m> {
    widest: i32,
    measure: &'m dyn Fn(&str) -> i32,
}

impl Page<'_> {
    /// Where to cut so that the line is about `share` wide and the rest fits on `lines` lines.
    fn cut(&self, text: &str, share: i32, lines: i32) -> usize {
        let mut best = (i32::MAX, text.len());
        let mut previous: Option<char> = None;
        for (at, c) in text.char_indices() {
            let width = (self.measure)(&text[..at]);
            let rest = (self.measure)(&text[at..]);
            if at > 0 && width <= self.widest && rest <= lines * self.widest {
                let cost = (width - share).abs() + price(&text[..at], &text[at..], previous, c);
                if cost < best.0 {
                    best = (cost, at);
                }
            }
            previous = Some(c);
        }
        if best.0 == i32::MAX { self.first_that_fits(text) } else { best.1 }
    }

    /// A text that cannot be cut well is cut where the line is full.
    fn first_that_fits(&self, text: &str) -> usize {
        let over = text.char_indices().skip(1).find(|(at, c)| (self.measure)(&text[..at + c.len_utf8()]) > self.widest);
        over.map_or(text.len(), |(at, _)| at)
    }
}

/// How bad a cut between two characters is, in hundredths of a character that the line may be off instead.
fn price(before: &str, after: &str, previous: Option<char>, next: char) -> i32 {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '%' | '-' | '/');
    if previous.is_some_and(|c| letter(c) && letter(next)) || NOT_FIRST.contains(next) {
        return 100_000;
    }
    if previous.is_some_and(|c| NOT_LAST.contains(c)) {
        return 100_000;
    }
    // Digits belong to what they count.
    let counted = previous.is_some_and(|c| c.is_ascii_digit()) || next.is_ascii_digit();
    let good = AFTER.iter().any(|word| before.ends_with(word)) || BEFORE.iter().any(|word| after.starts_with(word));
    match (good, counted) {
        (true, _) => 0,
        (false, true) => 900,
        (false, false) => 500,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::title_lines;
    use crate::liaison::submission::official::width;

    #[test]
    fn short_titles_stand_on_one_line() {
        assert_eq!(title_lines("青溪镇政协联络组组织委员视察道路"), ["青溪镇政协联络组组织委员视察道路"]);
    }

    #[test]
    fn long_titles_break_between_words() {
        assert_eq!(
            title_lines("青溪镇政协联络组组织委员视察镇村道路建设情况"),
            ["青溪镇政协联络组组织委员", "视察镇村道路建设情况"]
        );
        let lines = title_lines("关于加快推进青溪镇农村生活污水治理设施建设和长效管护工作的调研报告");
        assert!(lines.iter().all(|line| width(line) <= 2000) && lines.len() == 2, "{lines:?}");
        assert!(!lines[1].starts_with('的'), "{lines:?}");
    }

    proptest! {
        #[test]
        fn no_title_loses_a_character(title in "[一-十a-z0-9、（）]{1,90}") {
            let lines = title_lines(&title);
            prop_assert_eq!(lines.concat(), title);
        }
    }
}
