//! The parts beside the text: styles, numbering, fonts, settings.

use super::model::{ListKind, ListLevel, RunFormat, Word};
use super::package::{RELATIONS, WORD};
use super::paragraph::{paragraph_format, run_format};
use crate::office::xml::Xml;

/// The size of characters where no style says one, in half points (the format's own default).
const DEFAULT_SIZE: u32 = 20;

/// The size of a style's characters, in half points: its own or that of what it builds on.
pub fn size_of(word: &Word, id: &str) -> u32 {
    let mut next = Some(id);
    // A style that builds on itself would never end.
    for _ in 0..word.styles.len() {
        let Some(style) = word.styles.iter().find(|style| Some(style.id) == next) else { break };
        if let Some(size) = style.run.size {
            return size;
        }
        next = style.based_on;
    }
    word.styles.first().and_then(|style| style.run.size).unwrap_or(DEFAULT_SIZE)
}

/// The size below all styles: Word's own for Chinese, 五号.
const BARE_SIZE: u32 = 21;

/// `word/styles.xml`.
pub fn styles(word: &Word) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("w:styles", &[("xmlns:w", WORD)]);
    xml.open("w:docDefaults", &[]);
    xml.open("w:rPrDefault", &[]);
    xml.open("w:rPr", &[]);
    // The size is not that of the first style: LibreOffice drops what a style shares with the defaults, and then lays its
    // grid of characters for a size it does not find.
    let run = word.styles.first().map(|first| RunFormat { size: Some(BARE_SIZE), ..first.run }).unwrap_or_default();
    run_format(&mut xml, &run);
    xml.empty("w:lang", &[("w:val", "en-US"), ("w:eastAsia", "zh-CN"), ("w:bidi", "ar-SA")]);
    xml.close("w:rPr");
    xml.close("w:rPrDefault");
    xml.open("w:pPrDefault", &[]);
    xml.close("w:pPrDefault");
    xml.close("w:docDefaults");
    for (at, style) in word.styles.iter().enumerate() {
        let mut attributes = vec![("w:type", "paragraph"), ("w:styleId", style.id)];
        if at == 0 {
            attributes.push(("w:default", "1"));
        }
        xml.open("w:style", &attributes);
        xml.empty("w:name", &[("w:val", style.name)]);
        if let Some(base) = style.based_on {
            xml.empty("w:basedOn", &[("w:val", base)]);
        }
        if let Some(next) = style.next {
            xml.empty("w:next", &[("w:val", next)]);
        }
        xml.empty("w:qFormat", &[]);
        xml.open("w:pPr", &[]);
        paragraph_format(&mut xml, &style.paragraph, None, size_of(word, style.id));
        if let Some(level) = style.outline {
            xml.empty("w:outlineLvl", &[("w:val", &level.to_string())]);
        }
        xml.close("w:pPr");
        xml.open("w:rPr", &[]);
        run_format(&mut xml, &style.run);
        xml.close("w:rPr");
        xml.close("w:style");
    }
    xml.close("w:styles");
    xml.finish()
}

/// `word/numbering.xml`.
pub fn numbering(lists: &[ListKind], size: u32) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("w:numbering", &[("xmlns:w", WORD)]);
    for (at, list) in lists.iter().enumerate() {
        xml.open("w:abstractNum", &[("w:abstractNumId", &at.to_string())]);
        xml.empty("w:multiLevelType", &[("w:val", "multilevel")]);
        for (depth, level) in list.levels.iter().take(9).enumerate() {
            xml.open("w:lvl", &[("w:ilvl", &depth.to_string())]);
            // A number stands without a gap, as official documents have it.
            let (start, form, text, gap) = match level {
                ListLevel::Bullet(sign) => ("1".to_owned(), "bullet", (*sign).to_owned(), "space"),
                ListLevel::Number(start) => (start.to_string(), "decimal", format!("%{}.", depth + 1), "nothing"),
            };
            xml.empty("w:start", &[("w:val", &start)]);
            xml.empty("w:numFmt", &[("w:val", form)]);
            xml.empty("w:suff", &[("w:val", gap)]);
            xml.empty("w:lvlText", &[("w:val", &text)]);
            xml.empty("w:lvlJc", &[("w:val", "left")]);
            xml.open("w:pPr", &[]);
            // Each depth stands two characters further in; the first line begins there, the others at the edge of text.
            let chars = 2 * depth as u32;
            let left = (chars * size * 10).to_string();
            let first = (2 * size * 10).to_string();
            let left_chars = (chars * 100).to_string();
            xml.empty(
                "w:ind",
                &[
                    ("w:leftChars", &left_chars),
                    ("w:left", &left),
                    ("w:firstLineChars", "200"),
                    ("w:firstLine", &first),
                ],
            );
            xml.close("w:pPr");
            xml.close("w:lvl");
        }
        xml.close("w:abstractNum");
    }
    for at in 0..lists.len() {
        xml.open("w:num", &[("w:numId", &(at + 1).to_string())]);
        xml.empty("w:abstractNumId", &[("w:val", &at.to_string())]);
        xml.close("w:num");
    }
    xml.close("w:numbering");
    xml.finish()
}

/// `word/fontTable.xml`: what to take where a font is missing.
pub fn fonts(word: &Word) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("w:fonts", &[("xmlns:w", WORD)]);
    for font in &word.fallbacks {
        xml.open("w:font", &[("w:name", font.name)]);
        xml.empty("w:altName", &[("w:val", font.instead)]);
        xml.empty("w:charset", &[("w:val", "86")]);
        xml.empty("w:family", &[("w:val", "auto")]);
        xml.empty("w:pitch", &[("w:val", "default")]);
        xml.close("w:font");
    }
    xml.close("w:fonts");
    xml.finish()
}

/// `word/settings.xml`.
pub fn settings(word: &Word) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("w:settings", &[("xmlns:w", WORD), ("xmlns:r", RELATIONS)]);
    xml.empty("w:bordersDoNotSurroundHeader", &[]);
    xml.empty("w:bordersDoNotSurroundFooter", &[]);
    if word.footer.is_some() {
        xml.empty("w:evenAndOddHeaders", &[]);
    }
    xml.empty("w:drawingGridVerticalSpacing", &[("w:val", &(word.page.line_pitch / 2).max(1).to_string())]);
    xml.empty("w:characterSpacingControl", &[("w:val", "compressPunctuation")]);
    if !word.notes.is_empty() {
        xml.open("w:footnotePr", &[]);
        xml.empty("w:footnote", &[("w:id", "-1")]);
        xml.empty("w:footnote", &[("w:id", "0")]);
        xml.close("w:footnotePr");
    }
    xml.open("w:compat", &[]);
    xml.empty("w:spaceForUL", &[]);
    xml.empty("w:balanceSingleByteDoubleByteWidth", &[]);
    xml.empty("w:doNotLeaveBackslashAlone", &[]);
    xml.empty("w:ulTrailSpace", &[]);
    xml.empty("w:doNotExpandShiftReturn", &[]);
    xml.empty("w:adjustLineHeightInTable", &[]);
    xml.empty("w:useFELayout", &[]);
    xml.empty(
        "w:compatSetting",
        &[("w:name", "compatibilityMode"), ("w:uri", "http://schemas.microsoft.com/office/word"), ("w:val", "15")],
    );
    xml.close("w:compat");
    xml.empty("w:themeFontLang", &[("w:val", "en-US"), ("w:eastAsia", "zh-CN")]);
    xml.close("w:settings");
    xml.finish()
}
