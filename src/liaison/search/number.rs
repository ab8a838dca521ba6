//! Numbers as printable text, small ones short: most distances between places in a text take two or three characters.
//!
//! The digits are letters and signs that stand in a JavaScript string as they are. Numerals are none of them, so that no
//! row of them looks like somebody's telephone number; nor is the blank, which parts lists.

/// The digits; the first half end a number, the second half go on.
const DIGITS: &[u8; 76] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL\
MNOPQRSTUVWXYZ!#$()*+,-./:;=?[]^_{|}~`";
const HALF: usize = DIGITS.len() / 2;

/// Writes `number`.
pub fn push(mut number: usize, text: &mut String) {
    while number >= HALF {
        number -= HALF;
        text.push(char::from(DIGITS[HALF + number % HALF]));
        number /= HALF;
    }
    text.push(char::from(DIGITS[number]));
}

/// Writes the distances between rising numbers, the first as it is.
pub fn push_rising(numbers: impl IntoIterator<Item = usize>, text: &mut String) {
    let mut last = 0;
    for number in numbers {
        push(number - last, text);
        last = number;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{DIGITS, HALF, push};

    /// As `search.js` reads them.
    fn read(text: &str) -> Vec<usize> {
        let mut numbers = Vec::new();
        let (mut number, mut unit) = (0, 1);
        for digit in text.bytes().map(|byte| DIGITS.iter().position(|digit| *digit == byte).unwrap()) {
            number += unit * digit;
            unit *= HALF;
            if digit < HALF {
                numbers.push(number);
                (number, unit) = (0, 1);
            }
        }
        numbers
    }

    #[test]
    fn the_digits_differ() {
        let mut digits = DIGITS.to_vec();
        digits.sort_unstable();
        digits.dedup();
        assert_eq!(digits.len(), 76);
    }

    proptest! {
        #[test]
        fn numbers_come_back(numbers in prop::collection::vec(0_usize..5_000_000, 0..20)) {
            let mut text = String::new();
            numbers.iter().for_each(|number| push(*number, &mut text));
            prop_assert_eq!(read(&text), numbers);
        }
    }
}
