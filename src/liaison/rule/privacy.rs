//! Personal details in what is published: each is told at its place, and cards and mobile telephones stop the build.

use rustc_hash::FxHashSet;
use tera::{Map, Value};

use crate::check::privacy::{Allowed, Detail, Found, Scanner, masked};
use crate::content::Document;
use crate::diagnostic::{Diagnostic, Severity, Sink};
use crate::liaison::Settings;
use crate::liaison::code::{DETAIL_ERROR, DETAIL_WARNING, MINOR_NAMED};
use crate::liaison::entry::{Entry, tables, text, value};

/// What the site gives as its own, in its footer.
pub fn own_details(settings: &Settings) -> Allowed {
    let mut allowed = Allowed::default();
    for (_, text) in &settings.footer {
        allowed.add_all(text);
    }
    allowed
}

/// The kinds of detail an entry says may be there, with a reason and who said so.
pub fn allowed_kinds(extra: Option<&Map>) -> FxHashSet<String> {
    let rows = extra.into_iter().flat_map(|extra| tables(extra, "allow"));
    let whole = |row: &&Map| ["reason", "by"].iter().all(|key| text(row, key).is_some_and(|it| !it.trim().is_empty()));
    rows.filter(whole).filter_map(|row| text(row, "detail")).map(str::to_owned).collect()
}

/// Whether an entry may hold a detail of this kind.
pub fn is_allowed(kinds: &FxHashSet<String>, detail: Detail) -> bool {
    kinds.contains(detail.id()) || kinds.contains(detail.zh())
}

/// Tells the details in a document: its front matter and its text.
pub fn check(document: &Document, entry: Option<&Entry>, own: &Allowed, scanner: &Scanner, sink: &Sink) {
    let extra = entry.and_then(Entry::extra);
    let kinds = allowed_kinds(extra);
    let minors = about_minors(extra);
    for found in scanner.scan(&document.source.text) {
        let minor = minors && found.detail == Detail::Minor;
        if minor || (!own.has(&found) && !is_allowed(&kinds, found.detail)) {
            let diagnostic = if minor { Diagnostic::new(&MINOR_NAMED) } else { told(&found) };
            sink.push(diagnostic.at(&document.source, found.span.clone()));
        }
    }
}

/// Whether an entry says that it is about minors: then none of them is named, whoever allows it.
pub fn about_minors(extra: Option<&Map>) -> bool {
    extra.and_then(|extra| value(extra, "minors")).and_then(Value::as_bool) == Some(true)
}

/// The diagnostic for a detail, without its place.
pub fn told(found: &Found) -> Diagnostic {
    let detail = found.detail;
    let code = match detail.severity() {
        Severity::Error => &DETAIL_ERROR,
        Severity::Warning => &DETAIL_WARNING,
    };
    // The message itself must not spread the number.
    Diagnostic::new(code)
        .arg("detail", detail.zh())
        .arg("detail_en", detail.en())
        .arg("id", detail.id())
        .arg("masked", masked(detail, &found.plain))
}
