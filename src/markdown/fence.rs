//! The line that opens a code block: its language and annotations (checklist HL-7).

/// What stands after the backticks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fence<'t> {
    /// The language as written, empty for none.
    pub language: &'t str,
    /// Whether lines carry numbers.
    pub line_numbers: bool,
    /// The number of the first line.
    pub first_number: usize,
    /// Lines that are marked; from 1, both ends included.
    pub marked: Vec<(usize, usize)>,
    /// Lines that are left out.
    pub hidden: Vec<(usize, usize)>,
    /// Further annotations, for `data-` attributes: name and value.
    pub data: Vec<(String, &'t str)>,
}

impl<'t> Fence<'t> {
    /// Reads the info string of a fence: parts with commas between them; the first bare word is the language.
    pub fn parse(info: &'t str) -> Fence<'t> {
        let mut fence = Fence { first_number: 1, ..Fence::default() };
        for part in info.split(',') {
            let part = part.trim();
            match part.split_once('=') {
                None if part == "linenos" => fence.line_numbers = true,
                None if fence.language.is_empty() => {
                    fence.language = part.split_whitespace().next().unwrap_or_default();
                }
                None => {}
                Some((key, value)) => {
                    let (key, value) = (key.trim(), value.trim());
                    match key {
                        "linenostart" => fence.first_number = value.parse().unwrap_or(1),
                        "hl_lines" => fence.marked = ranges(value),
                        "hide_lines" => fence.hidden = ranges(value),
                        "" => {}
                        key => fence.data.push((attribute(key), value)),
                    }
                }
            }
        }
        fence
    }
}

/// Whether the line is in one of the ranges.
pub fn contains(ranges: &[(usize, usize)], line: usize) -> bool {
    ranges.iter().any(|(from, to)| (*from..=*to).contains(&line))
}

/// `1 3-5` as ranges; a range written the wrong way round is turned, what is no number is left out.
fn ranges(text: &str) -> Vec<(usize, usize)> {
    let range = |word: &str| {
        let (from, to) = match word.split_once('-') {
            Some((from, to)) => (from.parse().ok()?, to.parse().ok()?),
            None => (word.parse().ok()?, word.parse().ok()?),
        };
        Some(if from <= to { (from, to) } else { (to, from) })
    };
    text.split_whitespace().filter_map(range).collect()
}

/// A name that an attribute can have.
fn attribute(key: &str) -> String {
    key.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::{Fence, contains};

    #[test]
    fn reads_language_and_annotations() {
        let fence =
            Fence::parse(" python, linenos, linenostart=10, hl_lines=2 5-4, hide_lines=3, name=主程序.py, copy, A b=c");
        assert_eq!((fence.language, fence.line_numbers, fence.first_number), ("python", true, 10));
        assert_eq!((fence.marked, fence.hidden), (vec![(2, 2), (4, 5)], vec![(3, 3)]));
        assert_eq!(fence.data, [("name".to_owned(), "主程序.py"), ("a-b".to_owned(), "c")]);
        assert_eq!(Fence::parse("").language, "");
        assert_eq!(Fence::parse("linenos,rust ignore").language, "rust");
        assert_eq!(Fence::parse("rust,hl_lines=x 3-,linenostart=z").first_number, 1);
    }

    #[test]
    fn ranges_hold_both_ends() {
        let fence = Fence::parse("rust,hl_lines=1 3-4");
        assert_eq!([1, 2, 3, 4, 5].map(|line| contains(&fence.marked, line)), [true, false, true, true, false]);
    }
}
