//! lianluo (联络): a static site generator for township CPPCC liaison groups, compatible with Zola.
//!
//! A build is a function from a [`source::SourceTree`] to an [`output::OutputTree`]. The modules stand in floors;
//! a module imports only from the floors below it and from its left neighbours (ARCHITECTURE.md, `tests/tidy.rs`).

// Floor 0, words: know no files and no sites.
pub mod path;
pub mod fingerprint;
pub mod wire;
pub mod diagnostic;

// Floor 1, shores: where bytes come from and go to; the settings.
pub mod source;
pub mod output;
pub mod config;

// Floor 2, the model: what a site is, without knowing how HTML is made.
pub mod content;
pub mod graph;
pub mod plan;
pub mod cache;

// Floor 3, crafts: templates, files to make, Markdown.
pub mod template;
pub mod asset;
pub mod office;
pub mod markdown;

// Floor 4, making: every output file, and checks over all of them.
pub mod render;
pub mod check;

// Floor 5: the liaison group's layer, additive.
pub mod liaison;

// Floor 6: the stages in order.
pub mod pipeline;
pub mod migrate;

// Floor 7, hosts: call the pipeline again and again, and give its world a network.
pub mod web;
pub mod serve;

pub use diagnostic::{Diagnostic, Locale};
pub use pipeline::{Build, Options, build};
