//! Paragraphs, runs and links: the order of elements is the schema's (ECMA-376, 17.3).

use super::body::BodyWriter;
use super::model::{
    Align, Inline, Line, ParagraphFormat, RunFormat, Script, {Numbering, Paragraph},
};
use crate::office::xml::Xml;

impl BodyWriter<'_> {
    /// Writes a paragraph.
    pub fn paragraph(&mut self, paragraph: &Paragraph) {
        self.xml.open("w:p", &[]);
        self.xml.open("w:pPr", &[]);
        self.xml.empty("w:pStyle", &[("w:val", paragraph.style)]);
        let size = self.size_of(paragraph.style);
        paragraph_format(&mut self.xml, &paragraph.format, paragraph.numbering, size);
        self.xml.close("w:pPr");
        if self.opens_note {
            self.opens_note = false;
            self.note_mark("w:footnoteRef", &[]);
            self.run(" ", &RunFormat::default());
        }
        for inline in &paragraph.inlines {
            self.inline(inline, RunFormat::default());
        }
        self.xml.close("w:p");
    }

    fn inline(&mut self, inline: &Inline, base: RunFormat) {
        match inline {
            Inline::Text(text, format) => self.run(text, &over(base, format)),
            Inline::Break => {
                self.xml.open("w:r", &[]);
                self.xml.empty("w:br", &[]);
                self.xml.close("w:r");
            }
            Inline::Tab => {
                self.xml.open("w:r", &[]);
                self.xml.empty("w:tab", &[]);
                self.xml.close("w:r");
            }
            Inline::Link(address, inlines) => {
                let id = self.link(address);
                self.xml.open("w:hyperlink", &[("r:id", &id)]);
                for inline in inlines {
                    self.inline(inline, base);
                }
                self.xml.close("w:hyperlink");
            }
            Inline::Note(index) => {
                let id = (index + 1).to_string();
                self.note_mark("w:footnoteReference", &[("w:id", &id)]);
            }
            Inline::Picture(picture) => self.picture(picture),
        }
    }

    fn note_mark(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        self.xml.open("w:r", &[]);
        self.xml.open("w:rPr", &[]);
        self.xml.empty("w:vertAlign", &[("w:val", "superscript")]);
        self.xml.close("w:rPr");
        self.xml.empty(tag, attributes);
        self.xml.close("w:r");
    }

    /// A run of text; line feeds in it are new lines.
    fn run(&mut self, text: &str, format: &RunFormat) {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.inline(&Inline::Break, RunFormat::default());
            }
            if line.is_empty() {
                continue;
            }
            self.xml.open("w:r", &[]);
            if *format != RunFormat::default() {
                self.xml.open("w:rPr", &[]);
                run_format(&mut self.xml, format);
                self.xml.close("w:rPr");
            }
            self.xml.element("w:t", &[("xml:space", "preserve")], line);
            self.xml.close("w:r");
        }
    }
}

/// `base` with what `format` says over it.
fn over(base: RunFormat, format: &RunFormat) -> RunFormat {
    RunFormat {
        fonts: format.fonts.or(base.fonts),
        size: format.size.or(base.size),
        bold: format.bold.or(base.bold),
        italic: format.italic || base.italic,
        strike: format.strike || base.strike,
        underline: format.underline || base.underline,
        script: format.script.or(base.script),
        colour: format.colour.or(base.colour),
        spacing: format.spacing.or(base.spacing),
    }
}

/// Writes what stands in `w:pPr` after the style. `size` is that of the characters, in half points: indents in characters
/// are written in twips too, for programs that know no characters.
pub fn paragraph_format(xml: &mut Xml, format: &ParagraphFormat, numbering: Option<Numbering>, size: u32) {
    let flags = [
        (format.keep_next, "w:keepNext"),
        (format.keep_lines, "w:keepLines"),
        (format.page_break, "w:pageBreakBefore"),
    ];
    for (_, tag) in flags.iter().filter(|(on, _)| *on) {
        xml.empty(tag, &[]);
    }
    if let Some(numbering) = numbering {
        xml.open("w:numPr", &[]);
        xml.empty("w:ilvl", &[("w:val", &numbering.level.min(8).to_string())]);
        xml.empty("w:numId", &[("w:val", &(numbering.list + 1).to_string())]);
        xml.close("w:numPr");
    }
    if let Some(border) = format.border {
        xml.open("w:pBdr", &[]);
        let side = if border.above { "w:top" } else { "w:bottom" };
        let width = border.width.to_string();
        let attributes = [("w:val", "single"), ("w:sz", width.as_str()), ("w:space", "4"), ("w:color", border.colour)];
        xml.empty(side, &attributes);
        xml.close("w:pBdr");
    }
    if let Some(place) = format.right_tab {
        xml.open("w:tabs", &[]);
        xml.empty("w:tab", &[("w:val", "right"), ("w:pos", &place.to_string())]);
        xml.close("w:tabs");
    }
    if format.off_grid {
        xml.empty("w:snapToGrid", &[("w:val", "0")]);
    }
    spacing(xml, format);
    indent(xml, format, size);
    if let Some(align) = format.align {
        let value = match align {
            Align::Justified => "both",
            Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
        };
        xml.empty("w:jc", &[("w:val", value)]);
    }
}

fn spacing(xml: &mut Xml, format: &ParagraphFormat) {
    let before = format.before.map(|before| before.to_string());
    let after = format.after.map(|after| after.to_string());
    let line = format.line.map(|line| match line {
        Line::Exact(line) => (line.to_string(), "exact"),
        Line::Auto(line) => (line.to_string(), "auto"),
    });
    let mut attributes: Vec<(&str, &str)> = Vec::new();
    attributes.extend(before.as_deref().map(|before| ("w:before", before)));
    attributes.extend(after.as_deref().map(|after| ("w:after", after)));
    if let Some((line, rule)) = &line {
        attributes.extend([("w:line", line.as_str()), ("w:lineRule", rule)]);
    }
    if !attributes.is_empty() {
        xml.empty("w:spacing", &attributes);
    }
}

fn indent(xml: &mut Xml, format: &ParagraphFormat, size: u32) {
    // A character is as wide as it is high; a half point is ten twips.
    let twips = |chars: i32| (i64::from(chars) * i64::from(size) * 10 / 100).unsigned_abs().to_string();
    let mut attributes: Vec<(&str, String)> = Vec::new();
    let mut add = |in_chars, in_twips, chars: i32| {
        attributes.push((in_chars, chars.unsigned_abs().to_string()));
        attributes.push((in_twips, twips(chars)));
    };
    if let Some(left) = format.left {
        add("w:leftChars", "w:left", left);
    }
    if let Some(right) = format.right {
        add("w:rightChars", "w:right", right);
    }
    match format.first_line {
        Some(first) if first < 0 => add("w:hangingChars", "w:hanging", first),
        Some(first) => add("w:firstLineChars", "w:firstLine", first),
        None => {}
    }
    if !attributes.is_empty() {
        let attributes: Vec<(&str, &str)> = attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
        xml.empty("w:ind", &attributes);
    }
}

/// Writes what stands in `w:rPr`.
pub fn run_format(xml: &mut Xml, format: &RunFormat) {
    if let Some(fonts) = format.fonts {
        let attributes = [
            ("w:ascii", fonts.latin),
            ("w:hAnsi", fonts.latin),
            ("w:eastAsia", fonts.east_asia),
            ("w:cs", fonts.latin),
        ];
        xml.empty("w:rFonts", &attributes);
    }
    match format.bold {
        Some(true) => xml.empty("w:b", &[]),
        Some(false) => xml.empty("w:b", &[("w:val", "0")]),
        None => {}
    }
    for (_, tag) in [(format.italic, "w:i"), (format.strike, "w:strike")].iter().filter(|(on, _)| *on) {
        xml.empty(tag, &[]);
    }
    if let Some(colour) = format.colour {
        xml.empty("w:color", &[("w:val", colour)]);
    }
    if let Some(spacing) = format.spacing {
        xml.empty("w:spacing", &[("w:val", &spacing.to_string())]);
    }
    if let Some(size) = format.size {
        let size = size.to_string();
        xml.empty("w:sz", &[("w:val", &size)]);
        xml.empty("w:szCs", &[("w:val", &size)]);
    }
    if format.underline {
        xml.empty("w:u", &[("w:val", "single")]);
    }
    if let Some(script) = format.script {
        let value = match script {
            Script::Super => "superscript",
            Script::Sub => "subscript",
        };
        xml.empty("w:vertAlign", &[("w:val", value)]);
    }
}
