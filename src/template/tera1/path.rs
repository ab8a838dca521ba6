//! Paths: from what is written to steps, and by steps into values.
//!
//! The reference turns brackets into points and quotes (`a["b"][c]` into `a."b"."value of c"`) and reads that again. Where
//! the texts in brackets hold marks of that inner language, so does this; all other paths are taken apart once.

use std::borrow::Cow;
use std::sync::atomic::Ordering;

use tera::value::Key;
use tera::{Map, Value};

use super::lower::WHOLE_CONTEXT;
use super::program::{LoopField, Path, Step, Stride, Symbols, Way, index};
use super::syntax::Span;

/// The path written as `text`; none for the variable that holds the whole context.
pub fn compile(text: &str, symbols: &mut Symbols) -> Option<Path> {
    if text == WHOLE_CONTEXT {
        return None;
    }
    let field = match text {
        "loop.index" => Some(LoopField::Index),
        "loop.index0" => Some(LoopField::Index0),
        "loop.first" => Some(LoopField::First),
        "loop.last" => Some(LoopField::Last),
        _ => None,
    };
    let end = text.find(['.', '[']).unwrap_or(text.len());
    let root = symbols.intern(&text[..end]);
    let way = match field {
        Some(field) => Way::Loop(field),
        None if end == text.len() => Way::Whole,
        None if !text.contains('[') => Way::Steps(text[end + 1..].split('.').map(Step::new).collect()),
        None => match strides(text, end, symbols) {
            Some(strides) => way_of(strides),
            None => {
                for inner in bracketed(text) {
                    symbols.intern(&inner[..inner.find(['.', '[']).unwrap_or(inner.len())]);
                }
                Way::Written(text.into())
            }
        },
    };
    Some(Path { root, way })
}

fn way_of(strides: Vec<Stride>) -> Way {
    if strides.iter().any(|stride| matches!(stride, Stride::Of(..))) {
        return Way::Computed(strides.into());
    }
    let known = strides.into_iter().filter_map(|stride| match stride {
        Stride::Step(step) => Some(step),
        Stride::Of(..) => None,
    });
    Way::Steps(known.collect())
}

/// The steps of a path with brackets from `at` on; none if they are not plain.
fn strides(text: &str, mut at: usize, symbols: &mut Symbols) -> Option<Vec<Stride>> {
    let mut strides = Vec::new();
    while at < text.len() {
        let rest = &text[at..];
        if let Some(rest) = rest.strip_prefix('.') {
            let length = rest.find(['.', '[']).unwrap_or(rest.len());
            strides.push(Stride::Step(Step::new(&rest[..length])));
            at += 1 + length;
            continue;
        }
        let inner = rest.strip_prefix('[')?;
        let first = inner.chars().next()?;
        let length = match first {
            '"' | '\'' => {
                let string = &inner[1..1 + inner[1..].find(first)?];
                if !is_plain(string) {
                    return None;
                }
                // An empty name is no step at all.
                if !string.is_empty() {
                    strides.push(Stride::Step(Step::new(string)));
                }
                string.len() + 2
            }
            '0'..='9' => {
                let number = &inner[..inner.find(']')?];
                number.parse::<usize>().ok()?;
                strides.push(Stride::Step(Step::new(number)));
                number.len()
            }
            _ if first.is_ascii_alphabetic() || first == '_' => {
                let length = closing(inner)?;
                let path = &inner[..length];
                if path == WHOLE_CONTEXT {
                    return None;
                }
                let start = at + 1;
                strides.push(Stride::Of(compile(path, symbols)?, Span::new(start, start + length)));
                length
            }
            _ => return None,
        };
        at += 1 + length + 1;
    }
    Some(strides)
}

/// Where the bracket closes that is open before `text`.
pub fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' if depth == 0 => return Some(at),
            b']' => depth -= 1,
            // Quotes may hold brackets: not plain.
            b'"' | b'\'' | b'`' => {
                let inner = text[..].get(at + 1..)?;
                let end = inner.find(char::from(byte))?;
                if inner[..end].contains(['[', ']']) {
                    return None;
                }
            }
            _ => {}
        }
    }
    None
}

/// What stands in the outer brackets of a path, but for texts and plain numbers: the variables to put in.
pub fn bracketed(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('[').map(|open| at + open) {
        at = open + 1;
        let inner = &text[at..];
        if inner.starts_with(['"', '\'']) {
            continue;
        }
        let mut depth = 1_usize;
        let end = inner.bytes().skip(1).position(|byte| {
            match byte {
                b'[' => depth += 1,
                b']' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let Some(end) = end.map(|end| end + 1) else { break };
        let inner = &inner[..end];
        if inner.parse::<usize>().is_err() {
            found.push(inner);
        }
        at += end + 1;
    }
    found
}

/// A path with its brackets turned into points and quotes.
pub fn without_brackets(text: &str) -> String {
    let text = text.replace('/', "~1").replace("['", ".\"").replace("[\"", ".\"").replace('[', ".");
    text.replace("']", "\"").replace("\"]", "\"").replace(']', "")
}

/// Whether a text means itself in the inner language of paths.
pub fn is_plain(text: &str) -> bool {
    !text.contains(['"', '\'', '[', ']', '~', '\\'])
}

/// The value `steps` lead to from `value`.
pub fn follow<'v>(value: &'v Value, steps: &[Step]) -> Option<&'v Value> {
    let mut value = value;
    for step in steps {
        value = match value.as_map() {
            Some(map) => at_its_place(map, step)?,
            None => value.as_array()?.get(step.index?)?,
        };
    }
    Some(value)
}

/// One step by name into a map or by number into an array.
pub fn step_into<'v>(value: &'v Value, name: &str, index: Option<usize>) -> Option<&'v Value> {
    if let Some(map) = value.as_map() {
        return get(map, name);
    }
    value.as_array()?.get(index?)
}

/// The value of a map's key, looked for first where the last such map had it.
fn at_its_place<'v>(map: &'v Map, step: &Step) -> Option<&'v Value> {
    let place = step.place.load(Ordering::Relaxed) as usize;
    if let Some((key, value)) = map.get_index(place)
        && key.as_str() == Some(&*step.name)
    {
        return Some(value);
    }
    match map.get_index_of(&Key::Str(&step.name)) {
        Some(at) => {
            step.place.store(at as u32, Ordering::Relaxed);
            map.get_index(at).map(|(_, value)| value)
        }
        None => by_number(map, &step.name),
    }
}

/// Up to here going through a map is quicker than hashing.
const SCANNED: usize = 8;

/// The value of a map's key `name`.
pub fn get<'v>(map: &'v Map, name: &str) -> Option<&'v Value> {
    if map.len() <= SCANNED {
        let found = map.iter().find(|(key, _)| key.as_str() == Some(name));
        return found.map(|(_, value)| value).or_else(|| by_number(map, name));
    }
    match map.get_index_of(&Key::Str(name)) {
        Some(at) => map.get_index(at).map(|(_, value)| value),
        None => by_number(map, name),
    }
}

/// Keys that are numbers answer to their digits: the reference's maps have texts as keys only.
fn by_number<'v>(map: &'v Map, name: &str) -> Option<&'v Value> {
    if !name.starts_with(|first: char| first.is_ascii_digit() || first == '-') {
        return None;
    }
    map.iter().find(|(key, _)| key.as_str().is_none() && key.to_string() == name).map(|(_, value)| value)
}

/// The value an `attribute` argument leads to: names with points, quotes around names that hold points.
pub fn pointer<'v>(value: &'v Value, pointer: &str) -> Option<&'v Value> {
    if is_plain(pointer) {
        let mut names = pointer.split('.').filter(|name| !name.is_empty());
        return names.try_fold(value, |value, name| step_into(value, name, index(name)));
    }
    let mut names = Names::new(pointer);
    std::iter::from_fn(|| names.step()).try_fold(value, |value, name| {
        let name = decoded(name);
        step_into(value, &name, index(&name))
    })
}

fn decoded(name: &str) -> Cow<'_, str> {
    if name.contains('~') { name.replace("~1", "/").replace("~0", "~").into() } else { name.into() }
}

/// Reads the names of the inner language: points part them, quotes hold them together and part them, too, wherever they
/// stand. A bracket that has come this far is a slip of the author's and is read as the reference reads it.
struct Names<'p> {
    pointer: &'p str,
    last: usize,
    single: bool,
    double: bool,
    escaped: bool,
}

impl<'p> Names<'p> {
    fn new(pointer: &'p str) -> Names<'p> {
        Names { pointer, last: 0, single: false, double: false, escaped: false }
    }

    fn step(&mut self) -> Option<&'p str> {
        let ahead = self.pointer.get(self.last..)?;
        let mut skipped = 0;
        for (at, byte) in ahead.bytes().enumerate() {
            let open = !self.single && !self.double;
            match byte {
                b'\\' => {
                    self.escaped = true;
                    continue;
                }
                _ if self.escaped => {}
                b'"' | b'\'' => {
                    let side = if byte == b'"' { &mut self.double } else { &mut self.single };
                    *side = !*side;
                    if let Some(name) = self.part(at, &mut skipped) {
                        return Some(name);
                    }
                }
                b'.' if open => {
                    if let Some(name) = self.part(at, &mut skipped) {
                        return Some(name);
                    }
                }
                b'[' if open => {
                    if let Some(name) = self.cut(at, skipped) {
                        return Some(name);
                    }
                }
                b']' if open => skipped += 1,
                _ => {}
            }
            self.escaped = false;
        }
        let rest = self.pointer.get(self.last + skipped..).filter(|rest| !rest.is_empty())?;
        self.last = self.pointer.len();
        Some(rest)
    }

    /// The name before a mark at `at`; a mark right at the start is skipped.
    fn part(&mut self, at: usize, skipped: &mut usize) -> Option<&'p str> {
        if at == *skipped {
            *skipped += 1;
            return None;
        }
        self.cut(at, *skipped)
    }

    fn cut(&mut self, at: usize, skipped: usize) -> Option<&'p str> {
        let name = self.pointer.get(self.last + skipped..self.last + at).unwrap_or_default();
        self.last += at + 1;
        Some(name).filter(|name| !name.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use tera::Value;

    use super::super::program::Symbols;
    use super::{Way, compile, pointer};

    #[test]
    fn plain_paths_are_taken_apart_once() {
        let mut symbols = Symbols::default();
        let mut way = |text: &str| compile(text, &mut symbols).map(|path| path.way);
        assert!(matches!(way("a"), Some(Way::Whole)));
        assert!(matches!(way("loop.index0"), Some(Way::Loop(_))));
        assert!(matches!(way("loop.index.x"), Some(Way::Steps(steps)) if steps.len() == 2));
        assert!(matches!(way("a.b[0][\"标 题\"].c"), Some(Way::Steps(steps)) if steps.len() == 4));
        assert!(matches!(way("a[b.c[d]].e"), Some(Way::Computed(strides)) if strides.len() == 2));
        assert!(matches!(way("a[`b`]"), Some(Way::Written(_))));
        assert!(matches!(way("a[\"b[c]\"]"), Some(Way::Written(_))));
        assert!(way("__tera_context").is_none());
    }

    #[test]
    fn pointers_hold_points_in_quotes() {
        let json = serde_json::json!({"a": {"b.c": [1, 2], "": 3, "日期": {"x": 4}}, "7": 5});
        let value = Value::try_from_serializable(&json).unwrap();
        let number = |text: &str| pointer(&value, text).and_then(Value::as_i64);
        assert_eq!(number("a.\"b.c\".1"), Some(2));
        assert_eq!(number("a.日期.x"), Some(4));
        assert_eq!(number("7"), Some(5));
        assert_eq!(number("a.\"b.c\".01"), None);
        assert!(pointer(&value, ".a..").is_some_and(Value::is_map));
        assert_eq!(pointer(&value, ""), Some(&value));
    }
}
