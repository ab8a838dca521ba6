//! Where a site's bytes go: the output tree as a value, staged beside the output folder as it grows, committed at once.
//!
//! No reader, server or crash ever sees half a site: what is put lies in a staging folder until `DiskStage::commit`
//! swaps it with the old output. Files that did not change keep their modification time.

mod changes;
mod code;
mod commit;
mod disk;
mod file;
mod guard;
mod in_place;
mod old;
mod stage;
mod staging;
#[cfg(test)]
mod tests;
mod tree;

pub use changes::Changes;
pub use code::CODES;
pub use disk::{DiskOptions, DiskStage};
pub use stage::{Stage, write_failed};
pub use tree::{MemoryStage, OutputFile};
