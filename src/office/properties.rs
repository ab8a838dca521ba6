//! What a document tells of those who made it, beside its text: author, company, who saved it last, who wrote comments and
//! tracked changes, where the photos in it were taken. Taken out before it is published; the document stays as it is
//! otherwise.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use regex::bytes::{Captures, Regex};

use super::package::Package;
use super::pdf_read::{Pdf, Value};
use super::zip_write::Archive;
use crate::asset::image::{Stripped, strip};

/// What became of a document's properties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cleared {
    /// They tell of nobody.
    Clean,
    /// The document without them.
    Changed(Vec<u8>),
    /// They tell of somebody, and cannot be taken out.
    Unable,
}

/// Endings of files that have such properties.
pub const DOCUMENTS: [&str; 12] =
    ["docx", "docm", "dotx", "xlsx", "xlsm", "pptx", "pptm", "odt", "ods", "odp", "pdf", "zip"];

/// Takes the properties out of a document with the ending `ending`, in lower case.
pub fn clear(ending: &str, bytes: &[u8]) -> Cleared {
    nested(ending, bytes, 0)
}

fn nested(ending: &str, bytes: &[u8], depth: u8) -> Cleared {
    match ending {
        "pdf" => pdf(bytes),
        _ if DOCUMENTS.contains(&ending) => package(bytes, depth),
        _ => Cleared::Clean,
    }
}

/// How deep documents in documents and archives are looked into.
const DEEPEST: u8 = 3;

/// What stands for a name that cannot be left out: what the parts of a document refer to one another by.
const SOMEBODY: &[u8] = "作者".as_bytes();

/// Where names stand in the parts of a package: the start of the part's name, the pattern, and whether something must stand
/// in the name's place. ECMA-376, part 2, 11; part 1, 17.13 (comments and tracked changes), 18.7 and 19.4; the people of
/// [MS-DOCX] 2.5.3, of threaded comments [MS-XLSX] 2.6.203 and [MS-PPTX] 2.16; OpenDocument 1.3, part 3, 4.3 and 14.
const NAMED: [(&str, &str, bool); 10] = [
    ("docProps/", r"(<(?:\w+:)?(?:creator|lastModifiedBy|Company|Manager)(?:\s[^>]*)?>)([^<]+)(</)", false),
    ("word/people.xml", r"()(<(?:\w+:)?person\b.*?</(?:\w+:)?person>|<(?:\w+:)?person\b[^>]*/>)()", false),
    ("word/", r#"(\s(?:\w+:)?(?:author|initials)\s*=\s*["'])([^"'<>]+)(["'])"#, true),
    ("ppt/commentAuthors.xml", r#"(\s(?:name|initials)\s*=\s*["'])([^"'<>]+)(["'])"#, true),
    ("ppt/authors.xml", r#"(\s(?:name|initials|userId)\s*=\s*["'])([^"'<>]+)(["'])"#, true),
    ("xl/persons/", r#"(\s(?:displayName|userId)\s*=\s*["'])([^"'<>]+)(["'])"#, true),
    ("xl/comments", r"(<(?:\w+:)?author>)([^<]+)(</)", true),
    ("xl/", r#"(\suserName\s*=\s*["'])([^"'<>]+)(["'])"#, true),
    ("meta.xml", r"(<(?:dc:creator|meta:initial-creator|meta:printed-by)>)([^<]+)(</)", false),
    ("content.xml", r"(<(?:dc:creator|meta:creator-initials)>)([^<]+)(</)", false),
];

/// The patterns of `NAMED`, which all are right.
fn named() -> &'static [Option<Regex>] {
    static PATTERNS: OnceLock<Vec<Option<Regex>>> = OnceLock::new();
    PATTERNS.get_or_init(|| NAMED.iter().map(|(_, pattern, _)| Regex::new(&format!("(?s-u){pattern}")).ok()).collect())
}

/// A package or an archive without names: those of its own parts, those in documents in it, and what photos in it tell.
fn package(bytes: &[u8], depth: u8) -> Cleared {
    let Ok(mut package) = Package::open(bytes) else { return Cleared::Clean };
    let mut archive = Archive::default();
    let (mut changed, mut unable) = (false, false);
    for (at, name) in package.names().into_iter().enumerate() {
        // A part that is locked or too large cannot be packed anew, nor the whole without it.
        let Ok(part) = package.bytes_at(at, u64::MAX) else { return Cleared::Unable };
        let part = match without_names(&name, &part, depth) {
            Cleared::Clean => part,
            Cleared::Changed(clean) => {
                changed = true;
                clean
            }
            Cleared::Unable => {
                unable = true;
                part
            }
        };
        if !name.ends_with('/') && archive.add(&name, &part).is_err() {
            return Cleared::Unable;
        }
    }
    match (unable, archive.finish()) {
        (false, Ok(bytes)) if changed => Cleared::Changed(bytes),
        (false, Ok(_)) => Cleared::Clean,
        _ => Cleared::Unable,
    }
}

fn without_names(name: &str, part: &[u8], depth: u8) -> Cleared {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    if DOCUMENTS.contains(&ending.as_str()) {
        return if depth < DEEPEST { nested(&ending, part, depth + 1) } else { Cleared::Unable };
    }
    if !matches!(ending.as_str(), "xml" | "rels") {
        return match strip(part) {
            Stripped::Changed(clean) => Cleared::Changed(clean),
            // A picture that cannot be taken apart stays: the document would be broken without it.
            Stripped::Clean | Stripped::Unable(_) => Cleared::Clean,
        };
    }
    let mut clean = Cow::Borrowed(part);
    for ((start, _, kept), pattern) in NAMED.iter().zip(named()) {
        let Some(pattern) = pattern.as_ref().filter(|_| starts_with(name, start)) else { continue };
        let of = |found: &Captures<'_>| [&found[1], if *kept { SOMEBODY } else { b"" }, &found[3]].concat();
        if pattern.captures_iter(&clean).any(|found| !*kept || &found[2] != SOMEBODY) {
            clean = Cow::Owned(pattern.replace_all(&clean, of).into_owned());
        }
    }
    match clean {
        Cow::Owned(clean) => Cleared::Changed(clean),
        Cow::Borrowed(_) => Cleared::Clean,
    }
}

/// Whether a part's name starts so, whatever the case.
fn starts_with(name: &str, start: &str) -> bool {
    name.get(..start.len()).is_some_and(|begun| begun.eq_ignore_ascii_case(start))
}

/// A PDF's author is written over by blanks, so that no place in the file moves.
fn pdf(bytes: &[u8]) -> Cleared {
    let Ok(file) = Pdf::open(bytes) else { return Cleared::Clean };
    let mut over: Vec<Range<usize>> = Vec::new();
    let mut unable = false;
    for info in file.of_trailer("Info").filter_map(|info| file.referred(info)) {
        for key in ["Author", "Company", "Manager", "LastModifiedBy"] {
            let Some(Value::Text(text, span)) = info.value.get(key) else { continue };
            if text.iter().all(|byte| matches!(byte, b' ' | 0 | 0xfe | 0xff)) {
                continue;
            }
            match info.at {
                Some(at) => over.push(at + span.start..at + span.end),
                // It lies in a packed stream.
                None => unable = true,
            }
        }
    }
    let mut clean = bytes.to_vec();
    for span in over.iter().cloned() {
        if let Some(part) = clean.get_mut(span.clone()) {
            // Between < and > the bytes are digits.
            let hex = span.start > 0 && bytes.get(span.start - 1) == Some(&b'<');
            for (at, byte) in part.iter_mut().enumerate() {
                *byte = match (hex, at % 2) {
                    (false, _) => b' ',
                    (true, 0) => b'2',
                    (true, _) => b'0',
                };
            }
        }
    }
    let described = described(&clean);
    let changed = !over.is_empty() || !described.is_empty();
    for span in described {
        clean[span].fill(b' ');
    }
    unable |= file.objects().any(|object| is_packed_description(&file, object));
    match (unable, changed) {
        (true, _) => Cleared::Unable,
        (false, true) => Cleared::Changed(clean),
        (false, false) => Cleared::Clean,
    }
}

/// The bytes of names in the plain XMP of a file.
fn described(bytes: &[u8]) -> Vec<Range<usize>> {
    static CREATOR: OnceLock<Option<Regex>> = OnceLock::new();
    static ITEM: OnceLock<Option<Regex>> = OnceLock::new();
    let creator = CREATOR.get_or_init(|| Regex::new(r"(?s-u)<dc:creator>.{0,4000}?</dc:creator>").ok());
    let item = ITEM.get_or_init(|| Regex::new(r"(?-u)<rdf:li[^>]*>([^<]+)</rdf:li>").ok());
    let (Some(creator), Some(item)) = (creator, item) else { return Vec::new() };
    let mut spans = Vec::new();
    for found in creator.find_iter(bytes) {
        for name in item.captures_iter(found.as_bytes()).filter_map(|captures| captures.get(1)) {
            if !name.as_bytes().iter().all(u8::is_ascii_whitespace) {
                spans.push(found.start() + name.start()..found.start() + name.end());
            }
        }
    }
    spans
}

/// Whether an object is packed XMP that names somebody.
fn is_packed_description(file: &Pdf<'_>, object: &super::pdf_read::Object) -> bool {
    let is_metadata = object.value.get("Type").is_some_and(|it| it.is_name("Metadata"));
    is_metadata && object.value.get("Filter").is_some() && !described(&file.unpacked(object)).is_empty()
}

#[cfg(test)]
mod tests {
    use super::{Cleared, clear};
    use crate::office::Archive;
    use crate::office::text_read::texts;

    fn changed(cleared: Cleared) -> Vec<u8> {
        match cleared {
            Cleared::Changed(bytes) => bytes,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn who_made_an_office_file_leaves_it() {
        let mut archive = Archive::default();
        let core = "<cp:coreProperties><dc:title>题</dc:title><dc:creator>王建国</dc:creator><cp:lastModifiedBy>李强</cp:lastModifiedBy></cp:coreProperties>";
        archive
            .add("word/document.xml", b"<w:document><w:body><w:p><w:r><w:t>a</w:t></w:r></w:p></w:body></w:document>")
            .unwrap();
        archive.add("docProps/core.xml", core.as_bytes()).unwrap();
        archive.add("docProps/app.xml", "<Properties><Company>某公司</Company></Properties>".as_bytes()).unwrap();
        let clean = changed(clear("docx", &archive.finish().unwrap()));
        assert_eq!(clear("docx", &clean), Cleared::Clean);
        assert_eq!(texts("docx", &clean).unwrap().passages[0].text, "a");
        let mut package = crate::office::package::Package::open(&clean).unwrap();
        let core = String::from_utf8(package.bytes("docProps/core.xml").unwrap().unwrap()).unwrap();
        assert!(core.contains("<dc:title>题</dc:title><dc:creator></dc:creator>") && !core.contains("李强"), "{core}");
    }

    #[test]
    fn who_changed_and_commented_leaves_it_too_in_archives_as_well() {
        let mut word = Archive::default();
        let body = "<w:p><w:ins w:id=\"1\" w:author=\"王建国\" w:date=\"2026-01-01T00:00:00Z\"><w:r><w:t>增</w:t></w:r></w:ins></w:p>";
        word.add("word/document.xml", format!("<w:document><w:body>{body}</w:body></w:document>").as_bytes()).unwrap();
        word.add(
            "word/comments.xml",
            "<w:comments><w:comment w:author='李强' w:initials='李'/></w:comments>".as_bytes(),
        )
        .unwrap();
        let people = "<w15:people><w15:person w15:author=\"王建国\"><w15:presenceInfo userId=\"S::wang@x\"/></w15:person></w15:people>";
        word.add("word/people.xml", people.as_bytes()).unwrap();
        let mut zip = Archive::default();
        zip.add("材料/稿.docx", &word.finish().unwrap()).unwrap();
        let clean = changed(clear("zip", &zip.finish().unwrap()));
        assert_eq!(clear("zip", &clean), Cleared::Clean);
        let mut zip = crate::office::package::Package::open(&clean).unwrap();
        let word = zip.bytes("材料/稿.docx").unwrap().unwrap();
        let mut word = crate::office::package::Package::open(&word).unwrap();
        let mut part = |name| String::from_utf8(word.bytes(name).unwrap().unwrap()).unwrap();
        assert!(part("word/document.xml").contains("w:author=\"作者\" w:date=\"2026-01-01T00:00:00Z\"><w:r><w:t>增"));
        assert_eq!(
            part("word/comments.xml"),
            "<w:comments><w:comment w:author='作者' w:initials='作者'/></w:comments>"
        );
        assert_eq!(part("word/people.xml"), "<w15:people></w15:people>");
    }

    #[test]
    fn every_pattern_is_one() {
        assert!(super::named().iter().all(Option::is_some));
    }

    #[test]
    fn who_made_a_pdf_is_written_over_in_its_place() {
        let pdf = b"%PDF-1.4\n1 0 obj << /Author (Wang) /Title (T) >> endobj 2 0 obj << /Author <feff738b> >> endobj\n\
            trailer << /Info 1 0 R >> trailer << /Info 2 0 R >> <dc:creator><rdf:Seq><rdf:li>Wang</rdf:li></rdf:Seq></dc:creator>";
        let clean = changed(clear("pdf", pdf));
        assert_eq!(clean.len(), pdf.len());
        let text = String::from_utf8_lossy(&clean);
        assert!(
            text.contains("/Author (    ) /Title (T)") && text.contains("<20202020>") && !text.contains("Wang"),
            "{text}"
        );
        assert_eq!(clear("pdf", &clean), Cleared::Clean);
    }
}
