//! Faces: a person's photo needs consent, a minor's face is never shown.

use tera::Value;

use super::{Case, Rules};
use crate::liaison::code::{CONSENT_MISSING, MINOR_FACE};
use crate::liaison::entry::{text, value};

pub(super) fn check(case: &Case, rules: &Rules) {
    let says = |key: &'static str| value(case.extra, key).and_then(Value::as_bool) == Some(true);
    if case.entry.kind.id == "member" && text(case.extra, "photo").is_some() && !says("consent") {
        rules.sink.push(case.at(&CONSENT_MISSING, "extra.photo"));
    }
    if says("face_shown") {
        if says("minors") {
            rules.sink.push(case.at(&MINOR_FACE, "extra.face_shown"));
        } else if !says("consent") {
            rules.sink.push(case.at(&CONSENT_MISSING, "extra.face_shown"));
        }
    }
}
