//! Events of the parser to HTML: one pass, straight into one string.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Alignment, CowStr, Event, Parser, TagEnd};
use pulldown_cmark_escape::escape_html_body_text;

use super::cjk::{self, Marked};
use super::code::DUPLICATE_ID;
use super::footnote::Footnotes;
use super::heading::{self, Ids};
use super::link::Links;
use super::paint::Why;
use super::setup::Setup;
use super::{emoji, html_id, image, insert, parse, summary};
use crate::config::{Dialect, Markdown};
use crate::content::Heading;
use crate::diagnostic::Diagnostic;

/// What stands in the place of the first `<!-- more -->`.
const CONTINUE: &str = "<span id=\"continue-reading\"></span>";

/// A text rendered.
pub struct Rendered {
    /// The HTML.
    pub html: String,
    /// The HTML of the summary.
    pub summary: Option<String>,
    /// The table of contents.
    pub toc: Vec<Heading>,
    /// The ids links may point at.
    pub anchors: Vec<String>,
    /// The links.
    pub links: Links,
}

/// Renders `text`; problems go to the setup's sink.
pub fn render(text: &str, setup: &Setup) -> Rendered {
    let settings = &setup.config.markdown;
    let marked = if settings.cjk { Marked::new(text) } else { Marked::plain(text) };
    let options = parse::options(settings);
    let mut ids = Ids::default();
    for (id, span) in ids.reserve(&marked.text, options, marked.mark) {
        let end = span.start + marked.text[span.clone()].trim_end().len();
        let place = marked.original(span.start)..marked.original(end);
        let word = format!("{{#{id}}}");
        setup.sink.push(setup.located(Diagnostic::new(&DUPLICATE_ID).arg("id", id), place, &word));
    }
    let mut writer = Writer {
        setup,
        settings,
        marked: &marked,
        out: String::with_capacity(text.len() + text.len() / 2 + 64),
        open: Vec::new(),
        plain: true,
        code: None,
        image: None,
        heading: None,
        run: String::new(),
        html_block: 0,
        alignments: Vec::new(),
        cell: 0,
        in_table_head: false,
        last: None,
        line_break: None,
        ids,
        footnotes: Footnotes::new(setup.config.dialect),
        cuts: Vec::new(),
        continued: false,
        bare: false,
        stopped: Vec::new(),
        made: Rendered {
            html: String::new(),
            summary: None,
            toc: Vec::new(),
            anchors: Vec::new(),
            links: Links::default(),
        },
    };
    writer.settle();
    for (event, span) in Parser::new_ext(&marked.text, options).into_offset_iter() {
        writer.event(event, span);
    }
    writer.finish()
}

/// What is written, and where in the text the parser is.
pub struct Writer<'a, 's, 'e> {
    /// The surroundings.
    pub setup: &'s Setup<'a>,
    /// `[markdown]`.
    pub settings: &'s Markdown,
    /// The text the parser reads, with its marks.
    pub marked: &'e Marked<'s>,
    /// The output; a gathered note has one of its own while it is open.
    pub out: String,
    /// The elements that are open, to close them in a summary.
    pub open: Vec<TagEnd>,
    /// Nothing is to be done with text but writing it.
    pub plain: bool,
    /// The code block being read: its info string, its text, its place.
    pub code: Option<(CowStr<'e>, String, Range<usize>)>,
    /// The picture whose alternative text is being read.
    pub image: Option<image::Open<'e>>,
    /// The heading being read.
    pub heading: Option<heading::Open<'e>>,
    /// Text whose emoji names are not replaced yet: the parser hands a name out in pieces.
    pub run: String,
    /// Where the output of the current block of raw HTML starts.
    pub html_block: usize,
    /// How the columns of the table stand.
    pub alignments: Vec<Alignment>,
    /// The column of the cell.
    pub cell: usize,
    /// The row is the head of the table.
    pub in_table_head: bool,
    /// The last character of text on the line, for the rules of Chinese.
    pub last: Option<char>,
    /// A line break after such a character, with its place: what comes next decides.
    pub line_break: Option<usize>,
    /// The ids of headings.
    pub ids: Ids,
    /// The notes.
    pub footnotes: Footnotes,
    /// References to notes in the output, which the summary leaves out.
    pub cuts: Vec<Range<usize>>,
    /// The summary's end was met.
    pub continued: bool,
    /// The paragraph that is open is only a piece of HTML put in, and has no tag.
    pub bare: bool,
    /// The grammars whose colours stopped somewhere, and why.
    pub stopped: Vec<(String, Why)>,
    /// What is made beside the HTML.
    pub made: Rendered,
}

impl<'e> Writer<'_, '_, 'e> {
    pub fn event(&mut self, event: Event<'e>, span: Range<usize>) {
        let mark = self.marked.mark;
        if let Some(mut image) = self.image.take() {
            let event = insert::in_words(event, self.setup.inserts);
            // In V1 the words of a picture are words of its heading (checklist MD-7).
            if let (Dialect::V1, Some(heading), Event::Text(text) | Event::Code(text)) =
                (self.setup.config.dialect, &mut self.heading, &event)
            {
                heading.text.push_str(&cjk::without(text, mark));
            }
            if image.event(&mut self.out, &event, mark) {
                image.close(&mut self.out, self.settings.lazy_async_image, mark);
            } else {
                self.image = Some(image);
            }
            return;
        }
        if !self.setup.inserts.is_empty() && self.inserted(&event, &span) {
            return;
        }
        if let Event::Text(text) = event {
            if self.plain {
                let _ = escape_html_body_text(&mut self.out, &text);
            } else {
                self.text(&text);
            }
            return;
        }
        if !self.run.is_empty() {
            self.flush_run();
        }
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => {
                let code = cjk::without(&code, mark);
                self.end_line();
                self.out.push_str("<code>");
                let _ = escape_html_body_text(&mut self.out, &code);
                self.out.push_str("</code>");
                if let Some(heading) = &mut self.heading {
                    heading.text.push_str(&code);
                }
            }
            Event::Html(html) => self.html(&cjk::without(&html, mark)),
            Event::InlineHtml(html) => {
                let html = cjk::without(&html, mark);
                self.end_line();
                self.html(&html);
                if memchr::memchr(b'=', html.as_bytes()).is_some() {
                    html_id::collect(&html, &mut self.made.anchors);
                }
            }
            Event::SoftBreak => {
                // The end of a line is no part of a heading's id and title, as in the reference.
                if self.last.is_some_and(cjk::joins_lines) {
                    self.line_break = Some(self.out.len());
                } else {
                    self.out.push('\n');
                }
            }
            Event::HardBreak => {
                self.end_line();
                self.out.push_str("<br />\n");
            }
            Event::Rule => {
                self.fresh_line();
                self.out.push_str("<hr />\n");
            }
            Event::FootnoteReference(name) => {
                self.settle_line_break(None);
                let start = self.out.len();
                self.footnotes.reference(&mut self.out, &cjk::without(&name, mark), self.settings.bottom_footnotes);
                if !self.continued && !self.footnotes.is_open() {
                    self.cuts.push(start..self.out.len());
                }
            }
            Event::TaskListMarker(done) => self.out.push_str(if done {
                "<input disabled=\"\" type=\"checkbox\" checked=\"\"/>\n"
            } else {
                "<input disabled=\"\" type=\"checkbox\"/>\n"
            }),
            Event::Text(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    /// Text where there is more to do than writing it.
    pub fn text(&mut self, text: &str) {
        let text = cjk::without(text, self.marked.mark);
        if let Some((_, code, _)) = &mut self.code {
            code.push_str(&text);
        } else if self.settings.render_emoji {
            self.run.push_str(&text);
        } else {
            self.words(&text);
        }
    }

    pub fn flush_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        let mut text = String::with_capacity(run.len());
        emoji::replace(&run, &mut text);
        self.words(&text);
    }

    pub fn words(&mut self, text: &str) {
        self.settle_line_break(text.chars().next());
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
        let _ = escape_html_body_text(&mut self.out, text);
        if self.settings.cjk {
            self.last = text.chars().next_back();
        }
    }

    /// Writes a kept-back line break, unless a character follows that joins lines.
    fn settle_line_break(&mut self, next: Option<char>) {
        match self.line_break.take() {
            Some(at) if !next.is_some_and(cjk::joins_lines) => self.out.insert(at, '\n'),
            _ => {}
        }
    }

    /// Something other than text comes: a line break before it stays, and one after it too.
    pub fn end_line(&mut self) {
        self.settle_line_break(None);
        self.last = None;
    }

    pub fn fresh_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Finds out whether text is only to be written.
    pub fn settle(&mut self) {
        self.plain = !self.settings.cjk && !self.settings.render_emoji && self.code.is_none() && self.heading.is_none();
    }

    pub fn html(&mut self, html: &str) {
        if !self.continued && !self.footnotes.is_open() {
            let trimmed = html.trim_start();
            if let Some(length) = summary::marker(trimmed) {
                self.continued = true;
                self.made.summary = self.summary();
                self.out.push_str(CONTINUE);
                self.out.push_str(&trimmed[length..]);
                return;
            }
        }
        self.out.push_str(html);
    }

    /// The summary, if the body is cut here.
    fn summary(&self) -> Option<String> {
        let (mut out, mut cuts) = (Cow::Borrowed(self.out.as_str()), Cow::Borrowed(self.cuts.as_slice()));
        if let Some(heading) = &self.heading {
            // A heading gets its tag at its end.
            let tag = format!("<h{}>", heading.level);
            out.to_mut().insert_str(heading.start, &tag);
            shift(cuts.to_mut(), heading.start, tag.len());
        }
        let mut head = summary::head(&out, &cuts)?;
        if !self.open.is_empty() {
            match self.setup.snippets.cutoff(&head, self.setup.language_code()) {
                Ok(cutoff) => head.push_str(&cutoff),
                Err(error) => self.setup.sink.push(error),
            }
            for tag in self.open.iter().rev() {
                head.push_str(self.closing(*tag));
            }
        }
        Some(head)
    }

    fn finish(mut self) -> Rendered {
        if !self.run.is_empty() {
            self.flush_run();
        }
        if self.settings.bottom_footnotes {
            self.footnotes.write_gathered(&mut self.out, &mut self.made.anchors);
        } else {
            self.footnotes.anchors_in_place(&mut self.made.anchors);
        }
        // The marker's span is raw HTML too where it stands between blocks, and then known already.
        if self.continued && !self.made.anchors.iter().any(|anchor| anchor == "continue-reading") {
            self.made.anchors.push("continue-reading".to_owned());
        }
        self.made.html = self.out;
        heading::fit(&mut self.made.toc);
        self.made.anchors.shrink_to_fit();
        self.made.links.internal.shrink_to_fit();
        self.made
    }
}

/// Moves the ranges that lie behind `place` by `length`.
pub fn shift(ranges: &mut [Range<usize>], place: usize, length: usize) {
    for range in ranges.iter_mut().rev().take_while(|range| range.start >= place) {
        *range = range.start + length..range.end + length;
    }
}
