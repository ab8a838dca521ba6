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

/// The named entities bodies are likely to hold; for others an HTML parser is asked.
const ENTITIES: [(&str, char); 22] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{A0}'),
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

/// Whom a text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFor {
    /// Zola's search index: without what `pre` holds; blocks that touch join their words; `&`, `<`, `>` and unbreakable blanks
    /// are entities, as pages of Zola 0.22 and 0.23 show (checklist SRCH-4).
    Index,
    /// A reader: without the numbers that lead to notes, which stand in the middle of what somebody wrote; blocks apart;
    /// entities as characters.
    Reader,
}

impl TextFor {
    /// Whether an element is left out.
    fn leaves_out(self, name: &str, attributes: &str) -> bool {
        match self {
            TextFor::Index => name == "pre",
            TextFor::Reader => name == "sup" && attributes.contains("footnote-reference"),
        }
    }

    fn left_out(self) -> &'static str {
        match self {
            TextFor::Index => "pre",
            TextFor::Reader => "sup",
        }
    }

    fn sets_apart(self, name: &str) -> bool {
        self == TextFor::Reader && BLOCKS.contains(&name)
    }
}

/// The text of `html`: without tags, without what scripts and styles hold, runs of blanks one blank, no empty lines.
pub fn plain_text(html: &str, whom: TextFor) -> String {
    let bytes = html.as_bytes();
    let name_of = |name: std::ops::Range<usize>| html.get(name).unwrap_or_default().to_ascii_lowercase();
    let mut text = String::with_capacity(html.len());
    let mut inside = 0_usize;
    let mut is_code = false;
    for token in Scanner::new(bytes) {
        match token {
            Token::Text(range) if inside == 0 => {
                let decoded = decode(html.get(range).unwrap_or_default());
                match whom {
                    TextFor::Reader => text.push_str(&decoded),
                    TextFor::Index => encode(&decoded, &mut text),
                }
            }
            // What `title` and `textarea` hold is text too.
            Token::Raw(range) if inside == 0 && whom == TextFor::Index && !is_code => {
                encode(&decode(html.get(range).unwrap_or_default()), &mut text);
            }
            Token::Text(_) | Token::Raw(_) | Token::Other => {}
            Token::Open { name, attributes } => {
                let name = name_of(name);
                is_code = matches!(name.as_str(), "script" | "style");
                let begins = whom.leaves_out(&name, html.get(attributes).unwrap_or_default());
                inside += usize::from(begins || (inside > 0 && name == whom.left_out()));
                if whom.sets_apart(&name) {
                    text.push(' ');
                }
            }
            Token::Close { name } => {
                let name = name_of(name);
                if name == whom.left_out() {
                    inside = inside.saturating_sub(1);
                }
                if whom.sets_apart(&name) {
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
        // The longest name has 31 letters.
        let end = rest.bytes().take(33).position(|byte| byte == b';');
        match end.and_then(|end| entity(&rest[1..end]).map(|characters| (characters, end))) {
            Some((characters, end)) => {
                decoded.push_str(&characters);
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

/// Adds `text` as HTML writes it.
fn encode(text: &str, html: &mut String) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '\u{A0}' => html.push_str("&nbsp;"),
            _ => html.push(character),
        }
    }
}

fn entity(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else {
        let known = ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, character)| String::from(*character));
        return known.or_else(|| rare_entity(name));
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|character| !character.is_control() || character.is_whitespace()).map(String::from)
}

/// What an HTML parser makes of `&name;`.
fn rare_entity(name: &str) -> Option<String> {
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let text: String = scraper::Html::parse_fragment(&format!("&{name};")).root_element().text().collect();
    (!text.starts_with('&')).then_some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{TextFor, plain_text};

    #[test]
    fn words_are_what_a_reader_sees() {
        let html = "<h1 id=\"b\">Brewing</h1>\n<p>Green tea  needs <strong>cooler</strong> water: 80°C.</p>\n\
                    <pre><code>let &quot;code&quot; = 1;\n</code></pre>\n<span id=\"continue-reading\"></span>\n\
                    <p>The <code>rest</code> &amp; &lt;b&gt; &#x4E2D;&#25991;&hellip; &unknown; &#0; a&b &eacute;</p>\
                    <script>x</script><style>y</style><!-- z -->";
        let expected = "Brewing\nGreen tea needs cooler water: 80°C.\nlet \"code\" = 1;\n\
                        The rest & <b> 中文… &unknown; &#0; a&b é";
        assert_eq!(plain_text(html, TextFor::Reader), expected);
        assert_eq!(
            plain_text("<ul><li>一</li><li>二</li></ul><td>a</td><td>b</td>1<br>2", TextFor::Reader),
            "一 二 a b 1 2"
        );
        assert_eq!(plain_text("绿<em>茶</em>", TextFor::Reader), "绿茶");
        assert_eq!(plain_text("", TextFor::Reader), "");
        let note =
            "清淤<sup class=\"footnote-reference\"><a href=\"#1\">1</a></sup>工程，10m<sup>2</sup><pre>甲\n乙</pre>";
        assert_eq!(plain_text(note, TextFor::Reader), "清淤工程，10m2 甲\n乙");
    }

    // As sites built by Zola 0.22 and 0.23 have it. // checklist: SRCH-4
    #[test]
    fn the_index_has_text_as_html_writes_it() {
        let html = "<p>A&nbsp;b &amp; <code>Vec&lt;T&gt;</code> &quot;c&quot;&hellip; &unknown; d &gt; e\u{A0}f</p>\n\
                    <table><tr><th>One</th><th>Two</th></tr></table>x<br>y<pre>no</pre><script>no</script><title>t&amp;u</title>";
        let expected = "A&nbsp;b &amp; Vec&lt;T&gt; \"c\"… &amp;unknown; d &gt; e&nbsp;f\nOneTwoxyt&amp;u";
        assert_eq!(plain_text(html, TextFor::Index), expected);
    }

    proptest! {
        #[test]
        fn any_html_gives_clean_lines(html in "[<>/=\"' &#x0-9;a-ep\\-\\n\\t中é]{0,80}") {
            let text = plain_text(&html, TextFor::Index);
            for line in text.split('\n').filter(|_| !text.is_empty()) {
                prop_assert_eq!(line, line.split_whitespace().collect::<Vec<_>>().join(" "));
                prop_assert!(!line.is_empty());
            }
        }

        #[test]
        fn text_without_tags_is_itself(text in "[a-z中文，。]{0,40}") {
            prop_assert_eq!(plain_text(&text, TextFor::Index), text);
        }
    }
}
