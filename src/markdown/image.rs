//! Pictures (checklist MD-4, MD-9): their address, and their alternative text without markup.

use pulldown_cmark::{CowStr, Event};
use pulldown_cmark_escape::{escape_href, escape_html};

use super::cjk;

/// A picture whose alternative text is being written.
pub struct Open<'e> {
    title: CowStr<'e>,
    /// Pictures inside its text.
    depth: usize,
}

/// Opens a picture, up to its alternative text.
pub fn open<'e>(out: &mut String, address: &str, title: CowStr<'e>) -> Open<'e> {
    out.push_str("<img src=\"");
    let _ = escape_href(&mut *out, address);
    out.push_str("\" alt=\"");
    Open { title, depth: 0 }
}

impl Open<'_> {
    /// Writes what an event inside the text says in words; true at the picture's end.
    pub fn event(&mut self, out: &mut String, event: &Event, mark: Option<char>) -> bool {
        use pulldown_cmark::{Tag, TagEnd};
        match event {
            Event::Start(Tag::Image { .. }) => self.depth += 1,
            Event::End(TagEnd::Image) if self.depth == 0 => return true,
            Event::End(TagEnd::Image) => self.depth -= 1,
            Event::Text(text) | Event::Code(text) => {
                let _ = escape_html(&mut *out, &cjk::without(text, mark));
            }
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            _ => {}
        }
        false
    }

    /// Writes the rest of the tag.
    pub fn close(self, out: &mut String, lazy: bool, mark: Option<char>) {
        if !self.title.is_empty() {
            out.push_str("\" title=\"");
            let _ = escape_html(&mut *out, &cjk::without(&self.title, mark));
        }
        out.push_str(if lazy { "\" loading=\"lazy\" decoding=\"async\" />" } else { "\" />" });
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::testing::{Bench, html};

    #[test]
    fn addresses_start_at_the_page() {
        for (from, to) in [
            ("one.png", "https://x.test/a/one.png"),
            ("/two.png", "/two.png"),
            ("../up.png", "../up.png"),
            ("https://y.test/3.png", "https://y.test/3.png"),
            ("data:image/png;base64,AA", "data:image/png;base64,AA"),
        ] {
            assert_eq!(html(&format!("![x]({from})")), format!("<p><img src=\"{to}\" alt=\"x\" /></p>\n"));
        }
    }

    #[test]
    fn alternative_text_is_words_only() {
        assert_eq!(
            html("![a *b* `c` [d](/e) <b>f</b> ![g](/h) \"&\"\ni](/p \"t 'x'\")"),
            "<p><img src=\"/p\" alt=\"a b c d f g &quot;&amp;&quot; i\" title=\"t &#39;x&#39;\" /></p>\n"
        );
    }

    #[test]
    fn pictures_may_load_late() {
        let mut bench = Bench::default();
        bench.config.markdown.lazy_async_image = true;
        assert_eq!(
            bench.render("![a](/b \"c\")").html,
            "<p><img src=\"/b\" alt=\"a\" title=\"c\" loading=\"lazy\" decoding=\"async\" /></p>\n"
        );
    }
}
