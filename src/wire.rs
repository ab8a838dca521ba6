//! A compact binary form for what a build keeps for the next one: written and read by hand, versioned by whoever uses it.
//!
//! Whole numbers are LEB128, texts carry their length. Reading never trusts the bytes: damage ends in `None`.

mod names;
mod shelf;

pub use names::Names;
pub use shelf::{Shelf, Shelved, place_of, slice};

use std::ops::Range;

use tera::value::{Key, ValueKind};
use tera::{Map, Value};

use crate::fingerprint::Fingerprint;

/// How deep values may be nested; deeper ones count as damage.
const DEPTH: usize = 128;

/// Bytes being written.
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// An empty writer.
    pub fn new() -> Writer {
        Writer::default()
    }

    /// An empty writer with room for so many bytes.
    pub fn with_capacity(bytes: usize) -> Writer {
        Writer { bytes: Vec::with_capacity(bytes) }
    }

    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// What was written so far.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Forgets what was written; its room stays.
    pub fn clear(&mut self) {
        self.bytes.clear();
    }

    /// How many bytes were written.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// A whole number, in as few bytes as it needs.
    pub fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    /// A length or an index.
    pub fn size(&mut self, value: usize) {
        self.number(value as u64);
    }

    /// A truth value.
    pub fn flag(&mut self, value: bool) {
        self.bytes.push(u8::from(value));
    }

    /// A wide number, in sixteen bytes.
    pub fn wide(&mut self, value: u128) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// A fingerprint.
    pub fn fingerprint(&mut self, value: Fingerprint) {
        self.wide(value.bits());
    }

    /// Bytes with their length.
    pub fn blob(&mut self, bytes: &[u8]) {
        self.size(bytes.len());
        self.bytes.extend_from_slice(bytes);
    }

    /// Bytes as they are: whoever reads them knows how many.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.blob(text.as_bytes());
    }

    /// A text that may be absent.
    pub fn maybe_text(&mut self, text: Option<&str>) {
        self.flag(text.is_some());
        if let Some(text) = text {
            self.text(text);
        }
    }

    /// A range of bytes in a file.
    pub fn range(&mut self, range: &Range<usize>) {
        self.size(range.start);
        self.size(range.end);
    }

    /// A list of texts.
    pub fn texts<'a>(&mut self, texts: impl ExactSizeIterator<Item = &'a str>) {
        self.size(texts.len());
        texts.for_each(|text| self.text(text));
    }

    /// A template value. Maps keep their order.
    pub fn value(&mut self, value: &Value) {
        match value.kind() {
            ValueKind::Undefined => self.bytes.push(0),
            ValueKind::None => self.bytes.push(1),
            ValueKind::Bool => self.bytes.push(2 + u8::from(value.as_bool().unwrap_or_default())),
            ValueKind::String => {
                self.bytes.push(4 + u8::from(value.is_safe()));
                self.text(value.as_str().unwrap_or_default());
            }
            ValueKind::F64 => {
                self.bytes.push(6);
                self.bytes.extend_from_slice(&value.as_f64().unwrap_or_default().to_bits().to_le_bytes());
            }
            ValueKind::Array => {
                let items = value.as_array().unwrap_or_default();
                self.bytes.push(7);
                self.size(items.len());
                items.iter().for_each(|item| self.value(item));
            }
            ValueKind::Map => {
                self.bytes.push(8);
                let empty = Map::default();
                let map = value.as_map().unwrap_or(&empty);
                self.size(map.len());
                for (key, value) in map {
                    self.key(key);
                    self.value(value);
                }
            }
            ValueKind::Bytes => {
                self.bytes.push(9);
                self.blob(value.as_bytes().unwrap_or_default());
            }
            _ => match (value.as_i64(), value.as_u64(), value.as_i128()) {
                (Some(whole), ..) => {
                    self.bytes.push(10);
                    self.bytes.extend_from_slice(&whole.to_le_bytes());
                }
                (None, Some(whole), _) => {
                    self.bytes.push(11);
                    self.number(whole);
                }
                (None, None, Some(whole)) => {
                    self.bytes.push(12);
                    self.wide(whole.cast_unsigned());
                }
                (None, None, None) => {
                    self.bytes.push(13);
                    self.wide(value.as_u128().unwrap_or_default());
                }
            },
        }
    }

    fn key(&mut self, key: &Key<'_>) {
        match key {
            Key::Bool(value) => self.bytes.push(u8::from(*value)),
            Key::U64(value) => {
                self.bytes.push(2);
                self.number(*value);
            }
            Key::I64(value) => {
                self.bytes.push(3);
                self.number(value.cast_unsigned());
            }
            Key::U128(value) => {
                self.bytes.push(4);
                self.wide(*value);
            }
            Key::I128(value) => {
                self.bytes.push(5);
                self.wide(value.cast_unsigned());
            }
            Key::String(text) => {
                self.bytes.push(6);
                self.text(text);
            }
            Key::Str(text) => {
                self.bytes.push(6);
                self.text(text);
            }
            // What Tera may add one day: a key that is not read again makes the whole count as damage.
            _ => self.bytes.push(u8::MAX),
        }
    }
}

/// Bytes being read. Every reading gives `None` where the bytes do not hold what is asked for.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Reads `bytes` from their start.
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes, at: 0 }
    }

    /// Reads a part of `bytes`, whose positions count from the start of all; `None` if there is no such part.
    pub fn within(bytes: &'a [u8], part: Range<usize>) -> Option<Reader<'a>> {
        (part.start <= part.end).then_some(())?;
        Some(Reader { bytes: bytes.get(..part.end)?, at: part.start })
    }

    /// Whether all was read.
    pub fn is_done(&self) -> bool {
        self.at == self.bytes.len()
    }

    /// How far reading got.
    pub fn position(&self) -> usize {
        self.at
    }

    /// `length` bytes as they are.
    pub fn raw(&mut self, length: usize) -> Option<&'a [u8]> {
        let bytes = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(bytes)
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// A whole number.
    pub fn number(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// A length or an index.
    pub fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    /// How many items follow, each of at least one byte: never more than bytes are left, whatever damage says.
    pub fn count(&mut self) -> Option<usize> {
        self.size().filter(|count| *count <= self.bytes.len() - self.at)
    }

    /// A truth value.
    pub fn flag(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    /// A wide number.
    pub fn wide(&mut self) -> Option<u128> {
        Some(u128::from_le_bytes(self.raw(16)?.try_into().ok()?))
    }

    /// A fingerprint.
    pub fn fingerprint(&mut self) -> Option<Fingerprint> {
        Some(Fingerprint::from_bits(self.wide()?))
    }

    /// Bytes with their length.
    pub fn blob(&mut self) -> Option<&'a [u8]> {
        let length = self.size()?;
        self.raw(length)
    }

    /// A text.
    pub fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.blob()?).ok()
    }

    /// A text that may be absent.
    pub fn maybe_text(&mut self) -> Option<Option<&'a str>> {
        if self.flag()? { Some(Some(self.text()?)) } else { Some(None) }
    }

    /// A range of bytes in a file.
    pub fn range(&mut self) -> Option<Range<usize>> {
        let (start, end) = (self.size()?, self.size()?);
        (start <= end).then_some(start..end)
    }

    /// A list of texts.
    pub fn texts(&mut self) -> Option<Vec<String>> {
        (0..self.count()?).map(|_| self.text().map(str::to_owned)).collect()
    }

    /// A template value.
    pub fn value(&mut self) -> Option<Value> {
        self.nested_value(DEPTH)
    }

    fn nested_value(&mut self, depth: usize) -> Option<Value> {
        let inner = depth.checked_sub(1)?;
        Some(match self.byte()? {
            0 => Value::undefined(),
            1 => Value::none(),
            2 => Value::from(false),
            3 => Value::from(true),
            4 => Value::from(self.text()?),
            5 => Value::safe_string(self.text()?),
            6 => Value::from(f64::from_bits(u64::from_le_bytes(self.raw(8)?.try_into().ok()?))),
            7 => Value::from((0..self.count()?).map(|_| self.nested_value(inner)).collect::<Option<Vec<Value>>>()?),
            8 => {
                let count = self.count()?;
                let mut map = Map::with_capacity(count);
                for _ in 0..count {
                    let key = self.key()?;
                    map.insert(key, self.nested_value(inner)?);
                }
                Value::from(map)
            }
            9 => Value::from(self.blob()?),
            10 => Value::from(i64::from_le_bytes(self.raw(8)?.try_into().ok()?)),
            11 => Value::from(self.number()?),
            12 => Value::from(self.wide()?.cast_signed()),
            13 => Value::from(self.wide()?),
            _ => return None,
        })
    }

    fn key(&mut self) -> Option<Key<'static>> {
        Some(match self.byte()? {
            0 => Key::Bool(false),
            1 => Key::Bool(true),
            2 => Key::U64(self.number()?),
            3 => Key::I64(self.number()?.cast_signed()),
            4 => Key::U128(self.wide()?),
            5 => Key::I128(self.wide()?.cast_signed()),
            6 => Key::String(self.text()?.into()),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tera::{Map, Value};

    use super::{Reader, Writer};
    use crate::fingerprint::Fingerprint;

    #[test]
    fn what_was_written_is_read() {
        let mut map = Map::default();
        map.insert("z".into(), Value::from(-1));
        map.insert("a".into(), Value::from(vec![Value::none(), Value::safe_string("<b>"), Value::from(1.5)]));
        let values =
            [Value::from(map), Value::from(u64::MAX), Value::from(i128::MIN), Value::from(true), Value::from("你")];
        let mut writer = Writer::new();
        writer.number(300);
        writer.maybe_text(None);
        writer.maybe_text(Some("x"));
        writer.range(&(3..9));
        writer.texts(["a", "", "中"].into_iter());
        writer.fingerprint(Fingerprint::of(b"x"));
        values.iter().for_each(|value| writer.value(value));
        let bytes = writer.into_bytes();
        let mut reader = Reader::new(&bytes);
        assert_eq!(reader.number(), Some(300));
        assert_eq!((reader.maybe_text(), reader.maybe_text()), (Some(None), Some(Some("x"))));
        assert_eq!(reader.range(), Some(3..9));
        assert_eq!(reader.texts().unwrap(), ["a", "", "中"]);
        assert_eq!(reader.fingerprint(), Some(Fingerprint::of(b"x")));
        for value in &values {
            let read = reader.value().unwrap();
            assert_eq!((&read, read.to_string()), (value, value.to_string()));
        }
        assert!(reader.is_done());
    }

    proptest! {
        #[test]
        fn damage_ends_in_none(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut reader = Reader::new(&bytes);
            while reader.value().is_some() {}
            let mut reader = Reader::new(&bytes);
            while reader.texts().is_some() && !reader.is_done() {}
        }
    }
}
