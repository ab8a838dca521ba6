//! Numbers that may have a fraction: where it is none they were shown without it, as `3`, and are since as `3.0` (checklist
//! MT-11).

use super::Rewriter;
use super::expression::Piece;
use crate::template::tera1::syntax::{Call, Expr, ExprKind, Math};

impl Rewriter<'_> {
    /// Whether the value is a number that may be one with a fraction: a quotient, what is made of one, what is rounded to some
    /// places.
    pub fn is_fraction(&self, expr: &Expr) -> bool {
        if let Some(last) = expr.filters.last() {
            return match self.of(last.name) {
                "float" => true,
                "round" => self.keeps_places(last),
                _ => false,
            };
        }
        match &expr.kind {
            _ if expr.negated.is_some() => false,
            ExprKind::Path(path) => self.fractions.contains(self.of(*path)),
            ExprKind::Float(_) => true,
            ExprKind::Math(operator) => {
                operator.operator == Math::Div || self.is_fraction(&operator.left) || self.is_fraction(&operator.right)
            }
            _ => false,
        }
    }

    /// Whether `round` keeps places behind the point.
    fn keeps_places(&self, round: &Call) -> bool {
        round.arguments.iter().any(|found| self.of(found.name) == "precision" && self.of(found.value.span) != "0")
    }

    /// Such a number as the text it was shown as.
    pub fn without_point(&self, piece: Piece) -> String {
        let is_written = piece.text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
        if is_written && let Ok(number) = piece.text.parse::<f64>() {
            return number.to_string();
        }
        format!("{} | str | trim_end(pat=\".0\")", piece.filterable().text)
    }
}
