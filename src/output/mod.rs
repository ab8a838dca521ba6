//! Where a site's bytes go: the output tree as a value, staged beside the output folder as it grows, committed at once.
//!
//! What is put lies in a staging folder until `DiskStage::commit`. Where much differs it swaps the whole folder with the
//! old output in one step; where little does, it renames file by file, by a journal that the next build finishes should
//! this one be killed. Files that did not change are not touched; the `Manifest` of the last commit tells which those are
//! without reading any.

mod changes;
mod code;
mod commit;
mod directory;
mod disk;
mod file;
mod guard;
mod in_place;
mod journal;
mod manifest;
mod old;
mod stage;
mod staging;
mod stamp;
mod steps;
#[cfg(test)]
mod tests;
mod tree;

pub use changes::Changes;
pub use code::CODES;
pub use disk::{DiskOptions, DiskStage};
pub use guard::refuse_foreign;
pub use manifest::Manifest;
pub use stage::{Stage, write_failed};
pub use tree::{MemoryStage, OutputFile, OutputTree};
