//! What a site of Zola 0.23 may rely on, row by row: each test names the rows of `docs/compatibility.md` it holds.
#![expect(clippy::disallowed_methods, reason = "the tests look at the disk")]

mod harness;
#[path = "zola/content.rs"]
mod content;
#[path = "zola/files.rs"]
mod files;
#[path = "zola/lists.rs"]
mod lists;
#[path = "zola/markup.rs"]
mod markup;
#[path = "zola/output.rs"]
mod output;
#[path = "zola/real.rs"]
mod real;
#[path = "zola/released.rs"]
mod released;
#[path = "zola/templates.rs"]
mod templates;
