//! Pictures: the files are there, and each has a credit.

use std::sync::OnceLock;

use regex::Regex;

use super::{Case, Rules};
use crate::diagnostic::Diagnostic;
use crate::liaison::code::{BODY_PICTURE_MISSING, CREDIT_MISSING, FILE_MISSING};
use crate::liaison::entry::{beside, tables, text};

pub(super) fn check(case: &Case, rules: &Rules) {
    let photographer = text(case.extra, "photographer").is_some_and(|name| !name.trim().is_empty());
    for (at, image) in tables(case.extra, "images").enumerate() {
        let Some(name) = text(image, "file") else { continue };
        there(case, rules, name, &format!("extra.images.{at}.file"));
        let credited = text(image, "credit").is_some_and(|name| !name.trim().is_empty());
        if !credited && !photographer {
            rules.sink.push(case.at(&CREDIT_MISSING, &format!("extra.images.{at}.file")).arg("value", name));
        }
    }
    if let Some(name) = text(case.extra, "photo") {
        there(case, rules, name, "extra.photo");
    }
    in_text(case, rules);
}

/// Pictures that stand in the text by the name of a file beside it.
fn in_text(case: &Case, rules: &Rules) {
    static PICTURE: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = r#"(?m)^[ ]{0,3}(?:```|~~~)[^\x00]*?^[ ]{0,3}(?:```|~~~)|!\[[^\]\n]*\]\((?:<(?P<quoted>[^<>\n]+)>|(?P<plain>[^)\s<]+))"#;
    let Some(picture) = PICTURE.get_or_init(|| Regex::new(pattern).ok()) else { return };
    let document = case.document;
    let file = &document.place.file;
    let folder = match file.file_name().split('.').next() {
        Some("index") => file.parent().to_owned(),
        stem => format!("{}/{}", file.parent(), stem.unwrap_or_default()),
    };
    let body = document.body();
    // The body is the end of the source.
    let start = document.source.text.len().saturating_sub(body.len());
    for found in picture.captures_iter(body) {
        let Some(name) = found.name("quoted").or(found.name("plain")) else { continue };
        let text = name.as_str();
        let is_file = !text.contains([':', '{', '}', '?', '#']) && !text.starts_with(['/', '@', '.']);
        let decoded = percent_encoding::percent_decode_str(text).decode_utf8_lossy();
        if is_file && beside(&folder, &decoded).is_some_and(|file| rules.assets.binary_search(&file).is_err()) {
            let span = start + name.start()..start + name.end();
            let told = Diagnostic::new(&BODY_PICTURE_MISSING).arg("value", decoded).arg("folder", &folder);
            rules.sink.push(told.at(&document.source, span));
        }
    }
}

fn there(case: &Case, rules: &Rules, name: &str, path: &str) {
    let folder = case.document.place.file.parent();
    let found = beside(folder, name).is_some_and(|file| rules.assets.binary_search(&file).is_ok());
    if !found {
        rules.sink.push(case.at(&FILE_MISSING, path).arg("value", name).arg("folder", folder));
    }
}
