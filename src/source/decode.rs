//! Bytes to text: by the byte order mark, else strict UTF-8, else GB18030 (which holds GBK and GB2312).

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

/// How a file was encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, little or big endian.
    Utf16,
    /// GB 18030-2022 and its subsets GBK and GB 2312.
    Gb18030,
}

/// The offset of the first byte that fits no encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// In bytes from the start of the file.
    pub offset: usize,
}

/// Decodes a file. UTF-16 without a mark is recognised by the zero bytes in a front matter fence at its start.
///
/// # Errors
/// If the bytes are text in none of the encodings. Text with NUL characters is refused: it is no text.
pub fn decode(bytes: Vec<u8>) -> Result<(String, Encoding), DecodeError> {
    let (text, encoding) = by_encoding(bytes)?;
    match memchr::memchr(0, text.as_bytes()) {
        Some(offset) => Err(DecodeError { offset }),
        None => Ok((text, encoding)),
    }
}

fn by_encoding(bytes: Vec<u8>) -> Result<(String, Encoding), DecodeError> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        let text = std::str::from_utf8(rest).map_err(|error| DecodeError { offset: error.valid_up_to() + 3 })?;
        return Ok((text.to_owned(), Encoding::Utf8));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return utf16(UTF_16LE.decode_without_bom_handling_and_without_replacement(rest), &bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return utf16(UTF_16BE.decode_without_bom_handling_and_without_replacement(rest), &bytes);
    }
    if bytes.starts_with(b"+\0+\0+\0") || bytes.starts_with(b"-\0-\0-\0") {
        return utf16(UTF_16LE.decode_without_bom_handling_and_without_replacement(&bytes), &bytes);
    }
    if bytes.starts_with(b"\0+\0+\0+") || bytes.starts_with(b"\0-\0-\0-") {
        return utf16(UTF_16BE.decode_without_bom_handling_and_without_replacement(&bytes), &bytes);
    }
    if simdutf8::basic::from_utf8(&bytes).is_ok() {
        #[expect(unsafe_code, reason = "a copy of every source costs as much as to read it")]
        // SAFETY: these very bytes were found to be UTF-8.
        return Ok((unsafe { String::from_utf8_unchecked(bytes) }, Encoding::Utf8));
    }
    let start = if bytes.starts_with(b"\x84\x31\x95\x33") { 4 } else { 0 };
    match GB18030.decode_without_bom_handling_and_without_replacement(&bytes[start..]) {
        Some(text) if !text.contains('\0') => Ok((text.into_owned(), Encoding::Gb18030)),
        _ => {
            let offset = std::str::from_utf8(&bytes).err().map_or(0, |error| error.valid_up_to());
            Err(DecodeError { offset })
        }
    }
}

fn utf16(text: Option<Cow<'_, str>>, bytes: &[u8]) -> Result<(String, Encoding), DecodeError> {
    // The decoder does not say where it failed; for UTF-16 the whole file is suspect.
    text.map(|text| (text.into_owned(), Encoding::Utf16)).ok_or(DecodeError { offset: bytes.len() })
}

#[cfg(test)]
mod tests {
    use super::{Encoding, decode};

    #[test]
    fn the_classic_file_decodes_right() {
        // 联通 in GBK: the bytes look like UTF-8 lead bytes to a careless program.
        assert_eq!(decode(vec![0xC1, 0xAA, 0xCD, 0xA8]), Ok(("联通".to_owned(), Encoding::Gb18030)));
    }

    #[test]
    fn marks_decide_first() {
        assert_eq!(decode(b"\xEF\xBB\xBFab".to_vec()).unwrap().0, "ab");
        assert_eq!(decode(b"\xFF\xFE\x54\x80\x1A\x90".to_vec()).unwrap().0, "联通");
        assert_eq!(decode(b"\xFE\xFF\x80\x54\x90\x1A".to_vec()).unwrap().0, "联通");
        assert_eq!(decode(b"+\0+\0+\0\n\0".to_vec()).unwrap().0, "+++\n");
        assert_eq!(decode(b"\x84\x31\x95\x33\xC1\xAA".to_vec()).unwrap().0, "联");
    }

    #[test]
    fn characters_beyond_the_basic_plane_survive() {
        let name = "𬱖𫵛";
        let (bytes, _, _) = encoding_rs::GB18030.encode(name);
        assert_eq!(decode(bytes.into_owned()), Ok((name.to_owned(), Encoding::Gb18030)));
    }

    #[test]
    fn no_text_is_refused_with_its_place() {
        assert_eq!(decode(b"ab\xFFcd".to_vec()).unwrap_err().offset, 2);
        assert_eq!(decode(b"abc\0d".to_vec()).unwrap_err().offset, 3);
    }
}
