//! What variables are set where: a frame for the whole render, one for each include, macro and loop.

use std::borrow::Cow;

use tera::Value;
use tera::value::Key;
use unicode_segmentation::UnicodeSegmentation;

use super::program::{LoopField, Symbol, TemplateId};

/// A value that is the context's, the program's or made while rendering.
pub type Val<'a> = Cow<'a, Value>;

/// The kinds of frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameKind {
    /// That of the whole render.
    Origin,
    /// A macro: outer frames are out of its sight, the context is not.
    Macro,
    /// A loop.
    Loop,
    /// An included template.
    Include,
}

/// Variables set in one place.
#[derive(Debug)]
pub struct Frame<'a> {
    /// Which kind of place.
    pub kind: FrameKind,
    /// The template it counts as running.
    pub template: TemplateId,
    /// The variables.
    pub variables: Vec<(Symbol, Val<'a>)>,
    /// The loop, if it is one.
    pub turns: Option<Turns<'a>>,
}

impl<'a> Frame<'a> {
    /// One without variables.
    pub fn new(kind: FrameKind, template: TemplateId) -> Frame<'a> {
        Frame { kind, template, variables: Vec::new(), turns: None }
    }

    /// The variable `name`.
    pub fn get(&self, name: Symbol) -> Option<&Val<'a>> {
        self.variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Sets the variable `name`.
    pub fn set(&mut self, name: Symbol, value: Val<'a>) {
        match self.variables.iter_mut().find(|(known, _)| *known == name) {
            Some(known) => known.1 = value,
            None => self.variables.push((name, value)),
        }
    }
}

/// What a loop does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Goes on.
    On,
    /// Ends.
    Break,
    /// Ends this turn.
    Continue,
}

/// A loop that is running.
#[derive(Debug)]
pub struct Turns<'a> {
    /// The variable of the key.
    pub key: Option<Symbol>,
    /// The variable of the value.
    pub value: Symbol,
    /// The turn, from 0.
    pub turn: usize,
    /// What `break` or `continue` asked for.
    pub flow: Flow,
    items: Items<'a>,
}

/// What a loop goes through.
#[derive(Debug)]
enum Items<'a> {
    /// An array's elements or a map's values.
    Of(Val<'a>),
    /// The letters of a text, as readers count them.
    Letters(Vec<Value>),
}

impl<'a> Turns<'a> {
    /// A loop through an array, a map or a text; none for anything else.
    pub fn new(key: Option<Symbol>, value: Symbol, container: Val<'a>) -> Option<Turns<'a>> {
        let items = match container.as_str() {
            Some(text) => Items::Letters(text.graphemes(true).map(Value::from).collect()),
            None if container.is_array() || container.is_map() => Items::Of(container),
            None => return None,
        };
        Some(Turns { key, value, turn: 0, flow: Flow::On, items })
    }

    /// How many turns there are.
    pub fn len(&self) -> usize {
        match &self.items {
            Items::Of(container) => container
                .as_array()
                .map(<[Value]>::len)
                .or_else(|| container.as_map().map(|map| map.len()))
                .unwrap_or(0),
            Items::Letters(letters) => letters.len(),
        }
    }

    /// The value of this turn.
    pub fn current(&self) -> Option<Val<'a>> {
        match &self.items {
            Items::Of(Cow::Borrowed(container)) => element(container, self.turn).map(Cow::Borrowed),
            Items::Of(Cow::Owned(container)) => element(container, self.turn).cloned().map(Cow::Owned),
            Items::Letters(letters) => letters.get(self.turn).cloned().map(Cow::Owned),
        }
    }

    /// The key of this turn.
    pub fn current_key(&self) -> Option<Value> {
        let Items::Of(container) = &self.items else { return None };
        let (key, _) = container.as_map()?.get_index(self.turn)?;
        Some(match key {
            Key::String(_) | Key::Str(_) => key.as_value(),
            number => Value::from(number.to_string()),
        })
    }

    /// What the loop tells about itself.
    pub fn field(&self, field: LoopField) -> Value {
        match field {
            LoopField::Index => Value::from(self.turn + 1),
            LoopField::Index0 => Value::from(self.turn),
            LoopField::First => Value::from(self.turn == 0),
            LoopField::Last => Value::from(self.turn + 1 == self.len()),
        }
    }
}

fn element(container: &Value, at: usize) -> Option<&Value> {
    match container.as_array() {
        Some(values) => values.get(at),
        None => container.as_map()?.get_index(at).map(|(_, value)| value),
    }
}
