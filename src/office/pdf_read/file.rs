//! The objects of a PDF file. They are found by looking through the file rather than by its tables, which programs that
//! changed it leave wrong.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use regex::bytes::Regex;

use super::inflate::inflate;
use super::syntax::{Lexer, Value};
use crate::office::package::ReadError;

/// An object.
#[derive(Clone, Debug)]
pub struct Object {
    /// Its value.
    pub value: Value,
    /// Where its value begins in the file; none for one inside of a packed stream.
    pub at: Option<usize>,
    /// The bytes of its stream in the file.
    stream: Option<Range<usize>>,
}

/// A PDF file.
pub struct Pdf<'b> {
    bytes: &'b [u8],
    objects: BTreeMap<u32, Object>,
    trailers: Vec<Value>,
}

impl<'b> Pdf<'b> {
    /// Opens a file.
    ///
    /// # Errors
    /// If it is none, or is locked.
    pub fn open(bytes: &'b [u8]) -> Result<Pdf<'b>, ReadError> {
        let head = &bytes[..bytes.len().min(1024)];
        if !head.windows(5).any(|window| window == b"%PDF-") {
            return Err(ReadError::NotWord);
        }
        let mut pdf = Pdf { bytes, objects: BTreeMap::new(), trailers: Vec::new() };
        pdf.find_objects();
        pdf.find_trailers();
        pdf.open_object_streams();
        if pdf.trailers.iter().any(|trailer| trailer.get("Encrypt").is_some()) {
            return Err(ReadError::Locked);
        }
        Ok(pdf)
    }

    fn find_objects(&mut self) {
        static HEAD: OnceLock<Option<Regex>> = OnceLock::new();
        let head = HEAD.get_or_init(|| Regex::new(r"(?-u)(\d{1,9})[ \r\n\t]+\d{1,5}[ \r\n\t]+obj\b").ok());
        let Some(head) = head else { return };
        let mut from = 0;
        while let Some(found) = self.bytes.get(from..).and_then(|rest| head.captures(rest)) {
            let (Some(whole), Some(number)) = (found.get(0), found.get(1)) else { break };
            let at = from + whole.end();
            let number = std::str::from_utf8(number.as_bytes()).ok().and_then(|number| number.parse().ok());
            let mut lexer = Lexer::new(&self.bytes[at..]);
            let Some(value) = lexer.value() else { break };
            let end = at + lexer.at();
            let stream = self.stream(&value, end);
            from = stream.as_ref().map_or(end, |stream| stream.end).max(at);
            if let Some(number) = number {
                // A later one takes the place of an earlier.
                self.objects.insert(number, Object { value, at: Some(at), stream });
            }
        }
    }

    /// The bytes of the stream that follows a table.
    fn stream(&self, value: &Value, end: usize) -> Option<Range<usize>> {
        let rest = &self.bytes[end..];
        let blanks = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let after = rest.get(blanks..)?.strip_prefix(b"stream")?;
        let line = match after {
            [b'\r', b'\n', ..] => 2,
            [b'\n' | b'\r', ..] => 1,
            _ => 0,
        };
        let start = end + blanks + b"stream".len() + line;
        let said = value.get("Length").and_then(Value::number).map(|length| start.saturating_add(length as usize));
        let closes = |at: &usize| {
            let rest = self.bytes.get(*at..).unwrap_or_default();
            let blanks = rest.iter().take(3).take_while(|byte| byte.is_ascii_whitespace()).count();
            rest.get(blanks..).is_some_and(|rest| rest.starts_with(b"endstream"))
        };
        let found = || memchr::memmem::find(self.bytes.get(start..)?, b"endstream").map(|at| start + at);
        let stop = said.filter(closes).or_else(found)?;
        Some(start..stop)
    }

    fn find_trailers(&mut self) {
        for at in memchr::memmem::find_iter(self.bytes, b"trailer") {
            self.trailers.extend(Lexer::new(&self.bytes[at + b"trailer".len()..]).value());
        }
        let tables = self.objects.values().map(|object| &object.value);
        let tables: Vec<Value> =
            tables.filter(|value| value.get("Type").is_some_and(|it| it.is_name("XRef"))).cloned().collect();
        self.trailers.extend(tables);
    }

    /// Objects packed together in streams (7.5.7).
    fn open_object_streams(&mut self) {
        let packed: Vec<Object> = self
            .objects
            .values()
            .filter(|object| object.value.get("Type").is_some_and(|it| it.is_name("ObjStm")))
            .cloned()
            .collect();
        for object in packed {
            let bytes = self.unpacked(&object);
            let number = |key: &str| object.value.get(key).and_then(Value::number).unwrap_or(0.0) as usize;
            let (count, first) = (number("N"), number("First"));
            let mut lexer = Lexer::new(&bytes);
            let mut places = Vec::new();
            for _ in 0..count {
                let pair = (lexer.value().and_then(|it| it.number()), lexer.value().and_then(|it| it.number()));
                let (Some(number), Some(at)) = pair else { break };
                places.push((number as u32, first.saturating_add(at as usize)));
            }
            for (number, at) in places {
                let value = bytes.get(at..).and_then(|bytes| Lexer::new(bytes).value());
                if let (Some(value), false) = (value, self.objects.contains_key(&number)) {
                    self.objects.insert(number, Object { value, at: None, stream: None });
                }
            }
        }
    }

    /// The bytes of an object's stream, unpacked; empty where it has none, or one packed in a way texts are not.
    pub fn unpacked(&self, object: &Object) -> Vec<u8> {
        let bytes = object.stream.as_ref().and_then(|span| self.bytes.get(span.clone())).unwrap_or_default();
        let filters =
            object.value.get("Filter").map(|filter| self.resolve(filter).items().to_vec()).unwrap_or_default();
        match filters.as_slice() {
            [] => bytes.to_vec(),
            [only] if only.is_name("FlateDecode") || only.is_name("Fl") => inflate(bytes),
            _ => Vec::new(),
        }
    }

    /// The object of a number.
    pub fn object(&self, number: u32) -> Option<&Object> {
        self.objects.get(&number)
    }

    /// The object that a value refers to.
    pub fn referred(&self, value: &Value) -> Option<&Object> {
        match value {
            Value::Reference(number) => self.object(*number),
            _ => None,
        }
    }

    /// A value, or what it refers to.
    pub fn resolve<'v>(&'v self, value: &'v Value) -> &'v Value {
        self.referred(value).map_or(value, |object| &object.value)
    }

    /// What the trailers have under a name, the last first.
    pub fn of_trailer<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Value> {
        self.trailers.iter().rev().filter_map(move |trailer| trailer.get(name))
    }

    /// All objects.
    pub fn objects(&self) -> impl Iterator<Item = &Object> {
        self.objects.values()
    }
}
