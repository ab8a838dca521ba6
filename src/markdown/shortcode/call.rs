//! What a content file says in shortcodes, with the place of everything.

use std::ops::Range;

use tera::Value;

/// A piece of a body. The pieces of a body lie side by side and cover it.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Text that stays as it is.
    Text(Range<usize>),
    /// A call that is only shown: the pieces of it that are printed, without the marks that escape it.
    Shown {
        /// All of it, marks included.
        span: Range<usize>,
        /// What is printed.
        printed: Vec<Range<usize>>,
    },
    /// A call.
    Call(Call),
}

/// A call of a shortcode.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// All of it, body and end included.
    pub span: Range<usize>,
    /// Its first tag.
    pub tag: Range<usize>,
    /// The shortcode's name.
    pub name: Range<usize>,
    /// The arguments in the order written.
    pub arguments: Vec<Argument>,
    /// What stands between `{% name() %}` and `{% end %}`; none for `{{ name() }}`.
    pub body: Option<Body>,
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Its name.
    pub name: Range<usize>,
    /// Its value.
    pub value: Literal,
    /// The bytes of the value.
    pub span: Range<usize>,
}

/// The value of an argument.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// A text, the bytes between its quotes. There are no escapes.
    Text(Range<usize>),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A list.
    List(Vec<Literal>),
}

/// The body of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// The bytes between the tags.
    pub span: Range<usize>,
    /// Its pieces.
    pub parts: Vec<Part>,
}

impl Literal {
    /// The value, `text` being what the call stands in.
    pub fn value(&self, text: &str) -> Value {
        match self {
            Literal::Text(span) => Value::from(&text[span.clone()]),
            Literal::Integer(number) => Value::from(*number),
            Literal::Float(number) => Value::from(*number),
            Literal::Boolean(flag) => Value::from(*flag),
            Literal::List(items) => Value::from(items.iter().map(|item| item.value(text)).collect::<Vec<Value>>()),
        }
    }
}
