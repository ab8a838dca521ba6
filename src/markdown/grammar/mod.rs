//! Parses code by syntect's grammars: an own parser for what `syntect::parsing::ParseState` does, with the same outcome, which ends
//! on all code and is faster.
//!
//! - `expression`: regular expressions, by a matcher of our own where that is exact, else by Oniguruma
//! - `rule`, `set`: contexts and rules, made from syntect's set when they are first needed
//! - `room`, `search`: which rule matches next, and what is known of a line
//! - `state`, `scopes`, `parser`: open contexts, and the scopes they give
//! - `watch`: that a grammar does not go round

mod expression;
mod parser;
mod room;
mod rule;
mod scopes;
mod search;
mod set;
mod state;
#[cfg(test)]
mod tests;
mod watch;

pub use parser::Parser;
pub use set::Grammars;
