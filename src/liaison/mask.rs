//! Details in public entries written over by their masks (`lianluo mask`): each change listed, never the detail itself.

use std::ops::Range;

use super::entry::{Entry, Visibility};
use super::rule::privacy::{allowed_kinds, is_allowed, own_details};
use super::settings::Settings;
use crate::check::privacy::{Detail, Found, masked};
use crate::content::{Document, Syntax};
use crate::diagnostic::SourceText;
use crate::source::{parse_toml, parse_yaml};

/// A document with its details masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masked {
    /// Its new text; none if its front matter could not be kept in order, which is for a person to do.
    pub text: Option<String>,
    /// What was changed.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its line, from 1.
    pub line: usize,
    /// Its place on the line in characters, from 1.
    pub column: usize,
    /// What it was.
    pub detail: Detail,
    /// What stands there now.
    pub masked: String,
}

/// Masks the details in a document; `all` takes those too that only may lead to a person. None where it holds none, or is
/// an entry that nobody but the group sees.
pub fn mask(document: &Document, entry: Option<&Entry>, settings: &Settings, all: bool) -> Option<Masked> {
    if entry.is_some_and(|entry| entry.visibility != Visibility::Public) {
        return None;
    }
    let text = &*document.source.text;
    let (own, kinds) = (own_details(settings), allowed_kinds(entry.and_then(Entry::extra)));
    let wanted = |found: &Found| {
        let certain = matches!(
            found.detail,
            Detail::Identity | Detail::IdentityLike | Detail::Mobile | Detail::BankCard | Detail::Passport
        );
        (all || certain) && !own.has(found) && !is_allowed(&kinds, found.detail)
    };
    let found: Vec<Found> = settings.scanner.scan(text).into_iter().filter(wanted).collect();
    if found.is_empty() {
        return None;
    }
    let matter = document.matter.span.clone();
    let (mut made, mut changes, mut from) = (String::with_capacity(text.len()), Vec::new(), 0);
    let mut grown = matter.end;
    for found in &found {
        let mask = masked(found.detail, &found.plain);
        let bare = matter.contains(&found.span.start) && is_whole_value(text, &found.span);
        let written = if bare { format!("\"{mask}\"") } else { mask.clone() };
        made.push_str(&text[from..found.span.start]);
        made.push_str(&written);
        from = found.span.end;
        if matter.contains(&found.span.start) {
            grown = grown + written.len() - found.span.len();
        }
        let before = &text[..found.span.start];
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let line = before.matches('\n').count() + 1;
        changes.push(Change { line, column, detail: found.detail, masked: mask });
    }
    made.push_str(&text[from..]);
    let source = SourceText { path: document.source.path.clone(), text: made.as_str().into() };
    let whole = match document.matter.syntax {
        Syntax::Toml => parse_toml(&source, matter.start..grown).is_ok(),
        Syntax::Yaml => parse_yaml(&source, matter.start..grown).is_ok(),
    };
    Some(Masked { text: whole.then_some(made), changes })
}

/// Whether the bytes are a value of the front matter that stands without quotes: a number becomes a text when it is masked.
fn is_whole_value(text: &str, span: &Range<usize>) -> bool {
    let before = text[..span.start].trim_end_matches([' ', '\t']);
    let after = text[span.end..].trim_start_matches([' ', '\t']);
    before.ends_with(['=', ':', '[', ',', '-']) && after.chars().next().is_none_or(|c| "\r\n,]}#".contains(c))
}

#[cfg(test)]
mod tests {
    use super::is_whole_value;

    #[test]
    fn bare_values_are_told_from_parts_of_texts() {
        for (text, whole) in [
            ("phone = 13800138000\n", true),
            ("phone: 13800138000", true),
            ("[13800138000, 1]", true),
            ("phone = \"13800138000\"", false),
            ("note: 电话13800138000", false),
        ] {
            let start = text.find("138").unwrap();
            assert_eq!(is_whole_value(text, &(start..start + 11)), whole, "{text}");
        }
    }
}
