//! The default masks: enough is left to tell two people apart, not enough to reach one.

use super::name;
use super::scan::Detail;

/// A detail masked: `138****1234`, `35*************123`; for cards the last four digits.
pub fn masked(detail: Detail, plain: &str) -> String {
    let chars: Vec<char> = plain.chars().collect();
    let (head, tail) = match detail {
        Detail::Mobile => {
            // Whatever stands before the eleven digits is no part of the number.
            let own: String = chars[chars.len().saturating_sub(11)..].iter().collect();
            return keep(&own.chars().collect::<Vec<_>>(), 3, 4);
        }
        Detail::Identity | Detail::IdentityLike => (2, 3),
        Detail::BankCard => (0, 4),
        Detail::Landline => (4, 2),
        Detail::Plate => (2, 1),
        Detail::Email | Detail::Account => (1, 0),
        Detail::Passport => (1, 2),
        // An address is told down to the township at most, so nothing of a house is left.
        Detail::Address => return "****".to_owned(),
        Detail::Status | Detail::Minor => return name::hidden(plain),
    };
    keep(&chars, head, tail)
}

fn keep(chars: &[char], head: usize, tail: usize) -> String {
    let hidden = head..chars.len().saturating_sub(tail).max(head);
    chars.iter().enumerate().map(|(at, c)| if hidden.contains(&at) { '*' } else { *c }).collect()
}

#[cfg(test)]
mod tests {
    use super::masked;
    use crate::check::privacy::{Detail, scan};

    #[test]
    fn masks_are_those_offices_use_and_pass_themselves() {
        for (detail, plain, mask) in [
            (Detail::Mobile, "13800138000", "138****8000"),
            (Detail::Mobile, "+8613800138000", "138****8000"),
            (Detail::Identity, "11010519491231002X", "11*************02X"),
            (Detail::BankCard, "6222020000000000003", "***************0003"),
            (Detail::Passport, "E12345678", "E******78"),
            (Detail::Address, "路12号", "****"),
            (Detail::Status, "王建国", "王某某"),
        ] {
            assert_eq!(masked(detail, plain), mask);
            assert_eq!(scan(mask), []);
        }
    }
}
