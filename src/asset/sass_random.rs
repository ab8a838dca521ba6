//! `random()` of Sass: numbers that look like chance and are the same each time, so that the same sources make the same site.

use std::cell::Cell;

use grass_compiler::sass_value::{ArgumentResult, SassNumber, Value};
use grass_compiler::{Builtin, Result, Visitor};

thread_local! {
    /// How many numbers the style sheet that this thread compiles has been given. The compiler takes a plain function,
    /// which nothing else can be handed to.
    static GIVEN: Cell<u64> = const { Cell::new(0) };
}

/// Begins anew, for the next style sheet.
pub(super) fn restart() {
    GIVEN.set(0);
}

/// The function, for the compiler.
pub(super) fn function() -> Builtin {
    Builtin::new(random)
}

/// `random($limit: null)`: a number from 0 up to 1, or a whole one from 1 to the limit
/// (<https://sass-lang.com/documentation/modules/math/#random>).
fn random(mut args: ArgumentResult, _: &mut Visitor) -> Result<Value> {
    let span = args.span();
    let number = match args.get(0, "limit").map(|limit| limit.node) {
        None | Some(Value::Null) => unit(),
        Some(Value::Dimension(limit)) if limit.num.0 >= 1.0 && limit.num.0.fract() == 0.0 => {
            (unit() * limit.num.0).floor() + 1.0
        }
        Some(Value::Dimension(limit)) => {
            return Err((format!("$limit: {} is no whole number above 0.", limit.num.0), span).into());
        }
        Some(_) => return Err(("$limit must be a number.".to_owned(), span).into()),
    };
    Ok(Value::Dimension(SassNumber::new_unitless(number)))
}

/// The next number from 0 up to 1: SplitMix64 (Steele, Lea and Flood, 2014) over how many there were before.
fn unit() -> f64 {
    let count = GIVEN.get().wrapping_add(1);
    GIVEN.set(count);
    let mut mixed = count.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    // 53 bits are what a fraction holds.
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}
