//! Telephones: mobile ones by their first digits, others by the number of their area.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::scan::{Detail, Plain, pattern};

pub(super) fn find(plain: &Plain) -> Vec<(Detail, Range<usize>)> {
    static MOBILE: OnceLock<Option<Regex>> = OnceLock::new();
    static LANDLINE: OnceLock<Option<Regex>> = OnceLock::new();
    let mobile = pattern(
        &MOBILE,
        r"(?:\+?86[ -]?)?(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|1[3-9]\d{2}[ -]\d{3}[ -]\d{4}|1[3-9]\d{2}[ -]\d{4}[ -]\d{3})",
    );
    let landline = pattern(&LANDLINE, r"(?:\(0\d{2,3}\) ?|0\d{2,3}[ -]{0,2})[2-8]\d{2,3}[ -]?\d{4}");
    let of = |pattern: Option<&'static Regex>, detail: Detail| {
        let spans = pattern.into_iter().flat_map(|pattern| pattern.find_iter(&plain.text)).map(|found| found.range());
        spans.filter(|span| plain.stands_alone(span)).map(|span| (detail, span)).collect::<Vec<_>>()
    };
    let mut found = of(mobile, Detail::Mobile);
    found.extend(of(landline, Detail::Landline));
    found
}
