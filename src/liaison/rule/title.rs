//! Titles: no full stop at the end, short enough for a list.

use super::{Case, Rules};
use crate::liaison::code::{TITLE_LONG, TITLE_STOP};

/// The most characters a title should have in a list.
const LONG: usize = 30;

pub(super) fn check(case: &Case, rules: &Rules) {
    let Some(title) = case.front.title.as_deref().map(str::trim_end) else { return };
    if let Some(stop) = title.chars().last().filter(|last| matches!(last, '。' | '．')) {
        rules.sink.push(case.at(&TITLE_STOP, "title").arg("value", stop));
    }
    let count = title.chars().count();
    if count > LONG {
        rules.sink.push(case.at(&TITLE_LONG, "title").arg("count", count));
    }
}
