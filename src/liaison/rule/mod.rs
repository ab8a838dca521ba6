//! Rules over entries beyond the types of their fields: each in a file, all called here.

pub mod attachment;
mod contact;
mod date;
mod face;
mod length;
mod member;
mod picture;
pub mod privacy;
mod sum;
mod title;
mod unsent;

pub use unsent::Reporting;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use tera::Map;

use super::entry::{Entry, Visibility};
use crate::content::{Document, Front, PageFront};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::path::SourcePath;

/// What the rules need to know of the site.
pub struct Rules<'a> {
    /// The day that counts as today.
    pub today: Date,
    /// All members' ids with their files.
    pub members: FxHashMap<&'a str, &'a SourcePath>,
    /// All entries' names.
    pub names: FxHashSet<&'a str>,
    /// Ids of members that may be named to anybody, sorted: what a message suggests may be seen in a preview.
    pub open_members: Vec<&'a str>,
    /// Names of entries, likewise.
    pub open_names: Vec<&'a str>,
    /// All files in `content/` that are no documents, sorted.
    pub assets: &'a [SourcePath],
    /// Within how many days what is to be sent.
    pub reporting: &'a Reporting,
    /// Where mistakes go.
    pub sink: &'a Sink,
}

/// An entry with its document, as the rules see it.
pub struct Case<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// Its document.
    pub document: &'a Document,
    /// Its front matter.
    pub front: &'a PageFront,
    /// Its `[extra]`.
    pub extra: &'a Map,
}

impl Case<'_> {
    /// A diagnostic at the value under the dotted `path`.
    fn at(&self, code: &'static Code, path: &str) -> Diagnostic {
        let span = self.document.matter.locate(&self.document.source.text, path);
        Diagnostic::new(code).at(&self.document.source, span)
    }
}

impl<'a> Rules<'a> {
    /// The rules over a site's entries; two members with one id are told.
    pub fn new(
        entries: &'a [Entry],
        assets: &'a [SourcePath],
        reporting: &'a Reporting,
        today: Date,
        sink: &'a Sink,
    ) -> Rules<'a> {
        let members = member::ids(entries, sink);
        let names = entries.iter().map(|entry| entry.name.as_str()).collect();
        let open = || entries.iter().filter(|entry| entry.visibility == Visibility::Public && entry.language.0 == 0);
        let mut open_members: Vec<&str> =
            open().filter(|entry| entry.kind.id == "member").map(|entry| entry.id.as_str()).collect();
        open_members.sort_unstable();
        let open_names = open().map(|entry| entry.name.as_str()).collect();
        Rules { today, members, names, open_members, open_names, assets, reporting, sink }
    }

    /// Applies every rule to an entry.
    pub fn apply(&self, entry: &Entry, document: &Document) {
        let Front::Page(front) = &document.front else { return };
        let Some(extra) = front.extra.as_map() else { return };
        let case = Case { entry, document, front, extra };
        title::check(&case, self);
        date::check(&case, self);
        member::check(&case, self);
        picture::check(&case, self);
        sum::check(&case, self);
        face::check(&case, self);
        contact::check(&case, self);
        length::check(&case, self);
        unsent::check(&case, self);
    }
}
