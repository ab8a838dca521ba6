//! The Tera 1 language as written: text to tokens that cover every byte, and to a tree with the place of each part.
//!
//! The grammar is frozen with tera 1.20; <https://keats.github.io/tera/docs/> describes it. What the documentation leaves
//! open (where blanks may stand, what an operator's name may touch) is as that version has it, oddities included: a
//! template that built keeps building, and one that did not is told.

pub mod code;
mod cursor;
mod document;
mod expression;
mod mistake;
mod tag;
mod tree;

pub use cursor::{Token, TokenKind};
pub use document::parse;
pub use mistake::{Expected, Mistake, Problem, TAGS};
pub use tree::*;
