//! Files that go out with entries: what they say is searched as entries are, each mistake told with its page or cell.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::privacy::{allowed_kinds, is_allowed, own_details};
use crate::check::privacy::{Leak, holds_text, leaks, masked};
use crate::diagnostic::{Diagnostic, Severity, Sink};
use crate::liaison::Settings;
use crate::liaison::code::{ATTACHED_ERROR, ATTACHED_UNREAD, ATTACHED_WARNING, PROPERTIES_TELL};
use crate::liaison::entry::Entry;
use crate::office::ReadError;
use crate::office::properties::{Cleared, clear};
use crate::path::SourcePath;
use crate::source::SourceTree;

/// Tells the details in files that will be published: those beside entries, and those in `static/`.
pub fn published(files: &[SourcePath], entries: &[Entry], settings: &Settings, sources: &SourceTree, sink: &Sink) {
    let mut kinds: BTreeMap<&str, FxHashSet<String>> = BTreeMap::new();
    for entry in entries {
        kinds.entry(entry.path.parent()).or_default().extend(allowed_kinds(entry.extra()));
    }
    let fixed = sources.world().list("static").unwrap_or_default();
    let none = FxHashSet::default();
    files.par_iter().chain(fixed.par_iter()).for_each(|file| {
        let allowed = kinds.get(file.parent()).unwrap_or(&none);
        check(file, allowed, settings, sources, sink);
    });
}

/// Tells the details in a file, but those of the kinds `allowed`.
pub fn check(file: &SourcePath, allowed: &FxHashSet<String>, settings: &Settings, sources: &SourceTree, sink: &Sink) {
    let ending = file.extension().unwrap_or_default().to_lowercase();
    if !holds_text(&ending) {
        return;
    }
    // A file that cannot be read is told where it is copied.
    let Ok(bytes) = sources.world().read(file) else { return };
    match leaks(&ending, &bytes, &settings.scanner) {
        Ok(leaks) => {
            let own = own_details(settings);
            let told = leaks.iter().filter(|leak| !own.has(&leak.found) && !is_allowed(allowed, leak.found.detail));
            told.for_each(|leak| sink.push(diagnostic(file, leak)));
        }
        Err(error) => {
            let (zh, en) = reason(&error);
            let told = Diagnostic::new(&ATTACHED_UNREAD).arg("file", file.file_name());
            sink.push(told.arg("reason", zh).arg("reason_en", en).in_file(file));
        }
    }
    if clear(&ending, &bytes) == Cleared::Unable {
        let told = Diagnostic::new(&PROPERTIES_TELL).arg("file", file.file_name());
        sink.push(told.arg("what", "作者姓名").arg("what_en", "its author's name").in_file(file));
    }
}

fn diagnostic(file: &SourcePath, leak: &Leak) -> Diagnostic {
    let detail = leak.found.detail;
    let code = match detail.severity() {
        Severity::Error => &ATTACHED_ERROR,
        Severity::Warning => &ATTACHED_WARNING,
    };
    Diagnostic::new(code)
        .arg("file", file.file_name())
        .arg("place", leak.place.said(true))
        .arg("place_en", leak.place.said(false))
        .arg("detail", detail.zh())
        .arg("detail_en", detail.en())
        .arg("id", detail.id())
        .arg("masked", masked(detail, &leak.found.plain))
        .in_file(file)
}

fn reason(error: &ReadError) -> (&'static str, &'static str) {
    match error {
        ReadError::Binary => ("这种格式程序读不了", "a format this program does not read"),
        ReadError::Locked => ("有密码", "it is locked by a password"),
        ReadError::NotWord => ("内容与扩展名不符", "it is not what its ending says"),
        ReadError::Broken(_) => ("文件有损坏", "it is broken"),
    }
}
