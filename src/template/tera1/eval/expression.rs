//! Values of expressions.

use std::borrow::Cow;

use tera::Value;

use super::super::call::Argument;
use super::super::code::{CONCATENATED, DEFAULT_WITHOUT_VALUE};
use super::super::fault::{Failure, Fault};
use super::super::frame::Val;
use super::super::program::{Call, DefaultValue, Expr, Kind, Piece};
use super::super::value::{self, Json, escaped, is_null, is_true, json, kind_words};
use super::Render;

/// A value, and whether it is escaped where it is shown as text.
type Raw<'a> = (Val<'a>, bool);

impl<'a> Render<'a> {
    /// Shows a value.
    pub(super) fn show(&mut self, expr: &'a Expr, out: &mut Vec<u8>) -> Result<(), Failure> {
        if let Kind::Macro(call) = &expr.kind
            && expr.filters.is_empty()
            && !expr.negated
        {
            return self.call_macro(call, out);
        }
        let (value, escapes) = self.raw(expr)?;
        match value.as_str() {
            Some(text) if escapes && self.escapes => value::escape(text, out),
            Some(text) => out.extend_from_slice(text.as_bytes()),
            None => value::print(&value, out),
        }
        Ok(())
    }

    /// A value for what is not shown: unescaped, whatever holds here.
    pub(super) fn plain(&mut self, expr: &'a Expr) -> Result<Val<'a>, Failure> {
        let before = std::mem::replace(&mut self.escapes, false);
        let value = self.raw(expr);
        self.escapes = before;
        value.map(|(value, _)| value)
    }

    /// A value as it is shown: texts are escaped if the render escapes.
    pub(super) fn value(&mut self, expr: &'a Expr) -> Result<Val<'a>, Failure> {
        let (value, escapes) = self.raw(expr)?;
        Ok(self.escaped(value, escapes))
    }

    fn escaped(&self, value: Val<'a>, escapes: bool) -> Val<'a> {
        match value.as_str() {
            Some(text) if escapes && self.escapes => Cow::Owned(Value::from(escaped(text))),
            _ => value,
        }
    }

    /// A value before it is escaped, filters and `not` applied.
    pub(super) fn raw(&mut self, expr: &'a Expr) -> Result<Raw<'a>, Failure> {
        let mut escapes = false;
        let mut value = match &expr.kind {
            Kind::Path(path, span) => {
                escapes = true;
                match (self.find(path), &expr.default) {
                    (Some(value), None) => value,
                    (Some(value), Some(_)) if !is_null(&value) => value,
                    (_, Some(default)) => self.default_value(default)?,
                    // What is not there is not: `not` makes it true, past all filters.
                    (None, None) if expr.negated => return Ok((Cow::Owned(Value::from(true)), false)),
                    (None, None) => return Err(self.missing(path, *span)),
                }
            }
            Kind::Text(text) => {
                escapes = true;
                Cow::Borrowed(text)
            }
            Kind::Int(number) => Cow::Owned(Value::from(*number)),
            Kind::Float(number) => Cow::Owned(Value::from(*number)),
            Kind::Bool(truth) => Cow::Owned(Value::from(*truth)),
            Kind::Context => Cow::Owned(self.whole_context()),
            Kind::Array(elements) => {
                let mut values = Vec::with_capacity(elements.len());
                for element in elements {
                    values.push(self.value(element)?.into_owned());
                }
                Cow::Owned(Value::from(values))
            }
            Kind::Concat(pieces) => {
                let (text, function) = self.concatenated(pieces)?;
                escapes = function;
                Cow::Owned(Value::from(text))
            }
            Kind::Call(call) => {
                let (value, safe) = self.call_function(call)?;
                escapes = !safe;
                Cow::Owned(value)
            }
            Kind::Macro(call) => {
                let mut out = Vec::new();
                self.call_macro(call, &mut out)?;
                Cow::Owned(text_value(out))
            }
            Kind::Test(test) => Cow::Owned(Value::from(self.test(test)?)),
            Kind::In(found) => Cow::Owned(Value::from(self.contains(found)?)),
            Kind::Logic(..) => Cow::Owned(Value::from(self.holds(expr)?)),
            Kind::Math(operator, sides) => Cow::Owned(match self.arithmetic(*operator, sides, expr.span)? {
                Some(number) => number.value(),
                None => Value::from("NaN"),
            }),
        };
        for filter in &expr.filters {
            let (filtered, safe) = self.call_filter(&value, filter)?;
            value = Cow::Owned(filtered);
            escapes = !safe;
        }
        if expr.negated {
            return Ok((Cow::Owned(Value::from(!is_true(&value))), false));
        }
        Ok((value, escapes && !expr.safe))
    }

    fn default_value(&mut self, default: &'a DefaultValue) -> Result<Val<'a>, Failure> {
        match default {
            // Escaped here and, as part of the variable's expression, once more where that is shown.
            DefaultValue::Value(value) => self.value(value),
            DefaultValue::Missing(span) => self.fail(Fault::new(&DEFAULT_WITHOUT_VALUE), *span),
        }
    }

    /// The text, and whether a function's result makes it one that is escaped.
    fn concatenated(&mut self, pieces: &'a [Piece]) -> Result<(String, bool), Failure> {
        let mut text = String::new();
        let mut escapes = false;
        for piece in pieces {
            let (value, span) = match piece {
                Piece::Text(piece) => {
                    text.push_str(piece);
                    continue;
                }
                Piece::Context => {
                    text.push_str(self.whole_context().as_str().unwrap_or_default());
                    continue;
                }
                Piece::Path(path, span) => match self.find(path) {
                    Some(value) => (value, *span),
                    None => return Err(self.missing(path, *span)),
                },
                Piece::Call(call) => {
                    let (value, safe) = self.call_function(call)?;
                    escapes = !safe;
                    (Cow::Owned(value), call.span)
                }
            };
            match json(&value) {
                Json::Text(piece) => text.push_str(piece),
                Json::Number(number) => text.push_str(&number.to_json()),
                _ => {
                    let (zh, en) = kind_words(&value);
                    return self.fail(Fault::new(&CONCATENATED).arg("got_zh", zh).arg("got", en), span);
                }
            }
        }
        Ok((text, escapes))
    }

    /// A function's result, and whether it is HTML already.
    pub(super) fn call_function(&mut self, call: &'a Call) -> Result<(Value, bool), Failure> {
        let calls = self.setting.calls;
        let name = self.setting.vocabulary.functions.text(call.symbol());
        if !calls.has_function(call.slot) {
            return self.fail(calls.unknown_function(name), call.span);
        }
        let arguments = self.arguments(call)?;
        calls.function(call.slot, name, &arguments).map_err(|fault| fault.at(self.file, call.span))
    }

    /// A filter's result, and whether it is HTML already.
    pub(super) fn call_filter(&mut self, value: &Value, call: &'a Call) -> Result<(Value, bool), Failure> {
        let calls = self.setting.calls;
        let name = self.setting.vocabulary.filters.text(call.symbol());
        if !calls.has_filter(call.slot) {
            return self.fail(calls.unknown_filter(name), call.span);
        }
        let arguments = self.arguments(call)?;
        calls.filter(call.slot, name, value, &arguments).map_err(|fault| fault.at(self.file, call.span))
    }

    fn arguments(&mut self, call: &'a Call) -> Result<Vec<Argument<'a>>, Failure> {
        let mut arguments = Vec::with_capacity(call.arguments.len());
        for (name, value) in &call.arguments {
            arguments.push((name, self.plain(value)?));
        }
        Ok(arguments)
    }
}

/// Rendered text as a value.
pub(super) fn text_value(out: Vec<u8>) -> Value {
    // Only whole texts are rendered.
    Value::from(String::from_utf8(out).unwrap_or_default())
}
