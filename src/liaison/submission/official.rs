//! The look of an official document by GB/T 9704-2012: page, grid, fonts, styles. Figures are the standard's unless said.

use crate::office::docx_write::{
    Align, FontFallback, Fonts, Footer, Line, Page, ParagraphFormat, RunFormat, Style, Word,
};

/// Digits and Latin letters: custom, not the standard's.
const LATIN: &str = "Times New Roman";

/// 三号, the size of the text, in half points.
pub const TEXT_SIZE: u32 = 32;
/// 二号, the size of titles.
pub const TITLE_SIZE: u32 = 44;

/// What each character of the text is narrower by, in twips, so that 28 of 16 points stand on 156 mm.
const NARROWER: i32 = -6;

/// Ids of styles.
pub mod style {
    /// Text.
    pub const TEXT: &str = "Normal";
    /// The document's title.
    pub const TITLE: &str = "Title";
    /// Headings, from the highest.
    pub const HEADINGS: [&str; 6] = ["Heading1", "Heading2", "Heading3", "Heading4", "Heading5", "Heading6"];
    /// A quotation.
    pub const QUOTE: &str = "Quote";
    /// Code.
    pub const CODE: &str = "Code";
    /// An item of a list.
    pub const ITEM: &str = "ListParagraph";
    /// A picture.
    pub const FIGURE: &str = "Figure";
    /// The line under a picture or above a table.
    pub const CAPTION: &str = "Caption";
    /// A table's text.
    pub const CELL: &str = "TableText";
    /// A table's head.
    pub const HEAD: &str = "TableHead";
    /// A footnote.
    pub const NOTE: &str = "FootnoteText";
    /// 附件.
    pub const ATTACHMENT: &str = "Attachment";
    /// The unit that signs.
    pub const SIGNATURE: &str = "Signature";
    /// The date under it.
    pub const DATE: &str = "Date";
    /// The name in red over a bulletin.
    pub const MASTHEAD: &str = "Masthead";
    /// The line with number, unit or date under it.
    pub const ISSUE: &str = "Issue";
    /// 报、送、发 at a bulletin's end.
    pub const TAIL: &str = "Tail";
}

/// The fonts of a document: by the names the standard means, or those every system has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FontSet {
    /// Text: 仿宋.
    pub text: Fonts,
    /// Titles: 小标宋.
    pub title: Fonts,
    /// Headings of the first level: 黑体.
    pub heading: Fonts,
    /// Headings of the second level: 楷体.
    pub kai: Fonts,
    /// Page numbers: 宋体.
    pub number: Fonts,
}

const fn fonts(east_asia: &'static str) -> Fonts {
    Fonts { east_asia, latin: LATIN }
}

impl FontSet {
    /// The fonts offices use: 仿宋_GB2312, 楷体_GB2312, 方正小标宋简体.
    pub const NAMED: FontSet = FontSet {
        text: fonts("仿宋_GB2312"),
        title: fonts("方正小标宋简体"),
        heading: fonts("黑体"),
        kai: fonts("楷体_GB2312"),
        number: Fonts { east_asia: "宋体", latin: "宋体" },
    };
    /// The fonts that come with the system.
    pub const SYSTEM: FontSet = FontSet {
        text: fonts("仿宋"),
        title: fonts("宋体"),
        heading: fonts("黑体"),
        kai: fonts("楷体"),
        number: Fonts { east_asia: "宋体", latin: "宋体" },
    };

    /// What to take where one is not installed.
    fn fallbacks(&self) -> Vec<FontFallback> {
        let pairs = [("仿宋_GB2312", "仿宋"), ("楷体_GB2312", "楷体"), ("方正小标宋简体", "宋体"), ("黑体", "SimHei")];
        pairs.into_iter().map(|(name, instead)| FontFallback { name, instead }).collect()
    }
}

/// What may differ from place to place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// The fonts.
    pub fonts: FontSet,
    /// The distance of lines, in twips. 28.95 points give 22 lines in the 225 mm of a page; with 29 there are 21.
    pub line: u32,
}

impl Default for Look {
    fn default() -> Look {
        Look { fonts: FontSet::NAMED, line: 579 }
    }
}

/// A4 with 37 mm above and 28 mm at the left, the text 156 by 225 mm; 22 lines of 28 characters (5.1, 5.2).
const PAGE: Page = Page {
    width: 11906,
    height: 16838,
    top: 2098,
    bottom: 1984,
    left: 1587,
    right: 1474,
    // The line beside the number stands 7 mm below the text.
    footer: 1304,
    line_pitch: 579,
    // 156 mm hold 27.6 characters of 16 points; for 28 each is 848/4096 point narrower.
    char_space: -848,
};

/// An empty document of this look.
pub fn document(title: &str, author: &str, look: Look) -> Word {
    let page = Page { line_pitch: look.line, ..PAGE };
    Word {
        title: title.to_owned(),
        author: author.to_owned(),
        page,
        styles: styles(look),
        fallbacks: look.fonts.fallbacks(),
        // 7.5: 四号 half-width digits of 宋体, one character from the edge.
        footer: Some(Footer { fonts: look.fonts.number, size: 28, indent: 100 }),
        ..Word::default()
    }
}

fn styles(look: Look) -> Vec<Style> {
    use style::{
        ATTACHMENT, CAPTION, CELL, CODE, DATE, FIGURE, HEAD, HEADINGS, ISSUE, ITEM, MASTHEAD, NOTE, QUOTE, SIGNATURE,
        TAIL, TEXT, TITLE,
    };
    let set = look.fonts;
    let line = Some(Line::Exact(look.line));
    let size = Some(TEXT_SIZE);
    let run = |fonts: Fonts, size: u32| RunFormat { fonts: Some(fonts), size: Some(size), ..RunFormat::default() };
    let plain = ParagraphFormat { first_line: Some(0), ..ParagraphFormat::default() };
    let centred = ParagraphFormat { align: Some(Align::Center), ..plain };
    let on_text = |id, name, paragraph, run| Style {
        id,
        name,
        based_on: Some(TEXT),
        next: Some(TEXT),
        outline: None,
        paragraph,
        run,
    };
    let mut styles = vec![Style {
        id: TEXT,
        name: "Normal",
        paragraph: ParagraphFormat {
            align: Some(Align::Justified),
            line,
            first_line: Some(200),
            before: Some(0),
            after: Some(0),
            // The section has the grid; the text stands free of it, by exact lines and narrower characters. LibreOffice gives
            // a character of 16 points two cells of a grid that is narrower, and so sets 14 on a line.
            off_grid: true,
            ..ParagraphFormat::default()
        },
        run: RunFormat { fonts: Some(set.text), size, spacing: Some(NARROWER), ..RunFormat::default() },
        ..Style::default()
    }];
    let not_bold = |fonts, size| RunFormat { bold: Some(false), ..run(fonts, size) };
    styles.push(on_text(
        TITLE,
        "Title",
        ParagraphFormat { keep_next: true, ..centred },
        not_bold(set.title, TITLE_SIZE),
    ));
    // 7.3.3: 黑体, then 楷体, then as the text.
    let of_level = [set.heading, set.kai, set.text, set.text, set.text, set.text];
    let names = ["heading 1", "heading 2", "heading 3", "heading 4", "heading 5", "heading 6"];
    for (level, ((id, name), fonts)) in HEADINGS.into_iter().zip(names).zip(of_level).enumerate() {
        let format = ParagraphFormat { keep_next: true, ..ParagraphFormat::default() };
        let mut heading = on_text(id, name, format, not_bold(fonts, TEXT_SIZE));
        heading.outline = u8::try_from(level).ok();
        styles.push(heading);
    }
    let indented = ParagraphFormat { left: Some(200), ..ParagraphFormat::default() };
    let code = Fonts { east_asia: set.text.east_asia, latin: "Courier New" };
    let code_lines =
        ParagraphFormat { align: Some(Align::Left), line: Some(Line::Exact(360)), left: Some(200), ..plain };
    let figure = ParagraphFormat { line: Some(Line::Auto(240)), keep_next: true, ..centred };
    let cells = ParagraphFormat { align: Some(Align::Left), line: Some(Line::Exact(400)), ..plain };
    let heads = ParagraphFormat { align: Some(Align::Center), ..cells };
    let note = ParagraphFormat { align: Some(Align::Left), line: Some(Line::Exact(300)), ..plain };
    let right = ParagraphFormat { align: Some(Align::Right), ..plain };
    // 附件：1.… with further lines under the first one's text.
    let attachment = ParagraphFormat { left: Some(600), first_line: Some(-400), ..ParagraphFormat::default() };
    let red = RunFormat { colour: Some("FF0000"), bold: Some(false), ..run(set.title, 96) };
    let masthead = ParagraphFormat { line: Some(Line::Auto(240)), ..centred };
    styles.extend([
        on_text(QUOTE, "Quote", indented, run(set.kai, TEXT_SIZE)),
        on_text(CODE, "HTML Preformatted", code_lines, run(code, 24)),
        on_text(ITEM, "List Paragraph", ParagraphFormat::default(), RunFormat::default()),
        on_text(FIGURE, "Figure", figure, RunFormat::default()),
        on_text(CAPTION, "caption", centred, run(set.kai, 28)),
        on_text(CELL, "Table Text", cells, run(set.text, 28)),
        on_text(HEAD, "Table Head", heads, run(set.heading, 28)),
        on_text(NOTE, "footnote text", note, run(set.text, 21)),
        on_text(ATTACHMENT, "Attachment", attachment, RunFormat::default()),
        on_text(SIGNATURE, "Signature", right, RunFormat::default()),
        on_text(DATE, "Date", right, RunFormat::default()),
        on_text(MASTHEAD, "Masthead", masthead, red),
        on_text(ISSUE, "Issue", centred, RunFormat::default()),
        on_text(TAIL, "Tail", plain, run(set.text, 28)),
    ]);
    styles
}

/// The date as it is written under a document: Arabic digits, no zeros before them (7.3.5.4).
pub fn chinese_date(day: jiff::civil::Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// How wide a text is, in hundredths of a character: Latin letters and digits take half of one.
pub fn width(text: &str) -> i32 {
    text.chars().map(|c| if c.is_ascii() { 50 } else { 100 }).sum()
}

/// As `width`, with the quarter of a character that programs put between Chinese and Latin letters or digits.
pub fn set_width(text: &str) -> i32 {
    let chars: Vec<char> = text.chars().collect();
    let seams =
        chars.windows(2).filter(|pair| pair[0].is_ascii_alphanumeric() != pair[1].is_ascii_alphanumeric()).count();
    width(text) + 25 * i32::try_from(seams).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Look, PAGE, chinese_date, document, set_width, width};
    use crate::office::docx_write::TWIPS_PER_MM;

    #[test]
    fn the_text_block_is_that_of_the_standard() {
        let mm = |twips: u32| (f64::from(twips) / TWIPS_PER_MM).round();
        assert_eq!((mm(PAGE.text_width()), mm(PAGE.text_height())), (156.0, 225.0));
        // 22 lines fit, 23 do not; 28 characters fill the line to less than a quarter of a millimetre.
        assert!(22 * PAGE.line_pitch <= PAGE.text_height() && 23 * PAGE.line_pitch > PAGE.text_height());
        let character = 16.0 + f64::from(PAGE.char_space) / 4096.0;
        assert!((28.0 * character * 20.0 - f64::from(PAGE.text_width())).abs() < TWIPS_PER_MM / 4.0);
    }

    #[test]
    fn styles_build_on_styles_that_are_there() {
        let word = document("题", "本组", Look::default());
        for style in &word.styles {
            let there = |id: &str| word.styles.iter().any(|other| other.id == id);
            assert!(style.based_on.is_none_or(there) && style.next.is_none_or(there), "{}", style.id);
        }
    }

    #[test]
    fn dates_have_no_zeros_and_digits_are_half_as_wide() {
        assert_eq!(chinese_date(date(2023, 5, 8)), "2023年5月8日");
        assert_eq!((width("2023年5月8日"), set_width("2023年5月8日")), (600, 725));
    }
}
