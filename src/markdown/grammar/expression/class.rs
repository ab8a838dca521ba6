//! Sets of characters: each of ASCII is known to be in or out, the others by kinds.
//!
//! What Oniguruma makes of `\w` beyond ASCII is a matter of its Unicode tables. We keep none: of letters that have no case (Chinese,
//! Japanese, Korean) and of common punctuation the answer is plain, for all others it is [`Known::Ask`], and Oniguruma is asked.

/// Whether the characters of a kind are in a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// None is.
    No,
    /// All are.
    Yes,
    /// Some may be.
    Ask,
}

/// Kinds of characters beyond ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Letters without case.
    Letter,
    /// Punctuation.
    Mark,
    /// All others.
    Other,
}

/// Letters without case that have been in Unicode from of old, in the order of their numbers.
const LETTERS: [(char, char); 4] =
    [('\u{3041}', '\u{3096}'), ('\u{30A1}', '\u{30FA}'), ('\u{4E00}', '\u{9FA5}'), ('\u{AC00}', '\u{D7A3}')];

/// Punctuation: dashes, quotation marks, dots, brackets, and the wide forms of those of ASCII.
const MARKS: [(char, char); 10] = [
    ('\u{2010}', '\u{2027}'),
    ('\u{3001}', '\u{3003}'),
    ('\u{3008}', '\u{3011}'),
    ('\u{3014}', '\u{301B}'),
    ('\u{FF01}', '\u{FF03}'),
    ('\u{FF05}', '\u{FF0A}'),
    ('\u{FF0C}', '\u{FF0F}'),
    ('\u{FF1A}', '\u{FF1B}'),
    ('\u{FF1F}', '\u{FF1F}'),
    ('\u{FF3B}', '\u{FF3D}'),
];

impl Kind {
    const ALL: [Kind; 3] = [Kind::Letter, Kind::Mark, Kind::Other];

    fn of(c: char) -> Kind {
        let is_in = |ranges: &[(char, char)]| ranges.iter().any(|(from, to)| (*from..=*to).contains(&c));
        if is_in(&LETTERS) {
            Kind::Letter
        } else if is_in(&MARKS) {
            Kind::Mark
        } else {
            Kind::Other
        }
    }
}

/// A set of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    /// A bit for each character of ASCII.
    pub ascii: u128,
    /// The others, by their kinds.
    wide: [Known; 3],
}

const fn range(from: u8, to: u8) -> u128 {
    (u128::MAX >> (127 - to)) & (u128::MAX << from)
}

const UPPER: u128 = range(b'A', b'Z');
const LOWER: u128 = range(b'a', b'z');
const DIGIT: u128 = range(b'0', b'9');
const SPACE: u128 = range(9, 13) | 1 << b' ';
const CONTROL: u128 = range(0, 31) | 1 << 127;
const GRAPH: u128 = range(b'!', b'~');
/// `$`, `+`, `<` to `>`, `^`, the grave accent, `|` and `~`.
const MATHS: u128 = 1 << b'+' | range(b'<', b'>') | 1 << b'|' | 1 << b'~';
const SYMBOL: u128 = MATHS | 1 << b'$' | 1 << b'^' | 1 << b'`';

impl Class {
    /// No character.
    pub const NONE: Class = Class { ascii: 0, wide: [Known::No; 3] };
    /// Every character.
    pub const ALL: Class = Class { ascii: u128::MAX, wide: [Known::Yes; 3] };
    /// Every character but the end of the line.
    pub const ANY: Class = Class { ascii: !(1 << b'\n'), wide: [Known::Yes; 3] };
    /// `\w`.
    pub const WORD: Class = Class::letters(UPPER | LOWER | DIGIT | 1 << b'_');
    /// `\d`.
    pub const DIGIT: Class = Class::asked(DIGIT);
    /// `\s`.
    pub const SPACE: Class = Class::asked(SPACE);
    /// `\h`, in Oniguruma a digit of hexadecimal numbers.
    pub const HEX: Class = Class { ascii: DIGIT | range(b'A', b'F') | range(b'a', b'f'), wide: [Known::No; 3] };

    /// A set without letters that have no case, and without punctuation.
    const fn asked(ascii: u128) -> Class {
        Class { ascii, wide: [Known::No, Known::No, Known::Ask] }
    }

    /// A set with all letters that have no case, and without punctuation.
    const fn letters(ascii: u128) -> Class {
        Class { ascii, wide: [Known::Yes, Known::No, Known::Ask] }
    }

    /// A set of which nothing is known beyond ASCII.
    const fn unknown(ascii: u128) -> Class {
        Class { ascii, wide: [Known::Ask; 3] }
    }

    /// The one character.
    pub fn of(c: char) -> Class {
        Class::between(c, c)
    }

    /// The characters from one to another, both in.
    pub fn between(from: char, to: char) -> Class {
        let ascii = if from.is_ascii() { range(from as u8, if to.is_ascii() { to as u8 } else { 127 }) } else { 0 };
        let wide = match (to.is_ascii(), from <= '\u{80}' && to == char::MAX) {
            (true, _) => [Known::No; 3],
            (_, true) => [Known::Yes; 3],
            _ => Kind::ALL.map(|kind| match kind {
                Kind::Letter => Class::holds(from, to, &LETTERS),
                Kind::Mark => Class::holds(from, to, &MARKS),
                Kind::Other => Known::Ask,
            }),
        };
        Class { ascii: if from <= to { ascii } else { 0 }, wide }
    }

    /// Whether the characters of a kind lie between two.
    fn holds(from: char, to: char, ranges: &[(char, char)]) -> Known {
        if ranges.iter().all(|(first, last)| from <= *first && *last <= to) {
            Known::Yes
        } else if ranges.iter().all(|(first, last)| to < *first || *last < from) {
            Known::No
        } else {
            Known::Ask
        }
    }

    /// The set a name between `[:` and `:]` or in `\p{}` stands for.
    pub fn named(name: &str) -> Option<Class> {
        let name: String = name.chars().filter(|c| !matches!(c, ' ' | '-' | '_')).collect();
        Some(match name.to_ascii_lowercase().as_str() {
            "ascii" => Class { ascii: u128::MAX, wide: [Known::No; 3] },
            "xdigit" => Class::HEX,
            "l" | "letter" | "alpha" | "alphabetic" => Class::letters(UPPER | LOWER),
            "ll" | "lower" | "lowercase" => Class::asked(LOWER),
            "lu" | "upper" | "uppercase" => Class::asked(UPPER),
            "lo" => Class::letters(0),
            "lt" | "lm" | "nl" | "no" | "m" | "mn" | "mc" | "me" | "so" => Class::asked(0),
            "n" | "nd" | "digit" => Class::asked(DIGIT),
            "alnum" => Class::letters(UPPER | LOWER | DIGIT),
            "word" => Class::WORD,
            "space" => Class::SPACE,
            "pc" => Class::asked(1 << b'_'),
            "s" => Class::asked(SYMBOL),
            "sm" => Class::asked(MATHS),
            "cntrl" => Class::asked(CONTROL),
            "graph" => Class::unknown(GRAPH),
            "print" => Class::unknown(GRAPH | 1 << b' '),
            _ => return None,
        })
    }

    /// Whether the byte of ASCII is in.
    pub fn has(self, byte: u8) -> bool {
        byte < 128 && self.ascii >> byte & 1 != 0
    }

    /// The character of ASCII that alone is in.
    pub fn only(self) -> Option<char> {
        let is_one = self.is_ascii() && self.ascii.count_ones() == 1;
        is_one.then(|| char::from(self.ascii.trailing_zeros() as u8))
    }

    /// Whether the character, which is not in ASCII, is in.
    pub fn has_wide(self, c: char) -> Known {
        if self.wide[0] == self.wide[1] && self.wide[1] == self.wide[2] {
            return self.wide[0];
        }
        self.wide[Kind::of(c) as usize]
    }

    /// Whether no character beyond ASCII is in.
    pub fn is_ascii(self) -> bool {
        self.wide == [Known::No; 3]
    }

    /// Whether every character beyond ASCII is in.
    pub fn has_all_wide(self) -> bool {
        self.wide == [Known::Yes; 3]
    }

    /// The characters of both.
    pub fn or(self, other: Class) -> Class {
        let wide = Kind::ALL.map(|kind| match (self.wide[kind as usize], other.wide[kind as usize]) {
            (Known::Yes, _) | (_, Known::Yes) => Known::Yes,
            (Known::No, Known::No) => Known::No,
            _ => Known::Ask,
        });
        Class { ascii: self.ascii | other.ascii, wide }
    }

    /// The characters in both.
    pub fn and(self, other: Class) -> Class {
        self.not().or(other.not()).not()
    }

    /// All other characters.
    pub fn not(self) -> Class {
        let wide = self.wide.map(|known| match known {
            Known::No => Known::Yes,
            Known::Yes => Known::No,
            Known::Ask => Known::Ask,
        });
        Class { ascii: !self.ascii, wide }
    }

    /// The same without regard to the case of letters: the Kelvin sign, beyond ASCII, counts as a `k`.
    pub fn folded(self) -> Class {
        let upper = (self.ascii & LOWER) >> 32;
        let lower = (self.ascii & UPPER) << 32;
        let mut wide = self.wide;
        if self.ascii & (UPPER | LOWER) != 0 {
            wide[Kind::Other as usize] = Known::Ask;
        }
        Class { ascii: self.ascii | upper | lower, wide }
    }

    /// Whether all letters of ASCII are in.
    pub fn has_all_letters(self) -> bool {
        self.ascii & (UPPER | LOWER) == UPPER | LOWER
    }
}

#[cfg(test)]
mod tests {
    use super::{Class, Known};

    #[test]
    fn sets_are_made() {
        let digits = Class::between('0', '9');
        assert!(digits.has(b'5') && !digits.has(b'a') && digits.is_ascii());
        assert_eq!(digits.not().not(), digits);
        assert!(Class::ANY.and(digits.not()).has(b'x') && !Class::ANY.and(digits.not()).has(b'0'));
        assert_eq!(Class::of('é').has_wide('é'), Known::Ask);
        assert_eq!(Class::between('\0', char::MAX), Class::ALL);
        let folded = Class::of('k').folded();
        assert!(folded.has(b'K') && folded.has(b'k') && folded.has_wide('K') == Known::Ask);
        assert_eq!(Class::of('{').folded(), Class::of('{'));
        assert!(Class::WORD.has_all_letters() && !digits.has_all_letters());
        assert!(!Class::between('z', 'a').has(b'm'));
    }

    #[test]
    fn kinds_beyond_ascii() {
        for (class, letter, mark) in [
            (Class::WORD, Known::Yes, Known::No),
            (Class::SPACE.not(), Known::Yes, Known::Yes),
            (Class::between('\u{80}', '\u{FFFF}'), Known::Yes, Known::Yes),
            (Class::between('一', '龥'), Known::Ask, Known::No),
            (Class::of('中').not(), Known::Ask, Known::Yes),
        ] {
            assert_eq!((class.has_wide('村'), class.has_wide('，')), (letter, mark), "{class:?}");
        }
        assert_eq!(Class::WORD.has_wide('é'), Known::Ask);
    }
}
