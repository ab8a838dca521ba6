//! Files that go out with entries: what they say is searched as entries are, each mistake told with its page or cell.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::privacy::{allowed_kinds, is_allowed, own_details};
use crate::check::privacy::{Leak, holds_text, leaks, masked};
use crate::diagnostic::{Diagnostic, Severity, Sink};
use crate::liaison::Settings;
use crate::liaison::code::{ATTACHED_ERROR, ATTACHED_PICTURE, ATTACHED_UNREAD, ATTACHED_WARNING, PROPERTIES_TELL};
use crate::liaison::entry::Entry;
use crate::office::ReadError;
use crate::office::properties::{Cleared, clear};
use crate::office::text_read::{Hidden, Place};
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
        Ok(found) => {
            let own = own_details(settings);
            let told =
                found.leaks.iter().filter(|leak| !own.has(&leak.found) && !is_allowed(allowed, leak.found.detail));
            told.for_each(|leak| sink.push(diagnostic(file, leak)));
            hidden(file, &found.hidden, sink);
        }
        Err(error) => unread(file, "", &error, sink),
    }
    if clear(&ending, &bytes) == Cleared::Unable {
        let told = Diagnostic::new(&PROPERTIES_TELL).arg("file", file.file_name());
        sink.push(told.arg("what", "作者姓名").arg("what_en", "its author's name").in_file(file));
    }
}

/// Tells what of a file could not be looked into: its pictures in one, each other part by itself.
fn hidden(file: &SourcePath, hidden: &[(Place, Hidden)], sink: &Sink) {
    let mut pictures: Vec<&Place> = Vec::new();
    for (place, why) in hidden {
        match why {
            Hidden::Picture => pictures.push(place),
            Hidden::Unread(error) => {
                let part = if *place == Place::Whole { String::new() } else { place.said(true) };
                unread(file, &part, error, sink);
            }
        }
    }
    if pictures.is_empty() {
        return;
    }
    let named = |zh: bool| {
        let shown: Vec<String> = pictures.iter().take(SHOWN).map(|place| place.said(zh)).collect();
        let more = pictures.len() > SHOWN;
        let more = if !more {
            ""
        } else if zh {
            "等"
        } else {
            " …"
        };
        format!("{}{more}", shown.join(if zh { "、" } else { ", " }))
    };
    let told = Diagnostic::new(&ATTACHED_PICTURE).arg("file", file.file_name());
    sink.push(told.arg("place", named(true)).arg("place_en", named(false)).in_file(file));
}

/// How many places are named in one message.
const SHOWN: usize = 5;

fn unread(file: &SourcePath, part: &str, error: &ReadError, sink: &Sink) {
    let (zh, en) = reason(error);
    let name = if part.is_empty() { file.file_name().to_owned() } else { format!("{} › {part}", file.file_name()) };
    let told = Diagnostic::new(&ATTACHED_UNREAD).arg("file", name);
    sink.push(told.arg("reason", zh).arg("reason_en", en).in_file(file));
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
        ReadError::Huge => ("解开后过大，或里面的文件过多", "it unpacks to too much"),
        ReadError::Broken(_) => ("文件有损坏", "it is broken"),
    }
}
