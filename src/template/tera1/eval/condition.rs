//! Conditions: truth, comparison, containment, tests.

use super::super::code::{CONTAINER, FUNCTION_NOT_BOOL, NEEDLE, NOT_COMPARABLE};
use super::super::fault::{Failure, Fault};
use super::super::frame::Val;
use super::super::path;
use super::super::program::{Expr, In, Kind, Test};
use super::super::syntax::{Logic, Span};
use super::super::value::{Json, equal, escaped, is_true, json, kind_words, number};
use super::Render;

impl<'a> Render<'a> {
    /// Whether a condition holds. Filters count only after variables and concatenations; an error of a variable or its
    /// filters means no.
    pub(super) fn holds(&mut self, expr: &'a Expr) -> Result<bool, Failure> {
        let holds = match &expr.kind {
            Kind::Logic(operator, sides) => match self.logic(*operator, sides, expr.span)? {
                Some(holds) => holds,
                // A number is not compared with what is none, and `not` does not change that.
                None => return Ok(false),
            },
            Kind::Path(path, _) if expr.filters.is_empty() && expr.default.is_none() => {
                self.find(path).is_some_and(|value| is_true(&value))
            }
            Kind::Path(..) | Kind::Context => {
                let value = self.raw(expr);
                return Ok(value.is_ok_and(|(value, _)| is_true(&value)));
            }
            Kind::Math(operator, sides) => {
                self.arithmetic(*operator, sides, expr.span)?.is_some_and(|number| number.float() != 0.0)
            }
            Kind::Int(number) => *number != 0,
            Kind::Float(number) => *number != 0.0,
            Kind::In(found) => self.contains(found)?,
            Kind::Test(test) => self.test(test)?,
            Kind::Bool(truth) => *truth,
            Kind::Text(text) => !text.as_str().unwrap_or_default().is_empty(),
            Kind::Call(call) => {
                let (value, _) = self.call_function(call)?;
                match value.as_bool() {
                    Some(truth) => truth,
                    None => {
                        let name = self.setting.vocabulary.functions.text(call.symbol());
                        return self.fail(Fault::new(&FUNCTION_NOT_BOOL).arg("name", name), call.span);
                    }
                }
            }
            Kind::Concat(_) | Kind::Array(_) => {
                let (value, _) = self.raw(expr)?;
                return Ok(is_true(&value));
            }
            Kind::Macro(call) => {
                let mut out = Vec::new();
                self.call_macro(call, &mut out)?;
                !out.is_empty()
            }
        };
        Ok(holds != expr.negated)
    }

    /// Whether an operator's claim is true; none where a number is compared with what is none.
    fn logic(&mut self, operator: Logic, sides: &'a (Expr, Expr), span: Span) -> Result<Option<bool>, Failure> {
        let (left, right) = sides;
        Ok(Some(match operator {
            Logic::Or => self.holds(left)? || self.holds(right)?,
            Logic::And => self.holds(left)? && self.holds(right)?,
            Logic::Eq => return self.same(left, right),
            Logic::NotEq => return Ok(self.same(left, right)?.map(|same| !same)),
            Logic::Lt | Logic::Lte | Logic::Gt | Logic::Gte => {
                let (left, right) = (self.number(left)?, self.number(right)?);
                let (Some(left), Some(right)) = (left, right) else {
                    return self.fail(Fault::new(&NOT_COMPARABLE), span);
                };
                let (left, right) = (left.float(), right.float());
                match operator {
                    Logic::Lt => left < right,
                    Logic::Lte => left <= right,
                    Logic::Gt => left > right,
                    _ => left >= right,
                }
            }
        }))
    }

    /// Whether two values are equal as they would be shown: where the render escapes, a text that is escaped is not equal
    /// to one that is not, if there is anything to escape in it.
    fn same(&mut self, left: &'a Expr, right: &'a Expr) -> Result<Option<bool>, Failure> {
        let (left, left_escapes) = self.raw(left)?;
        let (right, right_escapes) = self.raw(right)?;
        match (number(&left), number(&right)) {
            (Some(left), Some(right)) => return Ok(Some(left.float() == right.float())),
            (None, None) => {}
            _ => return Ok(None),
        }
        let (Some(left_text), Some(right_text)) = (left.as_str(), right.as_str()) else {
            return Ok(Some(equal(&left, &right)));
        };
        Ok(Some(match (self.escapes && left_escapes, self.escapes && right_escapes) {
            (true, false) => escaped(left_text) == right_text,
            (false, true) => left_text == escaped(right_text),
            _ => left_text == right_text,
        }))
    }

    /// Whether something is in something.
    pub(super) fn contains(&mut self, found: &'a In) -> Result<bool, Failure> {
        let needle = self.plain(&found.needle)?;
        let container = self.plain(&found.container)?;
        let text = |render: &Self, needle: &Val<'a>, zh: &str, en: &str| {
            let (got_zh, got) = kind_words(needle);
            let fault = Fault::new(&NEEDLE).arg("in_zh", zh).arg("in", en).arg("got_zh", got_zh).arg("got", got);
            render.fail(fault, found.needle.span)
        };
        let contains = match (json(&container), needle.as_str()) {
            (Json::Array(values), _) => values.iter().any(|value| equal(value, &needle)),
            (Json::Text(container), Some(needle)) => container.contains(needle),
            (Json::Map(map), Some(needle)) => path::get(map, needle).is_some(),
            (Json::Text(_), None) => return text(self, &needle, "文字", "a text"),
            (Json::Map(_), None) => return text(self, &needle, "对象", "a map"),
            _ => {
                let (zh, en) = kind_words(&container);
                return self.fail(Fault::new(&CONTAINER).arg("got_zh", zh).arg("got", en), found.container.span);
            }
        };
        Ok(contains != found.negated)
    }

    /// A test's result.
    pub(super) fn test(&mut self, test: &'a Test) -> Result<bool, Failure> {
        let calls = self.setting.calls;
        let name = self.setting.vocabulary.tests.text(test.symbol());
        if !calls.has_test(test.slot) {
            return self.fail(calls.unknown_test(name), test.span);
        }
        let mut arguments = Vec::with_capacity(test.arguments.len());
        for argument in &test.arguments {
            arguments.push(self.plain(argument)?);
        }
        let value = match &test.path {
            Some(path) => self.find(path),
            None => Some(std::borrow::Cow::Owned(self.whole_context())),
        };
        let result = calls.test(test.slot, name, value.as_deref(), &arguments);
        Ok(result.map_err(|fault| fault.at(self.file, test.span))? != test.negated)
    }
}
