//! Characters as they are compared: one for one, so that places in the folded text are places in the text.

/// The character that stands for `c` and its kin: full-width forms as ASCII, letters small. `search.js` does the same to
/// what the reader types.
pub fn fold(c: char) -> char {
    let narrow = match c {
        '\0'..='\x7f' => return c.to_ascii_lowercase(),
        // Han and what stands beside it has no small letters: nearly all there is to fold.
        '\u{2e80}'..='\u{9fff}' => return c,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    };
    let mut small = narrow.to_lowercase();
    match (small.next(), small.next()) {
        // A letter whose small form is two characters would shift what follows it.
        (Some(one), None) => one,
        _ => narrow,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn kin_fold_to_one_character() {
        let folded: String = "ＧＤＰ gdp Ｇ７，渠Ü İ".chars().map(fold).collect();
        assert_eq!(folded, "gdp gdp g7,渠ü İ");
    }
}
