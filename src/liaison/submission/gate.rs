//! The privacy gate of a submission: nobody's details leave with it but those of whom to call.

use super::contacts::Contacts;
use super::manuscript::Attachment;
use super::pack::Pack;
use crate::check::privacy::Allowed;
use crate::content::Document;
use crate::diagnostic::Sink;
use crate::liaison::Settings;
use crate::liaison::entry::Entry;
use crate::liaison::rule::attachment;
use crate::liaison::rule::privacy::{allowed_kinds, check, is_allowed, own_details, told};
use crate::source::SourceTree;

/// What a pack is held against.
pub struct Guard<'a> {
    /// The group's settings.
    pub settings: &'a Settings,
    /// Whom to call: their telephones may go along.
    pub contacts: &'a Contacts,
    /// The site's files.
    pub sources: &'a SourceTree,
    /// Where mistakes go.
    pub sink: &'a Sink,
}

/// Tells the details in an entry, in what is attached to it and in the pack made of it: those of the entry at their place,
/// others by the pack's file.
pub fn gate(entry: &Entry, document: &Document, pack: &Pack, attached: &[Attachment], guard: &Guard<'_>) {
    let Guard { settings, contacts, sources, sink } = *guard;
    let own = own_details(settings);
    check(document, Some(entry), &own, &settings.scanner, sink);
    let mut seen = own_and_contacts(own, contacts);
    // What stands in the entry was told there.
    seen.add_all(&document.source.text);
    let kinds = allowed_kinds(entry.extra());
    for attachment in attached {
        attachment::check(&attachment.file, &kinds, settings, sources, sink);
    }
    for (_, text) in &pack.texts {
        for found in settings.scanner.scan(text) {
            if !seen.has(&found) && !is_allowed(&kinds, found.detail) {
                sink.push(told(&found).in_file(&entry.path));
                seen.add(&found);
            }
        }
    }
}

fn own_and_contacts(mut own: Allowed, contacts: &Contacts) -> Allowed {
    for contact in &contacts.all {
        own.add_all(&contact.phone);
        own.add_all(&contact.email);
    }
    own
}
