//! `published`: the moment an entry is published, written into its file once and never moved. One line is put in; every
//! other byte of the file stays as it is.

use std::ops::Range;

use jiff::Zoned;

use super::read::Entry;
use super::value::{is_empty, value};
use super::visibility::Visibility;
use crate::content::{Document, Syntax};
use crate::path::SourcePath;
use crate::source::{Encoding, SourceTree, decode};

/// A line to be put into a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The file, from the site's root.
    pub path: SourcePath,
    /// Its bytes with the line in them.
    pub bytes: Vec<u8>,
}

/// The stamp that a public entry without `published` needs; none for others, and none where the file has changed or is in
/// an encoding that cannot be kept.
pub fn stamp(entry: &Entry, document: &Document, sources: &SourceTree, now: &Zoned) -> Option<Stamp> {
    let said = entry.extra().and_then(|extra| value(extra, "published")).is_some_and(|value| !is_empty(value));
    if said || entry.visibility != Visibility::Public || document.is_draft() {
        return None;
    }
    let text = &*document.source.text;
    let moment = now.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let (at, line) = line(text, document.matter.span.clone(), document.matter.syntax, &moment);
    let before = text.get(..at)?;
    let ending = if before.ends_with("\r\n") { "\r\n" } else { "\n" };
    let bytes = sources.world().read(&entry.path).ok()?;
    Some(Stamp { path: entry.path.clone(), bytes: put_in(bytes, before, text, &format!("{line}{ending}"))? })
}

/// Where the line goes, and the line: under `[extra]` where that table is written, at the end of the front matter's top
/// otherwise, by its Chinese name, which the program understands there.
fn line(text: &str, matter: Range<usize>, syntax: Syntax, moment: &str) -> (usize, String) {
    let lines = || {
        let mut at = matter.start;
        text[matter.clone()].split_inclusive('\n').map(move |line| {
            let start = at;
            at += line.len();
            (start, line)
        })
    };
    let after = |(start, line): (usize, &str)| start + line.len();
    match syntax {
        Syntax::Toml => {
            match lines().find(|(_, line)| line.split('#').next().unwrap_or_default().trim() == "[extra]") {
                Some(found) if found.1.ends_with('\n') => (after(found), format!("published = {moment}")),
                _ => {
                    let table = lines().find(|(_, line)| line.trim_start().starts_with('['));
                    (table.map_or(matter.end, |(start, _)| start), format!("\"发布时间\" = {moment}"))
                }
            }
        }
        Syntax::Yaml => {
            match lines().find(|(_, line)| line.split('#').next().unwrap_or_default().trim_end() == "extra:") {
                Some(found) => {
                    let next = lines().find(|(start, line)| *start > found.0 && !line.trim().is_empty());
                    let indent = next.map_or("", |(_, line)| &line[..line.len() - line.trim_start().len()]);
                    let indent = if indent.is_empty() { "  " } else { indent };
                    (after(found), format!("{indent}published: {moment}"))
                }
                None => (matter.end, format!("发布时间: {moment}")),
            }
        }
    }
}

/// The file's bytes with `line` after `before`, in the file's own encoding; none if they are not the `text` any more.
fn put_in(bytes: Vec<u8>, before: &str, text: &str, line: &str) -> Option<Vec<u8>> {
    let (now, encoding) = decode(bytes.clone()).ok()?;
    if now != text {
        return None;
    }
    let encode = |text: &str| -> Option<Vec<u8>> {
        Some(match encoding {
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Gb18030 => {
                let (encoded, _, failed) = encoding_rs::GB18030.encode(text);
                (!failed).then(|| encoded.into_owned())?
            }
            Encoding::Utf16 => {
                let big = bytes.starts_with(b"\xFE\xFF") || bytes.starts_with(&[0]);
                let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
                text.encode_utf16().flat_map(unit).collect()
            }
        })
    };
    let mark = [&b"\xEF\xBB\xBF"[..], b"\xFF\xFE", b"\xFE\xFF", b"\x84\x31\x95\x33"].into_iter();
    let mark = mark.filter(|mark| bytes.starts_with(mark)).map(<[u8]>::len).next().unwrap_or(0);
    let at = mark + encode(before)?.len();
    let mut new = bytes.get(..at)?.to_vec();
    new.extend(encode(line)?);
    new.extend(bytes.get(at..)?);
    // Characters that an encoding writes in two ways would have moved the place.
    let expected = format!("{before}{line}{}", text.get(before.len()..)?);
    (decode(new.clone()).ok()?.0 == expected).then_some(new)
}
