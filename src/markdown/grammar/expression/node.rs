//! The tree of a regular expression.

use super::class::Class;

/// A part of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// One character of a set.
    Class(Class),
    /// This character, which is not in ASCII.
    Char(char),
    /// A place.
    Place(Place),
    /// What must, or must not, follow.
    Ahead {
        /// Whether it must not.
        not: bool,
        /// What.
        node: Box<Node>,
    },
    /// What must, or must not, stand before.
    Behind {
        /// Whether it must not.
        not: bool,
        /// What.
        node: Box<Node>,
    },
    /// A group that keeps the first way it was matched.
    Atomic(Box<Node>),
    /// One after the other; nothing if there is none.
    Sequence(Vec<Node>),
    /// The first that leads to a match.
    Choice(Vec<Node>),
    /// The same again.
    Repeat {
        /// What.
        node: Box<Node>,
        /// The least number of times.
        least: u32,
        /// The greatest number, if there is one.
        most: Option<u32>,
        /// Which number is tried first.
        greed: Greed,
    },
    /// What only Oniguruma knows: a reference to a group, a call of one.
    Opaque,
}

/// A place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// `^`.
    LineStart,
    /// `$`.
    LineEnd,
    /// `\A`.
    TextStart,
    /// `\z`.
    TextEnd,
    /// `\Z`: the end, or before the newline that ends the text.
    LastLineEnd,
    /// `\b`.
    WordEdge,
    /// `\B`.
    NoWordEdge,
}

/// How often a repetition is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Greed {
    /// As often as possible, then less.
    Greedy,
    /// As seldom as possible, then more.
    Lazy,
    /// As often as possible, and not less.
    Possessive,
}

impl Node {
    /// Whether it can match without taking a character. True if that is not known.
    pub fn can_be_empty(&self) -> bool {
        match self {
            Node::Class(_) | Node::Char(_) => false,
            Node::Place(_) | Node::Ahead { .. } | Node::Behind { .. } | Node::Opaque => true,
            Node::Atomic(node) => node.can_be_empty(),
            Node::Sequence(nodes) => nodes.iter().all(Node::can_be_empty),
            Node::Choice(nodes) => nodes.iter().any(Node::can_be_empty),
            Node::Repeat { node, least, .. } => *least == 0 || node.can_be_empty(),
        }
    }

    /// The number of characters it takes, if that is always the same.
    pub fn width(&self) -> Option<u32> {
        match self {
            Node::Class(_) | Node::Char(_) => Some(1),
            Node::Place(_) | Node::Ahead { .. } | Node::Behind { .. } => Some(0),
            Node::Opaque => None,
            Node::Atomic(node) => node.width(),
            Node::Sequence(nodes) => nodes.iter().try_fold(0u32, |sum, node| sum.checked_add(node.width()?)),
            Node::Choice(nodes) => {
                let first = nodes.first()?.width()?;
                nodes.iter().all(|node| node.width() == Some(first)).then_some(first)
            }
            Node::Repeat { node, least, most, .. } => {
                if *most == Some(*least) {
                    node.width()?.checked_mul(*least)
                } else {
                    None
                }
            }
        }
    }
}
