//! Reading a template's expressions, by the binding powers of Tera 2.4's operators.

use super::lexer::{Strange, Token, unescape};
use super::parser::Parser;
use super::syntax::{Call, ComponentCall, Expression, Item};

/// The operand of `not`.
const NOT: u8 = 5;
/// The operand of a minus sign: tighter than every operator.
const MINUS: u8 = 20;
/// A ternary: looser than every operator. What stands in a comprehension's `in` and `if` binds tighter.
const TERNARY: u8 = 0;
const FILTER: u8 = 17;
const TEST: u8 = 5;

/// How tight an operator binds on its left and on its right.
fn power(token: Token) -> Option<(u8, u8)> {
    Some(match token {
        Token::Word("or") => (1, 2),
        Token::Word("and") => (3, 4),
        Token::Word("in" | "not") => (5, 6),
        Token::Sign("==" | "!=" | "<" | "<=" | ">" | ">=") => (7, 8),
        Token::Sign("+" | "-") => (11, 12),
        Token::Sign("*" | "/" | "%" | "~" | "//") => (13, 14),
        Token::Sign("**") => (16, 15),
        _ => return None,
    })
}

impl Parser<'_> {
    /// An expression.
    pub fn expression(&mut self) -> Result<Expression, Strange> {
        self.binding(TERNARY)
    }

    /// An expression of operators that bind at least as tight as `least`.
    fn binding(&mut self, least: u8) -> Result<Expression, Strange> {
        self.deeper(|parser| {
            let first = parser.operand()?;
            parser.operators(first, least)
        })
    }

    /// What follows the first operand of an expression.
    fn operators(&mut self, mut left: Expression, least: u8) -> Result<Expression, Strange> {
        while let Some(token) = self.peek() {
            self.link()?;
            match token {
                Token::Sign("[") => left = self.subscript(left)?,
                Token::Sign("|") if FILTER >= least => {
                    self.next()?;
                    left = Expression::Filter(Box::new(left), self.filter()?);
                }
                Token::Word("is") if TEST >= least => {
                    self.next()?;
                    self.take(Token::Word("not"));
                    left = Expression::Test(Box::new(left), self.filter()?);
                }
                Token::Word("if") if least == TERNARY => {
                    self.next()?;
                    let condition = Box::new(self.expression()?);
                    self.expect(Token::Word("else"))?;
                    let otherwise = Box::new(self.expression()?);
                    return Ok(Expression::Choice { condition, then: Box::new(left), otherwise });
                }
                _ => match power(token) {
                    Some((power, right)) if power >= least => left = self.operation(left, token, right)?,
                    _ => {
                        self.no_link();
                        break;
                    }
                },
            }
        }
        Ok(left)
    }

    fn operation(&mut self, left: Expression, token: Token, power: u8) -> Result<Expression, Strange> {
        self.next()?;
        if token == Token::Word("not") {
            self.expect(Token::Word("in"))?;
        }
        let right = self.binding(power)?;
        Ok(match token {
            Token::Word("or" | "and") => Expression::Either(Box::new(left), Box::new(right)),
            Token::Word(_) | Token::Sign("==" | "!=") => Expression::Compare(Box::new(left), Box::new(right)),
            _ => Expression::Operation(vec![left, right]),
        })
    }

    /// An operand: a literal, a variable with its fields, a call, something in brackets, a sign before an operand.
    pub fn operand(&mut self) -> Result<Expression, Strange> {
        Ok(match self.next()? {
            Token::Scalar | Token::Word("none" | "None" | "null") => Expression::Scalar,
            Token::Text(text) => Expression::Text(unescape(text)),
            Token::Word("not") => Expression::Not(Box::new(self.binding(NOT)?)),
            Token::Sign("-") => match self.binding(MINUS)? {
                Expression::Scalar => Expression::Scalar,
                value => Expression::Operation(vec![value]),
            },
            Token::Word(word) => self.named(word)?,
            Token::Sign("(") => {
                let inner = self.expression()?;
                self.expect_sign(")")?;
                inner
            }
            Token::Sign("[") => self.list()?,
            Token::Sign("{") => self.map()?,
            Token::Sign("<") => {
                let call = self.component_call()?;
                self.expect_sign("/")?;
                self.expect_sign(">")?;
                Expression::Component(Box::new(call))
            }
            _ => return Err(Strange),
        })
    }

    /// A function's call, or a variable with its fields.
    fn named(&mut self, name: &str) -> Result<Expression, Strange> {
        if self.peek() == Some(Token::Sign("(")) {
            self.called(name);
            return Ok(Expression::Function(Call { name: name.into(), arguments: self.arguments()? }));
        }
        let mut value = Expression::Variable(name.into());
        loop {
            self.link()?;
            match self.peek() {
                Some(Token::Sign("." | "?.")) => {
                    self.next()?;
                    let field = self.word()?;
                    // The counters of the innermost loop, whatever was read before the point.
                    value = match name == "loop" && self.loops > 0 {
                        true => Expression::Scalar,
                        false => Expression::Field(Box::new(value), field.into()),
                    };
                }
                Some(Token::Sign("[" | "?[")) => value = self.subscript(value)?,
                _ => {
                    self.no_link();
                    return Ok(value);
                }
            }
        }
    }

    /// `[index]` or `[start:end:step]`.
    fn subscript(&mut self, of: Expression) -> Result<Expression, Strange> {
        self.next()?;
        let of = Box::new(of);
        let mut bounds = Vec::new();
        let mut colons = 0;
        loop {
            match self.peek() {
                Some(Token::Sign(":")) => {
                    self.next()?;
                    colons += 1;
                }
                Some(Token::Sign("]")) => {
                    self.next()?;
                    break;
                }
                _ => bounds.push(self.expression()?),
            }
        }
        if colons > 0 {
            return Ok(Expression::Slice(of, bounds));
        }
        match (bounds.pop(), bounds.is_empty()) {
            (Some(index), true) => Ok(Expression::Index(of, Box::new(index))),
            _ => Err(Strange),
        }
    }

    /// A filter or test: its name and its arguments, if it has any.
    pub fn filter(&mut self) -> Result<Call, Strange> {
        let name = self.word()?.into();
        let given = self.peek() == Some(Token::Sign("("));
        let arguments = if given { self.arguments()? } else { Vec::new() };
        Ok(Call { name, arguments })
    }

    /// `(name=value, …)`
    fn arguments(&mut self) -> Result<Vec<(Box<str>, Expression)>, Strange> {
        self.expect_sign("(")?;
        let mut arguments = Vec::new();
        while !self.take(Token::Sign(")")) {
            let name = self.word()?.into();
            self.expect_sign("=")?;
            arguments.push((name, self.expression()?));
            if !self.take(Token::Sign(",")) {
                self.expect_sign(")")?;
                break;
            }
        }
        Ok(arguments)
    }

    /// A list or a comprehension, after its `[`.
    fn list(&mut self) -> Result<Expression, Strange> {
        let before = self.calls();
        let mut items: Vec<Item> = Vec::new();
        while !self.take(Token::Sign("]")) {
            let spread = self.take(Token::Sign("..."));
            let value = self.expression()?;
            if !spread && items.is_empty() && self.take(Token::Word("for")) {
                let found = self.comprehension(value);
                // The parent's block would see the comprehension's names.
                return if self.calls() == before { found } else { Err(Strange) };
            }
            items.push(Item { spread, key: None, value });
            if !self.take(Token::Sign(",")) {
                self.expect_sign("]")?;
                break;
            }
        }
        Ok(Expression::List(items))
    }

    fn comprehension(&mut self, item: Expression) -> Result<Expression, Strange> {
        let names = self.names()?;
        let of = Box::new(self.binding(TERNARY + 1)?);
        let condition = match self.take(Token::Word("if")) {
            true => Some(Box::new(self.binding(TERNARY + 1)?)),
            false => None,
        };
        self.expect_sign("]")?;
        Ok(Expression::Comprehension { item: Box::new(item), names, of, condition })
    }

    /// A map, after its `{`.
    fn map(&mut self) -> Result<Expression, Strange> {
        let mut items = Vec::new();
        while !self.take(Token::Sign("}")) {
            let spread = self.take(Token::Sign("..."));
            let mut key = None;
            if !spread {
                key = match self.next()? {
                    Token::Text(text) => Some(unescape(text)),
                    Token::Scalar => None,
                    _ => return Err(Strange),
                };
                self.expect_sign(":")?;
            }
            items.push(Item { spread, key, value: self.expression()? });
            if !self.take(Token::Sign(",")) {
                self.expect_sign("}")?;
                break;
            }
        }
        Ok(Expression::Map(items))
    }

    /// A component's name and arguments, after its `<`.
    fn component_call(&mut self) -> Result<ComponentCall, Strange> {
        let mut call = ComponentCall {
            name: self.component_name()?,
            arguments: Vec::new(),
            spreads: Vec::new(),
            body: Vec::new(),
        };
        loop {
            match self.peek() {
                Some(Token::Word(name)) => {
                    self.next()?;
                    let value = match self.take(Token::Sign("=")) {
                        false => Expression::Variable(name.into()),
                        true => match self.next()? {
                            Token::Text(text) => Expression::Text(unescape(text)),
                            Token::Sign("{") => {
                                let value = self.expression()?;
                                self.expect_sign("}")?;
                                value
                            }
                            _ => return Err(Strange),
                        },
                    };
                    call.arguments.push((name.into(), value));
                }
                Some(Token::Sign("{")) if self.peek_second() == Some(Token::Sign("...")) => {
                    self.next()?;
                    self.next()?;
                    call.spreads.push(self.expression()?);
                    self.expect_sign("}")?;
                }
                _ => return Ok(call),
            }
        }
    }

    /// A component with a body, after its `<`: up to and with the `>` of its end.
    pub fn component_with_body(&mut self) -> Result<Expression, Strange> {
        let mut call = self.component_call()?;
        self.expect_sign(">")?;
        self.expect(Token::CloseTag)?;
        call.body = self.nodes(&[Token::Sign("</")])?;
        self.next()?;
        self.component_name()?;
        self.expect_sign(">")?;
        Ok(Expression::Component(Box::new(call)))
    }
}
