//! What else leads to one person: e-mail, the plate of a vehicle, an account of a messenger, a passport.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::scan::{Detail, Plain, pattern};

pub(super) fn find(plain: &Plain) -> Vec<(Detail, Range<usize>)> {
    static EMAIL: OnceLock<Option<Regex>> = OnceLock::new();
    static PLATE: OnceLock<Option<Regex>> = OnceLock::new();
    static ACCOUNT: OnceLock<Option<Regex>> = OnceLock::new();
    static PASSPORT: OnceLock<Option<Regex>> = OnceLock::new();
    let email = pattern(&EMAIL, r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}");
    // GA 36-2018: the province, the office, five or six signs.
    let plate = pattern(
        &PLATE,
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][ ·•]?[A-HJ-NP-Z0-9]{5,6}",
    );
    let account =
        pattern(&ACCOUNT, r"(?:(?i:qq)|微信|V信)(?:号码?)? ?[:：]? ?(?:[A-Za-z][A-Za-z0-9_-]{5,19}|[1-9]\d{4,10})");
    let of = |pattern: Option<&'static Regex>, detail: Detail| {
        let spans = pattern.into_iter().flat_map(|pattern| pattern.find_iter(&plain.text)).map(|found| found.range());
        spans.map(|span| (detail, span)).collect::<Vec<_>>()
    };
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let mut found = of(email, Detail::Email);
    // Two digits at least: 川A followed by capital letters alone is a word.
    found.extend(of(plate, Detail::Plate).into_iter().filter(|(_, span)| {
        digits(&plain.text[span.clone()]) >= 2
            && !plain.text[span.end..].starts_with(|c: char| c.is_ascii_alphanumeric())
    }));
    found.extend(of(account, Detail::Account));
    // Passports for private and public affairs (GB/T 35276: E or G with eight digits, E with a letter and seven; D, S, P),
    // permits for Hong Kong, Macau and Taiwan. Only E and G are numbers of nothing else.
    let passport = pattern(&PASSPORT, r"(?:[EG]\d{8}|E[A-HJ-NP-Z]\d{7}|[DSP]E?\d{7,8}|[CHMTL]\d{8}(?:\d{2})?)");
    found.extend(of(passport, Detail::Passport).into_iter().filter(|(_, span)| {
        let from = plain.text[..span.start].char_indices().rev().nth(11).map_or(0, |(at, _)| at);
        let before = &plain.text[from..span.start];
        let said = ["护照", "通行证", "证件", "assport"].iter().any(|word| before.contains(word));
        plain.stands_alone(span) && (said || plain.text[span.clone()].starts_with(['E', 'G']))
    }));
    found
}
