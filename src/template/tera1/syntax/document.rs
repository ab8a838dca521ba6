//! Whole templates: text, tags, and tags that hold others.

use super::cursor::{Cursor, TokenKind};
use super::mistake::{Expected, Mistake, Problem, TAGS};
use super::tree::{
    Block, Branch, CommentPlace, Expr, ExprKind, Filter, For, If, Macro, Node, Parameter, Span, Tag, Tree,
};

/// What the nodes being read stand in, which decides what may stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    Template,
    Macro,
    Block,
    Loop,
    Filter,
}

/// Reads a template.
///
/// # Errors
/// The first mistake: nothing after it is read.
pub fn parse(text: &str) -> Result<Tree, Problem> {
    let mut cursor = Cursor::new(text);
    if u32::try_from(text.len()).is_err() {
        return Err(Problem { span: Span::new(0, 0), mistake: Mistake::TooDeep, related: None });
    }
    let mut nodes = Vec::new();
    cursor.head(&mut nodes);
    loop {
        nodes.extend(cursor.body(Within::Template));
        match cursor.macro_definition() {
            Some(found) => nodes.push(found),
            None => break,
        }
    }
    if let Some(problem) = cursor.take_fatal() {
        return Err(problem);
    }
    if !cursor.done() {
        cursor.stray_tag(Within::Template, None);
        return Err(cursor.into_problem());
    }
    Ok(Tree { nodes, tokens: cursor.into_tokens() })
}

impl Cursor<'_> {
    /// Comments at the very start, then `extends` and imports in either order.
    fn head(&mut self, nodes: &mut Vec<Node>) {
        while let Some(comment) = self.comment(CommentPlace::Head) {
            nodes.push(comment);
        }
        let extends = self.extends();
        let parent_first = extends.is_some();
        nodes.extend(extends);
        let mut imports = false;
        while let Some(import) = self.import() {
            nodes.push(import);
            imports = true;
        }
        if imports && !parent_first {
            nodes.extend(self.extends());
        }
    }

    /// What stands here, up to what may not.
    fn body(&mut self, within: Within) -> Vec<Node> {
        let mut nodes = Vec::new();
        while let Some(node) = self.node(within) {
            nodes.push(node);
        }
        nodes
    }

    fn node(&mut self, within: Within) -> Option<Node> {
        let rest = self.rest();
        if rest.starts_with("{{") {
            let parent = if within == Within::Block { self.super_call() } else { None };
            return parent.or_else(|| self.output());
        }
        if rest.starts_with("{#") {
            return self.comment(CommentPlace::Body);
        }
        if !rest.starts_with("{%") {
            return self.text().map(Node::Text);
        }
        match self.tag_word()? {
            "include" => self.include(),
            "set" => self.set("set"),
            "set_global" => self.set("set_global"),
            "if" => self.nested(|cursor| cursor.choice(within)).map(Node::If),
            "for" => self.nested(Self::for_loop).map(|found| Node::For(Box::new(found))),
            "filter" => self.nested(Self::filter_section).map(Node::Filter),
            "raw" => self.raw(),
            "block" if matches!(within, Within::Template | Within::Block | Within::Filter) => {
                self.nested(Self::block).map(Node::Block)
            }
            "break" if within == Within::Loop => self.word_tag("break", |_| Some(())).map(|(tag, ())| Node::Break(tag)),
            "continue" if within == Within::Loop => {
                self.word_tag("continue", |_| Some(())).map(|(tag, ())| Node::Continue(tag))
            }
            _ => None,
        }
    }

    fn text(&mut self) -> Option<Span> {
        let rest = self.rest();
        let open = rest
            .match_indices('{')
            .map(|(at, _)| at)
            .find(|at| matches!(rest.as_bytes().get(at + 1), Some(b'{' | b'%' | b'#')));
        match open.unwrap_or(rest.len()) {
            0 => None,
            length => Some(self.take(length, TokenKind::Text)),
        }
    }

    fn comment(&mut self, place: CommentPlace) -> Option<Node> {
        let start = self.place();
        let opened = self.open("{#")?;
        let at = self.at();
        let Some(end) = self.rest().find("#}") else {
            self.mistake(Span::new(at - 2, at), Mistake::CommentWithoutEnd, None);
            self.reset(start);
            return None;
        };
        // A dash right before the end belongs to the end.
        let said = end - usize::from(self.rest()[..end].ends_with('-'));
        if said == 0 {
            self.mistake(Span::new(at - 2, at + end + 2), Mistake::EmptyComment, None);
            self.reset(start);
            return None;
        }
        self.take(said, TokenKind::Comment);
        self.close(opened, "#}").map(|tag| Node::Comment(tag, place))
    }

    fn raw(&mut self) -> Option<Node> {
        let start = self.place();
        let (open, ()) = self.word_tag("raw", |_| Some(()))?;
        let from = self.at();
        let mut at = from;
        while let Some(next) = self.text[at..].find("{%").map(|next| at + next) {
            let mut end = Cursor::new(&self.text[next..]);
            if end.end_tag("endraw").is_some() {
                let text = if next > from { self.take(next - from, TokenKind::Text) } else { Span::new(from, from) };
                let close = self.end_tag("endraw")?;
                return Some(Node::Raw(open, text, close));
            }
            at = next + 2;
        }
        self.mistake(Span::new(self.text.len(), self.text.len()), Mistake::Unclosed("raw"), Some(open.span));
        self.reset(start);
        None
    }

    fn choice(&mut self, within: Within) -> Option<If> {
        let start = self.place();
        let condition = |cursor: &mut Self| {
            cursor.some_blanks()?;
            cursor.logic()
        };
        let (tag, first) = self.word_tag("if", condition)?;
        let body = self.body(within);
        let mut branches = vec![Branch { tag, condition: first, body }];
        while let Some((tag, condition)) = self.word_tag("elif", condition) {
            let body = self.body(within);
            branches.push(Branch { tag, condition, body });
        }
        let otherwise = self.end_tag("else").map(|tag| (tag, self.body(within)));
        match self.end_tag("endif") {
            Some(close) => Some(If { branches, otherwise, close }),
            None => self.unclosed(within, "if", tag, start),
        }
    }

    fn for_loop(&mut self) -> Option<For> {
        let start = self.place();
        let (open, (key, value, container)) = self.word_tag("for", |cursor| {
            cursor.some_blanks()?;
            let first = cursor.name()?;
            let second = match cursor.mark(",") {
                Some(_) => {
                    cursor.blanks();
                    Some(cursor.name()?)
                }
                None => None,
            };
            cursor.some_blanks()?;
            cursor.literal("in", TokenKind::Keyword)?;
            cursor.some_blanks()?;
            let container = match cursor.rest().starts_with('[') {
                true => cursor.filtered_array()?,
                false => cursor.filtered(None)?,
            };
            Some((second.map(|_| first), second.unwrap_or(first), container))
        })?;
        let body = self.body(Within::Loop);
        let mut otherwise = Vec::new();
        while let Some(tag) = self.end_tag("else") {
            otherwise.push((tag, self.body(Within::Loop)));
        }
        match self.end_tag("endfor") {
            Some(close) => Some(For { open, key, value, container, body, otherwise, close }),
            None => self.unclosed(Within::Loop, "for", open, start),
        }
    }

    fn filter_section(&mut self) -> Option<Filter> {
        let start = self.place();
        let (open, call) = self.word_tag("filter", |cursor| {
            cursor.some_blanks()?;
            cursor.filter_call()
        })?;
        let body = self.body(Within::Filter);
        match self.end_tag("endfilter") {
            Some(close) => Some(Filter { open, call, body, close }),
            None => self.unclosed(Within::Filter, "filter", open, start),
        }
    }

    fn block(&mut self) -> Option<Block> {
        let start = self.place();
        let (open, name) = self.word_tag("block", |cursor| {
            cursor.some_blanks()?;
            cursor.name()
        })?;
        let body = self.body(Within::Block);
        match self.named_end_tag("endblock") {
            Some(close) => Some(Block { open, name, body, close }),
            None => self.unclosed(Within::Block, "block", open, start),
        }
    }

    fn macro_definition(&mut self) -> Option<Node> {
        if self.tag_word() != Some("macro") {
            return None;
        }
        let start = self.place();
        let (open, (name, parameters)) = self.word_tag("macro", |cursor| {
            cursor.some_blanks()?;
            let name = cursor.name()?;
            cursor.blanks();
            cursor.mark("(")?;
            cursor.blanks();
            let mut parameters = Vec::new();
            if cursor.name_length() > 0 {
                loop {
                    parameters.push(cursor.parameter()?);
                    cursor.blanks();
                    if cursor.mark(",").is_none() {
                        break;
                    }
                    cursor.blanks();
                }
            }
            cursor.mark(")")?;
            Some((name, parameters))
        })?;
        let body = self.body(Within::Macro);
        match self.named_end_tag("endmacro") {
            Some(close) => Some(Node::Macro(Macro { open, name, parameters, body, close })),
            None => self.unclosed(Within::Macro, "macro", open, start),
        }
    }

    /// A parameter of a macro. No blanks may stand around its `=`.
    fn parameter(&mut self) -> Option<Parameter> {
        let name = self.name()?;
        let place = self.place();
        if self.mark("=").is_none() {
            let blanks = self.rest().len() - self.rest().trim_start().len();
            if blanks > 0 && self.rest().trim_start().starts_with('=') {
                let at = self.at() + blanks;
                self.mistake(Span::new(at, at + 1), Mistake::BlankInDefault, None);
            }
            return Some(Parameter { name, default: None });
        }
        let rest = self.rest();
        if rest.starts_with([' ', '\t', '\r', '\n']) {
            let at = self.at();
            self.mistake(Span::new(at, at + 1), Mistake::BlankInDefault, None);
        }
        match self.literal_value() {
            Some(value) => Some(Parameter { name, default: Some(value) }),
            None => {
                self.reset(place);
                Some(Parameter { name, default: None })
            }
        }
    }

    /// `{% word %}`.
    fn end_tag(&mut self, word: &'static str) -> Option<Tag> {
        self.word_tag(word, |_| Some(())).map(|(tag, ())| tag)
    }

    /// `{% word %}` or `{% word name %}`; the name is not compared.
    fn named_end_tag(&mut self, word: &'static str) -> Option<Tag> {
        let tag = self.word_tag(word, |cursor| {
            let place = cursor.place();
            cursor.blanks();
            if cursor.name().is_none() {
                cursor.reset(place);
            }
            Some(())
        });
        tag.map(|(tag, ())| tag)
    }

    /// Notes why what `open` opened does not end here.
    fn unclosed<T>(&mut self, within: Within, word: &'static str, open: Tag, start: super::cursor::Place) -> Option<T> {
        if self.done() {
            let end = Span::new(self.text.len(), self.text.len());
            self.mistake(end, Mistake::Unclosed(word), Some(open.span));
        } else {
            self.stray_tag(within, Some((word, open.span)));
        }
        self.reset(start);
        None
    }

    /// Notes what is wrong with the tag here as a whole, if no part of it was: it may not stand here, or nobody knows it.
    fn stray_tag(&mut self, within: Within, open: Option<(&'static str, Span)>) {
        let Some(word) = self.tag_word() else { return };
        let start = self.at() + (word.as_ptr() as usize - self.rest().as_ptr() as usize);
        let span = Span::new(start, start + word.len());
        let related = open.map(|(_, span)| span);
        let known = TAGS.iter().find(|known| **known == word);
        let mistake = match known {
            None if word.is_empty() => {
                self.expected_at(start, Expected::Tag);
                return;
            }
            None => Mistake::UnknownTag,
            Some(&end) if end.starts_with("end") || end == "else" || end == "elif" => match open {
                Some((word, _)) => Mistake::WrongEnd { open: word },
                None => Mistake::EndWithoutStart,
            },
            Some(&("extends" | "import")) => Mistake::NotAtStart,
            Some(&"macro") if within != Within::Template => Mistake::MacroInside,
            Some(&("break" | "continue")) if within != Within::Loop => Mistake::OutsideLoop,
            Some(&"block") if matches!(within, Within::Loop | Within::Macro) => Mistake::BlockInside,
            Some(_) => return,
        };
        self.mistake(span, mistake, related);
    }
}

impl Cursor<'_> {
    /// A literal, as the default of a parameter.
    fn literal_value(&mut self) -> Option<Expr> {
        match self.rest().bytes().next() {
            Some(b'"' | b'\'' | b'`') => self.string().map(|span| Expr::plain(ExprKind::String(span), span)),
            Some(b'-' | b'0'..=b'9') => self.number_value(),
            _ => self.truth(),
        }
    }
}
