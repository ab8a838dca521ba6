//! HTML to the words a reader sees, line by line (checklist SRCH-4).

use std::borrow::Cow;

use crate::render::scan::{Scanner, Token};

/// Elements that stand apart from what is beside them: their words do not join those of their neighbours.
const BLOCKS: [&str; 45] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "caption",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "img",
    "li",
    "main",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "video",
];

/// The named entities bodies are likely to hold; others stay as written.
const ENTITIES: [(&str, char); 22] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ensp", ' '),
    ("emsp", ' '),
    ("hellip", '…'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("middot", '·'),
    ("times", '×'),
    ("deg", '°'),
    ("copy", '©'),
    ("reg", '®'),
];

/// What of a body's words is not read, besides scripts and styles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// What `pre` holds (checklist SRCH-4).
    Code,
    /// The numbers that lead to notes: they stand in the middle of what somebody wrote.
    NoteNumbers,
}

impl Unread {
    /// Whether an element is not read.
    fn has(self, name: &str, attributes: &str) -> bool {
        match self {
            Unread::Code => name == "pre",
            Unread::NoteNumbers => name == "sup" && attributes.contains("footnote-reference"),
        }
    }

    fn element(self) -> &'static str {
        match self {
            Unread::Code => "pre",
            Unread::NoteNumbers => "sup",
        }
    }
}

/// The text of `html`: without tags, without what scripts, styles and `unread` hold, entities decoded, runs of blanks one
/// blank, no empty lines.
pub fn plain_text(html: &str, unread: Unread) -> String {
    let bytes = html.as_bytes();
    let name_of = |name: std::ops::Range<usize>| html.get(name).unwrap_or_default().to_ascii_lowercase();
    let mut text = String::with_capacity(html.len());
    let mut inside = 0_usize;
    for token in Scanner::new(bytes) {
        match token {
            Token::Text(range) if inside == 0 => text.push_str(&decode(html.get(range).unwrap_or_default())),
            Token::Text(_) | Token::Raw(_) | Token::Other => {}
            Token::Open { name, attributes } => {
                let name = name_of(name);
                let begins = unread.has(&name, html.get(attributes).unwrap_or_default());
                inside += usize::from(begins || (inside > 0 && name == unread.element()));
                if BLOCKS.contains(&name.as_str()) {
                    text.push(' ');
                }
            }
            Token::Close { name } => {
                let name = name_of(name);
                if name == unread.element() {
                    inside = inside.saturating_sub(1);
                }
                if BLOCKS.contains(&name.as_str()) {
                    text.push(' ');
                }
            }
        }
    }
    let mut clean = String::with_capacity(text.len());
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else { continue };
        if !clean.is_empty() {
            clean.push('\n');
        }
        clean.push_str(first);
        for word in words {
            clean.push(' ');
            clean.push_str(word);
        }
    }
    clean
}

/// A text with its entities as characters.
fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest we know is shorter than ten bytes.
        let end = rest.bytes().take(10).position(|byte| byte == b';');
        match end.and_then(|end| entity(&rest[1..end]).map(|character| (character, end))) {
            Some((character, end)) => {
                decoded.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded.into()
}

fn entity(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, character)| *character);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|character| !character.is_control() || character.is_whitespace())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Unread, plain_text};

    #[test]
    fn words_are_what_a_reader_sees() {
        let html = "<h1 id=\"b\">Brewing</h1>\n<p>Green tea  needs <strong>cooler</strong> water: 80°C.</p>\n\
                    <pre><code>let &quot;code&quot; = 1;\n</code></pre>\n<span id=\"continue-reading\"></span>\n\
                    <p>The <code>rest</code> &amp; &lt;b&gt; &#x4E2D;&#25991;&hellip; &unknown; &#0; a&b</p>\
                    <script>x</script><style>y</style><!-- z -->";
        let expected = "Brewing\nGreen tea needs cooler water: 80°C.\n\
                        The rest & <b> 中文… &unknown; &#0; a&b";
        assert_eq!(plain_text(html, Unread::Code), expected);
        assert_eq!(
            plain_text("<ul><li>一</li><li>二</li></ul><td>a</td><td>b</td>1<br>2", Unread::Code),
            "一 二 a b 1 2"
        );
        assert_eq!(plain_text("绿<em>茶</em>", Unread::Code), "绿茶");
        assert_eq!(plain_text("", Unread::Code), "");
        let note =
            "清淤<sup class=\"footnote-reference\"><a href=\"#1\">1</a></sup>工程，10m<sup>2</sup><pre>甲\n乙</pre>";
        assert_eq!(plain_text(note, Unread::NoteNumbers), "清淤工程，10m2 甲\n乙");
    }

    proptest! {
        #[test]
        fn any_html_gives_clean_lines(html in "[<>/=\"' &#x0-9;a-ep\\-\\n\\t中é]{0,80}") {
            let text = plain_text(&html, Unread::Code);
            for line in text.split('\n').filter(|_| !text.is_empty()) {
                prop_assert_eq!(line, line.split_whitespace().collect::<Vec<_>>().join(" "));
                prop_assert!(!line.is_empty());
            }
        }

        #[test]
        fn text_without_tags_is_itself(text in "[a-z中文，。]{0,40}") {
            prop_assert_eq!(plain_text(&text, Unread::Code), text);
        }
    }
}
