//! Finding the value of a variable.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tera::Value;

use super::super::code::{BAD_INDEX, NO_FIELD};
use super::super::fault::{Failure, Fault, Known};
use super::super::frame::{FrameKind, Val};
use super::super::path::{self, follow, is_plain, pointer, step_into};
use super::super::program::{LoopField, Path, Step, Stride, Symbol, Way, index};
use super::super::syntax::Span;
use super::super::value::{Json, json};
use super::Render;
use crate::template::code::UNDEFINED_VARIABLE;

/// The way of a computed path.
enum Computed<'n> {
    /// Names to follow one by one.
    Names(Vec<Cow<'n, str>>),
    /// Names that hold marks of the inner language.
    Pointer(String),
}

impl<'a> Render<'a> {
    /// The value of a variable; none if any step of its path, or a variable in its brackets, is missing.
    pub(super) fn find(&self, path: &'a Path) -> Option<Val<'a>> {
        match &path.way {
            Way::Whole => self.whole(path.root),
            Way::Loop(field) => self.loop_field(path.root, *field),
            Way::Steps(steps) => self.through(path.root, |value| follow(value, steps)),
            Way::Computed(strides) => match self.computed(strides)? {
                Computed::Names(names) => self.through(path.root, |value| {
                    names.iter().try_fold(value, |value, name| step_into(value, name, index(name)))
                }),
                Computed::Pointer(text) => self.through(path.root, |value| pointer(value, &text)),
            },
            Way::Written(text) => self.find_written(text),
        }
    }

    /// A variable by its name alone.
    fn whole(&self, name: Symbol) -> Option<Val<'a>> {
        for frame in self.frames.iter().rev() {
            if let Some(value) = frame.get(name) {
                return Some(value.clone());
            }
            if let Some(turns) = &frame.turns {
                if turns.key == Some(name) {
                    return turns.current_key().map(Cow::Owned);
                }
                if turns.value == name && name != self.setting.loop_name {
                    return turns.current();
                }
            }
            if matches!(frame.kind, FrameKind::Macro | FrameKind::Origin) {
                break;
            }
        }
        self.given.get(name).map(Cow::Borrowed)
    }

    /// `loop.index` and the like, unless a variable `loop` has that field.
    fn loop_field(&self, name: Symbol, field: LoopField) -> Option<Val<'a>> {
        let step = match field {
            LoopField::Index => "index",
            LoopField::Index0 => "index0",
            LoopField::First => "first",
            LoopField::Last => "last",
        };
        for frame in self.frames.iter().rev() {
            if let Some(found) = frame.get(name).and_then(|value| project(value, |value| step_into(value, step, None)))
            {
                return Some(found);
            }
            if let Some(turns) = &frame.turns {
                return Some(Cow::Owned(turns.field(field)));
            }
            if matches!(frame.kind, FrameKind::Macro | FrameKind::Origin) {
                break;
            }
        }
        step_into(self.given.get(name)?, step, None).map(Cow::Borrowed)
    }

    /// The value that `way` leads to from the innermost variable `root` from which it leads anywhere.
    fn through(&self, root: Symbol, way: impl Fn(&Value) -> Option<&Value>) -> Option<Val<'a>> {
        for frame in self.frames.iter().rev() {
            if let Some(found) = frame.get(root).and_then(|value| project(value, &way)) {
                return Some(found);
            }
            if let Some(turns) = &frame.turns
                && turns.value == root
                && root != self.setting.loop_name
                && let Some(found) = turns.current().and_then(|value| project(&value, &way))
            {
                return Some(found);
            }
            if matches!(frame.kind, FrameKind::Macro | FrameKind::Origin) {
                break;
            }
        }
        way(self.given.get(root)?).map(Cow::Borrowed)
    }

    /// The names of a path with other variables in brackets.
    fn computed(&self, strides: &'a [Stride]) -> Option<Computed<'a>> {
        let mut names: Vec<Cow<'a, str>> = Vec::with_capacity(strides.len());
        let mut values: Vec<Option<String>> = Vec::with_capacity(strides.len());
        let mut plain = true;
        for stride in strides {
            let path = match stride {
                Stride::Step(step) => {
                    names.push(Cow::Borrowed(&step.name));
                    values.push(None);
                    continue;
                }
                Stride::Of(path, _) => path,
            };
            let value = self.find(path)?;
            match json(&value) {
                Json::Text(text) => {
                    plain &= is_plain(text);
                    if !text.is_empty() {
                        names.push(Cow::Owned(text.to_owned()));
                    }
                    values.push(Some(format!("\"{text}\"")));
                }
                Json::Number(number) => {
                    let text = number.to_json();
                    names.extend(text.split('.').map(|part| Cow::Owned(part.to_owned())));
                    values.push(Some(text));
                }
                _ => return None,
            }
        }
        if plain {
            return Some(Computed::Names(names));
        }
        let mut text = String::new();
        for (stride, value) in strides.iter().zip(values) {
            match (stride, value) {
                (Stride::Step(Step { name, .. }), _) if name.contains('.') => {
                    text.push_str(&format!(".\"{name}\""));
                }
                (Stride::Step(Step { name, .. }), _) => text.push_str(&format!(".{name}")),
                (Stride::Of(..), value) => text.push_str(&format!(".{}", value.unwrap_or_default())),
            }
        }
        Some(Computed::Pointer(path::without_brackets(&text).get(1..).unwrap_or_default().to_owned()))
    }

    /// A path whose brackets hold marks of the inner language: variables in brackets are put in as text, brackets become
    /// points and quotes, and the result is read again.
    fn find_written(&self, text: &str) -> Option<Val<'a>> {
        let mut full = text.to_owned();
        if text.contains('[') {
            for inner in path::bracketed(text) {
                let value = self.find_written(inner)?;
                let value = match json(&value) {
                    Json::Text(text) => format!("\"{text}\""),
                    Json::Number(number) => number.to_json(),
                    _ => return None,
                };
                full = full.replacen(&format!("[{inner}]"), &format!(".{value}"), 1);
            }
            full = path::without_brackets(&full);
        }
        let symbol = |name: &str| self.setting.vocabulary.symbols.find(name);
        let Some((root, rest)) = full.split_once('.') else { return self.whole(symbol(&full)?) };
        let field = match full.as_str() {
            "loop.index" => Some(LoopField::Index),
            "loop.index0" => Some(LoopField::Index0),
            "loop.first" => Some(LoopField::First),
            "loop.last" => Some(LoopField::Last),
            _ => None,
        };
        match field {
            Some(field) => self.loop_field(symbol(root)?, field),
            None => self.through(symbol(root)?, |value| pointer(value, rest)),
        }
    }

    /// Why the variable at `span` has no value.
    pub(super) fn missing(&self, path: &'a Path, span: Span) -> Failure {
        if let Way::Computed(strides) = &path.way {
            for stride in strides {
                let Stride::Of(inner, at) = stride else { continue };
                let at = Span { start: span.start + at.start, end: span.start + at.end };
                match self.find(inner) {
                    None => return self.missing(inner, at),
                    Some(value) if !matches!(json(&value), Json::Text(_) | Json::Number(_)) => {
                        return Fault::new(&BAD_INDEX).at(self.file, at);
                    }
                    Some(_) => {}
                }
            }
        }
        let text = span.of(&self.template(self.file).source.text);
        let root = self.setting.vocabulary.symbols.text(path.root);
        let Some(mut value) = self.whole(path.root) else {
            let names = self.visible_names();
            let fault = Fault::new(&UNDEFINED_VARIABLE).arg("name", root).arg("available", names);
            let span = Span { start: span.start, end: span.start + root.len() as u32 };
            return fault.wrong(root, Known::Available).at(self.file, span);
        };
        let names: Vec<Cow<'_, str>> = match &path.way {
            Way::Steps(steps) => steps.iter().map(|step| Cow::Borrowed(&*step.name)).collect(),
            Way::Computed(strides) => match self.computed(strides) {
                Some(Computed::Names(names)) => names,
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        for (at, name) in names.iter().enumerate() {
            match project(&value, |value| step_into(value, name, index(name))) {
                Some(next) => value = next,
                None => {
                    let keys = value.as_map().map(|map| map.keys().map(ToString::to_string).collect::<Vec<_>>());
                    let keys = keys.filter(|keys| !keys.is_empty()).map_or("–".to_owned(), |keys| keys.join(", "));
                    let fault = Fault::new(&NO_FIELD).arg("name", name).arg("available", keys);
                    return fault.wrong(name, Known::Available).at(self.file, segment(text, span, at));
                }
            }
        }
        Fault::new(&NO_FIELD).arg("name", text).arg("available", "–").at(self.file, span)
    }

    /// The names of variables that can be used here.
    fn visible_names(&self) -> String {
        let symbols = &self.setting.vocabulary.symbols;
        let mut names: Vec<&str> = Vec::new();
        for frame in self.frames.iter().rev() {
            names.extend(frame.variables.iter().map(|(name, _)| symbols.text(*name)));
            let turns = frame.turns.iter();
            names.extend(
                turns.flat_map(|turns| turns.key.into_iter().chain([turns.value])).map(|name| symbols.text(name)),
            );
            if matches!(frame.kind, FrameKind::Macro | FrameKind::Origin) {
                break;
            }
        }
        names.extend(self.given.all().map(|(name, _)| name));
        names.sort_unstable();
        names.dedup();
        if names.is_empty() { "–".to_owned() } else { names.join(", ") }
    }

    /// All that can be seen as JSON. Outer variables win over inner ones of their names, as in the reference.
    pub(super) fn whole_context(&self) -> Value {
        let symbols = &self.setting.vocabulary.symbols;
        let mut all: BTreeMap<&str, Val<'a>> = BTreeMap::new();
        let mut inner: BTreeMap<&str, Val<'a>> = BTreeMap::new();
        let mut closed = false;
        for frame in self.frames.iter().rev() {
            for (name, value) in &frame.variables {
                inner.insert(symbols.text(*name), value.clone());
            }
            if let Some(turns) = &frame.turns {
                inner.extend(turns.current().map(|value| (symbols.text(turns.value), value)));
                inner.extend(
                    turns.key.zip(turns.current_key()).map(|(name, key)| (symbols.text(name), Cow::Owned(key))),
                );
            }
            if frame.kind == FrameKind::Macro {
                closed = true;
                break;
            }
        }
        if !closed {
            all.extend(self.given.all().map(|(name, value)| (name, Cow::Borrowed(value))));
        }
        all.extend(inner);
        // Plain values have no way to fail.
        Value::from(serde_json::to_string_pretty(&all).unwrap_or_default())
    }
}

/// A part of a value, borrowed where the value is.
fn project<'a>(value: &Val<'a>, way: impl Fn(&Value) -> Option<&Value>) -> Option<Val<'a>> {
    match value {
        Cow::Borrowed(value) => way(value).map(Cow::Borrowed),
        Cow::Owned(value) => way(value).cloned().map(Cow::Owned),
    }
}

/// Where the step `at` of the path `text` at `span` is written.
fn segment(text: &str, span: Span, at: usize) -> Span {
    let mut depth = 0_usize;
    let mut starts = Vec::new();
    for (place, byte) in text.bytes().enumerate() {
        match byte {
            b'.' if depth == 0 => starts.push(place + 1),
            b'[' => {
                if depth == 0 {
                    starts.push(place + 1);
                }
                depth += 1;
            }
            b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    let Some(start) = starts.get(at).copied() else { return span };
    let end = starts.get(at + 1).map_or(text.len(), |next| next - 1);
    let end = start + text[start..end].trim_end_matches(']').len();
    Span { start: span.start + start as u32, end: span.start + end as u32 }
}
