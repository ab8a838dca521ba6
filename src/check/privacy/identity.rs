//! Numbers of identity cards: 18 characters with a check digit (GB 11643-1999), and the older 15 digits.

use std::ops::Range;
use std::sync::OnceLock;

use jiff::civil::Date;
use regex::Regex;

use super::scan::{Detail, Plain, pattern};

pub(super) fn find(plain: &Plain) -> Vec<(Detail, Range<usize>)> {
    static NEW: OnceLock<Option<Regex>> = OnceLock::new();
    static OLD: OnceLock<Option<Regex>> = OnceLock::new();
    let new = pattern(&NEW, r"[1-9]\d{5}[ -]?(?:18|19|20)\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{3}[\dXx]");
    let old = pattern(&OLD, r"[1-9]\d{14}");
    let mut found = Vec::new();
    for span in new.into_iter().flat_map(|new| new.find_iter(&plain.text)).map(|found| found.range()) {
        let digits: Vec<u8> = plain.text[span.clone()].bytes().filter(u8::is_ascii_alphanumeric).collect();
        if plain.stands_alone(&span) && is_day(&digits[6..14]) {
            let right = check_digit(&digits) == digits.get(17).map(u8::to_ascii_uppercase);
            found.push((if right { Detail::Identity } else { Detail::IdentityLike }, span));
        }
    }
    for span in old.into_iter().flat_map(|old| old.find_iter(&plain.text)).map(|found| found.range()) {
        let born = format!("19{}", &plain.text[span.start + 6..span.start + 12]);
        if plain.stands_alone(&span) && is_day(born.as_bytes()) {
            found.push((Detail::IdentityLike, span));
        }
    }
    found
}

/// Whether eight digits are a day.
fn is_day(digits: &[u8]) -> bool {
    let number = |range: Range<usize>| {
        let text = std::str::from_utf8(digits.get(range)?).ok()?;
        text.parse::<i16>().ok()
    };
    let day = || Date::new(number(0..4)?, i8::try_from(number(4..6)?).ok()?, i8::try_from(number(6..8)?).ok()?).ok();
    day().is_some()
}

/// The check digit of the first 17 (ISO 7064, MOD 11-2).
fn check_digit(digits: &[u8]) -> Option<u8> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let sum: u32 = WEIGHTS.iter().zip(digits).map(|(weight, digit)| weight * u32::from(digit.wrapping_sub(b'0'))).sum();
    CHECKS.get(sum as usize % 11).copied()
}

#[cfg(test)]
mod tests {
    use super::{check_digit, is_day};

    #[test]
    fn the_check_digit_is_that_of_the_standard() {
        assert_eq!(check_digit(b"11010519491231002"), Some(b'X'));
        assert_eq!(check_digit(b"44052418800101001"), Some(b'4'));
    }

    #[test]
    fn days_are_real() {
        assert!(is_day(b"20240229") && !is_day(b"20230229") && !is_day(b"19991301"));
    }
}
