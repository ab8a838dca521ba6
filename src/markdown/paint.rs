//! A code block in colour as HTML: lines, their numbers and marks, and the tokens in them (checklist HL-3, HL-6, HL-9).

use std::borrow::Cow;

use pulldown_cmark_escape::escape_html;
use syntect::highlighting::{Color, HighlightState, RangedHighlightIterator, Style};
use syntect::parsing::{ParseState, ScopeStack, SyntaxReference, SyntaxSet};

use super::fence::{Fence, contains};
use super::palette::{Palette, declarations, either};
use crate::config::{DataAttrPosition, HighlightStyle};

/// A grammar in its set.
pub struct Grammar<'s> {
    /// The set.
    pub set: &'s SyntaxSet,
    /// The grammar.
    pub syntax: &'s SyntaxReference,
}

/// A block being written.
pub struct Block<'p, 'o> {
    /// The theme, or the light and the dark one.
    pub palettes: &'p [Palette],
    /// What the classes of each theme start with.
    pub prefixes: &'static [&'static str],
    /// Whether colours are classes.
    pub classes: HighlightStyle,
    /// The output.
    pub out: &'o mut String,
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

    fn class_names(&self, of: &str) -> String {
        self.prefixes.iter().map(|prefix| format!("{prefix}{of}")).collect::<Vec<_>>().join(" ")
    }

    /// Writes the opening tags.
    pub fn open(&mut self, language: &str, fence: &Fence, data: DataAttrPosition) {
        match self.classes {
            HighlightStyle::Class => {
                let classes = format!("giallo {}", self.class_names("code"));
                self.out.push_str("<pre");
                self.attribute("class", &classes);
            }
            HighlightStyle::Inline => {
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

    /// Writes the lines of `code`.
    pub fn lines(&mut self, code: &str, fence: &Fence, grammar: Option<Grammar>) {
        let palettes = self.palettes;
        let highlighters: Vec<_> =
            palettes.iter().map(|palette| syntect::highlighting::Highlighter::new(&palette.theme)).collect();
        let start = |highlighter| HighlightState::new(highlighter, ScopeStack::new());
        let mut states: Vec<_> = highlighters.iter().map(start).collect();
        let mut parser = grammar.as_ref().map(|grammar| ParseState::new(grammar.syntax));
        let mut first = true;
        for (at, line) in code.split_inclusive('\n').enumerate() {
            // A grammar that gives up on a line leaves the rest plain.
            let changes = match (&mut parser, &grammar) {
                (Some(state), Some(grammar)) => state.parse_line(line, grammar.set).ok(),
                _ => None,
            };
            if changes.is_none() {
                parser = None;
            }
            let changes = changes.unwrap_or_default();
            // Hidden lines too move the states on.
            let mut tokens: Vec<(&str, Vec<Style>)> = Vec::new();
            for (highlighter, state) in highlighters.iter().zip(&mut states) {
                for (at, (style, text, _)) in
                    RangedHighlightIterator::new(state, &changes, line, highlighter).enumerate()
                {
                    // The same changes cut the line in the same places for every theme.
                    match tokens.get_mut(at) {
                        Some((_, styles)) => styles.push(style),
                        None => tokens.push((text, vec![style])),
                    }
                }
            }
            if contains(&fence.hidden, at + 1) {
                continue;
            }
            if !first {
                self.out.push('\n');
            }
            first = false;
            self.line(&tokens, fence, at);
        }
    }

    fn line(&mut self, tokens: &[(&str, Vec<Style>)], fence: &Fence, at: usize) {
        self.out.push_str("<span class=\"giallo-l");
        if contains(&fence.marked, at + 1) {
            match self.classes {
                HighlightStyle::Class => {
                    self.out.push(' ');
                    self.out.push_str(&self.class_names("hl"));
                }
                HighlightStyle::Inline => {
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
            if let (HighlightStyle::Inline, Some(numbers)) = (self.classes, numbers) {
                self.attribute("style", &format!("color: {};", either(&numbers)));
            }
            self.out.push('>');
            self.out.push_str(&fence.first_number.saturating_add(at).to_string());
            self.out.push_str("</span>");
        }
        let mut at = 0;
        while at < tokens.len() {
            let styles = &tokens[at].1;
            let mut text = Cow::Borrowed(tokens[at].0);
            at += 1;
            while tokens.get(at).is_some_and(|(_, next)| next == styles) {
                text.to_mut().push_str(tokens[at].0);
                at += 1;
            }
            self.token(text.trim_end_matches(['\n', '\r']), styles);
        }
        self.out.push_str("</span>");
    }

    fn token(&mut self, text: &str, styles: &[Style]) {
        if text.is_empty() {
            return;
        }
        self.out.push_str("<span");
        match self.classes {
            HighlightStyle::Inline => {
                let css = declarations(self.palettes, styles);
                if !css.is_empty() && !text.trim().is_empty() {
                    self.attribute("style", &css);
                }
            }
            HighlightStyle::Class => {
                let mut classes = String::new();
                for ((palette, prefix), style) in self.palettes.iter().zip(self.prefixes).zip(styles) {
                    palette.classes(*style, prefix, &mut classes);
                }
                if !classes.is_empty() {
                    self.attribute("class", classes.trim_start());
                }
            }
        }
        self.out.push('>');
        let _ = escape_html(&mut *self.out, text);
        self.out.push_str("</span>");
    }
}
