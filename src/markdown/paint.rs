//! A code block in colour as HTML: lines, their numbers and marks, and the tokens in them (checklist HL-3, HL-6, HL-9).

use std::fmt::Write as _;

use pulldown_cmark_escape::escape_html;
use syntect::highlighting::Color;
use syntect::parsing::{ScopeStack, SyntaxReference};

use super::fence::{Fence, contains};
use super::grammar::{Grammars, Parser};
use super::looks::{FreeLooks, Painter, Walk};
use super::palette::{Palette, either};
use super::scope_class;
use crate::config::DataAttrPosition;

/// A grammar in its set.
pub struct Grammar<'s> {
    /// The set.
    pub set: &'s Grammars,
    /// The grammar.
    pub syntax: &'s SyntaxReference,
}

impl<'s> Grammar<'s> {
    /// The grammar of a language, by its name or an extension of its files.
    pub fn find(set: &'s Grammars, token: &str) -> Option<Grammar<'s>> {
        Some(Grammar { set, syntax: set.set().find_syntax_by_token(token)? })
    }
}

/// Why code has no colours from a line on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The grammar leads nowhere, so that the rest of the block is plain.
    Broken,
    /// The grammar takes too long over the line, so that the rest of it is plain.
    Slow,
}

/// Where and why code has no colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// The line in the block, from 0.
    pub line: usize,
    /// Why.
    pub why: Why,
    /// The name of the grammar.
    pub grammar: String,
}

/// How colours stand in the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// As style attributes.
    Inline,
    /// As classes: each token has the names of its scope, for the site's own style sheets, and a number for each theme, for ours.
    Flat {
        /// What the classes of the block and of marked lines start with.
        block: &'static [&'static str],
        /// What each theme's numbers start with.
        tokens: &'static [&'static str],
    },
    /// As classes of nested scopes, as before Zola 0.22.
    Nested,
}

/// What the classes of a block start with, where there is one for all themes.
const BLOCK: &[&str] = &[scope_class::PREFIX];

/// A block being written.
pub struct Block<'p, 'o> {
    /// The theme, or the light and the dark one.
    pub palettes: &'p [Palette],
    /// How colours are written.
    pub scheme: Scheme,
    /// How stacks of scopes look.
    pub looks: &'p FreeLooks,
    /// The output.
    pub out: &'o mut String,
}

/// How many characters a line's number takes, so that all stand under one another: as published pages have it, those of
/// the number two behind the last line's, so that eight lines from 1 on already take two.
fn number_width(code: &str, fence: &Fence) -> usize {
    fence.first_number.saturating_add(code.split('\n').count()).to_string().len()
}

impl Block<'_, '_> {
    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        let _ = escape_html(&mut *self.out, value);
        self.out.push('"');
    }

    fn colours(&self, of: fn(&Palette) -> Color) -> String {
        either(&self.palettes.iter().map(of).collect::<Vec<_>>())
    }

    /// The block's classes, if colours are classes.
    fn class_names(&self, of: &str) -> Option<String> {
        let prefixes = match self.scheme {
            Scheme::Inline => return None,
            Scheme::Flat { block, .. } => block,
            Scheme::Nested => BLOCK,
        };
        Some(prefixes.iter().map(|prefix| format!("{prefix}{of}")).collect::<Vec<_>>().join(" "))
    }

    /// Writes the opening tags.
    pub fn open(&mut self, language: &str, fence: &Fence, data: DataAttrPosition) {
        match self.class_names("code") {
            Some(names) => {
                self.out.push_str("<pre");
                self.attribute("class", &format!("giallo {names}"));
            }
            None => {
                let (text, behind) = (self.colours(Palette::foreground), self.colours(Palette::background));
                self.out.push_str("<pre class=\"giallo\"");
                self.attribute("style", &format!("color: {text}; background-color: {behind};"));
            }
        }
        for (element, on) in [
            ("", matches!(data, DataAttrPosition::Pre | DataAttrPosition::Both)),
            ("><code", matches!(data, DataAttrPosition::Code | DataAttrPosition::Both)),
        ] {
            self.out.push_str(element);
            if on {
                self.attribute("data-lang", language);
                for (name, value) in &fence.data {
                    self.attribute(&format!("data-{name}"), value);
                }
            }
        }
        self.out.push('>');
    }

    /// Writes the lines of `code`; the first place where colours stop is handed back.
    pub fn lines(&mut self, code: &str, fence: &Fence, grammar: Option<Grammar>) -> Option<Stopped> {
        let painter = Painter { palettes: self.palettes, scheme: self.scheme };
        let mut walk = (self.scheme != Scheme::Nested).then(|| Walk::new(painter, self.looks));
        let mut pieces = Vec::new();
        let mut scopes = ScopeStack::new();
        let mut parser = grammar.as_ref().and_then(|grammar| Parser::new(grammar.set, grammar.syntax));
        let mut stopped = None;
        let mut changes = Vec::new();
        let mut first = true;
        let width = number_width(code, fence);
        for (at, line) in code.split_inclusive('\n').enumerate() {
            changes.clear();
            // A grammar that is broken leaves the rest plain.
            let why = match parser.as_mut().map(|parser| (parser.line(line, &mut changes), parser.gave_up())) {
                Some((Err(_), _)) => {
                    parser = None;
                    Some(Why::Broken)
                }
                Some((Ok(()), true)) => Some(Why::Slow),
                _ => None,
            };
            if let (None, Some(why), Some(grammar)) = (&stopped, why, &grammar) {
                stopped = Some(Stopped { line: at, why, grammar: grammar.syntax.name.clone() });
            }
            let is_hidden = contains(&fence.hidden, at + 1);
            if !is_hidden {
                if !first {
                    self.out.push('\n');
                }
                first = false;
                self.open_line(fence, at, width);
            }
            // Hidden lines too move the states on.
            match &mut walk {
                Some(walk) => {
                    walk.line(line, &changes, &mut pieces);
                    if !is_hidden {
                        self.pieces(line, &pieces, walk);
                    }
                }
                None => {
                    let nested = scope_class::nested(line, &changes, &mut scopes);
                    self.out.push_str(if is_hidden { "" } else { &nested });
                }
            }
            if !is_hidden {
                self.out.push_str("</span>");
            }
        }
        stopped
    }

    fn open_line(&mut self, fence: &Fence, at: usize, width: usize) {
        self.out.push_str("<span class=\"giallo-l");
        if contains(&fence.marked, at + 1) {
            match self.class_names("hl") {
                Some(names) => {
                    self.out.push(' ');
                    self.out.push_str(&names);
                }
                None => {
                    self.out.push_str("\" style=\"background-color: ");
                    self.out.push_str(&self.colours(Palette::marked));
                    self.out.push(';');
                }
            }
        }
        self.out.push_str("\">");
        if fence.line_numbers {
            self.out.push_str("<span aria-hidden=\"true\" class=\"giallo-ln\"");
            let numbers: Option<Vec<Color>> = self.palettes.iter().map(Palette::numbers).collect();
            if let (Scheme::Inline, Some(numbers)) = (self.scheme, numbers) {
                self.attribute("style", &format!("color: {};", either(&numbers)));
            }
            self.out.push('>');
            // Writing to a string does not fail.
            let _ = write!(self.out, "{:>width$}", fence.first_number.saturating_add(at));
            self.out.push_str("</span>");
        }
    }

    /// Writes the pieces of a line: the look of each, and where it ends.
    fn pieces(&mut self, line: &str, pieces: &[(usize, usize)], walk: &Walk) {
        let mut start = 0;
        for (look, end) in pieces {
            let text = line[start..*end].trim_end_matches(['\n', '\r']);
            start = *end;
            if text.is_empty() {
                continue;
            }
            self.out.push_str("<span");
            self.out.push_str(walk.looks.attribute(*look, text));
            self.out.push('>');
            let _ = escape_html(&mut *self.out, text);
            self.out.push_str("</span>");
        }
    }
}
