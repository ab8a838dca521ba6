//! Chinese text in Markdown: emphasis beside full-width punctuation, and line breaks between Han characters.
//!
//! CommonMark decides by its neighbours whether `*` opens or closes emphasis, and takes full-width punctuation for the
//! punctuation of a language with spaces: `**真，**她` stays as it is written (commonmark-spec issue 650). Here a run
//! of `*` or `~` sees full-width punctuation as a letter, and other punctuation as none to care for where a Chinese
//! character stands on its other side (the rules of the "markdown-cjk-friendly" proposal). The parser is told so by a
//! mark put beside the run: a character that Unicode reserves for a program's own use and that is taken out of
//! everything the parser hands back.

use std::borrow::Cow;

/// Characters Unicode sets aside for internal use and never for interchange (chapter 23.7); each is three bytes.
const MARKS: std::ops::RangeInclusive<char> = '\u{FDD0}'..='\u{FDEF}';
/// The bytes of a mark.
const MARK_LENGTH: usize = 3;

/// Text for the parser, with marks beside some runs.
pub struct Marked<'t> {
    /// The text.
    pub text: Cow<'t, str>,
    /// The mark; none if there is none in the text.
    pub mark: Option<char>,
    /// Where marks stand in `text`, ascending.
    places: Vec<usize>,
}

impl<'t> Marked<'t> {
    /// Text without marks.
    pub fn plain(text: &'t str) -> Marked<'t> {
        Marked { text: Cow::Borrowed(text), mark: None, places: Vec::new() }
    }

    /// The text with its marks.
    pub fn new(text: &'t str) -> Marked<'t> {
        let mut marked = Marked::plain(text);
        let bytes = text.as_bytes();
        let mut copied = 0;
        let mut made = String::new();
        let mut at = 0;
        while let Some(found) = memchr::memchr2(b'*', b'~', &bytes[at..]) {
            let start = at + found;
            let kind = bytes[start];
            let mut end = start + 1;
            while bytes.get(end) == Some(&kind) {
                end += 1;
            }
            at = end;
            // A backslash makes the first one a plain character.
            let escapes = bytes[..start].iter().rev().take_while(|byte| **byte == b'\\').count();
            let start = start + escapes % 2;
            if start == end {
                continue;
            }
            let ascii = |place: Option<&u8>| place.is_none_or(u8::is_ascii);
            if ascii(bytes.get(end)) && ascii(start.checked_sub(1).and_then(|before| bytes.get(before))) {
                continue;
            }
            let (before, after) = marks_for(text[..start].chars().next_back(), text[end..].chars().next());
            if !before && !after {
                continue;
            }
            let Some(mark) = marked.mark.or_else(|| MARKS.into_iter().find(|mark| !text.contains(*mark))) else {
                break;
            };
            marked.mark = Some(mark);
            made.push_str(&text[copied..start]);
            if before {
                marked.places.push(made.len());
                made.push(mark);
            }
            made.push_str(&text[start..end]);
            if after {
                marked.places.push(made.len());
                made.push(mark);
            }
            copied = end;
        }
        if marked.mark.is_some() {
            made.push_str(&text[copied..]);
            marked.text = Cow::Owned(made);
        }
        marked
    }

    /// The place in the text as written of a place in the marked text.
    pub fn original(&self, place: usize) -> usize {
        place - MARK_LENGTH * self.places.partition_point(|mark| *mark < place)
    }
}

/// `text` without marks.
pub fn without<'t>(text: &'t str, mark: Option<char>) -> Cow<'t, str> {
    match mark {
        Some(mark) if text.contains(mark) => Cow::Owned(text.replace(mark, "")),
        _ => Cow::Borrowed(text),
    }
}

/// Whether a run between these characters needs a mark before it, and one after it.
fn marks_for(previous: Option<char>, next: Option<char>) -> (bool, bool) {
    let (previous, next) = (Side::of(previous), Side::of(next));
    // What the run should be: able to open (left-flanking), able to close (right-flanking).
    let open = match next {
        Side::Space => false,
        Side::Punctuation => {
            matches!(previous, Side::Space | Side::Punctuation | Side::Chinese | Side::ChinesePunctuation)
        }
        _ => true,
    };
    let close = match previous {
        Side::Space => false,
        Side::Punctuation => matches!(next, Side::Space | Side::Punctuation | Side::Chinese | Side::ChinesePunctuation),
        _ => true,
    };
    // What the parser makes of it with a letter in the place of a side.
    let parsed = |previous: Side, next: Side| {
        let open =
            next != Side::Space && (!next.is_punctuation() || previous == Side::Space || previous.is_punctuation());
        let close =
            previous != Side::Space && (!previous.is_punctuation() || next == Side::Space || next.is_punctuation());
        (open, close)
    };
    for (before, after) in [(false, false), (false, true), (true, false), (true, true)] {
        let left = if before { Side::Letter } else { previous };
        let right = if after { Side::Letter } else { next };
        if parsed(left, right) == (open, close) {
            return (before, after);
        }
    }
    (false, false)
}

/// What stands beside a run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// White space, or the end of the text.
    Space,
    /// Punctuation of languages with spaces.
    Punctuation,
    /// Full-width punctuation.
    ChinesePunctuation,
    /// A Han character or another one of East Asian scripts.
    Chinese,
    /// Any other character.
    Letter,
}

impl Side {
    fn of(character: Option<char>) -> Side {
        match character {
            None => Side::Space,
            Some(c) if c.is_whitespace() => Side::Space,
            Some(c) if c.is_ascii_punctuation() => Side::Punctuation,
            Some(c) if is_full_width_punctuation(c) => Side::ChinesePunctuation,
            Some(c) if is_wide(c) => Side::Chinese,
            // Marks that join the character before them are no punctuation.
            Some('\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{0300}'..='\u{036F}') => Side::Letter,
            Some(c) if !c.is_ascii() && !c.is_alphanumeric() => Side::Punctuation,
            _ => Side::Letter,
        }
    }

    fn is_punctuation(self) -> bool {
        matches!(self, Side::Punctuation | Side::ChinesePunctuation)
    }
}

/// Punctuation as Chinese sets it: the full-width forms, the CJK marks, and the quotes, dashes and dots that Chinese
/// shares with other scripts (GB/T 15834).
pub fn is_full_width_punctuation(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}' | '\u{3030}' | '\u{30FB}'
        | '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE4F}' | '\u{FE50}'..='\u{FE6B}'
        | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}'
        | '\u{FFE0}'..='\u{FFE6}'
        | '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '‧' | '※')
}

/// Characters of scripts written without spaces, and of Korean.
fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{303E}' | '\u{3040}'..='\u{A4CF}' | '\u{A960}'..='\u{A97F}'
        | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFD}')
}

/// Whether a line break beside this character on both sides means nothing: Chinese and Japanese, not Korean, which
/// writes spaces between words.
pub fn joins_lines(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{312F}' | '\u{31A0}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFD}')
        || is_full_width_punctuation(c)
}

#[cfg(test)]
mod tests {
    use super::{Marked, without};
    use crate::markdown::testing::{cjk_html, html};

    #[test]
    fn emphasis_works_beside_full_width_punctuation() {
        let cases = [
            ("**真，**她", "<strong>真，</strong>她"),
            ("她**（真）**说", "她<strong>（真）</strong>说"),
            ("他说**“真”**了", "他说<strong>“真”</strong>了"),
            ("看**《提案》**后", "看<strong>《提案》</strong>后"),
            ("*真，*她", "<em>真，</em>她"),
            ("她*（真）*说", "她<em>（真）</em>说"),
            ("***真，***她", "<em><strong>真，</strong></em>她"),
            ("她***（真）***说", "她<em><strong>（真）</strong></em>说"),
            ("~~真，~~她", "<del>真，</del>她"),
            ("她~~（真）~~说", "她<del>（真）</del>说"),
            ("**强调。**后文，*斜体*，**下**", "<strong>强调。</strong>后文，<em>斜体</em>，<strong>下</strong>"),
            ("**\"引号\"**后", "<strong>\"引号\"</strong>后"),
            ("**a。**b", "<strong>a。</strong>b"),
            ("**（一）**、**（二）**", "<strong>（一）</strong>、<strong>（二）</strong>"),
            ("**委员**、**代表**", "<strong>委员</strong>、<strong>代表</strong>"),
            ("**[链接](/x)**后", "<strong><a href=\"/x\">链接</a></strong>后"),
            ("前**`码`**后", "前<strong><code>码</code></strong>后"),
        ];
        for (text, expected) in cases {
            assert_eq!(cjk_html(text), format!("<p>{expected}</p>\n"), "{text}");
        }
    }

    #[test]
    fn every_delimiter_meets_every_mark() {
        for (open, close) in
            [("（", "）"), ("“", "”"), ("‘", "’"), ("《", "》"), ("「", "」"), ("【", "】"), ("〔", "〕")]
        {
            for (run, before, after) in [
                ("*", "<em>", "</em>"),
                ("**", "<strong>", "</strong>"),
                ("***", "<em><strong>", "</strong></em>"),
                ("~~", "<del>", "</del>"),
            ] {
                assert_eq!(
                    cjk_html(&format!("前{run}{open}中{close}{run}后")),
                    format!("<p>前{before}{open}中{close}{after}后</p>\n")
                );
                for mark in ["。", "，", "、", "；", "：", "？", "！", "……", "——"] {
                    assert_eq!(
                        cjk_html(&format!("前{run}中{mark}{run}后")),
                        format!("<p>前{before}中{mark}{after}后</p>\n")
                    );
                }
            }
        }
    }

    #[test]
    fn code_links_and_html_stay_as_they_are() {
        assert_eq!(cjk_html("`，**a**（`"), "<p><code>，**a**（</code></p>\n");
        assert_eq!(cjk_html("<b title=\"，**她\">x</b>"), "<p><b title=\"，**她\">x</b></p>\n");
        assert_eq!(
            cjk_html("[x](/，**她 \"，**她\")"),
            "<p><a href=\"/%EF%BC%8C**%E5%A5%B9\" title=\"，**她\">x</a></p>\n"
        );
        assert_eq!(cjk_html("```\n，**她\n```"), "<pre><code>，**她\n</code></pre>\n");
        assert_eq!(cjk_html("![，**她](/a)"), "<p><img src=\"/a\" alt=\"，**她\" /></p>\n");
        assert_eq!(cjk_html("# 一，**二** {#，**三}"), "<h1 id=\"，**三\">一，<strong>二</strong></h1>\n");
        assert_eq!(cjk_html("他说：\\*（不是）\\*后"), "<p>他说：*（不是）*后</p>\n");
        assert_eq!(cjk_html("说\\***（是）\\***后"), "<p>说*<strong>（是）*</strong>后</p>\n");
    }

    #[test]
    fn line_breaks_between_han_characters_vanish() {
        assert_eq!(cjk_html("第一行\n第二行"), "<p>第一行第二行</p>\n");
        assert_eq!(cjk_html("第一行，\n**第二**行"), "<p>第一行，<strong>第二</strong>行</p>\n");
        assert_eq!(cjk_html("**第一行**\n“第二”行"), "<p><strong>第一行</strong>“第二”行</p>\n");
        assert_eq!(cjk_html("第一行\nEnglish\n第二行"), "<p>第一行\nEnglish\n第二行</p>\n");
        assert_eq!(cjk_html("第一行\n**bold**"), "<p>第一行\n<strong>bold</strong></p>\n");
        assert_eq!(cjk_html("第一行\n`code`"), "<p>第一行\n<code>code</code></p>\n");
        assert_eq!(cjk_html("第一行  \n第二行"), "<p>第一行<br />\n第二行</p>\n");
        assert_eq!(cjk_html("한국어\n문장"), "<p>한국어\n문장</p>\n");
        assert_eq!(
            cjk_html("> 第一行\n> 第二行\n\n- 甲\n  乙"),
            "<blockquote>\n<p>第一行第二行</p>\n</blockquote>\n<ul>\n<li>甲乙</li>\n</ul>\n"
        );
        assert_eq!(cjk_html("第一行\n![图](/a)\n第二行"), "<p>第一行\n<img src=\"/a\" alt=\"图\" />\n第二行</p>\n");
    }

    #[test]
    fn off_means_plain_commonmark() {
        assert_eq!(html("**真，**她\n后"), "<p>**真，**她\n后</p>\n");
    }

    #[test]
    fn places_are_found_again() {
        let text = "**真，**她 [x](y)";
        let marked = Marked::new(text);
        assert_eq!(without(&marked.text, marked.mark), text);
        let at = marked.text.find('[').unwrap();
        assert_eq!(marked.original(at), text.find('[').unwrap());
        assert_eq!(marked.original(0), 0);
        assert_eq!(marked.original(marked.text.len()), text.len());
    }
}
