//! Reading a template's statements into its tree. What this grammar does not know makes the whole file strange.

use super::lexer::{Strange, Token, tokens, unescape};
use super::syntax::{Block, Call, Component, Expression, File, Names, Node};

/// How deep statements and expressions may nest together; far beyond what Tera allows.
const MOST_DEPTH: usize = 120;

/// How many operators, filters and fields may follow one another in a tag: each lies in the next one.
const MOST_LINKS: usize = 500;

/// Reads a template.
pub fn parse(text: &str) -> Result<File, Strange> {
    let tokens = tokens(text)?;
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        depth: 0,
        links: 0,
        loops: 0,
        leaks: false,
        calls_super: false,
        calls: 0,
        file: File::default(),
    };
    let nodes = parser.nodes(&[])?;
    parser.file.nodes = nodes;
    Ok(parser.file)
}

/// A reader of tokens.
pub struct Parser<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    depth: usize,
    /// How many operators, filters and fields were read since the last tag began.
    links: usize,
    /// How many `for` bodies surround this place.
    pub loops: usize,
    /// Whether an include or a call of the parent's block was met.
    leaks: bool,
    /// Whether a call of the parent's block was met.
    calls_super: bool,
    /// How many were met.
    calls: usize,
    file: File,
}

impl<'a> Parser<'a> {
    /// The token that comes next.
    pub fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at).copied()
    }

    /// The token after that.
    pub fn peek_second(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at + 1).copied()
    }

    /// Takes the next token.
    pub fn next(&mut self) -> Result<Token<'a>, Strange> {
        let token = self.peek().ok_or(Strange)?;
        self.at += 1;
        Ok(token)
    }

    /// Takes the next token if it is `token`.
    pub fn take(&mut self, token: Token) -> bool {
        let taken = self.peek() == Some(token);
        self.at += usize::from(taken);
        taken
    }

    /// Takes `token`, which must come next.
    pub fn expect(&mut self, token: Token) -> Result<(), Strange> {
        if self.take(token) { Ok(()) } else { Err(Strange) }
    }

    /// Takes the sign, which must come next.
    pub fn expect_sign(&mut self, sign: &'static str) -> Result<(), Strange> {
        self.expect(Token::Sign(sign))
    }

    /// Takes a name.
    pub fn word(&mut self) -> Result<&'a str, Strange> {
        match self.next()? {
            Token::Word(word) => Ok(word),
            _ => Err(Strange),
        }
    }

    /// Takes a literal string.
    fn text(&mut self) -> Result<Box<str>, Strange> {
        match self.next()? {
            Token::Text(text) => Ok(unescape(text)),
            _ => Err(Strange),
        }
    }

    /// Takes a component's name.
    pub fn component_name(&mut self) -> Result<Box<str>, Strange> {
        let mut name = self.word()?.to_owned();
        while self.take(Token::Sign(".")) {
            name.push('.');
            name.push_str(self.word()?);
        }
        Ok(name.into())
    }

    /// Counts an operator, filter or field.
    pub fn link(&mut self) -> Result<(), Strange> {
        self.links += 1;
        if self.links > MOST_LINKS { Err(Strange) } else { Ok(()) }
    }

    /// Takes the last one back: it was none.
    pub fn no_link(&mut self) {
        self.links -= 1;
    }

    /// Goes one level deeper, for the time of `read`.
    pub fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Strange>) -> Result<T, Strange> {
        self.depth += 1;
        let found = if self.depth > MOST_DEPTH { Err(Strange) } else { read(self) };
        self.depth -= 1;
        found
    }

    /// Notes a call of a function.
    pub fn called(&mut self, function: &str) {
        if function == "super" {
            self.leaks = true;
            self.calls_super = true;
            self.calls += 1;
        }
    }

    /// How many calls of the parent's block were noted.
    pub fn calls(&self) -> usize {
        self.calls
    }

    /// The nodes up to a tag that begins with one of `ends`; that tag's `{%` is taken, its word not. Without `ends`, up
    /// to the end of the file.
    pub fn nodes(&mut self, ends: &[Token]) -> Result<Vec<Node>, Strange> {
        let mut nodes = Vec::new();
        while let Some(token) = self.peek() {
            self.at += 1;
            self.links = 0;
            if token == Token::OpenOutput {
                nodes.push(Node::Output(self.expression()?));
                self.expect(Token::CloseOutput)?;
                continue;
            }
            if token != Token::OpenTag {
                return Err(Strange);
            }
            if self.peek().is_some_and(|word| ends.contains(&word)) {
                return Ok(nodes);
            }
            // What stands outside the blocks of a child is blanked before it is compiled, blocks in it too.
            let outside = self.depth == 0 && self.file.parent.is_some() && self.peek() != Some(Token::Word("block"));
            let blocks = self.file.blocks.len();
            let node = self.deeper(|parser| parser.tag())?;
            if outside {
                self.file.blocks.truncate(blocks);
            }
            nodes.extend(node);
            self.expect(Token::CloseTag)?;
        }
        if ends.is_empty() { Ok(nodes) } else { Err(Strange) }
    }

    /// A tag and what belongs to it, up to before the last `%}`.
    fn tag(&mut self) -> Result<Option<Node>, Strange> {
        let word = match self.next()? {
            Token::Sign("<") => return self.component_with_body().map(Node::Output).map(Some),
            Token::Word(word) => word,
            _ => return Err(Strange),
        };
        Ok(Some(match word {
            "set" | "set_global" => self.set()?,
            "include" => {
                self.leaks = true;
                Node::Include(self.text()?)
            }
            "if" => self.branch()?,
            "for" => self.repeat()?,
            "block" => self.block()?,
            "filter" => {
                let filters = self.filters()?;
                let body = self.nodes(&[Token::Word("endfilter")])?;
                self.at += 1;
                Node::Filtered { filters, body }
            }
            "extends" if self.file.parent.is_none() => {
                self.file.parent = Some(self.text()?);
                return Ok(None);
            }
            "component" => {
                self.component()?;
                return Ok(None);
            }
            "break" | "continue" => return Ok(None),
            _ => return Err(Strange),
        }))
    }

    fn set(&mut self) -> Result<Node, Strange> {
        let name: Box<str> = self.word()?.into();
        if self.take(Token::Sign("=")) {
            let value = self.expression()?;
            self.file.bound.push((name.clone(), !value.is_surely_defined()));
            return Ok(Node::Set(name, value));
        }
        let filters = if self.take(Token::Sign("|")) { self.filters()? } else { self.end_of_tag()? };
        let body = self.nodes(&[Token::Word("endset")])?;
        self.at += 1;
        // A filter could give anything.
        self.file.bound.push((name.clone(), !filters.is_empty()));
        Ok(Node::Capture { name, filters, body })
    }

    fn end_of_tag<T: Default>(&mut self) -> Result<T, Strange> {
        self.expect(Token::CloseTag)?;
        Ok(T::default())
    }

    /// Filters with `|` between them, and the end of the tag.
    fn filters(&mut self) -> Result<Vec<Call>, Strange> {
        let mut filters = vec![self.filter()?];
        while self.take(Token::Sign("|")) {
            filters.push(self.filter()?);
        }
        self.expect(Token::CloseTag)?;
        Ok(filters)
    }

    /// What follows `if` or `elif`, up to and with `endif`.
    fn branch(&mut self) -> Result<Node, Strange> {
        let condition = self.expression()?;
        self.expect(Token::CloseTag)?;
        let then = self.nodes(&["elif", "else", "endif"].map(Token::Word))?;
        let otherwise = match self.word()? {
            "elif" => vec![self.deeper(|parser| parser.branch())?],
            "else" => {
                self.expect(Token::CloseTag)?;
                let otherwise = self.nodes(&[Token::Word("endif")])?;
                self.at += 1;
                otherwise
            }
            _ => Vec::new(),
        };
        Ok(Node::If { condition, then, otherwise })
    }

    /// The names of a loop, up to and with `in`.
    pub fn names(&mut self) -> Result<Names, Strange> {
        let first: Box<str> = self.word()?.into();
        let names = match self.take(Token::Sign(",")) {
            true => Names { key: Some(first), value: self.word()?.into() },
            false => Names { key: None, value: first },
        };
        self.file.bound.extend(names.key.iter().chain([&names.value]).map(|name| (name.clone(), true)));
        self.expect(Token::Word("in"))?;
        Ok(names)
    }

    fn repeat(&mut self) -> Result<Node, Strange> {
        let names = self.names()?;
        let of = self.expression()?;
        self.expect(Token::CloseTag)?;
        let leaked = std::mem::replace(&mut self.leaks, false);
        self.loops += 1;
        let body = self.nodes(&["else", "endfor"].map(Token::Word))?;
        self.loops -= 1;
        let leaks = self.leaks;
        let mut otherwise = Vec::new();
        if self.word()? == "else" {
            self.expect(Token::CloseTag)?;
            otherwise = self.nodes(&[Token::Word("endfor")])?;
            self.at += 1;
        }
        self.leaks |= leaked;
        Ok(Node::For { names, of, body, otherwise, leaks })
    }

    fn block(&mut self) -> Result<Node, Strange> {
        let name: Box<str> = self.word()?.into();
        self.expect(Token::CloseTag)?;
        let outer = std::mem::replace(&mut self.calls_super, false);
        let body = self.nodes(&[Token::Word("endblock")])?;
        self.at += 1;
        if let Some(Token::Word(_)) = self.peek() {
            self.at += 1;
        }
        // What a nested block calls may count for the outer one: that errs on the safe side.
        self.file.blocks.push(Block { name: name.clone(), body, calls_super: self.calls_super });
        self.calls_super |= outer;
        Ok(Node::Block(name))
    }

    fn component(&mut self) -> Result<(), Strange> {
        let name = self.component_name()?;
        self.expect_sign("(")?;
        let mut parameters: Vec<(Box<str>, bool)> = Vec::new();
        let mut rest = None;
        while !self.take(Token::Sign(")")) {
            if !parameters.is_empty() {
                self.expect_sign(",")?;
                if self.take(Token::Sign(")")) {
                    break;
                }
            }
            if self.take(Token::Sign("...")) {
                rest = Some(self.word()?.into());
                self.expect_sign(")")?;
                break;
            }
            let implicit = self.take(Token::Sign("@"));
            parameters.push((self.word()?.into(), implicit));
            if self.take(Token::Sign(":")) {
                self.word()?;
            }
            if self.take(Token::Sign("=")) {
                self.literal()?;
            }
        }
        if self.peek() == Some(Token::Sign("{")) {
            self.literal()?;
        }
        self.expect(Token::CloseTag)?;
        let leaked = std::mem::replace(&mut self.leaks, false);
        let body = self.nodes(&[Token::Word("endcomponent")])?;
        self.at += 1;
        if let Some(Token::Word(_)) = self.peek() {
            self.component_name()?;
        }
        let leaks = std::mem::replace(&mut self.leaks, leaked);
        let names = parameters.iter().map(|(name, _)| name).chain(&rest);
        self.file.bound.extend(names.map(|name| (name.clone(), true)));
        self.file.components.push(Component { name, parameters, rest, body, leaks });
        Ok(())
    }

    /// A literal: nothing in it can name a variable.
    fn literal(&mut self) -> Result<(), Strange> {
        fn plain(expression: &Expression) -> bool {
            match expression {
                Expression::Scalar | Expression::Text(_) => true,
                Expression::List(items) | Expression::Map(items) => {
                    items.iter().all(|item| !item.spread && plain(&item.value))
                }
                _ => false,
            }
        }
        let value = self.operand()?;
        if plain(&value) { Ok(()) } else { Err(Strange) }
    }
}
