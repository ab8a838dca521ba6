//! Bank cards: 16 to 19 digits that begin as cards do, with a right check digit (ISO/IEC 7812-1, annex B).

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::scan::{Detail, Plain, pattern};

pub(super) fn find(plain: &Plain) -> Vec<(Detail, Range<usize>)> {
    static CARD: OnceLock<Option<Regex>> = OnceLock::new();
    let card = pattern(&CARD, r"(?:62|60|4\d|5[1-5]|9[0-9])\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?");
    let mut found = Vec::new();
    for span in card.into_iter().flat_map(|card| card.find_iter(&plain.text)).map(|found| found.range()) {
        let digits: Vec<u8> = plain.text[span.clone()].bytes().filter(u8::is_ascii_digit).collect();
        if plain.stands_alone(&span) && (16..=19).contains(&digits.len()) && luhn(&digits) {
            found.push((Detail::BankCard, span));
        }
    }
    found
}

/// Whether the last digit is the check digit of the others.
fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let value = u32::from(digit - b'0') * if at % 2 == 1 { 2 } else { 1 };
            value / 10 + value % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::luhn;

    #[test]
    fn the_check_digit_is_that_of_the_standard() {
        assert!(luhn(b"79927398713") && !luhn(b"79927398714"));
    }
}
