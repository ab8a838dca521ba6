//! What else leads to one person: e-mail, the plate of a vehicle, an account of a messenger.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::scan::{Detail, Plain, pattern};

pub(super) fn find(plain: &Plain) -> Vec<(Detail, Range<usize>)> {
    static EMAIL: OnceLock<Option<Regex>> = OnceLock::new();
    static PLATE: OnceLock<Option<Regex>> = OnceLock::new();
    static ACCOUNT: OnceLock<Option<Regex>> = OnceLock::new();
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
    found
}
