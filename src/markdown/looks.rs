//! How stacks of scopes look, each worked out once.
//!
//! The same stacks come again and again, in a block and in all blocks of a site. So they are kept as a tree, each a scope on top of
//! another stack, and where the theme shows two of them alike they have the same look: the attribute their text gets.

use std::sync::{Mutex, PoisonError};

use pulldown_cmark_escape::escape_html;
use rustc_hash::FxHashMap;
use syntect::highlighting::{Highlighter, Style};
use syntect::parsing::{ClearAmount, Scope, ScopeStack, ScopeStackOp};

use super::paint::Scheme;
use super::palette::{Palette, declarations};
use super::scope_class;

/// How many stacks are kept from one block to the next.
const MOST: usize = 20_000;

/// The stack without scopes.
const BOTTOM: usize = 0;

/// What is left when more scopes end than began; syntect shows it in no theme's colour.
const NOTHING: usize = 1;

/// A stack of scopes.
#[derive(Debug)]
struct Stack {
    below: usize,
    top: Option<Scope>,
    look: usize,
}

/// How text looks.
#[derive(Debug, PartialEq)]
struct Look {
    /// Its style in each theme.
    styles: Vec<Style>,
    /// The names of its scope, where colours are classes.
    names: String,
    /// The attribute, with a blank before it.
    attribute: String,
    /// Whether blanks get it too.
    on_blanks: bool,
}

/// The looks of stacks, for the themes and the scheme of a site.
#[derive(Debug, Default)]
pub struct Looks {
    stacks: Vec<Stack>,
    higher: FxHashMap<(usize, Scope), usize>,
    looks: Vec<Look>,
}

impl Looks {
    /// The attribute of text with this look.
    pub fn attribute(&self, look: usize, text: &str) -> &str {
        let look = &self.looks[look];
        if look.on_blanks || !text.trim().is_empty() { &look.attribute } else { "" }
    }

    /// The scopes of a stack.
    fn scopes(&self, mut stack: usize) -> ScopeStack {
        let mut scopes = Vec::new();
        while let Stack { below, top: Some(scope), .. } = self.stacks[stack] {
            scopes.push(scope);
            stack = below;
        }
        scopes.reverse();
        ScopeStack::from_vec(scopes)
    }

    fn add(&mut self, below: usize, top: Option<Scope>, styles: Vec<Style>, names: String, painter: &Painter) -> usize {
        let known = self.looks.iter().position(|look| look.styles == styles && look.names == names);
        let look = known.unwrap_or_else(|| {
            self.looks.push(painter.look(styles, names));
            self.looks.len() - 1
        });
        self.stacks.push(Stack { below, top, look });
        self.stacks.len() - 1
    }
}

/// Looks that no block uses now.
#[derive(Debug, Default)]
pub struct FreeLooks(Mutex<Vec<Looks>>);

impl FreeLooks {
    fn take(&self) -> Looks {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn give(&self, looks: Looks) {
        if looks.stacks.len() <= MOST {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(looks);
        }
    }
}

/// What looks hang on.
#[derive(Clone, Copy)]
pub struct Painter<'p> {
    /// The theme, or the light and the dark one.
    pub palettes: &'p [Palette],
    /// How colours are written.
    pub scheme: Scheme,
}

impl Painter<'_> {
    fn look(&self, styles: Vec<Style>, names: String) -> Look {
        let (name, value, on_blanks) = match self.scheme {
            Scheme::Flat { tokens, .. } => {
                let mut classes = names.clone();
                for ((palette, prefix), style) in self.palettes.iter().zip(tokens).zip(&styles) {
                    palette.classes(*style, prefix, &mut classes);
                }
                ("class", classes.trim_start().to_owned(), true)
            }
            Scheme::Inline | Scheme::Nested => ("style", declarations(self.palettes, &styles), false),
        };
        let mut attribute = String::new();
        if !value.is_empty() {
            attribute = format!(" {name}=\"");
            // Writing to a string does not fail.
            let _ = escape_html(&mut attribute, &value);
            attribute.push('"');
        }
        Look { styles, names, attribute, on_blanks }
    }
}

/// A walk through the stacks of a block.
pub struct Walk<'p> {
    painter: Painter<'p>,
    free: &'p FreeLooks,
    /// What is known.
    pub looks: Looks,
    /// syntect's, made for the first stack that is new.
    highlighters: Vec<Highlighter<'p>>,
    scopes: Vec<Scope>,
    cleared: Vec<Vec<Scope>>,
    /// The stack, and those below it.
    stacks: Vec<usize>,
}

impl Drop for Walk<'_> {
    fn drop(&mut self) {
        self.free.give(std::mem::take(&mut self.looks));
    }
}

impl<'p> Walk<'p> {
    /// Starts with no scope.
    pub fn new(painter: Painter<'p>, free: &'p FreeLooks) -> Walk<'p> {
        let (looks, highlighters) = (free.take(), Vec::new());
        let (scopes, cleared, stacks) = (Vec::new(), Vec::new(), vec![BOTTOM]);
        let mut walk = Walk { painter, free, looks, highlighters, scopes, cleared, stacks };
        if walk.looks.stacks.is_empty() {
            let plain = walk.styles(&[]);
            let none = vec![Style::default(); painter.palettes.len()];
            walk.looks.add(BOTTOM, None, plain, String::new(), &painter);
            walk.looks.add(BOTTOM, None, none, String::new(), &painter);
        }
        walk
    }

    /// Cuts a line where its looks change: the look of each piece and where it ends. Pieces that look alike are one.
    pub fn line(&mut self, line: &str, changes: &[(usize, ScopeStackOp)], pieces: &mut Vec<(usize, usize)>) {
        pieces.clear();
        let mut start = 0;
        for (at, change) in changes {
            self.piece(&mut start, (*at).min(line.len()), pieces);
            self.change(change);
        }
        self.piece(&mut start, line.len(), pieces);
    }

    fn piece(&self, start: &mut usize, end: usize, pieces: &mut Vec<(usize, usize)>) {
        if end <= *start {
            return;
        }
        *start = end;
        let look = self.looks.stacks[self.stacks.last().copied().unwrap_or(NOTHING)].look;
        match pieces.last_mut() {
            Some((same, last)) if *same == look => *last = end,
            _ => pieces.push((look, end)),
        }
    }

    fn change(&mut self, change: &ScopeStackOp) {
        match change {
            ScopeStackOp::Push(scope) => self.push(*scope),
            ScopeStackOp::Pop(count) => (0..*count).for_each(|_| self.pop()),
            ScopeStackOp::Clear(amount) => {
                let count = match amount {
                    ClearAmount::TopN(count) => (*count).min(self.scopes.len()),
                    ClearAmount::All => self.scopes.len(),
                };
                self.cleared.push(self.scopes[self.scopes.len() - count..].to_vec());
                (0..count).for_each(|_| self.pop());
            }
            ScopeStackOp::Restore => {
                // What does not fit the stack leaves it as it is.
                for scope in self.cleared.pop().unwrap_or_default() {
                    self.push(scope);
                }
            }
            ScopeStackOp::Noop => {}
        }
    }

    fn pop(&mut self) {
        self.scopes.pop();
        self.stacks.pop();
    }

    fn push(&mut self, scope: Scope) {
        self.scopes.push(scope);
        let below = self.stacks.last().copied().unwrap_or(BOTTOM);
        let stack = match self.looks.higher.get(&(below, scope)) {
            Some(known) => *known,
            None => {
                let mut scopes = self.looks.scopes(below);
                scopes.push(scope);
                let styles = self.styles(scopes.as_slice());
                let names = match self.painter.scheme {
                    Scheme::Flat { .. } => scope_class::names(&scopes),
                    Scheme::Inline | Scheme::Nested => String::new(),
                };
                let added = self.looks.add(below, Some(scope), styles, names, &self.painter);
                self.looks.higher.insert((below, scope), added);
                added
            }
        };
        self.stacks.push(stack);
    }

    /// The style of scopes in each theme.
    fn styles(&mut self, scopes: &[Scope]) -> Vec<Style> {
        if self.highlighters.is_empty() {
            let palettes: &'p [Palette] = self.painter.palettes;
            self.highlighters = palettes.iter().map(|palette| Highlighter::new(&palette.theme)).collect();
        }
        self.highlighters.iter().map(|highlighter| highlighter.style_for_stack(scopes)).collect()
    }
}

#[cfg(test)]
mod tests {
    use syntect::highlighting::{HighlightState, Highlighter, RangedHighlightIterator, Style};
    use syntect::parsing::{ClearAmount, Scope, ScopeStack, ScopeStackOp};
    use two_face::theme::EmbeddedThemeName as Theme;

    use super::{FreeLooks, Painter, Walk};
    use crate::markdown::paint::Scheme;
    use crate::markdown::palette::Palette;

    type Changes = Vec<(usize, ScopeStackOp)>;

    /// Lines with their changes, in syntect's styles and in ours: pieces that look alike are one.
    fn same(lines: &[(&str, Changes)], free: &FreeLooks) {
        let palette = |theme| Palette::new(two_face::theme::extra().get(theme).clone());
        let palettes = [palette(Theme::MonokaiExtended), palette(Theme::InspiredGithub)];
        let mut walk = Walk::new(Painter { palettes: &palettes, scheme: Scheme::Inline }, free);
        let highlighters: Vec<_> = palettes.iter().map(|palette| Highlighter::new(&palette.theme)).collect();
        let start = |highlighter| HighlightState::new(highlighter, ScopeStack::new());
        let mut states: Vec<_> = highlighters.iter().map(start).collect();
        for (line, changes) in lines {
            let mut pieces = Vec::new();
            walk.line(line, changes, &mut pieces);
            for (number, (highlighter, state)) in highlighters.iter().zip(&mut states).enumerate() {
                let theirs = RangedHighlightIterator::new(state, changes, line, highlighter);
                let each = |style: Style, count: usize| std::iter::repeat_n(style, count);
                let theirs: Vec<Style> = theirs.flat_map(|(style, text, _)| each(style, text.len())).collect();
                let (mut ours, mut start) = (Vec::new(), 0);
                for (look, end) in &pieces {
                    ours.extend(each(walk.looks.looks[*look].styles[number], end - start));
                    start = *end;
                }
                assert_eq!(ours, theirs, "{line}");
            }
        }
    }

    fn push(at: usize, scope: &str) -> (usize, ScopeStackOp) {
        (at, ScopeStackOp::Push(Scope::new(scope).unwrap()))
    }

    #[test]
    fn looks_are_syntects() {
        let free = FreeLooks::default();
        let pop = |at, count| (at, ScopeStackOp::Pop(count));
        let code = [
            (
                "fn main() {\n",
                vec![
                    push(0, "source.rust"),
                    push(0, "storage.type.function.rust"),
                    pop(2, 1),
                    push(3, "entity.name.function.rust"),
                    pop(7, 1),
                ],
            ),
            (
                "  \"a\" // b\n",
                vec![
                    push(2, "string.quoted.double.rust"),
                    (3, ScopeStackOp::Clear(ClearAmount::TopN(1))),
                    push(3, "constant.character.escape.rust"),
                    pop(4, 1),
                    (4, ScopeStackOp::Restore),
                    pop(5, 1),
                    push(6, "comment.line.rust"),
                ],
            ),
            // More ends than began.
            ("xyz\n", vec![pop(0, 2), pop(1, 1), push(2, "keyword.rust"), pop(3, 1)]),
            ("a\n", vec![(0, ScopeStackOp::Clear(ClearAmount::All)), push(0, "string.a"), (1, ScopeStackOp::Noop)]),
            ("", vec![]),
        ];
        for _ in 0..2 {
            same(&code, &free);
        }
        assert_eq!(free.0.lock().unwrap().len(), 1);
    }

    #[test]
    fn what_does_not_fit_loses_no_text() {
        let free = FreeLooks::default();
        let palettes = [Palette::new(two_face::theme::extra().get(Theme::MonokaiExtended).clone())];
        let mut walk = Walk::new(Painter { palettes: &palettes, scheme: Scheme::Inline }, &free);
        let mut pieces = Vec::new();
        walk.line("abc\n", &[(1, ScopeStackOp::Restore), push(2, "string.x"), (9, ScopeStackOp::Pop(1))], &mut pieces);
        assert_eq!(pieces.iter().map(|(_, end)| *end).collect::<Vec<_>>(), [2, 4]);
        assert!(walk.looks.attribute(pieces[1].0, "x").starts_with(" style=\"color: #"));
        assert_eq!(walk.looks.attribute(pieces[1].0, " "), "");
    }
}
