//! The values that PDF files are written in.

use std::ops::Range;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A name: `/Type`.
    Name(String),
    /// A number.
    Number(f64),
    /// A text: its bytes, and those it is written with between its brackets.
    Text(Vec<u8>, Range<usize>),
    /// A list.
    List(Vec<Value>),
    /// Names and their values.
    Table(Vec<(String, Value)>),
    /// The number of an object: `12 0 R`.
    Reference(u32),
    /// An operator or a keyword.
    Word(String),
}

impl Value {
    /// What a table has under a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Table(rows) => rows.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Whether it is this name.
    pub fn is_name(&self, name: &str) -> bool {
        matches!(self, Value::Name(own) if own == name)
    }

    /// The number it is.
    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The items of a list; itself where it is none.
    pub fn items(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            other => std::slice::from_ref(other),
        }
    }
}

/// How deep values may nest.
const DEEPEST: usize = 64;

/// Reads values one after the other.
pub struct Lexer<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Lexer<'b> {
    /// Reads from the bytes' start.
    pub fn new(bytes: &'b [u8]) -> Lexer<'b> {
        Lexer { bytes, at: 0 }
    }

    /// Where it stands.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Goes to a place.
    pub fn skip_to(&mut self, at: usize) {
        self.at = at.min(self.bytes.len());
    }

    /// The next value; none at the end.
    pub fn value(&mut self) -> Option<Value> {
        self.nested(0)
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn blanks(&mut self) {
        while self.at < self.bytes.len() {
            match self.peek(0) {
                b'%' => {
                    while self.at < self.bytes.len() && !matches!(self.peek(0), b'\n' | b'\r') {
                        self.at += 1;
                    }
                }
                0 | b'\t' | b'\n' | 12 | b'\r' | b' ' => self.at += 1,
                _ => break,
            }
        }
    }

    fn nested(&mut self, depth: usize) -> Option<Value> {
        self.blanks();
        if self.at >= self.bytes.len() || depth > DEEPEST {
            return None;
        }
        match (self.peek(0), self.peek(1)) {
            (b'/', _) => {
                self.at += 1;
                Some(Value::Name(name(self.regular())))
            }
            (b'(', _) => Some(self.text()),
            (b'<', b'<') => {
                self.at += 2;
                Some(self.table(depth))
            }
            (b'<', _) => Some(self.hex()),
            (b'[', _) => {
                self.at += 1;
                let mut items = Vec::new();
                while let Some(item) = self.nested(depth + 1) {
                    match item {
                        Value::Word(word) if word == "]" => break,
                        item => items.push(item),
                    }
                    fold_reference(&mut items);
                }
                Some(Value::List(items))
            }
            (b'>', b'>') => {
                self.at += 2;
                Some(Value::Word(">>".to_owned()))
            }
            (sign @ (b']' | b'>' | b')' | b'{' | b'}'), _) => {
                self.at += 1;
                Some(Value::Word(char::from(sign).to_string()))
            }
            _ => {
                let word = String::from_utf8_lossy(self.regular()).into_owned();
                Some(word.parse().map_or(Value::Word(word), Value::Number))
            }
        }
    }

    /// Characters up to a blank or a sign that ends them.
    fn regular(&mut self) -> &'b [u8] {
        let start = self.at;
        let ends = |byte: u8| {
            matches!(
                byte,
                0 | 9 | 10 | 12 | 13 | b' ' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
            )
        };
        while self.at < self.bytes.len() && !ends(self.peek(0)) {
            self.at += 1;
        }
        &self.bytes[start..self.at]
    }

    fn table(&mut self, depth: usize) -> Value {
        let mut rows: Vec<(String, Value)> = Vec::new();
        let mut items: Vec<Value> = Vec::new();
        let mut key: Option<String> = None;
        loop {
            let value = self.nested(depth + 1);
            let ends = value.as_ref().is_none_or(|value| matches!(value, Value::Word(word) if word == ">>"));
            match (value, &key) {
                (Some(Value::Name(name)), None) => key = Some(name),
                (Some(Value::Name(next)), Some(_)) if !items.is_empty() => {
                    rows.extend(key.replace(next).zip(items.pop()));
                    items.clear();
                }
                (Some(value), Some(_)) if !ends => {
                    items.push(value);
                    fold_reference(&mut items);
                }
                _ => {}
            }
            if ends {
                rows.extend(key.take().zip(items.pop()));
                return Value::Table(rows);
            }
        }
    }

    fn text(&mut self) -> Value {
        self.at += 1;
        let start = self.at;
        let (mut bytes, mut open) = (Vec::new(), 1);
        while self.at < self.bytes.len() {
            let byte = self.peek(0);
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return Value::Text(bytes, start..self.at - 1);
                    }
                }
                b'\\' => {
                    self.escape(&mut bytes);
                    continue;
                }
                _ => {}
            }
            bytes.push(byte);
        }
        Value::Text(bytes, start..self.at)
    }

    fn escape(&mut self, bytes: &mut Vec<u8>) {
        let byte = self.peek(0);
        self.at += 1;
        match byte {
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'\r' if self.peek(0) == b'\n' => self.at += 1,
            b'\r' | b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    if matches!(self.peek(0), b'0'..=b'7') {
                        code = code * 8 + u32::from(self.peek(0) - b'0');
                        self.at += 1;
                    }
                }
                bytes.push((code & 0xff) as u8);
            }
            other => bytes.push(other),
        }
    }

    fn hex(&mut self) -> Value {
        self.at += 1;
        let start = self.at;
        while self.at < self.bytes.len() && self.peek(0) != b'>' {
            self.at += 1;
        }
        let span = start..self.at;
        self.at += 1;
        let mut digits: Vec<u8> = self.bytes[span.clone()]
            .iter()
            .filter_map(|byte| char::from(*byte).to_digit(16).map(|it| it as u8))
            .collect();
        if digits.len() % 2 == 1 {
            digits.push(0);
        }
        Value::Text(digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect(), span)
    }
}

/// `12 0 R` at the end of a list becomes one value.
fn fold_reference(items: &mut Vec<Value>) {
    if let [.., Value::Number(number), Value::Number(_), Value::Word(word)] = items.as_slice()
        && word == "R"
    {
        let reference = Value::Reference(*number as u32);
        items.truncate(items.len() - 3);
        items.push(reference);
    }
}

/// A name with its `#20`s read.
fn name(bytes: &[u8]) -> String {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let code =
            bytes.get(at + 1..at + 3).and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        match (byte, code) {
            (b'#', Some(code)) => {
                out.push(code);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Lexer, Value};

    #[test]
    fn values_are_read() {
        let text = b"<< /A (a\\(b\\)\\101) /B [1 2 0 R <4142>] /C#20D /E /F << /G 1 >> % no\n /H 3 0 R >>";
        let value = Lexer::new(text).value().unwrap();
        assert!(matches!(value.get("A"), Some(Value::Text(bytes, _)) if bytes == b"a(b)A"));
        assert_eq!(value.get("B").unwrap().items()[1], Value::Reference(2));
        assert!(value.get("C D").unwrap().is_name("E"));
        assert_eq!(value.get("F").unwrap().get("G"), Some(&Value::Number(1.0)));
        assert_eq!(value.get("H"), Some(&Value::Reference(3)));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), signs in "[<>()/\\[\\] 0-9R\\\\]{0,80}") {
            for text in [&bytes[..], signs.as_bytes()] {
                let mut lexer = Lexer::new(text);
                while lexer.value().is_some() {}
            }
        }
    }
}
