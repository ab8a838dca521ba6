//! Making: the values templates see, what they can call, and every target's bytes.

mod choice;
mod code;
mod environment;
mod feed;
mod filter;
mod function;
mod kept;
mod outputs;
mod pass;
mod record;
mod scan;
mod search_index;
mod sitemap;
mod target;
pub mod trace;
mod view;

pub use code::CODES;
pub use environment::{Environment, Renderer};
pub use record::{Record, note, recording};
pub use search_index::{TextFor, plain_text};
pub use target::{prepare, render};
pub use view::{Annotations, Views};

#[cfg(test)]
mod tests;
