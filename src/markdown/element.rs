//! Elements: what their tags open and close (checklist MD-1, MD-2).

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, HeadingLevel, LinkType, Tag, TagEnd};
use pulldown_cmark_escape::escape_href;

use super::write::{Writer, shift};
use super::{cjk, code_block, heading, html_id, image, link};

impl<'e> Writer<'_, '_, 'e> {
    /// Opens an element.
    pub fn start(&mut self, tag: Tag<'e>, span: Range<usize>) {
        let inline = matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. });
        if !inline {
            self.end_line();
        }
        if !matches!(tag, Tag::HtmlBlock | Tag::Image { .. }) {
            self.open.push(tag.to_end());
        }
        let mark = self.marked.mark;
        match tag {
            Tag::Paragraph => self.block("<p>"),
            Tag::Heading { level, id, classes, attrs } => {
                let (start, level) = (self.out.len(), level as u8);
                self.heading =
                    Some(heading::Open { start, level, id, classes, attributes: attrs, text: String::new() });
                self.settle();
            }
            Tag::BlockQuote(kind) => self.block(match kind {
                None => "<blockquote>\n",
                Some(BlockQuoteKind::Note) => "<blockquote class=\"markdown-alert-note\">\n",
                Some(BlockQuoteKind::Tip) => "<blockquote class=\"markdown-alert-tip\">\n",
                Some(BlockQuoteKind::Important) => "<blockquote class=\"markdown-alert-important\">\n",
                Some(BlockQuoteKind::Warning) => "<blockquote class=\"markdown-alert-warning\">\n",
                Some(BlockQuoteKind::Caution) => "<blockquote class=\"markdown-alert-caution\">\n",
            }),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info,
                    CodeBlockKind::Indented => CowStr::Borrowed(""),
                };
                self.code = Some((info, String::new(), span));
                self.settle();
            }
            Tag::HtmlBlock => self.html_block = self.out.len(),
            Tag::List(Some(1)) => self.block("<ol>\n"),
            Tag::List(Some(start)) => self.block(&format!("<ol start=\"{start}\">\n")),
            Tag::List(None) => self.block("<ul>\n"),
            Tag::Item => self.block("<li>"),
            Tag::FootnoteDefinition(name) => {
                let name = cjk::without(&name, mark);
                if self.settings.bottom_footnotes {
                    self.footnotes.open_gathered(&mut self.out, &name);
                } else {
                    self.fresh_line();
                    self.footnotes.open_in_place(&mut self.out, &name);
                }
            }
            Tag::DefinitionList => self.block("<dl>\n"),
            Tag::DefinitionListTitle => self.block("<dt>"),
            Tag::DefinitionListDefinition => self.block("<dd>"),
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.out.push_str("<table>");
            }
            Tag::TableHead => {
                (self.in_table_head, self.cell) = (true, 0);
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => {
                self.out.push_str(if self.in_table_head { "<th" } else { "<td" });
                self.out.push_str(match self.alignments.get(self.cell) {
                    Some(Alignment::Left) => " style=\"text-align: left\">",
                    Some(Alignment::Center) => " style=\"text-align: center\">",
                    Some(Alignment::Right) => " style=\"text-align: right\">",
                    _ => ">",
                });
            }
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => {
                self.out.push_str("<a href=\"mailto:");
                let _ = escape_href(&mut self.out, &cjk::without(&dest_url, mark));
                self.out.push_str("\">");
            }
            Tag::Link { dest_url, title, .. } => {
                let target = cjk::without(&dest_url, mark);
                let place = self.marked.original(span.start)..self.marked.original(span.end);
                let address = self.made.links.resolve(self.setup, &target, place);
                link::write(&mut self.out, self.settings, &target, &address, &cjk::without(&title, mark));
            }
            Tag::Image { dest_url, title, .. } => {
                let target = cjk::without(&dest_url, mark);
                let place = self.marked.original(span.start)..self.marked.original(span.end);
                let address = self.made.links.picture(self.setup, &target, place);
                self.image = Some(image::open(&mut self.out, &address, title));
            }
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {}
        }
    }

    fn block(&mut self, tag: &str) {
        self.fresh_line();
        self.out.push_str(tag);
    }

    /// Closes an element.
    pub fn end(&mut self, tag: TagEnd) {
        if !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) {
            self.end_line();
        }
        if tag == TagEnd::HtmlBlock {
            html_id::collect(&self.out[self.html_block.min(self.out.len())..], &mut self.made.anchors);
            return;
        }
        self.open.pop();
        match tag {
            TagEnd::Heading(_) => return self.end_heading(),
            TagEnd::CodeBlock => {
                if let Some((info, code, span)) = self.code.take() {
                    self.fresh_code_line();
                    let place = |span: Range<usize>| self.marked.original(span.start)..self.marked.original(span.end);
                    let info = cjk::without(&info, self.marked.mark);
                    let stopped = code_block::write(&mut self.out, self.setup, &info, &code, place(span.clone()));
                    // One word for each grammar: what it cannot do it cannot do in the next block either.
                    if let Some(stopped) = stopped
                        && !self.stopped.iter().any(|(grammar, why)| (grammar, why) == (&stopped.grammar, &stopped.why))
                    {
                        // Each line of code is a line of the text, and the fence is one before them.
                        let line = nth_line(&self.marked.text[span.clone()], stopped.line + 1);
                        let line = span.start + line.start..span.start + line.end;
                        code_block::tell(self.setup, &stopped, place(line));
                        self.stopped.push((stopped.grammar, stopped.why));
                    }
                }
                self.settle();
                return;
            }
            TagEnd::FootnoteDefinition if self.settings.bottom_footnotes => {
                return self.footnotes.close_gathered(&mut self.out);
            }
            TagEnd::Paragraph => self.footnotes.paragraph(self.out.len()),
            _ => {}
        }
        self.out.push_str(self.closing(tag));
        match tag {
            TagEnd::TableHead => self.in_table_head = false,
            TagEnd::TableCell => self.cell += 1,
            _ => {}
        }
    }

    /// Code in colour stands close to what is before it, as published pages show: code in colour, or the text of a tight list.
    fn fresh_code_line(&mut self) {
        if !self.setup.highlighter.is_on() {
            self.fresh_line();
        }
    }

    /// What closes an element.
    pub fn closing(&self, tag: TagEnd) -> &'static str {
        match tag {
            TagEnd::Paragraph => "</p>\n",
            TagEnd::Heading(HeadingLevel::H1) => "</h1>\n",
            TagEnd::Heading(HeadingLevel::H2) => "</h2>\n",
            TagEnd::Heading(HeadingLevel::H3) => "</h3>\n",
            TagEnd::Heading(HeadingLevel::H4) => "</h4>\n",
            TagEnd::Heading(HeadingLevel::H5) => "</h5>\n",
            TagEnd::Heading(HeadingLevel::H6) => "</h6>\n",
            TagEnd::BlockQuote(_) => "</blockquote>\n",
            TagEnd::List(true) => "</ol>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::Item => "</li>\n",
            TagEnd::FootnoteDefinition => "</div>\n",
            TagEnd::DefinitionList => "</dl>\n",
            TagEnd::DefinitionListTitle => "</dt>\n",
            TagEnd::DefinitionListDefinition => "</dd>\n",
            TagEnd::Table => "</tbody></table>\n",
            TagEnd::TableHead => "</tr></thead><tbody>\n",
            TagEnd::TableRow => "</tr>\n",
            TagEnd::TableCell if self.in_table_head => "</th>",
            TagEnd::TableCell => "</td>",
            TagEnd::Emphasis => "</em>",
            TagEnd::Strong => "</strong>",
            TagEnd::Strikethrough => "</del>",
            TagEnd::Link => "</a>",
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Image | TagEnd::MetadataBlock(_) => "",
            TagEnd::Superscript | TagEnd::Subscript => "",
        }
    }

    fn end_heading(&mut self) {
        let Some(open) = self.heading.take() else { return };
        self.settle();
        let mark = self.marked.mark;
        let id = match &open.id {
            Some(id) => cjk::without(id, mark).into_owned(),
            None => self.ids.unique(&open.text, self.setup.config.slugify_anchors),
        };
        let mut tag = open.tag(&id, mark);
        let anchor = open.anchor_link(self.setup, &id);
        tag.push_str(anchor.before());
        self.out.insert_str(open.start, &tag);
        if !self.footnotes.is_open() {
            shift(&mut self.cuts, open.start, tag.len());
        }
        self.out.push_str(anchor.after());
        self.out.push_str(self.closing(TagEnd::Heading(open.depth())));
        let heading = open.entry(id);
        self.made.anchors.push(heading.id.clone());
        heading::nest(&mut self.made.toc, heading);
    }
}

/// Where the line of this number, from 0, lies in a text, without spaces around it.
fn nth_line(text: &str, number: usize) -> Range<usize> {
    let start = text.split_inclusive('\n').take(number).map(str::len).sum();
    let line = text[start..].lines().next().unwrap_or_default();
    let start = start + line.len() - line.trim_start().len();
    start..start + line.trim().len()
}
