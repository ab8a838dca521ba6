//! The parts that hold text: the document, its footnotes, its footers; what they link to is taken down on the way.

use super::model::{Block, Footer, Picture, Word};
use super::package::{DRAWING, RELATIONS, WORD};
use super::paragraph::{paragraph_format, run_format};
use super::style::size_of;
use super::{Align, ParagraphFormat, RunFormat};
use crate::office::xml::Xml;

/// The relations of the parts that every document has end here; those of its text go on.
pub const FIRST_RELATION: usize = 20;

/// A part being written.
pub struct BodyWriter<'w> {
    pub(super) xml: Xml,
    pub(super) word: &'w Word,
    /// Whether the next paragraph begins with the mark of its footnote.
    pub(super) opens_note: bool,
    /// The addresses links lead to, in the order of their relations.
    pub links: Vec<(usize, String)>,
    /// The pictures, with the number of each.
    pub pictures: Vec<(usize, Picture)>,
    relations: usize,
    /// The first picture's number: numbers are unique in the package.
    first_picture: usize,
}

impl<'w> BodyWriter<'w> {
    fn new(word: &'w Word, first_picture: usize) -> BodyWriter<'w> {
        BodyWriter {
            xml: Xml::document(),
            word,
            opens_note: false,
            links: Vec::new(),
            pictures: Vec::new(),
            relations: FIRST_RELATION,
            first_picture,
        }
    }

    /// `word/document.xml`.
    pub fn document(word: &'w Word, footers: bool) -> BodyWriter<'w> {
        let mut writer = BodyWriter::new(word, 1);
        writer.xml.open("w:document", &[("xmlns:w", WORD), ("xmlns:r", RELATIONS), ("xmlns:wp", DRAWING)]);
        writer.xml.open("w:body", &[]);
        writer.blocks(&word.blocks);
        writer.section(footers);
        writer.xml.close("w:body");
        writer.xml.close("w:document");
        writer
    }

    /// `word/footnotes.xml`; pictures are numbered from `first_picture` on.
    pub fn notes(word: &'w Word, first_picture: usize) -> BodyWriter<'w> {
        let mut writer = BodyWriter::new(word, first_picture);
        writer.xml.open("w:footnotes", &[("xmlns:w", WORD), ("xmlns:r", RELATIONS), ("xmlns:wp", DRAWING)]);
        for (id, kind, mark) in
            [("-1", "separator", "w:separator"), ("0", "continuationSeparator", "w:continuationSeparator")]
        {
            writer.xml.open("w:footnote", &[("w:type", kind), ("w:id", id)]);
            writer.xml.open("w:p", &[]);
            writer.xml.open("w:r", &[]);
            writer.xml.empty(mark, &[]);
            writer.xml.close("w:r");
            writer.xml.close("w:p");
            writer.xml.close("w:footnote");
        }
        for (at, note) in word.notes.iter().enumerate() {
            writer.xml.open("w:footnote", &[("w:id", &(at + 1).to_string())]);
            writer.opens_note = true;
            writer.blocks(note);
            writer.xml.close("w:footnote");
        }
        writer.xml.close("w:footnotes");
        writer
    }

    /// The part.
    pub fn finish(self) -> Vec<u8> {
        self.xml.finish()
    }

    /// Writes blocks; tables that follow each other are kept apart, since the format would join them.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        let mut after_table = false;
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => self.paragraph(paragraph),
                Block::Table(table) => {
                    if after_table {
                        self.xml.empty("w:p", &[]);
                    }
                    self.table(table);
                }
            }
            after_table = matches!(block, Block::Table(_));
        }
    }

    pub(super) fn size_of(&self, style: &str) -> u32 {
        size_of(self.word, style)
    }

    /// The relation of a link.
    pub(super) fn link(&mut self, address: &str) -> String {
        self.relations += 1;
        self.links.push((self.relations, address.to_owned()));
        format!("rId{}", self.relations)
    }

    /// The relation and the number of a picture.
    pub(super) fn media(&mut self, picture: &Picture) -> (String, usize) {
        self.relations += 1;
        self.pictures.push((self.relations, picture.clone()));
        (format!("rId{}", self.relations), self.first_picture + self.pictures.len() - 1)
    }

    /// Paper, margins, grid and footers.
    fn section(&mut self, footers: bool) {
        let page = &self.word.page;
        let text = |number: u32| number.to_string();
        let xml = &mut self.xml;
        xml.open("w:sectPr", &[]);
        if footers {
            xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", "rId5")]);
            xml.empty("w:footerReference", &[("w:type", "even"), ("r:id", "rId6")]);
        }
        xml.empty("w:pgSz", &[("w:w", &text(page.width)), ("w:h", &text(page.height))]);
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", &text(page.top)),
                ("w:right", &text(page.right)),
                ("w:bottom", &text(page.bottom)),
                ("w:left", &text(page.left)),
                ("w:header", "851"),
                ("w:footer", &text(page.footer)),
                ("w:gutter", "0"),
            ],
        );
        if page.line_pitch > 0 {
            xml.empty(
                "w:docGrid",
                &[
                    ("w:type", "linesAndChars"),
                    ("w:linePitch", &text(page.line_pitch)),
                    ("w:charSpace", &page.char_space.to_string()),
                ],
            );
        }
        xml.close("w:sectPr");
    }
}

/// A footer: the page's number between dashes, at the right of odd pages and the left of even ones.
pub fn footer(footer: &Footer, even: bool) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("w:ftr", &[("xmlns:w", WORD), ("xmlns:r", RELATIONS)]);
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    let (align, left, right) =
        if even { (Align::Left, Some(footer.indent), None) } else { (Align::Right, None, Some(footer.indent)) };
    let format = ParagraphFormat { align: Some(align), left, right, first_line: Some(0), ..ParagraphFormat::default() };
    paragraph_format(&mut xml, &format, None, footer.size);
    xml.close("w:pPr");
    let run = RunFormat { fonts: Some(footer.fonts), size: Some(footer.size), ..RunFormat::default() };
    let mut piece = |write: &dyn Fn(&mut Xml)| {
        xml.open("w:r", &[]);
        xml.open("w:rPr", &[]);
        run_format(&mut xml, &run);
        xml.close("w:rPr");
        write(&mut xml);
        xml.close("w:r");
    };
    piece(&|xml| xml.element("w:t", &[("xml:space", "preserve")], "— "));
    piece(&|xml| xml.empty("w:fldChar", &[("w:fldCharType", "begin")]));
    piece(&|xml| xml.element("w:instrText", &[("xml:space", "preserve")], " PAGE "));
    piece(&|xml| xml.empty("w:fldChar", &[("w:fldCharType", "separate")]));
    piece(&|xml| xml.element("w:t", &[], "1"));
    piece(&|xml| xml.empty("w:fldChar", &[("w:fldCharType", "end")]));
    piece(&|xml| xml.element("w:t", &[("xml:space", "preserve")], " —"));
    xml.close("w:p");
    xml.close("w:ftr");
    xml.finish()
}
