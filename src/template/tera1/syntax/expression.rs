//! Expressions: what stands in `{{ … }}`, conditions, assignments and arguments.
//!
//! From loose to tight: `or`, `and`, `not`, comparison or `in`, arithmetic, filters, arithmetic without filters. Filters
//! bind looser than the arithmetic before them: `a + b | f` filters the sum.

use super::cursor::{Cursor, TokenKind};
use super::mistake::{Expected, Mistake};
use super::tree::{Argument, Call, Expr, ExprKind, In, Logic, MacroCall, Math, Operator, Span, Test};

const COMPARISONS: [(&str, Logic); 6] = [
    ("<=", Logic::Lte),
    (">=", Logic::Gte),
    (">", Logic::Gt),
    ("<", Logic::Lt),
    ("==", Logic::Eq),
    ("!=", Logic::NotEq),
];

const ARITHMETIC: [(&str, Math); 5] =
    [("+", Math::Add), ("-", Math::Sub), ("*", Math::Mul), ("/", Math::Div), ("%", Math::Mod)];

/// The words of truth values.
const TRUTHS: [(&str, bool); 4] = [("true", true), ("false", false), ("True", true), ("False", false)];

impl Cursor<'_> {
    /// What can be shown, assigned or passed: an expression, or an array with filters.
    pub fn value(&mut self) -> Option<Expr> {
        if self.rest().starts_with('[') { self.filtered_array() } else { self.logic() }
    }

    /// Values joined by `and` and `or`.
    pub fn logic(&mut self) -> Option<Expr> {
        let first = self.logic_value()?;
        let mut further = Vec::new();
        loop {
            let place = self.place();
            self.blanks();
            let operator = match self.word_operator("or") {
                Some(_) => Some(Logic::Or),
                None => self.word_operator("and").map(|_| Logic::And),
            };
            let next = operator.and_then(|operator| {
                self.blanks();
                Some((operator, self.logic_value()?))
            });
            match next {
                Some(next) if self.is_short(further.len()) => further.push(next),
                _ => {
                    self.reset(place);
                    return Some(fold(first, further, |operator| usize::from(operator == Logic::And), ExprKind::Logic));
                }
            }
        }
    }

    /// A comparison, perhaps negated, or anything in brackets.
    fn logic_value(&mut self) -> Option<Expr> {
        self.nested(|cursor| {
            let place = cursor.place();
            let negated = cursor.word_operator("not");
            cursor.blanks();
            if let Some(mut found) = cursor.comparison() {
                if let Some(negated) = negated {
                    found.negated = Some(negated);
                    found.span = negated.to(found.span);
                }
                return Some(found);
            }
            cursor.reset(place);
            let open = cursor.mark("(")?;
            cursor.blanks();
            let inner = cursor.logic();
            cursor.blanks();
            let close = inner.as_ref().and_then(|_| cursor.mark(")"));
            match (inner, close) {
                (Some(mut inner), Some(close)) => {
                    // The reference forgets a `not` that is all its brackets begin with: `(not a)` means `a`.
                    inner.negated = None;
                    inner.span = open.to(close);
                    Some(inner)
                }
                _ => {
                    cursor.reset(place);
                    None
                }
            }
        })
    }

    /// A value, compared or looked for if an operator follows.
    fn comparison(&mut self) -> Option<Expr> {
        let (left, text) = self.operand()?;
        let place = self.place();
        if let Some((negated, container)) = self.container() {
            let span = left.span.to(container.span);
            return Some(Expr::plain(ExprKind::In(Box::new(In { needle: left, negated, container })), span));
        }
        self.reset(place);
        let left = if text { left } else { self.sum_of_filtered(left) };
        let place = self.place();
        self.blanks();
        let operator = COMPARISONS.iter().find(|(mark, _)| self.rest().starts_with(mark));
        let Some((mark, operator)) = operator else {
            self.expected(Expected::Comparison);
            self.reset(place);
            return Some(left);
        };
        self.take(mark.len(), TokenKind::Mark);
        self.blanks();
        let right = self.operand().map(|(right, text)| if text { right } else { self.sum_of_filtered(right) });
        match right {
            Some(right) => {
                let span = left.span.to(right.span);
                let (left, right) = (Box::new(left), Box::new(right));
                Some(Expr::plain(ExprKind::Logic(Operator { operator: *operator, left, right }), span))
            }
            None => {
                self.reset(place);
                Some(left)
            }
        }
    }

    /// `in` or `not in` with what follows.
    fn container(&mut self) -> Option<(Option<Span>, Expr)> {
        self.blanks();
        let negated = self.word_operator("not");
        self.blanks();
        self.literal("in", TokenKind::Keyword)?;
        self.blanks();
        if self.rest().starts_with('[') {
            return Some((negated, self.filtered_array()?));
        }
        let place = self.place();
        if let Some(text) = self.text_operand() {
            return Some((negated, text));
        }
        self.reset(place);
        let path = self.path()?;
        Some((negated, Expr::plain(ExprKind::Path(path), path)))
    }

    /// Arithmetic between values that have filters: goes on after the first one.
    fn sum_of_filtered(&mut self, first: Expr) -> Expr {
        let mut further = Vec::new();
        loop {
            let place = self.place();
            match self.arithmetic_operator().and_then(|operator| Some((operator, self.filtered(None)?))) {
                Some(next) if self.is_short(further.len()) => further.push(next),
                _ => {
                    self.reset(place);
                    return fold(first, further, tightness, ExprKind::Math);
                }
            }
        }
    }

    /// A string, a concatenation or arithmetic, with filters; whether it is one of the first two.
    fn operand(&mut self) -> Option<(Expr, bool)> {
        let place = self.place();
        // What begins a concatenation and is followed by none is not read twice: calls in calls would take exponential
        // time.
        match self.concatenated().map(|first| self.concatenation(first)) {
            Some(Ok(all)) => Some((all, true)),
            Some(Err(first)) if matches!(first.kind, ExprKind::String(_)) => Some((self.with_filters(first), true)),
            Some(Err(first)) if matches!(first.kind, ExprKind::Call(_)) && !self.begins_with_truth(first.span) => {
                Some((self.filtered(Some(first))?, false))
            }
            _ => {
                self.reset(place);
                Some((self.filtered(None)?, false))
            }
        }
    }

    /// A string or a concatenation, with filters.
    fn text_operand(&mut self) -> Option<Expr> {
        let first = self.concatenated()?;
        match self.concatenation(first) {
            Ok(all) => Some(all),
            Err(first) => matches!(first.kind, ExprKind::String(_)).then(|| self.with_filters(first)),
        }
    }

    /// What can be part of a concatenation.
    fn concatenated(&mut self) -> Option<Expr> {
        match self.rest().bytes().next() {
            Some(b'"' | b'\'' | b'`') => self.string().map(|span| Expr::plain(ExprKind::String(span), span)),
            Some(b'-' | b'0'..=b'9') => self.number_value(),
            _ => match self.call() {
                Some(call) => {
                    let span = call.span;
                    Some(Expr::plain(ExprKind::Call(call), span))
                }
                None => self.path().map(|span| Expr::plain(ExprKind::Path(span), span)),
            },
        }
    }

    /// `first` with what is concatenated to it and filters over all; `first` back if nothing is.
    fn concatenation(&mut self, first: Expr) -> Result<Expr, Expr> {
        let mut span = first.span;
        let mut parts = vec![first];
        loop {
            let place = self.place();
            self.blanks();
            let next = self.mark("~").and_then(|_| {
                self.blanks();
                self.concatenated()
            });
            match next {
                Some(next) => {
                    span = span.to(next.span);
                    parts.push(next);
                }
                None => {
                    self.reset(place);
                    break;
                }
            }
        }
        if parts.len() == 1
            && let Some(first) = parts.pop()
        {
            return Err(first);
        }
        Ok(self.with_filters(Expr::plain(ExprKind::Concat(parts), span)))
    }

    /// Arithmetic with filters over its result.
    pub fn filtered(&mut self, first: Option<Expr>) -> Option<Expr> {
        let value = self.sum(first)?;
        Some(self.with_filters(value))
    }

    /// An array with filters.
    pub fn filtered_array(&mut self) -> Option<Expr> {
        self.nested(|cursor| {
            let place = cursor.place();
            let open = cursor.mark("[")?;
            let mut elements = Vec::new();
            loop {
                cursor.blanks();
                match cursor.logic_value() {
                    Some(element) => elements.push(element),
                    None => break,
                }
                cursor.blanks();
                if cursor.mark(",").is_none() {
                    break;
                }
            }
            cursor.blanks();
            match cursor.mark("]") {
                Some(close) => Some(cursor.with_filters(Expr::plain(ExprKind::Array(elements), open.to(close)))),
                None => {
                    cursor.reset(place);
                    None
                }
            }
        })
    }

    fn with_filters(&mut self, mut value: Expr) -> Expr {
        loop {
            let place = self.place();
            self.blanks();
            let call = self.mark("|").and_then(|_| {
                self.blanks();
                self.filter_call()
            });
            match call {
                Some(call) if self.is_short(value.filters.len()) => {
                    value.span = value.span.to(call.span);
                    value.filters.push(call);
                }
                _ => {
                    self.reset(place);
                    return value;
                }
            }
        }
    }

    /// A filter: a name, perhaps with arguments.
    pub fn filter_call(&mut self) -> Option<Call> {
        if let Some(call) = self.call() {
            return Some(call);
        }
        match self.name_length() {
            0 => {
                self.expected(Expected::Filter);
                None
            }
            _ => self.name().map(|name| Call { name, arguments: Vec::new(), span: name }),
        }
    }

    /// Arithmetic without filters.
    fn sum(&mut self, first: Option<Expr>) -> Option<Expr> {
        let first = match first {
            Some(first) => first,
            None => self.term()?,
        };
        let mut further = Vec::new();
        loop {
            let place = self.place();
            match self.arithmetic_operator().and_then(|operator| Some((operator, self.term()?))) {
                Some(next) if self.is_short(further.len()) => further.push(next),
                _ => {
                    self.reset(place);
                    return Some(fold(first, further, tightness, ExprKind::Math));
                }
            }
        }
    }

    /// An operator of arithmetic with the blanks around it.
    fn arithmetic_operator(&mut self) -> Option<Math> {
        self.blanks();
        let found = ARITHMETIC.iter().find(|(mark, _)| self.rest().starts_with(mark));
        let Some((mark, operator)) = found else {
            self.expected(Expected::Arithmetic);
            return None;
        };
        self.take(mark.len(), TokenKind::Mark);
        self.blanks();
        Some(*operator)
    }

    /// A single value, or arithmetic in brackets.
    fn term(&mut self) -> Option<Expr> {
        if !self.rest().starts_with('(') {
            return self.single();
        }
        self.nested(|cursor| {
            let place = cursor.place();
            let open = cursor.mark("(")?;
            cursor.blanks();
            let inner = cursor.sum(None);
            cursor.blanks();
            let close = inner.as_ref().and_then(|_| cursor.mark(")"));
            match (inner, close) {
                (Some(mut inner), Some(close)) => {
                    inner.span = open.to(close);
                    Some(inner)
                }
                _ => {
                    cursor.reset(place);
                    None
                }
            }
        })
    }

    fn single(&mut self) -> Option<Expr> {
        let start = self.at();
        if let Some(truth) = self.truth() {
            return Some(truth);
        }
        if matches!(self.rest().bytes().next(), Some(b'-' | b'0'..=b'9')) {
            return self.number_value();
        }
        if let Some(test) = self.test() {
            let span = Span::new(start, self.at());
            return Some(Expr::plain(ExprKind::Test(Box::new(test)), span));
        }
        if let Some(call) = self.macro_call() {
            let span = Span::new(start, self.at());
            return Some(Expr::plain(ExprKind::MacroCall(call), span));
        }
        if let Some(call) = self.call() {
            let span = call.span;
            return Some(Expr::plain(ExprKind::Call(call), span));
        }
        self.path().map(|span| Expr::plain(ExprKind::Path(span), span))
    }

    /// A truth value. Its word is recognised at the start of a longer name, too, which then cannot go on.
    pub fn truth(&mut self) -> Option<Expr> {
        let (word, truth) = TRUTHS.iter().find(|(word, _)| self.rest().starts_with(word))?;
        if self.name_length() > word.len() {
            let name = Span::new(self.at(), self.at() + self.name_length());
            self.mistake(Span::new(self.at() + word.len(), name.end as usize), Mistake::TruthInName, Some(name));
        }
        let span = self.take(word.len(), TokenKind::Keyword);
        Some(Expr::plain(ExprKind::Bool(*truth), span))
    }

    /// Whether the name at `span` begins with the word of a truth value.
    fn begins_with_truth(&self, span: Span) -> bool {
        TRUTHS.iter().any(|(word, _)| span.of(self.text).starts_with(word))
    }

    pub fn number_value(&mut self) -> Option<Expr> {
        let (span, point) = self.number()?;
        let text = span.of(self.text);
        let kind = match (point, text.parse::<i64>(), text.parse::<f64>()) {
            (false, Ok(number), _) => ExprKind::Int(number),
            (true, _, Ok(number)) if number.is_finite() => ExprKind::Float(number),
            _ => {
                self.fatal(span, Mistake::NumberTooBig);
                ExprKind::Int(0)
            }
        };
        Some(Expr::plain(kind, span))
    }

    /// `path is name`, `path is not name(arguments)`.
    fn test(&mut self) -> Option<Test> {
        let start = self.place();
        let path = self.path()?;
        self.blanks();
        if self.literal("is", TokenKind::Keyword).is_none() {
            self.reset(start);
            return None;
        }
        self.blanks();
        let after_is = self.place();
        if let Some(negated) = self.literal("not", TokenKind::Keyword) {
            self.blanks();
            if let Some((name, arguments)) = self.test_call() {
                return Some(Test { path, negated: Some(negated), name, arguments });
            }
            self.reset(after_is);
        }
        match self.test_call() {
            Some((name, arguments)) => Some(Test { path, negated: None, name, arguments }),
            None => {
                self.reset(start);
                None
            }
        }
    }

    fn test_call(&mut self) -> Option<(Span, Vec<Expr>)> {
        if self.name_length() == 0 {
            self.expected(Expected::Test);
            return None;
        }
        let name = self.name()?;
        let place = self.place();
        self.blanks();
        if self.mark("(").is_none() {
            self.reset(place);
            return Some((name, Vec::new()));
        }
        let mut arguments = Vec::new();
        loop {
            self.blanks();
            match self.nested(Cursor::value) {
                Some(argument) => arguments.push(argument),
                None => break,
            }
            self.blanks();
            if self.mark(",").is_some() {
                continue;
            }
            if self.mark(")").is_some() {
                return Some((name, arguments));
            }
            break;
        }
        self.reset(place);
        Some((name, Vec::new()))
    }

    /// `namespace::name(arguments)`.
    fn macro_call(&mut self) -> Option<MacroCall> {
        let place = self.place();
        let called = self.name().and_then(|namespace| {
            self.blanks();
            self.mark("::")?;
            self.blanks();
            let name = self.name()?;
            self.blanks();
            let arguments = self.arguments()?;
            Some(MacroCall { namespace, name, arguments })
        });
        if called.is_none() {
            self.reset(place);
        }
        called
    }

    /// `name(arguments)`.
    pub fn call(&mut self) -> Option<Call> {
        let place = self.place();
        let start = self.at();
        if self.name_length() == 0 || self.failed_calls.contains(&start) {
            return None;
        }
        let called = self.name().and_then(|name| {
            self.blanks();
            let arguments = self.arguments()?;
            Some(Call { name, arguments, span: Span::new(start, self.at()) })
        });
        if called.is_none() {
            self.failed_calls.insert(start);
            self.reset(place);
        }
        called
    }

    /// Arguments by name, in brackets; a comma may follow the last.
    fn arguments(&mut self) -> Option<Vec<Argument>> {
        self.mark("(")?;
        let mut arguments = Vec::new();
        loop {
            self.blanks();
            let place = self.place();
            match self.argument() {
                Some(argument) => arguments.push(argument),
                None => {
                    self.reset(place);
                    break;
                }
            }
            self.blanks();
            if self.mark(",").is_none() {
                break;
            }
        }
        self.blanks();
        self.mark(")")?;
        Some(arguments)
    }

    fn argument(&mut self) -> Option<Argument> {
        if self.name_length() == 0 {
            self.expected(Expected::Argument);
            return None;
        }
        let name = self.name()?;
        self.blanks();
        self.mark("=")?;
        self.blanks();
        let value = self.nested(Cursor::value)?;
        Some(Argument { name, value })
    }
}

fn tightness(operator: Math) -> usize {
    usize::from(matches!(operator, Math::Mul | Math::Div | Math::Mod))
}

/// Makes a tree of operands in a row: tight operators first, those alike from the left.
fn fold<O: Copy>(
    first: Expr,
    further: Vec<(O, Expr)>,
    tight: impl Fn(O) -> usize,
    kind: impl Fn(Operator<O>) -> ExprKind,
) -> Expr {
    let join = |left: Expr, operator: O, right: Expr| {
        let span = left.span.to(right.span);
        Expr::plain(kind(Operator { operator, left: Box::new(left), right: Box::new(right) }), span)
    };
    // The operand read last, and the loose operator with its left side that waits for it.
    let mut waiting: Option<(Expr, O)> = None;
    let mut last = first;
    for (operator, operand) in further {
        if tight(operator) == 1 {
            last = join(last, operator, operand);
            continue;
        }
        let left = match waiting.take() {
            Some((left, loose)) => join(left, loose, last),
            None => last,
        };
        waiting = Some((left, operator));
        last = operand;
    }
    match waiting {
        Some((left, loose)) => join(left, loose, last),
        None => last,
    }
}
