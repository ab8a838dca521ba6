//! A code block in colour as HTML: lines, their numbers and marks, and the tokens in them (checklist HL-3, HL-6, HL-9).

use std::borrow::Cow;

use pulldown_cmark_escape::escape_html;
use syntect::highlighting::{Color, HighlightState, RangedHighlightIterator, Style};
use syntect::parsing::{ScopeStack, ScopeStackOp, SyntaxReference};

use super::fence::{Fence, contains};
use super::grammar::{Grammars, Parser};
use super::palette::{Palette, declarations, either};
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
    /// The output.
    pub out: &'o mut String,
}

/// A piece of a line: its text, its style in each theme, its names.
struct Token<'l> {
    text: &'l str,
    styles: Vec<Style>,
    names: String,
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

    /// Writes the lines of `code`.
    pub fn lines(&mut self, code: &str, fence: &Fence, grammar: Option<Grammar>) {
        let palettes = self.palettes;
        let highlighters: Vec<_> =
            palettes.iter().map(|palette| syntect::highlighting::Highlighter::new(&palette.theme)).collect();
        let start = |highlighter| HighlightState::new(highlighter, ScopeStack::new());
        let mut states: Vec<_> = highlighters.iter().map(start).collect();
        let mut scopes = ScopeStack::new();
        let mut parser = grammar.and_then(|grammar| Parser::new(grammar.set, grammar.syntax));
        let mut changes = Vec::new();
        let mut first = true;
        for (at, line) in code.split_inclusive('\n').enumerate() {
            changes.clear();
            // A grammar that is broken leaves the rest plain.
            if parser.as_mut().is_some_and(|parser| parser.line(line, &mut changes).is_err()) {
                parser = None;
            }
            let is_hidden = contains(&fence.hidden, at + 1);
            if !is_hidden {
                if !first {
                    self.out.push('\n');
                }
                first = false;
                self.open_line(fence, at);
            }
            // Hidden lines too move the states on.
            if self.scheme == Scheme::Nested {
                let nested = scope_class::nested(line, &changes, &mut scopes);
                self.out.push_str(if is_hidden { "" } else { &nested });
            } else {
                let mut tokens: Vec<Token> = Vec::new();
                for (highlighter, state) in highlighters.iter().zip(&mut states) {
                    for (at, (style, text, _)) in
                        RangedHighlightIterator::new(state, &changes, line, highlighter).enumerate()
                    {
                        // The same changes cut the line in the same places for every theme.
                        match tokens.get_mut(at) {
                            Some(token) => token.styles.push(style),
                            None => tokens.push(Token { text, styles: vec![style], names: String::new() }),
                        }
                    }
                }
                self.name(&mut tokens, &changes, &mut scopes);
                if !is_hidden {
                    self.tokens(&tokens);
                }
            }
            if !is_hidden {
                self.out.push_str("</span>");
            }
        }
    }

    /// Gives tokens the names of their scopes, where colours are classes.
    fn name(&self, tokens: &mut [Token], changes: &[(usize, ScopeStackOp)], scopes: &mut ScopeStack) {
        if self.scheme == Scheme::Inline {
            return;
        }
        let mut changes = changes.iter().peekable();
        let mut at = 0;
        for token in tokens {
            while let Some((_, change)) = changes.next_if(|(place, _)| *place <= at) {
                // What does not fit the stack leaves it as it is.
                let _ = scopes.apply(change);
            }
            token.names = scope_class::names(scopes);
            at += token.text.len();
        }
        for (_, change) in changes {
            let _ = scopes.apply(change);
        }
    }

    fn open_line(&mut self, fence: &Fence, at: usize) {
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
            self.out.push_str(&fence.first_number.saturating_add(at).to_string());
            self.out.push_str("</span>");
        }
    }

    fn tokens(&mut self, tokens: &[Token]) {
        let mut at = 0;
        while at < tokens.len() {
            let token = &tokens[at];
            let mut text = Cow::Borrowed(token.text);
            at += 1;
            while tokens.get(at).is_some_and(|next| next.styles == token.styles && next.names == token.names) {
                text.to_mut().push_str(tokens[at].text);
                at += 1;
            }
            self.token(text.trim_end_matches(['\n', '\r']), token);
        }
    }

    fn token(&mut self, text: &str, token: &Token) {
        if text.is_empty() {
            return;
        }
        self.out.push_str("<span");
        match self.scheme {
            Scheme::Flat { tokens, .. } => {
                let mut classes = token.names.clone();
                for ((palette, prefix), style) in self.palettes.iter().zip(tokens).zip(&token.styles) {
                    palette.classes(*style, prefix, &mut classes);
                }
                if !classes.is_empty() {
                    self.attribute("class", classes.trim_start());
                }
            }
            Scheme::Inline | Scheme::Nested => {
                let css = declarations(self.palettes, &token.styles);
                if !css.is_empty() && !text.trim().is_empty() {
                    self.attribute("style", &css);
                }
            }
        }
        self.out.push('>');
        let _ = escape_html(&mut *self.out, text);
        self.out.push_str("</span>");
    }
}
