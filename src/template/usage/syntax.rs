//! The tree of a template, with only so much of it as the analysis asks for.

/// An expression.
#[derive(Debug)]
pub enum Expression {
    /// A number, a truth value, null.
    Scalar,
    /// A string.
    Text(Box<str>),
    /// A variable.
    Variable(Box<str>),
    /// `of.name`
    Field(Box<Expression>, Box<str>),
    /// `of[index]`
    Index(Box<Expression>, Box<Expression>),
    /// `of[start:end:step]`: the bounds that are given.
    Slice(Box<Expression>, Vec<Expression>),
    /// `of | filter`
    Filter(Box<Expression>, Call),
    /// `of is test`
    Test(Box<Expression>, Call),
    /// `function()`
    Function(Call),
    /// `<component />`, or with a body.
    Component(Box<ComponentCall>),
    /// `then if condition else otherwise`
    Choice { condition: Box<Expression>, then: Box<Expression>, otherwise: Box<Expression> },
    /// `and`, `or`: either operand comes out.
    Either(Box<Expression>, Box<Expression>),
    /// `not`
    Not(Box<Expression>),
    /// `==`, `!=`, `in`
    Compare(Box<Expression>, Box<Expression>),
    /// Other operators: they look at all of their operands.
    Operation(Vec<Expression>),
    /// `[a, ...b]`
    List(Vec<Item>),
    /// `{"a": b, ...c}`
    Map(Vec<Item>),
    /// `[item for names in of if condition]`
    Comprehension { item: Box<Expression>, names: Names, of: Box<Expression>, condition: Option<Box<Expression>> },
}

impl Expression {
    /// A literal that is neither a list nor a map: equal to a document never, whatever the document holds.
    pub fn is_scalar(&self) -> bool {
        matches!(self, Expression::Scalar | Expression::Text(_))
    }

    /// Whether the value cannot be undefined.
    pub fn is_surely_defined(&self) -> bool {
        match self {
            Expression::Variable(_) | Expression::Field(..) | Expression::Index(..) | Expression::Slice(..) => false,
            Expression::Filter(_, call) => {
                matches!(
                    &*call.name,
                    "date" | "int" | "join" | "length" | "replace" | "safe" | "split" | "str" | "trim"
                )
            }
            Expression::Function(_) => false,
            Expression::Choice { then, otherwise, .. } => then.is_surely_defined() && otherwise.is_surely_defined(),
            Expression::Either(left, right) => left.is_surely_defined() && right.is_surely_defined(),
            _ => true,
        }
    }
}

/// An entry of a literal list or map.
#[derive(Debug)]
pub struct Item {
    /// Whether the value's own entries are meant (`...value`).
    pub spread: bool,
    /// In a map, its key, if that is a string.
    pub key: Option<Box<str>>,
    /// The value.
    pub value: Expression,
}

/// The names a loop binds.
#[derive(Debug)]
pub struct Names {
    /// That of the key, if it binds keys.
    pub key: Option<Box<str>>,
    /// That of the value.
    pub value: Box<str>,
}

impl Names {
    /// Whether the name is one of them.
    pub fn bind(&self, name: &str) -> bool {
        *self.value == *name || self.key.as_deref() == Some(name)
    }
}

/// A call of a filter, test or function.
#[derive(Debug)]
pub struct Call {
    /// What is called.
    pub name: Box<str>,
    /// Arguments by name.
    pub arguments: Vec<(Box<str>, Expression)>,
}

impl Call {
    /// The argument of that name.
    pub fn argument(&self, name: &str) -> Option<&Expression> {
        self.arguments.iter().find(|(given, _)| **given == *name).map(|(_, value)| value)
    }

    /// The argument of that name, if it is a literal string.
    pub fn literal(&self, name: &str) -> Option<&str> {
        match self.argument(name)? {
            Expression::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A call of a component.
#[derive(Debug)]
pub struct ComponentCall {
    /// The component, its name's parts joined by points.
    pub name: Box<str>,
    /// Arguments by name.
    pub arguments: Vec<(Box<str>, Expression)>,
    /// Maps whose entries are arguments.
    pub spreads: Vec<Expression>,
    /// What stands between its tags.
    pub body: Vec<Node>,
}

/// A piece of a template.
#[derive(Debug)]
pub enum Node {
    /// `{{ expression }}`
    Output(Expression),
    /// `{% set name = value %}`
    Set(Box<str>, Expression),
    /// `{% set name | filters %}body{% endset %}`
    Capture { name: Box<str>, filters: Vec<Call>, body: Vec<Node> },
    /// `{% filter filters %}body{% endfilter %}`
    Filtered { filters: Vec<Call>, body: Vec<Node> },
    /// `{% include "name" %}`
    Include(Box<str>),
    /// Where a block stands; what it holds is in [`File::blocks`].
    Block(Box<str>),
    /// `{% if condition %}then{% else %}otherwise{% endif %}`
    If { condition: Expression, then: Vec<Node>, otherwise: Vec<Node> },
    /// `{% for names in of %}body{% else %}otherwise{% endfor %}`
    For {
        names: Names,
        of: Expression,
        body: Vec<Node>,
        otherwise: Vec<Node>,
        /// Whether code outside the body may see its variables: it includes a file or calls the parent's block.
        leaks: bool,
    },
}

/// A block.
#[derive(Debug)]
pub struct Block {
    /// Its name.
    pub name: Box<str>,
    /// What it holds.
    pub body: Vec<Node>,
    /// Whether it shows its parent's block too.
    pub calls_super: bool,
}

/// A component.
#[derive(Debug)]
pub struct Component {
    /// Its name, its parts joined by points.
    pub name: Box<str>,
    /// Its parameters, and whether they are taken from the caller's variables where they are not given.
    pub parameters: Vec<(Box<str>, bool)>,
    /// The parameter that takes all other arguments.
    pub rest: Option<Box<str>>,
    /// What it shows.
    pub body: Vec<Node>,
    /// Whether its body includes files, which see its parameters.
    pub leaks: bool,
}

/// A template file.
#[derive(Debug, Default)]
pub struct File {
    /// The template it extends.
    pub parent: Option<Box<str>>,
    /// What stands outside blocks and components; never shown where there is a parent.
    pub nodes: Vec<Node>,
    /// Its blocks, nested ones too.
    pub blocks: Vec<Block>,
    /// The components it defines.
    pub components: Vec<Component>,
    /// Every name it binds by a set, a loop or a parameter, and whether the value may be undefined.
    pub bound: Vec<(Box<str>, bool)>,
}

impl File {
    /// The block of that name.
    pub fn block(&self, name: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| *block.name == *name)
    }
}
