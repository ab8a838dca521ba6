//! XML being written: tags, attributes and text, escaped; characters that XML forbids are left out.

use quick_xml::escape::escape;

/// The declaration every part of an Office file begins with.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// An XML document being written.
#[derive(Debug)]
pub struct Xml {
    out: String,
}

impl Xml {
    /// A document with its declaration.
    pub fn document() -> Xml {
        Xml { out: DECLARATION.to_owned() }
    }

    /// Opens an element.
    pub fn open(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        self.start(tag, attributes);
        self.out.push('>');
    }

    /// Closes an element.
    pub fn close(&mut self, tag: &str) {
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
    }

    /// Writes an element without content.
    pub fn empty(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        self.start(tag, attributes);
        self.out.push_str("/>");
    }

    /// Writes an element that holds text only.
    pub fn element(&mut self, tag: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(tag, attributes);
        self.text(text);
        self.close(tag);
    }

    /// Writes text.
    pub fn text(&mut self, text: &str) {
        self.out.push_str(&escape(allowed(text)));
    }

    /// The document.
    pub fn finish(self) -> Vec<u8> {
        self.out.into_bytes()
    }

    fn start(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(tag);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            self.out.push_str(&escape(allowed(value)));
            self.out.push('"');
        }
    }
}

/// The text without the characters XML 1.0 has no place for (section 2.2).
fn allowed(text: &str) -> std::borrow::Cow<'_, str> {
    let forbidden =
        |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.contains(forbidden) { text.replace(forbidden, "").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn texts_are_escaped_and_stay_legal() {
        let mut xml = Xml::document();
        xml.open("a", &[("b", "<\"&\u{1}")]);
        xml.element("c", &[], "甲 < 乙\u{b}");
        xml.empty("d", &[]);
        xml.close("a");
        let text = String::from_utf8(xml.finish()).unwrap();
        assert!(text.ends_with("<a b=\"&lt;&quot;&amp;\"><c>甲 &lt; 乙</c><d/></a>"), "{text}");
    }
}
