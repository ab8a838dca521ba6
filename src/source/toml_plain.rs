//! TOML as nearly all front matter is written: a line for each key, with a text, a number, a truth value, a date or a list of such
//! behind it, and tables in single brackets. Read in one go, in an eighth of the time the whole language takes. Anything else, and
//! anything that may be a mistake, is left to the parser of the whole language, so what both read they read alike.
//! <https://toml.io/en/v1.0.0>

use std::ops::Range;

use super::node::{Entry, Item, Node};

/// So many keys of a table are looked through for one that is there already.
const MANY: usize = 32;

/// Reads `text`; places count from `base`. `None` if that is for the parser of the whole language.
pub(super) fn read(text: &str, base: usize) -> Option<Vec<Entry>> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, base };
    let mut entries = Vec::with_capacity(8);
    // The table that keys go into: the last one of `entries`, once there was a header.
    let mut inside: Option<Vec<Entry>> = None;
    loop {
        reader.skip_blanks();
        match reader.peek() {
            None => break,
            Some(b'\n' | b'\r' | b'#') => reader.end_line()?,
            Some(b'[') => {
                close(&mut entries, inside.take());
                let entry = reader.header()?;
                is_new(&entries, &entry.key).then_some(())?;
                entries.push(entry);
                inside = Some(Vec::with_capacity(4));
                reader.end_line()?;
            }
            Some(_) => {
                let entry = reader.pair()?;
                let table = inside.as_mut().unwrap_or(&mut entries);
                is_new(table, &entry.key).then_some(())?;
                table.push(entry);
                reader.end_line()?;
            }
        }
    }
    close(&mut entries, inside);
    Some(entries)
}

/// Puts what stood below the last header there.
fn close(entries: &mut [Entry], inside: Option<Vec<Entry>>) {
    if let (Some(inside), Some(last)) = (inside, entries.last_mut()) {
        last.node.item = Item::Table(inside);
    }
}

/// Whether a key may be added: it is not there, and there are not so many that to look takes long.
fn is_new(table: &[Entry], key: &str) -> bool {
    table.len() < MANY && table.iter().all(|entry| entry.key != key)
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    base: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    /// The rest of a line: blanks and perhaps a comment.
    fn end_line(&mut self) -> Option<()> {
        self.skip_blanks();
        if self.peek() == Some(b'#') {
            while self.peek().is_some_and(is_plain) {
                self.at += 1;
            }
        }
        if self.peek() == Some(b'\r') {
            self.at += 1;
            return self.take(b'\n');
        }
        if self.peek().is_none() { Some(()) } else { self.take(b'\n') }
    }

    fn span(&self, start: usize) -> Range<usize> {
        start + self.base..self.at + self.base
    }

    /// A key without quotes, of letters of any script.
    fn key(&mut self) -> Option<(String, Range<usize>)> {
        let start = self.at;
        let rest = &self.text[start..];
        let ends =
            |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-') || !c.is_ascii() && c.is_alphabetic());
        self.at = start + rest.find(ends).unwrap_or(rest.len());
        (self.at > start).then(|| (self.text[start..self.at].to_owned(), self.span(start)))
    }

    /// `[table]`.
    fn header(&mut self) -> Option<Entry> {
        let start = self.at;
        self.take(b'[')?;
        self.skip_blanks();
        let (key, key_span) = self.key()?;
        self.skip_blanks();
        self.take(b']')?;
        Some(Entry::new(key, key_span, Node { item: Item::Table(Vec::new()), span: self.span(start) }))
    }

    /// `key = value`.
    fn pair(&mut self) -> Option<Entry> {
        let (key, key_span) = self.key()?;
        self.skip_blanks();
        self.take(b'=')?;
        self.skip_blanks();
        let node = match self.peek()? {
            b'[' => self.list()?,
            _ => self.scalar()?,
        };
        Some(Entry::new(key, key_span, node))
    }

    /// A list on one line, without lists or tables in it.
    fn list(&mut self) -> Option<Node> {
        let start = self.at;
        let mut items = Vec::new();
        self.take(b'[')?;
        loop {
            self.skip_blanks();
            if self.take(b']').is_some() {
                break;
            }
            items.push(self.scalar()?);
            self.skip_blanks();
            if self.take(b',').is_none() {
                self.take(b']')?;
                break;
            }
        }
        Some(Node { item: Item::List(items), span: self.span(start) })
    }

    fn scalar(&mut self) -> Option<Node> {
        let start = self.at;
        let item = match self.peek()? {
            quote @ (b'"' | b'\'') => Item::Text(self.quoted(quote)?.to_owned()),
            _ => {
                while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-+.:".contains(&byte)) {
                    self.at += 1;
                }
                bare(&self.text[start..self.at])?
            }
        };
        Some(Node { item, span: self.span(start) })
    }

    /// What stands in quotes, without an escape.
    fn quoted(&mut self, quote: u8) -> Option<&str> {
        self.take(quote)?;
        let start = self.at;
        let rest = &self.bytes[start..];
        let length = rest.iter().position(|byte| *byte == quote || *byte == b'\\' || !is_plain(*byte))?;
        self.at = start + length;
        self.take(quote)?;
        // Three quotes begin a text of many lines.
        (length > 0 || self.peek() != Some(quote)).then(|| &self.text[start..start + length])
    }
}

/// Whether a byte may stand in a text or a comment.
fn is_plain(byte: u8) -> bool {
    byte == b'\t' || (byte >= b' ' && byte != 0x7f)
}

/// A value without quotes: a truth value, a number in its plain form, a date.
fn bare(text: &str) -> Option<Item> {
    match text {
        "true" => return Some(Item::Boolean(true)),
        "false" => return Some(Item::Boolean(false)),
        _ => {}
    }
    if is_moment(text.as_bytes()) {
        return Some(Item::Moment(text.to_owned()));
    }
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) =
        unsigned.split_once('.').map_or((unsigned, None), |(whole, fraction)| (whole, Some(fraction)));
    let is_number =
        |digits: &str| !digits.is_empty() && digits.len() <= 15 && digits.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || whole.len() > 1 && whole.starts_with('0') {
        return None;
    }
    match fraction {
        None if text == "-0" => None,
        None => text.parse().ok().map(Item::Integer),
        Some(fraction) => is_number(fraction).then(|| text.parse().ok().map(Item::Float)).flatten(),
    }
}

/// Whether it is a day, or a day and a time to the second, that is in its normal form already.
fn is_moment(text: &[u8]) -> bool {
    /// How long a day is, and a day with a time.
    const DAY: usize = 10;
    const TIME: usize = 19;
    /// How many days a month has in any year.
    const DAYS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let number = |at: usize, length: usize| {
        let digits = text.get(at..at + length)?;
        digits
            .iter()
            .try_fold(0, |number, digit| Some(number * 10 + u32::from(digit.is_ascii_digit().then(|| digit - b'0')?)))
    };
    let is = |at: usize, byte: u8| text.get(at) == Some(&byte);
    let within = |at: usize, length: usize, most: u32| number(at, length).is_some_and(|number| number <= most);
    let month = number(5, 2).and_then(|month| DAYS.get((month as usize).checked_sub(1)?));
    let is_day = number(0, 4).is_some()
        && is(4, b'-')
        && is(7, b'-')
        && month.is_some_and(|days| within(8, 2, *days))
        && number(8, 2) != Some(0);
    if !is_day || text.len() == DAY {
        return is_day;
    }
    let is_time =
        is(DAY, b'T') && within(11, 2, 23) && is(13, b':') && within(14, 2, 59) && is(16, b':') && within(17, 2, 59);
    let is_signed = matches!(text.get(TIME), Some(b'+' | b'-'));
    let is_offset = is_signed && within(TIME + 1, 2, 23) && is(TIME + 3, b':') && within(TIME + 4, 2, 59);
    let is_zone = match text.len() - TIME.min(text.len()) {
        0 => true,
        1 => is(TIME, b'Z'),
        // No offset has more than one way to be written.
        6 => is_offset && !text.ends_with(b"00:00"),
        _ => false,
    };
    is_time && is_zone
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::read;
    use crate::diagnostic::SourceText;
    use crate::path::SourcePath;
    use crate::source::toml::parse_whole;

    /// Whether it is read here at all; if so, as the parser of the whole language reads it.
    fn is_read(text: &str) -> bool {
        let Some(entries) = read(text, 0) else { return false };
        let source = SourceText { path: SourcePath::new("a.md").unwrap(), text: text.into() };
        assert_eq!(parse_whole(&source, 0..text.len()).as_ref(), Ok(&entries), "{text:?}");
        true
    }

    #[test]
    fn usual_front_matter_is_read() {
        for text in [
            "",
            "\n \t\r\n# 注释\n",
            "title = \"上善若水\" # 标题\r\ndate = 2014-02-13T13:26:15+08:00\n\n[taxonomies]\ntags = [\"a\", 'b' ,]\n[extra]\ntoc=true\nn = -12\nf = 0.50",
            "标题 = ''\na-b_1 = []\n2024 = 2024-01-31\nlocal = 2024-12-01T10:00:00\nutc = 2024-12-01T10:00:00Z",
            "[ a ] # c\n[b]\n\tx = 'it'",
        ] {
            assert!(is_read(text), "{text:?}");
        }
    }

    #[test]
    fn all_else_is_left_to_others() {
        for text in [
            "a = \"\\n\"",
            "a = \"\"\"x\"\"\"",
            "a.b = 1",
            "\"a\" = 1",
            "[a.b]",
            "[[a]]",
            "a = {}",
            "a = [[]]",
            "a = [\n1]",
            "a = 1\na = 2",
            "a = 1\n[a]",
            "[a]\n[a]",
            "a = 01",
            "a = 1_0",
            "a = +1",
            "a = 1e3",
            "a = 2024-02-29",
            "a = 2024-13-01",
            "a = 2024-01-01 10:00:00",
            "a = 2024-01-01T24:00:00",
            "a = 2024-01-01T10:00:00+00:00",
            "a = 1 b = 2",
            "a = x",
            "a =",
            "a",
            "= 1",
            "a = \"x",
            "a = '\u{7}'",
            "a = 1\rb = 2",
            "\u{feff}a = 1",
        ] {
            assert!(read(text, 0).is_none(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_read_as_by_the_whole_language(
            parts in proptest::collection::vec(prop_oneof![
                proptest::sample::select(vec![
                    "a", "b", "标题", "ß", "-", "_", "1", "0", "-1", "1.5", "-0.0", "00", "true", "false", "inf", "nan", "x²",
                    "\"t\"", "'t'", "\"\"", "''", "\"é\"", "\"\\t\"", "2024-01-31", "2024-02-30", "2024-01-31T10:11:12",
                    "2024-01-31T10:11:12+08:00", "2024-01-31T10:11:12-00:00", "2024-01-31T10:11:12Z", "0000-01-01", "T", ":", ".",
                ]).prop_map(str::to_owned),
                proptest::sample::select(vec![" = ", "=", "\n", "\r\n", "\r", "\n", " ", "\t", "[", "]", "[a]\n", "[标题]\n", ", ", "{", "}", "# c", "#\u{1}"])
                    .prop_map(str::to_owned),
                (proptest::sample::select(vec!["a", "b", "c", "标题", "d-1"]), proptest::sample::select(vec![
                    "1", "-7", "0.25", "\"x\"", "'y'", "[1, 2]", "[\"x\" , 'y',]", "[ ]", "true", "2024-05-06", "2024-05-06T07:08:09+08:00",
                ])).prop_map(|(key, value)| format!("{key} = {value}\n")),
                "[ -~]{0,4}",
            ], 0..8)
        ) {
            is_read(&parts.concat());
        }
    }
}
