//! A text searched for details: digits of any width are read as digits, places are those of the text as written.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::{address, bank, identity, person, phone, reach};
use crate::diagnostic::Severity;

/// A kind of detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Detail {
    /// The number of an identity card, its check digit right.
    Identity,
    /// A number of that form with a wrong check digit, or of the old form with 15 digits.
    IdentityLike,
    /// A mobile telephone.
    Mobile,
    /// A telephone with its area's number.
    Landline,
    /// A bank card.
    BankCard,
    /// An e-mail address.
    Email,
    /// The plate of a vehicle.
    Plate,
    /// An account of a messenger.
    Account,
    /// The number of a passport or a permit to travel.
    Passport,
    /// Somebody's home.
    Address,
    /// A name beside a word that says its bearer is poor, ill or disabled.
    Status,
    /// The name of a minor.
    Minor,
}

impl Detail {
    /// Its id, by which an entry allows it.
    pub fn id(self) -> &'static str {
        match self {
            Detail::Identity => "identity",
            Detail::IdentityLike => "identity-like",
            Detail::Mobile => "mobile",
            Detail::Landline => "landline",
            Detail::BankCard => "bank-card",
            Detail::Email => "email",
            Detail::Plate => "plate",
            Detail::Account => "account",
            Detail::Passport => "passport",
            Detail::Address => "address",
            Detail::Status => "status",
            Detail::Minor => "minor",
        }
    }

    /// Its Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Detail::Identity => "身份证号",
            Detail::IdentityLike => "疑似身份证号",
            Detail::Mobile => "手机号",
            Detail::Landline => "座机号",
            Detail::BankCard => "银行卡号",
            Detail::Email => "电子邮箱",
            Detail::Plate => "车牌号",
            Detail::Account => "微信或QQ号",
            Detail::Passport => "护照或通行证号",
            Detail::Address => "住址",
            Detail::Status => "能对上姓名的困难或健康情况",
            Detail::Minor => "未成年人的姓名",
        }
    }

    /// Its English name.
    pub fn en(self) -> &'static str {
        match self {
            Detail::Identity => "the number of an identity card",
            Detail::IdentityLike => "what looks like the number of an identity card",
            Detail::Mobile => "a mobile telephone number",
            Detail::Landline => "a telephone number",
            Detail::BankCard => "the number of a bank card",
            Detail::Email => "an e-mail address",
            Detail::Plate => "the plate of a vehicle",
            Detail::Account => "an account of a messenger",
            Detail::Passport => "the number of a passport or permit",
            Detail::Address => "somebody's home address",
            Detail::Status => "a name beside its bearer's hardship or health",
            Detail::Minor => "the name of a minor",
        }
    }

    /// Whether it stops what would publish it: a card or a mobile telephone leads to one person.
    pub fn severity(self) -> Severity {
        match self {
            Detail::Identity | Detail::Mobile | Detail::BankCard => Severity::Error,
            _ => Severity::Warning,
        }
    }
}

/// A detail in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its kind.
    pub detail: Detail,
    /// Its bytes in the text as written.
    pub span: Range<usize>,
    /// It without blanks and hyphens, its digits of half width.
    pub plain: String,
}

/// Details that may be there: those the site itself gives as its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    plain: BTreeSet<String>,
}

impl Allowed {
    /// Allows every detail in a text, such as the site's footer.
    pub fn add_all(&mut self, text: &str) {
        self.plain.extend(scan(text).into_iter().map(|found| found.plain));
    }

    /// Allows the numbers in a text that stop what would publish them.
    pub fn add_certain(&mut self, text: &str) {
        self.plain.extend(certain(text).into_iter().map(|found| found.plain));
    }

    /// Allows one detail as it is found.
    pub fn add(&mut self, found: &Found) {
        self.plain.insert(found.plain.clone());
    }

    /// Whether it may be there.
    pub fn has(&self, found: &Found) -> bool {
        self.plain.contains(&found.plain)
    }
}

/// A pattern compiled once. The patterns here are literals of this folder, so that one that does not compile finds nothing
/// in its own tests.
pub(super) fn pattern(cell: &'static OnceLock<Option<Regex>>, text: &str) -> Option<&'static Regex> {
    cell.get_or_init(|| Regex::new(text).ok()).as_ref()
}

/// A text with its digits and letters in half width, each character one of the original's.
pub(super) struct Plain {
    /// The text.
    pub text: String,
    /// For each character of `text`: its first byte there, and its bytes in the original. Empty where both are the same.
    places: Vec<(usize, Range<usize>)>,
}

impl Plain {
    fn new(original: &str) -> Plain {
        let wide = |c: char| matches!(c, '\u{ff01}'..='\u{ff5e}' | '\u{3000}' | '\u{a0}' | '\u{2009}' | '\u{2010}'..='\u{2015}' | '\u{2212}');
        if !original.contains(wide) {
            return Plain { text: original.to_owned(), places: Vec::new() };
        }
        let mut text = String::with_capacity(original.len());
        let mut places = Vec::with_capacity(original.len());
        for (at, c) in original.char_indices() {
            places.push((text.len(), at..at + c.len_utf8()));
            text.push(match c {
                '\u{3000}' | '\u{a0}' | '\u{2009}' => ' ',
                '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
                c if wide(c) => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
                c => c,
            });
        }
        Plain { text, places }
    }

    fn original(&self, span: Range<usize>) -> Range<usize> {
        if self.places.is_empty() {
            return span;
        }
        let at = |byte: usize| self.places.partition_point(|(start, _)| *start <= byte).saturating_sub(1);
        let start = self.places.get(at(span.start)).map_or(0, |(_, place)| place.start);
        let end = self.places.get(at(span.end.saturating_sub(1))).map_or(start, |(_, place)| place.end);
        start..end
    }

    /// Whether the bytes stand alone, not inside of a longer number or word.
    pub fn stands_alone(&self, span: &Range<usize>) -> bool {
        let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '*');
        let mut before = self.text[..span.start].chars().rev();
        let mut after = self.text[span.end..].chars();
        let fraction = |point: Option<char>, digit: Option<char>| {
            point == Some('.') && digit.is_some_and(|digit| digit.is_ascii_digit())
        };
        let previous = before.next();
        let next = after.next();
        !previous.is_some_and(inside)
            && !next.is_some_and(inside)
            && !fraction(previous, before.next())
            && !fraction(next, after.next())
    }
}

/// What texts are searched for: the shipped detectors, and the words a site adds for what nobody should know of a person.
#[derive(Clone, Debug)]
pub struct Scanner {
    statuses: Option<Regex>,
}

impl Default for Scanner {
    fn default() -> Scanner {
        Scanner::new(&[])
    }
}

impl Scanner {
    /// The detectors, with words such as 失独 beside which no name should stand.
    pub fn new(statuses: &[String]) -> Scanner {
        Scanner { statuses: person::statuses(statuses) }
    }

    /// All details in a text, in its order. Where two kinds fit, the more certain one is told.
    pub fn scan(&self, text: &str) -> Vec<Found> {
        let plain = Plain::new(text);
        let mut found = Search::default();
        if has_numbers(text) {
            found.numbers(&plain);
            found.add(reach::find(&plain));
        }
        found.add(address::find(&plain));
        if let Some(statuses) = &self.statuses {
            found.add(person::find(&plain, statuses));
        }
        found.finish(&plain)
    }
}

/// All details in a text, by the shipped detectors.
pub fn scan(text: &str) -> Vec<Found> {
    static SHIPPED: OnceLock<Scanner> = OnceLock::new();
    SHIPPED.get_or_init(Scanner::default).scan(text)
}

/// The numbers in a text that stop what would publish them: for finished files, whose sources were searched for the rest.
pub fn certain(text: &str) -> Vec<Found> {
    if !has_numbers(text) {
        return Vec::new();
    }
    let plain = Plain::new(text);
    let mut found = Search::default();
    found.numbers(&plain);
    let mut found = found.finish(&plain);
    found.retain(|found| found.detail.severity() == Severity::Error);
    found
}

/// Whether a text may hold a number of a person. Most hold nothing of the kind: one pass says so.
fn has_numbers(text: &str) -> bool {
    static SOME: OnceLock<Option<Regex>> = OnceLock::new();
    let some = pattern(
        &SOME,
        r"(?:[0-9０-９][ \-\u{a0}\u{3000}\u{2010}-\u{2015}]{0,2}){9,}|[A-ZＡ-Ｚ][0-9０-９]{7}|[@＠]|(?i:qq|微信|V信)|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-ZＡ-Ｚ]",
    );
    some.is_none_or(|some| some.is_match(text))
}

/// What is found so far.
#[derive(Default)]
struct Search {
    found: Vec<(Detail, Range<usize>)>,
}

impl Search {
    fn numbers(&mut self, plain: &Plain) {
        self.add(identity::find(plain));
        self.add(bank::find(plain));
        self.add(phone::find(plain));
    }

    /// Adds what lies apart from what was found before.
    fn add(&mut self, all: Vec<(Detail, Range<usize>)>) {
        for (detail, span) in all {
            if self.found.iter().all(|(_, other)| other.end <= span.start || span.end <= other.start) {
                self.found.push((detail, span));
            }
        }
    }

    fn finish(mut self, plain: &Plain) -> Vec<Found> {
        self.found.sort_by_key(|(_, span)| span.start);
        let found = self.found.into_iter().map(|(detail, span)| Found {
            detail,
            plain: plain.text[span.clone()].chars().filter(|c| !matches!(c, ' ' | '-')).collect(),
            span: plain.original(span),
        });
        found.collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Allowed, Detail, scan};

    fn kinds(text: &str) -> Vec<(&'static str, &str)> {
        scan(text).into_iter().map(|found| (found.detail.id(), &text[found.span])).collect()
    }

    #[test]
    fn details_are_found_as_they_are_written() {
        // The example of GB 11643-1999.
        assert_eq!(kinds("证号11010519491231002X。"), [("identity", "11010519491231002X")]);
        assert_eq!(kinds("证号 110105 19491231 002x"), [("identity", "110105 19491231 002x")]);
        assert_eq!(
            kinds("１１０１０５１９４９１２３１００２Ｘ"),
            [("identity", "１１０１０５１９４９１２３１００２Ｘ")]
        );
        assert_eq!(kinds("110105194912310021"), [("identity-like", "110105194912310021")]);
        assert_eq!(kinds("110105491231002"), [("identity-like", "110105491231002")]);
        assert_eq!(kinds("电话138 0013 8000，"), [("mobile", "138 0013 8000")]);
        assert_eq!(kinds("１３８００１３８０００"), [("mobile", "１３８００１３８０００")]);
        assert_eq!(kinds("+86 138-0013-8000"), [("mobile", "+86 138-0013-8000")]);
        assert_eq!(kinds("座机0512-65120000"), [("landline", "0512-65120000")]);
        assert_eq!(kinds("卡号6222 0200 0000 0000 000"), [("bank-card", "6222 0200 0000 0000 000")]);
        assert_eq!(kinds("邮箱 a.b@example.test"), [("email", "a.b@example.test")]);
        assert_eq!(kinds("车牌苏E·A1B23"), [("plate", "苏E·A1B23")]);
        assert_eq!(kinds("微信号：abc_12345"), [("account", "微信号：abc_12345")]);
        assert_eq!(kinds("护照E12345678"), [("passport", "E12345678")]);
        assert_eq!(kinds("护照号码：EA1234567"), [("passport", "EA1234567")]);
        assert_eq!(kinds("港澳通行证 C12345678"), [("passport", "C12345678")]);
    }

    #[test]
    fn what_is_masked_or_another_number_passes() {
        for text in [
            "138****8000",
            "11*************02X",
            "2026-05-08 10:30:00",
            "3.14159265358979",
            "文号〔2026〕12号，投资13800000元",
            "编号A13800138000B",
            "110105194913310021",
            "20260508123456",
            "6222020000000000004",
            "1 2 3 4 5 6 7 8 9 10 11",
            "型号C12345678，编号AE12345678",
            "护照上写着",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn what_the_site_gives_as_its_own_is_allowed() {
        let mut allowed = Allowed::default();
        allowed.add_all("电话：0512-6512 0000");
        assert!(scan("０５１２-65120000").iter().all(|found| allowed.has(found)));
        assert!(scan("0512-65120001").iter().any(|found| !allowed.has(found)));
    }

    #[test]
    fn cards_and_mobile_telephones_stop_a_build() {
        use crate::diagnostic::Severity::{Error, Warning};
        let of = |detail: Detail| detail.severity();
        assert_eq!([of(Detail::Identity), of(Detail::Mobile), of(Detail::BankCard)], [Error; 3]);
        assert_eq!([of(Detail::IdentityLike), of(Detail::Landline), of(Detail::Email)], [Warning; 3]);
    }

    proptest! {
        #[test]
        fn places_lie_in_the_text(text in "[0-9０-９Xx＊* @.微信苏A\\-—　]{0,60}") {
            for found in scan(&text) {
                prop_assert!(text.get(found.span.clone()).is_some(), "{:?}", found);
            }
        }
    }
}
