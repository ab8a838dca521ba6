//! Arithmetic: on whole numbers as long as both sides are, else on floating point numbers.

use super::super::code::{MODULO_ZERO, NOT_A_NUMBER, OUT_OF_BOUNDS};
use super::super::fault::{Failure, Fault};
use super::super::program::{Expr, Kind};
use super::super::syntax::{Math, Span};
use super::super::value::{Number, number};
use super::Render;

impl<'a> Render<'a> {
    /// The number an expression is; none for what is no number, such as `0/0`. Without filters a `not` before it does
    /// nothing.
    pub(super) fn number(&mut self, expr: &'a Expr) -> Result<Option<Number>, Failure> {
        if expr.filtered {
            let (value, _) = self.raw(expr)?;
            return match number(&value) {
                Some(number) => Ok(Some(number)),
                None => self.fail(Fault::new(&NOT_A_NUMBER), expr.span),
            };
        }
        let value = match &expr.kind {
            Kind::Int(number) => return Ok(Some(Number::Int(*number))),
            Kind::Float(number) => return Ok(Some(Number::Float(*number))),
            Kind::Math(operator, sides) => return self.arithmetic(*operator, sides, expr.span),
            Kind::Path(path, span) => match self.find(path) {
                Some(value) => number(&value),
                None => return Err(self.missing(path, *span)),
            },
            Kind::Call(call) => number(&self.call_function(call)?.0),
            _ => None,
        };
        match value {
            Some(number) => Ok(Some(number)),
            None => self.fail(Fault::new(&NOT_A_NUMBER), expr.span),
        }
    }

    /// The result of an operation; none if it is no number.
    pub(super) fn arithmetic(
        &mut self,
        operator: Math,
        sides: &'a (Expr, Expr),
        span: Span,
    ) -> Result<Option<Number>, Failure> {
        let (left, right) = (self.number(&sides.0)?, self.number(&sides.1)?);
        let (Some(left), Some(right)) = (left, right) else { return Ok(None) };
        let whole = match (left, right) {
            _ if operator == Math::Div => None,
            (Number::Int(left), Number::Int(right)) => {
                if operator == Math::Mod && right == 0 {
                    return self.fail(Fault::new(&MODULO_ZERO), span);
                }
                let result = match operator {
                    Math::Add => left.checked_add(right),
                    Math::Sub => left.checked_sub(right),
                    Math::Mul => left.checked_mul(right),
                    Math::Div | Math::Mod => left.checked_rem(right),
                };
                Some(result.map(Number::Int))
            }
            _ => match (left.natural(), right.natural()) {
                (Some(_), Some(0)) if operator == Math::Mod => {
                    return self.fail(Fault::new(&MODULO_ZERO), span);
                }
                (Some(left), Some(right)) => {
                    let result = match operator {
                        Math::Add => left.checked_add(right),
                        Math::Sub => left.checked_sub(right),
                        Math::Mul => left.checked_mul(right),
                        Math::Div | Math::Mod => left.checked_rem(right),
                    };
                    Some(result.map(natural))
                }
                _ => None,
            },
        };
        if let Some(whole) = whole {
            return match whole {
                Some(number) => Ok(Some(number)),
                None => self.fail(Fault::new(&OUT_OF_BOUNDS), span),
            };
        }
        let (left, right) = (left.float(), right.float());
        Ok(match operator {
            Math::Add => Number::finite(left + right),
            Math::Sub => Number::finite(left - right),
            Math::Mul => Number::finite(left * right),
            Math::Mod => Number::finite(left % right),
            Math::Div => {
                let result = left / right;
                // What divides evenly is a whole number again; beyond their range, the nearest.
                if result.is_finite() && result.round() == result {
                    Some(Number::Int(result as i64))
                } else {
                    Number::finite(result)
                }
            }
        })
    }
}

fn natural(number: u64) -> Number {
    i64::try_from(number).map_or(Number::Big(number), Number::Int)
}
