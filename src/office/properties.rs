//! What a document tells of those who made it, beside its text: author, company, who saved it last. Taken out before it is
//! published; the document stays as it is otherwise.

use std::ops::Range;
use std::sync::OnceLock;

use regex::bytes::{Captures, Regex};

use super::package::Package;
use super::pdf_read::{Pdf, Value};
use super::zip_write::Archive;

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
pub const DOCUMENTS: [&str; 8] = ["docx", "docm", "dotx", "xlsx", "xlsm", "pptx", "pptm", "pdf"];

/// Takes the properties out of a document with the ending `ending`, in lower case.
pub fn clear(ending: &str, bytes: &[u8]) -> Cleared {
    match ending {
        "pdf" => pdf(bytes),
        _ if DOCUMENTS.contains(&ending) => package(bytes),
        _ => Cleared::Clean,
    }
}

/// The elements of `docProps/core.xml` and `app.xml` that name somebody (ECMA-376, part 2, 11; part 1, 22.2).
fn element() -> Option<&'static Regex> {
    static ELEMENT: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = r"(?-u)(<(?:\w+:)?(?:creator|lastModifiedBy|Company|Manager)(?:\s[^>]*)?>)([^<]+)(</)";
    ELEMENT.get_or_init(|| Regex::new(pattern).ok()).as_ref()
}

fn package(bytes: &[u8]) -> Cleared {
    let (Ok(mut package), Some(element)) = (Package::open(bytes), element()) else { return Cleared::Clean };
    let mut archive = Archive::default();
    let mut changed = false;
    for name in package.names() {
        let Ok(Some(part)) = package.bytes(&name) else { return Cleared::Unable };
        let told = name.to_lowercase().starts_with("docprops/") && name.ends_with(".xml") && element.is_match(&part);
        let part = if told {
            changed = true;
            element.replace_all(&part, |found: &Captures<'_>| [&found[1], &found[3]].concat()).into_owned()
        } else {
            part
        };
        if !name.ends_with('/') && archive.add(&name, &part).is_err() {
            return Cleared::Unable;
        }
    }
    match archive.finish() {
        Ok(bytes) if changed => Cleared::Changed(bytes),
        Ok(_) => Cleared::Clean,
        Err(_) => Cleared::Unable,
    }
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
    use crate::office::text_read::passages;

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
        assert_eq!(passages("docx", &clean).unwrap()[0].text, "a");
        let mut package = crate::office::package::Package::open(&clean).unwrap();
        let core = String::from_utf8(package.bytes("docProps/core.xml").unwrap().unwrap()).unwrap();
        assert!(core.contains("<dc:title>题</dc:title><dc:creator></dc:creator>") && !core.contains("李强"), "{core}");
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
