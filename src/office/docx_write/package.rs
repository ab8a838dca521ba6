//! The package: the parts, what each is, and how they hang together (ECMA-376 part 2).

use super::body::{BodyWriter, footer};
use super::model::Word;
use super::style::{fonts, numbering, settings, size_of, styles};
use crate::office::xml::Xml;
use crate::office::{Archive, ArchiveError};

/// WordprocessingML.
pub(super) const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// Relations named in a part.
pub(super) const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// Places of pictures.
pub(super) const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// A Word document's file. The same document gives the same bytes: nothing of the clock or the machine is in it.
///
/// # Errors
/// If it is larger than the format allows.
pub fn write(word: &Word) -> Result<Vec<u8>, ArchiveError> {
    let text = BodyWriter::document(word, word.footer.is_some());
    let notes = BodyWriter::notes(word, text.pictures.len() + 1);
    let mut archive = Archive::default();
    archive.add("[Content_Types].xml", &content_types(word))?;
    archive.add("_rels/.rels", &package_relations())?;
    archive.add("docProps/core.xml", &core_properties(word))?;
    archive.add("docProps/app.xml", &application_properties(word))?;
    archive.add("word/_rels/document.xml.rels", &relations(word, &text, 1, true))?;
    if !word.notes.is_empty() {
        archive.add("word/_rels/footnotes.xml.rels", &relations(word, &notes, text.pictures.len() + 1, false))?;
    }
    let pictures = text.pictures.iter().chain(&notes.pictures);
    for (at, (_, picture)) in pictures.enumerate() {
        archive.add(&format!("word/media/image{}.{}", at + 1, picture.format), &picture.bytes)?;
    }
    archive.add("word/document.xml", &text.finish())?;
    archive.add("word/styles.xml", &styles(word))?;
    archive.add("word/settings.xml", &settings(word))?;
    archive.add("word/fontTable.xml", &fonts(word))?;
    let size = word.styles.first().map_or(0, |style| size_of(word, style.id));
    archive.add("word/numbering.xml", &numbering(&word.lists, size))?;
    if !word.notes.is_empty() {
        archive.add("word/footnotes.xml", &notes.finish())?;
    }
    if let Some(numbers) = &word.footer {
        archive.add("word/footer1.xml", &footer(numbers, false))?;
        archive.add("word/footer2.xml", &footer(numbers, true))?;
    }
    archive.finish()
}

fn content_types(word: &Word) -> Vec<u8> {
    let main = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let mut xml = Xml::document();
    xml.open("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))]);
    for (ending, kind) in [
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
        ("jpeg", "image/jpeg"),
        ("png", "image/png"),
        ("gif", "image/gif"),
    ] {
        xml.empty("Default", &[("Extension", ending), ("ContentType", kind)]);
    }
    let mut parts = vec![
        ("/word/document.xml", format!("{main}.document.main+xml")),
        ("/word/styles.xml", format!("{main}.styles+xml")),
        ("/word/settings.xml", format!("{main}.settings+xml")),
        ("/word/fontTable.xml", format!("{main}.fontTable+xml")),
        ("/word/numbering.xml", format!("{main}.numbering+xml")),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml".to_owned()),
        ("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml".to_owned()),
    ];
    if !word.notes.is_empty() {
        parts.push(("/word/footnotes.xml", format!("{main}.footnotes+xml")));
    }
    if word.footer.is_some() {
        parts.push(("/word/footer1.xml", format!("{main}.footer+xml")));
        parts.push(("/word/footer2.xml", format!("{main}.footer+xml")));
    }
    for (part, kind) in &parts {
        xml.empty("Override", &[("PartName", part), ("ContentType", kind)]);
    }
    xml.close("Types");
    xml.finish()
}

fn relation(xml: &mut Xml, id: usize, kind: &str, target: &str, external: bool) {
    let id = format!("rId{id}");
    let mut attributes = vec![("Id", id.as_str()), ("Type", kind), ("Target", target)];
    if external {
        attributes.push(("TargetMode", "External"));
    }
    xml.empty("Relationship", &attributes);
}

fn package_relations() -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))]);
    relation(&mut xml, 1, &format!("{RELATIONS}/officeDocument"), "word/document.xml", false);
    let core = format!("{PACKAGE}/relationships/metadata/core-properties");
    relation(&mut xml, 2, &core, "docProps/core.xml", false);
    relation(&mut xml, 3, &format!("{RELATIONS}/extended-properties"), "docProps/app.xml", false);
    xml.close("Relationships");
    xml.finish()
}

/// What a part names; the document names the parts beside it too.
fn relations(word: &Word, body: &BodyWriter, first_picture: usize, is_document: bool) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))]);
    if is_document {
        for (id, kind, target) in [
            (1, "styles", "styles.xml"),
            (2, "settings", "settings.xml"),
            (3, "fontTable", "fontTable.xml"),
            (4, "numbering", "numbering.xml"),
        ] {
            relation(&mut xml, id, &format!("{RELATIONS}/{kind}"), target, false);
        }
        if word.footer.is_some() {
            relation(&mut xml, 5, &format!("{RELATIONS}/footer"), "footer1.xml", false);
            relation(&mut xml, 6, &format!("{RELATIONS}/footer"), "footer2.xml", false);
        }
        if !word.notes.is_empty() {
            relation(&mut xml, 7, &format!("{RELATIONS}/footnotes"), "footnotes.xml", false);
        }
    }
    for (id, address) in &body.links {
        relation(&mut xml, *id, &format!("{RELATIONS}/hyperlink"), address, true);
    }
    for (at, (id, picture)) in body.pictures.iter().enumerate() {
        let target = format!("media/image{}.{}", first_picture + at, picture.format);
        relation(&mut xml, *id, &format!("{RELATIONS}/image"), &target, false);
    }
    xml.close("Relationships");
    xml.finish()
}

/// Title and author; no dates and no name of whoever saved it.
fn core_properties(word: &Word) -> Vec<u8> {
    let mut xml = Xml::document();
    let core = format!("{PACKAGE}/metadata/core-properties");
    xml.open("cp:coreProperties", &[("xmlns:cp", &core), ("xmlns:dc", "http://purl.org/dc/elements/1.1/")]);
    xml.element("dc:title", &[], &word.title);
    xml.element("dc:creator", &[], &word.author);
    xml.close("cp:coreProperties");
    xml.finish()
}

fn application_properties(word: &Word) -> Vec<u8> {
    let mut xml = Xml::document();
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    xml.open("Properties", &[("xmlns", namespace)]);
    xml.element("Company", &[], &word.author);
    xml.close("Properties");
    xml.finish()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::write;
    use crate::office::docx_write::{
        Align, Block, Cell, Fonts, Footer, Inline, Line, ListKind, ListLevel, Numbering, Page, Paragraph,
        ParagraphFormat, Picture, Row, RunFormat, Style, Table, Word,
    };

    const FONTS: Fonts = Fonts { east_asia: "仿宋_GB2312", latin: "Times New Roman" };

    fn word() -> Word {
        let picture =
            Picture { bytes: b"png"[..].into(), format: "png", width: 1440, height: 720, alt: "甲 & 乙".to_owned() };
        let mut item = Paragraph::text("Normal", "项目");
        item.numbering = Some(Numbering { list: 0, level: 1 });
        let mixed = Paragraph {
            style: "Normal",
            inlines: vec![
                Inline::Text("正文".to_owned(), RunFormat { bold: Some(true), ..RunFormat::default() }),
                Inline::Link(
                    "https://example.test/?a=1&b=2".to_owned(),
                    vec![Inline::Text("链接".to_owned(), RunFormat::default())],
                ),
                Inline::Note(0),
                Inline::Picture(picture),
            ],
            ..Paragraph::default()
        };
        let cell = |merged| Cell { merged, blocks: vec![Paragraph::text("Normal", "格").into()], ..Cell::default() };
        let row = |merged| Row { cells: vec![cell(Some(merged)), cell(None)], header: merged };
        let table = Table { columns: vec![1000, 2000], rows: vec![row(true), row(false)], ruled: true };
        Word {
            title: "标题".to_owned(),
            author: "本组".to_owned(),
            page: Page {
                width: 11906,
                height: 16838,
                top: 2098,
                bottom: 1984,
                left: 1587,
                right: 1474,
                footer: 1304,
                line_pitch: 579,
                char_space: -848,
            },
            styles: vec![Style {
                id: "Normal",
                name: "Normal",
                paragraph: ParagraphFormat {
                    first_line: Some(200),
                    line: Some(Line::Exact(579)),
                    align: Some(Align::Justified),
                    ..ParagraphFormat::default()
                },
                run: RunFormat { fonts: Some(FONTS), size: Some(32), ..RunFormat::default() },
                ..Style::default()
            }],
            lists: vec![ListKind { levels: vec![ListLevel::Number(3), ListLevel::Bullet("•")] }],
            blocks: vec![item.into(), mixed.into(), Block::Table(table.clone()), Block::Table(table)],
            notes: vec![vec![Paragraph::text("Normal", "脚注").into()]],
            footer: Some(Footer { fonts: FONTS, size: 28, indent: 100 }),
            ..Word::default()
        }
    }

    fn parts(bytes: Vec<u8>) -> Vec<(String, String)> {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        (0..zip.len())
            .map(|at| {
                let mut file = zip.by_index(at).unwrap();
                let mut text = String::new();
                file.read_to_string(&mut text).unwrap();
                (file.name().unwrap().into_owned(), text)
            })
            .collect()
    }

    #[test]
    fn every_part_is_well_formed_and_every_relation_leads_somewhere() {
        let parts = parts(write(&word()).unwrap());
        for (name, text) in parts.iter().filter(|(name, _)| !name.contains("media")) {
            let mut reader = quick_xml::Reader::from_str(text);
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => {}
                    Err(error) => panic!("{name}: {error}"),
                }
            }
        }
        let of = |wanted: &str| parts.iter().find(|(name, _)| name == wanted).map_or("", |(_, text)| text.as_str());
        let (document, relations) = (of("word/document.xml"), of("word/_rels/document.xml.rels"));
        let ids = regex::Regex::new(r#"r:(?:id|embed)="(rId\d+)""#).unwrap();
        let mut named = 0;
        for found in ids.captures_iter(document) {
            assert!(relations.contains(&format!("Id=\"{}\"", &found[1])), "{}", &found[1]);
            named += 1;
        }
        assert_eq!(named, 4, "two footers, a link, a picture");
        for target in regex::Regex::new(r#"Target="([^"]+)"(/>)"#).unwrap().captures_iter(relations) {
            assert!(parts.iter().any(|(name, _)| *name == format!("word/{}", &target[1])), "{}", &target[1]);
        }
        assert!(document.contains(r#"<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587""#));
        assert!(document.contains(r#"<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-848"/>"#));
        assert!(document.contains("</w:tbl><w:p/><w:tbl>"), "tables that follow each other stay two");
        assert!(of("word/styles.xml").contains(r#"w:firstLineChars="200" w:firstLine="640""#));
        assert!(of("word/footnotes.xml").contains("脚注"));
    }

    #[test]
    fn the_same_document_gives_the_same_bytes() {
        assert_eq!(write(&word()).unwrap(), write(&word()).unwrap());
    }
}
