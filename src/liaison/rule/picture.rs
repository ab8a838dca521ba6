//! Pictures: the files are there, and each has a credit.

use super::{Case, Rules};
use crate::liaison::code::{CREDIT_MISSING, FILE_MISSING};
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
}

fn there(case: &Case, rules: &Rules, name: &str, path: &str) {
    let folder = case.document.place.file.parent();
    let found = beside(folder, name).is_some_and(|file| rules.assets.binary_search(&file).is_ok());
    if !found {
        rules.sink.push(case.at(&FILE_MISSING, path).arg("value", name).arg("folder", folder));
    }
}
