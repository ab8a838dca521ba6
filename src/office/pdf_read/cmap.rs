//! Which text the codes of a font mean: its `/ToUnicode` (ISO 32000-1, 9.10.3).

use rustc_hash::FxHashMap;

use super::syntax::{Lexer, Value};

/// A font's codes.
#[derive(Clone, Debug, Default)]
pub struct CMap {
    /// How many bytes a code has.
    pub width: usize,
    texts: FxHashMap<u32, String>,
}

/// The most codes of a range: the format's own limit.
const LONGEST_RANGE: u32 = 0xffff;

impl CMap {
    /// Reads a `/ToUnicode` stream.
    pub fn read(bytes: &[u8], width: usize) -> CMap {
        let mut cmap = CMap { width, texts: FxHashMap::default() };
        let mut lexer = Lexer::new(bytes);
        let mut operands: Vec<Value> = Vec::new();
        while let Some(value) = lexer.value() {
            match value {
                Value::Word(word) => {
                    match word.as_str() {
                        "endbfchar" => operands.chunks_exact(2).for_each(|pair| cmap.one(&pair[0], &pair[1])),
                        "endbfrange" => operands.chunks_exact(3).for_each(|row| cmap.range(&row[0], &row[1], &row[2])),
                        "endcodespacerange" => {
                            if let Some(Value::Text(code, _)) = operands.first() {
                                cmap.width = code.len().clamp(1, 4);
                            }
                        }
                        _ => {}
                    }
                    operands.clear();
                }
                value => operands.push(value),
            }
        }
        cmap
    }

    fn one(&mut self, code: &Value, text: &Value) {
        if let (Value::Text(code, _), Value::Text(text, _)) = (code, text) {
            self.texts.insert(number(code), utf16(text));
        }
    }

    fn range(&mut self, from: &Value, to: &Value, text: &Value) {
        let (Value::Text(from, _), Value::Text(to, _)) = (from, to) else { return };
        let (from, to) = (number(from), number(to).min(number(from).saturating_add(LONGEST_RANGE)));
        for (at, code) in (from..=to).enumerate() {
            let text = match text {
                Value::List(texts) => match texts.get(at) {
                    Some(Value::Text(text, _)) => utf16(text),
                    _ => continue,
                },
                Value::Text(first, _) => {
                    // The last unit counts on.
                    let Some((unit, head)) = first.split_last_chunk::<2>().map(|(head, unit)| (*unit, head)) else {
                        return;
                    };
                    let unit = u16::from_be_bytes(unit).wrapping_add(at as u16).to_be_bytes();
                    utf16(&[head, &unit].concat())
                }
                _ => return,
            };
            self.texts.insert(code, text);
        }
    }

    /// The text of a string of codes.
    pub fn text(&self, codes: &[u8]) -> String {
        let codes = codes.chunks(self.width.max(1));
        codes.filter_map(|code| self.texts.get(&number(code)).map(String::as_str)).collect()
    }
}

fn number(code: &[u8]) -> u32 {
    code.iter().fold(0, |number: u32, byte| number.wrapping_shl(8) | u32::from(*byte))
}

/// UTF-16, the greater byte first.
pub fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::CMap;

    #[test]
    fn codes_become_text() {
        let text = b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfchar <0001> <4E2D> endbfchar \
            2 beginbfrange <0003> <0005> <0031> <0007> <0008> [<0041> <00420043>] endbfrange";
        let cmap = CMap::read(text, 1);
        assert_eq!(cmap.text(&[0, 1, 0, 3, 0, 4, 0, 5, 0, 7, 0, 8, 0, 9]), "中123ABC");
    }
}
