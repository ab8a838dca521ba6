//! Text in formats that are not taken apart, the older ones of Word, Excel, PowerPoint and WPS and RTF: whatever lies in them
//! in one of the encodings they use.

use super::{Passage, Place};

/// The fewest characters in a row that are text and no chance.
const FEWEST: usize = 8;

/// The runs of text, each of the whole file.
pub fn passages(bytes: &[u8]) -> Vec<Passage> {
    let mut texts = Vec::new();
    if bytes.starts_with(b"{\\rtf") {
        texts.push(rtf(bytes));
    } else {
        narrow(bytes, &mut texts);
        // Pieces may begin at any byte.
        wide(bytes, &mut texts);
        wide(bytes.get(1..).unwrap_or_default(), &mut texts);
    }
    texts.into_iter().map(|text| Passage::new(text, Place::Whole)).collect()
}

/// Runs of ASCII: what is but letters and digits is packed so.
fn narrow(bytes: &[u8], texts: &mut Vec<String>) {
    for run in bytes.split(|byte| !matches!(byte, b' '..=b'~')) {
        if run.len() >= FEWEST {
            texts.push(String::from_utf8_lossy(run).into_owned());
        }
    }
}

/// Runs of UTF-16 in the order of Intel's machines.
fn wide(bytes: &[u8], texts: &mut Vec<String>) {
    let mut run = String::new();
    let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    for c in char::decode_utf16(units).map(Result::ok).chain([None]) {
        let is_text = |c: &char| matches!(c, ' '..='~' | '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}' | '“'..='”');
        match c.filter(is_text) {
            Some(c) => run.push(c),
            None => {
                if run.chars().count() >= FEWEST {
                    texts.push(std::mem::take(&mut run));
                }
                run.clear();
            }
        }
    }
}

/// The text of RTF without its control words.
fn rtf(bytes: &[u8]) -> String {
    let mut text: Vec<u8> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' | b'}' | b'\r' | b'\n' => {}
            b'\\' => match bytes.get(at) {
                Some(b'\'') => {
                    let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
                    text.extend(hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()));
                    at += 3;
                }
                Some(letter) if letter.is_ascii_alphabetic() => {
                    let start = at;
                    while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
                        at += 1;
                    }
                    let word = bytes.get(start..at).unwrap_or_default();
                    let number_start = at;
                    while bytes.get(at).is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-') {
                        at += 1;
                    }
                    let number = bytes.get(number_start..at).and_then(|digits| std::str::from_utf8(digits).ok());
                    let number = number.and_then(|digits| digits.parse::<i32>().ok());
                    if bytes.get(at) == Some(&b' ') {
                        at += 1;
                    }
                    match (word, number) {
                        (b"par" | b"line" | b"row" | b"cell" | b"tab", _) => text.push(b'\n'),
                        (b"u", Some(number)) => {
                            let code = u32::try_from(number).unwrap_or_else(|_| (number + 0x1_0000).unsigned_abs());
                            let c = char::from_u32(code).unwrap_or('?').to_string();
                            text.extend_from_slice(&encoding_rs::GB18030.encode(&c).0);
                            // What older programs show instead follows.
                            if bytes.get(at) == Some(&b'?') {
                                at += 1;
                            }
                        }
                        _ => {}
                    }
                }
                _ => at += 1,
            },
            byte => text.push(*byte),
        }
    }
    encoding_rs::GB18030.decode(&text).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::passages;

    #[test]
    fn text_is_found_in_every_encoding_they_use() {
        let wide: Vec<u8> = "联系电话13800138000（办公室）".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (before, text) in
            [(&b"\xd0\xcf\x11\xe0\x01"[..], wide.as_slice()), (&b"\xd0\xcf\x11\xe0"[..], b"tel 13800138000\0\x02")]
        {
            let file = [before, text, b"\0\0"].concat();
            assert!(passages(&file).iter().any(|passage| passage.text.contains("13800138000")), "{file:?}");
        }
        let rtf = b"{\\rtf1\\ansi{\\b \\'b5\\'e7\\'bb\\'b0}138\\hich 0013\\u56 ?000\\par x}";
        assert_eq!(passages(rtf)[0].text, "电话13800138000\nx");
        assert!(passages(b"").is_empty());
    }
}
