//! Personal details in what is published: each is told at its place, and cards and mobile telephones stop the build.

use rustc_hash::FxHashSet;
use tera::Map;

use crate::check::privacy::{Allowed, Detail, Found, masked, scan};
use crate::content::Document;
use crate::diagnostic::{Diagnostic, Sink};
use crate::liaison::Settings;
use crate::liaison::code::{DETAIL_ERROR, DETAIL_WARNING};
use crate::liaison::entry::{Entry, tables, text};

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
pub fn check(document: &Document, entry: Option<&Entry>, own: &Allowed, sink: &Sink) {
    let kinds = allowed_kinds(entry.and_then(Entry::extra));
    for found in scan(&document.source.text) {
        if !own.has(&found) && !is_allowed(&kinds, found.detail) {
            sink.push(told(&found).at(&document.source, found.span.clone()));
        }
    }
}

/// The diagnostic for a detail, without its place.
pub fn told(found: &Found) -> Diagnostic {
    let detail = found.detail;
    let code = match detail.severity() {
        crate::diagnostic::Severity::Error => &DETAIL_ERROR,
        crate::diagnostic::Severity::Warning => &DETAIL_WARNING,
    };
    // The message itself must not spread the number.
    Diagnostic::new(code)
        .arg("detail", detail.zh())
        .arg("detail_en", detail.en())
        .arg("id", detail.id())
        .arg("masked", masked(detail, &found.plain))
}
