//! Money: the parts add up to the sum.

use tera::Value;

use super::{Case, Rules};
use crate::liaison::code::SUM;
use crate::liaison::entry::{tables, value};

pub(super) fn check(case: &Case, rules: &Rules) {
    let Some(total) = value(case.extra, "money_yuan").and_then(Value::as_f64) else { return };
    let parts: Vec<f64> =
        tables(case.extra, "parts").filter_map(|part| value(part, "yuan").and_then(Value::as_f64)).collect();
    // In fen, so that amounts with two decimals compare exactly.
    let fen = |yuan: f64| (yuan * 100.0).round();
    let sum: f64 = parts.iter().map(|yuan| fen(*yuan)).sum();
    if !parts.is_empty() && sum != fen(total) {
        rules.sink.push(case.at(&SUM, "extra.money_yuan").arg("sum", sum / 100.0).arg("total", total));
    }
}
