//! Where marks stand in the text, the HTML of shortcodes is put in (checklist SC-1, SC-5).

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::html_id;
use super::shortcode::Inserts;
use super::write::Writer;

impl<'e> Writer<'_, '_, 'e> {
    /// Writes what the event says where HTML is put in; false where there is none, and the event is to be written as ever.
    pub fn inserted(&mut self, event: &Event<'e>, span: &Range<usize>) -> bool {
        let inserts = self.setup.inserts;
        match event {
            // A paragraph that is nothing but one of them is no paragraph.
            Event::Start(Tag::Paragraph) if inserts.is_one(&self.marked.text[span.clone()]) => {
                self.end_line();
                self.fresh_line();
                self.bare = true;
            }
            Event::End(TagEnd::Paragraph) if self.bare => {
                self.end_line();
                self.bare = false;
            }
            Event::Text(text) if inserts.find(text).is_some() => self.text_with_inserts(text),
            Event::Code(code) if inserts.find(code).is_some() => {
                // In code it is shown as the text it is.
                self.event(Event::Code(owned(inserts.fill(code, |html| html))), span.clone());
            }
            Event::Html(html) | Event::InlineHtml(html) if inserts.find(html).is_some() => {
                let filled = owned(inserts.fill(html, |html| html));
                let event =
                    if matches!(event, Event::Html(_)) { Event::Html(filled) } else { Event::InlineHtml(filled) };
                self.event(event, span.clone());
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) if inserts.find(dest_url).is_some() => {
                let dest_url = owned(inserts.fill(dest_url, str::trim));
                let tag = Tag::Link { link_type: *link_type, dest_url, title: title.clone(), id: id.clone() };
                self.event(Event::Start(tag), span.clone());
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) if inserts.find(dest_url).is_some() => {
                let dest_url = owned(inserts.fill(dest_url, str::trim));
                let tag = Tag::Image { link_type: *link_type, dest_url, title: title.clone(), id: id.clone() };
                self.event(Event::Start(tag), span.clone());
            }
            _ => return false,
        }
        true
    }

    /// Text with marks in it.
    fn text_with_inserts(&mut self, text: &str) {
        let inserts = self.setup.inserts;
        if self.code.is_some() {
            let filled = inserts.fill(text, |html| html).into_owned();
            self.text(&filled);
            return;
        }
        let mut rest = text;
        while let Some((range, html)) = inserts.find(rest) {
            self.text(&rest[..range.start]);
            if !self.run.is_empty() {
                self.flush_run();
            }
            self.end_line();
            self.out.push_str(html);
            html_id::collect(html, &mut self.made.anchors);
            rest = &rest[range.end..];
        }
        self.text(rest);
    }
}

/// The event with its text filled in, for where only words count.
pub fn in_words<'e>(event: Event<'e>, inserts: &Inserts) -> Event<'e> {
    match event {
        Event::Text(text) if inserts.find(&text).is_some() => Event::Text(owned(inserts.fill(&text, str::trim))),
        Event::Code(text) if inserts.find(&text).is_some() => Event::Code(owned(inserts.fill(&text, str::trim))),
        event => event,
    }
}

fn owned<'e>(text: Cow<'_, str>) -> CowStr<'e> {
    CowStr::from(text.into_owned())
}

#[cfg(test)]
mod tests {
    use crate::markdown::shortcode::Inserts;
    use crate::markdown::testing::{Bench, Made};

    /// `text` rendered, `$` standing for the HTML.
    fn with(text: &str, html: &str, bench: &Bench) -> Made {
        let mut inserts = Inserts::new(text);
        let mark = inserts.keep(html.to_owned());
        bench.render_with(&text.replace('$', &mark), inserts)
    }

    fn html(text: &str) -> String {
        with(text, "<i id=\"n\">x</i>\n", &Bench::default()).html
    }

    // checklist: SC-5
    #[test]
    fn html_stands_where_it_was_called() {
        for (text, made) in [
            ("a $ b", "<p>a <i id=\"n\">x</i>\n b</p>\n"),
            ("$", "<i id=\"n\">x</i>\n"),
            ("a\n\n$\n\nb", "<p>a</p>\n<i id=\"n\">x</i>\n<p>b</p>\n"),
            ("> $", "<blockquote>\n<i id=\"n\">x</i>\n</blockquote>\n"),
            ("- $\n- b", "<ul>\n<li><i id=\"n\">x</i>\n</li>\n<li>b</li>\n</ul>\n"),
            ("$\n$", "<p><i id=\"n\">x</i>\n\n<i id=\"n\">x</i>\n</p>\n"),
            ("*$* **a$**", "<p><em><i id=\"n\">x</i>\n</em> <strong>a<i id=\"n\">x</i>\n</strong></p>\n"),
            ("<div>\n$\n</div>", "<div>\n<i id=\"n\">x</i>\n\n</div>"),
            ("<b a=\"$\">c</b>", "<p><b a=\"<i id=\"n\">x</i>\n\">c</b></p>\n"),
            ("`$`", "<p><code>&lt;i id=\"n\"&gt;x&lt;/i&gt;\n</code></p>\n"),
            ("```\n$\n```", "<pre><code>&lt;i id=&quot;n&quot;&gt;x&lt;/i&gt;\n\n</code></pre>\n"),
        ] {
            assert_eq!(html(text), made, "{text}");
        }
    }

    #[test]
    fn addresses_and_words_take_it_as_text() {
        let with = |text: &str| with(text, "https://y.test/p\n", &Bench::default()).html;
        assert_eq!(with("[a]($)"), "<p><a rel=\"external\" href=\"https://y.test/p\">a</a></p>\n");
        assert_eq!(with("![a $ b]($)"), "<p><img src=\"https://y.test/p\" alt=\"a https://y.test/p b\" /></p>\n");
    }

    #[test]
    fn headings_are_named_without_it_and_links_find_ids_in_it() {
        let made = with("# A $ b", "<i id=\"n\">x</i>", &Bench::default());
        assert_eq!(made.html, "<h1 id=\"a-b\">A <i id=\"n\">x</i> b</h1>\n");
        assert_eq!((made.toc[0].title.as_str(), made.toc[0].id.as_str()), ("A  b", "a-b"));
        assert!(made.anchors.contains(&"n".to_owned()));
    }

    #[test]
    fn notes_summaries_and_emoji_go_on_around_it() {
        let mut bench = Bench::default();
        bench.config.markdown.render_emoji = true;
        bench.config.markdown.bottom_footnotes = true;
        let made = with(":smile: $ :smile:[^n]\n\n<!-- more -->\n\n[^n]: $", "<i>x</i>", &bench);
        assert_eq!(made.summary.as_deref(), Some("<p>😄 <i>x</i> 😄</p>"));
        assert!(made.html.contains("<li id=\"fn-n\">\n<i>x</i> <a href=\"#fr-n-1\">"), "{}", made.html);
    }
}
